//! What the quality graph says of datasets.

use super::reader::Reader;
use crate::Snapshot;
use crate::snapshot::TermId;
use model::ns::{dqv, prov, pv, skord};
use model::quality::{LinkCounts, Mark, Mode, Score};
use model::view::QualitySummary;
use model::{LangText, SourceId};
use rustc_hash::FxHashMap;

/// The node of one dataset of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualityNode {
    /// IRI of the dataset.
    pub iri: String,
    /// The source that says it.
    pub source: SourceId,
    /// Whole points by dimension as dataportal.se counts.
    pub se: [u64; 5],
    /// Whole points by dimension as data.europa.eu counts.
    pub eu: [u64; 5],
    /// The most stars of a distribution.
    pub stars: u8,
    /// Stars of all distributions.
    pub star_sum: u64,
    /// Distributions.
    pub distributions: u64,
    /// Its addresses by what they answer.
    pub links: LinkCounts,
}

impl QualityNode {
    /// Whole points by dimension.
    pub fn dimensions(&self, mode: Mode) -> &[u64; 5] {
        match mode {
            Mode::Se => &self.se,
            Mode::Eu => &self.eu,
        }
    }

    /// All points.
    pub fn points(&self, mode: Mode) -> u64 {
        self.dimensions(mode).iter().sum()
    }

    fn summary(&self) -> QualitySummary {
        let mark = |mode| Mark::of(mode, Score::average(self.dimensions(mode), 1));
        QualitySummary { se: mark(Mode::Se), eu: mark(Mode::Eu), stars: self.stars }
    }
}

/// Every dataset that was measured, of every source, sorted by source and IRI.
pub fn quality_nodes(snapshot: &Snapshot) -> Vec<QualityNode> {
    let Some(terms) = Terms::resolve(snapshot) else { return Vec::new() };
    let reader = Reader::new(snapshot);
    let scored = snapshot.triples(Some(terms.graph), None, Some(terms.se), None);
    let mut nodes: Vec<QualityNode> = scored.filter_map(|[node, ..]| terms.node(&reader, node)).collect();
    nodes.sort_by(|a, b| (&a.source, &a.iri).cmp(&(&b.source, &b.iri)));
    nodes
}

/// A catalog with the IRIs of its datasets, as readers see it: those of sub-catalogs stand in the main catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogMembers {
    /// IRI of the catalog.
    pub iri: String,
    /// Its title.
    pub title: LangText,
    /// IRIs of its datasets.
    pub datasets: Vec<String>,
}

/// Catalogs that list datasets, sorted by IRI.
pub fn catalog_members(snapshot: &Snapshot) -> Vec<CatalogMembers> {
    let reader = Reader::new(snapshot);
    let Some(lists) = reader.known.p_dataset else { return Vec::new() };
    let mut members: FxHashMap<TermId, Vec<String>> = FxHashMap::default();
    for [catalog, _, dataset] in snapshot.triples(None, None, Some(lists), None) {
        members.entry(catalog).or_default().push(reader.text_of(dataset).to_owned());
    }
    let mut catalogs: Vec<CatalogMembers> = members
        .into_iter()
        .map(|(catalog, datasets)| CatalogMembers {
            iri: reader.text_of(catalog).to_owned(),
            title: reader.texts(catalog, reader.known.title),
            datasets,
        })
        .collect();
    catalogs.sort_by(|a, b| a.iri.cmp(&b.iri));
    catalogs
}

impl Reader<'_> {
    /// What the quality graph has of a dataset's record of one source.
    pub(super) fn quality_of(&self, record: TermId, source: &SourceId) -> Option<QualitySummary> {
        let terms = self.quality_terms.get_or_init(|| Terms::resolve(self.snapshot)).as_ref()?;
        let nodes = self.snapshot.triples(Some(terms.graph), None, Some(terms.on), Some(record));
        let mut nodes = nodes.filter(|[node, ..]| self.is_scored(terms, *node));
        nodes.find_map(|[node, ..]| terms.node(self, node).filter(|node| node.source == *source)).map(|n| n.summary())
    }

    fn is_scored(&self, terms: &Terms, node: TermId) -> bool {
        self.snapshot.triples(Some(terms.graph), Some(node), Some(terms.se), None).next().is_some()
    }
}

/// The terms of the graph in this snapshot.
#[derive(Debug)]
pub(super) struct Terms {
    graph: TermId,
    on: TermId,
    derived: TermId,
    se: TermId,
    numbers: [Option<TermId>; 12],
}

/// Properties in the order of [`Terms::numbers`].
const NUMBERS: [&str; 12] = [
    skord::FINDABILITY,
    skord::ACCESSIBILITY,
    skord::INTEROPERABILITY_SE,
    skord::INTEROPERABILITY_EU,
    skord::REUSABILITY,
    skord::CONTEXTUALITY,
    skord::STARS,
    skord::STAR_SUM,
    skord::DISTRIBUTIONS,
    skord::ADDRESSES,
    skord::ADDRESSES_ANSWERING,
    skord::ADDRESSES_BROKEN,
];

impl Terms {
    /// `None` while nothing was measured.
    fn resolve(snapshot: &Snapshot) -> Option<Self> {
        snapshot.iri_id(pv::SCORE)?;
        Some(Self {
            graph: snapshot.iri_id(&format!("{}graph/quality", snapshot.header().base_url))?,
            on: snapshot.iri_id(dqv::COMPUTED_ON)?,
            derived: snapshot.iri_id(prov::WAS_DERIVED_FROM)?,
            se: snapshot.iri_id(skord::SCORE_SE)?,
            numbers: NUMBERS.map(|iri| snapshot.iri_id(iri)),
        })
    }

    fn node(&self, reader: &Reader<'_>, node: TermId) -> Option<QualityNode> {
        let (mut iri, mut source, mut found) = (None, None, [0_u64; 12]);
        for [_, predicate, object] in reader.snapshot.triples(Some(self.graph), Some(node), None, None) {
            if predicate == self.on {
                iri = Some(reader.text_of(object).to_owned());
            } else if predicate == self.derived {
                source = reader.source_id(object);
            } else if let Some(place) = self.numbers.iter().position(|known| *known == Some(predicate)) {
                found[place] = reader.text_of(object).parse().unwrap_or_default();
            }
        }
        let [find, access, inter_se, inter_eu, reuse, context, stars, star_sum, distributions, all, answering, broken] =
            found;
        Some(QualityNode {
            iri: iri?,
            source: source?,
            se: [find, access, inter_se, reuse, context],
            eu: [find, access, inter_eu, reuse, context],
            stars: u8::try_from(stars).unwrap_or(u8::MAX),
            star_sum,
            distributions,
            links: LinkCounts { answering, broken, assumed: all.saturating_sub(answering + broken) },
        })
    }
}
