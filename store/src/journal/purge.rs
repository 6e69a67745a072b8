//! `skord purge`: takes a record or a whole source out of the journal so that nothing of what it said remains.
//!
//! Everything else that the journal keeps may hold the same text (raw documents, held documents, findings, reports), so
//! all of that goes for the sources concerned, too. Projections follow because their key changes; automatic backups in
//! the data directory are removed. Backups elsewhere are not ours to touch.

use super::Journal;
use super::commits::{CommitDraft, EventKind};
use super::connection::connect;
use super::purged::name_of;
use super::records::{Bodies, kind_code};
use super::revision::write_revision;
use super::values::{int, unsigned};
use crate::StoreError;
use model::SourceId;
use rdf::RecordKind;
use rusqlite::{OptionalExtension, Transaction};
use rustc_hash::FxHashSet;
use std::path::PathBuf;
use std::time::Duration;

/// How often the log is asked to become empty while others still read.
const CHECKPOINT_ATTEMPTS: u32 = 60;

/// What a purge took.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PurgeReport {
    /// Names (IRIs) that were taken out, shared nodes that nothing else used among them.
    pub records: u64,
    /// Versions of them, present and past.
    pub versions: u64,
    /// Sources that had them.
    pub sources: Vec<SourceId>,
    /// Automatic backups that were removed from the data directory.
    pub backups: Vec<PathBuf>,
    /// Records that still link to what is gone; their own text is untouched.
    pub links: u64,
}

/// A source that has one of the names.
struct Place {
    number: i64,
    revision: u64,
}

impl Journal {
    /// Purges everything behind an IRI or portal id, from all sources that have it, with the contacts and other shared
    /// nodes that only it used. It stays out until [`Journal::lift_purge`]. `Err(NothingToPurge)` for an unknown name.
    pub fn purge_record(&self, id_or_iri: &str, reason: &str) -> Result<PurgeReport, StoreError> {
        let at = self.now();
        let mut report = self.write(|transaction| {
            let mut names = names_of(transaction, id_or_iri)?;
            if names.is_empty() {
                return Err(StoreError::NothingToPurge(id_or_iri.to_owned()));
            }
            for orphan in orphans(transaction, &names)? {
                names.insert(orphan);
            }
            erase(transaction, &names, reason, at, true)
        })?;
        report.backups = self.scrub()?;
        Ok(report)
    }

    /// Purges a source with all its records and runs; what other sources say about the same things stays. The source
    /// is removed. `Err(UnknownSource)` if there is none.
    pub fn purge_source(&self, source: &SourceId, reason: &str) -> Result<PurgeReport, StoreError> {
        let at = self.now();
        self.remove_source(source)?;
        let mut report = self.write(|transaction| erase_source(transaction, source, reason, at))?;
        report.backups = self.scrub()?;
        Ok(report)
    }

    /// Lets a purged IRI or portal id be harvested again. False if it was not purged.
    pub fn lift_purge(&self, id_or_iri: &str) -> Result<bool, StoreError> {
        let at = self.now();
        self.write(|transaction| {
            let lifted = transaction.execute(
                "UPDATE purged SET lifted = ?3 WHERE (portal_id = ?1 OR name = ?2) AND lifted IS NULL",
                (id_or_iri, name_of(id_or_iri), at),
            )?;
            // The next run must read the document again even if it is the same.
            transaction.execute("UPDATE sources SET etag = NULL, last_modified = NULL, body_hash = NULL", [])?;
            Ok(lifted > 0)
        })
    }

    /// Names what projections are made from: the journal, and how often something was purged. A projection with
    /// another key may hold text that is gone.
    pub fn projection_key(&self) -> Result<String, StoreError> {
        let purges: i64 = self.read(|transaction| {
            Ok(transaction.query_row("SELECT count(DISTINCT seq) FROM purged", [], |row| row.get(0))?)
        })?;
        Ok(if purges == 0 { self.id().0 } else { format!("{}-{purges}", self.id().0) })
    }

