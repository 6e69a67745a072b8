//! Cutting a word into the parts of a compound, with the roles of the lexicon.
//!
//! Every part must be allowed where it stands (beginning, inside, end); among all ways to cut, the one whose parts are
//! the most productive wins: parts that many different words of the lexicon are made of. A word that the lexicon knows
//! as a whole is cut too (*snöröjning* stands in every dictionary), but only into parts that are clearly productive.

use super::supplement::{is_never_split, left_part};
use crate::lexicon::{Entry, Lexicon};

/// Shorter words are not cut (characters).
const SHORTEST: usize = 5;

/// Longer words are not cut (bytes): nobody means them.
const LONGEST: usize = 80;

/// At most so many parts.
const MOST_PARTS: usize = 5;

/// What the least productive part costs; each doubling of productivity takes one off.
const DEAR: f32 = 14.0;

/// What parts of our own supplement cost.
const OWN_PART: f32 = 6.5;

/// Class of productivity that a part needs where the whole word, or a part that could stay whole, is in the lexicon:
/// short ones are often chance.
fn clearly(length: usize) -> u8 {
    match length {
        ..=3 => 4,
        4 => 2,
        5 => 1,
        _ => 0,
    }
}

/// Class of productivity that makes an end of a word that the lexicon does not mark as one (*sten*, *led*).
const ENDS_MANY: u8 = 4;

/// The same where the whole is unknown.
fn least(length: usize) -> u8 {
    u8::from(length < 5)
}

/// Particles and prefixes: as the start of a word they change a verb, they are no part to search for.
const PREFIXES: &[&str] = &[
    "an", "av", "be", "bi", "bort", "de", "di", "efter", "en", "er", "fel", "fort", "fram", "från", "för", "före",
    "förut", "ge", "genom", "gen", "hit", "igen", "ihop", "in", "inne", "inter", "isär", "ko", "kon", "kring", "med",
    "miss", "mot", "när", "ned", "ner", "o", "om", "på", "pro", "re", "sam", "sub", "till", "trans", "under", "und",
    "upp", "ur", "ut", "ute", "utan", "van", "vid", "åt", "åter", "över",
];

/// Ends that are words by chance: endings of other words.
const SUFFIXES: &[&str] = &[
    "het", "heten", "heter", "hets", "hetens", "heterna", "ing", "ling", "ning", "ningar", "ningen", "tion", "ion",
    "skap", "bar", "barhet", "lös", "sam", "iska", "are", "aren", "arna", "ande", "ende", "ens", "ers", "ars", "ors",
    "erna", "orna", "dom", "inna", "ist", "al", "an", "ar", "at", "er", "et", "en", "or", "na", "tur", "eras", "ell",
    "ella", "dera", "sera", "lig", "liga", "ligt", "ade", "ades", "rad", "tet", "era", "ens", "ter", "ten", "tar",
    "ta", "de", "te", "ra", "sa", "ska", "des", "tes", "ner", "nas", "ras", "das", "tas", "par", "ler", "ser", "ger",
    "ler", "full",
];

/// A part of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// As written, with its linking letters (*parkerings*), and with the consonant that three in a row lost (*natt*).
    pub surface: String,
    /// Its words (*parkering*).
    pub lemmas: Vec<String>,
    /// Where it starts (bytes of the word).
    pub from: usize,
}

/// What the last part of a stretch must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    /// An end of words.
    End,
    /// A beginning: the stretch itself starts another word.
    Beginning,
}

/// A way to cut a stretch.
#[derive(Debug, Clone)]
struct Cut {
    cost: f32,
    parts: Vec<Part>,
}

/// Parts of a lower-case word; empty when it is no compound.
pub(crate) fn segment(lexicon: &Lexicon, word: &str) -> Vec<Part> {
    if word.len() > LONGEST || !word.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    let entry = lexicon.entry(word);
    let base = entry.map(|entry| entry.words(word)).unwrap_or_default();
    let never = is_never_split(word) || base.iter().any(|lemma| is_never_split(lemma));
    if never || entry.is_some_and(|entry| entry.name && entry.word) {
        return Vec::new();
    }
    let known = entry.is_some_and(|entry| entry.word);
    let Some(cut) = best(lexicon, word, Last::End, known) else { return Vec::new() };
    let last = cut.parts.len() - 1;
    let again = cut.parts.into_iter().enumerate();
    again
        .flat_map(|(at, part)| split_again(lexicon, part, if at == last { Last::End } else { Last::Beginning }))
        .collect()
}

