//! All fixes of a set of datasets, each simulated on what was measured.

use super::compliance::{self, ProfileError};
use super::facts::{DatasetFacts, FactsReader, Metadata, Node, Property as P, Value};
use super::kinds::{Action, CSV, CSV_MEDIA_TYPE, KINDS, Kind, LICENCE, Level, PLAIN_FORMAT, PLAIN_MEDIA_TYPE, Spot};
use super::suggest::{Context, Suggestion, suggest};
use super::{Fix, words};
use crate::mqa::distribution_bits;
use model::quality::{Bits, COMPLIANCE, DatasetMeasure, DistributionMeasure, Measured, Mode, Rating, Score, mask};
use model::vocabularies::licences;
use rustc_hash::{FxHashMap, FxHashSet};

/// Which part of a document the updates look at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Restriction {
    /// Everything in it.
    #[default]
    All,
    /// One dataset.
    Dataset(String),
    /// The datasets of one publisher.
    Publisher(String),
    /// Several documents: every place is named.
    Named,
}

/// What fixes are worked out from.
pub struct Input<'i> {
    /// What was measured, with what is known about addresses.
    pub measured: Measured,
    /// The graph that the datasets lie in.
    pub metadata: &'i dyn Metadata,
    /// Source of each dataset: position in `publishers`; empty = all of the first.
    pub sources: Vec<usize>,
    /// Publisher of each source's catalog, where there is one only.
    pub publishers: Vec<Option<String>>,
    /// Whether an IRI is one that we made: nobody can write it.
    pub ours: &'i dyn Fn(&str) -> bool,
    /// Other datasets of the first source: they only tell what is usual there.
    pub neighbours: Vec<DatasetMeasure>,
    /// Errors of the profile that keep compliance from holding; looked at in the EU's mode.
    pub errors: Vec<ProfileError>,
    /// Which part of a document updates look at.
    pub restriction: Restriction,
}

impl std::fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Input").field("datasets", &self.measured.len()).finish_non_exhaustive()
    }
}

impl<'i> Input<'i> {
    /// All that one document holds.
    pub fn new(measured: Measured, metadata: &'i dyn Metadata) -> Self {
        let (sources, publishers, errors, neighbours) = (Vec::new(), vec![None], Vec::new(), Vec::new());
        let (ours, restriction) = (&|_: &str| false, Restriction::All);
        Self { measured, metadata, sources, publishers, ours, neighbours, errors, restriction }
    }
}

/// One place to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mending {
    /// Position of the dataset.
    pub(super) dataset: usize,
    /// Position of the distribution in it.
    pub(super) distribution: Option<usize>,
    /// What to write, if we can tell.
    pub suggestion: Option<Suggestion>,
}

impl Mending {
    /// A whole dataset, without a value to suggest.
    pub(super) fn of_dataset(dataset: usize) -> Self {
        Self { dataset, distribution: None, suggestion: None }
    }
}

/// All fixes of a set of datasets, the best first.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Whose points.
    pub mode: Mode,
    /// Score without any fix.
    pub score: Score,
    /// The fixes, by points gained, then by how much they mend.
    pub fixes: Vec<Fix>,
    pub(super) facts: Vec<DatasetFacts>,
    pub(super) errors: Vec<ProfileError>,
    pub(super) restriction: Restriction,
    ours: FxHashSet<String>,
}

impl Plan {
    /// Works out the fixes.
    pub fn new(input: Input<'_>) -> Self {
        let reader = FactsReader::new(input.metadata);
        let measured = &input.measured;
        let facts: Vec<DatasetFacts> = measured.datasets.iter().map(|measure| reader.read(measure)).collect();
        let neighbours: Vec<DatasetFacts> = input.neighbours.iter().map(|measure| reader.read(measure)).collect();
        let score = measured.score();
        let simulation = Simulation::new(measured, &input.errors);
        let mut fixes: Vec<Fix> = find(&input, &facts, &neighbours)
            .into_iter()
            .map(|(kind, mendings)| simulation.fix(kind, mendings, &facts))
            .collect();
        if measured.mode == Mode::Eu {
            fixes.extend(compliance::fixes(measured, &input.errors, &simulation));
        }
        fixes.sort_by(|a, b| b.gain.cmp(&a.gain).then_with(|| b.count.cmp(&a.count)).then_with(|| a.code.cmp(&b.code)));
        words::tell_the_best(&mut fixes);
        let nodes = facts.iter().flat_map(|d| std::iter::once(&d.node).chain(&d.distributions));
        let ours = nodes.map(|node| &node.iri).filter(|iri| (input.ours)(iri)).cloned().collect();
        let Input { measured, errors, restriction, .. } = input;
        Self { mode: measured.mode, score, fixes, facts, errors, restriction, ours }
    }

