//! Backup and restore of the journal.

use super::connection::{FILE_NAME, connect, explain};
use super::values::unsigned;
use super::{Journal, ServeLock};
use crate::StoreError;
use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::Duration;

const MANIFEST: &str = "manifest.json";

/// What a backup says about itself (`manifest.json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the tables.
    pub version: u32,
    /// The journal that was copied.
    pub journal: String,
    /// Its newest number.
    pub seq: u64,
    /// When it was made (RFC 3339, or a compact form in copies made before a migration).
    pub created: String,
    /// Size of `journal.sqlite` in bytes.
    pub size: u64,
    /// BLAKE3 hash of `journal.sqlite`, hex.
    pub blake3: String,
}

impl Journal {
    /// Copies the whole journal to the directory `target` while others write; `Err(Occupied)` if it holds one already.
    pub fn backup(&self, target: &Path) -> Result<(), StoreError> {
        let source = connect(&self.file())?;
        copy_journal(&source, target, &self.clock.now().to_rfc3339()).map(|_| ())
    }
}

fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> StoreError {
    let path = path.to_owned();
    move |cause| StoreError::Io { action, path, cause }
}

/// Copies an open journal with SQLite's online backup, then writes the manifest: a directory without one is no backup.
pub(super) fn copy_journal(source: &Connection, target: &Path, created: &str) -> Result<Manifest, StoreError> {
    std::fs::create_dir_all(target).map_err(io("create the directory", target))?;
    let file = target.join(FILE_NAME);
    if file.exists() {
        return Err(StoreError::Occupied { path: target.to_owned() });
    }
    let part = target.join("journal.sqlite.part");
    if part.exists() {
        std::fs::remove_file(&part).map_err(io("remove", &part))?;
    }
    let (version, journal, seq) = copy_pages(source, &part)?;
    std::fs::File::open(&part).and_then(|written| written.sync_all()).map_err(io("sync", &part))?;
    let manifest = Manifest {
        version,
        journal,
        seq: unsigned(seq),
        created: created.to_owned(),
        size: std::fs::metadata(&part).map_err(io("read", &part))?.len(),
        blake3: hash_file(&part)?,
    };
    std::fs::rename(&part, &file).map_err(io("rename", &part))?;
    let text = serde_json::to_string_pretty(&manifest).map_err(|cause| StoreError::Value(cause.to_string()))?;
    let path = target.join(MANIFEST);
    std::fs::write(&path, text).map_err(io("write", &path))?;
    std::fs::File::open(target).and_then(|dir| dir.sync_all()).map_err(io("sync", target))?;
    Ok(manifest)
}

/// Copies all pages in one step (writers of a WAL journal are not held up) and says what was copied.
fn copy_pages(source: &Connection, part: &Path) -> Result<(u32, String, i64), StoreError> {
    let mut copy = Connection::open(part)?;
    {
        let backup = rusqlite::backup::Backup::new(source, &mut copy)?;
        backup.run_to_completion(i32::MAX, Duration::from_millis(50), None)?;
    }
    // A backup is one file that may lie on read-only media: no WAL beside it.
    copy.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get::<_, String>(0))?;
    let version = super::schema::version(&copy)?;
    let journal = copy.query_row("SELECT value FROM meta WHERE key = 'journal_id'", [], |row| row.get(0))?;
    let seq = copy.query_row("SELECT coalesce(max(seq), 0) FROM commits", [], |row| row.get(0))?;
    Ok((version, journal, seq))
}

fn hash_file(path: &Path) -> Result<String, StoreError> {
    let mut file = std::fs::File::open(path).map_err(io("open", path))?;
    let mut hasher = blake3::Hasher::new();
    std::io::copy(&mut file, &mut hasher).map_err(io("read", path))?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// Restores the backup in `from` into the data directory `dir`, checked before anything is touched. A directory that
/// holds a journal is refused (`Err(Occupied)`) unless `force`: then the old journal moves to `backups/`. The restored
/// journal gets a new id, so that no cursor or projection of the old one is believed. Nobody may use the directory.
pub fn restore(from: &Path, dir: &Path, force: bool) -> Result<Manifest, StoreError> {
    let manifest = check_backup(from)?;
    std::fs::create_dir_all(dir).map_err(io("create the directory", dir))?;
    let _lock = ServeLock::acquire(dir)?;
    let file = dir.join(FILE_NAME);
    if file.exists() && !force {
        return Err(StoreError::Occupied { path: dir.to_owned() });
    }
    let part = dir.join("journal.sqlite.restoring");
    std::fs::copy(from.join(FILE_NAME), &part).map_err(io("write", &part))?;
    adopt(&part)?;
    if file.exists() {
        set_aside(dir)?;
    }
    std::fs::rename(&part, &file).map_err(io("rename", &part))?;
    std::fs::File::open(dir).and_then(|dir| dir.sync_all()).map_err(io("sync", dir))?;
    Ok(manifest)
}

/// Reads the manifest and checks hash, version and SQLite's own integrity.
fn check_backup(from: &Path) -> Result<Manifest, StoreError> {
    let path = from.join(MANIFEST);
    let text = std::fs::read_to_string(&path).map_err(io("read", &path))?;
    let damaged = |path: PathBuf, problem: String| StoreError::Damaged { path, problem, advice: "use another backup" };
    let manifest: Manifest = serde_json::from_str(&text).map_err(|cause| damaged(path.clone(), cause.to_string()))?;
    if manifest.version > super::schema::VERSION {
        let (found, known) = (manifest.version, super::schema::VERSION);
        return Err(StoreError::NewerVersion { path: from.to_owned(), found, known });
    }
    let file = from.join(FILE_NAME);
    if hash_file(&file)? != manifest.blake3 {
        return Err(damaged(file, "its hash is not the one in `manifest.json`".to_owned()));
    }
    let connection =
        Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(|cause| explain(&file, cause))?;
    let verdict: String = connection
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(|cause| explain(&file, cause))?;
    if verdict != "ok" {
        return Err(damaged(file, verdict));
    }
    Ok(manifest)
}

/// Makes a copied journal a new one: another id, and no run goes on in it (the process that held it may well live).
fn adopt(part: &Path) -> Result<(), StoreError> {
    let connection = Connection::open(part)?;
    connection.execute_batch(
        "UPDATE meta SET value = lower(hex(randomblob(8))) WHERE key = 'journal_id'; \
         UPDATE runs SET lease_until = 0, host = '' WHERE ended IS NULL;",
    )?;
    drop(connection);
    std::fs::File::open(part).and_then(|written| written.sync_all()).map_err(io("sync", part))
}

/// Moves the present journal (with its WAL) to `backups/before-restore-…`.
fn set_aside(dir: &Path) -> Result<(), StoreError> {
    // Opening and closing as the only user writes the WAL back; what remains is moved with the file.
    if let Ok(connection) = connect(&dir.join(FILE_NAME)) {
        let _ = connection.close();
    }
    let backups = dir.join("backups");
    let mut number = 1;
    let mut aside = backups.join("before-restore-1");
    while aside.exists() {
        number += 1;
        aside = backups.join(format!("before-restore-{number}"));
    }
    std::fs::create_dir_all(&aside).map_err(io("create the directory", &aside))?;
    for suffix in ["", "-wal", "-shm"] {
        let name = format!("{FILE_NAME}{suffix}");
        let old = dir.join(&name);
        if old.exists() {
            std::fs::rename(&old, aside.join(&name)).map_err(io("move", &old))?;
        }
    }
    Ok(())
}
