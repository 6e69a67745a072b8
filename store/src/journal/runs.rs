//! Runs: leases and reports.

use super::commits::{CommitDraft, EventKind};
use super::process::Process;
use super::sources::source_row;
use super::values::{from_json, instant, int, to_json, unsigned};
use super::{Journal, RunFilter, RunLease};
use crate::StoreError;
use model::{FindingCounts, LangText, Outcome, RunReport, Seq, SourceId};
use rusqlite::{OptionalExtension, Transaction};
use std::time::Duration;

/// How long a run may stay silent ([`Journal::renew_run`]) before others may end it even though its process lives.
/// Far above three attempts of the 15 minutes that a whole fetch may take.
pub(super) const LEASE: Duration = Duration::from_hours(2);

fn lease_until(now: i64) -> i64 {
    now.saturating_add(i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX))
}

/// An open run.
pub(super) struct OpenRun {
    pub(super) run: u64,
    pub(super) number: i64,
    pub(super) source: SourceId,
    pub(super) started: i64,
    holder: Process,
    until: i64,
}

impl OpenRun {
    /// Why the run will never end by itself: its process is gone or its lease is over. `None` while it may go on.
    pub(super) fn abandoned(&self, here: &Process, now: i64) -> Option<&'static str> {
        match self.holder.lives(here) {
            Some(false) => Some("its process is gone"),
            _ if now > self.until => Some("its lease is over"),
            _ => None,
        }
    }
}

const OPEN_RUNS: &str = "SELECT r.run, r.source, s.id, r.started, r.host, r.pid, r.process_started, r.lease_until \
    FROM runs r JOIN sources s ON s.number = r.source WHERE r.ended IS NULL";

/// Open runs, of one source or of all.
pub(super) fn open_runs(transaction: &Transaction<'_>, source: Option<i64>) -> Result<Vec<OpenRun>, StoreError> {
    let mut statement = transaction.prepare_cached(&format!("{OPEN_RUNS} AND (?1 IS NULL OR r.source = ?1)"))?;
    let mut rows = statement.query([source])?;
    let mut runs = Vec::new();
    while let Some(row) = rows.next()? {
        runs.push(OpenRun {
            run: unsigned(row.get(0)?),
            number: row.get(1)?,
            source: super::commits::source_id(&row.get::<_, String>(2)?)?,
            started: row.get(3)?,
            holder: Process { host: row.get(4)?, pid: row.get(5)?, started: row.get(6)? },
            until: row.get(7)?,
        });
    }
    Ok(runs)
}

impl Journal {
    /// Takes the lease of a run. `Err(RunUnderWay)` while another run of the source goes on; a run whose process is
    /// gone is ended first.
    pub fn begin_run(&self, source: &SourceId) -> Result<RunLease, StoreError> {
        let now = self.now();
        self.write(|transaction| {
            let row = source_row(transaction, source)?;
            for open in open_runs(transaction, Some(row.number))? {
                let Some(why) = open.abandoned(&self.process, now) else {
                    return Err(StoreError::RunUnderWay {
                        source_id: source.to_string(),
                        since: instant(open.started)?.to_rfc3339(),
                    });
                };
                abandon(transaction, &open, now, why)?;
            }
            let run: i64 = transaction
                .prepare_cached(
                    "INSERT INTO runs (source, started, host, pid, process_started, lease_until) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING run",
                )?
                .query_row(
                    (row.number, now, &self.process.host, self.process.pid, self.process.started, lease_until(now)),
                    |row| row.get(0),
                )?;
            Ok(RunLease { run: unsigned(run), source: source.clone(), started: instant(now)? })
        })
    }

    /// Says that a long run still goes on. `Err(LeaseLost)` if it was ended by others.
    pub fn renew_run(&self, lease: &RunLease) -> Result<(), StoreError> {
        let until = lease_until(self.now());
        let renewed = self.write(|transaction| {
            Ok(transaction
                .prepare_cached("UPDATE runs SET lease_until = ?2 WHERE run = ?1 AND ended IS NULL")?
                .execute((int(lease.run), until))?)
        })?;
        if renewed == 0 {
            Err(StoreError::LeaseLost { source_id: lease.source.to_string(), run: lease.run })
        } else {
            Ok(())
        }
    }

    /// One ended run; `None` if there is none of that number or it goes on.
    pub fn run(&self, run: u64) -> Result<Option<RunReport>, StoreError> {
        self.read(|transaction| {
            let report: Option<Option<String>> = transaction
                .prepare_cached("SELECT report FROM runs WHERE run = ?1 AND ended IS NOT NULL")?
                .query_row([int(run)], |row| row.get(0))
                .optional()?;
            report.flatten().map(|json| from_json(&json)).transpose()
        })
    }

