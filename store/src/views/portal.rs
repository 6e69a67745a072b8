//! Portal ids and the sources behind a resource, from the provenance graph.

use super::reader::Reader;
use crate::snapshot::TermId;
use model::SourceId;
use model::ns::xsd;
use oxrdf::{LiteralRef, NamedNodeRef};
use std::collections::BTreeSet;

/// What stands in an IRI of a source's graph before the source's id.
const SOURCE_GRAPH: &str = "graph/source/";

/// Id of something that has no portal id in the journal, such as a publisher that only has a name: derived from its
/// IRI or text, so it is the same in every snapshot.
pub(super) fn derived_id(iri: &str) -> String {
    format!("x{}", &blake3::hash(iri.as_bytes()).to_hex()[..12])
}

impl Reader<'_> {
    fn in_provenance(&self, subject: TermId, predicate: Option<TermId>) -> impl Iterator<Item = TermId> {
        let graph_and_predicate = self.provenance_graph.zip(predicate);
        graph_and_predicate.into_iter().flat_map(move |(graph, predicate)| {
            self.snapshot.triples(Some(graph), Some(subject), Some(predicate), None).map(|[_, _, object]| object)
        })
    }

    /// Portal id that the journal allocated.
    pub(super) fn allocated_id(&self, subject: TermId) -> Option<String> {
        self.in_provenance(subject, self.known.portal_id).map(|id| self.text_of(id)).min().map(str::to_owned)
    }

    /// Portal id, allocated or derived.
    pub(super) fn id(&self, subject: TermId) -> String {
        self.allocated_id(subject).unwrap_or_else(|| derived_id(self.text_of(subject)))
    }

    /// Whether an id may be derived for it: a primary resource or a publisher.
    pub(super) fn is_shown(&self, subject: TermId) -> bool {
        self.kind(subject).is_some() || self.subjects(self.known.publisher, subject).next().is_some()
    }

    /// What is behind a portal id: of several IRIs in one cluster the one that the default graph describes (the
    /// winner's).
    pub(super) fn subject_of(&self, id: &str) -> Option<TermId> {
        let allocated = self.subjects_with_id(id);
        let winner = allocated.iter().copied().find(|subject| self.is_described(*subject));
        winner.or_else(|| allocated.first().copied()).or_else(|| self.subject_of_derived(id))
    }

    fn subjects_with_id(&self, id: &str) -> Vec<TermId> {
        let (Some(graph), Some(predicate)) = (self.provenance_graph, self.known.portal_id) else { return Vec::new() };
        let plain = self.snapshot.id(LiteralRef::new_simple_literal(id).into());
        let number = LiteralRef::new_typed_literal(id, NamedNodeRef::new_unchecked(xsd::INTEGER));
        let objects = plain.into_iter().chain(self.snapshot.id(number.into()));
        objects.flat_map(|o| self.snapshot.triples(Some(graph), None, Some(predicate), Some(o))).map(|t| t[0]).collect()
    }

    fn subject_of_derived(&self, id: &str) -> Option<TermId> {
        if id.len() != 13 || !id.starts_with('x') {
            return None;
        }
        let matches =
            |subject: &TermId| derived_id(self.text_of(*subject)) == id && self.allocated_id(*subject).is_none();
        let resources = self.primary_resources();
        resources
            .iter()
            .map(|(subject, _)| *subject)
            .find(matches)
            .or_else(|| self.publishers().into_iter().find(matches))
    }

    /// The source that a resource's winning record comes from.
    pub(super) fn winning_source(&self, subject: TermId) -> SourceId {
        let source =
            self.in_provenance(subject, self.known.derived_from).filter_map(|graph| self.source_id(graph)).min();
        source.unwrap_or_else(SourceId::unknown)
    }

    /// Other sources that publish the same thing.
    pub(super) fn losing_sources(&self, subject: TermId) -> Vec<SourceId> {
        let sources =
            self.in_provenance(subject, self.known.also_published_by).filter_map(|graph| self.source_id(graph));
        sources.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// A source is written as the IRI of its graph, or as its bare id.
    fn source_id(&self, id: TermId) -> Option<SourceId> {
        let text = self.text_of(id);
        text.rsplit_once(SOURCE_GRAPH).map_or(text, |(_, source)| source).parse().ok()
    }
}
