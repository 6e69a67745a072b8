//! All routes put together, and the document that describes them.

use crate::api::{Examples, finish_description};
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use crate::{api, feeds, health, layers, linked, metrics, pages, sparql};
use axum::Router;
use axum::extract::State;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{any, get};
use http::header;
use std::sync::Arc;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What the handlers say about themselves, gathered once.
#[derive(Clone)]
struct Description(Arc<OpenApi>);

/// Everything with a place in the API description.
fn described() -> OpenApiRouter<AppState> {
    api::router()
        .merge(sparql::router())
        .merge(linked::router())
        .merge(feeds::router())
        .routes(routes!(openapi))
        .routes(routes!(health::live))
        .routes(routes!(health::ready))
        .routes(routes!(metrics::metrics))
}

/// The whole surface.
pub(crate) fn router(state: &AppState) -> Router {
    let (described, description) = described().split_for_parts();
    let pages = pages::router().layer(from_fn_with_state(state.clone(), linked::negotiate_pages));
    let routes = Router::new()
        .merge(described)
        .route("/api/{*path}", any(no_such_api))
        .route("/en/", get(|| async { Redirect::permanent("/en") }))
        .nest("/en", pages.clone())
        .merge(pages)
        .layer(axum::Extension(Description(Arc::new(description))))
        .with_state(state.clone());
    layers::wrap(routes, state)
}

/// Unknown addresses below `/api` are for programs: JSON, never a page.
async fn no_such_api() -> Problem {
    Problem::not_found("there is nothing at this address; `/openapi.json` lists what there is")
}

/// This document.
#[utoipa::path(
    get, path = "/openapi.json", tag = "operation",
    responses((status = 200, description = "OpenAPI 3.1, self-contained", body = Object))
)]
async fn openapi(
    State(state): State<AppState>,
    reader: Reader,
    axum::Extension(Description(description)): axum::Extension<Description>,
) -> Result<Response, Problem> {
    let text = api::blocking(move || {
        let examples = Examples {
            dataset: reader.summaries.first().map(|summary| summary.id.clone()),
            organisation: reader.organisations.first().map(|organisation| organisation.agent.id.clone()),
            source: state.journal.sources()?.first().map(|entry| entry.source.id.to_string()),
        };
        Ok(finish_description(&description, &state.config, &examples).to_string())
    })
    .await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}
