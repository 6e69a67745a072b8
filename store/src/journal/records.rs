//! Records of the accepted revisions: heads, bodies, and one consistent reading of all of them for projections.

use super::commits::newest_seq;
use super::findings::RecordFindings;
use super::sources::{source_ids, source_row, sources_in};
use super::values::{from_json, hash, instant, small, unsigned};
use super::{Baseline, Journal, RevisionDraft, SourceEntry};
use crate::StoreError;
use chrono::TimeDelta;
use model::{ContentHash, RunReport, Seq, SourceId};
use rdf::{RecordHead, RecordKind, RecordMeta};
use rusqlite::{OptionalExtension, Row, Transaction};
use rustc_hash::FxHashMap;

/// How far back guards look for the best that a source had.
const BASELINE_DAYS: i64 = 30;

/// The number of a kind in the tables. Never renumber.
pub(super) fn kind_code(kind: RecordKind) -> i64 {
    match kind {
        RecordKind::Catalog => 0,
        RecordKind::Dataset => 1,
        RecordKind::Series => 2,
        RecordKind::Service => 3,
        RecordKind::Shared => 4,
        RecordKind::CatalogRecord => 5,
        RecordKind::Remainder => 6,
    }
}

/// The kind of a number in the tables.
pub(super) fn kind_of(code: i64) -> Result<RecordKind, StoreError> {
    Ok(match code {
        0 => RecordKind::Catalog,
        1 => RecordKind::Dataset,
        2 => RecordKind::Series,
        3 => RecordKind::Service,
        4 => RecordKind::Shared,
        5 => RecordKind::CatalogRecord,
        6 => RecordKind::Remainder,
        other => return Err(StoreError::Value(format!("the record kind {other}"))),
    })
}

/// Facts of a record from their column.
pub(super) fn meta_of(json: &str) -> Result<RecordMeta, StoreError> {
    from_json(json)
}

/// Decompresses bodies with one context and one buffer.
#[derive(Default)]
pub(super) struct Bodies {
    decompressor: Option<zstd::bulk::Decompressor<'static>>,
    buffer: Vec<u8>,
}

impl Bodies {
    /// The text of a compressed body of `size` bytes; valid until the next call.
    pub(super) fn text(&mut self, content: &[u8], size: i64) -> Result<&str, StoreError> {
        let damaged = |cause: String| StoreError::Value(format!("a body that cannot be decompressed ({cause})"));
        let size = usize::try_from(size).map_err(|cause| damaged(cause.to_string()))?;
        let decompressor = match &mut self.decompressor {
            Some(decompressor) => decompressor,
            none => none.insert(zstd::bulk::Decompressor::new().map_err(|cause| damaged(cause.to_string()))?),
        };
        self.buffer.clear();
        self.buffer.reserve(size);
        decompressor.decompress_to_buffer(content, &mut self.buffer).map_err(|cause| damaged(cause.to_string()))?;
        std::str::from_utf8(&self.buffer).map_err(|cause| damaged(cause.to_string()))
    }
}

/// The text of a body by its number.
pub(super) fn body_of(transaction: &Transaction<'_>, number: i64) -> Result<Option<String>, StoreError> {
    let found: Option<(Vec<u8>, i64)> = transaction
        .prepare_cached("SELECT content, size FROM bodies WHERE number = ?1")?
        .query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    found.map(|(content, size)| Bodies::default().text(&content, size).map(str::to_owned)).transpose()
}

/// Columns of [`head`]: `key, kind, hash, meta, missing, kept` from `first`.
pub(super) fn head(row: &Row<'_>, first: usize) -> Result<RecordHead, StoreError> {
    let meta = row.get_ref(first + 3)?.as_str().map_err(|cause| StoreError::Value(cause.to_string()))?;
    let bytes = row.get_ref(first + 2)?.as_blob().map_err(|cause| StoreError::Value(cause.to_string()))?;
    Ok(RecordHead {
        key: row.get(first)?,
        kind: kind_of(row.get(first + 1)?)?,
        hash: hash(bytes)?,
        meta: meta_of(meta)?,
        missing: small(row.get(first + 4)?),
        kept: row.get::<_, Option<String>>(first + 5)?.is_some(),
    })
}

/// One consistent reading of the whole journal, for projections. Lives as long as one reading transaction.
pub struct Reading<'t> {
    transaction: &'t Transaction<'t>,
}

impl std::fmt::Debug for Reading<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reading").finish_non_exhaustive()
    }
}

