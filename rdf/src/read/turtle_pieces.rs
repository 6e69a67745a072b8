//! Turtle and TriG with faults, read statement by statement, then property by property, then object by object.

use super::lines::Lines;
use super::reading::{Errors, Reader};
use super::turtle_scan::{
    MAX_DEPTH, blocks, depth, first_term, has_open_string, parts, possible_starts, skip_blank, statements,
};
use super::{base, rules, turtle};
use crate::graph::Graph;
use crate::rule::Rule;
use crate::vocabulary::NAMESPACES;
use oxrdf::{NamedOrBlankNode, Triple};
use oxttl::TriGParser;
use std::borrow::Cow;

/// So many statements are tried at once; only where that fails one by one.
const BATCH: usize = 64;
/// How deep unnamed nodes are opened to save what is around a fault.
const MAX_OPENED: usize = 16;
/// So many blocks are joined to close a string.
const MAX_JOINED: usize = 3;
/// Each byte is tried so many times on average, and small documents as often as it takes.
const MAX_TRIES: usize = 24;
const MIN_BUDGET: usize = 16 << 20;
/// What a try costs besides its bytes.
const OVERHEAD: usize = 256;
/// So many searches of the text may find nothing.
const MAX_MISSES: usize = 50;
/// So many lines are tried as the start of a good statement behind a fault.
const MAX_RESTARTS: usize = 64;

/// Reads a faulty document into `reader`.
pub(super) fn read(reader: &mut Reader<'_>, text: &str) {
    let mut pieces = Pieces {
        text,
        lines: Lines::of(text),
        graph: Graph::default(),
        errors: Errors::default(),
        prefixes: Vec::new(),
        base: reader.base.to_owned(),
        cut: Vec::new(),
        fresh: 0,
        is_cut: false,
        budget: text.len().saturating_mul(MAX_TRIES).max(MIN_BUDGET),
        parsers: None,
        mended_until: 0,
        misses: 0,
    };
    let all = blocks(text);
    for batch in all.chunk_by(|a, b| is_directive(a) == is_directive(b)).flat_map(|run| run.chunks(BATCH)) {
        if is_directive(batch[0]) || !pieces.attempt(&batch.concat()) {
            pieces.blocks(batch);
        }
    }
    reader.graph = pieces.graph;
    reader.errors(pieces.errors);
    reader.complete &= !pieces.is_cut;
    reader.cut.append(&mut pieces.cut);
}

fn is_directive(statement: &str) -> bool {
    let start = skip_blank(statement);
    let word = start.split(|c: char| c.is_whitespace() || c == '<').next().unwrap_or_default();
    ["@prefix", "@base", "prefix", "base"].iter().any(|directive| word.eq_ignore_ascii_case(directive))
}

struct Pieces<'a> {
    text: &'a str,
    lines: Lines<'a>,
    graph: Graph,
    errors: Errors,
    prefixes: Vec<(String, String)>,
    base: String,
    cut: Vec<String>,
    /// Counts names for unnamed nodes that had to be opened.
    fresh: usize,
    is_cut: bool,
    /// Bytes that may still be tried: a document of nothing but faults must end too.
    budget: usize,
    parsers: Option<[TriGParser; 2]>,
    /// How far the text was searched for what was mended.
    mended_until: usize,
    /// How often that was in vain.
    misses: usize,
}

