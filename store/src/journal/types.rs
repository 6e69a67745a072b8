//! The words of the journal: what goes in and what comes out.

use super::{DecisionDraft, Proposal, Rename};
use chrono::{DateTime, Utc};
use model::quality::DatasetMeasure;
use model::{ContentHash, Finding, RunReport, Seq, Source, SourceId, SourceState};
use rdf::Record;

/// What the start found and did after a crash or upgrade; one sentence each, for the log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recovery {
    /// For example "the run of `scb` begun at … was not finished and counts as unreachable".
    pub notes: Vec<String>,
}

/// Who registered a source: the file wins over the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceOrigin {
    /// `skord.toml`.
    Configuration,
    /// `skord source …` or the API.
    Command,
}

/// A source as the journal knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceEntry {
    /// As configured.
    pub source: Source,
    /// Where it stands.
    pub state: SourceState,
    /// Who registered it.
    pub origin: SourceOrigin,
    /// Number of the accepted revision, 0 = none yet.
    pub revision: u64,
    /// What the last answer said about its version.
    pub validators: Validators,
    /// Start of the last ended run.
    pub last_run: Option<DateTime<Utc>>,
    /// Last ended run, whole.
    pub last_report: Option<RunReport>,
}

/// How to ask "is it still the same?" next time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Validators {
    /// `ETag` of the last good answer, as sent.
    pub etag: Option<String>,
    /// `Last-Modified` of the last good answer, as sent.
    pub last_modified: Option<String>,
    /// Hash of the last good body (after content decoding).
    pub body: Option<ContentHash>,
    /// `rdf::RULES_VERSION` that the accepted revision was made with; another one means "read again".
    pub rules: u32,
}

/// A run under way. Dropping it without [`Journal::end_run`] leaves it open until its lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunLease {
    /// Number of the run.
    pub run: u64,
    /// The source.
    pub source: SourceId,
    /// When it began.
    pub started: DateTime<Utc>,
}

/// How a run ends: everything that one transaction writes.
#[derive(Debug)]
pub struct RunEnd {
    /// The run.
    pub lease: RunLease,
    /// The report; `run`, `seq` and `datasets` are filled in by the journal.
    pub report: RunReport,
    /// All findings of the run; they replace the source's earlier ones when the outcome is `changed` or `held`, or
    /// when `replace_findings` says so.
    pub findings: Vec<Finding>,
    /// Replace the source's current findings even though nothing changed.
    pub replace_findings: bool,
    /// New validators, if the answer was good.
    pub validators: Option<Validators>,
    /// The records to accept (outcome `changed`).
    pub revision: Option<RevisionDraft>,
    /// What a guard stopped (outcome `held`): kept for a person to decide.
    pub held: Option<RevisionDraft>,
    /// Keys of records that were missing from a complete reading but are not withdrawn yet: their counters grow by
    /// one, all others go back to 0. Counters move only when the outcome is `changed` or `unchanged` and the report is
    /// `complete`. A run that read nothing (304, equal hash) passes the keys that were missing already.
    pub missing: Vec<String>,
    /// What was measured of new and changed datasets, and of those whose neighbours changed.
    pub measures: Vec<DatasetMeasure>,
    /// What guards and people have to do with it.
    pub settlement: Settlement,
}

/// The part of a run's end that is about guards and decisions.
#[derive(Debug, Default)]
pub struct Settlement {
    /// With outcome `held`: the result's fingerprint and what it would do.
    pub proposal: Option<(ContentHash, Proposal)>,
    /// What a person decided; the baseline of the guards begins anew with this revision.
    pub decision: Option<DecisionDraft>,
    /// The baseline begins anew although nobody decided: equal results on three days.
    pub new_baseline: bool,
    /// Records that get the portal id of another IRI: they are the same thing under a new name.
    pub renames: Vec<Rename>,
    /// Keys of records that stay although their source does not publish them: a person brought them back.
    pub keep: Vec<String>,
    /// Keys of kept records that the source publishes again: they are ordinary records from now on.
    pub published_again: Vec<String>,
}

/// A set of changes to a source's records.
#[derive(Debug, Default)]
pub struct RevisionDraft {
    /// New and changed records, whole.
    pub put: Vec<Record>,
    /// Keys of records to withdraw.
    pub withdraw: Vec<String>,
    /// The raw document, for the archive.
    pub raw: Vec<u8>,
    /// Its `Content-Type`.
    pub content_type: Option<String>,
    /// Where it came from after redirects.
    pub url: String,
}

/// What `GET /api/v1/runs` may ask.
#[derive(Debug, Clone, Default)]
pub struct RunFilter {
    /// Only of this source.
    pub source: Option<SourceId>,
    /// Skip this many (newest first).
    pub offset: u64,
    /// At most this many.
    pub limit: u64,
}

/// One readable change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Transaction.
    pub seq: Seq,
    /// When.
    pub at: DateTime<Utc>,
    /// Source.
    pub source: SourceId,
    /// Record key, `None` for an event of the whole source.
    pub record: Option<String>,
    /// `created`, `changed`, `withdrawn`, `returned`, `run` …
    pub kind: String,
}

/// Why a resource is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// Portal id.
    pub id: String,
    /// IRI.
    pub iri: String,
    /// Source it came from.
    pub source: SourceId,
    /// When it was withdrawn.
    pub withdrawn: DateTime<Utc>,
    /// Run that withdrew it.
    pub run: u64,
    /// Last title.
    pub title: Option<String>,
    /// Last canonical N-Triples.
    pub body: Option<String>,
}

/// The best that a source had lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Baseline {
    /// Datasets.
    pub datasets: u64,
    /// Distributions.
    pub distributions: u64,
    /// Datasets with a title.
    pub titles: u64,
}