impl<'t> Reading<'t> {
    /// The transaction, for readings of other tables.
    pub(super) fn transaction(&self) -> &'t Transaction<'t> {
        self.transaction
    }
}

impl Reading<'_> {
    /// The number that all answers of this reading belong to.
    pub fn seq(&self) -> Result<Seq, StoreError> {
        newest_seq(self.transaction)
    }

    /// That number with the hash of its commit; `None` while the journal is empty.
    pub fn last_commit(&self) -> Result<Option<(Seq, ContentHash)>, StoreError> {
        Ok(super::commits::last_commit(self.transaction)?.map(|(seq, hash)| (Seq(seq), hash)))
    }

    /// All registered sources, sorted by id.
    pub fn sources(&self) -> Result<Vec<SourceEntry>, StoreError> {
        sources_in(self.transaction)
    }

    /// Heads of a source's accepted revision, sorted by key.
    pub fn heads(&self, source: &SourceId) -> Result<Vec<RecordHead>, StoreError> {
        let number = source_row(self.transaction, source)?.number;
        let mut statement = self.transaction.prepare_cached(
            "SELECT r.key, r.kind, b.hash, r.meta, r.missing, r.kept FROM records r JOIN bodies b ON b.number = r.body \
             WHERE r.source = ?1 ORDER BY r.key",
        )?;
        let mut rows = statement.query([number])?;
        let mut heads = Vec::new();
        while let Some(row) = rows.next()? {
            heads.push(head(row, 0)?);
        }
        Ok(heads)
    }

    /// Visits the bodies of a source's accepted revision in the order of [`Reading::heads`].
    pub fn for_each_body(
        &self,
        source: &SourceId,
        visit: &mut dyn FnMut(&str, &str) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let number = source_row(self.transaction, source)?.number;
        let mut statement = self.transaction.prepare_cached(
            "SELECT r.key, b.content, b.size FROM records r JOIN bodies b ON b.number = r.body \
             WHERE r.source = ?1 ORDER BY r.key",
        )?;
        let mut rows = statement.query([number])?;
        let mut bodies = Bodies::default();
        while let Some(row) = rows.next()? {
            let key = row.get_ref(0)?.as_str().map_err(|cause| StoreError::Value(cause.to_string()))?;
            let content = row.get_ref(1)?.as_blob().map_err(|cause| StoreError::Value(cause.to_string()))?;
            visit(key, bodies.text(content, row.get(2)?)?)?;
        }
        Ok(())
    }

    /// The body of one record.
    pub fn body(&self, source: &SourceId, key: &str) -> Result<Option<String>, StoreError> {
        let number = source_row(self.transaction, source)?.number;
        let found: Option<i64> = self
            .transaction
            .prepare_cached("SELECT body FROM records WHERE source = ?1 AND key = ?2")?
            .query_row((number, key), |row| row.get(0))
            .optional()?;
        found.map_or(Ok(None), |body| body_of(self.transaction, body))
    }

    /// Portal id and number of its allocation by IRI, of all that ever had one.
    pub fn portal_ids(&self) -> Result<FxHashMap<String, (String, u64)>, StoreError> {
        let mut statement = self.transaction.prepare_cached("SELECT iri, id, seq FROM portal_iris")?;
        let mut rows = statement.query([])?;
        let mut ids = FxHashMap::default();
        while let Some(row) = rows.next()? {
            ids.insert(row.get(0)?, (row.get(1)?, unsigned(row.get(2)?)));
        }
        Ok(ids)
    }

    /// The last `limit` ended runs of a source, newest first.
    pub fn last_runs(&self, source: &SourceId, limit: i64) -> Result<Vec<RunReport>, StoreError> {
        super::runs::last_runs(self.transaction, source_row(self.transaction, source)?.number, limit)
    }

    /// Current findings per record, counted.
    pub fn findings_by_record(&self) -> Result<Vec<RecordFindings>, StoreError> {
        super::findings::count_by_record(self.transaction)
    }
}

