//! Quality of metadata (MQA) summed up once per publication: of the portal, of each source and of each publisher.
//! Everything is a sum over nodes of the quality graph, so SPARQL at the same `seq` says the same (`docs/counts`).

use model::quality::{LinkCounts, Mark, Mode, Rating, Score};
use model::view::{ResourceKind, ResourceSummary};
use model::{LangText, SourceId};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use store::Snapshot;
use store::views::{QualityNode, catalog_members, quality_nodes};

/// Sums over a set of measured datasets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QualityFigures {
    /// Datasets.
    pub datasets: u64,
    /// Points by dimension, as dataportal.se counts.
    se: [u64; 5],
    /// Points by dimension, as data.europa.eu counts.
    eu: [u64; 5],
    /// Datasets by rating, in the order of [`Rating::ALL`], as dataportal.se counts.
    ratings_se: [u64; 4],
    /// The same as data.europa.eu counts.
    ratings_eu: [u64; 4],
    /// Stars of all distributions.
    pub star_sum: u64,
    /// Distributions.
    pub distributions: u64,
    /// Addresses of distributions by what they answer; an address counts once per dataset.
    pub links: LinkCounts,
}

impl QualityFigures {
    fn add(&mut self, node: &QualityNode) {
        self.datasets += 1;
        for (sums, ratings, mode) in
            [(&mut self.se, &mut self.ratings_se, Mode::Se), (&mut self.eu, &mut self.ratings_eu, Mode::Eu)]
        {
            for (sum, points) in sums.iter_mut().zip(node.dimensions(mode)) {
                *sum += points;
            }
            let rating = Rating::of_points(node.points(mode));
            if let Some(place) = Rating::ALL.iter().position(|known| *known == rating) {
                ratings[place] += 1;
            }
        }
        self.star_sum += node.star_sum;
        self.distributions += node.distributions;
        self.links.add(node.links);
    }

    /// Points of all datasets.
    pub fn points(&self, mode: Mode) -> u64 {
        self.sums(mode).iter().sum()
    }

    fn sums(&self, mode: Mode) -> &[u64; 5] {
        match mode {
            Mode::Se => &self.se,
            Mode::Eu => &self.eu,
        }
    }

    /// The average of the datasets; 0 without any.
    pub fn score(&self, mode: Mode) -> Score {
        Score::average(self.sums(mode), self.datasets)
    }

    /// The average with its rating; `None` without datasets.
    pub fn mark(&self, mode: Mode) -> Option<Mark> {
        (self.datasets > 0).then(|| Mark::of(mode, self.score(mode)))
    }

    /// Datasets by rating, the best first.
    pub fn ratings(&self, mode: Mode) -> [(Rating, u64); 4] {
        let counts = match mode {
            Mode::Se => &self.ratings_se,
            Mode::Eu => &self.ratings_eu,
        };
        let mut all = Rating::ALL.map(|rating| (rating, 0));
        for ((_, count), counted) in all.iter_mut().zip(counts) {
            *count = *counted;
        }
        all
    }

    /// Average stars of a distribution in hundredths; 0 without distributions.
    pub fn stars(&self) -> u64 {
        let number = self.distributions.max(1);
        (self.star_sum * 100 + number / 2) / number
    }
}

/// Quality figures of everything that is published at one `seq`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quality {
    /// Of the datasets that readers see: each once, from the source that wins it.
    pub portal: QualityFigures,
    /// Of each source: all of its datasets, also those that another source wins.
    pub sources: BTreeMap<SourceId, QualityFigures>,
    /// Of each publisher by portal id: the datasets that readers see.
    pub publishers: BTreeMap<String, QualityFigures>,
    /// Of each catalog that has datasets, by IRI: title and figures of the datasets that readers see in it.
    pub catalogs: BTreeMap<String, (LangText, QualityFigures)>,
}

impl Quality {
    /// Sums up the quality graph of a snapshot.
    pub(crate) fn of(snapshot: &Snapshot, summaries: &[Arc<ResourceSummary>]) -> Self {
        let nodes = quality_nodes(snapshot);
        let mut quality = Self::default();
        let mut shown: HashMap<&str, &QualityNode> = HashMap::new();
        let mut by_name: HashMap<(&str, &SourceId), &QualityNode> = HashMap::with_capacity(nodes.len());
        for node in &nodes {
            quality.sources.entry(node.source.clone()).or_default().add(node);
            by_name.insert((node.iri.as_str(), &node.source), node);
        }
        for summary in summaries.iter().filter(|summary| summary.kind == ResourceKind::Dataset) {
            let Some(node) = by_name.get(&(summary.iri.as_str(), &summary.source)) else { continue };
            quality.portal.add(node);
            shown.insert(node.iri.as_str(), node);
            if let Some(publisher) = &summary.publisher {
                quality.publishers.entry(publisher.id.clone()).or_default().add(node);
            }
        }
        for catalog in catalog_members(snapshot) {
            let mut figures = QualityFigures::default();
            catalog.datasets.iter().filter_map(|iri| shown.get(iri.as_str())).for_each(|node| figures.add(node));
            if figures.datasets > 0 {
                quality.catalogs.insert(catalog.iri, (catalog.title, figures));
            }
        }
        quality
    }
}
