//! What documents have that fit the meaning of words.

use super::build::Builder;
use super::parse::Part;
use crate::analysis::Chain;
use crate::analysis::words;
use crate::document::HIGH_VALUE;
use crate::matching::Node;
use crate::schema::Role;
use crate::understanding::Way;
use model::vocabularies::bare;

/// Fixed scores: how often a place or publisher occurs says nothing about how well a dataset fits.
const PUBLISHER: f32 = 40.0;
const PLACE_NAMED: f32 = 8.0;
const PLACE_DESCRIBED: f32 = 4.0;
const FORMAT: f32 = 60.0;
const ALSO_FORMAT: f32 = 40.0;
const CONCEPT: f32 = 1.0;
const HVD: f32 = 10.0;

impl Builder<'_> {
    /// The words themselves: one part as it is, several all together.
    pub(super) fn literal(&self, parts: &[Part], is_open: bool) -> Vec<Node> {
        match parts {
            [] => Vec::new(),
            [single] => vec![self.part(single, is_open)],
            // Words that mean something together stand in the same text.
            several => {
                let in_role = |role: &Role| -> Node {
                    let here = Builder { roles: std::slice::from_ref(role), ..*self };
                    let all = several.iter().map(|part| here.part(part, false)).collect();
                    Node::Every(all)
                };
                self.roles.iter().map(in_role).collect()
            }
        }
    }

    /// The ways in which a part can match, each by itself, with names for people.
    pub(crate) fn ways_of(&self, part: &Part, is_open: bool) -> Vec<(String, Node)> {
        let Part::Meant { literal, ways } = part else { return Vec::new() };
        let words = self.literal(literal, is_open).into_iter().map(|query| ("the words themselves".to_owned(), query));
        words.chain(ways.iter().map(|way| (format!("{way:?}"), self.way(way)))).collect()
    }

    /// One way in which a document can match.
    pub(super) fn way(&self, way: &Way) -> Node {
        match way {
            Way::Words { words, weight } => self.all_of(words, *weight),
            Way::Publisher(name) => self.publisher(name),
            Way::Place(name) => self.place(name),
            Way::Format { word, also } => self.format(word, also),
            Way::Concept(iri) => Node::fixed_term(self.fields.iris, bare(iri), CONCEPT),
            Way::HighValue => Node::fixed_term(self.fields.format, HIGH_VALUE, HVD),
        }
    }

    fn all_of(&self, words: &[String], weight: f32) -> Node {
        let share = weight / words.iter().map(|_| 1.0_f32).sum::<f32>().max(1.0);
        let all: Vec<Node> = words.iter().map(|word| Node::Best(self.word(word))).collect();
        Node::Every(all).scaled(share)
    }

    /// All words of the name, with or without marks, in any form.
    fn publisher(&self, name: &[String]) -> Node {
        let field = self.fields.text(Role::Publisher, Chain::Folded);
        let word = |word: &String| {
            let terms = self.analyzer.folded(word);
            Node::Best(terms.iter().map(|term| Node::term(field, term, 1.0)).collect())
        };
        Node::Every(name.iter().map(word).collect()).fixed(PUBLISHER)
    }

    fn place(&self, name: &[String]) -> Node {
        let in_role = |role: Role| {
            let field = self.fields.text(role, Chain::Exact);
            let node = match name {
                [single] => Node::term(field, single, 1.0),
                _ => Node::Phrase { field, words: name.to_vec(), weight: 1.0 },
            };
            node.fixed(if role == Role::Description { PLACE_DESCRIBED } else { PLACE_NAMED })
        };
        Node::Best(self.roles.iter().copied().map(in_role).collect())
    }

    fn format(&self, word: &str, also: &[&str]) -> Node {
        let term = |word: &str, score| {
            let whole = words(word).into_iter().next().map_or_else(|| word.to_owned(), |word| word.text);
            Node::fixed_term(self.fields.format, &whole, score)
        };
        let mut matches = vec![term(word, FORMAT)];
        if !also.is_empty() {
            let any = also.iter().map(|word| term(word, 1.0)).collect();
            matches.push(Node::Any(any).fixed(ALSO_FORMAT));
        }
        Node::Any(matches)
    }

    /// `format:csv`, with the word as it is.
    pub(super) fn in_formats(&self, part: &Part) -> Node {
        match part {
            Part::Word(word) => self.format(word, &[]),
            Part::Hyphenated { whole, .. } => self.format(whole, &[]),
            Part::Phrase(words) => Node::Every(words.iter().map(|word| self.format(word, &[])).collect()),
            other => self.part(other, false),
        }
    }
}
