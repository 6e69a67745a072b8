//! Findings: what there is to tell an agency now.

use super::Journal;
use super::sources::source_row;
use super::values::{from_json, int, length, to_json, unsigned};
use crate::StoreError;
use model::{Finding, FindingCounts, Outcome, RunReport, Severity, SourceId};
use rusqlite::{OptionalExtension, Transaction};

/// Current findings of one record, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordFindings {
    /// The source that has the record.
    pub source: SourceId,
    /// IRI of the record.
    pub record: String,
    /// By severity.
    pub counts: FindingCounts,
}

fn severity_code(severity: Severity) -> i64 {
    match severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Notice => 2,
    }
}

/// Replaces a source's current findings. Each is tied to the hash of the record it is about and to the rules that
/// found it, so that a later reader can tell whether it still holds.
pub(super) fn replace(
    transaction: &Transaction<'_>,
    source: i64,
    run: u64,
    findings: &[Finding],
) -> Result<(), StoreError> {
    transaction.prepare_cached("DELETE FROM findings WHERE source = ?1")?.execute([source])?;
    let mut hash_of = transaction.prepare_cached(
        "SELECT b.hash FROM records r JOIN bodies b ON b.number = r.body WHERE r.source = ?1 AND r.key = ?2",
    )?;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO findings (source, severity, position, run, rules, record, record_hash, finding) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for (position, finding) in findings.iter().enumerate() {
        let hash: Option<Vec<u8>> = match &finding.record {
            Some(key) => hash_of.query_row((source, key), |row| row.get(0)).optional()?,
            None => None,
        };
        insert.execute((
            source,
            severity_code(finding.severity),
            length(position),
            int(run),
            rdf::RULES_VERSION,
            &finding.record,
            hash,
            to_json(finding)?,
        ))?;
    }
    Ok(())
}

/// Keeps all findings of a run; a run with the findings of an earlier one only names it. A run that read nothing (304,
/// equal bytes) has those of the last one that did.
pub(super) fn keep_of_run(
    transaction: &Transaction<'_>,
    source: i64,
    run: u64,
    findings: &[Finding],
    report: &RunReport,
) -> Result<(), StoreError> {
    let last: Option<(i64, Vec<u8>)> = transaction
        .prepare_cached(
            "SELECT run, hash FROM run_findings WHERE source = ?1 AND same_as IS NULL ORDER BY run DESC LIMIT 1",
        )?
        .query_row([source], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let json = to_json(&findings)?;
    let hash = *blake3::hash(json.as_bytes()).as_bytes();
    let not_read =
        findings.is_empty() && report.outcome == Outcome::Unchanged && report.findings != FindingCounts::default();
    let same_as = last.filter(|(_, known)| not_read || known[..] == hash[..]).map(|(run, _)| run);
    let content = match same_as {
        Some(_) => None,
        None => Some(
            zstd::bulk::compress(json.as_bytes(), 3)
                .map_err(|cause| StoreError::Value(format!("findings that cannot be compressed ({cause})")))?,
        ),
    };
    transaction
        .prepare_cached("INSERT INTO run_findings (run, source, same_as, hash, content) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute((int(run), source, same_as, hash, content))?;
    Ok(())
}

impl Journal {
    /// All findings of one run, in the order they were found. `None` for a run that is not there, has not ended, or
    /// was ended for its process (it found nothing).
    pub fn run_findings(&self, run: u64) -> Result<Option<Vec<Finding>>, StoreError> {
        self.read(|transaction| {
            let content: Option<Option<Vec<u8>>> = transaction
                .prepare_cached(
                    "SELECT coalesce(f.content, o.content) FROM run_findings f \
                     LEFT JOIN run_findings o ON o.run = f.same_as WHERE f.run = ?1",
                )?
                .query_row([int(run)], |row| row.get(0))
                .optional()?;
            let Some(Some(content)) = content else { return Ok(None) };
            let json = zstd::stream::decode_all(&content[..])
                .map_err(|cause| StoreError::Value(format!("the findings of run {run} ({cause})")))?;
            from_json(&String::from_utf8_lossy(&json)).map(Some)
        })
    }

    /// Current findings of a source, errors first: `(total, page)`.
    pub fn findings(&self, source: &SourceId, offset: u64, limit: u64) -> Result<(u64, Vec<Finding>), StoreError> {
        self.read(|transaction| {
            let number = source_row(transaction, source)?.number;
            let total: i64 = transaction
                .prepare_cached("SELECT count(*) FROM findings WHERE source = ?1")?
                .query_row([number], |row| row.get(0))?;
            let mut statement = transaction.prepare_cached(
                "SELECT finding FROM findings WHERE source = ?1 ORDER BY severity, position LIMIT ?2 OFFSET ?3",
            )?;
            let page = statement
                .query_map((number, int(limit), int(offset)), |row| row.get::<_, String>(0))?
                .map(|json| from_json(&json?))
                .collect::<Result<_, _>>()?;
            Ok((unsigned(total), page))
        })
    }
}

/// Current findings per record of all sources, by source and record.
pub(super) fn count_by_record(transaction: &Transaction<'_>) -> Result<Vec<RecordFindings>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT s.id, f.record, sum(f.severity = 0), sum(f.severity = 1), sum(f.severity = 2) FROM findings f \
         JOIN sources s ON s.number = f.source WHERE f.record IS NOT NULL GROUP BY s.id, f.record ORDER BY s.id, f.record",
    )?;
    let mut rows = statement.query([])?;
    let mut counted = Vec::new();
    while let Some(row) = rows.next()? {
        counted.push(RecordFindings {
            source: super::commits::source_id(&row.get::<_, String>(0)?)?,
            record: row.get(1)?,
            counts: FindingCounts {
                error: unsigned(row.get(2)?),
                warning: unsigned(row.get(3)?),
                notice: unsigned(row.get(4)?),
            },
        });
    }
    Ok(counted)
}
