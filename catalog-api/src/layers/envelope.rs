//! One reader per request, headers on every answer, words for bare statuses, counting.

use super::CATALOG_SEQ;
use crate::problem::problem;
use crate::state::{AppState, Reader};
use axum::body::{Body, HttpBody};
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use std::time::{Duration, Instant};

/// Only our own files, no code, no frames. Pages with a script have a policy of their own.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Headers that every answer has unless a handler says otherwise.
static ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Pattern of the route that answered, for the metrics: few values, whatever clients ask for.
#[derive(Debug, Clone)]
struct Route(String);

/// Inner layer: only here the matched pattern is known.
pub(super) async fn remember_route(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|path| Route(path.as_str().to_owned()));
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(route);
    }
    response
}

/// Outermost layer but one.
pub(super) async fn envelope(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    if method == Method::HEAD {
        // Routes answer GET, so that `ETag` and length are those of the body; it is dropped below.
        *request.method_mut() = Method::GET;
    }
    let reader = Reader(state.projector.current());
    let seq = reader.seq;
    request.extensions_mut().insert(reader);
    let response = next.run(request).await;
    let route = response.extensions().get::<Route>().map_or_else(|| "none".to_owned(), |route| route.0.clone());
    let mut response = with_words(response);
    let status = response.status();
    let headers = response.headers_mut();
    headers.insert(CATALOG_SEQ, HeaderValue::from(seq.0));
    for (name, value) in &ALWAYS {
        headers.entry(name).or_insert_with(|| HeaderValue::from_static(value));
    }
    set_cache_control(headers, &method, status, state.config.max_age);
    state.metrics.request(&route, &method, status, began.elapsed());
    if method == Method::HEAD { without_body(response) } else { response }
}

fn without_body(response: Response) -> Response {
    let length = response.body().size_hint().exact();
    let (mut parts, _) = response.into_parts();
    if let Some(length) = length.filter(|_| parts.status.is_success()) {
        parts.headers.entry(header::CONTENT_LENGTH).or_insert_with(|| HeaderValue::from(length));
    }
    Response::from_parts(parts, Body::empty())
}

fn set_cache_control(headers: &mut HeaderMap, method: &Method, status: StatusCode, max_age: Duration) {
    if headers.contains_key(header::CACHE_CONTROL) {
        return;
    }
    let is_read = matches!(*method, Method::GET | Method::HEAD);
    let value = if is_read && (status.is_success() || status.is_redirection()) {
        format!("public, max-age={}", max_age.as_secs())
    } else {
        "no-store".to_owned()
    };
    if let Ok(value) = HeaderValue::from_str(&value) {
        headers.insert(header::CACHE_CONTROL, value);
    }
}

/// The framework's own errors are bare or plain text; ours are problems. Headers (`Allow`) stay.
fn with_words(response: Response) -> Response {
    let status = response.status();
    let content_type = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_plain = content_type.is_none_or(|kind| kind.starts_with("text/plain"));
    let is_short = response.body().size_hint().exact().is_some_and(|length| length < 4096);
    if !(status.is_client_error() || status.is_server_error()) || !is_plain || !is_short {
        return response;
    }
    let allow = response.headers().get(header::ALLOW).and_then(|value| value.to_str().ok());
    let detail = match (status, allow) {
        (StatusCode::METHOD_NOT_ALLOWED, Some(allow)) => format!("this resource takes {allow}"),
        (StatusCode::NOT_FOUND, _) => {
            "there is nothing at this address; `/openapi.json` lists what there is".to_owned()
        }
        (StatusCode::PAYLOAD_TOO_LARGE, _) => format!("the body is larger than {} bytes", super::MAX_BODY),
        _ => status.canonical_reason().unwrap_or("the request cannot be answered").to_lowercase(),
    };
    let title = status.canonical_reason().unwrap_or("Error");
    let (parts, _) = response.into_parts();
    let mut worded = problem(status, title, detail).into_response();
    for (name, value) in &parts.headers {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            worded.headers_mut().append(name, value.clone());
        }
    }
    worded
}
