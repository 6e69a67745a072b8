//! High-value datasets as the regulation's report wants them: licence, API, bulk download and documentation of each.
//!
//! What counts follows the Commission's reporting guidelines for data.europa.eu ("Reporting guidelines for HVDs"): a
//! dataset, distribution or service counts when it states the regulation as applicable legislation itself; a service is
//! reached from `dcat:servesDataset` or from a counting distribution. `docs/hvd` has the same as queries.

use super::reader::Reader;
use crate::Snapshot;
use crate::snapshot::TermId;
use model::hvd::{Gap, is_permissive};
use model::ns::HVD_REGULATION;
use model::view::{AgentView, Concept, LicenceView, ResourceKind};
use model::vocabularies::hvd;
use model::{LangText, SourceId};
use oxrdf::Triple;
use std::collections::BTreeSet;

/// A dataset or series with the regulation or with a category of high-value data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HvdDataset {
    /// Portal id.
    pub id: String,
    /// IRI.
    pub iri: String,
    /// Dataset or series.
    pub kind: ResourceKind,
    /// Title per language.
    pub title: LangText,
    /// Publisher.
    pub publisher: Option<AgentView>,
    /// The source that wins it.
    pub source: SourceId,
    /// It states the regulation: only then it is reported.
    pub reported: bool,
    /// Categories as given.
    pub categories: Vec<Concept>,
    /// Codes of their top categories.
    pub top_categories: Vec<&'static str>,
    /// Licences of what is reported of it, each once.
    pub licences: Vec<LicenceView>,
    /// Reported distributions.
    pub distributions: Vec<HvdDistribution>,
    /// Reported services.
    pub services: Vec<HvdService>,
    /// Persistent links to whole files.
    pub bulk: Vec<String>,
    /// Documentation of the data.
    pub documentation: Vec<String>,
    /// What is missing, the most important first.
    pub missing: Vec<Gap>,
}

/// A distribution that states the regulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HvdDistribution {
    /// IRI.
    pub iri: String,
    /// `dcat:accessURL`.
    pub access: Vec<String>,
    /// `dcat:downloadURL`.
    pub download: Vec<String>,
}

/// A service that states the regulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HvdService {
    /// Portal id.
    pub id: String,
    /// IRI.
    pub iri: String,
    /// Title per language.
    pub title: LangText,
    /// `dcat:endpointURL`.
    pub endpoints: Vec<String>,
    /// `dcat:endpointDescription`.
    pub descriptions: Vec<String>,
    /// `foaf:page`: terms of use and quality of service.
    pub documentation: Vec<String>,
}

/// Every dataset and series with the regulation or a category, sorted by IRI.
pub fn hvd_datasets(snapshot: &Snapshot) -> Vec<HvdDataset> {
    let reader = Reader::new(snapshot);
    let law = snapshot.iri_id(HVD_REGULATION);
    let with_law = law.into_iter().flat_map(|law| reader.subjects(reader.known.applicable_legislation, law));
    let categories = hvd::HVD_CATEGORIES.all().filter_map(|term| snapshot.iri_id(term.iri));
    let with_category = categories.flat_map(|category| reader.subjects(reader.known.hvd_category, category));
    let subjects: BTreeSet<TermId> = with_law.chain(with_category).collect();
    let mut all: Vec<HvdDataset> = subjects
        .into_iter()
        .filter_map(|subject| match reader.kind(subject)? {
            ResourceKind::Service => None,
            kind => Some(reader.hvd_dataset(subject, kind, law)),
        })
        .collect();
    all.sort_by(|a, b| a.iri.cmp(&b.iri));
    all
}

/// The triples of datasets as they are reported: their own, those of their reported distributions and services.
/// Datasets that do not state the regulation are not reported.
pub fn hvd_triples<'d>(snapshot: &Snapshot, datasets: impl IntoIterator<Item = &'d HvdDataset>) -> Vec<Triple> {
    let mut subjects: BTreeSet<TermId> = BTreeSet::new();
    for dataset in datasets.into_iter().filter(|dataset| dataset.reported) {
        let distributions = dataset.distributions.iter().map(|distribution| &distribution.iri);
        let services = dataset.services.iter().map(|service| &service.iri);
        let all = std::iter::once(&dataset.iri).chain(distributions).chain(services);
        subjects.extend(all.filter_map(|iri| snapshot.iri_id(iri)));
    }
    let mut triples = Vec::new();
    for subject in subjects {
        for (predicate, object) in snapshot.properties(subject) {
            triples.extend(snapshot.decode([subject, predicate, object]));
        }
    }
    triples
}

/// What a dataset has, reported or not.
struct Parts {
    distributions: BTreeSet<TermId>,
    reported_distributions: Vec<TermId>,
    services: BTreeSet<TermId>,
    reported_services: BTreeSet<TermId>,
}

