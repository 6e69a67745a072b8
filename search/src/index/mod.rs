//! The writing side of the index.

mod generation;

use crate::SearchError;
use crate::collation::TitleKeys;
use crate::document::{Prepared, Writer, series_iris};
use crate::schema::{Fields, schema, tokenizers};
use crate::searcher::Searcher;
use generation::{Generation, fingerprint};
use model::Seq;
use model::view::ResourceSummary;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::directory::error::LockError;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyError, Term};

/// Threads that write; more would take processors from those who read.
const WRITER_THREADS: usize = 2;

/// Memory for documents on their way to disk, all threads together (bytes).
const WRITER_MEMORY: usize = 96 << 20;

/// The writing side: one per data directory, in `published/index-<format>-<generation>/`.
///
/// Only one process can hold it; others read beside it ([`SearchIndex::open_read_only`]).
pub struct SearchIndex {
    published: PathBuf,
    generation: Generation,
    writer: IndexWriter,
    reader: IndexReader,
    fields: Fields,
    title_keys: TitleKeys,
    seq: Seq,
    /// Content hash per id; read from the index when first needed.
    identities: Option<FxHashMap<String, u64>>,
    searcher: Arc<Searcher>,
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SearchIndex")
            .field("path", &self.generation.path)
            .field("seq", &self.seq)
            .finish_non_exhaustive()
    }
}

/// An index directory, opened for reading.
struct Opened {
    index: Index,
    reader: IndexReader,
    fields: Fields,
    searcher: Arc<Searcher>,
}

impl SearchIndex {
    /// Opens the newest index in `published` that fits this program and `journal`, or starts an empty one aside. An
    /// index that is damaged or was made by another version is left until the first [`SearchIndex::update`] of the
    /// new one, then removed. Another process that holds the index gives [`SearchError::Locked`].
    pub fn open(published: &Path, journal: &str) -> Result<Self, SearchError> {
        let fingerprint = fingerprint(&schema().0, journal);
        let existing = generation::all(published)?;
        for generation in existing.iter().rev().filter(|generation| generation.fits(&fingerprint)) {
            match Opened::open(&generation.path).and_then(|opened| Self::new(published, generation.clone(), opened)) {
                Ok(index) => return Ok(index),
                Err(locked @ SearchError::Locked { .. }) => return Err(locked),
                Err(cause) => tracing::warn!(
                    path = %generation.path.display(),
                    %cause,
                    "the search index `{}` is damaged and will be made anew",
                    generation.path.display()
                ),
            }
        }
        let generation = Generation::after(published, &existing)?;
        Index::builder().schema(schema().0).tokenizers(tokenizers()).create_in_dir(&generation.path)?;
        generation.seal(&fingerprint)?;
        let opened = Opened::open(&generation.path)?;
        Self::new(published, generation, opened)
    }

    /// Reads the newest index that fits, beside a process that may be writing it; `None` when there is none yet.
    pub fn open_read_only(published: &Path, journal: &str) -> Result<Option<Arc<Searcher>>, SearchError> {
        let fingerprint = fingerprint(&schema().0, journal);
        let mut last_error = None;
        for generation in generation::all(published)?.iter().rev().filter(|generation| generation.fits(&fingerprint)) {
            match Opened::open(&generation.path) {
                Ok(opened) => return Ok(Some(opened.searcher)),
                Err(cause) => last_error = Some(cause),
            }
        }
        last_error.map_or(Ok(None), Err)
    }

    fn new(published: &Path, generation: Generation, opened: Opened) -> Result<Self, SearchError> {
        let writer =
            opened.index.writer_with_num_threads(WRITER_THREADS, WRITER_MEMORY).map_err(|cause| match cause {
                TantivyError::LockFailure(LockError::LockBusy, _) => {
                    SearchError::Locked { path: generation.path.clone() }
                }
                other => SearchError::Index(other),
            })?;
        Ok(Self {
            published: published.to_owned(),
            generation,
            writer,
            reader: opened.reader,
            fields: opened.fields,
            title_keys: TitleKeys::new(),
            seq: opened.searcher.seq(),
            identities: None,
            searcher: opened.searcher,
        })
    }