/// A part that is a compound itself, in its parts.
fn split_again(lexicon: &Lexicon, part: Part, last: Last) -> Vec<Part> {
    if part.lemmas.iter().any(|lemma| is_never_split(lemma)) {
        return vec![part];
    }
    let Some(cut) = best(lexicon, &part.surface, last, true) else { return vec![part] };
    cut.parts.into_iter().map(|inner| Part { from: inner.from + part.from, ..inner }).collect()
}

/// The cheapest way to cut a stretch into at least two parts; `strict` when it could stay whole.
fn best(lexicon: &Lexicon, word: &str, last: Last, strict: bool) -> Option<Cut> {
    if word.chars().count() < SHORTEST {
        return None;
    }
    let mut from_here: Vec<Option<Cut>> = vec![None; word.len() + 1];
    let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
    for &at in starts.iter().rev() {
        let rest = &word[at..];
        let mut found: Option<Cut> = None;
        let mut offer = |cut: Cut| {
            if cut.parts.len() <= MOST_PARTS && found.as_ref().is_none_or(|known| cut.cost < known.cost) {
                found = Some(cut);
            }
        };
        for (length, entry) in lexicon.starts_of(rest) {
            let surface = &rest[..length];
            if length == rest.len() {
                let cost = if at == 0 { None } else { cost_of_last(surface, entry, last, strict) };
                if let Some(cost) = cost {
                    offer(Cut { cost, parts: vec![part(surface, entry, at)] });
                }
            } else if let Some(cost) = cost_of_left(surface, entry, at > 0, strict) {
                for (next, penalty) in next_starts(surface, at + length) {
                    if let Some(behind) = from_here[next].as_ref().filter(|_| next > at) {
                        offer(behind.after(part(surface, entry, at), cost + penalty));
                    }
                }
            }
        }
        own_parts(rest, at, &from_here, &mut offer);
        from_here[at] = found;
    }
    from_here.swap_remove(0).filter(|cut| cut.parts.len() > 1)
}

/// Parts of our supplement that the rest starts with.
fn own_parts(rest: &str, at: usize, from_here: &[Option<Cut>], offer: &mut impl FnMut(Cut)) {
    for (length, _) in rest.char_indices().skip(1).take(12) {
        let Some(lemma) = left_part(&rest[..length]) else { continue };
        let Some(behind) = &from_here[at + length] else { continue };
        let own = Part { surface: rest[..length].to_owned(), lemmas: vec![lemma.to_owned()], from: at };
        offer(behind.after(own, OWN_PART));
    }
}

impl Cut {
    fn after(&self, part: Part, cost: f32) -> Self {
        let mut parts = Vec::with_capacity(self.parts.len() + 1);
        parts.push(part);
        parts.extend(self.parts.iter().cloned());
        Self { cost: self.cost + cost, parts }
    }
}

fn part(surface: &str, entry: &Entry, from: usize) -> Part {
    Part { surface: surface.to_owned(), lemmas: entry.words(surface), from }
}

/// Where the next part can start: behind this one, or at its last letter when that is doubled (*natt+trafik* is
/// written *nattrafik*).
fn next_starts(surface: &str, behind: usize) -> impl Iterator<Item = (usize, f32)> {
    let mut letters = surface.chars().rev();
    let doubled = letters.next().filter(|last| letters.next() == Some(*last));
    let overlapping = doubled.map(|letter| (behind - letter.len_utf8(), 1.0));
    std::iter::once((behind, 0.0)).chain(overlapping)
}

fn cost_of_left(surface: &str, entry: &Entry, inside: bool, strict: bool) -> Option<f32> {
    let length = surface.chars().count();
    let allowed = entry.begin || (inside && entry.middle);
    if !allowed
        || length < 3
        || PREFIXES.contains(&surface)
        || SUFFIXES.contains(&surface)
        || entry.left < least(length)
    {
        return None;
    }
    let enough = !strict || entry.left >= clearly(length);
    let short = if length == 3 { 2.0 } else { 0.0 };
    enough.then(|| DEAR - f32::from(entry.left) + short)
}

fn cost_of_last(surface: &str, entry: &Entry, last: Last, strict: bool) -> Option<f32> {
    let length = surface.chars().count();
    let (allowed, class) = match last {
        Last::End => (entry.word && (entry.end || entry.right >= ENDS_MANY), entry.right),
        Last::Beginning => (entry.begin || entry.middle, entry.left.max(entry.right)),
    };
    if !allowed || length < 3 || SUFFIXES.contains(&surface) || class < least(length) {
        return None;
    }
    let enough = !strict || class >= clearly(length);
    let short = if length == 3 { 2.0 } else { 0.0 };
    enough.then(|| DEAR - f32::from(class) + short)
}
