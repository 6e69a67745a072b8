//! Statistics over time (`/api/v1/statistics`), now, and beside other countries.

use super::params::{Parameters, not_allowed};
use super::{blocking, statistics_openapi as openapi};
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use crate::timeline::{self, Interval, Point};
use crate::{csv, figures};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{Months, NaiveDate};
use http::{HeaderMap, Uri, header};
use model::figures::{BREAKDOWNS, Breakdown, Figures, TOTALS, Total, measures};
use model::{LangText, Seq};
use serde::Serialize;
use serde_json::{Map, Value, json};
use store::journal::FigureScope;

/// What was asked for.
struct Question {
    scope: FigureScope,
    id: String,
    from: NaiveDate,
    to: NaiveDate,
    interval: Interval,
    interval_word: &'static str,
    measures: Measures,
}

/// The chosen figures.
struct Measures {
    totals: Vec<&'static Total>,
    breakdowns: Vec<&'static Breakdown>,
}

/// A series of points as JSON.
#[derive(Debug, Serialize)]
pub(super) struct Statistics {
    seq: Seq,
    scope: &'static str,
    id: Option<String>,
    label: LangText,
    from: NaiveDate,
    to: NaiveDate,
    interval: &'static str,
    items: Vec<Value>,
}

/// The newest figures as JSON.
#[derive(Debug, Serialize)]
pub(super) struct CurrentStatistics {
    seq: Seq,
    scope: &'static str,
    id: Option<String>,
    label: LangText,
    figures: Value,
}

