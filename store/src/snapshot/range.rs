//! Exact ranges: which rows of which array answer a pattern.

use super::TermId;
use super::layers::Layered;

/// In which order an array stores subject, predicate, object (and graph).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is its columns")]
pub enum Order {
    Spo,
    Pos,
    Osp,
    Spog,
    Posg,
    Ospg,
    Gspo,
    Gpos,
    Gosp,
}

impl Order {
    /// Subject, predicate and object of a row of three.
    pub(crate) fn triple(self, [a, b, c]: [TermId; 3]) -> [TermId; 3] {
        match self {
            Self::Pos | Self::Posg | Self::Gpos => [c, a, b],
            Self::Osp | Self::Ospg | Self::Gosp => [b, c, a],
            Self::Spo | Self::Spog | Self::Gspo => [a, b, c],
        }
    }

    /// Subject, predicate, object and graph of a row of four.
    pub(crate) fn quad(self, [first, second, third, fourth]: [TermId; 4]) -> [TermId; 4] {
        let (row, graph) = match self {
            Self::Gspo | Self::Gpos | Self::Gosp => ([second, third, fourth], first),
            _ => ([first, second, third], fourth),
        };
        let [subject, predicate, object] = self.triple(row);
        [subject, predicate, object, graph]
    }

    /// The order of named graphs, graph last, that answers a pattern, with the columns that are known.
    pub(super) fn of(s: Option<TermId>, p: Option<TermId>, o: Option<TermId>) -> (Turn, Key) {
        match (s, p, o) {
            (Some(s), Some(p), Some(o)) => (Turn::Spo, Key::new(&[s, p, o])),
            (Some(s), Some(p), None) => (Turn::Spo, Key::new(&[s, p])),
            (Some(s), None, None) => (Turn::Spo, Key::new(&[s])),
            (Some(s), None, Some(o)) => (Turn::Osp, Key::new(&[o, s])),
            (None, Some(p), Some(o)) => (Turn::Pos, Key::new(&[p, o])),
            (None, Some(p), None) => (Turn::Pos, Key::new(&[p])),
            (None, None, Some(o)) => (Turn::Osp, Key::new(&[o])),
            (None, None, None) => (Turn::Spo, Key::new(&[])),
        }
    }
}

/// In which turn an array stores subject, predicate and object, wherever the graph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Spo,
    Pos,
    Osp,
}

impl Turn {
    /// The order of the default graph.
    pub(super) fn of_triples(self) -> Order {
        match self {
            Self::Spo => Order::Spo,
            Self::Pos => Order::Pos,
            Self::Osp => Order::Osp,
        }
    }

    /// The order with the graph last.
    pub(super) fn graph_last(self) -> Order {
        match self {
            Self::Spo => Order::Spog,
            Self::Pos => Order::Posg,
            Self::Osp => Order::Ospg,
        }
    }

    /// The order with the graph first.
    pub(super) fn graph_first(self) -> Order {
        match self {
            Self::Spo => Order::Gspo,
            Self::Pos => Order::Gpos,
            Self::Osp => Order::Gosp,
        }
    }
}

/// The first columns of a row, as many as are known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    columns: [TermId; 4],
    length: usize,
}

impl Key {
    /// At most four columns.
    pub(super) fn new(known: &[TermId]) -> Self {
        let mut columns = [0; 4];
        columns.iter_mut().zip(known).for_each(|(column, known)| *column = *known);
        Self { columns, length: known.len().min(4) }
    }

    /// The same with a graph before it.
    pub(super) fn in_graph(self, graph: TermId) -> Self {
        let [a, b, c, _] = self.columns;
        Self { columns: [graph, a, b, c], length: (self.length + 1).min(4) }
    }

    /// The columns.
    pub(super) fn columns(&self) -> &[TermId] {
        &self.columns[..self.length]
    }
}

/// The rows that answer a pattern, all of them and no others.
#[derive(Debug, Clone, Copy)]
pub enum Rows<'a> {
    /// Rows of the default graph.
    Default(Order, Layered<'a, 3>),
    /// Rows of named graphs.
    Named(Order, Layered<'a, 4>),
}

impl<'a> Rows<'a> {
    /// No rows.
    pub fn none() -> Self {
        Self::Default(Order::Spo, Layered::default())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Default(_, rows) => rows.len(),
            Self::Named(_, rows) => rows.len(),
        }
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Subject, predicate, object of each.
    pub fn triples(self) -> impl Iterator<Item = [TermId; 3]> + use<'a> {
        let (order, three, four) = match self {
            Self::Default(order, rows) => (order, rows, Layered::default()),
            Self::Named(order, rows) => (order, Layered::default(), rows),
        };
        let default = three.iter().map(move |row| order.triple(*row));
        default.chain(four.iter().map(move |row| {
            let [s, p, o, _] = order.quad(*row);
            [s, p, o]
        }))
    }

    /// Subject, predicate, object and graph of each row of named graphs.
    pub fn quads(self) -> impl Iterator<Item = [TermId; 4]> + use<'a> {
        let (order, rows) = match self {
            Self::Default(order, _) => (order, Layered::default()),
            Self::Named(order, rows) => (order, rows),
        };
        rows.iter().map(move |row| order.quad(*row))
    }
}

/// The rows that begin with `key`, in a sorted array.
pub(super) fn prefix<'a, const N: usize>(rows: &'a [[u32; N]], key: &[u32]) -> &'a [[u32; N]] {
    let begins = |row: &[u32; N]| row.iter().take(key.len()).cmp(key);
    let low = rows.partition_point(|row| begins(row).is_lt());
    let rest = rows.get(low..).unwrap_or_default();
    // Most ranges are short: look near before halving a long rest.
    let near = rest.get(..16).unwrap_or(rest);
    let length = match near.iter().position(|row| !begins(row).is_eq()) {
        Some(length) => length,
        None => rest.partition_point(|row| begins(row).is_eq()),
    };
    rest.get(..length).unwrap_or_default()
}

/// The rows between `starts[first]` and `starts[first + 1]`.
pub(super) fn indexed<'a, const N: usize>(rows: &'a [[u32; N]], starts: &[u32], first: TermId) -> &'a [[u32; N]] {
    let index = first as usize;
    match (starts.get(index), starts.get(index + 1)) {
        (Some(from), Some(to)) => rows.get(*from as usize..*to as usize).unwrap_or_default(),
        _ => &[],
    }
}

/// The rows of `rows` (which all begin with the first column of `key`) that begin with all of `key`.
pub(super) fn within<'a, const N: usize>(rows: &'a [[u32; N]], key: &[u32]) -> &'a [[u32; N]] {
    if key.len() <= 1 { rows } else { prefix(rows, key) }
}
