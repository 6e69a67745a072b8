//! The report of one run: a page, and the same as JSON, RDF and text.

use super::findings::{Findings, OneCode, in_groups, of_code};
use super::frame::{Context, Frame, Section};
use super::html::{Link, Tagged};
use super::numbers::{bytes, minute, seconds};
use super::problems::PageProblem;
use super::resource_facts::Fact;
use super::sources::outcome;
use super::texts::{Texts, fill};
use crate::api;
use crate::linked::formats::RdfDocument;
use crate::negotiate::negotiate;
use crate::problem::Problem;
use askama::Template;
use axum::Json;
use axum::extract::{OriginalUri, Path, Query};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, header};
use model::{ChangeCounts, RunReport, SourceState};
use std::collections::HashMap;
use store::journal::{Decision, DecisionKind, SourceEntry};

#[derive(Template)]
#[template(path = "run.html")]
struct RunPage {
    page: Frame,
    title: String,
    source: Link,
    outcome: (&'static str, &'static str),
    started: String,
    reason: Option<Tagged>,
    incomplete: bool,
    happened: Vec<Fact>,
    server: Vec<Fact>,
    headers: Vec<(String, String)>,
    decision: Option<(&'static str, String, String)>,
    none: Option<&'static str>,
    findings: Findings,
    more: Vec<(String, String)>,
    code: Option<OneCode>,
    back: String,
    forms: Vec<(&'static str, String, &'static str)>,
}

/// A form that a report can be read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Page,
    Json,
    Text,
    Rdf(RdfDocument),
}

/// `GET /runs/{run}` with or without a suffix.
pub(crate) async fn run(
    context: Context,
    Path(run): Path<String>,
    OriginalUri(uri): OriginalUri,
    Query(parameters): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let (number, form) = match run.split_once('.') {
        Some((number, suffix)) => (number.to_owned(), form_of(suffix)),
        None => (run.clone(), Some(preferred(&crate::sparql::accept_of(&headers)))),
    };
    let mut response = match form {
        None => context.answer(move |_| Err::<RunPage, _>(PageProblem::not_found(&run))).await,
        Some(Form::Page) => context.answer(move |context| page(context, &number, &parameters)).await,
        Some(form) => {
            let answered = api::blocking(move || document(&context, &number, &uri, form)).await;
            answered.into_response()
        }
    };
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept"));
    response
}

fn form_of(suffix: &str) -> Option<Form> {
    match suffix {
        "html" => Some(Form::Page),
        "json" => Some(Form::Json),
        "txt" => Some(Form::Text),
        _ => RdfDocument::of_suffix(suffix).map(Form::Rdf),
    }
}

fn preferred(accept: &str) -> Form {
    const OFFERED: [&str; 7] = [
        "text/html",
        "application/json",
        "text/plain",
        "text/turtle",
        "application/rdf+xml",
        "application/ld+json",
        "application/n-triples",
    ];
    match negotiate(accept, &OFFERED) {
        Some(1) => Form::Json,
        Some(2) => Form::Text,
        Some(choice @ 3..) => RdfDocument::of_media_type(OFFERED[choice]).map_or(Form::Page, Form::Rdf),
        _ => Form::Page,
    }
}

fn document(context: &Context, number: &str, uri: &http::Uri, form: Form) -> Result<Response, Problem> {
    let (state, language) = (&context.state, context.language);
    if form == Form::Json {
        return Ok(Json(api::with_findings(state, &context.reader, number, uri)?).into_response());
    }
    let report = api::report_of(&state.journal, number)?;
    let Form::Rdf(format) = form else {
        let findings = state.journal.run_findings(report.run)?.unwrap_or_default();
        let text = super::run_text::write(&report, &findings, language);
        return Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response());
    };
    // A source that was removed is remembered by its runs.
    let source = state.journal.source_of_run(report.run)?;
    let source = source.ok_or_else(|| Problem::not_found("the source of this run is not known any more"))?;
    format.respond(&store::project::run_triples(&state.config.base_url, &source, &report))
}

fn page(context: &Context, number: &str, parameters: &HashMap<String, String>) -> Result<RunPage, PageProblem> {
    let (t, journal) = (context.t(), &context.state.journal);
    let report = number.parse().ok().map(|number| journal.run(number)).transpose()?.flatten();
    let report = report.ok_or_else(|| PageProblem::not_found(number))?;
    let entry = journal.source(&report.source).ok();
    let source = source_link(context, &report, entry.as_ref());
    let state = entry.as_ref().map_or(SourceState::Active, |entry| entry.state);
    let page_number = super::sources::page_number(context, parameters)?;
    let found = journal.run_findings(report.run)?;
    let address = context.run_url(report.run);
    let code = parameters.get("code").filter(|code| !code.is_empty());
    let one_code = code.map(|code| {
        let all = found.as_deref().unwrap_or_default();
        let query = format!("{address}?code={}", super::query::encode(code));
        let missing = || PageProblem::BadRequest(fill(t.run_code_unknown, &[code]));
        of_code(context, all, code, page_number, &query).ok_or_else(missing)
    });
    let none = match &found {
        None => Some(t.run_findings_ended),
        Some(found) if found.is_empty() => Some(t.run_findings_none),
        Some(_) => None,
    };
    let findings = in_groups(context, found.unwrap_or_default(), page_number, &address);
    let title = fill(t.run_of, &[&context.count(report.run), &source.label.text]);
    Ok(RunPage {
        page: context.frame(Section::Sources, title.clone()).with_trail(trail(context, source.clone())),
        more: findings.groups.iter().map(|group| more(context, &address, &group.code, &group.times)).collect(),
        title,
        source,
        outcome: outcome(t, state, report.outcome),
        started: minute(report.started),
        reason: report.reason.as_ref().and_then(|reason| Tagged::best(reason, context.language)),
        incomplete: !report.complete && report.outcome.is_fine(),
        happened: happened(context, &report),
        server: server(context, &report),
        headers: report.detail.server.clone(),
        decision: decision(context, &report)?,
        none,
        findings,
        code: one_code.transpose()?,
        back: address.clone(),
        forms: forms(context, report.run),
    })
}

