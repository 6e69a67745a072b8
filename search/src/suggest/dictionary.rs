//! Asking the dictionary, and choosing among what it has.

use super::near::NearStart;
use super::{SEPARATOR, Suggestion, SuggestionKind};
use crate::analysis::{Analyzer, fold, words};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, TERMINATED};

/// Terms looked at per kind, level and segment. Titles are many and mostly stand for one dataset each: the first of
/// them are as good as any.
const MOST_TERMS: usize = 4000;
const MOST_TITLES: usize = 400;

/// Shorter input does not look into titles (characters).
const SHORTEST_INSIDE: usize = 3;

/// With fewer candidates than these, what is spelt nearly so is looked for too.
const FEW: usize = 1;

/// Near terms looked at per kind, level and segment.
const MOST_NEAR: usize = 300;

/// Something that could be offered.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub suggestion: Suggestion,
    /// Terms of the dictionary that stand for it; none for what was counted already.
    terms: Vec<String>,
    /// Letters that it is apart from what was typed.
    letters: u8,
    /// `0` from its beginning, `1` from another word, `2` from inside a word.
    level: u8,
    /// Documents with it, also deleted and hidden ones: for choosing only.
    about: u64,
}

impl Candidate {
    /// One from elsewhere, with its count.
    pub(crate) fn counted(suggestion: Suggestion) -> Self {
        let about = suggestion.count;
        Self { suggestion, terms: Vec::new(), letters: 0, level: 0, about }
    }

    /// The nearest first, then what starts so, the frequent, then by kind and text.
    fn order(&self) -> (u8, u8, Reverse<u64>, SuggestionKind, &str, Option<&str>) {
        let one = &self.suggestion;
        (self.letters, self.level, Reverse(self.about), one.kind, &one.text, one.value.as_deref())
    }
}

/// What was typed, as terms start: folded words.
pub(crate) fn start_of(typed: &str) -> String {
    let singles = words(typed).into_iter().filter(|word| !word.joined);
    singles.map(|word| fold(&word.text)).collect::<Vec<_>>().join(" ")
}

/// The best suggestions for a start, those from elsewhere among them; `is_shown` says whether a document of a segment
/// counts.
pub(crate) fn choose(
    searcher: &tantivy::Searcher,
    (field, analyzer): (Field, &Analyzer),
    start: &str,
    (limit, others): (usize, Vec<Candidate>),
    is_shown: impl Fn(usize, DocId) -> bool,
) -> tantivy::Result<Vec<Suggestion>> {
    let mut dictionary = Dictionary { searcher, field, found: FxHashMap::default() };
    dictionary.exact(start)?;
    if dictionary.found.len() + others.len() < FEW {
        dictionary.near(start)?;
    }
    let mut candidates = forms_as_one(dictionary.found.into_values().chain(others).collect(), analyzer);
    candidates.sort_by(|one, other| one.order().cmp(&other.order()));
    let mut chosen = Vec::new();
    let mut of_kind: FxHashMap<SuggestionKind, usize> = FxHashMap::default();
    let mut left = Vec::new();
    for candidate in candidates {
        if chosen.len() == limit {
            break;
        }
        let kind = candidate.suggestion.kind;
        let number = of_kind.entry(kind).or_default();
        if *number >= (kind.share() * limit).div_ceil(10) {
            left.push(candidate);
            continue;
        }
        if let Some(candidate) = counted(searcher, field, candidate, &is_shown)? {
            *number += 1;
            chosen.push(candidate);
        }
    }
    for candidate in left {
        if chosen.len() == limit {
            break;
        }
        chosen.extend(counted(searcher, field, candidate, &is_shown)?);
    }
    chosen.sort_by(|one, other| one.order().cmp(&other.order()));
    Ok(chosen.into_iter().map(|candidate| candidate.suggestion).collect())
}

/// Gathers candidates, over all segments.
struct Dictionary<'a> {
    searcher: &'a tantivy::Searcher,
    field: Field,
    /// By kind, text and value: the same text is found from several of its words.
    found: FxHashMap<String, Candidate>,
}

