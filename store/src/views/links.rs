//! Addresses that the published catalog gives, and where it gives them.

use super::reader::Reader;
use crate::Snapshot;
use crate::snapshot::TermId;
use model::ns::{dcat, dcterms, foaf};
use model::view::{FormatView, ResourceKind};
use model::{LangText, SourceId};
use oxrdf::TermRef;
use std::collections::BTreeMap;

/// Properties whose values are checked. `dcat:endpointURL` is not among them: it is for programs that know what to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LinkProperty {
    /// `dcat:downloadURL`.
    DownloadUrl,
    /// `dcat:accessURL`.
    AccessUrl,
    /// `dcat:landingPage`.
    LandingPage,
    /// `foaf:page`.
    Page,
    /// `dcterms:conformsTo`.
    ConformsTo,
    /// `dcat:endpointDescription`.
    EndpointDescription,
}

impl LinkProperty {
    /// Every property, the one that matters most first.
    pub const ALL: [Self; 6] = [
        Self::DownloadUrl,
        Self::AccessUrl,
        Self::LandingPage,
        Self::EndpointDescription,
        Self::Page,
        Self::ConformsTo,
    ];

    /// IRI.
    pub fn iri(self) -> &'static str {
        match self {
            Self::DownloadUrl => dcat::DOWNLOAD_URL,
            Self::AccessUrl => dcat::ACCESS_URL,
            Self::LandingPage => dcat::LANDING_PAGE,
            Self::Page => foaf::PAGE,
            Self::ConformsTo => dcterms::CONFORMS_TO,
            Self::EndpointDescription => dcat::ENDPOINT_DESCRIPTION,
        }
    }

    /// The last part of the IRI.
    pub fn name(self) -> &'static str {
        self.iri().rsplit(['/', '#']).next().unwrap_or_default()
    }
}

/// A dataset, series or service that gives addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRecord {
    /// Portal id.
    pub id: String,
    /// IRI.
    pub iri: String,
    /// Kind.
    pub kind: ResourceKind,
    /// Title per language.
    pub title: LangText,
    /// The source that wins.
    pub source: SourceId,
    /// Portal id of the publisher.
    pub publisher: Option<String>,
}

/// One place where an address is given, with what is said about what lies there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkUse {
    /// Place in [`LinkTargets::records`].
    pub record: usize,
    /// IRI of the distribution, if it is one that gives it.
    pub distribution: Option<String>,
    /// The property.
    pub property: LinkProperty,
    /// Formats stated for a distribution or service.
    pub formats: Vec<FormatView>,
    /// `dcat:byteSize`.
    pub byte_size: Option<u64>,
}

/// Every address that a snapshot gives.
#[derive(Debug, Clone, Default)]
pub struct LinkTargets {
    /// Who gives them.
    pub records: Vec<LinkRecord>,
    /// By address.
    pub uses: BTreeMap<String, Vec<LinkUse>>,
}

impl LinkTargets {
    /// The record of a use.
    pub fn record(&self, link: &LinkUse) -> Option<&LinkRecord> {
        self.records.get(link.record)
    }

    /// Addresses with a use that fits.
    pub fn addresses<'t>(&'t self, fits: impl Fn(&LinkUse, &LinkRecord) -> bool + 't) -> impl Iterator<Item = &'t str> {
        self.uses
            .iter()
            .filter(move |(_, uses)| uses.iter().any(|link| self.record(link).is_some_and(|record| fits(link, record))))
            .map(|(url, _)| url.as_str())
    }
}

/// Every address that the published datasets, series and services give, and where.
pub fn link_targets(snapshot: &Snapshot) -> LinkTargets {
    let reader = Reader::new(snapshot);
    let mut targets = LinkTargets::default();
    for (subject, kind) in reader.primary_resources() {
        let place = targets.records.len();
        let mut given = false;
        for (distribution, node) in reader.link_nodes(subject) {
            let mut declared = None;
            for (property, url) in reader.links_given(node) {
                let (formats, byte_size) =
                    declared.get_or_insert_with(|| (reader.formats_of(node), reader.byte_size(node))).clone();
                let distribution = distribution.then(|| reader.text_of(node).to_owned());
                let link = LinkUse { record: place, distribution, property, formats, byte_size };
                targets.uses.entry(url).or_default().push(link);
                given = true;
            }
        }
        if given {
            targets.records.push(reader.link_record(subject, kind));
        }
    }
    targets
}

/// The addresses alone, sorted, of some properties.
pub fn link_urls(snapshot: &Snapshot, properties: &[LinkProperty]) -> Vec<String> {
    let reader = Reader::new(snapshot);
    let mut urls: Vec<String> = Vec::new();
    for (subject, _) in reader.primary_resources() {
        for (_, node) in reader.link_nodes(subject) {
            let given = reader.links_given(node).into_iter().filter(|(property, _)| properties.contains(property));
            urls.extend(given.map(|(_, url)| url));
        }
    }
    urls.sort_unstable();
    urls.dedup();
    urls
}

