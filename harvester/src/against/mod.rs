//! A document beside what is published: what would change, what the guards would say, what findings and points come and
//! go, and how its datasets would look in the list of results. Pure but for reading the journal.

mod html;
mod preview;
mod told;
mod words;

use crate::compare::{Haste, datasets_after, plan};
use crate::{guards, renames};
use model::{Finding, LangText, SourceId};
use preview::{Card, cards};
use rdf::{Record, RecordHead, RecordKind, Refined, diff_records};
use shapes::check::is_between_profiles;
use shapes::mqa::{Mode, Score, measured};
use shapes::{Profile, judge_by};
use std::collections::{HashMap, HashSet};
use store::changes::{PropertyChange, Side, property_changes};
use store::journal::{Baseline, Rename};
use store::{Journal, StoreError};

/// What is published.
#[derive(Debug, Clone, Default)]
pub struct Live {
    /// What people call it.
    pub name: String,
    records: Vec<Record>,
    /// With what the journal knows besides: how long missing, kept by a person.
    heads: Vec<RecordHead>,
    baseline: Option<Baseline>,
    /// Of reading and repairing.
    findings: Vec<Finding>,
}

impl Live {
    /// The accepted revision of a source.
    pub fn of_source(journal: &Journal, id: &SourceId) -> Result<Self, StoreError> {
        let title = journal.source(id)?.source.title;
        let (heads, bodies) = journal.reading(|reading| {
            let mut bodies = HashMap::new();
            reading.for_each_body(id, &mut |key, body| {
                bodies.insert(key.to_owned(), body.to_owned());
                Ok(())
            })?;
            Ok((reading.heads(id)?, bodies))
        })?;
        let records = heads.iter().map(|head| record(head, &bodies)).collect();
        let codes: HashSet<&str> = rdf::rules().map(|rule| rule.code).collect();
        let (_, mut findings) = journal.findings(id, 0, u64::from(u32::MAX))?;
        findings.retain(|finding| codes.contains(finding.code.as_str()));
        Ok(Self { name: title, records, heads, baseline: journal.baseline(id)?, findings })
    }

    /// A document as it is published.
    pub fn of_document(name: &str, refined: Refined) -> Self {
        let head = |record: &Record| RecordHead {
            key: record.key.clone(),
            kind: record.kind,
            hash: record.hash,
            meta: record.meta.clone(),
            missing: 0,
            kept: false,
        };
        let heads = refined.records.iter().map(head).collect();
        Self { name: name.to_owned(), records: refined.records, heads, baseline: None, findings: refined.findings }
    }
}

fn record(head: &RecordHead, bodies: &HashMap<String, String>) -> Record {
    Record {
        key: head.key.clone(),
        kind: head.kind,
        hash: head.hash,
        body: bodies.get(&head.key).cloned().unwrap_or_default(),
        meta: head.meta.clone(),
    }
}

/// What becomes of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It would be gone.
    Removed,
    /// The same dataset under another IRI.
    Renamed,
    /// It would come.
    Added,
    /// Other content.
    Changed,
}

/// One record that would not stay as it is.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its IRI.
    pub record: String,
    /// IRI before a rename.
    pub from: Option<String>,
    /// Title, if known.
    pub title: Option<String>,
    /// Kind.
    pub kind: RecordKind,
    /// What becomes of it.
    pub change: Change,
    /// Properties with their values before and after; of records that were there and will be.
    pub properties: Vec<PropertyChange>,
}

/// Points before and after, in one mode.
#[derive(Debug, Clone, Copy)]
pub struct ScoreChange {
    /// Whose points.
    pub mode: Mode,
    /// As published.
    pub before: Score,
    /// With the document.
    pub after: Score,
}

/// A document beside what is published.
#[derive(Debug, Clone)]
pub struct Against {
    /// What people call what is published.
    pub name: String,
    /// Datasets as published, and in the document.
    pub datasets: (usize, usize),
    /// What would change, datasets first, what is lost before what comes.
    pub entries: Vec<Entry>,
    /// Why a harvest would be held; none means that it would be taken.
    pub held: Vec<LangText>,
    /// Only a person can let it pass.
    pub needs_person: bool,
    /// Something of the document could not be read, so nothing would be withdrawn because of it.
    pub incomplete: bool,
    /// Findings that are not there today.
    pub new_findings: Vec<Finding>,
    /// Findings that would be gone.
    pub mended: Vec<Finding>,
    /// Both scores.
    pub scores: Vec<ScoreChange>,
    /// How new and changed datasets would look in the list of results.
    pub(crate) cards: Vec<Card>,
}

