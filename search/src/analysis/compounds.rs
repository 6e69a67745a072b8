//! Splitting compounds with nothing but the words of the catalog.
//!
//! In Swedish every second noun is a compound: *snöröjning* must be found by *röjning*, and *snö röjning* must find
//! *snöröjning*. A part counts as one if it occurs as a word of its own in the catalog, in lower case (names do not
//! make parts: *Norrköping* is not *norr* + *Köping*). A lexicon with roles of its own can take this one's place.

use super::{is_stop_word, swedish, words};
use model::view::ResourceSummary;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Borrow;

/// Shorter words are not split (characters).
const SHORTEST_COMPOUND: usize = 7;
/// Shortest first or middle part.
const SHORTEST_LEFT: usize = 3;
/// Shortest last part.
const SHORTEST_RIGHT: usize = 4;
/// A part must occur this often as a word.
const LEAST_COUNT: u32 = 2;
/// Longer words are not split (characters): nobody means them.
const LONGEST_COMPOUND: usize = 45;

/// At most so many stretches of one word are looked at: words that are made to have very many cuts (*stenstensten…*)
/// would cost the cube of their length.
const MOST_STRETCHES: u32 = 60;

/// Parts of parts, at most so deep.
const DEEPEST: usize = 3;

/// Parts that are words too, but as the start of a word are prefixes (*förordning*, *användning*, *inventering*).
const PREFIXES: &[&str] = &[
    "ana", "and", "ans", "ant", "att", "avs", "bes", "des", "din", "ent", "för", "före", "hit", "ihop", "ing", "inne",
    "kom", "men", "mot", "när", "omr", "oss", "per", "sam", "sin", "ska", "som", "till", "und", "under", "upp", "utan",
    "var", "vid", "över", "åter", "iva", "reg", "inv", "org", "koo", "kon", "pro", "tra", "inf", "fak", "avg", "til",
];

/// Ends that are words too, but as the end of a word are suffixes.
const SUFFIXES: &[&str] = &[
    "aren", "arna", "arens", "aste", "bara", "barhet", "ende", "erar", "erat", "erande", "ering", "eringar", "eras",
    "grad", "heten", "heter", "ighet", "iska", "inna", "isering", "lighet", "ligt", "liga", "ling", "ning", "ningar",
    "ningen", "sam", "skap", "skaper", "skapet", "tion", "tioner", "tionen", "ande", "andet", "ation", "ationer",
    "ande", "liten", "inga",
];

/// Knows which words compounds can be made of.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Splitter {
    /// Words as written → their key.
    words: FxHashMap<String, String>,
    /// Key of a word → how often it occurs in lower case.
    counts: FxHashMap<String, u32>,
    /// Words that are only written with a capital: never split.
    names: FxHashSet<String>,
}

/// A way to cut a word.
struct Split {
    sureness: f64,
    parts: Vec<String>,
}

impl Split {
    /// With a word behind.
    fn and_then(mut self, right: &str, key: &str, count: u32) -> Self {
        self.sureness = f64::midpoint(self.sureness, sureness(right, count));
        self.parts.push(key.to_owned());
        self
    }

    /// With a word before.
    fn after(mut self, left: &str, key: &str, count: u32) -> Self {
        self.sureness = f64::midpoint(self.sureness, sureness(left, count));
        self.parts.insert(0, key.to_owned());
        self
    }
}

/// Case of a word where it says something: not at the start of a text or sentence.
#[derive(Default)]
struct Seen {
    lower: u32,
    capital: u32,
}

impl Splitter {
    /// Learns from all texts that are not English.
    pub(crate) fn learn<R: Borrow<ResourceSummary>>(all: &[R]) -> Self {
        let mut seen: FxHashMap<String, Seen> = FxHashMap::default();
        for resource in all.iter().map(Borrow::borrow) {
            let swedish = |language: &&String| !language.starts_with("en");
            let titles = resource.title.0.iter().chain(&resource.description.0);
            for (_, text) in titles.filter(|(language, _)| swedish(language)) {
                look_at(text, &mut seen);
            }
            for (_, keywords) in resource.keywords.iter().filter(|(language, _)| swedish(language)) {
                for keyword in keywords {
                    look_at(keyword, &mut seen);
                }
            }
        }
        Self::from_seen(seen)
    }

    /// Learns from one text.
    #[cfg(test)]
    pub(crate) fn of_text(text: &str) -> Self {
        let mut seen = FxHashMap::default();
        look_at(text, &mut seen);
        Self::from_seen(seen)
    }

    fn from_seen(seen: FxHashMap<String, Seen>) -> Self {
        let mut splitter = Self::default();
        for (word, seen) in seen {
            if seen.lower == 0 && seen.capital > 0 {
                splitter.names.insert(word);
            } else if seen.lower > 0 && !is_stop_word(&word) && word.chars().count() >= SHORTEST_LEFT {
                splitter.add(word, seen.lower);
            }
        }
        splitter.counts.retain(|_, count| *count >= LEAST_COUNT);
        splitter.words.retain(|_, key| splitter.counts.contains_key(key));
        splitter
    }

