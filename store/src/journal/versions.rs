//! Earlier revisions of a source: which there are, and how to go back to one or bring one record back.

use super::decisions::{DecisionDraft, DecisionKind};
use super::records::{body_of, kind_of, meta_of};
use super::sources::source_row;
use super::values::{hash, instant, int, unsigned};
use super::{Journal, RevisionDraft, RunEnd, Settlement};
use crate::StoreError;
use chrono::{DateTime, Utc};
use model::{ChangeCounts, ContentHash, FindingCounts, LangText, Outcome, RunDetail, RunReport, Seq, SourceId};
use rdf::{Record, RecordKind};
use rusqlite::{OptionalExtension, Row, Transaction};
use rustc_hash::{FxHashMap, FxHashSet};

/// One accepted version of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Number within the source.
    pub revision: u64,
    /// Run that made it.
    pub run: u64,
    /// The catalog's number.
    pub seq: Seq,
    /// When.
    pub at: DateTime<Utc>,
    /// Datasets in it.
    pub datasets: u64,
    /// Distributions in it.
    pub distributions: u64,
}

/// Every version of every record of a source that belongs to a revision.
const RECORDS_AT: &str = "SELECT r.key, r.kind, b.hash, r.meta, r.body FROM records r JOIN bodies b ON b.number = r.body \
    WHERE r.source = ?1 AND r.from_revision <= ?2 \
    UNION ALL SELECT h.key, h.kind, b.hash, h.meta, h.body FROM record_history h JOIN bodies b ON b.number = h.body \
    WHERE h.source = ?1 AND h.from_revision <= ?2 AND h.to_revision >= ?2";

/// A version of a record without its text.
struct Version {
    key: String,
    kind: RecordKind,
    hash: ContentHash,
    meta: String,
    body: i64,
}

fn version(row: &Row<'_>) -> Result<Version, StoreError> {
    Ok(Version {
        key: row.get(0)?,
        kind: kind_of(row.get(1)?)?,
        hash: hash(&row.get::<_, Vec<u8>>(2)?)?,
        meta: row.get(3)?,
        body: row.get(4)?,
    })
}

impl Version {
    fn into_record(self, transaction: &Transaction<'_>) -> Result<Record, StoreError> {
        let body = body_of(transaction, self.body)?
            .ok_or_else(|| StoreError::Value(format!("a version of `{}` whose text is gone", self.key)))?;
        Ok(Record { meta: meta_of(&self.meta)?, key: self.key, kind: self.kind, hash: self.hash, body })
    }
}

fn versions(transaction: &Transaction<'_>, source: i64, revision: u64) -> Result<Vec<Version>, StoreError> {
    let mut statement = transaction.prepare_cached(RECORDS_AT)?;
    let mut rows = statement.query((source, int(revision)))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(version(row)?);
    }
    Ok(found)
}

/// What has to be written to make an earlier state the present one.
#[derive(Debug, Default)]
struct Return {
    put: Vec<Record>,
    withdraw: Vec<String>,
    counts: ChangeCounts,
    /// The document that is in force now.
    document: Option<ContentHash>,
}

impl Journal {
    /// Revisions of a source, newest first.
    pub fn revisions(&self, source: &SourceId, limit: u64) -> Result<Vec<Revision>, StoreError> {
        self.read(|transaction| {
            let number = source_row(transaction, source)?.number;
            let mut statement = transaction.prepare_cached(
                "SELECT revision, run, seq, at, datasets, distributions FROM revisions WHERE source = ?1 \
                 ORDER BY revision DESC LIMIT ?2",
            )?;
            let mut rows = statement.query((number, int(limit)))?;
            let mut revisions = Vec::new();
            while let Some(row) = rows.next()? {
                revisions.push(Revision {
                    revision: unsigned(row.get(0)?),
                    run: unsigned(row.get(1)?),
                    seq: Seq(unsigned(row.get(2)?)),
                    at: instant(row.get(3)?)?,
                    datasets: unsigned(row.get(4)?),
                    distributions: unsigned(row.get(5)?),
                });
            }
            Ok(revisions)
        })
    }

