//! A set of triples with interned terms: what passes between reading, repair and splitting.

use hashbrown::HashTable;
use oxrdf::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use rustc_hash::FxBuildHasher;
use std::fmt::Write;
use std::hash::BuildHasher;

/// Number of a term in its [`Graph`].
pub(crate) type TermId = u32;

/// Triples whose terms are stored once. The order of triples is the order of reading; duplicates are possible until
/// [`Graph::sort`] is called.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    terms: Vec<Term>,
    table: HashTable<TermId>,
    /// Terms that were written as relative references (see `read::base`).
    pub(crate) relative: Vec<TermId>,
    pub(crate) triples: Vec<[TermId; 3]>,
}

impl Graph {
    /// A graph of these triples.
    pub fn from_triples(triples: impl IntoIterator<Item = Triple>) -> Self {
        let mut graph = Self::default();
        for triple in triples {
            graph.push(triple);
        }
        graph
    }

    /// Number of triples (duplicates counted).
    pub fn len(&self) -> usize {
        self.triples.len()
    }

    /// True when there is no triple.
    pub fn is_empty(&self) -> bool {
        self.triples.is_empty()
    }

    /// All triples as terms of `oxrdf`, in the order of reading.
    pub fn triples(&self) -> impl Iterator<Item = Triple> + '_ {
        self.triples.iter().filter_map(|&[s, p, o]| {
            let subject: NamedOrBlankNode = match self.term(s) {
                Term::NamedNode(node) => node.clone().into(),
                Term::BlankNode(node) => node.clone().into(),
                Term::Literal(_) => return None,
            };
            let Term::NamedNode(predicate) = self.term(p) else { return None };
            Some(Triple::new(subject, predicate.clone(), self.term(o).clone()))
        })
    }

    /// The terms and, as positions among them, the triples (subject, predicate, object) in the order of reading: for
    /// users that number terms themselves.
    pub fn into_parts(self) -> (Vec<Term>, Vec<[u32; 3]>) {
        (self.terms, self.triples)
    }

    /// Adds a triple.
    pub(crate) fn push(&mut self, triple: Triple) {
        let subject = match triple.subject {
            NamedOrBlankNode::NamedNode(node) => Term::NamedNode(node),
            NamedOrBlankNode::BlankNode(node) => Term::BlankNode(node),
        };
        let subject = self.intern(subject);
        let predicate = self.intern(Term::NamedNode(triple.predicate));
        let object = self.intern(triple.object);
        self.triples.push([subject, predicate, object]);
    }

    /// Adds all triples of another graph.
    pub(crate) fn append(&mut self, other: Self) {
        let ids: Vec<TermId> = other.terms.into_iter().map(|term| self.intern(term)).collect();
        self.relative.extend(other.relative.iter().map(|id| ids[*id as usize]));
        self.triples.extend(other.triples.iter().map(|t| t.map(|id| ids[id as usize])));
    }

    /// The same graph with other labels for its blank nodes, so that it can be put beside another document's.
    pub(crate) fn with_blank_prefix(self, prefix: &str) -> Self {
        let mut renamed = Self { relative: self.relative, triples: self.triples, ..Self::default() };
        for term in self.terms {
            renamed.intern(match term {
                Term::BlankNode(node) => BlankNode::new_unchecked(format!("{prefix}{}", node.as_str())).into(),
                other => other,
            });
        }
        renamed
    }

    /// Keeps the first so many triples.
    pub(crate) fn truncate(&mut self, count: usize) {
        self.triples.truncate(count);
    }

    /// The number of a term; a new one if it has none yet.
    #[expect(clippy::cast_possible_truncation, reason = "documents of 1 GiB hold less than 2^32 terms")]
    pub(crate) fn intern(&mut self, term: Term) -> TermId {
        let hash = FxBuildHasher.hash_one(&term);
        let terms = &self.terms;
        if let Some(id) = self.table.find(hash, |id| terms[*id as usize] == term) {
            return *id;
        }
        let id = self.terms.len() as TermId;
        self.terms.push(term);
        let terms = &self.terms;
        self.table.insert_unique(hash, id, |id| FxBuildHasher.hash_one(&terms[*id as usize]));
        id
    }

    /// The number of an IRI, if the graph knows it.
    pub(crate) fn find_iri(&self, iri: &str) -> Option<TermId> {
        let term = Term::NamedNode(NamedNode::new_unchecked(iri));
        let hash = FxBuildHasher.hash_one(&term);
        self.table.find(hash, |id| self.terms[*id as usize] == term).copied()
    }

    /// The term of a number.
    pub(crate) fn term(&self, id: TermId) -> &Term {
        &self.terms[id as usize]
    }

    /// How many terms there are; numbers are below it.
    pub(crate) fn term_count(&self) -> usize {
        self.terms.len()
    }

    /// The text of an IRI, if the term is one.
    pub(crate) fn iri(&self, id: TermId) -> Option<&str> {
        if let Term::NamedNode(node) = self.term(id) { Some(node.as_str()) } else { None }
    }

    /// What a term says: IRI, label or lexical form.
    pub(crate) fn text(&self, id: TermId) -> &str {
        match self.term(id) {
            Term::NamedNode(node) => node.as_str(),
            Term::BlankNode(node) => node.as_str(),
            Term::Literal(literal) => literal.value(),
        }
    }

    /// True for blank nodes.
    pub(crate) fn is_blank(&self, id: TermId) -> bool {
        matches!(self.term(id), Term::BlankNode(_))
    }

    /// Sorts the triples by subject number and removes duplicates.
    pub(crate) fn sort(&mut self) {
        self.triples.sort_unstable();
        self.triples.dedup();
    }
}