    fn add(&mut self, word: String, count: u32) {
        let key = swedish(&word);
        *self.counts.entry(key.clone()).or_default() += count;
        self.words.insert(word, key);
    }

    /// Keys of the parts of a lower-case word, the parts of parts too; empty when it is no compound.
    pub(crate) fn parts(&self, word: &str) -> Vec<String> {
        if self.names.contains(word) || !word.chars().all(char::is_alphabetic) {
            return Vec::new();
        }
        if word.chars().nth(LONGEST_COMPOUND).is_some() {
            return Vec::new();
        }
        let mut stretches = MOST_STRETCHES;
        let mut parts = self.split(word, DEEPEST, &mut stretches).map(|split| split.parts).unwrap_or_default();
        parts.dedup();
        parts
    }

    /// Two words of the catalog, if there is such a cut; else a word and a compound.
    fn split(&self, word: &str, depth: usize, stretches: &mut u32) -> Option<Split> {
        let length = word.chars().count();
        if depth == 0 || length < SHORTEST_COMPOUND || *stretches == 0 {
            return None;
        }
        *stretches -= 1;
        let key = swedish(word);
        self.split_in_words(word, &key, depth, stretches).or_else(|| {
            let has_room_for_three = length >= SHORTEST_COMPOUND + SHORTEST_LEFT;
            if has_room_for_three { self.split_off_one(word, &key, depth, stretches) } else { None }
        })
    }

    fn split_in_words(&self, word: &str, key: &str, depth: usize, stretches: &mut u32) -> Option<Split> {
        let mut best: Option<(f64, usize, &str, &str)> = None;
        for (at, _) in word.char_indices().skip(SHORTEST_LEFT) {
            let (left, right) = word.split_at(at);
            let Some((last, last_count)) = self.right(right, key.get(at..)) else { continue };
            let Some((first, first_count)) = self.left(left, right) else { continue };
            let sureness = f64::midpoint(sureness(left, first_count), sureness(right, last_count));
            if first != last && best.is_none_or(|(known, ..)| sureness > known) {
                best = Some((sureness, at, first, last));
            }
        }
        let (sureness, at, first, last) = best?;
        let (left, right) = word.split_at(at);
        let mut parts = self.parts_of_part(left, depth, stretches);
        parts.push(first.to_owned());
        parts.extend(self.parts_of_part(right, depth, stretches));
        parts.push(last.to_owned());
        Some(Split { sureness, parts })
    }

    fn split_off_one(&self, word: &str, key: &str, depth: usize, stretches: &mut u32) -> Option<Split> {
        let mut best: Option<Split> = None;
        for (at, _) in word.char_indices().skip(SHORTEST_LEFT) {
            let (left, right) = word.split_at(at);
            let (first, last) = (self.left(left, right), self.right(right, key.get(at..)));
            let found = match (first, last) {
                (None, Some((last, count))) => {
                    let without_link = left.strip_suffix('s').and_then(|left| self.split(left, depth - 1, stretches));
                    let split = without_link.or_else(|| self.split(left, depth - 1, stretches));
                    split.map(|split| split.and_then(right, last, count))
                }
                (Some((first, count)), None) => {
                    self.split(right, depth - 1, stretches).map(|split| split.after(left, first, count))
                }
                _ => None,
            };
            let known = best.as_ref().map_or(f64::MIN, |best| best.sureness);
            best = found.filter(|found| found.sureness > known).or(best);
        }
        best
    }

    fn parts_of_part(&self, part: &str, depth: usize, stretches: &mut u32) -> Vec<String> {
        self.split(part, depth - 1, stretches).map(|split| split.parts).unwrap_or_default()
    }

