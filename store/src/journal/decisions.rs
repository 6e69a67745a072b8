//! What guards hold, and what people decide about it.

use super::Journal;
use super::commits::{CommitDraft, EventKind};
use super::sources::source_row;
use super::values::{from_json, hash, instant, int, to_json, unsigned};
use crate::StoreError;
use chrono::{DateTime, Utc};
use model::{ContentHash, LangText, SourceId};
use rdf::RecordKind;
use rusqlite::{OptionalExtension, Transaction};
use serde::{Deserialize, Serialize};

/// zstd level of proposals: written once per held run.
const PROPOSAL_LEVEL: i32 = 3;

/// One record of a held run's diff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedChange {
    /// Key of the record.
    pub record: String,
    /// Its kind.
    pub kind: RecordKind,
    /// `new`, `changed` or `withdrawn`.
    pub change: String,
    /// Title, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A dataset that seems to have got another IRI: same title and publisher, one of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rename {
    /// IRI in the accepted revision.
    pub from: String,
    /// IRI in the held document.
    pub to: String,
    /// Their title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// What a held run would do: the readable diff that agency and operator decide about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Proposal {
    /// Why it is held, one sentence each.
    pub reasons: Vec<LangText>,
    /// Datasets in the accepted revision.
    pub before: u64,
    /// Datasets there would be.
    pub after: u64,
    /// All primary records that would change, datasets first, then by key.
    pub changes: Vec<ProposedChange>,
    /// Datasets that seem to be renamed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renames: Vec<Rename>,
    /// True if equal results on three days are never accepted without a person: something would be left empty, or more
    /// than half would go.
    pub needs_person: bool,
}

/// A held run that nobody has decided about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRun {
    /// The run.
    pub run: u64,
    /// When it was held.
    pub at: DateTime<Utc>,
    /// Equal for runs with equal results.
    pub fingerprint: ContentHash,
    /// What it would do.
    pub proposal: Proposal,
}

/// Kinds of decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DecisionKind {
    /// A held run was accepted.
    Approved,
    /// A held run was refused.
    Rejected,
    /// The source was set back to an earlier revision.
    RolledBack,
    /// One withdrawn record was brought back.
    Restored,
}

impl DecisionKind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::RolledBack => "rolledback",
            Self::Restored => "restored",
        }
    }

    pub(super) fn of(text: &str) -> Result<Self, StoreError> {
        [Self::Approved, Self::Rejected, Self::RolledBack, Self::Restored]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| StoreError::Value(format!("the decision `{text}`")))
    }
}

/// What somebody decided about a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What.
    pub kind: DecisionKind,
    /// When.
    pub at: DateTime<Utc>,
    /// The run that it is about or that carried it out.
    pub run: Option<u64>,
    /// Who.
    pub by: String,
    /// Why; may be empty.
    pub reason: String,
    /// The document that is not to be taken again (refused, or rolled back).
    pub document: Option<ContentHash>,
    /// The result that is not to be proposed again.
    pub fingerprint: Option<ContentHash>,
}

/// A decision on its way into the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionDraft {
    /// What.
    pub kind: DecisionKind,
    /// Who.
    pub by: String,
    /// Why; may be empty.
    pub reason: String,
    /// The document that is not to be taken again.
    pub document: Option<ContentHash>,
}

/// Writes a decision.
pub(super) fn write(
    transaction: &Transaction<'_>,
    source: i64,
    at: i64,
    run: Option<u64>,
    decision: &DecisionDraft,
    refused: Option<ContentHash>,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO decisions (source, at, kind, run, fingerprint, body_hash, by, reason) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute((
            source,
            at,
            decision.kind.as_str(),
            run.map(int),
            refused.map(|hash| hash.0),
            decision.document.map(|hash| hash.0),
            &decision.by,
            &decision.reason,
        ))?;
    Ok(())
}

