//! `skord search`.

use crate::cli::{SearchArgs, SearchFormat};
use crate::context::Context;
use crate::report;
use anyhow::anyhow;
use catalog_api::Published;
use model::LangText;
use model::view::ResourceSummary;
use search::{SearchRequest, SearchResponse};
use serde_json::Value;
use std::process::ExitCode;

/// Searches the published catalog.
pub(crate) fn run(context: &Context, args: &SearchArgs) -> anyhow::Result<ExitCode> {
    let current = context.current()?;
    let mut request = catalog_api::search_request(&current, &args.parameters).map_err(|problem| anyhow!(problem))?;
    let is_table = args.format == SearchFormat::Table;
    if is_table {
        let asked = args.parameters.iter().any(|(name, _)| name == "facets");
        request.highlights = false;
        request.facets.retain(|_| asked);
    }
    let response = current.searcher.search(&request)?;
    if is_table {
        show(&request, &response)?;
    } else {
        report::say_json(&as_json(&current, &response)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The response with the number of the catalog that it is of.
fn as_json(current: &Published, response: &SearchResponse) -> anyhow::Result<Value> {
    let mut json = serde_json::to_value(response)?;
    json["seq"] = serde_json::to_value(current.seq)?;
    Ok(json)
}

fn show(request: &SearchRequest, response: &SearchResponse) -> anyhow::Result<()> {
    let text = |label: &LangText| label.best(&request.language).map(|(_, text)| one_line(text)).unwrap_or_default();
    for correction in &response.corrections {
        report::note(&format!("`{}` is nowhere in the catalog: searched for `{}`", correction.from, correction.to));
    }
    if response.relaxed {
        report::note("nothing has all of the words: these have some of them");
    }
    if !response.items.is_empty() {
        let mut table = report::table(&["title", "publisher", "formats", "updated", "id"], &[]);
        for item in &response.items {
            table.add_row(row(item, &text));
        }
        report::say(&table.to_string())?;
    }
    for (facet, values) in &response.facets {
        let mut table = report::table(&[facet, "name", "results"], &["results"]);
        for value in values {
            table.add_row([value.value.clone(), text(&value.label), value.count.to_string()]);
        }
        report::say(&table.to_string())?;
    }
    let shown = if response.items.len() as u64 == response.total { String::new() } else { shown(response) };
    report::say(&format!("{} results{shown}", response.total))
}

fn shown(response: &SearchResponse) -> String {
    let next = response.next.as_ref().map(|cursor| format!("; more: --cursor {cursor}")).unwrap_or_default();
    format!(", {} shown{next}", response.items.len())
}

fn row(item: &ResourceSummary, text: &dyn Fn(&LangText) -> String) -> [String; 5] {
    let formats: Vec<&str> = item.formats.iter().map(|format| format.label.as_str()).collect();
    let updated = item.modified.as_deref().or(item.issued.as_deref()).unwrap_or_default();
    [
        text(&item.title),
        item.publisher.as_ref().map(|agent| text(&agent.name)).unwrap_or_default(),
        formats.join(", "),
        updated.chars().take(10).collect(),
        item.id.clone(),
    ]
}

/// Titles come from publishers: a line break or a control character must not break the table.
fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
