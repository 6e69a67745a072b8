//! The quality graph: one compact node per record, with its current findings counted by severity, and for datasets what
//! their metadata score.

use super::World;
use crate::journal::Reading;
use crate::merge::is_published_kind;
use crate::{SnapshotBuilder, StoreError};
use model::ns::{dqv, prov, pv, skord};
use model::quality::{DatasetMeasure, LinkAnswer, LinkCounts, Mode, Points, Rating};
use model::{Finding, FindingCounts, SourceId};
use oxrdf::vocab::xsd;
use oxrdf::{LiteralRef, NamedNodeRef};
use rdf::RecordKind;
use rustc_hash::FxHashMap;

/// Findings counted by severity, by record.
pub(super) type Counts = FxHashMap<String, FindingCounts>;

/// Writes a node for each dataset, series and service of each source, and for every other record that has findings.
/// What the merge found about identifiers counts too.
pub(super) fn write(builder: &mut SnapshotBuilder, world: &World<'_>, reading: &Reading<'_>) -> Result<(), StoreError> {
    let mut counts: FxHashMap<SourceId, Counts> = FxHashMap::default();
    for counted in reading.findings_by_record()? {
        counts.entry(counted.source).or_default().insert(counted.record, counted.counts);
    }
    let answers = reading.link_answers()?;
    let merge_findings = super::findings::by_source(world.merged);
    for candidate in world.candidates {
        let source = &candidate.source.id;
        let mut counts = counts.remove(source).unwrap_or_default();
        add_merge_findings(&mut counts, merge_findings.get(source));
        let mut worths = worths(reading.measures(source)?, &|url| answers.get(url).copied().unwrap_or_default());
        let keys = candidate.heads.iter().map(|head| (head.key.as_str(), head.kind));
        write_source(builder, (world.base_url, source), keys, &counts, &mut worths);
    }
    Ok(())
}

/// Counts what the merge found about a source's identifiers.
pub(super) fn add_merge_findings(counts: &mut Counts, found: Option<&Vec<Finding>>) {
    for record in found.into_iter().flatten().filter_map(|finding| finding.record.as_ref()) {
        counts.entry(record.clone()).or_default().warning += 1;
    }
}

/// Writes the nodes of one source.
pub(super) fn write_source<'k>(
    builder: &mut SnapshotBuilder,
    (base_url, source): (&str, &SourceId),
    keys: impl Iterator<Item = (&'k str, RecordKind)>,
    counts: &Counts,
    worths: &mut Worths,
) {
    let graph = format!("{base_url}graph/quality");
    let source_graph = format!("{base_url}graph/source/{source}");
    for (key, kind) in keys {
        let found = counts.get(key).copied();
        if found.is_none() && !is_published_kind(kind) {
            continue;
        }
        let node = Node {
            name: quality_node(base_url, source.as_str(), key),
            record: super::rebase(key, base_url),
            source_graph: &source_graph,
            counts: found.unwrap_or_default(),
            worth: worths.remove(key),
        };
        node.write(builder, &graph);
    }
}

/// What a dataset's metadata are worth.
pub(super) struct Worth {
    se: Points,
    eu: Points,
    stars: u8,
    star_sum: u64,
    distributions: usize,
    links: LinkCounts,
}

impl Worth {
    fn of(mut measure: DatasetMeasure, answer: &dyn Fn(&str) -> LinkAnswer) -> Self {
        let links = measure.apply_answers(&|url: &str| answer(url));
        Self {
            se: measure.points(Mode::Se),
            eu: measure.points(Mode::Eu),
            stars: measure.stars(),
            star_sum: measure.distributions.iter().map(|distribution| u64::from(distribution.stars)).sum(),
            distributions: measure.distributions.len(),
            links,
        }
    }

    /// Numbers by property. Only what is there: most datasets have no broken address.
    fn numbers(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let (se, eu, links) = (self.se.dimensions, self.eu.dimensions, self.links);
        let always = [
            (skord::SCORE_SE, u64::from(self.se.total())),
            (pv::SCORE, u64::from(self.eu.total())),
            (skord::FINDABILITY, u64::from(se[0])),
            (skord::ACCESSIBILITY, u64::from(se[1])),
            (skord::INTEROPERABILITY_SE, u64::from(se[2])),
            (skord::INTEROPERABILITY_EU, u64::from(eu[2])),
            (skord::REUSABILITY, u64::from(se[3])),
            (skord::CONTEXTUALITY, u64::from(se[4])),
            (skord::STARS, u64::from(self.stars)),
            (skord::STAR_SUM, self.star_sum),
            (skord::DISTRIBUTIONS, self.distributions as u64),
            (skord::ADDRESSES, links.total()),
        ];
        let known = [(skord::ADDRESSES_ANSWERING, links.answering), (skord::ADDRESSES_BROKEN, links.broken)];
        always.into_iter().chain(known.into_iter().filter(|(_, count)| *count > 0))
    }

    fn ratings(&self) -> [(&'static str, &'static str); 2] {
        let rating = |points: Points| Rating::of(points.score()).iri();
        [(skord::RATING_SE, rating(self.se)), (skord::RATING_EU, rating(self.eu))]
    }
}

/// What a source's datasets are worth, by key.
pub(super) type Worths = FxHashMap<String, Worth>;

/// What measured datasets are worth, with what their addresses answer.
pub(super) fn worths(measures: Vec<DatasetMeasure>, answer: &dyn Fn(&str) -> LinkAnswer) -> Worths {
    let worth = |mut measure: DatasetMeasure| (std::mem::take(&mut measure.iri), Worth::of(measure, answer));
    measures.into_iter().map(worth).collect()
}

struct Node<'n> {
    name: String,
    record: String,
    source_graph: &'n str,
    counts: FindingCounts,
    worth: Option<Worth>,
}

impl Node<'_> {
    fn write(&self, builder: &mut SnapshotBuilder, graph: &str) {
        let mut link = |predicate: &str, object: &str| {
            builder.insert(&self.name, predicate, NamedNodeRef::new_unchecked(object).into(), Some(graph));
        };
        link(dqv::COMPUTED_ON, &self.record);
        link(prov::WAS_DERIVED_FROM, self.source_graph);
        for (predicate, rating) in self.worth.iter().flat_map(Worth::ratings) {
            link(predicate, rating);
        }
        let FindingCounts { error, warning, notice } = self.counts;
        let counts = [(skord::ERRORS, error), (skord::WARNINGS, warning), (skord::NOTICES, notice)];
        for (predicate, count) in counts.into_iter().chain(self.worth.iter().flat_map(Worth::numbers)) {
            let text = count.to_string();
            let literal = LiteralRef::new_typed_literal(&text, xsd::INTEGER);
            builder.insert(&self.name, predicate, literal.into(), Some(graph));
        }
    }
}

/// Name of what was measured of a thing as one source has it, by its key in the journal: it stays the same through
/// rebuilds, and two sources that describe one thing have a node each.
pub fn quality_node(base_url: &str, source: &str, key: &str) -> String {
    let hash = blake3::hash(format!("{source}\n{key}").as_bytes()).to_hex();
    format!("{base_url}quality/{}", &hash[..16])
}
