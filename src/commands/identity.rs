//! `skord identity …`: the operator's rules about what is the same thing.

use crate::cli::{IdentityCommand, ReportFormat};
use crate::context::{Context, source_id};
use crate::report;
use anyhow::bail;
use serde_json::json;
use std::process::ExitCode;
use store::journal::MergeRuleDraft;
use store::merge::{MergeRule, RecordName, RuleKind};

/// Runs one of the subcommands.
pub(crate) fn run(context: &Context, command: IdentityCommand) -> anyhow::Result<ExitCode> {
    match command {
        IdentityCommand::Apart { source, record, other_source, other_record, reason } => {
            let other = Some(name(context, &other_source, &other_record)?);
            add(context, RuleKind::Apart, name(context, &source, &record)?, other, reason)?;
        }
        IdentityCommand::Pin { source, record, reason } => {
            add(context, RuleKind::Pin, name(context, &source, &record)?, None, reason)?;
        }
        IdentityCommand::Lift { number } => {
            if !context.journal.lift_merge_rule(number)? {
                bail!("no rule {number} is in force; `skord identity list` shows those that are");
            }
            report::note("Lifted.");
        }
        IdentityCommand::List(format) => list(context, format.format)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A record as the journal names it: our own IRIs lie there under a placeholder.
fn name(context: &Context, source: &str, record: &str) -> anyhow::Result<RecordName> {
    let ours = record.strip_prefix(&context.config.base_url());
    let record = ours.map_or_else(|| record.to_owned(), |rest| format!("{}{rest}", model::ns::PLACEHOLDER));
    Ok(RecordName { source: source_id(source)?, record })
}

fn add(
    context: &Context,
    kind: RuleKind,
    record: RecordName,
    other: Option<RecordName>,
    reason: Option<String>,
) -> anyhow::Result<()> {
    let by = super::decide::decider();
    let draft = MergeRuleDraft { kind, record, other, by, reason: reason.unwrap_or_default() };
    let number = context.journal.add_merge_rule(&draft)?;
    report::say(&number.to_string())?;
    report::note(&format!("Rule {number} is in force; `skord identity lift {number}` lifts it."));
    Ok(())
}

fn list(context: &Context, format: ReportFormat) -> anyhow::Result<()> {
    let rules = context.journal.merge_rules()?;
    if format == ReportFormat::Json {
        let all: Vec<serde_json::Value> = rules
            .iter()
            .map(|rule| {
                json!({ "number": rule.number, "kind": rule.kind, "record": rule.record, "other": rule.other,
                        "by": rule.by, "reason": rule.reason, "at": rule.at })
            })
            .collect();
        return report::say_json(&all);
    }
    let mut table = report::table(&["number", "rule", "by", "since", "reason"], &["number"]);
    for rule in &rules {
        let since = rule.at.format("%Y-%m-%d").to_string();
        table.add_row([rule.number.to_string(), words(rule), rule.by.clone(), since, rule.reason.clone()]);
    }
    report::say(&table.to_string())
}

fn words(rule: &MergeRule) -> String {
    let text = |name: &RecordName| format!("{} {}", name.source, name.record);
    match &rule.other {
        Some(other) => format!("apart: {}\n       {}", text(&rule.record), text(other)),
        None => format!("pin: {}", text(&rule.record)),
    }
}
