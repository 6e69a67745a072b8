//! All that is known about words, in one place: the lexicon if there is one, the words of the catalog, the rules.

use super::segment::{Part, edges, segment};
use super::{Splitter, english, fold, swedish};
use crate::lexicon::Lexicon;
use std::sync::Arc;

/// Knows the words of a language and of a catalog.
#[derive(Debug, Clone, Default)]
pub(crate) struct Analyzer {
    lexicon: Option<Arc<Lexicon>>,
    learnt: Splitter,
}

impl Analyzer {
    pub(crate) fn new(lexicon: Option<Arc<Lexicon>>, learnt: Splitter) -> Self {
        Self { lexicon, learnt }
    }

    /// The same lexicon with other words of a catalog.
    pub(crate) fn with(&self, learnt: Splitter) -> Self {
        Self { lexicon: self.lexicon.clone(), learnt }
    }

    /// The words learnt from the catalog.
    pub(crate) fn learnt(&self) -> &Splitter {
        &self.learnt
    }

    /// Whether the lexicon has this form as a word.
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.lexicon.as_ref().and_then(|lexicon| lexicon.entry(word)).is_some_and(|entry| entry.word && !entry.name)
    }

    /// Whether the lexicon has this form, also as a name: it is spelt right.
    pub(crate) fn is_listed(&self, word: &str) -> bool {
        self.lexicon.as_ref().and_then(|lexicon| lexicon.entry(word)).is_some_and(|entry| entry.word)
    }

    /// Where the first part of a compound may end, and the last one begin, if the rest is misspelt (bytes, ascending).
    pub(crate) fn edges(&self, word: &str) -> (Vec<usize>, Vec<usize>) {
        self.lexicon.as_ref().map(|lexicon| edges(lexicon, word)).unwrap_or_default()
    }

    /// Nouns for the act of a verb, if the word is a form of one and the lexicon has them.
    pub(crate) fn nouns_of_verb(&self, word: &str) -> Vec<String> {
        let mut found = Vec::new();
        for lemma in self.lemmas(word) {
            let Some(stem) = lemma.strip_suffix('a').filter(|stem| stem.chars().count() > 2) else { continue };
            let latin = stem.strip_suffix("er").map(|stem| format!("{stem}ation"));
            found.extend([format!("{stem}ning"), format!("{stem}ing")].into_iter().chain(latin));
        }
        found.retain(|noun| self.knows(noun));
        found
    }

    /// Keys of a lower-case word of a Swedish text: the words that it can be a form of. A compound that the lexicon
    /// lacks has the word of its last part; only what it does not know at all goes by rules.
    pub(crate) fn lemmas(&self, word: &str) -> Vec<String> {
        let Some(lexicon) = &self.lexicon else { return vec![swedish(word)] };
        if let Some(entry) = lexicon.entry(word).filter(|entry| entry.word) {
            return entry.words(word);
        }
        if let Some(last) = segment(lexicon, word).last() {
            let front = &word[..last.from];
            return last.lemmas.iter().map(|lemma| format!("{front}{lemma}")).collect();
        }
        if let Some(lemmas) = unlisted_form(lexicon, word) {
            return lemmas;
        }
        vec![swedish(word)]
    }

    /// Parts of a compound with their words; empty when it is none.
    pub(crate) fn parts(&self, word: &str) -> Vec<Part> {
        if let Some(lexicon) = &self.lexicon {
            let parts = segment(lexicon, word);
            if !parts.is_empty() || lexicon.entry(word).is_some() {
                return parts;
            }
        }
        let keys = self.learnt.parts(word);
        keys.into_iter().map(|key| Part { surface: key.clone(), lemmas: vec![key], from: 0 }).collect()
    }

    /// Where the parts of a compound lie in it (bytes); empty when it is none.
    pub(crate) fn part_starts(&self, word: &str) -> Vec<usize> {
        let mut at = 0;
        let place = |part: Part| {
            // Parts that were learnt from the catalog carry no place: theirs is looked for.
            let found = || word.get(at..).and_then(|rest| rest.find(&part.surface)).map_or(at, |found| at + found);
            let from = if part.from > 0 { part.from } else { found() };
            at = (from + part.surface.len()).min(word.len());
            from
        };
        let starts: Vec<usize> = self.parts(word).into_iter().map(place).collect();
        if starts.is_sorted() && starts.iter().all(|&at| word.is_char_boundary(at)) { starts } else { Vec::new() }
    }

    /// Keys of the parts, each once.
    pub(crate) fn part_keys(&self, word: &str) -> Vec<String> {
        let mut keys: Vec<String> = self.parts(word).into_iter().flat_map(|part| part.lemmas).collect();
        keys.sort();
        keys.dedup();
        keys
    }

    /// Keys without marks, also of words that were written without them (*forskola*, *vagar*).
    pub(crate) fn folded(&self, word: &str) -> Vec<String> {
        let mut keys: Vec<String> = self.lemmas(word).iter().map(|lemma| fold(lemma)).collect();
        keys.push(fold(&english(word)));
        if let Some(lexicon) = self.lexicon.as_ref().filter(|_| word.is_ascii() && word.len() > 3) {
            let marked = lexicon.with_marks(word);
            keys.extend(marked.iter().flat_map(|form| self.lemmas(form)).map(|lemma| fold(&lemma)));
        }
        keys.sort();
        keys.dedup();
        keys
    }
}

/// Endings of nouns after a vowel, and after a consonant.
const AFTER_VOWEL: [&str; 9] = ["nas", "na", "ns", "n", "ts", "t", "rnas", "rna", "r"];
const AFTER_CONSONANT: [&str; 12] =
    ["arnas", "ernas", "arna", "erna", "ens", "ets", "en", "et", "ars", "ers", "ar", "er"];

/// The word of a form that the lexicon does not list for it: *datan*, *faktan*.
fn unlisted_form(lexicon: &Lexicon, word: &str) -> Option<Vec<String>> {
    let ends = AFTER_VOWEL.iter().map(|end| (end, true)).chain(AFTER_CONSONANT.iter().map(|end| (end, false)));
    let mut found = ends.filter_map(|(end, after_vowel)| {
        let stem = word.strip_suffix(end).filter(|stem| stem.chars().count() > 2)?;
        let entry = lexicon.entry(stem).filter(|entry| entry.word && !entry.name)?;
        (stem.ends_with(['a', 'e', 'i', 'o', 'u', 'y', 'å', 'ä', 'ö']) == after_vowel).then(|| entry.words(stem))
    });
    found.next()
}
