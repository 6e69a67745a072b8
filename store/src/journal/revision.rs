//! Changes to a source's records: put, withdraw, count.

use super::commits::{CommitDraft, EventKind};
use super::records::{kind_code, kind_of, meta_of};
use super::values::{int, length, to_json};
use crate::StoreError;
use model::ContentHash;
use rdf::{Record, RecordKind};
use rusqlite::{OptionalExtension, Transaction};

/// zstd level of bodies: level 1 costs a few microseconds for a record.
const BODY_LEVEL: i32 = 1;

/// A body ready for the table.
pub(super) struct Compressed(Vec<u8>);

/// Compresses all bodies with one context, and checks that each hash is the hash of its body: a wrong one would make
/// the journal disagree with itself for ever.
pub(super) fn compress_all(records: &[Record]) -> Result<Vec<Compressed>, StoreError> {
    let refused = |cause: std::io::Error| StoreError::Value(format!("a body that cannot be compressed ({cause})"));
    let mut compressor = zstd::bulk::Compressor::new(BODY_LEVEL).map_err(refused)?;
    compressor.include_contentsize(true).map_err(refused)?;
    let mut bodies = Vec::with_capacity(records.len());
    for record in records {
        if blake3::hash(record.body.as_bytes()).as_bytes() != &record.hash.0 {
            return Err(StoreError::Value(format!("record `{}` whose hash is not that of its body", record.key)));
        }
        bodies.push(Compressed(compressor.compress(record.body.as_bytes()).map_err(refused)?));
    }
    Ok(bodies)
}

/// A record's current row, before it is changed.
struct Current {
    kind: i64,
    body: i64,
    meta: String,
    first_revision: i64,
    from_revision: i64,
}

fn current(transaction: &Transaction<'_>, source: i64, key: &str) -> Result<Option<Current>, StoreError> {
    Ok(transaction
        .prepare_cached(
            "SELECT kind, body, meta, first_revision, from_revision FROM records WHERE source = ?1 AND key = ?2",
        )?
        .query_row((source, key), |row| {
            Ok(Current {
                kind: row.get(0)?,
                body: row.get(1)?,
                meta: row.get(2)?,
                first_revision: row.get(3)?,
                from_revision: row.get(4)?,
            })
        })
        .optional()?)
}

/// Ends the interval of a record's current version with the revision before `revision`.
fn archive(
    transaction: &Transaction<'_>,
    source: i64,
    key: &str,
    old: &Current,
    revision: u64,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO record_history (source, key, from_revision, to_revision, kind, body, meta) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute((source, key, old.from_revision, int(revision) - 1, old.kind, old.body, &old.meta))?;
    Ok(())
}

/// Number of a body, inserted if it is new.
fn body_number(
    transaction: &Transaction<'_>,
    hash: &ContentHash,
    size: usize,
    content: &[u8],
) -> Result<i64, StoreError> {
    let known = transaction
        .prepare_cached("SELECT number FROM bodies WHERE hash = ?1")?
        .query_row([hash.0], |row| row.get(0))
        .optional()?;
    if let Some(number) = known {
        return Ok(number);
    }
    transaction.prepare_cached("INSERT INTO bodies (hash, size, content) VALUES (?1, ?2, ?3)")?.execute((
        hash.0,
        length(size),
        content,
    ))?;
    Ok(transaction.last_insert_rowid())
}

/// Writes new and changed records. A record that is put as it already is changes nothing.
pub(super) fn put_records(
    transaction: &Transaction<'_>,
    commit: &mut CommitDraft<'_>,
    source: i64,
    revision: u64,
    records: &[Record],
    bodies: &[Compressed],
) -> Result<(), StoreError> {
    let mut write = transaction.prepare_cached(
        "INSERT OR REPLACE INTO records (source, key, kind, body, uuid, meta, missing, first_revision, from_revision) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8)",
    )?;
    for (record, Compressed(content)) in records.iter().zip(bodies) {
        let body = body_number(transaction, &record.hash, record.body.len(), content)?;
        let meta = to_json(&record.meta)?;
        let kind = kind_code(record.kind);
        let old = current(transaction, source, &record.key)?;
        let event = match &old {
            Some(old) if old.body == body && old.meta == meta && old.kind == kind => continue,
            Some(_) => EventKind::Changed,
            None if was_there_before(transaction, source, &record.key, revision)? => EventKind::Returned,
            None => EventKind::Created,
        };
        let mut first_revision = int(revision);
        if let Some(old) = &old {
            super::measures::forget(transaction, source, &record.key)?;
            archive(transaction, source, &record.key, old, revision)?;
            first_revision = old.first_revision;
        }
        write.execute((source, &record.key, kind, body, &record.meta.uuid, meta, first_revision, int(revision)))?;
        if event == EventKind::Returned {
            super::tombstones::lift(transaction, source, &record.key, commit.seq())?;
        }
        commit.event(source, Some(&record.key), event, Some(&record.hash))?;
    }
    Ok(())
}

fn was_there_before(transaction: &Transaction<'_>, source: i64, key: &str, revision: u64) -> Result<bool, StoreError> {
    if revision == 1 {
        return Ok(false); // the first harvest has no history to look into
    }
    Ok(transaction
        .prepare_cached("SELECT 1 FROM record_history WHERE source = ?1 AND key = ?2 LIMIT 1")?
        .exists((source, key))?)
}

/// Withdraws records of one source with one revision.
pub(super) struct Withdrawal<'t> {
    pub(super) transaction: &'t Transaction<'t>,
    pub(super) source: i64,
    pub(super) revision: u64,
    pub(super) run: u64,
}

impl Withdrawal<'_> {
    /// Closes a record's row and leaves a tombstone where readers knew it by a portal id. A key that is not there is
    /// passed over: withdrawing twice is withdrawing once.
    pub(super) fn withdraw(&self, commit: &mut CommitDraft<'_>, key: &str) -> Result<(), StoreError> {
        let Some(old) = current(self.transaction, self.source, key)? else { return Ok(()) };
        archive(self.transaction, self.source, key, &old, self.revision)?;
        self.transaction
            .prepare_cached("DELETE FROM records WHERE source = ?1 AND key = ?2")?
            .execute((self.source, key))?;
        super::measures::forget(self.transaction, self.source, key)?;
        let kind = kind_of(old.kind)?;
        if matches!(kind, RecordKind::Dataset | RecordKind::Series | RecordKind::Service) {
            let title = meta_of(&old.meta)?.title;
            super::tombstones::write(self, commit, key, title.as_deref(), old.body)?;
        }
        commit.event(self.source, Some(key), EventKind::Withdrawn, None)
    }
}

/// Counts what the source now has and writes the revision's row.
pub(super) fn write_revision(
    transaction: &Transaction<'_>,
    commit: &CommitDraft<'_>,
    source: i64,
    revision: u64,
    run: u64,
    rules: u32,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO revisions (source, revision, run, seq, at, rules, records, datasets, distributions, titles) \
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, count(*), \
             coalesce(sum(kind = 1), 0), \
             coalesce(sum(CASE kind WHEN 1 THEN json_extract(meta, '$.distributions') END), 0), \
             coalesce(sum(CASE kind WHEN 1 THEN json_extract(meta, '$.title') IS NOT NULL END), 0) \
             FROM records WHERE source = ?1",
        )?
        .execute((source, int(revision), int(run), int(commit.seq()), commit.at(), rules))?;
    Ok(())
}