    /// The fix of a code.
    pub fn fix(&self, code: &str) -> Option<&Fix> {
        self.fixes.iter().find(|fix| fix.code == code)
    }

    /// Number of datasets.
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// True without datasets.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// The dataset of a place, and the node to mend.
    pub(super) fn nodes(&self, mending: &Mending) -> (&Node, &Node) {
        let dataset = &self.facts[mending.dataset];
        let node = mending.distribution.and_then(|place| dataset.distributions.get(place)).unwrap_or(&dataset.node);
        (&dataset.node, node)
    }

    /// Whether only we have named a node: its publisher cannot write its IRI.
    pub fn is_ours(&self, iri: &str) -> bool {
        self.ours.contains(iri)
    }
}

/// The places of each fix.
fn find(input: &Input<'_>, facts: &[DatasetFacts], neighbours: &[DatasetFacts]) -> Vec<(&'static Kind, Vec<Mending>)> {
    let source_of = |dataset: usize| input.sources.get(dataset).copied().unwrap_or(0);
    let contexts = contexts(input, facts, neighbours);
    let nothing = Context::default();
    let mut found: Vec<(&'static Kind, Vec<Mending>)> = KINDS.iter().map(|kind| (kind, Vec::new())).collect();
    for (dataset, (measure, facts)) in input.measured.datasets.iter().zip(facts).enumerate() {
        let context = contexts.get(source_of(dataset)).unwrap_or(&nothing);
        let distributions = &facts.distributions;
        for (kind, mendings) in &mut found {
            let nodes: Vec<(Option<usize>, &Node, Bits)> = match kind.on {
                Level::Dataset => vec![(None, &facts.node, measure.own)],
                Level::Distribution => {
                    let own = distributions.iter().zip(&measure.distributions).enumerate();
                    own.map(|(place, (node, measure))| (Some(place), node, measure.bits)).collect()
                }
            };
            for (distribution, node, bits) in nodes {
                if (kind.applies)(&Spot { node, bits, measure, distributions }) {
                    let suggestion = suggest(kind, context, node, distributions);
                    mendings.push(Mending { dataset, distribution, suggestion });
                }
            }
        }
    }
    found.retain(|(_, mendings)| !mendings.is_empty());
    found
}

/// What is usual in each source.
fn contexts(input: &Input<'_>, facts: &[DatasetFacts], neighbours: &[DatasetFacts]) -> Vec<Context> {
    let mut members: Vec<Vec<&DatasetFacts>> = vec![Vec::new(); input.publishers.len().max(1)];
    for (place, dataset) in facts.iter().enumerate() {
        let source = input.sources.get(place).copied().unwrap_or(0);
        if let Some(members) = members.get_mut(source) {
            members.push(dataset);
        }
    }
    members[0].extend(neighbours);
    let publisher = |source: usize| input.publishers.get(source).cloned().flatten();
    let all = members.into_iter().enumerate();
    all.map(|(source, members)| Context::of(members.into_iter(), publisher(source), input.ours)).collect()
}

/// What was measured, ready to be mended on trial.
pub(super) struct Simulation<'e> {
    mode: Mode,
    /// Errors of the profile by dataset; empty where compliance does not count.
    errors: FxHashMap<&'e str, Vec<&'e ProfileError>>,
    /// Bits only.
    datasets: Vec<DatasetMeasure>,
    sums: [u64; 5],
    points: Vec<[u32; 5]>,
    before: Score,
}

/// Metrics that hold after a fix, of one dataset.
#[derive(Debug, Default, Clone)]
pub(super) struct Gained {
    pub(super) own: Bits,
    pub(super) distributions: Vec<(usize, Bits)>,
    pub(super) offered: Option<Bits>,
}

