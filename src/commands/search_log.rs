//! `skord search-log`: what people search for, where the operator has switched the counting on.

use crate::cli::{SearchLogArgs, SearchLogFormat};
use crate::context::Context;
use crate::report;
use std::fmt::Write as _;
use std::process::ExitCode;
use store::journal::QueryCount;

/// Lists the queries.
pub(crate) fn run(context: &Context, args: &SearchLogArgs) -> anyhow::Result<ExitCode> {
    let back = chrono::Days::new(u64::from(args.days.saturating_sub(1)));
    let since = chrono::Utc::now().date_naive().checked_sub_days(back).unwrap_or_default().to_string();
    let counts = context.journal.query_counts(&since, args.zero, args.limit)?;
    match args.format {
        SearchLogFormat::Json => report::say_json(&counts)?,
        SearchLogFormat::Csv => report::say(csv(&counts).trim_end())?,
        SearchLogFormat::Text => table(context, &counts)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn table(context: &Context, counts: &[QueryCount]) -> anyhow::Result<()> {
    if counts.is_empty() {
        let hint =
            if context.config.search.query_log { "" } else { " `query_log = true` in `[search]` switches it on." };
        report::note(&format!("No queries were counted in these days.{hint}"));
        return Ok(());
    }
    let mut table = report::table(&["query", "times", "results"], &["times", "results"]);
    for count in counts {
        table.add_row([count.query.clone(), count.times.to_string(), count.results.to_string()]);
    }
    report::say(&table.to_string())
}

/// RFC 4180; what a spreadsheet would read as a formula gets an apostrophe.
fn csv(counts: &[QueryCount]) -> String {
    let mut text = "query,times,results\r\n".to_owned();
    for count in counts {
        let formula = if count.query.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
        let query = count.query.replace('"', "\"\"");
        _ = write!(text, "\"{formula}{query}\",{},{}\r\n", count.times, count.results);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_is_quoted_and_holds_no_formula() {
        let count = |query: &str| QueryCount { query: query.to_owned(), times: 2, results: 0 };
        assert_eq!(csv(&[count("a \"b\", c")]), "query,times,results\r\n\"a \"\"b\"\", c\",2,0\r\n");
        assert!(csv(&[count("=1+1")]).contains("\"'=1+1\""));
    }
}
