//! A table for a spreadsheet: one row per place, with the column to fill.

use super::super::kinds::{Kind, by_code};
use super::super::plan::Plan;
use super::super::{Fix, Place, Property, Value};
use model::vocabularies::{access_rights::ACCESS_RIGHTS, data_themes::DATA_THEMES, formats::FORMATS, licences};

/// RFC 4180 with the mark of UTF-8, so that spreadsheets read å, ä and ö.
pub(super) fn write(fix: &Fix, plan: &Plan) -> String {
    let property = fix.property(plan).unwrap_or_else(|| fix.code.clone());
    let allowed = by_code(&fix.code).map(allowed).unwrap_or_default();
    let mut text = String::from('\u{feff}');
    let head = ["iri", "title", "dataset", "address", "stated", &property, "why", "allowed"];
    row(&mut text, &head.map(str::to_owned));
    for place in fix.places(plan, 0, usize::MAX) {
        row(&mut text, &cells(place, &allowed));
    }
    text
}

fn cells(place: Place, allowed: &str) -> [String; 8] {
    let stated: Vec<&str> = place.stated.iter().map(Value::text).collect();
    [
        place.iri.unwrap_or_default(),
        place.title,
        place.dataset,
        place.address.unwrap_or_default(),
        stated.join(" "),
        place.suggestion.map(|value| value.text().to_owned()).unwrap_or_default(),
        place.why.map(|(sv, en)| format!("{sv} / {en}")).unwrap_or_default(),
        allowed.to_owned(),
    ]
}

/// Values that may stand in the column, where there is a list of them.
fn allowed(kind: &Kind) -> String {
    let iris: Vec<&str> = match kind.property {
        Property::Licence => licences::PROFILE.to_vec(),
        Property::AccessRights => ACCESS_RIGHTS.terms.iter().map(|term| term.iri).collect(),
        Property::Theme => DATA_THEMES.terms.iter().map(|term| term.iri).collect(),
        Property::Format => FORMATS.iter().filter_map(|format| format.media_types.first().copied()).collect(),
        _ => Vec::new(),
    };
    iris.join(" ")
}

fn row(text: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains(['"', ',', ';', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn cells_are_quoted_and_formulas_are_texts() {
        assert_eq!(quoted("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(quoted("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(quoted("Badplatser"), "Badplatser");
    }
}
