//! Sources: registering, listing and removing them.

use super::commits::{CommitDraft, EventKind, source_id};
use super::revision::{Withdrawal, write_revision};
use super::values::{from_json, hash, instant, int, small, to_json, unsigned};
use super::{Journal, SourceEntry, SourceOrigin, Validators};
use crate::StoreError;
use model::{Seq, Source, SourceId, SourceState};
use rusqlite::{OptionalExtension, Row, Transaction};

/// A source's number and where it stands, for writers.
pub(super) struct SourceRow {
    pub(super) number: i64,
    pub(super) revision: u64,
}

const ENTRY: &str = "SELECT s.id, s.config, s.origin, s.answered, s.revision, s.etag, s.last_modified, s.body_hash, \
    s.rules, s.last_run, (SELECT r.report FROM runs r WHERE r.source = s.number AND r.ended IS NOT NULL \
    ORDER BY r.run DESC LIMIT 1) FROM sources s WHERE s.removed_seq IS NULL";

impl Journal {
    /// All registered sources, sorted by id.
    pub fn sources(&self) -> Result<Vec<SourceEntry>, StoreError> {
        self.read(sources_in)
    }

    /// One source; `Err(UnknownSource)` if there is none.
    pub fn source(&self, id: &SourceId) -> Result<SourceEntry, StoreError> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(&format!("{ENTRY} AND s.id = ?1"))?;
            let mut rows = statement.query([id.as_str()])?;
            match rows.next()? {
                Some(row) => entry(row),
                None => Err(StoreError::UnknownSource(id.to_string())),
            }
        })
    }

    /// What the contact of a source was told last, in the words of whoever told it.
    pub fn last_notified(&self, source: &SourceId) -> Result<Option<String>, StoreError> {
        self.read(|transaction| {
            let number = source_row(transaction, source)?.number;
            Ok(transaction
                .prepare_cached("SELECT notified FROM sources WHERE number = ?1")?
                .query_row([number], |row| row.get(0))?)
        })
    }

    /// Remembers what the contact of a source was told.
    pub fn set_last_notified(&self, source: &SourceId, told: &str) -> Result<(), StoreError> {
        self.write(|transaction| {
            let number = source_row(transaction, source)?.number;
            transaction.execute("UPDATE sources SET notified = ?2 WHERE number = ?1", (number, told))?;
            Ok(())
        })
    }

    /// Registers or updates; returns whether anything changed. Never touches data. A source of the configuration
    /// cannot be changed by command (`Err(Configured)`).
    pub fn put_source(&self, source: &Source, origin: SourceOrigin) -> Result<bool, StoreError> {
        Ok(self.put_sources(std::slice::from_ref(source), origin)? > 0)
    }

    /// As [`Journal::put_source`] for many sources in one transaction: all or none. Returns how many changed.
    pub fn put_sources(&self, sources: &[Source], origin: SourceOrigin) -> Result<usize, StoreError> {
        let differs = self.read(|transaction| {
            for source in sources {
                if needs_write(transaction, source, origin)? {
                    return Ok(true);
                }
            }
            Ok(false)
        })?;
        if !differs {
            return Ok(0); // the usual start of a server writes nothing
        }
        let at = self.now();
        self.write(|transaction| {
            let mut commit = CommitDraft::begin(transaction, at)?;
            let mut changed = 0;
            for source in sources {
                if needs_write(transaction, source, origin)? {
                    let number = write_source(transaction, source, origin)?;
                    commit.event(number, None, EventKind::Source, None)?;
                    changed += 1;
                }
            }
            if changed > 0 {
                commit.touch_records(); // class, rank and host decide who wins
                commit.finish()?;
            }
            Ok(changed)
        })
    }

    /// Sources of the configuration that are not in `kept` any more become sources by command, so that they can be
    /// changed and removed. Their data stay. Returns their ids.
    pub fn release_configured(&self, kept: &[SourceId]) -> Result<Vec<SourceId>, StoreError> {
        let released: Vec<SourceId> = self
            .sources()?
            .into_iter()
            .filter(|entry| entry.origin == SourceOrigin::Configuration && !kept.contains(&entry.source.id))
            .map(|entry| entry.source.id)
            .collect();
        if !released.is_empty() {
            self.write(|transaction| {
                for id in &released {
                    transaction.execute("UPDATE sources SET origin = 'command' WHERE id = ?1", [id.as_str()])?;
                }
                Ok(())
            })?;
        }
        Ok(released)
    }

    /// Removes a source and withdraws its records (tombstones and history stay).
    pub fn remove_source(&self, id: &SourceId) -> Result<Seq, StoreError> {
        let at = self.now();
        self.write(|transaction| {
            let source = source_row(transaction, id)?;
            let mut commit = CommitDraft::begin(transaction, at)?;
            commit.touch_records();
            let revision = source.revision + 1;
            let withdrawal = Withdrawal { transaction, source: source.number, revision, run: 0 };
            let keys: Vec<String> = transaction
                .prepare_cached("SELECT key FROM records WHERE source = ?1")?
                .query_map([source.number], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            for key in &keys {
                withdrawal.withdraw(&mut commit, key)?;
            }
            commit.event(source.number, None, EventKind::SourceRemoved, None)?;
            write_revision(transaction, &commit, source.number, revision, 0, rdf::RULES_VERSION)?;
            close_source(transaction, source.number, revision, commit.seq())?;
            super::runs::close_run_of(
                transaction,
                source.number,
                commit.seq(),
                at,
                "källan togs bort",
                "its source was removed",
            )?;
            commit.finish()
        })
    }
}

