//! What readers see of a resource: typed, with labels, without RDF. JSON names here are a public contract
//! (more fields may be added).

use crate::coverage::Coverage;
use crate::quality::Mark;
use crate::source::{SourceClass, SourceId};
use crate::text::LangText;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Kind of a primary resource that readers can find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ResourceKind {
    /// `dcat:Dataset`.
    Dataset,
    /// `dcat:DatasetSeries`.
    Series,
    /// `dcat:DataService`.
    Service,
}

impl ResourceKind {
    /// The word in JSON and in the `type` facet.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dataset => "dataset",
            Self::Series => "series",
            Self::Service => "service",
        }
    }
}

/// A term of a vocabulary, with its label so that nobody has to look it up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concept {
    /// Its IRI.
    pub iri: String,
    /// Short code (`ENVI`, `PUBLIC`, `c_ac64a52d`): the last part of the IRI if there is no better one.
    pub code: String,
    /// Label per language.
    pub label: LangText,
}

/// An agent: publisher, creator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentView {
    /// Portal id, the value of the `publisher` facet and of `/organisations/{id}`.
    pub id: String,
    /// IRI.
    pub iri: String,
    /// Name per language.
    pub name: LangText,
    /// Publisher type (`dcterms:type`), if known.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Concept>,
}

/// A format of a distribution.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FormatView {
    /// What the `format` parameter takes (`csv`, `application/json` …; lower case).
    pub value: String,
    /// What people read (`CSV`).
    pub label: String,
    /// Group that it is counted in (`excel` for xls and xlsx).
    pub group: String,
}

/// A licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceView {
    /// IRI, one spelling per licence.
    pub iri: String,
    /// Name per language.
    pub label: LangText,
    /// Whether it is open in the sense of the Open Definition.
    pub open: bool,
}

/// What lists show of a dataset, series or service, and what search indexes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceSummary {
    /// Portal id: short, stable, of the cluster.
    pub id: String,
    /// IRI as its publisher writes it.
    pub iri: String,
    /// Kind.
    #[serde(rename = "type")]
    pub kind: ResourceKind,
    /// Title per language.
    pub title: LangText,
    /// Description per language (as given, may hold simple HTML).
    pub description: LangText,
    /// Keywords per language.
    pub keywords: BTreeMap<String, Vec<String>>,
    /// Publisher.
    pub publisher: Option<AgentView>,
    /// EU data themes (and others that the source describes).
    pub themes: Vec<Concept>,
    /// Formats of all distributions, each once.
    pub formats: Vec<FormatView>,
    /// Licences of all distributions, each once.
    pub licences: Vec<LicenceView>,
    /// Access rights.
    pub access_rights: Option<Concept>,
    /// Update frequency.
    pub frequency: Option<Concept>,
    /// HVD categories as given; search adds the top category of each.
    pub hvd_categories: Vec<Concept>,
    /// Languages of the data.
    pub languages: Vec<Concept>,
    /// `dcterms:issued` as given.
    pub issued: Option<String>,
    /// `dcterms:modified` as given.
    pub modified: Option<String>,
    /// Seconds since 1970 for sorting: modified, else issued (no zone = Europe/Stockholm).
    pub sort_instant: Option<i64>,
    /// IRIs of the series it is a member of.
    pub in_series: Vec<String>,
    /// For services: reached from no dataset or from several (design "What is shown").
    pub independent: bool,
    /// The API mark: services, datasets with a service, or "API" in a title.
    pub api: bool,
    /// Number of distributions.
    pub distributions: u32,
    /// Whether it conforms to a specification (`dcterms:conformsTo`).
    pub has_specification: bool,
    /// The source that wins the cluster.
    pub source: SourceId,
    /// Other sources that publish the same thing.
    pub also_published_by: Vec<SourceId>,
    /// What it covers in space and time.
    #[serde(default, skip_serializing_if = "Coverage::is_empty")]
    pub coverage: Coverage,
    /// National basic data (`dcterms:subject` of Digg's *grunddata* or INSPIRE's topic categories).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basic_data: Vec<Concept>,
    /// Class of the source that wins the cluster: who stands behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_class: Option<SourceClass>,
    /// Quality of its metadata; datasets have it as soon as they are measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<QualitySummary>,
}

