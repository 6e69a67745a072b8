//! Searching among resources as they were once: what a saved search found before something changed.

use crate::SearchError;
use crate::collation::TitleKeys;
use crate::document::{Prepared, Writer, flags};
use crate::request::SearchRequest;
use crate::schema::{schema, tokenizers};
use crate::searcher::Searcher;
use crate::suggest::TermMaker;
use model::view::ResourceSummary;
use rustc_hash::FxHashSet;
use std::collections::HashSet;
use tantivy::{Index, ReloadPolicy};

/// Memory for the documents of the past (bytes), the least that tantivy takes.
const MEMORY: usize = 15_000_000;

impl Searcher {
    /// A searcher over these resources, in memory only, that knows words as this one does. `series` are the IRIs of all
    /// series of the catalog: a member is shown by its series.
    ///
    /// # Errors
    /// When a resource cannot be written.
    pub fn of_past(&self, past: &[ResourceSummary], series: &[&str]) -> Result<Self, SearchError> {
        let (schema, fields) = schema();
        let mut index = Index::create_in_ram(schema);
        index.set_tokenizers(tokenizers(&self.shared_analyzer()));
        let series: FxHashSet<&str> = series.iter().copied().collect();
        let title_keys = TitleKeys::new();
        let suggestions = TermMaker::new(self.analyzer());
        let mut documents = Writer { fields: &fields, title_keys: &title_keys, suggestions };
        let mut writer = index.writer_with_num_threads(1, MEMORY)?;
        for resource in past {
            let prepared = Prepared::new(resource, flags(resource, &series)).map_err(SearchError::Summary)?;
            writer.add_document(documents.document(&prepared))?;
        }
        writer.commit()?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Self::open(reader.searcher(), &fields, self.shared_analyzer(), self.seq(), None)
    }

    /// Ids of all that have all words of a request and pass its filters; what has only some of the words is no result
    /// of a saved search.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn members(&self, request: &SearchRequest) -> Result<HashSet<String>, SearchError> {
        let mut request = request.clone();
        request.limit = 0;
        request.facets.clear();
        let complete = usize::try_from(self.search(&request)?.complete).unwrap_or(usize::MAX);
        Ok(self.ids(&request)?.into_iter().take(complete).collect())
    }

    /// The same request with its words as this catalog understands them: spelling mended, so that it means the same
    /// among other resources.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn settled(&self, request: &SearchRequest) -> Result<SearchRequest, SearchError> {
        let mut settled = SearchRequest { limit: 0, facets: Vec::new(), ..request.clone() };
        for correction in self.search(&settled)?.corrections {
            settled.q = settled.q.replace(&correction.from, &correction.to);
        }
        settled.verbatim = true;
        Ok(settled)
    }
}
