//! The mapped file of a snapshot: its sections, and the rows of a pattern in it.

use super::TermId;
use super::file::{self, Directory, FILE, HEADER, Section};
use super::mapping::Mapping;
use super::range::{Key, Order, indexed, prefix, within};
use super::terms;
use crate::StoreError;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A mapped file; several snapshots may lie over one.
#[derive(Debug)]
pub(super) struct Base {
    pub(super) path: PathBuf,
    mapping: Mapping,
    pub(super) directory: Directory,
    ranges: [Range<usize>; Section::ALL.len()],
}

impl Base {
    /// Maps the file and checks header and lengths, not the checksums: this takes no longer for a big catalog.
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let mapping = Mapping::open(&path.join(FILE))?;
        let length = mapping.len();
        let directory = Directory::read(path, mapping.bytes(&(0..HEADER.min(length))), length)?;
        let ranges = Section::ALL.map(|section| directory.range(section).unwrap_or_default());
        let base = Self { path: path.to_owned(), mapping, directory, ranges };
        base.check_lengths().map_err(|problem| file::damaged(path, problem))?;
        Ok(base)
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

    /// Checks all checksums.
    pub(super) fn verify(&self) -> Result<(), StoreError> {
        for section in Section::ALL {
            let found = blake3::hash(self.section(section)).to_hex();
            if self.directory.checksum(section) != Some(found.as_str()) {
                return Err(file::damaged(&self.path, format!("{section:?} does not match its checksum")));
            }
        }
        Ok(())
    }

    /// Number of terms.
    pub(super) fn terms(&self) -> usize {
        self.offsets().len().saturating_sub(1)
    }

    /// Numbers of the names of the named graphs, ascending.
    pub(super) fn graph_ids(&self) -> &[TermId] {
        self.numbers(Section::Graphs)
    }

    /// Number of an encoded term.
    pub(super) fn find(&self, encoded: &[u8]) -> Option<TermId> {
        let bytes = self.section(Section::Arena);
        let offsets = self.offsets();
        let same = |id| terms::slice(bytes, offsets, id) == Some(encoded);
        terms::probe(self.numbers(Section::Table), terms::hash(encoded), same).ok()
    }

    /// The encoded term of a number.
    pub(super) fn encoded(&self, id: TermId) -> Option<&[u8]> {
        terms::slice(self.section(Section::Arena), self.offsets(), id)
    }

    /// Rows of the default graph that begin with `key`.
    pub(super) fn triple_rows(&self, order: Order, key: &Key) -> &[[TermId; 3]] {
        let (rows, starts) = match order {
            Order::Pos => (Section::Pos, Section::PosStarts),
            Order::Osp => (Section::Osp, Section::OspStarts),
            _ => (Section::Spo, Section::SpoStarts),
        };
        let rows = self.triples_in(rows);
        match key.columns() {
            [] => rows,
            columns @ [first, ..] => within(indexed(rows, self.numbers(starts), *first), columns),
        }
    }

    /// Rows of all named graphs that begin with `key`, graph last; all of them come by graph.
    pub(super) fn quad_rows(&self, order: Order, key: &Key) -> &[[TermId; 4]] {
        let (rows, starts) = match order {
            Order::Posg => (Section::Posg, Section::PosgStarts),
            Order::Ospg => (Section::Ospg, Section::OspgStarts),
            _ => (Section::Spog, Section::SpogStarts),
        };
        match key.columns() {
            [] => self.quads_in(Section::Gspo),
            columns @ [first, ..] => within(indexed(self.quads_in(rows), self.numbers(starts), *first), columns),
        }
    }

    /// Rows of one named graph that begin with `key`, graph first.
    pub(super) fn graph_rows(&self, order: Order, graph: TermId, key: &Key) -> &[[TermId; 4]] {
        let section = match order {
            Order::Gpos => Section::Gpos,
            Order::Gosp => Section::Gosp,
            _ => Section::Gspo,
        };
        let Some(range) = self.graph_range(graph) else { return &[] };
        let rows = self.quads_in(section).get(range).unwrap_or_default();
        if key.columns().len() <= 1 { rows } else { prefix(rows, key.columns()) }
    }

    /// Where a graph lies in the arrays with the graph first.
    fn graph_range(&self, graph: TermId) -> Option<Range<usize>> {
        let index = self.graph_ids().binary_search(&graph).ok()?;
        let starts = self.graph_starts();
        let place = |at: usize| starts.get(at).and_then(|start| usize::try_from(*start).ok());
        Some(place(index)?..place(index + 1)?)
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
