//! From journal to published snapshot.

use crate::{Journal, Snapshot, StoreError};
use model::Seq;
use std::sync::Arc;

/// A snapshot that is ready to be served.
#[derive(Debug, Clone)]
pub struct Projection {
    /// The number it stands for.
    pub seq: Seq,
    /// The mapped snapshot.
    pub snapshot: Arc<Snapshot>,
    /// Whether it was built now (`false`: the newest file on disk already was of this seq and fingerprint).
    pub built: bool,
}

/// Makes sure that a snapshot of the journal's newest `seq` lies in `published/`, builds it aside if not, swaps it in
/// and removes older ones that nobody maps. `base_url` ends with `/`.
pub fn project(journal: &Journal, base_url: &str) -> Result<Projection, StoreError> {
    let _ = (journal, base_url);
    todo!()
}

/// The newest snapshot on disk whatever its `seq`, for an instant start; `None` when there is none that fits
/// (format, journal id, base URL).
pub fn newest(journal: &Journal, base_url: &str) -> Result<Option<Projection>, StoreError> {
    let _ = (journal, base_url);
    todo!()
}
