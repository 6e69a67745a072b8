//! Words that nothing has → words of the index that are a letter or two away.

use crate::analysis::{Analyzer, Chain, fold};
use crate::schema::{Fields, Role};
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Shorter words are not corrected (characters): too many others are near.
const SHORTEST: usize = 4;

/// Longer words are not corrected (characters).
const LONGEST: usize = 45;

/// Shorter words are not mended as compounds (characters).
const SHORTEST_COMPOUND: usize = 9;

/// At most so many places to cut a misspelt compound at, from either end.
const TRIES: usize = 2;

/// Words up to this length may differ in one letter, longer ones in two.
const ONE_LETTER: usize = 8;

/// A word of [`SHORTEST`] letters must be this frequent to be meant.
const FREQUENT: u64 = 5;

/// For words that differ in one letter, and in two.
pub(crate) static AUTOMATA: LazyLock<[LevenshteinAutomatonBuilder; 2]> =
    LazyLock::new(|| [LevenshteinAutomatonBuilder::new(1, true), LevenshteinAutomatonBuilder::new(2, true)]);

/// The automaton, for the term dictionary.
struct Near(DFA);

impl tantivy_fst::Automaton for Near {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

/// What it takes to correct words.
pub(crate) struct Speller<'a> {
    pub searcher: &'a tantivy::Searcher,
    pub fields: &'a Fields,
    pub analyzer: &'a Analyzer,
}

impl Speller<'_> {
    /// The word that was probably meant, if the index has one that is near enough; else a compound with one part
    /// mended, if the index has that part. Words of the dictionary are right even when the index lacks them, and a
    /// compound of such words may differ in one letter only.
    ///
    /// At most one walk of the index's words for the whole and [`TRIES`] for either end of a compound, whatever its
    /// length.
    pub(crate) fn correct(&self, word: &str) -> tantivy::Result<Option<String>> {
        let length = word.chars().count();
        let readable = (SHORTEST..=LONGEST).contains(&length) && word.chars().all(char::is_alphabetic);
        if !readable || self.analyzer.is_listed(word) {
            return Ok(None);
        }
        let is_compound = !self.analyzer.parts(word).is_empty();
        let two_letters = length > ONE_LETTER && !is_compound;
        match self.nearest(word, usize::from(two_letters))? {
            None if !is_compound && length >= SHORTEST_COMPOUND => self.with_part_mended(word),
            nearest => Ok(nearest),
        }
    }

    /// Fewest letters apart (missing marks are none), then the same first letter, then the most frequent.
    fn nearest(&self, word: &str, automaton: usize) -> tantivy::Result<Option<String>> {
        let length = word.chars().count();
        let near = near(self.searcher, self.fields, word, automaton)?;
        let folded = fold(word);
        let first = folded.chars().next();
        let rank = |term: &str, letters: u8, count: u64| {
            let term = fold(term);
            let apart = if term == folded { 0 } else { letters };
            (apart, term.chars().next() != first, std::cmp::Reverse(count))
        };
        let usable = near.into_iter().filter(|(term, (letters, count))| {
            let same_start = fold(term).chars().next() == first;
            let sure = length > SHORTEST || (same_start && *count >= FREQUENT);
            // Two letters apart and another start is another word.
            sure && (same_start || *letters < 2) && term.chars().count() >= SHORTEST
        });
        let best = usable.min_by(|(one, (l1, c1)), (other, (l2, c2))| {
            rank(one, *l1, *c1).cmp(&rank(other, *l2, *c2)).then_with(|| one.cmp(other))
        });
        Ok(best.map(|(term, _)| term))
    }

    /// A compound that the index need not have: one end as typed, the other one letter from a word of the index.
    fn with_part_mended(&self, word: &str) -> tantivy::Result<Option<String>> {
        let (starts, ends) = self.analyzer.edges(word);
        let is_compound = |whole: &String| self.analyzer.parts(whole).len() > 1;
        for at in starts.into_iter().rev().take(TRIES) {
            let (left, right) = word.split_at(at);
            let mended = self.nearest_part(right)?.map(|right| format!("{left}{right}"));
            if let Some(whole) = mended.filter(is_compound) {
                return Ok(Some(whole));
            }
        }
        for at in ends.into_iter().take(TRIES) {
            let (left, right) = word.split_at(at);
            let Some(mended) = self.nearest_part(left.strip_suffix('s').unwrap_or(left))? else { continue };
            let linked = [format!("{mended}s{right}"), format!("{mended}{right}")];
            if let Some(whole) = linked.into_iter().find(is_compound) {
                return Ok(Some(whole));
            }
        }
        Ok(None)
    }

    fn nearest_part(&self, part: &str) -> tantivy::Result<Option<String>> {
        if part.chars().count() <= SHORTEST { Ok(None) } else { self.nearest(part, 0) }
    }
}

/// All words near enough with their distance and their number of documents.
fn near(
    searcher: &tantivy::Searcher,
    fields: &Fields,
    word: &str,
    automaton: usize,
) -> tantivy::Result<FxHashMap<String, (u8, u64)>> {
    let mut found: FxHashMap<String, (u8, u64)> = FxHashMap::default();
    let near = Near(AUTOMATA[automaton].build_dfa(word));
    for reader in searcher.segment_readers() {
        for role in Role::ALL {
            let index = reader.inverted_index(fields.text(role, Chain::Exact))?;
            let mut stream = index.terms().search(&near).into_stream()?;
            while stream.advance() {
                let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                let Distance::Exact(letters) = near.0.eval(term) else { continue };
                let entry = found.entry(term.to_owned()).or_insert((letters, 0));
                entry.1 += u64::from(stream.value().doc_freq);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
#[path = "spelling_tests.rs"]
mod tests;
