//! Measuring datasets (MQA): those that a run changes, and those that the present rules have not measured yet.

use crate::compare::Plan;
use crate::pipeline::payload_text;
use model::quality::DatasetMeasure;
use model::{ContentHash, Finding, Severity, SourceId};
use rdf::{Record, RecordHead, RecordKind};
use std::collections::{HashMap, HashSet};
use std::panic::AssertUnwindSafe;
use store::{Journal, StoreError};

/// What the profile says about the records, and what was measured of the datasets that `wanted` names. A judge reports
/// and never rejects, so its failure is only told.
pub(crate) fn judge(
    source: &SourceId,
    records: &[Record],
    wanted: &HashSet<&str>,
) -> (Vec<Finding>, Vec<DatasetMeasure>) {
    let judged =
        std::panic::catch_unwind(AssertUnwindSafe(|| shapes::judge_and_measure(records, &|key| wanted.contains(key))));
    judged.unwrap_or_else(|payload| {
        let cause = payload_text(&*payload);
        tracing::error!(%source, "{source}: its metadata could not be judged (a bug in Skörd): {cause}");
        let sv = "metadata kunde inte bedömas mot profilen (ett fel i Skörd)";
        let en = "the metadata could not be judged by the profile (a bug in Skörd)";
        (vec![Finding::new("harvest-not-judged", Severity::Warning, sv, en).with_value(&cause)], Vec::new())
    })
}

/// Datasets that a plan writes, and those that refer to another record that it writes or withdraws: a contact, place
/// or distribution of several datasets.
pub(crate) fn affected<'r>(records: &'r [Record], plan: &Plan) -> HashSet<&'r str> {
    let others: HashSet<&str> = records
        .iter()
        .filter(|record| record.kind != RecordKind::Dataset && plan.put.contains(&record.key))
        .map(|record| record.key.as_str())
        .chain(plan.withdraw.iter().map(String::as_str))
        .collect();
    let kept: HashSet<&str> = plan.kept.iter().map(String::as_str).collect();
    let is_affected = |record: &&Record| {
        plan.put.contains(&record.key) || (!others.is_empty() && objects(&record.body).any(|iri| others.contains(iri)))
    };
    let datasets = records.iter().filter(|record| record.kind == RecordKind::Dataset);
    let datasets = datasets.filter(|record| !kept.contains(record.key.as_str()));
    datasets.filter(is_affected).map(|record| record.key.as_str()).collect()
}

/// IRIs in the object position of canonical N-Triples.
fn objects(body: &str) -> impl Iterator<Item = &str> {
    body.lines().filter_map(|line| line.strip_suffix("> .")?.rsplit_once('<').map(|(_, iri)| iri))
}

/// Measures what the present rules have not measured of a source: after an upgrade, and after a decision that brought
/// records back. Costs one query when there is nothing to do.
pub(crate) fn catch_up(journal: &Journal, source: &SourceId) -> Result<(), StoreError> {
    let lacking = journal.unmeasured(source)?;
    if lacking.is_empty() {
        return Ok(());
    }
    let records = records_of(journal, source)?;
    let made =
        std::panic::catch_unwind(AssertUnwindSafe(|| shapes::mqa::measures(&records, &|key| lacking.contains(key))));
    let measures = made.unwrap_or_else(|payload| {
        let cause = payload_text(&*payload);
        tracing::error!(%source, "{source}: its metadata could not be measured (a bug in Skörd): {cause}");
        Vec::new()
    });
    let texts: HashMap<&str, ContentHash> = records.iter().map(|record| (record.key.as_str(), record.hash)).collect();
    let known = |measure: DatasetMeasure| Some((*texts.get(measure.iri.as_str())?, measure));
    let hashed: Vec<(ContentHash, DatasetMeasure)> = measures.into_iter().filter_map(known).collect();
    tracing::info!(%source, "{source}: measured the metadata of {} datasets", hashed.len());
    if hashed.is_empty() { Ok(()) } else { journal.put_measures(source, &hashed) }
}

/// Catches up with all sources; trouble with one is told and leaves the others.
pub(crate) fn catch_up_all(journal: &Journal) {
    let sources = match journal.sources() {
        Ok(sources) => sources,
        Err(error) => return tracing::error!("nothing was measured, the sources cannot be read: {error}"),
    };
    for entry in sources {
        let source = &entry.source.id;
        if let Err(error) = catch_up(journal, source) {
            tracing::error!(%source, "{source}: its metadata could not be measured: {error}");
        }
    }
}

fn records_of(journal: &Journal, source: &SourceId) -> Result<Vec<Record>, StoreError> {
    journal.reading(|reading| {
        let mut heads = reading.heads(source)?.into_iter();
        let mut records = Vec::with_capacity(heads.len());
        reading.for_each_body(source, &mut |_, body| {
            if let Some(RecordHead { key, kind, hash, meta, .. }) = heads.next() {
                records.push(Record { key, kind, hash, meta, body: body.to_owned() });
            }
            Ok(())
        })?;
        Ok(records)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(key: &str, kind: RecordKind, body: &str) -> Record {
        let hash = ContentHash(*blake3::hash(body.as_bytes()).as_bytes());
        Record { key: key.to_owned(), kind, hash, meta: rdf::RecordMeta::default(), body: body.to_owned() }
    }

    #[test]
    fn a_changed_neighbour_has_its_datasets_measured_again() {
        let link = |dataset: &str, object: &str| format!("<{dataset}> <urn:p> <{object}> .\n");
        let records = [
            record("urn:a", RecordKind::Dataset, &link("urn:a", "urn:contact")),
            record("urn:b", RecordKind::Dataset, &link("urn:b", "urn:gone")),
            record("urn:c", RecordKind::Dataset, &link("urn:c", "urn:other")),
            record("urn:d", RecordKind::Dataset, &link("urn:d", "urn:contact")),
            record("urn:contact", RecordKind::Shared, ""),
        ];
        let mut plan = Plan::default();
        assert!(affected(&records, &plan).is_empty());
        plan.put.insert("urn:contact".to_owned());
        plan.withdraw.push("urn:gone".to_owned());
        plan.kept.push("urn:d".to_owned());
        assert_eq!(affected(&records, &plan), HashSet::from(["urn:a", "urn:b"]));
        plan.put = HashSet::from(["urn:c".to_owned()]);
        plan.withdraw.clear();
        assert_eq!(affected(&records, &plan), HashSet::from(["urn:c"]));
    }
}
