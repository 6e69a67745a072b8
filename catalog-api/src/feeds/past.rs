//! What resources were before they last changed, so that a saved search can say whether it found them then.
//!
//! The journal keeps every version of a record; what other records say of it (its publisher's name, labels) is taken as
//! it is now. Made once for each number of the catalog and shared by all feeds.

use super::versions::{Stage, stages};
use crate::address;
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use model::view::{ResourceKind, ResourceSummary};
use search::{Filters, SearchError, SearchRequest, Searcher};
use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use store::StoreError;
use store::journal::{Change, ChangeKind};

/// Things whose past is looked at: those that changed or went last.
const THINGS: usize = 400;

/// Events that are looked at for them, from the newest: a first harvest has hundreds of thousands, none with a past.
const EVENTS: usize = 5_000;

/// Versions of one thing that are looked at.
const VERSIONS: u64 = 12;

/// Why the past cannot be told.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PastError {
    /// Journal or snapshot.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Index.
    #[error(transparent)]
    Search(#[from] SearchError),
}

impl From<PastError> for Problem {
    fn from(error: PastError) -> Self {
        match error {
            PastError::Store(error) => error.into(),
            PastError::Search(error) => error.into(),
        }
    }
}

/// The past as it is seen from one number of the catalog.
#[derive(Debug)]
pub(crate) struct Past {
    /// Stages of each thing, oldest first.
    stages: HashMap<String, Vec<Stage>>,
    /// None when nothing ever changed.
    searcher: Option<Searcher>,
}

/// The newest past that was made.
#[derive(Debug, Default)]
pub(crate) struct PastCache(Mutex<Option<(model::Seq, Arc<Past>)>>);

/// What a saved search found, now and before.
pub(crate) struct Membership<'p> {
    now: HashSet<String>,
    /// Keys of stages that it would have found.
    then: HashSet<String>,
    past: &'p Past,
}

/// Whether a search found a thing before and after a change.
pub(crate) type BeforeAfter = (bool, bool);

/// The past for a reader; made when it is first asked for.
pub(crate) fn past(state: &AppState, reader: &Reader) -> Result<Arc<Past>, PastError> {
    let kept = state.past.0.lock().ok().and_then(|kept| kept.clone());
    if let Some((_, past)) = kept.filter(|(seq, _)| *seq == reader.seq) {
        return Ok(past);
    }
    let past = Arc::new(Past::of(state, reader)?);
    if let Ok(mut kept) = state.past.0.lock() {
        *kept = Some((reader.seq, Arc::clone(&past)));
    }
    Ok(past)
}

impl Past {
    fn of(state: &AppState, reader: &Reader) -> Result<Self, PastError> {
        let is_older = |change: &Change| change.kind != ChangeKind::Created;
        let looked_at = Cell::new(0);
        let is_near = |_: &str| {
            looked_at.set(looked_at.get() + 1);
            looked_at.get() <= EVENTS
        };
        let changes = state.journal.recent_changes(reader.seq, THINGS, is_near, is_older)?;
        let (mut all, mut bodies) = (HashMap::new(), Vec::new());
        for change in &changes {
            if !all.contains_key(&change.id) {
                let iris = address::iris(reader, &state.journal, &change.id)?;
                let (_, versions) = state.journal.history(&iris, 0, VERSIONS)?;
                let current = reader.summary(&change.id);
                all.insert(change.id.clone(), stages(&change.id, current, (versions, reader.seq), &mut bodies));
            }
        }
        if bodies.is_empty() {
            return Ok(Self { stages: all, searcher: None });
        }
        let summaries = super::versions::summaries(reader, &bodies)?;
        let series = reader.summaries.iter().filter(|one| one.kind == ResourceKind::Series);
        let series: Vec<&str> = series.map(|one| one.iri.as_str()).collect();
        let searcher = Some(reader.searcher.of_past(&summaries, &series)?);
        Ok(Self { stages: all, searcher })
    }

    /// What a search found.
    pub(crate) fn membership(&self, reader: &Reader, request: &SearchRequest) -> Result<Membership<'_>, SearchError> {
        let now = reader.searcher.members(request)?;
        let Some(searcher) = &self.searcher else { return Ok(Membership { now, then: HashSet::new(), past: self }) };
        let settled = reader.searcher.settled(request)?;
        let mut then = searcher.members(&settled)?;
        if settled.filters.contains_key("quality") {
            // How good the metadata of what is gone were is not kept: better told once too often than never.
            let is_gone = |key: &String| {
                let id = key.split_once(super::versions::MARK).map_or(key.as_str(), |(id, _)| id);
                !reader.has(id)
            };
            let others = settled.filters.iter().filter(|(facet, _)| *facet != "quality");
            let filters: Filters = others.map(|(facet, values)| (facet.clone(), values.clone())).collect();
            let without = SearchRequest { filters, ..settled };
            then.extend(searcher.members(&without)?.into_iter().filter(is_gone));
        }
        Ok(Membership { now, then, past: self })
    }
}

impl Membership<'_> {
    /// Whether a thing was ever found, as far as is known.
    pub(crate) fn knows(&self, id: &str) -> bool {
        let found = |stage: &Stage| stage.key.as_ref().is_some_and(|key| self.then.contains(key));
        self.now.contains(id) || self.past.stages.get(id).is_some_and(|stages| stages.iter().any(found))
    }

    /// Whether the search found a thing before and after a change.
    pub(crate) fn around(&self, change: &Change) -> BeforeAfter {
        let now = self.now.contains(&change.id);
        let Some(stages) = self.past.stages.get(&change.id).filter(|stages| !stages.is_empty()) else {
            return match change.kind {
                ChangeKind::Created | ChangeKind::Returned => (false, now),
                ChangeKind::Changed => (now, now),
                // Older than what is looked at.
                ChangeKind::Withdrawn => (false, false),
            };
        };
        let found = |at: usize| match &stages[at] {
            Stage { there: false, .. } => false,
            Stage { key: Some(key), .. } => self.then.contains(key),
            Stage { key: None, .. } => now,
        };
        // The first stage is the one before all versions that are known.
        let after = stages.iter().rposition(|stage| stage.seq <= change.seq);
        let before = stages.iter().rposition(|stage| stage.seq < change.seq);
        (before.is_some_and(found), after.is_some_and(found))
    }
}

/// The summary of a stage takes from what is there now what its own body does not say.
pub(super) fn completed(mut summary: ResourceSummary, reader: &Reader, id: &str) -> ResourceSummary {
    if let Some(current) = reader.summary(id) {
        summary.quality.clone_from(&current.quality);
        summary.independent = current.independent;
        summary.source = current.source.clone();
        summary.source_class = current.source_class;
        summary.api |= current.api;
    } else {
        let neighbour = reader.summaries.iter().find(|other| other.source == summary.source);
        summary.source_class = neighbour.and_then(|other| other.source_class);
    }
    let date = summary.modified.as_deref().or(summary.issued.as_deref());
    summary.sort_instant = date.and_then(store::merge::dates::sort_instant);
    summary
}
