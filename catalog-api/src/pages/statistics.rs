//! The catalog in figures: now, over time, by theme, format, licence and kind of publisher, beside other countries.

use super::charts::{Bar, Bars, Line, LineChart, scale};
use super::frame::{Context, Frame, Section};
use super::html::{Link, Tagged};
use super::problems::PageProblem;
use super::query::encode;
use super::statistics_texts::{self, Texts};
use super::texts::fill;
use crate::api::{Dimension, dimensions};
use crate::figures;
use crate::state::Language;
use crate::timeline::{self, Interval, Point};
use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use chrono::{Datelike, Months, NaiveDate};
use model::figures::{BREAKDOWNS, Breakdown, Figures, TOTALS};
use std::collections::HashMap;
use store::journal::FigureScope;

/// Rows of the table over time: more are in the CSV.
const ROWS: usize = 24;
/// Rows of a breakdown.
const VALUES: usize = 20;

#[derive(Template)]
#[template(path = "statistics.html")]
struct StatisticsPage {
    page: Frame,
    t: &'static Texts,
    name: Tagged,
    action: String,
    choices: Vec<Group>,
    periods: Vec<Choice>,
    totals: Vec<Total>,
    chart: Option<LineChart>,
    heads: Vec<&'static str>,
    rows: Vec<Row>,
    partial: bool,
    breakdowns: Vec<Bars>,
    countries: Vec<Bars>,
    csv: String,
    json: String,
}

/// Choices under one heading; the first group has none.
struct Group {
    label: &'static str,
    choices: Vec<Choice>,
}

/// A choice of the form.
struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

/// A figure of now.
struct Total {
    number: String,
    label: &'static str,
}

/// A day in the table.
struct Row {
    day: String,
    partial: bool,
    numbers: Vec<String>,
}

/// Whose figures, and of what time.
struct Chosen {
    scope: FigureScope,
    id: String,
    period: &'static str,
}

/// Times to choose, and the months that they reach back.
const PERIODS: [(&str, Option<u32>, Interval, &str); 3] = [
    ("month", Some(1), Interval::Day, "day"),
    ("year", Some(12), Interval::Week, "week"),
    ("all", None, Interval::Month, "month"),
];

/// `GET /statistics`.
pub(crate) async fn statistics(context: Context, Query(parameters): Query<HashMap<String, String>>) -> Response {
    context.answer(move |context| page(context, &parameters)).await
}

fn page(context: &Context, parameters: &HashMap<String, String>) -> Result<StatisticsPage, PageProblem> {
    let t = statistics_texts::of(context.language);
    let chosen = chosen(context, parameters)?;
    let (journal, scope, id) = (&context.state.journal, chosen.scope, chosen.id.as_str());
    let label = timeline::label(journal, &context.reader, scope, id)?.ok_or_else(|| PageProblem::not_found(id))?;
    let (from, to, interval, interval_word) = time(context, &chosen)?;
    let points = timeline::points(journal, (scope, id), (from, to), interval)?;
    let now = figures::of(&context.reader, scope, id);
    let query = match scope {
        FigureScope::Portal => format!("from={from}&to={to}&interval={interval_word}"),
        _ => format!("scope={}&id={}&from={from}&to={to}&interval={interval_word}", scope.as_str(), encode(id)),
    };
    let trail = vec![Link::internal(context.url("/"), Tagged::plain(context.t().home))];
    let mut page = context.frame(Section::Other, t.title).with_trail(trail);
    t.lead.clone_into(&mut page.summary);
    let json = context.plain_url(&format!("/api/v1/statistics?{query}"));
    let countries = if scope == FigureScope::Portal { dimensions(journal, &context.reader)? } else { Vec::new() };
    Ok(StatisticsPage {
        page,
        t,
        name: Tagged::best_or(&label, context.language, id),
        action: context.url("/statistics"),
        choices: choices(context, t, &chosen)?,
        periods: periods(t, chosen.period),
        totals: totals(context, &now),
        chart: chart(context, t, &points),
        heads: TOTALS.iter().map(|total| context.language.pick(total.sv, total.en)).collect(),
        rows: rows(context, t, &points),
        partial: points.iter().any(|point| point.figures.partial),
        breakdowns: BREAKDOWNS.iter().filter_map(|breakdown| bars(context, t, breakdown, &now)).collect(),
        countries: countries.iter().map(|dimension| compared(context, t, dimension)).collect(),
        csv: format!("{json}&format=csv"),
        json,
    })
}

