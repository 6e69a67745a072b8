//! `skord statistics …`: figures of other countries.

use crate::cli::StatisticsCommand;
use crate::context::Context;
use crate::report;
use anyhow::{Context as _, bail};
use model::figures::{BadLine, read_countries};
use std::path::Path;
use std::process::ExitCode;

/// Bad lines that are named; the rest is counted.
const NAMED: usize = 50;

/// Runs one of the subcommands.
pub(crate) fn run(context: &Context, command: &StatisticsCommand) -> anyhow::Result<ExitCode> {
    let StatisticsCommand::Import { file, replace } = command;
    let (loaded, bad) = load(context, file, *replace)?;
    report::note(&format!("{loaded} values loaded from `{}`.", file.display()));
    for line in bad.iter().take(NAMED) {
        report::note(&format!("line {}: {}", line.line, line.problem));
    }
    if bad.len() > NAMED {
        report::note(&format!("and {} more lines", bad.len() - NAMED));
    }
    if bad.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    report::note(&format!("Lines left out: {}. Mend them and load the file again.", bad.len()));
    Ok(ExitCode::from(1))
}

/// Loads the file of the configuration. A server must not stay down for it: what is wrong goes to the log.
pub(crate) fn load_configured(context: &Context) {
    let Some(file) = &context.config.statistics.countries else { return };
    match load(context, file, true) {
        Ok((loaded, bad)) => {
            tracing::info!("{loaded} figures of countries loaded from `{}`", file.display());
            for line in bad.iter().take(NAMED) {
                tracing::warn!(line = line.line, "`{}` line {}: {}", file.display(), line.line, line.problem);
            }
        }
        Err(error) => tracing::error!("the figures of countries were not loaded: {error:#}"),
    }
}

/// How many values were loaded, and what was wrong with the others. A file without a single good value changes nothing.
fn load(context: &Context, file: &Path, replace: bool) -> anyhow::Result<(usize, Vec<BadLine>)> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    let (figures, bad) = read_countries(&text);
    if figures.is_empty() {
        let first = bad.first().map(|bad| format!("; line {}: {}", bad.line, bad.problem)).unwrap_or_default();
        bail!(
            "there are no figures in `{}`{first}. Write one line each: `SE,datasets,24000,2025-12-31`",
            file.display()
        );
    }
    if replace {
        context.journal.clear_country_figures()?;
    }
    context.journal.put_country_figures(&figures)?;
    Ok((figures.len(), bad))
}
