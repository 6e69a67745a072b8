//! How datasets and services reach each other.

use super::reader::Reader;
use crate::snapshot::TermId;
use model::LangText;
use model::view::{ResourceKind, ResourceLink};
use std::collections::BTreeSet;

impl Reader<'_> {
    /// Distributions of a dataset.
    pub(super) fn distributions_of(&self, dataset: TermId) -> BTreeSet<TermId> {
        self.objects(dataset, self.known.distribution).collect()
    }

    /// Services that serve a dataset or series: `dcat:servesDataset` at the service, `dcat:accessService` at one of its
    /// distributions.
    pub(super) fn services_of(&self, dataset: TermId) -> BTreeSet<TermId> {
        let mut services: BTreeSet<TermId> = self.subjects(self.known.serves_dataset, dataset).collect();
        for distribution in self.distributions_of(dataset) {
            services.extend(self.objects(distribution, self.known.access_service));
        }
        services
    }

    /// Datasets and series that a service serves, from either side.
    pub(super) fn datasets_of(&self, service: TermId) -> BTreeSet<TermId> {
        let mut datasets: BTreeSet<TermId> = self.objects(service, self.known.serves_dataset).collect();
        for distribution in self.subjects(self.known.access_service, service) {
            datasets.extend(self.subjects(self.known.distribution, distribution));
        }
        datasets
    }

    /// A service that is reached from no dataset of the catalog or from several is a result of its own
    /// (design "What is shown").
    pub(super) fn is_independent(&self, service: TermId) -> bool {
        let in_catalog =
            |dataset: &TermId| matches!(self.kind(*dataset), Some(ResourceKind::Dataset | ResourceKind::Series));
        self.datasets_of(service).iter().filter(|dataset| in_catalog(dataset)).count() != 1
    }

    /// The API mark: services, datasets with a service, those with an address that describes an API, or "API" in a title
    /// of the dataset or a distribution.
    pub(super) fn has_api(&self, subject: TermId, kind: ResourceKind, title: &LangText) -> bool {
        kind == ResourceKind::Service
            || names_api(title)
            || !self.services_of(subject).is_empty()
            || self.described_apis(subject)
            || self.objects(subject, self.known.distribution).any(|d| names_api(&self.texts(d, self.known.title)))
    }

    /// Links to resources of this catalog, sorted by title.
    pub(super) fn resource_links(&self, subjects: impl IntoIterator<Item = TermId>) -> Vec<ResourceLink> {
        let link = |subject: TermId| ResourceLink {
            id: self.kind(subject).map(|_| self.id(subject)),
            iri: self.text_of(subject).to_owned(),
            title: self.described_label(subject),
        };
        let mut links: Vec<ResourceLink> = subjects.into_iter().map(link).collect();
        links.sort_by(|a, b| (a.title.text("sv"), &a.iri).cmp(&(b.title.text("sv"), &b.iri)));
        links
    }
}

fn names_api(title: &LangText) -> bool {
    title.0.values().any(|text| title_names_api(text))
}

/// "API" as a word, also inflected ("API:et", "APIer"), not as part of another word ("KAPITEL", "APIS MELLIFERA").
pub(crate) fn title_names_api(text: &str) -> bool {
    text.match_indices("API").any(|(at, word)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_uppercase)
    })
}
