//! Errors of the EU's profile in harvested records, looked at when somebody asks.

use crate::address::{in_journal, ours};
use crate::state::{AppState, Reader};
use model::SourceId;
use model::view::ResourceSummary;
use rdf::{Record, RecordHead};
use shapes::mqa::fixes::{ProfileError, profile_errors};
use std::collections::HashMap;
use store::StoreError;

/// Of all datasets of a source.
pub(super) fn of_source(state: &AppState, reader: &Reader, source: &SourceId) -> Result<Vec<ProfileError>, StoreError> {
    Ok(published(reader, profile_errors(&records(state, source, |_| true)?)))
}

/// Of one dataset: its record beside the shared ones that it may refer to.
pub(super) fn of_dataset(
    state: &AppState,
    reader: &Reader,
    summary: &ResourceSummary,
) -> Result<Vec<ProfileError>, StoreError> {
    let key = in_journal(reader, &summary.iri);
    let wanted = |head: &RecordHead| head.key == key || head.kind == rdf::RecordKind::Shared;
    let mut errors = profile_errors(&records(state, &summary.source, wanted)?);
    errors.retain(|error| error.dataset == key);
    Ok(published(reader, errors))
}

fn records(
    state: &AppState,
    source: &SourceId,
    wanted: impl Fn(&RecordHead) -> bool,
) -> Result<Vec<Record>, StoreError> {
    state.journal.reading(|reading| {
        let heads = reading.heads(source)?;
        let wanted: HashMap<&str, &RecordHead> =
            heads.iter().filter(|head| wanted(head)).map(|head| (head.key.as_str(), head)).collect();
        let mut records = Vec::with_capacity(wanted.len());
        reading.for_each_body(source, &mut |key, body| {
            if let Some(head) = wanted.get(key) {
                let RecordHead { key, kind, hash, meta, .. } = (*head).clone();
                records.push(Record { key, kind, hash, meta, body: body.to_owned() });
            }
            Ok(())
        })?;
        Ok(records)
    })
}

/// With IRIs as readers see them.
fn published(reader: &Reader, mut errors: Vec<ProfileError>) -> Vec<ProfileError> {
    for error in &mut errors {
        error.dataset = ours(reader, &error.dataset);
        error.node = ours(reader, &error.node);
    }
    errors
}
