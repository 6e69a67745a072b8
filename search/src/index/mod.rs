//! The writing side of the index.

mod commit;
mod generation;
mod past;

use crate::SearchError;
use crate::analysis::{Analyzer, Splitter};
use crate::collation::TitleKeys;
use crate::document::{Prepared, Writer, series_iris};
use crate::lexicon::Lexicon;
use crate::order::Pins;
use crate::schema::{Fields, register, schema, tokenizers};
use crate::searcher::Searcher;
use crate::suggest::TermMaker;
use commit::Commit;
use generation::{Fingerprint, Generation};
use model::Seq;
use model::view::ResourceSummary;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Borrow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tantivy::directory::error::LockError;
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, TantivyError, Term};

/// Threads that write; more would take processors from those who read.
const WRITER_THREADS: usize = 2;

/// Memory for documents on their way to disk, all threads together (bytes).
const WRITER_MEMORY: usize = 96 << 20;

/// Summaries that are compressed together (bytes). A page of results unpacks a block for each of its items; larger
/// blocks take less room and more time.
const STORED_BLOCK: usize = 8 << 10;

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
    commit: Commit,
    analyzer: Arc<Analyzer>,
    /// Content hash per id; read from the index when first needed.
    identities: Option<FxHashMap<String, u64>>,
    searcher: Arc<Searcher>,
    pins: Arc<Pins>,
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SearchIndex")
            .field("path", &self.generation.path)
            .field("seq", &self.commit.seq)
            .finish_non_exhaustive()
    }
}

/// An index directory, opened for reading.
struct Opened {
    index: Index,
    reader: IndexReader,
    fields: Fields,
    commit: Commit,
    analyzer: Arc<Analyzer>,
    searcher: Arc<Searcher>,
}

impl SearchIndex {
    /// Opens the newest index in `published` that fits this program and `journal`, or starts an empty one aside. An
    /// index that is damaged or was made by another version is left until the first [`SearchIndex::update`] of the
    /// new one, then removed. Another process that holds the index gives [`SearchError::Locked`].
    pub fn open(published: &Path, journal: &str) -> Result<Self, SearchError> {
        let lexicon = Lexicon::beside(published);
        let fingerprint = Fingerprint::new(&schema().0, journal, lexicon.as_deref());
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
        let settings = IndexSettings { docstore_blocksize: STORED_BLOCK, ..IndexSettings::default() };
        Index::builder().schema(schema().0).settings(settings).create_in_dir(&generation.path)?;
        if let Some(lexicon) = &lexicon {
            lexicon.copy_into(&generation.path)?;
        }
        generation.seal(&fingerprint)?;
        let opened = Opened::open(&generation.path)?;
        Self::new(published, generation, opened)
    }