    /// Makes an earlier revision the present one, as a new revision. The document that is in force now is not taken
    /// again: the source stays as it is until it publishes something else. `Err(NoSuchVersion)` for an unknown one.
    pub fn rollback(&self, source: &SourceId, to: u64, by: &str, reason: &str) -> Result<RunReport, StoreError> {
        let back = self.read(|transaction| way_back(transaction, source, to))?;
        let decision = DecisionDraft {
            kind: DecisionKind::RolledBack,
            by: by.to_owned(),
            reason: reason.to_owned(),
            document: back.document,
        };
        let told = LangText::sv_en(
            &format!("återställd till revision {to}{}", after_colon(reason)),
            &format!("set back to revision {to}{}", after_colon(reason)),
        );
        self.decide(source, back, decision, told, Vec::new())
    }

    /// Brings the last version of one withdrawn record back, with the shared nodes (contacts, places) that went with
    /// it. It stays, published by its source or not, until the source publishes it again. `Err(NoSuchVersion)` if the
    /// source never had such a record, or has it now.
    pub fn restore_record(
        &self,
        source: &SourceId,
        key: &str,
        by: &str,
        reason: &str,
    ) -> Result<RunReport, StoreError> {
        let put = self.read(|transaction| last_versions(transaction, source, key))?;
        let new = put.iter().filter(|record| record.kind == RecordKind::Dataset).count() as u64;
        let kept = put.iter().map(|record| record.key.clone()).collect();
        let back = Return { put, counts: ChangeCounts { new, ..ChangeCounts::default() }, ..Return::default() };
        let decision = DecisionDraft {
            kind: DecisionKind::Restored,
            by: by.to_owned(),
            reason: reason.to_owned(),
            document: None,
        };
        let told = LangText::sv_en(
            &format!("`{key}` återställd{}", after_colon(reason)),
            &format!("`{key}` restored{}", after_colon(reason)),
        );
        self.decide(source, back, decision, told, kept)
    }

    /// Carries a decision out as a run of its own.
    fn decide(
        &self,
        source: &SourceId,
        back: Return,
        decision: DecisionDraft,
        reason: LangText,
        keep: Vec<String>,
    ) -> Result<RunReport, StoreError> {
        let lease = self.begin_run(source)?;
        let counts = back.counts;
        let report = RunReport {
            run: lease.run,
            source: source.clone(),
            outcome: Outcome::Changed,
            reason: Some(reason),
            seq: Seq(0),
            datasets: 0,
            new: counts.new,
            changed: counts.changed,
            unchanged: 0,
            withdrawn: counts.withdrawn,
            complete: true,
            findings: FindingCounts::default(),
            seconds: 0.0,
            bytes: 0,
            started: lease.started,
            status: None,
            format: None,
            detail: RunDetail { by_us: counts, by: Some(decision.by.clone()), ..RunDetail::default() },
        };
        let draft = RevisionDraft { put: back.put, withdraw: back.withdraw, ..RevisionDraft::default() };
        let settlement = Settlement { decision: Some(decision), keep, ..Settlement::default() };
        self.end_run(RunEnd {
            lease,
            report,
            findings: Vec::new(),
            replace_findings: false,
            validators: None,
            revision: Some(draft),
            held: None,
            missing: Vec::new(),
            measures: Vec::new(),
            settlement,
        })
    }
}

fn after_colon(reason: &str) -> String {
    if reason.is_empty() { String::new() } else { format!(": {reason}") }
}

