//! `skord harvest`.

use crate::cli::{HarvestArgs, ReportFormat};
use crate::context::{Context, source_id};
use crate::progress::Bars;
use crate::report;
use anyhow::bail;
use harvester::{DiffEntry, Progress, RunOptions, RunResult};
use model::{RunReport, SourceId};
use std::fmt::Write;
use std::process::ExitCode;
use std::sync::Arc;

/// Runs the asked sources; without a server on the same data directory it also publishes.
pub(crate) fn run(context: &Context, args: &HarvestArgs) -> anyhow::Result<ExitCode> {
    let sources = chosen(context, args)?;
    let options = RunOptions { ordered: !args.all, dry_run: args.dry_run };
    let results = harvest(context, &sources, options)?;
    let reports: Vec<RunReport> = results.iter().map(|result| result.report.clone()).collect();
    if !args.dry_run {
        publish(context)?;
    }
    match args.format.format {
        ReportFormat::Json if args.dry_run => report::say_json(&dry_run_json(&results)?)?,
        ReportFormat::Json => report::say_json(&reports)?,
        ReportFormat::Text => print_text(&results, &reports, args.dry_run)?,
    }
    let fine = reports.len() == sources.len() && reports.iter().all(|report| report.outcome.is_fine());
    Ok(if fine { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Harvests with progress bars. A source that cannot be run at all (paused, already running) is told and left out.
pub(crate) fn harvest(context: &Context, sources: &[SourceId], options: RunOptions) -> anyhow::Result<Vec<RunResult>> {
    let harvester = context.harvester()?;
    let bars = Arc::new(Bars::new(sources.len()));
    let progress: Arc<dyn Progress> = bars.clone();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let results = runtime.block_on(harvester.run_all(sources, options, &progress));
    bars.finish();
    let mut ended = Vec::new();
    for result in results {
        match result {
            Ok(result) => ended.push(result),
            Err(error) => report::complain(&error.into()),
        }
    }
    Ok(ended)
}

fn chosen(context: &Context, args: &HarvestArgs) -> anyhow::Result<Vec<SourceId>> {
    if !args.all {
        let ids: Vec<SourceId> = args.sources.iter().map(|text| source_id(text)).collect::<Result<_, _>>()?;
        for id in &ids {
            context.journal.source(id)?;
        }
        return Ok(ids);
    }
    let all = context.journal.sources()?;
    if all.is_empty() {
        bail!("there are no sources yet: register one with `skord source add ID URL`, or try `skord demo`");
    }
    Ok(all.into_iter().filter(|entry| !entry.source.paused).map(|entry| entry.source.id).collect())
}

/// Brings snapshot and index up to date, unless a server does it.
pub(crate) fn publish(context: &Context) -> anyhow::Result<()> {
    match store::journal::ServeLock::acquire(context.journal.dir()) {
        Ok(_lock) => {
            context.projector()?.catch_up()?;
        }
        Err(store::StoreError::Locked { .. }) => tracing::info!("the running server publishes the change"),
        Err(other) => return Err(other.into()),
    }
    Ok(())
}

fn print_text(results: &[RunResult], reports: &[RunReport], dry_run: bool) -> anyhow::Result<()> {
    report::say(&report::runs_table(reports).to_string())?;
    let sum = |count: fn(&RunReport) -> u64| reports.iter().map(count).sum::<u64>();
    report::say(&format!(
        "{} sources, {} datasets: {} new, {} changed, {} withdrawn; {} need attention",
        reports.len(),
        sum(|report| report.datasets),
        sum(|report| report.new),
        sum(|report| report.changed),
        sum(|report| report.withdrawn),
        reports.iter().filter(|report| !report.outcome.is_fine()).count(),
    ))?;
    if dry_run {
        for result in results {
            print_diff(result)?;
        }
        report::say("Dry run: nothing was written.")?;
    }
    Ok(())
}

fn print_diff(result: &RunResult) -> anyhow::Result<()> {
    if result.diff.is_empty() {
        return Ok(());
    }
    report::say(&format!("\n{}", result.report.source))?;
    for entry in &result.diff {
        report::say(&describe(entry))?;
    }
    Ok(())
}

/// One record of the diff: its changed lines, the first twenty of each side.
fn describe(entry: &DiffEntry) -> String {
    let title = entry.title.as_deref().unwrap_or("(no title)");
    let mut text = format!("  {} {title} <{}>", entry.change, entry.record);
    if entry.change != "changed" {
        return text;
    }
    for (sign, lines) in [('-', &entry.removed), ('+', &entry.added)] {
        for line in lines.iter().take(20) {
            let _ = write!(text, "\n    {sign} {line}");
        }
        if lines.len() > 20 {
            let _ = write!(text, "\n    {sign} … and {} more", lines.len() - 20);
        }
    }
    text
}

/// The reports, each with its `diff`.
fn dry_run_json(results: &[RunResult]) -> anyhow::Result<Vec<serde_json::Value>> {
    let mut all = Vec::new();
    for result in results {
        let mut value = serde_json::to_value(&result.report)?;
        value["diff"] = serde_json::to_value(&result.diff)?;
        all.push(value);
    }
    Ok(all)
}
