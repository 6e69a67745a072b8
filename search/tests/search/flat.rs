//! The flat documents of the generator, as resources.

use crate::common::{With, dataset};
use model::view::ResourceSummary;
use model::vocabularies::formats;

fn text<'a>(row: &'a serde_json::Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_default()
}

fn texts(row: &serde_json::Value, key: &str) -> Vec<String> {
    row[key].as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

/// One line of the documents as the resource that a catalog would have.
pub(crate) fn resource(number: usize, line: &str) -> ResourceSummary {
    let row: serde_json::Value = serde_json::from_str(line).expect("a row of JSON");
    let mut one = dataset(&format!("d{number}"), "").text("sv", "", text(&row, "description"));
    text(&row, "id").clone_into(&mut one.iri);
    one.title = model::LangText::new("sv", text(&row, "title"));
    one.keywords.insert("sv".to_owned(), texts(&row, "keywords"));
    one.sort_instant = text(&row, "modified").get(..4).and_then(|year| year.parse().ok());
    let publisher = text(&row, "publisher");
    if !publisher.is_empty() {
        one = one.by(&publisher.to_lowercase().replace(' ', "-"), publisher);
    }
    let themes = texts(&row, "theme");
    one.themes = themes
        .iter()
        .filter_map(|code| model::vocabularies::data_themes::DATA_THEMES.find(code))
        .map(model::vocabularies::Term::concept)
        .collect();
    one.formats = texts(&row, "format").iter().filter_map(|format| formats::view(format)).collect();
    one
}
