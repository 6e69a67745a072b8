//! Where in a document a finding of the graph lies: the triples do not know, but the text can be asked.
//!
//! A value is looked for behind the place where its subject is described, then anywhere; failing that, the place of the
//! subject is told. What is read in doing so is bounded: a place is a service, not worth a slow harvest.

use crate::read::Lines;
use memchr::memmem;
use model::Finding;
use rustc_hash::FxHashMap;

/// How far behind its subject a value is looked for, in bytes.
const WINDOW: usize = 64 * 1024;
/// How much is searched for one document in all, as a multiple of its length and at least [`WINDOW`] times 64.
const BUDGET: usize = 16;
/// What writes of a subject begin with, in RDF/XML and JSON-LD.
const MARKS: [&[u8]; 3] = [b":about=", b"\"@id\"", b":ID="];

/// Finds places in one text.
#[derive(Debug)]
pub(crate) struct Locator<'a> {
    text: &'a str,
    lines: Lines<'a>,
    subjects: Option<FxHashMap<&'a str, usize>>,
    /// Places of values that were looked for in the whole text.
    anywhere: FxHashMap<String, Option<usize>>,
    budget: usize,
}

impl<'a> Locator<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let budget = text.len().saturating_mul(BUDGET).max(WINDOW * 64);
        Self { text, lines: Lines::of(text), subjects: None, anywhere: FxHashMap::default(), budget }
    }

    /// The finding with its place, if it has none yet and one can be found. `subject` is the node that it is about, `full`
    /// the value that it quotes, unclipped.
    pub(crate) fn place(&mut self, finding: Finding, subject: Option<&str>, full: Option<&str>) -> Finding {
        if finding.place.is_some() {
            return finding;
        }
        let start = subject.and_then(|subject| self.subject(subject));
        let near = full.and_then(|value| self.behind(start?, value));
        let anywhere = || full.filter(|value| start.is_none() && value.len() > 2);
        let found = near.or_else(|| anywhere().and_then(|value| self.anywhere(value))).or(start);
        match found.map(|at| self.lines.place(at)) {
            Some((line, column)) => finding.with_place(line, Some(column)),
            None => finding,
        }
    }

    /// Where a node is described.
    fn subject(&mut self, iri: &str) -> Option<usize> {
        let text = self.text;
        let subjects = self.subjects.get_or_insert_with(|| subjects(text));
        subjects.get(iri).or_else(|| subjects.get(written(iri)?.as_str())).copied()
    }

    fn behind(&mut self, start: usize, value: &str) -> Option<usize> {
        let end = (start + WINDOW).min(self.text.len());
        self.search(start, end, value)
    }

    fn anywhere(&mut self, value: &str) -> Option<usize> {
        if let Some(known) = self.anywhere.get(value) {
            return *known;
        }
        let found = self.search(0, self.text.len(), value);
        self.anywhere.insert(value.to_owned(), found);
        found
    }

    fn search(&mut self, start: usize, end: usize, value: &str) -> Option<usize> {
        let value = value.trim();
        if value.is_empty() {
            return None;
        }
        let escaped = written(value);
        for needle in [Some(value), escaped.as_deref()].into_iter().flatten() {
            if self.budget < end - start {
                return None;
            }
            let found = memmem::find(&self.text.as_bytes()[start..end], needle.as_bytes());
            self.budget -= found.map_or(end - start, |at| at + needle.len());
            if let Some(at) = found {
                return Some(start + at);
            }
        }
        None
    }
}

/// A value as XML writes it, if that is something else.
fn written(value: &str) -> Option<String> {
    value.contains(['&', '<']).then(|| value.replace('&', "&amp;").replace('<', "&lt;"))
}

/// Where each subject is first described, as it is written there.
fn subjects(text: &str) -> FxHashMap<&str, usize> {
    let mut found = FxHashMap::default();
    for mark in MARKS {
        for at in memmem::find_iter(text.as_bytes(), mark) {
            let rest = &text[at + mark.len()..];
            let quoted = rest.trim_start_matches([' ', '\t', '\n', '\r', ':']);
            let Some(quote) = quoted.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            let Some(end) = quoted[1..].find(quote).filter(|end| *end < 4096) else { continue };
            found.entry(&quoted[1..=end]).or_insert(at + 1);
        }
    }
    // Turtle and its line formats: a subject begins a line.
    if found.is_empty() {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        for at in starts {
            let line = text[at..].trim_start_matches([' ', '\t']);
            let Some(inner) = line.strip_prefix('<') else { continue };
            let Some(end) = inner.as_bytes().iter().take(4096).position(|byte| matches!(byte, b'>' | b'\n')) else {
                continue;
            };
            found.entry(&inner[..end]).or_insert(text.len() - line.len());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Severity;

    fn placed(text: &str, subject: Option<&str>, value: Option<&str>) -> Option<(u64, Option<u64>)> {
        let finding = Locator::of(text).place(Finding::new("x", Severity::Notice, "", ""), subject, value);
        finding.place.map(|place| (place.line, place.column))
    }

    #[test]
    fn values_are_found_behind_their_subject() {
        let xml = "<x rdf:about=\"http://a.se/1\">\n<t>fel</t>\n</x>\n<x rdf:about=\"http://a.se/?a&amp;b\">\n <t>fel &amp; R</t>\n</x>";
        assert_eq!(placed(xml, Some("http://a.se/1"), Some("fel")), Some((2, Some(4))));
        assert_eq!(placed(xml, Some("http://a.se/?a&b"), Some("fel & R")), Some((5, Some(5))));
        assert_eq!(placed(xml, Some("http://a.se/1"), Some("annat")), Some((1, Some(8))));
        assert_eq!(placed(xml, None, Some("fel")), Some((2, Some(4))));
        assert_eq!(placed(xml, None, None), None);
        let turtle = "@prefix a: <b> .\n<http://a.se/1> a:p \"x\" .\n  <http://a.se/2>\n a:p \"x\" .";
        assert_eq!(placed(turtle, Some("http://a.se/2"), Some("x")), Some((4, Some(7))));
        let json = "[{\"@id\" : \"http://a.se/1\"}, \n{\"@id\": \"http://a.se/2\", \"p\": \"x\"}]";
        assert_eq!(placed(json, Some("http://a.se/2"), Some("\"x\"")), Some((2, Some(31))));
    }

    #[test]
    fn a_search_ends() {
        let text = "x".repeat(1 << 20);
        let mut locator = Locator::of(&text);
        for n in 0..10_000 {
            let finding = Finding::new("x", Severity::Notice, "", "");
            assert_eq!(locator.place(finding, None, Some(&format!("not there {n}"))).place, None);
        }
    }
}