/// Writes a term as canonical N-Triples.
pub(crate) fn write_term(term: &Term, out: &mut String) {
    match term {
        Term::NamedNode(node) => write_iri(node, out),
        Term::BlankNode(node) => write_blank(node, out),
        Term::Literal(literal) => write_literal(literal, out),
    }
}

fn write_iri(node: &NamedNode, out: &mut String) {
    out.push('<');
    out.push_str(node.as_str());
    out.push('>');
}

fn write_blank(node: &BlankNode, out: &mut String) {
    out.push_str("_:");
    out.push_str(node.as_str());
}

fn write_literal(literal: &Literal, out: &mut String) {
    out.push('"');
    escape(literal.value(), out);
    out.push('"');
    if let Some(language) = literal.language() {
        out.push('@');
        out.push_str(language);
    } else if literal.datatype() != oxrdf::vocab::xsd::STRING {
        out.push_str("^^<");
        out.push_str(literal.datatype().as_str());
        out.push('>');
    }
}

/// Escapes as canonical N-Triples does (RDF 1.2 N-Triples §5): only what must be.
fn escape(text: &str, out: &mut String) {
    let mut clean = 0;
    for (i, byte) in text.bytes().enumerate() {
        let replacement = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x08 => "\\b",
            0x0c => "\\f",
            0..=0x1f | 0x7f => "",
            _ => continue,
        };
        out.push_str(&text[clean..i]);
        clean = i + 1;
        if replacement.is_empty() {
            let _ = write!(out, "\\u{byte:04X}");
        } else {
            out.push_str(replacement);
        }
    }
    out.push_str(&text[clean..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_stored_once_and_written_canonically() {
        let triple = Triple::new(
            NamedNode::new_unchecked("http://a.se/1"),
            NamedNode::new_unchecked("http://a.se/p"),
            Literal::new_language_tagged_literal_unchecked("rad 1\n\"rad\" 2\u{7f}\u{1}", "sv"),
        );
        let graph = Graph::from_triples([triple.clone(), triple.clone()]);
        assert_eq!((graph.term_count(), graph.len()), (3, 2));
        assert_eq!(graph.triples().next(), Some(triple));
        let mut text = String::new();
        write_term(graph.term(2), &mut text);
        assert_eq!(text, "\"rad 1\\n\\\"rad\\\" 2\\u007F\\u0001\"@sv");
    }
}
