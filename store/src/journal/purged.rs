//! Names that were purged: only the hash of an IRI remains, so that it stays out and is answered with 410.

use super::Journal;
use super::values::instant;
use crate::StoreError;
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Transaction};

/// What remains of something that was purged: nothing that it said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purged {
    /// Portal id, if it had one.
    pub id: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, in the operator's words.
    pub reason: String,
}

/// The name under which an IRI is remembered.
pub(super) fn name_of(iri: &str) -> [u8; 32] {
    *blake3::hash(iri.as_bytes()).as_bytes()
}

/// Names that must not come back.
pub(super) fn names(transaction: &Transaction<'_>) -> Result<Vec<[u8; 32]>, StoreError> {
    let mut statement = transaction.prepare_cached("SELECT name FROM purged WHERE blocks = 1 AND lifted IS NULL")?;
    let names = statement.query_map([], |row| row.get::<_, [u8; 32]>(0))?.collect::<Result<_, _>>()?;
    Ok(names)
}

impl Journal {
    /// BLAKE3 hashes of the IRIs that were purged and must not come back.
    pub fn purged_names(&self) -> Result<Vec<[u8; 32]>, StoreError> {
        self.read(names)
    }

    /// What there is to say about a purged portal id or IRI; `None` if it was not purged, or the purge was lifted.
    pub fn purged(&self, id_or_iri: &str) -> Result<Option<Purged>, StoreError> {
        self.read(|transaction| {
            let row = transaction
                .prepare_cached(
                    "SELECT portal_id, at, reason FROM purged \
                     WHERE (portal_id = ?1 OR name = ?2) AND lifted IS NULL ORDER BY at DESC LIMIT 1",
                )?
                .query_row((id_or_iri, name_of(id_or_iri)), |row| Ok((row.get(0)?, row.get::<_, i64>(1)?, row.get(2)?)))
                .optional()?;
            row.map(|(id, at, reason)| Ok(Purged { id, at: instant(at)?, reason })).transpose()
        })
    }
}
