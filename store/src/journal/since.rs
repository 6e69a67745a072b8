//! What commits after a number changed, for projections that follow step by step.

use super::commits::EventKind;
use super::records::{Reading, kind_code, kind_of, meta_of};
use super::sources::source_row;
use super::values::{instant, int, length, unsigned};
use crate::StoreError;
use chrono::{DateTime, Utc};
use model::{FindingCounts, Seq, SourceId};
use rdf::{RecordHead, RecordKind, RecordMeta};
use rusqlite::OptionalExtension;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// One version of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordVersion {
    /// What it is about.
    pub kind: RecordKind,
    /// Facts.
    pub meta: RecordMeta,
    /// Canonical N-Triples.
    pub body: String,
}

/// A record that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordChange {
    /// The source that has or had it.
    pub source: SourceId,
    /// Its key.
    pub key: String,
    /// What it was; `None` if it was not there.
    pub before: Option<RecordVersion>,
    /// What it is; `None` if it is gone.
    pub after: Option<RecordVersion>,
}

/// When a record was first accepted, and when its present version was.
pub type Times = (DateTime<Utc>, DateTime<Utc>);

/// What changed since a number.
#[derive(Debug, Default)]
pub struct Since {
    /// Sources with a run or a decision.
    pub sources: Vec<SourceId>,
    /// Records, by source and key.
    pub records: Vec<RecordChange>,
    /// Something that belongs to no source: results of link checks, measures made outside a run.
    pub elsewhere: bool,
}

/// Sources by number, with the keys that their events name.
type Touched = BTreeMap<i64, FxHashSet<String>>;

