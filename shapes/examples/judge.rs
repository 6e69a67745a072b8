//! `judge CATALOG [NUMBER]` judges a catalog by DCAT-AP-SE 3.0.1, then `NUMBER` of its datasets (500) each by itself with
//! the records that it refers to, as after a night in which so many changed; prints the times as JSON.

use rdf::{RawDocument, Record, RecordKind};
use rustc_hash::FxHashMap;
use shapes::{judge, judge_record};
use std::time::Instant;

#[expect(clippy::print_stdout, reason = "its output is what it is for")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: judge CATALOG [NUMBER]")?;
    let number: usize = arguments.next().map_or(Ok(500), |number| number.parse())?;
    let bytes = std::fs::read(&path)?;
    let started = Instant::now();
    let raw = RawDocument { bytes: &bytes, content_type: None, url: "file:///catalog" };
    let refined = rdf::refine(&raw, &"judge".parse()?);
    let read = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let findings = judge(&refined.records).len();
    let whole = started.elapsed().as_secs_f64();

    let by_key: FxHashMap<&str, &Record> = refined.records.iter().map(|record| (record.key.as_str(), record)).collect();
    let datasets: Vec<&Record> = refined.records.iter().filter(|record| record.kind == RecordKind::Dataset).collect();
    let step = (datasets.len() / number.max(1)).max(1);
    let chosen: Vec<&Record> = datasets.iter().step_by(step).take(number).copied().collect();
    let (mut slowest, started) = (0.0_f64, Instant::now());
    let mut found = 0;
    for record in &chosen {
        let one = Instant::now();
        let links = record.body.split('<').filter_map(|rest| rest.split_once('>')).map(|(iri, _)| iri);
        let mut neighbours: Vec<&Record> =
            links.filter_map(|iri| by_key.get(iri).copied()).filter(|other| other.key != record.key).collect();
        neighbours.sort_unstable_by_key(|other| other.key.as_str());
        neighbours.dedup_by_key(|other| other.key.as_str());
        found += judge_record(record, &neighbours).len();
        slowest = slowest.max(one.elapsed().as_secs_f64());
    }
    let each = started.elapsed().as_secs_f64();
    println!(
        "{{\"datasets\": {}, \"read_s\": {read:.2}, \"judge_s\": {whole:.2}, \"findings\": {findings}, \"chosen\": {}, \
         \"chosen_s\": {each:.3}, \"slowest_ms\": {:.3}, \"found\": {found}}}",
        datasets.len(),
        chosen.len(),
        slowest * 1000.0
    );
    Ok(())
}
