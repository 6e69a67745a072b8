//! Quality of one source, one organisation or one dataset.

use super::parts::{FixList, ModeChoice, Standing, Trend, mode, modes};
use super::texts::{self, Texts};
use crate::fixes::{Scope, plan};
use crate::pages::frame::{Context, Frame, Section};
use crate::pages::html::{Link, Tagged};
use crate::pages::problems::PageProblem;
use crate::pages::query::encode;
use crate::pages::texts::fill;
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use model::quality::{LinkAnswer, Mode};
use model::{LangText, SourceId};
use std::collections::{BTreeSet, HashMap};
use store::journal::{FigureScope, LinkFilter};

/// Broken addresses that are shown.
const BROKEN: usize = 20;

#[derive(Template)]
#[template(path = "quality_of.html")]
struct QualityOf {
    page: Frame,
    t: &'static Texts,
    title: Tagged,
    lead: &'static str,
    back: Link,
    modes: Vec<ModeChoice>,
    standing: Option<Standing>,
    datasets: Option<String>,
    list: FixList,
    trend: Option<Trend>,
    with_trend: bool,
    broken: Option<Broken>,
    json: String,
}

/// Broken addresses of a source.
struct Broken {
    rows: Vec<(Link, Tagged)>,
    more: Option<String>,
}

/// What a page is about.
struct Subject {
    scope: Scope,
    name: Tagged,
    back: Link,
    path: String,
    api: String,
    lead: &'static str,
    figures: Option<(FigureScope, String)>,
}

/// `GET /quality/sources/{id}`.
pub(crate) async fn source(
    context: Context,
    Path(id): Path<String>,
    Query(parameters): Query<HashMap<String, String>>,
) -> Response {
    context
        .answer(move |context| {
            let t = texts::of(context.language);
            let source: SourceId = id.parse().map_err(|_| PageProblem::not_found(&id))?;
            let entry = context.state.journal.source(&source)?;
            let subject = Subject {
                name: Tagged::plain(entry.source.title.clone()),
                back: Link::internal(context.source_url(&source), Tagged::plain(t.source_page)),
                path: format!("/quality/sources/{source}"),
                api: format!("/api/v1/quality/sources/{source}/fixes"),
                lead: t.lead_of,
                figures: Some((FigureScope::Source, source.to_string())),
                scope: Scope::Source(source.clone()),
            };
            let mut page = build(context, subject, &parameters)?;
            page.broken = Some(broken(context, &source)?);
            Ok(page)
        })
        .await
}

/// `GET /quality/organisations/{id}`.
pub(crate) async fn organisation(
    context: Context,
    Path(id): Path<String>,
    Query(parameters): Query<HashMap<String, String>>,
) -> Response {
    context
        .answer(move |context| {
            let t = texts::of(context.language);
            let found = context.reader.organisations.iter().find(|organisation| organisation.agent.id == id);
            let found = found.ok_or_else(|| PageProblem::of_address(context, "organisations", &id))?;
            let subject = Subject {
                name: Tagged::best_or(&found.agent.name, context.language, context.t().unknown_publisher),
                back: Link::internal(context.organisation_url(&id), Tagged::plain(t.organisation_page)),
                path: format!("/quality/organisations/{}", encode(&id)),
                api: format!("/api/v1/quality/publishers/{}/fixes", encode(&id)),
                lead: t.lead_of,
                figures: Some((FigureScope::Publisher, id.clone())),
                scope: Scope::Publisher(id.clone()),
            };
            build(context, subject, &parameters)
        })
        .await
}

/// `GET /quality/datasets/{id}`.
pub(crate) async fn dataset(
    context: Context,
    Path(id): Path<String>,
    Query(parameters): Query<HashMap<String, String>>,
) -> Response {
    context
        .answer(move |context| {
            let t = texts::of(context.language);
            let summary = context.reader.summary(&id).filter(|summary| summary.quality.is_some());
            let summary = summary.ok_or_else(|| PageProblem::of_address(context, "datasets", &id))?;
            let subject = Subject {
                name: Tagged::best_or(&summary.title, context.language, context.t().untitled),
                back: Link::internal(context.resource_url(&id), Tagged::plain(t.dataset_page)),
                path: format!("/quality/datasets/{}", encode(&id)),
                api: format!("/api/v1/datasets/{}/fixes", encode(&id)),
                lead: t.lead_dataset,
                figures: None,
                scope: Scope::Dataset(id.clone()),
            };
            build(context, subject, &parameters)
        })
        .await
}

fn build(context: &Context, subject: Subject, parameters: &HashMap<String, String>) -> Result<QualityOf, PageProblem> {
    let t = texts::of(context.language);
    let mode: Mode = mode(context, parameters)?;
    let plan = plan(&context.state, &context.reader, &subject.scope, mode)?;
    let trail = vec![
        Link::internal(context.url("/"), Tagged::plain(context.t().home)),
        Link::internal(context.url("/quality"), Tagged::plain(t.title)),
    ];
    let title = fill(t.title_of, &[&subject.name.text]);
    let trend = match &subject.figures {
        Some((scope, id)) => Trend::of(context, *scope, id)?,
        None => None,
    };
    Ok(QualityOf {
        page: context.frame(Section::Other, title.clone()).with_trail(trail),
        t,
        title: Tagged { text: title, lang: None },
        lead: subject.lead,
        back: subject.back,
        modes: modes(context, &subject.path, mode),
        standing: (!plan.is_empty()).then(|| Standing::of(context, plan.score, mode)),
        datasets: subject.figures.is_some().then(|| context.count(plan.len() as u64)),
        list: FixList::of(context, &plan, mode, &subject.api),
        trend,
        with_trend: subject.figures.is_some(),
        broken: None,
        json: context.plain_url(&format!("{}?mode={}", subject.api, mode.as_str())),
    })
}

/// Addresses of a source that are known to be broken.
fn broken(context: &Context, source: &SourceId) -> Result<Broken, PageProblem> {
    let journal = &context.state.journal;
    let filter = LinkFilter { answer: Some(LinkAnswer::Broken), ..LinkFilter::default() };
    let all = journal.links(&filter)?;
    let measures = if all.is_empty() { Vec::new() } else { journal.measures(source)? };
    let own: BTreeSet<&str> = measures.iter().flat_map(model::quality::DatasetMeasure::addresses).collect();
    let mut rows: Vec<(Link, Tagged)> = Vec::new();
    let mut more = 0;
    for row in all.iter().filter(|row| own.contains(row.url.as_str())) {
        if rows.len() == BROKEN {
            more += 1;
            continue;
        }
        let label = row.state.outcome.map_or_else(LangText::default, model::link::LinkOutcome::label);
        rows.push((Link::bare(&row.url), Tagged::best_or(&label, context.language, "")));
    }
    let t = texts::of(context.language);
    Ok(Broken { rows, more: (more > 0).then(|| fill(t.broken_more, &[&context.count(more)])) })
}
