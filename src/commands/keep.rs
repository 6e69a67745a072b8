//! `skord rebuild`, `verify`, `backup` and `restore`.

use crate::cli::{Cli, FormatArgs, Projection, ReportFormat};
use crate::config::Config;
use crate::context::Context;
use crate::report;
use anyhow::Context as _;
use std::path::Path;
use std::process::ExitCode;
use store::journal::ServeLock;

/// Removes the projections and builds them anew. Not beside a server, which holds them.
pub(crate) fn rebuild(context: &Context, what: Projection) -> anyhow::Result<ExitCode> {
    let _lock = ServeLock::acquire(context.journal.dir())?;
    let published = context.published();
    for prefix in prefixes(what) {
        remove_starting_with(&published, prefix)?;
    }
    let projector = context.projector()?;
    projector.catch_up()?;
    let current = projector.current();
    report::note(&format!(
        "Rebuilt at seq {}: {} triples, {} resources.",
        current.seq,
        current.snapshot.len(),
        current.summaries.len()
    ));
    Ok(ExitCode::SUCCESS)
}

fn prefixes(what: Projection) -> &'static [&'static str] {
    match what {
        Projection::Index => &["index-"],
        Projection::Snapshot => &["snapshot-"],
        Projection::All => &["index-", "snapshot-"],
    }
}

fn remove_starting_with(published: &Path, prefix: &str) -> anyhow::Result<()> {
    let Ok(entries) = std::fs::read_dir(published) else { return Ok(()) };
    for entry in entries {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(prefix) {
            std::fs::remove_dir_all(entry.path())
                .with_context(|| format!("cannot remove `{}`", entry.path().display()))?;
        }
    }
    Ok(())
}

/// Journal, snapshot and index: whole and in agreement.
pub(crate) fn verify(context: &Context, format: &FormatArgs) -> anyhow::Result<ExitCode> {
    let mut problems: Vec<String> = context.journal.verify()?.iter().map(ToString::to_string).collect();
    let current = context.current_as_it_is()?;
    if let Err(error) = current.snapshot.verify() {
        problems.push(error.to_string());
    }
    let seq = context.journal.seq()?;
    let behind = current.seq < seq;
    if !behind {
        problems.extend(current.disagreements()?);
    }
    let json = serde_json::json!({
        "seq": seq, "published": current.seq, "triples": current.snapshot.len(),
        "resources": current.summaries.len(), "problems": problems,
    });
    if format.format == ReportFormat::Json {
        report::say_json(&json)?;
    } else {
        for problem in &problems {
            report::say(&format!("problem: {problem}"))?;
        }
        let lag = if behind {
            format!(" (published is at {}; it catches up when served)", current.seq)
        } else {
            String::new()
        };
        report::say(&format!("seq {seq}{lag}: {} problems", problems.len()))?;
    }
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// A consistent copy of the journal; projections are rebuilt from it.
pub(crate) fn backup(context: &Context, dir: &Path) -> anyhow::Result<ExitCode> {
    context.journal.backup(dir)?;
    report::note(&format!("Backup of seq {} in `{}`.", context.journal.seq()?, dir.display()));
    Ok(ExitCode::SUCCESS)
}

/// Makes a data directory from a backup, with a new journal id.
pub(crate) fn restore(cli: &Cli, dir: &Path, force: bool) -> anyhow::Result<ExitCode> {
    let config = Config::load(cli.config.as_deref())?;
    let target = cli.data.clone().unwrap_or(config.data.dir);
    store::journal::restore(dir, &target, force)?;
    let context = Context::open(cli)?;
    let _lock = ServeLock::acquire(context.journal.dir())?;
    context.projector()?.catch_up()?;
    report::note(&format!("Restored seq {} into `{}`.", context.journal.seq()?, target.display()));
    Ok(ExitCode::SUCCESS)
}