impl Dictionary<'_> {
    /// All that starts so.
    fn exact(&mut self, start: &str) -> tantivy::Result<()> {
        let is_short = start.chars().count() < SHORTEST_INSIDE;
        for kind in SuggestionKind::INDEXED {
            let most = if kind == SuggestionKind::Title { MOST_TITLES } else { MOST_TERMS };
            for level in 0..if is_short && kind == SuggestionKind::Title { 1 } else { 3 } {
                let from = format!("{}{level}{start}", kind.letter());
                let behind = format!("{from}{}", char::MAX);
                for reader in self.searcher.segment_readers() {
                    let inverted = reader.inverted_index(self.field)?;
                    let mut stream = inverted.terms().range().ge(&from).lt(&behind).into_stream()?;
                    let mut seen = 0;
                    while seen < most && stream.advance() {
                        seen += 1;
                        let about = u64::from(stream.value().doc_freq);
                        add(&mut self.found, stream.key(), (kind, level, 0), about);
                    }
                }
            }
        }
        Ok(())
    }

    /// What starts nearly so, from a word.
    fn near(&mut self, start: &str) -> tantivy::Result<()> {
        for kind in SuggestionKind::INDEXED {
            for level in 0..2 {
                let head = format!("{}{level}", kind.letter());
                for reader in self.searcher.segment_readers() {
                    let Some(automaton) = NearStart::new(&head, start) else { return Ok(()) };
                    let inverted = reader.inverted_index(self.field)?;
                    let mut stream = inverted.terms().search(&automaton).into_stream()?;
                    let mut seen = 0;
                    while seen < MOST_NEAR && stream.advance() {
                        seen += 1;
                        let about = u64::from(stream.value().doc_freq);
                        let letters = automaton.letters(stream.key());
                        add(&mut self.found, stream.key(), (kind, level, letters), about);
                    }
                }
            }
        }
        Ok(())
    }
}

fn add(
    found: &mut FxHashMap<String, Candidate>,
    key: &[u8],
    (kind, level, letters): (SuggestionKind, u8, u8),
    about: u64,
) {
    let Ok(term) = std::str::from_utf8(key) else { return };
    let Some((_, rest)) = term.split_once(SEPARATOR) else { return };
    let name = format!("{}{rest}", kind.letter());
    if let Some(known) = found.get_mut(&name) {
        match known.terms.iter().position(|other| other == term) {
            // The same term in another segment.
            Some(0) => known.about += about,
            // The same text from another of its words stands for the same documents.
            None if letters < known.letters || (letters == known.letters && level < known.level) => {
                (known.letters, known.level) = (letters, level);
            }
            Some(_) | None => {}
        }
        return;
    }
    let (text, value) = rest.split_once(SEPARATOR).unwrap_or((rest, ""));
    let value = (!value.is_empty()).then(|| value.to_owned());
    let suggestion = Suggestion { text: text.to_owned(), kind, value, count: 0 };
    found.insert(name, Candidate { suggestion, terms: vec![term.to_owned()], letters, level, about });
}

/// Forms of the same word (*badplats*, *Badplatserna*) are one candidate: the most frequent form, with the documents of
/// all. So are equal titles of several resources, which then stand for none of them alone.
fn forms_as_one(mut candidates: Vec<Candidate>, analyzer: &Analyzer) -> Vec<Candidate> {
    candidates.sort_by(|one, other| one.order().cmp(&other.order()));
    let mut kept: Vec<Candidate> = Vec::with_capacity(candidates.len());
    let mut places: FxHashMap<(SuggestionKind, String), usize> = FxHashMap::default();
    for candidate in candidates {
        let kind = candidate.suggestion.kind;
        let text = &candidate.suggestion.text;
        let key = match kind {
            SuggestionKind::Keyword => key_of_forms(analyzer, text),
            SuggestionKind::Title => text.to_lowercase(),
            // A publisher or theme is one thing under all its names.
            _ => candidate.suggestion.value.clone().unwrap_or_default(),
        };
        if let Some(&at) = places.get(&(kind, key.clone())) {
            let known: &mut Candidate = &mut kept[at];
            if kind == SuggestionKind::Title && known.suggestion.value != candidate.suggestion.value {
                known.suggestion.value = None;
            }
            known.about += candidate.about;
            known.terms.extend(candidate.terms);
        } else {
            places.insert((kind, key), kept.len());
            kept.push(candidate);
        }
    }
    kept
}

fn key_of_forms(analyzer: &Analyzer, text: &str) -> String {
    let key = |word: &str| analyzer.lemmas(word).into_iter().min().unwrap_or_else(|| word.to_owned());
    let singles = words(text).into_iter().filter(|word| !word.joined);
    singles.map(|word| fold(&key(&word.text))).collect::<Vec<_>>().join(" ")
}

/// The candidate with its exact count; nothing when no result that is shown has it.
fn counted(
    searcher: &tantivy::Searcher,
    field: Field,
    mut candidate: Candidate,
    is_shown: &impl Fn(usize, DocId) -> bool,
) -> tantivy::Result<Option<Candidate>> {
    if candidate.terms.is_empty() {
        return Ok(Some(candidate));
    }
    let mut several = FxHashSet::default();
    let mut count = 0;
    for term in &candidate.terms {
        let term = tantivy::Term::from_field_text(field, term);
        for (number, reader) in searcher.segment_readers().iter().enumerate() {
            let inverted = reader.inverted_index(field)?;
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { continue };
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                let is_new = candidate.terms.len() == 1 || several.insert((number, doc));
                count += u64::from(is_new && !reader.is_deleted(doc) && is_shown(number, doc));
                postings.advance();
            }
        }
    }
    candidate.suggestion.count = count;
    Ok((count > 0).then_some(candidate))
}
