//! From a summary to a document of the index.

use crate::analysis::{Chain, without_markup};
use crate::collation::TitleKeys;
use crate::dense::OPEN;
use crate::facets;
use crate::request::FACETS;
use crate::schema::{Fields, Role, SORT_LANGUAGES, flag};
use crate::suggest::TermMaker;
use model::view::{ResourceKind, ResourceSummary};
use model::vocabularies::{bare, formats};
use rustc_hash::FxHashSet;
use std::borrow::Borrow;
use tantivy::TantivyDocument;

/// Mark of high-value datasets among the words of formats.
pub(crate) const HIGH_VALUE: &str = "hvd";

/// Longest text of a description that is indexed (bytes): some publishers paste whole manuals.
const MAX_DESCRIPTION: usize = 50_000;

/// A summary, ready to be compared with what the index has.
pub(crate) struct Prepared<'a> {
    pub resource: &'a ResourceSummary,
    /// The summary as JSON.
    pub json: Vec<u8>,
    /// Bits, see [`flag`]. They depend on the rest of the catalog, so they are part of the hash.
    pub flags: u64,
    /// Hash of JSON and flags.
    pub hash: u64,
}

impl<'a> Prepared<'a> {
    /// With the [`flags`] that it has in its catalog.
    pub(crate) fn new(resource: &'a ResourceSummary, flags: u64) -> Result<Self, serde_json::Error> {
        let json = serde_json::to_vec(resource)?;
        let mut hasher = blake3::Hasher::new();
        hasher.update(&json);
        hasher.update(&flags.to_le_bytes());
        let bytes = hasher.finalize();
        let mut first = [0_u8; 8];
        first.copy_from_slice(&bytes.as_bytes()[..8]);
        Ok(Self { resource, json, flags, hash: u64::from_le_bytes(first) })
    }
}

/// IRIs of all series of the catalog.
pub(crate) fn series_iris<R: Borrow<ResourceSummary>>(all: &[R]) -> FxHashSet<&str> {
    all.iter().map(Borrow::borrow).filter(|one| one.kind == ResourceKind::Series).map(|one| one.iri.as_str()).collect()
}

/// What a resource is in its catalog, see [`flag`]. `series` holds the IRIs of all series: a dataset that names a series
/// that is not there is shown by itself, or nobody would find it.
pub(crate) fn flags(resource: &ResourceSummary, series: &FxHashSet<&str>) -> u64 {
    let mut flags = match resource.kind {
        ResourceKind::Dataset => flag::DATASET,
        ResourceKind::Series => flag::SERIES,
        ResourceKind::Service => flag::SERVICE,
    };
    if resource.in_series.iter().any(|iri| series.contains(iri.as_str())) {
        flags |= flag::MEMBER;
    }
    if resource.independent {
        flags |= flag::INDEPENDENT;
    }
    flags
}

/// Makes documents.
pub(crate) struct Writer<'a> {
    pub fields: &'a Fields,
    pub title_keys: &'a TitleKeys,
    pub suggestions: TermMaker<'a>,
}

