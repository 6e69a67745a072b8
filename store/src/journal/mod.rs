//! The journal: the append-only truth in SQLite (`journal.sqlite` in the data directory).
//!
//! Several processes use it at once: WAL, `synchronous=FULL`, every write is one `BEGIN IMMEDIATE` transaction, reading
//! transactions are short. One writing and a few reading connections per process.

mod addresses;
mod backup;
mod commits;
mod connection;
mod countries;
mod decisions;
mod end;
mod feed;
mod figures;
mod findings;
mod history;
mod imported;
mod links;
mod lock;
mod measures;
mod merge_rules;
mod ping;
mod portal_ids;
mod process;
mod purge;
mod purged;
mod query_counts;
mod records;
mod recovery;
mod revision;
mod revision_figures;
mod runs;
mod schema;
mod since;
mod sources;
#[cfg(test)]
mod tests;
mod tokens;
mod tombstones;
mod types;
mod values;
mod verify;
mod versions;

pub use addresses::{IdNames, Successor};
pub use backup::{Manifest, restore};
pub use decisions::{Decision, DecisionDraft, DecisionKind, HeldRun, Proposal, ProposedChange, Rename};
pub use feed::{Change, ChangeKind, FeedPage, FeedPlace};
pub use figures::{CurrentFigures, DayFigures, FigureScope, RunFigures};
pub use findings::RecordFindings;
pub use history::{Author, RecordTimes, Version, VersionKind};
pub use links::{
    DetectedApi, LinkBatch, LinkCounts, LinkEntry, LinkFilter, LinkHost, LinkResult, LinkRow, LinkSpan, LinkSync,
};
pub use lock::{LinkLock, ServeLock};
pub use merge_rules::MergeRuleDraft;
pub use purge::PurgeReport;
pub use purged::Purged;
pub use query_counts::QueryCount;
pub use records::Reading;
pub use since::{RecordChange, RecordVersion, Since, Times};
pub use tokens::Token;
pub use types::{
    Baseline, Event, Recovery, RevisionDraft, RunEnd, RunFilter, RunLease, Settlement, SourceEntry, SourceOrigin,
    Tombstone, Validators,
};
pub use verify::Problem;
pub use versions::Revision;

use crate::StoreError;
use connection::Readers;
use model::{Clock, Cursor, JournalId};
use process::Process;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// The journal of one data directory. Cheap to share; all methods may be called from any thread.
#[derive(Debug)]
pub struct Journal {
    dir: PathBuf,
    clock: Arc<dyn Clock>,
    id: JournalId,
    process: Process,
    writer: Mutex<Connection>,
    readers: Readers,
}

impl Journal {
    /// Opens (or creates) the journal of a data directory, migrates it after an automatic backup, ends runs that a
    /// crash left open, and says what it did.
    pub fn open(dir: &Path, clock: Arc<dyn Clock>) -> Result<(Self, Recovery), StoreError> {
        std::fs::create_dir_all(dir).map_err(|cause| StoreError::Io {
            action: "create the directory",
            path: dir.to_owned(),
            cause,
        })?;
        let file = dir.join(connection::FILE_NAME);
        let mut writer = connection::connect(&file)?;
        let stamp = clock.now().format("%Y%m%dT%H%M%S%.3fZ").to_string();
        let migrated = schema::migrate(&mut writer, dir, &stamp).map_err(|error| match error {
            StoreError::Sql(cause) => connection::explain(&file, cause),
            other => other,
        })?;
        let id = writer.query_row("SELECT value FROM meta WHERE key = 'journal_id'", [], |row| row.get(0))?;
        let journal = Self {
            dir: dir.to_owned(),
            clock,
            id: JournalId(id),
            process: Process::current(),
            writer: Mutex::new(writer),
            readers: Readers::default(),
        };
        let mut recovery = Recovery { notes: migrated.into_iter().collect() };
        recovery.notes.extend(journal.close_abandoned_runs()?);
        Ok((journal, recovery))
    }

    /// The data directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Names this journal; a restored backup has another id.
    pub fn id(&self) -> JournalId {
        self.id.clone()
    }

    /// The newest place in this journal's history.
    pub fn cursor(&self) -> Result<Cursor, StoreError> {
        Ok(Cursor { journal: self.id(), seq: self.seq()? })
    }

    /// The present in milliseconds since 1970, as the tables store it.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now().timestamp_millis()
    }
}
