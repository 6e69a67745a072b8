//! Words beside the subject of a query: formats as people name them, words that say nothing, words for how the content
//! is made.

use super::tables::{Known, Table, meanings, put, single_words};
use super::{Language, RecognitionKind, Way};
use crate::analysis::rows;
use model::LangText;
use model::vocabularies::formats;

/// Weight of the name of a format as a word of a text: *Detaljplaner, WMS* need not have the format.
const NAMED: f32 = 0.1;

/// Formats whose names are subjects too: standards for one kind of content.
const CONTENT_STANDARDS: &[&str] = &["gtfs", "gtfs-rt", "netex", "siri", "datex2", "gbfs"];

/// What programs read; people who ask for an API are also served by it.
const FOR_PROGRAMS: &[&str] =
    &["json", "wfs", "rest", "odata", "ogc-api", "geojson", "jsonld", "graphql", "sparql", "sos", "xml"];

/// Words for formats that mean other things more often; abbreviations that are everyday Swedish words too.
pub(super) const MORE_THAN_FORMATS: &[&str] = &[
    "bild", "text", "video", "ljud", "image", "audio", "atom", "word", "webb", "web", "fil", "map", "tjänst", "mat",
    "rar", "sav", "database", "databas", "api", "excel", "tiff", "geotiff", "tif", "rest", "openapi",
];

/// Further names of formats: as typed, the format, what people read, formats that fit as well.
pub(super) const FURTHER_FORMATS: &[(&str, &str, &str, &[&str])] = &[
    ("excel", "excel", "Excel", &["xlsx", "xls"]),
    ("kalkylark", "excel", "Excel", &["xlsx", "xls", "ods", "csv"]),
    ("kalkylblad", "excel", "Excel", &["xlsx", "xls", "ods", "csv"]),
    ("spreadsheet", "excel", "Excel", &["xlsx", "xls", "ods", "csv"]),
    ("api", "api", "API", FOR_PROGRAMS),
    ("apier", "api", "API", FOR_PROGRAMS),
    ("apis", "api", "API", FOR_PROGRAMS),
    ("öppet api", "api", "API", FOR_PROGRAMS),
    ("öppna api", "api", "API", FOR_PROGRAMS),
    ("open api", "api", "API", FOR_PROGRAMS),
    ("rest api", "api", "API", FOR_PROGRAMS),
    ("rest", "api", "API", FOR_PROGRAMS),
    ("restful", "api", "API", FOR_PROGRAMS),
    ("endpoint", "api", "API", FOR_PROGRAMS),
    ("webbtjänst", "api", "API", FOR_PROGRAMS),
    ("web service", "api", "API", FOR_PROGRAMS),
    ("openapi", "openapi", "OpenAPI", FOR_PROGRAMS),
    ("swagger", "openapi", "OpenAPI", FOR_PROGRAMS),
    ("geotiff", "geotiff", "GeoTIFF", &["tiff"]),
    ("tiff", "tiff", "TIFF", &["geotiff"]),
    ("tif", "tiff", "TIFF", &["geotiff"]),
    ("shapefil", "shp", "Shape", &[]),
    ("shapefile", "shp", "Shape", &[]),
    ("linked data", "rdf", "RDF", &["rdfxml", "turtle", "jsonld", "ntriples"]),
    ("länkade data", "rdf", "RDF", &["rdfxml", "turtle", "jsonld", "ntriples"]),
    ("visningstjänst", "wms", "WMS", &["wmts"]),
    ("nedladdningstjänst", "wfs", "WFS", &["atom"]),
];

/// What follows the name of a format: *csv-fil*, *i csv-format*.
const ENDINGS: &[&str] = &["-fil", "-filer", "-format", "-data", "-api", "-tjänst"];

/// Adds what a name of a format means, by itself and with what people write behind it.
pub(super) fn put_format(
    table: &mut Table,
    typed: &str,
    word: &'static str,
    label: &str,
    also: &'static [&'static str],
) {
    let is_content = CONTENT_STANDARDS.contains(&word);
    let mut ways = vec![Way::Format { word, also }];
    if !is_content {
        ways.push(Way::Words { words: single_words(typed), weight: NAMED, language: Language::Any });
    }
    let told = Some((RecognitionKind::Format, word.to_owned(), LangText::new("", label)));
    let known = Known { told, ways, literal: is_content, needs_context: false };
    put(table, typed, &known);
    if formats::FORMATS.iter().any(|format| format.value == typed) || matches!(typed, "excel" | "shape") {
        for ending in ENDINGS {
            put(table, &format!("{typed}{ending}"), &known);
            put(table, &format!("{typed} {}", &ending[1..]), &known);
        }
    }
}

/// Adds the words of `words/qualifiers.tsv`.
pub(super) fn add(table: &mut Table) {
    for row in rows(include_str!("../../words/qualifiers.tsv")) {
        let [typed, kind, ..] = row[..] else { continue };
        let way = if kind == "nothing" { Way::Nothing } else { Way::Aspect(single_words(typed)) };
        put(table, typed, &Known { told: None, ways: vec![way], literal: true, needs_context: false });
    }
}

/// Whether a word only names how content is made (*data*, *statistik*, *register*).
pub(crate) fn says_little(word: &str) -> bool {
    let weak = |way: &Way| matches!(way, Way::Nothing | Way::Aspect(_));
    meanings(word, false).any(|known| known.ways.iter().any(weak))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_no_other_kinds() {
        for row in rows(include_str!("../../words/qualifiers.tsv")) {
            assert!(row.len() == 3 && matches!(row[1], "nothing" | "aspect"), "{row:?}");
        }
    }

    #[test]
    fn formats_are_known_with_what_follows_them() {
        let formats = |typed: &str| -> Vec<&str> {
            let ways = meanings(typed, true).flat_map(|known| &known.ways);
            ways.filter_map(|way| if let Way::Format { word, .. } = way { Some(*word) } else { None }).collect()
        };
        for typed in ["csv", "csvformat", "csv format", "csvfil", "csvfiler"] {
            assert!(formats(typed).contains(&"csv"), "{typed}");
        }
        assert!(formats("excelfil").contains(&"excel"));
        assert!(formats("rest api").contains(&"api"));
    }
}
