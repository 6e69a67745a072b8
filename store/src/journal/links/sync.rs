//! Which addresses there are: those of the published catalog, and for a while those that it gave before.

use crate::journal::Journal;
use crate::{Snapshot, StoreError, views};
use model::link::host_of;
use rusqlite::Transaction;
use rustc_hash::FxHashMap;

/// An address that the catalog does not give any more is kept so long, in case it comes back.
const KEPT: i64 = 30 * 24 * 3600 * 1000;

/// What a comparison with the catalog changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LinkSync {
    /// Addresses seen for the first time; due at once.
    pub new: u64,
    /// Addresses that were gone from the catalog and are back.
    pub returned: u64,
    /// Addresses that the catalog ceased to give.
    pub left: u64,
    /// Addresses that it ceased to give long ago; nothing of them is kept.
    pub forgotten: u64,
}

impl Journal {
    /// Makes the addresses those of a published snapshot. A snapshot from before the last purge changes nothing.
    pub fn sync_links(&self, snapshot: &Snapshot) -> Result<LinkSync, StoreError> {
        let urls = views::link_urls(snapshot, &views::LinkProperty::ALL);
        let at = self.now();
        let key = snapshot.header().journal.clone();
        // The key grows with a purge; a purge that comes while we look waits for the lock of this write.
        self.write(|transaction| {
            if self.projection_key()? != key {
                return Ok(LinkSync::default());
            }
            sync(transaction, &urls, at)
        })
    }
}

fn sync(transaction: &Transaction<'_>, urls: &[String], at: i64) -> Result<LinkSync, StoreError> {
    let mut done = LinkSync::default();
    let mut known = known(transaction)?;
    let mut insert =
        transaction.prepare_cached("INSERT INTO links (url, host, first_seen, due) VALUES (?1, ?2, ?3, ?3)")?;
    // It may have changed while nobody looked.
    let mut back =
        transaction.prepare_cached("UPDATE links SET left_at = NULL, due = min(due, ?2) WHERE number = ?1")?;
    for url in urls {
        match known.remove(url.as_str()) {
            Some((_, false)) => {}
            Some((number, true)) => {
                back.execute((number, at))?;
                done.returned += 1;
            }
            None => {
                insert.execute((url, host_of(url), at))?;
                done.new += 1;
            }
        }
    }
    let mut leave = transaction.prepare_cached("UPDATE links SET left_at = ?2 WHERE number = ?1")?;
    for (number, _) in known.values().filter(|(_, left)| !left) {
        leave.execute((number, at))?;
        done.left += 1;
    }
    let old = "SELECT number FROM links WHERE left_at < ?1";
    transaction.execute(&format!("DELETE FROM link_history WHERE link IN ({old})"), [at - KEPT])?;
    done.forgotten = transaction.execute("DELETE FROM links WHERE left_at < ?1", [at - KEPT])? as u64;
    Ok(done)
}

/// Number of each address, and whether it has left the catalog.
fn known(transaction: &Transaction<'_>) -> Result<FxHashMap<String, (i64, bool)>, StoreError> {
    let mut statement = transaction.prepare_cached("SELECT url, number, left_at IS NOT NULL FROM links")?;
    let mut rows = statement.query([])?;
    let mut known = FxHashMap::default();
    while let Some(row) = rows.next()? {
        known.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
    }
    Ok(known)
}

/// Deletes every address that a body names; those that other records give too come back with the next comparison.
pub(in crate::journal) fn forget<'b>(
    transaction: &Transaction<'_>,
    bodies: impl IntoIterator<Item = &'b str>,
) -> Result<(), StoreError> {
    let mut history = transaction
        .prepare_cached("DELETE FROM link_history WHERE link IN (SELECT number FROM links WHERE url = ?1)")?;
    let mut links = transaction.prepare_cached("DELETE FROM links WHERE url = ?1")?;
    for body in bodies {
        // Addresses are IRIs, or literals where a publisher took the one for the other.
        let iris = body.split('<').skip(1).filter_map(|rest| rest.split_once('>'));
        let literals = body.split('"').skip(1).map(|text| (text, ""));
        for (url, _) in iris.chain(literals).filter(|(url, _)| url.contains(':')) {
            history.execute([url])?;
            links.execute([url])?;
        }
    }
    Ok(())
}