impl<'e> Simulation<'e> {
    fn new(measured: &Measured, errors: &'e [ProfileError]) -> Self {
        let bits_only = |own: &DistributionMeasure| DistributionMeasure { bits: own.bits, ..Default::default() };
        let light = |dataset: &DatasetMeasure| DatasetMeasure {
            own: dataset.own,
            distributions: dataset.distributions.iter().map(bits_only).collect(),
            ..Default::default()
        };
        let points: Vec<[u32; 5]> = measured.datasets.iter().map(|d| d.points(measured.mode).dimensions).collect();
        let mut sums = [0; 5];
        for own in &points {
            for (sum, points) in sums.iter_mut().zip(own) {
                *sum += u64::from(*points);
            }
        }
        let datasets = measured.datasets.iter().map(light).collect();
        let errors = if measured.mode == Mode::Eu { compliance::by_dataset(errors) } else { FxHashMap::default() };
        Self { mode: measured.mode, errors, datasets, sums, points, before: measured.score() }
    }

    /// The score with these gains.
    pub(super) fn score(&self, gained: &FxHashMap<usize, Gained>) -> Score {
        let mut sums = self.sums;
        for (place, gained) in gained {
            let mut dataset = self.datasets[*place].clone();
            dataset.own |= gained.own;
            for (distribution, bits) in &gained.distributions {
                if let Some(own) = dataset.distributions.get_mut(*distribution) {
                    own.bits |= bits;
                }
            }
            if let Some(bits) = gained.offered {
                dataset.distributions.push(DistributionMeasure { bits, ..Default::default() });
            }
            let after = dataset.points(self.mode).dimensions;
            for ((sum, before), after) in sums.iter_mut().zip(self.points[*place]).zip(after) {
                *sum = *sum + u64::from(after) - u64::from(before);
            }
        }
        Score::average(&sums, self.datasets.len() as u64)
    }

    /// Score before, and both ratings with a score after.
    pub(super) fn ratings(&self, after: Score) -> (u64, (Rating, Rating)) {
        // No fix takes a metric away, so no dataset loses points; only rounding can make the averages equal.
        (after.total.saturating_sub(self.before.total), (Rating::of(self.before), Rating::of(after)))
    }

    fn fix(&self, kind: &'static Kind, mendings: Vec<Mending>, facts: &[DatasetFacts]) -> Fix {
        let after = self.score(&self.gains(kind, &mendings, facts, false));
        let most = is_format(kind).then(|| self.score(&self.gains(kind, &mendings, facts, true)));
        let (gain, ratings) = self.ratings(after);
        let most = most.map(|most| self.ratings(most).0).filter(|most| *most > gain);
        let nodes: FxHashSet<&str> = mendings.iter().map(|mending| node(mending, facts).iri.as_str()).collect();
        let datasets: FxHashSet<usize> = mendings.iter().map(|mending| mending.dataset).collect();
        let suggested = mendings.iter().filter(|mending| mending.suggestion.is_some()).count();
        let mut fix = Fix {
            code: kind.code.to_owned(),
            on: kind.on,
            count: nodes.len(),
            datasets: datasets.len(),
            gain,
            most,
            after,
            ratings,
            suggested,
            message: (String::new(), String::new()),
            explanation: (kind.why.0.to_owned(), kind.why.1.to_owned()),
            mendings,
            errors: Vec::new(),
        };
        fix.message = words::message(&fix, kind.lead);
        fix
    }
}

impl Simulation<'_> {
    /// What the places of a fix gain. Where only the publisher knows the value, one is taken that gives least, or
    /// `best`. A dataset whose last errors of the profile it mends complies afterwards.
    fn gains(&self, kind: &Kind, mendings: &[Mending], facts: &[DatasetFacts], best: bool) -> FxHashMap<usize, Gained> {
        let mut gained = gains(kind, mendings, facts, best);
        if self.errors.is_empty() {
            return gained;
        }
        let mended: FxHashSet<&str> = mendings.iter().map(|mending| node(mending, facts).iri.as_str()).collect();
        for (place, gained) in &mut gained {
            let Some(errors) = self.errors.get(facts[*place].node.iri.as_str()) else { continue };
            let about = |error: &&ProfileError| {
                let missing = error.values.is_empty() && error.code.ends_with("-missing");
                let same = error.path.as_deref() == Some(kind.property.iri());
                same && mended.contains(error.node.as_str()) && (missing || kind.action == Action::Replace)
            };
            if errors.iter().all(about) {
                gained.own |= mask(&[COMPLIANCE]);
            }
        }
        gained
    }
}

