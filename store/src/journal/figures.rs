//! Figures over time: of sources after runs, of the catalog, sources and publishers by day.
//!
//! Days are those of Sweden. A day's row is written when the figures differ from what was known before, and again when
//! they change on the same day, so the last state of a day wins and a quiet day costs nothing. Nothing here makes a
//! commit: figures never raise `seq` and never cause a projection.

use super::Journal;
use super::values::{from_json, instant, int, to_json, unsigned};
use crate::StoreError;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Stockholm;
use model::figures::Figures;
use model::{Seq, SourceId};
use rusqlite::{OptionalExtension, Transaction};
use std::collections::BTreeMap;

/// What the figures of a day are made of; figures of another version are written anew.
const VERSION: u32 = 1;

/// Whose figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FigureScope {
    /// The whole catalog, each thing once. Its id is empty.
    Portal,
    /// What is shown of one source.
    Source,
    /// What one organisation publishes; the id is its portal id.
    Publisher,
}

impl FigureScope {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Portal, Self::Source, Self::Publisher];

    /// The word in tables, addresses and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Source => "source",
            Self::Publisher => "publisher",
        }
    }
}

/// Figures of one day.
#[derive(Debug, Clone, PartialEq)]
pub struct DayFigures {
    /// Day in Sweden.
    pub day: NaiveDate,
    /// As they were at its end.
    pub figures: Figures,
}

/// Figures of a source after a run.
#[derive(Debug, Clone, PartialEq)]
pub struct RunFigures {
    /// The run; 0 where the journal changed without one.
    pub run: u64,
    /// When it was accepted.
    pub at: DateTime<Utc>,
    /// What the accepted revision holds.
    pub figures: Figures,
}

/// Figures to be known from now on.
pub type CurrentFigures = BTreeMap<(FigureScope, String), Figures>;

impl Journal {
    /// Takes the figures of everything that the projection of `seq` shows: rows are written for what changed, and zeros
    /// for what is not there any more. Older projections than the newest that was taken change nothing. Returns how
    /// many rows were written.
    pub fn put_day_figures(&self, seq: Seq, current: &CurrentFigures) -> Result<u64, StoreError> {
        let changed = self.read(|transaction| changes(transaction, seq, current))?;
        if changed.is_empty() {
            return Ok(0);
        }
        self.write(|transaction| {
            if is_first(transaction)? {
                backfill(transaction)?;
            }
            // Another process may have been faster.
            let changed = changes(transaction, seq, current)?;
            let day = day_of(transaction, seq)?;
            for change in &changed {
                write(transaction, change, day)?;
            }
            let mark = format!("{VERSION}:{}", seq.0);
            transaction.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('figures', ?1)", [mark])?;
            Ok(changed.len() as u64)
        })
    }

    /// Rows of the days from `from` to `to`, oldest first, and before them the last row before `from`, which holds until
    /// the first of them.
    pub fn day_figures(
        &self,
        scope: FigureScope,
        id: &str,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<DayFigures>, StoreError> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT day, figures FROM day_figures WHERE scope = ?1 AND id = ?2 AND day <= ?4 AND day >= \
                 coalesce((SELECT max(day) FROM day_figures WHERE scope = ?1 AND id = ?2 AND day < ?3), ?3) ORDER BY day",
            )?;
            let mut rows = statement.query((scope.as_str(), id, from.to_string(), to.to_string()))?;
            let mut days = Vec::new();
            while let Some(row) = rows.next()? {
                let day: String = row.get(0)?;
                let day = day.parse().map_err(|_| StoreError::Value(format!("the day `{day}`")))?;
                days.push(DayFigures { day, figures: from_json(row.get_ref(1)?.as_str().unwrap_or_default())? });
            }
            Ok(days)
        })
    }

    /// The first day that anything is known of.
    pub fn first_figures(&self, scope: FigureScope, id: &str) -> Result<Option<NaiveDate>, StoreError> {
        self.read(|transaction| {
            let day: Option<String> = transaction
                .prepare_cached("SELECT min(day) FROM day_figures WHERE scope = ?1 AND id = ?2")?
                .query_row((scope.as_str(), id), |row| row.get(0))?;
            Ok(day.and_then(|day| day.parse().ok()))
        })
    }

    /// Figures of a source after each run that changed it, oldest first, the newest `limit` of them.
    pub fn run_figures(&self, source: &SourceId, limit: u64) -> Result<Vec<RunFigures>, StoreError> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT f.run, f.at, f.figures FROM run_figures f JOIN sources s ON s.number = f.source \
                 WHERE s.id = ?1 ORDER BY f.run DESC LIMIT ?2",
            )?;
            let mut rows = statement.query((source.as_str(), int(limit)))?;
            let mut runs = Vec::new();
            while let Some(row) = rows.next()? {
                let figures = from_json(row.get_ref(2)?.as_str().unwrap_or_default())?;
                runs.push(RunFigures { run: unsigned(row.get(0)?), at: instant(row.get(1)?)?, figures });
            }
            runs.reverse();
            Ok(runs)
        })
    }
}

