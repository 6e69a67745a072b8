//! `/api/v1/search/explain` (how a query is understood) and `/api/v1/suggest` (what to offer while someone types).

use super::params::{MAX_QUERY, Parameters};
use super::{blocking, openapi};
use crate::problem::Problem;
use crate::state::Reader;
use axum::Json;
use http::Uri;
use model::Seq;
use search::{Explained, SearchRequest, Suggestion};
use serde::Serialize;

/// Results that are explained unless asked otherwise, and at most: each comes with its whole sum.
const EXPLAINED: u64 = 3;
const MOST_EXPLAINED: u64 = 20;

/// Suggestions given unless asked otherwise, and at most.
const SUGGESTED: u64 = 10;
const MOST_SUGGESTED: u64 = 50;

/// How a query was understood, at one number of the catalog.
#[derive(Debug, Serialize)]
pub(super) struct Explanation {
    seq: Seq,
    #[serde(flatten)]
    explained: Explained,
}

/// What to offer.
#[derive(Debug, Serialize)]
pub(super) struct Suggestions {
    seq: Seq,
    items: Vec<Suggestion>,
}

/// How a query is understood (tokens, base forms, compounds, corrections, recognitions), and why its first results
/// stand where they do.
#[utoipa::path(
    get, path = "/api/v1/search/explain", tag = "search", params(openapi::ExplainParameters),
    responses((status = 200, description = "The query, explained", body = ref("#/components/schemas/Explanation")))
)]
pub(super) async fn explain(reader: Reader, uri: Uri) -> Result<Json<Explanation>, Problem> {
    blocking(move || {
        let parameters = Parameters::of(&uri, &["q", "limit", "verbatim"])?;
        let request = SearchRequest {
            q: words(&parameters)?,
            limit: parameters.number("limit", EXPLAINED, 0..=MOST_EXPLAINED)?,
            verbatim: parameters.flag("verbatim", false)?,
            language: "sv".to_owned(),
            ..SearchRequest::default()
        };
        Ok(Json(Explanation { seq: reader.seq, explained: reader.searcher.explain(&request)? }))
    })
    .await
}

/// Titles, keywords and publishers with a word that starts as typed.
#[utoipa::path(
    get, path = "/api/v1/suggest", tag = "search", params(openapi::SuggestParameters),
    responses((status = 200, description = "Suggestions, best first", body = ref("#/components/schemas/Suggestions")))
)]
pub(super) async fn suggest(reader: Reader, uri: Uri) -> Result<Json<Suggestions>, Problem> {
    blocking(move || {
        let parameters = Parameters::of(&uri, &["q", "limit"])?;
        let limit = parameters.number("limit", SUGGESTED, 1..=MOST_SUGGESTED)?;
        let items = reader.searcher.suggest(&words(&parameters)?, usize::try_from(limit).unwrap_or(usize::MAX))?;
        Ok(Json(Suggestions { seq: reader.seq, items }))
    })
    .await
}

fn words(parameters: &Parameters) -> Result<String, Problem> {
    let q = parameters.one("q")?.unwrap_or_default();
    if q.chars().count() > MAX_QUERY {
        let detail = format!("`q` is longer than {MAX_QUERY} characters: use fewer words");
        return Err(Problem::bad_request(detail).with("parameter", "q"));
    }
    Ok(q.to_owned())
}
