//! Controlled vocabularies as plain tables, with Swedish and English labels: used by repair, shapes, search, API and
//! portal from this one place. Facts only, each table names its source (see also `NOTICE`).
//!
//! An IRI is found in any of its usual spellings (`http`/`https`, trailing slash, old namespaces, twins in other
//! registries); what comes back always has the one canonical IRI, so that counting by IRI counts meanings.
//! Formats ([`formats`]) and licences ([`licences`]) have richer views of their own.

pub mod access_rights;
pub mod data_themes;
pub mod distribution_status;
pub mod formats;
pub mod frequencies;
pub mod hvd;
pub mod inspire;
pub mod languages;
pub mod licences;
pub mod place_boxes;
mod place_codes;
pub mod place_names;
mod place_wikidata;
pub mod places;
pub mod planned_availability;
pub mod publisher_types;
pub mod roles;
mod vocabulary;
mod words;

pub use vocabulary::{Alias, Term, Vocabulary, bare, last_part};

use crate::text::LangText;
use crate::view::Concept;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Every vocabulary that has plain concepts.
pub static ALL: [&Vocabulary; 11] = [
    &data_themes::DATA_THEMES,
    &access_rights::ACCESS_RIGHTS,
    &frequencies::FREQUENCIES,
    &languages::LANGUAGES,
    &planned_availability::PLANNED_AVAILABILITY,
    &distribution_status::DISTRIBUTION_STATUS,
    &publisher_types::PUBLISHER_TYPES,
    &hvd::HVD_CATEGORIES,
    &roles::ROLES,
    &inspire::INSPIRE_THEMES,
    &inspire::TOPIC_CATEGORIES,
];

static INDEX: LazyLock<HashMap<&'static str, &'static Term>> = LazyLock::new(|| {
    let mut index = HashMap::new();
    for vocabulary in ALL {
        for (key, term) in vocabulary.keys() {
            index.entry(key).or_insert(term);
        }
    }
    index
});

/// The term behind an IRI in any spelling, over all vocabularies.
pub fn term(iri: &str) -> Option<&'static Term> {
    let key = bare(iri);
    INDEX.get(key).or_else(|| INDEX.get(current_namespace(key)?.as_str())).copied()
}

/// The concept behind an IRI in any spelling, over all vocabularies, with its canonical IRI and labels. Licences and
/// file types are found too.
pub fn concept(iri: &str) -> Option<Concept> {
    if let Some(term) = term(iri) {
        return Some(term.concept());
    }
    if let Some(licence) = licences::known(iri) {
        return Some(Concept { code: last_part(&licence.iri).to_owned(), iri: licence.iri, label: licence.label });
    }
    let format = formats::by_iri(iri)?;
    Some(Concept { iri: iri.to_owned(), code: format.value, label: LangText::new("", &format.label) })
}

/// Label of a concept in Swedish and English, if one of our tables has it.
pub fn label(iri: &str) -> Option<LangText> {
    concept(iri).map(|concept| concept.label)
}

/// The Publications Office moved its lists from `/mdr/authority/` to `/resource/authority/`; old catalogs still have
/// the former.
fn current_namespace(key: &str) -> Option<String> {
    let rest = key.strip_prefix("publications.europa.eu/mdr/authority/")?;
    Some(format!("publications.europa.eu/resource/authority/{rest}"))
}

#[cfg(test)]
mod tests;
