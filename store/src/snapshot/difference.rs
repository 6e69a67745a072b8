//! From one snapshot to the next without writing all of it: the quads that some parts of it are made of now, and those
//! that they were made of.

use super::builder::{free_name, publish_aside};
use super::overlay::Flat;
use super::sort::Row;
use super::{Snapshot, SnapshotBuilder, SnapshotHeader, TermId};
use crate::StoreError;
use rustc_hash::FxHashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Collects what parts of a snapshot were made of and what they are made of now.
#[derive(Debug)]
pub struct Difference {
    over: Arc<Snapshot>,
    /// What the parts were made of.
    pub old: SnapshotBuilder,
    /// What they are made of now.
    pub new: SnapshotBuilder,
    /// The same as `old`, as rows of the snapshot.
    rows: Rows,
}

#[derive(Debug, Default)]
struct Rows {
    triples: Vec<Row<3>>,
    quads: Vec<Row<4>>,
}

impl Difference {
    /// Nothing differs yet.
    pub fn new(over: &Arc<Snapshot>) -> Self {
        Self {
            over: Arc::clone(over),
            old: SnapshotBuilder::over(over),
            new: SnapshotBuilder::over(over),
            rows: Rows::default(),
        }
    }

    /// The snapshot that it is about.
    pub fn over(&self) -> &Arc<Snapshot> {
        &self.over
    }

    /// Says that a part was made of these rows of a named graph too.
    pub fn was_quads(&mut self, rows: impl IntoIterator<Item = [TermId; 4]>) {
        self.rows.quads.extend(rows);
    }

    /// Writes the snapshot that differs so, into `published`; `None`, and nothing is written, if the old one is not
    /// made of what it should be made of. Crash = no directory of that name.
    pub fn write(self, published: &Path, header: &SnapshotHeader) -> Result<Option<PathBuf>, StoreError> {
        let Some(changes) = self.changes() else { return Ok(None) };
        let base = changes.over.base_path().file_name().map(|name| name.to_string_lossy().into_owned());
        let Some(base) = base else { return Ok(None) };
        let flat = changes.flat(base);
        let (name, path) = free_name(published, header);
        publish_aside(published, &name, &path, |aside| flat.write(aside, header))?;
        Ok(Some(path))
    }

    fn changes(self) -> Option<Changes> {
        let Self { over, old, new, rows } = self;
        if old.new_terms() > 0 || old.skipped() > 0 || new.skipped() > 0 {
            return None;
        }
        let (was, is) = (old.into_rows(), new.into_rows());
        let (removed, added) = apart([was.0, rows.triples].concat(), is.0);
        let (removed_quads, added_quads) = apart([was.1, rows.quads].concat(), is.1);
        let has = |&[s, p, o]: &Row<3>| !over.rows(Some(None), Some(s), Some(p), Some(o)).is_empty();
        let has_quad = |&[s, p, o, g]: &Row<4>| !over.rows(Some(Some(g)), Some(s), Some(p), Some(o)).is_empty();
        if !removed.iter().all(has) || !removed_quads.iter().all(has_quad) {
            return None;
        }
        let added = added.into_iter().filter(|row| !has(row)).collect();
        let added_quads = added_quads.into_iter().filter(|row| !has_quad(row)).collect();
        Some(Changes { removed: (removed, removed_quads), added: (added, added_quads), terms: is.2, over })
    }
}

/// Rows only in `old`, and only in `new`.
fn apart<const N: usize>(mut old: Vec<Row<N>>, mut new: Vec<Row<N>>) -> (Vec<Row<N>>, Vec<Row<N>>) {
    for rows in [&mut old, &mut new] {
        rows.sort_unstable();
        rows.dedup();
    }
    let only = |rows: &[Row<N>], others: &[Row<N>]| {
        rows.iter().filter(|row| others.binary_search(row).is_err()).copied().collect::<Vec<_>>()
    };
    (only(&old, &new), only(&new, &old))
}

/// What comes and goes, exactly.
struct Changes {
    over: Arc<Snapshot>,
    removed: super::overlay::Spread,
    added: super::overlay::Spread,
    /// Encoded terms that the snapshot does not have, in the order of their numbers.
    terms: super::terms::Arena,
}

impl Changes {
    /// All that then differs from the file at the bottom.
    fn flat(self, base: String) -> Flat {
        let Self { over, removed, added, terms } = self;
        let first = TermId::try_from(over.base().terms()).unwrap_or(TermId::MAX);
        let Some(overlay) = over.overlay() else { return Flat { base, first, arena: terms, removed, added } };
        let mut arena = overlay.arena.clone();
        arena.append_all(&terms);
        let (gone, come) = together((overlay.removed.spo(), overlay.added.spo()), (removed.0, added.0));
        let (gone_quads, come_quads) = together((overlay.removed.spog(), overlay.added.spog()), (removed.1, added.1));
        Flat { base, first, arena, removed: (gone, gone_quads), added: (come, come_quads) }
    }
}

/// One change after another: rows gone and come in all.
fn together<const N: usize>(
    (gone, come): (&[Row<N>], &[Row<N>]),
    (removed, added): (Vec<Row<N>>, Vec<Row<N>>),
) -> (Vec<Row<N>>, Vec<Row<N>>) {
    let leaving: FxHashSet<&Row<N>> = removed.iter().collect();
    let coming: FxHashSet<&Row<N>> = added.iter().collect();
    // A row that leaves is one of the file, or one that came before.
    let removed_now = removed.iter().filter(|row| come.binary_search(row).is_err());
    let added_now = added.iter().filter(|row| gone.binary_search(row).is_err());
    let gone = gone.iter().filter(|row| !coming.contains(row)).chain(removed_now).copied().collect();
    let come = come.iter().filter(|row| !leaving.contains(row)).chain(added_now).copied().collect();
    (gone, come)
}
