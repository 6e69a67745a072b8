//! One dataset, series or service; lists of services and series.

use super::params::{Paging, Parameters};
use super::{Page, blocking, openapi};
use crate::address;
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::Json;
use axum::extract::{Path, State};
use http::Uri;
use model::SourceId;
use model::view::{ResourceKind, ResourceSummary, ResourceView};
use serde::Serialize;
use store::Journal;

/// Everything about one dataset, series or service, by portal id.
#[utoipa::path(
    get, path = "/api/v1/datasets/{id}", tag = "datasets", params(openapi::PortalId),
    responses(
        (status = 200, description = "The resource", body = ref("#/components/schemas/Resource")),
        (status = 301, description = "It has another id now, or the id is of an older portal"),
        (status = 404, description = "There is none of that id", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 410, description = "It was withdrawn", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn resource(
    State(state): State<AppState>,
    reader: Reader,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<Resource>, Problem> {
    Parameters::of(&uri, &[])?;
    blocking(move || {
        let view = view(&reader, &state.journal, &id, api_address(&state.config.base_url))?;
        Ok(Json(whole(&state, &reader, view)))
    })
    .await
}

/// The whole view, or why there is none: 301 to its present id, 410 with the tombstone's facts, or 404. `address` makes the
/// address of a present collection and id.
pub(crate) fn view(
    reader: &Reader,
    journal: &Journal,
    id: &str,
    address: impl Fn(&str, &str) -> String,
) -> Result<ResourceView, Problem> {
    let found = reader.has(id).then(|| store::views::resource(&reader.snapshot, id)).flatten();
    match found {
        Some(view) => Ok(view),
        None => Err(address::refusal(reader, journal, ("datasets", id), address)?),
    }
}

/// A whole resource as JSON: its view, and where to read more about it.
#[derive(Debug, Serialize)]
pub(crate) struct Resource {
    #[serde(flatten)]
    view: ResourceView,
    /// Other sources that publish the same thing.
    also_published: Vec<AlsoPublished>,
    /// IRIs of other sources that lead here.
    merged_iris: Vec<String>,
    history: String,
    identity: String,
}

/// Another source that publishes the same thing.
#[derive(Debug, Serialize)]
struct AlsoPublished {
    source: SourceId,
    title: String,
    url: String,
}

/// The view with its links.
pub(crate) fn whole(state: &AppState, reader: &Reader, view: ResourceView) -> Resource {
    let base_url = &state.config.base_url;
    let also = |source: &SourceId| AlsoPublished {
        source: source.clone(),
        title: state.journal.source(source).map_or_else(|_| source.to_string(), |entry| entry.source.title),
        url: format!("{base_url}sources/{source}"),
    };
    let id = &view.summary.id;
    Resource {
        also_published: view.summary.also_published_by.iter().map(also).collect(),
        merged_iris: store::views::merged_into(&reader.snapshot, &view.summary.iri),
        history: format!("{base_url}api/v1/datasets/{id}/history"),
        identity: format!("{base_url}api/v1/datasets/{id}/identity"),
        view,
    }
}

/// Address of a thing in the API.
pub(crate) fn api_address(base_url: &str) -> impl Fn(&str, &str) -> String {
    move |collection, id| format!("{base_url}api/v1/{collection}/{id}")
}

/// Every data service, also those that search shows only through their dataset.
#[utoipa::path(
    get, path = "/api/v1/services", tag = "datasets", params(openapi::ListParameters),
    responses(
        (status = 200, description = "One page of services", body = ref("#/components/schemas/ResourcePage")),
    )
)]
pub(super) async fn services(
    State(state): State<AppState>,
    reader: Reader,
    uri: Uri,
) -> Result<Json<Page<ResourceSummary>>, Problem> {
    list(&state, &reader, &uri, ResourceKind::Service, "api/v1/services").map(Json)
}

/// Every dataset series.
#[utoipa::path(
    get, path = "/api/v1/series", tag = "datasets", params(openapi::ListParameters),
    responses(
        (status = 200, description = "One page of series", body = ref("#/components/schemas/ResourcePage")),
    )
)]
pub(super) async fn series(
    State(state): State<AppState>,
    reader: Reader,
    uri: Uri,
) -> Result<Json<Page<ResourceSummary>>, Problem> {
    list(&state, &reader, &uri, ResourceKind::Series, "api/v1/series").map(Json)
}

fn list(
    state: &AppState,
    reader: &Reader,
    uri: &Uri,
    kind: ResourceKind,
    path: &str,
) -> Result<Page<ResourceSummary>, Problem> {
    let parameters = Parameters::of(uri, &["sort", "page", "per_page"])?;
    let paging: Paging = parameters.paging()?;
    let summaries = reader.summaries.iter().map(AsRef::as_ref);
    let mut all: Vec<&ResourceSummary> = summaries.filter(|summary| summary.kind == kind).collect();
    match parameters.word("sort", &["modified", "title"])? {
        Some("title") => all.sort_by_cached_key(|summary| summary.title.text("sv").to_lowercase()),
        _ => all.sort_by_key(|summary| std::cmp::Reverse(summary.sort_instant)),
    }
    let total = all.len() as u64;
    let items = paging.slice(&all).iter().map(|summary| (*summary).clone()).collect();
    let next = paging.next(&state.config.base_url, path, &parameters, total);
    Ok(Page { seq: reader.seq, total, items, next })
}
