//! Sub-catalogs that are loaded from their own address: a catalog of which the document says nothing but its type is to
//! be fetched from its IRI (DCAT-AP-SE, harvesting: "Ladda underkataloger från separata skördningskällor").
//!
//! Document and parts are archived together and compared together. A part that cannot be had keeps its last good bytes,
//! and the reading counts as incomplete: nothing is withdrawn because of it.

use model::LangText;
use model::ns::{dcat, dcterms, rdf as rdf_ns};
use rdf::{RawDocument, RecordKind, Refined};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Media type of a document that is archived with its parts: per part one line of JSON ([`Heading`]) and its bytes.
pub(crate) const CONTENT_TYPE: &str = "application/vnd.skord.parts";

/// More sub-catalogs than this are not followed: an organisation has a handful.
pub(crate) const MOST: usize = 100;

/// A document or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// The address that it is known by: the source's, or the sub-catalog's IRI.
    pub(crate) name: String,
    /// Where it came from after redirects.
    pub(crate) url: String,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

/// A part that could not be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Missing {
    /// IRI of the sub-catalog.
    pub(crate) name: String,
    pub(crate) reason: LangText,
    /// Whether its last good bytes stand in.
    pub(crate) kept: bool,
}

/// What stands before the bytes of a part.
#[derive(Debug, Serialize, Deserialize)]
struct Heading {
    name: String,
    url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    length: usize,
}

/// IRIs of the catalogs that are to be fetched from their own address.
pub(crate) fn stubs(refined: &Refined, url: &str) -> Vec<String> {
    let members = refined.records.iter().filter(|record| record.kind != RecordKind::Catalog);
    let with_members: HashSet<&str> =
        members.flat_map(|record| record.meta.catalogs.iter().map(String::as_str)).collect();
    let catalogs = refined.records.iter().filter(|record| record.kind == RecordKind::Catalog);
    let mut stubs = Vec::new();
    for record in catalogs {
        let key = record.key.as_str();
        let web = key.starts_with("http://") || key.starts_with("https://");
        if !web || key == url || key.starts_with(model::ns::PLACEHOLDER) || with_members.contains(key) {
            continue;
        }
        let typed = format!("<{key}> <{}> <{}> .", rdf_ns::TYPE, dcat::CATALOG);
        let part_of = format!(" <{}> <{key}> .", dcterms::HAS_PART);
        let mut is_part = false;
        let bare = record.body.lines().all(|line| {
            is_part |= line.ends_with(&part_of);
            line == typed || line.ends_with(&part_of)
        });
        if bare && is_part {
            stubs.push(key.to_owned());
        }
    }
    stubs.truncate(MOST);
    stubs
}

/// One file of a document and its parts.
pub(crate) fn join(parts: &[Part]) -> Vec<u8> {
    let mut joined = Vec::with_capacity(parts.iter().map(|part| part.bytes.len() + 200).sum());
    for part in parts {
        let heading = Heading {
            name: part.name.clone(),
            url: part.url.clone(),
            content_type: part.content_type.clone(),
            length: part.bytes.len(),
        };
        // A heading is plain strings and a number, which JSON can always hold.
        joined.extend(serde_json::to_vec(&heading).unwrap_or_default());
        joined.push(b'\n');
        joined.extend(&part.bytes);
    }
    joined
}

/// The parts of a joined file; what comes after a damaged heading is left out.
pub(crate) fn separate(mut joined: &[u8]) -> Vec<Part> {
    let mut parts = Vec::new();
    while let Some(end) = joined.iter().position(|byte| *byte == b'\n') {
        let Ok(Heading { name, url, content_type, length }) = serde_json::from_slice(&joined[..end]) else { break };
        let rest = &joined[end + 1..];
        let Some(bytes) = rest.get(..length) else { break };
        parts.push(Part { name, url, content_type, bytes: bytes.to_vec() });
        joined = &rest[length..];
    }
    parts
}

/// Reads, repairs and splits bytes as the archive keeps them: one document, or one with its parts.
pub(crate) fn refine(bytes: &[u8], content_type: Option<&str>, url: &str, source: &model::SourceId) -> Refined {
    if content_type != Some(CONTENT_TYPE) {
        return rdf::refine(&RawDocument { bytes, content_type, url }, source);
    }
    let parts = separate(bytes);
    let documents: Vec<RawDocument<'_>> = parts
        .iter()
        .map(|part| RawDocument { bytes: &part.bytes, content_type: part.content_type.as_deref(), url: &part.url })
        .collect();
    rdf::refine_all(&documents, source)
}

/// Whether a part is RDF and describes the catalog that it is named after.
pub(crate) fn is_catalog(part: &Part) -> bool {
    let document = RawDocument { bytes: &part.bytes, content_type: part.content_type.as_deref(), url: &part.url };
    let described =
        |graph: &rdf::Graph| graph.triples().any(|triple| triple.subject.to_string() == format!("<{}>", part.name));
    let reading = rdf::read(&document);
    reading.format.is_some() && described(&reading.graph)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIN: &str = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        <https://a.se/main> a dcat:Catalog ; dcterms:title \"Allt\"@sv ; dcterms:hasPart <https://a.se/far>,
            <https://a.se/near>, <https://a.se/told> ; dcat:dataset <https://a.se/1> .
        <https://a.se/far> a dcat:Catalog . <https://a.se/near> a dcat:Catalog ; dcat:dataset <https://a.se/2> .
        <https://a.se/told> a dcat:Catalog ; dcterms:title \"Tom\"@sv . <https://a.se/lone> a dcat:Catalog .
        <https://a.se/1> a dcat:Dataset . <https://a.se/2> a dcat:Dataset .";

    #[test]
    fn only_a_part_with_nothing_but_its_type_is_fetched() {
        let source = "a".parse().unwrap();
        let refined = refine(MAIN.as_bytes(), Some("text/turtle"), "https://a.se/main", &source);
        assert_eq!(stubs(&refined, "https://a.se/main"), ["https://a.se/far"]);
        assert!(stubs(&refined, "https://a.se/far").is_empty(), "a document is no part of itself");
    }

    #[test]
    fn parts_come_back_as_they_were() {
        let part = |name: &str, bytes: &[u8]| Part {
            name: name.to_owned(),
            url: format!("{name}.ttl"),
            content_type: (name != "b").then(|| "text/turtle".to_owned()),
            bytes: bytes.to_vec(),
        };
        let parts = [part("a", b"one\n{two}\n"), part("b", b""), part("c", &[0, 10, 255])];
        let joined = join(&parts);
        assert_eq!(separate(&joined), parts);
        assert_eq!(separate(&joined[..joined.len() - 1]), parts[..2], "a cut part is left out");
    }
}