impl Writer<'_> {
    pub(crate) fn document(&mut self, prepared: &Prepared<'_>) -> TantivyDocument {
        let (fields, resource) = (self.fields, prepared.resource);
        let mut document = TantivyDocument::default();
        document.add_text(fields.id, &resource.id);
        document.add_text(fields.iri, bare(&resource.iri));
        for iri in iris(resource) {
            document.add_text(fields.iris, iri);
        }
        for term in place_terms(resource) {
            document.add_text(fields.iris, term);
        }
        self.texts(resource, &mut document);
        for format in &resource.formats {
            document.add_text(fields.format, format_words(&format.value, &format.label, &format.group));
        }
        if resource.api {
            document.add_text(fields.format, "api");
        }
        if !resource.hvd_categories.is_empty() {
            document.add_text(fields.format, HIGH_VALUE);
        }
        for suggestion in self.suggestions.terms(resource) {
            document.add_text(fields.suggestions, suggestion);
        }
        for (facet, field) in FACETS.iter().zip(&fields.facets) {
            for value in facets::values(facet, resource) {
                document.add_text(*field, value.encode());
            }
        }
        for value in facets::format_values(resource) {
            document.add_text(fields.format_value, value.encode());
        }
        document.add_u64(fields.flags, prepared.flags);
        document.add_u64(fields.content_hash, prepared.hash);
        if let Some(quality) = &resource.quality {
            let hundredths = u64::try_from(quality.se.score.0).unwrap_or_default();
            document.add_u64(fields.quality_score, hundredths + 1);
        }
        if let Some(instant) = resource.sort_instant {
            document.add_i64(fields.sort_instant, instant);
        }
        self.coverage(resource, &mut document);
        for (number, language) in SORT_LANGUAGES.iter().enumerate() {
            let key = self.title_keys.key(number, resource.title.text(language));
            document.add_bytes(fields.title_keys[number], &key);
        }
        document.add_bytes(fields.summary, &prepared.json);
        document
    }

    /// Boxes and years; an open end of the years is kept as a year beyond all others.
    fn coverage(&self, resource: &ResourceSummary, document: &mut TantivyDocument) {
        for area in resource.coverage.boxes() {
            let edges = [area.west, area.south, area.east, area.north];
            for (field, edge) in self.fields.edges.iter().zip(edges) {
                document.add_i64(*field, edge.into());
            }
        }
        if let Some(years) = resource.coverage.years {
            document.add_i64(self.fields.years[0], years.from.map_or(OPEN.0, i64::from));
            document.add_i64(self.fields.years[1], years.to.map_or(OPEN.1, i64::from));
        }
    }

    fn texts(&self, resource: &ResourceSummary, document: &mut TantivyDocument) {
        for (language, text) in &resource.title.0 {
            self.add(document, Role::Title, language, text);
        }
        for (language, keywords) in &resource.keywords {
            for keyword in keywords {
                self.add(document, Role::Keyword, language, keyword);
            }
        }
        for (language, text) in &resource.description.0 {
            self.add(document, Role::Description, language, clipped(&without_markup(text)));
        }
        // Names are not Swedish or English: a name tagged `en` is asked for in Swedish too, and the other way round.
        for name in resource.publisher.iter().flat_map(|publisher| publisher.name.0.values()) {
            self.add(document, Role::Publisher, model::text::UNDETERMINED, name);
        }
    }

    fn add(&self, document: &mut TantivyDocument, role: Role, language: &str, text: &str) {
        for chain in Chain::ALL {
            // The parts of *Naturvårdsverket* say nothing about what it publishes.
            let is_name = role == Role::Publisher && chain == Chain::Parts;
            if chain.takes(language) && !is_name {
                document.add_text(self.fields.text(role, chain), text);
            }
        }
    }
}

/// IRIs besides its own that lead to a resource when pasted into the search box.
fn iris(resource: &ResourceSummary) -> impl Iterator<Item = &str> {
    let concepts = resource.themes.iter().chain(&resource.hvd_categories).map(|concept| concept.iri.as_str());
    let licences = resource.licences.iter().map(|licence| licence.iri.as_str());
    let publisher = resource.publisher.iter().map(|publisher| publisher.iri.as_str());
    let all = publisher.chain(resource.in_series.iter().map(String::as_str)).chain(concepts).chain(licences);
    all.map(bare).filter(|iri| !iri.is_empty())
}

/// Mark of a place among the IRIs: what covers it as a whole.
pub(crate) fn place_term(code: &str) -> String {
    format!("place:{code}")
}

/// Mark of a county among the IRIs: what covers a municipality of it.
pub(crate) fn within_term(county: &str) -> String {
    format!("within:{county}")
}

/// Places that it states or that are its publisher's, and the counties of its municipalities.
fn place_terms(resource: &ResourceSummary) -> impl Iterator<Item = String> {
    let codes = || resource.coverage.places.iter().map(|place| place.code.as_str());
    let mut counties: Vec<&str> = codes().filter(|code| code.len() == 4).filter_map(|code| code.get(..2)).collect();
    counties.sort_unstable();
    counties.dedup();
    codes().map(place_term).chain(counties.into_iter().map(within_term))
}

/// Words that people use for a format: its value, label and group, and the short names of our table (*excel*, *xlsx*).
fn format_words(value: &str, label: &str, group: &str) -> String {
    let mut words = format!("{value} {label} {group}");
    if let Some(known) = formats::FORMATS.iter().find(|known| known.value == value) {
        for name in known.names.iter().filter(|name| name.chars().all(char::is_alphanumeric)) {
            words.push(' ');
            words.push_str(name);
        }
    }
    words
}

fn clipped(text: &str) -> &str {
    if text.len() <= MAX_DESCRIPTION {
        return text;
    }
    let mut end = MAX_DESCRIPTION;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
