//! Words that nothing has → words of the index that are a letter or two away.

use crate::analysis::{Chain, fold};
use crate::schema::{Fields, Role};
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Shorter words are not corrected (characters): too many others are near.
const SHORTEST: usize = 4;

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

/// The word that was probably meant, if the index has one that is near enough: fewest letters apart (missing marks are
/// none), then the same first letter, then the most frequent.
pub(crate) fn correct(searcher: &tantivy::Searcher, fields: &Fields, word: &str) -> tantivy::Result<Option<String>> {
    let length = word.chars().count();
    if length < SHORTEST || !word.chars().all(char::is_alphabetic) {
        return Ok(None);
    }
    let near = near(searcher, fields, word, usize::from(length > ONE_LETTER))?;
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

/// All words near enough with their distance and their number of documents.
fn near(
    searcher: &tantivy::Searcher,
    fields: &Fields,
    word: &str,
    automaton: usize,
) -> tantivy::Result<FxHashMap<String, (u8, u64)>> {
    let mut found: FxHashMap<String, (u8, u64)> = FxHashMap::default();
    for reader in searcher.segment_readers() {
        for role in Role::ALL {
            let index = reader.inverted_index(fields.text(role, Chain::Exact))?;
            let near = Near(AUTOMATA[automaton].build_dfa(word));
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
