//! From a parsed query to what documents must have in our fields.

use super::parse::{Parsed, Part, Scope};
use super::tier::TIER;
use crate::analysis::{Analyzer, Chain, Part as CompoundPart, fold};
use crate::matching::Node;
use crate::schema::{Fields, Role};

/// Weight of a format's name (*csv*, *wms*) that we do not know.
const FORMAT_WEIGHT: f32 = 8.0;

/// Weight of a word that only starts as asked, as you type.
const OPEN_WEIGHT: f32 = 0.1;

/// The same where the query says so (`laddst*`).
const PREFIX_WEIGHT: f32 = 1.0;

/// How close a chain's term is to what was asked.
pub(super) fn closeness(chain: Chain) -> f32 {
    match chain {
        Chain::Swedish | Chain::English => 1.0,
        Chain::Exact => 0.7,
        Chain::Folded => 0.6,
        Chain::Parts => 0.4,
    }
}

/// Queries for one request.
pub(crate) struct Builder<'a> {
    pub fields: &'a Fields,
    pub analyzer: &'a Analyzer,
    /// Kinds of text that are looked at.
    pub roles: &'a [Role],
}

impl Builder<'_> {
    /// All wanted parts and none of the excluded ones.
    pub(crate) fn all_words(&self, parsed: &Parsed) -> Node {
        let wanted = self.wanted(parsed);
        let wanted = if wanted.is_empty() { Node::Everything } else { Node::Every(wanted) };
        self.without_excluded(wanted, parsed)
    }

    /// At least one wanted part that says what it is about (not only where, by whom or in which format), and none of
    /// the excluded ones; more parts rank higher.
    pub(crate) fn some_words(&self, parsed: &Parsed) -> Node {
        let all = self.wanted(parsed).into_iter().zip(&parsed.wanted);
        let only_modifiers = parsed.wanted.iter().all(Part::is_modifier);
        let (modifiers, subjects): (Vec<_>, Vec<_>) = all.partition(|(_, part)| part.is_modifier() && !only_modifiers);
        let nodes = |parts: Vec<(Node, &Part)>| parts.into_iter().map(|(node, _)| node).collect();
        let any = Node::Any(nodes(subjects));
        self.without_excluded(Node::Preferring(Box::new(any), nodes(modifiers)), parsed)
    }

    fn wanted(&self, parsed: &Parsed) -> Vec<Node> {
        let last = parsed.wanted.len().saturating_sub(1);
        let tiers = parsed.wanted.iter().enumerate().map(|(number, part)| {
            let is_open = parsed.last_is_open && number == last;
            Node::Plus(Box::new(self.part(part, is_open)), TIER)
        });
        tiers.collect()
    }

    fn without_excluded(&self, node: Node, parsed: &Parsed) -> Node {
        if parsed.excluded.is_empty() {
            return node;
        }
        Node::Without(Box::new(node), parsed.excluded.iter().map(|part| self.part(part, false)).collect())
    }

    pub(crate) fn part(&self, part: &Part, is_open: bool) -> Node {
        match part {
            Part::Word(word) => {
                let mut matches = self.word(word);
                if is_open {
                    matches.extend(self.prefix(word, OPEN_WEIGHT));
                }
                Node::Best(matches)
            }
            Part::Hyphenated { whole, pieces } => {
                let mut matches = self.word(whole);
                matches.push(self.pieces(pieces));
                Node::Best(matches)
            }
            Part::Phrase(words) => Node::Best(self.phrase(words)),
            Part::Prefix(start) => Node::Best(self.prefix(start, PREFIX_WEIGHT)),
            Part::Meant { literal, ways } => {
                let mut matches = self.literal(literal, is_open);
                matches.extend(ways.iter().map(|way| self.way(way)));
                Node::Best(matches)
            }
            Part::In(Scope::Text(role), inner) => Builder { roles: &[*role], ..*self }.part(inner, is_open),
            Part::In(Scope::Format, inner) => self.in_formats(inner),
        }
    }

    fn is_everywhere(&self) -> bool {
        self.roles.len() == Role::ALL.len()
    }

    /// All places where a word counts.
    pub(super) fn word(&self, word: &str) -> Vec<Node> {
        let mut matches: Vec<Node> = Vec::new();
        for chain in Chain::WHOLE_WORDS {
            // Someone who types å, ä or ö means them: *väg* is not *vag*.
            if chain == Chain::Folded && fold(word) != word {
                continue;
            }
            for term in chain.terms(word, self.analyzer) {
                for &role in self.roles {
                    let weight = role.weight() * closeness(chain);
                    matches.push(Node::term(self.fields.text(role, chain), &term, weight));
                }
            }
        }
        for key in self.analyzer.lemmas(word) {
            matches.extend(self.in_parts(&key));
        }
        let parts = self.analyzer.parts(word);
        if parts.len() > 1 {
            matches.push(self.all_parts(&parts));
        }
        if self.is_everywhere() {
            matches.push(Node::fixed_term(self.fields.format, word, FORMAT_WEIGHT));
        }
        matches
    }

    /// Compounds that have this word as a part (*röjning* in *snöröjning*).
    fn in_parts(&self, key: &str) -> Vec<Node> {
        let with_parts = self.roles.iter().copied().filter(|role| *role != Role::Publisher);
        with_parts.map(|role| self.key(role, Chain::Parts, key)).collect()
    }

    /// All parts of a compound in the same text, each as a part of another compound, in titles and keywords also as a
    /// word (*vägnät* in *nät av vägar*); never one part alone.
    fn all_parts(&self, parts: &[CompoundPart]) -> Node {
        let in_role = |role: Role| -> Node {
            let part = |part: &CompoundPart| {
                let mut matches = Vec::new();
                for key in &part.lemmas {
                    matches.push(self.key(role, Chain::Parts, key));
                    if role != Role::Description {
                        matches.push(self.key(role, Chain::Swedish, key));
                    }
                }
                Node::Best(matches)
            };
            Node::Every(parts.iter().map(part).collect())
        };
        let share = 1.0 / parts.iter().map(|_| 1.0_f32).sum::<f32>();
        let roles = self.roles.iter().copied().filter(|role| *role != Role::Publisher);
        Node::Best(roles.map(in_role).collect()).scaled(share)
    }

    fn key(&self, role: Role, chain: Chain, key: &str) -> Node {
        Node::term(self.fields.text(role, chain), key, role.weight() * closeness(Chain::Parts))
    }

    /// The pieces of a hyphenated word, each as a word; single letters only beside their neighbours.
    fn pieces(&self, pieces: &[String]) -> Node {
        if pieces.iter().any(|piece| piece.chars().count() < 2) {
            return Node::Best(self.phrase(pieces));
        }
        let all = pieces.iter().map(|piece| Node::Best(self.word(piece))).collect();
        Node::Every(all).scaled(0.5)
    }

    fn phrase(&self, words: &[String]) -> Vec<Node> {
        let in_role = |role: Role| {
            let field = self.fields.text(role, Chain::Exact);
            match words {
                [single] => Node::term(field, single, role.weight()),
                _ => Node::Phrase { field, words: words.to_vec(), weight: role.weight() },
            }
        };
        let mut matches: Vec<Node> = self.roles.iter().copied().map(in_role).collect();
        if let [single] = words
            && self.is_everywhere()
        {
            matches.push(Node::term(self.fields.format, single, 1.0));
        }
        matches
    }

    /// Words that start so; people who type without å, ä and ö find those with them too.
    fn prefix(&self, start: &str, weight: f32) -> Vec<Node> {
        let mut matches: Vec<Node> = Vec::new();
        for &role in self.roles {
            let mut chains = vec![Chain::Exact];
            if fold(start) == start {
                chains.push(Chain::Folded);
            }
            for chain in chains {
                let field = self.fields.text(role, chain);
                matches.push(Node::Start { field, start: start.to_owned(), score: role.weight() * weight });
            }
        }
        matches
    }
}
