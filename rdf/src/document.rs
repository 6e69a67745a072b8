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

/// As [`refine`] for a document and those that belong to it (sub-catalogs that are loaded from their own address): one
/// graph, so that what they share is one record. Lines and columns are those of the first document.
pub fn refine_all(documents: &[RawDocument<'_>], source: &SourceId) -> Refined {
    let Some((first, rest)) = documents.split_first() else { return Refined::default() };
    read_then(first, |mut reading, text| {
        for (number, document) in rest.iter().enumerate() {
            let other = crate::read::read(document);
            reading.graph.append(other.graph.with_blank_prefix(&format!("d{number}-")));
            reading.findings.extend(other.findings);
            reading.cut.extend(other.cut);
            reading.complete &= other.complete && other.format.is_some();
        }
        refine_reading(reading, text, source)
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_that_belong_together_become_one_graph() {
        let document = |text: &'static str, url: &'static str| RawDocument {
            bytes: text.as_bytes(),
            content_type: Some("text/turtle"),
            url,
        };
        let main = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
            <https://a.se/main> a dcat:Catalog ; dcterms:hasPart <https://a.se/sub> . <https://a.se/sub> a dcat:Catalog .
            <https://a.se/1> a dcat:Dataset ; dcterms:publisher _:p . _:p <http://xmlns.com/foaf/0.1/name> \"A\" .";
        let part = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
            <https://a.se/sub> a dcat:Catalog ; dcterms:title \"Under\"@sv ; dcat:dataset <https://a.se/2> .
            <https://a.se/2> a dcat:Dataset ; dcterms:publisher _:p . _:p <http://xmlns.com/foaf/0.1/name> \"B\" .";
        let documents = [document(main, "https://a.se/main"), document(part, "https://a.se/sub")];
        let refined = refine_all(&documents, &"a".parse().unwrap());
        let of = |key: &str| refined.records.iter().find(|record| record.key == key).unwrap();
        assert!(refined.complete);
        assert_eq!(of("https://a.se/2").meta.catalogs, ["https://a.se/sub"]);
        assert!(of("https://a.se/sub").body.contains("Under"));
        let names = |body: &str| (body.contains("\"A\""), body.contains("\"B\""));
        let all: String = refined.records.iter().map(|record| record.body.as_str()).collect();
        assert_eq!(names(&all), (true, true));
        assert_ne!(of("https://a.se/1").meta.publisher, of("https://a.se/2").meta.publisher, "_:p is two nodes");
        let broken = [documents[0], document("<html><body>no</body></html>", "https://a.se/sub")];
        assert!(!refine_all(&broken, &"a".parse().unwrap()).complete);
    }
}