/// Keeps what a held run proposes.
pub(super) fn hold(
    transaction: &Transaction<'_>,
    source: i64,
    run: u64,
    at: i64,
    fingerprint: &ContentHash,
    proposal: &Proposal,
) -> Result<(), StoreError> {
    let content = zstd::bulk::compress(to_json(proposal)?.as_bytes(), PROPOSAL_LEVEL)
        .map_err(|cause| StoreError::Value(format!("a proposal that cannot be compressed ({cause})")))?;
    transaction
        .prepare_cached("INSERT INTO held_runs (source, run, at, fingerprint, proposal) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute((source, int(run), at, fingerprint.0, content))?;
    Ok(())
}

/// Nothing is held any more: it was decided, or the source mended itself.
pub(super) fn settle(transaction: &Transaction<'_>, source: i64) -> Result<(), StoreError> {
    transaction.prepare_cached("DELETE FROM held_runs WHERE source = ?1")?.execute([source])?;
    transaction.prepare_cached("DELETE FROM documents WHERE source = ?1 AND role = 'held'")?.execute([source])?;
    Ok(())
}

impl Journal {
    /// Runs that guards hold and nobody has decided about, newest first.
    pub fn held_runs(&self, source: &SourceId) -> Result<Vec<HeldRun>, StoreError> {
        self.read(|transaction| {
            let number = source_row(transaction, source)?.number;
            held_of(transaction, number)
        })
    }

    /// What people decided about a source, newest first.
    pub fn decisions(&self, source: &SourceId) -> Result<Vec<Decision>, StoreError> {
        self.read(|transaction| {
            let number = source_row(transaction, source)?.number;
            let mut statement = transaction.prepare_cached(
                "SELECT kind, at, run, by, reason, body_hash, fingerprint FROM decisions WHERE source = ?1 \
                 ORDER BY number DESC",
            )?;
            let mut rows = statement.query([number])?;
            let mut decisions = Vec::new();
            while let Some(row) = rows.next()? {
                let (document, fingerprint): (Option<Vec<u8>>, Option<Vec<u8>>) = (row.get(5)?, row.get(6)?);
                decisions.push(Decision {
                    kind: DecisionKind::of(&row.get::<_, String>(0)?)?,
                    at: instant(row.get(1)?)?,
                    run: row.get::<_, Option<i64>>(2)?.map(unsigned),
                    by: row.get(3)?,
                    reason: row.get(4)?,
                    document: document.as_deref().map(hash).transpose()?,
                    fingerprint: fingerprint.as_deref().map(hash).transpose()?,
                });
            }
            Ok(decisions)
        })
    }

    /// Refuses what is held: the old revision stays, and the same result is not proposed again. `Err(NothingHeld)` if
    /// nothing is.
    pub fn reject_held(&self, source: &SourceId, by: &str, reason: &str) -> Result<HeldRun, StoreError> {
        let at = self.now();
        self.write(|transaction| {
            let number = source_row(transaction, source)?.number;
            let newest = held_of(transaction, number)?.into_iter().next();
            let held = newest.ok_or_else(|| StoreError::NothingHeld { source_id: source.to_string() })?;
            let document = held_body(transaction, number)?;
            let (by, reason) = (by.to_owned(), reason.to_owned());
            let decision = DecisionDraft { kind: DecisionKind::Rejected, by, reason, document };
            write(transaction, number, at, Some(held.run), &decision, Some(held.fingerprint))?;
            settle(transaction, number)?;
            let mut commit = CommitDraft::begin(transaction, at)?;
            commit.event(number, None, EventKind::Source, None)?;
            commit.finish()?;
            Ok(held)
        })
    }
}

/// Hash of the held document's bytes.
fn held_body(transaction: &Transaction<'_>, source: i64) -> Result<Option<ContentHash>, StoreError> {
    let found: Option<(Vec<u8>, i64)> = transaction
        .prepare_cached("SELECT content, size FROM documents WHERE source = ?1 AND role = 'held'")?
        .query_row([source], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((content, size)) = found else { return Ok(None) };
    let raw = zstd::bulk::decompress(&content, usize::try_from(size).unwrap_or(0))
        .map_err(|cause| StoreError::Value(format!("a held document ({cause})")))?;
    Ok(Some(ContentHash(*blake3::hash(&raw).as_bytes())))
}

fn held_of(transaction: &Transaction<'_>, number: i64) -> Result<Vec<HeldRun>, StoreError> {
    let mut statement = transaction
        .prepare_cached("SELECT run, at, fingerprint, proposal FROM held_runs WHERE source = ?1 ORDER BY run DESC")?;
    let mut rows = statement.query([number])?;
    let mut held = Vec::new();
    while let Some(row) = rows.next()? {
        let content: Vec<u8> = row.get(3)?;
        let json = zstd::stream::decode_all(&content[..])
            .map_err(|cause| StoreError::Value(format!("a proposal that cannot be decompressed ({cause})")))?;
        held.push(HeldRun {
            run: unsigned(row.get(0)?),
            at: instant(row.get(1)?)?,
            fingerprint: hash(&row.get::<_, Vec<u8>>(2)?)?,
            proposal: from_json(&String::from_utf8_lossy(&json))?,
        });
    }
    Ok(held)
}
