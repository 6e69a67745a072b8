//! What to mend first in the published metadata: of a dataset, a source, a publisher or the whole portal. Measures come
//! from the journal with what addresses answered, values from the snapshot; `shapes` works out the rest.

mod errors;
mod graph;

use crate::address::{in_journal, ours};
use crate::state::{AppState, Reader};
use graph::SnapshotGraph;
use model::quality::{Measured, Mode};
use model::view::{ResourceKind, ResourceSummary};
use model::{Seq, SourceId};
use shapes::mqa::fixes::{Input, Plan, ProfileError, Restriction};
use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex};
use store::StoreError;

/// Datasets of the same source that are looked at to see what is usual there.
const NEIGHBOURS: usize = 300;
/// Sources up to this many datasets have the errors of the EU's profile looked at when they are asked for.
const JUDGED: usize = 3_000;

/// Whose metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Every dataset that readers see.
    Portal,
    /// All datasets of one source, also those that another source wins.
    Source(SourceId),
    /// Datasets of one publisher that readers see, by portal id.
    Publisher(String),
    /// One dataset, by portal id.
    Dataset(String),
}

/// The last plan of the portal: it takes a moment, and everybody asks for the same.
#[derive(Debug, Default)]
pub(crate) struct PlanCache(Mutex<Vec<(Seq, Mode, Arc<Plan>)>>);

impl PlanCache {
    fn get(&self, seq: Seq, mode: Mode) -> Option<Arc<Plan>> {
        let kept = self.0.lock().ok()?;
        kept.iter().find(|(of, in_mode, _)| *of == seq && *in_mode == mode).map(|(.., plan)| Arc::clone(plan))
    }

    fn put(&self, seq: Seq, mode: Mode, plan: &Arc<Plan>) {
        if let Ok(mut kept) = self.0.lock() {
            kept.retain(|(of, in_mode, _)| *of == seq && *in_mode != mode);
            kept.push((seq, mode, Arc::clone(plan)));
        }
    }
}

/// The fixes of a scope. Blocking; milliseconds for a source.
pub(crate) fn plan(state: &AppState, reader: &Reader, scope: &Scope, mode: Mode) -> Result<Arc<Plan>, StoreError> {
    match scope {
        Scope::Source(source) => of_source(state, reader, source, mode).map(Arc::new),
        Scope::Dataset(id) => of_dataset(state, reader, id, mode).map(Arc::new),
        Scope::Publisher(id) => {
            let seen = Seen::of(reader, |publisher| publisher == Some(id.as_str()));
            let restriction = seen.publisher.clone().map_or(Restriction::Named, Restriction::Publisher);
            of_seen(state, reader, &seen, mode, restriction).map(Arc::new)
        }
        Scope::Portal => {
            if let Some(plan) = state.plans.get(reader.seq, mode) {
                return Ok(plan);
            }
            let plan = Arc::new(of_seen(state, reader, &Seen::of(reader, |_| true), mode, Restriction::Named)?);
            state.plans.put(reader.seq, mode, &plan);
            Ok(plan)
        }
    }
}

fn of_source(state: &AppState, reader: &Reader, source: &SourceId, mode: Mode) -> Result<Plan, StoreError> {
    let measured = published(reader, state.journal.measured(source, mode)?);
    let graph = SnapshotGraph::of_source(&reader.snapshot, source);
    let errors = errors_of(state, reader, source, &measured)?;
    let mut input = Input::new(measured, &graph);
    input.publishers = vec![graph.catalog_publisher()];
    let minted = minted(reader);
    let is_ours = |iri: &str| iri.starts_with(&minted);
    input.ours = &is_ours;
    input.errors = errors;
    Ok(Plan::new(input))
}

/// The fixes of one dataset by themselves, without what is usual in its source: for a few words on its page.
pub(crate) fn plan_alone(
    state: &AppState,
    reader: &Reader,
    summary: &ResourceSummary,
    mode: Mode,
) -> Result<Plan, StoreError> {
    of_one(state, reader, summary, mode, 0)
}

fn of_dataset(state: &AppState, reader: &Reader, id: &str, mode: Mode) -> Result<Plan, StoreError> {
    let Some(summary) = reader.summary(id) else {
        let graph = SnapshotGraph::merged(&reader.snapshot);
        return Ok(Plan::new(Input::new(Measured::new(mode, Vec::new()), &graph)));
    };
    of_one(state, reader, summary, mode, NEIGHBOURS)
}

