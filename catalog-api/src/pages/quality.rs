//! Quality of the metadata: the portal, every catalog and every organisation.

mod one;
mod panel;
mod parts;
mod texts;

pub(crate) use one::{dataset, organisation, source};
pub(crate) use panel::{Panel, start_number};
pub(crate) use texts::of as words;

use super::frame::{Context, Frame, Section};
use super::html::{Link, Tagged};
use super::problems::PageProblem;
use super::query::encode;
use super::texts::fill;
use crate::fixes::{Scope, plan};
use crate::quality::QualityFigures;
use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use model::quality::{Mode, Rating};
use parts::{FixList, ModeChoice, Standing, Trend, mode, modes, points, rating};
use std::cmp::Reverse;
use std::collections::HashMap;
use store::journal::FigureScope;
use texts::Texts;

/// Rows of a table; all are in the CSV.
const ROWS: usize = 200;

#[derive(Template)]
#[template(path = "quality.html")]
struct QualityPage {
    page: Frame,
    t: &'static Texts,
    modes: Vec<ModeChoice>,
    standing: Option<Standing>,
    datasets: String,
    stars: String,
    broken: String,
    ratings: Vec<(&'static str, &'static str, String)>,
    list: FixList,
    trend: Option<Trend>,
    sources: Table,
    organisations: Table,
    json: String,
}

/// Catalogs or organisations.
struct Table {
    id: &'static str,
    caption: &'static str,
    heads: Vec<Head>,
    rows: Vec<Row>,
    more: Option<String>,
    csv: String,
}

/// A head that sorts.
struct Head {
    label: &'static str,
    href: String,
    /// `ascending`, `descending`, or empty.
    sorted: &'static str,
    number: bool,
    hint: String,
}

/// A catalog or an organisation.
struct Row {
    link: Link,
    score: String,
    rating: (&'static str, &'static str),
    datasets: String,
    key: (u64, u64, String),
}

/// `GET /quality`.
pub(crate) async fn quality(context: Context, Query(parameters): Query<HashMap<String, String>>) -> Response {
    context.answer(move |context| build(context, &parameters)).await
}

fn build(context: &Context, parameters: &HashMap<String, String>) -> Result<QualityPage, PageProblem> {
    let (t, language) = (texts::of(context.language), context.language);
    let mode = mode(context, parameters)?;
    let sort = match parameters.get("sort").map_or("score", String::as_str) {
        word @ ("score" | "-score" | "name" | "datasets") => word,
        _ => "score",
    };
    let figures = context.reader.quality.portal;
    let plan = plan(&context.state, &context.reader, &Scope::Portal, mode)?;
    let trail = vec![Link::internal(context.url("/"), Tagged::plain(context.t().home))];
    let mut page = context.frame(Section::Other, t.title).with_trail(trail);
    t.lead.clone_into(&mut page.summary);
    let ratings = figures.ratings(mode).into_iter().filter(|(_, count)| *count > 0);
    Ok(QualityPage {
        page,
        t,
        modes: modes(context, "/quality", mode),
        standing: (figures.datasets > 0).then(|| Standing::of(context, figures.score(mode), mode)),
        datasets: context.count(figures.datasets),
        stars: points(figures.stars(), language),
        broken: context.count(figures.links.broken),
        ratings: ratings
            .map(|(of, count)| {
                let (class, label) = rating(of, language);
                (class, label, context.count(count))
            })
            .collect(),
        list: FixList::of(context, &plan, mode, "/api/v1/quality/fixes"),
        trend: Trend::of(context, FigureScope::Portal, "")?,
        sources: sources(context, mode, sort)?,
        organisations: organisations(context, mode, sort),
        json: context.plain_url(&format!("/api/v1/quality?mode={}", mode.as_str())),
    })
}