    /// A last part in a form that the catalog has, or with the key that ends the key of the whole. This runs at every
    /// cut of every word, so it only looks up and never stems.
    fn right<'a>(&'a self, right: &str, end_of_key: Option<&'a str>) -> Option<(&'a str, u32)> {
        if right.chars().count() < SHORTEST_RIGHT {
            return None;
        }
        let key = self.words.get(right).map(String::as_str);
        let found = self.known(key.or(end_of_key.filter(|key| key.chars().count() >= SHORTEST_LEFT))?)?;
        (!SUFFIXES.contains(&right)).then_some(found)
    }

    /// The word behind a first part: as it is, without linking -s-, with another or no vowel at its end (*gatu* of
    /// *gata*, *löne* of *lön*, *skol* of *skola*), or with the consonant that three in a row lost (*nattrafik*).
    fn left<'a>(&'a self, left: &'a str, right: &str) -> Option<(&'a str, u32)> {
        if PREFIXES.contains(&left) {
            return None;
        }
        let written = |word: &str| self.words.get(word).map(String::as_str);
        let without_link = left.strip_suffix('s');
        let last = left.chars().next_back()?;
        let restored = right.starts_with(last).then(|| format!("{left}{last}"));
        let keys = [
            written(left),
            Some(left),
            without_link.and_then(written),
            without_link,
            left.strip_suffix(['u', 'o', 'e', 'a']),
            restored.and_then(|word| written(&word)),
        ];
        let long_enough = keys.into_iter().flatten().filter(|key| key.chars().count() >= SHORTEST_LEFT);
        long_enough.filter_map(|key| self.known(key)).max_by_key(|(_, count)| *count)
    }

    fn known<'a>(&self, key: &'a str) -> Option<(&'a str, u32)> {
        self.counts.get(key).map(|count| (key, *count))
    }

    /// As lines, sorted, for a file beside the index: `word key`, then `key count`, then names.
    pub(crate) fn to_text(&self) -> String {
        let mut lines: Vec<String> = self.words.iter().map(|(word, key)| format!("word\t{word}\t{key}\n")).collect();
        lines.extend(self.counts.iter().map(|(key, count)| format!("key\t{key}\t{count}\n")));
        lines.extend(self.names.iter().map(|name| format!("name\t{name}\t\n")));
        lines.sort();
        lines.concat()
    }

    /// Back from [`Splitter::to_text`]; lines that say nothing are left out.
    pub(crate) fn from_text(text: &str) -> Self {
        let mut splitter = Self::default();
        for line in text.lines() {
            let mut columns = line.split('\t');
            match (columns.next(), columns.next(), columns.next()) {
                (Some("word"), Some(word), Some(key)) => _ = splitter.words.insert(word.to_owned(), key.to_owned()),
                (Some("key"), Some(key), Some(count)) => {
                    splitter.counts.insert(key.to_owned(), count.parse().unwrap_or(LEAST_COUNT));
                }
                (Some("name"), Some(name), _) => _ = splitter.names.insert(name.to_owned()),
                _ => {}
            }
        }
        splitter
    }
}

/// Frequent parts are surer, and long ones much surer: three letters are often chance.
fn sureness(part: &str, count: u32) -> f64 {
    let length = part.chars().map(|_| 1.0_f64).sum::<f64>();
    f64::from(count).ln() + 3.0 * length.ln()
}

/// Notes each word of a text and how it is written.
fn look_at(text: &str, seen: &mut FxHashMap<String, Seen>) {
    let text = super::words::nfc(text);
    let mut starts_sentence = true;
    let mut behind = 0;
    for word in words(&text) {
        if word.joined {
            continue;
        }
        starts_sentence |= text[behind..word.from].contains(['.', '!', '?', ':', '\n', '>', '•', '*']);
        let is_capital = text[word.from..].starts_with(char::is_uppercase);
        let entry = seen.entry(word.text).or_default();
        match (is_capital, starts_sentence) {
            (false, _) => entry.lower += 1,
            (true, false) => entry.capital += 1,
            (true, true) => {}
        }
        starts_sentence = false;
        behind = word.to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn splitter() -> Splitter {
        let corpus = "vi mäter snö och röjning av gata gator skola skolor vatten vattnet kvalitet kvaliteten befolkning \
            statistik statistiken natt trafik trafiken kommun kommuner ordning användning plats platser bad parkering lön \
            i Köping och norr luft mätning mätningar karta område områden skydd station laddning";
        let mut seen = FxHashMap::default();
        look_at(corpus, &mut seen);
        look_at(corpus, &mut seen);
        look_at("i staden Norrköping ligger Lantmäteriet", &mut seen);
        Splitter::from_seen(seen)
    }

    #[test]
    fn compounds_fall_into_words_of_the_catalog() {
        let splitter = splitter();
        let keys = |words: &[&str]| words.iter().map(|word| swedish(word)).collect::<Vec<_>>();
        for (compound, parts) in [
            ("snöröjningen", &["snö", "röjning"][..]),
            ("befolkningsstatistik", &["befolkning", "statistik"]),
            ("gatukarta", &["gata", "karta"]),
            ("nattrafiken", &["natt", "trafik"]),
            ("skolområden", &["skola", "område"]),
            ("parkeringsplatser", &["parkering", "plats"]),
            ("lönestatistik", &["lön", "statistik"]),
        ] {
            assert_eq!(splitter.parts(compound), keys(parts), "{compound}");
        }
        let deep = splitter.parts("vattenkvalitetsmätningar");
        assert!(keys(&["vatten", "kvalitet", "mätning"]).iter().all(|key| deep.contains(key)), "{deep:?}");
    }

    #[test]
    fn simple_words_and_names_stay_whole() {
        let splitter = splitter();
        for word in ["kommuner", "förordning", "norrköping", "statistik", "användning", "pm2.5", "", "trafik"] {
            assert_eq!(splitter.parts(word), Vec::<String>::new(), "{word}");
        }
    }

    #[test]
    fn the_file_gives_back_what_was_learnt() {
        let splitter = splitter();
        assert_eq!(Splitter::from_text(&splitter.to_text()), splitter);
    }
}
