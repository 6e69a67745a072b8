//! Rows in two layers: those of a base file, without some and with others.

use super::TermId;
use super::range::{Key, Order, prefix};
use super::sort::Row;

/// Rows of a base that are still there and rows that came to them; all in one order of columns.
#[derive(Debug, Clone, Copy)]
pub struct Layered<'a, const N: usize> {
    base: &'a [Row<N>],
    /// Rows of the base that are gone.
    removed: &'a [Row<N>],
    /// Rows that the base does not have.
    added: &'a [Row<N>],
}

impl<const N: usize> Default for Layered<'_, N> {
    fn default() -> Self {
        Self { base: &[], removed: &[], added: &[] }
    }
}

impl<'a, const N: usize> Layered<'a, N> {
    /// All three are sorted; `removed` is part of `base`, and no row of `added` is.
    pub(super) fn new(base: &'a [Row<N>], removed: &'a [Row<N>], added: &'a [Row<N>]) -> Self {
        Self { base, removed, added }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        (self.base.len() + self.added.len()).saturating_sub(self.removed.len())
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of them, sorted.
    pub fn iter(self) -> LayeredRows<'a, N> {
        LayeredRows { base: self.base.iter(), removed: self.removed, added: self.added }
    }
}

/// Goes through the rows of two layers in their order.
#[derive(Debug, Clone)]
pub struct LayeredRows<'a, const N: usize> {
    base: std::slice::Iter<'a, Row<N>>,
    removed: &'a [Row<N>],
    added: &'a [Row<N>],
}

impl<'a, const N: usize> Iterator for LayeredRows<'a, N> {
    type Item = &'a [TermId; N];

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.removed.is_empty() && self.added.is_empty() { self.base.next() } else { self.next_of_both() }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let length = (self.base.len() + self.added.len()).saturating_sub(self.removed.len());
        (length, Some(length))
    }
}

impl<'a, const N: usize> LayeredRows<'a, N> {
    fn next_of_both(&mut self) -> Option<&'a Row<N>> {
        loop {
            let row = self.base.as_slice().first();
            if let Some((new, rest)) = self.added.split_first()
                && row.is_none_or(|row| new < row)
            {
                self.added = rest;
                return Some(new);
            }
            self.base.next();
            match self.removed.split_first() {
                Some((gone, rest)) if Some(gone) == row => self.removed = rest,
                _ => return row,
            }
        }
    }
}

/// Some rows in every order.
#[derive(Debug, Clone, Default)]
pub(super) struct Orders {
    triples: [Vec<Row<3>>; 3],
    quads: [Vec<Row<4>>; 6],
}

impl Orders {
    /// Rows of the default graph, and of named graphs (graph last).
    pub(super) fn new(mut spo: Vec<Row<3>>, mut spog: Vec<Row<4>>) -> Self {
        spo.sort_unstable();
        spog.sort_unstable();
        let three = |order: fn(Row<3>) -> Row<3>| sorted(&spo, order);
        let four = |order: fn(Row<4>) -> Row<4>| sorted(&spog, order);
        let (pos, osp) = (three(|[s, p, o]| [p, o, s]), three(|[s, p, o]| [o, s, p]));
        let (posg, ospg) = (four(|[s, p, o, g]| [p, o, s, g]), four(|[s, p, o, g]| [o, s, p, g]));
        let (gspo, gpos) = (four(|[s, p, o, g]| [g, s, p, o]), four(|[s, p, o, g]| [g, p, o, s]));
        let gosp = four(|[s, p, o, g]| [g, o, s, p]);
        Self { triples: [spo, pos, osp], quads: [spog, posg, ospg, gspo, gpos, gosp] }
    }

    /// Rows of the default graph, by subject.
    pub(super) fn spo(&self) -> &[Row<3>] {
        &self.triples[0]
    }

    /// Rows of named graphs, by subject.
    pub(super) fn spog(&self) -> &[Row<4>] {
        &self.quads[0]
    }

    /// Rows of named graphs, by graph.
    pub(super) fn gspo(&self) -> &[Row<4>] {
        &self.quads[3]
    }

    /// The rows of the default graph that begin with `key`.
    pub(super) fn triples(&self, order: Order, key: &Key) -> &[Row<3>] {
        let place = match order {
            Order::Pos => 1,
            Order::Osp => 2,
            _ => 0,
        };
        prefix(&self.triples[place], key.columns())
    }

    /// The rows of named graphs that begin with `key`.
    pub(super) fn quads(&self, order: Order, key: &Key) -> &[Row<4>] {
        let place = match order {
            Order::Posg => 1,
            Order::Ospg => 2,
            Order::Gspo => 3,
            Order::Gpos => 4,
            Order::Gosp => 5,
            _ => 0,
        };
        prefix(&self.quads[place], key.columns())
    }
}

fn sorted<const N: usize>(rows: &[Row<N>], order: fn(Row<N>) -> Row<N>) -> Vec<Row<N>> {
    let mut rows: Vec<Row<N>> = rows.iter().map(|row| order(*row)).collect();
    rows.sort_unstable();
    rows
}
