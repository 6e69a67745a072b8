//! `/health/live` and `/health/ready`.

use crate::state::Reader;
use axum::Json;
use axum::response::IntoResponse;
use http::header;
use serde_json::json;

const NO_STORE: [(http::HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

/// The process answers.
#[utoipa::path(get, path = "/health/live", tag = "operation", responses((status = 200, description = "Alive")))]
pub(crate) async fn live() -> impl IntoResponse {
    (NO_STORE, Json(json!({ "status": "live" })))
}

/// A snapshot is served, even an empty one. A router exists only with a [`crate::Published`], so this is always 200.
#[utoipa::path(get, path = "/health/ready", tag = "operation", responses((status = 200, description = "Ready")))]
pub(crate) async fn ready(reader: Reader) -> impl IntoResponse {
    (NO_STORE, Json(json!({ "status": "ready", "seq": reader.seq, "resources": reader.summaries.len() })))
}
