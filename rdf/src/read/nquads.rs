//! N-Triples and N-Quads: a bad line costs that line.

use super::reading::{Errors, Reader};
use super::{base, rules, turtle};
use crate::graph::Graph;
use oxrdf::{GraphName, Triple};
use oxttl::NQuadsParser;
use rustc_hash::FxHashSet;

/// Reads line statements; the media type. Turtle that merely looks like lines is read as what it is.
pub(super) fn read(reader: &mut Reader<'_>, text: &str) -> &'static str {
    let (mut graph, mut errors, mut graphs) = parse(NQuadsParser::new(), text);
    if !errors.is_empty() {
        (graph, errors, graphs) = parse(NQuadsParser::new().lenient(), text);
    }
    if !errors.is_empty()
        && let Some(graphs) = turtle::read_whole(reader, text)
    {
        return if graphs > 0 { "application/trig" } else { "text/turtle" };
    }
    reader.graph = graph;
    if !errors.is_empty() {
        reader.complete = false;
        reader.errors(errors);
    }
    if graphs > 0 {
        reader.findings.push(rules::GRAPHS.with(&[("count", &graphs.to_string())]));
    }
    if graphs > 0 { "application/n-quads" } else { "application/n-triples" }
}

fn parse(parser: NQuadsParser, text: &str) -> (Graph, Errors, usize) {
    let (mut graph, mut errors, mut graphs) = (Graph::default(), Errors::default(), FxHashSet::default());
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
                    let finding = rules::SYNTAX.with(&[("error", error.message())]);
                    finding.with_place(at.line + 1, Some(at.column + 1)).with_value(line_at(text, at.offset))
                });
            }
        }
    }
    (graph, errors, graphs.len())
}

/// The line around a byte offset.
fn line_at(text: &str, offset: u64) -> &str {
    let offset = usize::try_from(offset).unwrap_or_default().min(text.len());
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..offset]).map_or(0, |at| at + 1);
    let end = memchr::memchr(b'\n', &text.as_bytes()[offset..]).map_or(text.len(), |at| offset + at);
    text.get(start..end).unwrap_or_default()
}