fn sources(context: &Context, mode: Mode, sort: &str) -> Result<Table, PageProblem> {
    let t = texts::of(context.language);
    let entries = context.state.journal.sources()?;
    let titles: HashMap<&str, &str> =
        entries.iter().map(|entry| (entry.source.id.as_str(), entry.source.title.as_str())).collect();
    let rows = context.reader.quality.sources.iter().map(|(id, figures)| {
        let title = titles.get(id.as_str()).copied().unwrap_or(id.as_str());
        let href = context.url(&format!("/quality/sources/{id}{}", suffix(mode)));
        row(context, Link::internal(href, Tagged::plain(title)), figures, mode)
    });
    Ok(table(context, ("kataloger", t.sources), rows.collect(), mode, sort))
}

fn organisations(context: &Context, mode: Mode, sort: &str) -> Table {
    let t = texts::of(context.language);
    let rows = context.reader.organisations.iter().filter_map(|organisation| {
        let figures = context.reader.quality.publishers.get(&organisation.agent.id)?;
        let name = Tagged::best_or(&organisation.agent.name, context.language, context.t().unknown_publisher);
        let href = context.url(&format!("/quality/organisations/{}{}", encode(&organisation.agent.id), suffix(mode)));
        Some(row(context, Link::internal(href, name), figures, mode))
    });
    table(context, ("organisationer", t.organisations), rows.collect(), mode, sort)
}

fn suffix(mode: Mode) -> &'static str {
    match mode {
        Mode::Se => "",
        Mode::Eu => "?mode=eu",
    }
}

fn row(context: &Context, link: Link, figures: &QualityFigures, mode: Mode) -> Row {
    let score = figures.score(mode);
    Row {
        key: (score.total, figures.datasets, link.label.text.to_lowercase()),
        link,
        score: points(score.total, context.language),
        rating: rating(Rating::of(score), context.language),
        datasets: context.count(figures.datasets),
    }
}

/// Sorted: the worst first (there the work is), the best first, by name or the largest first.
fn table(
    context: &Context,
    (id, caption): (&'static str, &'static str),
    mut rows: Vec<Row>,
    mode: Mode,
    sort: &str,
) -> Table {
    let t = texts::of(context.language);
    match sort {
        "-score" => rows.sort_by(|a, b| (Reverse(a.key.0), &a.key.2).cmp(&(Reverse(b.key.0), &b.key.2))),
        "name" => rows.sort_by(|a, b| a.key.2.cmp(&b.key.2)),
        "datasets" => rows.sort_by(|a, b| (Reverse(a.key.1), &a.key.2).cmp(&(Reverse(b.key.1), &b.key.2))),
        _ => rows.sort_by(|a, b| (a.key.0, &a.key.2).cmp(&(b.key.0, &b.key.2))),
    }
    let total = rows.len();
    let others =
        (total > ROWS).then(|| fill(t.more_rows, &[&context.count(ROWS as u64), &context.count(total as u64)]));
    rows.truncate(ROWS);
    let head = |label: &'static str, word: &str, sorted: &'static str, number: bool| Head {
        label,
        href: context.url(&format!("/quality?sort={word}&mode={}#{id}", mode.as_str())),
        sorted,
        number,
        hint: fill(t.sort_by, &[&label.to_lowercase()]),
    };
    let by = |word: &str, direction: &'static str| if sort == word { direction } else { "" };
    let score = match sort {
        "score" => head(t.score, "-score", "ascending", true),
        "-score" => head(t.score, "score", "descending", true),
        _ => head(t.score, "score", "", true),
    };
    let heads = vec![
        head(t.name, "name", by("name", "ascending"), false),
        score,
        head(t.datasets, "datasets", by("datasets", "descending"), true),
    ];
    let kind = if id == "kataloger" { "sources" } else { "publishers" };
    let csv = context.plain_url(&format!("/api/v1/quality/{kind}?format=csv&mode={}", mode.as_str()));
    Table { id, caption, heads, rows, more: others, csv }
}
