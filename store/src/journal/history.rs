//! What the journal remembers of records: when they came and changed.

use super::records::body_of;
use super::sources::{source_ids, source_row};
use super::values::{from_json, hash, instant, int, unsigned};
use super::{DecisionKind, Journal};
use crate::StoreError;
use chrono::{DateTime, Utc};
use model::{ChangeCounts, ContentHash, RunReport, Seq, Source, SourceId};
use rusqlite::{OptionalExtension, Transaction};
use rustc_hash::FxHashMap;
use serde::Serialize;

/// When records were first there and when they last changed, by key.
pub type RecordTimes = FxHashMap<String, (DateTime<Utc>, DateTime<Utc>)>;

impl Journal {
    /// Hash of the last commit up to `seq` that changed records or sources: equal as long as the catalog says the same,
    /// however many runs found nothing new. It chains all commits before it.
    pub fn content_hash(&self, seq: Seq) -> Result<Option<ContentHash>, StoreError> {
        self.read(|transaction| {
            let found: Option<Vec<u8>> = transaction
                .prepare_cached("SELECT hash FROM commits WHERE records = 1 AND seq <= ?1 ORDER BY seq DESC LIMIT 1")?
                .query_row([int(seq.0)], |row| row.get(0))
                .optional()?;
            found.map(|bytes| hash(&bytes)).transpose()
        })
    }

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

/// What happened to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum VersionKind {
    /// First seen.
    Created,
    /// Other content.
    Changed,
    /// The same thing under another IRI.
    Renamed,
    /// Gone.
    Withdrawn,
    /// Back after it was gone.
    Returned,
}

/// Who made a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Author {
    /// Its source said so.
    Source,
    /// A new repair or rule of ours.
    Us,
    /// A person at the portal or the agency.
    Person,
    /// The source changed its catalog and we our rules in the same run: either of them.
    Unclear,
}

/// One step in the history of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// What happened.
    pub kind: VersionKind,
    /// The source in whose record it happened.
    pub source: SourceId,
    /// IRI of the record.
    pub iri: String,
    /// IRI before a rename.
    pub from_iri: Option<String>,
    /// Revision of the source.
    pub revision: u64,
    /// The run; 0 = none (the source was removed).
    pub run: u64,
    /// Number of the commit.
    pub seq: Seq,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub author: Author,
    /// What a person decided in that run, and why.
    pub decision: Option<(DecisionKind, String)>,
    /// The body before.
    pub before: Option<String>,
    /// The body after.
    pub after: Option<String>,
}

/// A record's content from one revision to another.
struct Interval {
    source: i64,
    key: String,
    from: u64,
    to: Option<u64>,
    body: i64,
}

/// A step before its surroundings are looked up.
struct Step {
    kind: VersionKind,
    source: i64,
    key: String,
    from_key: Option<String>,
    revision: u64,
    before: Option<i64>,
    after: Option<i64>,
}

impl Journal {
    /// History of the datasets, series and services with these IRIs in all sources, newest first: `(total, page)`.
    pub fn history(&self, iris: &[String], offset: u64, limit: u64) -> Result<(u64, Vec<Version>), StoreError> {
        self.read(|transaction| {
            let mut steps = Vec::new();
            for key in iris {
                steps.extend(steps_of(&intervals(transaction, key)?));
            }
            unite_renames(&mut steps);
            let mut placed = Vec::new();
            for step in steps {
                let revision = place(transaction, &step)?;
                placed.push((revision, step));
            }
            placed.sort_by(|(a, one), (b, other)| (b.seq, &other.key).cmp(&(a.seq, &one.key)));
            let total = placed.len() as u64;
            let skip = usize::try_from(offset).unwrap_or(usize::MAX);
            let take = usize::try_from(limit).unwrap_or(usize::MAX);
            let ids = source_ids(transaction)?;
            let mut versions = Vec::new();
            for (revision, step) in placed.into_iter().skip(skip).take(take) {
                let source = ids.get(&step.source).cloned();
                let source = source.ok_or_else(|| StoreError::Value(format!("the source {}", step.source)))?;
                versions.push(version(transaction, source, &revision, step)?);
            }
            Ok((total, versions))
        })
    }
}

/// All contents that records of this name had, by source and time.
fn intervals(transaction: &Transaction<'_>, key: &str) -> Result<Vec<Interval>, StoreError> {
    // From the sources (some hundred), so that the primary key of the history can be used.
    let mut statement = transaction.prepare_cached(
        "SELECT s.number, h.from_revision, h.to_revision, h.body FROM sources s CROSS JOIN record_history h \
         ON h.source = s.number AND h.key = ?1 WHERE h.kind IN (1, 2, 3) \
         UNION ALL SELECT source, from_revision, NULL, body FROM records WHERE key = ?1 AND kind IN (1, 2, 3) \
         ORDER BY 1, 2",
    )?;
    let mut rows = statement.query([key])?;
    let mut intervals = Vec::new();
    while let Some(row) = rows.next()? {
        intervals.push(Interval {
            source: row.get(0)?,
            key: key.to_owned(),
            from: unsigned(row.get(1)?),
            to: row.get::<_, Option<i64>>(2)?.map(unsigned),
            body: row.get(3)?,
        });
    }
    Ok(intervals)
}

