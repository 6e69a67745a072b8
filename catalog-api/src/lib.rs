//! The HTTP surface: SPARQL, JSON, linked data, portal pages, health.
//!
//! **Invariant:** a request reads one immutable [`Published`] and nothing else that changes; it never harvests:
//! harvesting is ordered through `model::control::HarvestControl`. Only `api::orders` and the identity rules write the
//! journal, each for a token.
#![forbid(unsafe_code)]

mod access;
mod address;
mod agreement;
mod api;
mod ask;
mod checks;
mod csv;
mod feeds;
mod figures;
mod fixes;
mod health;
mod hvd;
mod layers;
mod linked;
mod links;
mod metrics;
mod negotiate;
mod pages;
mod problem;

pub mod published;
mod quality;
mod queries;
mod related;
mod routes;
mod sparql;
mod state;
#[cfg(test)]
mod tests;
mod timeline;

pub use api::{SearchParameter, check_search_parameters, search_parameters, search_request};
pub use published::{ProjectError, Projector, Published};
pub use quality::{Quality, QualityFigures};

use model::control::Controls;
use state::AppState;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use store::Journal;

/// Settings of the server (`[server]` and `[sparql]` in `skord.toml`).
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// Base of our own IRIs and links, ends with `/`.
    pub base_url: String,
    /// Name of the portal on its pages.
    pub title: String,
    /// Operator's contact, for the accessibility statement and the footer.
    pub contact: Option<String>,
    /// The binary that is started as SPARQL worker (`/proc/self/exe`).
    pub executable: PathBuf,
    /// Limits of public SPARQL queries.
    pub sparql: store::sparql::PoolLimits,
    /// Queries at once per client address.
    pub sparql_per_client: usize,
    /// How long a finished answer may be cached by clients.
    pub max_age: Duration,
    /// Days that counts of queries are kept; nothing is counted without.
    pub query_log_days: Option<u32>,
}

/// The whole HTTP surface as one axum router. Serve it with `into_make_service_with_connect_info::<SocketAddr>()`, or
/// the limit of queries per client has nobody to count.
pub fn router(
    config: ServerConfig,
    journal: Arc<Journal>,
    projector: Arc<Projector>,
    controls: impl Into<Controls>,
) -> axum::Router {
    let pool = store::sparql::SparqlPool::new(config.executable.clone(), config.sparql.clone());
    routes::router(&AppState::new(config, journal, projector, controls.into(), Arc::new(pool)))
}
