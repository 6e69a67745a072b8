//! From one raw document to records: read, repair, split.

use crate::graph::Graph;
use crate::locate::Locator;
use crate::read::{Reading, read_then};
use crate::records::Record;
use crate::repair::repair_graph;
use crate::split::{Split, split};
use model::{Finding, SourceId};

/// A document as it was transferred (already without HTTP content coding; gzip or zstd *files* are unpacked here).
#[derive(Debug, Clone, Copy)]
pub struct RawDocument<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// `Content-Type` of the answer, if any. Only a hint: content decides.
    pub content_type: Option<&'a str>,
    /// Where it came from after redirects: base IRI, and its extension is the last hint of the format.
    pub url: &'a str,
}

/// What became of a document: read, repaired, split.
#[derive(Debug, Clone, Default)]
pub struct Refined {
    /// The records, sorted by key; the union of their triples is the repaired graph, disjointly.
    pub records: Vec<Record>,
    /// All findings of reading, repairing and splitting.
    pub findings: Vec<Finding>,
    /// False when something was cut off: then nothing may be withdrawn because of this document.
    pub complete: bool,
    /// Keys of records that a cut touched: they keep their last good version. Empty when `complete`.
    pub touched_by_cut: Vec<String>,
    /// Media type of the serialisation that was read; `None` when it is no RDF at all (findings say what it is).
    pub format: Option<&'static str>,
    /// Triples in all records.
    pub triples: u64,
}

/// Reads, repairs and splits one document. Never fails: what could not be read is in `findings`.
pub fn refine(document: &RawDocument<'_>, source: &SourceId) -> Refined {
    read_then(document, |reading, text| refine_reading(reading, text, source))
}

fn refine_reading(reading: Reading, text: &str, source: &SourceId) -> Refined {
    let Reading { mut graph, findings, complete, format, cut } = reading;
    let mut locator = Locator::of(text);
    let placed = |finding: Finding| {
        let value = finding.value.clone();
        locator.place(finding, None, value.as_deref().map(|value| value.trim_end_matches('…')))
    };
    let mut findings: Vec<Finding> = findings.into_iter().map(placed).collect();
    let notes = repair_graph(&mut graph);
    let subjects: Vec<Option<String>> = notes.iter().map(|note| graph.iri(note.written).map(str::to_owned)).collect();
    let mut split = split(&mut graph, source);
    for (note, subject) in notes.into_iter().zip(subjects) {
        let value = graph.text(note.value);
        let key = split.key_of(note.node);
        let finding = locator.place(note.finding, subject.as_deref().or(key), Some(value));
        findings.push(if let Some(key) = key { finding.with_record(key) } else { finding });
    }
    let touched_by_cut = touched(&graph, &split, cut);
    findings.append(&mut split.findings);
    let triples = split.records.iter().map(|record| record.body.lines().count() as u64).sum();
    Refined { records: split.records, findings, complete, touched_by_cut, format, triples }
}

/// The keys of the records that the cut nodes belong to. A node that was cut off entirely keeps its own key: the record
/// of that key must keep its last good version.
fn touched(graph: &Graph, split: &Split, cut: Vec<String>) -> Vec<String> {
    let key = |iri: String| match graph.find_iri(&iri).and_then(|node| split.key_of(node)) {
        Some(key) => key.to_owned(),
        None => iri,
    };
    let mut keys: Vec<String> = cut.into_iter().map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
