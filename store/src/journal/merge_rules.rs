//! The operator's rules about identities, and the records that they are decided among.

use super::Journal;
use super::commits::{CommitDraft, EventKind, source_id};
use super::sources::source_row;
use super::values::{instant, int, unsigned};
use crate::StoreError;
use crate::merge::{MergeRule, RecordName, RuleKind};
use model::{Source, SourceId};
use rdf::RecordHead;
use rusqlite::Transaction;
use std::collections::{BTreeMap, BTreeSet};

/// Records looked at for one explanation: a UUID that thousands claim is explained by the first of them.
const MOST: usize = 5000;

/// A rule on its way into the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeRuleDraft {
    /// What it says.
    pub kind: RuleKind,
    /// The record that it is about.
    pub record: RecordName,
    /// The other record, of [`RuleKind::Apart`].
    pub other: Option<RecordName>,
    /// Who makes it.
    pub by: String,
    /// Why; may be empty.
    pub reason: String,
}

impl Journal {
    /// The rules in force, oldest first.
    pub fn merge_rules(&self) -> Result<Vec<MergeRule>, StoreError> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT number, kind, source, record, other_source, other_record, at, by, reason FROM merge_rules \
                 WHERE lifted IS NULL ORDER BY number",
            )?;
            let mut rows = statement.query([])?;
            let mut rules = Vec::new();
            while let Some(row) = rows.next()? {
                let kind = match row.get::<_, String>(1)?.as_str() {
                    "apart" => RuleKind::Apart,
                    "pin" => RuleKind::Pin,
                    other => return Err(StoreError::Value(format!("the rule `{other}`"))),
                };
                let name = |source: Option<String>, record: Option<String>| -> Result<_, StoreError> {
                    let Some((source, record)) = source.zip(record) else { return Ok(None) };
                    Ok(Some(RecordName { source: source_id(&source)?, record }))
                };
                let record = name(row.get(2)?, row.get(3)?)?;
                rules.push(MergeRule {
                    number: unsigned(row.get(0)?),
                    kind,
                    record: record.ok_or_else(|| StoreError::Value("a rule without a record".to_owned()))?,
                    other: name(row.get(4)?, row.get(5)?)?,
                    at: instant(row.get(6)?)?,
                    by: row.get(7)?,
                    reason: row.get(8)?,
                });
            }
            Ok(rules)
        })
    }

    /// Makes a rule and returns its number. `Err(Rule)` for one that says nothing, `Err(UnknownSource)`.
    pub fn add_merge_rule(&self, draft: &MergeRuleDraft) -> Result<u64, StoreError> {
        let at = self.now();
        self.write(|transaction| {
            let numbers = check(transaction, draft)?;
            let kind = match draft.kind {
                RuleKind::Apart => "apart",
                RuleKind::Pin => "pin",
            };
            let other = draft.other.as_ref();
            let number: i64 = transaction
                .prepare_cached(
                    "INSERT INTO merge_rules (kind, source, record, other_source, other_record, at, by, reason) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING number",
                )?
                .query_row(
                    (
                        kind,
                        draft.record.source.as_str(),
                        &draft.record.record,
                        other.map(|other| other.source.as_str()),
                        other.map(|other| other.record.as_str()),
                        at,
                        &draft.by,
                        &draft.reason,
                    ),
                    |row| row.get(0),
                )?;
            touch(transaction, at, &numbers)?;
            Ok(unsigned(number))
        })
    }

    /// Lifts a rule; false if there is none of that number in force.
    pub fn lift_merge_rule(&self, number: u64) -> Result<bool, StoreError> {
        let rule = self.merge_rules()?.into_iter().find(|rule| rule.number == number);
        let Some(rule) = rule else { return Ok(false) };
        let at = self.now();
        self.write(|transaction| {
            let lifted = transaction.execute(
                "UPDATE merge_rules SET lifted = ?2 WHERE number = ?1 AND lifted IS NULL",
                (int(number), at),
            )?;
            let mut records = Vec::new();
            for name in std::iter::once(&rule.record).chain(&rule.other) {
                // A source that was removed since has nothing to be shown anew.
                if let Ok(row) = source_row(transaction, &name.source) {
                    records.push((row.number, name.record.clone()));
                }
            }
            touch(transaction, at, &records)?;
            Ok(lifted == 1)
        })
    }

    /// Everything that shares IRIs or UUIDs with records of these names, directly or through others, by source: among
    /// these the merge decides as it does among all.
    pub fn relatives(&self, iris: &[String]) -> Result<Vec<(Source, Vec<RecordHead>)>, StoreError> {
        let names = self.read(|transaction| names_of_relatives(transaction, iris))?;
        let mut relatives = Vec::new();
        for (source, keys) in names {
            let heads = self.record_heads(&source)?.into_iter().filter(|head| keys.contains(&head.key));
            relatives.push((self.source(&source)?.source, heads.collect()));
        }
        Ok(relatives)
    }
}

/// Says that the records of a rule are to be shown anew.
fn touch(transaction: &Transaction<'_>, at: i64, records: &[(i64, String)]) -> Result<(), StoreError> {
    let mut commit = CommitDraft::begin(transaction, at)?;
    commit.touch_records();
    for (source, record) in records {
        commit.event(*source, Some(record), EventKind::Changed, None)?;
    }
    commit.finish()?;
    Ok(())
}

