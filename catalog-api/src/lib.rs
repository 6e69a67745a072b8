//! The HTTP surface: SPARQL, JSON, linked data, portal pages, health.
//!
//! **Invariant:** a request reads one immutable [`Published`] and nothing else that changes; it never harvests and
//! never writes the journal (orders go through `model::control::HarvestControl`).
#![forbid(unsafe_code)]

mod negotiate;
mod pages;
mod problem;
pub mod published;
mod state;

pub use published::{ProjectError, Projector, Published};

use model::control::HarvestControl;
use state::{AppState, Shared};
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
}

/// The whole HTTP surface as one axum router.
pub fn router(
    config: ServerConfig,
    journal: Arc<Journal>,
    projector: Arc<Projector>,
    control: Option<Arc<dyn HarvestControl>>,
) -> axum::Router {
    let state = AppState::new(Shared { config, journal, projector, control });
    axum::Router::new().merge(pages::router()).nest("/en", pages::router()).with_state(state)
}
