//! Sources: how the harvest goes.

use super::findings::{Findings, findings};
use super::frame::{Context, Frame, Section};
use super::held::{Decided, Held, decided, held};
use super::html::{Link, Tagged};
use super::link_problems::{self, LinkProblems};
use super::numbers::{bytes, minute, seconds};
use super::problems::PageProblem;
use super::quality::Panel;
use super::query::SearchForm;
use super::resource_facts::Fact;
use super::texts::{Texts, fill};
use crate::api::without_credentials;
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use model::{FindingCounts, Outcome, RunReport, SourceClass, SourceId, SourceState};
use std::collections::HashMap;
use store::journal::{RunFilter, SourceEntry};

/// Runs shown on a source's page.
const RUNS: u64 = 12;

#[derive(Template)]
#[template(path = "sources.html")]
struct SourcesPage {
    page: Frame,
    rows: Vec<Row>,
}

/// A source in the list.
struct Row {
    link: Link,
    organisation: Option<Tagged>,
    state: (&'static str, &'static str),
    outcome: Option<(&'static str, &'static str)>,
    when: String,
    datasets: String,
    findings: Vec<String>,
}

#[derive(Template)]
#[template(path = "source.html")]
struct SourcePage {
    page: Frame,
    title: String,
    organisation: Option<Tagged>,
    state: (&'static str, &'static str),
    datasets: String,
    last: Option<Run>,
    facts: Vec<Fact>,
    runs: Vec<Run>,
    findings: Findings,
    quality: Option<Panel>,
    held: Option<Held>,
    decided: Vec<Decided>,
    links: Option<LinkProblems>,
}

/// A run in the table.
struct Run {
    report: Link,
    started: String,
    outcome: (&'static str, &'static str),
    reason: Option<Tagged>,
    incomplete: bool,
    datasets: String,
    changes: String,
    findings: Vec<String>,
    seconds: String,
    bytes: String,
}

/// `GET /sources`.
pub(crate) async fn sources(context: Context) -> Response {
    context.answer(list).await
}

/// `GET /sources/{id}`.
pub(crate) async fn source(
    context: Context,
    Path(id): Path<String>,
    Query(parameters): Query<HashMap<String, String>>,
) -> Response {
    context.answer(move |context| one(context, &id, &parameters)).await
}

fn list(context: &Context) -> Result<SourcesPage, PageProblem> {
    let entries = context.state.journal.sources()?;
    let rows = entries.iter().map(|entry| row(context, entry)).collect();
    Ok(SourcesPage { page: context.frame(Section::Sources, context.t().sources_title), rows })
}

fn row(context: &Context, entry: &SourceEntry) -> Row {
    let t = context.t();
    let report = entry.last_report.as_ref();
    Row {
        link: Link::internal(context.source_url(&entry.source.id), Tagged::plain(entry.source.title.clone())),
        organisation: organisation(context, entry),
        state: state(t, entry.state),
        outcome: report.map(|report| outcome(t, entry.state, report.outcome)),
        when: entry.last_run.map_or_else(|| t.source_never.to_owned(), minute),
        datasets: report.map_or_else(|| "–".to_owned(), |report| context.count(report.datasets)),
        findings: report.map_or_else(Vec::new, |report| counts(context, report.findings)),
    }
}

fn one(context: &Context, id: &str, parameters: &HashMap<String, String>) -> Result<SourcePage, PageProblem> {
    let t = context.t();
    let source_id: SourceId = id.parse().map_err(|_| PageProblem::not_found(id))?;
    let entry = context.state.journal.source(&source_id)?;
    let filter = RunFilter { source: Some(source_id.clone()), offset: 0, limit: RUNS };
    let (_, reports) = context.state.journal.runs(&filter)?;
    let page_number = page_number(context, parameters)?;
    let trail = vec![
        Link::internal(context.url("/"), Tagged::plain(t.home)),
        Link::internal(context.url("/sources"), Tagged::plain(t.sources_title)),
    ];
    Ok(SourcePage {
        page: context.frame(Section::Sources, entry.source.title.clone()).with_trail(trail),
        title: entry.source.title.clone(),
        organisation: organisation(context, &entry),
        state: state(t, entry.state),
        datasets: context.url(&format!("/datasets{}", SearchForm::of("source", id).query())),
        last: entry.last_report.as_ref().map(|report| run(context, entry.state, report)),
        facts: facts(context, &entry),
        runs: reports.iter().map(|report| run(context, entry.state, report)).collect(),
        findings: findings(context, &source_id, page_number)?,
        quality: Panel::of_source(context, &source_id, &format!("/quality/sources/{source_id}")),
        held: held(context, &source_id)?,
        decided: decided(context, &source_id)?,
        links: link_problems::of_source(context, &source_id)?,
    })
}

