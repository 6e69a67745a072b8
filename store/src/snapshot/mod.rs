//! The published snapshot: an immutable, memory-mapped RDF dataset at one `seq` (design §5).

use crate::StoreError;
use model::Seq;
use oxrdf::{NamedNodeRef, Term, TermRef, Triple};
use std::path::{Path, PathBuf};

/// What a snapshot file says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotHeader {
    /// Journal it was made from.
    pub journal: String,
    /// Number it stands for.
    pub seq: Seq,
    /// Base of our own IRIs in it, ends with `/`.
    pub base_url: String,
    /// Seconds since 1970 when it was built.
    pub built: i64,
}

/// Collects quads and writes the files.
#[derive(Debug, Default)]
pub struct SnapshotBuilder {}

#[expect(unused_variables, reason = "signatures first")]
impl SnapshotBuilder {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Parses a record's canonical N-Triples and adds each triple to each of `graphs` (`None` = default graph).
    /// [`model::ns::PLACEHOLDER`] at the start of an IRI is replaced by `base_url`.
    pub fn insert_body(&mut self, body: &str, graphs: &[Option<&str>], base_url: &str) {
        todo!()
    }

    /// Adds one triple to one graph, as it is.
    pub fn insert(&mut self, subject: &str, predicate: &str, object: TermRef<'_>, graph: Option<&str>) {
        todo!()
    }

    /// Sorts, writes `snapshot-…` into `published` and syncs it; returns its path. Crash = no directory of that name.
    pub fn write(self, published: &Path, header: &SnapshotHeader) -> Result<PathBuf, StoreError> {
        todo!()
    }
}

/// A mapped snapshot. Cheap to share.
#[derive(Debug)]
pub struct Snapshot {}

/// Number of a term in one snapshot.
pub type TermId = u32;

#[expect(unused_variables, reason = "signatures first")]
impl Snapshot {
    /// Maps the files and checks header and lengths.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        todo!()
    }

    /// Its header.
    pub fn header(&self) -> &SnapshotHeader {
        todo!()
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        todo!()
    }

    /// Checks all checksums.
    pub fn verify(&self) -> Result<(), StoreError> {
        todo!()
    }

    /// Triples in the default graph.
    pub fn len(&self) -> u64 {
        todo!()
    }

    /// True if the default graph is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Names of the named graphs.
    pub fn graph_names(&self) -> Vec<String> {
        todo!()
    }

    /// Number of a term, if the snapshot has it.
    pub fn id(&self, term: TermRef<'_>) -> Option<TermId> {
        todo!()
    }

    /// Number of an IRI.
    pub fn iri_id(&self, iri: &str) -> Option<TermId> {
        self.id(NamedNodeRef::new_unchecked(iri).into())
    }

    /// The term of a number.
    pub fn term(&self, id: TermId) -> Term {
        todo!()
    }

    /// Objects of (subject, predicate) in the default graph.
    pub fn objects(&self, subject: TermId, predicate: TermId) -> impl Iterator<Item = TermId> + '_ {
        std::iter::empty()
    }

    /// Subjects of (predicate, object) in the default graph.
    pub fn subjects(&self, predicate: TermId, object: TermId) -> impl Iterator<Item = TermId> + '_ {
        std::iter::empty()
    }

    /// `(predicate, object)` of a subject in the default graph.
    pub fn properties(&self, subject: TermId) -> impl Iterator<Item = (TermId, TermId)> + '_ {
        std::iter::empty()
    }

    /// Triples of a pattern in one graph (`None` = default graph).
    pub fn triples(
        &self,
        graph: Option<TermId>,
        subject: Option<TermId>,
        predicate: Option<TermId>,
        object: Option<TermId>,
    ) -> Box<dyn Iterator<Item = [TermId; 3]> + '_> {
        todo!()
    }

    /// Decodes a triple of numbers; `None` if it is damaged.
    pub fn decode(&self, triple: [TermId; 3]) -> Option<Triple> {
        todo!()
    }
}
