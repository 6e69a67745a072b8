//! Asking the dictionary: what there is to offer for a start.

use super::near::NearStart;
use super::shortlist::Shortlists;
use super::terms::{LEVELS, Offered, head};
use super::{Suggestion, SuggestionKind};
use crate::searcher::Searcher;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// Terms looked at per kind, level and segment where there is no short list: so long a start has seldom more.
const MOST_TERMS: usize = 64;

/// Near terms looked at per kind, level and segment.
const MOST_NEAR: usize = 60;

/// Shorter input does not look into titles (characters).
const SHORTEST_INSIDE: usize = 3;

/// Something that could be offered: all forms of one keyword or title, all names of one theme or publisher.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// What it is; its count is not known yet.
    pub suggestion: Suggestion,
    /// Its forms.
    forms: Vec<Form>,
    /// Letters that it is apart from what was typed.
    letters: u8,
    /// `0` from its beginning, `1` from another word, `2` from inside a word.
    level: u8,
    /// In another language than asked for.
    is_foreign: bool,
    /// Documents with it, also deleted and hidden ones: for choosing only.
    about: u64,
}

/// One way in which the catalog writes it.
#[derive(Debug, Clone)]
struct Form {
    /// A term that stands for it.
    term: String,
    /// Segments that were counted: the same form is met again from its other words.
    segments: u128,
    about: u64,
}

impl Form {
    fn text(&self) -> &str {
        Offered::of(&self.term).map_or("", |offered| offered.text)
    }
}

/// Where a term was met.
#[derive(Debug, Clone, Copy)]
struct Met {
    kind: SuggestionKind,
    level: u8,
    letters: u8,
    segment: usize,
}

impl Candidate {
    /// One from elsewhere, with its count.
    pub(super) fn counted(suggestion: Suggestion, letters: u8) -> Self {
        let about = suggestion.count;
        Self { suggestion, forms: Vec::new(), letters, level: 0, is_foreign: false, about }
    }

    /// The nearest first, then what starts so, what is in the language, the frequent, then by kind and text.
    pub(super) fn order(&self) -> (u8, u8, bool, Reverse<u64>, SuggestionKind, &str, Option<&str>) {
        let one = &self.suggestion;
        (self.letters, self.level, self.is_foreign, Reverse(self.about), one.kind, &one.text, one.value.as_deref())
    }

    /// Whether it starts so itself.
    pub(super) fn is_from_start(&self) -> bool {
        self.level == 0
    }

    /// Terms that stand for it, one per form.
    pub(super) fn terms(&self) -> impl Iterator<Item = &str> {
        self.forms.iter().map(|form| form.term.as_str())
    }

    fn new(met: Met, offered: Offered<'_>, is_foreign: bool) -> Self {
        let value = match met.kind {
            SuggestionKind::Theme | SuggestionKind::Publisher => Some(offered.value.to_owned()),
            _ => None,
        };
        let suggestion = Suggestion { text: offered.text.to_owned(), kind: met.kind, value, count: 0 };
        Self { suggestion, forms: Vec::new(), letters: met.letters, level: met.level, is_foreign, about: 0 }
    }

    fn add(&mut self, met: Met, (term, about): (&str, u32), offered: Offered<'_>, is_foreign: bool) {
        if (met.letters, met.level) < (self.letters, self.level) {
            (self.letters, self.level) = (met.letters, met.level);
        }
        self.is_foreign &= is_foreign;
        let bit = 1_u128 << (met.segment % 128);
        let known = self.forms.iter_mut().find(|form| {
            Offered::of(&form.term)
                .is_some_and(|other| (other.text, other.language) == (offered.text, offered.language))
        });
        if let Some(form) = known {
            if form.segments & bit == 0 {
                form.segments |= bit;
                form.about += u64::from(about);
                self.about += u64::from(about);
            }
            return;
        }
        self.forms.push(Form { term: term.to_owned(), segments: bit, about: about.into() });
        self.about += u64::from(about);
    }