impl Reader<'_> {
    /// A resource and its distributions (`true`).
    fn link_nodes(&self, subject: TermId) -> Vec<(bool, TermId)> {
        let distributions = self.distributions_of(subject).into_iter().map(|distribution| (true, distribution));
        std::iter::once((false, subject)).chain(distributions).collect()
    }

    /// Addresses that a node gives.
    fn links_given(&self, node: TermId) -> Vec<(LinkProperty, String)> {
        let k = &self.known;
        let mut given = Vec::new();
        for property in LinkProperty::ALL {
            let predicate = match property {
                LinkProperty::DownloadUrl => k.download_url,
                LinkProperty::AccessUrl => k.access_url,
                LinkProperty::LandingPage => k.landing_page,
                LinkProperty::Page => k.page,
                LinkProperty::ConformsTo => k.conforms_to,
                LinkProperty::EndpointDescription => k.endpoint_description,
            };
            for object in self.objects(node, predicate) {
                if let Some(url) = self.web_address(object, property) {
                    given.push((property, url));
                }
            }
        }
        given
    }

    /// A value as an address. Names that we gave (for nodes without one) are none, nor is a specification that only has
    /// a name.
    fn web_address(&self, object: TermId, property: LinkProperty) -> Option<String> {
        let text = match self.snapshot.term_ref(object)? {
            TermRef::NamedNode(node) => node.as_str(),
            TermRef::Literal(literal) if property != LinkProperty::ConformsTo => literal.value().trim(),
            _ => return None,
        };
        let ours = text.starts_with(&self.snapshot.header().base_url);
        let named = property == LinkProperty::ConformsTo && !text.contains("://");
        (!text.is_empty() && !ours && !named).then(|| text.to_owned())
    }

    fn link_record(&self, subject: TermId, kind: ResourceKind) -> LinkRecord {
        LinkRecord {
            id: self.id(subject),
            iri: self.text_of(subject).to_owned(),
            kind,
            title: self.texts(subject, self.known.title),
            source: self.winning_source(subject),
            publisher: self.agent_of(subject, self.known.publisher).map(|agent| agent.id),
        }
    }

    /// Addresses of a resource and its distributions that answer with the description of an API.
    pub(super) fn described_apis(&self, subject: TermId) -> bool {
        let Some((class, graph)) = self.known.api_description.zip(self.provenance_graph) else { return false };
        let described = |object: TermId| {
            self.snapshot.triples(Some(graph), Some(object), self.known.rdf_type, Some(class)).next().is_some()
        };
        let k = &self.known;
        self.link_nodes(subject).into_iter().any(|(_, node)| {
            [k.endpoint_description, k.access_url, k.conforms_to]
                .into_iter()
                .any(|predicate| self.objects(node, predicate).any(described))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::snapshot_of;
    use super::*;

    const CATALOG: &str = r#"
a:d a dcat:Dataset ; dcterms:title "D"@sv ; dcterms:publisher a:org ; dcat:landingPage <https://a.example/d> ;
  foaf:page <https://a.example/om>, "www.a.example/om" ; dcterms:conformsTo <https://a.example/spec>, "WMS 1.3", <urn:spec>,
  <https://data.example/id/a/1> ; dcat:distribution a:csv, a:api .
a:csv a dcat:Distribution ; dcat:accessURL <https://a.example/f.csv> ; dcat:downloadURL <https://a.example/f.csv> ;
  dcterms:format "text/csv" ; dcat:byteSize 12 .
a:api a dcat:Distribution ; dcat:accessURL <https://a.example/openapi.json> .
a:s a dcat:DataService ; dcterms:title "S"@sv ; dcat:endpointURL <https://a.example/never> ;
  dcat:endpointDescription <https://a.example/openapi.json> .
GRAPH <https://data.example/graph/provenance> {
  a:d prov:wasDerivedFrom <https://data.example/graph/source/kommunen> .
  <https://a.example/openapi.json> a skord:ApiDescription .
}
"#;

    #[test]
    fn each_address_is_there_once_with_all_its_places() {
        let (_folder, snapshot) = snapshot_of(CATALOG);
        let targets = link_targets(&snapshot);
        let urls: Vec<&str> = targets.uses.keys().map(String::as_str).collect();
        let expected = [
            "https://a.example/d",
            "https://a.example/f.csv",
            "https://a.example/om",
            "https://a.example/openapi.json",
            "https://a.example/spec",
            "www.a.example/om",
        ];
        assert_eq!(urls, expected, "never endpointURL, names of ours, names that are no addresses");
        assert_eq!(link_urls(&snapshot, &LinkProperty::ALL), urls);
        let csv = &targets.uses["https://a.example/f.csv"];
        let properties: Vec<&str> = csv.iter().map(|link| link.property.name()).collect();
        assert_eq!(properties, ["downloadURL", "accessURL"]);
        assert_eq!((csv[0].byte_size, csv[0].formats[0].value.as_str()), (Some(12), "csv"));
        assert_eq!(csv[0].distribution.as_deref(), Some("https://a.example/csv"));
        let record = targets.record(&csv[0]).unwrap();
        assert_eq!((record.source.as_str(), record.title.text("sv")), ("kommunen", "D"));
        assert_eq!(targets.uses["https://a.example/openapi.json"].len(), 2);
        let of_service = targets.addresses(|_, record| record.kind == ResourceKind::Service);
        assert_eq!(of_service.collect::<Vec<_>>(), ["https://a.example/openapi.json"]);
    }

    #[test]
    fn a_dataset_whose_address_describes_an_api_has_the_mark() {
        let (_folder, snapshot) = snapshot_of(CATALOG);
        let summaries = super::super::summaries(&snapshot);
        let dataset = summaries.iter().find(|summary| summary.iri == "https://a.example/d").unwrap();
        assert!(dataset.api);
        let without = CATALOG.replace("a skord:ApiDescription", "a skord:Other");
        let (_folder, snapshot) = snapshot_of(&without);
        let summaries = super::super::summaries(&snapshot);
        assert!(!summaries.iter().find(|summary| summary.iri == "https://a.example/d").unwrap().api);
    }
}
