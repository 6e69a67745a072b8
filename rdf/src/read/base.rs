//! The base IRI, dressed so that relative references can be told afterwards.
//!
//! Parsers resolve references silently. They are given the base with a scheme of our own, so whatever comes back with
//! that scheme was relative to the document; taking the mark off gives the IRI that RDF asks for (resolution keeps
//! scheme and authority, RFC 3986 §5.2).

use crate::graph::Graph;
use oxrdf::{NamedNode, NamedOrBlankNode, Term, Triple};

/// Put before the scheme of the base.
const MARK: &str = "x-skord-relative.";
/// The base where the document's address is no IRI.
const UNKNOWN: &str = "https://skord.invalid/document";

/// The marked base for a document's address.
pub(super) fn marked_base(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    let fits = oxiri::Iri::parse(url).is_ok_and(|iri| iri.scheme().len() > 1);
    format!("{MARK}{}", if fits { url } else { UNKNOWN })
}

/// Takes the mark off an IRI; `None` if it has none.
pub(super) fn unmark(iri: &str) -> Option<&str> {
    iri.strip_prefix(MARK)
}

/// Adds a triple as a parser gives it, taking marks off and noting the terms that had one.
pub(super) fn push(graph: &mut Graph, mut triple: Triple) {
    let mut relative: [Option<NamedNode>; 2] = [None, None];
    if let NamedOrBlankNode::NamedNode(node) = &mut triple.subject {
        relative[0] = strip(node);
    }
    strip(&mut triple.predicate);
    match &mut triple.object {
        Term::NamedNode(node) => relative[1] = strip(node),
        Term::Literal(literal) if literal.datatype().as_str().starts_with(MARK) => {
            let datatype = NamedNode::new_unchecked(unmark(literal.datatype().as_str()).unwrap_or_default());
            triple.object = oxrdf::Literal::new_typed_literal(literal.value(), datatype).into();
        }
        _ => {}
    }
    graph.push(triple);
    for node in relative.into_iter().flatten() {
        let id = graph.intern(Term::NamedNode(node));
        graph.relative.push(id);
    }
}

fn strip(node: &mut NamedNode) -> Option<NamedNode> {
    let plain = NamedNode::new_unchecked(unmark(node.as_str())?);
    *node = plain.clone();
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolving_against_the_marked_base_gives_the_plain_iri() {
        let plain = oxiri::Iri::parse("https://a.se/dir/cat.rdf?x=1").unwrap();
        let marked = oxiri::Iri::parse(marked_base(plain.as_str())).unwrap();
        for reference in ["", "#x", "b/c", "../up", "/root", "//other.se/x", "?q"] {
            let resolved = marked.resolve(reference).unwrap();
            assert_eq!(unmark(resolved.as_str()), Some(plain.resolve(reference).unwrap().as_str()), "{reference}");
        }
        assert_eq!(unmark(marked.resolve("http://b.se/").unwrap().as_str()), None);
        assert_eq!(marked_base("C:\\x.rdf"), format!("{MARK}{UNKNOWN}"));
    }
}
