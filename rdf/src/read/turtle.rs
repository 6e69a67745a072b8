//! Turtle and TriG.

use super::reading::{Errors, Reader};
use super::{base, rules};
use crate::graph::Graph;
use oxrdf::{GraphName, Triple};
use oxttl::TriGParser;
use rustc_hash::FxHashSet;

/// Reads Turtle or TriG. True when the document has named graphs.
pub(super) fn read(reader: &mut Reader<'_>, text: &str) -> bool {
    let (mut graph, mut errors, mut graphs) = parse(TriGParser::new(), text, reader.base);
    if !errors.is_empty() {
        (graph, errors, graphs) = parse(TriGParser::new().lenient(), text, reader.base);
    }
    reader.graph = graph;
    if !errors.is_empty() {
        reader.complete = false;
        reader.errors(errors);
    }
    if graphs > 0 {
        reader.findings.push(rules::GRAPHS.with(&[("count", &graphs.to_string())]));
    }
    graphs > 0
}

fn parse(parser: TriGParser, text: &str, base_iri: &str) -> (Graph, Errors, usize) {
    let (mut graph, mut errors, mut graphs) = (Graph::default(), Errors::default(), FxHashSet::default());
    let parser = match parser.with_base_iri(base_iri) {
        Ok(parser) => parser,
        Err(error) => {
            errors.add(|| rules::SYNTAX.with(&[("error", &error.to_string())]));
            return (graph, errors, 0);
        }
    };
    for quad in parser.for_slice(text) {
        match quad {
            Ok(quad) => {
                if quad.graph_name != GraphName::DefaultGraph {
                    graphs.insert(quad.graph_name);
                }
                base::push(&mut graph, Triple::new(quad.subject, quad.predicate, quad.object));
            }
            Err(error) => {
                let at = error.location().start;
                errors.add(|| {
                    rules::SYNTAX.with(&[("error", error.message())]).with_place(at.line + 1, Some(at.column + 1))
                });
            }
        }
    }
    (graph, errors, graphs.len())
}
