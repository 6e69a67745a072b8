//! The operator's query log: off unless configured. Only counts of normalised queries per day reach the journal: nobody's
//! address, no time of day, and no query that could say something about a person.

use crate::state::AppState;
use chrono::{Days, NaiveDate};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use store::Journal;
use store::journal::QueryCount;

/// Longer texts are no search (characters, words); people paste letters.
const LONGEST: usize = 60;
const MOST_WORDS: usize = 7;

/// With so many digits a query may be a personal number or a telephone number.
const MOST_DIGITS: usize = 6;

/// Different queries that are kept in memory before they are written.
const BATCH: usize = 500;

/// Or so long.
const PAUSE: Duration = Duration::from_mins(1);

/// Counts on their way to the journal.
#[derive(Debug)]
pub(crate) struct QueryLog {
    journal: Arc<Journal>,
    /// Days that counts are kept; nothing is counted without.
    keep_days: Option<u32>,
    pending: Mutex<Pending>,
}

#[derive(Debug)]
struct Pending {
    day: NaiveDate,
    since: Instant,
    counts: HashMap<String, (u64, u64)>,
}

impl QueryLog {
    /// A log that writes to this journal, or none.
    pub(crate) fn new(journal: Arc<Journal>, keep_days: Option<u32>) -> Self {
        let pending = Pending { day: NaiveDate::default(), since: Instant::now(), counts: HashMap::new() };
        Self { journal, keep_days, pending: Mutex::new(pending) }
    }

    /// Counts a query. May write to the journal, so it belongs where blocking is allowed.
    fn note(&self, q: &str, results: u64, today: NaiveDate) {
        let (Some(keep_days), Some(query)) = (self.keep_days, normalised(q)) else { return };
        let Ok(mut pending) = self.pending.lock() else { return };
        if pending.day != today {
            self.write(&mut pending);
            pending.day = today;
            let oldest = today.checked_sub_days(Days::new(u64::from(keep_days))).unwrap_or_default();
            if let Err(error) = self.journal.forget_queries_before(&oldest.to_string()) {
                tracing::warn!(%error, "old counts of queries could not be forgotten: {error}");
            }
        }
        let count = pending.counts.entry(query).or_default();
        *count = (count.0 + 1, results);
        if pending.counts.len() >= BATCH || pending.since.elapsed() > PAUSE {
            self.write(&mut pending);
        }
    }

    fn write(&self, pending: &mut Pending) {
        pending.since = Instant::now();
        let count = |(query, (times, results))| QueryCount { query, times, results };
        let counts: Vec<QueryCount> = pending.counts.drain().map(count).collect();
        if counts.is_empty() {
            return;
        }
        if let Err(error) = self.journal.add_queries(&pending.day.to_string(), &counts) {
            tracing::warn!(%error, "counts of queries could not be written: {error}");
        }
    }
}

impl QueryLog {
    /// Writes what was counted since the last time.
    pub(crate) fn flush(&self) {
        if let Ok(mut pending) = self.pending.lock() {
            self.write(&mut pending);
        }
    }
}

impl Drop for QueryLog {
    fn drop(&mut self) {
        self.flush();
    }
}

/// Counts the first page of a search with words.
pub(crate) fn note(state: &AppState, request: &search::SearchRequest, results: u64) {
    if request.offset == 0 && !request.q.trim().is_empty() {
        state.queries.note(&request.q, results, state.clock.now().date_naive());
    }
}

/// Lower case, one space between words; nothing for what could be about a person or is no search.
fn normalised(q: &str) -> Option<String> {
    let query = q.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let digits = query.chars().filter(|c| c.is_numeric()).count();
    let is_search = query.chars().count() <= LONGEST && query.split(' ').count() <= MOST_WORDS;
    let is_private = query.contains('@') || query.contains("://") || digits > MOST_DIGITS;
    (is_search && !is_private && !query.is_empty()).then_some(query)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_personal_is_not_counted() {
        assert_eq!(normalised("  Badplatser   LUND "), Some("badplatser lund".to_owned()));
        assert_eq!(normalised("befolkning 2024"), Some("befolkning 2024".to_owned()));
        for private in [
            "19121212-1212",
            "121212-1212",
            "121212 1212 badplats",
            "070-123 45 67",
            "+46701234567",
            "anna@exempel.se",
            "https://exempel.se/anna",
            "jag heter anna och undrar om ni kan hjälpa mig",
            "",
        ] {
            assert_eq!(normalised(private), None, "{private}");
        }
        assert_eq!(normalised(&"å".repeat(61)), None);
    }
}
