//! The feed of changes: what came, changed, went and returned, in the order of commits.

use super::Journal;
use super::commits::source_id;
use super::records::{kind_of, meta_of};
use super::values::{instant, int, unsigned};
use crate::StoreError;
use chrono::{DateTime, Utc};
use model::{Seq, SourceId};
use rdf::{RecordKind, RecordMeta};
use rusqlite::{OptionalExtension, Transaction};
use serde::Serialize;

/// Events looked at for one page: most are about contacts and other shared nodes, which the feed does not show.
const MOST_EVENTS: i64 = 50_000;

/// What happened to a thing, whichever sources publish it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It was not there before.
    Created,
    /// It changed, or another source began or ceased to publish it.
    Changed,
    /// No source publishes it any more.
    Withdrawn,
    /// It is back.
    Returned,
}

/// One entry of the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Commit.
    pub seq: Seq,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: ChangeKind,
    /// Dataset, series or service.
    pub record: RecordKind,
    /// Portal id.
    pub id: String,
    /// IRI of the record.
    pub iri: String,
    /// Its newest title.
    pub title: Option<String>,
    /// The source in whose record it happened.
    pub source: SourceId,
}

/// A place in the feed: after the event `position` of commit `seq`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FeedPlace {
    /// Commit.
    pub seq: u64,
    /// Event in it; [`FeedPlace::after`] is behind all of them.
    pub position: u64,
}

impl FeedPlace {
    /// Behind everything of a commit.
    pub fn after(seq: Seq) -> Self {
        Self { seq: seq.0, position: u64::from(u32::MAX) }
    }
}

/// One page of the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedPage {
    /// Oldest first.
    pub changes: Vec<Change>,
    /// Where the next page begins.
    pub place: FeedPlace,
    /// There is more now.
    pub more: bool,
}

/// An event as it lies in the table.
struct Row {
    place: FeedPlace,
    at: i64,
    number: i64,
    source: String,
    record: String,
    kind: i64,
}

impl Journal {
    /// Changes after a place up to a commit, at most `limit`. What happens to one thing in one commit is one change.
    pub fn changes(&self, after: FeedPlace, upto: Seq, limit: usize) -> Result<FeedPage, StoreError> {
        self.read(|transaction| {
            let rows = events(transaction, after, upto)?;
            let cut = rows.len() as u64 >= unsigned(MOST_EVENTS);
            let mut page = FeedPage { changes: Vec::new(), place: after, more: false };
            for row in &rows {
                let Some(change) = change_of(transaction, row)? else {
                    page.place = row.place;
                    continue;
                };
                let same = |known: &Change| known.seq == change.seq && known.id == change.id;
                // Only changes of the same commit can be the same, and they come last.
                let begin = page.changes.partition_point(|known| known.seq < change.seq);
                match page.changes[begin..].iter().position(same) {
                    Some(at) => {
                        let known = &mut page.changes[begin + at];
                        known.kind = united(known.kind, change.kind);
                    }
                    None if page.changes.len() == limit => {
                        page.more = true;
                        return Ok(page);
                    }
                    None => page.changes.push(change),
                }
                page.place = row.place;
            }
            if cut {
                page.more = true;
            } else {
                page.place = page.place.max(FeedPlace::after(upto));
            }
            Ok(page)
        })
    }

    /// The newest changes up to a commit, newest first, at most `limit`. `wanted` is asked with each portal id before
    /// anything else is read, `kept` with each change. What happens to one thing in one commit is one change. Looks at a
    /// bounded number of events: what is older than those is left out.
    pub fn recent_changes(
        &self,
        upto: Seq,
        limit: usize,
        wanted: impl Fn(&str) -> bool,
        kept: impl Fn(&Change) -> bool,
    ) -> Result<Vec<Change>, StoreError> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT e.seq, e.position, c.at, e.source, s.id, e.record, e.kind FROM events e \
                 JOIN commits c ON c.seq = e.seq JOIN sources s ON s.number = e.source \
                 WHERE e.seq <= ?1 AND e.record IS NOT NULL AND e.kind <= 4 \
                 ORDER BY e.seq DESC, e.position DESC LIMIT ?2",
            )?;
            let mut rows = statement.query((int(upto.0), MOST_EVENTS))?;
            let mut found: Vec<Change> = Vec::new();
            while let Some(row) = rows.next()? {
                let row = event(row)?;
                if found.len() >= limit && found.last().is_some_and(|last| last.seq.0 > row.place.seq) {
                    break;
                }
                let id = super::portal_ids::known(transaction, &row.record)?;
                if !id.as_deref().is_some_and(&wanted) {
                    continue;
                }
                let Some(change) = change_of(transaction, &row)?.filter(&kept) else { continue };
                match found.iter_mut().rev().find(|known| known.seq == change.seq && known.id == change.id) {
                    Some(known) => known.kind = united(known.kind, change.kind),
                    None => found.push(change),
                }
            }
            found.truncate(limit);
            Ok(found)
        })
    }

    /// The newest commit before an instant; 0 = none.
    pub fn seq_before(&self, time: DateTime<Utc>) -> Result<Seq, StoreError> {
        self.read(|transaction| {
            let seq: Option<i64> = transaction
                .prepare_cached("SELECT max(seq) FROM commits WHERE at < ?1")?
                .query_row([time.timestamp_millis()], |row| row.get(0))?;
            Ok(Seq(seq.map_or(0, unsigned)))
        })
    }
}

