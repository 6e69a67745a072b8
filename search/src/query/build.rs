//! From a parsed query to tantivy queries over our fields.

use super::parse::{Parsed, Part, Scope};
use super::tier::TierQuery;
use crate::analysis::{Analyzer, Chain, Part as CompoundPart, fold};
use crate::schema::{Fields, Role};
use std::ops::Bound;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, InvertedIndexRangeQuery,
    Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

/// Share of the other matches of a word that is added to its best match.
const TIE_BREAKER: f32 = 0.1;

/// Weight of a format's name (*csv*, *wms*) that we do not know.
const FORMAT_WEIGHT: f32 = 8.0;

/// Weight of a word that only starts as asked, as you type.
const OPEN_WEIGHT: f32 = 0.1;

/// The same where the query says so (`laddst*`).
const PREFIX_WEIGHT: f32 = 1.0;

/// How close a chain's term is to what was asked.
fn closeness(chain: Chain) -> f32 {
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
    pub(crate) fn all_words(&self, parsed: &Parsed) -> Box<dyn Query> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> =
            self.wanted(parsed).into_iter().map(|query| (Occur::Must, query)).collect();
        if clauses.is_empty() {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        clauses.extend(self.excluded(parsed));
        Box::new(BooleanQuery::new(clauses))
    }

    /// At least one wanted part that says what it is about (not only where, by whom or in which format), and none of
    /// the excluded ones; more parts rank higher.
    pub(crate) fn some_words(&self, parsed: &Parsed) -> Box<dyn Query> {
        let all = self.wanted(parsed).into_iter().zip(&parsed.wanted);
        let only_modifiers = parsed.wanted.iter().all(Part::is_modifier);
        let (modifiers, subjects): (Vec<_>, Vec<_>) = all.partition(|(_, part)| part.is_modifier() && !only_modifiers);
        let any = BooleanQuery::union(subjects.into_iter().map(|(query, _)| query).collect());
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, Box::new(any))];
        clauses.extend(modifiers.into_iter().map(|(query, _)| (Occur::Should, query)));
        clauses.extend(self.excluded(parsed));
        Box::new(BooleanQuery::new(clauses))
    }

    /// Documents with exactly this term.
    pub(crate) fn term(field: Field, text: &str) -> Box<dyn Query> {
        Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
    }

    fn wanted(&self, parsed: &Parsed) -> Vec<Box<dyn Query>> {
        let last = parsed.wanted.len().saturating_sub(1);
        let tiers = parsed.wanted.iter().enumerate().map(|(number, part)| {
            let is_open = parsed.last_is_open && number == last;
            Box::new(TierQuery::new(self.part(part, is_open))) as Box<dyn Query>
        });
        tiers.collect()
    }

    fn excluded(&self, parsed: &Parsed) -> Vec<(Occur, Box<dyn Query>)> {
        parsed.excluded.iter().map(|part| (Occur::MustNot, self.part(part, false))).collect()
    }

    pub(crate) fn part(&self, part: &Part, is_open: bool) -> Box<dyn Query> {
        match part {
            Part::Word(word) => {
                let mut matches = self.word(word);
                if is_open {
                    matches.extend(self.prefix(word, OPEN_WEIGHT));
                }
                best_of(matches)
            }
            Part::Hyphenated { whole, pieces } => {
                let mut matches = self.word(whole);
                matches.push(self.pieces(pieces));
                best_of(matches)
            }
            Part::Phrase(words) => best_of(self.phrase(words)),
            Part::Prefix(start) => best_of(self.prefix(start, PREFIX_WEIGHT)),
            Part::Meant { literal, ways } => {
                let mut matches = self.literal(literal, is_open);
                matches.extend(ways.iter().map(|way| self.way(way)));
                best_of(matches)
            }
            Part::In(Scope::Text(role), inner) => Builder { roles: &[*role], ..*self }.part(inner, is_open),
            Part::In(Scope::Format, inner) => self.in_formats(inner),
        }
    }

    fn is_everywhere(&self) -> bool {
        self.roles.len() == Role::ALL.len()
    }

    /// All places where a word counts.
    pub(super) fn word(&self, word: &str) -> Vec<Box<dyn Query>> {
        let mut matches: Vec<Box<dyn Query>> = Vec::new();
        for chain in Chain::WHOLE_WORDS {
            // Someone who types å, ä or ö means them: *väg* is not *vag*.
            if chain == Chain::Folded && fold(word) != word {
                continue;
            }
            for term in chain.terms(word, self.analyzer) {
                for &role in self.roles {
                    let query = scored_term(self.fields.text(role, chain), &term);
                    matches.push(boosted(query, role.weight() * closeness(chain)));
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
            let format = ConstScoreQuery::new(Self::term(self.fields.format, word), FORMAT_WEIGHT);
            matches.push(Box::new(format));
        }
        matches
    }

    /// Compounds that have this word as a part (*röjning* in *snöröjning*).
    fn in_parts(&self, key: &str) -> Vec<Box<dyn Query>> {
        let with_parts = self.roles.iter().copied().filter(|role| *role != Role::Publisher);
        with_parts.map(|role| self.key(role, Chain::Parts, key)).collect()
    }

    /// All parts of a compound in the same text, each as a part of another compound, in titles and keywords also as a
    /// word (*vägnät* in *nät av vägar*); never one part alone.
    fn all_parts(&self, parts: &[CompoundPart]) -> Box<dyn Query> {
        let in_role = |role: Role| -> Box<dyn Query> {
            let part = |part: &CompoundPart| {
                let mut matches = Vec::new();
                for key in &part.lemmas {
                    matches.push(self.key(role, Chain::Parts, key));
                    if role != Role::Description {
                        matches.push(self.key(role, Chain::Swedish, key));
                    }
                }
                best_of(matches)
            };
            Box::new(BooleanQuery::intersection(parts.iter().map(part).collect()))
        };
        let share = 1.0 / parts.iter().map(|_| 1.0_f32).sum::<f32>();
        let roles = self.roles.iter().copied().filter(|role| *role != Role::Publisher);
        boosted(best_of(roles.map(in_role).collect()), share)
    }

    fn key(&self, role: Role, chain: Chain, key: &str) -> Box<dyn Query> {
        boosted(scored_term(self.fields.text(role, chain), key), role.weight() * closeness(Chain::Parts))
    }

    /// The pieces of a hyphenated word, each as a word; single letters only beside their neighbours.
    fn pieces(&self, pieces: &[String]) -> Box<dyn Query> {
        if pieces.iter().any(|piece| piece.chars().count() < 2) {
            return best_of(self.phrase(pieces));
        }
        let all = pieces.iter().map(|piece| best_of(self.word(piece))).collect();
        boosted(Box::new(BooleanQuery::intersection(all)), 0.5)
    }

    fn phrase(&self, words: &[String]) -> Vec<Box<dyn Query>> {
        let in_role = |role: Role| {
            let field = self.fields.text(role, Chain::Exact);
            let query: Box<dyn Query> = match words {
                [single] => scored_term(field, single),
                _ => Box::new(PhraseQuery::new(words.iter().map(|word| Term::from_field_text(field, word)).collect())),
            };
            boosted(query, role.weight())
        };
        let mut matches: Vec<Box<dyn Query>> = self.roles.iter().copied().map(in_role).collect();
        if let [single] = words
            && self.is_everywhere()
        {
            matches.push(Self::term(self.fields.format, single));
        }
        matches
    }

    /// Words that start so; people who type without å, ä and ö find those with them too.
    fn prefix(&self, start: &str, weight: f32) -> Vec<Box<dyn Query>> {
        let mut matches: Vec<Box<dyn Query>> = Vec::new();
        for &role in self.roles {
            let mut chains = vec![Chain::Exact];
            if fold(start) == start {
                chains.push(Chain::Folded);
            }
            for chain in chains {
                let range = prefix_range(self.fields.text(role, chain), start);
                matches.push(Box::new(ConstScoreQuery::new(range, role.weight() * weight)));
            }
        }
        matches
    }
}

/// The best match counts, the others a little.
pub(super) fn best_of(matches: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    if matches.is_empty() {
        return Box::new(EmptyQuery);
    }
    Box::new(DisjunctionMaxQuery::with_tie_breaker(matches, TIE_BREAKER))
}

pub(crate) fn scored_term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

pub(crate) fn boosted(query: Box<dyn Query>, weight: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, weight))
}

fn prefix_range(field: Field, start: &str) -> Box<dyn Query> {
    let first = Term::from_field_text(field, start);
    let behind = Term::from_field_text(field, &format!("{start}{}", char::MAX));
    Box::new(InvertedIndexRangeQuery::new(Bound::Included(first), Bound::Excluded(behind)))
}
