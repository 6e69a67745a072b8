//! The writing side of the index.

mod commit;
mod generation;
mod held;
mod past;

pub use held::Summary;

use crate::SearchError;
use crate::analysis::{Analyzer, Splitter};
use crate::collation::TitleKeys;
use crate::document::{Writer, series_iris};
use crate::lexicon::Lexicon;
use crate::order::Pins;
use crate::schema::{Fields, register, schema, tokenizers};
use crate::searcher::Searcher;
use crate::suggest::TermMaker;
use commit::Commit;
use generation::{Fingerprint, Generation};
use held::{Difference, Held};
use model::Seq;
use model::view::ResourceSummary;
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
    /// What the last commit holds; read from the index when first needed.
    held: Option<Held>,
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
            held: None,
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
    ///
    /// Of shared summaries only those are looked at that the last update did not have; see [`SearchIndex::learn`].
    pub fn update<S: Summary>(&mut self, seq: Seq, all: &[S]) -> Result<u64, SearchError> {
        let mut held = match self.held.take() {
            Some(held) => held,
            None => Held::of(&self.searcher)?,
        };
        let outgrown = self.commit.is_outgrown(all.len());
        let analyzer =
            if outgrown { Arc::new(self.analyzer.with(Splitter::learn(all))) } else { Arc::clone(&self.analyzer) };
        if outgrown {
            register(self.writer.index().tokenizers(), &analyzer);
            self.writer.delete_all_documents()?;
            held.clear();
        }
        let learnt = outgrown.then_some((analyzer.learnt(), all.len()));
        let next = self.commit.next(seq.0, learnt, &self.generation.path);
        match next.and_then(|next| Ok((self.write((&next, &analyzer), all, &mut held)?, next))) {
            Ok((changed, next)) => {
                self.held = Some(held);
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

    /// Learns that the last commit was made of these summaries. Takes as long as looking at each; afterwards the first
    /// update is as quick as those that follow.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn learn(&mut self, all: &[Arc<ResourceSummary>]) -> Result<(), SearchError> {
        let mut held = match self.held.take() {
            Some(held) => held,
            None => Held::of(&self.searcher)?,
        };
        held.learn(all, &series_iris(all))?;
        self.held = Some(held);
        Ok(())
    }

    /// Writes what differs from what is `held` in one commit. Returns how much that was.
    fn write<S: Summary>(
        &mut self,
        (next, analyzer): (&Commit, &Analyzer),
        all: &[S],
        held: &mut Held,
    ) -> Result<u64, SearchError> {
        let series = series_iris(all);
        let suggestions = TermMaker::new(analyzer);
        let mut writer = Writer { fields: &self.fields, title_keys: &self.title_keys, suggestions };
        let id_term = |id: &str| Term::from_field_text(self.fields.id, id);
        let mut changed = 0;
        held.begin();
        for summary in all {
            let prepared = match held.meet(summary, &series)? {
                Difference::Same => continue,
                Difference::New(prepared) => prepared,
                Difference::Other(prepared) => {
                    self.writer.delete_term(id_term(&prepared.resource.id));
                    prepared
                }
                Difference::Again => {
                    let resource: &ResourceSummary = summary.borrow();
                    let id = &resource.id;
                    tracing::warn!(id, "the id `{id}` occurs twice in the catalog; the later is not indexed");
                    continue;
                }
            };
            self.writer.add_document(writer.document(&prepared))?;
            changed += 1;
        }
        held.end(|id| {
            self.writer.delete_term(id_term(id));
            changed += 1;
        });
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&next.payload()?);
        commit.commit()?;
        Ok(changed)
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
