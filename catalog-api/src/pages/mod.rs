//! Portal pages for people, in Swedish and English.

use crate::state::{AppState, Language, Reader};
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;

/// The pages; mounted at `/` (Swedish) and, nested, at `/en` (English). Paths here are without the prefix. Its
/// fallback is the portal's 404 page.
///
/// `/datasets/{id}` and `/organisations/{id}` are wrapped by the linked-data layer: a request that wants RDF or JSON,
/// by suffix or `Accept`, never gets here.
pub(crate) fn router() -> axum::Router<AppState> {
    axum::Router::new().route("/", get(start))
}

async fn start(State(state): State<AppState>, reader: Reader, language: Language) -> Html<String> {
    let heading = language.pick("datamängder", "datasets");
    let count = reader.summaries.len();
    let tag = language.tag();
    // The title comes from the operator's configuration file, not from a stranger.
    let title = &state.config.title;
    Html(format!("<!doctype html><html lang=\"{tag}\"><title>{title}</title><h1>{title}</h1><p>{count} {heading}</p>"))
}
