//! Formats of distributions and services: from whatever a publisher writes to one value, label and group.
//!
//! DCAT-AP-SE wants a media type as a literal in `dcterms:format`; since 3.0.0 an EU file-type IRI there or an IANA
//! media-type IRI in `dcat:mediaType` is accepted too (§4.3, note "Format"); many publishers write free text ("Excel",
//! "CSV-fil"). Groups follow the format facet of the national portal (pdf, html, xml, json, csv, text, rdf, zip, image,
//! atom, excel, shp, geojson …). The Swedish zip convention (`text/csv+zip`) is a format of its own in the group of
//! what is inside.

mod table;

pub use table::FORMATS;

use super::vocabulary::{bare, last_part};
use crate::view::FormatView;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A known format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Format {
    /// What the `format` parameter takes.
    pub value: &'static str,
    /// What people read.
    pub label: &'static str,
    /// Group that it is counted in.
    pub group: &'static str,
    /// Media types; the first is the one to write.
    pub media_types: &'static [&'static str],
    /// Codes in the EU list of file types; the first is the one to write.
    pub file_types: &'static [&'static str],
    /// Other words for it, lower case, without a leading dot.
    pub names: &'static [&'static str],
}

impl Format {
    /// As readers see it.
    pub fn view(&self) -> FormatView {
        FormatView { value: self.value.to_owned(), label: self.label.to_owned(), group: self.group.to_owned() }
    }
}

const FILE_TYPE: &str = "publications.europa.eu/resource/authority/file-type/";
const FILE_TYPE_OLD: &str = "publications.europa.eu/mdr/authority/file-type/";
const IANA: &str = "www.iana.org/assignments/media-types/";

static BY_MEDIA_TYPE: LazyLock<HashMap<&'static str, &'static Format>> = LazyLock::new(|| index(|f| f.media_types));
static BY_FILE_TYPE: LazyLock<HashMap<&'static str, &'static Format>> = LazyLock::new(|| index(|f| f.file_types));
static BY_NAME: LazyLock<HashMap<&'static str, &'static Format>> = LazyLock::new(|| {
    let mut names = index(|format| format.names);
    for format in FORMATS {
        names.entry(format.value).or_insert(format);
    }
    names
});

fn index(keys: fn(&Format) -> &'static [&'static str]) -> HashMap<&'static str, &'static Format> {
    let mut found = HashMap::new();
    for format in FORMATS {
        for key in keys(format) {
            found.entry(*key).or_insert(format);
        }
    }
    found
}

/// A format of our table, from a media type, an EU file-type IRI, an IANA media-type IRI, a file extension or a word
/// in Swedish or English. `None` when we do not know it.
pub fn find(text: &str) -> Option<&'static Format> {
    let key = bare(text);
    if let Some(code) = key.strip_prefix(FILE_TYPE).or_else(|| key.strip_prefix(FILE_TYPE_OLD)) {
        return BY_FILE_TYPE.get(code.to_ascii_uppercase().as_str()).copied();
    }
    let word = media_type_of(key).unwrap_or(key).to_lowercase();
    let word = word.split(';').next().unwrap_or_default().trim().trim_matches(['"', '\'', '.', '*']);
    BY_MEDIA_TYPE.get(word).or_else(|| BY_NAME.get(word)).or_else(|| BY_NAME.get(plain_word(word)?)).copied()
}

/// What to show for whatever a publisher writes; an unknown media type or word is shown as it is, in a group of its
/// kind (`image`, `text`, `zip` …) or of its own. `None` for an empty text.
pub fn view(text: &str) -> Option<FormatView> {
    if let Some(format) = find(text) {
        return Some(format.view());
    }
    let key = bare(text);
    let word = match media_type_of(key) {
        Some(media_type) => media_type.to_owned(),
        None if key.len() < text.trim().len() => last_part(key).to_owned(),
        None => text.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let value = word.to_lowercase();
    (!value.is_empty()).then(|| FormatView { label: word, group: group_of_unknown(&value), value })
}

/// As [`view`], but a text that lists several formats ("CSV, JSON XML") gives each; a list is only taken apart when
/// every part is known.
pub fn views(text: &str) -> Vec<FormatView> {
    if find(text).is_none() && !text.contains("://") {
        let parts: Vec<&str> = text.split([',', ';', '|', ' ', '\n', '\t']).filter(|part| !part.is_empty()).collect();
        let known: Vec<FormatView> = parts.iter().filter_map(|part| find(part)).map(Format::view).collect();
        if parts.len() > 1 && known.len() == parts.len() {
            return known;
        }
    }
    view(text).into_iter().collect()
}

/// Only for an IRI of the EU list of file types or of IANA's media types; unknown codes give their own view.
pub fn by_iri(iri: &str) -> Option<FormatView> {
    let key = bare(iri);
    let ours = key.starts_with(FILE_TYPE) || key.starts_with(FILE_TYPE_OLD) || media_type_of(key).is_some();
    if ours && iri.contains("://") { view(iri) } else { None }
}

/// The media type in an IANA IRI (`www.iana.org/assignments/media-types/text/csv`, without scheme).
fn media_type_of(key: &str) -> Option<&str> {
    key.strip_prefix(IANA).or_else(|| key.strip_prefix(&IANA["www.".len()..]))
}

/// `csv-fil`, `csv file`, `csv-format` → `csv`.
fn plain_word(word: &str) -> Option<&str> {
    const ENDINGS: [&str; 10] =
        ["-filer", " filer", "-fil", " fil", "-format", " format", " file", " files", "-file", "-tjänst"];
    ENDINGS.iter().find_map(|ending| word.strip_suffix(ending))
}

fn group_of_unknown(value: &str) -> String {
    let kind = value.split('/').next().unwrap_or_default();
    let group = match kind {
        "image" | "video" | "audio" if value.contains('/') => kind,
        _ if value.ends_with("+json") => "json",
        _ if value.ends_with("+xml") => "xml",
        _ if value.ends_with("+zip") => "zip",
        "text" if value.contains('/') => "text",
        _ => value,
    };
    group.to_owned()
}