    /// Number that the index stands for; `Seq(0)` when empty.
    pub fn seq(&self) -> Seq {
        self.seq
    }

    /// A reader of the last commit: immutable, cheap to clone and share.
    pub fn searcher(&self) -> Result<Arc<Searcher>, SearchError> {
        Ok(Arc::clone(&self.searcher))
    }

    /// Brings the index to `seq`: `all` is the whole catalog; only what differs (by content) is written, in one commit
    /// that carries `seq`. Returns how many documents were written or deleted. After an error nothing has changed.
    pub fn update(&mut self, seq: Seq, all: &[ResourceSummary]) -> Result<u64, SearchError> {
        let known = match self.identities.take() {
            Some(known) => known,
            None => self.searcher.identities()?,
        };
        match self.write(seq, all, &known) {
            Ok((changed, identities)) => {
                self.identities = Some(identities);
                self.seq = seq;
                self.searcher = read(&self.reader, &self.fields)?;
                self.searcher.warm()?;
                self.remove_others()?;
                Ok(changed)
            }
            Err(cause) => {
                self.writer.rollback()?;
                Err(cause)
            }
        }
    }

    fn write(
        &mut self,
        seq: Seq,
        all: &[ResourceSummary],
        known: &FxHashMap<String, u64>,
    ) -> Result<(u64, FxHashMap<String, u64>), SearchError> {
        let series = series_iris(all);
        let writer = Writer { fields: &self.fields, title_keys: &self.title_keys };
        let mut identities = FxHashMap::with_capacity_and_hasher(all.len(), rustc_hash::FxBuildHasher);
        let mut changed = 0;
        for resource in all {
            let prepared = Prepared::new(resource, &series).map_err(SearchError::Summary)?;
            if identities.insert(resource.id.clone(), prepared.hash).is_some() {
                tracing::warn!(
                    id = resource.id,
                    "the id `{}` occurs twice in the catalog; the later is not indexed",
                    resource.id
                );
                continue;
            }
            match known.get(&resource.id) {
                Some(hash) if *hash == prepared.hash => continue,
                Some(_) => _ = self.writer.delete_term(Term::from_field_text(self.fields.id, &resource.id)),
                None => {}
            }
            self.writer.add_document(writer.document(&prepared))?;
            changed += 1;
        }
        let remaining: FxHashSet<&str> = identities.keys().map(String::as_str).collect();
        for gone in known.keys().filter(|id| !remaining.contains(id.as_str())) {
            self.writer.delete_term(Term::from_field_text(self.fields.id, gone));
            changed += 1;
        }
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&seq.to_string());
        commit.commit()?;
        Ok((changed, identities))
    }

    /// Removes every other index directory, now that this one stands for the catalog.
    fn remove_others(&self) -> Result<(), SearchError> {
        for generation in generation::all(&self.published)? {
            if generation.path != self.generation.path {
                generation.remove();
            }
        }
        Ok(())
    }
}

impl Opened {
    fn open(path: &Path) -> Result<Self, SearchError> {
        let mut index = Index::open_in_dir(path)?;
        let (expected, fields) = schema();
        if index.schema() != expected {
            return Err(SearchError::Index(TantivyError::SchemaError("made with another schema".to_owned())));
        }
        index.set_tokenizers(tokenizers());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let searcher = read(&reader, &fields)?;
        Ok(Self { index, reader, fields, searcher })
    }
}

/// Reads the last commit. Number and segments must be of one commit, and another process may commit in between: then
/// we look again.
fn read(reader: &IndexReader, fields: &Fields) -> Result<Arc<Searcher>, SearchError> {
    let seq_on_disk = || -> Result<u64, TantivyError> {
        let payload = reader.searcher().index().load_metas()?.payload;
        Ok(payload.and_then(|payload| payload.parse().ok()).unwrap_or_default())
    };
    let mut seq = seq_on_disk()?;
    for _ in 0..10 {
        reader.reload()?;
        let after = seq_on_disk()?;
        if after == seq {
            break;
        }
        seq = after;
    }
    Ok(Arc::new(Searcher::open(reader.searcher(), fields, Seq(seq))?))
}
