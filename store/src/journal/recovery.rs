//! After a crash: runs that nobody will end.

use super::Journal;
use super::runs::{abandon, open_runs};
use crate::StoreError;

impl Journal {
    /// Ends runs whose process is gone or whose lease is over; those of living processes are left alone. Returns one
    /// sentence for each. `skord serve` may call it now and then; opening the journal does.
    pub fn close_abandoned_runs(&self) -> Result<Vec<String>, StoreError> {
        let now = self.now();
        let any = self.read(|transaction| {
            Ok(open_runs(transaction, None)?.iter().any(|open| open.abandoned(&self.process, now).is_some()))
        })?;
        if !any {
            return Ok(Vec::new());
        }
        self.write(|transaction| {
            let mut notes = Vec::new();
            for open in open_runs(transaction, None)? {
                if let Some(why) = open.abandoned(&self.process, now) {
                    notes.push(abandon(transaction, &open, now, why)?);
                }
            }
            Ok(notes)
        })
    }
}