    /// Rewrites the file so that no free page and no log holds what was deleted; removes automatic backups.
    fn scrub(&self) -> Result<Vec<PathBuf>, StoreError> {
        let connection = connect(&self.file())?;
        connection.execute_batch("PRAGMA secure_delete = ON; VACUUM;")?;
        for attempt in 0.. {
            let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            if busy == 0 {
                break;
            }
            if attempt == CHECKPOINT_ATTEMPTS {
                return Err(StoreError::Value(
                    "a write-ahead log that others keep busy; stop `skord serve` and purge again".to_owned(),
                ));
            }
            std::thread::sleep(Duration::from_millis(500));
        }
        let backups = self.dir().join("backups");
        let mut removed = Vec::new();
        let Ok(entries) = std::fs::read_dir(&backups) else { return Ok(removed) };
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            std::fs::remove_dir_all(&path).map_err(|cause| StoreError::Io {
                action: "remove the backup",
                path: path.clone(),
                cause,
            })?;
            removed.push(path);
        }
        Ok(removed)
    }
}

/// IRIs behind a name that any table knows.
fn names_of(transaction: &Transaction<'_>, id_or_iri: &str) -> Result<FxHashSet<String>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT iri FROM portal_iris WHERE id = ?1 UNION SELECT key FROM records WHERE key = ?1 \
         UNION SELECT key FROM record_history WHERE key = ?1 UNION SELECT key FROM tombstones WHERE key = ?1",
    )?;
    Ok(statement.query_map([id_or_iri], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Sources that have or had one of the names.
fn places(transaction: &Transaction<'_>, names: &FxHashSet<String>) -> Result<Vec<Place>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT number, revision FROM sources WHERE number IN (SELECT source FROM records WHERE key = ?1 \
         UNION SELECT source FROM record_history WHERE key = ?1 UNION SELECT source FROM tombstones WHERE key = ?1)",
    )?;
    let mut found: Vec<Place> = Vec::new();
    for name in names {
        let mut rows = statement.query([name])?;
        while let Some(row) = rows.next()? {
            let place = Place { number: row.get(0)?, revision: unsigned(row.get(1)?) };
            if found.iter().all(|known| known.number != place.number) {
                found.push(place);
            }
        }
    }
    Ok(found)
}

/// Shared nodes that the names use and nothing else in their sources does, now or in its history.
fn orphans(transaction: &Transaction<'_>, names: &FxHashSet<String>) -> Result<Vec<String>, StoreError> {
    let mut orphans = Vec::new();
    for place in places(transaction, names)? {
        let mut used_by_names = FxHashSet::default();
        let mut used_elsewhere = FxHashSet::default();
        for (key, body) in bodies_of(transaction, place.number)? {
            let used = if names.contains(&key) { &mut used_by_names } else { &mut used_elsewhere };
            used.extend(
                body.split('<')
                    .skip(1)
                    .filter_map(|rest| rest.split_once('>'))
                    .map(|(iri, _)| iri.to_owned())
                    .filter(|iri| *iri != key),
            );
        }
        let mut shared = transaction.prepare_cached(
            "SELECT 1 FROM records WHERE source = ?1 AND key = ?2 AND kind = ?3 \
             UNION SELECT 1 FROM record_history WHERE source = ?1 AND key = ?2 AND kind = ?3",
        )?;
        for iri in used_by_names.difference(&used_elsewhere).filter(|iri| !names.contains(*iri)) {
            if shared.exists((place.number, iri, kind_code(RecordKind::Shared)))? {
                orphans.push(iri.clone());
            }
        }
    }
    Ok(orphans)
}

/// Every version of every record of a source, with its key.
fn bodies_of(transaction: &Transaction<'_>, source: i64) -> Result<Vec<(String, String)>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT r.key, b.content, b.size FROM records r JOIN bodies b ON b.number = r.body WHERE r.source = ?1 \
         UNION ALL SELECT h.key, b.content, b.size FROM record_history h JOIN bodies b ON b.number = h.body \
         WHERE h.source = ?1",
    )?;
    let mut rows = statement.query([source])?;
    let mut reader = Bodies::default();
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let content: Vec<u8> = row.get(1)?;
        all.push((row.get(0)?, reader.text(&content, row.get(2)?)?.to_owned()));
    }
    Ok(all)
}

