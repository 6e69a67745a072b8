//! What every handler gets: shared state, the one [`Published`] of a request, the reader's language.

use crate::api::Pings;
use crate::checks::Desk;
use crate::feeds::PastCache;
use crate::fixes::PlanCache;
use crate::linked::Dumps;
use crate::metrics::Metrics;
use crate::queries::QueryLog;
use crate::sparql::{AnswerCache, Evaluate, Gate};
use crate::{Projector, Published, ServerConfig};
use axum::extract::{FromRef, FromRequestParts, OriginalUri};
use http::request::Parts;
use model::control::{Controls, HarvestControl};
use model::{Clock, SystemClock};
use std::convert::Infallible;
use std::ops::Deref;
use std::sync::Arc;
use store::Journal;

/// State of the whole HTTP surface; a clone is one pointer.
#[derive(Debug, Clone)]
pub(crate) struct AppState(Arc<Shared>);

/// What [`AppState`] points to.
#[derive(Debug)]
pub(crate) struct Shared {
    /// Settings.
    pub(crate) config: ServerConfig,
    /// Sources, runs, findings, tombstones. Reads only; blocking.
    pub(crate) journal: Arc<Journal>,
    /// Gives the newest [`Published`].
    pub(crate) projector: Arc<Projector>,
    /// Orders to the harvester, when this process has one.
    pub(crate) control: Option<Arc<dyn HarvestControl>>,
    /// Judges documents, when this process can.
    pub(crate) checks: Option<Desk>,
    /// Answers SPARQL queries.
    pub(crate) evaluator: Arc<dyn Evaluate>,
    /// SPARQL queries at once per client.
    pub(crate) gate: Gate,
    /// Finished SPARQL answers.
    pub(crate) answers: AnswerCache,
    /// Whole catalogs being streamed.
    pub(crate) dumps: Dumps,
    /// When each source was pinged last.
    pub(crate) pings: Pings,
    /// What resources were before they changed, for feeds.
    pub(crate) past: PastCache,
    /// What to mend first in the whole portal.
    pub(crate) plans: PlanCache,
    /// The time, for signatures.
    pub(crate) clock: Arc<dyn Clock>,
    /// Counts of queries.
    pub(crate) queries: QueryLog,
    /// Numbers for the operator.
    pub(crate) metrics: Metrics,
}

impl AppState {
    /// The state of a new server.
    pub(crate) fn new(
        config: ServerConfig,
        journal: Arc<Journal>,
        projector: Arc<Projector>,
        controls: Controls,
        evaluator: Arc<dyn Evaluate>,
    ) -> Self {
        Self(Arc::new(Shared {
            gate: Gate::new(config.sparql_per_client),
            queries: QueryLog::new(Arc::clone(&journal), config.query_log_days),
            config,
            journal,
            projector,
            control: controls.harvest,
            checks: controls.checks.map(Desk::new),
            evaluator,
            answers: AnswerCache::default(),
            dumps: Dumps::default(),
            pings: Pings::default(),
            past: PastCache::default(),
            plans: PlanCache::default(),
            clock: Arc::new(SystemClock),
            metrics: Metrics::default(),
        }))
    }
}

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl FromRef<AppState> for Arc<Journal> {
    fn from_ref(state: &AppState) -> Self {
        Arc::clone(&state.journal)
    }
}

/// The one [`Published`] that a request reads from beginning to end: every handler and layer of a request sees the same.
#[derive(Debug, Clone)]
pub(crate) struct Reader(pub(crate) Arc<Published>);

impl Deref for Reader {
    type Target = Published;

    fn deref(&self) -> &Published {
        &self.0
    }
}

impl FromRequestParts<AppState> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        if let Some(reader) = parts.extensions.get::<Self>() {
            return Ok(reader.clone());
        }
        let reader = Self(state.projector.current());
        parts.extensions.insert(reader.clone());
        Ok(reader)
    }
}

/// Language of a page: Swedish, or English under `/en`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Language {
    /// Swedish, the default.
    #[default]
    Sv,
    /// English: the path begins with `/en`.
    En,
}

impl Language {
    /// The language of a whole (not stripped) path.
    pub(crate) fn of_path(path: &str) -> Self {
        if path == "/en" || path.starts_with("/en/") { Self::En } else { Self::Sv }
    }

    /// Language tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// What the paths of this language begin with: nothing, or `/en`.
    pub(crate) fn prefix(self) -> &'static str {
        match self {
            Self::Sv => "",
            Self::En => "/en",
        }
    }

    /// The text of this language.
    pub(crate) fn pick<'a>(self, sv: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Sv => sv,
            Self::En => en,
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        // A nested router sees the path without its prefix; the original one is kept beside it.
        let path = parts.extensions.get::<OriginalUri>().map_or(parts.uri.path(), |OriginalUri(uri)| uri.path());
        Ok(Self::of_path(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_a_path_prefix() {
        assert_eq!(Language::of_path("/en"), Language::En);
        assert_eq!(Language::of_path("/en/datasets"), Language::En);
        assert_eq!(Language::of_path("/energi"), Language::Sv);
        assert_eq!(Language::of_path("/"), Language::Sv);
    }
}
