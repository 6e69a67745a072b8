//! What people write as a facet value → the value in the column.

use model::vocabularies::{access_rights, bare, data_themes, formats, frequencies, hvd, licences, publisher_types};

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
        _ => return asked.to_owned(),
    };
    vocabulary.find(asked).map_or_else(|| asked.to_owned(), |term| term.code.to_owned())
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
        assert!(same("https://a.se/x/", "http://a.se/x"));
    }
}