/// Quality of a dataset's metadata (MQA), in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QualitySummary {
    /// Score and rating as dataportal.se counts: what lists show, sort and filter by.
    #[serde(flatten)]
    pub se: Mark,
    /// Score and rating as data.europa.eu counts.
    pub eu: Mark,
    /// Five-star model: the most stars of a distribution, 0 to 4 (the fifth cannot be seen in metadata).
    pub stars: u8,
}

/// A link with a title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    /// IRI or URL.
    pub iri: String,
    /// Title per language, empty if the source gives none.
    pub title: LangText,
}

/// A contact point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactView {
    /// Name per language.
    pub name: LangText,
    /// Address without `mailto:`.
    pub email: Option<String>,
    /// Number without `tel:`.
    pub telephone: Option<String>,
    /// Web page.
    pub url: Option<String>,
}

/// A period; either end may be open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodView {
    /// Start as given.
    pub start: Option<String>,
    /// End as given.
    pub end: Option<String>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceView {
    /// IRI if named.
    pub iri: Option<String>,
    /// Name per language.
    pub name: LangText,
    /// Bounding box, centroid or geometry as WKT (or GeoJSON) as given.
    pub geometry: Option<String>,
}

/// A distribution.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DistributionView {
    /// IRI.
    pub iri: String,
    /// Title per language.
    pub title: LangText,
    /// Description per language.
    pub description: LangText,
    /// Where to get at the data.
    pub access_url: Vec<String>,
    /// The file itself.
    pub download_url: Vec<String>,
    /// Format.
    pub format: Option<FormatView>,
    /// Licence.
    pub licence: Option<LicenceView>,
    /// Size in bytes.
    pub byte_size: Option<u64>,
    /// Issued as given.
    pub issued: Option<String>,
    /// Modified as given.
    pub modified: Option<String>,
    /// Status.
    pub status: Option<Concept>,
    /// Planned availability.
    pub availability: Option<Concept>,
    /// Specifications it conforms to.
    pub conforms_to: Vec<LinkView>,
    /// Documentation.
    pub documentation: Vec<String>,
    /// Services that give access to it: portal id (or IRI where it is not in the catalog) and title.
    pub services: Vec<LinkView>,
}

/// All that the page and the JSON of one dataset, series or service show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceView {
    /// What lists show.
    #[serde(flatten)]
    pub summary: ResourceSummary,
    /// Creator, if another than the publisher.
    pub creator: Option<AgentView>,
    /// Contact points.
    pub contacts: Vec<ContactView>,
    /// `dcterms:identifier` and `adms:identifier`.
    pub identifiers: Vec<String>,
    /// Landing pages.
    pub landing_pages: Vec<String>,
    /// Documentation (`foaf:page`).
    pub documentation: Vec<String>,
    /// Specifications.
    pub conforms_to: Vec<LinkView>,
    /// Applicable legislation.
    pub legislation: Vec<String>,
    /// Places.
    pub spatial: Vec<PlaceView>,
    /// Periods.
    pub temporal: Vec<PeriodView>,
    /// Version (`dcat:version` or `owl:versionInfo`).
    pub version: Option<String>,
    /// Version notes.
    pub version_notes: LangText,
    /// Provenance statements.
    pub provenance: Vec<LangText>,
    /// Related resources.
    pub related: Vec<LinkView>,
    /// Distributions, in a stable order.
    pub distributions: Vec<DistributionView>,
    /// For series: members (portal id in `iri`'s place is given by `id`).
    pub members: Vec<ResourceLink>,
    /// Series it belongs to.
    pub series: Vec<ResourceLink>,
    /// For datasets: services that serve it; for services: datasets they serve.
    pub services: Vec<ResourceLink>,
    /// For services: endpoints.
    pub endpoint_urls: Vec<String>,
    /// For services: descriptions of the endpoints.
    pub endpoint_descriptions: Vec<String>,
    /// Title and IRI of the catalog that it comes from.
    pub catalog: Option<LinkView>,
}

/// A link to another resource of this catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResourceLink {
    /// Portal id, if it is in the catalog.
    pub id: Option<String>,
    /// IRI.
    pub iri: String,
    /// Title per language.
    pub title: LangText,
}