/// Figures over time of the catalog, a source or an organisation.
#[utoipa::path(
    get, path = "/api/v1/statistics", tag = "statistics", params(openapi::StatisticsParameters),
    responses(
        (status = 200, description = "Points, oldest first; as CSV one line per number", body = ref("#/components/schemas/Statistics")),
        (status = 404, description = "There is none of that id", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn over_time(
    State(state): State<AppState>,
    reader: Reader,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Problem> {
    blocking(move || {
        let known = ["scope", "id", "from", "to", "measure", "interval", "format"];
        let parameters = Parameters::of(&uri, &known)?;
        let as_csv = wants_csv(&parameters, &headers)?;
        let question = question(&parameters, &state)?;
        let label = whose(&state, &reader, question.scope, &question.id)?;
        let (scope, id) = (question.scope, question.id.as_str());
        let points = timeline::points(&state.journal, (scope, id), (question.from, question.to), question.interval)?;
        if as_csv {
            return Ok(csv::response("statistics", to_csv(&question, &points)));
        }
        let items = points.iter().map(|point| question.measures.item(point)).collect();
        let body = Statistics {
            seq: reader.seq,
            scope: scope.as_str(),
            id: (scope != FigureScope::Portal).then(|| question.id.clone()),
            label,
            from: question.from,
            to: question.to,
            interval: question.interval_word,
            items,
        };
        Ok(Json(body).into_response())
    })
    .await
}

/// The figures of what is published now.
#[utoipa::path(
    get, path = "/api/v1/statistics/current", tag = "statistics", params(openapi::CurrentParameters),
    responses(
        (status = 200, description = "The newest figures", body = ref("#/components/schemas/CurrentStatistics")),
        (status = 404, description = "There is none of that id", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn current(
    State(state): State<AppState>,
    reader: Reader,
    uri: Uri,
) -> Result<Json<CurrentStatistics>, Problem> {
    blocking(move || {
        let parameters = Parameters::of(&uri, &["scope", "id", "measure"])?;
        let (scope, id) = scope_and_id(&parameters)?;
        let measures = chosen(&parameters)?;
        let label = whose(&state, &reader, scope, &id)?;
        let figures = measures.values(&figures::of(&reader, scope, &id));
        let id = (scope != FigureScope::Portal).then_some(id);
        Ok(Json(CurrentStatistics { seq: reader.seq, scope: scope.as_str(), id, label, figures: figures.into() }))
    })
    .await
}

/// `format=csv`, or an `Accept` that likes CSV better than JSON.
pub(super) fn wants_csv(parameters: &Parameters, headers: &HeaderMap) -> Result<bool, Problem> {
    if let Some(format) = parameters.word("format", &["json", "csv"])? {
        return Ok(format == "csv");
    }
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    Ok(crate::negotiate::negotiate(accept, &["application/json", "text/csv"]) == Some(1))
}

fn whose(state: &AppState, reader: &Reader, scope: FigureScope, id: &str) -> Result<LangText, Problem> {
    let label = timeline::label(&state.journal, reader, scope, id)?;
    let id = model::finding::clip(id, 100);
    label.ok_or_else(|| Problem::not_found(format!("there is no {} `{id}` with statistics", scope.as_str())))
}

fn scope_and_id(parameters: &Parameters) -> Result<(FigureScope, String), Problem> {
    let words: Vec<&str> = FigureScope::ALL.iter().map(|scope| scope.as_str()).collect();
    let word = parameters.word("scope", &words)?;
    let scope = FigureScope::ALL.into_iter().find(|scope| Some(scope.as_str()) == word).unwrap_or(FigureScope::Portal);
    let id = parameters.one("id")?.unwrap_or_default().to_owned();
    match (scope, id.is_empty()) {
        (FigureScope::Portal, false) => {
            Err(Problem::bad_request("`id` says whose: add `scope=source` or `scope=publisher`")
                .with("parameter", "scope"))
        }
        (FigureScope::Source | FigureScope::Publisher, true) => {
            let detail = format!("`scope={}` needs `id`", scope.as_str());
            Err(Problem::bad_request(detail).with("parameter", "id"))
        }
        _ => Ok((scope, id)),
    }
}

fn question(parameters: &Parameters, state: &AppState) -> Result<Question, Problem> {
    const INTERVALS: [(&str, Interval); 4] =
        [("day", Interval::Day), ("week", Interval::Week), ("month", Interval::Month), ("run", Interval::Run)];
    let (scope, id) = scope_and_id(parameters)?;
    let word = parameters.word("interval", &INTERVALS.map(|(word, _)| word))?.unwrap_or("day");
    let (interval_word, interval) = INTERVALS.into_iter().find(|(known, _)| *known == word).unwrap_or(INTERVALS[0]);
    if interval == Interval::Run && scope != FigureScope::Source {
        return Err(
            Problem::bad_request("only sources have runs: add `scope=source` and `id`").with("parameter", "interval")
        );
    }
    let to = date(parameters, "to")?.unwrap_or_else(|| timeline::today(state));
    let year_before = to.checked_sub_months(Months::new(12)).unwrap_or(to);
    let from = date(parameters, "from")?.unwrap_or(year_before);
    if from > to {
        return Err(Problem::bad_request(format!("`from` ({from}) is after `to` ({to})")).with("parameter", "from"));
    }
    let most = i64::try_from(timeline::MAX_POINTS).unwrap_or(i64::MAX);
    if interval == Interval::Day && (to - from).num_days() >= most {
        let detail = format!("more than {most} days: use `interval=week` or `interval=month`, or a shorter time");
        return Err(Problem::bad_request(detail).with("parameter", "from"));
    }
    Ok(Question { scope, id, from, to, interval, interval_word, measures: chosen(parameters)? })
}

fn date(parameters: &Parameters, name: &str) -> Result<Option<NaiveDate>, Problem> {
    let Some(text) = parameters.one(name)? else { return Ok(None) };
    text.parse().map(Some).map_err(|_| {
        let text = model::finding::clip(text, 40);
        Problem::bad_request(format!("`{text}` is no date: write `{name}=2026-01-31`")).with("parameter", name)
    })
}

fn chosen(parameters: &Parameters) -> Result<Measures, Problem> {
    let names: Vec<&str> = parameters.all("measure").flat_map(|value| value.split(',')).collect();
    let known = measures();
    if let Some(unknown) = names.iter().find(|name| !known.contains(name)) {
        return Err(not_allowed("measure", unknown, &known));
    }
    let wanted = |name: &str| names.is_empty() || names.contains(&name);
    Ok(Measures {
        totals: TOTALS.iter().filter(|total| wanted(total.name)).collect(),
        breakdowns: BREAKDOWNS.iter().filter(|breakdown| wanted(breakdown.name)).collect(),
    })
}

impl Measures {
    /// A point with what is known of it: partial figures lack what was not counted then.
    fn item(&self, point: &Point) -> Value {
        let mut item = Map::new();
        item.insert("day".to_owned(), json!(point.day));
        if let Some(run) = point.run {
            item.insert("run".to_owned(), json!(run));
        }
        item.insert("partial".to_owned(), json!(point.figures.partial));
        item.extend(self.values(&point.figures));
        Value::Object(item)
    }

    fn values(&self, figures: &Figures) -> Map<String, Value> {
        let mut values = Map::new();
        for total in self.totals.iter().filter(|total| total.in_partial || !figures.partial) {
            if let Some(value) = (total.of)(figures) {
                values.insert(total.name.to_owned(), number(value));
            }
        }
        for breakdown in self.breakdowns.iter().filter(|_| !figures.partial) {
            let mut counts: Vec<(&String, &u64)> = (breakdown.of)(figures).iter().collect();
            counts.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
            let counts = counts.into_iter();
            let list =
                counts.map(|(code, count)| json!({ "value": code, "label": breakdown.label(code), "count": count }));
            values.insert(breakdown.name.to_owned(), list.collect());
        }
        values
    }
}

/// A whole number as one.
#[expect(clippy::cast_possible_truncation, reason = "checked to be a whole number, and counts are far below 2^52")]
fn number(value: f64) -> Value {
    if value.fract() == 0.0 { json!(value as i64) } else { json!(value) }
}

/// One line per number: totals have no code.
fn to_csv(question: &Question, points: &[Point]) -> String {
    let mut text = String::new();
    let heads = ["day", "run", "scope", "id", "partial", "measure", "value", "label_sv", "label_en", "number"];
    csv::line(&mut text, &heads);
    for point in points {
        let figures = &point.figures;
        let (day, run) = (point.day.to_string(), point.run.map(|run| run.to_string()).unwrap_or_default());
        let partial = figures.partial.to_string();
        let mut line = |measure: &str, code: &str, label: [&str; 2], value: &str| {
            let cells =
                [&day, &run, question.scope.as_str(), &question.id, &partial, measure, code, label[0], label[1], value];
            csv::line(&mut text, &cells);
        };
        for total in question.measures.totals.iter().filter(|total| total.in_partial || !figures.partial) {
            if let Some(value) = (total.of)(figures) {
                line(total.name, "", [total.sv, total.en], &number(value).to_string());
            }
        }
        for breakdown in question.measures.breakdowns.iter().filter(|_| !figures.partial) {
            for (code, count) in (breakdown.of)(figures) {
                let label = breakdown.label(code);
                let best = |language| label.best(language).map_or("", |(_, text)| text);
                line(breakdown.name, code, [best("sv"), best("en")], &count.to_string());
            }
        }
    }
    text
}