fn of_one(
    state: &AppState,
    reader: &Reader,
    summary: &ResourceSummary,
    mode: Mode,
    neighbours: usize,
) -> Result<Plan, StoreError> {
    let graph = SnapshotGraph::of_source(&reader.snapshot, &summary.source);
    let mut measure = state.journal.measure(&summary.source, &in_journal(reader, &summary.iri))?;
    if let Some(measure) = &mut measure {
        let answers = state.journal.answers_for(measure)?;
        measure.apply_answers(&|url| answers.get(url).copied().unwrap_or_default());
    }
    let measured = published(reader, Measured::new(mode, measure.into_iter().collect()));
    let errors = match measured.mode {
        Mode::Eu if !measured.is_empty() => errors::of_dataset(state, reader, summary)?,
        _ => Vec::new(),
    };
    let mut input = Input::new(measured, &graph);
    input.neighbours = graph.datasets(neighbours, &summary.iri);
    input.publishers = vec![graph.catalog_publisher()];
    let minted = minted(reader);
    let is_ours = |iri: &str| iri.starts_with(&minted);
    input.ours = &is_ours;
    input.errors = errors;
    input.restriction = Restriction::Dataset(summary.iri.clone());
    Ok(Plan::new(input))
}

/// Datasets that readers see, by the source that wins each.
struct Seen {
    by_source: BTreeMap<SourceId, HashSet<String>>,
    publisher: Option<String>,
}

impl Seen {
    fn of(reader: &Reader, wanted: impl Fn(Option<&str>) -> bool) -> Self {
        let mut seen = Self { by_source: BTreeMap::new(), publisher: None };
        for summary in reader.summaries.iter().filter(|summary| summary.kind == ResourceKind::Dataset) {
            let publisher = summary.publisher.as_ref();
            if wanted(publisher.map(|publisher| publisher.id.as_str())) {
                seen.by_source.entry(summary.source.clone()).or_default().insert(summary.iri.clone());
                seen.publisher = publisher.map(|publisher| publisher.iri.clone());
            }
        }
        seen
    }
}

fn of_seen(
    state: &AppState,
    reader: &Reader,
    seen: &Seen,
    mode: Mode,
    restriction: Restriction,
) -> Result<Plan, StoreError> {
    let (mut datasets, mut sources, mut publishers) = (Vec::new(), Vec::new(), Vec::new());
    for (number, (source, wanted)) in seen.by_source.iter().enumerate() {
        publishers.push(SnapshotGraph::of_source(&reader.snapshot, source).catalog_publisher());
        let measured = published(reader, state.journal.measured(source, mode)?);
        for measure in measured.datasets.into_iter().filter(|measure| wanted.contains(&measure.iri)) {
            datasets.push(measure);
            sources.push(number);
        }
    }
    let graph = SnapshotGraph::merged(&reader.snapshot);
    let mut input = Input::new(Measured::new(mode, datasets), &graph);
    let minted = minted(reader);
    let is_ours = |iri: &str| iri.starts_with(&minted);
    (input.sources, input.publishers, input.restriction, input.ours) = (sources, publishers, restriction, &is_ours);
    Ok(Plan::new(input))
}

/// The errors of the EU's profile in a source, where they count and the source is not too large to be judged meanwhile.
fn errors_of(
    state: &AppState,
    reader: &Reader,
    source: &SourceId,
    measured: &Measured,
) -> Result<Vec<ProfileError>, StoreError> {
    let wrong = measured.datasets.iter().any(|measure| measure.own & (1 << model::quality::COMPLIANCE) == 0);
    if measured.mode == Mode::Se || !wrong || measured.len() > JUDGED {
        return Ok(Vec::new());
    }
    errors::of_source(state, reader, source)
}

/// What our own IRIs begin with.
fn minted(reader: &Reader) -> String {
    ours(reader, &format!("{}id/", model::ns::PLACEHOLDER))
}

/// Measures with IRIs as readers see them.
fn published(reader: &Reader, mut measured: Measured) -> Measured {
    for dataset in &mut measured.datasets {
        dataset.iri = ours(reader, &dataset.iri);
        for distribution in &mut dataset.distributions {
            distribution.iri = ours(reader, &distribution.iri);
        }
    }
    measured
}
