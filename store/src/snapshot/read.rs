//! Reading a snapshot.

use super::file::{self, Directory, FILE, HEADER, Section};
use super::mapping::Mapping;
use super::range::{Order, Rows, indexed, within};
use super::{SnapshotHeader, TermId, terms};
use crate::StoreError;
use oxrdf::{NamedNodeRef, NamedOrBlankNode, Term, TermRef, Triple};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A mapped snapshot. Share it in an `Arc`.
#[derive(Debug)]
pub struct Snapshot {
    path: PathBuf,
    mapping: Mapping,
    directory: Directory,
    ranges: [Range<usize>; Section::ALL.len()],
}

impl Snapshot {
    /// Maps the files and checks header and lengths, not the checksums: this takes no longer for a big catalog.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let mapping = Mapping::open(&path.join(FILE))?;
        let length = mapping.len();
        let directory = Directory::read(path, mapping.bytes(&(0..HEADER.min(length))), length)?;
        let ranges = Section::ALL.map(|section| directory.range(section).unwrap_or_default());
        let snapshot = Self { path: path.to_owned(), mapping, directory, ranges };
        snapshot.check_lengths().map_err(|problem| file::damaged(path, problem))?;
        Ok(snapshot)
    }

    fn check_lengths(&self) -> Result<(), String> {
        let expect = |what: &str, found: usize, expected: usize| {
            let problem = || format!("{what} has {found} elements instead of {expected}");
            (found == expected).then_some(()).ok_or_else(problem)
        };
        let terms = self.offsets().len().checked_sub(1).ok_or("it has no terms section")?;
        let triples = self.triples_in(Section::Spo).len();
        let quads = self.quads_in(Section::Spog).len();
        for section in [Section::Pos, Section::Osp] {
            expect(&format!("{section:?}"), self.triples_in(section).len(), triples)?;
        }
        for section in [Section::Posg, Section::Ospg, Section::Gspo, Section::Gpos, Section::Gosp] {
            expect(&format!("{section:?}"), self.quads_in(section).len(), quads)?;
        }
        let starts = [Section::SpoStarts, Section::PosStarts, Section::OspStarts];
        let more = [Section::SpogStarts, Section::PosgStarts, Section::OspgStarts];
        for section in starts.into_iter().chain(more) {
            expect(&format!("{section:?}"), self.numbers(section).len(), terms + 1)?;
        }
        expect("GraphStarts", self.graph_starts().len(), self.graph_ids().len() + 1)?;
        let end = self.offsets().last().copied().unwrap_or(0);
        expect("Arena", self.section(Section::Arena).len(), usize::try_from(end).unwrap_or(usize::MAX))?;
        match self.numbers(Section::Table).len() {
            slots if slots.is_power_of_two() => Ok(()),
            slots => Err(format!("the term table has {slots} slots")),
        }
    }

    /// Its header.
    pub fn header(&self) -> &SnapshotHeader {
        &self.directory.header
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Checks all checksums.
    pub fn verify(&self) -> Result<(), StoreError> {
        for section in Section::ALL {
            let found = blake3::hash(self.section(section)).to_hex();
            if self.directory.checksum(section) != Some(found.as_str()) {
                return Err(file::damaged(&self.path, format!("{section:?} does not match its checksum")));
            }
        }
        Ok(())
    }

    /// Triples in the default graph.
    pub fn len(&self) -> u64 {
        self.triples_in(Section::Spo).len() as u64
    }

    /// Quads in named graphs.
    pub fn named_len(&self) -> u64 {
        self.quads_in(Section::Spog).len() as u64
    }

    /// Number of terms.
    pub fn terms(&self) -> u64 {
        self.offsets().len().saturating_sub(1) as u64
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
        self.numbers(Section::Graphs)
    }

    /// Number of a term, if the snapshot has it.
    pub fn id(&self, term: TermRef<'_>) -> Option<TermId> {
        let mut wanted = Vec::with_capacity(128);
        terms::encode(term.into(), &mut wanted);
        let bytes = self.section(Section::Arena);
        let offsets = self.offsets();
        let same = |id| terms::slice(bytes, offsets, id) == Some(&wanted);
        terms::probe(self.numbers(Section::Table), terms::hash(&wanted), same).ok()
    }

    /// Number of an IRI.
    pub fn iri_id(&self, iri: &str) -> Option<TermId> {
        self.id(NamedNodeRef::new_unchecked(iri).into())
    }

    /// The term of a number, without a copy; `None` if the number is not of this snapshot or the bytes are damaged.
    pub fn term_ref(&self, id: TermId) -> Option<TermRef<'_>> {
        terms::decode(terms::slice(self.section(Section::Arena), self.offsets(), id)?)
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
        match graph {
            Some(None) => self.default_rows(subject, predicate, object),
            Some(Some(graph)) => self.graph_rows(graph, subject, predicate, object),
            None => self.any_graph_rows(subject, predicate, object),
        }
    }

    fn default_rows(&self, subject: Option<TermId>, predicate: Option<TermId>, object: Option<TermId>) -> Rows<'_> {
        let by = |rows, starts, first, key: &[TermId]| {
            within(indexed(self.triples_in(rows), self.numbers(starts), first), 1, key)
        };
        let spo = |s, key: &[TermId]| Rows::Default(Order::Spo, by(Section::Spo, Section::SpoStarts, s, key));
        let pos = |p, key: &[TermId]| Rows::Default(Order::Pos, by(Section::Pos, Section::PosStarts, p, key));
        let osp = |o, key: &[TermId]| Rows::Default(Order::Osp, by(Section::Osp, Section::OspStarts, o, key));
        match (subject, predicate, object) {
            (Some(s), Some(p), Some(o)) => spo(s, &[p, o]),
            (Some(s), Some(p), None) => spo(s, &[p]),
            (Some(s), None, None) => spo(s, &[]),
            (Some(s), None, Some(o)) => osp(o, &[s]),
            (None, Some(p), Some(o)) => pos(p, &[o]),
            (None, Some(p), None) => pos(p, &[]),
            (None, None, Some(o)) => osp(o, &[]),
            (None, None, None) => Rows::Default(Order::Spo, self.triples_in(Section::Spo)),
        }
    }

    fn any_graph_rows(&self, subject: Option<TermId>, predicate: Option<TermId>, object: Option<TermId>) -> Rows<'_> {
        let by = |rows, starts, first, key: &[TermId]| {
            within(indexed(self.quads_in(rows), self.numbers(starts), first), 1, key)
        };
        let spo = |s, key: &[TermId]| Rows::Named(Order::Spog, by(Section::Spog, Section::SpogStarts, s, key));
        let pos = |p, key: &[TermId]| Rows::Named(Order::Posg, by(Section::Posg, Section::PosgStarts, p, key));
        let osp = |o, key: &[TermId]| Rows::Named(Order::Ospg, by(Section::Ospg, Section::OspgStarts, o, key));
        match (subject, predicate, object) {
            (Some(s), Some(p), Some(o)) => spo(s, &[p, o]),
            (Some(s), Some(p), None) => spo(s, &[p]),
            (Some(s), None, None) => spo(s, &[]),
            (Some(s), None, Some(o)) => osp(o, &[s]),
            (None, Some(p), Some(o)) => pos(p, &[o]),
            (None, Some(p), None) => pos(p, &[]),
            (None, None, Some(o)) => osp(o, &[]),
            (None, None, None) => Rows::Named(Order::Gspo, self.quads_in(Section::Gspo)),
        }
    }

    fn graph_rows(&self, graph: TermId, s: Option<TermId>, p: Option<TermId>, o: Option<TermId>) -> Rows<'_> {
        let Some(range) = self.graph_range(graph) else { return Rows::Named(Order::Gspo, &[]) };
        let by =
            |section, key: &[TermId]| within(self.quads_in(section).get(range.clone()).unwrap_or_default(), 1, key);
        let spo = |key: &[TermId]| Rows::Named(Order::Gspo, by(Section::Gspo, key));
        let pos = |key: &[TermId]| Rows::Named(Order::Gpos, by(Section::Gpos, key));
        let osp = |key: &[TermId]| Rows::Named(Order::Gosp, by(Section::Gosp, key));
        match (s, p, o) {
            (Some(s), Some(p), Some(o)) => spo(&[s, p, o]),
            (Some(s), Some(p), None) => spo(&[s, p]),
            (Some(s), None, None) => spo(&[s]),
            (Some(s), None, Some(o)) => osp(&[o, s]),
            (None, Some(p), Some(o)) => pos(&[p, o]),
            (None, Some(p), None) => pos(&[p]),
            (None, None, Some(o)) => osp(&[o]),
            (None, None, None) => spo(&[]),
        }
    }

    /// Where a graph lies in the arrays with the graph first.
    fn graph_range(&self, graph: TermId) -> Option<Range<usize>> {
        let index = self.graph_ids().binary_search(&graph).ok()?;
        let starts = self.graph_starts();
        let place = |at: usize| starts.get(at).and_then(|start| usize::try_from(*start).ok());
        Some(place(index)?..place(index + 1)?)
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

    fn section(&self, section: Section) -> &[u8] {
        self.mapping.bytes(&self.ranges[section as usize])
    }

    fn numbers(&self, section: Section) -> &[u32] {
        self.mapping.array(&self.ranges[section as usize])
    }

    fn offsets(&self) -> &[u64] {
        self.mapping.array(&self.ranges[Section::Offsets as usize])
    }

    fn graph_starts(&self) -> &[u64] {
        self.mapping.array(&self.ranges[Section::GraphStarts as usize])
    }

    fn triples_in(&self, section: Section) -> &[[TermId; 3]] {
        self.mapping.array(&self.ranges[section as usize])
    }

    fn quads_in(&self, section: Section) -> &[[TermId; 4]] {
        self.mapping.array(&self.ranges[section as usize])
    }
}
