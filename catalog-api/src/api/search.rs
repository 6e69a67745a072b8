//! `/api/v1/search` (what the portal's search page shows) and `/api/v1/datasets` (every `dcat:Dataset`).

use super::params::{MAX_QUERY, Paging, Parameters, not_allowed};
use super::{blocking, facets, openapi};
use crate::ask::{Contact, contact_of};
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::Json;
use axum::extract::State;
use http::Uri;
use model::coverage::NoBox;
use model::view::ResourceSummary;
use model::{BoundingBox, Seq, Years};
use search::{
    Correction, Cursor, FACETS, FacetValue, Filters, Help, Highlight, Highlights, Recognition, SearchRequest,
    SearchResponse, Sort,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// Parameters beside the facets.
const OTHERS: &[&str] =
    &["q", "from", "to", "bbox", "sort", "page", "per_page", "cursor", "members", "facets", "lang", "verbatim"];

/// Name of the parameter with the words.
pub(super) const WORDS: &str = "q";

/// Names of all parameters.
pub(super) fn all_parameters() -> Vec<&'static str> {
    [OTHERS, FACETS].concat()
}

/// Orders of both lists.
pub(super) const SORTS: &[&str] = &["relevance", "modified", "title", "quality"];

/// The answer of both lists.
#[derive(Debug, Serialize)]
pub(super) struct SearchPage {
    seq: Seq,
    total: u64,
    items: Vec<Item>,
    facets: BTreeMap<String, Vec<FacetValue>>,
    /// No resource has all words: these have some.
    relaxed: bool,
    /// Number of results that have all words; they come first.
    complete: u64,
    /// Words that nothing had, with what was looked for instead.
    corrections: Vec<Correction>,
    /// Words that were understood as a format, publisher, place, year or theme.
    recognitions: Vec<Recognition>,
    next: Option<String>,
    /// What could help, when little or nothing was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<HelpJson>,
}

/// What could help, with how the publishers can be reached that may have it.
#[derive(Debug, Serialize)]
struct HelpJson {
    #[serde(flatten)]
    help: Help,
    contacts: Vec<Contact>,
}

impl HelpJson {
    fn of(reader: &Reader, request: &SearchRequest, found: &SearchResponse) -> Result<Option<Self>, Problem> {
        let help = match found.total {
            0 => Some(reader.searcher.help(request)?),
            _ => reader.searcher.help_for_few(request, found)?,
        };
        Ok(help.map(|help| {
            let contacts = help.publishers.iter().filter_map(|one| contact_of(reader, &one.value)).collect();
            Self { help, contacts }
        }))
    }
}

/// A result: the resource, and what matched in it.
#[derive(Debug, Serialize)]
struct Item {
    #[serde(flatten)]
    resource: ResourceSummary,
    #[serde(skip_serializing_if = "Option::is_none")]
    highlights: Option<HighlightsJson>,
}

/// What matched in the texts of a result.
#[derive(Debug, Serialize)]
struct HighlightsJson {
    title: Option<HighlightJson>,
    description: Option<HighlightJson>,
    keywords: Vec<HighlightJson>,
}

/// A text with what matched: plain, and as HTML.
#[derive(Debug, Serialize)]
struct HighlightJson {
    html: String,
    language: String,
    text: String,
}

impl From<Highlight> for HighlightJson {
    fn from(highlight: Highlight) -> Self {
        Self { html: highlight.html(), language: highlight.language, text: highlight.text }
    }
}

impl Item {
    fn all(items: Vec<ResourceSummary>, highlights: Vec<Highlights>) -> Vec<Self> {
        let texts = |one: Highlights| HighlightsJson {
            title: one.title.map(HighlightJson::from),
            description: one.description.map(HighlightJson::from),
            keywords: one.keywords.into_iter().map(HighlightJson::from).collect(),
        };
        let highlights = highlights.into_iter().map(|one| Some(texts(one))).chain(std::iter::repeat_with(|| None));
        items.into_iter().zip(highlights).map(|(resource, highlights)| Self { resource, highlights }).collect()
    }
}

/// Search: datasets outside series, series, and independent services; with `members=true` series members too.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "search", params(openapi::SearchParameters),
    responses(
        (status = 200, description = "One page of results", body = ref("#/components/schemas/SearchPage")),
    )
)]
pub(super) async fn search(
    State(state): State<AppState>,
    reader: Reader,
    uri: Uri,
) -> Result<Json<SearchPage>, Problem> {
    answer(state, reader, uri, false).await
}

/// Every `dcat:Dataset`, members of series included.
#[utoipa::path(
    get, path = "/api/v1/datasets", tag = "datasets", params(openapi::SearchParameters),
    responses(
        (status = 200, description = "One page of datasets", body = ref("#/components/schemas/SearchPage")),
    )
)]
pub(super) async fn datasets(
    State(state): State<AppState>,
    reader: Reader,
    uri: Uri,
) -> Result<Json<SearchPage>, Problem> {
    answer(state, reader, uri, true).await
}

