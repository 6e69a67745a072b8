//! What a document would change in the accepted revision (design §4, compare and withdraw).

use model::ns::dcat;
use rdf::{Record, RecordHead, RecordKind, RecordMeta, Refined, diff_records};
use std::collections::HashSet;

/// Complete runs in a row that a record must be missing from before it is withdrawn without an order.
const RUNS_UNTIL_WITHDRAWN: u32 = 2;

/// Datasets counted by what happens to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    pub(crate) new: u64,
    pub(crate) changed: u64,
    pub(crate) withdrawn: u64,
    /// Missing from the document but kept for now.
    pub(crate) missing: u64,
    /// Listed but not described, and kept.
    pub(crate) undescribed: u64,
    /// Datasets once the plan is carried out.
    pub(crate) after: u64,
}

/// What to do with each record; keys and indexes only, so that the records can be moved afterwards.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Keys of records to write.
    pub(crate) put: HashSet<String>,
    /// Keys of records to withdraw now.
    pub(crate) withdraw: Vec<String>,
    /// Keys of records that are missing and wait for the next complete run.
    pub(crate) missing: Vec<String>,
    /// Keys of records that a cut touched and that keep their last good version.
    pub(crate) kept: Vec<String>,
    /// Keys of missing records that a catalog in the document still lists: no sign that the source took them away.
    pub(crate) undescribed: Vec<String>,
    /// Keys of records that a person brought back and that the source publishes again.
    pub(crate) published_again: Vec<String>,
    pub(crate) counts: Counts,
}

impl Plan {
    /// True when carrying it out changes nothing readable.
    pub(crate) fn is_empty(&self) -> bool {
        self.put.is_empty() && self.withdraw.is_empty()
    }
}

/// How soon what is missing is withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Haste {
    /// After two complete runs: the usual.
    Usual,
    /// At once: the agency ordered the run.
    Ordered,
    /// At once, also what a catalog still lists: somebody has looked at the difference.
    Consented,
}

/// Compares a document with the accepted revision. An incomplete document withdraws nothing.
pub(crate) fn plan(heads: &[RecordHead], refined: &Refined, haste: Haste) -> Plan {
    let touched: HashSet<&str> = refined.touched_by_cut.iter().map(String::as_str).collect();
    let diff = diff_records(heads, &refined.records);
    let mut plan = Plan::default();
    for record in &diff.new {
        plan.put.insert(record.key.clone());
        plan.counts.new += dataset(record.kind);
    }
    for (old, record) in &diff.changed {
        if keeps_old(record, &touched, refined.complete) {
            plan.kept.push(old.key.clone());
            continue;
        }
        plan.put.insert(record.key.clone());
        plan.counts.changed += dataset(record.kind);
    }
    for (old, record) in &diff.unchanged {
        // Same triples, other facts: our rules changed.
        if old.meta != record.meta || old.kind != record.kind {
            plan.put.insert(record.key.clone());
        }
    }
    let before: u64 = heads.iter().map(|head| dataset(head.kind)).sum();
    if refined.complete {
        let missing: Vec<&RecordHead> = diff.missing.iter().copied().filter(|head| !head.kept).collect();
        let listed = if haste == Haste::Consented { HashSet::new() } else { listed(&missing, &refined.records) };
        for head in missing {
            if is_spared(head, &listed) {
                plan.undescribed.push(head.key.clone());
                plan.counts.undescribed += dataset(head.kind);
            } else if haste != Haste::Usual || head.missing + 1 >= RUNS_UNTIL_WITHDRAWN {
                plan.withdraw.push(head.key.clone());
                plan.counts.withdrawn += dataset(head.kind);
            } else {
                plan.missing.push(head.key.clone());
                plan.counts.missing += dataset(head.kind);
            }
        }
    }
    let read: HashSet<&str> = refined.records.iter().map(|record| record.key.as_str()).collect();
    let again = heads.iter().filter(|head| head.kept && read.contains(head.key.as_str()));
    plan.published_again = again.map(|head| head.key.clone()).collect();
    plan.counts.after = before + plan.counts.new - plan.counts.withdrawn;
    plan
}

/// Those of the missing records that a catalog in the document lists all the same.
fn listed<'a>(missing: &[&'a RecordHead], records: &[Record]) -> HashSet<&'a str> {
    let catalogs = records.iter().filter(|record| record.kind == RecordKind::Catalog);
    let links = catalogs.flat_map(|record| record.body.lines()).filter_map(|line| {
        let mut terms = line.split(' ').skip(1);
        let predicate = terms.next()?.strip_prefix('<')?.strip_suffix('>')?;
        let object = terms.next()?.strip_prefix('<')?.strip_suffix('>')?;
        [dcat::P_DATASET, dcat::P_SERVICE].contains(&predicate).then_some(object)
    });
    let links: HashSet<&str> = links.collect();
    missing.iter().map(|head| head.key.as_str()).filter(|key| links.contains(key)).collect()
}

/// What is listed, and while there is any such thing also agents, contacts and places: it may need them.
fn is_spared(head: &RecordHead, listed: &HashSet<&str>) -> bool {
    listed.contains(head.key.as_str()) || (!listed.is_empty() && head.kind == RecordKind::Shared)
}

