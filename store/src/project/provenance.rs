//! The provenance graph: where everything comes from, and how the last runs went.

use super::World;
use super::ids::{PortalIds, published};
use crate::journal::Reading;
use crate::{SnapshotBuilder, StoreError};
use chrono::{SecondsFormat, TimeDelta};
use model::ns::{dcterms, prov, rdf, skord};
use model::{Outcome, RunReport};
use oxrdf::vocab::xsd;
use oxrdf::{LiteralRef, NamedNode, NamedNodeRef};

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

/// Writes sources with their last runs, and portal id, source and twins of each published resource. (The catalog
/// records of the sources come with their bodies.)
pub(super) fn write(
    builder: &mut SnapshotBuilder,
    world: &World<'_>,
    ids: &PortalIds<'_>,
    reading: &Reading<'_>,
) -> Result<(), StoreError> {
    let mut writer = Writer { builder, graph: format!("{}graph/provenance", world.base_url) };
    write_resources(&mut writer, world, ids);
    for (place, candidate) in world.candidates.iter().enumerate() {
        let graph = world.source_graph(place);
        writer.iri(&graph, rdf::TYPE, "http://www.w3.org/ns/prov#Entity");
        writer.text(&graph, dcterms::TITLE, &candidate.source.title);
        write_location(&mut writer, &graph, dcterms::SOURCE, &candidate.source.url);
        let runs = reading.last_runs(&candidate.source.id, RUNS)?;
        for run in &runs {
            write_run(&mut writer, world.base_url, &graph, &candidate.source.url, run);
        }
        if let Some(made) = runs.iter().find(|run| run.outcome == Outcome::Changed) {
            writer.iri(&graph, prov::WAS_GENERATED_BY, &run_iri(world.base_url, made));
        }
    }
    Ok(())
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

fn run_iri(base_url: &str, run: &RunReport) -> String {
    format!("{base_url}run/{}", run.run)
}

fn write_run(writer: &mut Writer<'_>, base_url: &str, graph: &str, url: &str, run: &RunReport) {
    let subject = run_iri(base_url, run);
    let millis = TimeDelta::try_milliseconds(whole_millis(run.seconds)).unwrap_or_default();
    let started = run.started.to_rfc3339_opts(SecondsFormat::Millis, true);
    let ended = (run.started + millis).to_rfc3339_opts(SecondsFormat::Millis, true);
    writer.iri(&subject, rdf::TYPE, prov::ACTIVITY);
    writer.iri(&subject, skord::HARVESTED, graph);
    write_location(writer, &subject, prov::USED, url);
    writer.typed(&subject, prov::STARTED_AT_TIME, &started, xsd::DATE_TIME);
    writer.typed(&subject, prov::ENDED_AT_TIME, &ended, xsd::DATE_TIME);
    writer.text(&subject, skord::OUTCOME, run.outcome.as_str());
    writer.typed(&subject, skord::SEQ, &run.seq.to_string(), xsd::INTEGER);
}

/// Seconds of a run as milliseconds; a run never takes longer than weeks.
#[expect(clippy::cast_possible_truncation, reason = "clamped to a range that fits")]
fn whole_millis(seconds: f64) -> i64 {
    (seconds * 1000.0).round().clamp(0.0, 1e12) as i64
}

/// A source's URL as an IRI, or as text when an operator wrote something that is none (`file://` with spaces).
fn write_location(writer: &mut Writer<'_>, subject: &str, predicate: &str, url: &str) {
    match NamedNode::new(url) {
        Ok(iri) => writer.iri(subject, predicate, iri.as_str()),
        Err(_) => writer.text(subject, predicate, url),
    }
}
