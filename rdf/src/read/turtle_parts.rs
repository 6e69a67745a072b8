//! Large Turtle documents, read on several threads.
//!
//! A text that one parser reads without a fault is cut behind statements; the parts are read at the same time, each with
//! the directives of the front. Anything odd (TriG, directives further down, a fault) is left to the one parser.

use super::turtle::parse;
use super::turtle_scan::{behind_directives, cuts};
use crate::graph::Graph;
use oxttl::TriGParser;
use std::thread;

/// Shorter texts are read before a second thread has started.
const LARGE: usize = 2 << 20;
/// More threads than this have nothing left to do beside putting the parts together.
const MOST_THREADS: usize = 8;

/// The triples of a large and faultless document; `None` if it is to be read in one piece.
pub(super) fn read(text: &str, base_iri: &str) -> Option<Graph> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
    if text.len() < LARGE || threads < 2 {
        return None;
    }
    read_parts(text, base_iri, threads)
}

fn read_parts(text: &str, base_iri: &str, parts: usize) -> Option<Graph> {
    let (front, statements) = text.split_at(behind_directives(text));
    let cuts = cuts(statements, parts)?;
    let (parser, base_iri) = prepared(front, base_iri)?;
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([statements.len()]);
    let parts = starts.zip(ends).map(|(start, end)| &statements[start..end]);
    let graphs: Vec<Option<Graph>> = thread::scope(|scope| {
        let read = |part| parse(parser.clone(), part, &base_iri).ok().filter(|(_, graphs)| *graphs == 0);
        let running: Vec<_> = parts.map(|part| scope.spawn(move || read(part))).collect();
        running.into_iter().map(|thread| thread.join().ok().flatten().map(|(graph, _)| graph)).collect()
    });
    let mut graphs = graphs.into_iter();
    let mut whole = graphs.next()??;
    for graph in graphs {
        whole.append(graph?);
    }
    Some(whole)
}

/// A parser that knows the prefixes of the front of a document, and the base that it leaves.
fn prepared(front: &str, base_iri: &str) -> Option<(TriGParser, String)> {
    let mut reading = TriGParser::new().with_base_iri(base_iri).ok()?.for_slice(front);
    if reading.by_ref().any(|_| true) {
        return None;
    }
    let mut parser = TriGParser::new();
    for (name, iri) in reading.prefixes() {
        parser = parser.with_prefix(name, iri).ok()?;
    }
    let base_iri = reading.base_iri().unwrap_or(base_iri).to_owned();
    Some((parser, base_iri))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fmt::Write as _;

    const BASE: &str = "https://a.se/catalog.ttl";

    fn triples(graph: &Graph) -> BTreeSet<String> {
        graph.triples().map(|triple| triple.to_string()).collect()
    }

    #[test]
    fn parts_say_what_the_whole_says() {
        let mut text =
            "# a\n@prefix d: <http://d.se/#> .\nPREFIX e: <http://e.se/>\n@base <http://b.se/x/> .\n".to_owned();
        for i in 0..200 {
            _ = write!(
                text,
                "<{i}> d:p \"a. {i} # \\\" \", '''b .\n<x> d:p 1 .\n'''@sv, 1.5 ; e:q _:n{} . # <c> .\nd:x.y a e:C.\n",
                i % 7
            );
        }
        let (whole, _) = parse(TriGParser::new(), &text, BASE).unwrap();
        for parts in 1..9 {
            let read = read_parts(&text, BASE, parts).unwrap();
            assert_eq!(triples(&read), triples(&whole), "{parts}");
            assert_eq!(read.relative.len(), whole.relative.len());
        }
        let statements = &text[behind_directives(&text)..];
        assert_eq!((statements.starts_with("<0>"), cuts(statements, 8).unwrap().len()), (true, 7));
    }

    #[test]
    fn what_is_odd_is_left_to_the_one_parser() {
        let plain = "<a:s> <a:p> <a:o> .\n".repeat(50);
        for odd in [
            "<g> { <a:s> <a:p> 1 }",
            "@prefix x: <http://x.se/> . x:s x:p 1 .",
            "base <http://x.se/> <s> <a:p> 1 .",
            "<a:s> <a:p> .",
            "<a:s> <a:p> \"open .",
        ] {
            assert!(read_parts(&format!("{plain}{odd}\n{plain}"), BASE, 3).is_none(), "{odd}");
        }
        assert!(read_parts(&plain, BASE, 3).is_some());
        assert!(read_parts("", BASE, 3).is_some_and(|graph| graph.is_empty()));
    }
}
