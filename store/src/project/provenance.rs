//! The provenance graph: where everything comes from, and how the last runs went.

use super::World;
use super::ids::{PortalIds, published};
use super::runs::{location, run_iri, run_triples};
use crate::journal::{DetectedApi, Reading, RecordTimes};
use crate::{Journal, SnapshotBuilder, StoreError};
use chrono::{DateTime, SecondsFormat, Utc};
use model::ns::{dcat, dcterms, foaf, prov, rdf, skord};
use model::{Outcome, Source, SourceId};
use oxrdf::vocab::xsd;
use oxrdf::{LiteralRef, NamedNodeRef};

/// Runs shown per source: enough to see a trend, few enough not to outweigh the metadata.
const RUNS: i64 = 3;

/// Writes triples into one graph.
struct Writer<'b> {
    builder: &'b mut SnapshotBuilder,
    graph: String,
}

impl Writer<'_> {
    fn iri(&mut self, subject: &str, predicate: &str, object: &str) {
        let object = NamedNodeRef::new_unchecked(object);
        self.builder.insert(subject, predicate, object.into(), Some(&self.graph));
    }

    fn text(&mut self, subject: &str, predicate: &str, object: &str) {
        let object = LiteralRef::new_simple_literal(object);
        self.builder.insert(subject, predicate, object.into(), Some(&self.graph));
    }

    fn typed(&mut self, subject: &str, predicate: &str, object: &str, datatype: NamedNodeRef<'_>) {
        let object = LiteralRef::new_typed_literal(object, datatype);
        self.builder.insert(subject, predicate, object.into(), Some(&self.graph));
    }
}

