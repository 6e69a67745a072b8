//! Concepts, formats and licences with labels: our tables first, then what the source describes, else the last part of
//! the IRI.

use super::reader::Reader;
use crate::snapshot::TermId;
use model::LangText;
use model::view::{Concept, FormatView, LicenceView, LinkView};
use model::vocabularies::{self, formats, last_part, licences};

impl Reader<'_> {
    /// A concept; a literal is none, unless it is an IRI written as text.
    pub(super) fn concept(&self, id: TermId) -> Option<Concept> {
        if let Some(found) = self.concepts.borrow().get(&id) {
            return found.clone();
        }
        let found = self.resolve_concept(id);
        self.concepts.borrow_mut().insert(id, found.clone());
        found
    }

    fn resolve_concept(&self, id: TermId) -> Option<Concept> {
        let iri = self.text_of(id);
        if let Some(known) = vocabularies::concept(iri) {
            return Some(known);
        }
        if self.is_literal(id) && !iri.contains("://") {
            return None;
        }
        Some(Concept { iri: iri.to_owned(), code: last_part(iri).to_owned(), label: self.label_or_last_part(id) })
    }

    /// What the source calls it, else the last part of its IRI.
    pub(super) fn label_or_last_part(&self, id: TermId) -> LangText {
        let label = self.described_label(id);
        if label.is_empty() { LangText::new("", last_part(self.text_of(id))) } else { label }
    }

    /// All concepts of a property, each meaning once, sorted by IRI.
    pub(super) fn concepts_of(&self, subject: TermId, predicate: Option<TermId>) -> Vec<Concept> {
        let mut concepts: Vec<Concept> = self.objects(subject, predicate).filter_map(|o| self.concept(o)).collect();
        concepts.sort_by(|a, b| a.iri.cmp(&b.iri));
        concepts.dedup_by(|a, b| a.iri == b.iri);
        concepts
    }

    /// The first concept of a property; those of our tables win over unknown ones.
    pub(super) fn concept_of(&self, subject: TermId, predicate: Option<TermId>) -> Option<Concept> {
        let concepts = self.concepts_of(subject, predicate);
        let known = concepts.iter().find(|concept| vocabularies::term(&concept.iri).is_some());
        known.or_else(|| concepts.first()).cloned()
    }

    /// Formats behind one object of `dcterms:format` or `dcat:mediaType`: a literal, an IRI of a list, or a node that
    /// carries the text as `rdf:value` or label.
    fn format_views(&self, id: TermId) -> Vec<FormatView> {
        if let Some(found) = self.formats.borrow().get(&id) {
            return found.clone();
        }
        let text = self.text_of(id);
        let found = if self.is_literal(id) || formats::find(text).is_some() {
            formats::views(text)
        } else {
            self.described_format(id, text)
        };
        self.formats.borrow_mut().insert(id, found.clone());
        found
    }

    fn described_format(&self, id: TermId, iri: &str) -> Vec<FormatView> {
        let value = self.first_texts(id, &[self.known.rdf_value]);
        let label = if value.is_empty() { self.described_label(id) } else { value };
        match label.best("sv") {
            Some((_, text)) => formats::views(text),
            None => formats::views(iri),
        }
    }

    /// Formats that one distribution or service states; `dcterms:format` before `dcat:mediaType`.
    pub(super) fn formats_of(&self, subject: TermId) -> Vec<FormatView> {
        let stated = self.objects(subject, self.known.format).chain(self.objects(subject, self.known.media_type));
        let mut views: Vec<FormatView> = Vec::new();
        for view in stated.flat_map(|object| self.format_views(object)) {
            if views.iter().all(|known| known.value != view.value) {
                views.push(view);
            }
        }
        views
    }

    fn licence(&self, id: TermId) -> Option<LicenceView> {
        if let Some(found) = self.licences.borrow().get(&id) {
            return found.clone();
        }
        let text = self.text_of(id);
        let found = licences::known(text).or_else(|| self.unknown_licence(id, text));
        self.licences.borrow_mut().insert(id, found.clone());
        found
    }

    /// A licence that no table of ours has: labelled by its source, never counted as open. A node without an IRI of
    /// its own may name a known licence in its label.
    fn unknown_licence(&self, id: TermId, iri: &str) -> Option<LicenceView> {
        if self.is_literal(id) && !iri.contains("://") {
            return None;
        }
        let label = self.label_or_last_part(id);
        let named = label.0.values().find_map(|text| licences::known(text));
        Some(named.unwrap_or_else(|| LicenceView { iri: iri.to_owned(), label, open: false }))
    }

    /// Licences that one distribution, dataset or service states; where there is none, `dcterms:rights` counts if it
    /// names a licence that we know.
    pub(super) fn licences_of(&self, subject: TermId) -> Vec<LicenceView> {
        let mut found: Vec<LicenceView> =
            self.objects(subject, self.known.license).filter_map(|object| self.licence(object)).collect();
        if found.is_empty() {
            let rights = self.objects(subject, self.known.rights).map(|object| self.text_of(object));
            found.extend(rights.filter_map(licences::known));
        }
        found.sort_by(|a, b| a.iri.cmp(&b.iri));
        found.dedup_by(|a, b| a.iri == b.iri);
        found
    }

    /// Links with the titles that the catalog has for them.
    pub(super) fn links(&self, subject: TermId, predicate: Option<TermId>) -> Vec<LinkView> {
        let mut links: Vec<LinkView> = self
            .objects(subject, predicate)
            .map(|object| LinkView { iri: self.text_of(object).to_owned(), title: self.described_label(object) })
            .collect();
        links.sort_by(|a, b| a.iri.cmp(&b.iri));
        links.dedup_by(|a, b| a.iri == b.iri);
        links
    }
}