impl Reading<'_> {
    /// What the commits after `seq` changed, if it is at most `limit` records and of a kind that needs no new merge:
    /// runs, results of checks. `None` for everything else (sources, rules of the merge, what was purged).
    pub fn since(&self, seq: Seq, limit: usize) -> Result<Option<Since>, StoreError> {
        let Some((touched, elsewhere)) = self.touched(seq, limit)? else { return Ok(None) };
        let mut since = Since { elsewhere, ..Since::default() };
        for (number, keys) in touched {
            let Some(source) = self.source_id(number)? else { return Ok(None) };
            let mut keys: Vec<String> = keys.into_iter().collect();
            keys.sort_unstable();
            let known = self.revision_at(number, seq)?;
            for key in keys {
                if let Some((before, after)) = self.versions(number, &key, known)? {
                    since.records.push(RecordChange { source: source.clone(), key, before, after });
                }
            }
            since.sources.push(source);
        }
        Ok(Some(since))
    }

    fn touched(&self, seq: Seq, limit: usize) -> Result<Option<(Touched, bool)>, StoreError> {
        let mut statement = self.transaction().prepare_cached(
            "SELECT c.seq, c.records, e.source, e.record, e.kind FROM commits c LEFT JOIN events e ON e.seq = c.seq \
             WHERE c.seq > ?1 ORDER BY c.seq, e.position LIMIT ?2",
        )?;
        let mut rows = statement.query((int(seq.0), length(limit + 1)))?;
        let (mut touched, mut elsewhere, mut seen) = (Touched::new(), false, 0);
        // Commits with records that no run made change how everything is merged.
        let (mut with_records, mut with_run) = (FxHashSet::default(), FxHashSet::default());
        while let Some(row) = rows.next()? {
            seen += 1;
            let commit: i64 = row.get(0)?;
            if row.get(1)? {
                with_records.insert(commit);
            }
            let Some(source) = row.get::<_, Option<i64>>(2)? else {
                elsewhere = true;
                continue;
            };
            let kind: i64 = row.get(4)?;
            if kind == EventKind::SourceRemoved as i64 || kind == EventKind::Purged as i64 {
                return Ok(None);
            }
            if kind == EventKind::Run as i64 {
                with_run.insert(commit);
            }
            let keys = touched.entry(source).or_default();
            keys.extend(row.get::<_, Option<String>>(3)?);
        }
        let known = seen <= limit && with_records.is_subset(&with_run);
        Ok(known.then_some((touched, elsewhere)))
    }

    fn source_id(&self, number: i64) -> Result<Option<SourceId>, StoreError> {
        let id: Option<String> = self
            .transaction()
            .prepare_cached("SELECT id FROM sources WHERE number = ?1 AND removed_seq IS NULL")?
            .query_row([number], |row| row.get(0))
            .optional()?;
        id.map(|id| super::commits::source_id(&id)).transpose()
    }

    /// The revision of a source that was in force at `seq`.
    fn revision_at(&self, source: i64, seq: Seq) -> Result<i64, StoreError> {
        let found: Option<i64> = self
            .transaction()
            .prepare_cached("SELECT max(revision) FROM revisions WHERE source = ?1 AND seq <= ?2")?
            .query_row((source, int(seq.0)), |row| row.get(0))?;
        Ok(found.unwrap_or(0))
    }

    /// A record in an older revision and now; `None` if it is the same.
    #[expect(clippy::type_complexity, reason = "what it was and what it is")]
    fn versions(
        &self,
        source: i64,
        key: &str,
        revision: i64,
    ) -> Result<Option<(Option<RecordVersion>, Option<RecordVersion>)>, StoreError> {
        let transaction = self.transaction();
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
        let now: Option<(i64, String, i64, i64)> = transaction
            .prepare_cached("SELECT kind, meta, body, from_revision FROM records WHERE source = ?1 AND key = ?2")?
            .query_row((source, key), row)
            .optional()?;
        if now.as_ref().is_some_and(|(_, _, _, from)| *from <= revision) {
            return Ok(None);
        }
        let was: Option<(i64, String, i64, i64)> = transaction
            .prepare_cached(
                "SELECT kind, meta, body, from_revision FROM record_history WHERE source = ?1 AND key = ?2 \
                 AND from_revision <= ?3 AND to_revision >= ?3",
            )?
            .query_row((source, key, revision), row)
            .optional()?;
        let version = |(kind, meta, body, _): (i64, String, i64, i64)| -> Result<RecordVersion, StoreError> {
            let body = super::records::body_of(transaction, body)?
                .ok_or_else(|| StoreError::Value(format!("the body of `{key}`")))?;
            Ok(RecordVersion { kind: kind_of(kind)?, meta: meta_of(&meta)?, body })
        };
        Ok(Some((was.map(version).transpose()?, now.map(version).transpose()?)))
    }

    /// Whether another record than this one of this source has the key, or (if given) the UUID.
    pub fn has_relatives(&self, source: &SourceId, key: &str, uuid: Option<&str>) -> Result<bool, StoreError> {
        let number = source_row(self.transaction(), source)?.number;
        let mut named = self.transaction().prepare_cached("SELECT 1 FROM records WHERE key = ?1 AND source <> ?2")?;
        if named.exists((key, number))? {
            return Ok(true);
        }
        let Some(uuid) = uuid else { return Ok(false) };
        let mut same = self
            .transaction()
            .prepare_cached("SELECT 1 FROM records WHERE uuid = ?1 AND NOT (source = ?2 AND key = ?3)")?;
        Ok(same.exists((uuid, number, key))?)
    }

    /// Whether any source has a record of this key.
    pub fn is_record(&self, key: &str) -> Result<bool, StoreError> {
        Ok(self.transaction().prepare_cached("SELECT 1 FROM records WHERE key = ?1")?.exists([key])?)
    }

    /// The portal id of an IRI, and whether other IRIs have it too.
    pub fn portal_id(&self, iri: &str) -> Result<Option<(String, bool)>, StoreError> {
        let Some(id) = super::portal_ids::known(self.transaction(), iri)? else { return Ok(None) };
        let mut others = self.transaction().prepare_cached("SELECT 1 FROM portal_iris WHERE id = ?1 AND iri <> ?2")?;
        let shared = others.exists((&id, iri))?;
        Ok(Some((id, shared)))
    }

    /// When a record was first accepted, and when its present version was.
    pub fn times_of(&self, source: &SourceId, key: &str) -> Result<Option<Times>, StoreError> {
        let number = source_row(self.transaction(), source)?.number;
        let times: Option<(i64, i64)> = self
            .transaction()
            .prepare_cached(
                "SELECT f.at, v.at FROM records r \
                 JOIN revisions f ON f.source = r.source AND f.revision = r.first_revision \
                 JOIN revisions v ON v.source = r.source AND v.revision = r.from_revision \
                 WHERE r.source = ?1 AND r.key = ?2",
            )?
            .query_row((number, key), |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        times.map(|(first, last)| Ok((instant(first)?, instant(last)?))).transpose()
    }

    /// Key and kind of each record of a source, sorted by key.
    pub fn keys(&self, source: &SourceId) -> Result<Vec<(String, RecordKind)>, StoreError> {
        let number = source_row(self.transaction(), source)?.number;
        let mut statement =
            self.transaction().prepare_cached("SELECT key, kind FROM records WHERE source = ?1 ORDER BY key")?;
        let mut rows = statement.query([number])?;
        let mut keys = Vec::new();
        while let Some(row) = rows.next()? {
            keys.push((row.get(0)?, kind_of(row.get(1)?)?));
        }
        Ok(keys)
    }

    /// Heads of the catalogs of a source.
    pub fn catalog_heads(&self, source: &SourceId) -> Result<Vec<RecordHead>, StoreError> {
        let number = source_row(self.transaction(), source)?.number;
        let mut statement = self.transaction().prepare_cached(
            "SELECT r.key, r.kind, b.hash, r.meta, r.missing, r.kept FROM records r JOIN bodies b ON b.number = r.body \
             WHERE r.source = ?1 AND r.kind = ?2 ORDER BY r.key",
        )?;
        let mut rows = statement.query((number, kind_code(RecordKind::Catalog)))?;
        let mut heads = Vec::new();
        while let Some(row) = rows.next()? {
            heads.push(super::records::head(row, 0)?);
        }
        Ok(heads)
    }

    /// Current findings of a source counted by record.
    pub fn finding_counts(&self, source: &SourceId) -> Result<FxHashMap<String, FindingCounts>, StoreError> {
        let number = source_row(self.transaction(), source)?.number;
        let mut statement = self.transaction().prepare_cached(
            "SELECT record, sum(severity = 0), sum(severity = 1), sum(severity = 2) FROM findings \
             WHERE source = ?1 AND record IS NOT NULL GROUP BY record",
        )?;
        let mut rows = statement.query([number])?;
        let mut counts = FxHashMap::default();
        while let Some(row) = rows.next()? {
            let [error, warning, notice] = [row.get(1)?, row.get(2)?, row.get(3)?].map(unsigned);
            counts.insert(row.get(0)?, FindingCounts { error, warning, notice });
        }
        Ok(counts)
    }
}
