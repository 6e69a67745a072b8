//! Records: the unit of harvest, history and validation (design §3).

use model::ContentHash;
use oxrdf::Triple;
use oxttl::NTriplesParser;
use serde::{Deserialize, Serialize};

/// What a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RecordKind {
    /// `dcat:Catalog`.
    Catalog,
    /// `dcat:Dataset`.
    Dataset,
    /// `dcat:DatasetSeries`.
    Series,
    /// `dcat:DataService`.
    Service,
    /// A shared node: agent, contact, location, standard, licence …
    Shared,
    /// `dcat:CatalogRecord`: goes to the provenance graph only.
    CatalogRecord,
    /// What is left of the source.
    Remainder,
}

/// Facts about a record that guards, merge and lists need without its triples.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RecordMeta {
    /// Best title (sv, without tag, en, any).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// IRI of the publisher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// IRIs of the catalogs that list it (`dcat:dataset`, `dcat:service`, `dcat:catalog`, `dcterms:hasPart`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub catalogs: Vec<String>,
    /// Number of distributions.
    #[serde(default)]
    pub distributions: u32,
    /// UUID in `dcterms:identifier`, lower case, if exactly one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
}

/// One record with its triples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// IRI of the primary resource or shared node; `#remainder` for the remainder.
    pub key: String,
    /// What it is about.
    pub kind: RecordKind,
    /// Hash of `body`.
    pub hash: ContentHash,
    /// Canonical N-Triples: sorted lines, each ended by `\n`, no blank nodes.
    pub body: String,
    /// Facts for guards, merge and lists.
    pub meta: RecordMeta,
}

/// A record without its triples, as the journal lists them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordHead {
    /// Key as in [`Record`].
    pub key: String,
    /// Kind.
    pub kind: RecordKind,
    /// Hash of the body.
    pub hash: ContentHash,
    /// Facts.
    pub meta: RecordMeta,
    /// In how many complete runs in a row the record has been missing; 0 = present.
    pub missing: u32,
    /// A person brought it back although its source does not publish it: it is not withdrawn for being missing.
    pub kept: bool,
}

/// Parses a record's body. Bodies are written by us, so a line that cannot be parsed is a damaged journal: it is
/// skipped and counted in the second value.
pub fn parse_body(body: &str) -> (Vec<Triple>, usize) {
    let mut damaged = 0;
    let mut triples = Vec::new();
    // The lines were checked when they were written; checking every IRI again would double the cost.
    for triple in NTriplesParser::new().lenient().for_slice(body) {
        match triple {
            Ok(triple) => triples.push(triple),
            Err(_) => damaged += 1,
        }
    }
    (triples, damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_line_is_counted_and_skipped() {
        let body = "<http://a.se/1> <http://a.se/p> \"x\"@sv .\n<http://a.se/1> nonsense\n<http://a.se/1> <http://a.se/p> <http://a.se/2> .\n";
        let (triples, damaged) = parse_body(body);
        assert_eq!((triples.len(), damaged), (2, 1));
    }
}
