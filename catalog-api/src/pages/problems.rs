//! Pages that say what went wrong and where to go instead.

use super::frame::{Context, Frame, Section};
use super::html::{Link, Tagged};
use super::numbers;
use super::texts::fill;
use askama::Template;
use axum::response::Response;
use http::StatusCode;
use store::StoreError;
use store::journal::Tombstone;

/// Why a page cannot be shown.
#[derive(Debug)]
pub(crate) enum PageProblem {
    /// 404 with the id that was asked for, if there was one.
    NotFound(Option<String>),
    /// 410.
    Gone(Box<Tombstone>),
    /// 400: what is wrong and how to fix it, in the reader's language.
    BadRequest(String),
    /// 500; the cause is in the log.
    Internal,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    page: Frame,
    text: String,
    facts: Vec<(&'static str, Link)>,
    search: String,
}

/// Stands for the page that a handler never makes.
#[derive(Template)]
#[template(source = "", ext = "html")]
pub(crate) struct NoPage;

impl PageProblem {
    /// 404 for an id.
    pub(crate) fn not_found(id: &str) -> Self {
        Self::NotFound(Some(id.to_owned()))
    }

    /// 500; writes the cause to the log.
    pub(crate) fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(error = %cause, "a page failed: {cause}");
        Self::Internal
    }

    /// The answer.
    pub(crate) fn respond(&self, context: &Context) -> Response {
        let t = context.t();
        let (status, title, text) = match self {
            Self::NotFound(None) => (StatusCode::NOT_FOUND, t.not_found_title, t.not_found_text.to_owned()),
            Self::NotFound(Some(id)) => (StatusCode::NOT_FOUND, t.not_found_title, fill(t.not_found_id, &[id])),
            Self::Gone(stone) => {
                let day = numbers::minute(stone.withdrawn);
                (StatusCode::GONE, t.gone_title, fill(t.gone_text, &[&day]))
            }
            Self::BadRequest(problem) => (StatusCode::BAD_REQUEST, t.bad_request_title, problem.clone()),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, t.error_title, t.error_text.to_owned()),
        };
        let page = context.frame(Section::Other, title);
        let problem = ProblemPage { page, text, facts: self.facts(context), search: context.url("/datasets") };
        context.render(status, &problem)
    }

    fn facts(&self, context: &Context) -> Vec<(&'static str, Link)> {
        let Self::Gone(stone) = self else { return Vec::new() };
        let t = context.t();
        let source = Link::internal(context.source_url(&stone.source), Tagged::plain(stone.source.as_str()));
        let title = stone.title.clone().map(|title| (t.gone_was, Link::text(Tagged::plain(title))));
        title.into_iter().chain([(t.gone_source, source), (t.identifier_iri, Link::bare(&stone.iri))]).collect()
    }
}

impl From<StoreError> for PageProblem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::UnknownSource(id) => Self::NotFound(Some(id)),
            other => Self::internal(&other),
        }
    }
}

impl From<search::SearchError> for PageProblem {
    fn from(error: search::SearchError) -> Self {
        Self::internal(&error)
    }
}
