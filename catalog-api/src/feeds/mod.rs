//! Saved searches as feeds: the newest changes among what a search finds, as Atom (RFC 4287) and JSON Feed 1.1.
//!
//! **Invariant:** an entry stands for one change of one thing in one commit. Its id and its time never change, and a
//! feed without news is byte for byte the same (so its `ETag` is too).

mod atom;
mod entries;
mod json;
mod words;

use crate::api::{blocking, check_facets};
use crate::pages::{EN, SV, SearchForm};
use crate::problem::Problem;
use crate::state::{AppState, Language, Reader};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use entries::{Entry, entries};
use http::header;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Entries in a feed.
const ENTRIES: usize = 50;

/// Routes of the feeds.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(atom_feed)).routes(routes!(json_feed))
}

/// A feed, whatever it is written as.
pub(crate) struct Feed {
    pub(crate) language: Language,
    pub(crate) title: String,
    /// Name of the portal.
    pub(crate) site: String,
    /// The search as a page.
    pub(crate) page: String,
    /// The two forms of this feed.
    pub(crate) atom: String,
    pub(crate) json: String,
    pub(crate) updated: DateTime<Utc>,
    pub(crate) entries: Vec<Entry>,
}

/// A search as an Atom feed: the newest changes among the datasets, series and services that it finds, each with what
/// changed in words. Takes the parameters of the search page (`q`, the facets, years, box); `lang` is `sv` or `en`.
#[utoipa::path(
    get, path = "/feed.atom", tag = "feeds", params(crate::api::FeedParameters),
    responses(
        (status = 200, description = "Atom 1.0", body = String, content_type = "application/atom+xml"),
        (status = 400, description = "A parameter has a value that does not exist", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
async fn atom_feed(state: State<AppState>, reader: Reader, query: Query<Vec<(String, String)>>) -> Response {
    answer(state, reader, query, "application/atom+xml; charset=utf-8", atom::write).await
}

/// The same as JSON Feed 1.1.
#[utoipa::path(
    get, path = "/feed.json", tag = "feeds", params(crate::api::FeedParameters),
    responses(
        (status = 200, description = "JSON Feed 1.1", body = Object, content_type = "application/feed+json"),
        (status = 400, description = "A parameter has a value that does not exist", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
async fn json_feed(state: State<AppState>, reader: Reader, query: Query<Vec<(String, String)>>) -> Response {
    answer(state, reader, query, "application/feed+json", json::write).await
}

async fn answer(
    State(state): State<AppState>,
    reader: Reader,
    Query(parameters): Query<Vec<(String, String)>>,
    media_type: &'static str,
    write: fn(&Feed) -> String,
) -> Response {
    let made = blocking(move || Ok(write(&feed(&state, &reader, &parameters)?))).await;
    match made {
        Ok(text) => ([(header::CONTENT_TYPE, media_type)], text).into_response(),
        Err(problem) => problem.into_response(),
    }
}

fn feed(state: &AppState, reader: &Reader, parameters: &[(String, String)]) -> Result<Feed, Problem> {
    let language = language_of(parameters)?;
    let t = if language == Language::Sv { &SV } else { &EN };
    let form = SearchForm::parse(parameters, t).map_err(Problem::bad_request)?;
    check_facets(reader, &form.filters)?;
    let form = form.as_feed();
    let entries = entries(state, reader, (&form, language))?;
    let newest = entries.first().map(|entry| entry.at);
    let updated = match newest {
        Some(at) => at,
        // A feed must say a time; one without entries says when anything changed last.
        None => state
            .journal
            .recent_changes(reader.seq, 1, |_| true, |_| true)?
            .first()
            .map_or(DateTime::UNIX_EPOCH, |change| change.at),
    };
    let base = state.config.base_url.trim_end_matches('/');
    let query = form.query();
    let with_language = match (language, query.is_empty()) {
        (Language::Sv, _) => query.clone(),
        (Language::En, true) => "?lang=en".to_owned(),
        (Language::En, false) => format!("{query}&lang=en"),
    };
    Ok(Feed {
        language,
        title: title(state, &form, language),
        site: state.config.title.clone(),
        page: format!("{base}{}/datasets{query}", language.prefix()),
        atom: format!("{base}/feed.atom{with_language}"),
        json: format!("{base}/feed.json{with_language}"),
        updated,
        entries,
    })
}

fn language_of(parameters: &[(String, String)]) -> Result<Language, Problem> {
    match parameters.iter().find(|(name, _)| name == "lang").map(|(_, value)| value.as_str()) {
        None | Some("sv" | "") => Ok(Language::Sv),
        Some("en") => Ok(Language::En),
        Some(other) => {
            let other = model::finding::clip(other, 100);
            let detail = format!("`{other}` is no value of `lang`: use `sv`, `en`");
            Err(Problem::bad_request(detail).with("parameter", "lang").with("allowed", vec!["sv", "en"]))
        }
    }
}

fn title(state: &AppState, form: &SearchForm, language: Language) -> String {
    let site = &state.config.title;
    let changes = language.pick("Nytt och ändrat", "New and changed");
    let values = form.filters.values().flatten().map(String::as_str);
    let words: Vec<&str> = std::iter::once(form.q.as_str()).filter(|q| !q.is_empty()).chain(values).collect();
    if words.is_empty() {
        format!("{changes} – {site}")
    } else {
        format!("{changes}: {} – {site}", words.join(", "))
    }
}
