//! N-Triples and N-Quads: a bad line costs that line.

use super::reading::{Errors, Reader};
use super::turtle_pieces::{mend_escapes, mend_language_tags};
use super::{base, rules, turtle};
use crate::repair::UNDERSCORE;
use oxrdf::{GraphName, NamedNode, Quad, Triple};
use oxttl::NQuadsParser;
use rustc_hash::FxHashSet;

/// So many lines are read at once; where that fails, one by one.
const BATCH: usize = 256;

/// Reads line statements; the media type. Turtle that merely looks like lines is read as what it is.
pub(super) fn read(reader: &mut Reader<'_>, text: &str) -> &'static str {
    let mut lines = LineReader { graphs: FxHashSet::default(), errors: Errors::default(), is_cut: false };
    if let Ok(quads) = quads(NQuadsParser::new(), text) {
        lines.take(reader, quads);
    } else if let Some(graphs) = turtle::read_whole(reader, text) {
        return if graphs > 0 { "application/trig" } else { "text/turtle" };
    } else {
        lines.batches(reader, text);
    }
    reader.complete &= !lines.is_cut;
    reader.errors(lines.errors);
    let graphs = lines.graphs.len();
    if graphs > 0 {
        reader.findings.push(rules::GRAPHS.with(&[("count", &graphs.to_string())]));
    }
    if graphs > 0 { "application/n-quads" } else { "application/n-triples" }
}

struct LineReader {
    graphs: FxHashSet<GraphName>,
    errors: Errors,
    is_cut: bool,
}

impl LineReader {
    fn batches(&mut self, reader: &mut Reader<'_>, text: &str) {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for (number, batch) in lines.chunks(BATCH).enumerate() {
            let start = batch[0].as_ptr() as usize - text.as_ptr() as usize;
            let length: usize = batch.iter().map(|line| line.len()).sum();
            match quads(NQuadsParser::new(), &text[start..start + length]) {
                Ok(quads) => self.take(reader, quads),
                Err(_) => {
                    for (at, line) in batch.iter().enumerate() {
                        self.line(reader, line, (number * BATCH + at) as u64 + 1);
                    }
                }
            }
        }
    }

    fn line(&mut self, reader: &mut Reader<'_>, line: &str, number: u64) {
        let text = line.trim();
        let tagged = mend_language_tags(text);
        let mended = mend_escapes(&tagged);
        // What is left of the line after a fault would be read as statements of their own: none is taken.
        let read = quads(NQuadsParser::new(), text).or_else(|_| quads(NQuadsParser::new().lenient(), &mended));
        match read {
            Ok(quads) => {
                if mended.len() != tagged.len() {
                    self.errors.add(|| rules::ESCAPE.finding().with_value(text).with_place(number, Some(1)));
                }
                if tagged != text {
                    self.errors.add(|| UNDERSCORE.finding().with_value(text).with_place(number, Some(1)));
                }
                self.take(reader, quads);
            }
            Err((error, column)) => {
                self.is_cut = true;
                let subject = text.strip_prefix('<').and_then(|rest| rest.split_once('>')).map(|(iri, _)| iri);
                reader.cut.extend(subject.map(str::to_owned));
                self.errors.add(|| {
                    let indent = (line.len() - line.trim_start().len()) as u64;
                    let finding = rules::SYNTAX.with(&[("error", &error)]);
                    finding.with_place(number, Some(column + indent)).with_value(text)
                });
            }
        }
    }

    fn take(&mut self, reader: &mut Reader<'_>, quads: Vec<Quad>) {
        for quad in quads {
            if quad.graph_name != GraphName::DefaultGraph {
                self.graphs.insert(quad.graph_name);
            }
            base::push(&mut reader.graph, Triple::new(quad.subject, quad.predicate, quad.object));
        }
    }
}

/// All quads, or the first error with its column.
fn quads(parser: NQuadsParser, text: &str) -> Result<Vec<Quad>, (String, u64)> {
    let mut found = Vec::new();
    for quad in parser.for_slice(text) {
        let quad = quad.map_err(|error| (error.message().to_owned(), error.location().start.column + 1))?;
        if has_gap(&quad.predicate) {
            return Err(("IRI".to_owned(), 1));
        }
        found.push(quad);
    }
    Ok(found)
}

/// A predicate with a space in it is two words of prose.
fn has_gap(predicate: &NamedNode) -> bool {
    predicate.as_str().contains(char::is_whitespace)
}
