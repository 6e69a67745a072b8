//! Links as JSON and CSV.

use crate::csv;
use crate::links::{LinkProblem, problems};
use chrono::{DateTime, Utc};
use model::link::{ApiDescription, LinkAnswer};
use model::{LangText, LinkOutcome, Severity, SourceId};
use serde::Serialize;
use store::journal::{LinkEntry, LinkSpan};
use store::views::{LinkTargets, LinkUse};

/// An outcome with its words.
#[derive(Debug, Serialize)]
pub(super) struct OutcomeJson {
    value: &'static str,
    label: LangText,
}

impl OutcomeJson {
    pub(super) fn of(outcome: LinkOutcome) -> Self {
        Self { value: outcome.as_str(), label: outcome.label() }
    }
}

/// An address.
#[derive(Debug, Serialize)]
pub(super) struct LinkJson {
    id: u64,
    url: String,
    host: String,
    verdict: LinkAnswer,
    outcome: Option<OutcomeJson>,
    status: Option<u16>,
    since: Option<DateTime<Utc>>,
    failures: u32,
    checked: Option<DateTime<Utc>>,
    due: DateTime<Utc>,
    final_url: Option<String>,
    moved_permanently: bool,
    content_type: Option<String>,
    byte_size: Option<u64>,
    certificate_expires: Option<DateTime<Utc>>,
    api: Option<ApiDescription>,
    detail: Option<String>,
    problems: Vec<ProblemJson>,
    uses: Vec<UseJson>,
}

#[derive(Debug, Serialize)]
struct ProblemJson {
    code: String,
    severity: Severity,
    message: LangText,
    fix: LangText,
}

impl From<LinkProblem> for ProblemJson {
    fn from(LinkProblem { code, severity, message, fix }: LinkProblem) -> Self {
        Self { code, severity, message, fix }
    }
}

/// Where an address is given.
#[derive(Debug, Serialize)]
struct UseJson {
    dataset: String,
    iri: String,
    title: LangText,
    source: SourceId,
    publisher: Option<String>,
    distribution: Option<String>,
    property: &'static str,
    formats: Vec<String>,
    byte_size: Option<u64>,
}

impl LinkJson {
    pub(super) fn of(entry: &LinkEntry, targets: &LinkTargets, now: DateTime<Utc>) -> Self {
        let places = targets.uses.get(&entry.row.url).map_or(&[][..], Vec::as_slice);
        let state = &entry.row.state;
        let last = entry.last.as_ref();
        Self {
            id: entry.row.number,
            url: entry.row.url.clone(),
            host: entry.row.host.clone(),
            verdict: state.answer,
            outcome: state.outcome.map(OutcomeJson::of),
            status: state.status,
            since: state.since,
            failures: state.failures,
            checked: state.checked,
            due: state.due,
            final_url: last.and_then(|last| last.final_url.clone()),
            moved_permanently: last.is_some_and(|last| last.moved),
            content_type: last.and_then(|last| last.content_type.clone()),
            byte_size: last.and_then(|last| last.length),
            certificate_expires: last.and_then(|last| last.certificate_expires),
            api: last.and_then(|last| last.api.clone()),
            detail: last.and_then(|last| last.detail.clone()),
            problems: problems(entry, places, now).into_iter().map(ProblemJson::from).collect(),
            uses: places.iter().filter_map(|place| UseJson::of(place, targets)).collect(),
        }
    }
}

impl UseJson {
    fn of(place: &LinkUse, targets: &LinkTargets) -> Option<Self> {
        let record = targets.record(place)?;
        Some(Self {
            dataset: record.id.clone(),
            iri: record.iri.clone(),
            title: record.title.clone(),
            source: record.source.clone(),
            publisher: record.publisher.clone(),
            distribution: place.distribution.clone(),
            property: place.property.name(),
            formats: place.formats.iter().map(|format| format.value.clone()).collect(),
            byte_size: place.byte_size,
        })
    }
}

/// An address with its history.
#[derive(Debug, Serialize)]
pub(super) struct LinkWithHistory {
    #[serde(flatten)]
    link: LinkJson,
    first_seen: DateTime<Utc>,
    in_catalog: bool,
    checks: u64,
    history: Vec<SpanJson>,
}

/// A row of equal results.
#[derive(Debug, Serialize)]
struct SpanJson {
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    checks: u64,
    outcome: OutcomeJson,
    status: Option<u16>,
}

impl From<&LinkSpan> for SpanJson {
    fn from(span: &LinkSpan) -> Self {
        let LinkSpan { from, to, checks, outcome, status } = *span;
        Self { from, to, checks, outcome: OutcomeJson::of(outcome), status }
    }
}

impl LinkWithHistory {
    pub(super) fn of(entry: &LinkEntry, targets: &LinkTargets, now: DateTime<Utc>) -> Self {
        Self {
            link: LinkJson::of(entry, targets, now),
            first_seen: entry.first_seen,
            in_catalog: entry.row.in_catalog,
            checks: entry.checks,
            history: entry.history.iter().map(SpanJson::from).collect(),
        }
    }
}

/// One line per address and place.
pub(super) fn to_csv(items: &[LinkJson]) -> String {
    let mut text = String::new();
    let heads = [
        "id",
        "url",
        "host",
        "verdict",
        "outcome",
        "status",
        "since",
        "checked",
        "final_url",
        "content_type",
        "byte_size",
        "certificate_expires",
        "dataset",
        "dataset_iri",
        "title",
        "source",
        "property",
        "problems",
    ];
    csv::line(&mut text, &heads);
    for item in items {
        let time = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339()).unwrap_or_default();
        let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
        let problems: Vec<&str> = item.problems.iter().map(|problem| problem.message.text("sv")).collect();
        let problems = problems.join("; ");
        let own = [
            item.id.to_string(),
            item.url.clone(),
            item.host.clone(),
            item.verdict.as_str().to_owned(),
            item.outcome.as_ref().map(|outcome| outcome.value.to_owned()).unwrap_or_default(),
            number(item.status.map(u64::from)),
            time(item.since),
            time(item.checked),
            item.final_url.clone().unwrap_or_default(),
            item.content_type.clone().unwrap_or_default(),
            number(item.byte_size),
            time(item.certificate_expires),
        ];
        for place in &item.uses {
            let mut cells: Vec<&str> = own.iter().map(String::as_str).collect();
            let title = place.title.text("sv");
            cells.extend([place.dataset.as_str(), &place.iri, title, place.source.as_str(), place.property, &problems]);
            csv::line(&mut text, &cells);
        }
    }
    text
}
