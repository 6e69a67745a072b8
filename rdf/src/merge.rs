//! Several catalogs as one: one main catalog, everything else moved under it. Nothing is chosen in silence.

use crate::document::{RawDocument, refine};
use crate::graph::Graph;
use crate::records::{Record, RecordKind, parse_body};
use crate::split::split;
use crate::write::{blanks, document};
use model::SourceId;
use model::ns::{dcat, dcterms, rdf as rdf_ns};
use oxrdf::{Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use std::collections::{BTreeMap, BTreeSet};

/// What the merged catalog is.
#[derive(Debug, Clone, Default)]
pub struct MergeOptions {
    /// Its IRI; `None` = that of the first file's main catalog.
    pub catalog: Option<String>,
    /// Its Swedish title; `None` = that of the first file's.
    pub title: Option<String>,
    /// Of a dataset that files describe differently, the first file's description is taken; else there is no result.
    pub keep_first: bool,
}

/// A resource that several files describe.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Shared {
    /// Its IRI.
    pub record: String,
    /// Title, if it has one.
    pub title: Option<String>,
    /// Files, by their names.
    pub files: Vec<String>,
    /// They say the same.
    pub equal: bool,
}

/// Catalogs made one.
#[derive(Debug, Clone, Default)]
pub struct Merged {
    /// All triples in the order of writing.
    pub triples: Vec<Triple>,
    /// IRI of the catalog.
    pub catalog: String,
    /// Datasets in it.
    pub datasets: usize,
    /// Datasets, series and services that several files describe.
    pub shared: Vec<Shared>,
    /// Agents, contacts and other nodes that several files describe; their statements are put together.
    pub united: usize,
    /// Catalogs whose own description is left out, with their titles: what they listed is in the merged one.
    pub dissolved: Vec<(String, Option<String>)>,
    /// Statements about them that are left out.
    pub left_out: usize,
}

/// Why catalogs cannot be merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MergeProblem {
    /// This file has no catalog.
    NoCatalog(String),
    /// This file is no RDF, or could not be read whole.
    Unreadable(String),
    /// Files describe the same resources differently.
    Conflicts(Vec<Shared>),
}

/// A file's records.
struct Part {
    name: String,
    records: Vec<Record>,
    /// Main catalogs: no other catalog lists them.
    main: Vec<String>,
}

