//! What the journal remembers of records: when they came and changed.

use super::Journal;
use super::sources::source_row;
use super::values::{from_json, instant, int};
use crate::StoreError;
use chrono::{DateTime, Utc};
use model::{Source, SourceId};
use rusqlite::OptionalExtension;
use rustc_hash::FxHashMap;

/// When records were first there and when they last changed, by key.
pub type RecordTimes = FxHashMap<String, (DateTime<Utc>, DateTime<Utc>)>;

impl Journal {
    /// The source that a run is of, as it was configured last, also one that was removed since.
    pub fn source_of_run(&self, run: u64) -> Result<Option<Source>, StoreError> {
        self.read(|transaction| {
            let config: Option<String> = transaction
                .prepare_cached("SELECT s.config FROM runs r JOIN sources s ON s.number = r.source WHERE r.run = ?1")?
                .query_row([int(run)], |row| row.get(0))
                .optional()?;
            config.map(|config| from_json(&config)).transpose()
        })
    }
}

impl Journal {
    /// When each dataset, series and service of a source was first there and when it last changed, by key.
    pub fn record_times(&self, source: &SourceId) -> Result<RecordTimes, StoreError> {
        self.read(|transaction| {
            let number = source_row(transaction, source)?.number;
            let mut statement = transaction.prepare_cached(
                "SELECT r.key, f.at, v.at FROM records r \
             JOIN revisions f ON f.source = r.source AND f.revision = r.first_revision \
             JOIN revisions v ON v.source = r.source AND v.revision = r.from_revision \
             WHERE r.source = ?1 AND r.kind IN (1, 2, 3)",
            )?;
            let mut rows = statement.query([number])?;
            let mut times = FxHashMap::default();
            while let Some(row) = rows.next()? {
                times.insert(row.get(0)?, (instant(row.get(1)?)?, instant(row.get(2)?)?));
            }
            Ok(times)
        })
    }
}
