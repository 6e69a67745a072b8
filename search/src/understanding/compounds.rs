//! Compounds that mean what a shorter or another word means, and nouns behind verbs and adjectives.

use super::tables::{EQUAL, RELATED, meanings};
use super::{Language, Way, qualifiers};
use crate::analysis::{Analyzer, Part as CompoundPart, is_stop_word};

/// Beginnings that say where or whose, not what: *stadsträd* are trees, *kommunbudget* is a budget.
const EMPTY_BEGINNINGS: &[&str] = &["stad", "kommun", "län", "region", "rike", "land", "stat", "närområde", "tätort"];

/// Ends of names of places and bodies: what stands before them is no subject. *Sjöstad* is no lake.
const ENDS_OF_NAMES: &[&str] = &["stad", "kommun", "by", "köping", "borg", "län", "region", "socken", "härad", "stift"];

/// Weight of a noun made from a verb or beside an adjective.
const DERIVED: f32 = 0.4;

/// Longest list of other words for one part.
const MOST_FOR_PART: usize = 6;

/// Further ways for a word by its own form.
pub(super) fn ways(analyzer: &Analyzer, word: &str) -> Vec<Way> {
    let mut ways: Vec<Way> = derived(analyzer, word).into_iter().map(|noun| words(noun, DERIVED)).collect();
    let parts = analyzer.parts(word);
    let is_name = |last: &CompoundPart| last.lemmas.iter().any(|lemma| ENDS_OF_NAMES.contains(&lemma.as_str()));
    if parts.last().is_some_and(is_name) {
        return ways;
    }
    if let [.., before_last, last] = parts.as_slice() {
        let names_content = last.lemmas.iter().any(|lemma| qualifiers::says_little(lemma));
        if names_content && let Some(subject) = front(word, before_last) {
            ways.push(words(subject, DERIVED));
        }
    }
    if let [first, last] = parts.as_slice() {
        if first.lemmas.iter().any(|lemma| EMPTY_BEGINNINGS.contains(&lemma.as_str())) {
            ways.extend(last.lemmas.iter().take(1).map(|lemma| words(lemma.clone(), RELATED)));
        }
        ways.extend(with_other_words(&parts));
    }
    ways
}

fn words(word: String, weight: f32) -> Way {
    Way::Words { words: vec![word], weight, language: Language::Any }
}

/// What stands before the last part, in its base form: *befolknings·data* → *befolkning*.
fn front(word: &str, before_last: &CompoundPart) -> Option<String> {
    let lemma = before_last.lemmas.first()?;
    let front = word.get(..before_last.from)?;
    (front.len() + lemma.len() > 2).then(|| format!("{front}{lemma}"))
}

/// Each part by itself or by a word that is as good: *idrottsklubb* → *idrottsförening*. Nothing when no part has one.
fn with_other_words(parts: &[CompoundPart]) -> Option<Way> {
    let mut has_others = false;
    let alternatives = |part: &CompoundPart| {
        let mut all = part.lemmas.clone();
        for lemma in &part.lemmas {
            for way in meanings(lemma, false).filter(|known| known.told.is_none()).flat_map(|known| &known.ways) {
                if let Way::Words { words, weight, .. } = way
                    && let [single] = words.as_slice()
                    && *weight >= EQUAL
                    && !all.contains(single)
                {
                    all.push(single.clone());
                }
            }
        }
        all.truncate(MOST_FOR_PART);
        all
    };
    let all: Vec<Vec<String>> = parts.iter().map(alternatives).collect();
    for (part, all) in parts.iter().zip(&all) {
        has_others |= all.len() > part.lemmas.len();
    }
    has_others.then_some(Way::Parts(all))
}

/// Nouns for the act of a verb (*parkera*, *parkering*), for what an adjective belongs to (*meteorologisk*,
/// *meteorologi*).
fn derived(analyzer: &Analyzer, word: &str) -> Vec<String> {
    let mut nouns = analyzer.nouns_of_verb(word);
    for lemma in analyzer.lemmas(word) {
        let mut found = Vec::new();
        if let Some(stem) = lemma.strip_suffix("isk") {
            found.extend([format!("{stem}i"), format!("{stem}ik")]);
        }
        found.extend(lemma.strip_suffix("lig").map(str::to_owned));
        found.extend(lemma.strip_suffix("al").map(str::to_owned));
        if lemma != word || word.ends_with('a') {
            found.extend(lemma.strip_suffix('a').map(str::to_owned));
        }
        found.retain(|noun| noun.chars().count() > 3 && *noun != word && analyzer.knows(noun) && !is_stop_word(noun));
        nouns.extend(found);
    }
    nouns.sort();
    nouns.dedup();
    nouns
}
