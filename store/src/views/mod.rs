//! Typed views of the published snapshot: what JSON, pages and the search index show.
//!
//! Everything is read from the snapshot's own indexes on demand; nothing here keeps state, so a view is of exactly the
//! `seq` of the snapshot it was asked of.

mod agents;
mod changed;
mod concepts;
mod coverage;
mod describe;
mod distributions;
mod export;
mod geometry;
mod hvd;
mod links;
mod neighbours;
mod organisations;
mod places;
mod portal;
mod quality;
mod reader;
mod resource;
mod services;
mod summary;

#[cfg(test)]
mod tests;

pub use changed::{SummaryChanges, summary_changes};
pub use describe::{DESCRIPTION_LIMIT, describe};
pub use export::{export_default, primary_iris};
pub use hvd::{HvdDataset, HvdDistribution, HvdService, hvd_datasets, hvd_triples};
pub use links::{LinkProperty, LinkRecord, LinkTargets, LinkUse, link_targets, link_urls};
pub use neighbours::{Neighbour, Relation, Tie, neighbours};
pub use quality::{CatalogMembers, QualityNode, catalog_members, quality_nodes};
pub(crate) use services::title_names_api;

use crate::Snapshot;
use model::LangText;
use model::view::{AgentView, ResourceSummary, ResourceView};
use reader::Reader;

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
    let reader = Reader::new(snapshot);
    let mut all: Vec<ResourceSummary> =
        reader.primary_resources().into_iter().map(|(subject, kind)| reader.summary(subject, kind)).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| a.iri.cmp(&b.iri)));
    all
}

/// Everything about one resource, by portal id.
pub fn resource(snapshot: &Snapshot, id: &str) -> Option<ResourceView> {
    let reader = Reader::new(snapshot);
    let subject = reader.subject_of(id)?;
    let kind = reader.kind(subject)?;
    Some(reader.resource(subject, kind))
}

/// IRI of the resource or organisation behind a portal id.
pub fn iri_of(snapshot: &Snapshot, id: &str) -> Option<String> {
    let reader = Reader::new(snapshot);
    reader.subject_of(id).map(|subject| reader.text_of(subject).to_owned())
}

/// Portal id of a resource or organisation.
pub fn id_of(snapshot: &Snapshot, iri: &str) -> Option<String> {
    let reader = Reader::new(snapshot);
    let subject = snapshot.iri_id(iri)?;
    reader.allocated_id(subject).or_else(|| reader.is_shown(subject).then(|| portal::derived_id(iri)))
}

/// IRIs of other sources' records that were merged into the record with this IRI.
pub fn merged_into(snapshot: &Snapshot, winner: &str) -> Vec<String> {
    let reader = Reader::new(snapshot);
    let Some(winner) = snapshot.iri_id(winner) else { return Vec::new() };
    reader.losers_of(winner).into_iter().map(|loser| reader.text_of(loser).to_owned()).collect()
}

/// Every publisher of a shown resource, sorted by Swedish name.
pub fn organisations(snapshot: &Snapshot) -> Vec<OrganisationView> {
    Reader::new(snapshot).organisations()
}
