//! How productive each part of compounds is in the dictionary, and parts that it does not list as such.

use super::build::Entries;
use super::entry::{Entry, Lemma, class_of};
use super::gaps::{is_base, is_noun};
use rustc_hash::FxHashMap;

/// A left part that the dictionary does not list counts as one if so many different words follow it there.
const ENDS_OF_UNKNOWN: usize = 40;

/// The same where it is a noun, or a noun with a linking vowel (*ladu* of *lada*).
const ENDS_OF_NOUN: usize = 6;

/// The same for a noun of three letters, which are often chance.
const ENDS_OF_SHORT_NOUN: usize = 16;

/// Shortest part that is learnt (bytes).
const SHORTEST_LEARNT: usize = 3;

/// Words shorter than this are not taken apart for counting (bytes).
const SHORTEST_COUNTED: usize = 6;

/// Counts in how many words of the dictionary each part occurs. That takes the place of frequencies from a corpus,
/// which come with licences of their own.
pub(super) fn count(all: &mut Entries) {
    let mut counted = Productivity::default();
    for (form, entry) in all.iter() {
        let is_word = entry.word && !entry.name && entry.lemmas().iter().any(Lemma::is_identity);
        if is_word && form.len() >= SHORTEST_COUNTED {
            counted.take_apart(form, all);
        }
    }
    let learnt: Vec<(String, String, usize)> = counted
        .unlisted
        .iter()
        .filter_map(|(part, ends)| learnt(part, *ends, all).map(|lemma| (part.clone(), lemma, *ends)))
        .collect();
    let Productivity { left, right, .. } = counted;
    for (form, entry) in all.iter_mut() {
        entry.left = class_of(left.get(form).copied().unwrap_or_default());
        let lemmas = entry.lemmas().iter().map(|lemma| lemma.of(form));
        let most = lemmas.filter_map(|lemma| right.get(&lemma)).max().copied();
        entry.right = class_of(most.unwrap_or_default());
    }
    // Ends that were only guessed, and that nothing ends in.
    all.retain(|_, entry| entry.word || entry.begin || entry.middle || entry.right > 1);
    for (part, lemma, ends) in learnt {
        let path = Lemma::between(&part, &lemma);
        let entry = all.entry(part).or_insert_with(|| {
            let mut entry = Entry::default();
            entry.add(path);
            entry
        });
        if !entry.name {
            entry.begin = true;
            // Less sure than what the dictionary lists.
            entry.left = class_of(ends) - 1;
        }
    }
}

/// The word of a left part that the dictionary does not list, if it is one.
fn learnt(part: &str, ends: usize, all: &Entries) -> Option<String> {
    let noun = |word: &str| all.get(word).is_some_and(|entry| is_base(word, entry)) && is_noun(all, word);
    let short = part.chars().count() < 4;
    if ends >= ENDS_OF_UNKNOWN && part.len() > SHORTEST_LEARNT {
        return Some(part.to_owned());
    }
    if ends >= if short { ENDS_OF_SHORT_NOUN } else { ENDS_OF_NOUN } && noun(part) {
        return Some(part.to_owned());
    }
    let stem = part.strip_suffix(['u', 'o']).filter(|_| ends >= ENDS_OF_NOUN && !short && !all.contains_key(part))?;
    Some(format!("{stem}a")).filter(|word| noun(word))
}

/// Which ends a left part has, and how many beginnings a right part.
#[derive(Default)]
struct Productivity {
    left: FxHashMap<String, usize>,
    right: FxHashMap<String, usize>,
    unlisted: FxHashMap<String, usize>,
}

impl Productivity {
    fn take_apart(&mut self, form: &str, all: &Entries) {
        for (at, _) in form.char_indices().skip(2) {
            let (left, right) = form.split_at(at);
            let usable = |entry: &&Entry| (entry.word || entry.end) && !entry.name && right.len() > 2;
            let Some(end) = all.get(right).filter(usable) else { continue };
            let listed = all.get(left).is_some_and(|entry| entry.begin);
            if listed {
                *self.left.entry(left.to_owned()).or_default() += 1;
                for lemma in end.lemmas() {
                    *self.right.entry(lemma.of(right)).or_default() += 1;
                }
            } else if end.word && end.end && left.len() >= SHORTEST_LEARNT && right.len() > SHORTEST_LEARNT {
                *self.unlisted.entry(left.to_owned()).or_default() += 1;
            }
        }
    }
}
