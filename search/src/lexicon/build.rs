//! From the forms of a dictionary to the entries of the lexicon: lemmas, roles, and how productive a part is.

use super::entry::{Entry, Lemma};
use super::hunspell::Form;
use super::{gaps, parts};
use crate::analysis::singular_of_vowel_change;
use rustc_hash::{FxHashMap, FxHashSet};

/// Entries by form.
pub(super) type Entries = FxHashMap<String, Entry>;

/// Entries by form, sorted, each with all its lemmas.
pub(super) fn entries(forms: Vec<Form>) -> Vec<(String, Entry)> {
    let words: FxHashSet<String> = forms
        .iter()
        .filter(|form| form.end && form.word && form.text == form.lemma)
        .map(|form| form.text.clone())
        .collect();
    let mut all = Entries::default();
    for form in forms {
        let lemma = lemma_of(&form, &words);
        let path = Lemma::between(&form.text, &lemma);
        let entry = all.entry(form.text).or_insert_with(Entry::only_a_name);
        entry.begin |= form.begin;
        entry.middle |= form.middle;
        entry.end |= form.end;
        entry.word |= form.word;
        entry.name &= form.name;
        entry.add(path);
    }
    gaps::fill(&mut all);
    parts::count(&mut all);
    gaps::inflect_acts(&mut all);
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    all
}

/// The word itself; for plurals that the dictionary lists as words of their own (*städer*) and for beginnings of
/// compounds (*skol*, *läkar*) the word that they come from.
fn lemma_of(form: &Form, words: &FxHashSet<String>) -> String {
    if let Some(singular) = singular_of_vowel_change(&form.lemma).filter(|singular| words.contains(singular)) {
        return singular;
    }
    if form.begin && !form.word && form.text == form.lemma {
        let whole =
            ["a", "e", "are"].iter().map(|end| format!("{}{end}", form.lemma)).find(|word| words.contains(word));
        return whole.unwrap_or_else(|| form.lemma.clone());
    }
    form.lemma.clone()
}
