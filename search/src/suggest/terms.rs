//! The terms of one resource in the dictionary of suggestions.

use super::{SEPARATOR, SuggestionKind};
use crate::analysis::{Analyzer, fold, is_stop_word, words};
use crate::understanding::short_names;
use model::view::ResourceSummary;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Longer texts are not offered (characters).
const LONGEST: usize = 120;

/// A text is offered from each of its first words.
const STARTS: usize = 6;

/// Compounds are offered from their parts too, those among so many first words.
const STARTS_INSIDE: usize = 3;

/// From where in a text a term starts; what starts so itself is offered first.
const FROM_START: char = '0';
const FROM_WORD: char = '1';
const FROM_PART: char = '2';

/// Makes terms; knows the parts of the words that it saw.
pub(crate) struct TermMaker<'a> {
    analyzer: &'a Analyzer,
    known: FxHashMap<String, Rc<[usize]>>,
}

impl<'a> TermMaker<'a> {
    /// For one round of indexing.
    pub(crate) fn new(analyzer: &'a Analyzer) -> Self {
        Self { analyzer, known: FxHashMap::default() }
    }

    /// All terms of a resource, each once.
    pub(crate) fn terms(&mut self, resource: &ResourceSummary) -> Vec<String> {
        let mut found = Vec::new();
        for title in resource.title.0.values() {
            self.push(title, SuggestionKind::Title, &resource.id, &mut found);
        }
        for keyword in resource.keywords.values().flatten() {
            self.push(keyword, SuggestionKind::Keyword, "", &mut found);
        }
        for theme in &resource.themes {
            for label in theme.label.0.values() {
                self.push(label, SuggestionKind::Theme, &theme.code, &mut found);
            }
        }
        if let Some(publisher) = &resource.publisher {
            for name in publisher.name.0.values() {
                self.push(name, SuggestionKind::Publisher, &publisher.id, &mut found);
                for short in short_names(name) {
                    found.push(term(SuggestionKind::Publisher, FROM_START, short, &one_line(name), &publisher.id));
                }
            }
        }
        found.sort();
        found.dedup();
        found
    }

    fn push(&mut self, text: &str, kind: SuggestionKind, value: &str, found: &mut Vec<String>) {
        let text = one_line(text);
        if text.is_empty() || text.chars().count() > LONGEST {
            return;
        }
        let singles: Vec<String> =
            words(&text).into_iter().filter(|word| !word.joined).map(|word| word.text).take(STARTS * 3).collect();
        let folded: Vec<String> = singles.iter().map(|word| fold(word)).collect();
        for at in 0..singles.len().min(STARTS) {
            if at > 0 && is_stop_word(&singles[at]) {
                continue;
            }
            let level = if at == 0 { FROM_START } else { FROM_WORD };
            found.push(term(kind, level, &folded[at..].join(" "), &text, value));
            if at >= STARTS_INSIDE {
                continue;
            }
            for &part in self.parts(&singles[at]).iter() {
                let mut rest = vec![fold(&singles[at][part..])];
                rest.extend(folded[at + 1..].iter().cloned());
                found.push(term(kind, FROM_PART, &rest.join(" "), &text, value));
            }
        }
    }

    /// Where the parts of a compound start, but for the first.
    fn parts(&mut self, word: &str) -> Rc<[usize]> {
        if let Some(known) = self.known.get(word) {
            return Rc::clone(known);
        }
        let starts: Rc<[usize]> = self.analyzer.part_starts(word).into_iter().skip(1).collect();
        self.known.insert(word.to_owned(), Rc::clone(&starts));
        starts
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(SEPARATOR, " ")
}

fn term(kind: SuggestionKind, level: char, start: &str, text: &str, value: &str) -> String {
    format!("{}{level}{start}{SEPARATOR}{text}{SEPARATOR}{value}", kind.letter())
}