    /// Shows the most frequent form.
    fn settle(&mut self) {
        let best = self.forms.iter().min_by_key(|form| (Reverse(form.about), form.text()));
        if let Some(text) = best.map(|form| form.text().to_owned()) {
            self.suggestion.text = text;
        }
    }
}

/// Gathers candidates, over all segments.
pub(super) struct Dictionary<'a> {
    searcher: &'a Searcher,
    language: &'a str,
    /// By kind and what all forms have in common.
    places: FxHashMap<String, usize>,
    found: Vec<Candidate>,
    name: String,
}

impl<'a> Dictionary<'a> {
    /// For one question; texts in this language come before others.
    pub(super) fn new(searcher: &'a Searcher, language: &'a str) -> Self {
        Self { searcher, language, places: FxHashMap::default(), found: Vec::new(), name: String::new() }
    }

    /// Whether nothing was found.
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// What was found, in no order.
    pub(super) fn finish(mut self) -> Vec<Candidate> {
        self.found.iter_mut().for_each(Candidate::settle);
        self.found
    }

    /// All that starts so.
    pub(super) fn exact(&mut self, start: &str) -> tantivy::Result<()> {
        let is_short = start.chars().count() < SHORTEST_INSIDE;
        let (searcher, field) = (self.searcher, self.searcher.fields().suggestions);
        for (segment, reader) in searcher.inner().segment_readers().iter().enumerate() {
            let lists = Shortlists::of(&searcher.segments[segment].suggestions, reader, field)?;
            let inverted = reader.inverted_index(field)?;
            for kind in SuggestionKind::INDEXED {
                for level in 0..if is_short && kind == SuggestionKind::Title { 1 } else { LEVELS } {
                    let met = Met { kind, level, letters: 0, segment };
                    let from = format!("{}{start}", head(kind, level));
                    if let Some(list) = lists.get(&from) {
                        list.for_each(|(term, about)| self.add(met, (term, about)));
                        continue;
                    }
                    let behind = format!("{from}{}", char::MAX);
                    let mut stream = inverted.terms().range().ge(&from).lt(&behind).into_stream()?;
                    let mut seen = 0;
                    while seen < MOST_TERMS && stream.advance() {
                        seen += 1;
                        if let Ok(term) = std::str::from_utf8(stream.key()) {
                            self.add(met, (term, stream.value().doc_freq));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// What starts nearly so, from a word.
    pub(super) fn near(&mut self, start: &str) -> tantivy::Result<()> {
        let Some(mut automaton) = NearStart::new(start) else { return Ok(()) };
        let (searcher, field) = (self.searcher, self.searcher.fields().suggestions);
        for (segment, reader) in searcher.inner().segment_readers().iter().enumerate() {
            let inverted = reader.inverted_index(field)?;
            for kind in SuggestionKind::INDEXED {
                for level in 0..2 {
                    automaton.behind(&head(kind, level));
                    let mut stream = inverted.terms().search(&automaton).into_stream()?;
                    let mut seen = 0;
                    while seen < MOST_NEAR && stream.advance() {
                        seen += 1;
                        let letters = automaton.letters(stream.key());
                        if let Ok(term) = std::str::from_utf8(stream.key()) {
                            self.add(Met { kind, level, letters, segment }, (term, stream.value().doc_freq));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, met: Met, (term, about): (&str, u32)) {
        let Some(offered) = Offered::of(term) else { return };
        self.name.clear();
        self.name.push(met.kind.letter());
        if met.kind == SuggestionKind::Title {
            // Titles of several resources that differ in capitals only.
            self.name.extend(offered.text.chars().flat_map(char::to_lowercase));
        } else {
            self.name.push_str(offered.value);
        }
        let is_foreign = !offered.language.is_empty() && !offered.language.starts_with(self.language);
        let at = if let Some(&at) = self.places.get(&self.name) {
            at
        } else {
            self.places.insert(self.name.clone(), self.found.len());
            self.found.push(Candidate::new(met, offered, is_foreign));
            self.found.len() - 1
        };
        self.found[at].add(met, (term, about), offered, is_foreign);
    }
}
