//! Harvest: sources, fetch, schedule, and the path from an answer to an accepted revision.
//!
//! **Invariant:** nothing that a server sends can take a dataset away by itself; every run ends.
#![forbid(unsafe_code)]

mod config;
pub mod fetch;
mod progress;
mod schedule;

pub use config::{HarvestConfig, RunOptions};
pub use progress::{Progress, Silent, Step};
pub use schedule::{next_runs, validate_schedule};

use model::{Clock, RunReport, SourceId};
use std::sync::Arc;
use store::Journal;

/// One dataset (or other record) of the diff of a run.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DiffEntry {
    /// Record key.
    pub record: String,
    /// Title, if known.
    pub title: Option<String>,
    /// Kind of record.
    pub kind: rdf::RecordKind,
    /// `new`, `changed`, `withdrawn`, `missing`.
    pub change: &'static str,
    /// N-Triples lines added.
    pub added: Vec<String>,
    /// N-Triples lines removed.
    pub removed: Vec<String>,
}

/// A report with the diff that a dry run shows.
#[derive(Debug, Clone, PartialEq)]
pub struct RunResult {
    /// The report.
    pub report: RunReport,
    /// What would change (filled for dry runs only).
    pub diff: Vec<DiffEntry>,
    /// All findings of the run (filled for dry runs only; else they are in the journal).
    pub findings: Vec<model::Finding>,
}

/// Harvests the sources of one journal.
#[derive(Debug)]
pub struct Harvester {}

#[expect(unused_variables, clippy::unused_async, reason = "signatures first")]
impl Harvester {
    /// Checks the configuration (time zone, cron, proxy) and builds the HTTP client. Errors are sentences.
    pub fn new(journal: Arc<Journal>, config: HarvestConfig, clock: Arc<dyn Clock>) -> Result<Arc<Self>, String> {
        todo!()
    }

    /// One run of one source. Always ends, never panics; `Err` only when the journal itself cannot be used or the
    /// source is unknown, paused or already being harvested.
    pub async fn run(
        self: &Arc<Self>,
        source: &SourceId,
        options: RunOptions,
        progress: &Arc<dyn Progress>,
    ) -> Result<RunResult, store::StoreError> {
        todo!()
    }

    /// Runs of many sources, `concurrency` at a time and `per_host` per host; results in the order of `sources`.
    pub async fn run_all(
        self: &Arc<Self>,
        sources: &[SourceId],
        options: RunOptions,
        progress: &Arc<dyn Progress>,
    ) -> Vec<Result<RunResult, store::StoreError>> {
        todo!()
    }

    /// Harvests on schedule until `stop` resolves, then lets the runs under way end. Also takes orders
    /// (`HarvestControl`) from the API.
    pub async fn serve(self: Arc<Self>, progress: Arc<dyn Progress>, stop: impl Future<Output = ()> + Send) {
        todo!()
    }

    /// For the API: orders runs from the schedule loop of `serve`.
    pub fn control(self: &Arc<Self>) -> Arc<dyn model::control::HarvestControl> {
        todo!()
    }
}
