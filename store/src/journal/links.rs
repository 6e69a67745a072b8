//! Links: the addresses that the catalog gives, what checks of them found, and when each is checked next.

mod read;
mod sync;
#[cfg(test)]
mod tests;
mod write;

pub use read::{DetectedApi, LinkCounts, LinkEntry, LinkFilter, LinkHost, LinkRow, LinkSpan};
pub use sync::LinkSync;
pub use write::{LinkBatch, LinkResult};

pub(super) use read::answers_of;
pub(super) use sync::forget;

use super::values::{instant, small};
use crate::StoreError;
use chrono::{DateTime, Utc};
use model::link::{LinkAnswer, LinkOutcome, LinkState};
use rusqlite::Row;

/// Columns of a [`LinkState`], in the order of [`state`].
const STATE: &str = "outcome, status, since, failing, failures, verdict, checked, due";

/// Reads the columns of [`STATE`], the first of which is `first`.
fn state(row: &Row<'_>, first: usize) -> Result<LinkState, StoreError> {
    let code: Option<String> = row.get(first)?;
    let outcome = code.map(|code| outcome_of(&code)).transpose()?;
    Ok(LinkState {
        outcome,
        status: row.get(first + 1)?,
        since: time(row, first + 2)?,
        failing_since: time(row, first + 3)?,
        failures: small(row.get(first + 4)?),
        answer: answer_of(row.get(first + 5)?),
        checked: time(row, first + 6)?,
        due: instant(row.get(first + 7)?)?,
    })
}

fn outcome_of(code: &str) -> Result<LinkOutcome, StoreError> {
    LinkOutcome::parse(code).ok_or_else(|| StoreError::Value(format!("the outcome `{code}` of a link")))
}

fn time(row: &Row<'_>, column: usize) -> Result<Option<DateTime<Utc>>, StoreError> {
    row.get::<_, Option<i64>>(column)?.map(instant).transpose()
}

fn answer_code(answer: LinkAnswer) -> i64 {
    match answer {
        LinkAnswer::Unknown => 0,
        LinkAnswer::Answers => 1,
        LinkAnswer::Broken => 2,
    }
}

fn answer_of(code: i64) -> LinkAnswer {
    match code {
        1 => LinkAnswer::Answers,
        2 => LinkAnswer::Broken,
        _ => LinkAnswer::Unknown,
    }
}
