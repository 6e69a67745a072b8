//! What the API may ask of the harvester, without knowing it.

use crate::source::SourceId;

/// Orders to the harvester. `catalog-api` holds one; `skord serve` gives it.
pub trait HarvestControl: Send + Sync + std::fmt::Debug {
    /// Asks for a run of `source` as soon as possible; it starts within 60 seconds.
    /// Errors say in words why it cannot be had.
    fn run_now(&self, source: &SourceId) -> Result<(), String>;
}