/// All registered sources in a transaction, sorted by id.
pub(super) fn sources_in(transaction: &Transaction<'_>) -> Result<Vec<SourceEntry>, StoreError> {
    let mut statement = transaction.prepare_cached(&format!("{ENTRY} ORDER BY s.id"))?;
    let mut rows = statement.query([])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(entry(row)?);
    }
    Ok(entries)
}

fn entry(row: &Row<'_>) -> Result<SourceEntry, StoreError> {
    let source: Source = from_json(&row.get::<_, String>(1)?)?;
    let state = match (source.paused, row.get::<_, bool>(3)?) {
        (true, _) => SourceState::Paused,
        (false, true) => SourceState::Active,
        (false, false) => SourceState::Awaiting,
    };
    let body: Option<Vec<u8>> = row.get(7)?;
    let last_run: Option<i64> = row.get(9)?;
    let report: Option<String> = row.get(10)?;
    Ok(SourceEntry {
        state,
        source,
        origin: origin_of(&row.get::<_, String>(2)?),
        revision: unsigned(row.get(4)?),
        validators: Validators {
            etag: row.get(5)?,
            last_modified: row.get(6)?,
            body: body.map(|bytes| hash(&bytes)).transpose()?,
            rules: small(row.get(8)?),
        },
        last_run: last_run.map(instant).transpose()?,
        last_report: report.map(|json| from_json(&json)).transpose()?,
    })
}

fn origin_word(origin: SourceOrigin) -> &'static str {
    match origin {
        SourceOrigin::Configuration => "configuration",
        SourceOrigin::Command => "command",
    }
}

fn origin_of(word: &str) -> SourceOrigin {
    if word == "configuration" { SourceOrigin::Configuration } else { SourceOrigin::Command }
}

/// Whether writing would change anything; `Err(Configured)` when a command would change a source of the file.
fn needs_write(transaction: &Transaction<'_>, source: &Source, origin: SourceOrigin) -> Result<bool, StoreError> {
    let old = transaction
        .prepare_cached("SELECT config, origin FROM sources WHERE id = ?1 AND removed_seq IS NULL")?
        .query_row([source.id.as_str()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
        .optional()?;
    let Some((config, old_origin)) = old else { return Ok(true) };
    let same = from_json::<Source>(&config)? == *source;
    let old_origin = origin_of(&old_origin);
    if !same && old_origin == SourceOrigin::Configuration && origin == SourceOrigin::Command {
        return Err(StoreError::Configured(source.id.to_string()));
    }
    // A command that repeats what the file says changes nothing, not even who registered it.
    Ok(!same || (old_origin != origin && origin == SourceOrigin::Configuration))
}

/// Inserts or updates the row; a source that was removed comes back with its history. Returns its number.
fn write_source(transaction: &Transaction<'_>, source: &Source, origin: SourceOrigin) -> Result<i64, StoreError> {
    // What another address said about its version says nothing about this one.
    let number = transaction
        .prepare_cached(
            "INSERT INTO sources (id, config, origin) VALUES (?1, ?2, ?3) \
             ON CONFLICT (id) DO UPDATE SET config = excluded.config, origin = excluded.origin, removed_seq = NULL, \
             etag = iif(config ->> '$.url' = excluded.config ->> '$.url', etag, NULL), \
             last_modified = iif(config ->> '$.url' = excluded.config ->> '$.url', last_modified, NULL) \
             RETURNING number",
        )?
        .query_row((source.id.as_str(), to_json(source)?, origin_word(origin)), |row| row.get(0))?;
    Ok(number)
}

/// Marks a source as removed: an empty revision ends its records, nothing of its old size counts as a baseline.
fn close_source(transaction: &Transaction<'_>, number: i64, revision: u64, seq: u64) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE sources SET removed_seq = ?2, revision = ?3, baseline_after = ?3, answered = 0, etag = NULL, \
         last_modified = NULL, body_hash = NULL, rules = 0 WHERE number = ?1",
        (number, int(seq), int(revision)),
    )?;
    transaction.execute("DELETE FROM findings WHERE source = ?1", [number])?;
    super::decisions::settle(transaction, number)?;
    transaction.execute("DELETE FROM documents WHERE source = ?1", [number])?;
    Ok(())
}

/// Number and revision of a registered source; `Err(UnknownSource)` if there is none.
pub(super) fn source_row(transaction: &Transaction<'_>, id: &SourceId) -> Result<SourceRow, StoreError> {
    transaction
        .prepare_cached("SELECT number, revision FROM sources WHERE id = ?1 AND removed_seq IS NULL")?
        .query_row([id.as_str()], |row| Ok(SourceRow { number: row.get(0)?, revision: unsigned(row.get(1)?) }))
        .optional()?
        .ok_or_else(|| StoreError::UnknownSource(id.to_string()))
}

/// Ids of all sources by number, removed ones too.
pub(super) fn source_ids(transaction: &Transaction<'_>) -> Result<rustc_hash::FxHashMap<i64, SourceId>, StoreError> {
    let mut statement = transaction.prepare_cached("SELECT number, id FROM sources")?;
    let mut rows = statement.query([])?;
    let mut ids = rustc_hash::FxHashMap::default();
    while let Some(row) = rows.next()? {
        ids.insert(row.get(0)?, source_id(&row.get::<_, String>(1)?)?);
    }
    Ok(ids)
}
