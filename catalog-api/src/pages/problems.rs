//! Pages that say what went wrong and where to go instead.

use super::frame::{Context, Frame, Section};
use super::html::{Link, Tagged};
use super::numbers;
use super::texts::fill;
use crate::address::{self, Address, Gone};
use crate::problem::Problem;
use askama::Template;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use model::LangText;
use store::StoreError;

/// Why a page cannot be shown.
#[derive(Debug)]
pub(crate) enum PageProblem {
    /// 404 with the id that was asked for, if there was one.
    NotFound(Option<String>),
    /// 301: where it is now.
    Moved(String),
    /// 410: what remains of it, and why it went.
    Gone(Box<(Gone, LangText)>),
    /// 410: it was erased.
    Purged,
    /// 410: the id stands for nothing any more.
    Lost,
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
    search: String,
}

#[derive(Template)]
#[template(path = "gone.html")]
struct GonePage {
    page: Frame,
    heading: Option<String>,
    successor: Option<Link>,
    facts: Vec<(&'static str, Link)>,
    search: String,
    history: String,
    metadata: String,
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
            Self::Moved(address) => return Problem::moved(address.clone()).into_response(),
            Self::Gone(remains) => return gone(context, &remains.0, &remains.1),
            Self::Purged => (StatusCode::GONE, t.gone_title, t.gone_purged.to_owned()),
            Self::Lost => (StatusCode::GONE, t.gone_title, t.gone_lost.to_owned()),
            Self::BadRequest(problem) => (StatusCode::BAD_REQUEST, t.bad_request_title, problem.clone()),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, t.error_title, t.error_text.to_owned()),
        };
        let page = context.frame(Section::Other, title);
        let problem = ProblemPage { page, text, search: context.url("/datasets") };
        context.render(status, &problem)
    }
    /// Why there is no page at an id of a collection.
    pub(crate) fn of_address(context: &Context, collection: &str, id: &str) -> Self {
        let (reader, journal) = (&context.reader, &context.state.journal);
        let found = match address::find(reader, journal, collection, id) {
            Ok(found) => found,
            Err(error) => return error.into(),
        };
        match found {
            Address::Moved { collection, id } => {
                let path = format!("{}/{collection}/{}", context.language.prefix(), super::query::encode(&id));
                Self::Moved(context.absolute(&path))
            }
            Address::Gone(gone) => match address::why(journal, &gone.stone) {
                Ok(why) => Self::Gone(Box::new((*gone, why))),
                Err(error) => error.into(),
            },
            Address::Purged(_) => Self::Purged,
            Address::Lost => Self::Lost,
            Address::Here | Address::Unknown => Self::not_found(id),
        }
    }
}

/// The page of something withdrawn: what it was, when and why it went, what took its place.
fn gone(context: &Context, gone: &Gone, why: &LangText) -> Response {
    let (t, stone) = (context.t(), &gone.stone);
    let source = context.state.journal.source(&stone.source).ok();
    let source = match source {
        Some(entry) => Link::internal(context.source_url(&stone.source), Tagged::plain(entry.source.title)),
        None => Link::text(Tagged::plain(stone.source.as_str())),
    };
    let iri = address::ours(&context.reader, &stone.iri);
    let mut facts = vec![
        (t.gone_when, Link::text(Tagged::plain(numbers::minute(stone.withdrawn)))),
        (t.gone_why, Link::text(Tagged::best_or(why, context.language, ""))),
        (t.gone_source, source),
    ];
    if stone.run > 0 {
        let label = Tagged::plain(fill(t.run_number, &[&context.count(stone.run)]));
        facts.push((t.gone_run, Link::internal(context.run_url(stone.run), label)));
    }
    facts.push((t.identifier_iri, Link::bare(&iri)));
    let history = format!("/datasets/{}/history", super::query::encode(&stone.id));
    let page = GonePage {
        page: context.frame(Section::Datasets, stone.title.clone().unwrap_or_else(|| t.gone_title.to_owned())),
        heading: stone.title.clone(),
        successor: gone.successor.as_ref().map(|(iri, id)| match id {
            Some(id) => Link::internal(context.resource_url(id), Tagged::plain(iri)),
            None => Link::bare(iri),
        }),
        facts,
        search: context.url("/datasets"),
        history: context.url(&history),
        metadata: context.plain_url(&format!("/datasets/{}.ttl", super::query::encode(&stone.id))),
    };
    context.render(StatusCode::GONE, &page)
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
