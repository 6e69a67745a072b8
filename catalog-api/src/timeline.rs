//! Figures over time, as API and pages show them: one point per day, week or month, or per run of a source.

use crate::Published;
use crate::state::AppState;
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use chrono_tz::Europe::Stockholm;
use model::LangText;
use model::figures::Figures;
use std::collections::BTreeMap;
use store::journal::{DayFigures, FigureScope};
use store::{Journal, StoreError};

/// Most points of one answer: ten years of days.
pub(crate) const MAX_POINTS: usize = 3700;

/// Distance of the points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interval {
    /// One per day.
    Day,
    /// One per week, on its Sunday.
    Week,
    /// One per month, on its last day.
    Month,
    /// One per run of a source that changed it.
    Run,
}

/// Figures at one time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Point {
    /// Day in Sweden: the last of its week or month, or the present.
    pub(crate) day: NaiveDate,
    /// The run, for points per run.
    pub(crate) run: Option<u64>,
    /// As they were then.
    pub(crate) figures: Figures,
}

/// The present day in Sweden.
pub(crate) fn today(state: &AppState) -> NaiveDate {
    day_of(state.clock.now())
}

fn day_of(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Stockholm).date_naive()
}

/// The points between two days; what a row of the journal says holds until the next one. Before the first row nothing
/// is known, so there are no points.
pub(crate) fn points(
    journal: &Journal,
    (scope, id): (FigureScope, &str),
    (from, to): (NaiveDate, NaiveDate),
    interval: Interval,
) -> Result<Vec<Point>, StoreError> {
    if interval == Interval::Run {
        return runs(journal, id, from, to);
    }
    let rows = journal.day_figures(scope, id, from, to)?;
    Ok(fill(&rows, from, to, interval))
}

fn runs(journal: &Journal, id: &str, from: NaiveDate, to: NaiveDate) -> Result<Vec<Point>, StoreError> {
    let source = id.parse().map_err(StoreError::Value)?;
    let all = journal.run_figures(&source, MAX_POINTS as u64)?;
    let points = all.into_iter().map(|run| Point { day: day_of(run.at), run: Some(run.run), figures: run.figures });
    Ok(points.filter(|point| (from..=to).contains(&point.day)).collect())
}

fn fill(rows: &[DayFigures], from: NaiveDate, to: NaiveDate, interval: Interval) -> Vec<Point> {
    let Some(first) = rows.first() else { return Vec::new() };
    let mut points: Vec<Point> = Vec::new();
    let mut next = from.max(first.day);
    let mut known = 0;
    while next <= to && points.len() < MAX_POINTS {
        let day = end_of(next, interval).min(to);
        while rows.get(known + 1).is_some_and(|row| row.day <= day) {
            known += 1;
        }
        points.push(Point { day, run: None, figures: rows[known].figures.clone() });
        let Some(after) = day.checked_add_days(Days::new(1)) else { break };
        next = after;
    }
    points
}

/// The last day of the day's week or month.
fn end_of(day: NaiveDate, interval: Interval) -> NaiveDate {
    let end = match interval {
        Interval::Day | Interval::Run => Some(day),
        Interval::Week => day.checked_add_days(Days::new(6 - u64::from(day.weekday().num_days_from_monday()))),
        Interval::Month => day
            .with_day(1)
            .and_then(|first| first.checked_add_months(Months::new(1)))
            .and_then(|first| first.pred_opt()),
    };
    end.unwrap_or(day)
}

/// Whose figures they are, for people. `None` if there is no such source or organisation, now or in the past.
pub(crate) fn label(
    journal: &Journal,
    published: &Published,
    scope: FigureScope,
    id: &str,
) -> Result<Option<LangText>, StoreError> {
    let known = match scope {
        FigureScope::Portal => Some(LangText::sv_en("Hela katalogen", "The whole catalog")),
        FigureScope::Source => titles(journal)?.remove(id).map(|title| LangText::new("", &title)),
        FigureScope::Publisher => published
            .organisations
            .iter()
            .find(|organisation| organisation.agent.id == id)
            .map(|organisation| organisation.agent.name.clone()),
    };
    if known.is_some() || journal.first_figures(scope, id)?.is_none() {
        return Ok(known);
    }
    // It has a past but is not there any more: its name is not kept.
    Ok(Some(LangText::new("", id)))
}

/// Titles of the registered sources.
pub(crate) fn titles(journal: &Journal) -> Result<BTreeMap<String, String>, StoreError> {
    Ok(journal.sources()?.into_iter().map(|entry| (entry.source.id.to_string(), entry.source.title)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rows() -> Vec<DayFigures> {
        let of = |on: &str, datasets| DayFigures { day: day(on), figures: Figures { datasets, ..Figures::default() } };
        vec![of("2026-01-30", 1), of("2026-02-02", 2), of("2026-02-20", 3)]
    }

    fn filled(from: &str, to: &str, interval: Interval) -> Vec<(String, u64)> {
        let points = fill(&rows(), day(from), day(to), interval);
        points.into_iter().map(|point| (point.day.to_string(), point.figures.datasets)).collect()
    }

    fn pairs(of: &[(&str, u64)]) -> Vec<(String, u64)> {
        of.iter().map(|(day, count)| ((*day).to_owned(), *count)).collect()
    }

    #[test]
    fn what_is_known_holds_until_something_changes() {
        let days = filled("2026-01-01", "2026-02-03", Interval::Day);
        let expected = [("2026-01-30", 1), ("2026-01-31", 1), ("2026-02-01", 1), ("2026-02-02", 2), ("2026-02-03", 2)];
        assert_eq!(days, pairs(&expected), "nothing is known before the first row");
    }

    #[test]
    fn weeks_and_months_are_named_by_their_last_day_and_the_last_is_cut() {
        let weeks = filled("2026-02-01", "2026-02-21", Interval::Week);
        assert_eq!(weeks, pairs(&[("2026-02-01", 1), ("2026-02-08", 2), ("2026-02-15", 2), ("2026-02-21", 3)]));
        let months = filled("2025-01-01", "2026-03-05", Interval::Month);
        assert_eq!(months, pairs(&[("2026-01-31", 1), ("2026-02-28", 3), ("2026-03-05", 3)]));
        assert!(fill(&[], day("2026-01-01"), day("2026-01-02"), Interval::Day).is_empty());
    }
}
