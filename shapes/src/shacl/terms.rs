//! Terms as numbers: one arena of text, one entry per term.

use ::rdf::oxrdf::{BlankNode, Literal, NamedNode, Term};
use hashbrown::HashTable;
use model::ns::{PLACEHOLDER, rdf, xsd};
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

/// Number of a term.
pub type Id = u32;

/// `rdf:langString`, in every table.
pub(super) const LANG_STRING: Id = 0;
/// `xsd:string`, in every table.
pub(super) const STRING: Id = 1;
/// `rdf:type`, in every table.
pub(super) const TYPE: Id = 2;
/// `rdfs:subClassOf`, in every table.
pub(super) const SUB_CLASS_OF: Id = 3;

const SUB_CLASS: &str = "http://www.w3.org/2000/01/rdf-schema#subClassOf";

/// Kind of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Iri,
    Blank,
    Literal,
    Tagged,
    /// The text of a language tag: no term of its own.
    Tag,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    start: usize,
    length: u32,
    /// Datatype of a literal, language tag of a tagged one.
    extra: Id,
    kind: Kind,
}

/// A term as one looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View<'a> {
    /// An IRI.
    Iri(&'a str),
    /// A blank node, without `_:`.
    Blank(&'a str),
    /// A literal: text, number of the datatype, language tag or `""`.
    Literal(&'a str, Id, &'a str),
}

/// A table of terms.
#[derive(Debug, Clone)]
pub struct Terms {
    text: String,
    entries: Vec<Entry>,
    table: HashTable<Id>,
}

impl Default for Terms {
    fn default() -> Self {
        let mut terms = Self { text: String::new(), entries: Vec::new(), table: HashTable::new() };
        for iri in [rdf::LANG_STRING, xsd::STRING, rdf::TYPE, SUB_CLASS] {
            terms.iri(iri);
        }
        terms
    }
}

fn hash(kind: Kind, text: &str, extra: Id) -> u64 {
    let mut hasher = FxHasher::default();
    (kind, extra).hash(&mut hasher);
    hasher.write(text.as_bytes());
    hasher.finish()
}

impl Terms {
    /// Number of entries (terms and language tags).
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Never: some terms are in every table.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn entry(&self, id: Id) -> Option<(Kind, &str, Id)> {
        let entry = self.entries.get(id as usize)?;
        let text = self.text.get(entry.start..entry.start + entry.length as usize)?;
        Some((entry.kind, text, entry.extra))
    }

    fn find(&self, kind: Kind, text: &str, extra: Id) -> Option<Id> {
        let same = |id: &Id| self.entry(*id) == Some((kind, text, extra));
        self.table.find(hash(kind, text, extra), same).copied()
    }

    fn intern(&mut self, kind: Kind, text: &str, extra: Id) -> Id {
        if let Some(id) = self.find(kind, text, extra) {
            return id;
        }
        let id = Id::try_from(self.entries.len()).unwrap_or(Id::MAX);
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.entries.push(Entry { start: self.text.len(), length, extra, kind });
        self.text.push_str(text);
        let (entries, arena) = (&self.entries, &self.text);
        self.table.insert_unique(hash(kind, text, extra), id, |id| {
            let entry = entries[*id as usize];
            hash(entry.kind, &arena[entry.start..entry.start + entry.length as usize], entry.extra)
        });
        id
    }

    /// The number of an IRI.
    pub fn iri(&mut self, iri: &str) -> Id {
        self.intern(Kind::Iri, iri, 0)
    }

    /// The number of a blank node (label without `_:`).
    pub fn blank(&mut self, label: &str) -> Id {
        self.intern(Kind::Blank, label, 0)
    }

    /// The number of a node in a record's body: an IRI or, with `_:` or an IRI that we made, a blank node.
    pub(crate) fn node(&mut self, text: &str) -> Id {
        match text.strip_prefix("_:") {
            Some(label) => self.blank(label),
            None if text.starts_with(PLACEHOLDER) => self.blank(text),
            None => self.iri(text),
        }
    }

    /// The number of a literal; language and datatype may be `""`.
    pub fn literal(&mut self, value: &str, datatype: &str, language: &str) -> Id {
        if !language.is_empty() {
            let tag = self.intern(Kind::Tag, language, 0);
            return self.intern(Kind::Tagged, value, tag);
        }
        let datatype = if datatype.is_empty() { STRING } else { self.iri(datatype) };
        self.intern(Kind::Literal, value, datatype)
    }

    /// The number of a term of the RDF library.
    pub fn insert(&mut self, term: &Term) -> Id {
        match term {
            Term::NamedNode(node) => self.iri(node.as_str()),
            Term::BlankNode(node) => self.blank(node.as_str()),
            Term::Literal(literal) => {
                self.literal(literal.value(), literal.datatype().as_str(), literal.language().unwrap_or_default())
            }
        }
    }

    /// The number of an IRI that is in the table.
    pub fn find_iri(&self, iri: &str) -> Option<Id> {
        self.find(Kind::Iri, iri, 0)
    }

    /// The number here of a term of another table. Blank nodes of two documents are never the same.
    pub fn find_foreign(&self, other: &Self, id: Id) -> Option<Id> {
        let (kind, text, extra) = other.entry(id)?;
        let extra = match kind {
            Kind::Blank => return None,
            Kind::Literal | Kind::Tagged => {
                let (kind, text, _) = other.entry(extra)?;
                self.find(kind, text, 0)?
            }
            _ => 0,
        };
        self.find(kind, text, extra)
    }

    /// The number of a term of the RDF library, if it is in the table.
    pub fn find_term(&self, term: &Term) -> Option<Id> {
        match term {
            Term::NamedNode(node) => self.find_iri(node.as_str()),
            Term::BlankNode(node) => self.find(Kind::Blank, node.as_str(), 0),
            Term::Literal(literal) => {
                if let Some(language) = literal.language() {
                    let tag = self.find(Kind::Tag, language, 0)?;
                    self.find(Kind::Tagged, literal.value(), tag)
                } else {
                    let datatype = self.find_iri(literal.datatype().as_str())?;
                    self.find(Kind::Literal, literal.value(), datatype)
                }
            }
        }
    }

    /// A term to look at; `None` for numbers that are no term.
    pub fn view(&self, id: Id) -> Option<View<'_>> {
        let (kind, text, extra) = self.entry(id)?;
        Some(match kind {
            Kind::Iri => View::Iri(text),
            Kind::Blank => View::Blank(text),
            Kind::Literal => View::Literal(text, extra, ""),
            Kind::Tagged => View::Literal(text, LANG_STRING, self.entry(extra)?.1),
            Kind::Tag => return None,
        })
    }

    /// The text of an IRI.
    pub fn iri_text(&self, id: Id) -> Option<&str> {
        if let View::Iri(text) = self.view(id)? { Some(text) } else { None }
    }

    /// What a reader sees: the IRI, the text, or the label of a blank node.
    pub fn text(&self, id: Id) -> &str {
        self.entry(id).map_or("", |(_, text, _)| text)
    }

    /// True for literals.
    pub fn is_literal(&self, id: Id) -> bool {
        matches!(self.view(id), Some(View::Literal(..)))
    }

    /// True for blank nodes.
    pub fn is_blank(&self, id: Id) -> bool {
        matches!(self.view(id), Some(View::Blank(_)))
    }

    /// A term as the RDF library has it.
    pub fn term(&self, id: Id) -> Option<Term> {
        Some(match self.view(id)? {
            View::Iri(iri) => NamedNode::new_unchecked(iri).into(),
            View::Blank(label) => BlankNode::new_unchecked(label).into(),
            View::Literal(text, _, language) if !language.is_empty() => {
                Literal::new_language_tagged_literal_unchecked(text, language).into()
            }
            View::Literal(text, STRING, _) => Literal::new_simple_literal(text).into(),
            View::Literal(text, datatype, _) => {
                Literal::new_typed_literal(text, NamedNode::new_unchecked(self.text(datatype))).into()
            }
        })
    }
}