    /// Reads the newest index that fits, beside a process that may be writing it; `None` when there is none yet.
    pub fn open_read_only(published: &Path, journal: &str) -> Result<Option<Arc<Searcher>>, SearchError> {
        let fingerprint = Fingerprint::new(&schema().0, journal, None);
        let mut last_error = None;
        for generation in
            generation::all(published)?.iter().rev().filter(|generation| generation.can_be_read(&fingerprint))
        {
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
        // A process that was killed leaves files that no commit names; the next commit would want the same names.
        writer.garbage_collect_files().wait()?;
        let pins = Arc::default();
        opened.searcher.keep_in(&pins);
        opened.searcher.prepare_suggestions();
        Ok(Self {
            published: published.to_owned(),
            generation,
            writer,
            reader: opened.reader,
            fields: opened.fields,
            title_keys: TitleKeys::new(),
            commit: opened.commit,
            analyzer: opened.analyzer,
            identities: None,
            searcher: opened.searcher,
            pins,
        })
    }

    /// Number that the index stands for; `Seq(0)` when empty.
    pub fn seq(&self) -> Seq {
        Seq(self.commit.seq)
    }

    /// A reader of the last commit: immutable, cheap to clone and share.
    pub fn searcher(&self) -> Result<Arc<Searcher>, SearchError> {
        Ok(Arc::clone(&self.searcher))
    }

    /// Brings the index to `seq`: `all` is the whole catalog; only what differs (by content) is written, in one commit
    /// that carries `seq`. Returns how many documents were written or deleted. After an error nothing has changed.
    pub fn update<R: Borrow<ResourceSummary>>(&mut self, seq: Seq, all: &[R]) -> Result<u64, SearchError> {
        let mut known = match self.identities.take() {
            Some(known) => known,
            None => self.searcher.identities()?,
        };
        let outgrown = self.commit.is_outgrown(all.len());
        let analyzer =
            if outgrown { Arc::new(self.analyzer.with(Splitter::learn(all))) } else { Arc::clone(&self.analyzer) };
        if outgrown {
            register(self.writer.index().tokenizers(), &analyzer);
            self.writer.delete_all_documents()?;
            known.clear();
        }
        let learnt = outgrown.then_some((analyzer.learnt(), all.len()));
        let next = self.commit.next(seq.0, learnt, &self.generation.path);
        match next.and_then(|next| Ok((self.write((&next, &analyzer), all, &known)?, next))) {
            Ok(((changed, identities), next)) => {
                self.identities = Some(identities);
                next.remove_words_of(&self.commit, &self.generation.path);
                self.commit = next;
                self.analyzer = analyzer;
                self.publish()?;
                Ok(changed)
            }
            Err(cause) => {
                register(self.writer.index().tokenizers(), &self.analyzer);
                self.writer.rollback()?;
                Err(cause)
            }
        }
    }

    /// Makes the commit visible and removes what it takes the place of.
    fn publish(&mut self) -> Result<(), SearchError> {
        self.reader.reload()?;
        let analyzer = Arc::clone(&self.analyzer);
        let searcher =
            Searcher::open(self.reader.searcher(), &self.fields, analyzer, Seq(self.commit.seq), Some(&self.searcher))?;
        searcher.warm()?;
        searcher.prepare_suggestions();
        self.searcher = Arc::new(searcher);
        self.searcher.keep_in(&self.pins);
        self.remove_others()
    }

    /// Writes what differs from `known` in one commit. Returns how much that was and what the index holds now.
    fn write<R: Borrow<ResourceSummary>>(
        &mut self,
        (next, analyzer): (&Commit, &Analyzer),
        all: &[R],
        known: &FxHashMap<String, u64>,
    ) -> Result<(u64, FxHashMap<String, u64>), SearchError> {
        let series = series_iris(all);
        let suggestions = TermMaker::new(analyzer);
        let mut writer = Writer { fields: &self.fields, title_keys: &self.title_keys, suggestions };
        let mut identities = FxHashMap::with_capacity_and_hasher(all.len(), rustc_hash::FxBuildHasher);
        let mut changed = 0;
        for resource in all.iter().map(Borrow::borrow) {
            let prepared = Prepared::new(resource, &series).map_err(SearchError::Summary)?;
            if identities.contains_key(&resource.id) {
                tracing::warn!(
                    id = resource.id,
                    "the id `{}` occurs twice in the catalog; the later is not indexed",
                    resource.id
                );
                continue;
            }
            identities.insert(resource.id.clone(), prepared.hash);
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
        commit.set_payload(&next.payload()?);
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
        index.set_tokenizers(tokenizers(&Arc::default()));
        let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let (commit, splitter) = read_commit(&index, &reader, path)?;
        let analyzer = Arc::new(Analyzer::new(Lexicon::of_index(path), splitter));
        register(index.tokenizers(), &analyzer);
        let searcher = Searcher::open(reader.searcher(), &fields, Arc::clone(&analyzer), Seq(commit.seq), None)?;
        Ok(Self { index, reader, fields, commit, analyzer, searcher: Arc::new(searcher) })
    }
}

/// Reads the last commit. Number, words and segments must be of one commit, and another process may commit in between:
/// then we look again.
fn read_commit(index: &Index, reader: &IndexReader, path: &Path) -> Result<(Commit, Splitter), SearchError> {
    let mut tries = 0;
    loop {
        tries += 1;
        let commit = Commit::of(index)?;
        let splitter = commit.splitter(path);
        reader.reload()?;
        let unchanged = Commit::of(index)? == commit;
        if unchanged || tries > 10 {
            return Ok((commit, splitter?));
        }
    }
}
