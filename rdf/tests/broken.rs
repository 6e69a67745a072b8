//! Broken documents of our own: every fault in every syntax, with the datasets that must survive it.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test says what it saw, and fails by panicking")]

mod broken_documents;

use broken_documents::{Broken, json, turtle, xml};
use rdf::{RawDocument, RecordKind, Refined, refine};
use std::time::{Duration, Instant};

fn refined(document: &Broken) -> Refined {
    let raw = RawDocument { bytes: &document.bytes, content_type: None, url: "https://a.se/katalog" };
    refine(&raw, &"test".parse().unwrap())
}

/// What does not fit, in words.
fn complaints(document: &Broken, refined: &Refined) -> Vec<String> {
    let codes: Vec<&str> = refined.findings.iter().map(|finding| finding.code.as_str()).collect();
    let datasets = refined.records.iter().filter(|record| record.kind == RecordKind::Dataset);
    let mut titles: Vec<String> = datasets.map(|record| record.meta.title.clone().unwrap_or_default()).collect();
    titles.sort();
    let mut wrong = Vec::new();
    if titles.len() != document.datasets {
        wrong.push(format!("{} datasets expected, {} found {titles:?}", document.datasets, titles.len()));
    }
    if refined.complete != document.complete {
        wrong.push(format!("complete is {}", refined.complete));
    }
    if !document.code.is_empty() && !codes.contains(&document.code) {
        wrong.push(format!("no {}", document.code));
    }
    let all: String = refined.records.iter().map(|record| record.body.as_str()).collect();
    if let Some(text) = document.text.filter(|text| !all.contains(text)) {
        wrong.push(format!("`{text}` is lost in {all}"));
    }
    if !document.code.is_empty() {
        for finding in refined.findings.iter().filter(|finding| finding.code == document.code) {
            let place = finding.place.map(|place| (place.line, place.column));
            if document.placed && place.is_none_or(|(line, column)| line == 0 || column.is_none_or(|c| c == 0)) {
                wrong.push(format!("{} has no place", finding.code));
            }
        }
    }
    if !wrong.is_empty() {
        wrong.push(format!("{codes:?}"));
    }
    wrong
}

fn check(documents: &[Broken]) {
    let mut wrong = Vec::new();
    println!("{:>8} {:>8} {:>6}  document", "expected", "found", "ms");
    for document in documents {
        let start = Instant::now();
        let refined = refined(document);
        let time = start.elapsed();
        let found = refined.records.iter().filter(|record| record.kind == RecordKind::Dataset).count();
        println!("{:>8} {found:>8} {:>6}  {}", document.datasets, time.as_millis(), document.name);
        assert!(time < Duration::from_secs(20), "{} took {time:?}", document.name);
        wrong.extend(complaints(document, &refined).into_iter().map(|what| format!("{}: {what}", document.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn broken_xml_keeps_its_datasets() {
    check(&xml::documents());
}

#[test]
fn broken_json_keeps_its_datasets() {
    check(&json::documents());
}

#[test]
fn broken_turtle_and_lines_keep_their_datasets() {
    check(&turtle::documents());
}

#[test]
fn there_are_many_of_them() {
    let all = [xml::documents(), json::documents(), turtle::documents()].concat();
    let names: std::collections::BTreeSet<&str> = all.iter().map(|document| document.name).collect();
    assert!(names.len() == all.len() && all.len() >= 60, "{}", all.len());
}
