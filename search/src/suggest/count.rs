//! How many results a suggestion leads to, counted as it will be followed: a search for its words, or a value of a facet.
//! A commit never changes, so what was counted once is known until the next.

use crate::SearchError;
use crate::columns::Scope;
use crate::request::{FacetValue, SearchRequest};
use crate::searcher::Searcher;
use rustc_hash::FxHashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

/// Queries whose counts are kept.
const MOST_KEPT: usize = 20_000;

/// Facets that suggestions lead to.
const FACETS: [&str; 2] = ["theme", "publisher"];

/// What was counted in one commit.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    words: Mutex<FxHashMap<String, u64>>,
    facets: [OnceLock<FxHashMap<String, FacetValue>>; 2],
}

impl Searcher {
    /// Number of default results that have all words of a query: what [`Searcher::search`] calls `complete`, found
    /// without ranking.
    pub(crate) fn count_words(&self, q: &str) -> Result<u64, SearchError> {
        let kept = || self.counts.words.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept().get(q) {
            return Ok(*known);
        }
        let count = self.count_anew(q)?;
        let mut kept = kept();
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(q.to_owned(), count);
        Ok(count)
    }

    fn count_anew(&self, q: &str) -> Result<u64, SearchError> {
        let ids_and_iris = q.contains("://") || q.starts_with("urn:") || !self.direct(q)?.is_empty();
        let parsed = if ids_and_iris { None } else { Some(self.understand(q, false)?.parsed) };
        let Some(parsed) = parsed.filter(|parsed| !parsed.unusable) else {
            return Ok(self.search(&SearchRequest { q: q.to_owned(), ..SearchRequest::default() })?.complete);
        };
        self.count(self.builder().all_words(&parsed), Scope::Shown { members: false })
    }

    /// A value of a facet with its number of default results; nothing when no result has it.
    pub(super) fn counted_value(&self, facet: &str, value: &str) -> Result<Option<&FacetValue>, SearchError> {
        let Some(at) = FACETS.iter().position(|name| *name == facet) else { return Ok(None) };
        let cell = &self.counts.facets[at];
        let all = if let Some(all) = cell.get() {
            all
        } else {
            let all = self.search_facet(&SearchRequest::default(), facet, "")?;
            let all = all.into_iter().filter(|one| one.count > 0).map(|one| (one.value.clone(), one));
            cell.get_or_init(|| all.collect())
        };
        Ok(all.get(value))
    }
}