fn chosen(context: &Context, parameters: &HashMap<String, String>) -> Result<Chosen, PageProblem> {
    let t = statistics_texts::of(context.language);
    let of = parameters.get("of").map_or("", String::as_str);
    let (scope, id) = match of.split_once(':') {
        Some(("source", id)) => (FigureScope::Source, id),
        Some(("publisher", id)) => (FigureScope::Publisher, id),
        None if of.is_empty() || of == "portal" => (FigureScope::Portal, ""),
        _ => return Err(PageProblem::not_found(of)),
    };
    let word = parameters.get("period").map_or("year", String::as_str);
    let period = PERIODS.iter().map(|(known, ..)| *known).find(|known| *known == word);
    let period =
        period.ok_or_else(|| PageProblem::BadRequest(fill(t.no_period, &[&model::finding::clip(word, 40)])))?;
    Ok(Chosen { scope, id: id.to_owned(), period })
}

fn time(context: &Context, chosen: &Chosen) -> Result<(NaiveDate, NaiveDate, Interval, &'static str), PageProblem> {
    let to = timeline::today(&context.state);
    let (_, months, interval, word) =
        PERIODS.into_iter().find(|(known, ..)| *known == chosen.period).unwrap_or(PERIODS[1]);
    let from = match months {
        Some(months) => to.checked_sub_months(Months::new(months)),
        None => context.state.journal.first_figures(chosen.scope, &chosen.id)?,
    };
    let from = from.unwrap_or(to).min(to);
    // A short past is shown day by day: a month's single point would say nothing.
    let first = context.state.journal.first_figures(chosen.scope, &chosen.id)?.unwrap_or(to).max(from);
    match (to - first).num_days() {
        0..=60 => Ok((from, to, Interval::Day, "day")),
        61..=400 if interval == Interval::Month => Ok((from, to, Interval::Week, "week")),
        _ => Ok((from, to, interval, word)),
    }
}

fn choices(context: &Context, t: &'static Texts, chosen: &Chosen) -> Result<Vec<Group>, PageProblem> {
    let choice = |scope: FigureScope, id: &str, label: String| Choice {
        value: if id.is_empty() { scope.as_str().to_owned() } else { format!("{}:{id}", scope.as_str()) },
        label,
        chosen: chosen.scope == scope && chosen.id == id,
    };
    let portal = vec![choice(FigureScope::Portal, "", t.choose_portal.to_owned())];
    let unknown = context.t().unknown_publisher;
    let publishers = context.reader.organisations.iter().map(|organisation| {
        let name = Tagged::best_or(&organisation.agent.name, context.language, unknown).text;
        choice(FigureScope::Publisher, &organisation.agent.id, name)
    });
    let sources = timeline::titles(&context.state.journal)?;
    let sources = sources.into_iter().map(|(id, title)| choice(FigureScope::Source, &id, title));
    Ok(vec![
        Group { label: "", choices: portal },
        Group { label: t.choose_publishers, choices: publishers.collect() },
        Group { label: t.choose_sources, choices: sources.collect() },
    ])
}

fn periods(t: &'static Texts, chosen: &str) -> Vec<Choice> {
    let all = [("month", t.period_month), ("year", t.period_year), ("all", t.period_all)];
    let choice = |(value, label): (&str, &str)| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen: value == chosen,
    };
    all.into_iter().map(choice).collect()
}

/// A value as people write it: whole, or with one decimal.
fn written(context: &Context, value: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "counts are far below 2^52 and positive"
    )]
    let whole = |value: f64| context.count(value as u64);
    if value.fract() == 0.0 && value >= 0.0 {
        return whole(value);
    }
    format!("{value:.1}").replace('.', context.language.pick(",", "."))
}

