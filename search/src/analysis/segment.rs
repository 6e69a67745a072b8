//! Cutting a word into the parts of a compound, with the roles of the lexicon.
//!
//! Every part must be allowed where it stands (beginning, inside, end); among all ways to cut, the one whose parts are
//! the most productive wins: parts that many different words of the lexicon are made of. A word that the lexicon knows
//! as a whole is cut too (*snöröjning* stands in every dictionary), but only into parts that are clearly productive.

use super::supplement::{is_never_split, left_part};
use crate::lexicon::{Entry, Lexicon};
use std::borrow::Cow;

/// Shorter words are not cut (characters).
const SHORTEST: usize = 5;

/// Longer words are not cut (bytes): nobody means them.
const LONGEST: usize = 80;

/// At most so many parts.
const MOST_PARTS: usize = 5;

/// What the least productive part costs; each doubling of productivity takes one off.
const DEAR: f32 = 14.0;

/// Class of productivity that an end of three letters needs, where the whole is a word.
const SHORT_END: u8 = 4;

/// The same of a part before such an end, or before one that takes its last letter: *rapp+ort*, *rapp+port* and
/// *bud+get* are chance.
fn before_chance(length: usize) -> u8 {
    match length {
        ..=3 => 6,
        4 | 5 => 4,
        _ => 0,
    }
}

/// What each mark costs that has to be put on a part.
const MARK: f32 = 0.25;

/// Shorter words are not taken for compounds without their marks (letters).
const SHORTEST_WITHOUT_MARKS: usize = 8;

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
fn ends_many(length: usize) -> u8 {
    if length < 5 { 4 } else { 3 }
}

/// Ends of two letters that are words people mean; others are mostly endings.
const SHORT_ENDS: [&str; 5] = ["år", "kö", "by", "ö", "å"];

/// The same where the whole is unknown.
fn least(length: usize) -> u8 {
    u8::from(length < 5)
}

/// Particles and prefixes: as the start of a word they change a verb, they are no part to search for.
const PREFIXES: &[&str] = &[
    "an", "av", "be", "bi", "bort", "de", "di", "efter", "en", "er", "fort", "fram", "från", "för", "före", "förut",
    "ge", "genom", "gen", "hit", "igen", "ihop", "in", "inne", "inter", "isär", "ko", "kon", "kring", "med", "miss",
    "mot", "när", "ned", "ner", "o", "om", "på", "pro", "re", "sam", "sub", "till", "trans", "under", "und", "upp",
    "ur", "ut", "ute", "utan", "van", "vid", "åt", "åter", "över",
];

/// Ends that are words by chance: endings of other words.
const SUFFIXES: &[&str] = &[
    "het", "heten", "heter", "hets", "hetens", "heterna", "ing", "ling", "ning", "ningar", "ningen", "tion", "ion",
    "skap", "bar", "barhet", "lös", "sam", "iska", "are", "aren", "arna", "ande", "ende", "ens", "ers", "ars", "ors",
    "erna", "orna", "dom", "inna", "ist", "al", "an", "ar", "at", "er", "et", "en", "or", "na", "tur", "eras", "ell",
    "ella", "dera", "sera", "lig", "liga", "ligt", "ade", "ades", "rad", "tet", "era", "ens", "ter", "ten", "tar",
    "ta", "de", "te", "ra", "sa", "ska", "des", "tes", "ner", "nas", "ras", "das", "tas", "par", "ler", "ser", "ger",
    "ler", "full", "rik", "rika", "rikt", "lik", "lika", "likt", "artad", "aktig", "aktiga",
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

/// How the parts of a word are looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// As written.
    Exact,
    /// As written by someone without å, ä and ö.
    WithoutMarks,
}

/// A form of the lexicon that a stretch starts with.
struct Start<'a> {
    /// Bytes of the stretch.
    length: usize,
    /// As the lexicon writes it.
    form: Cow<'a, str>,
    entry: &'a Entry,
    /// What it costs to read it so.
    penalty: f32,
}

fn starts<'a>(lexicon: &'a Lexicon, rest: &'a str, reading: Reading) -> Vec<Start<'a>> {
    match reading {
        Reading::Exact => {
            let start = |(length, entry)| Start { length, form: Cow::Borrowed(&rest[..length]), entry, penalty: 0.0 };
            lexicon.starts_of(rest).into_iter().map(start).collect()
        }
        Reading::WithoutMarks => {
            let start = |(length, form, entry, marks)| Start {
                length,
                form: Cow::Owned(form),
                entry,
                penalty: f32::from(marks) * MARK,
            };
            lexicon.marked_starts_of(rest).into_iter().map(start).collect()
        }
    }
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
    let whole = if known { &base[..] } else { &[] };
    let stretch = Stretch { lexicon, word, last: Last::End, whole, strict: known, reading: Reading::Exact };
    let exact = stretch.best();
    let may_lack_marks = exact.is_none() && !known && word.is_ascii() && word.len() >= SHORTEST_WITHOUT_MARKS;
    let unmarked = Stretch { strict: true, reading: Reading::WithoutMarks, ..stretch };
    let Some(cut) = exact.or_else(|| if may_lack_marks { unmarked.best() } else { None }) else { return Vec::new() };
    let last = cut.parts.len() - 1;
    let again = cut.parts.into_iter().enumerate();
    again
        .flat_map(|(at, part)| split_again(lexicon, part, if at == last { Last::End } else { Last::Beginning }))
        .collect()
}