/// Deletes names everywhere and everything of their sources that may repeat their text.
fn erase(
    transaction: &Transaction<'_>,
    names: &FxHashSet<String>,
    reason: &str,
    at: i64,
    blocks: bool,
) -> Result<PurgeReport, StoreError> {
    let mut report = PurgeReport { records: names.len() as u64, ..PurgeReport::default() };
    let places = places(transaction, names)?;
    let mut commit = CommitDraft::begin(transaction, at)?;
    commit.touch_records();
    for place in &places {
        let bodies = bodies_of(transaction, place.number)?;
        let purged = bodies.iter().filter(|(key, _)| names.contains(key));
        super::links::forget(transaction, purged.map(|(_, body)| body.as_str()))?;
    }
    for name in names {
        report.versions += delete_versions(transaction, name)?;
        forget_name(transaction, name, reason, (commit.seq(), at), blocks)?;
    }
    for place in &places {
        // A run under way read what is being purged: it must not write it back.
        let (sv, en) = ("något raderades under tiden", "something was purged meanwhile");
        super::runs::close_run_of(transaction, place.number, commit.seq(), at, sv, en)?;
        forget_texts(transaction, place.number)?;
        report.sources.extend(refill(transaction, &mut commit, place)?);
    }
    delete_unused_bodies(transaction)?;
    for place in &places {
        let linking = bodies_of(transaction, place.number)?;
        let links = linking.iter().filter(|(_, body)| names.iter().any(|name| body.contains(&format!("<{name}>"))));
        report.links += links.count() as u64;
    }
    if places.is_empty() {
        commit.event(0, None, EventKind::Purged, None)?;
    }
    commit.finish()?;
    Ok(report)
}

fn delete_versions(transaction: &Transaction<'_>, name: &str) -> Result<u64, StoreError> {
    let mut deleted = 0;
    for table in ["records", "record_history"] {
        deleted += transaction.execute(&format!("DELETE FROM {table} WHERE key = ?1"), [name])?;
    }
    transaction.execute("DELETE FROM tombstones WHERE key = ?1", [name])?;
    super::measures::purge(transaction, name)?;
    Ok(deleted as u64)
}

/// Replaces an IRI by its hash wherever the journal must remember that there was something.
fn forget_name(
    transaction: &Transaction<'_>,
    name: &str,
    reason: &str,
    (seq, at): (u64, i64),
    blocks: bool,
) -> Result<(), StoreError> {
    let hash = name_of(name);
    let stand_in = format!("purged:{}", model::ContentHash(hash));
    let id = super::portal_ids::known(transaction, name)?;
    transaction.execute(
        "INSERT OR REPLACE INTO purged (name, portal_id, seq, at, reason, blocks) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (hash, &id, int(seq), at, reason, blocks),
    )?;
    super::figures::forget_publisher(transaction, id.as_deref())?;
    transaction.execute("DELETE FROM portal_iris WHERE iri = ?1", [name])?;
    transaction.execute("UPDATE portal_ids SET cluster = ?2 WHERE cluster = ?1", (name, &stand_in))?;
    transaction.execute("UPDATE events SET record = ?2 WHERE record = ?1", (name, &stand_in))?;
    transaction.execute("UPDATE imported_ids SET iri = ?2 WHERE iri = ?1", (name, &stand_in))?;
    transaction.execute("DELETE FROM merge_rules WHERE record = ?1 OR other_record = ?1", [name])?;
    Ok(())
}

