//! What the operator decided about identities.

use chrono::{DateTime, Utc};
use model::SourceId;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

/// Kinds of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleKind {
    /// Two records are not the same thing, whatever their UUIDs say.
    Apart,
    /// This source's record wins its cluster; of several pins in one cluster the newest counts.
    Pin,
}

/// A record by its source and IRI (as the journal writes it).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordName {
    /// The source.
    pub source: SourceId,
    /// The IRI.
    pub record: String,
}

/// A rule in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeRule {
    /// Its number.
    pub number: u64,
    /// What it says.
    pub kind: RuleKind,
    /// The record that it is about.
    pub record: RecordName,
    /// The other record of an [`RuleKind::Apart`].
    pub other: Option<RecordName>,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Who made it.
    pub by: String,
    /// Why; may be empty.
    pub reason: String,
}

/// A record as the merge looks it up.
type Name<'r> = (&'r str, &'r str);

/// Rules, ready to be looked up.
#[derive(Debug, Default)]
pub(super) struct Rulebook<'r> {
    pins: FxHashMap<Name<'r>, u64>,
    apart: FxHashSet<(Name<'r>, Name<'r>)>,
}

impl<'r> Rulebook<'r> {
    pub(super) fn new(rules: &'r [MergeRule]) -> Self {
        let mut book = Self::default();
        for rule in rules {
            let name = name(&rule.record);
            match (&rule.kind, &rule.other) {
                (RuleKind::Pin, _) => {
                    let newest = book.pins.entry(name).or_default();
                    *newest = (*newest).max(rule.number);
                }
                (RuleKind::Apart, Some(other)) => {
                    let other = self::name(other);
                    book.apart.insert((name.min(other), name.max(other)));
                }
                (RuleKind::Apart, None) => {}
            }
        }
        book
    }

    /// Number of the newest rule that pins a record.
    pub(super) fn pin(&self, source: &str, key: &str) -> Option<u64> {
        // Nearly always there are none, and this is asked for each record.
        if self.pins.is_empty() { None } else { self.pins.get(&(source, key)).copied() }
    }

    /// Whether two records must not be one.
    pub(super) fn are_apart(&self, one: (&str, &str), other: (&str, &str)) -> bool {
        !self.apart.is_empty() && self.apart.contains(&(one.min(other), one.max(other)))
    }

    /// Whether there is any rule that keeps records apart.
    pub(super) fn keeps_apart(&self) -> bool {
        !self.apart.is_empty()
    }
}

fn name(record: &RecordName) -> Name<'_> {
    (record.source.as_str(), &record.record)
}
