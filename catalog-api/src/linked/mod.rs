//! Linked data: documents about one thing, and the whole catalog.

mod catalog;
mod dump;
pub(crate) mod formats;
mod identifiers;
mod resources;

pub(crate) use resources::negotiate_pages;

use crate::state::AppState;
use tokio::sync::Semaphore;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Hydra core vocabulary: paged collections.
pub(crate) const HYDRA: &str = "http://www.w3.org/ns/hydra/core#";

/// Whole catalogs being streamed at once; each holds a thread for as long as its client reads.
const DUMPS: usize = 16;

/// Places for whole catalogs being streamed.
#[derive(Debug, Clone)]
pub(crate) struct Dumps(std::sync::Arc<Semaphore>);

impl Default for Dumps {
    fn default() -> Self {
        Self(std::sync::Arc::new(Semaphore::new(DUMPS)))
    }
}

impl Dumps {
    /// All places, for a test of what happens when there is none.
    #[cfg(test)]
    pub(crate) fn take_all(&self) -> tokio::sync::OwnedSemaphorePermit {
        let all = u32::try_from(DUMPS).unwrap_or(u32::MAX);
        std::sync::Arc::clone(&self.0).try_acquire_many_owned(all).expect("nobody reads")
    }
}

/// Documents that are nothing but RDF; those about one resource are negotiated around its page.
pub(crate) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(catalog::turtle))
        .routes(routes!(catalog::rdf_xml))
        .routes(routes!(catalog::json_ld))
        .routes(routes!(catalog::n_triples))
        .routes(routes!(catalog::negotiated))
        .routes(routes!(identifiers::identifier))
}
