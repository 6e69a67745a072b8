//! What lists show of a dataset, series or service, and what search indexes.

use super::reader::Reader;
use crate::snapshot::TermId;
use model::text::UNDETERMINED;
use model::view::{FormatView, LicenceView, ResourceKind, ResourceSummary};
use oxrdf::TermRef;
use std::collections::BTreeMap;

impl Reader<'_> {
    pub(super) fn summary(&self, subject: TermId, kind: ResourceKind) -> ResourceSummary {
        let k = &self.known;
        let title = self.texts(subject, k.title);
        let distributions = self.distributions_of(subject);
        let publisher = self.agent_of(subject, k.publisher);
        let source = self.winning_source(subject);
        ResourceSummary {
            id: self.id(subject),
            iri: self.text_of(subject).to_owned(),
            kind,
            description: self.texts(subject, k.description),
            keywords: self.keywords(subject),
            coverage: self.coverage(subject, publisher.as_ref()),
            publisher,
            themes: self.concepts_of(subject, k.theme),
            formats: self.all_formats(subject, distributions.iter().copied()),
            licences: self.all_licences(subject, distributions.iter().copied()),
            access_rights: self.concept_of(subject, k.access_rights),
            frequency: self.concept_of(subject, k.frequency),
            hvd_categories: self.concepts_of(subject, k.hvd_category),
            languages: self.concepts_of(subject, k.language),
            issued: self.date(subject, k.issued),
            modified: self.date(subject, k.modified),
            sort_instant: self.value(subject, k.sort_instant).and_then(|seconds| seconds.parse().ok()),
            in_series: self.values(subject, k.in_series),
            independent: kind == ResourceKind::Service && self.is_independent(subject),
            api: self.has_api(subject, kind, &title),
            distributions: u32::try_from(distributions.len()).unwrap_or(u32::MAX),
            has_specification: self.objects(subject, k.conforms_to).next().is_some(),
            also_published_by: self.losing_sources(subject),
            basic_data: self.basic_data(subject),
            source_class: self.source_class(subject),
            quality: self.quality_of(subject, &source),
            source,
            title,
        }
    }

    /// Keywords per language, sorted, each once.
    fn keywords(&self, subject: TermId) -> BTreeMap<String, Vec<String>> {
        let mut keywords: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for object in self.objects(subject, self.known.keyword) {
            let Some(TermRef::Literal(literal)) = self.snapshot.term_ref(object) else { continue };
            let word = literal.value().trim();
            if !word.is_empty() {
                let language = literal.language().unwrap_or(UNDETERMINED).to_ascii_lowercase();
                keywords.entry(language).or_default().push(word.to_owned());
            }
        }
        for words in keywords.values_mut() {
            words.sort_unstable();
            words.dedup();
        }
        keywords
    }

    /// Formats of all distributions and those that the resource (a service) states itself, each once, by label.
    fn all_formats(&self, subject: TermId, distributions: impl Iterator<Item = TermId>) -> Vec<FormatView> {
        let mut formats = self.formats_of(subject);
        formats.extend(distributions.flat_map(|distribution| self.formats_of(distribution)));
        formats.sort_by(|a, b| (a.label.to_lowercase(), &a.value).cmp(&(b.label.to_lowercase(), &b.value)));
        formats.dedup_by(|a, b| a.value == b.value);
        formats
    }

    /// Licences of all distributions and those that the resource states itself, each once.
    fn all_licences(&self, subject: TermId, distributions: impl Iterator<Item = TermId>) -> Vec<LicenceView> {
        let mut licences = self.licences_of(subject);
        licences.extend(distributions.flat_map(|distribution| self.licences_of(distribution)));
        licences.sort_by(|a, b| a.iri.cmp(&b.iri));
        licences.dedup_by(|a, b| a.iri == b.iri);
        licences
    }
}
