//! What the index holds, so that a commit looks only at what differs.

use crate::document::{Prepared, flags};
use crate::{SearchError, Searcher};
use model::view::ResourceSummary;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Borrow;
use std::sync::Arc;

/// A summary that an index is made of; one that is shared is known again without looking at it.
pub trait Summary: Borrow<ResourceSummary> {
    /// The shared object, if it is one.
    fn shared(&self) -> Option<&Arc<ResourceSummary>>;
}

impl Summary for ResourceSummary {
    fn shared(&self) -> Option<&Arc<ResourceSummary>> {
        None
    }
}

impl Summary for Arc<ResourceSummary> {
    fn shared(&self) -> Option<&Arc<ResourceSummary>> {
        Some(self)
    }
}

/// All resources of the last commit by id.
#[derive(Debug)]
pub(super) struct Held {
    by_id: FxHashMap<String, Entry>,
    /// Number of the pass over the catalog that is under way or was the last.
    pass: u32,
}

#[derive(Debug)]
struct Entry {
    hash: u64,
    flags: u64,
    /// The object that the document was made of, if that is known.
    summary: Option<Arc<ResourceSummary>>,
    /// The last pass that met it.
    pass: u32,
}

/// What a resource is to the index.
pub(super) enum Difference<'a> {
    /// As it is there.
    Same,
    /// Not there yet.
    New(Prepared<'a>),
    /// There, with other content.
    Other(Prepared<'a>),
    /// Its id was met before in this pass.
    Again,
}

impl Held {
    /// What a commit holds.
    pub(super) fn of(searcher: &Searcher) -> Result<Self, SearchError> {
        let entry = |(id, hash)| (id, Entry { hash, flags: 0, summary: None, pass: 0 });
        Ok(Self { by_id: searcher.identities()?.into_iter().map(entry).collect(), pass: 0 })
    }

    /// All documents have been deleted.
    pub(super) fn clear(&mut self) {
        self.by_id.clear();
    }

    /// Begins a pass over the whole catalog.
    pub(super) fn begin(&mut self) {
        self.pass += 1;
    }

    /// Compares a resource with what the index holds, and holds it from now on.
    pub(super) fn meet<'a, S: Summary>(
        &mut self,
        summary: &'a S,
        series: &FxHashSet<&str>,
    ) -> Result<Difference<'a>, SearchError> {
        let resource: &ResourceSummary = summary.borrow();
        let flags = flags(resource, series);
        let Self { by_id, pass } = self;
        if let Some(known) = by_id.get_mut(&resource.id) {
            if known.pass == *pass {
                return Ok(Difference::Again);
            }
            let same = known.summary.as_ref().zip(summary.shared()).is_some_and(|(one, other)| Arc::ptr_eq(one, other));
            if same && known.flags == flags {
                known.pass = *pass;
                return Ok(Difference::Same);
            }
        }
        let prepared = Prepared::new(resource, flags).map_err(SearchError::Summary)?;
        let now = Entry { hash: prepared.hash, flags, summary: summary.shared().cloned(), pass: *pass };
        let Some(known) = by_id.get_mut(&resource.id) else {
            by_id.insert(resource.id.clone(), now);
            return Ok(Difference::New(prepared));
        };
        let before = std::mem::replace(known, now);
        Ok(if before.hash == prepared.hash { Difference::Same } else { Difference::Other(prepared) })
    }

    /// Ends a pass: calls with each id that it did not meet, and holds those no longer.
    pub(super) fn end(&mut self, mut gone: impl FnMut(&str)) {
        self.by_id.retain(|id, entry| {
            let is_met = entry.pass == self.pass;
            if !is_met {
                gone(id);
            }
            is_met
        });
    }

    /// Learns of which objects the documents were made, where they are the same; the others are looked at again.
    pub(super) fn learn(&mut self, all: &[Arc<ResourceSummary>], series: &FxHashSet<&str>) -> Result<(), SearchError> {
        for summary in all {
            let Some(known) = self.by_id.get_mut(&summary.id).filter(|known| known.summary.is_none()) else { continue };
            let prepared = Prepared::new(summary, flags(summary, series)).map_err(SearchError::Summary)?;
            if prepared.hash == known.hash {
                (known.flags, known.summary) = (prepared.flags, Some(Arc::clone(summary)));
            }
        }
        Ok(())
    }
}