impl Pieces<'_> {
    /// Blocks of which one at least has a fault. A long string may hold what looks like the start of a statement: a block
    /// with an open string is tried together with those that follow.
    fn blocks(&mut self, blocks: &[&str]) {
        let mut at = 0;
        while at < blocks.len() {
            let block = blocks[at];
            at += 1;
            if !is_directive(block) {
                if self.attempt(block) {
                    continue;
                }
                let more = (1..=MAX_JOINED).take_while(|more| at + more <= blocks.len() && has_open_string(block));
                let joined =
                    more.map(|more| (more, blocks[at - 1..at + more].concat())).find(|(_, all)| self.attempt(all));
                if let Some((more, _)) = joined {
                    at += more;
                    continue;
                }
            }
            for statement in statements(block) {
                if is_directive(statement) { self.directive(statement) } else { self.statement(statement) }
            }
        }
    }

    fn directive(&mut self, directive: &str) {
        for (i, single) in directive.split_inclusive('>').enumerate() {
            let start = skip_blank(single);
            if start.is_empty() {
                continue;
            }
            let Some((head, iri)) = start.split_once('<').filter(|(_, iri)| iri.contains('>')) else {
                self.is_cut = true;
                self.tell(&rules::SYNTAX, single, single, &[("error", "prefix without IRI")]);
                continue;
            };
            let iri = iri.trim_end_matches('>').trim();
            let iri = oxiri::Iri::parse(self.base.as_str())
                .ok()
                .and_then(|base| base.resolve(iri).ok())
                .map_or_else(|| iri.to_owned(), oxiri::Iri::into_inner);
            let name = head.split_whitespace().nth(1).map(|name| name.trim_end_matches(':').to_owned());
            let is_base = head.trim().trim_start_matches('@').eq_ignore_ascii_case("base");
            self.parsers = None;
            match name {
                _ if is_base => self.base = iri,
                Some(name) => {
                    self.prefixes.retain(|(other, _)| *other != name);
                    self.prefixes.push((name, iri));
                }
                None => self.tell(&rules::SYNTAX, directive, directive, &[("error", "prefix without name")]),
            }
            if i > 0 {
                self.tell(&rules::SYNTAX, single, single, &[("error", "missing `.`")]);
            }
        }
    }

    fn statement(&mut self, statement: &str) {
        if self.attempt(&format!("{statement} .")) {
            return;
        }
        let mut start = 0;
        for at in possible_starts(statement) {
            if start < at && self.attempt(&format!("{} .", &statement[start..at])) {
                self.tell(&rules::SYNTAX, &statement[at..], "", &[("error", "missing `.`")]);
                start = at;
            }
        }
        let rest = &statement[start..];
        if start > 0 && skip_blank(rest).is_empty() {
            return;
        }
        if is_directive(rest) {
            self.directive(rest);
        } else if !self.attempt(&format!("{rest} .")) {
            self.restart(rest);
        }
    }

    /// A statement with a fault, and perhaps a good one that it ran into.
    fn restart(&mut self, rest: &str) {
        for at in possible_starts(rest).into_iter().take(MAX_RESTARTS) {
            if self.attempt(&format!("{} .", &rest[at..])) {
                self.subject(&rest[..at]);
                return;
            }
        }
        self.subject(rest);
    }

    /// A statement that cannot be read as a whole.
    fn subject(&mut self, statement: &str) {
        let (subject, properties) = first_term(statement);
        if skip_blank(properties).is_empty() && !subject.starts_with('[') {
            self.cut(subject, statement);
        } else if let Some(inner) = subject.strip_prefix('[') {
            let inner = inner.strip_suffix(']').unwrap_or(inner);
            let name = self.fresh_name();
            self.properties(&name, inner, 0);
            self.properties(&name, properties, 0);
        } else {
            self.properties(subject, properties, 0);
        }
    }

    fn properties(&mut self, subject: &str, properties: &str, opened: usize) {
        for property in parts(properties, b';') {
            if self.attempt(&format!("{subject} {property} .")) || self.unseparated(subject, property) {
                continue;
            }
            let (predicate, objects) = first_term(property);
            for object in parts(objects, b',') {
                if !self.attempt(&format!("{subject} {predicate} {object} .")) {
                    self.object(subject, predicate, object, opened);
                }
            }
            if skip_blank(objects).is_empty() {
                self.cut(subject, property);
            }
        }
    }

    /// Two properties with no `;` between them: they stand on lines of their own.
    fn unseparated(&mut self, subject: &str, property: &str) -> bool {
        let breaks = memchr::memchr_iter(b'\n', property.as_bytes()).take(MAX_OPENED);
        for at in breaks {
            let (first, second) = property.split_at(at);
            if skip_blank(first).is_empty() || skip_blank(second).is_empty() {
                continue;
            }
            let both = self.graph.len();
            // One missing separator: looking for more would try all ways to divide the lines.
            if self.attempt(&format!("{subject} {first} .")) {
                if self.attempt(&format!("{subject} {second} .")) {
                    self.tell(&rules::SYNTAX, second, second.trim(), &[("error", "missing `;`")]);
                    return true;
                }
                self.graph.truncate(both);
            }
        }
        false
    }

    fn object(&mut self, subject: &str, predicate: &str, object: &str, opened: usize) {
        let inner = skip_blank(object).trim_end().strip_prefix('[');
        let Some(inner) = inner.filter(|_| opened < MAX_OPENED) else {
            self.cut(subject, object);
            return;
        };
        let name = self.fresh_name();
        if self.attempt(&format!("{subject} {predicate} {name} .")) {
            self.properties(&name, inner.strip_suffix(']').unwrap_or(inner), opened + 1);
        } else {
            self.cut(subject, object);
        }
    }

    fn fresh_name(&mut self) -> String {
        self.fresh += 1;
        format!("_:skordPiece{}", self.fresh)
    }

    /// Parses a piece; takes its triples and returns true when it has no fault, if need be after mending.
    fn attempt(&mut self, piece: &str) -> bool {
        if depth(piece) > MAX_DEPTH || self.budget < piece.len() + OVERHEAD {
            return false;
        }
        self.budget -= piece.len() + OVERHEAD;
        if let Ok(triples) = self.parsed(piece, false) {
            self.take(triples);
            return true;
        }
        let mended = mend_language_tags(piece);
        let escaped = mend_escapes(&mended);
        let with_known = match self.parsed(&escaped, false) {
            Ok(triples) => {
                self.take(triples);
                false
            }
            Err(_) => match self.parsed(&escaped, true) {
                Ok(triples) => {
                    self.take(triples);
                    true
                }
                Err(_) => return false,
            },
        };
        if matches!(escaped, Cow::Owned(_)) {
            self.mended(&rules::ESCAPE, piece, "\\", &[]);
        }
        if matches!(mended, Cow::Owned(_)) {
            self.mended(&crate::repair::UNDERSCORE, piece, "_", &[]);
        }
        let missing = NAMESPACES.iter().filter(|(name, _)| {
            with_known && piece.contains(&format!("{name}:")) && self.prefixes.iter().all(|(other, _)| other != name)
        });
        for (name, iri) in missing.collect::<Vec<_>>() {
            self.mended(&rules::UNBOUND_PREFIX, piece, &format!("{name}:"), &[("name", name), ("iri", iri)]);
        }
        true
    }

    /// Tells of something that was put right in a piece (a copy of text): where in the document it is, is found by what
    /// the piece says.
    fn mended(&mut self, rule: &Rule, piece: &str, part: &str, values: &[(&str, &str)]) {
        let at = piece.find(part).unwrap_or_default();
        let line = turtle::line_at(piece, at).trim();
        let line = line.strip_suffix(" .").unwrap_or(line);
        let core = line.split_once(part).map_or(line, |(before, _)| &line[before.len()..]);
        // Pieces come in the order of the text: what lies behind is not searched again, and not for ever.
        let rest = &self.text.as_bytes()[self.mended_until..];
        let rest = if self.misses < MAX_MISSES { rest } else { &[] };
        let offset = memchr::memmem::find(rest, line.as_bytes())
            .map(|found| found + line.len() - core.len())
            .or_else(|| memchr::memmem::find(rest, core.as_bytes()).filter(|_| !core.is_empty()))
            .map(|found| self.mended_until + found);
        match offset {
            Some(offset) => self.mended_until = offset.saturating_sub(line.len()).max(self.mended_until),
            None => self.misses += 1,
        }
        let lines = &mut self.lines;
        self.errors.add(|| {
            let finding = rule.with(values).with_value(line);
            match offset.map(|offset| lines.place(offset)) {
                Some((line, column)) => finding.with_place(line, Some(column)),
                None => finding,
            }
        });
    }

    fn take(&mut self, triples: Vec<Triple>) {
        for triple in triples {
            base::push(&mut self.graph, triple);
        }
    }

    /// A parser that knows the prefixes declared so far, made once until the next is declared.
    fn parser(&mut self, with_known: bool) -> TriGParser {
        if self.parsers.is_none() {
            self.parsers = Some([self.new_parser(false), self.new_parser(true)]);
        }
        let made = self.parsers.as_ref().map(|parsers| parsers[usize::from(with_known)].clone());
        made.unwrap_or_default()
    }

    fn new_parser(&self, with_known: bool) -> TriGParser {
        let known = NAMESPACES.iter().filter(|_| with_known).map(|(name, iri)| (*name, *iri));
        let declared = self.prefixes.iter().map(|(name, iri)| (name.as_str(), iri.as_str()));
        let mut parser = TriGParser::new().lenient();
        parser = parser.clone().with_base_iri(self.base.as_str()).unwrap_or(parser);
        for (name, iri) in known.chain(declared) {
            parser = parser.clone().with_prefix(name, iri).unwrap_or(parser);
        }
        parser
    }

    fn parsed(&mut self, piece: &str, with_known: bool) -> Result<Vec<Triple>, String> {
        let parser = self.parser(with_known);
        let quads = parser.for_slice(piece);
        quads
            .map(|quad| quad.map(|q| Triple::new(q.subject, q.predicate, q.object)).map_err(|e| e.message().to_owned()))
            .collect()
    }

    fn cut(&mut self, subject: &str, piece: &str) {
        self.is_cut = true;
        if depth(piece) > MAX_DEPTH {
            self.tell(&rules::DEPTH, piece, "", &[("limit", &MAX_DEPTH.to_string())]);
        } else {
            let error = self.parsed(&format!("{subject} {piece} ."), true).err().unwrap_or_default();
            self.tell(&rules::SYNTAX, piece, piece.trim(), &[("error", &error)]);
        }
        let probe = format!("{subject} <urn:x:p> <urn:x:o> .");
        let named = self.parsed(&probe, true).ok().and_then(|mut triples| triples.pop());
        if let Some(NamedOrBlankNode::NamedNode(node)) = named.map(|triple| triple.subject) {
            self.cut.push(base::unmark(node.as_str()).unwrap_or(node.as_str()).to_owned());
        }
    }

    fn tell(&mut self, rule: &Rule, piece: &str, value: &str, values: &[(&str, &str)]) {
        let at = skip_blank(piece).as_ptr() as usize;
        let offset = at.checked_sub(self.text.as_ptr() as usize).filter(|offset| *offset <= self.text.len());
        let lines = &mut self.lines;
        self.errors.add(|| {
            let finding = rule.with(values);
            let finding = if value.is_empty() { finding } else { finding.with_value(value) };
            match offset.map(|offset| lines.place(offset)) {
                Some((line, column)) => finding.with_place(line, Some(column)),
                None => finding,
            }
        });
    }
}