fn source_link(context: &Context, report: &RunReport, entry: Option<&SourceEntry>) -> Link {
    match entry {
        Some(entry) => Link::internal(context.source_url(&report.source), Tagged::plain(entry.source.title.clone())),
        None => Link::text(Tagged::plain(report.source.as_str())),
    }
}

fn trail(context: &Context, source: Link) -> Vec<Link> {
    let t = context.t();
    vec![
        Link::internal(context.url("/"), Tagged::plain(t.home)),
        Link::internal(context.url("/sources"), Tagged::plain(t.sources_title)),
        source,
    ]
}

/// Address and words of the link to all findings of a code.
fn more(context: &Context, address: &str, code: &str, times: &str) -> (String, String) {
    (format!("{address}?code={}", super::query::encode(code)), fill(context.t().run_all_of_code, &[times]))
}

fn happened(context: &Context, report: &RunReport) -> Vec<Fact> {
    let (t, detail) = (context.t(), &report.detail);
    let text = |text: String| vec![Link::text(Tagged::plain(text))];
    let number = |number: u64| text(context.count(number));
    let changes = |of: ChangeCounts| {
        let number = |number| context.count(number);
        text(format!("{} / {} / {}", number(of.new), number(of.changed), number(of.withdrawn)))
    };
    let some = |count: u64| if count > 0 { number(count) } else { Vec::new() };
    let ours = if detail.by_us == ChangeCounts::default() { Vec::new() } else { changes(detail.by_us) };
    let yes = |yes: bool| text(if yes { t.yes } else { t.no }.to_owned());
    Fact::given([
        (t.run_datasets, number(report.datasets)),
        (t.run_by_source, changes(detail.by_source)),
        (t.run_by_us, ours),
        (t.run_unchanged, number(report.unchanged)),
        (t.run_held_count, some(detail.held)),
        (t.run_repaired, number(detail.repaired)),
        (t.run_dropped, number(detail.dropped)),
        (t.run_complete, yes(report.complete)),
        (t.run_revision, some(detail.revision)),
        (t.run_ordered, if detail.by.is_some() { yes(true) } else { Vec::new() }),
    ])
}

fn server(context: &Context, report: &RunReport) -> Vec<Fact> {
    let (t, language) = (context.t(), context.language);
    let text = |text: String| vec![Link::text(Tagged::plain(text))];
    Fact::given([
        (t.run_url, report.detail.url.iter().map(|url| Link::bare(&api::without_credentials(url))).collect()),
        (t.run_status, report.status.map(|status| text(status.to_string())).unwrap_or_default()),
        (t.run_format, report.format.clone().map(text).unwrap_or_default()),
        (t.run_bytes, if report.bytes > 0 { text(bytes(report.bytes, language)) } else { Vec::new() }),
        (t.run_took, text(seconds(report.seconds, language))),
    ])
}

/// What a person decided in or about this run: word, when, why. Not who: names of people are not public.
fn decision(context: &Context, report: &RunReport) -> Result<Option<(&'static str, String, String)>, PageProblem> {
    let decisions = match context.state.journal.decisions(&report.source) {
        Ok(decisions) => decisions,
        Err(store::StoreError::UnknownSource(_)) => Vec::new(),
        Err(other) => return Err(other.into()),
    };
    let of_this = decisions.into_iter().find(|decision| decision.run == Some(report.run));
    Ok(of_this.map(|Decision { kind, at, reason, .. }| (decision_word(context.t(), kind), minute(at), reason)))
}

/// What was decided.
pub(crate) fn decision_word(t: &'static Texts, kind: DecisionKind) -> &'static str {
    match kind {
        DecisionKind::Approved => t.decision_approved,
        DecisionKind::Rejected => t.decision_rejected,
        DecisionKind::RolledBack => t.decision_rolled_back,
        DecisionKind::Restored => t.decision_restored,
    }
}

fn forms(context: &Context, run: u64) -> Vec<(&'static str, String, &'static str)> {
    let file = |suffix: &str| context.plain_url(&format!("/runs/{run}.{suffix}"));
    vec![
        ("JSON", file("json"), "application/json"),
        ("Turtle", file("ttl"), "text/turtle"),
        (context.t().run_text, context.url(&format!("/runs/{run}.txt")), "text/plain"),
    ]
}
