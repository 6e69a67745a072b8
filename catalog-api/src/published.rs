//! One truth: what all readers see, swapped with one pointer.

use crate::figures::Running;
use crate::quality::Quality;
use arc_swap::ArcSwap;
use model::Seq;
use model::view::ResourceSummary;
use search::{SearchIndex, Searcher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use store::project::MergeFindings;
use store::views::{self, LinkTargets, OrganisationView};
use store::{Journal, Projection, Snapshot, project};

/// How often the journal is asked for its newest number, and the shortest time between two projections.
const POLL: Duration = Duration::from_millis(250);
/// How long the follower waits after a failure before it tries again.
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(5);

/// Why the projections cannot be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// Journal or snapshot.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// One of our own queries.
    #[error(transparent)]
    Query(#[from] store::sparql::SparqlError),
    /// Index.
    #[error(transparent)]
    Search(#[from] search::SearchError),
    /// Snapshot and index were brought to different numbers: a bug, and never served.
    #[error("the search index stands at {index} and the snapshot at {snapshot}; run `skord rebuild all`")]
    Apart {
        /// Number of the snapshot.
        snapshot: Seq,
        /// Number of the index.
        index: Seq,
    },
    /// A panic while another thread was projecting.
    #[error("an earlier projection failed half-way; restart `skord serve`")]
    Poisoned,
}

/// Something over the whole catalog that is worked out when it is first needed, which is right after the rest can be
/// read: a change is not kept waiting for it.
pub type Later<T> = LazyLock<Arc<T>, Box<dyn FnOnce() -> Arc<T> + Send>>;

fn later<T>(make: impl FnOnce() -> T + Send + 'static) -> Later<T> {
    LazyLock::new(Box::new(move || Arc::new(make())))
}

/// Everything that one request may read, all at the same `seq`.
#[derive(Debug)]
pub struct Published {
    /// The number.
    pub seq: Seq,
    /// RDF.
    pub snapshot: Arc<Snapshot>,
    /// Search.
    pub searcher: Arc<search::Searcher>,
    /// Every dataset, series and service, sorted by portal id.
    pub summaries: Arc<Vec<Arc<ResourceSummary>>>,
    /// Publishers.
    pub organisations: Later<Vec<OrganisationView>>,
    /// What the merge of all sources found, by source.
    pub merge_findings: Later<MergeFindings>,
    /// Quality of the metadata of the portal, of sources and publishers.
    pub quality: Later<Quality>,
    links: OnceLock<Arc<LinkTargets>>,
}

impl Published {
    /// Every address that it gives, and where; found when first asked for.
    pub fn link_targets(&self) -> Arc<LinkTargets> {
        Arc::clone(self.links.get_or_init(|| Arc::new(views::link_targets(&self.snapshot))))
    }

    /// Whether a resource has this portal id.
    pub fn has(&self, id: &str) -> bool {
        self.summary(id).is_some()
    }

    /// Works out what is left for later.
    fn complete(&self) {
        let begun = Instant::now();
        LazyLock::force(&self.organisations);
        LazyLock::force(&self.merge_findings);
        LazyLock::force(&self.quality);
        tracing::debug!("sums of seq {}: {} ms", self.seq, begun.elapsed().as_millis());
    }

    /// The summary behind a portal id.
    pub fn summary(&self, id: &str) -> Option<&ResourceSummary> {
        let position = self.summaries.binary_search_by(|summary| summary.id.as_str().cmp(id)).ok()?;
        self.summaries.get(position).map(Arc::as_ref)
    }

    /// What another process on the same data directory has published, snapshot and index of one `seq`; `None` when
    /// there is nothing, or when that process is just between the two (ask again).
    ///
    /// # Errors
    /// When journal, snapshot or index cannot be read.
    pub fn of_another_process(journal: &Journal, published: &Path) -> Result<Option<Self>, ProjectError> {
        let Some(searcher) = SearchIndex::open_read_only(published, &journal.projection_key()?)? else {
            return Ok(None);
        };
        let Some(Projection { snapshot, .. }) = project::newest_of_any_base(journal)? else { return Ok(None) };
        if searcher.seq() != snapshot.header().seq {
            return Ok(None);
        }
        let summaries = all_summaries(&snapshot);
        Ok(Some(Self::new(snapshot, summaries, searcher)))
    }

    fn new(snapshot: Arc<Snapshot>, summaries: Vec<Arc<ResourceSummary>>, searcher: Arc<Searcher>) -> Self {
        let (seq, summaries) = (snapshot.header().seq, Arc::new(summaries));
        let of = (Arc::clone(&snapshot), Arc::clone(&snapshot), Arc::clone(&snapshot), Arc::clone(&summaries));
        let organisations = later(move || views::organisations(&of.0));
        let merge_findings = later(move || project::merge_findings(&of.1));
        let quality = later(move || Quality::of(&of.2, &of.3));
        Self { seq, snapshot, searcher, summaries, organisations, merge_findings, quality, links: OnceLock::new() }
    }
}

/// Follows the journal: builds snapshot and index aside, swaps them in. Coalesces: jumps to the newest `seq`.
#[derive(Debug)]
pub struct Projector {
    journal: Arc<Journal>,
    base_url: String,
    current: ArcSwap<Published>,
    /// The one writer of the index; who holds it projects.
    index: Mutex<KeyedIndex>,
    published: PathBuf,
    /// Sums of what is published; counted after it is served.
    figures: Mutex<Running>,
}

/// The index with the key that it was made for ([`Journal::projection_key`]).
#[derive(Debug)]
struct KeyedIndex {
    key: String,
    index: SearchIndex,
}

impl Projector {
    /// Opens the newest projections on disk (instant). When there are none, they are built first: for a fresh journal
    /// that is an empty catalog.
    pub fn open(journal: Arc<Journal>, published: &Path, base_url: &str) -> Result<Self, ProjectError> {
        let key = journal.projection_key()?;
        let mut index = SearchIndex::open(published, &key)?;
        let known = project::newest(&journal, base_url)?;
        let is_new = known.is_none();
        let snapshot = match known {
            Some(Projection { snapshot, .. }) => snapshot,
            // None on disk, or one of other rules: built before anybody reads, so that an upgrade never shows less.
            None => store::project(&journal, base_url)?.snapshot,
        };
        let first = Arc::new(publish(snapshot, &mut index, None)?);
        let (base_url, published) = (base_url.to_owned(), published.to_owned());
        let index = Mutex::new(KeyedIndex { key, index });
        let figures = Mutex::default();
        let projector = Self { journal, base_url, published, current: ArcSwap::new(first), index, figures };
        // Whoever made a snapshot that lies there kept its figures; if not, `follow` does it beside serving.
        if is_new {
            projector.keep_figures(&projector.current());
        }
        Ok(projector)
    }

    /// What readers see now.
    pub fn current(&self) -> Arc<Published> {
        self.current.load_full()
    }

    /// Brings the projections to the journal's newest `seq` (blocking); returns true if anything changed.
    pub fn catch_up(&self) -> Result<bool, ProjectError> {
        let mut index = self.index.lock().map_err(|_| ProjectError::Poisoned)?;
        let started = Instant::now();
        let known = Arc::clone(&self.current.load().snapshot);
        let projection = project::project_from(&self.journal, &self.base_url, Some(&known))?;
        if projection.seq == known.header().seq {
            return Ok(false);
        }
        // After a purge a new index is made aside; the old one, which still holds the text, goes with its files.
        let key = self.journal.projection_key()?;
        if index.key != key {
            let fresh = SearchIndex::open(&self.published, &key)?;
            *index = KeyedIndex { key, index: fresh };
        }
        let before = self.current.load_full();
        let projected = started.elapsed();
        let published = publish(projection.snapshot, &mut index.index, Some(&before))?;
        let published = Arc::new(published);
        self.current.store(Arc::clone(&published));
        tracing::info!(
            seq = published.seq.0,
            "published seq {}: {} resources ({} ms, of these {} for the snapshot)",
            published.seq,
            published.summaries.len(),
            started.elapsed().as_millis(),
            projected.as_millis()
        );
        drop(index);
        self.keep_figures(&published);
        Ok(true)
    }

    /// Works out what is left of what is published, and keeps its figures. A newer projection may be made meanwhile.
    fn keep_figures(&self, published: &Published) {
        published.complete();
        let mut running = self.figures.lock().unwrap_or_else(PoisonError::into_inner);
        crate::figures::keep(&self.journal, &mut running, published);
    }

    /// Lets the index learn what it was made of, so that the first change after a start is as quick as the next.
    fn teach_index(&self) {
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        let current = self.current();
        if index.index.seq() == current.seq
            && let Err(error) = index.index.learn(&current.summaries)
        {
            tracing::warn!(%error, "the index does not know what it was made of: {error}; the next change takes longer");
        }
    }

    /// True when the journal has something that readers do not see yet.
    fn is_behind(&self) -> Result<bool, ProjectError> {
        Ok(self.journal.seq()? > self.current.load().seq)
    }

    /// Catches up whenever the journal grows (whoever writes it), until `stop` is ready. Changes that come while one
    /// projection is made are taken together by the next.
    pub async fn follow(self: Arc<Self>, stop: impl Future<Output = ()> + Send) {
        let mut stop = std::pin::pin!(stop);
        // Those of the first publication are counted beside serving it: a start must not wait for them.
        let projector = Arc::clone(&self);
        tokio::task::spawn_blocking(move || {
            projector.keep_figures(&projector.current());
            projector.teach_index();
        });
        loop {
            let projector = Arc::clone(&self);
            let attempt =
                tokio::task::spawn_blocking(move || projector.is_behind()?.then(|| projector.catch_up()).transpose());
            let pause = match attempt.await {
                Ok(Ok(_)) => POLL,
                Ok(Err(error)) => {
                    tracing::error!(%error, "the projections do not follow the journal: {error}; readers see seq {}", self.current().seq);
                    PAUSE_AFTER_FAILURE
                }
                Err(panic) => {
                    tracing::error!(%panic, "a projection panicked; readers see seq {}", self.current().seq);
                    PAUSE_AFTER_FAILURE
                }
            };
            tokio::select! {
                () = &mut stop => return,
                () = tokio::time::sleep(pause) => {}
            }
        }
    }
}

/// Brings the index to the snapshot's number and binds both together. What `before` has and did not change is taken over.
fn publish(
    snapshot: Arc<Snapshot>,
    index: &mut SearchIndex,
    before: Option<&Published>,
) -> Result<Published, ProjectError> {
    let seq = snapshot.header().seq;
    let begun = Instant::now();
    let summaries = match before.and_then(|before| changed(before, &snapshot)) {
        Some(summaries) => summaries,
        None => all_summaries(&snapshot),
    };
    tracing::debug!("summaries of seq {seq}: {} ms", begun.elapsed().as_millis());
    let begun = Instant::now();
    if index.seq() != seq {
        index.update(seq, &summaries)?;
    }
    let searcher = index.searcher()?;
    if searcher.seq() != seq {
        return Err(ProjectError::Apart { snapshot: seq, index: searcher.seq() });
    }
    tracing::debug!("index of seq {seq}: {} ms", begun.elapsed().as_millis());
    Ok(Published::new(snapshot, summaries, searcher))
}

/// The summaries of `before` with those that differ in the new snapshot; `None` if all have to be read.
fn changed(before: &Published, snapshot: &Snapshot) -> Option<Vec<Arc<ResourceSummary>>> {
    let changes = views::summary_changes(&before.snapshot, snapshot)?;
    let stay = before.summaries.iter().filter(|summary| !changes.gone.contains(&summary.iri));
    let mut summaries: Vec<Arc<ResourceSummary>> = stay.cloned().chain(changes.now.into_iter().map(Arc::new)).collect();
    summaries.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| a.iri.cmp(&b.iri)));
    Some(summaries)
}

fn all_summaries(snapshot: &Snapshot) -> Vec<Arc<ResourceSummary>> {
    views::summaries(snapshot).into_iter().map(Arc::new).collect()
}
