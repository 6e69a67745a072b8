//! The report on high-value datasets, counted: for API and page alike.

use crate::Published;
use model::hvd::Gap;
use model::vocabularies::{Term, hvd};
use std::collections::BTreeSet;
use store::views::{HvdDataset, hvd_datasets};

/// Everything with the regulation or a category, at one `seq`.
#[derive(Debug)]
pub(crate) struct Report {
    /// Sorted by IRI.
    pub(crate) datasets: Vec<HvdDataset>,
}

/// Counts of a category and those below it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CategoryCount {
    /// The category.
    pub(crate) term: &'static Term,
    /// The one above it.
    pub(crate) top: Option<&'static Term>,
    /// Reported datasets.
    pub(crate) datasets: u64,
    /// Of those, the ones that lack nothing.
    pub(crate) complete: u64,
}

/// What a reader wants to see of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// This category or one below it.
    pub(crate) category: Option<&'static Term>,
    /// Portal id of the publisher.
    pub(crate) publisher: Option<String>,
    /// Only what lacks this.
    pub(crate) missing: Option<Gap>,
}

impl Filter {
    /// Whether the reader wants the dataset.
    pub(crate) fn takes(&self, dataset: &HvdDataset) -> bool {
        let category = self.category.is_none_or(|category| is_in(dataset, category));
        let publisher =
            self.publisher.as_ref().is_none_or(|id| dataset.publisher.as_ref().is_some_and(|p| p.id == *id));
        category && publisher && self.missing.is_none_or(|gap| dataset.missing.contains(&gap))
    }
}

/// Whether a dataset has the category or one below it.
fn is_in(dataset: &HvdDataset, category: &Term) -> bool {
    dataset.top_categories.contains(&category.code) || dataset.categories.iter().any(|own| own.iri == category.iri)
}

impl Report {
    /// The report of what is published.
    pub(crate) fn of(published: &Published) -> Self {
        Self { datasets: hvd_datasets(&published.snapshot) }
    }

    /// All categories, each top one before those below it.
    pub(crate) fn categories() -> impl Iterator<Item = &'static Term> {
        let below = |top: &'static Term| {
            let is_below =
                move |term: &&'static Term| hvd::top_category(term.code) == Some(top) && term.code != top.code;
            std::iter::once(top).chain(hvd::HVD_CATEGORIES.all().filter(is_below))
        };
        hvd::top_categories().iter().flat_map(below)
    }

    /// A category by code or IRI.
    pub(crate) fn category(word: &str) -> Option<&'static Term> {
        hvd::HVD_CATEGORIES.find(word)
    }

    /// The datasets that are reported: those that state the regulation.
    pub(crate) fn reported(&self) -> impl Iterator<Item = &HvdDataset> {
        self.datasets.iter().filter(|dataset| dataset.reported)
    }

    /// Reported distributions, each once.
    pub(crate) fn distributions(&self) -> u64 {
        let all = self.reported().flat_map(|dataset| &dataset.distributions);
        all.map(|distribution| distribution.iri.as_str()).collect::<BTreeSet<_>>().len() as u64
    }

    /// Reported services, each once.
    pub(crate) fn services(&self) -> u64 {
        let all = self.reported().flat_map(|dataset| &dataset.services);
        all.map(|service| service.iri.as_str()).collect::<BTreeSet<_>>().len() as u64
    }

    /// Portal ids of all publishers in it.
    pub(crate) fn publishers(&self) -> BTreeSet<&str> {
        self.datasets.iter().filter_map(|dataset| Some(dataset.publisher.as_ref()?.id.as_str())).collect()
    }

    /// Counts of the top categories and of those below that have datasets.
    pub(crate) fn by_category(&self) -> Vec<CategoryCount> {
        let counted = Self::categories().map(|term| {
            let own = || self.reported().filter(|dataset| is_in(dataset, term));
            let top = hvd::top_category(term.code).filter(|top| top.code != term.code);
            let complete = own().filter(|dataset| dataset.missing.is_empty()).count() as u64;
            CategoryCount { term, top, datasets: own().count() as u64, complete }
        });
        counted.filter(|counted| counted.top.is_none() || counted.datasets > 0).collect()
    }

    /// How many datasets lack what; only what is lacking somewhere.
    pub(crate) fn by_gap(&self) -> Vec<(Gap, u64)> {
        let count = |gap| self.datasets.iter().filter(|dataset| dataset.missing.contains(&gap)).count() as u64;
        Gap::ALL.into_iter().map(|gap| (gap, count(gap))).filter(|(_, datasets)| *datasets > 0).collect()
    }
}
