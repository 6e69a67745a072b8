//! Which summaries differ between two snapshots that lie over the same file.
//!
//! A summary is read from nodes that its resource leads to, so it can only differ if a changed node leads back to the
//! resource. The few things that are read against the direction of a property (services of a dataset and back) are
//! followed in theirs.

use super::reader::Reader;
use crate::Snapshot;
use crate::snapshot::TermId;
use model::ns::dqv;
use model::view::ResourceSummary;
use rustc_hash::FxHashSet;

/// With more nodes than that it is quicker to read all summaries.
const LIMIT: usize = 100_000;

/// What to change in the summaries of an older snapshot.
#[derive(Debug)]
pub struct SummaryChanges {
    /// IRIs of resources whose summaries do not hold any more.
    pub gone: FxHashSet<String>,
    /// Those that take their place, in no order.
    pub now: Vec<ResourceSummary>,
}

/// What differs in the summaries since an older snapshot; `None` if that cannot be told in little time.
pub fn summary_changes(before: &Snapshot, now: &Snapshot) -> Option<SummaryChanges> {
    let seeds = seeds(before, now)?;
    let readers = [Reader::new(before), Reader::new(now)];
    let mut seen = seeds.clone();
    let mut queue: Vec<TermId> = seeds.into_iter().collect();
    let mut found: FxHashSet<TermId> = FxHashSet::default();
    while let Some(node) = queue.pop() {
        if seen.len() > LIMIT {
            return None;
        }
        for reader in &readers {
            if reader.kind(node).is_some() {
                found.insert(node);
            }
            for [above, _, _] in reader.snapshot.triples(None, None, None, Some(node)) {
                if reader.kind(above).is_some() {
                    found.insert(above); // what leads to a resource reads no further than that
                } else if seen.insert(above) {
                    queue.push(above);
                }
            }
        }
    }
    let [_, reader] = &readers;
    let gone = found.iter().map(|&subject| reader.text_of(subject).to_owned()).collect();
    let summaries = found.iter().filter_map(|&subject| Some(reader.summary(subject, reader.kind(subject)?)));
    Some(SummaryChanges { gone, now: summaries.collect() })
}

/// Nodes that differ, and those that are read from their side of a property that differs.
fn seeds(before: &Snapshot, now: &Snapshot) -> Option<FxHashSet<TermId>> {
    let changed = now.changed_since(before)?;
    let base_url = &now.header().base_url;
    let graph = |name: &str| now.iri_id(&format!("{base_url}graph/{name}"));
    let (provenance, quality) = (graph("provenance"), graph("quality"));
    let computed_on = now.iri_id(dqv::COMPUTED_ON);
    let mut seeds = FxHashSet::default();
    for [subject, _, _, graph] in changed.quads {
        if Some(graph) == provenance {
            seeds.insert(subject);
        } else if Some(graph) == quality {
            for snapshot in [before, now] {
                let of = snapshot.rows(Some(Some(graph)), Some(subject), computed_on, None);
                seeds.extend(of.triples().filter(|row| Some(row[1]) == computed_on).map(|[_, _, record]| record));
            }
        }
    }
    let readers = [Reader::new(before), Reader::new(now)];
    for [subject, predicate, object] in changed.triples {
        seeds.insert(subject);
        let predicate = Some(predicate);
        for reader in &readers {
            let known = &reader.known;
            if predicate == known.serves_dataset || predicate == known.access_service {
                seeds.insert(object);
            } else if predicate == known.distribution {
                seeds.extend(reader.objects(object, known.access_service));
            } else if predicate == known.rdf_type {
                seeds.extend(reader.services_of(subject));
                seeds.extend(reader.datasets_of(subject));
            }
        }
    }
    Some(seeds)
}
