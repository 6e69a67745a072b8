//! Differences between two versions of a source, per record and per triple.

use crate::records::{Record, RecordHead};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;

/// Old against new records, by key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordsDiff<'a> {
    /// Not there before (or was withdrawn).
    pub new: Vec<&'a Record>,
    /// Same key, other hash.
    pub changed: Vec<(&'a RecordHead, &'a Record)>,
    /// Same key, same hash.
    pub unchanged: Vec<(&'a RecordHead, &'a Record)>,
    /// Not there any more.
    pub missing: Vec<&'a RecordHead>,
}

/// Compares by key and hash. The order of both lists does not matter; results follow the order of their list.
pub fn diff_records<'a>(old: &'a [RecordHead], new: &'a [Record]) -> RecordsDiff<'a> {
    let mut left: FxHashMap<&str, &RecordHead> = old.iter().map(|head| (head.key.as_str(), head)).collect();
    let mut diff = RecordsDiff::default();
    for record in new {
        match left.remove(record.key.as_str()) {
            None => diff.new.push(record),
            Some(head) if head.hash == record.hash => diff.unchanged.push((head, record)),
            Some(head) => diff.changed.push((head, record)),
        }
    }
    diff.missing.extend(old.iter().filter(|head| left.contains_key(head.key.as_str())));
    diff
}

/// Lines (canonical N-Triples) that only one of two bodies has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TripleDiff<'a> {
    /// Only in the new body.
    pub added: Vec<&'a str>,
    /// Only in the old body.
    pub removed: Vec<&'a str>,
}

/// Compares two canonical bodies (sorted lines) line by line.
pub fn diff_triples<'a>(old: &'a str, new: &'a str) -> TripleDiff<'a> {
    let (mut left, mut right) = (old.lines().peekable(), new.lines().peekable());
    let mut diff = TripleDiff::default();
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => return diff,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) => a.cmp(b),
        };
        if order != Ordering::Greater {
            diff.removed.extend(left.next().filter(|_| order == Ordering::Less));
        }
        if order != Ordering::Less {
            diff.added.extend(right.next().filter(|_| order == Ordering::Greater));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{RecordKind, RecordMeta};
    use model::ContentHash;

    fn record(key: &str, content: u8) -> Record {
        let (hash, meta) = (ContentHash([content; 32]), RecordMeta::default());
        Record { key: key.to_owned(), kind: RecordKind::Dataset, hash, body: String::new(), meta }
    }

    fn head(key: &str, content: u8) -> RecordHead {
        let Record { key, kind, hash, meta, .. } = record(key, content);
        RecordHead { key, kind, hash, meta, missing: 0, kept: false }
    }

    #[test]
    fn each_record_is_new_changed_unchanged_or_missing() {
        let old = [head("a", 1), head("b", 1), head("c", 1)];
        let new = [record("b", 1), record("c", 2), record("d", 1)];
        let diff = diff_records(&old, &new);
        assert_eq!(diff.new, [&new[2]]);
        assert_eq!(diff.changed, [(&old[2], &new[1])]);
        assert_eq!(diff.unchanged, [(&old[1], &new[0])]);
        assert_eq!(diff.missing, [&old[0]]);
    }

    #[test]
    fn lines_of_only_one_side_are_found() {
        let diff = diff_triples("a\nb\nd\n", "b\nc\nd\ne\n");
        assert_eq!((diff.removed, diff.added), (vec!["a"], vec!["c", "e"]));
        assert_eq!(diff_triples("a\n", "a\n"), TripleDiff::default());
    }
}
