//! Connections to the journal file: one that writes, a few that read.

use super::Journal;
use crate::StoreError;
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Name of the journal's file in the data directory.
pub(super) const FILE_NAME: &str = "journal.sqlite";

/// How long a writer waits for the writers of other processes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// Reading connections kept open when idle.
const IDLE_READERS: usize = 4;

/// Opens the file with the settings that every connection needs.
pub(super) fn connect(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open(path).map_err(|cause| explain(path, cause))?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(96);
    use_wal(&connection).map_err(|cause| explain(path, cause))?;
    connection.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY; \
         PRAGMA cache_size = -32000;",
    )?;
    Ok(connection)
}

/// SQLite does not call the busy handler while it switches a new file to WAL, so two first starts at once retry here.
fn use_wal(connection: &Connection) -> Result<(), rusqlite::Error> {
    let mut attempts = 0;
    loop {
        let answer = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0));
        match answer {
            Ok(_) => return Ok(()),
            Err(error) if attempts < 100 && error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                attempts += 1;
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(error) => return Err(error),
        }
    }
}

/// Says in our words what a file that SQLite cannot open suffers from.
pub(super) fn explain(path: &Path, cause: rusqlite::Error) -> StoreError {
    let damaged = |problem: String| StoreError::Damaged {
        path: path.to_owned(),
        problem,
        advice: "restore a backup with `skord restore`, or move the file away",
    };
    match cause.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => damaged("it is no SQLite database".to_owned()),
        Some(ErrorCode::DatabaseCorrupt) => damaged(cause.to_string()),
        _ => StoreError::Sql(cause),
    }
}

/// Reading connections that wait for their next use.
#[derive(Debug, Default)]
pub(super) struct Readers {
    idle: Mutex<Vec<Connection>>,
}

/// A reading connection; goes back to the idle ones when dropped.
pub(super) struct Reader<'a> {
    connection: Option<Connection>,
    home: &'a Readers,
}

impl Readers {
    fn take(&self, path: &Path) -> Result<Reader<'_>, StoreError> {
        let idle = lock(&self.idle).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connect(path)?,
        };
        Ok(Reader { connection: Some(connection), home: self })
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            let mut idle = lock(&self.home.idle);
            if idle.len() < IDLE_READERS {
                idle.push(connection);
            }
        }
    }
}

/// A panic of another thread leaves no half-written state behind (its transaction was rolled back).
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Journal {
    /// The journal's file.
    pub(super) fn file(&self) -> PathBuf {
        self.dir.join(FILE_NAME)
    }

    /// Runs `work` in one reading transaction: it sees one state, whatever others write meanwhile.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut reader = self.readers.take(&self.file())?;
        let Some(connection) = reader.connection.as_mut() else {
            return Err(StoreError::Value("a reading connection was lost".to_owned()));
        };
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
        let result = work(&transaction);
        transaction.finish()?;
        result
    }

    /// Runs `work` in one writing transaction (`BEGIN IMMEDIATE`): all or nothing.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut writer = lock(&self.writer);
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = work(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }
}
