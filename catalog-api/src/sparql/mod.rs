//! `/sparql`: the SPARQL 1.1 protocol on the published snapshot.

mod answer;
mod cache;
mod description;
mod formats;
mod gate;
mod protocol;

pub(crate) use cache::AnswerCache;
pub(crate) use gate::{Gate, Permit, client};

use crate::linked::formats::RdfDocument;
use crate::problem::{Problem, problem};
use crate::state::{AppState, Reader};
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use protocol::Asked;
use std::net::IpAddr;
use std::sync::atomic::AtomicBool;
use store::Snapshot;
use store::sparql::{SparqlAnswer, SparqlError, SparqlPool, SparqlRequest};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Who answers queries: worker processes, and in tests this process.
pub(crate) trait Evaluate: Send + Sync + std::fmt::Debug {
    /// Answers one query (blocking); gives up when `cancel` becomes true.
    fn query(
        &self,
        snapshot: &Snapshot,
        request: &SparqlRequest,
        cancel: &AtomicBool,
    ) -> Result<SparqlAnswer, SparqlError>;
}

impl Evaluate for SparqlPool {
    fn query(
        &self,
        snapshot: &Snapshot,
        request: &SparqlRequest,
        cancel: &AtomicBool,
    ) -> Result<SparqlAnswer, SparqlError> {
        Self::query(self, snapshot.path(), request, cancel)
    }
}

/// The protocol's routes.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(get, post)).routes(routes!(void))
}

/// A query in the URL; without any parameter the service description (RDF), or for people the way to the editor.
#[utoipa::path(
    get, path = "/sparql", tag = "sparql",
    params(
        ("query" = Option<String>, Query, description = "SPARQL 1.1 query; updates and SERVICE are refused"),
        ("default-graph-uri" = Option<Vec<String>>, Query, description = "Default graph of the query's dataset"),
        ("named-graph-uri" = Option<Vec<String>>, Query, description = "Named graphs of the query's dataset"),
        ("format" = Option<String>, Query, description = "Only used when `Accept` leaves the choice to us"),
    ),
    responses(
        (status = 200, description = "The complete answer", content(
            (String = "application/sparql-results+json"), (String = "application/sparql-results+xml"),
            (String = "text/csv"), (String = "text/tab-separated-values"), (String = "text/turtle"),
            (String = "application/n-triples"), (String = "application/rdf+xml"), (String = "application/ld+json"),
        )),
        (status = 303, description = "No query and HTML wanted: the editor page"),
        (status = 400, description = "No query, two queries, or one that cannot be parsed", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 403, description = "An update, or `SERVICE`", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 406, description = "No format that you accept fits the query", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 429, description = "Too many queries of yours at once", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 503, description = "Too busy, or a limit was hit (`detail` says which)", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
async fn get(State(state): State<AppState>, reader: Reader, request: Request) -> Result<Response, Problem> {
    let (parts, _) = request.into_parts();
    let asked = protocol::of_get(parts.uri.query().unwrap_or_default())?;
    let client = gate::client(&parts);
    respond(&state, &reader, &parts.headers, client, asked).await
}

/// A query in the body: a form, or the query itself as `application/sparql-query`.
#[utoipa::path(
    post, path = "/sparql", tag = "sparql",
    request_body(content(
        (String = "application/sparql-query", example = "SELECT * WHERE { ?s ?p ?o } LIMIT 10"),
        (String = "application/x-www-form-urlencoded", example = "query=ASK%20%7B%7D"),
    )),
    responses(
        (status = 200, description = "The complete answer", content(
            (String = "application/sparql-results+json"), (String = "application/sparql-results+xml"),
            (String = "text/csv"), (String = "text/tab-separated-values"), (String = "text/turtle"),
            (String = "application/n-triples"), (String = "application/rdf+xml"), (String = "application/ld+json"),
        )),
        (status = 400, description = "No query, two queries, or one that cannot be parsed", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 403, description = "An update, or `SERVICE`", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 406, description = "No format that you accept fits the query", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 415, description = "Another kind of body", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 429, description = "Too many queries of yours at once", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 503, description = "Too busy, or a limit was hit (`detail` says which)", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
async fn post(State(state): State<AppState>, reader: Reader, request: Request) -> Result<Response, Response> {
    let (parts, body) = request.into_parts();
    let client = gate::client(&parts);
    let whole = Request::from_parts(parts.clone(), body);
    let body = <Bytes as axum::extract::FromRequest<_>>::from_request(whole, &()).await;
    let body = body.map_err(IntoResponse::into_response)?;
    let content_type =
        parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let asked = protocol::of_post(parts.uri.query().unwrap_or_default(), content_type, &body);
    let asked = asked.map_err(IntoResponse::into_response)?;
    respond(&state, &reader, &parts.headers, client, asked).await.map_err(IntoResponse::into_response)
}

async fn respond(
    state: &AppState,
    reader: &Reader,
    headers: &HeaderMap,
    client: Option<IpAddr>,
    asked: Asked,
) -> Result<Response, Problem> {
    let accept = accept_of(headers);
    match asked {
        Asked::Description => describe(state, reader, &accept),
        Asked::Query(query) => {
            let wanted = formats::wanted(&accept, query.format.as_deref());
            answer::answer(state, reader, client, query, wanted).await
        }
    }
}

/// All `Accept` lines as one.
pub(crate) fn accept_of(headers: &HeaderMap) -> String {
    let lines: Vec<&str> = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    lines.join(",")
}

fn describe(state: &AppState, reader: &Reader, accept: &str) -> Result<Response, Problem> {
    let offered = ["text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples", "text/html"];
    let choice = crate::negotiate::negotiate(accept, &offered).ok_or_else(|| not_acceptable(&offered))?;
    let mut response = match RdfDocument::of_media_type(offered[choice]) {
        Some(format) => format.respond(&description::service(&state.config.base_url, reader))?,
        None => Redirect::to(&format!("{}sparql-editor", state.config.base_url)).into_response(),
    };
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    Ok(response)
}

/// 406 that names what there is.
pub(crate) fn not_acceptable(offered: &[&str]) -> Problem {
    let detail = format!("none of the media types in `Accept` is offered: use one of {}", offered.join(", "));
    problem(StatusCode::NOT_ACCEPTABLE, "Not acceptable", detail).with("allowed", offered.to_vec())
}

/// What the catalog holds, as VoID.
#[utoipa::path(
    get, path = "/.well-known/void", tag = "sparql",
    responses(
        (status = 200, description = "VoID description", content(
            (String = "text/turtle"), (String = "application/rdf+xml"), (String = "application/ld+json"),
            (String = "application/n-triples"),
        )),
        (status = 406, description = "None of your formats", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
async fn void(State(state): State<AppState>, reader: Reader, headers: HeaderMap) -> Result<Response, Problem> {
    let format = RdfDocument::negotiate(&accept_of(&headers))?;
    let mut response = format.respond(&description::void(&state.config.base_url, &reader))?;
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    Ok(response)
}
