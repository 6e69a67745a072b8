//! What people search for, for the operator: how often each query was asked on a day, and how much it found. Nothing
//! about who asked or when; who writes here has left out what could be personal.

use super::Journal;
use super::values::{int, unsigned};
use crate::StoreError;
use serde::Serialize;

/// How often a query was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QueryCount {
    /// Lower case, one space between words.
    pub query: String,
    /// How often.
    pub times: u64,
    /// Results when it was asked last.
    pub results: u64,
}

impl Journal {
    /// Adds counts to a day (`YYYY-MM-DD`).
    pub fn add_queries(&self, day: &str, counts: &[QueryCount]) -> Result<(), StoreError> {
        self.write(|transaction| {
            let mut statement = transaction.prepare_cached(
                "INSERT INTO query_counts (day, query, times, results) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (day, query) DO UPDATE SET times = times + excluded.times, results = excluded.results",
            )?;
            for count in counts {
                statement.execute((day, &count.query, int(count.times), int(count.results)))?;
            }
            Ok(())
        })
    }

    /// Queries asked on this day or later, most first; `zero`: only those that found nothing when they were asked last.
    pub fn query_counts(&self, since: &str, zero: bool, limit: u64) -> Result<Vec<QueryCount>, StoreError> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT q.query, sum(q.times), (SELECT l.results FROM query_counts l WHERE l.query = q.query \
                     ORDER BY l.day DESC LIMIT 1) AS last FROM query_counts q WHERE q.day >= ?1 \
                 GROUP BY q.query HAVING NOT ?2 OR last = 0 ORDER BY sum(q.times) DESC, q.query LIMIT ?3",
            )?;
            let counts = statement.query_map((since, zero, int(limit)), |row| {
                Ok(QueryCount { query: row.get(0)?, times: unsigned(row.get(1)?), results: unsigned(row.get(2)?) })
            })?;
            Ok(counts.collect::<Result<_, _>>()?)
        })
    }

    /// Forgets all days before this one. Returns how many counts went.
    pub fn forget_queries_before(&self, day: &str) -> Result<u64, StoreError> {
        self.write(|transaction| Ok(transaction.execute("DELETE FROM query_counts WHERE day < ?1", [day])? as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::scratch;
    use super::*;

    #[test]
    fn counts_add_up_over_days_and_old_days_are_forgotten() {
        let (journal, _dir) = scratch();
        let count = |query: &str, times, results| QueryCount { query: query.to_owned(), times, results };
        journal.add_queries("2026-11-01", &[count("badplats", 2, 5), count("xyzzy", 1, 0)]).unwrap();
        journal.add_queries("2026-11-02", &[count("badplats", 3, 6)]).unwrap();
        journal.add_queries("2026-11-02", &[count("badplats", 1, 7)]).unwrap();
        assert_eq!(
            journal.query_counts("2026-11-01", false, 10).unwrap(),
            [count("badplats", 6, 7), count("xyzzy", 1, 0)]
        );
        assert_eq!(journal.query_counts("2026-11-02", false, 10).unwrap(), [count("badplats", 4, 7)]);
        assert_eq!(journal.query_counts("", true, 10).unwrap(), [count("xyzzy", 1, 0)]);
        assert_eq!(journal.forget_queries_before("2026-11-02").unwrap(), 2);
        assert!(journal.query_counts("", true, 10).unwrap().is_empty());
    }
}
