//! From the forms of a dictionary to the entries of the lexicon: lemmas, roles, and how productive a part is.

use super::entry::{Entry, Lemma, class_of};
use super::hunspell::Form;
use crate::analysis::singular_of_vowel_change;
use rustc_hash::{FxHashMap, FxHashSet};

/// A left part that the dictionary does not list counts as one if so many different words follow it there.
const ENDS_OF_LEARNT_PART: usize = 40;

/// Shortest part that is learnt (bytes).
const SHORTEST_LEARNT: usize = 4;

/// Words shorter than this are not taken apart for counting (bytes).
const SHORTEST_COUNTED: usize = 6;

/// Entries by form, sorted, each with all its lemmas.
pub(super) fn entries(forms: Vec<Form>) -> Vec<(String, Entry)> {
    let words: FxHashSet<String> = forms
        .iter()
        .filter(|form| form.end && form.word && form.text == form.lemma)
        .map(|form| form.text.clone())
        .collect();
    let mut all: FxHashMap<String, Entry> = FxHashMap::default();
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
    count_parts(&mut all);
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    all
}

/// The word itself; for plurals that the dictionary lists as words of their own (*städer*) and for beginnings of
/// compounds (*skol*, *läkar*) the word that they come from.
fn lemma_of(form: &Form, words: &FxHashSet<String>) -> String {
    if let Some(singular) = singular_of_vowel_change(&form.lemma) {
        return singular;
    }
    if form.begin && !form.word && form.text == form.lemma {
        let whole =
            ["a", "e", "are"].iter().map(|end| format!("{}{end}", form.lemma)).find(|word| words.contains(word));
        return whole.unwrap_or_else(|| form.lemma.clone());
    }
    form.lemma.clone()
}

/// Which ends a left part has, and how many beginnings a right part.
#[derive(Default)]
struct Productivity {
    left: FxHashMap<String, usize>,
    right: FxHashMap<String, usize>,
    unlisted: FxHashMap<String, usize>,
}

/// Counts in how many words of the dictionary each part occurs. That takes the place of frequencies from a corpus,
/// which come with licences of their own.
fn count_parts(all: &mut FxHashMap<String, Entry>) {
    let mut counted = Productivity::default();
    for (form, entry) in all.iter() {
        let is_base = entry.word && !entry.name && entry.lemmas().iter().any(Lemma::is_identity);
        if is_base && form.len() >= SHORTEST_COUNTED {
            counted.take_apart(form, all);
        }
    }
    let Productivity { left, right, unlisted } = counted;
    for (form, entry) in all.iter_mut() {
        entry.left = class_of(left.get(form).copied().unwrap_or_default());
        let lemmas = entry.lemmas().iter().map(|lemma| lemma.of(form));
        let most = lemmas.filter_map(|lemma| right.get(&lemma)).max().copied();
        entry.right = class_of(most.unwrap_or_default());
    }
    for (part, ends) in unlisted.into_iter().filter(|(_, ends)| *ends >= ENDS_OF_LEARNT_PART) {
        let entry = all.entry(part).or_insert_with(|| {
            let mut entry = Entry::default();
            entry.add(Lemma::default());
            entry
        });
        if !entry.name {
            entry.begin = true;
            entry.left = class_of(ends);
        }
    }
}

impl Productivity {
    fn take_apart(&mut self, form: &str, all: &FxHashMap<String, Entry>) {
        for (at, _) in form.char_indices().skip(2) {
            let (left, right) = form.split_at(at);
            let Some(end) = all.get(right).filter(|entry| entry.word && !entry.name && right.len() > 2) else {
                continue;
            };
            let listed = all.get(left).is_some_and(|entry| entry.begin);
            if listed {
                *self.left.entry(left.to_owned()).or_default() += 1;
                for lemma in end.lemmas() {
                    *self.right.entry(lemma.of(right)).or_default() += 1;
                }
            } else if end.end && left.len() >= SHORTEST_LEARNT && right.len() >= SHORTEST_LEARNT {
                *self.unlisted.entry(left.to_owned()).or_default() += 1;
            }
        }
    }
}
