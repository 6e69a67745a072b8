//! `skord source held|approve|reject|revisions|rollback|restore`: what people decide about a source.

use crate::cli::{FormatArgs, ReasonArgs, ReportFormat};
use crate::context::{Context, source_id};
use crate::report;
use harvester::{Progress, Silent};
use model::RunReport;
use model::control::Approval;
use model::ns::PLACEHOLDER;
use serde_json::json;
use std::process::ExitCode;
use std::sync::Arc;
use store::journal::{HeldRun, ProposedChange};

/// Changes of a proposal that are listed for people; JSON has all.
const LISTED: usize = 50;

/// Who decides, for the record: the person at the keyboard.
pub(crate) fn decider() -> String {
    let user = ["SUDO_USER", "USER", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    user.filter(|user| !user.is_empty())
        .map_or_else(|| "command line".to_owned(), |user| format!("{user} (command line)"))
}

/// Shows what a guard holds, as the diff that is decided about.
pub(crate) fn held(context: &Context, id: &str, format: &FormatArgs) -> anyhow::Result<ExitCode> {
    let id = source_id(id)?;
    let held = context.journal.held_runs(&id)?;
    if format.format == ReportFormat::Json {
        let all: Vec<serde_json::Value> = held.iter().map(as_json).collect();
        report::say_json(&all)?;
        return Ok(ExitCode::SUCCESS);
    }
    match held.first() {
        None => report::note(&format!("Nothing of `{id}` is held.")),
        Some(newest) => report::say(&describe(newest, held.len()))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn as_json(held: &HeldRun) -> serde_json::Value {
    json!({ "run": held.run, "at": held.at, "fingerprint": held.fingerprint.to_string(), "proposal": held.proposal })
}

/// A held run for people.
pub(crate) fn describe(held: &HeldRun, runs: usize) -> String {
    let proposal = &held.proposal;
    let mut lines = vec![format!("Run {} of {} is held:", held.run, held.at.format("%Y-%m-%d %H:%M UTC"))];
    lines.extend(proposal.reasons.iter().map(|reason| format!("  - {}", reason.text("en"))));
    lines.push(format!("  {} datasets now, {} if it is approved.", proposal.before, proposal.after));
    lines.push(if proposal.needs_person {
        "  It waits until somebody decides.".to_owned()
    } else {
        format!("  Held {runs} times; equal results on three days are accepted without a decision.")
    });
    lines.extend(proposal.changes.iter().take(LISTED).map(change_line));
    if proposal.changes.len() > LISTED {
        lines.push(format!("    … and {} more (--format json has all)", proposal.changes.len() - LISTED));
    }
    for rename in proposal.renames.iter().take(LISTED) {
        let title = rename.title.as_deref().unwrap_or("(no title)");
        lines.push(format!("    renamed   {title} <{}> -> <{}>", rename.from, rename.to));
    }
    lines.join("\n")
}

fn change_line(change: &ProposedChange) -> String {
    format!("    {:9} {} <{}>", change.change, change.title.as_deref().unwrap_or("(no title)"), change.record)
}

/// Accepts what is held.
pub(crate) fn approve(context: &Context, id: &str, rename: bool, args: &ReasonArgs) -> anyhow::Result<ExitCode> {
    let id = source_id(id)?;
    let approval = Approval { by: decider(), reason: args.reason.clone().unwrap_or_default(), rename };
    let harvester = context.harvester()?;
    let progress: Arc<dyn Progress> = Arc::new(Silent);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(harvester.approve(&id, &approval, &progress))?;
    published(context, &result.report, args)
}

/// Refuses what is held.
pub(crate) fn reject(context: &Context, id: &str, args: &ReasonArgs) -> anyhow::Result<ExitCode> {
    let id = source_id(id)?;
    let held = context.journal.reject_held(&id, &decider(), args.reason.as_deref().unwrap_or_default())?;
    super::harvest::publish(context)?;
    report::note(&format!(
        "Rejected run {} of `{id}`: the data stay as they are, and the same result is not proposed again.",
        held.run
    ));
    Ok(ExitCode::SUCCESS)
}

/// Lists revisions, newest first.
pub(crate) fn revisions(context: &Context, id: &str, format: &FormatArgs) -> anyhow::Result<ExitCode> {
    let id = source_id(id)?;
    let revisions = context.journal.revisions(&id, 1000)?;
    if format.format == ReportFormat::Json {
        let all: Vec<serde_json::Value> = revisions
            .iter()
            .map(|r| {
                json!({ "revision": r.revision, "run": r.run, "seq": r.seq, "at": r.at,
                        "datasets": r.datasets, "distributions": r.distributions })
            })
            .collect();
        report::say_json(&all)?;
        return Ok(ExitCode::SUCCESS);
    }
    let columns = ["revision", "at", "run", "seq", "datasets", "distributions"];
    let mut table = report::table(&columns, &["revision", "run", "seq", "datasets", "distributions"]);
    for r in &revisions {
        table.add_row([
            r.revision.to_string(),
            r.at.format("%Y-%m-%d %H:%M").to_string(),
            r.run.to_string(),
            r.seq.to_string(),
            r.datasets.to_string(),
            r.distributions.to_string(),
        ]);
    }
    report::say(&table.to_string())?;
    Ok(ExitCode::SUCCESS)
}

/// Goes back to an earlier revision.
pub(crate) fn rollback(context: &Context, id: &str, to: u64, args: &ReasonArgs) -> anyhow::Result<ExitCode> {
    let id = source_id(id)?;
    let run = context.journal.rollback(&id, to, &decider(), args.reason.as_deref().unwrap_or_default())?;
    published(context, &run, args)
}

/// Brings one withdrawn record back; it is named by IRI or portal id.
pub(crate) fn restore(context: &Context, id: &str, record: &str, args: &ReasonArgs) -> anyhow::Result<ExitCode> {
    let id = source_id(id)?;
    let key = key_of(context, record)?;
    let run = context.journal.restore_record(&id, &key, &decider(), args.reason.as_deref().unwrap_or_default())?;
    published(context, &run, args)
}

/// The key of a record that a person named: our own IRIs lie under a placeholder, portal ids stand for an IRI.
pub(crate) fn key_of(context: &Context, name: &str) -> anyhow::Result<String> {
    if let Some(rest) = name.strip_prefix(&context.config.base_url()) {
        return Ok(format!("{PLACEHOLDER}{rest}"));
    }
    let tombstone = context.journal.tombstone(name)?;
    Ok(tombstone.map_or_else(|| name.to_owned(), |tombstone| tombstone.iri))
}

/// Publishes what a decision changed and tells it.
fn published(context: &Context, run: &RunReport, args: &ReasonArgs) -> anyhow::Result<ExitCode> {
    super::harvest::publish(context)?;
    if args.format.format == ReportFormat::Json {
        report::say_json(run)?;
    } else {
        report::say(&report::runs_table(std::slice::from_ref(run)).to_string())?;
    }
    Ok(if run.outcome.is_fine() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
