//! Saved searches as feeds: the newest changes among what a search finds, as Atom (RFC 4287) and JSON Feed 1.1.
//!
//! What a search found before a change is asked of the versions in the journal (`past.rs`), so that a feed says what came,
//! changed, matches now, matches no longer and was withdrawn, whatever the search filters by.
//!
//! **Invariant:** an entry stands for one change of one thing in one commit. Its id and its time never change, and a
//! feed without news is byte for byte the same (so its `ETag` is too). Nothing but the journal is needed to make it.

mod atom;
mod entries;
mod json;
mod past;
mod versions;
mod words;

pub(crate) use past::PastCache;

use crate::api::{blocking, check_facets};
use crate::pages::{EN, SV, SearchForm};
use crate::problem::Problem;
use crate::state::{AppState, Language, Reader};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use entries::{Deleted, Entry, entries};
use http::{HeaderMap, HeaderValue, StatusCode, header};
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
    /// Entries that are gone, since what they were about was withdrawn.
    pub(crate) deleted: Vec<Deleted>,
}

/// A search as an Atom feed: what came, changed, was withdrawn, matches now or no longer, each with what changed in
/// words; entries about what was withdrawn since are named as deleted (RFC 6721). Takes the parameters of the search page (`q`, the facets, years, box); `lang` is `sv` or `en`.
#[utoipa::path(
    get, path = "/feed.atom", tag = "feeds", params(crate::api::FeedParameters),
    responses(
        (status = 200, description = "Atom 1.0", body = String, content_type = "application/atom+xml"),
        (status = 400, description = "A parameter has a value that does not exist", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
async fn atom_feed(
    state: State<AppState>,
    reader: Reader,
    query: Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    answer(state, reader, (query, headers), "application/atom+xml; charset=utf-8", atom::write).await
}

/// The same as JSON Feed 1.1.
#[utoipa::path(
    get, path = "/feed.json", tag = "feeds", params(crate::api::FeedParameters),
    responses(
        (status = 200, description = "JSON Feed 1.1", body = Object, content_type = "application/feed+json"),
        (status = 400, description = "A parameter has a value that does not exist", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
async fn json_feed(
    state: State<AppState>,
    reader: Reader,
    query: Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    answer(state, reader, (query, headers), "application/feed+json", json::write).await
}

async fn answer(
    State(state): State<AppState>,
    reader: Reader,
    (Query(parameters), headers): (Query<Vec<(String, String)>>, HeaderMap),
    media_type: &'static str,
    write: fn(&Feed) -> String,
) -> Response {
    let now = state.clock.now();
    let made = blocking(move || {
        let feed = feed(&state, &reader, &parameters)?;
        Ok((write(&feed), feed.updated))
    });
    match made.await {
        Ok((text, updated)) => {
            let modified = last_modified(updated, now);
            if modified.is_some_and(|modified| is_unmodified(&headers, modified)) {
                return (StatusCode::NOT_MODIFIED, modified_header(modified)).into_response();
            }
            (modified_header(modified), [(header::CONTENT_TYPE, media_type)], text).into_response()
        }
        Err(problem) => problem.into_response(),
    }
}

/// `Last-Modified` of a feed, in whole seconds. Nothing while another change may still come within the same second.
fn last_modified(updated: DateTime<Utc>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let modified = DateTime::from_timestamp(updated.timestamp() + 1, 0)?;
    (modified < now).then_some(modified)
}

fn modified_header(modified: Option<DateTime<Utc>>) -> HeaderMap {
    let text = modified.map(|modified| modified.format("%a, %d %b %Y %H:%M:%S GMT").to_string());
    let value = text.and_then(|text| HeaderValue::from_str(&text).ok());
    value.map(|value| (header::LAST_MODIFIED, value)).into_iter().collect()
}

/// `If-Modified-Since` (RFC 9110 §13.1.3): counts only without `If-None-Match`.
fn is_unmodified(headers: &HeaderMap, modified: DateTime<Utc>) -> bool {
    let since = headers.get(header::IF_MODIFIED_SINCE).and_then(|since| since.to_str().ok());
    let since = since.and_then(|since| DateTime::parse_from_rfc2822(since).ok());
    !headers.contains_key(header::IF_NONE_MATCH) && since.is_some_and(|since| modified <= since)
}

fn feed(state: &AppState, reader: &Reader, parameters: &[(String, String)]) -> Result<Feed, Problem> {
    let language = language_of(parameters)?;
    let t = if language == Language::Sv { &SV } else { &EN };
    let form = SearchForm::parse(parameters, t).map_err(Problem::bad_request)?;
    check_facets(reader, &form.filters)?;
    let form = form.as_feed();
    let (entries, deleted) = entries(state, reader, (&form, language))?;
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
        title: title(state, reader, &form, language),
        site: state.config.title.clone(),
        page: format!("{base}{}/datasets{query}", language.prefix()),
        atom: format!("{base}/feed.atom{with_language}"),
        json: format!("{base}/feed.json{with_language}"),
        updated,
        entries,
        deleted,
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

fn title(state: &AppState, reader: &Reader, form: &SearchForm, language: Language) -> String {
    let site = &state.config.title;
    let changes = language.pick("Nytt och ändrat", "New and changed");
    let values = form
        .filters
        .iter()
        .flat_map(|(facet, values)| values.iter().map(move |value| (facet.as_str(), value.as_str())));
    let mut words: Vec<String> = Some(form.q.clone()).filter(|q| !q.is_empty()).into_iter().collect();
    words.extend(values.map(|(facet, value)| facet_words(reader, (facet, value), language)));
    let year = |year: Option<i32>| year.map_or_else(String::new, |year| year.to_string());
    words.extend(form.years.map(|years| match (years.from, years.to) {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (from, to) => format!("{}–{}", year(from), year(to)),
    }));
    words.extend(form.bbox.map(|area| format!("{} {area}", language.pick("område", "area"))));
    if words.is_empty() {
        format!("{changes} – {site}")
    } else {
        format!("{changes}: {} – {site}", words.join(", "))
    }
}

/// A filter in words: the label of its value; a truth needs the name of the filter too.
fn facet_words(reader: &Reader, (facet, value): (&str, &str), language: Language) -> String {
    let t = if language == Language::Sv { &SV } else { &EN };
    let truth = |name: &str| format!("{name}: {}", if value == "true" { t.yes } else { t.no });
    match (facet, value) {
        ("type", "dataset") => t.dataset.to_owned(),
        ("type", "series") => t.series_one.to_owned(),
        ("type", "service") => t.service.to_owned(),
        ("api", "true" | "false") => truth(t.facet_api),
        ("specification", "true" | "false") => truth(t.facet_specification),
        ("basic_data", "true" | "false") => truth(language.pick("Grunddata", "Basic data")),
        _ => {
            let known = reader.searcher.facet_value(facet, value);
            let label = known.as_ref().and_then(|known| known.label.best(language.tag()));
            label.map_or_else(|| value.to_owned(), |(_, label)| label.to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn unmodified_only_when_nothing_can_have_come_since() {
        let updated = at("2026-11-23T04:00:00.500Z");
        assert_eq!(last_modified(updated, at("2026-11-23T04:00:00.900Z")), None, "another change may come this second");
        let modified = last_modified(updated, at("2026-11-23T04:00:05Z")).unwrap();
        let mut headers = modified_header(Some(modified));
        assert_eq!(headers[header::LAST_MODIFIED], "Mon, 23 Nov 2026 04:00:01 GMT");
        assert!(!is_unmodified(&headers, modified), "nothing was asked");
        for (since, expected) in [
            ("Mon, 23 Nov 2026 04:00:01 GMT", true),
            ("Mon, 23 Nov 2026 05:00:00 GMT", true),
            ("Mon, 23 Nov 2026 04:00:00 GMT", false),
            ("yesterday", false),
        ] {
            headers.insert(header::IF_MODIFIED_SINCE, HeaderValue::from_static(since));
            assert_eq!(is_unmodified(&headers, modified), expected, "{since}");
        }
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"other\""));
        headers.insert(header::IF_MODIFIED_SINCE, HeaderValue::from_static("Mon, 23 Nov 2026 05:00:00 GMT"));
        assert!(!is_unmodified(&headers, modified), "an ETag says more");
    }
}
