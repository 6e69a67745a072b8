//! Quality of metadata (MQA): of the portal, of sources, publishers and datasets, as JSON, CSV and DQV.

mod dataset;
mod dqv;
mod fixes;
mod json;
mod lists;
mod openapi;

pub(super) use openapi::add_schemas;

use super::params::Parameters;
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::Json;
use http::{HeaderMap, Uri, header};
use json::Portal;
use model::quality::Mode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// All routes about quality.
pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(portal))
        .routes(routes!(lists::sources))
        .routes(routes!(lists::source))
        .routes(routes!(lists::publishers))
        .routes(routes!(lists::publisher))
        .routes(routes!(lists::catalogs))
        .routes(routes!(dataset::dataset))
        .routes(routes!(dqv::dqv))
        .routes(routes!(fixes::portal))
        .routes(routes!(fixes::portal_patch))
        .routes(routes!(fixes::source))
        .routes(routes!(fixes::source_patch))
        .routes(routes!(fixes::publisher))
        .routes(routes!(fixes::publisher_patch))
        .routes(routes!(fixes::dataset))
        .routes(routes!(fixes::dataset_patch))
}

/// Score, dimensions, ratings, stars and addresses of all datasets that readers see.
#[utoipa::path(
    get, path = "/api/v1/quality", tag = "quality", params(openapi::QualityParameters),
    responses(
        (status = 200, description = "The figures", body = ref("#/components/schemas/PortalQuality")),
    )
)]
async fn portal(reader: Reader, uri: Uri) -> Result<Json<Portal>, Problem> {
    let parameters = Parameters::of(&uri, &["mode"])?;
    let mode = mode(&parameters)?;
    Ok(Json(Portal::of(&reader, mode)))
}

/// Whose points: as dataportal.se counts unless `mode=eu`.
fn mode(parameters: &Parameters) -> Result<Mode, Problem> {
    Ok(match parameters.word("mode", &["se", "eu"])? {
        Some("eu") => Mode::Eu,
        _ => Mode::Se,
    })
}

/// `format=csv`, or an `Accept` that likes CSV better than JSON.
fn wants_csv(parameters: &Parameters, headers: &HeaderMap) -> Result<bool, Problem> {
    if let Some(format) = parameters.word("format", &["json", "csv"])? {
        return Ok(format == "csv");
    }
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Ok(crate::negotiate::negotiate(accept, &["application/json", "text/csv"]) == Some(1))
}