/// Writes sources with their last runs, and portal id, source, twins and catalog record of each published resource. (The
/// catalog records that sources themselves publish come with their bodies.)
pub(super) fn write(
    builder: &mut SnapshotBuilder,
    world: &World<'_>,
    ids: &PortalIds<'_>,
    (journal, reading): (&Journal, &Reading<'_>),
) -> Result<(), StoreError> {
    let mut writer = Writer { builder, graph: format!("{}graph/provenance", world.base_url) };
    write_resources(&mut writer, world, ids);
    write_catalog_records(&mut writer, world, ids, journal)?;
    for detected in reading.detected_apis()? {
        writer.iri(&detected.url, rdf::TYPE, skord::API_DESCRIPTION);
        writer.text(&detected.url, dcterms::CONFORMS_TO, &conforms_to(&detected));
    }
    for (place, candidate) in world.candidates.iter().enumerate() {
        let graph = world.source_graph(place);
        writer.iri(&graph, rdf::TYPE, prov::ENTITY);
        writer.text(&graph, dcterms::TITLE, &candidate.source.title);
        writer.text(&graph, skord::SOURCE_CLASS, candidate.source.class.as_str());
        writer.builder.insert(&graph, dcterms::SOURCE, location(&candidate.source.url).as_ref(), Some(&writer.graph));
        write_runs(writer.builder, world.base_url, candidate.source, reading)?;
    }
    Ok(())
}

/// What a description of an API says that it is.
pub(super) fn conforms_to(detected: &DetectedApi) -> String {
    format!("{} {}", detected.api.kind, detected.api.version)
}

/// Writes the last runs of a source, and which of them made what it has.
pub(super) fn write_runs(
    builder: &mut SnapshotBuilder,
    base_url: &str,
    source: &Source,
    reading: &Reading<'_>,
) -> Result<(), StoreError> {
    let mut writer = Writer { builder, graph: format!("{base_url}graph/provenance") };
    let runs = reading.last_runs(&source.id, RUNS)?;
    for run in &runs {
        for triple in run_triples(base_url, source, run) {
            let run = run_iri(base_url, run.run);
            writer.builder.insert(&run, triple.predicate.as_str(), triple.object.as_ref(), Some(&writer.graph));
        }
    }
    if let Some(made) = runs.iter().find(|run| run.outcome == Outcome::Changed) {
        let graph = format!("{base_url}graph/source/{}", source.id);
        writer.iri(&graph, prov::WAS_GENERATED_BY, &run_iri(base_url, made.run));
    }
    Ok(())
}

/// Writes that a resource comes from this source only, with its portal id.
pub(super) fn write_single(builder: &mut SnapshotBuilder, base_url: &str, (key, id): (&str, &str), source: &SourceId) {
    let mut writer = Writer { builder, graph: format!("{base_url}graph/provenance") };
    let subject = super::rebase(key, base_url);
    writer.text(&subject, skord::PORTAL_ID, id);
    writer.iri(&subject, prov::WAS_DERIVED_FROM, &format!("{base_url}graph/source/{source}"));
}

/// Writes the portal id of a publisher.
pub(super) fn write_publisher(builder: &mut SnapshotBuilder, base_url: &str, iri: &str, id: &str) {
    let mut writer = Writer { builder, graph: format!("{base_url}graph/provenance") };
    writer.text(&super::rebase(iri, base_url), skord::PORTAL_ID, id);
}

/// IRI of our own catalog record of a resource.
pub(super) fn catalog_record(base_url: &str, id: &str) -> String {
    format!("{base_url}record/{id}")
}

/// Writes our own catalog record of a resource.
pub(super) fn write_catalog_record(
    builder: &mut SnapshotBuilder,
    base_url: &str,
    (subject, id): (&str, &str),
    (issued, modified): (DateTime<Utc>, DateTime<Utc>),
) {
    let mut writer = Writer { builder, graph: format!("{base_url}graph/provenance") };
    let record = catalog_record(base_url, id);
    writer.iri(&record, rdf::TYPE, dcat::CATALOG_RECORD);
    writer.iri(&record, foaf::PRIMARY_TOPIC, subject);
    for (property, at) in [(dcterms::ISSUED, issued), (dcterms::MODIFIED, modified.max(issued))] {
        writer.typed(&record, property, &at.to_rfc3339_opts(SecondsFormat::Secs, true), xsd::DATE_TIME);
    }
}

fn write_resources(writer: &mut Writer<'_>, world: &World<'_>, ids: &PortalIds<'_>) {
    for (place, cluster) in published(world.candidates, world.merged) {
        let winner = cluster.winner();
        let subject = world.iri(winner);
        if let Some(id) = ids.of_cluster.get(&place) {
            writer.text(&subject, skord::PORTAL_ID, id);
        }
        writer.iri(&subject, prov::WAS_DERIVED_FROM, &world.source_graph(winner.source));
        for &loser in &cluster.members[1..] {
            writer.iri(&subject, skord::ALSO_PUBLISHED_BY, &world.source_graph(loser.source));
            let other = world.iri(loser);
            if other != subject {
                writer.iri(&other, skord::MERGED_INTO, &subject);
            }
        }
    }
    for (place, iri, id) in &ids.aliases {
        let subject = super::rebase(iri, world.base_url);
        let winner = world.iri(world.merged.clusters[*place].winner());
        writer.text(&subject, skord::FORMER_PORTAL_ID, id);
        if subject != winner {
            writer.iri(&subject, skord::MERGED_INTO, &winner);
        }
    }
    for (iri, id) in &ids.publishers {
        writer.text(&super::rebase(iri, world.base_url), skord::PORTAL_ID, id);
    }
}

/// Our own catalog records: since when the catalog has a resource, and when it last changed here. They are in this graph
/// only, since DCAT-AP-SE has no catalog records.
fn write_catalog_records(
    writer: &mut Writer<'_>,
    world: &World<'_>,
    ids: &PortalIds<'_>,
    journal: &Journal,
) -> Result<(), StoreError> {
    let times: Vec<RecordTimes> = world
        .candidates
        .iter()
        .map(|candidate| journal.record_times(&candidate.source.id))
        .collect::<Result<_, _>>()?;
    for (place, cluster) in published(world.candidates, world.merged) {
        let Some(id) = ids.of_cluster.get(&place) else { continue };
        let time = |member: &crate::merge::Member| {
            let key = &world.candidates[member.source].heads[member.record].key;
            times[member.source].get(key).copied()
        };
        let issued = cluster.members.iter().filter_map(time).map(|(first, _)| first).min();
        let Some((issued, (_, modified))) = issued.zip(time(&cluster.winner())) else { continue };
        let subject = world.iri(cluster.winner());
        write_catalog_record(writer.builder, world.base_url, (&subject, id), (issued, modified));
    }
    Ok(())
}