impl Against {
    /// Compares; `findings` are those of the document by `profile`, reading and repairing included.
    pub fn of(live: &Live, refined: &Refined, profile: Profile, findings: &[Finding]) -> Self {
        let renames = renames::find(&live.heads, refined);
        let plan = plan(&live.heads, refined, Haste::Usual);
        let after = datasets_after(&live.heads, refined, &plan);
        let alarm = guards::alarm(&live.heads, &after, live.baseline, renames.len());
        let entries = entries(live, refined, &renames);
        let mut before = live.findings.clone();
        before.extend(judge_by(profile, &live.records));
        let mended_or_new: Vec<Finding> =
            findings.iter().filter(|found| !is_between_profiles(found)).cloned().collect();
        let (new_findings, mended) = compare_findings(&before, &mended_or_new, &renames);
        let scores = [Mode::Se, Mode::Eu].map(|mode| ScoreChange {
            mode,
            before: measured(mode, &live.records).score(),
            after: measured(mode, &refined.records).score(),
        });
        let count = |records: &[Record]| records.iter().filter(|record| record.kind == RecordKind::Dataset).count();
        Self {
            name: live.name.clone(),
            datasets: (count(&live.records), count(&refined.records)),
            cards: cards(&entries, &refined.records),
            entries,
            held: alarm.reasons,
            needs_person: alarm.needs_person,
            incomplete: !refined.complete,
            new_findings,
            mended,
            scores: scores.to_vec(),
        }
    }

    /// Number of records of one change; of datasets only, or of all others.
    pub(crate) fn number(&self, change: Change, datasets: bool) -> usize {
        let counts = |entry: &&Entry| entry.change == change && (entry.kind == RecordKind::Dataset) == datasets;
        self.entries.iter().filter(counts).count()
    }
}

fn entries(live: &Live, refined: &Refined, renames: &[Rename]) -> Vec<Entry> {
    let diff = diff_records(&live.heads, &refined.records);
    let old: HashMap<&str, &Record> = live.records.iter().map(|record| (record.key.as_str(), record)).collect();
    let new: HashMap<&str, &Record> = refined.records.iter().map(|record| (record.key.as_str(), record)).collect();
    let under_new_names: HashSet<&str> = renames.iter().flat_map(|rename| [&*rename.from, &*rename.to]).collect();
    let mut entries = Vec::new();
    for (head, record) in &diff.changed {
        entries.push(changed(old.get(head.key.as_str()).copied(), record, Change::Changed));
    }
    for rename in renames {
        let Some(record) = new.get(rename.to.as_str()) else { continue };
        entries.push(changed(old.get(rename.from.as_str()).copied(), record, Change::Renamed));
    }
    for record in diff.new.iter().filter(|record| !under_new_names.contains(record.key.as_str())) {
        entries.push(whole(&record.key, record.kind, record.meta.title.clone(), Change::Added));
    }
    for head in diff.missing.iter().filter(|head| !head.kept && !under_new_names.contains(head.key.as_str())) {
        entries.push(whole(&head.key, head.kind, head.meta.title.clone(), Change::Removed));
    }
    entries.sort_by(|a, b| order(a).cmp(&order(b)));
    entries
}

fn order(entry: &Entry) -> (bool, Change, &str) {
    (entry.kind != RecordKind::Dataset, entry.change, &entry.record)
}

fn changed(old: Option<&Record>, new: &Record, change: Change) -> Entry {
    let before = old.map(|old| Side { iri: &old.key, body: &old.body });
    Entry {
        record: new.key.clone(),
        from: old.filter(|old| old.key != new.key).map(|old| old.key.clone()),
        title: new.meta.title.clone(),
        kind: new.kind,
        change,
        properties: property_changes(before, Some(Side { iri: &new.key, body: &new.body })),
    }
}

fn whole(key: &str, kind: RecordKind, title: Option<String>, change: Change) -> Entry {
    Entry { record: key.to_owned(), from: None, title, kind, change, properties: Vec::new() }
}

/// What is told of one document only: `(new, mended)`. Lines and words do not count, and a renamed dataset is the same.
fn compare_findings(before: &[Finding], after: &[Finding], renames: &[Rename]) -> (Vec<Finding>, Vec<Finding>) {
    let names: HashMap<&str, &str> = renames.iter().map(|rename| (&*rename.from, &*rename.to)).collect();
    let key = |finding: &Finding| {
        let record = finding.record.as_deref().map(|record| (*names.get(record).unwrap_or(&record)).to_owned());
        (finding.code.clone(), record, finding.path.clone(), finding.value.clone())
    };
    let only = |these: &[Finding], those: &[Finding]| {
        let known: HashSet<_> = those.iter().map(key).collect();
        these.iter().filter(|finding| !known.contains(&key(finding))).cloned().collect()
    };
    (only(after, before), only(before, after))
}

#[cfg(test)]
mod tests;
