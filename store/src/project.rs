//! From journal to published snapshot.
//!
//! The snapshot lies in `published/snapshot-…/`; `projection.json` beside its file says which commit and which rules it
//! was made from. One process builds at a time (`published/.lock`); readers need no lock, since a snapshot never
//! changes and the newest two are kept.

mod catalog;
mod findings;
mod ids;
mod provenance;
mod quality;
mod runs;
mod step;
#[cfg(test)]
mod tests;

pub use findings::{MergeFindings, merge_findings};
pub use quality::quality_node;
pub use runs::{run_iri, run_triples};

use crate::journal::Reading;
use crate::merge::{Candidate, Claims, Member, contested, merge_with, organisation_digits};
use crate::snapshot::SnapshotHeader;
use crate::{Journal, Snapshot, SnapshotBuilder, StoreError};
use model::ns::dcterms;
use model::{ContentHash, Seq};
use rdf::RecordHead;
use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Version of what this module writes into a snapshot. It grows with every change of merge, graphs or terms, so that an
/// upgraded program builds anew.
const RULES: u32 = 4;

/// Snapshots kept: the newest, and the one before for readers that are just opening it.
const KEPT: usize = 2;

/// Small snapshots kept that lie over a file which is kept anyway: they come quickly one after the other, and a query
/// may be about to open one that was the newest when it was asked.
const KEPT_OVER: usize = 16;

/// A snapshot that is ready to be served.
#[derive(Debug, Clone)]
pub struct Projection {
    /// The number it stands for.
    pub seq: Seq,
    /// The mapped snapshot.
    pub snapshot: Arc<Snapshot>,
    /// Whether it was built now (`false`: the newest file on disk already was of this seq and fingerprint).
    pub built: bool,
}

/// What a snapshot was made from (`projection.json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    rules: u32,
    /// Hash of the journal's commit; `None` for the empty journal.
    commit: Option<ContentHash>,
    /// What its file says too, to be read without opening that; older programs did not write it.
    #[serde(default)]
    about: Option<About>,
}

/// What a snapshot says about itself, and the name of the directory that it lies over (its own if it is whole).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct About {
    journal: String,
    base_url: String,
    seq: Seq,
    over: String,
}

impl Stamp {
    fn new(commit: Option<ContentHash>, snapshot: &Snapshot) -> Self {
        let header = snapshot.header();
        let over = snapshot.base_path().file_name().map(|name| name.to_string_lossy().into_owned());
        let about = About {
            journal: header.journal.clone(),
            base_url: header.base_url.clone(),
            seq: header.seq,
            over: over.unwrap_or_default(),
        };
        Self { rules: RULES, commit, about: Some(about) }
    }
}

/// Makes sure that a snapshot of the journal's newest `seq` lies in `published/`, builds it aside if not, swaps it in
/// and removes older ones. `base_url` ends with `/`.
pub fn project(journal: &Journal, base_url: &str) -> Result<Projection, StoreError> {
    project_from(journal, base_url, None)
}

/// As [`project`]. What changed since `known`, the newest snapshot that the caller has, is written over it if that is
/// little; else the newest one on disk is taken, or all is built anew.
pub fn project_from(
    journal: &Journal,
    base_url: &str,
    known: Option<&Arc<Snapshot>>,
) -> Result<Projection, StoreError> {
    if let Some(known) = known
        && known.header().seq == journal.seq()?
        && fits(journal, known, Some(base_url))?
    {
        return Ok(Projection { seq: known.header().seq, snapshot: Arc::clone(known), built: false });
    }
    if let Some(current) = up_to_date(journal, base_url)? {
        return Ok(current);
    }
    let published = published(journal);
    fs::create_dir_all(&published).map_err(failed("create the directory", &published))?;
    let _lock = lock(&published)?;
    if let Some(current) = up_to_date(journal, base_url)? {
        return Ok(current); // another process was faster
    }
    let known = match known.filter(|known| fits(journal, known, Some(base_url)).unwrap_or(false)) {
        Some(known) => Some(Arc::clone(known)),
        None => newest(journal, base_url)?.map(|projection| projection.snapshot),
    };
    let stepped = match &known {
        Some(known) => build_over(journal, base_url, &published, known).unwrap_or_else(|cause| {
            tracing::warn!(%cause, "what changed cannot be written over the last snapshot, all is built anew: {cause}");
            None
        }),
        None => None,
    };
    let snapshot = Arc::new(match stepped {
        Some(snapshot) => snapshot,
        None => build(journal, base_url, &published)?,
    });
    remove_older(journal, base_url, &published);
    Ok(Projection { seq: snapshot.header().seq, snapshot, built: true })
}

