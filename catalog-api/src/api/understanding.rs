//! `/api/v1/search/explain` (how a query is understood) and `/api/v1/suggest` (what to offer while someone types).

use super::params::{MAX_QUERY, Parameters};
use super::{blocking, openapi};
use crate::pages::suggestion_address;
use crate::problem::Problem;
use crate::state::{AppState, Language, Reader};
use axum::Json;
use axum::extract::State;
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
    items: Vec<SuggestedItem>,
}

/// A suggestion with the page that it leads to.
#[derive(Debug, Serialize)]
struct SuggestedItem {
    #[serde(flatten)]
    suggestion: Suggestion,
    /// Path of the page.
    href: String,
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

/// Titles, keywords, publishers, themes and places with a word that starts as typed; each with the number of results that
/// it leads to.
#[utoipa::path(
    get, path = "/api/v1/suggest", tag = "search", params(openapi::SuggestParameters),
    responses((status = 200, description = "Suggestions, best first", body = ref("#/components/schemas/Suggestions")))
)]
pub(super) async fn suggest(
    State(state): State<AppState>,
    reader: Reader,
    uri: Uri,
) -> Result<Json<Suggestions>, Problem> {
    blocking(move || {
        let parameters = Parameters::of(&uri, &["q", "limit", "lang"])?;
        let limit = parameters.number("limit", SUGGESTED, 1..=MOST_SUGGESTED)?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let language = match parameters.word("lang", &["sv", "en"])? {
            Some("en") => Language::En,
            _ => Language::Sv,
        };
        let found = reader.searcher.suggest_in(&words(&parameters)?, limit, language.tag())?;
        let item = |suggestion: Suggestion| {
            let href = suggestion_address(&state.config.base_url, language, &suggestion);
            SuggestedItem { suggestion, href }
        };
        let items = found.into_iter().map(item).collect();
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
