//! Turtle and TriG.

use super::reading::Reader;
use super::turtle_scan::{MAX_DEPTH, depth};
use super::{base, rules, turtle_pieces};
use crate::graph::Graph;
use oxrdf::{GraphName, Triple};
use oxttl::TriGParser;
use rustc_hash::FxHashSet;

/// Reads Turtle or TriG. True when the document has named graphs.
pub(super) fn read(reader: &mut Reader<'_>, text: &str) -> bool {
    let Some(graphs) = read_whole(reader, text) else {
        turtle_pieces::read(reader, text);
        return false;
    };
    graphs > 0
}

/// Reads a document without faults (bad IRIs aside: repair sees to them); the number of its named graphs, or `None` and
/// nothing read.
pub(super) fn read_whole(reader: &mut Reader<'_>, text: &str) -> Option<usize> {
    if depth(text) > MAX_DEPTH {
        return None;
    }
    // The lenient parser takes bad IRIs as they are, but goes on out of step after other errors: none is allowed.
    let strict = parse(TriGParser::new(), text, reader.base);
    let (graph, graphs) = strict.or_else(|| parse(TriGParser::new().lenient(), text, reader.base))?;
    reader.graph = graph;
    if graphs > 0 {
        reader.findings.push(rules::GRAPHS.with(&[("count", &graphs.to_string())]));
    }
    Some(graphs)
}

/// The triples and the number of named graphs, if there is no error at all.
fn parse(parser: TriGParser, text: &str, base_iri: &str) -> Option<(Graph, usize)> {
    let (mut graph, mut graphs) = (Graph::default(), FxHashSet::default());
    for quad in parser.with_base_iri(base_iri).ok()?.for_slice(text) {
        let quad = quad.ok()?;
        if quad.graph_name != GraphName::DefaultGraph {
            graphs.insert(quad.graph_name);
        }
        base::push(&mut graph, Triple::new(quad.subject, quad.predicate, quad.object));
    }
    Some((graph, graphs.len()))
}
