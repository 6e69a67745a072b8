//! The RDF store: an append-only journal (SQLite), the merge of all sources into one catalog, the immutable published
//! snapshot that readers map, and SPARQL on it.
//!
//! **Invariant:** the journal is the only truth; everything else can be thrown away and rebuilt from it. Nothing here
//! knows HTTP, tantivy or how a source is fetched.

pub mod changes;
pub mod error;
pub mod export;
pub mod journal;
pub mod merge;
pub mod project;
pub mod snapshot;
pub mod sparql;
pub mod views;

pub use error::StoreError;
pub use journal::Journal;
pub use project::{Projection, project};
pub use snapshot::{Snapshot, SnapshotBuilder};
