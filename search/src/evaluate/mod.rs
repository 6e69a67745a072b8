//! Measuring relevance in the open: judged queries against the catalog at hand (`skord search-eval`).
//!
//! The file has tab-separated columns `id lang class query intent high any and not`; the rules that grade a resource
//! and the metric are those of [`judge`]. Nothing here knows how the search works: it only asks it.

mod judge;
mod metric;
mod speed;

pub use judge::{JudgedQuery, read_queries};
pub use speed::{Speed, Times, speed};

use crate::{SearchError, SearchRequest, Searcher};
use judge::Texts;
use metric::Scores;
use model::view::ResourceSummary;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::collections::BTreeMap;

/// Results that are looked at per query.
const DEPTH: usize = 10;

/// Why judged queries cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum EvalError {
    /// No table with tabs and the columns that we need.
    #[error(
        "the judged queries cannot be read: {0}; the file needs tabs and a heading line \
         `id lang class query intent high any and not`"
    )]
    Table(#[from] csv::Error),
    /// A rule is no regular expression.
    #[error("query `{id}`: `{column}` is no regular expression: {cause}")]
    Rule {
        /// Id of the query.
        id: String,
        /// Column of the file.
        column: String,
        /// What is wrong.
        #[source]
        cause: Box<fancy_regex::Error>,
    },
    /// A condition that cannot be understood.
    #[error(
        "query `{id}`: the condition `{condition}` needs the form `field~expression`, with one of the fields {fields}"
    )]
    Condition {
        /// Id of the query.
        id: String,
        /// As written.
        condition: String,
        /// Fields that there are.
        fields: String,
    },
    /// The index failed.
    #[error(transparent)]
    Search(#[from] SearchError),
}

/// The figures of one class of queries, or of all.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Mean nDCG of the first ten results (0 to 1).
    pub ndcg: f64,
    /// Mean reciprocal rank of the first relevant result among ten.
    pub mrr: f64,
    /// Share of queries without any result.
    pub zero: f64,
    /// Number of queries that were counted.
    pub queries: usize,
}

/// What one query reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueryFigures {
    /// Id in the file.
    pub id: String,
    /// Class in the file.
    pub class: String,
    /// The words.
    pub query: String,
    /// nDCG of the first ten results.
    pub ndcg: f64,
    /// Number of results.
    pub total: u64,
    /// Number of relevant resources in the catalog.
    pub relevant: usize,
    /// Grades of the first results.
    pub grades: Vec<u8>,
}

/// All figures (design.md §7, `skord search-eval --format json`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Over all queries.
    #[serde(flatten)]
    pub all: Figures,
    /// Queries that have no relevant resource in this catalog; they are not counted.
    pub skipped: usize,
    /// Per class, and per language as `lang:sv`.
    pub classes: BTreeMap<String, Figures>,
    /// Each query, for those who want to see where it hurts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<QueryFigures>,
}

/// Asks every query as a person does, and judges the answers over every `dcat:Dataset` of the catalog.
///
/// # Errors
/// When the index cannot be read.
pub fn evaluate<R: Borrow<ResourceSummary>>(
    searcher: &Searcher,
    catalog: &[R],
    queries: &[JudgedQuery],
) -> Result<Evaluation, EvalError> {
    let datasets = catalog.iter().map(Borrow::borrow).filter(|one| one.kind == model::view::ResourceKind::Dataset);
    let texts: Vec<(&str, Texts)> = datasets.map(|one| (one.id.as_str(), Texts::of(one))).collect();
    let mut scores = Scores::default();
    let mut details = Vec::new();
    for query in queries {
        let grades: FxHashMap<&str, u8> =
            texts.iter().filter_map(|(id, texts)| Some((*id, query.grade(texts)?))).collect();
        if grades.is_empty() {
            scores.skip();
            continue;
        }
        let found = ask(searcher, &query.query)?;
        let run: Vec<u8> = found.items.iter().map(|item| grades.get(item.id.as_str()).copied().unwrap_or(0)).collect();
        let ideal: Vec<u8> = grades.values().copied().collect();
        let ndcg = scores.add(query, &run, ideal);
        details.push(QueryFigures {
            id: query.id.clone(),
            class: query.class.clone(),
            query: query.query.clone(),
            ndcg,
            total: found.total,
            relevant: grades.len(),
            grades: run,
        });
    }
    Ok(scores.finish(details))
}

fn ask(searcher: &Searcher, q: &str) -> Result<crate::SearchResponse, SearchError> {
    searcher.search(&SearchRequest {
        q: q.to_owned(),
        datasets_only: true,
        limit: DEPTH as u64,
        language: "sv".to_owned(),
        ..SearchRequest::default()
    })
}