/// `\` in an IRI, or in a string before a character that it does not escape: `C:\Projekt`. It is written as what it is.
pub(super) fn mend_escapes(piece: &str) -> Cow<'_, str> {
    let bytes = piece.as_bytes();
    let mut out = String::new();
    let (mut done, mut at) = (0, 0);
    // Inside `<…>` or a string: the byte that ends it.
    let mut inside = None;
    while at < bytes.len() {
        match (inside, bytes[at]) {
            (None, b'<') => inside = Some(b'>'),
            (None, quote @ (b'"' | b'\'')) => inside = Some(quote),
            (Some(end), byte) if byte == end => inside = None,
            (Some(end), b'\\') => {
                let next = bytes.get(at + 1).copied().unwrap_or_default();
                let is_code = |from: usize, length: usize| {
                    bytes.get(from..from + length).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit))
                };
                let is_fine = match next {
                    b'u' => is_code(at + 2, 4),
                    b'U' => is_code(at + 2, 8),
                    b't' | b'b' | b'n' | b'r' | b'f' | b'"' | b'\'' | b'\\' => end != b'>',
                    _ => false,
                };
                if is_fine {
                    at += 1;
                } else {
                    out.push_str(&piece[done..at]);
                    out.push_str(if end == b'>' { "%5C" } else { "\\\\" });
                    done = at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    if done == 0 { Cow::Borrowed(piece) } else { Cow::Owned(out + &piece[done..]) }
}

/// `"text"@sv_SE` is no Turtle; the tag is written with `-`.
pub(super) fn mend_language_tags(piece: &str) -> Cow<'_, str> {
    let mut out: Option<String> = None;
    let mut done = 0;
    for quote in ["\"@", "'@"] {
        for (at, _) in piece.match_indices(quote) {
            let start = at + quote.len();
            let tag_end = piece[start..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
            let tag = &piece[start..tag_end.map_or(piece.len(), |end| start + end)];
            if tag.contains('_') && start >= done {
                let text = out.get_or_insert_with(String::new);
                text.push_str(&piece[done..start]);
                text.push_str(tag.replace('_', "-").trim_end_matches('-'));
                done = start + tag.len();
            }
        }
    }
    match out {
        Some(text) => Cow::Owned(text + &piece[done..]),
        None => Cow::Borrowed(piece),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::base::marked_base;

    const HEAD: &str = "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix a: <http://a.se/> .\n";

    fn got(body: &str) -> (Vec<String>, Vec<String>, bool, Vec<String>) {
        let base = marked_base("https://a.se/cat.ttl");
        let mut reader = Reader::new(&base);
        super::super::turtle::read(&mut reader, &format!("{HEAD}{body}"));
        let lines = reader.graph.triples().map(|triple| triple.to_string()).collect();
        let codes = reader.findings.iter().map(|finding| finding.code.clone()).collect();
        (lines, codes, reader.complete, reader.cut)
    }

    #[test]
    fn one_bad_object_costs_itself() {
        let (lines, codes, complete, cut) =
            got("a:1 a dcat:Dataset ; a:p 1, nonsense, 3 ; a:q \"x\" .\na:2 a dcat:Dataset .");
        assert_eq!((lines.len(), complete), (5, false));
        assert_eq!(codes, ["read-syntax"]);
        assert_eq!(cut, ["http://a.se/1"]);
    }

    #[test]
    fn a_fault_in_an_unnamed_node_costs_itself() {
        let (lines, ..) = got("a:1 a dcat:Dataset ; a:d [ a dcat:Distribution ; a:p bad ; a:q 2 ] ; a:r 3 .");
        assert_eq!(lines.len(), 5);
    }

    #[test]
    fn missing_dots_bad_tags_and_undeclared_prefixes_cost_nothing() {
        let (lines, codes, complete, _) =
            got("a:1 a dcat:Dataset\n\na:2 a dcat:Dataset ; a:p \"x\"@sv_SE ; foaf:page <b c> .");
        assert_eq!((lines.len(), complete), (4, true), "{lines:?} {codes:?}");
        assert!(lines.iter().any(|line| line.contains("\"x\"@sv-se") || line.contains("\"x\"@sv-SE")));
    }

    #[test]
    fn a_truncated_document_keeps_its_statements() {
        let body = "a:1 a dcat:Dataset ; a:p \"hel\" .\na:2 a dcat:Dataset ; a:p \"hal";
        let (lines, _, complete, cut) = got(body);
        assert_eq!((lines.len(), complete, cut), (3, false, vec!["http://a.se/2".to_owned()]));
    }

    #[test]
    fn depth_is_bounded() {
        let (lines, codes, complete, _) =
            got(&format!("a:1 a dcat:Dataset ; a:p {} ; a:q 1 .", "[ a:p ".repeat(100_000)));
        assert!(!lines.is_empty() && !complete && codes.contains(&"read-depth".to_owned()));
    }
}
