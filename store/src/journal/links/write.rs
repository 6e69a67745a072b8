//! Results of checks, and what becomes due.

use super::{STATE, answer_code, state};
use crate::StoreError;
use crate::journal::Journal;
use crate::journal::commits::CommitDraft;
use crate::journal::values::{length, to_json};
use chrono::{DateTime, Utc};
use model::link::{LinkCheck, LinkState, Recheck};
use model::{LinkOutcome, Seq};
use rusqlite::{OptionalExtension, Transaction};

/// In `meta` while results that readers see wait for their number.
const UNANNOUNCED: &str = "links_unannounced";

/// One thing that a round of checks found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkResult {
    /// An address was checked.
    Checked {
        /// The address.
        url: String,
        /// What came of it.
        check: Box<LinkCheck>,
    },
    /// A host does not answer: its addresses of one scheme that are due are not tried.
    HostDown {
        /// [`model::link::host_of`].
        host: String,
        /// `http` or `https`.
        scheme: String,
        /// When it was tried.
        at: DateTime<Utc>,
        /// Why it does not answer, in English.
        detail: String,
    },
    /// A host asks for patience: its addresses that are due wait.
    Postponed {
        /// [`model::link::host_of`].
        host: String,
        /// Until then.
        until: DateTime<Utc>,
    },
}

/// What writing results changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LinkBatch {
    /// Addresses with a result.
    pub checked: u64,
    /// Of these, addresses for which readers see a difference.
    pub changed: u64,
}

impl Journal {
    /// Writes results in one transaction. Readers of the journal see them at once; the catalog gets a new number for
    /// them with [`Journal::announce_links`]. Addresses that were forgotten meanwhile stay forgotten.
    pub fn record_links(&self, results: &[LinkResult], recheck: &Recheck) -> Result<LinkBatch, StoreError> {
        self.write(|transaction| {
            let mut batch = LinkBatch::default();
            for result in results {
                match result {
                    LinkResult::Checked { url, check } => record(transaction, url, check, recheck, &mut batch)?,
                    LinkResult::HostDown { host, scheme, at, detail } => {
                        let check = LinkCheck::new(*at, LinkOutcome::Host).with_detail(detail);
                        for url in due_of_host(transaction, host, scheme, *at)? {
                            record(transaction, &url, &check, recheck, &mut batch)?;
                        }
                    }
                    LinkResult::Postponed { host, until } => {
                        transaction
                            .prepare_cached("UPDATE links SET due = ?2 WHERE host = ?1 AND due < ?2")?
                            .execute((host, until.timestamp_millis()))?;
                    }
                }
            }
            if batch.changed > 0 {
                transaction.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, '1')", [UNANNOUNCED])?;
            }
            Ok(batch)
        })
    }

    /// Gives the catalog a new number if results changed what readers see since the last time; `None` if not.
    pub fn announce_links(&self) -> Result<Option<Seq>, StoreError> {
        // Mostly there is nothing: look without the lock.
        let waiting = |transaction: &Transaction<'_>| {
            Ok(transaction.prepare_cached("SELECT 1 FROM meta WHERE key = ?1")?.exists([UNANNOUNCED])?)
        };
        if !self.read(waiting)? {
            return Ok(None);
        }
        let at = self.now();
        self.write(|transaction| {
            if transaction.execute("DELETE FROM meta WHERE key = ?1", [UNANNOUNCED])? == 0 {
                return Ok(None);
            }
            CommitDraft::begin(transaction, at)?.finish().map(Some)
        })
    }

    /// Addresses that are due, the longest waiting first: at most `limit`, and `per_host` of one host.
    pub fn due_links(&self, now: DateTime<Utc>, limit: usize, per_host: usize) -> Result<Vec<String>, StoreError> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT url FROM (SELECT url, due, number, row_number() OVER (PARTITION BY host ORDER BY due, number) AS place \
                 FROM links WHERE left_at IS NULL AND due <= ?1) WHERE place <= ?2 ORDER BY due, number LIMIT ?3",
            )?;
            let rows = statement.query_map((now.timestamp_millis(), length(per_host), length(limit)), |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Addresses whatever their turn, the longest unchecked first; those of `among` only, if given.
    pub fn oldest_links(&self, among: Option<&[String]>, limit: usize) -> Result<Vec<String>, StoreError> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT url FROM links WHERE left_at IS NULL ORDER BY checked IS NOT NULL, checked, number",
            )?;
            let mut rows = statement.query([])?;
            let among = among.map(|urls| urls.iter().map(String::as_str).collect::<rustc_hash::FxHashSet<_>>());
            let mut oldest = Vec::new();
            while oldest.len() < limit
                && let Some(row) = rows.next()?
            {
                let url: String = row.get(0)?;
                if among.as_ref().is_none_or(|among| among.contains(url.as_str())) {
                    oldest.push(url);
                }
            }
            Ok(oldest)
        })
    }
}