fn steps_of(intervals: &[Interval]) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut before: Option<&Interval> = None;
    for interval in intervals {
        let step = |kind, revision, before, after| Step {
            kind,
            source: interval.source,
            key: interval.key.clone(),
            from_key: None,
            revision,
            before,
            after,
        };
        let last = before.filter(|last| last.source == interval.source);
        let kind = match last {
            None => VersionKind::Created,
            Some(last) if last.to == interval.from.checked_sub(1) => VersionKind::Changed,
            Some(_) => VersionKind::Returned,
        };
        steps.push(step(kind, interval.from, last.map(|last| last.body), Some(interval.body)));
        if let Some(to) = interval.to {
            let goes_on = intervals.iter().any(|next| next.source == interval.source && next.from == to + 1);
            if !goes_on {
                steps.push(step(VersionKind::Withdrawn, to + 1, Some(interval.body), None));
            }
        }
        before = Some(interval);
    }
    steps
}

/// A name that goes and another that comes in the same revision of a source are one step.
fn unite_renames(steps: &mut Vec<Step>) {
    while let Some((gone, come)) = rename_in(steps) {
        let old = steps[gone].before;
        let from_key = steps[gone].key.clone();
        let renamed = &mut steps[come];
        renamed.kind = VersionKind::Renamed;
        renamed.before = old;
        renamed.from_key = Some(from_key);
        steps.remove(gone);
    }
}

fn rename_in(steps: &[Step]) -> Option<(usize, usize)> {
    steps.iter().enumerate().filter(|(_, step)| step.kind == VersionKind::Withdrawn).find_map(|(gone, old)| {
        let comes = |step: &Step| {
            matches!(step.kind, VersionKind::Created | VersionKind::Returned)
                && (step.source, step.revision) == (old.source, old.revision)
                && step.key != old.key
        };
        steps.iter().position(comes).map(|come| (gone, come))
    })
}

/// The revision, run and time of a step.
struct Placed {
    run: u64,
    seq: u64,
    at: i64,
    /// The rules were others than in the revision before.
    new_rules: bool,
}

fn place(transaction: &Transaction<'_>, step: &Step) -> Result<Placed, StoreError> {
    let found = transaction
        .prepare_cached(
            "SELECT v.run, v.seq, v.at, v.rules <> coalesce(b.rules, v.rules) FROM revisions v LEFT JOIN revisions b \
             ON b.source = v.source AND b.revision = v.revision - 1 WHERE v.source = ?1 AND v.revision = ?2",
        )?
        .query_row((step.source, int(step.revision)), |row| {
            Ok(Placed {
                run: unsigned(row.get(0)?),
                seq: unsigned(row.get(1)?),
                at: row.get(2)?,
                new_rules: row.get(3)?,
            })
        })
        .optional()?;
    if let Some(placed) = found {
        return Ok(placed);
    }
    // The removal of a source has no revision of its own: its tombstones know when it was.
    let stone = transaction
        .prepare_cached(
            "SELECT run, seq, at FROM tombstones WHERE key = ?1 AND source = ?2 AND seq >= coalesce( \
             (SELECT seq FROM revisions WHERE source = ?2 AND revision = ?3 - 1), 0) ORDER BY seq LIMIT 1",
        )?
        .query_row((&step.key, step.source, int(step.revision)), |row| {
            Ok(Placed { run: unsigned(row.get(0)?), seq: unsigned(row.get(1)?), at: row.get(2)?, new_rules: false })
        })
        .optional()?;
    Ok(stone.unwrap_or(Placed { run: 0, seq: 0, at: 0, new_rules: false }))
}

fn version(
    transaction: &Transaction<'_>,
    source: SourceId,
    placed: &Placed,
    step: Step,
) -> Result<Version, StoreError> {
    let body = |number: Option<i64>| number.map_or(Ok(None), |number| body_of(transaction, number));
    let decision: Option<(DecisionKind, String)> = match placed.run {
        0 => None,
        run => decision_in(transaction, run)?,
    };
    Ok(Version {
        kind: step.kind,
        source,
        iri: step.key,
        from_iri: step.from_key,
        revision: step.revision,
        run: placed.run,
        seq: Seq(placed.seq),
        at: instant(placed.at)?,
        author: author(transaction, placed, decision.as_ref().map(|(kind, _)| *kind))?,
        decision,
        before: body(step.before)?,
        after: body(step.after)?,
    })
}

fn decision_in(transaction: &Transaction<'_>, run: u64) -> Result<Option<(DecisionKind, String)>, StoreError> {
    let row: Option<(String, String)> = transaction
        .prepare_cached("SELECT kind, reason FROM decisions WHERE run = ?1 AND kind <> 'rejected' LIMIT 1")?
        .query_row([int(run)], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    row.map(|(kind, reason)| Ok((DecisionKind::of(&kind)?, reason))).transpose()
}

fn author(
    transaction: &Transaction<'_>,
    placed: &Placed,
    decision: Option<DecisionKind>,
) -> Result<Author, StoreError> {
    if placed.run == 0 || matches!(decision, Some(DecisionKind::RolledBack | DecisionKind::Restored)) {
        return Ok(Author::Person);
    }
    if !placed.new_rules {
        return Ok(Author::Source);
    }
    let report: Option<Option<String>> = transaction
        .prepare_cached("SELECT report FROM runs WHERE run = ?1")?
        .query_row([int(placed.run)], |row| row.get(0))
        .optional()?;
    let Some(report) = report.flatten() else { return Ok(Author::Unclear) };
    let detail = from_json::<RunReport>(&report)?.detail;
    let none = ChangeCounts::default();
    Ok(match (detail.by_source == none, detail.by_us == none) {
        (_, true) => Author::Source,
        (true, false) => Author::Us,
        (false, false) => Author::Unclear,
    })
}
