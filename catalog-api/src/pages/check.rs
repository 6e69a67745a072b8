//! Check before publishing: paste, upload or name an address; the report comes back as a page.

mod received;
mod texts;

use super::frame::{Context, Frame, Section};
use super::html::{Markup, Tagged};
use super::problems::PageProblem;
use crate::api::check_address;
use crate::checks::CheckProblem;
use crate::sparql::client;
use crate::state::{AppState, Language};
use askama::Template;
use axum::extract::{FromRequestParts, Request, State};
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use model::SourceId;
use model::control::{CHECK_PROFILES, CheckForm, CheckOrder, CheckedDocument};
use received::Received;
use texts::{CheckTexts, EN, SV};

/// Pasted text up to this many bytes is shown again, so that it can be mended and checked anew.
const SHOWN_AGAIN: u64 = 200_000;

#[derive(Template)]
#[template(path = "check.html")]
struct CheckPage {
    page: Frame,
    c: &'static CheckTexts,
    action: String,
    limits: String,
    problem: Option<Markup>,
    report: Option<Markup>,
    checked: String,
    text: String,
    url: String,
    profiles: Vec<Choice>,
    sources: Vec<Choice>,
}

/// An option of a list.
struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

/// What the form says, and what came of it.
#[derive(Debug, Default)]
struct Filled {
    text: String,
    url: String,
    profile: String,
    against: String,
    checked: String,
    outcome: Option<Result<String, CheckProblem>>,
}

/// `GET /check`.
pub(crate) async fn form(context: Context) -> Response {
    context.answer(|context| page(context, Filled::default())).await
}

/// `POST /check`.
pub(crate) async fn report(State(state): State<AppState>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(context) = Context::from_request_parts(&mut parts, &state).await;
    let (filled, status, retry_after) = match judged(&context, Request::from_parts(parts, body)).await {
        Ok(filled) => {
            let failed = filled.outcome.as_ref().and_then(|outcome| outcome.as_ref().err());
            let status = failed.map_or(StatusCode::OK, |problem| problem.status);
            let retry_after = failed.and_then(|problem| problem.retry_after);
            (filled, status, retry_after)
        }
        Err(problem) => {
            let (status, retry_after) = (problem.status, problem.retry_after);
            (Filled { outcome: Some(Err(problem)), ..Filled::default() }, status, retry_after)
        }
    };
    let mut response = context.answer(move |context| page(context, filled)).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
    }
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Receives the form and has its document judged. An error is one of receiving: nothing of the form is known then.
async fn judged(context: &Context, request: Request) -> Result<Filled, CheckProblem> {
    let desk = context.state.checks.as_ref().ok_or_else(CheckProblem::closed)?;
    let (parts, body) = request.into_parts();
    let place = desk.enter(client(&parts))?;
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let mut received = Received::of(desk, kind, body).await?;
    let mut filled = Filled {
        text: received.text(SHOWN_AGAIN),
        url: std::mem::take(&mut received.url),
        profile: std::mem::take(&mut received.profile),
        against: std::mem::take(&mut received.against),
        ..Filled::default()
    };
    let order = match order(context, &filled, &received) {
        Ok(order) => order,
        Err(problem) => {
            filled.outcome = Some(Err(problem));
            return Ok(filled);
        }
    };
    filled.checked.clone_from(&order.name);
    filled.outcome = Some(desk.check(order, place, received.document).await.map(|report| {
        // We wrote it ourselves, as UTF-8.
        String::from_utf8_lossy(&report).into_owned()
    }));
    Ok(filled)
}

fn order(context: &Context, filled: &Filled, received: &Received) -> Result<CheckOrder, CheckProblem> {
    let c = texts(context.language);
    let (document, name) = match &received.document {
        Some(file) if received.name.is_empty() => (CheckedDocument::File(file.path().to_owned()), c.pasted.to_owned()),
        Some(file) => (CheckedDocument::File(file.path().to_owned()), received.name.clone()),
        None if filled.url.is_empty() => return Err(CheckProblem::nothing()),
        None => (check_address(&filled.url)?, filled.url.clone()),
    };
    let profile = if filled.profile.is_empty() { "se".to_owned() } else { filled.profile.clone() };
    if !CHECK_PROFILES.iter().any(|(known, _)| *known == profile) {
        return Err(bad_choice(&profile));
    }
    let against = if filled.against.is_empty() {
        None
    } else {
        Some(filled.against.parse::<SourceId>().map_err(|_| bad_choice(&filled.against))?)
    };
    let language = context.language.tag().to_owned();
    Ok(CheckOrder { document, name, content_type: None, profile, against, form: CheckForm::Part, language })
}

fn bad_choice(value: &str) -> CheckProblem {
    CheckProblem::new(
        StatusCode::BAD_REQUEST,
        &format!("`{value}` finns inte att välja. Välj något i listan."),
        &format!("`{value}` is no choice: choose one of the list"),
    )
}

/// What links to the page are called.
pub(crate) fn title(language: Language) -> &'static str {
    texts(language).title
}

fn texts(language: Language) -> &'static CheckTexts {
    match language {
        Language::Sv => &SV,
        Language::En => &EN,
    }
}

fn page(context: &Context, filled: Filled) -> Result<CheckPage, PageProblem> {
    let c = texts(context.language);
    let (report, problem) = match filled.outcome {
        Some(Ok(report)) => (Some(Markup::report(report)), None),
        Some(Err(problem)) => (None, Some(Markup::message(&Tagged::plain(problem.text.text(context.language.tag()))))),
        None => (None, None),
    };
    let limits = context.state.checks.as_ref().map(crate::checks::Desk::limits);
    let profiles = CHECK_PROFILES.iter().map(|(name, title)| choice(name, title, &filled.profile)).collect();
    let entries = context.state.journal.sources()?;
    let harvested = entries.iter().filter(|entry| entry.last_run.is_some());
    let sources =
        harvested.map(|entry| choice(entry.source.id.as_str(), &entry.source.title, &filled.against)).collect();
    Ok(CheckPage {
        page: context.frame(Section::Other, c.title),
        c,
        action: context.url("/check"),
        limits: limits.map_or_else(String::new, |limits| {
            super::texts::fill(c.limits, &[&(limits.bytes >> 20).to_string(), &limits.seconds.to_string()])
        }),
        problem,
        report,
        checked: filled.checked,
        text: filled.text,
        url: filled.url,
        profiles,
        sources,
    })
}

fn choice(value: &str, label: &str, chosen: &str) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned(), chosen: value == chosen }
}
