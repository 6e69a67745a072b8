//! Finding things by their names: organisations, concepts. The same words as in the search for datasets: any form, parts
//! of compounds, without marks, acronyms, slips.

use crate::analysis::{Analyzer, fold, is_stop_word, words};
use crate::searcher::Searcher;
use crate::spelling::AUTOMATA;
use crate::understanding::names_of_body;
use levenshtein_automata::{DFA, Distance};
use model::LangText;

/// Shorter words must be right (characters).
const SHORTEST_SLIP: usize = 4;

/// Words up to this length may differ in one letter, longer in two.
const ONE_LETTER: usize = 8;

/// What a word of the query is looked for as.
struct Wanted {
    folded: String,
    keys: Vec<String>,
    near: Option<DFA>,
}

impl Wanted {
    fn new(analyzer: &Analyzer, word: &str, slips: bool) -> Self {
        let folded = fold(word);
        let length = folded.chars().count();
        let automaton = || AUTOMATA[usize::from(length > ONE_LETTER)].build_dfa(&folded);
        let near = (slips && length >= SHORTEST_SLIP).then(automaton);
        Self { keys: analyzer.folded(word), folded, near }
    }

    /// How well a word of a name fits; 0 = not at all.
    fn fit(&self, analyzer: &Analyzer, word: &str) -> u32 {
        let folded = fold(word);
        if folded == self.folded {
            return 40;
        }
        if analyzer.folded(word).iter().any(|key| self.keys.contains(key)) {
            return 30;
        }
        if folded.starts_with(&self.folded) {
            return 20;
        }
        let is_part = |start: &usize| folded_part(word, *start).starts_with(&self.folded);
        if self.folded.chars().count() > 2 && analyzer.part_starts(word).iter().any(is_part) {
            return 10;
        }
        let is_near = |dfa: &DFA| matches!(dfa.eval(&folded), Distance::Exact(_));
        if self.near.as_ref().is_some_and(is_near) { 5 } else { 0 }
    }
}

fn folded_part(word: &str, start: usize) -> String {
    fold(word.get(start..).unwrap_or_default())
}

impl Searcher {
    /// The names that a query means, by their place in `names`, best first: all of its words must be in a name, or in
    /// another name of the same public body (*scb*, *Statistics Sweden*). All in their order when there are no words.
    /// With `slips` also names that differ in a letter or two, where no name is right.
    pub fn find_names<'a>(
        &self,
        q: &str,
        slips: bool,
        names: impl IntoIterator<Item = &'a LangText> + Clone,
    ) -> Vec<usize> {
        let exact = self.fitting(q, false, names.clone());
        if slips && exact.is_empty() { self.fitting(q, true, names) } else { exact }
    }

    fn fitting<'a>(&self, q: &str, slips: bool, names: impl IntoIterator<Item = &'a LangText>) -> Vec<usize> {
        let analyzer = self.analyzer();
        let singles: Vec<String> =
            words(q).into_iter().filter(|word| !word.joined).map(|word| word.text).take(16).collect();
        let has_subject = singles.iter().any(|word| !is_stop_word(word));
        let counts = |word: &&String| !has_subject || !is_stop_word(word);
        let wanted: Vec<Wanted> =
            singles.iter().filter(counts).map(|word| Wanted::new(analyzer, word, slips)).collect();
        let mut found: Vec<(u32, usize)> = Vec::new();
        for (at, label) in names.into_iter().enumerate() {
            let own = label.0.values().map(|name| fit(analyzer, &wanted, name)).max().unwrap_or_default();
            let others = label.0.values().flat_map(|name| names_of_body(name));
            let others = others.map(|name| fit_exactly(&wanted, name)).max().unwrap_or_default();
            if own.max(others) > 0 || wanted.is_empty() {
                found.push((own.max(others), at));
            }
        }
        if !wanted.is_empty() {
            found.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
        }
        found.into_iter().map(|(_, at)| at).collect()
    }
}

/// Mean fit of all wanted words; 0 when one is missing. The fewer other words a name has the better.
fn fit(analyzer: &Analyzer, wanted: &[Wanted], name: &str) -> u32 {
    let singles = words(name);
    if wanted.is_empty() {
        return 0;
    }
    let mut sum = 0;
    for one in wanted {
        let best = singles.iter().map(|word| one.fit(analyzer, &word.text)).max().unwrap_or_default();
        if best == 0 {
            return 0;
        }
        sum += best;
    }
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX).max(1);
    let is_whole = singles.iter().filter(|word| !word.joined).count() == wanted.len();
    sum / count(wanted.len()) + u32::from(is_whole)
}

/// Acronyms and other names must be given as they are.
fn fit_exactly(wanted: &[Wanted], name: &str) -> u32 {
    let singles: Vec<String> =
        words(name).into_iter().filter(|word| !word.joined).map(|word| fold(&word.text)).collect();
    let is_same = singles.len() == wanted.len() && singles.iter().zip(wanted).all(|(one, other)| *one == other.folded);
    if is_same { 45 } else { 0 }
}
