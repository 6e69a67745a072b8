//! How long reading takes, beside the parser alone: `cargo run --release -p rdf --example reader -- MODE FILE…`, where
//! MODE is `parser` (oxrdfio, strictly, as far as it gets), `read` (ours, without repair), `repair` (ours: read and
//! repair, with findings) or `refine` (the whole way: read, repair, findings with places, split, hash). Prints one line of JSON with the peak memory of the process.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a measuring tool for people")]

use rdf::{RawDocument, RecordKind, read, refine, repair};
use std::time::{Duration, Instant};

#[derive(Default)]
struct Tally {
    time: Duration,
    bytes: usize,
    triples: u64,
    datasets: usize,
    findings: usize,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mode = arguments.next().unwrap_or_default();
    let mut tally = Tally::default();
    for path in arguments {
        let content = std::fs::read(&path).unwrap();
        let start = Instant::now();
        one(&mode, &path, &content, &mut tally);
        tally.time += start.elapsed();
        tally.bytes += content.len();
    }
    let Tally { time, bytes, triples, datasets, findings } = tally;
    println!(
        "{{\"mode\": \"{mode}\", \"seconds\": {:.4}, \"bytes\": {bytes}, \"triples\": {triples}, \"datasets\": {datasets}, \"findings\": {findings}, \"peak_mb\": {:.1}}}",
        time.as_secs_f64(),
        peak_memory()
    );
}

fn one(mode: &str, path: &str, content: &[u8], tally: &mut Tally) {
    let document = RawDocument { bytes: content, content_type: None, url: "https://data.example.se/catalog" };
    match mode {
        "parser" => {
            let lower = path.to_ascii_lowercase();
            let count = if [".ttl", ".nt"].iter().any(|end| lower.ends_with(end)) {
                oxttl::TurtleParser::new().for_slice(content).flatten().count()
            } else {
                oxrdfxml::RdfXmlParser::new().for_slice(content).flatten().count()
            };
            tally.triples += count as u64;
        }
        "read" => {
            let reading = read(&document);
            tally.triples += reading.graph.len() as u64;
            tally.findings += reading.findings.len();
        }
        "repair" => {
            let mut reading = read(&document);
            tally.findings += reading.findings.len() + repair(&mut reading.graph).len();
            tally.triples += reading.graph.len() as u64;
        }
        _ => {
            let refined = refine(&document, &"bench".parse().unwrap());
            tally.triples += refined.triples;
            tally.datasets += refined.records.iter().filter(|record| record.kind == RecordKind::Dataset).count();
            tally.findings += refined.findings.len();
        }
    }
}

/// Peak of the resident memory in MB; 0 where the system does not tell.
fn peak_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1024.0
}
