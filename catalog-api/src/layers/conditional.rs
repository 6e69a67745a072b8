//! `ETag` from content, and 304 (RFC 9110 §13).

use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

/// Bodies up to this size are hashed; longer ones are streamed and bring an `ETag` of their own, if any.
const MAX_HASHED: u64 = 16 * 1024 * 1024;

/// Gives 200 answers to `GET` a weak `ETag` (compression comes after it) and answers `If-None-Match`.
pub(super) async fn conditional(request: Request, next: Next) -> Response {
    let is_read = request.method() == Method::GET;
    let wanted = request.headers().get(header::IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    if !is_read || response.status() != StatusCode::OK || is_uncacheable(response.headers()) {
        return response;
    }
    let response = with_etag(response).await;
    let matched = match (&wanted, response.headers().get(header::ETAG)) {
        (Some(wanted), Some(etag)) => matches(wanted, etag),
        _ => false,
    };
    if matched { not_modified(response) } else { response }
}

fn is_uncacheable(headers: &HeaderMap) -> bool {
    headers.get(header::CACHE_CONTROL).is_some_and(|value| value == "no-store")
}

async fn with_etag(response: Response) -> Response {
    let length = response.body().size_hint().exact();
    if response.headers().contains_key(header::ETAG) || length.is_none_or(|length| length > MAX_HASHED) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let hash = blake3::hash(&bytes).to_hex();
    if let Ok(etag) = HeaderValue::from_str(&format!("W/\"{}\"", &hash[..32])) {
        parts.headers.insert(header::ETAG, etag);
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Weak comparison with a list of tags or `*`.
fn matches(wanted: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(wanted), Ok(etag)) = (wanted.to_str(), etag.to_str()) else { return false };
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    wanted.trim() == "*" || wanted.split(',').any(|tag| opaque(tag) == opaque(etag))
}

fn not_modified(response: Response) -> Response {
    let (mut parts, _) = response.into_parts();
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::CONTENT_TYPE);
    Response::from_parts(parts, Body::empty())
}