/// Deletes what a source's runs kept besides records: documents, findings, proposals, words in reports.
fn forget_texts(transaction: &Transaction<'_>, source: i64) -> Result<(), StoreError> {
    for table in ["documents", "findings", "run_findings", "held_runs"] {
        transaction.execute(&format!("DELETE FROM {table} WHERE source = ?1"), [source])?;
    }
    transaction.execute(
        "UPDATE runs SET report = json_remove(report, '$.reason') WHERE source = ?1 AND report IS NOT NULL",
        [source],
    )?;
    transaction.execute(
        "UPDATE sources SET etag = NULL, last_modified = NULL, body_hash = NULL, rules = 0 WHERE number = ?1",
        [source],
    )?;
    Ok(())
}

/// A new revision with what is left, so that counts agree and guards begin anew. Returns the source if it is registered.
fn refill(
    transaction: &Transaction<'_>,
    commit: &mut CommitDraft<'_>,
    place: &Place,
) -> Result<Option<SourceId>, StoreError> {
    commit.event(place.number, None, EventKind::Purged, None)?;
    let id: Option<String> = transaction
        .query_row("SELECT id FROM sources WHERE number = ?1 AND removed_seq IS NULL", [place.number], |row| row.get(0))
        .optional()?;
    let Some(id) = id else { return Ok(None) };
    if place.revision > 0 {
        let revision = place.revision + 1;
        write_revision(transaction, commit, place.number, revision, 0, rdf::RULES_VERSION)?;
        transaction.execute(
            "UPDATE sources SET revision = ?2, baseline_after = ?3 WHERE number = ?1",
            (place.number, int(revision), int(place.revision)),
        )?;
    }
    super::commits::source_id(&id).map(Some)
}

fn delete_unused_bodies(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    transaction.execute(
        "DELETE FROM bodies WHERE number NOT IN (SELECT body FROM records) \
         AND number NOT IN (SELECT body FROM record_history) AND number NOT IN (SELECT body FROM tombstones)",
        [],
    )?;
    Ok(())
}

/// Deletes what only this source said; the names stay usable for others.
fn erase_source(
    transaction: &Transaction<'_>,
    source: &SourceId,
    reason: &str,
    at: i64,
) -> Result<PurgeReport, StoreError> {
    let number: i64 =
        transaction.query_row("SELECT number FROM sources WHERE id = ?1", [source.as_str()], |row| row.get(0))?;
    let keys: FxHashSet<String> = transaction
        .prepare_cached(
            "SELECT key FROM record_history WHERE source = ?1 UNION SELECT key FROM records WHERE source = ?1",
        )?
        .query_map([number], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut report = PurgeReport { sources: vec![source.clone()], ..PurgeReport::default() };
    let mut commit = CommitDraft::begin(transaction, at)?;
    commit.touch_records();
    super::links::forget(transaction, bodies_of(transaction, number)?.iter().map(|(_, body)| body.as_str()))?;
    for table in ["record_history", "records", "tombstones", "revisions", "decisions", "measures"] {
        let deleted = transaction.execute(&format!("DELETE FROM {table} WHERE source = ?1"), [number])?;
        report.versions += if table.starts_with("record") { deleted as u64 } else { 0 };
    }
    for key in keys {
        let elsewhere = transaction
            .prepare_cached("SELECT 1 FROM records WHERE key = ?1 UNION SELECT 1 FROM record_history WHERE key = ?1")?
            .exists([&key])?;
        report.records += 1;
        if !elsewhere {
            forget_name(transaction, &key, reason, (commit.seq(), at), false)?;
        }
    }
    forget_texts(transaction, number)?;
    super::figures::forget_source(transaction, number, source.as_str())?;
    delete_unused_bodies(transaction)?;
    transaction.execute("DELETE FROM runs WHERE source = ?1 AND ended IS NOT NULL", [number])?;
    // The registration held a contact: only the id remains, for events that name the source.
    transaction.execute(
        "UPDATE sources SET notified = NULL, revision = 0, baseline_after = 0, config = json_object('id', id, 'title', id, 'url', 'purged:') WHERE number = ?1",
        [number],
    )?;
    commit.event(number, None, EventKind::Purged, None)?;
    commit.finish()?;
    Ok(report)
}