/// Fixes whose gain depends on which format it is.
fn is_format(kind: &Kind) -> bool {
    ["format", "format-unlisted", "media-type", "media-type-unlisted"].contains(&kind.code)
}

fn node<'f>(mending: &Mending, facts: &'f [DatasetFacts]) -> &'f Node {
    let dataset = &facts[mending.dataset];
    mending.distribution.and_then(|place| dataset.distributions.get(place)).unwrap_or(&dataset.node)
}

fn gains(kind: &Kind, mendings: &[Mending], facts: &[DatasetFacts], best: bool) -> FxHashMap<usize, Gained> {
    let mut gained: FxHashMap<usize, Gained> = FxHashMap::default();
    for mending in mendings {
        let own = gained.entry(mending.dataset).or_default();
        let facts = &facts[mending.dataset];
        match (kind.action, mending.distribution) {
            (Action::Offer, _) => own.offered = Some(offered(facts)),
            (_, None) => own.own |= mask(kind.metrics),
            (_, Some(place)) => {
                let value = mending.suggestion.as_ref().map_or_else(|| unknown(kind, best), |s| s.value.clone());
                own.distributions.push((place, of_distribution(kind, &facts.distributions[place], value)));
            }
        }
    }
    gained
}

fn unknown(kind: &Kind, best: bool) -> Value {
    match (kind.property, best) {
        (P::Format, false) => PLAIN_FORMAT,
        (P::Format, true) => CSV,
        (P::MediaType, false) => PLAIN_MEDIA_TYPE,
        (P::MediaType, true) => CSV_MEDIA_TYPE,
        _ => kind.sample.clone(),
    }
}

fn bits_of(node: &Node) -> Bits {
    distribution_bits(&|property| node.texts(property))
}

/// Metrics that hold in a distribution after the value is written, and did not before.
fn of_distribution(kind: &Kind, before: &Node, value: Value) -> Bits {
    let after = before.clone();
    let after = if kind.action == Action::Replace { after.without(kind.property) } else { after };
    let gained = bits_of(&after.with(kind.property, value)) & !bits_of(before);
    // A new address counts as one that answers, also where the old one is there but broken.
    if kind.action == Action::Replace { gained | mask(kind.metrics) & answering() } else { gained }
}

fn answering() -> Bits {
    mask(&[4, 6])
}

/// Metrics of a new distribution: what the one beside it has that offers most, in CSV; or a plain first one.
fn offered(facts: &DatasetFacts) -> Bits {
    bits_of(&offered_node(facts))
}

/// The new distribution as the patches write it.
pub(super) fn offered_node(facts: &DatasetFacts) -> Node {
    let address = Value::Iri("https://example.se/badplatser.csv".into());
    let start = |node: Node| node.with(P::AccessUrl, address.clone()).with(P::Format, CSV);
    match model_distribution(facts) {
        None => start(Node::default()).with(P::Licence, LICENCE),
        Some(model) => {
            let mut node = start(Node::default());
            for (property, value) in [(P::DownloadUrl, address.clone()), (P::MediaType, CSV_MEDIA_TYPE)] {
                if model.has(property) {
                    node = node.with(property, value);
                }
            }
            match copied_licence(model) {
                Some(licence) => node.with(P::Licence, licence.clone()),
                None => node,
            }
        }
    }
}

/// The distribution whose terms a new one takes over: the one with most metrics.
pub(super) fn model_distribution(facts: &DatasetFacts) -> Option<&Node> {
    facts.distributions.iter().max_by_key(|node| (bits_of(node).count_ones(), std::cmp::Reverse(&node.iri)))
}

/// The licence that a new distribution takes over from the one beside it.
pub(super) fn copied_licence(model: &Node) -> Option<&Value> {
    model.values(P::Licence).find(|value| licences::known(value.text()).is_some())
}
