//! The end of a run: everything it found and changed in one transaction.

use super::commits::{CommitDraft, EventKind};
use super::decisions::DecisionKind;
use super::revision::{Compressed, Withdrawal, compress_all, put_records, write_revision};
use super::runs::{count_datasets, write_end};
use super::sources::{SourceRow, source_row};
use super::values::{int, length};
use super::{Journal, RevisionDraft, RunEnd, Validators};
use crate::StoreError;
use model::{Outcome, RunReport, Seq};
use rusqlite::{OptionalExtension, Transaction};

/// zstd level of raw documents: read once in a while, written at most once per run.
const DOCUMENT_LEVEL: i32 = 3;

impl Journal {
    /// Ends a run: all or nothing, one transaction. Returns the report with `run`, `seq`, `datasets` filled in.
    /// `Err(LeaseLost)` if the run was ended by others meanwhile; then nothing is written.
    #[expect(clippy::needless_pass_by_value, reason = "a run ends once: the lease is used up")]
    pub fn end_run(&self, end: RunEnd) -> Result<RunReport, StoreError> {
        // Compressing needs no lock: many runs do it at once, then queue for the short transaction.
        let bodies = match &end.revision {
            Some(draft) => compress_all(&draft.put)?,
            None => Vec::new(),
        };
        // So do figures: nobody else changes the records of a source whose run is open.
        let figures =
            end.revision.as_ref().map(|draft| self.figures_of_revision(&end.lease.source, draft)).transpose()?;
        let document = end.revision.as_ref().or(end.held.as_ref()).map(compress_document).transpose()?;
        let at = self.now();
        self.write(|transaction| {
            let source = source_row(transaction, &end.lease.source)?;
            check_lease(transaction, &end, source.number)?;
            let mut commit = CommitDraft::begin(transaction, at)?;
            let mut revision = source.revision;
            if let Some(draft) = &end.revision {
                revision += 1;
                rename(transaction, &end, commit.seq())?;
                accept(transaction, &mut commit, &end, draft, &bodies, source.number, revision)?;
                super::measures::forget_neighbours(transaction, source.number, draft)?;
            }
            super::measures::put(transaction, source.number, &end.measures)?;
            if let Some(figures) = &figures {
                super::figures::write_run(transaction, end.lease.run, source.number, at, figures)?;
            }
            settle(transaction, &end, source.number, revision, at)?;
            count_missing(transaction, &end, source.number)?;
            if let Some(content) = &document {
                store_document(transaction, &end, content, source.number, revision)?;
            }
            if end.replace_findings || matches!(end.report.outcome, Outcome::Changed | Outcome::Held) {
                super::findings::replace(transaction, source.number, end.lease.run, &end.findings)?;
            }
            super::findings::keep_of_run(transaction, source.number, end.lease.run, &end.findings, &end.report)?;
            if let Some(validators) = &end.validators {
                store_validators(transaction, source.number, validators)?;
            }
            close(transaction, commit, &end, &source, (revision, at))
        })
    }
}

/// New names of known things get their portal ids before ids are given to what is new.
fn rename(transaction: &Transaction<'_>, end: &RunEnd, seq: u64) -> Result<(), StoreError> {
    for rename in &end.settlement.renames {
        let old = super::portal_ids::known(transaction, &rename.from)?;
        if let (Some(id), None) = (old, super::portal_ids::known(transaction, &rename.to)?) {
            super::portal_ids::assign(transaction, &rename.to, &id, seq)?;
        }
    }
    Ok(())
}

/// Keeps what a guard holds, and ends what is held when a document was accepted or a person decided.
fn settle(transaction: &Transaction<'_>, end: &RunEnd, source: i64, revision: u64, at: i64) -> Result<(), StoreError> {
    let settlement = &end.settlement;
    match (end.report.outcome, &settlement.proposal) {
        (Outcome::Held, Some((fingerprint, proposal))) => {
            super::decisions::hold(transaction, source, end.lease.run, at, fingerprint, proposal)?;
        }
        (Outcome::Changed | Outcome::Unchanged, _) => super::decisions::settle(transaction, source)?,
        _ => {}
    }
    if let Some(decision) = &settlement.decision {
        super::decisions::write(transaction, source, at, Some(end.lease.run), decision, None)?;
    }
    // One restored record says nothing about the size that its source should have.
    let decided = settlement.decision.as_ref().is_some_and(|decision| decision.kind != DecisionKind::Restored);
    if decided || settlement.new_baseline {
        transaction
            .prepare_cached("UPDATE sources SET baseline_after = ?2 WHERE number = ?1")?
            .execute((source, int(revision.saturating_sub(1))))?;
    }
    let mut again = transaction.prepare_cached("UPDATE records SET kept = NULL WHERE source = ?1 AND key = ?2")?;
    for key in &settlement.published_again {
        again.execute((source, key))?;
    }
    let mut keep = transaction.prepare_cached("UPDATE records SET kept = ?3 WHERE source = ?1 AND key = ?2")?;
    for key in &settlement.keep {
        keep.execute((source, key, end.report.detail.by.as_deref().unwrap_or_default()))?;
    }
    Ok(())
}