/// Merges files, each with its name.
pub fn merge(
    files: &[(String, RawDocument<'_>)],
    options: &MergeOptions,
    source: &SourceId,
) -> Result<Merged, MergeProblem> {
    let mut parts = Vec::new();
    for (name, raw) in files {
        parts.push(part(name, raw, source)?);
    }
    let mut merged = Merged { shared: shared(&parts), ..Merged::default() };
    let conflicts: Vec<Shared> = merged.shared.iter().filter(|shared| !shared.equal).cloned().collect();
    if !conflicts.is_empty() && !options.keep_first {
        return Err(MergeProblem::Conflicts(conflicts));
    }
    let first = parts.first().and_then(|part| part.main.first()).cloned().unwrap_or_default();
    merged.catalog = options.catalog.clone().unwrap_or_else(|| first.clone());
    let mains: BTreeSet<String> = parts.iter().flat_map(|part| part.main.iter().cloned()).collect();
    merged.dissolved = dissolved(&parts, &mains, &first);
    let mut triples = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for record in parts.iter().flat_map(|part| &part.records) {
        let is_new = seen.insert(&record.key);
        merged.united += usize::from(!is_new && !is_resource(record.kind) && record.kind != RecordKind::Catalog);
        let listing_only = !is_new && is_resource(record.kind);
        for triple in parse_body(&record.body).0 {
            let is_listing = is_membership(triple.predicate.as_str());
            if listing_only && !is_listing {
                continue;
            }
            let about = subject(&triple);
            if mains.contains(about) && about != first && !is_listing {
                merged.left_out += 1;
                continue;
            }
            triples.push(moved(triple, &mains, &merged.catalog));
        }
    }
    if let Some(title) = &options.title {
        retitle(&mut triples, &merged.catalog, title);
    }
    let mut graph = Graph::from_triples(blanks(triples));
    let records = split(&mut graph, source).records;
    merged.datasets = records.iter().filter(|record| record.kind == RecordKind::Dataset).count();
    merged.triples = document(&records);
    Ok(merged)
}

fn part(name: &str, raw: &RawDocument<'_>, source: &SourceId) -> Result<Part, MergeProblem> {
    let refined = refine(raw, source);
    if refined.format.is_none() || !refined.complete {
        return Err(MergeProblem::Unreadable(name.to_owned()));
    }
    let catalogs = refined.records.iter().filter(|record| record.kind == RecordKind::Catalog);
    let main: Vec<String> =
        catalogs.filter(|record| record.meta.catalogs.is_empty()).map(|record| record.key.clone()).collect();
    if main.is_empty() {
        return Err(MergeProblem::NoCatalog(name.to_owned()));
    }
    Ok(Part { name: name.to_owned(), records: refined.records, main })
}

fn is_resource(kind: RecordKind) -> bool {
    matches!(kind, RecordKind::Dataset | RecordKind::Series | RecordKind::Service)
}

fn is_membership(property: &str) -> bool {
    [dcat::P_DATASET, dcat::P_SERVICE, dcat::P_CATALOG, dcterms::HAS_PART].contains(&property)
}

fn subject(triple: &Triple) -> &str {
    match &triple.subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str(),
        NamedOrBlankNode::BlankNode(node) => node.as_str(),
    }
}

/// What a resource says of itself: without the links of the catalogs that list it.
fn own_lines(record: &Record) -> BTreeSet<&str> {
    let lists = |line: &&str| {
        let property = line.split(' ').nth(1).and_then(|term| term.strip_prefix('<')?.strip_suffix('>'));
        property.is_some_and(is_membership)
    };
    record.body.lines().filter(|line| !lists(line)).collect()
}

fn shared(parts: &[Part]) -> Vec<Shared> {
    let mut by_key: BTreeMap<&str, Vec<(&str, &Record)>> = BTreeMap::new();
    for part in parts {
        for record in part.records.iter().filter(|record| is_resource(record.kind)) {
            by_key.entry(&record.key).or_default().push((&part.name, record));
        }
    }
    let several = by_key.into_iter().filter(|(_, found)| found.len() > 1);
    let tell = |(key, found): (&str, Vec<(&str, &Record)>)| Shared {
        record: key.to_owned(),
        title: found[0].1.meta.title.clone(),
        files: found.iter().map(|(name, _)| (*name).to_owned()).collect(),
        equal: found.windows(2).all(|pair| own_lines(pair[0].1) == own_lines(pair[1].1)),
    };
    several.map(tell).collect()
}

fn dissolved(parts: &[Part], mains: &BTreeSet<String>, first: &str) -> Vec<(String, Option<String>)> {
    let mut found = BTreeMap::new();
    for record in parts.iter().flat_map(|part| &part.records) {
        if mains.contains(&record.key) && record.key != first {
            found.entry(record.key.clone()).or_insert_with(|| record.meta.title.clone());
        }
    }
    found.into_iter().collect()
}

/// Every main catalog becomes the one catalog, wherever it is named.
fn moved(mut triple: Triple, mains: &BTreeSet<String>, catalog: &str) -> Triple {
    let one = || NamedNode::new_unchecked(catalog);
    if mains.contains(subject(&triple)) {
        triple.subject = one().into();
    }
    if matches!(&triple.object, Term::NamedNode(node) if mains.contains(node.as_str())) {
        triple.object = one().into();
    }
    triple
}

fn retitle(triples: &mut Vec<Triple>, catalog: &str, title: &str) {
    triples.retain(|triple| {
        let is_swedish = match &triple.object {
            Term::Literal(literal) => literal.language().is_none_or(|tag| tag == "sv"),
            _ => true,
        };
        !(subject(triple) == catalog && triple.predicate.as_str() == dcterms::TITLE && is_swedish)
    });
    let node = NamedNode::new_unchecked(catalog);
    let title = Literal::new_language_tagged_literal_unchecked(title, "sv");
    triples.push(Triple::new(node.clone(), NamedNode::new_unchecked(dcterms::TITLE), title));
    triples.push(Triple::new(node, NamedNode::new_unchecked(rdf_ns::TYPE), NamedNode::new_unchecked(dcat::CATALOG)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Serialisation, write};

    const PREFIXES: &str = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . ";

    const A: &str = "<https://a.se/k> a dcat:Catalog ; dcterms:title \"A\"@sv ; dcterms:license <urn:cc0> ; dcterms:publisher <https://p.se/> ; dcat:dataset <https://a.se/1> .
<https://p.se/> a foaf:Agent ; foaf:name \"P\" . <https://a.se/1> a dcat:Dataset ; dcterms:title \"Ett\"@sv ; dcterms:publisher <https://p.se/> .";
    const B: &str = "<https://b.se/k> a dcat:Catalog ; dcterms:title \"B\"@sv ; dcat:dataset <https://b.se/2> , <https://a.se/1> ; dcterms:hasPart <https://b.se/s> .
<https://b.se/s> a dcat:Catalog ; dcterms:title \"Under\"@sv . <https://p.se/> a foaf:Agent ; foaf:homepage <https://p.se/hem> .
<https://b.se/2> a dcat:Dataset ; dcterms:title \"Två\"@sv ; dcterms:publisher <https://p.se/> . <https://a.se/1> a dcat:Dataset ; dcterms:title \"Ett\"@sv ; dcterms:publisher <https://p.se/> .";

    fn of(texts: &[&str], options: &MergeOptions) -> Result<Merged, MergeProblem> {
        let texts: Vec<String> = texts.iter().map(|text| format!("{PREFIXES}{text}")).collect();
        let raw = |text: &'static str| RawDocument { bytes: text.as_bytes(), content_type: None, url: "file:///x" };
        let files: Vec<(String, RawDocument<'_>)> =
            texts.iter().enumerate().map(|(n, text)| (format!("{n}.ttl"), raw(text.clone().leak()))).collect();
        merge(&files, options, &"merge".parse().unwrap())
    }

    fn text(merged: &Merged) -> String {
        let mut out = Vec::new();
        write(&merged.triples, Serialisation::NTriples, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn everything_is_in_one_catalog() {
        let merged = of(&[A, B], &MergeOptions::default()).unwrap();
        let text = text(&merged);
        assert_eq!((merged.catalog.as_str(), merged.datasets, merged.united), ("https://a.se/k", 2, 1));
        assert_eq!(merged.dissolved, [("https://b.se/k".to_owned(), Some("B".to_owned()))]);
        assert!(merged.shared.len() == 1 && merged.shared[0].equal, "{:?}", merged.shared);
        for dataset in ["https://a.se/1", "https://b.se/2"] {
            let line = format!("<https://a.se/k> <http://www.w3.org/ns/dcat#dataset> <{dataset}> .");
            assert_eq!(text.matches(&line).count(), 1, "{line}\n{text}");
        }
        assert!(text.contains("<https://a.se/k> <http://purl.org/dc/terms/hasPart> <https://b.se/s>"), "{text}");
        assert!(text.contains("<https://p.se/hem>") && text.contains("<urn:cc0>") && text.contains("\"P\""), "{text}");
        assert!(!text.contains("https://b.se/k"), "{text}");
    }

    #[test]
    fn another_catalog_can_be_named() {
        let options = MergeOptions {
            catalog: Some("https://c.se/k".to_owned()),
            title: Some("Alla".to_owned()),
            ..MergeOptions::default()
        };
        let text = text(&of(&[A, B], &options).unwrap());
        assert!(text.contains("<https://c.se/k> <http://purl.org/dc/terms/title> \"Alla\"@sv"), "{text}");
        assert!(text.contains("<https://c.se/k> <http://purl.org/dc/terms/license> <urn:cc0>"), "{text}");
        assert!(!text.contains("https://a.se/k") && !text.contains("\"A\""), "{text}");
    }

    #[test]
    fn what_files_say_differently_is_refused_or_decided() {
        let other = B.replace("\"Ett\"", "\"Annat\"");
        let Err(MergeProblem::Conflicts(conflicts)) = of(&[A, &other], &MergeOptions::default()) else {
            panic!("merged")
        };
        assert_eq!((conflicts[0].record.as_str(), conflicts[0].files.len()), ("https://a.se/1", 2));
        let first = MergeOptions { keep_first: true, ..MergeOptions::default() };
        let text = text(&of(&[A, &other], &first).unwrap());
        assert!(text.contains("\"Ett\"") && !text.contains("\"Annat\""), "{text}");
        let none = of(&[A, "<urn:a> <urn:b> <urn:c> ."], &first).unwrap_err();
        assert_eq!(none, MergeProblem::NoCatalog("1.ttl".to_owned()));
    }
}