/// The newest snapshot on disk whatever its `seq`, for an instant start; `None` when there is none that fits
/// (format, journal, base URL, rules).
pub fn newest(journal: &Journal, base_url: &str) -> Result<Option<Projection>, StoreError> {
    newest_fitting(journal, Some(base_url))
}

/// The newest snapshot on disk for whatever base URL it was made, for commands that read beside a server: the server
/// knows under which address it is reached. `None` when there is none that fits (format, journal, rules).
pub fn newest_of_any_base(journal: &Journal) -> Result<Option<Projection>, StoreError> {
    newest_fitting(journal, None)
}

/// One that cannot be read does not fit.
fn newest_fitting(journal: &Journal, base_url: Option<&str>) -> Result<Option<Projection>, StoreError> {
    let mut paths = directories(&published(journal), "snapshot-");
    paths.sort_by_cached_key(|path| {
        std::cmp::Reverse((named_seq(path), path.metadata().and_then(|m| m.modified()).ok()))
    });
    for path in paths {
        let Ok(snapshot) = Snapshot::open(&path) else { continue };
        if fits(journal, &snapshot, base_url)? {
            return Ok(Some(Projection { seq: snapshot.header().seq, snapshot: Arc::new(snapshot), built: false }));
        }
    }
    Ok(None)
}

/// The number in the name of a snapshot's directory.
fn named_seq(path: &Path) -> Option<u64> {
    path.file_name()?.to_str()?.split('-').nth(2)?.parse().ok()
}

fn up_to_date(journal: &Journal, base_url: &str) -> Result<Option<Projection>, StoreError> {
    let seq = journal.seq()?;
    Ok(newest(journal, base_url)?.filter(|projection| projection.seq == seq))
}

fn published(journal: &Journal) -> PathBuf {
    journal.dir().join("published")
}

