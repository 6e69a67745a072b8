//! The description of one resource as RDF.

use super::reader::Reader;
use crate::Snapshot;
use crate::snapshot::TermId;
use oxrdf::Triple;
use rustc_hash::FxHashSet;
use std::collections::VecDeque;

/// A description stops after this many triples; what is left is in the source's graph and in SPARQL.
pub const DESCRIPTION_LIMIT: usize = 20_000;

/// Triples that describe a resource: its own, those of nodes that only it leads to (distributions, periods …) and of
/// the agents, contacts and places it names. For content negotiation. Empty if the default graph does not describe it.
pub fn describe(snapshot: &Snapshot, iri: &str) -> Vec<Triple> {
    let Some(subject) = snapshot.iri_id(iri) else { return Vec::new() };
    let reader = Reader::new(snapshot);
    let mut described: FxHashSet<TermId> = FxHashSet::from_iter([subject]);
    let mut waiting = VecDeque::from([subject]);
    let mut triples = Vec::new();
    while let Some(node) = waiting.pop_front() {
        for (predicate, object) in snapshot.properties(node) {
            if triples.len() == DESCRIPTION_LIMIT {
                return triples;
            }
            triples.extend(snapshot.decode([node, predicate, object]));
            if !described.contains(&object) && reader.belongs_to(predicate, object, &described) {
                described.insert(object);
                waiting.push_back(object);
            }
        }
    }
    triples
}

impl Reader<'_> {
    /// Whether a node is described together with those that name it: agents, contacts and places always, other nodes
    /// if nothing else points at them, resources that have a page of their own never.
    fn belongs_to(&self, predicate: TermId, object: TermId, described: &FxHashSet<TermId>) -> bool {
        if self.is_literal(object) || !self.is_described(object) || self.has_own_page(object) {
            return false;
        }
        let k = &self.known;
        let named = [k.publisher, k.creator, k.contact_point, k.spatial, k.agent, k.distribution];
        if named.contains(&Some(predicate)) {
            return true;
        }
        let mut pointing = self.snapshot.triples(None, None, None, Some(object));
        pointing.all(|[subject, _, _]| described.contains(&subject))
    }

    fn has_own_page(&self, node: TermId) -> bool {
        self.kind(node).is_some()
            || self.objects(node, self.known.rdf_type).any(|class| Some(class) == self.known.catalog)
    }
}
