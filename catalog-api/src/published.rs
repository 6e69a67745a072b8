//! One truth: what all readers see, swapped with one pointer.

use model::Seq;
use model::view::ResourceSummary;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use store::views::OrganisationView;
use store::{Journal, Snapshot};

/// Why the projections cannot be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// Journal or snapshot.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// Index.
    #[error(transparent)]
    Search(#[from] search::SearchError),
}

/// Everything that one request may read, all at the same `seq`.
#[derive(Debug)]
pub struct Published {
    /// The number.
    pub seq: Seq,
    /// RDF.
    pub snapshot: Arc<Snapshot>,
    /// Search.
    pub searcher: Arc<search::Searcher>,
    /// Every dataset, series and service, sorted by portal id.
    pub summaries: Arc<Vec<ResourceSummary>>,
    /// Position in `summaries` by portal id.
    pub by_id: Arc<HashMap<String, usize>>,
    /// Publishers.
    pub organisations: Arc<Vec<OrganisationView>>,
}

/// Follows the journal: builds snapshot and index aside, swaps them in. Coalesces: jumps to the newest `seq`.
#[derive(Debug)]
pub struct Projector {}

#[expect(unused_variables, reason = "signatures first")]
impl Projector {
    /// Opens the newest projections on disk (instant), or an empty catalog when there are none.
    pub fn open(journal: Arc<Journal>, published: &Path, base_url: &str) -> Result<Self, ProjectError> {
        todo!()
    }

    /// What readers see now.
    pub fn current(&self) -> Arc<Published> {
        todo!()
    }

    /// Brings the projections to the journal's newest `seq` (blocking); returns true if anything changed.
    pub fn catch_up(&self) -> Result<bool, ProjectError> {
        todo!()
    }
}
