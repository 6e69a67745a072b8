//! Full-text search over datasets, series and services.
//!
//! **Invariant:** this crate knows neither RDF nor HTTP. It can be thrown away and rebuilt from the published snapshot.
#![forbid(unsafe_code)]

mod analysis;
mod collation;
mod columns;
mod cursor;
mod dense;
mod document;
pub mod evaluate;
mod explain;
mod facets;
mod help;
mod highlight;
mod index;
pub mod lexicon;
mod matching;
mod names;
mod order;
mod query;
mod related;
mod request;
mod schema;
mod searcher;
mod spelling;
mod suggest;
mod understanding;

pub use cursor::{Cursor, CursorProblem};
pub use explain::{Explained, ExplainedHit, ExplainedWord};
pub use help::{Help, OtherQuery, WithoutFilter};
pub use highlight::{Highlight, Highlights};
pub use index::{SearchIndex, Summary};

/// The value of a facet that a parameter means by our tables alone, whether or not anything in the catalog has it.
pub fn known_facet_value(facet: &str, asked: &str) -> Option<FacetValue> {
    facets::known_value(facet, asked)
}

pub use related::{Because, Related};
pub use request::{FACETS, FacetValue, Filters, SearchRequest, SearchResponse, Sort};
pub use searcher::Searcher;
pub use suggest::{Destination, Suggestion, SuggestionKind};
pub use understanding::{Correction, Recognition, RecognitionKind};

use std::path::PathBuf;

/// Why the index cannot be used. It can always be rebuilt: delete its directory or run `skord rebuild index`.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// tantivy refused.
    #[error("the search index cannot be read or written: {0}; `skord rebuild index` makes a new one")]
    Index(#[from] tantivy::TantivyError),
    /// Another process writes this index.
    #[error(
        "the search index `{}` is held by another process (a running `skord serve`?): stop it, or let it do the work",
        path.display()
    )]
    Locked {
        /// The index directory.
        path: PathBuf,
    },
    /// A resource cannot be turned into JSON or back.
    #[error("a resource in the search index cannot be read or written: {0}; `skord rebuild index` makes a new one")]
    Summary(#[source] serde_json::Error),
    /// The operating system refused.
    #[error("cannot {action} `{}`: {cause}", path.display())]
    Io {
        /// What we tried.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// Why not.
        #[source]
        cause: std::io::Error,
    },
}
