//! What can be asked, and the answer.

use crate::cursor::Cursor;
use crate::highlight::Highlights;
use crate::understanding::{Correction, Recognition};
use model::view::ResourceSummary;
use model::{BoundingBox, LangText, Years};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Names of the facets, in the order in which they are shown; also the names of the query parameters.
pub const FACETS: &[&str] = &[
    "type",
    "theme",
    "hvd",
    "basic_data",
    "specification",
    "publisher",
    "publisher_type",
    "place",
    "format",
    "frequency",
    "api",
    "licence",
    "openness",
    "access_rights",
    "language",
    "freshness",
    "quality",
    "source",
    "source_class",
];

/// Order of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Best match first; without a query the same as `modified`.
    #[default]
    Relevance,
    /// Newest first.
    Modified,
    /// By title, Swedish collation.
    Title,
    /// Best metadata first, then newest; what was not measured comes last.
    Quality,
}

/// Chosen values per facet: OR inside a facet, AND between facets. Values are what [`FacetValue::value`] gives;
/// IRI and code are both accepted.
pub type Filters = BTreeMap<String, Vec<String>>;

/// One search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own in the request")]
pub struct SearchRequest {
    /// Words, `"phrases"`, `-not`; empty = everything.
    pub q: String,
    /// Chosen facet values.
    pub filters: Filters,
    /// Only what covers some of these years.
    pub years: Option<Years>,
    /// Only what has a place that meets this box.
    pub bbox: Option<BoundingBox>,
    /// The moment that `freshness` is seen from (seconds since 1970); left out = now.
    pub now: Option<i64>,
    /// Series members too (`members=true`).
    pub members: bool,
    /// Every `dcat:Dataset` and nothing else (`/api/v1/datasets`), instead of the default results of the search page.
    pub datasets_only: bool,
    /// Order.
    pub sort: Sort,
    /// Begin behind the page that this cursor was given with; `offset` does not count then.
    pub after: Option<Cursor>,
    /// Skip this many.
    pub offset: u64,
    /// At most this many items.
    pub limit: u64,
    /// Facets to count; empty = none.
    pub facets: Vec<String>,
    /// Language for sorting by title and for boosts (`sv` or `en`).
    pub language: String,
    /// Exactly these words: no correction of the spelling.
    pub verbatim: bool,
    /// Say for each item what matched ([`SearchResponse::highlights`]).
    pub highlights: bool,
}

impl SearchRequest {
    /// Whether it has neither words nor filters.
    pub(crate) fn is_for_all(&self) -> bool {
        let is_filtered =
            self.years.is_some() || self.bbox.is_some() || self.filters.values().any(|all| !all.is_empty());
        self.q.trim().is_empty() && !is_filtered
    }
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    /// What the parameter takes.
    pub value: String,
    /// Label per language; shared, since answers have some thousand.
    pub label: Arc<LangText>,
    /// Exact number of results with it, under the filters of the *other* facets.
    pub count: u64,
    /// IRI, if the value has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iri: Option<String>,
    /// The value that holds this one: the county of a municipality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SearchResponse {
    /// Exact number of results.
    pub total: u64,
    /// This page.
    pub items: Vec<ResourceSummary>,
    /// Cursor of the next page ([`Cursor::read`]); nothing at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Counts per asked facet, most first.
    pub facets: BTreeMap<String, Vec<FacetValue>>,
    /// No resource has all words, so these have only some of them.
    #[serde(default)]
    pub relaxed: bool,
    /// Number of results that have all words; they come first, those after them have only some.
    #[serde(default)]
    pub complete: u64,
    /// Words that nothing had, with what was looked for instead.
    #[serde(default)]
    pub corrections: Vec<Correction>,
    /// Words that were understood as a format, publisher, place, year or theme.
    #[serde(default)]
    pub recognitions: Vec<Recognition>,
    /// What matched in each of `items`, in their order; empty unless asked for, and without words to look for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub highlights: Vec<Highlights>,
}
