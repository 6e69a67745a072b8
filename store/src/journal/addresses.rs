//! What became of names: portal ids that were given once, ids of older portals, things that moved.

use super::records::{kind_of, meta_of};
use super::values::unsigned;
use super::{Journal, Tombstone};
use crate::StoreError;
use crate::merge::titles_alike;
use rusqlite::{OptionalExtension, Transaction};

/// What the journal knows about an id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IdNames {
    /// IRIs that have it, and the one it was made from; live ones first, then by IRI.
    pub iris: Vec<String>,
    /// IRI that an id of an older portal stands for.
    pub imported: Option<String>,
    /// Whether it was ever given, by us or by an older portal.
    pub given: bool,
}

/// What took the place of something withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Successor {
    /// Its IRI.
    pub iri: String,
    /// Both were there at the same time: they were one thing already, so the old address leads to the new one.
    pub merged: bool,
}

impl Journal {
    /// Everything that an id stood for.
    pub fn id_names(&self, id: &str) -> Result<IdNames, StoreError> {
        self.read(|transaction| {
            let cluster: Option<String> = transaction
                .prepare_cached("SELECT cluster FROM portal_ids WHERE id = ?1")?
                .query_row([id], |row| row.get(0))
                .optional()?;
            let imported: Option<String> = transaction
                .prepare_cached("SELECT iri FROM imported_ids WHERE id = ?1")?
                .query_row([id], |row| row.get(0))
                .optional()?;
            let mut statement = transaction.prepare_cached(
                "SELECT iri FROM portal_iris WHERE id = ?1 \
                 UNION SELECT key FROM records WHERE uuid = ?2 AND kind IN (1, 2, 3) ORDER BY 1",
            )?;
            let uuid = cluster.as_deref().and_then(|cluster| cluster.strip_prefix("uuid:")).unwrap_or_default();
            let mut iris =
                statement.query_map([id, uuid], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
            if let Some(iri) = cluster.as_ref().filter(|cluster| !cluster.starts_with("uuid:")) {
                iris.push(iri.clone());
            }
            let mut live = transaction.prepare_cached("SELECT 1 FROM records WHERE key = ?1 LIMIT 1")?;
            let mut keyed = Vec::new();
            for iri in iris {
                keyed.push((!live.exists([&iri])?, iri));
            }
            keyed.sort_unstable();
            keyed.dedup();
            let given = cluster.is_some() || imported.is_some() || !keyed.is_empty();
            Ok(IdNames { iris: keyed.into_iter().map(|(_, iri)| iri).collect(), imported, given })
        })
    }

    /// A record with the UUID of what was withdrawn, of the same kind and with a like title; the oldest of several.
    pub fn successor(&self, stone: &Tombstone) -> Result<Option<Successor>, StoreError> {
        self.read(|transaction| {
            let last: Option<(String, i64)> = transaction
                .prepare_cached(
                    "SELECT h.meta, h.kind FROM record_history h JOIN sources s ON s.number = h.source \
                     WHERE s.id = ?1 AND h.key = ?2 ORDER BY h.from_revision DESC LIMIT 1",
                )?
                .query_row([stone.source.as_str(), &stone.iri], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let Some((meta, kind)) = last else { return Ok(None) };
            let meta = meta_of(&meta)?;
            let Some(uuid) = &meta.uuid else { return Ok(None) };
            let withdrawn = withdrawal_seq(transaction, stone)?;
            let mut statement = transaction.prepare_cached(
                "SELECT r.key, r.meta, v.seq FROM records r \
                 JOIN revisions v ON v.source = r.source AND v.revision = r.first_revision \
                 WHERE r.uuid = ?1 AND r.kind = ?2 AND r.key <> ?3 ORDER BY v.seq, r.key",
            )?;
            kind_of(kind)?;
            let mut rows = statement.query((uuid, kind, &stone.iri))?;
            while let Some(row) = rows.next()? {
                let other = meta_of(&row.get::<_, String>(1)?)?;
                if titles_alike(meta.title.as_deref(), other.title.as_deref()) {
                    let merged = unsigned(row.get(2)?) < withdrawn;
                    return Ok(Some(Successor { iri: row.get(0)?, merged }));
                }
            }
            Ok(None)
        })
    }
}

/// The commit that withdrew it.
fn withdrawal_seq(transaction: &Transaction<'_>, stone: &Tombstone) -> Result<u64, StoreError> {
    let seq: Option<i64> = transaction
        .prepare_cached(
            "SELECT max(t.seq) FROM tombstones t JOIN sources s ON s.number = t.source WHERE t.key = ?1 AND s.id = ?2",
        )?
        .query_row([&stone.iri, stone.source.as_str()], |row| row.get(0))?;
    Ok(seq.map_or(0, unsigned))
}
