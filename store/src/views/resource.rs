//! All that the page and the JSON of one resource show.

use super::reader::Reader;
use crate::snapshot::TermId;
use model::LangText;
use model::view::{AgentView, LinkView, ResourceKind, ResourceView};

impl Reader<'_> {
    pub(super) fn resource(&self, subject: TermId, kind: ResourceKind) -> ResourceView {
        let k = &self.known;
        let summary = self.summary(subject, kind);
        let creator = self.creator(subject, summary.publisher.as_ref());
        let related = [k.relation, k.source, k.referenced_by];
        ResourceView {
            creator,
            contacts: self.contacts(subject),
            identifiers: self.identifiers(subject),
            landing_pages: self.values(subject, k.landing_page),
            documentation: self.values(subject, k.page),
            conforms_to: self.links(subject, k.conforms_to),
            legislation: self.values(subject, k.applicable_legislation),
            spatial: self.places(subject),
            temporal: self.periods(subject),
            version: self.value(subject, k.version).or_else(|| self.value(subject, k.version_info)),
            version_notes: self.texts(subject, k.version_notes),
            provenance: self.provenance_statements(subject),
            related: related.into_iter().flat_map(|predicate| self.links(subject, predicate)).collect(),
            distributions: self.distributions(subject),
            members: self.resource_links(self.subjects(k.in_series, subject)),
            series: self.resource_links(self.objects(subject, k.in_series)),
            services: self.resource_links(match kind {
                ResourceKind::Service => self.datasets_of(subject),
                ResourceKind::Dataset | ResourceKind::Series => self.services_of(subject),
            }),
            endpoint_urls: self.values(subject, k.endpoint_url),
            endpoint_descriptions: self.values(subject, k.endpoint_description),
            catalog: self.catalog_of(subject),
            summary,
        }
    }

    /// The creator, unless it is the publisher.
    fn creator(&self, subject: TermId, publisher: Option<&AgentView>) -> Option<AgentView> {
        let creator = self.agent_of(subject, self.known.creator)?;
        (Some(&creator) != publisher).then_some(creator)
    }

    /// `dcterms:identifier`, then `adms:identifier`, which EU DCAT-AP writes as a node with `skos:notation`.
    fn identifiers(&self, subject: TermId) -> Vec<String> {
        let mut identifiers = self.values(subject, self.known.identifier);
        for object in self.objects(subject, self.known.adms_identifier) {
            let notation = self.value(object, self.known.notation);
            let text = notation.unwrap_or_else(|| self.text_of(object).to_owned());
            if !identifiers.contains(&text) {
                identifiers.push(text);
            }
        }
        identifiers
    }

    /// Provenance statements: nodes with a description or label, or plain texts.
    fn provenance_statements(&self, subject: TermId) -> Vec<LangText> {
        let k = &self.known;
        let mut statements = vec![self.texts(subject, k.provenance)];
        for object in self.objects(subject, k.provenance) {
            statements.push(self.first_texts(object, &[k.description, k.label, k.title]));
        }
        statements.retain(|statement| !statement.is_empty());
        statements.sort_by(|a, b| a.text("sv").cmp(b.text("sv")));
        statements.dedup();
        statements
    }

    /// The catalog that lists it; of several the first by IRI. A service that no catalog lists has none.
    fn catalog_of(&self, subject: TermId) -> Option<LinkView> {
        let listing = self.subjects(self.known.p_dataset, subject).chain(self.subjects(self.known.p_service, subject));
        let catalog = listing.min_by_key(|catalog| self.text_of(*catalog))?;
        Some(LinkView { iri: self.text_of(catalog).to_owned(), title: self.described_label(catalog) })
    }
}
