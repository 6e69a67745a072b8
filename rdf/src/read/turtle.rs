//! Turtle and TriG.

use super::reading::Reader;
use super::{base, rules};
use crate::graph::Graph;
use model::Finding;
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
        reader.syntax_errors(errors);
    }
    if graphs > 0 {
        reader.findings.push(rules::GRAPHS.with(&[("count", &graphs.to_string())]));
    }
    graphs > 0
}

fn parse(parser: TriGParser, text: &str, base_iri: &str) -> (Graph, Vec<Finding>, usize) {
    let (mut graph, mut errors, mut graphs) = (Graph::default(), Vec::new(), FxHashSet::default());
    let parser = match parser.with_base_iri(base_iri) {
        Ok(parser) => parser,
        Err(error) => return (graph, vec![rules::SYNTAX.with(&[("error", &error.to_string())])], 0),
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
                let finding = rules::SYNTAX.with(&[("error", error.message())]);
                errors.push(finding.with_place(at.line + 1, Some(at.column + 1)));
            }
        }
    }
    (graph, errors, graphs.len())
}
