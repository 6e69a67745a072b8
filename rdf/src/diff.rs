//! Differences between two versions of a source, per record and per triple.

use crate::records::{Record, RecordHead};

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

/// Compares by key and hash.
pub fn diff_records<'a>(old: &'a [RecordHead], new: &'a [Record]) -> RecordsDiff<'a> {
    let _ = (old, new);
    RecordsDiff::default()
}

/// Lines (canonical N-Triples) that only one of two bodies has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TripleDiff<'a> {
    /// Only in the new body.
    pub added: Vec<&'a str>,
    /// Only in the old body.
    pub removed: Vec<&'a str>,
}

/// Compares two canonical bodies line by line.
pub fn diff_triples<'a>(old: &'a str, new: &'a str) -> TripleDiff<'a> {
    let _ = (old, new);
    TripleDiff::default()
}