fn keeps_old(record: &Record, touched: &HashSet<&str>, complete: bool) -> bool {
    !complete && (touched.contains(record.key.as_str()) || record.kind == RecordKind::Remainder)
}

fn dataset(kind: RecordKind) -> u64 {
    u64::from(kind == RecordKind::Dataset)
}

/// The datasets that there would be if what is missing were withdrawn at once: what the guards judge. After an
/// incomplete reading nothing can go missing.
pub(crate) fn datasets_after<'a>(
    heads: &'a [RecordHead],
    refined: &'a Refined,
    plan: &Plan,
) -> Vec<(&'a str, &'a RecordMeta)> {
    let kept: HashSet<&str> = plan.kept.iter().map(String::as_str).collect();
    let read = refined.records.iter().filter(|r| r.kind == RecordKind::Dataset && !kept.contains(r.key.as_str()));
    let mut after: Vec<(&str, &RecordMeta)> = read.map(|record| (record.key.as_str(), &record.meta)).collect();
    let seen: HashSet<&str> = after.iter().map(|(key, _)| *key).collect();
    let stays = |head: &&RecordHead| (head.kept || !refined.complete) && !seen.contains(head.key.as_str());
    let old = heads.iter().filter(|head| head.kind == RecordKind::Dataset).filter(stays);
    after.extend(old.map(|head| (head.key.as_str(), &head.meta)));
    after
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use model::ContentHash;

    pub(crate) fn record(key: &str, version: u8) -> Record {
        let meta = RecordMeta { title: Some(key.to_owned()), distributions: 1, ..RecordMeta::default() };
        let hash = ContentHash([version; 32]);
        Record { key: key.to_owned(), kind: RecordKind::Dataset, hash, body: String::new(), meta }
    }

    pub(crate) fn head(key: &str, version: u8, missing: u32) -> RecordHead {
        let Record { key, kind, hash, meta, .. } = record(key, version);
        RecordHead { key, kind, hash, meta, missing, kept: false }
    }

    fn read(records: Vec<Record>, complete: bool, touched: &[&str]) -> Refined {
        let touched_by_cut = touched.iter().map(|key| (*key).to_owned()).collect();
        Refined { records, complete, touched_by_cut, format: Some("text/turtle"), ..Refined::default() }
    }

    #[test]
    fn missing_records_wait_for_a_second_complete_run() {
        let heads = [head("a", 1, 0), head("b", 1, 0), head("c", 1, 1)];
        let refined = read(vec![record("a", 1)], true, &[]);
        let planned = plan(&heads, &refined, Haste::Usual);
        assert_eq!((planned.missing, planned.withdraw), (vec!["b".to_owned()], vec!["c".to_owned()]));
        assert_eq!(planned.counts, Counts { withdrawn: 1, missing: 1, after: 2, ..Counts::default() });
        let ordered = plan(&heads, &refined, Haste::Ordered);
        assert_eq!((ordered.missing.len(), ordered.withdraw.len()), (0, 2));
    }

    #[test]
    fn what_a_catalog_still_lists_was_not_taken_away() {
        let link = |name: &str| format!("<urn:c> <http://www.w3.org/ns/dcat#dataset> <urn:{name}> .\n");
        let mut catalog = record("urn:c", 1);
        (catalog.kind, catalog.body) = (RecordKind::Catalog, link("b") + &link("other"));
        let mut agent = head("urn:agent", 1, 1);
        agent.kind = RecordKind::Shared;
        let heads = [head("urn:a", 1, 1), head("urn:b", 1, 1), agent];
        let refined = read(vec![catalog], true, &[]);
        for (haste, withdrawn) in [(Haste::Usual, 1), (Haste::Ordered, 1), (Haste::Consented, 3)] {
            let planned = plan(&heads, &refined, haste);
            assert_eq!(planned.withdraw.len(), withdrawn, "{haste:?}");
            assert_eq!(planned.undescribed.len(), 3 - withdrawn, "{haste:?}");
        }
    }

    #[test]
    fn an_incomplete_reading_withdraws_nothing_and_keeps_what_it_cut() {
        let heads = [head("a", 1, 0), head("b", 1, 1), head("c", 1, 0)];
        let refined = read(vec![record("a", 2), record("c", 2), record("d", 1)], false, &["c", "d"]);
        let planned = plan(&heads, &refined, Haste::Ordered);
        assert!(planned.withdraw.is_empty() && planned.missing.is_empty());
        assert_eq!(planned.kept, ["c"]);
        assert_eq!(planned.put, HashSet::from(["a".to_owned(), "d".to_owned()]));
        assert_eq!(planned.counts, Counts { new: 1, changed: 1, after: 4, ..Counts::default() });
        let mut after: Vec<&str> = datasets_after(&heads, &refined, &planned).iter().map(|(key, _)| *key).collect();
        after.sort_unstable();
        assert_eq!(after, ["a", "b", "c", "d"]);
    }

    #[test]
    fn equal_records_change_nothing_and_come_back_from_missing() {
        let heads = [head("a", 1, 1)];
        let planned = plan(&heads, &read(vec![record("a", 1)], true, &[]), Haste::Usual);
        assert!(planned.is_empty() && planned.missing.is_empty());
    }
}