impl Journal {
    /// Runs `work` on one consistent reading of the journal.
    pub fn reading<T>(&self, work: impl FnOnce(&Reading<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.read(|transaction| work(&Reading { transaction }))
    }

    /// Heads of the records in the accepted revision, sorted by key.
    pub fn record_heads(&self, source: &SourceId) -> Result<Vec<RecordHead>, StoreError> {
        self.reading(|reading| reading.heads(source))
    }

    /// Canonical N-Triples of a record version (also of an older one).
    pub fn record_body(&self, hash: &ContentHash) -> Result<Option<String>, StoreError> {
        self.read(|transaction| {
            let number: Option<i64> = transaction
                .prepare_cached("SELECT number FROM bodies WHERE hash = ?1")?
                .query_row([hash.0], |row| row.get(0))
                .optional()?;
            number.map_or(Ok(None), |number| body_of(transaction, number))
        })
    }

    /// Visits all records of all accepted revisions (per source, sorted by key), in one consistent reading. Returns the
    /// number that it belongs to.
    pub fn for_each_record(
        &self,
        visit: &mut dyn FnMut(&SourceId, &RecordHead, &str) -> Result<(), StoreError>,
    ) -> Result<Seq, StoreError> {
        self.read(|transaction| {
            let ids = source_ids(transaction)?;
            let mut statement = transaction.prepare_cached(
                "SELECT r.source, r.key, r.kind, b.hash, r.meta, r.missing, r.kept, b.content, b.size FROM records r \
                 JOIN bodies b ON b.number = r.body ORDER BY r.source, r.key",
            )?;
            let mut rows = statement.query([])?;
            let mut bodies = Bodies::default();
            while let Some(row) = rows.next()? {
                let number: i64 = row.get(0)?;
                let source = ids.get(&number).ok_or_else(|| StoreError::Value(format!("the source {number}")))?;
                let content = row.get_ref(7)?.as_blob().map_err(|cause| StoreError::Value(cause.to_string()))?;
                visit(source, &head(row, 1)?, bodies.text(content, row.get(8)?)?)?;
            }
            newest_seq(transaction)
        })
    }

    /// Raw document of the last accepted revision.
    pub fn raw_document(&self, source: &SourceId) -> Result<Option<RevisionDraft>, StoreError> {
        self.document(source, "accepted")
    }

    /// Media type under which the raw document of the last accepted revision is kept; `None` if there is none.
    pub fn raw_content_type(&self, source: &SourceId) -> Result<Option<String>, StoreError> {
        self.read(|transaction| {
            let number = source_row(transaction, source)?.number;
            let found: Option<Option<String>> = transaction
                .prepare_cached("SELECT content_type FROM documents WHERE source = ?1 AND role = 'accepted'")?
                .query_row([number], |row| row.get(0))
                .optional()?;
            Ok(found.flatten())
        })
    }

    /// Raw document that a guard holds until a person decides.
    pub fn held_document(&self, source: &SourceId) -> Result<Option<RevisionDraft>, StoreError> {
        self.document(source, "held")
    }

    fn document(&self, source: &SourceId, role: &str) -> Result<Option<RevisionDraft>, StoreError> {
        self.read(|transaction| {
            let number = source_row(transaction, source)?.number;
            let found = transaction
                .prepare_cached(
                    "SELECT content, size, content_type, url FROM documents WHERE source = ?1 AND role = ?2",
                )?
                .query_row((number, role), |row| {
                    Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, i64>(1)?, row.get(2)?, row.get(3)?))
                })
                .optional()?;
            let Some((content, size, content_type, url)) = found else { return Ok(None) };
            let raw = zstd::bulk::decompress(&content, usize::try_from(size).unwrap_or(0))
                .map_err(|cause| StoreError::Value(format!("the raw document of `{source}` ({cause})")))?;
            Ok(Some(RevisionDraft { put: Vec::new(), withdraw: Vec::new(), raw, content_type, url }))
        })
    }

    /// For guards: the best `(datasets, distributions, titles)` that revisions in force during the last 30 days had.
    /// `None` before the first revision.
    pub fn baseline(&self, source: &SourceId) -> Result<Option<Baseline>, StoreError> {
        let since = (instant(self.now())? - TimeDelta::days(BASELINE_DAYS)).timestamp_millis();
        self.read(|transaction| {
            let number = source_row(transaction, source)?.number;
            // The revision that was in force when the window began counts too, however old it is.
            let best: (Option<i64>, Option<i64>, Option<i64>) = transaction
                .prepare_cached(
                    "SELECT max(datasets), max(distributions), max(titles) FROM revisions v \
                     WHERE source = ?1 AND revision > (SELECT baseline_after FROM sources WHERE number = ?1) \
                     AND revision >= coalesce((SELECT max(revision) FROM revisions \
                         WHERE source = ?1 AND at < ?2), 0)",
                )?
                .query_row((number, since), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let (Some(datasets), Some(distributions), Some(titles)) = best else { return Ok(None) };
            Ok(Some(Baseline {
                datasets: unsigned(datasets),
                distributions: unsigned(distributions),
                titles: unsigned(titles),
            }))
        })
    }
}
