//! What a run tells while it is under way.

use model::{RunReport, SourceId};
use std::time::Duration;

/// What a run is doing, for progress bars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// For its turn: the host or all lanes are busy.
    Waiting,
    /// The answer is coming in.
    Fetching {
        /// Bytes so far, as transferred.
        bytes: u64,
        /// `Content-Length`, if the server said it.
        total: Option<u64>,
    },
    /// An attempt failed; the next one follows.
    Retrying {
        /// Number of the next attempt (the first is 1).
        attempt: u32,
        /// Pause before it.
        wait: Duration,
    },
    /// The document is being read, repaired and split.
    Reading {
        /// Bytes of the document.
        bytes: u64,
    },
    /// The records are compared with the accepted revision.
    Comparing {
        /// Records in the document.
        records: usize,
    },
    /// The journal writes.
    Committing,
}

/// Told what every run does. Called from worker threads.
pub trait Progress: Send + Sync {
    /// A run is at this step.
    fn step(&self, source: &SourceId, step: Step);
    /// A run ended.
    fn ended(&self, report: &RunReport);
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn step(&self, _: &SourceId, _: Step) {}
    fn ended(&self, _: &RunReport) {}
}
