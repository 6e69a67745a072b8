//! The whole default graph, for exports.

use super::reader::Reader;
use crate::Snapshot;
use oxrdf::Triple;

/// Visits every triple of the default graph, all of one subject together, so that serialisers can stream.
pub fn export_default(snapshot: &Snapshot, visit: &mut dyn FnMut(Triple)) {
    for triple in snapshot.triples(None, None, None, None) {
        if let Some(triple) = snapshot.decode(triple) {
            visit(triple);
        }
    }
}

/// IRIs of every dataset, series and service, sorted: the members that a paged export walks through, describing each
/// with [`super::describe`].
pub fn primary_iris(snapshot: &Snapshot) -> Vec<String> {
    let reader = Reader::new(snapshot);
    let mut iris: Vec<String> =
        reader.primary_resources().into_iter().map(|(subject, _)| reader.text_of(subject).to_owned()).collect();
    iris.sort_unstable();
    iris
}
