//! Tests: measures follow their records, and nothing of them is left after a purge.

use super::{A1, A2, assert_sound, draft, end, record, scratch, source};
use crate::journal::*;
use model::Outcome;
use model::quality::{DatasetMeasure, DistributionMeasure, RULES_VERSION};
use rdf::Record;

const ALL: u32 = (1 << 23) - 1;

fn measure(key: &str, own: u32) -> DatasetMeasure {
    let distribution = DistributionMeasure {
        iri: format!("{key}/csv"),
        bits: ALL,
        stars: 3,
        access_urls: vec![format!("https://a.example/{own}.csv")],
        download_urls: Vec::new(),
    };
    DatasetMeasure { iri: key.to_owned(), own, distributions: vec![distribution] }
}

fn run(journal: &Journal, put: Vec<Record>, withdraw: &[&str], measures: Vec<DatasetMeasure>) -> model::RunReport {
    let lease = journal.begin_run(&source("a").id).unwrap();
    journal.end_run(RunEnd { measures, ..end(lease, Outcome::Changed, Some(draft(put, withdraw))) }).unwrap()
}

fn measured() -> (Journal, tempfile::TempDir) {
    let (journal, dir) = scratch();
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    let report = run(&journal, vec![record(A1, "ett"), record(A2, "två")], &[], vec![measure(A1, ALL), measure(A2, 1)]);
    let marks = report.detail.quality.unwrap();
    assert_eq!((marks.se.score.0, marks.eu.score.0), (31_250, 32_750));
    (journal, dir)
}

#[test]
fn measures_go_with_their_records() {
    let (journal, _dir) = measured();
    let a = source("a").id;
    assert_eq!(journal.measures(&a).unwrap(), [measure(A1, ALL), measure(A2, 1)]);
    assert_eq!(journal.measure(&a, A2).unwrap(), Some(measure(A2, 1)));
    run(&journal, vec![record(A2, "annan")], &[], vec![measure("https://a.example/no-record", 1)]);
    assert_eq!(journal.measures(&a).unwrap(), [measure(A1, ALL)], "another text, not measured; no record, no measure");
    assert_eq!(journal.unmeasured(&a).unwrap().into_iter().collect::<Vec<_>>(), [A2]);
    let report = run(&journal, vec![], &[A1], vec![]);
    assert_eq!((journal.measures(&a).unwrap(), report.detail.quality), (vec![], None));
    assert_sound(&journal);
}

#[test]
fn other_rules_mean_that_everything_is_measured_again() {
    let (journal, _dir) = measured();
    let a = source("a").id;
    let seq = journal.seq().unwrap();
    journal.write(|t| Ok(t.execute("UPDATE measures SET rules = ?1", [RULES_VERSION + 1])?)).unwrap();
    assert!(journal.measures(&a).unwrap().is_empty());
    assert_eq!(journal.unmeasured(&a).unwrap().len(), 2);
    let fresh = [(record(A1, "ett").hash, measure(A1, 2)), (record(A2, "förra").hash, measure(A2, 2))];
    journal.put_measures(&a, &fresh).unwrap();
    assert_eq!(journal.measures(&a).unwrap(), [measure(A1, 2)], "the other was measured of an older text");
    assert!(journal.seq().unwrap() > seq, "projections follow");
    journal.put_measures(&a, &[(record(A1, "ett").hash, measure(A1, 4))]).unwrap();
    assert_eq!(journal.measures(&a).unwrap(), [measure(A1, 2)], "a run was first");
    assert_sound(&journal);
}

#[test]
fn a_purge_leaves_nothing_of_a_measure() {
    let (journal, dir) = measured();
    journal.purge_record(A1, "begäran").unwrap();
    let a = source("a").id;
    assert_eq!(journal.measures(&a).unwrap(), [measure(A2, 1)]);
    // Somebody else's distribution is named in a measure: that goes too.
    journal.put_source(&source("b"), SourceOrigin::Command).unwrap();
    let lease = journal.begin_run(&source("b").id).unwrap();
    let shared = Record { kind: rdf::RecordKind::Shared, ..record(&format!("{A2}/csv"), "delad") };
    journal.end_run(end(lease, Outcome::Changed, Some(draft(vec![shared], &[])))).unwrap();
    journal.purge_record(&format!("{A2}/csv"), "begäran").unwrap();
    assert!(journal.measures(&a).unwrap().is_empty());
    assert_eq!(journal.unmeasured(&a).unwrap().len(), 1, "to be measured again");
    run(&journal, vec![record(A2, "igen")], &[], vec![measure(A2, 7)]);
    journal.purge_source(&a, "begäran").unwrap();
    let left: i64 = journal.read(|t| Ok(t.query_row("SELECT count(*) FROM measures", [], |row| row.get(0))?)).unwrap();
    assert_eq!(left, 0);
    let file = std::fs::read(dir.path().join("journal.sqlite")).unwrap();
    let text = String::from_utf8_lossy(&file);
    assert!(!text.contains("https://a.example/7.csv") && !text.contains("https://a.example/8388607.csv"));
    assert_sound(&journal);
}
