//! Tombstones: what remains of withdrawn records.

use super::commits::{CommitDraft, source_id};
use super::records::body_of;
use super::revision::Withdrawal;
use super::values::{instant, int, unsigned};
use super::{Journal, Tombstone};
use crate::StoreError;
use rusqlite::{OptionalExtension, Transaction};

/// Writes the tombstone of a record that is being withdrawn.
pub(super) fn write(
    withdrawal: &Withdrawal<'_>,
    commit: &CommitDraft<'_>,
    key: &str,
    title: Option<&str>,
    body: i64,
) -> Result<(), StoreError> {
    let transaction = withdrawal.transaction;
    let portal_id = match super::portal_ids::known(transaction, key)? {
        Some(id) => id,
        None => super::portal_ids::allocate(transaction, key, key, commit.seq())?,
    };
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO tombstones (key, source, seq, portal_id, run, at, title, body) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute((
            key,
            withdrawal.source,
            int(commit.seq()),
            portal_id,
            int(withdrawal.run),
            commit.at(),
            title,
            body,
        ))?;
    Ok(())
}

/// A record is back: its tombstone stays in history but no longer counts.
pub(super) fn lift(transaction: &Transaction<'_>, source: i64, key: &str, seq: u64) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE tombstones SET returned_seq = ?3 WHERE key = ?1 AND source = ?2 AND returned_seq IS NULL",
        )?
        .execute((key, source, int(seq)))?;
    Ok(())
}

impl Journal {
    /// The newest tombstone behind a portal id or IRI, if the thing is gone: no source has a record of that name or
    /// portal id any more.
    pub fn tombstone(&self, id_or_iri: &str) -> Result<Option<Tombstone>, StoreError> {
        self.read(|transaction| {
            let found = transaction
                .prepare_cached(
                    "SELECT t.portal_id, t.key, s.id, t.at, t.run, t.title, t.body FROM tombstones t \
                     JOIN sources s ON s.number = t.source \
                     WHERE (t.portal_id = ?1 OR t.key = ?1) AND t.returned_seq IS NULL \
                     ORDER BY t.seq DESC, s.id LIMIT 1",
                )?
                .query_row([id_or_iri], |row| {
                    let name: (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
                    let facts: (i64, i64, Option<String>, i64) = (row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?);
                    Ok((name, facts))
                })
                .optional()?;
            let Some(((id, iri, source), (at, run, title, body))) = found else { return Ok(None) };
            if lives(transaction, &id, &iri)? {
                return Ok(None);
            }
            Ok(Some(Tombstone {
                id,
                iri,
                source: source_id(&source)?,
                withdrawn: instant(at)?,
                run: unsigned(run),
                title,
                body: body_of(transaction, body)?,
            }))
        })
    }
}

/// Whether any source still has a record with this IRI or with another IRI of the same portal id.
fn lives(transaction: &Transaction<'_>, id: &str, iri: &str) -> Result<bool, StoreError> {
    Ok(transaction
        .prepare_cached(
            "SELECT 1 FROM records WHERE (key = ?2 OR key IN (SELECT iri FROM portal_iris WHERE id = ?1)) \
             AND kind IN (1, 2, 3) LIMIT 1",
        )?
        .exists((id, iri))?)
}
