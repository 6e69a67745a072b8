//! Reading a snapshot.

use super::base::Base;
use super::layers::Layered;
use super::overlay::{self, Overlay};
use super::range::{Key, Order, Rows};
use super::{SnapshotHeader, TermId, terms};
use crate::StoreError;
use oxrdf::{NamedNodeRef, NamedOrBlankNode, Term, TermRef, Triple};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A mapped snapshot, whole or as what differs from an older one. Share it in an `Arc`.
#[derive(Debug)]
pub struct Snapshot {
    path: PathBuf,
    header: SnapshotHeader,
    base: Arc<Base>,
    overlay: Option<Overlay>,
}

impl Snapshot {
    /// Maps the files and checks header and lengths, not the checksums: this takes no longer for a big catalog.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_beside(path, None)
    }

    /// As [`Snapshot::open`]; if it lies over the same file as `beside`, that file is not mapped again.
    pub fn open_beside(path: &Path, beside: Option<&Self>) -> Result<Self, StoreError> {
        let Some((overlay, header)) = overlay::read(path)? else {
            let base = Base::open(path)?;
            let header = base.directory.header.clone();
            return Ok(Self { path: path.to_owned(), header, base: Arc::new(base), overlay: None });
        };
        let below = path.with_file_name(&overlay.base);
        let base = match beside {
            Some(beside) if beside.base.path == below => Arc::clone(&beside.base),
            _ => Arc::new(Base::open(&below)?),
        };
        let overlay = overlay.on(&base, path)?;
        Ok(Self { path: path.to_owned(), header, base, overlay: Some(overlay) })
    }

    /// Its header.
    pub fn header(&self) -> &SnapshotHeader {
        &self.header
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the file lies that most of it is in; its own place if it is whole.
    pub fn base_path(&self) -> &Path {
        &self.base.path
    }

    /// Rows in which it differs from that file.
    pub fn differences(&self) -> usize {
        self.overlay.as_ref().map_or(0, Overlay::len)
    }

    pub(super) fn overlay(&self) -> Option<&Overlay> {
        self.overlay.as_ref()
    }

    pub(super) fn base(&self) -> &Base {
        &self.base
    }

    /// Checks all checksums.
    pub fn verify(&self) -> Result<(), StoreError> {
        // Those of an overlay were checked when it was opened.
        self.base.verify()
    }

    /// Triples in the default graph.
    pub fn len(&self) -> u64 {
        self.rows(Some(None), None, None, None).len() as u64
    }

    /// Quads in named graphs.
    pub fn named_len(&self) -> u64 {
        self.rows(None, None, None, None).len() as u64
    }

    /// Number of terms.
    pub fn terms(&self) -> u64 {
        (self.base.terms() + self.overlay.as_ref().map_or(0, Overlay::terms)) as u64
    }

    /// True if the default graph is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Names of the named graphs.
    pub fn graph_names(&self) -> Vec<String> {
        let name = |id: &TermId| match self.term_ref(*id) {
            Some(TermRef::NamedNode(node)) => Some(node.as_str().to_owned()),
            _ => None,
        };
        self.graph_ids().iter().filter_map(name).collect()
    }

    /// Numbers of the names of the named graphs, ascending.
    pub fn graph_ids(&self) -> &[TermId] {
        self.overlay.as_ref().map_or_else(|| self.base.graph_ids(), Overlay::graphs)
    }

    /// Number of a term, if the snapshot has it.
    pub fn id(&self, term: TermRef<'_>) -> Option<TermId> {
        let mut wanted = Vec::with_capacity(128);
        terms::encode(term.into(), &mut wanted);
        self.find(&wanted)
    }

    /// Number of an encoded term.
    pub(super) fn find(&self, encoded: &[u8]) -> Option<TermId> {
        self.base.find(encoded).or_else(|| self.overlay.as_ref()?.find(encoded))
    }

    /// Number of an IRI.
    pub fn iri_id(&self, iri: &str) -> Option<TermId> {
        self.id(NamedNodeRef::new_unchecked(iri).into())
    }

    /// The term of a number, without a copy; `None` if the number is not of this snapshot or the bytes are damaged.
    pub fn term_ref(&self, id: TermId) -> Option<TermRef<'_>> {
        let own = || self.overlay.as_ref()?.encoded(id);
        terms::decode(self.base.encoded(id).or_else(own)?)
    }

    /// The term of a number. A number that is not of this snapshot, or damaged bytes, give
    /// `urn:skord:damaged:{number}`, never a panic.
    pub fn term(&self, id: TermId) -> Term {
        self.term_ref(id).map_or_else(|| terms::damaged(id), TermRef::into_owned)
    }

    /// Objects of (subject, predicate) in the default graph.
    pub fn objects(&self, subject: TermId, predicate: TermId) -> impl Iterator<Item = TermId> + '_ {
        self.rows(Some(None), Some(subject), Some(predicate), None).triples().map(|[_, _, object]| object)
    }

    /// Subjects of (predicate, object) in the default graph.
    pub fn subjects(&self, predicate: TermId, object: TermId) -> impl Iterator<Item = TermId> + '_ {
        self.rows(Some(None), None, Some(predicate), Some(object)).triples().map(|[subject, _, _]| subject)
    }

    /// `(predicate, object)` of a subject in the default graph.
    pub fn properties(&self, subject: TermId) -> impl Iterator<Item = (TermId, TermId)> + '_ {
        self.rows(Some(None), Some(subject), None, None).triples().map(|[_, predicate, object]| (predicate, object))
    }

    /// Triples of a pattern in one graph (`None` = default graph).
    pub fn triples(
        &self,
        graph: Option<TermId>,
        subject: Option<TermId>,
        predicate: Option<TermId>,
        object: Option<TermId>,
    ) -> Box<dyn Iterator<Item = [TermId; 3]> + '_> {
        Box::new(self.rows(Some(graph), subject, predicate, object).triples())
    }

    /// The exact rows of a pattern. `graph`: `Some(None)` = default graph, `Some(Some(g))` = a named graph, `None` =
    /// any named graph.
    pub fn rows(
        &self,
        graph: Option<Option<TermId>>,
        subject: Option<TermId>,
        predicate: Option<TermId>,
        object: Option<TermId>,
    ) -> Rows<'_> {
        let (turn, key) = Order::of(subject, predicate, object);
        match graph {
            Some(None) => {
                let order = turn.of_triples();
                Rows::Default(order, self.triple_rows(order, &key))
            }
            None if key.columns().is_empty() => Rows::Named(Order::Gspo, self.quad_rows(Order::Gspo, &key, None)),
            None => Rows::Named(turn.graph_last(), self.quad_rows(turn.graph_last(), &key, None)),
            Some(Some(graph)) => {
                let order = turn.graph_first();
                Rows::Named(order, self.quad_rows(order, &key.in_graph(graph), Some(graph)))
            }
        }
    }

    fn triple_rows(&self, order: Order, key: &Key) -> Layered<'_, 3> {
        let base = self.base.triple_rows(order, key);
        let Some(overlay) = &self.overlay else { return Layered::new(base, &[], &[]) };
        Layered::new(base, overlay.removed.triples(order, key), overlay.added.triples(order, key))
    }

    fn quad_rows(&self, order: Order, key: &Key, graph: Option<TermId>) -> Layered<'_, 4> {
        let base = match graph {
            Some(graph) => self.base.graph_rows(order, graph, key),
            None => self.base.quad_rows(order, key),
        };
        let Some(overlay) = &self.overlay else { return Layered::new(base, &[], &[]) };
        Layered::new(base, overlay.removed.quads(order, key), overlay.added.quads(order, key))
    }

    /// Decodes a triple of numbers; `None` if it is damaged.
    pub fn decode(&self, [subject, predicate, object]: [TermId; 3]) -> Option<Triple> {
        let subject: NamedOrBlankNode = match self.term_ref(subject)? {
            TermRef::NamedNode(node) => node.into_owned().into(),
            TermRef::BlankNode(node) => node.into_owned().into(),
            TermRef::Literal(_) => return None,
        };
        let TermRef::NamedNode(predicate) = self.term_ref(predicate)? else { return None };
        Some(Triple::new(subject, predicate.into_owned(), self.term_ref(object)?.into_owned()))
    }
}
