//! Full-text search over datasets, series and services.
//!
//! **Invariant:** this crate knows neither RDF nor HTTP. It can be thrown away and rebuilt from the published snapshot.
#![forbid(unsafe_code)]

mod request;

pub use request::{FACETS, FacetValue, Filters, SearchRequest, SearchResponse, Sort};

use model::Seq;
use model::view::ResourceSummary;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why the index cannot be used. It can always be rebuilt: delete its directory or run `skord rebuild index`.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// tantivy refused.
    #[error("the search index cannot be read or written: {0}; `skord rebuild index` makes a new one")]
    Index(#[from] tantivy::TantivyError),
    /// The operating system refused.
    #[error("cannot {action} `{}`: {cause}", path.display())]
    Io {
        /// What we tried.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// Why not.
        #[source]
        cause: std::io::Error,
    },
}

/// The writing side: one per data directory, in `published/index-<format>-<generation>/`.
#[derive(Debug)]
pub struct SearchIndex {}

#[expect(unused_variables, reason = "signatures first")]
impl SearchIndex {
    /// Opens the newest index in `published` that fits fingerprint and journal, or starts an empty one aside.
    pub fn open(published: &Path, journal: &str) -> Result<Self, SearchError> {
        todo!()
    }

    /// Number that the index stands for; `Seq(0)` when empty.
    pub fn seq(&self) -> Seq {
        todo!()
    }

    /// Brings the index to `seq`: `all` is the whole catalog; only what differs (by content) is written, in one commit
    /// that carries `seq`. Returns how many documents were written or deleted.
    pub fn update(&mut self, seq: Seq, all: &[ResourceSummary]) -> Result<u64, SearchError> {
        todo!()
    }

    /// A reader of the last commit: immutable, cheap to clone and share.
    pub fn searcher(&self) -> Result<Arc<Searcher>, SearchError> {
        todo!()
    }
}

/// One commit of the index, for reading.
#[derive(Debug)]
pub struct Searcher {}

#[expect(unused_variables, reason = "signatures first")]
impl Searcher {
    /// Number that it stands for.
    pub fn seq(&self) -> Seq {
        todo!()
    }

    /// Searches; exact counts, no ceiling.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResponse, SearchError> {
        todo!()
    }

    /// All that match, without paging, as ids in order (for exports and feeds).
    pub fn ids(&self, request: &SearchRequest) -> Result<Vec<String>, SearchError> {
        todo!()
    }
}