impl Reader<'_> {
    fn states(&self, subject: TermId, law: Option<TermId>) -> bool {
        law.is_some_and(|law| self.objects(subject, self.known.applicable_legislation).any(|object| object == law))
    }

    fn parts(&self, dataset: TermId, law: Option<TermId>) -> Parts {
        let distributions = self.distributions_of(dataset);
        let reported_distributions: Vec<TermId> =
            distributions.iter().copied().filter(|subject| self.states(*subject, law)).collect();
        let of_distributions =
            reported_distributions.iter().flat_map(|subject| self.objects(*subject, self.known.access_service));
        let reported_services = self
            .subjects(self.known.serves_dataset, dataset)
            .chain(of_distributions)
            .filter(|service| self.states(*service, law))
            .collect();
        Parts { services: self.services_of(dataset), distributions, reported_distributions, reported_services }
    }

    fn hvd_dataset(&self, subject: TermId, kind: ResourceKind, law: Option<TermId>) -> HvdDataset {
        let k = &self.known;
        let parts = self.parts(subject, law);
        let categories = self.concepts_of(subject, k.hvd_category);
        let mut top: Vec<&'static str> =
            categories.iter().filter_map(|category| hvd::top_category(&category.iri)).map(|term| term.code).collect();
        top.sort_by_key(|code| hvd::top_categories().iter().position(|term| term.code == *code));
        top.dedup();
        let distributions: Vec<HvdDistribution> =
            parts.reported_distributions.iter().map(|subject| self.hvd_distribution(*subject)).collect();
        let mut services: Vec<HvdService> =
            parts.reported_services.iter().map(|subject| self.hvd_service(*subject)).collect();
        services.sort_by(|a, b| a.iri.cmp(&b.iri));
        let mut dataset = HvdDataset {
            id: self.id(subject),
            iri: self.text_of(subject).to_owned(),
            kind,
            title: self.texts(subject, k.title),
            publisher: self.agent_of(subject, k.publisher),
            source: self.winning_source(subject),
            reported: self.states(subject, law),
            categories,
            top_categories: top,
            licences: self.hvd_licences(&parts),
            bulk: self.bulk(&parts),
            documentation: self.hvd_documentation(subject, &parts),
            distributions,
            services,
            missing: Vec::new(),
        };
        dataset.missing = self.gaps(&dataset, &parts);
        dataset
    }

    fn hvd_distribution(&self, subject: TermId) -> HvdDistribution {
        HvdDistribution {
            iri: self.text_of(subject).to_owned(),
            access: self.values(subject, self.known.access_url),
            download: self.values(subject, self.known.download_url),
        }
    }

    fn hvd_service(&self, subject: TermId) -> HvdService {
        HvdService {
            id: self.id(subject),
            iri: self.text_of(subject).to_owned(),
            title: self.texts(subject, self.known.title),
            endpoints: self.values(subject, self.known.endpoint_url),
            descriptions: self.values(subject, self.known.endpoint_description),
            documentation: self.values(subject, self.known.page),
        }
    }

    fn hvd_licences(&self, parts: &Parts) -> Vec<LicenceView> {
        let reported = parts.reported_distributions.iter().chain(&parts.reported_services);
        let mut licences: Vec<LicenceView> = reported.flat_map(|subject| self.licences_of(*subject)).collect();
        licences.sort_by(|a, b| a.iri.cmp(&b.iri));
        licences.dedup_by(|a, b| a.iri == b.iri);
        licences
    }

    /// Files: download addresses, and access addresses of distributions that are no way to an API.
    fn bulk(&self, parts: &Parts) -> Vec<String> {
        let k = &self.known;
        let mut links = Vec::new();
        for subject in &parts.reported_distributions {
            let download = self.values(*subject, k.download_url);
            let through_api = self.objects(*subject, k.access_service).next().is_some();
            if download.is_empty() && !through_api {
                links.extend(self.values(*subject, k.access_url));
            }
            links.extend(download);
        }
        links.sort();
        links.dedup();
        links
    }

    fn hvd_documentation(&self, dataset: TermId, parts: &Parts) -> Vec<String> {
        let k = &self.known;
        let subjects = std::iter::once(&dataset).chain(&parts.reported_distributions);
        let mut links: Vec<String> = subjects
            .flat_map(|subject| self.values(*subject, k.page).into_iter().chain(self.values(*subject, k.conforms_to)))
            .collect();
        links.sort();
        links.dedup();
        links
    }

    fn gaps(&self, dataset: &HvdDataset, parts: &Parts) -> Vec<Gap> {
        let none = |values: &[String]| values.is_empty();
        let licences: Vec<Vec<LicenceView>> = parts
            .reported_distributions
            .iter()
            .chain(&parts.reported_services)
            .map(|subject| self.licences_of(*subject))
            .collect();
        let contact = |service: &TermId| self.objects(*service, self.known.contact_point).next().is_some();
        let missing = |gap: &Gap| match gap {
            Gap::Legislation => !dataset.reported,
            Gap::Category => dataset.top_categories.is_empty(),
            Gap::Distribution => parts.distributions.is_empty(),
            Gap::DistributionLegislation => !parts.distributions.is_empty() && dataset.distributions.is_empty(),
            Gap::Api => parts.services.is_empty(),
            Gap::ApiLegislation => !parts.services.is_empty() && dataset.services.is_empty(),
            Gap::ApiEndpoint => dataset.services.iter().any(|service| none(&service.endpoints)),
            Gap::ApiDocumentation => dataset.services.iter().any(|service| none(&service.documentation)),
            Gap::ApiContact => !parts.reported_services.iter().all(contact),
            Gap::Bulk => none(&dataset.bulk),
            Gap::Licence => licences.iter().any(Vec::is_empty),
            Gap::LicenceOpen => licences.iter().flatten().any(|licence| !is_permissive(&licence.iri)),
            Gap::Documentation => none(&dataset.documentation),
        };
        Gap::ALL.into_iter().filter(missing).collect()
    }
}