/// The number in `?page=`, from 1.
pub(crate) fn page_number(context: &Context, parameters: &HashMap<String, String>) -> Result<u64, PageProblem> {
    let text = parameters.get("page").map(String::as_str).filter(|text| !text.is_empty()).unwrap_or("1");
    let bad_page = || PageProblem::BadRequest(fill(context.t().bad_request_page, &[text]));
    text.parse().ok().filter(|&page| page > 0).ok_or_else(bad_page)
}

fn run(context: &Context, state: SourceState, report: &RunReport) -> Run {
    let number = |number| context.count(number);
    Run {
        report: Link::internal(context.run_url(report.run), Tagged::plain(minute(report.started))),
        started: minute(report.started),
        outcome: outcome(context.t(), state, report.outcome),
        reason: report.reason.as_ref().and_then(|reason| Tagged::best(reason, context.language)),
        incomplete: !report.complete && report.outcome.is_fine(),
        datasets: number(report.datasets),
        changes: format!("{} / {} / {}", number(report.new), number(report.changed), number(report.withdrawn)),
        findings: counts(context, report.findings),
        seconds: seconds(report.seconds, context.language),
        bytes: if report.bytes == 0 { "–".to_owned() } else { bytes(report.bytes, context.language) },
    }
}

/// Who stands behind the source, where its title does not say so already.
fn organisation(context: &Context, entry: &SourceEntry) -> Option<Tagged> {
    Tagged::best(&entry.source.organisation_name, context.language).filter(|name| name.text != entry.source.title)
}

/// `3 fel`, `12 varningar` …; what is zero is left out.
fn counts(context: &Context, counts: FindingCounts) -> Vec<String> {
    let t = context.t();
    let all = [(counts.error, t.errors_many), (counts.warning, t.warnings_many), (counts.notice, t.notices_many)];
    let some = all.into_iter().filter(|(number, _)| *number > 0);
    some.map(|(number, text)| fill(text, &[&context.count(number)])).collect()
}

/// Class for the colour, and the word. A source that has never answered is no alarm.
pub(crate) fn outcome(t: &'static Texts, state: SourceState, outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Rejected | Outcome::Unreachable if state == SourceState::Awaiting => ("calm", t.outcome_awaiting),
        Outcome::Changed => ("good", t.outcome_changed),
        Outcome::Unchanged => ("good", t.outcome_unchanged),
        Outcome::Held => ("warn", t.outcome_held),
        Outcome::Rejected => ("bad", t.outcome_rejected),
        Outcome::Unreachable => ("bad", t.outcome_unreachable),
    }
}

fn state(t: &'static Texts, state: SourceState) -> (&'static str, &'static str) {
    match state {
        SourceState::Awaiting => ("calm", t.source_state_awaiting),
        SourceState::Active => ("good", t.source_state_active),
        SourceState::Paused => ("warn", t.source_state_paused),
    }
}

/// What is public about a source: its contact person is not.
fn facts(context: &Context, entry: &SourceEntry) -> Vec<Fact> {
    let (t, source) = (context.t(), &entry.source);
    let text = |text: &str| Link::text(Tagged::plain(text));
    let class = match source.class {
        SourceClass::Public => t.source_class_public,
        SourceClass::Private => t.source_class_private,
        SourceClass::Aggregating => t.source_class_aggregating,
    };
    let revision = if entry.revision == 0 { t.source_revision_none.to_owned() } else { context.count(entry.revision) };
    let format = entry.last_report.as_ref().and_then(|report| report.format.as_deref());
    let kind = source.kind.as_deref().or(format).unwrap_or(t.source_kind_detected);
    let all = [
        (t.source_url, vec![Link::bare(&without_credentials(&source.url))]),
        (t.source_schedule, vec![text(source.schedule.as_deref().unwrap_or(t.source_schedule_default))]),
        (t.source_kind, vec![text(kind)]),
        (t.source_class, vec![text(class)]),
        (t.source_revision, vec![text(&revision)]),
    ];
    Fact::given(all)
}