fn way_back(transaction: &Transaction<'_>, source: &SourceId, to: u64) -> Result<Return, StoreError> {
    let row = source_row(transaction, source)?;
    let unknown = |what: String| StoreError::NoSuchVersion { source_id: source.to_string(), what };
    let exists = transaction
        .prepare_cached("SELECT 1 FROM revisions WHERE source = ?1 AND revision = ?2")?
        .exists((row.number, int(to)))?;
    if !exists {
        return Err(unknown(format!("there is no revision {to}")));
    }
    if to == row.revision {
        return Err(unknown(format!("revision {to} is the present one")));
    }
    let now: FxHashMap<String, (ContentHash, RecordKind)> = versions(transaction, row.number, row.revision)?
        .into_iter()
        .map(|version| (version.key, (version.hash, version.kind)))
        .collect();
    let dataset = |kind: RecordKind| u64::from(kind == RecordKind::Dataset);
    let mut back = Return { document: body_hash(transaction, row.number)?, ..Return::default() };
    let mut there = FxHashSet::default();
    for version in versions(transaction, row.number, to)? {
        there.insert(version.key.clone());
        match now.get(&version.key) {
            Some((hash, kind)) if *hash == version.hash && *kind == version.kind => continue,
            Some(_) => back.counts.changed += dataset(version.kind),
            None => back.counts.new += dataset(version.kind),
        }
        back.put.push(version.into_record(transaction)?);
    }
    for (key, (_, kind)) in now.into_iter().filter(|(key, _)| !there.contains(key)) {
        back.counts.withdrawn += dataset(kind);
        back.withdraw.push(key);
    }
    back.withdraw.sort_unstable();
    Ok(back)
}

fn body_hash(transaction: &Transaction<'_>, source: i64) -> Result<Option<ContentHash>, StoreError> {
    let bytes: Option<Vec<u8>> = transaction
        .prepare_cached("SELECT body_hash FROM sources WHERE number = ?1")?
        .query_row([source], |row| row.get(0))?;
    bytes.as_deref().map(hash).transpose()
}

/// The last version of a withdrawn record and of the shared nodes that it refers to and that are gone as well.
fn last_versions(transaction: &Transaction<'_>, source: &SourceId, key: &str) -> Result<Vec<Record>, StoreError> {
    let number = source_row(transaction, source)?.number;
    let unknown = |what: String| StoreError::NoSuchVersion { source_id: source.to_string(), what };
    if is_there(transaction, number, key)? {
        return Err(unknown(format!("nothing to restore, `{key}` is there now as a record")));
    }
    let last = last_version(transaction, number, key)?;
    let record = last.ok_or_else(|| unknown(format!("there never was a record `{key}`")))?.into_record(transaction)?;
    let mut restored = Vec::new();
    let mut waiting = vec![record];
    let mut seen: FxHashSet<String> = FxHashSet::from_iter([key.to_owned()]);
    while let Some(record) = waiting.pop() {
        for iri in objects(&record.body) {
            if !seen.insert(iri.to_owned()) || is_there(transaction, number, iri)? {
                continue;
            }
            // Only what describes the record comes along; another dataset that it names is restored by itself.
            if let Some(node) = last_version(transaction, number, iri)?.filter(|node| node.kind == RecordKind::Shared) {
                waiting.push(node.into_record(transaction)?);
            }
        }
        restored.push(record);
    }
    Ok(restored)
}

/// IRIs in the object position of canonical N-Triples.
fn objects(body: &str) -> impl Iterator<Item = &str> {
    body.lines().filter_map(|line| line.strip_suffix("> .")?.rsplit_once('<').map(|(_, iri)| iri))
}

fn is_there(transaction: &Transaction<'_>, source: i64, key: &str) -> Result<bool, StoreError> {
    Ok(transaction.prepare_cached("SELECT 1 FROM records WHERE source = ?1 AND key = ?2")?.exists((source, key))?)
}

fn last_version(transaction: &Transaction<'_>, source: i64, key: &str) -> Result<Option<Version>, StoreError> {
    transaction
        .prepare_cached(
            "SELECT h.key, h.kind, b.hash, h.meta, h.body FROM record_history h JOIN bodies b ON b.number = h.body \
             WHERE h.source = ?1 AND h.key = ?2 ORDER BY h.from_revision DESC LIMIT 1",
        )?
        .query_row((source, key), |row| Ok(version(row)))
        .optional()?
        .transpose()
}
