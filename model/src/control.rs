//! What the API may ask of the harvester, without knowing it.

mod check;

pub use check::{CHECK_PROFILES, CheckControl, CheckForm, CheckLimits, CheckOrder, CheckRefusal, CheckedDocument};

use crate::source::SourceId;
use std::sync::Arc;

/// Whom the API may ask; each may be missing.
#[derive(Debug, Clone, Default)]
pub struct Controls {
    /// Harvests.
    pub harvest: Option<Arc<dyn HarvestControl>>,
    /// Checks documents.
    pub checks: Option<Arc<dyn CheckControl>>,
}

impl From<Option<Arc<dyn HarvestControl>>> for Controls {
    fn from(harvest: Option<Arc<dyn HarvestControl>>) -> Self {
        Self { harvest, checks: None }
    }
}

/// A person's consent to a held run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who: a user of the command line, or the label of a token.
    pub by: String,
    /// Why, in their words; may be empty.
    pub reason: String,
    /// Take renamed datasets (same title and publisher, other IRI) as the same ones: they keep address and history.
    pub rename: bool,
}

/// Orders to the harvester. `catalog-api` holds one; `skord serve` gives it.
pub trait HarvestControl: Send + Sync + std::fmt::Debug {
    /// Asks for a run of `source` as soon as possible; it starts within 60 seconds.
    /// Errors say in words why it cannot be had.
    fn run_now(&self, source: &SourceId) -> Result<(), String>;

    /// Accepts what a guard holds of `source`, as soon as possible: a run that takes the held document as it is.
    /// Errors say in words why it cannot be had (nothing is held, the source is unknown or paused).
    fn approve(&self, source: &SourceId, approval: Approval) -> Result<(), String>;
}