/// Writes the figures of a source after a run, in the run's transaction.
pub(super) fn write_run(
    transaction: &Transaction<'_>,
    run: u64,
    source: i64,
    at: i64,
    figures: &Figures,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached("INSERT OR REPLACE INTO run_figures (run, source, at, figures) VALUES (?1, ?2, ?3, ?4)")?
        .execute((int(run), source, at, to_json(figures)?))?;
    Ok(())
}

/// Forgets a purged source: what is left of it is the portal's history, which names nobody.
pub(super) fn forget_source(transaction: &Transaction<'_>, number: i64, id: &str) -> Result<(), StoreError> {
    transaction.execute("DELETE FROM run_figures WHERE source = ?1", [number])?;
    forget(transaction, FigureScope::Source, id)
}

/// Forgets what was counted of a publisher under the id of a purged name. Ids that were made of a name because the
/// publisher has no IRI are hashes of that name: all of those go, since the purged one may be among them.
pub(super) fn forget_publisher(transaction: &Transaction<'_>, id: Option<&str>) -> Result<(), StoreError> {
    if let Some(id) = id {
        forget(transaction, FigureScope::Publisher, id)?;
    }
    for table in ["day_figures", "current_figures"] {
        let derived = "scope = 'publisher' AND length(id) = 13 AND id GLOB 'x[0-9a-f]*'";
        transaction.execute(&format!("DELETE FROM {table} WHERE {derived}"), [])?;
    }
    Ok(())
}

fn forget(transaction: &Transaction<'_>, scope: FigureScope, id: &str) -> Result<(), StoreError> {
    for table in ["day_figures", "current_figures"] {
        transaction.execute(&format!("DELETE FROM {table} WHERE scope = ?1 AND id = ?2"), (scope.as_str(), id))?;
    }
    Ok(())
}

/// A row to write: figures as JSON, `None` for what is gone.
struct Change {
    scope: FigureScope,
    id: String,
    figures: Option<String>,
}

/// What differs from the figures that are known now; nothing if those are of a newer projection.
fn changes(transaction: &Transaction<'_>, seq: Seq, current: &CurrentFigures) -> Result<Vec<Change>, StoreError> {
    let newest = mark(transaction)?;
    if newest.is_some_and(|(version, newest)| version == VERSION && newest > seq.0) {
        return Ok(Vec::new());
    }
    let mut statement =
        transaction.prepare_cached("SELECT figures FROM current_figures WHERE scope = ?1 AND id = ?2")?;
    let mut changes = Vec::new();
    for ((scope, id), figures) in current {
        let known: Option<String> = statement.query_row((scope.as_str(), id), |row| row.get(0)).optional()?;
        let figures = to_json(figures)?;
        if known.as_deref() != Some(&figures) {
            changes.push(Change { scope: *scope, id: id.clone(), figures: Some(figures) });
        }
    }
    let mut known = transaction.prepare_cached("SELECT scope, id FROM current_figures")?;
    let mut rows = known.query([])?;
    while let Some(row) = rows.next()? {
        let word: String = row.get(0)?;
        let Some(scope) = FigureScope::ALL.into_iter().find(|scope| scope.as_str() == word) else { continue };
        let key = (scope, row.get::<_, String>(1)?);
        if !current.contains_key(&key) {
            changes.push(Change { scope, id: key.1, figures: None });
        }
    }
    Ok(changes)
}

