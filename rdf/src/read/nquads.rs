//! N-Triples and N-Quads: a bad line costs that line.

use super::reading::Reader;
use super::{base, rules};
use crate::graph::Graph;
use model::Finding;
use oxrdf::{GraphName, Triple};
use oxttl::NQuadsParser;
use rustc_hash::FxHashSet;

/// Reads line statements. True when the document has named graphs.
pub(super) fn read(reader: &mut Reader<'_>, text: &str) -> bool {
    let (mut graph, mut errors, mut graphs) = parse(NQuadsParser::new(), text);
    if !errors.is_empty() {
        (graph, errors, graphs) = parse(NQuadsParser::new().lenient(), text);
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

fn parse(parser: NQuadsParser, text: &str) -> (Graph, Vec<Finding>, usize) {
    let (mut graph, mut errors, mut graphs) = (Graph::default(), Vec::new(), FxHashSet::default());
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
                let line = text.lines().nth(usize::try_from(at.line).unwrap_or_default()).unwrap_or_default();
                errors.push(finding.with_place(at.line + 1, Some(at.column + 1)).with_value(line));
            }
        }
    }
    (graph, errors, graphs.len())
}
