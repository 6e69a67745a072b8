//! `skord token …`.

use crate::cli::{ReportFormat, TokenCommand};
use crate::context::{Context, source_id};
use crate::report;
use anyhow::bail;
use serde_json::json;
use std::process::ExitCode;

/// Runs one of the subcommands.
pub(crate) fn run(context: &Context, command: TokenCommand) -> anyhow::Result<ExitCode> {
    match command {
        TokenCommand::Add { source, operator: _, label } => {
            let source = source.as_deref().map(source_id).transpose()?;
            let secret = context.journal.create_token(source.as_ref(), &label)?;
            report::say(&secret)?;
            let scope = source.map_or_else(|| "all sources".to_owned(), |id| format!("`{id}`"));
            report::note(&format!("Good for {scope}. It is shown this once and not kept: hand it over safely."));
        }
        TokenCommand::List(format) => list(context, format.format)?,
        TokenCommand::Revoke { number } => {
            if !context.journal.revoke_token(number)? {
                bail!("there is no token {number}, or it was revoked before; `skord token list` shows them");
            }
            report::note("Revoked.");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list(context: &Context, format: ReportFormat) -> anyhow::Result<()> {
    let tokens = context.journal.tokens()?;
    if format == ReportFormat::Json {
        let all: Vec<serde_json::Value> = tokens
            .iter()
            .map(|token| {
                json!({ "number": token.number, "source": token.source, "label": token.label,
                        "created": token.created, "revoked": token.revoked })
            })
            .collect();
        return report::say_json(&all);
    }
    let mut table = report::table(&["number", "source", "label", "created", "revoked"], &["number"]);
    for token in &tokens {
        table.add_row([
            token.number.to_string(),
            token.source.as_ref().map_or_else(|| "(all)".to_owned(), ToString::to_string),
            token.label.clone(),
            token.created.format("%Y-%m-%d").to_string(),
            token.revoked.map(|at| at.format("%Y-%m-%d").to_string()).unwrap_or_default(),
        ]);
    }
    report::say(&table.to_string())
}
