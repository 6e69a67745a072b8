//! Distributions of a dataset.

use super::reader::Reader;
use crate::snapshot::TermId;
use model::view::{DistributionView, LinkView};

impl Reader<'_> {
    /// Distributions in a stable order: by title, then by IRI.
    pub(super) fn distributions(&self, dataset: TermId) -> Vec<DistributionView> {
        let mut all: Vec<DistributionView> =
            self.distributions_of(dataset).into_iter().map(|subject| self.distribution(subject)).collect();
        all.sort_by(|a, b| {
            let key = |view: &DistributionView| (view.title.is_empty(), view.title.text("sv").to_owned());
            key(a).cmp(&key(b)).then_with(|| a.iri.cmp(&b.iri))
        });
        all
    }

    fn distribution(&self, subject: TermId) -> DistributionView {
        let k = &self.known;
        let mut documentation = self.values(subject, k.page);
        documentation.dedup();
        DistributionView {
            iri: self.text_of(subject).to_owned(),
            title: self.texts(subject, k.title),
            description: self.texts(subject, k.description),
            access_url: self.values(subject, k.access_url),
            download_url: self.values(subject, k.download_url),
            format: self.formats_of(subject).into_iter().next(),
            licence: self.licences_of(subject).into_iter().next(),
            byte_size: self.byte_size(subject),
            issued: self.date(subject, k.issued),
            modified: self.date(subject, k.modified),
            status: self.concept_of(subject, k.status),
            availability: self.concept_of(subject, k.availability),
            conforms_to: self.links(subject, k.conforms_to),
            documentation,
            services: self.services_of_distribution(subject),
        }
    }

    /// A size may be written as decimal (`1024.0`), as older profiles had it.
    pub(super) fn byte_size(&self, subject: TermId) -> Option<u64> {
        let text = self.value(subject, self.known.byte_size)?;
        let whole = text.trim().split_once('.').filter(|(_, rest)| rest.chars().all(|c| c == '0'));
        whole.map_or(text.trim(), |(whole, _)| whole).parse().ok()
    }

    fn services_of_distribution(&self, subject: TermId) -> Vec<LinkView> {
        let links = self.resource_links(self.objects(subject, self.known.access_service));
        links.into_iter().map(|link| LinkView { iri: link.id.unwrap_or(link.iri), title: link.title }).collect()
    }
}
