//! The diff that a dry run shows.

use crate::evaluate::{Evaluation, Known};
use rdf::{Record, RecordHead, RecordKind, diff_triples};
use std::collections::{HashMap, HashSet};
use store::{Journal, StoreError};

/// One dataset (or other record) of the diff of a run.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DiffEntry {
    /// Record key.
    pub record: String,
    /// Title, if known.
    pub title: Option<String>,
    /// Kind of record.
    pub kind: RecordKind,
    /// `new`, `changed`, `withdrawn`, `missing`.
    pub change: &'static str,
    /// N-Triples lines added.
    pub added: Vec<String>,
    /// N-Triples lines removed.
    pub removed: Vec<String>,
}

/// Everything that the run would write, datasets first, then by key.
pub(crate) fn diff(journal: &Journal, known: &Known, evaluation: &Evaluation) -> Result<Vec<DiffEntry>, StoreError> {
    let heads: HashMap<&str, &RecordHead> = known.heads.iter().map(|head| (head.key.as_str(), head)).collect();
    let mut entries = Vec::new();
    for record in evaluation.refined.records.iter().filter(|record| evaluation.plan.put.contains(&record.key)) {
        entries.push(written(journal, heads.get(record.key.as_str()).copied(), record)?);
    }
    let withdrawn: HashSet<&String> = evaluation.plan.withdraw.iter().collect();
    for key in evaluation.plan.withdraw.iter().chain(&evaluation.plan.missing) {
        let Some(head) = heads.get(key.as_str()) else { continue };
        entries.push(gone(journal, head, withdrawn.contains(key))?);
    }
    entries.sort_by(|a, b| (a.kind != RecordKind::Dataset, &a.record).cmp(&(b.kind != RecordKind::Dataset, &b.record)));
    Ok(entries)
}

fn written(journal: &Journal, old: Option<&RecordHead>, record: &Record) -> Result<DiffEntry, StoreError> {
    let before = match old {
        Some(head) => journal.record_body(&head.hash)?.unwrap_or_default(),
        None => String::new(),
    };
    let lines = diff_triples(&before, &record.body);
    Ok(DiffEntry {
        record: record.key.clone(),
        title: record.meta.title.clone(),
        kind: record.kind,
        change: if old.is_some() { "changed" } else { "new" },
        added: lines.added.into_iter().map(str::to_owned).collect(),
        removed: lines.removed.into_iter().map(str::to_owned).collect(),
    })
}

fn gone(journal: &Journal, head: &RecordHead, withdrawn: bool) -> Result<DiffEntry, StoreError> {
    let body = if withdrawn { journal.record_body(&head.hash)?.unwrap_or_default() } else { String::new() };
    Ok(DiffEntry {
        record: head.key.clone(),
        title: head.meta.title.clone(),
        kind: head.kind,
        change: if withdrawn { "withdrawn" } else { "missing" },
        added: Vec::new(),
        removed: body.lines().map(str::to_owned).collect(),
    })
}
