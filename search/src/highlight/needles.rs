//! What to look for in texts, from what was understood of a query: the same rules as for the index (`query::build`),
//! applied to the few texts that are shown.

use super::passage::Mark;
use crate::analysis::{Analyzer, Chain, Part as CompoundPart, fold, words};
use crate::query::{Parsed, Part, QueryScope};
use crate::schema::Role;
use crate::understanding::Way;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Words that belong together stand at most so many words apart.
const NEAR: usize = 6;

/// One thing to look for in a word of a text.
#[derive(Debug, Clone)]
enum Needle {
    /// A word in any form, also as a part of a compound.
    Word {
        text: String,
        lemmas: Vec<String>,
        english: String,
        /// Keys without marks; empty when it was typed with marks.
        folded: Vec<String>,
    },
    /// A part of compounds, by its keys.
    Inside(Vec<String>),
    /// Exactly this form.
    Exact(String),
    /// A start of words.
    Start(String),
}

/// A way in which a text can match a part of the query.
#[derive(Debug, Clone)]
struct Wish {
    /// Number of the part.
    part: usize,
    /// Only in this kind of text.
    role: Option<Role>,
    /// All of them, near each other.
    needles: Vec<Needle>,
    /// Right behind each other.
    is_phrase: bool,
    /// Counts only in texts that match the part in no better way.
    is_fallback: bool,
}

/// All that is known of one word of the texts.
#[derive(Debug)]
struct Form {
    folded: String,
    lemmas: Vec<String>,
    english: String,
    folded_keys: Vec<String>,
    parts: Vec<CompoundPart>,
}

/// Finds what matched.
#[derive(Debug)]
pub(crate) struct Marker<'a> {
    analyzer: &'a Analyzer,
    wishes: Vec<Wish>,
    /// Beginnings without marks, one of which every word that can match contains.
    probes: Vec<String>,
    /// Words that were seen; nothing for those that cannot match.
    forms: FxHashMap<String, Option<Rc<Form>>>,
}

/// A needle found in a text.
struct Found {
    wish: usize,
    needle: usize,
    position: usize,
    from: usize,
    to: usize,
}

impl<'a> Marker<'a> {
    /// Made once per request.
    pub(crate) fn new(analyzer: &'a Analyzer, parsed: &Parsed) -> Self {
        let mut wishes = Wishes { analyzer, role: None, number: 0, found: Vec::new() };
        let last = parsed.wanted.len().saturating_sub(1);
        for (number, part) in parsed.wanted.iter().enumerate() {
            wishes.number = number;
            wishes.part(part, parsed.last_is_open && number == last);
        }
        let wishes = wishes.found;
        let mut probes: Vec<String> = wishes.iter().flat_map(|wish| &wish.needles).flat_map(Needle::probes).collect();
        probes.sort();
        probes.dedup();
        Self { analyzer, wishes, probes, forms: FxHashMap::default() }
    }

    /// What matches in a text that is NFC, in order.
    pub(super) fn marks(&mut self, role: Role, tag: &str, text: &str) -> Vec<Mark> {
        if self.wishes.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for word in words(text) {
            let Some(form) = self.form(&word.text) else { continue };
            // Letters that change their length in lower case: then only the whole word can be told.
            let is_aligned = !word.joined && word.to - word.from == word.text.len();
            for (number, wish) in self.wishes.iter().enumerate() {
                if wish.role.is_some_and(|only| only != role) {
                    continue;
                }
                for (needle, sought) in wish.needles.iter().enumerate() {
                    for (from, to) in sought.stretches(&word.text, &form, tag) {
                        let inner = (word.from + from, word.from + to);
                        let fits = is_aligned && text.is_char_boundary(inner.0) && text.is_char_boundary(inner.1);
                        let (from, to) = if fits { inner } else { (word.from, word.to) };
                        found.push(Found { wish: number, needle, position: word.position, from, to });
                    }
                }
            }
        }
        self.together(&found)
    }

