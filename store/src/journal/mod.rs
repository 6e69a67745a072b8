//! The journal: the append-only truth in SQLite (`journal.sqlite` in the data directory).

use crate::StoreError;
use chrono::{DateTime, Utc};
use model::{Clock, ContentHash, Cursor, Finding, JournalId, RunReport, Seq, Source, SourceId, SourceState};
use rdf::{Record, RecordHead};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The journal of one data directory. Cheap to share; all methods may be called from any thread.
#[derive(Debug)]
pub struct Journal {
    dir: PathBuf,
    clock: Arc<dyn Clock>,
}

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
    /// Keys of records that were missing from a complete reading but are not withdrawn yet.
    pub missing: Vec<String>,
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

#[expect(unused_variables, missing_docs, reason = "signatures first")]
impl Journal {
    /// Opens (or creates) the journal of a data directory, migrates it after an automatic backup, ends runs that a
    /// crash left open, and says what it did.
    pub fn open(dir: &Path, clock: Arc<dyn Clock>) -> Result<(Self, Recovery), StoreError> {
        todo!()
    }
    pub fn dir(&self) -> &Path {
        &self.dir
    }
    pub fn id(&self) -> JournalId {
        todo!()
    }
    /// Newest committed number (one cheap query: other processes write too).
    pub fn seq(&self) -> Result<Seq, StoreError> {
        todo!()
    }
    pub fn cursor(&self) -> Result<Cursor, StoreError> {
        todo!()
    }
    pub fn sources(&self) -> Result<Vec<SourceEntry>, StoreError> {
        todo!()
    }
    /// `Err(UnknownSource)` if there is none.
    pub fn source(&self, id: &SourceId) -> Result<SourceEntry, StoreError> {
        todo!()
    }
    /// Registers or updates; returns whether anything changed. Never touches data.
    pub fn put_source(&self, source: &Source, origin: SourceOrigin) -> Result<bool, StoreError> {
        todo!()
    }
    /// Removes a source and withdraws its records (tombstones stay).
    pub fn remove_source(&self, id: &SourceId) -> Result<Seq, StoreError> {
        todo!()
    }
    /// Takes the lease of a run.
    pub fn begin_run(&self, source: &SourceId) -> Result<RunLease, StoreError> {
        todo!()
    }
    /// Ends a run: all or nothing, one transaction. Returns the report with `run`, `seq`, `datasets` filled in.
    pub fn end_run(&self, end: RunEnd) -> Result<RunReport, StoreError> {
        todo!()
    }
    /// Heads of the records in the accepted revision, sorted by key.
    pub fn record_heads(&self, source: &SourceId) -> Result<Vec<RecordHead>, StoreError> {
        todo!()
    }
    /// Canonical N-Triples of a record.
    pub fn record_body(&self, hash: &ContentHash) -> Result<Option<String>, StoreError> {
        todo!()
    }
    /// Visits all records of all accepted revisions (per source, sorted by key).
    pub fn for_each_record(
        &self,
        visit: &mut dyn FnMut(&SourceId, &RecordHead, &str) -> Result<(), StoreError>,
    ) -> Result<Seq, StoreError> {
        todo!()
    }
    pub fn runs(&self, filter: &RunFilter) -> Result<(u64, Vec<RunReport>), StoreError> {
        todo!()
    }
    /// Current findings of a source: `(total, page)`.
    pub fn findings(&self, source: &SourceId, offset: u64, limit: u64) -> Result<(u64, Vec<Finding>), StoreError> {
        todo!()
    }
    pub fn events_since(&self, seq: Seq, limit: u64) -> Result<Vec<Event>, StoreError> {
        todo!()
    }
    /// Raw document of the last accepted revision.
    pub fn raw_document(&self, source: &SourceId) -> Result<Option<RevisionDraft>, StoreError> {
        todo!()
    }
    /// The tombstone behind a portal id or IRI, if the thing is gone.
    pub fn tombstone(&self, id_or_iri: &str) -> Result<Option<Tombstone>, StoreError> {
        todo!()
    }
    /// For guards: the best `(datasets, distributions, titles)` that accepted revisions of the last 30 days had.
    pub fn baseline(&self, source: &SourceId) -> Result<Option<Baseline>, StoreError> {
        todo!()
    }
    /// Copies the whole journal to `target` while others write.
    pub fn backup(&self, target: &Path) -> Result<(), StoreError> {
        todo!()
    }
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
