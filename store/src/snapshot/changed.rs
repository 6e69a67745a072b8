//! Which rows tell two snapshots apart that lie over the same file.

use super::Snapshot;
use super::sort::Row;

/// Rows that only one of two snapshots has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangedRows {
    /// Subject, predicate, object in the default graph.
    pub triples: Vec<Row<3>>,
    /// Subject, predicate, object, graph.
    pub quads: Vec<Row<4>>,
}

impl Snapshot {
    /// Rows that this one has and an older one has not, or the other way round; `None` if they do not lie over the same
    /// file, so that their terms have other numbers.
    pub fn changed_since(&self, older: &Self) -> Option<ChangedRows> {
        if self.base_path() != older.base_path() {
            return None;
        }
        let sorted = |snapshot: &Self, removed: bool| {
            let orders = snapshot.overlay().map(|overlay| if removed { &overlay.removed } else { &overlay.added });
            orders.map_or_else(Default::default, |orders| (orders.spo().to_vec(), orders.spog().to_vec()))
        };
        let mut changed = ChangedRows::default();
        for removed in [true, false] {
            let (now, before) = (sorted(self, removed), sorted(older, removed));
            only_one_has(&now.0, &before.0, &mut changed.triples);
            only_one_has(&now.1, &before.1, &mut changed.quads);
        }
        Some(changed)
    }
}

/// Rows of two sorted lists that are not in both.
fn only_one_has<const N: usize>(mut one: &[Row<N>], mut other: &[Row<N>], into: &mut Vec<Row<N>>) {
    while let (Some(a), Some(b)) = (one.first(), other.first()) {
        if a <= b {
            one = &one[1..];
        }
        if b <= a {
            other = &other[1..];
        }
        if a != b {
            into.push(*a.min(b));
        }
    }
    into.extend_from_slice(one);
    into.extend_from_slice(other);
}
