//! Records back to a document that can be published: IRIs of ours for nodes without a name become blank nodes again.

use crate::records::{Record, RecordKind, parse_body};
use crate::vocabulary::NAMESPACES;
use model::ns::PLACEHOLDER;
use oxjsonld::JsonLdSerializer;
use oxrdf::{BlankNode, GraphName, NamedOrBlankNode, Term, Triple};
use oxrdfxml::RdfXmlSerializer;
use oxttl::{NTriplesSerializer, TurtleSerializer};
use std::io::{self, Write};

/// Serialisations that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Serialisation {
    /// Turtle.
    Turtle,
    /// RDF/XML.
    RdfXml,
    /// JSON-LD.
    JsonLd,
    /// N-Triples.
    NTriples,
}

/// All triples of records in an order for readers: catalogs, datasets, series, services, what they share; by key. Each
/// node without a name is a blank node again, whose label comes from its content: equal graphs give equal documents.
pub fn document(records: &[Record]) -> Vec<Triple> {
    let mut order: Vec<&Record> = records.iter().collect();
    order.sort_by_key(|record| (rank(record.kind), &record.key));
    let bodies = order.into_iter().flat_map(|record| parse_body(&record.body).0);
    let mut triples: Vec<Triple> = bodies.map(blank).collect();
    group(&mut triples);
    triples
}

fn rank(kind: RecordKind) -> u8 {
    match kind {
        RecordKind::Catalog => 0,
        RecordKind::Dataset => 1,
        RecordKind::Series => 2,
        RecordKind::Service => 3,
        RecordKind::Shared => 4,
        RecordKind::CatalogRecord => 5,
        RecordKind::Remainder => 6,
    }
}

/// Puts the triples of a subject together (a catalog's links lie in the records of its members), subjects in the order
/// in which they come first.
fn group(triples: &mut [Triple]) {
    let mut places = rustc_hash::FxHashMap::default();
    for triple in triples.iter() {
        let next = places.len();
        places.entry(triple.subject.clone()).or_insert(next);
    }
    triples.sort_by_cached_key(|triple| {
        let place = places.get(&triple.subject).copied();
        let is_class = triple.predicate.as_str() == model::ns::rdf::TYPE;
        (place, !is_class, triple.predicate.as_str().to_owned(), triple.object.to_string())
    });
}

/// The triples with blank nodes for our own names of nodes that have none.
pub(crate) fn blanks(triples: Vec<Triple>) -> impl Iterator<Item = Triple> {
    triples.into_iter().map(blank)
}

fn blank(triple: Triple) -> Triple {
    let node = |iri: &str| {
        let name = iri.strip_prefix(PLACEHOLDER)?.strip_prefix("id/")?.rsplit('/').next()?;
        Some(BlankNode::new_unchecked(format!("n{name}")))
    };
    let subject = match triple.subject {
        NamedOrBlankNode::NamedNode(named) => match node(named.as_str()) {
            Some(blank) => NamedOrBlankNode::BlankNode(blank),
            None => named.into(),
        },
        other @ NamedOrBlankNode::BlankNode(_) => other,
    };
    let object = match triple.object {
        Term::NamedNode(named) => match node(named.as_str()) {
            Some(blank) => Term::BlankNode(blank),
            None => named.into(),
        },
        other => other,
    };
    Triple { subject, predicate: triple.predicate, object }
}

/// Writes triples; prefixes are those that the profile uses.
pub fn write(triples: &[Triple], serialisation: Serialisation, out: &mut impl Write) -> io::Result<()> {
    let prefixes = prefixes(triples);
    match serialisation {
        Serialisation::Turtle => {
            let mut turtle = TurtleSerializer::new();
            for (prefix, namespace) in prefixes {
                turtle = turtle.with_prefix(prefix, namespace).map_err(io::Error::other)?;
            }
            let mut writer = turtle.for_writer(out);
            for triple in triples {
                writer.serialize_triple(triple)?;
            }
            writer.finish()?;
        }
        Serialisation::RdfXml => {
            let mut xml = RdfXmlSerializer::new();
            for (prefix, namespace) in prefixes {
                xml = xml.with_prefix(prefix, namespace).map_err(io::Error::other)?;
            }
            let mut writer = xml.for_writer(out);
            for triple in triples {
                writer.serialize_triple(triple)?;
            }
            writer.finish()?;
        }
        Serialisation::JsonLd => {
            let mut json = JsonLdSerializer::new();
            for (prefix, namespace) in prefixes {
                json = json.with_prefix(prefix, namespace).map_err(io::Error::other)?;
            }
            let mut writer = json.for_writer(out);
            for triple in triples {
                writer.serialize_quad(&triple.clone().in_graph(GraphName::DefaultGraph))?;
            }
            writer.finish()?;
        }
        Serialisation::NTriples => {
            let mut writer = NTriplesSerializer::new().for_writer(out);
            for triple in triples {
                writer.serialize_triple(triple)?;
            }
            writer.finish();
        }
    }
    Ok(())
}

/// One prefix per namespace that is used.
fn prefixes(triples: &[Triple]) -> Vec<(&'static str, &'static str)> {
    let mut used = rustc_hash::FxHashSet::default();
    for triple in triples {
        used.insert(namespace_of(triple.predicate.as_str()));
        match &triple.object {
            Term::NamedNode(node) => used.insert(namespace_of(node.as_str())),
            Term::Literal(literal) => used.insert(namespace_of(literal.datatype().as_str())),
            Term::BlankNode(_) => false,
        };
    }
    let mut chosen: Vec<(&str, &str)> = Vec::new();
    for (prefix, namespace) in NAMESPACES {
        // `dcterms`, as the profile writes it.
        if *prefix != "dct" && used.contains(namespace) && chosen.iter().all(|(_, known)| known != namespace) {
            chosen.push((prefix, namespace));
        }
    }
    chosen
}

/// Up to the last `#` or `/`.
fn namespace_of(iri: &str) -> &str {
    iri.rfind(['#', '/']).map_or(iri, |end| &iri[..=end])
}
