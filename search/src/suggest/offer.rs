//! Suggestions of a whole catalog.

use super::dictionary::{Candidate, choose, start_of};
use super::{Suggestion, SuggestionKind};
use crate::SearchError;
use crate::columns::Scope;
use crate::request::SearchRequest;
use crate::searcher::Searcher;
use crate::understanding::{places_starting, ways_to_place};
use model::vocabularies::places::RegionalPlace;

/// Places need this much (characters): two letters start dozens of them.
const SHORTEST_PLACE: usize = 3;

/// At most so many places are counted.
const MOST_PLACES: usize = 3;

/// At most so many ways to go on after words that no text starts with.
const MOST_CONTINUATIONS: usize = 3;

impl Searcher {
    /// What to offer while someone types: titles, keywords, publishers, themes and places with a word, or a part of a
    /// compound, that starts so, the best first, each with the number of results it leads to. Marks may be left out
    /// (*vag* offers *väg*, *vag* too); from four letters on a slip is forgiven where nothing fits.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn suggest(&self, typed: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        let start = start_of(typed);
        if start.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let found = self.offer(&start, limit)?;
        match typed.trim().rsplit_once(char::is_whitespace) {
            Some((before, last)) if found.is_empty() => self.continuations(before.trim(), last, limit),
            _ => Ok(found),
        }
    }

    fn offer(&self, start: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        let is_shown = |segment: usize, doc| self.is_in(Scope::Shown { members: false }, segment, doc);
        let mut places = Vec::new();
        if start.chars().count() >= SHORTEST_PLACE {
            for place in places_starting(start).take(MOST_PLACES) {
                places.extend(self.place_named(place)?.map(Candidate::counted));
            }
        }
        let dictionary = (self.fields().suggestions, self.analyzer());
        Ok(choose(self.inner(), dictionary, start, (limit, places), is_shown)?)
    }

    fn place_named(&self, place: &'static RegionalPlace) -> Result<Option<Suggestion>, SearchError> {
        let count = self.count_ways(&ways_to_place(place))?;
        let (text, value) = (place.name.to_owned(), Some(place.code.to_owned()));
        Ok((count > 0).then_some(Suggestion { text, kind: SuggestionKind::Place, value, count }))
    }

    /// Words that no text starts with, and the last of them completed: *lekplatser gö*, *lekplatser Göteborg*. Counted
    /// are the results that have all of the words.
    fn continuations(&self, before: &str, last: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        let last = start_of(last);
        if last.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for one in self.offer(&last, MOST_CONTINUATIONS.min(limit))? {
            if one.kind == SuggestionKind::Title {
                continue;
            }
            let text = format!("{before} {}", one.text);
            let request = SearchRequest { q: text.clone(), verbatim: true, ..SearchRequest::default() };
            let count = self.search(&request)?.complete;
            if count > 0 {
                found.push(Suggestion { text, kind: SuggestionKind::Keyword, value: None, count });
            }
        }
        found.sort_by_key(|one| std::cmp::Reverse(one.count));
        Ok(found)
    }
}