async fn answer(state: AppState, reader: Reader, uri: Uri, datasets_only: bool) -> Result<Json<SearchPage>, Problem> {
    blocking(move || {
        let parameters = Parameters::of(&uri, &all_parameters())?;
        let paging = parameters.paging()?;
        let mut request = request_of(&parameters, WORDS, paging, datasets_only)?;
        facets::check(&reader, &request.filters)?;
        request.after = cursor_of(&parameters, &request)?;
        if request.offset >= reader.summaries.len() as u64 {
            // Beyond the end of the catalog: count, but do not make the index rank that far.
            (request.offset, request.limit) = (0, 0);
        }
        let found = reader.searcher.search(&request)?;
        let path = if datasets_only { "api/v1/datasets" } else { "api/v1/search" };
        let next = match &found.next {
            // Who counts pages goes on counting; all others get a cursor, which commits in between cannot shift.
            _ if parameters.has("page") => paging.next(&state.config.base_url, path, &parameters, found.total),
            Some(cursor) => Some(parameters.url_with(&state.config.base_url, path, "cursor", cursor)),
            None => None,
        };
        let help = HelpJson::of(&reader, &request, &found)?;
        let SearchResponse { total, items, facets, relaxed, complete, corrections, recognitions, highlights, .. } =
            found;
        let items = Item::all(items, highlights);
        let seq = reader.seq;
        crate::queries::note(&state, &request, total);
        Ok(Json(SearchPage { seq, total, items, facets, relaxed, complete, corrections, recognitions, next, help }))
    })
    .await
}

/// The search that parameters ask for; `words` is the name of the one with the words.
pub(super) fn request_of(
    parameters: &Parameters,
    words: &str,
    paging: Paging,
    datasets_only: bool,
) -> Result<SearchRequest, Problem> {
    let q = parameters.one(words)?.unwrap_or_default();
    if q.chars().count() > MAX_QUERY {
        let detail = format!("`{words}` is longer than {MAX_QUERY} characters: use fewer words");
        return Err(Problem::bad_request(detail).with("parameter", words));
    }
    // Every dcat:Dataset is listed by `/datasets` anyway, so only `true` makes sense there.
    let members = if datasets_only {
        parameters.word("members", &["true"])?.is_some()
    } else {
        parameters.flag("members", false)?
    };
    Ok(SearchRequest {
        q: q.to_owned(),
        filters: filters_of(parameters),
        years: years_of(parameters)?,
        bbox: bbox_of(parameters)?,
        now: None,
        after: None,
        members,
        datasets_only,
        sort: sort_of(parameters)?,
        offset: paging.offset(),
        limit: paging.per_page,
        facets: facets_of(parameters)?,
        language: parameters.word("lang", &["sv", "en"])?.unwrap_or("sv").to_owned(),
        verbatim: parameters.flag("verbatim", false)?,
        highlights: true,
    })
}

fn sort_of(parameters: &Parameters) -> Result<Sort, Problem> {
    Ok(match parameters.word("sort", SORTS)? {
        Some("quality") => Sort::Quality,
        Some("modified") => Sort::Modified,
        Some("title") => Sort::Title,
        _ => Sort::Relevance,
    })
}

/// `from` and `to`: years that the data should be about.
fn years_of(parameters: &Parameters) -> Result<Option<Years>, Problem> {
    let year = |name| -> Result<Option<i32>, Problem> {
        let given = parameters.one(name)?.is_some_and(|text| !text.is_empty());
        let year = if given { Some(parameters.number(name, 0, 1..=9999)?) } else { None };
        Ok(year.and_then(|year| i32::try_from(year).ok()))
    };
    let years = Years { from: year("from")?, to: year("to")? };
    match (years.from, years.to) {
        (None, None) => Ok(None),
        (Some(from), Some(to)) if from > to => {
            let detail = format!("`from` ({from}) is later than `to` ({to}): give the earlier year as `from`");
            Err(Problem::bad_request(detail).with("parameter", "from"))
        }
        _ => Ok(Some(years)),
    }
}

fn bbox_of(parameters: &Parameters) -> Result<Option<BoundingBox>, Problem> {
    let Some(text) = parameters.one("bbox")?.filter(|text| !text.is_empty()) else { return Ok(None) };
    text.parse().map(Some).map_err(|no_box: NoBox| Problem::bad_request(no_box.to_string()).with("parameter", "bbox"))
}

/// The cursor of an earlier answer to the same search.
pub(super) fn cursor_of(parameters: &Parameters, request: &SearchRequest) -> Result<Option<Cursor>, Problem> {
    let Some(text) = parameters.one("cursor")? else { return Ok(None) };
    if parameters.has("page") {
        let detail = "`cursor` and `page` cannot go together: a cursor knows where its page begins";
        return Err(Problem::bad_request(detail).with("parameter", "cursor"));
    }
    // `next` is an address over HTTP: who hands it back whole means the cursor in it.
    let whole = url::Url::parse(text).ok().filter(|next| matches!(next.scheme(), "http" | "https"));
    let inner = whole
        .and_then(|next| next.query_pairs().find(|(name, _)| name == "cursor").map(|(_, cursor)| cursor.into_owned()));
    let read = Cursor::read(inner.as_deref().unwrap_or(text), request);
    read.map(Some).map_err(|problem| Problem::bad_request(problem.to_string()).with("parameter", "cursor"))
}

/// Chosen values. A value may hold a comma (IRIs do), so a facet is repeated instead.
fn filters_of(parameters: &Parameters) -> Filters {
    let mut filters = Filters::new();
    for name in FACETS {
        let chosen: Vec<String> = parameters.all(name).filter(|value| !value.is_empty()).map(str::to_owned).collect();
        if !chosen.is_empty() {
            filters.insert((*name).to_owned(), chosen);
        }
    }
    filters
}

/// Facets to count: all, unless `facets` names some (repeated or with commas; empty = none).
fn facets_of(parameters: &Parameters) -> Result<Vec<String>, Problem> {
    let named: Vec<&str> = parameters.all("facets").flat_map(|names| names.split(',')).map(str::trim).collect();
    if named.is_empty() {
        return Ok(FACETS.iter().map(|name| (*name).to_owned()).collect());
    }
    let mut facets = Vec::new();
    for name in named.into_iter().filter(|name| !name.is_empty()) {
        if !FACETS.contains(&name) {
            return Err(not_allowed("facets", name, FACETS));
        }
        facets.push(name.to_owned());
    }
    Ok(facets)
}
