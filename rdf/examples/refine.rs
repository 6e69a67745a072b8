//! Refines files and prints what it took: `cargo run --release -p rdf --example refine -- FILE…`.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measuring tool for people")]

use rdf::{RawDocument, RecordKind, read, refine};
use std::time::{Duration, Instant};

fn main() {
    let (mut parse, mut reading, mut refining) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    let (mut bytes, mut triples, mut records, mut datasets, mut findings) = (0, 0, 0, 0, 0);
    let source = "example".parse().unwrap();
    for path in std::env::args().skip(1) {
        let content = std::fs::read(&path).unwrap();
        let document = RawDocument { bytes: &content, content_type: None, url: "https://data.example.se/catalog" };
        let start = Instant::now();
        let plain = oxrdfxml::RdfXmlParser::new().for_slice(&content).flatten().count();
        parse += start.elapsed();
        let start = Instant::now();
        let reading_of = read(&document);
        reading += start.elapsed();
        assert!(plain <= reading_of.graph.len() || reading_of.format != Some("application/rdf+xml"));
        drop(reading_of);
        let start = Instant::now();
        let refined = refine(&document, &source);
        refining += start.elapsed();
        bytes += content.len();
        triples += refined.triples;
        records += refined.records.len();
        datasets += refined.records.iter().filter(|record| record.kind == RecordKind::Dataset).count();
        findings += refined.findings.len();
    }
    println!("{bytes} bytes, {triples} triples, {records} records, {datasets} datasets, {findings} findings");
    println!(
        "parser alone (RDF/XML) {parse:.1?}, read {reading:.1?}, refine (read, repair, split, hash) {refining:.1?}"
    );
}
