//! What people write as a facet value → the value in the column.

use super::Entry;
use crate::request::FacetValue;
use model::LangText;
use model::quality::Rating;
use model::vocabularies::{
    access_rights, bare, data_themes, formats, frequencies, hvd, languages, licences, place_names, publisher_types,
};

/// The canonical value for what was asked: a code or an IRI in any spelling where we have a table; else as given.
/// For values that are IRIs without a table, compare with [`bare`].
pub(crate) fn canonical_value(facet: &str, asked: &str) -> String {
    let asked = asked.trim();
    let vocabulary = match facet {
        "theme" => &data_themes::DATA_THEMES,
        "hvd" => &hvd::HVD_CATEGORIES,
        "publisher_type" => &publisher_types::PUBLISHER_TYPES,
        "frequency" => &frequencies::FREQUENCIES,
        "access_rights" => &access_rights::ACCESS_RIGHTS,
        "licence" => return licences::canonical(asked),
        "format" => return format_value(asked),
        "place" => return place_code(asked),
        "language" => &languages::LANGUAGES,
        _ => return asked.to_owned(),
    };
    vocabulary.find(asked).map_or_else(|| asked.to_owned(), |term| term.code.to_owned())
}

/// Values of facets that are lists of our own, with their labels: facet, value, Swedish, English.
const OWN: &[(&str, &str, &str, &str)] = &[
    ("type", "dataset", "Datamängd", "Dataset"),
    ("type", "series", "Datamängdsserie", "Dataset series"),
    ("type", "service", "Datatjänst", "Data service"),
    ("api", "true", "Ja", "Yes"),
    ("api", "false", "Nej", "No"),
    ("specification", "true", "Ja", "Yes"),
    ("specification", "false", "Nej", "No"),
    ("basic_data", "true", "Ja", "Yes"),
    ("basic_data", "false", "Nej", "No"),
    ("openness", "open", "Öppen licens", "Open licence"),
    ("openness", "other", "Annan licens", "Other licence"),
    ("openness", "none", "Ingen licens angiven", "No licence stated"),
    ("source_class", "public", "Offentlig aktör", "Public body"),
    ("source_class", "private", "Privat aktör", "Private body"),
    ("source_class", "aggregating", "Samlar andras data", "Gathers data of others"),
];

/// A value that one of our tables has, with its label; a value without one stands for itself.
pub(super) fn known(facet: &str, value: &str) -> Entry {
    labelled(facet, value).unwrap_or_else(|| Entry::new(value, None, LangText::new("", value)))
}

/// The value that a parameter means by our tables alone, whether or not anything in the catalog has it: a link to a
/// theme must not break on the day that its last dataset is withdrawn. The count is 0.
pub(crate) fn known_value(facet: &str, asked: &str) -> Option<FacetValue> {
    labelled(facet, &canonical_value(facet, asked)).map(|entry| super::facet_value(&entry, 0))
}

fn labelled(facet: &str, value: &str) -> Option<Entry> {
    let own = OWN.iter().find(|(of, known, ..)| *of == facet && *known == value);
    if let Some((_, value, sv, en)) = own {
        return Some(Entry::new(value, None, LangText::sv_en(sv, en)));
    }
    let vocabulary = match facet {
        "theme" => &data_themes::DATA_THEMES,
        "hvd" => &hvd::HVD_CATEGORIES,
        "publisher_type" => &publisher_types::PUBLISHER_TYPES,
        "frequency" => &frequencies::FREQUENCIES,
        "access_rights" => &access_rights::ACCESS_RIGHTS,
        "language" => &languages::LANGUAGES,
        "quality" => {
            let rating = Rating::ALL.into_iter().find(|rating| rating.names().0 == value);
            return rating.map(super::rating);
        }
        "freshness" => return super::freshness::entries().find(|entry| entry.value == value),
        "licence" => {
            return licences::known(value).map(|licence| Entry::new(&licence.iri, Some(&licence.iri), licence.label));
        }
        "format" => return format(value),
        "place" => {
            return place_names::concept(value).map(|place| Entry::new(&place.code, Some(&place.iri), place.label));
        }
        _ => return None,
    };
    vocabulary.find(value).map(|term| Entry::new(term.code, Some(term.iri), term.label()))
}

fn format(value: &str) -> Option<Entry> {
    // A group is also a word for one of its formats (*excel* for xls): here it is the group.
    let single = formats::FORMATS.iter().find(|format| format.value == value).map(|format| format.label.to_owned());
    let is_group = formats::FORMATS.iter().any(|format| format.group == value);
    let group = || is_group.then(|| super::capitalised(value));
    let label = single.or_else(group).or_else(|| formats::find(value).map(|format| format.label.to_owned()))?;
    Some(Entry::new(value, None, LangText::new("", &label)))
}

/// The code of a place: given as code, as IRI of any register, or by name.
fn place_code(asked: &str) -> String {
    let of_iri = || place_names::codes_of_iri(asked).first().copied();
    let code =
        Some(asked).filter(|code| place_names::is_code(code)).or_else(of_iri).or_else(|| place_names::of_name(asked));
    code.unwrap_or(asked).to_owned()
}

/// A media type, file-type IRI or word gives the value of the table; a value or a group stays.
fn format_value(asked: &str) -> String {
    let lower = asked.to_lowercase();
    let is_known = formats::FORMATS.iter().any(|format| format.value == lower || format.group == lower);
    if is_known {
        return lower;
    }
    formats::find(asked).map_or(lower, |format| format.value.to_owned())
}

/// Whether two values are the same: equal, or equal as IRIs (scheme and trailing slash do not count), or equal but
/// for case.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one == other || bare(one) == bare(other) || one.eq_ignore_ascii_case(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_iris_in_any_spelling() {
        assert_eq!(
            canonical_value("theme", "https://publications.europa.eu/resource/authority/data-theme/ENVI/"),
            "ENVI"
        );
        assert_eq!(canonical_value("theme", "ENVI"), "ENVI");
        assert_eq!(
            canonical_value("licence", "https://creativecommons.org/publicdomain/zero/1.0/deed.sv"),
            licences::CC0
        );
        assert_eq!(canonical_value("format", "text/csv"), "csv");
        assert_eq!(canonical_value("format", "EXCEL"), "excel");
        assert_eq!(canonical_value("format", "xlsx"), "xlsx");
        assert_eq!(canonical_value("publisher", " p1 "), "p1");
        for lund in ["1281", "Lunds kommun", "http://sws.geonames.org/2693555/"] {
            assert_eq!(canonical_value("place", lund), "1281");
        }
        assert_eq!(known_value("place", "12").unwrap().label.text("sv"), "Skåne län");
        assert_eq!(known_value("place", "1281").unwrap().parent.as_deref(), Some("12"));
        assert_eq!(known_value("format", "excel").unwrap().label.text("sv"), "Excel");
        assert_eq!(known_value("theme", "NOPE"), None);
        assert!(same("https://a.se/x/", "http://a.se/x"));
    }
}
