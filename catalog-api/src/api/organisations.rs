//! Publishers.

use super::params::Parameters;
use super::{Page, blocking, openapi};
use crate::address;
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::Json;
use axum::extract::{Path, State};
use http::Uri;
use model::LangText;
use model::view::AgentView;
use serde::Serialize;
use store::Journal;
use store::views::OrganisationView;

/// An organisation as JSON.
#[derive(Debug, Serialize)]
pub(crate) struct Organisation {
    #[serde(flatten)]
    agent: AgentView,
    homepage: Option<String>,
    identifiers: Vec<String>,
    description: LangText,
    datasets: u64,
    services: u64,
    series: u64,
}

impl From<&OrganisationView> for Organisation {
    fn from(view: &OrganisationView) -> Self {
        Self {
            agent: view.agent.clone(),
            homepage: view.homepage.clone(),
            identifiers: view.identifiers.clone(),
            description: view.description.clone(),
            datasets: view.datasets,
            services: view.services,
            series: view.series,
        }
    }
}

/// Everybody who publishes something that is shown, by Swedish name or by number of datasets; with `q` those whose name
/// has the words, the best match first unless sorted by number.
#[utoipa::path(
    get, path = "/api/v1/organisations", tag = "organisations", params(openapi::OrganisationParameters),
    responses(
        (status = 200, description = "One page of organisations", body = ref("#/components/schemas/OrganisationPage")),
    )
)]
pub(super) async fn list(
    State(state): State<AppState>,
    reader: Reader,
    uri: Uri,
) -> Result<Json<Page<Organisation>>, Problem> {
    let parameters = Parameters::of(&uri, &["q", "sort", "page", "per_page"])?;
    let paging = parameters.paging()?;
    let q = super::concepts::names_query(&parameters)?;
    let names = reader.organisations.iter().map(|organisation| &organisation.agent.name);
    let found = reader.searcher.find_names(&q, true, names);
    let mut all: Vec<&OrganisationView> = found.into_iter().map(|at| &reader.organisations[at]).collect();
    if parameters.word("sort", &["name", "datasets"])? == Some("datasets") {
        all.sort_by_key(|organisation| std::cmp::Reverse(organisation.datasets));
    }
    let total = all.len() as u64;
    let items = paging.slice(&all).iter().map(|view| Organisation::from(*view)).collect();
    let next = paging.next(&state.config.base_url, "api/v1/organisations", &parameters, total);
    Ok(Json(Page { seq: reader.seq, total, items, next }))
}

/// One organisation, by portal id.
#[utoipa::path(
    get, path = "/api/v1/organisations/{id}", tag = "organisations", params(openapi::OrganisationId),
    responses(
        (status = 200, description = "The organisation", body = ref("#/components/schemas/Organisation")),
        (status = 301, description = "It has another id now, or the id is of an older portal"),
        (status = 404, description = "There is none of that id", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 410, description = "It publishes nothing any more", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn one(
    State(state): State<AppState>,
    reader: Reader,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<Organisation>, Problem> {
    Parameters::of(&uri, &[])?;
    blocking(move || {
        let address = super::resources::api_address(&state.config.base_url);
        organisation(&reader, &state.journal, &id, address).map(Json)
    })
    .await
}

/// The organisation behind a portal id, or why there is none (301, 410, 404).
pub(crate) fn organisation(
    reader: &Reader,
    journal: &Journal,
    id: &str,
    address: impl Fn(&str, &str) -> String,
) -> Result<Organisation, Problem> {
    let found = reader.organisations.iter().find(|organisation| organisation.agent.id == id);
    match found {
        Some(found) => Ok(Organisation::from(found)),
        None => Err(address::refusal(reader, journal, ("organisations", id), address)?),
    }
}