    /// Those whose neighbours are there too, and fallbacks only where nothing better is.
    fn together(&self, found: &[Found]) -> Vec<Mark> {
        let is_whole = |one: &Found| {
            let wish = &self.wishes[one.wish];
            let reach = |other: &Found, needle: usize| {
                if wish.is_phrase {
                    other.position + one.needle == one.position + needle
                } else {
                    other.position.abs_diff(one.position) <= NEAR
                }
            };
            let has = |needle: usize| {
                found.iter().any(|other| other.wish == one.wish && other.needle == needle && reach(other, needle))
            };
            wish.needles.len() == 1 || (0..wish.needles.len()).all(has)
        };
        let whole: Vec<&Found> = found.iter().filter(|one| is_whole(one)).collect();
        let has_better = |part: usize| {
            whole.iter().any(|one| self.wishes[one.wish].part == part && !self.wishes[one.wish].is_fallback)
        };
        let counts = |one: &&&Found| !self.wishes[one.wish].is_fallback || !has_better(self.wishes[one.wish].part);
        let mark = |one: &&Found| Mark { part: self.wishes[one.wish].part, from: one.from, to: one.to };
        whole.iter().filter(counts).map(mark).collect()
    }

    fn form(&mut self, word: &str) -> Option<Rc<Form>> {
        if let Some(known) = self.forms.get(word) {
            return known.clone();
        }
        let folded = fold(word);
        let can_match = self.probes.iter().any(|probe| folded.contains(probe.as_str()));
        let form = can_match.then(|| {
            Rc::new(Form {
                lemmas: self.analyzer.lemmas(word),
                english: Chain::English.terms(word, self.analyzer).concat(),
                folded_keys: self.analyzer.folded(word),
                parts: self.analyzer.parts(word),
                folded,
            })
        });
        self.forms.insert(word.to_owned(), form.clone());
        form
    }
}

/// Gathers wishes for one part of a query after the other.
struct Wishes<'a> {
    analyzer: &'a Analyzer,
    role: Option<Role>,
    number: usize,
    found: Vec<Wish>,
}

impl Wishes<'_> {
    fn part(&mut self, part: &Part, is_open: bool) {
        match part {
            Part::Word(word) => self.word(word, is_open),
            Part::Hyphenated { whole, pieces } => {
                self.push(vec![self.needle(whole)], false, false);
                let needles = pieces.iter().map(|piece| self.needle(piece)).collect();
                self.push(needles, pieces.iter().any(|piece| piece.chars().count() < 2), true);
            }
            Part::Phrase(words) => self.push(words.iter().cloned().map(Needle::Exact).collect(), true, false),
            Part::Prefix(start) => self.push(vec![Needle::Start(start.clone())], false, false),
            Part::Meant { literal, ways } => {
                self.literal(literal, is_open);
                for way in ways {
                    self.way(way);
                }
            }
            Part::In(QueryScope::Text(role), inner) => {
                let outer = self.role.replace(*role);
                self.part(inner, is_open);
                self.role = outer;
            }
            Part::In(QueryScope::Format, _) => {}
        }
    }

    /// Words with a meaning: one as it is, several all together.
    fn literal(&mut self, literal: &[Part], is_open: bool) {
        if let [single] = literal {
            return self.part(single, is_open);
        }
        let words: Vec<&str> = literal.iter().filter_map(word_of).collect();
        if !words.is_empty() && words.len() == literal.len() {
            self.push(words.iter().map(|word| self.needle(word)).collect(), false, false);
        }
    }

    fn way(&mut self, way: &Way) {
        match way {
            Way::Words { words, .. } => self.push(words.iter().map(|word| self.needle(word)).collect(), false, false),
            Way::Publisher(name) => self.push(name.iter().map(|word| self.needle(word)).collect(), true, false),
            Way::Place(name) => self.push(name.iter().cloned().map(Needle::Exact).collect(), true, false),
            Way::Aspect(words) => self.push(words.iter().map(|word| self.needle(word)).collect(), false, false),
            Way::Parts(parts) => {
                self.push(parts.iter().map(|words| Needle::Inside(words.clone())).collect(), false, true);
            }
            Way::Years { from, to } => {
                for year in *from..=*to {
                    self.push(vec![Needle::Exact(year.to_string())], false, false);
                }
            }
            Way::Format { .. } | Way::Area(_) | Way::Concept(_) | Way::HighValue | Way::Nothing => {}
        }
    }

    fn word(&mut self, word: &str, is_open: bool) {
        self.push(vec![self.needle(word)], false, false);
        let parts = self.analyzer.parts(word);
        if parts.len() > 1 {
            self.push(parts.into_iter().map(|part| Needle::Inside(part.lemmas)).collect(), false, true);
        }
        if is_open {
            self.push(vec![Needle::Start(word.to_owned())], false, true);
        }
    }

    fn needle(&self, word: &str) -> Needle {
        let has_marks = fold(word) != word;
        Needle::Word {
            text: word.to_owned(),
            lemmas: self.analyzer.lemmas(word),
            english: Chain::English.terms(word, self.analyzer).concat(),
            folded: if has_marks { Vec::new() } else { self.analyzer.folded(word) },
        }
    }

    fn push(&mut self, needles: Vec<Needle>, is_phrase: bool, is_fallback: bool) {
        if !needles.is_empty() {
            let (part, role) = (self.number, self.role);
            self.found.push(Wish { part, role, needles, is_phrase, is_fallback });
        }
    }
}

