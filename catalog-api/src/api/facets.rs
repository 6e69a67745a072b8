//! The values of facets: `/api/v1/facets/{name}`, and which there are, so that a typing error is told from "nothing has
//! this value".

use super::params::{Parameters, not_allowed};
use super::search::request_of;
use super::{Page, blocking, openapi};
use crate::Published;
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::Json;
use axum::extract::{Path, State};
use http::Uri;
use search::{FACETS, FacetValue, Filters, known_facet_value};

/// Parameters beside the facets.
const OTHERS: &[&str] = &["q", "query", "from", "to", "bbox", "page", "per_page", "members", "lang", "verbatim"];

/// Checks that each chosen value is one that the catalog has, or that a vocabulary of ours knows: a link to a theme
/// must not break on the day that its last dataset is withdrawn.
pub(crate) fn check(published: &Published, filters: &Filters) -> Result<(), Problem> {
    for (facet, chosen) in filters {
        for value in chosen {
            if !exists(published, facet, value) {
                let values: Vec<FacetValue> = published.searcher.facet_values(facet);
                let allowed: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
                return Err(not_allowed(facet, value, &allowed));
            }
        }
    }
    Ok(())
}

/// Whether a value is one that the catalog has, or that a vocabulary of ours knows.
pub(crate) fn exists(published: &Published, facet: &str, value: &str) -> bool {
    published.searcher.facet_value(facet, value).is_some() || known_facet_value(facet, value).is_some()
}

/// Every value of a facet with its count, most first: what a search page has no room for. The other parameters are
/// those of the search that the counts belong to; its words are in `query`.
#[utoipa::path(
    get, path = "/api/v1/facets/{name}", tag = "search", params(openapi::FacetName, openapi::FacetParameters),
    responses(
        (status = 200, description = "One page of values", body = ref("#/components/schemas/FacetPage")),
        (status = 404, description = "No such facet", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn values(
    State(state): State<AppState>,
    reader: Reader,
    Path(name): Path<String>,
    uri: Uri,
) -> Result<Json<Page<FacetValue>>, Problem> {
    if !FACETS.contains(&name.as_str()) {
        let problem = Problem::not_found(format!("there is no facet `{name}`: use {}", FACETS.join(", ")));
        return Err(problem.with("allowed", FACETS.to_vec()));
    }
    blocking(move || {
        let parameters = Parameters::of(&uri, &[OTHERS, FACETS].concat())?;
        let paging = parameters.paging()?;
        let request = request_of(&parameters, "query", paging, false)?;
        check(&reader, &request.filters)?;
        let wanted = parameters.one("q")?.unwrap_or_default();
        let all = reader.searcher.search_facet(&request, &name, wanted)?;
        let total = all.len() as u64;
        let next = paging.next(&state.config.base_url, &format!("api/v1/facets/{name}"), &parameters, total);
        Ok(Json(Page { seq: reader.seq, total, items: paging.slice(&all).to_vec(), next }))
    })
    .await
}
