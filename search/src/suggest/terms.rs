//! The terms of one resource in the dictionary of suggestions.

use super::SuggestionKind;
use crate::analysis::{Analyzer, fold, is_stop_word, words};
use crate::understanding::short_names;
use model::view::ResourceSummary;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Another form of the terms: an index with other ones is made anew.
pub(crate) const TERMS_VERSION: u32 = 2;

/// Between the fields of a term.
pub(super) const SEPARATOR: char = '\u{1f}';

/// Longer texts are not offered (characters).
pub(super) const LONGEST: usize = 120;

/// A text is offered from each of its first words.
const STARTS: usize = 6;

/// Compounds are offered from their parts too, those among so many first words.
const STARTS_INSIDE: usize = 3;

/// From where in a text a term starts; what starts so itself is offered first.
const FROM_START: char = '0';
const FROM_WORD: char = '1';
const FROM_PART: char = '2';

/// Number of levels.
pub(super) const LEVELS: u8 = 3;

/// What a term says behind its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Offered<'a> {
    /// As the catalog writes it.
    pub text: &'a str,
    /// Code of the theme, portal id of the publisher; of a keyword what all of its forms have in common.
    pub value: &'a str,
    /// Its language, if known.
    pub language: &'a str,
}

impl<'a> Offered<'a> {
    /// Reads a term.
    pub(super) fn of(term: &'a str) -> Option<Self> {
        let mut fields = term.split(SEPARATOR).skip(1);
        Some(Self { text: fields.next()?, value: fields.next()?, language: fields.next()? })
    }
}

/// What terms of a kind and level start with.
pub(super) fn head(kind: SuggestionKind, level: u8) -> String {
    format!("{}{level}", kind.letter())
}

/// A text in the same words, in whatever form and letters they are written: *Badplatserna*, *badplats*.
pub(super) fn key_of_forms(analyzer: &Analyzer, text: &str) -> String {
    let key = |word: &str| analyzer.lemmas(word).into_iter().min().unwrap_or_else(|| word.to_owned());
    let singles = words(text).into_iter().filter(|word| !word.joined);
    singles.map(|word| fold(&key(&word.text))).collect::<Vec<_>>().join(" ")
}

/// Makes terms; knows the parts of the words and the forms of the keywords that it saw.
pub(crate) struct TermMaker<'a> {
    analyzer: &'a Analyzer,
    parts: FxHashMap<String, Rc<[usize]>>,
    forms: FxHashMap<String, Rc<str>>,
}

impl<'a> TermMaker<'a> {
    /// For one round of indexing.
    pub(crate) fn new(analyzer: &'a Analyzer) -> Self {
        Self { analyzer, parts: FxHashMap::default(), forms: FxHashMap::default() }
    }

    /// All terms of a resource, each once.
    pub(crate) fn terms(&mut self, resource: &ResourceSummary) -> Vec<String> {
        let mut found = Vec::new();
        for (language, title) in &resource.title.0 {
            self.push(SuggestionKind::Title, (title, "", language), &mut found);
        }
        for (language, keywords) in &resource.keywords {
            for keyword in keywords {
                let forms = self.forms(keyword);
                self.push(SuggestionKind::Keyword, (keyword, &forms, language), &mut found);
            }
        }
        for theme in &resource.themes {
            for (language, label) in &theme.label.0 {
                self.push(SuggestionKind::Theme, (label, &theme.code, language), &mut found);
            }
        }
        if let Some(publisher) = &resource.publisher {
            for (language, name) in &publisher.name.0 {
                self.push(SuggestionKind::Publisher, (name, &publisher.id, language), &mut found);
                let offered = (one_line(name), publisher.id.as_str(), language.as_str());
                for short in short_names(name) {
                    found.push(term(
                        SuggestionKind::Publisher,
                        (FROM_START, short),
                        (&offered.0, offered.1, offered.2),
                    ));
                }
            }
        }
        found.sort();
        found.dedup();
        found
    }

    fn push(&mut self, kind: SuggestionKind, (text, value, language): (&str, &str, &str), found: &mut Vec<String>) {
        let text = one_line(text);
        if text.is_empty() || text.chars().count() > LONGEST {
            return;
        }
        let offered = (text.as_str(), value, language);
        let singles: Vec<String> =
            words(&text).into_iter().filter(|word| !word.joined).map(|word| word.text).take(STARTS * 3).collect();
        let folded: Vec<String> = singles.iter().map(|word| fold(word)).collect();
        for at in 0..singles.len().min(STARTS) {
            if at > 0 && is_stop_word(&singles[at]) {
                continue;
            }
            let level = if at == 0 { FROM_START } else { FROM_WORD };
            found.push(term(kind, (level, &folded[at..].join(" ")), offered));
            if at >= STARTS_INSIDE {
                continue;
            }
            for &part in self.parts(&singles[at]).iter() {
                let mut rest = vec![fold(&singles[at][part..])];
                rest.extend(folded[at + 1..].iter().cloned());
                found.push(term(kind, (FROM_PART, &rest.join(" ")), offered));
            }
        }
    }

    /// Where the parts of a compound start, but for the first.
    fn parts(&mut self, word: &str) -> Rc<[usize]> {
        if let Some(known) = self.parts.get(word) {
            return Rc::clone(known);
        }
        let starts: Rc<[usize]> = self.analyzer.part_starts(word).into_iter().skip(1).collect();
        self.parts.insert(word.to_owned(), Rc::clone(&starts));
        starts
    }

    fn forms(&mut self, keyword: &str) -> Rc<str> {
        if let Some(known) = self.forms.get(keyword) {
            return Rc::clone(known);
        }
        let forms: Rc<str> = key_of_forms(self.analyzer, keyword).into();
        self.forms.insert(keyword.to_owned(), Rc::clone(&forms));
        forms
    }
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn term(kind: SuggestionKind, (level, start): (char, &str), (text, value, language): (&str, &str, &str)) -> String {
    let letter = kind.letter();
    format!("{letter}{level}{start}{SEPARATOR}{text}{SEPARATOR}{value}{SEPARATOR}{language}")
}