fn failed(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> StoreError {
    let path = path.to_owned();
    move |cause| StoreError::Io { action, path, cause }
}

/// Waits until no other process builds. The system lets go when the process ends.
fn lock(published: &Path) -> Result<File, StoreError> {
    let path = published.join(".lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed("open", &path))?;
    flock(&file, FlockOperation::LockExclusive).map_err(|errno| failed("lock", &path)(errno.into()))?;
    Ok(file)
}

/// Whether a snapshot is of this journal, base URL and rules.
fn fits(journal: &Journal, snapshot: &Snapshot, base_url: Option<&str>) -> Result<bool, StoreError> {
    let header = snapshot.header();
    let Some(stamp) = read_stamp(snapshot.path()).filter(|stamp| stamp.rules == RULES) else { return Ok(false) };
    Ok(header.journal == journal.projection_key()?
        && base_url.is_none_or(|base_url| header.base_url == base_url)
        && journal.commit_hash(header.seq)? == stamp.commit)
}

fn directories(published: &Path, prefix: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(published) else { return Vec::new() };
    let named = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(prefix));
    entries.filter_map(Result::ok).map(|entry| entry.path()).filter(named).collect()
}

fn read_stamp(path: &Path) -> Option<Stamp> {
    serde_json::from_slice(&fs::read(path.join("projection.json")).ok()?).ok()
}

/// A snapshot without its stamp (a crash in between) fits nobody and is built again.
fn write_stamp(path: &Path, stamp: &Stamp) -> Result<(), StoreError> {
    let file = path.join("projection.json");
    let text = serde_json::to_string(stamp).map_err(|cause| StoreError::Value(cause.to_string()))?;
    fs::write(&file, text).map_err(failed("write", &file))
}

/// Removes what nobody will open any more: all but the newest snapshots that fit, with what they lie over, and what
/// crashes left. A mapped file stays readable for those who have it open. What cannot be removed is tried again after
/// the next build.
fn remove_older(journal: &Journal, base_url: &str, published: &Path) {
    let Ok(kept) = kept(journal, base_url, published) else { return };
    let old = directories(published, "snapshot-").into_iter().filter(|path| !kept.contains(path));
    for path in old.chain(directories(published, ".tmp-snapshot-")) {
        if let Err(cause) = fs::remove_dir_all(&path) {
            tracing::warn!(path = %path.display(), "cannot remove the old snapshot `{}`: {cause}", path.display());
        }
    }
}

/// Directories to keep.
fn kept(journal: &Journal, base_url: &str, published: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let key = journal.projection_key()?;
    let mut fitting: Vec<(PathBuf, About)> = Vec::new();
    for path in directories(published, "snapshot-") {
        let Some(Stamp { rules: RULES, commit, about: Some(about) }) = read_stamp(&path) else { continue };
        if about.journal == key && about.base_url == base_url && journal.commit_hash(about.seq)? == commit {
            fitting.push((path, about));
        }
    }
    fitting.sort_by_key(|(_, about)| std::cmp::Reverse(about.seq));
    let newest = fitting.iter().take(KEPT);
    let mut kept: Vec<PathBuf> = newest.flat_map(|(path, about)| [path.clone(), published.join(&about.over)]).collect();
    let is_over = |(_, about): &&(PathBuf, About)| kept.contains(&published.join(&about.over));
    let over: Vec<PathBuf> = fitting.iter().filter(is_over).take(KEPT_OVER).map(|(path, _)| path.clone()).collect();
    kept.extend(over);
    Ok(kept)
}

/// Writes over `known` what commits changed since; `None` if that asks for more than a step.
fn build_over(
    journal: &Journal,
    base_url: &str,
    published: &Path,
    known: &Arc<Snapshot>,
) -> Result<Option<Snapshot>, StoreError> {
    let key = journal.projection_key()?;
    let (difference, commit) =
        journal.reading(|reading| Ok((step::step(reading, base_url, known)?, reading.last_commit()?)))?;
    let (Some(difference), Some((seq, hash))) = (difference, commit) else { return Ok(None) };
    let built = journal.now().div_euclid(1000);
    let header = SnapshotHeader { journal: key, seq, base_url: base_url.to_owned(), built };
    let Some(path) = difference.write(published, &header)? else {
        tracing::warn!(%seq, "the snapshot does not hold what it was made of; it is built anew");
        return Ok(None);
    };
    findings::write(&path, &findings::merge_findings(known))?;
    let snapshot = Snapshot::open_beside(&path, Some(known))?;
    write_stamp(&path, &Stamp::new(Some(hash), &snapshot))?;
    Ok(Some(snapshot))
}

/// Reads everything in one reading transaction, merges, writes; returns the new snapshot.
fn build(journal: &Journal, base_url: &str, published: &Path) -> Result<Snapshot, StoreError> {
    let key = journal.projection_key()?;
    let ((builder, found), commit) =
        journal.reading(|reading| Ok((collect(journal, reading, base_url)?, reading.last_commit()?)))?;
    let header = SnapshotHeader {
        journal: key,
        seq: commit.as_ref().map_or(Seq(0), |(seq, _)| *seq),
        base_url: base_url.to_owned(),
        built: journal.now().div_euclid(1000),
    };
    let path = builder.write(published, &header)?;
    findings::write(&path, &found)?;
    let snapshot = Snapshot::open(&path)?;
    write_stamp(&path, &Stamp::new(commit.map(|(_, hash)| hash), &snapshot))?;
    Ok(snapshot)
}

/// All graphs of the snapshot, and what the merge found.
fn collect(
    journal: &Journal,
    reading: &Reading<'_>,
    base_url: &str,
) -> Result<(SnapshotBuilder, findings::MergeFindings), StoreError> {
    let sources = reading.sources()?;
    let heads: Vec<Vec<RecordHead>> =
        sources.iter().map(|entry| reading.heads(&entry.source.id)).collect::<Result<_, _>>()?;
    let candidates: Vec<Candidate<'_>> =
        sources.iter().zip(&heads).map(|(entry, heads)| Candidate { source: &entry.source, heads }).collect();
    let merged = merge_with(&candidates, &claims(reading, &candidates)?, &journal.merge_rules()?);
    let ids = ids::PortalIds::assign(journal, reading, &candidates, &merged)?;
    let mut catalog = catalog::CatalogWriter::new(base_url, &candidates, &merged);
    for &place in merged.precedence() {
        catalog.write_source(reading, place)?;
    }
    let mut builder = catalog.finish();
    let world = World { base_url, candidates: &candidates, merged: &merged };
    name_publishers(&mut builder, &world, &ids);
    provenance::write(&mut builder, &world, &ids, (journal, reading))?;
    quality::write(&mut builder, &world, reading)?;
    Ok((builder, findings::by_source(&merged)))
}

/// A publisher that nobody describes (its description was cut off, or forgotten) has the name of the registered source
/// whose organisation number its IRI ends with.
fn name_publishers(builder: &mut SnapshotBuilder, world: &World<'_>, ids: &ids::PortalIds<'_>) {
    for (iri, _) in &ids.publishers {
        let describes =
            |candidate: &Candidate<'_>| candidate.heads.binary_search_by(|head| (*head.key).cmp(iri)).is_ok();
        if world.candidates.iter().any(describes) {
            continue;
        }
        let registered = world.candidates.iter().map(|candidate| candidate.source).find(|source| {
            source.organisation.as_deref().and_then(organisation_digits).is_some_and(|digits| iri.ends_with(&digits))
        });
        let Some(source) = registered else { continue };
        let name = if source.organisation_name.is_empty() {
            model::LangText::new("sv", &source.title)
        } else {
            source.organisation_name.clone()
        };
        let iri = rebase(iri, world.base_url);
        for (language, text) in &name.0 {
            let literal = oxrdf::LiteralRef::new_language_tagged_literal_unchecked(text, language);
            builder.insert(&iri, model::ns::foaf::NAME, literal.into(), None);
        }
    }
}

/// What the smaller graphs are written from.
struct World<'w> {
    base_url: &'w str,
    candidates: &'w [Candidate<'w>],
    merged: &'w crate::merge::Merged<'w>,
}