fn totals(context: &Context, now: &Figures) -> Vec<Total> {
    let shown = TOTALS.iter().filter_map(|total| {
        let number = written(context, (total.of)(now)?);
        Some(Total { number, label: context.language.pick(total.sv, total.en) })
    });
    shown.collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn chart(context: &Context, t: &'static Texts, points: &[Point]) -> Option<LineChart> {
    let (first, last) = (points.first()?, points.last()?);
    let line = |label: &str, of: fn(&Figures) -> u64, whole: bool| {
        let known = points.iter().filter(|point| whole || !point.figures.partial);
        let points = known.map(|point| (i64::from(point.day.num_days_from_ce()), of(&point.figures) as f64));
        Line { label: Tagged::plain(label), points: points.collect() }
    };
    let lines = vec![
        line(t.chart_all, |figures| figures.datasets, true),
        line(t.chart_open, |figures| figures.open, false),
        line(t.chart_api, |figures| figures.api, false),
    ];
    let highest = points.iter().map(|point| point.figures.datasets).max().unwrap_or_default();
    let high = scale(highest as f64);
    let number = |point: &Point| context.count(point.figures.datasets);
    let (from, to) = (first.day.to_string(), last.day.to_string());
    Some(LineChart {
        title: t.chart_datasets.to_owned(),
        summary: fill(t.chart_summary, &[&number(first), &from, &number(last), &to]),
        lines,
        high,
        high_label: written(context, high),
        ends: (from, to),
    })
}

/// The newest first.
fn rows(context: &Context, t: &'static Texts, points: &[Point]) -> Vec<Row> {
    let row = |point: &Point| {
        let numbers = TOTALS.iter().map(|total| {
            let known = (total.in_partial || !point.figures.partial).then(|| (total.of)(&point.figures)).flatten();
            known.map_or_else(|| t.unknown.to_owned(), |value| written(context, value))
        });
        Row { day: point.day.to_string(), partial: point.figures.partial, numbers: numbers.collect() }
    };
    points.iter().rev().take(ROWS).map(row).collect()
}

/// One breakdown, the most frequent first; `None` where there is nothing to divide.
fn bars(context: &Context, t: &'static Texts, breakdown: &Breakdown, now: &Figures) -> Option<Bars> {
    let mut counts: Vec<(&String, u64)> = (breakdown.of)(now).iter().map(|(code, count)| (code, *count)).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let whole = match breakdown.name {
        "publisher_types" => now.publishers,
        "hvd_categories" => now.hvd,
        _ => now.datasets,
    };
    let most = counts.first()?.1;
    let rows = counts.into_iter().take(VALUES).map(|(code, count)| Bar {
        label: label(context, breakdown, code),
        number: context.count(count),
        length: ratio(count, most),
        share: percent(ratio(count, whole), context.language),
    });
    Some(Bars {
        caption: context.language.pick(breakdown.sv, breakdown.en).to_owned(),
        heads: [t.what, t.number, t.share].map(str::to_owned),
        rows: rows.collect(),
    })
}

/// The label; a value that the search can choose leads there.
fn label(context: &Context, breakdown: &Breakdown, code: &str) -> Link {
    let label = Tagged::best_or(&breakdown.label(code), context.language, code);
    let facet = match breakdown.name {
        "themes" => "theme",
        "access_rights" => "access_rights",
        "hvd_categories" => "hvd",
        _ => return Link::text(label),
    };
    if [model::figures::OTHER, model::figures::NONE].contains(&code) {
        return Link::text(label);
    }
    Link::internal(context.url(&format!("/datasets?{facet}={}", encode(code))), label)
}

fn compared(context: &Context, t: &'static Texts, dimension: &Dimension) -> Bars {
    let own = dimension.own.map(|value| (t.this_catalog.to_owned(), String::new(), value));
    let others = dimension.countries.iter().map(|other| (other.country.clone(), other.day.to_string(), other.value));
    let mut all: Vec<(String, String, f64)> = own.into_iter().chain(others).collect();
    all.sort_by(|a, b| b.2.total_cmp(&a.2));
    let most = all.iter().map(|(.., value)| *value).fold(0.0, f64::max);
    let rows = all.into_iter().map(|(name, day, value)| Bar {
        label: Link::text(Tagged::plain(name)),
        number: written(context, value),
        length: if most > 0.0 { value / most } else { 0.0 },
        share: day,
    });
    let name = Tagged::best_or(&dimension.label, context.language, &dimension.dimension).text;
    Bars {
        caption: fill(t.countries_table, &[&name]),
        heads: [t.country, t.number, t.day].map(str::to_owned),
        rows: rows.collect(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn percent(ratio: f64, language: Language) -> String {
    let percent = format!("{:.1}", ratio * 100.0);
    let percent = percent.strip_suffix(".0").unwrap_or(&percent);
    format!("{}\u{a0}%", percent.replace('.', language.pick(",", ".")))
}
