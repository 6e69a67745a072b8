//! `/api/v1`: the catalog as JSON. Names are a public contract (design.md §7); one file per resource.

mod changes;
mod check;
mod command_line;
mod concepts;
mod countries;
mod facets;
mod held;
mod history;
mod hvd;
mod hvd_openapi;
mod identity;
mod links;
mod openapi;
mod orders;
mod organisations;
pub(crate) mod params;
mod ping;
mod quality;
mod related;
mod resources;
mod runs;
mod search;
mod sources;
mod statistics;
mod statistics_openapi;
mod understanding;

pub(crate) use check::address as check_address;
pub use command_line::{SearchParameter, check_search_parameters, search_parameters, search_request};
pub(crate) use countries::{Dimension, dimensions};
pub(crate) use facets::check as check_facets;
pub(crate) use history::{ChangeJson, ValueJson, VersionJson, has_history, versions};
pub(crate) use openapi::{Examples, FeedParameters, finish as finish_description};
pub(crate) use organisations::organisation;
pub(crate) use ping::Pings;
pub(crate) use related::because_text;
pub(crate) use resources::{view, whole};
pub(crate) use runs::{public as public_report, report_of, with_findings};
pub(crate) use sources::without_credentials;

use crate::problem::Problem;
use crate::state::AppState;
use model::Seq;
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The JSON API with its description: one router gives both, so neither can have a path that the other lacks.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::description())
        .routes(routes!(search::search))
        .routes(routes!(search::datasets))
        .routes(routes!(facets::values))
        .routes(routes!(understanding::explain))
        .routes(routes!(understanding::suggest))
        .routes(routes!(resources::resource))
        .routes(routes!(related::related))
        .routes(routes!(concepts::list))
        .routes(routes!(history::history))
        .routes(routes!(changes::changes))
        .routes(routes!(check::check))
        .routes(routes!(identity::identity))
        .routes(routes!(identity::rules, identity::add_rule))
        .routes(routes!(identity::lift_rule))
        .routes(routes!(resources::services))
        .routes(routes!(resources::series))
        .routes(routes!(organisations::list))
        .routes(routes!(organisations::one))
        .routes(routes!(sources::list))
        .routes(routes!(sources::one))
        .routes(routes!(sources::findings))
        .routes(routes!(held::held))
        .routes(routes!(held::decisions))
        .routes(routes!(orders::run))
        .routes(routes!(orders::approve))
        .routes(routes!(orders::reject))
        .routes(routes!(orders::rollback))
        .routes(routes!(orders::restore))
        .routes(routes!(ping::key, ping::ping))
        .merge(quality::router())
        .merge(links::router())
        .routes(routes!(runs::list))
        .routes(routes!(runs::one))
        .routes(routes!(hvd::hvd))
        .routes(routes!(statistics::over_time))
        .routes(routes!(statistics::current))
        .routes(routes!(countries::countries))
}

/// One page of a list.
#[derive(Debug, Serialize)]
pub(crate) struct Page<T> {
    seq: Seq,
    total: u64,
    items: Vec<T>,
    next: Option<String>,
}

/// Runs `work` where it may block, and turns a panic in it into a 500.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|panic| Err(Problem::internal(&panic)))
}
