//! Typed views of the published snapshot: what JSON, pages and the search index show.

use crate::Snapshot;
use model::LangText;
use model::view::{AgentView, ResourceSummary, ResourceView};
use oxrdf::Triple;

/// An organisation that publishes, with counts of its shown resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationView {
    /// Who.
    pub agent: AgentView,
    /// Home page.
    pub homepage: Option<String>,
    /// Organisation number and other identifiers.
    pub identifiers: Vec<String>,
    /// Description.
    pub description: LangText,
    /// Datasets that it publishes (`dcat:Dataset`, members of series too).
    pub datasets: u64,
    /// Services that it publishes.
    pub services: u64,
    /// Series that it publishes.
    pub series: u64,
}

/// Summaries of every dataset, series and service in the default graph, sorted by portal id.
pub fn summaries(snapshot: &Snapshot) -> Vec<ResourceSummary> {
    let _ = snapshot;
    todo!()
}

/// Everything about one resource, by portal id.
pub fn resource(snapshot: &Snapshot, id: &str) -> Option<ResourceView> {
    let _ = (snapshot, id);
    todo!()
}

/// IRI of the resource or organisation behind a portal id.
pub fn iri_of(snapshot: &Snapshot, id: &str) -> Option<String> {
    let _ = (snapshot, id);
    todo!()
}

/// Portal id of a resource or organisation.
pub fn id_of(snapshot: &Snapshot, iri: &str) -> Option<String> {
    let _ = (snapshot, iri);
    todo!()
}

/// Every publisher of a shown resource, sorted by Swedish name.
pub fn organisations(snapshot: &Snapshot) -> Vec<OrganisationView> {
    let _ = snapshot;
    todo!()
}

/// Triples that describe a resource: its own, those of nodes that only it leads to (distributions, periods …) and of
/// the agents and contacts it names. For content negotiation.
pub fn describe(snapshot: &Snapshot, iri: &str) -> Vec<Triple> {
    let _ = (snapshot, iri);
    todo!()
}
