//! Exact ranges: which rows of which array answer a pattern.

use super::TermId;

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
}

/// The rows that answer a pattern, all of them and no others.
#[derive(Debug, Clone, Copy)]
pub enum Rows<'a> {
    /// Rows of the default graph.
    Default(Order, &'a [[TermId; 3]]),
    /// Rows of named graphs.
    Named(Order, &'a [[TermId; 4]]),
}

impl<'a> Rows<'a> {
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
            Self::Default(order, rows) => (order, rows, [].as_slice()),
            Self::Named(order, rows) => (order, [].as_slice(), rows),
        };
        let default = three.iter().map(move |row| order.triple(*row));
        default.chain(four.iter().map(move |row| {
            let [s, p, o, _] = order.quad(*row);
            [s, p, o]
        }))
    }
}

/// The rows that begin with `key`, in a sorted array.
fn prefix<'a, const N: usize>(rows: &'a [[u32; N]], key: &[u32]) -> &'a [[u32; N]] {
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

/// The rows of `rows` (which all begin with the same `skip` columns) whose next columns are `key`.
pub(super) fn within<'a, const N: usize>(rows: &'a [[u32; N]], skip: usize, key: &[u32]) -> &'a [[u32; N]] {
    let Some(first) = rows.first() else { return rows };
    let mut full = [0; N];
    full[..skip].copy_from_slice(&first[..skip]);
    full[skip..skip + key.len()].copy_from_slice(key);
    prefix(rows, &full[..skip + key.len()])
}