/// Addresses of a host and scheme that are in the catalog and due.
fn due_of_host(
    transaction: &Transaction<'_>,
    host: &str,
    scheme: &str,
    at: DateTime<Utc>,
) -> Result<Vec<String>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT url FROM links WHERE host = ?1 AND due <= ?2 AND left_at IS NULL AND url LIKE ?3 ORDER BY number",
    )?;
    let rows = statement.query_map((host, at.timestamp_millis(), format!("{scheme}://%")), |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn record(
    transaction: &Transaction<'_>,
    url: &str,
    check: &LinkCheck,
    recheck: &Recheck,
    batch: &mut LinkBatch,
) -> Result<(), StoreError> {
    let found = transaction
        .prepare_cached(&format!("SELECT number, api, answer, {STATE} FROM links WHERE url = ?1"))?
        .query_row([url], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?, row.get(2)?, state(row, 3))))
        .optional()?;
    let Some((number, had_api, answer, before)) = found else { return Ok(()) };
    let before = before?;
    let after = before.after(url, check, recheck);
    let check = keep_api(check, answer, had_api, &after)?;
    transaction
        .prepare_cached(
            "UPDATE links SET outcome = ?2, status = ?3, since = ?4, failing = ?5, failures = ?6, verdict = ?7, \
             checked = ?8, due = ?9, api = ?10, answer = ?11, checks = checks + 1 WHERE number = ?1",
        )?
        .execute((
            number,
            check.outcome.as_str(),
            check.status,
            after.since.map(|at| at.timestamp_millis()),
            after.failing_since.map(|at| at.timestamp_millis()),
            after.failures,
            answer_code(after.answer),
            check.at.timestamp_millis(),
            after.due.timestamp_millis(),
            check.api.is_some(),
            to_json(&check)?,
        ))?;
    write_history(transaction, number, &before, &after, &check)?;
    batch.checked += 1;
    if !after.looks_like(&before) || check.api.is_some() != had_api {
        batch.changed += 1;
    }
    Ok(())
}

/// An API does not cease to be one because its description does not answer today.
fn keep_api(
    check: &LinkCheck,
    last: Option<String>,
    had_api: bool,
    after: &LinkState,
) -> Result<LinkCheck, StoreError> {
    let mut check = check.clone();
    let undecided = check.outcome.verdict().is_none() && after.answer == model::LinkAnswer::Answers;
    if had_api
        && undecided
        && let Some(last) = last
    {
        check.api = crate::journal::values::from_json::<LinkCheck>(&last)?.api;
    }
    Ok(check)
}

/// Lengthens the row of equal results, or begins one.
fn write_history(
    transaction: &Transaction<'_>,
    number: i64,
    before: &LinkState,
    after: &LinkState,
    check: &LinkCheck,
) -> Result<(), StoreError> {
    let at = check.at.timestamp_millis();
    let same = before.since.is_some() && before.since == after.since;
    if same {
        transaction
            .prepare_cached(
                "UPDATE link_history SET until = ?2, checks = checks + 1 \
                 WHERE link = ?1 AND at = (SELECT max(at) FROM link_history WHERE link = ?1)",
            )?
            .execute((number, at))?;
    } else {
        transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO link_history (link, at, until, checks, outcome, status) VALUES (?1, ?2, ?2, 1, ?3, ?4)",
            )?
            .execute((number, at, check.outcome.as_str(), check.status))?;
    }
    Ok(())
}
