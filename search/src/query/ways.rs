//! Queries for what words mean.

use super::build::{Builder, best_of, boosted};
use super::parse::Part;
use crate::analysis::Chain;
use crate::analysis::words;
use crate::document::HIGH_VALUE;
use crate::schema::Role;
use crate::understanding::Way;
use model::vocabularies::bare;
use tantivy::Term;
use tantivy::query::{BooleanQuery, ConstScoreQuery, PhraseQuery, Query};

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
    pub(super) fn literal(&self, parts: &[Part], is_open: bool) -> Vec<Box<dyn Query>> {
        match parts {
            [] => Vec::new(),
            [single] => vec![self.part(single, is_open)],
            // Words that mean something together stand in the same text.
            several => {
                let in_role = |role: &Role| -> Box<dyn Query> {
                    let here = Builder { roles: std::slice::from_ref(role), ..*self };
                    let all = several.iter().map(|part| here.part(part, false)).collect();
                    Box::new(BooleanQuery::intersection(all))
                };
                self.roles.iter().map(in_role).collect()
            }
        }
    }

    /// The ways in which a part can match, each by itself, with names for people.
    pub(crate) fn ways_of(&self, part: &Part, is_open: bool) -> Vec<(String, Box<dyn Query>)> {
        let Part::Meant { literal, ways } = part else { return Vec::new() };
        let words = self.literal(literal, is_open).into_iter().map(|query| ("the words themselves".to_owned(), query));
        words.chain(ways.iter().map(|way| (format!("{way:?}"), self.way(way)))).collect()
    }

    /// One way in which a document can match.
    pub(super) fn way(&self, way: &Way) -> Box<dyn Query> {
        match way {
            Way::Words { words, weight } => self.all_of(words, *weight),
            Way::Publisher(name) => self.publisher(name),
            Way::Place(name) => self.place(name),
            Way::Format { word, also } => self.format(word, also),
            Way::Concept(iri) => constant(Self::term(self.fields.iris, bare(iri)), CONCEPT),
            Way::HighValue => constant(Self::term(self.fields.format, HIGH_VALUE), HVD),
        }
    }

    fn all_of(&self, words: &[String], weight: f32) -> Box<dyn Query> {
        let share = weight / words.iter().map(|_| 1.0_f32).sum::<f32>().max(1.0);
        let all: Vec<Box<dyn Query>> = words.iter().map(|word| best_of(self.word(word))).collect();
        boosted(Box::new(BooleanQuery::intersection(all)), share)
    }

    /// All words of the name, with or without marks, in any form.
    fn publisher(&self, name: &[String]) -> Box<dyn Query> {
        let field = self.fields.text(Role::Publisher, Chain::Folded);
        let word = |word: &String| {
            let terms = self.analyzer.folded(word);
            best_of(terms.iter().map(|term| Self::term(field, term)).collect())
        };
        constant(Box::new(BooleanQuery::intersection(name.iter().map(word).collect())), PUBLISHER)
    }

    fn place(&self, name: &[String]) -> Box<dyn Query> {
        let in_role = |role: Role| {
            let field = self.fields.text(role, Chain::Exact);
            let query: Box<dyn Query> = match name {
                [single] => Self::term(field, single),
                _ => Box::new(PhraseQuery::new(name.iter().map(|word| Term::from_field_text(field, word)).collect())),
            };
            constant(query, if role == Role::Description { PLACE_DESCRIBED } else { PLACE_NAMED })
        };
        best_of(self.roles.iter().copied().map(in_role).collect())
    }

    fn format(&self, word: &str, also: &[&str]) -> Box<dyn Query> {
        let term = |word: &str| {
            let whole = words(word).into_iter().next().map_or_else(|| word.to_owned(), |word| word.text);
            Self::term(self.fields.format, &whole)
        };
        let mut matches = vec![constant(term(word), FORMAT)];
        if !also.is_empty() {
            let any = also.iter().map(|word| term(word)).collect();
            matches.push(constant(Box::new(BooleanQuery::union(any)), ALSO_FORMAT));
        }
        Box::new(BooleanQuery::union(matches))
    }

    /// `format:csv`, with the word as it is.
    pub(super) fn in_formats(&self, part: &Part) -> Box<dyn Query> {
        match part {
            Part::Word(word) => self.format(word, &[]),
            Part::Hyphenated { whole, .. } => self.format(whole, &[]),
            Part::Phrase(words) => {
                Box::new(BooleanQuery::intersection(words.iter().map(|word| self.format(word, &[])).collect()))
            }
            other => self.part(other, false),
        }
    }
}

fn constant(query: Box<dyn Query>, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
}