fn word_of(part: &Part) -> Option<&str> {
    match part {
        Part::Word(word) | Part::Hyphenated { whole: word, .. } => Some(word),
        _ => None,
    }
}

impl Needle {
    /// Beginnings of all its keys, without marks. Short words may change their vowel (*bok*, *böcker*), so only two of
    /// their letters count.
    fn probes(&self) -> Vec<String> {
        let start = |key: &str| {
            let folded = fold(key);
            let length = if folded.chars().count() > 4 { 3 } else { 2 };
            folded.chars().take(length).collect::<String>()
        };
        match self {
            Self::Word { text, lemmas, english, folded } => {
                lemmas.iter().chain(folded).chain([text, english]).map(|key| start(key)).collect()
            }
            Self::Inside(keys) => keys.iter().map(|key| start(key)).collect(),
            Self::Exact(text) | Self::Start(text) => vec![start(text)],
        }
    }

    /// Stretches of a word that match.
    fn stretches(&self, word: &str, form: &Form, tag: &str) -> Vec<(usize, usize)> {
        let whole = vec![(0, word.len())];
        match self {
            Self::Exact(text) if text == word => whole,
            Self::Start(start) if word.starts_with(start.as_str()) || form.folded.starts_with(start.as_str()) => whole,
            Self::Word { text, lemmas, english, folded } => {
                let shares = |one: &[String], other: &[String]| one.iter().any(|key| other.contains(key));
                let is_swedish = Chain::Swedish.takes(tag) && shares(lemmas, &form.lemmas);
                let is_english = Chain::English.takes(tag) && *english == form.english;
                if text == word || is_swedish || is_english || shares(folded, &form.folded_keys) {
                    return whole;
                }
                if !Chain::Parts.takes(tag) {
                    return Vec::new();
                }
                let has = |keys: &[String]| shares(lemmas, keys) || keys.iter().any(|key| folded.contains(&fold(key)));
                inside(word, &form.parts, has)
            }
            Self::Inside(keys) if Chain::Parts.takes(tag) => {
                if keys.iter().any(|key| form.lemmas.contains(key)) {
                    return whole;
                }
                inside(word, &form.parts, |other| keys.iter().any(|key| other.contains(key)))
            }
            _ => Vec::new(),
        }
    }
}

/// Where the parts of a compound that fit lie in it.
fn inside(word: &str, parts: &[CompoundPart], fits: impl Fn(&[String]) -> bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    for part in parts {
        // Parts that were learnt from the catalog carry no place: theirs is looked for.
        let from = if part.from > 0 {
            part.from
        } else {
            word.get(at..).and_then(|rest| rest.find(&part.surface)).map_or(at, |found| at + found)
        };
        let to = (from + part.surface.len()).min(word.len());
        if fits(&part.lemmas) {
            let usable = word.is_char_boundary(from) && word.is_char_boundary(to) && from < to;
            found.push(if usable { (from, to) } else { (0, word.len()) });
        }
        at = to;
    }
    found
}
