//! Ids that an older portal gave to things that we have now, so that old links keep working.

use super::Journal;
use crate::StoreError;
use rusqlite::OptionalExtension;

impl Journal {
    /// Maps ids of an older portal (`66_71946`) to IRIs; an id that was mapped before gets the new IRI. All or none.
    /// Returns how many are new or changed.
    pub fn import_ids(&self, pairs: &[(String, String)]) -> Result<usize, StoreError> {
        let at = self.now();
        self.write(|transaction| {
            let mut insert = transaction.prepare_cached(
                "INSERT INTO imported_ids (id, iri, at) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE \
                 SET iri = excluded.iri, at = excluded.at WHERE iri <> excluded.iri",
            )?;
            let mut changed = 0;
            for (id, iri) in pairs {
                changed += insert.execute((id, iri, at))?;
            }
            Ok(changed)
        })
    }

    /// The IRI behind an id of an older portal.
    pub fn imported_id(&self, id: &str) -> Result<Option<String>, StoreError> {
        self.read(|transaction| {
            Ok(transaction
                .prepare_cached("SELECT iri FROM imported_ids WHERE id = ?1")?
                .query_row([id], |row| row.get(0))
                .optional()?)
        })
    }
}
