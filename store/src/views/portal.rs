//! Portal ids and the sources behind a resource, from the provenance graph.

use super::reader::Reader;
use crate::snapshot::TermId;
use model::{SourceClass, SourceId};
use oxrdf::LiteralRef;
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

    /// Portal id that the journal allocated: its own, else that of the resource that it was merged into.
    pub(super) fn allocated_id(&self, subject: TermId) -> Option<String> {
        self.own_id(subject).or_else(|| self.own_id(self.winner_of(subject)?))
    }

    fn own_id(&self, subject: TermId) -> Option<String> {
        self.in_provenance(subject, self.known.portal_id).map(|id| self.text_of(id)).min().map(str::to_owned)
    }

    /// What a losing IRI was merged into.
    pub(super) fn winner_of(&self, loser: TermId) -> Option<TermId> {
        self.in_provenance(loser, self.known.merged_into).min_by_key(|winner| self.text_of(*winner))
    }

    /// What was merged into it.
    pub(super) fn losers_of(&self, winner: TermId) -> Vec<TermId> {
        let Some((graph, predicate)) = self.provenance_graph.zip(self.known.merged_into) else { return Vec::new() };
        self.snapshot.triples(Some(graph), None, Some(predicate), Some(winner)).map(|[loser, ..]| loser).collect()
    }

    /// Portal id, allocated or derived.
    pub(super) fn id(&self, subject: TermId) -> String {
        self.allocated_id(subject).unwrap_or_else(|| derived_id(self.text_of(subject)))
    }

    /// Whether an id may be derived for it: a primary resource or a publisher.
    pub(super) fn is_shown(&self, subject: TermId) -> bool {
        self.kind(subject).is_some() || self.subjects(self.known.publisher, subject).next().is_some()
    }

    /// What is behind a portal id, also a former one: the winner's IRI, which the default graph describes.
    pub(super) fn subject_of(&self, id: &str) -> Option<TermId> {
        let current = self.subjects_with(self.known.portal_id, id);
        let described = current.iter().copied().find(|subject| self.is_described(*subject));
        let former = || {
            let former = self.subjects_with(self.known.former_portal_id, id).into_iter().next()?;
            Some(self.winner_of(former).unwrap_or(former))
        };
        described.or_else(|| current.first().copied()).or_else(former).or_else(|| self.subject_of_derived(id))
    }

    fn subjects_with(&self, predicate: Option<TermId>, id: &str) -> Vec<TermId> {
        let (Some(graph), Some(predicate)) = (self.provenance_graph, predicate) else { return Vec::new() };
        let Some(object) = self.snapshot.id(LiteralRef::new_simple_literal(id).into()) else { return Vec::new() };
        self.snapshot.triples(Some(graph), None, Some(predicate), Some(object)).map(|t| t[0]).collect()
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

    /// Class of the source that a resource's winning record comes from.
    pub(super) fn source_class(&self, subject: TermId) -> Option<SourceClass> {
        let graph = self.in_provenance(subject, self.known.derived_from).min_by_key(|graph| self.source_id(*graph))?;
        let class = self.in_provenance(graph, self.known.source_class).next()?;
        SourceClass::from_word(self.text_of(class))
    }

    /// Other sources that publish the same thing.
    pub(super) fn losing_sources(&self, subject: TermId) -> Vec<SourceId> {
        let sources =
            self.in_provenance(subject, self.known.also_published_by).filter_map(|graph| self.source_id(graph));
        sources.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// A source is written as the IRI of its graph, or as its bare id.
    pub(super) fn source_id(&self, id: TermId) -> Option<SourceId> {
        let text = self.text_of(id);
        text.rsplit_once(SOURCE_GRAPH).map_or(text, |(_, source)| source).parse().ok()
    }
}
