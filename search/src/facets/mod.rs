//! Facets: which values a resource has, and exact counts under multi-select.

mod columns;
mod count;
mod freshness;
mod resolve;
mod sieve;

pub(crate) use columns::{COLUMNS, Catalogue, SegmentFacets};
pub(crate) use count::{Counter, Totals, facet_value};
pub(crate) use freshness::NAME as FRESHNESS;
pub(crate) use resolve::known_value;
pub(crate) use sieve::{find_in_facet, now};

use model::quality::Rating;
use model::view::{Concept, FormatView, LicenceView, ResourceKind, ResourceSummary};
use model::vocabularies::{self, formats, hvd, place_names};
use model::{LangText, SourceClass};
use std::sync::Arc;

/// Longest label that is kept (characters); labels come from publishers.
const MAX_LABEL_CHARS: usize = 300;

/// Separates value, IRI and label in a column's term; cannot occur in an IRI or a code.
const SEPARATOR: char = '\u{1f}';

/// A value with its label, as one term of a facet column: the dictionary of the column keeps each once, so labels
/// cost nothing per document and are always of the same commit as the counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// What the parameter takes.
    pub value: String,
    /// IRI, if it has one.
    pub iri: Option<String>,
    /// Label per language.
    pub label: Arc<LangText>,
}

impl Entry {
    fn new(value: &str, iri: Option<&str>, label: LangText) -> Self {
        let clip = |text: String| text.chars().take(MAX_LABEL_CHARS).collect();
        let label = LangText(label.0.into_iter().map(|(language, text)| (language, clip(text))).collect());
        Self {
            value: value.replace(SEPARATOR, " "),
            iri: iri.filter(|iri| !iri.is_empty()).map(str::to_owned),
            label: label.into(),
        }
    }

    /// A term of one of our vocabularies has its code as value; any other concept its IRI, since codes of different
    /// vocabularies may be equal.
    fn concept(concept: &Concept) -> Self {
        match vocabularies::term(&concept.iri) {
            Some(term) => Self::new(term.code, Some(term.iri), term.label()),
            None if concept.iri.is_empty() => Self::new(&concept.code, None, concept.label.clone()),
            None => Self::new(&concept.iri, Some(&concept.iri), concept.label.clone()),
        }
    }

    /// The county of a municipality: what holds this value in the facet `place`. Its codes are the only values of four
    /// digits that a table of ours labels with GeoNames' IRI.
    pub(crate) fn parent(&self) -> Option<String> {
        let is_place = self.iri.as_deref().is_some_and(|iri| iri.starts_with("http://sws.geonames.org/"));
        (is_place && self.value.len() == 4).then(|| self.value[..2].to_owned())
    }

    /// As a term of the column.
    pub(crate) fn encode(&self) -> String {
        let label = serde_json::to_string(&self.label).unwrap_or_default();
        format!("{}{SEPARATOR}{}{SEPARATOR}{label}", self.value, self.iri.as_deref().unwrap_or_default())
    }

    /// Back from a term of the column.
    pub(crate) fn decode(term: &str) -> Self {
        let mut parts = term.splitn(3, SEPARATOR);
        let value = parts.next().unwrap_or_default().to_owned();
        let iri = parts.next().filter(|iri| !iri.is_empty()).map(str::to_owned);
        let label = parts.next().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
        Self { value, iri, label }
    }
}

/// Values of one facet of [`crate::FACETS`] for one resource, each once.
pub(crate) fn values(facet: &str, resource: &ResourceSummary) -> Vec<Entry> {
    let concepts = |all: &[Concept]| all.iter().map(Entry::concept).collect::<Vec<_>>();
    let mut found = match facet {
        "type" => vec![kind(resource.kind)],
        "theme" => concepts(&resource.themes),
        "hvd" => hvd_values(&resource.hvd_categories),
        "publisher" => {
            let value = |agent: &model::view::AgentView| Entry::new(&agent.id, Some(&agent.iri), agent.name.clone());
            resource.publisher.iter().map(value).collect()
        }
        "publisher_type" => {
            resource.publisher.iter().filter_map(|agent| agent.kind.as_ref()).map(Entry::concept).collect()
        }
        "format" => resource.formats.iter().map(format_group).collect(),
        "frequency" => concepts(resource.frequency.as_slice()),
        "licence" => {
            resource.licences.iter().map(|one| Entry::new(&one.iri, Some(&one.iri), one.label.clone())).collect()
        }
        "access_rights" => concepts(resource.access_rights.as_slice()),
        "source" => {
            let id = resource.source.as_str();
            vec![Entry::new(id, None, LangText::new("", id))]
        }
        "specification" => vec![yes_no(resource.has_specification)],
        "api" => vec![yes_no(resource.api)],
        "basic_data" => vec![yes_no(!resource.basic_data.is_empty())],
        "place" => places(&resource.coverage.places),
        "language" => concepts(&resource.languages),
        "openness" => vec![openness(&resource.licences)],
        "quality" => resource.quality.iter().map(|quality| rating(quality.se.rating)).collect(),
        "source_class" => resource.source_class.map(source_class).into_iter().collect(),
        _ => Vec::new(),
    };
    found.sort_by(|one, other| one.value.cmp(&other.value));
    found.dedup_by(|one, other| one.value == other.value);
    found
}