fn write(transaction: &Transaction<'_>, change: &Change, day: NaiveDate) -> Result<(), StoreError> {
    let (scope, id) = (change.scope.as_str(), &change.id);
    match &change.figures {
        Some(figures) => transaction
            .prepare_cached("INSERT OR REPLACE INTO current_figures (scope, id, figures) VALUES (?1, ?2, ?3)")?
            .execute((scope, id, figures))?,
        None => transaction
            .prepare_cached("DELETE FROM current_figures WHERE scope = ?1 AND id = ?2")?
            .execute((scope, id))?,
    };
    let figures = change.figures.clone().map_or_else(|| to_json(&Figures::default()), Ok)?;
    transaction
        .prepare_cached("INSERT OR REPLACE INTO day_figures (scope, id, day, figures) VALUES (?1, ?2, ?3, ?4)")?
        .execute((scope, id, day.to_string(), figures))?;
    Ok(())
}

/// Version and number of the newest projection that was taken.
fn mark(transaction: &Transaction<'_>) -> Result<Option<(u32, u64)>, StoreError> {
    let mark: Option<String> = transaction
        .prepare_cached("SELECT value FROM meta WHERE key = 'figures'")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(mark.and_then(|mark| mark.split_once(':').and_then(|(v, s)| Some((v.parse().ok()?, s.parse().ok()?)))))
}

fn is_first(transaction: &Transaction<'_>) -> Result<bool, StoreError> {
    Ok(mark(transaction)?.is_none())
}

/// The day in Sweden on which `seq` was committed.
fn day_of(transaction: &Transaction<'_>, seq: Seq) -> Result<NaiveDate, StoreError> {
    let at: Option<i64> = transaction
        .prepare_cached("SELECT at FROM commits WHERE seq <= ?1 ORDER BY seq DESC LIMIT 1")?
        .query_row([int(seq.0)], |row| row.get(0))
        .optional()?;
    swedish_day(at.unwrap_or_default())
}

fn swedish_day(at: i64) -> Result<NaiveDate, StoreError> {
    Ok(instant(at)?.with_timezone(&Stockholm).date_naive())
}

/// What the journal can still tell of the days before figures were kept: datasets and distributions of each revision.
/// The portal's are the sums of its sources, so what two sources publish counts twice there; all of it is partial.
fn backfill(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let mut statement = transaction.prepare(
        "SELECT v.run, v.source, s.id, v.at, v.datasets, v.distributions FROM revisions v \
         JOIN sources s ON s.number = v.source \
         UNION ALL SELECT 0, s.number, s.id, c.at, 0, 0 FROM sources s JOIN commits c ON c.seq = s.removed_seq \
         ORDER BY 4, 1",
    )?;
    let mut rows = statement.query([])?;
    let mut now: BTreeMap<String, Figures> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (run, source, id): (i64, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let at: i64 = row.get(3)?;
        let figures = Figures {
            partial: true,
            datasets: unsigned(row.get(4)?),
            distributions: unsigned(row.get(5)?),
            ..Figures::default()
        };
        if run > 0 {
            transaction
                .prepare_cached("INSERT OR IGNORE INTO run_figures (run, source, at, figures) VALUES (?1, ?2, ?3, ?4)")?
                .execute((run, source, at, to_json(&figures)?))?;
        }
        let day = swedish_day(at)?;
        put_past(transaction, FigureScope::Source, &id, day, &figures)?;
        now.insert(id, figures);
        let sum = |of: fn(&Figures) -> u64| now.values().map(of).sum();
        let (datasets, distributions) = (sum(|f| f.datasets), sum(|f| f.distributions));
        let portal = Figures { partial: true, datasets, distributions, ..Figures::default() };
        put_past(transaction, FigureScope::Portal, "", day, &portal)?;
    }
    Ok(())
}

fn put_past(
    transaction: &Transaction<'_>,
    scope: FigureScope,
    id: &str,
    day: NaiveDate,
    figures: &Figures,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached("INSERT OR REPLACE INTO day_figures (scope, id, day, figures) VALUES (?1, ?2, ?3, ?4)")?
        .execute((scope.as_str(), id, day.to_string(), to_json(figures)?))?;
    Ok(())
}