/// Writes report, event and commit.
fn close(
    transaction: &Transaction<'_>,
    mut commit: CommitDraft<'_>,
    end: &RunEnd,
    source: &SourceRow,
    (revision, at): (u64, i64),
) -> Result<RunReport, StoreError> {
    let mut report = end.report.clone();
    report.run = end.lease.run;
    report.source = end.lease.source.clone();
    report.seq = Seq(commit.seq());
    report.datasets = count_datasets(transaction, source.number)?;
    report.detail.revision = revision;
    report.detail.quality = super::measures::marks(transaction, source.number)?;
    write_end(transaction, source.number, &report, at)?;
    commit.event(source.number, None, EventKind::Run, None)?;
    commit.finish()?;
    Ok(report)
}

/// The run must still be open and of this source.
fn check_lease(transaction: &Transaction<'_>, end: &RunEnd, source: i64) -> Result<(), StoreError> {
    let open: Option<i64> = transaction
        .prepare_cached("SELECT run FROM runs WHERE run = ?1 AND source = ?2 AND ended IS NULL")?
        .query_row((int(end.lease.run), source), |row| row.get(0))
        .optional()?;
    match open {
        Some(_) => Ok(()),
        None => Err(StoreError::LeaseLost { source_id: end.lease.source.to_string(), run: end.lease.run }),
    }
}

/// Accepts a revision: withdraws, puts, allocates portal ids, counts.
fn accept(
    transaction: &Transaction<'_>,
    commit: &mut CommitDraft<'_>,
    end: &RunEnd,
    draft: &RevisionDraft,
    bodies: &[Compressed],
    source: i64,
    revision: u64,
) -> Result<(), StoreError> {
    commit.touch_records();
    let withdrawal = Withdrawal { transaction, source, revision, run: end.lease.run };
    for key in &draft.withdraw {
        withdrawal.withdraw(commit, key)?;
    }
    put_records(transaction, commit, source, revision, &draft.put, bodies)?;
    super::portal_ids::allocate_for(transaction, source, &draft.put, commit.seq())?;
    let rules = end.validators.as_ref().map_or(rdf::RULES_VERSION, |validators| validators.rules);
    write_revision(transaction, commit, source, revision, end.lease.run, rules)?;
    transaction
        .prepare_cached(
            "UPDATE sources SET revision = ?2, answered = answered OR EXISTS \
             (SELECT 1 FROM records WHERE source = ?1 AND kind IN (0, 1, 2, 3)) WHERE number = ?1",
        )?
        .execute((source, int(revision)))?;
    Ok(())
}

/// Moves the counters of missing records; only a complete reading says anything about what is missing.
fn count_missing(transaction: &Transaction<'_>, end: &RunEnd, source: i64) -> Result<(), StoreError> {
    if !end.report.complete || !matches!(end.report.outcome, Outcome::Changed | Outcome::Unchanged) {
        return Ok(());
    }
    let keys: rustc_hash::FxHashSet<&str> = end.missing.iter().map(String::as_str).collect();
    let counted: Vec<String> = transaction
        .prepare_cached("SELECT key FROM records WHERE source = ?1 AND missing > 0")?
        .query_map([source], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut back = transaction.prepare_cached("UPDATE records SET missing = 0 WHERE source = ?1 AND key = ?2")?;
    for key in counted.iter().filter(|key| !keys.contains(key.as_str())) {
        back.execute((source, key))?;
    }
    let mut more =
        transaction.prepare_cached("UPDATE records SET missing = missing + 1 WHERE source = ?1 AND key = ?2")?;
    for key in keys {
        more.execute((source, key))?;
    }
    Ok(())
}

fn compress_document(draft: &RevisionDraft) -> Result<Vec<u8>, StoreError> {
    zstd::bulk::compress(&draft.raw, DOCUMENT_LEVEL)
        .map_err(|cause| StoreError::Value(format!("a document that cannot be compressed ({cause})")))
}

/// Keeps the raw document of the last accepted or the last held revision; accepting one settles what was held.
fn store_document(
    transaction: &Transaction<'_>,
    end: &RunEnd,
    content: &[u8],
    source: i64,
    revision: u64,
) -> Result<(), StoreError> {
    let (role, draft) = match (&end.revision, &end.held) {
        (Some(draft), _) => ("accepted", draft),
        (None, Some(draft)) => ("held", draft),
        (None, None) => return Ok(()),
    };
    if draft.raw.is_empty() {
        return Ok(()); // a decision of ours has no document
    }
    transaction.execute(
        "INSERT OR REPLACE INTO documents (source, role, run, revision, url, content_type, size, content) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (
            source,
            role,
            int(end.lease.run),
            int(revision),
            &draft.url,
            &draft.content_type,
            length(draft.raw.len()),
            content,
        ),
    )?;
    Ok(())
}

fn store_validators(transaction: &Transaction<'_>, source: i64, validators: &Validators) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE sources SET etag = ?2, last_modified = ?3, body_hash = ?4, rules = ?5 WHERE number = ?1",
        )?
        .execute((
            source,
            &validators.etag,
            &validators.last_modified,
            validators.body.map(|hash| hash.0),
            validators.rules,
        ))?;
    Ok(())
}
