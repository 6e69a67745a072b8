//! What documents have that fit the meaning of words.

use super::build::{Builder, closeness};
use super::parse::Part;
use crate::analysis::{Chain, fold, words};
use crate::document::{HIGH_VALUE, place_term, within_term};
use crate::matching::Node;
use crate::schema::Role;
use crate::understanding::{Language, Way};
use model::vocabularies::bare;

/// Fixed scores: how often a place or publisher occurs says nothing about how well a dataset fits.
const PUBLISHER: f32 = 40.0;
const PLACE_NAMED: f32 = 8.0;
const PLACE_DESCRIBED: f32 = 4.0;
/// Below what names the place: it covers it, or a part of it.
const AREA: f32 = 3.0;
const AREA_PART: f32 = 2.0;
/// Formats and years must not outweigh where the subject is named.
const FORMAT: f32 = 12.0;
const ALSO_FORMAT: f32 = 8.0;
const LESS_FORMAT: f32 = 4.0;
const YEAR_NAMED: f32 = 8.0;
const YEAR_DESCRIBED: f32 = 4.0;
const CONCEPT: f32 = 1.0;
const HVD: f32 = 10.0;

/// Formats beside the one asked for that fit best; any others add less.
const BEST_FORMATS: usize = 5;

/// Weight of a word for how the content is made.
const ASPECT: f32 = 0.1;

/// From this weight on a synonym is as good as the word: it also counts in descriptions. Others count in titles and
/// among keywords.
const AS_GOOD: f32 = 0.45;

/// From this weight on it also counts inside compounds of titles and keywords.
const NEARLY: f32 = 0.3;

/// Weight of a compound by other words for its parts.
const OTHER_PARTS: f32 = 0.2;

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
            Way::Words { words, weight, language } => self.all_of(words, *weight, *language),
            Way::Publisher(name) => self.publisher(name),
            Way::Place(name) => self.place(name),
            Way::Area(code) => self.area(code),
            Way::Format { word, also } => self.format(word, also),
            Way::Concept(iri) => Node::fixed_term(self.fields.iris, bare(iri), CONCEPT),
            Way::HighValue => Node::fixed_term(self.fields.format, HIGH_VALUE, HVD),
            Way::Aspect(words) => {
                Node::Every(words.iter().map(|word| Node::Best(self.word(word))).collect()).scaled(ASPECT)
            }
            Way::Years { from, to } => self.years(*from, *to),
            Way::Parts(parts) => self.parts(parts),
            // Only beside other parts, and then it is not here any more.
            Way::Nothing => Node::Nothing,
        }
    }

    /// Synonyms reach less far than words that were typed: nobody asked for the parts of theirs. Several words stand in
    /// the same text.
    fn all_of(&self, words: &[String], weight: f32, language: Language) -> Node {
        let share = weight / words.iter().map(|_| 1.0_f32).sum::<f32>().max(1.0);
        let is_far = |role: &Role| *role == Role::Publisher || (*role == Role::Description && weight < AS_GOOD);
        let in_role = |role: Role| -> Node {
            let word = |word: &String| {
                // What is no Swedish word cannot be taken for one.
                let language = if self.analyzer.knows(word) { language } else { Language::Any };
                let mut matches = self.whole(word, role, language);
                if language != Language::English && weight >= NEARLY && role != Role::Description {
                    let part = self.fields.text(role, Chain::Parts);
                    let weight = role.weight() * closeness(Chain::Parts);
                    matches.extend(self.analyzer.lemmas(word).iter().map(|key| Node::term(part, key, weight)));
                }
                Node::Best(matches)
            };
            Node::Every(words.iter().map(word).collect())
        };
        let roles = self.roles.iter().copied().filter(|role| !is_far(role));
        Node::Best(roles.map(in_role).collect()).scaled(share)
    }

    /// A word in any form, not as a part of others.
    fn whole(&self, word: &str, role: Role, language: Language) -> Vec<Node> {
        let has_marks = fold(word) != word;
        let is_asked = |chain: &Chain| match language {
            Language::Swedish => *chain == Chain::Swedish,
            Language::English => *chain == Chain::English,
            Language::Any => *chain != Chain::Folded || !has_marks,
        };
        let chains = Chain::WHOLE_WORDS.into_iter().filter(is_asked);
        let in_chain = |chain: Chain| {
            let field = self.fields.text(role, chain);
            let weight = role.weight() * closeness(chain);
            chain.terms(word, self.analyzer).into_iter().map(move |term| Node::term(field, &term, weight))
        };
        chains.flat_map(in_chain).collect()
    }

    /// Each part by one of its words, in the same title or among the same keywords.
    fn parts(&self, parts: &[Vec<String>]) -> Node {
        let in_role = |role: Role| -> Node {
            let one = |key: &String| {
                [Chain::Parts, Chain::Swedish]
                    .map(|chain| Node::term(self.fields.text(role, chain), key, role.weight() * closeness(chain)))
            };
            let part = |words: &Vec<String>| Node::Best(words.iter().flat_map(one).collect());
            Node::Every(parts.iter().map(part).collect())
        };
        let roles = self.roles.iter().copied().filter(|role| matches!(role, Role::Title | Role::Keyword));
        Node::Best(roles.map(in_role).collect()).scaled(OTHER_PARTS)
    }

    /// One of the years, wherever it is named.
    fn years(&self, from: u16, to: u16) -> Node {
        let in_role = |role: Role| {
            let field = self.fields.text(role, Chain::Exact);
            let any = (from..=to).map(|year| Node::term(field, &year.to_string(), 1.0)).collect();
            Node::Best(any).fixed(if role == Role::Description { YEAR_DESCRIBED } else { YEAR_NAMED })
        };
        let roles = self.roles.iter().copied().filter(|role| *role != Role::Publisher);
        Node::Best(roles.map(in_role).collect())
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

    /// What states that it covers the place, or a municipality of the county.
    fn area(&self, code: &str) -> Node {
        let covers = Node::fixed_term(self.fields.iris, &place_term(code), AREA);
        Node::Best(vec![covers, Node::fixed_term(self.fields.iris, &within_term(code), AREA_PART)])
    }

    fn format(&self, word: &str, also: &[&str]) -> Node {
        let term = |word: &str, score| {
            let whole = words(word).into_iter().next().map_or_else(|| word.to_owned(), |word| word.text);
            Node::fixed_term(self.fields.format, &whole, score)
        };
        let mut matches = vec![term(word, FORMAT)];
        let (best, others) = also.split_at(also.len().min(BEST_FORMATS));
        for (also, score) in [(best, ALSO_FORMAT), (others, LESS_FORMAT)] {
            if !also.is_empty() {
                matches.push(Node::Any(also.iter().map(|word| term(word, 1.0)).collect()).fixed(score));
            }
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