/// Single formats of a resource: what the `format` parameter takes besides groups.
pub(crate) fn format_values(resource: &ResourceSummary) -> Vec<Entry> {
    let value = |format: &FormatView| Entry::new(&format.value, None, LangText::new("", &format.label));
    let mut found: Vec<Entry> = resource.formats.iter().map(value).collect();
    found.sort_by(|one, other| one.value.cmp(&other.value));
    found.dedup_by(|one, other| one.value == other.value);
    found
}

/// Municipalities, counties and the country as stated, and the county of each municipality.
fn places(stated: &[Concept]) -> Vec<Entry> {
    let entry = |place: &Concept| Entry::new(&place.code, Some(&place.iri), place.label.clone());
    let county = |place: &Concept| place.code.get(..2).filter(|_| place.code.len() == 4).and_then(place_names::concept);
    stated.iter().map(entry).chain(stated.iter().filter_map(county).map(|county| entry(&county))).collect()
}

/// Whether anybody may use it: one open licence is enough, since the same data lie behind all distributions.
fn openness(licences: &[LicenceView]) -> Entry {
    let value = match licences {
        [] => "none",
        some if some.iter().any(|licence| licence.open) => "open",
        _ => "other",
    };
    resolve::known("openness", value)
}

fn rating(rating: Rating) -> Entry {
    let (value, sv, en) = rating.names();
    Entry::new(value, None, LangText::sv_en(sv, en))
}

fn source_class(class: SourceClass) -> Entry {
    resolve::known("source_class", class.as_str())
}

fn kind(kind: ResourceKind) -> Entry {
    resolve::known("type", kind.as_str())
}

fn yes_no(yes: bool) -> Entry {
    resolve::known("api", if yes { "true" } else { "false" })
}

/// Categories as given, and the top category of each (Commission Implementing Regulation (EU) 2023/138 has six).
fn hvd_values(categories: &[Concept]) -> Vec<Entry> {
    let mut found = Vec::new();
    for category in categories {
        found.push(Entry::concept(category));
        if let Some(top) = hvd::top_category(&category.iri) {
            found.push(Entry::new(top.code, Some(top.iri), top.label()));
        }
    }
    found
}

/// The group that a format is counted in; its label is that of the format that gave the group its name, if any.
fn format_group(format: &FormatView) -> Entry {
    if format.group.is_empty() || format.group == format.value {
        return Entry::new(&format.value, None, LangText::new("", &format.label));
    }
    let label = match format.group.as_str() {
        "image" => LangText::sv_en("Bild", "Image"),
        "video" => LangText::sv_en("Video", "Video"),
        "audio" => LangText::sv_en("Ljud", "Audio"),
        group => {
            let known = formats::FORMATS.iter().find(|known| known.value == group).map(|known| known.label.to_owned());
            LangText::new("", &known.unwrap_or_else(|| capitalised(group)))
        }
    };
    Entry::new(&format.group, None, label)
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_of_the_column_can_be_read_back() {
        let value = Entry::new("ENVI", Some("http://example.se/ENVI"), LangText::sv_en("Miljö", "Environment"));
        assert_eq!(Entry::decode(&value.encode()), value);
        let bare = Entry::new("csv\u{1f}", None, LangText::default());
        assert_eq!(Entry::decode(&bare.encode()).value, "csv ");
        assert_eq!(Entry::decode("").value, "");
    }

    #[test]
    fn groups_have_labels() {
        let view = |text: &str| format_group(&formats::view(text).unwrap());
        assert_eq!(view("xlsx").value, "excel");
        assert_eq!(view("xlsx").label.text("sv"), "Excel");
        assert_eq!(view("csv").label.text("sv"), "CSV");
    }
}