/// Where clear first parts of a word end, and where clear last parts begin (bytes, ascending).
pub(crate) fn edges(lexicon: &Lexicon, word: &str) -> (Vec<usize>, Vec<usize>) {
    let is_left = |(length, entry): &(usize, &Entry)| cost_of_left(&word[..*length], entry, false, true).is_some();
    let starts = lexicon.starts_of(word).into_iter().filter(is_left).map(|(length, _)| length).collect();
    let is_end = |at: &usize| {
        let end = &word[*at..];
        lexicon.entry(end).is_some_and(|entry| cost_of_last(end, entry, Last::End, true).is_some())
    };
    let ends = word.char_indices().map(|(at, _)| at).skip(1).filter(is_end).collect();
    (starts, ends)
}

/// A part that is a compound itself, in its parts.
fn split_again(lexicon: &Lexicon, part: Part, last: Last) -> Vec<Part> {
    if part.lemmas.iter().any(|lemma| is_never_split(lemma)) {
        return vec![part];
    }
    let (word, whole) = (&part.surface[..], &part.lemmas[..]);
    let Some(cut) = (Stretch { lexicon, word, last, whole, strict: true, reading: Reading::Exact }).best() else {
        return vec![part];
    };
    cut.parts.into_iter().map(|inner| Part { from: inner.from + part.from, ..inner }).collect()
}

/// A word or a part of one that is to be cut.
#[derive(Clone, Copy)]
struct Stretch<'a> {
    lexicon: &'a Lexicon,
    word: &'a str,
    last: Last,
    /// Its words, where it is known as a whole.
    whole: &'a [String],
    /// It could stay whole, so only clear cuts count.
    strict: bool,
    reading: Reading,
}

impl<'a> Stretch<'a> {
    /// The cheapest way to cut it into at least two parts. Every place is looked at once, from the end, and every form
    /// that starts there, so the time is the length times the length of the longest form.
    fn best(&self) -> Option<Cut> {
        if self.word.chars().count() < SHORTEST {
            return None;
        }
        let mut from_here: Vec<Option<Cut>> = vec![None; self.word.len() + 1];
        for (at, _) in self.word.char_indices().rev() {
            from_here[at] = self.best_from(at, &from_here);
        }
        from_here.swap_remove(0).filter(|cut| cut.parts.len() > 1)
    }

    fn best_from(&self, at: usize, from_here: &[Option<Cut>]) -> Option<Cut> {
        let rest = &self.word[at..];
        let mut found: Option<Cut> = None;
        let mut offer = |cut: Cut| {
            if cut.parts.len() <= MOST_PARTS && found.as_ref().is_none_or(|known| cut.cost < known.cost) {
                found = Some(cut);
            }
        };
        for start in starts(self.lexicon, rest, self.reading) {
            let surface = &rest[..start.length];
            let part = || Part { surface: surface.to_owned(), lemmas: start.entry.words(&start.form), from: at };
            if start.length == rest.len() {
                if let Some(cost) = self.cost_of_end(at, &start) {
                    offer(Cut { cost, parts: vec![part()] });
                }
            } else if let Some(cost) = cost_of_left(&start.form, start.entry, at > 0, self.strict) {
                for (next, overlap) in next_starts(surface, at + start.length) {
                    let by_chance = start.entry.left < before_chance(surface.chars().count());
                    let chance = self.strict && by_chance && (self.is_short(next) || overlap > 0.0);
                    if let Some(behind) = from_here[next].as_ref().filter(|_| next > at && !chance) {
                        offer(behind.after(part(), cost + start.penalty + overlap));
                    }
                }
            }
        }
        own_parts(rest, at, from_here, &mut offer);
        found
    }

    /// Whether at most three letters are left.
    fn is_short(&self, from: usize) -> bool {
        self.word[from..].chars().count() <= 3
    }

    fn cost_of_end(&self, at: usize, start: &Start<'a>) -> Option<f32> {
        let front = self.word.get(..at).filter(|front| !front.is_empty())?;
        let fits = self.last == Last::Beginning || self.could_end_in(front, start);
        let cost = cost_of_last(&start.form, start.entry, self.last, self.strict).filter(|_| fits)?;
        Some(cost + start.penalty)
    }

    /// *partiklar* is a form of *partikel*, so it is not *parti* and a form of *klar*; but *backar* may be a form of
    /// *back* in one place of the dictionary and of *backe* in another.
    fn could_end_in(&self, front: &str, start: &Start<'a>) -> bool {
        let ends = start.entry.words(&start.form);
        let fits = |whole: &String| {
            let Some(end) = whole.strip_prefix(front) else { return false };
            let shared = end.chars().zip(start.form.chars()).take_while(|(one, other)| one == other).count();
            shared >= 3 || ends.iter().any(|known| known == end)
        };
        self.whole.iter().any(|whole| whole == self.word || fits(whole)) || self.whole.is_empty()
    }
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
        Last::End => (entry.end || (entry.word && entry.right >= ends_many(length)), entry.right),
        Last::Beginning => (entry.begin || entry.middle, entry.left.max(entry.right)),
    };
    let too_short = length < 3 && !(last == Last::End && SHORT_ENDS.contains(&surface));
    if !allowed || too_short || SUFFIXES.contains(&surface) || class < least(length) {
        return None;
    }
    let needed = if length <= 3 { SHORT_END } else { clearly(length) };
    let enough = !strict || class >= needed;
    let short = if length <= 3 { 2.0 } else { 0.0 };
    enough.then(|| DEAR - f32::from(class) + short)
}
