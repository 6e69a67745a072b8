//! Portal pages for people, in Swedish and English.
//!
//! **Invariant:** every page works without JavaScript and without any file from another host; nothing that a source
//! says reaches a page but through `html`. Handlers read one `Published` and the journal, and write nothing.

mod assets;
mod charts;
mod check;
mod developers;
mod distributions;
mod facet_texts;
mod facets;
mod findings;
mod frame;
mod held;
mod history;
mod hit;
mod html;
mod hvd;
mod hvd_texts;
mod link_problems;
mod link_texts;
mod marked;
mod numbers;
mod organisations;
mod paging;
mod problems;
mod quality;
mod query;
mod related;
mod resource_facts;
mod resource_page;
mod run;
mod run_text;
mod schema_org;
mod search_page;
mod sources;
mod start;
mod statement;
mod statistics;
mod statistics_texts;
mod suggest_box;
mod texts;
mod understood;
mod zero;

pub(crate) use html::{escape, excerpt};
pub(crate) use query::{SearchForm, encode};
pub(crate) use suggest_box::address as suggestion_address;
pub(crate) use texts::{EN, SV};

use crate::state::AppState;
use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::routing::get;
use frame::Context;

/// The pages; mounted at `/` (Swedish) and, nested, at `/en` (English). Paths here are without the prefix. Its
/// fallback is the portal's 404 page.
///
/// `/datasets/{id}` and `/organisations/{id}` are wrapped by the linked-data layer: a request that wants RDF or JSON,
/// by suffix or `Accept`, never gets here.
pub(crate) fn router() -> axum::Router<AppState> {
    axum::Router::new()
        .route("/", get(start::start))
        .route("/datasets", get(search_page::datasets))
        .route("/datasets/{id}", get(resource_page::resource))
        .route("/datasets/{id}/history", get(history::history))
        .route("/datasets/{id}/{slug}", get(resource_page::resource_with_slug))
        .route("/services", get(search_page::services))
        .route("/series", get(search_page::series))
        .route("/organisations", get(organisations::organisations))
        .route("/organisations/{id}", get(organisations::organisation))
        .route("/sources", get(sources::sources))
        .route("/sources/{id}", get(sources::source))
        .route("/runs/{run}", get(run::run))
        .route("/check", get(check::form).post(check::report).layer(DefaultBodyLimit::disable()))
        .route("/developers", get(developers::developers))
        .route("/sparql-editor", get(developers::sparql_editor))
        .route("/hvd", get(hvd::hvd))
        .route("/statistics", get(statistics::statistics))
        .route("/quality", get(quality::quality))
        .route("/quality/sources/{id}", get(quality::source))
        .route("/quality/organisations/{id}", get(quality::organisation))
        .route("/quality/datasets/{id}", get(quality::dataset))
        .route("/tillganglighet", get(statement::statement))
        .route("/assets/{name}", get(assets::serve))
        .fallback(not_found)
}

async fn not_found(context: Context) -> Response {
    context.answer(|_| Err::<problems::NoPage, _>(problems::PageProblem::NotFound(None))).await
}