/// Two events of one thing in one commit: it came or it went only if both say so.
fn united(one: ChangeKind, other: ChangeKind) -> ChangeKind {
    if one == other { one } else { ChangeKind::Changed }
}

fn events(transaction: &Transaction<'_>, after: FeedPlace, upto: Seq) -> Result<Vec<Row>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT e.seq, e.position, c.at, e.source, s.id, e.record, e.kind FROM events e \
         JOIN commits c ON c.seq = e.seq JOIN sources s ON s.number = e.source \
         WHERE (e.seq, e.position) > (?1, ?2) AND e.seq <= ?3 AND e.record IS NOT NULL AND e.kind <= 4 \
         ORDER BY e.seq, e.position LIMIT ?4",
    )?;
    let rows = statement.query_map((int(after.seq), int(after.position), int(upto.0), MOST_EVENTS), event)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn event(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok(Row {
        place: FeedPlace { seq: unsigned(row.get(0)?), position: unsigned(row.get(1)?) },
        at: row.get(2)?,
        number: row.get(3)?,
        source: row.get(4)?,
        record: row.get(5)?,
        kind: row.get(6)?,
    })
}

/// The change that an event is; `None` for shared nodes and for what was purged since.
fn change_of(transaction: &Transaction<'_>, row: &Row) -> Result<Option<Change>, StoreError> {
    let Some(id) = super::portal_ids::known(transaction, &row.record)? else { return Ok(None) };
    let Some((record, meta)) = newest(transaction, row.number, &row.record)? else { return Ok(None) };
    if !crate::merge::is_published_kind(record) {
        return Ok(None);
    }
    // When it came, others count that were there before; when it went, others that stayed.
    let (kind, at) = match row.kind {
        1 => (ChangeKind::Created, row.place.seq.saturating_sub(1)),
        3 => (ChangeKind::Withdrawn, row.place.seq),
        4 => (ChangeKind::Returned, row.place.seq.saturating_sub(1)),
        _ => (ChangeKind::Changed, 0),
    };
    let stays = kind != ChangeKind::Changed && others_lived(transaction, &id, row, at)?;
    Ok(Some(Change {
        seq: Seq(row.place.seq),
        at: instant(row.at)?,
        kind: if stays { ChangeKind::Changed } else { kind },
        record,
        id,
        iri: row.record.clone(),
        title: meta.title,
        source: source_id(&row.source)?,
    }))
}

/// Kind and facts of the newest version of a record.
fn newest(
    transaction: &Transaction<'_>,
    source: i64,
    key: &str,
) -> Result<Option<(RecordKind, RecordMeta)>, StoreError> {
    let columns = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?));
    let now = transaction
        .prepare_cached("SELECT kind, meta FROM records WHERE source = ?1 AND key = ?2")?
        .query_row((source, key), columns)
        .optional()?;
    let found = match now {
        Some(found) => Some(found),
        None => transaction
            .prepare_cached(
                "SELECT kind, meta FROM record_history WHERE source = ?1 AND key = ?2 ORDER BY from_revision DESC LIMIT 1",
            )?
            .query_row((source, key), columns)
            .optional()?,
    };
    found.map(|(kind, meta)| Ok((kind_of(kind)?, meta_of(&meta)?))).transpose()
}

/// Whether another record of the same portal id was there right after a commit.
fn others_lived(transaction: &Transaction<'_>, id: &str, row: &Row, seq: u64) -> Result<bool, StoreError> {
    // Who ever had a record of that name has it now or left a tombstone: both are found by key.
    let mut others = transaction.prepare_cached(
        "SELECT source, key FROM records WHERE key IN (SELECT iri FROM portal_iris WHERE id = ?1) \
         UNION SELECT source, key FROM tombstones WHERE key IN (SELECT iri FROM portal_iris WHERE id = ?1)",
    )?;
    let others = others
        .query_map([id], |other| Ok((other.get::<_, i64>(0)?, other.get::<_, String>(1)?)))?
        .collect::<Result<Vec<_>, _>>()?;
    let mut lived = transaction.prepare_cached(
        "SELECT 1 FROM (SELECT from_revision AS f, NULL AS t FROM records WHERE source = ?1 AND key = ?2 \
             UNION ALL SELECT from_revision, to_revision FROM record_history WHERE source = ?1 AND key = ?2) i \
         JOIN revisions v ON v.source = ?1 AND v.revision = i.f \
         LEFT JOIN revisions w ON w.source = ?1 AND w.revision = i.t + 1 \
         WHERE v.seq <= ?3 AND (i.t IS NULL OR coalesce(w.seq, (SELECT min(seq) FROM tombstones \
             WHERE key = ?2 AND source = ?1 AND seq >= v.seq), 0) > ?3) LIMIT 1",
    )?;
    for (source, key) in others.iter().filter(|(source, key)| (*source, key) != (row.number, &row.record)) {
        if lived.exists((source, key, int(seq)))? {
            return Ok(true);
        }
    }
    Ok(false)
}
