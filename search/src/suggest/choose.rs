//! Choosing among candidates: some of each kind, each thing once, nothing that leads nowhere.

use super::dictionary::Candidate;
use super::terms::key_of_forms;
use super::{Destination, Suggestion, SuggestionKind};
use crate::SearchError;
use crate::columns::Scope;
use crate::searcher::Searcher;
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

/// Candidates that are looked at, for each that may be shown: those of hidden resources lead nowhere.
const TRIES: usize = 4;

/// Chooses.
pub(super) struct Chooser<'a> {
    searcher: &'a Searcher,
    language: &'a str,
    limit: usize,
    chosen: Vec<Candidate>,
    /// Where those that were chosen lead.
    destinations: FxHashSet<String>,
}

impl<'a> Chooser<'a> {
    pub(super) fn new(searcher: &'a Searcher, language: &'a str, limit: usize) -> Self {
        Self { searcher, language, limit, chosen: Vec::new(), destinations: FxHashSet::default() }
    }

    /// How many may still be chosen.
    pub(super) fn room(&self) -> usize {
        self.limit.saturating_sub(self.chosen.len())
    }

    /// The best of these, some of each kind while there are others.
    pub(super) fn choose(&mut self, mut candidates: Vec<Candidate>) -> Result<(), SearchError> {
        candidates.sort_by(|one, other| one.order().cmp(&other.order()));
        let mut of_kind: FxHashMap<SuggestionKind, usize> = FxHashMap::default();
        let mut left = Vec::new();
        let mut tries = self.limit * TRIES;
        for candidate in candidates {
            if self.room() == 0 || tries == 0 {
                break;
            }
            let kind = candidate.suggestion.kind;
            let number = of_kind.entry(kind).or_default();
            if *number >= (kind.share() * self.limit).div_ceil(10) {
                left.push(candidate);
                continue;
            }
            tries -= 1;
            *number += usize::from(self.take(candidate)?);
        }
        for candidate in left.into_iter().take(tries) {
            if self.room() == 0 {
                break;
            }
            self.take(candidate)?;
        }
        Ok(())
    }

    /// Takes what leads somewhere that nothing else leads to; says whether it did.
    pub(super) fn take(&mut self, mut candidate: Candidate) -> Result<bool, SearchError> {
        self.count(&mut candidate)?;
        let leads_somewhere = candidate.suggestion.count > 0;
        let is_new = leads_somewhere && self.destinations.insert(self.destination(&candidate.suggestion));
        if is_new {
            self.chosen.push(candidate);
        }
        Ok(is_new)
    }

    /// What was chosen, best first.
    pub(super) fn finish(mut self) -> Vec<Suggestion> {
        self.chosen.sort_by(|one, other| one.order().cmp(&other.order()));
        self.chosen.into_iter().map(|candidate| candidate.suggestion).collect()
    }

    fn count(&self, candidate: &mut Candidate) -> Result<(), SearchError> {
        match candidate.suggestion.kind {
            SuggestionKind::Theme | SuggestionKind::Publisher => self.count_value(candidate),
            SuggestionKind::Title => self.count_title(candidate),
            SuggestionKind::Keyword | SuggestionKind::Place => {
                candidate.suggestion.count = self.searcher.count_words(&candidate.suggestion.text)?;
                Ok(())
            }
        }
    }

    /// A theme or publisher: counted as the facet counts it, called as the language calls it.
    fn count_value(&self, candidate: &mut Candidate) -> Result<(), SearchError> {
        let suggestion = &mut candidate.suggestion;
        let Destination::Facet(facet, value) = suggestion.leads_to() else { return Ok(()) };
        let Some(counted) = self.searcher.counted_value(facet, value)? else { return Ok(()) };
        suggestion.count = counted.count;
        if let Some(label) = counted.label.0.get(self.language) {
            suggestion.text.clone_from(label);
        }
        Ok(())
    }

    /// A title: of one resource it leads there, of several to a search for its words.
    fn count_title(&self, candidate: &mut Candidate) -> Result<(), SearchError> {
        let found = self.shown_with(candidate)?;
        let suggestion = &mut candidate.suggestion;
        match found[..] {
            [] => {}
            [(segment, doc)] => {
                let identity = self.searcher.segments[segment].identity(doc)?;
                suggestion.value = identity.map(|(id, _)| id);
                suggestion.count = 1;
            }
            [_, _, ..] => suggestion.count = self.searcher.count_words(&suggestion.text)?,
        }
        Ok(())
    }

    /// Resources that are shown by default and have one of the candidate's terms; at most two, more are as good.
    fn shown_with(&self, candidate: &Candidate) -> tantivy::Result<Vec<(usize, DocId)>> {
        let mut found = Vec::new();
        let field = self.searcher.fields().suggestions;
        for term in candidate.terms().map(|term| tantivy::Term::from_field_text(field, term)) {
            for (segment, reader) in self.searcher.inner().segment_readers().iter().enumerate() {
                let inverted = reader.inverted_index(field)?;
                let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { continue };
                while postings.doc() != TERMINATED && found.len() < 2 {
                    let address = (segment, postings.doc());
                    let is_shown = self.searcher.is_in(Scope::Shown { members: false }, segment, address.1);
                    if is_shown && !reader.is_deleted(address.1) && !found.contains(&address) {
                        found.push(address);
                    }
                    postings.advance();
                }
            }
        }
        Ok(found)
    }

    /// The same for what leads to the same: searches for the same words, in whatever form.
    fn destination(&self, suggestion: &Suggestion) -> String {
        match suggestion.leads_to() {
            Destination::Words(words) => format!("q {}", key_of_forms(self.searcher.analyzer(), words)),
            Destination::Facet(facet, value) => format!("{facet} {value}"),
            Destination::Resource(id) => format!("id {id}"),
        }
    }
}
