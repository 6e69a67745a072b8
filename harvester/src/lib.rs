//! Harvest: sources, fetch, schedule, and the path from an answer to an accepted revision.
//!
//! **Invariant:** nothing that a server sends can take a dataset away by itself; every run ends.
#![forbid(unsafe_code)]

use model::{Clock, RunReport, SourceId};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use store::Journal;

/// Settings of the harvester (`[harvest]` in `skord.toml`). Every limit of design §6.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HarvestConfig {
    /// Five-field cron expression for sources without their own.
    pub schedule: String,
    /// Time zone of all schedules (IANA name).
    pub timezone: String,
    /// Hosts (`host`, `host:port`, `*` for all) that may lie on loopback or a private network.
    pub allow_private_hosts: Vec<String>,
    /// Whether `file://` sources may be read, and below which folders.
    pub allow_file_roots: Vec<PathBuf>,
    /// Requests at a time, over all hosts.
    pub concurrency: usize,
    /// Requests at a time to one host.
    pub per_host: usize,
    /// Seconds to connect.
    pub connect_timeout: u64,
    /// Seconds to the first byte.
    pub first_byte_timeout: u64,
    /// Seconds for a whole fetch.
    pub total_timeout: u64,
    /// Bytes of a body, after content decoding.
    pub max_body: u64,
    /// Decompressed bytes per compressed byte.
    pub max_ratio: u64,
    /// Redirects followed.
    pub max_redirects: usize,
    /// Attempts per run.
    pub attempts: u32,
    /// Seconds over which scheduled runs are spread.
    pub jitter: u64,
    /// Proxy URL; then the operator vouches for addresses.
    pub proxy: Option<String>,
    /// Contact in the user agent.
    pub contact: Option<String>,
}

impl Default for HarvestConfig {
    fn default() -> Self {
        Self {
            schedule: "0 4 * * *".to_owned(),
            timezone: "Europe/Stockholm".to_owned(),
            allow_private_hosts: Vec::new(),
            allow_file_roots: Vec::new(),
            concurrency: 4,
            per_host: 1,
            connect_timeout: 10,
            first_byte_timeout: 60,
            total_timeout: 900,
            max_body: 1 << 30,
            max_ratio: 100,
            max_redirects: 5,
            attempts: 3,
            jitter: 600,
            proxy: None,
            contact: None,
        }
    }
}

/// How a run was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RunOptions {
    /// By a person of the agency or the operator (then missing records are withdrawn at once).
    pub ordered: bool,
    /// Write nothing; the report and the diff say what would happen.
    pub dry_run: bool,
}

/// What a run is doing, for progress bars.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant says it")]
pub enum Step {
    Waiting,
    Fetching { bytes: u64, total: Option<u64> },
    Retrying { attempt: u32, wait: Duration },
    Reading { bytes: u64 },
    Comparing { records: usize },
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
