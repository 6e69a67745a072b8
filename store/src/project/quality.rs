//! The quality graph: one compact node per record, with its current findings counted by severity.

use super::World;
use crate::journal::Reading;
use crate::merge::is_published_kind;
use crate::{SnapshotBuilder, StoreError};
use model::FindingCounts;
use model::ns::{dqv, prov, skord};
use oxrdf::vocab::xsd;
use oxrdf::{LiteralRef, NamedNodeRef};
use rustc_hash::FxHashMap;

/// Writes a node for each dataset, series and service of each source, and for every other record that has findings.
/// What the merge found about identifiers counts too.
pub(super) fn write(builder: &mut SnapshotBuilder, world: &World<'_>, reading: &Reading<'_>) -> Result<(), StoreError> {
    let mut counts: FxHashMap<(String, String), FindingCounts> = reading
        .findings_by_record()?
        .into_iter()
        .map(|counted| ((counted.source.to_string(), counted.record), counted.counts))
        .collect();
    for (source, finding) in &world.merged.findings {
        if let Some(record) = &finding.record {
            counts.entry((source.to_string(), record.clone())).or_default().warning += 1;
        }
    }
    let graph = format!("{}graph/quality", world.base_url);
    for (place, candidate) in world.candidates.iter().enumerate() {
        let source_graph = world.source_graph(place);
        for head in candidate.heads {
            let found = counts.get(&(candidate.source.id.to_string(), head.key.clone())).copied();
            if found.is_none() && !is_published_kind(head.kind) {
                continue;
            }
            let node = Node {
                name: node_name(world.base_url, candidate.source.id.as_str(), &head.key),
                record: super::rebase(&head.key, world.base_url),
                source_graph: &source_graph,
                counts: found.unwrap_or_default(),
            };
            node.write(builder, &graph);
        }
    }
    Ok(())
}

struct Node<'n> {
    name: String,
    record: String,
    source_graph: &'n str,
    counts: FindingCounts,
}

impl Node<'_> {
    fn write(&self, builder: &mut SnapshotBuilder, graph: &str) {
        let mut link = |predicate: &str, object: &str| {
            builder.insert(&self.name, predicate, NamedNodeRef::new_unchecked(object).into(), Some(graph));
        };
        link(dqv::COMPUTED_ON, &self.record);
        link(prov::WAS_DERIVED_FROM, self.source_graph);
        let FindingCounts { error, warning, notice } = self.counts;
        for (predicate, count) in [(skord::ERRORS, error), (skord::WARNINGS, warning), (skord::NOTICES, notice)] {
            let text = count.to_string();
            let literal = LiteralRef::new_typed_literal(&text, xsd::INTEGER);
            builder.insert(&self.name, predicate, literal.into(), Some(graph));
        }
    }
}

/// A name that stays the same through rebuilds; two sources that describe one thing have a node each.
fn node_name(base_url: &str, source: &str, key: &str) -> String {
    let hash = blake3::hash(format!("{source}\n{key}").as_bytes()).to_hex();
    format!("{base_url}quality/{}", &hash[..16])
}
