//! What commands print: results to standard output, complaints to standard error.
#![expect(clippy::print_stderr, reason = "the one place that prints")]

use comfy_table::{CellAlignment, ContentArrangement, Table, TableComponent, presets};
use model::RunReport;
use serde::Serialize;
use std::io::Write;

/// Writes text to standard output; a closed pipe is an error that `main` takes as the end.
pub(crate) fn say(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.write_all(b"\n")?;
    Ok(())
}

/// Writes a value as indented JSON.
pub(crate) fn say_json<T: Serialize + ?Sized>(value: &T) -> anyhow::Result<()> {
    say(&serde_json::to_string_pretty(value)?)
}

/// A remark for the person at the terminal.
pub(crate) fn note(text: &str) {
    eprintln!("{text}");
}

/// An error with its causes, in one line.
pub(crate) fn complain(error: &anyhow::Error) {
    eprintln!("error: {error:#}");
}

/// An empty table in our style; columns named in `right` are aligned to the right.
pub(crate) fn table(headings: &[&str], right: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    table.remove_style(TableComponent::HorizontalLines);
    table.remove_style(TableComponent::MiddleIntersections);
    table.set_header(headings);
    for (index, heading) in headings.iter().enumerate() {
        if right.contains(heading)
            && let Some(column) = table.column_mut(index)
        {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// Summary table of runs.
pub(crate) fn runs_table(reports: &[RunReport]) -> Table {
    let numbers = ["datasets", "new", "changed", "unchanged", "withdrawn", "errors", "warnings", "s"];
    let mut headings = vec!["source", "outcome"];
    headings.extend(numbers);
    headings.push("");
    let mut table = table(&headings, &numbers);
    for report in reports {
        let incomplete = if report.complete { "" } else { "incomplete " };
        let reason = report.reason.as_ref().map_or("", |reason| reason.text("en"));
        table.add_row([
            report.source.to_string(),
            report.outcome.to_string(),
            report.datasets.to_string(),
            report.new.to_string(),
            report.changed.to_string(),
            report.unchanged.to_string(),
            report.withdrawn.to_string(),
            report.findings.error.to_string(),
            report.findings.warning.to_string(),
            format!("{:.1}", report.seconds),
            format!("{incomplete}{reason}"),
        ]);
    }
    table
}
