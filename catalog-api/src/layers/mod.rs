//! What every answer has in common, wrapped around all routes.

mod conditional;
mod envelope;
mod orders;

use crate::problem::Problem;
use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use http::{HeaderName, Method, header};
use std::any::Any;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any as AnyOrigin, CorsLayer};

/// Carries the catalog's number in every answer.
pub(crate) const CATALOG_SEQ: HeaderName = HeaderName::from_static("x-catalog-seq");

/// Bytes of a request's body.
const MAX_BODY: usize = 1024 * 1024;

/// Wraps the routes. The outer router has no route of its own, so each layer sees every request once, also those that
/// nothing answers, and `HEAD` can be answered from `GET` after the `ETag` is known.
pub(crate) fn wrap(routes: Router, state: &AppState) -> Router {
    let routes = routes.layer(from_fn(envelope::remember_route)).layer(DefaultBodyLimit::max(MAX_BODY));
    Router::new()
        .fallback_service(routes)
        .layer(from_fn(conditional::conditional))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(answer_panic))
        .layer(from_fn_with_state(state.clone(), envelope::envelope))
        .layer(cors())
        .layer(from_fn(orders::close))
}

/// Everything readable is open to scripts of every site (design §7); orders are closed again by [`orders::close`].
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AnyOrigin)
        .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::OPTIONS])
        .allow_headers(AnyOrigin)
        .expose_headers([CATALOG_SEQ, header::ETAG, header::LINK, header::RETRY_AFTER, header::LOCATION])
        .max_age(std::time::Duration::from_hours(24))
}

#[expect(clippy::needless_pass_by_value, reason = "the layer's signature")]
fn answer_panic(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a message");
    Problem::internal(&format!("a handler panicked: {text}")).into_response()
}