/// Both records must be there, and an `apart` must be about two different things of two sources.
fn check(transaction: &Transaction<'_>, draft: &MergeRuleDraft) -> Result<Vec<(i64, String)>, StoreError> {
    let mut found = Vec::new();
    for name in std::iter::once(&draft.record).chain(&draft.other) {
        let source = source_row(transaction, &name.source)?.number;
        let there = transaction
            .prepare_cached("SELECT 1 FROM records WHERE source = ?1 AND key = ?2 AND kind IN (0, 1, 2, 3, 4)")?
            .exists((source, &name.record))?;
        if !there {
            let (record, source) = (&name.record, &name.source);
            return Err(StoreError::Rule(format!("the source `{source}` has no record `{record}`")));
        }
        found.push((source, name.record.clone()));
    }
    let problem = match (draft.kind, &draft.other) {
        (RuleKind::Pin, Some(_)) => Some("a pin is about one record: leave the other out"),
        (RuleKind::Apart, None) => Some("two records are kept apart: name the other one too"),
        (RuleKind::Apart, Some(other)) if other.source == draft.record.source => {
            Some("two records of one source are never the same thing: no rule is needed")
        }
        (RuleKind::Apart, Some(other)) if other.record == draft.record.record => Some(
            "records with the same IRI are the same thing in linked data: ask one source to change its IRI, or pin the right one",
        ),
        (RuleKind::Pin, None) | (RuleKind::Apart, Some(_)) => None,
    };
    match problem {
        Some(problem) => Err(StoreError::Rule(problem.to_owned())),
        None => Ok(found),
    }
}

type Names = BTreeMap<SourceId, BTreeSet<String>>;

fn names_of_relatives(transaction: &Transaction<'_>, iris: &[String]) -> Result<Names, StoreError> {
    let mut by_key = transaction.prepare_cached(
        "SELECT s.id, r.key, r.uuid FROM records r JOIN sources s ON s.number = r.source WHERE r.key = ?1",
    )?;
    let mut by_uuid = transaction.prepare_cached(
        "SELECT s.id, r.key, r.uuid FROM records r JOIN sources s ON s.number = r.source WHERE r.uuid = ?1",
    )?;
    let mut names = Names::new();
    let (mut seen_keys, mut seen_uuids) = (BTreeSet::new(), BTreeSet::new());
    let mut waiting: Vec<String> = iris.to_vec();
    while let Some(key) = waiting.pop() {
        if !seen_keys.insert(key.clone()) || seen_keys.len() > MOST {
            continue;
        }
        let mut uuids = Vec::new();
        let mut rows = by_key.query([&key])?;
        while let Some(row) = rows.next()? {
            names.entry(source_id(&row.get::<_, String>(0)?)?).or_default().insert(row.get(1)?);
            uuids.extend(row.get::<_, Option<String>>(2)?);
        }
        for uuid in uuids.into_iter().filter(|uuid| seen_uuids.insert(uuid.clone())) {
            let mut rows = by_uuid.query([&uuid])?;
            while let Some(row) = rows.next()? {
                waiting.push(row.get(1)?);
            }
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{harvest, record, scratch, source};
    use super::*;
    use crate::journal::SourceOrigin;

    #[test]
    fn rules_are_checked_kept_and_lifted() {
        let (journal, _dir) = scratch();
        for id in ["a", "b"] {
            journal.put_source(&source(id), SourceOrigin::Command).unwrap();
            let mut one = record(&format!("https://{id}.example/1"), "Ett");
            one.meta.uuid = Some("uuid-1".to_owned());
            harvest(&journal, id, vec![one], &[]);
        }
        let name = |id: &str, record: &str| RecordName { source: source(id).id, record: record.to_owned() };
        let (one, two) = (name("a", "https://a.example/1"), name("b", "https://b.example/1"));
        let draft = |kind, record: &RecordName, other: Option<&RecordName>| MergeRuleDraft {
            kind,
            record: record.clone(),
            other: other.cloned(),
            by: "operator".to_owned(),
            reason: String::new(),
        };
        let refused = |draft: MergeRuleDraft| journal.add_merge_rule(&draft).unwrap_err().to_string();
        assert!(refused(draft(RuleKind::Apart, &one, None)).contains("other one"));
        assert!(refused(draft(RuleKind::Apart, &one, Some(&one))).contains("one source"));
        assert!(refused(draft(RuleKind::Pin, &name("a", "urn:none"), None)).contains("urn:none"));
        assert!(refused(draft(RuleKind::Pin, &name("c", "urn:none"), None)).contains('c'));
        let before = journal.data_seq().unwrap();
        let number = journal.add_merge_rule(&draft(RuleKind::Apart, &one, Some(&two))).unwrap();
        assert!(journal.data_seq().unwrap() > before, "projections follow");
        let rules = journal.merge_rules().unwrap();
        assert_eq!((rules.len(), rules[0].number, &rules[0].other), (1, number, &Some(two)));
        let relatives = journal.relatives(&["https://a.example/1".to_owned()]).unwrap();
        assert_eq!(relatives.len(), 2, "through the UUID");
        assert!(journal.lift_merge_rule(number).unwrap());
        assert!(!journal.lift_merge_rule(number).unwrap());
        assert!(journal.merge_rules().unwrap().is_empty());
    }
}
