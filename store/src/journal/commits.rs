//! The chain of commits: every transaction that changes something readable gets the next `seq` and carries the hash of
//! its predecessor.

use super::values::{hash, instant, int, length, unsigned};
use super::{Event, Journal};
use crate::StoreError;
use model::{ContentHash, Seq, SourceId};
use rusqlite::{OptionalExtension, Transaction};

/// What happened to a record or a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EventKind {
    Created = 1,
    Changed = 2,
    Withdrawn = 3,
    Returned = 4,
    Run = 5,
    Source = 6,
    SourceRemoved = 7,
    Purged = 8,
}

impl EventKind {
    fn word(code: i64) -> &'static str {
        match code {
            1 => "created",
            2 => "changed",
            3 => "withdrawn",
            4 => "returned",
            5 => "run",
            6 => "source",
            7 => "source-removed",
            8 => "purged",
            _ => "unknown",
        }
    }
}

/// A commit under way. Nothing counts until [`CommitDraft::finish`] and the transaction's own commit.
pub(super) struct CommitDraft<'t> {
    transaction: &'t Transaction<'t>,
    seq: u64,
    at: i64,
    previous: [u8; 32],
    content: blake3::Hasher,
    position: usize,
    records: bool,
}

impl<'t> CommitDraft<'t> {
    /// Takes the next number.
    pub(super) fn begin(transaction: &'t Transaction<'t>, at: i64) -> Result<Self, StoreError> {
        let last = last_commit(transaction)?;
        let (seq, previous) = last.map_or((0, [0; 32]), |(seq, hash)| (seq, hash.0));
        Ok(Self {
            transaction,
            seq: seq + 1,
            at,
            previous,
            content: blake3::Hasher::new(),
            position: 0,
            records: false,
        })
    }

    /// The number that this commit will have.
    pub(super) fn seq(&self) -> u64 {
        self.seq
    }

    /// When it is made, in milliseconds since 1970.
    pub(super) fn at(&self) -> i64 {
        self.at
    }

    /// Says that records or sources change, so that projections must follow.
    pub(super) fn touch_records(&mut self) {
        self.records = true;
    }

    /// Writes one event; `body` is the hash of the record's new body.
    pub(super) fn event(
        &mut self,
        source: i64,
        record: Option<&str>,
        kind: EventKind,
        body: Option<&ContentHash>,
    ) -> Result<(), StoreError> {
        let code = kind as i64;
        self.transaction
            .prepare_cached("INSERT INTO events (seq, position, source, record, kind) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute((int(self.seq), length(self.position), source, record, code))?;
        self.position += 1;
        self.content.update(&source.to_le_bytes());
        self.content.update(record.unwrap_or_default().as_bytes());
        self.content.update(&code.to_le_bytes());
        self.content.update(body.map_or(&[][..], |hash| &hash.0));
        Ok(())
    }

    /// Writes the commit.
    pub(super) fn finish(self) -> Result<Seq, StoreError> {
        let content = *self.content.finalize().as_bytes();
        let hash = chain_hash(&self.previous, self.seq, self.at, self.records, &content);
        self.transaction
            .prepare_cached(
                "INSERT INTO commits (seq, at, records, content, previous, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute((int(self.seq), self.at, self.records, content, self.previous, hash))?;
        Ok(Seq(self.seq))
    }
}

/// Hash of a commit: over its predecessor's hash and everything in its row.
pub(super) fn chain_hash(previous: &[u8], seq: u64, at: i64, records: bool, content: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(previous);
    hasher.update(&seq.to_le_bytes());
    hasher.update(&at.to_le_bytes());
    hasher.update(&[u8::from(records)]);
    hasher.update(content);
    *hasher.finalize().as_bytes()
}

/// Number and hash of the newest commit.
pub(super) fn last_commit(transaction: &Transaction<'_>) -> Result<Option<(u64, ContentHash)>, StoreError> {
    let row = transaction
        .prepare_cached("SELECT seq, hash FROM commits ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))
        .optional()?;
    row.map(|(seq, bytes)| Ok((unsigned(seq), hash(&bytes)?))).transpose()
}

/// The newest number in a transaction.
pub(super) fn newest_seq(transaction: &Transaction<'_>) -> Result<Seq, StoreError> {
    Ok(Seq(last_commit(transaction)?.map_or(0, |(seq, _)| seq)))
}

impl Journal {
    /// Newest committed number (one cheap query: other processes write too).
    pub fn seq(&self) -> Result<Seq, StoreError> {
        self.read(newest_seq)
    }

    /// Number of the last commit that changed records or sources; commits after it only added results of runs.
    pub fn data_seq(&self) -> Result<Seq, StoreError> {
        self.read(|transaction| {
            let newest: Option<i64> = transaction
                .prepare_cached("SELECT max(seq) FROM commits WHERE records = 1")?
                .query_row([], |row| row.get(0))?;
            Ok(Seq(newest.map_or(0, unsigned)))
        })
    }

    /// Hash of the commit `seq`, for projections that check whether their history is ours. `None` for a number that
    /// this journal does not have.
    pub fn commit_hash(&self, seq: Seq) -> Result<Option<ContentHash>, StoreError> {
        self.read(|transaction| {
            let bytes: Option<Vec<u8>> = transaction
                .prepare_cached("SELECT hash FROM commits WHERE seq = ?1")?
                .query_row([int(seq.0)], |row| row.get(0))
                .optional()?;
            bytes.map(|bytes| hash(&bytes)).transpose()
        })
    }

    /// Events after `seq`, oldest first, at most `limit`. The last commit may be cut by the limit: ask again from the
    /// second last number of the answer, or with a larger limit.
    pub fn events_since(&self, seq: Seq, limit: u64) -> Result<Vec<Event>, StoreError> {
        self.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT e.seq, c.at, s.id, e.record, e.kind FROM events e JOIN commits c ON c.seq = e.seq \
                 JOIN sources s ON s.number = e.source WHERE e.seq > ?1 ORDER BY e.seq, e.position LIMIT ?2",
            )?;
            let mut rows = statement.query((int(seq.0), int(limit)))?;
            let mut events = Vec::new();
            while let Some(row) = rows.next()? {
                events.push(Event {
                    seq: Seq(unsigned(row.get(0)?)),
                    at: instant(row.get(1)?)?,
                    source: source_id(&row.get::<_, String>(2)?)?,
                    record: row.get(3)?,
                    kind: EventKind::word(row.get(4)?).to_owned(),
                });
            }
            Ok(events)
        })
    }
}

/// A source id from a column.
pub(super) fn source_id(text: &str) -> Result<SourceId, StoreError> {
    text.parse().map_err(StoreError::Value)
}
