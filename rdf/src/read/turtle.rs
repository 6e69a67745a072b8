//! Turtle and TriG.

use super::lines::place;
use super::reading::Reader;
use super::turtle_scan::{MAX_DEPTH, depth, has_open_string, plain_spaces};
use super::{base, rules, turtle_parts, turtle_pieces};
use crate::graph::Graph;
use model::Finding;
use oxrdf::{GraphName, NamedOrBlankNode, Term, Triple};
use oxttl::TriGParser;
use rustc_hash::FxHashSet;

/// Reads Turtle or TriG. True when the document has named graphs.
pub(super) fn read(reader: &mut Reader<'_>, text: &str) -> bool {
    if let Some(graphs) = read_whole(reader, text) {
        return graphs > 0;
    }
    if let Some((plain, at)) = plain_spaces(text) {
        let (line, column) = place(text, at);
        reader.findings.push(rules::ODD_SPACE.finding().with_place(line, Some(column)));
        return read(reader, &plain);
    }
    turtle_pieces::read(reader, text);
    false
}

/// Reads a document without faults (bad IRIs aside: repair sees to them); the number of its named graphs, or `None` and
/// nothing read.
pub(super) fn read_whole(reader: &mut Reader<'_>, text: &str) -> Option<usize> {
    if !ends_whole(text) {
        return None;
    }
    if let Some(graph) = turtle_parts::read(text, reader.base) {
        reader.graph = graph;
        return Some(0);
    }
    if depth(text) > MAX_DEPTH {
        return None;
    }
    let (graph, graphs) = match parse(TriGParser::new(), text, reader.base) {
        Ok(read) => read,
        Err(error) => {
            // The lenient parser takes bad IRIs as they are, but goes on out of step after other errors: none is
            // allowed, nor an IRI or a short string that would run over the end of its line.
            if has_open_string(text) {
                return None;
            }
            let lenient = parse(TriGParser::new().lenient(), text, reader.base).ok()?;
            reader.findings.push(error.finding(text));
            lenient
        }
    };
    reader.graph = graph;
    if graphs > 0 {
        reader.findings.push(rules::GRAPHS.with(&[("count", &graphs.to_string())]));
    }
    Some(graphs)
}

/// Whether the last statement is ended. The parser takes a directive that the end of the text cuts off for none at all.
fn ends_whole(text: &str) -> bool {
    let ends = |line: &str| line.trim_end().ends_with(['.', '}']);
    let told = |line: &&str| !line.is_empty() && !line.starts_with('#');
    let Some(last) = text.lines().rev().map(str::trim).find(told) else { return true };
    let keyword = |word: &str| last.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let directive = (keyword("prefix") || keyword("base")) && last.ends_with('>');
    ends(last) || directive || last.match_indices('#').any(|(at, _)| ends(&last[..at]))
}

/// The first error of a parser.
#[derive(Debug, Default)]
pub(super) struct Fault {
    message: String,
    at: Option<(u64, u64, usize)>,
}

impl Fault {
    /// Tells that the document was read all the same.
    fn finding(&self, text: &str) -> Finding {
        let finding = rules::LENIENT.with(&[("error", &self.message)]);
        match self.at {
            Some((line, column, offset)) => {
                finding.with_place(line, Some(column)).with_value(line_at(text, offset).trim())
            }
            None => finding,
        }
    }
}

/// The line around a byte offset.
pub(super) fn line_at(text: &str, offset: usize) -> &str {
    let offset = offset.min(text.len());
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..offset]).map_or(0, |at| at + 1);
    let end = memchr::memchr(b'\n', &text.as_bytes()[offset..]).map_or(text.len(), |at| offset + at);
    text.get(start..end).unwrap_or_default()
}

/// True for an IRI that a lenient parser takes because it does not see where it should have ended.
fn runs_over(triple: &Triple) -> bool {
    let bad = |iri: &str| iri.contains(['\n', '<', '"']);
    let object = match &triple.object {
        Term::NamedNode(node) => bad(node.as_str()),
        _ => false,
    };
    object
        || bad(triple.predicate.as_str())
        || matches!(&triple.subject, NamedOrBlankNode::NamedNode(node) if bad(node.as_str()))
}

/// The triples and the number of named graphs, if there is no error at all.
pub(super) fn parse(parser: TriGParser, text: &str, base_iri: &str) -> Result<(Graph, usize), Fault> {
    let (mut graph, mut graphs) = (Graph::default(), FxHashSet::default());
    let parser = parser.with_base_iri(base_iri).map_err(|_| Fault::default())?;
    for quad in parser.for_slice(text) {
        let quad = quad.map_err(|error| {
            let at = error.location().start;
            let offset = usize::try_from(at.offset).unwrap_or_default();
            Fault { message: error.message().to_owned(), at: Some((at.line + 1, at.column + 1, offset)) }
        })?;
        if quad.graph_name != GraphName::DefaultGraph {
            graphs.insert(quad.graph_name);
        }
        let triple = Triple::new(quad.subject, quad.predicate, quad.object);
        if runs_over(&triple) {
            return Err(Fault::default());
        }
        base::push(&mut graph, triple);
    }
    Ok((graph, graphs.len()))
}

#[cfg(test)]
mod tests {
    use super::ends_whole;

    #[test]
    fn a_statement_that_the_end_cuts_off_is_seen() {
        for whole in [
            "",
            "# nothing",
            "<a> <b> <c> .",
            "<a> <b> <c> . # that is all",
            "<g> { <a> <b> <c> }\n#\n",
            "PREFIX d: <x>\n",
        ] {
            assert!(ends_whole(whole), "{whole}");
        }
        for cut in ["@prefix d", "<a> <b> <c> .\n@prefix d: <x>", "<a> <b> \"c", "<a> <b> <c> . <d>", "PREFIX d: <x"] {
            assert!(!ends_whole(cut), "{cut}");
        }
    }
}