impl World<'_> {
    /// IRI of a record as readers see it.
    fn iri(&self, member: Member) -> String {
        rebase(&self.candidates[member.source].heads[member.record].key, self.base_url)
    }

    /// Name of a source's graph.
    fn source_graph(&self, source: usize) -> String {
        format!("{}graph/source/{}", self.base_url, self.candidates[source].source.id)
    }
}

/// Our own IRIs start with a placeholder in the journal and with the base URL in a snapshot.
fn rebase(iri: &str, base_url: &str) -> String {
    iri.strip_prefix(model::ns::PLACEHOLDER).map_or_else(|| iri.to_owned(), |rest| format!("{base_url}{rest}"))
}

/// Organisation numbers that shared nodes of several sources state as their identifier.
fn claims(reading: &Reading<'_>, candidates: &[Candidate<'_>]) -> Result<Claims, StoreError> {
    let mut claims = Claims::default();
    if candidates.iter().all(|candidate| candidate.source.organisation.is_none()) {
        return Ok(claims);
    }
    for (iri, members) in contested(candidates) {
        for member in members {
            let body = reading.body(&candidates[member.source].source.id, iri)?.unwrap_or_default();
            let stated = body.lines().filter(|line| line.contains(dcterms::IDENTIFIER));
            for number in stated.filter_map(|line| organisation_digits(line.split('"').nth(1)?)) {
                claims.entry(iri.to_owned()).or_default().insert(number);
            }
        }
    }
    Ok(claims)
}
