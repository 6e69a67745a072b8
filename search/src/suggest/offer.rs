//! Suggestions of a whole catalog.

use super::choose::Chooser;
use super::dictionary::{Candidate, Dictionary};
use super::terms::{LONGEST, key_of_forms};
use super::{Suggestion, SuggestionKind, places};
use crate::SearchError;
use crate::analysis::{fold, words};
use crate::searcher::Searcher;
use std::borrow::Cow;

/// Places need this much (characters): two letters start dozens of them.
const SHORTEST_PLACE: usize = 3;

/// At most so many places are looked at.
const MOST_PLACES: usize = 3;

/// A word behind others is completed when so much of it was typed (characters).
const SHORTEST_LAST: usize = 2;

/// Ways to complete the last word that are looked at, and shown at most.
const TRIED: usize = 8;
const MOST_CONTINUATIONS: usize = 4;

/// What was typed, as terms start: folded words.
fn start_of(typed: &str) -> String {
    let singles = words(typed).into_iter().filter(|word| !word.joined);
    singles.map(|word| fold(&word.text)).collect::<Vec<_>>().join(" ")
}

impl Searcher {
    /// What to offer while someone types Swedish, see [`Searcher::suggest_in`].
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn suggest(&self, typed: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        self.suggest_in(typed, limit, "sv")
    }

    /// What to offer while someone types: titles, keywords, publishers, themes and places with a word, or a part of a
    /// compound, that starts so, the best first, each with the number of results that it leads to. Marks may be left
    /// out (*vag* offers *väg*, *vag* too); from four letters on a slip is forgiven where nothing fits. Behind other
    /// words the last one is completed with what is found together with them (*skolor gö*, *skolor Göteborg*). What is
    /// in `language` comes first, and themes are called as it calls them.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn suggest_in(&self, typed: &str, limit: usize, language: &str) -> Result<Vec<Suggestion>, SearchError> {
        let typed: Cow<'_, str> =
            if typed.contains(char::is_control) { typed.replace(char::is_control, " ").into() } else { typed.into() };
        let typed = typed.trim();
        if limit == 0 || typed.chars().count() > LONGEST {
            return Ok(Vec::new());
        }
        let start = start_of(typed);
        if start.is_empty() {
            return Ok(Vec::new());
        }
        let mut chooser = Chooser::new(self, language, limit);
        let mut exact = self.exact(&start, language)?;
        let fits = !exact.is_empty();
        if let Some((before, last)) = typed.rsplit_once(char::is_whitespace) {
            // What was typed with its last word completed comes before texts that have it somewhere.
            let from_start = exact.extract_if(.., |candidate| candidate.is_from_start()).collect();
            chooser.choose(from_start)?;
            self.continuations((before.trim_end(), last), language, &mut chooser)?;
        }
        chooser.choose(exact)?;
        if !fits && chooser.room() == limit {
            chooser.choose(self.near(&start, language)?)?;
        }
        Ok(chooser.finish())
    }

    fn exact(&self, start: &str, language: &str) -> Result<Vec<Candidate>, SearchError> {
        let mut dictionary = Dictionary::new(self, language);
        dictionary.exact(start)?;
        let mut found = dictionary.finish();
        if start.chars().count() >= SHORTEST_PLACE {
            self.add_places(places::starting(start).map(|place| (place, 0)), &mut found)?;
        }
        Ok(found)
    }

    fn near(&self, start: &str, language: &str) -> Result<Vec<Candidate>, SearchError> {
        let mut dictionary = Dictionary::new(self, language);
        dictionary.near(start)?;
        let mut found = dictionary.finish();
        self.add_places(places::near(start).into_iter(), &mut found)?;
        Ok(found)
    }

    /// Adds places that something is about; they take the place of keywords that lead to the same search.
    fn add_places(
        &self,
        places: impl Iterator<Item = (Suggestion, u8)>,
        found: &mut Vec<Candidate>,
    ) -> Result<(), SearchError> {
        for (mut place, letters) in places.take(MOST_PLACES) {
            place.count = self.count_words(&place.text)?;
            if place.count > 0 {
                let name = place.text.to_lowercase();
                let is_same = |one: &Suggestion| one.kind == SuggestionKind::Keyword && one.text.to_lowercase() == name;
                found.retain(|one| !is_same(&one.suggestion));
                found.push(Candidate::counted(place, letters));
            }
        }
        Ok(())
    }

    /// What was typed with its last word completed, where something has all of the words: with places, keywords,
    /// publishers and themes, not with titles.
    fn continuations(
        &self,
        (before, last): (&str, &str),
        language: &str,
        chooser: &mut Chooser<'_>,
    ) -> Result<(), SearchError> {
        let last = start_of(last);
        if chooser.room() == 0 || last.chars().count() < SHORTEST_LAST || start_of(before).is_empty() {
            return Ok(());
        }
        let mut ends = Dictionary::new(self, language);
        ends.exact(&last)?;
        let mut places: Vec<Suggestion> = places::starting(&last).take(MOST_PLACES).collect();
        if ends.is_empty() && places.is_empty() {
            ends.near(&last)?;
            places.extend(places::near(&last).into_iter().map(|(place, _)| place).take(MOST_PLACES));
        }
        let mut ends = ends.finish();
        ends.retain(|end| end.suggestion.kind != SuggestionKind::Title);
        ends.sort_by(|one, other| one.order().cmp(&other.order()));
        let room = TRIED.saturating_sub(places.len());
        let ends = places.into_iter().chain(ends.into_iter().map(|end| end.suggestion).take(room));
        let typed = key_of_forms(self.analyzer(), before);
        let mut found = Vec::new();
        for end in ends {
            let end_key = key_of_forms(self.analyzer(), &end.text);
            if typed.split(' ').any(|word| word == end_key) {
                continue; // *skolor skolor*
            }
            let text = format!("{before} {}", end.text);
            let count = self.count_words(&text)?;
            if count > 0 {
                found.push(Suggestion { text, kind: SuggestionKind::Keyword, value: None, count });
            }
        }
        found.sort_by_key(|one| std::cmp::Reverse(one.count));
        for one in found.into_iter().take(MOST_CONTINUATIONS.min(chooser.room())) {
            chooser.take(Candidate::counted(one, 0))?;
        }
        Ok(())
    }
}