    /// Ended runs, newest first: `(total, page)`.
    pub fn runs(&self, filter: &RunFilter) -> Result<(u64, Vec<RunReport>), StoreError> {
        let source = filter.source.as_ref().map(SourceId::as_str);
        self.read(|transaction| {
            let total: i64 = transaction
                .prepare_cached(
                    "SELECT count(*) FROM runs WHERE ended IS NOT NULL AND report IS NOT NULL \
                     AND (?1 IS NULL OR source = (SELECT number FROM sources WHERE id = ?1))",
                )?
                .query_row([source], |row| row.get(0))?;
            let mut statement = transaction.prepare_cached(
                "SELECT report FROM runs WHERE ended IS NOT NULL AND report IS NOT NULL \
                 AND (?1 IS NULL OR source = (SELECT number FROM sources WHERE id = ?1)) \
                 ORDER BY run DESC LIMIT ?2 OFFSET ?3",
            )?;
            let reports = statement
                .query_map((source, int(filter.limit), int(filter.offset)), |row| row.get::<_, String>(0))?
                .collect::<Result<Vec<_>, _>>()?;
            Ok((unsigned(total), reports.iter().map(|json| from_json(json)).collect::<Result<_, _>>()?))
        })
    }
}

/// The last `limit` ended runs of a source, newest first.
pub(super) fn last_runs(transaction: &Transaction<'_>, source: i64, limit: i64) -> Result<Vec<RunReport>, StoreError> {
    let mut statement = transaction
        .prepare_cached("SELECT report FROM runs WHERE source = ?1 AND ended IS NOT NULL ORDER BY run DESC LIMIT ?2")?;
    let reports = statement.query_map((source, limit), |row| row.get::<_, Option<String>>(0))?;
    reports.filter_map(Result::transpose).map(|json| from_json(&json?)).collect()
}

/// Ends a run that nobody will end: `unreachable`, with a reason. Returns a sentence for the log.
pub(super) fn abandon(
    transaction: &Transaction<'_>,
    open: &OpenRun,
    now: i64,
    why: &'static str,
) -> Result<String, StoreError> {
    let swedish = if why == "its lease is over" { "dess tidsfrist gick ut" } else { "processen finns inte längre" };
    let commit = CommitDraft::begin(transaction, now)?;
    close_run_of(transaction, open.number, commit.seq(), now, swedish, why)?;
    finish_with_run_event(commit, open.number)?;
    let started = instant(open.started)?.to_rfc3339();
    Ok(format!(
        "run {} of `{}`, begun {started}, was not finished ({why}): it counts as unreachable",
        open.run, open.source
    ))
}

fn finish_with_run_event(mut commit: CommitDraft<'_>, source: i64) -> Result<Seq, StoreError> {
    commit.event(source, None, EventKind::Run, None)?;
    commit.finish()
}

/// Closes the open run of a source, if there is one, as `unreachable` with a reason.
pub(super) fn close_run_of(
    transaction: &Transaction<'_>,
    source: i64,
    seq: u64,
    now: i64,
    swedish: &str,
    english: &str,
) -> Result<(), StoreError> {
    for open in open_runs(transaction, Some(source))? {
        let report = RunReport {
            run: open.run,
            source: open.source.clone(),
            outcome: Outcome::Unreachable,
            reason: Some(LangText::sv_en(
                &format!("Körningen avslutades inte: {swedish}."),
                &format!("The run was not finished: {english}."),
            )),
            seq: Seq(seq),
            datasets: count_datasets(transaction, source)?,
            new: 0,
            changed: 0,
            unchanged: 0,
            withdrawn: 0,
            complete: false,
            findings: FindingCounts::default(),
            seconds: 0.0,
            bytes: 0,
            started: instant(open.started)?,
            status: None,
            format: None,
            detail: model::RunDetail::default(),
        };
        write_end(transaction, source, &report, now)?;
    }
    Ok(())
}

/// Writes a run's report and closes it.
pub(super) fn write_end(
    transaction: &Transaction<'_>,
    source: i64,
    report: &RunReport,
    now: i64,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE runs SET ended = ?2, seq = ?3, outcome = ?4, report = ?5 WHERE run = ?1")?
        .execute((int(report.run), now, int(report.seq.0), report.outcome.as_str(), to_json(report)?))?;
    transaction
        .prepare_cached("UPDATE sources SET last_run = ?2 WHERE number = ?1")?
        .execute((source, report.started.timestamp_millis()))?;
    Ok(())
}

/// `dcat:Dataset` records in a source's accepted revision.
pub(super) fn count_datasets(transaction: &Transaction<'_>, source: i64) -> Result<u64, StoreError> {
    let count: Option<i64> = transaction
        .prepare_cached(
            "SELECT v.datasets FROM revisions v JOIN sources s ON s.number = v.source AND s.revision = v.revision \
             WHERE s.number = ?1",
        )?
        .query_row([source], |row| row.get(0))
        .optional()?;
    Ok(count.map_or(0, unsigned))
}
