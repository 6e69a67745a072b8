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
    let strict = if depth(text) <= MAX_DEPTH { parse(TriGParser::new(), text, reader.base) } else { None };
    // The lenient parser takes bad IRIs as they are (repair sees to them) but goes on out of step after other errors.
    let lenient =
        || (depth(text) <= MAX_DEPTH).then(|| parse(TriGParser::new().lenient(), text, reader.base)).flatten();
    let Some((graph, graphs)) = strict.or_else(lenient) else {
        turtle_pieces::read(reader, text);
        return false;
    };
    reader.graph = graph;
    if graphs > 0 {
        reader.findings.push(rules::GRAPHS.with(&[("count", &graphs.to_string())]));
    }
    graphs > 0
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
