//! From a query to its complete answer.

use super::cache::{self, Cached};
use super::formats::{self, Wanted};
use super::not_acceptable;
use super::protocol::Query;
use crate::problem::{Problem, problem};
use crate::state::{AppState, Reader};
use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::sparql::{AnswerBody, AnswerFormat, SparqlAnswer, SparqlError, SparqlRequest};
use tokio_util::io::ReaderStream;

/// Tells the evaluator that nobody waits any more: the handler is dropped when the client goes away.
struct CancelOnDrop(Arc<AtomicBool>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Answers from the cache or the evaluator. The answer is complete before its status line.
pub(super) async fn answer(
    state: &AppState,
    reader: &Reader,
    client: Option<IpAddr>,
    query: Query,
    wanted: Wanted,
) -> Result<Response, Problem> {
    if wanted.solutions.is_none() && wanted.graph.is_none() {
        return Err(not_acceptable(&formats::offered()));
    }
    let request = SparqlRequest {
        query: query.text,
        default_graphs: query.default_graphs,
        named_graphs: query.named_graphs,
        solutions: wanted.solutions.unwrap_or(AnswerFormat::Json),
        graph: wanted.graph.unwrap_or(AnswerFormat::Turtle),
    };
    let key = cache::key(reader.seq, &request);
    if let Some(cached) = state.answers.get(&key) {
        state.metrics.sparql("cached");
        return respond(cached.media_type, Body::from(cached.body), wanted);
    }
    let answer = evaluate(state, reader, client, request).await?;
    let body = match answer.body {
        AnswerBody::Memory(bytes) => {
            let body = Bytes::from(bytes);
            state.answers.put(key, Cached { media_type: answer.media_type, body: body.clone() });
            Body::from(body)
        }
        AnswerBody::File(file, _) => Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(file))),
    };
    respond(answer.media_type, body, wanted)
}

async fn evaluate(
    state: &AppState,
    reader: &Reader,
    client: Option<IpAddr>,
    request: SparqlRequest,
) -> Result<SparqlAnswer, Problem> {
    let permit = match client.map(|client| state.gate.enter(client)) {
        Some(None) => {
            state.metrics.sparql("client_limit");
            return Err(too_many(state.gate.limit()));
        }
        Some(permit) => permit,
        None => None,
    };
    let cancel = Arc::new(AtomicBool::new(false));
    let _guard = CancelOnDrop(Arc::clone(&cancel));
    let (state, reader) = (state.clone(), reader.clone());
    let work = move || {
        // The place is taken until the worker is done, also when the client has left.
        let _permit = permit;
        let result = state.evaluator.query(&reader.snapshot, &request, &cancel);
        let is_abandoned = cancel.load(Ordering::Relaxed);
        state.metrics.sparql(if is_abandoned { "abandoned" } else { outcome(&result) });
        result
    };
    let result = tokio::task::spawn_blocking(work).await.map_err(|panic| Problem::internal(&panic))?;
    result.map_err(|error| refusal(&error))
}

fn outcome(result: &Result<SparqlAnswer, SparqlError>) -> &'static str {
    match result {
        Ok(_) => "answered",
        Err(SparqlError::Syntax(_)) => "syntax",
        Err(SparqlError::Refused(_)) => "refused",
        Err(SparqlError::Limit(_)) => "limit",
        Err(SparqlError::Busy) => "busy",
        Err(SparqlError::Internal(_)) => "failed",
    }
}

fn too_many(limit: usize) -> Problem {
    let detail = format!("{limit} queries from your address are being answered: wait for one of them");
    problem(StatusCode::TOO_MANY_REQUESTS, "Too many queries at once", detail).retry_after(2)
}

fn refusal(error: &SparqlError) -> Problem {
    let detail = error.to_string();
    match error {
        SparqlError::Syntax(_) => problem(StatusCode::BAD_REQUEST, "Malformed query", detail),
        SparqlError::Refused(_) => problem(StatusCode::FORBIDDEN, "Refused", detail),
        SparqlError::Limit(_) => problem(StatusCode::SERVICE_UNAVAILABLE, "Limit reached", detail),
        SparqlError::Busy => problem(StatusCode::SERVICE_UNAVAILABLE, "Busy", detail).retry_after(5),
        SparqlError::Internal(_) => Problem::internal(&detail),
    }
}

fn respond(media_type: &'static str, body: Body, wanted: Wanted) -> Result<Response, Problem> {
    let acceptable = if formats::is_graph(media_type) { wanted.graph } else { wanted.solutions };
    if acceptable.is_none() {
        return Err(not_acceptable(&formats::offered()));
    }
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    Ok(response)
}
