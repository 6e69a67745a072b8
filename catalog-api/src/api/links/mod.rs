//! Addresses that the catalog gives, and what they answer.

mod detected;
mod hosts;
mod json;
mod openapi;

pub(super) use openapi::add_schemas;

use super::params::{Paging, Parameters};
use super::statistics::wants_csv;
use super::{Page, blocking};
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use crate::{address, csv};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Uri};
use json::{LinkJson, LinkWithHistory};
use model::LinkOutcome;
use model::link::LinkAnswer;
use std::collections::HashSet;
use store::journal::{LinkEntry, LinkFilter};
use store::views::LinkTargets;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// All routes about links.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(hosts::list))
        .routes(routes!(one))
        .routes(routes!(detected::detected))
}

/// Every parameter of the list.
const KNOWN: [&str; 10] =
    ["source", "publisher", "dataset", "outcome", "verdict", "host", "url", "format", "page", "per_page"];

/// Addresses with what they answered last and where they are given.
#[utoipa::path(
    get, path = "/api/v1/links", tag = "links", params(openapi::LinkParameters),
    responses(
        (status = 200, description = "One page of addresses; as CSV all of them", body = ref("#/components/schemas/LinkPage")),
        (status = 404, description = "There is no such source, organisation or dataset", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
async fn list(
    State(state): State<AppState>,
    reader: Reader,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Problem> {
    blocking(move || {
        let parameters = Parameters::of(&uri, &KNOWN)?;
        let (paging, as_csv) = (parameters.paging()?, wants_csv(&parameters, &headers)?);
        let targets = reader.link_targets();
        let urls = chosen(&state, &reader, &targets, &parameters)?;
        let total = urls.len() as u64;
        let shown = if as_csv { &urls[..] } else { paging.slice(&urls) };
        let entries = entries(&state, shown)?;
        let now = state.clock.now();
        let items: Vec<LinkJson> = entries.iter().map(|entry| LinkJson::of(entry, &targets, now)).collect();
        if as_csv {
            return Ok(csv::response("links", json::to_csv(&items)));
        }
        let next = Paging::next(paging, &state.config.base_url, "api/v1/links", &parameters, total);
        Ok(Json(Page { seq: reader.seq, total, items, next }).into_response())
    })
    .await
}

fn entries(state: &AppState, urls: &[String]) -> Result<Vec<LinkEntry>, Problem> {
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    Ok(state.journal.links_of(&urls)?)
}

/// Addresses that fit all parameters, those first that were first seen.
fn chosen(
    state: &AppState,
    reader: &Reader,
    targets: &LinkTargets,
    parameters: &Parameters,
) -> Result<Vec<String>, Problem> {
    let codes: Vec<&str> = LinkOutcome::all().map(LinkOutcome::as_str).collect();
    let filter = LinkFilter {
        host: parameters.one("host")?.map(str::to_ascii_lowercase),
        outcome: parameters.word("outcome", &codes)?.and_then(LinkOutcome::parse),
        answer: parameters.word("verdict", &["answers", "broken", "unknown"])?.and_then(LinkAnswer::parse),
    };
    let source = parameters.one("source")?.map(super::sources::source_id).transpose()?;
    if let Some(source) = &source {
        state.journal.source(source)?;
    }
    let publisher = parameters.one("publisher")?;
    if let Some(id) = publisher.filter(|id| !reader.organisations.iter().any(|known| known.agent.id == **id)) {
        return Err(Problem::not_found(format!("there is no organisation `{}`", model::finding::clip(id, 100))));
    }
    let dataset = parameters.one("dataset")?;
    if let Some(id) = dataset.filter(|id| reader.summary(id).is_none()) {
        let elsewhere = |_: &str, id: &str| format!("{}api/v1/links?dataset={id}", state.config.base_url);
        return Err(address::refusal(reader, &state.journal, ("datasets", id), elsewhere)?);
    }
    let url = parameters.one("url")?;
    let restricted = source.is_some() || publisher.is_some() || dataset.is_some();
    let among: HashSet<&str> = if restricted {
        let fits = |_: &_, record: &store::views::LinkRecord| {
            source.as_ref().is_none_or(|source| record.source == *source)
                && publisher.is_none_or(|publisher| record.publisher.as_deref() == Some(publisher))
                && dataset.is_none_or(|dataset| record.id == dataset)
        };
        targets.addresses(fits).collect()
    } else {
        HashSet::new()
    };
    let rows = state.journal.links(&filter)?.into_iter();
    let fits = |found: &String| (!restricted || among.contains(found.as_str())) && url.is_none_or(|url| url == found);
    Ok(rows.map(|row| row.url).filter(fits).collect())
}

/// One address with the history of its checks.
#[utoipa::path(
    get, path = "/api/v1/links/{id}", tag = "links", params(openapi::LinkNumber),
    responses(
        (status = 200, description = "The address", body = ref("#/components/schemas/LinkWithHistory")),
        (status = 404, description = "There is none of that number", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
async fn one(
    State(state): State<AppState>,
    reader: Reader,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<LinkWithHistory>, Problem> {
    blocking(move || {
        Parameters::of(&uri, &[])?;
        let number: Option<u64> = id.parse().ok();
        let entry = number.map(|number| state.journal.link_by_number(number)).transpose()?.flatten();
        let Some(entry) = entry else {
            let id = model::finding::clip(&id, 100);
            return Err(Problem::not_found(format!("there is no link `{id}`: `/api/v1/links?url=…` finds one")));
        };
        Ok(Json(LinkWithHistory::of(&entry, &reader.link_targets(), state.clock.now())))
    })
    .await
}
