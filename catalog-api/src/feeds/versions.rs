//! Stages of a thing out of the versions that the journal keeps, and their summaries.

use super::past::completed;
use crate::address;
use crate::state::Reader;
use model::Seq;
use model::ns::{PLACEHOLDER, prov, skord};
use model::view::ResourceSummary;
use oxrdf::{LiteralRef, NamedNodeRef};
use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;
use store::journal::Version;
use store::snapshot::SnapshotHeader;
use store::{Snapshot, SnapshotBuilder, StoreError, views};

/// Stands between the id of a thing and the number of a stage; occurs in no portal id.
pub(super) const MARK: char = '@';

/// What a thing was from one commit to the next.
#[derive(Debug)]
pub(crate) struct Stage {
    /// The commit that it began with.
    pub(crate) seq: Seq,
    /// Whether it was published at all.
    pub(crate) there: bool,
    /// The key of its summary among the past; none where it is what is published now.
    pub(crate) key: Option<String>,
}

/// A past content.
#[derive(Debug)]
pub(crate) struct Body {
    /// Id of the thing, [`MARK`], number.
    key: String,
    /// Its IRI then, as the journal writes it.
    iri: String,
    source: String,
    text: String,
}

/// Stages of a thing, oldest first: one before the oldest version, then one after each. Where several sources publish
/// it, those of the one that counts now. Past contents are added to `bodies`.
pub(super) fn stages(
    id: &str,
    current: Option<&ResourceSummary>,
    (versions, upto): (Vec<Version>, Seq),
    bodies: &mut Vec<Body>,
) -> Vec<Stage> {
    let source = current.map(|current| current.source.clone());
    let counts =
        |version: &Version| version.seq <= upto && source.as_ref().is_none_or(|source| *source == version.source);
    let mut versions: Vec<Version> = versions.into_iter().filter(counts).collect();
    versions.reverse();
    let mut keep = |iri: &str, version: &Version, text: &Option<String>| {
        let text = text.clone()?;
        let key = format!("{id}{MARK}{}", bodies.len());
        bodies.push(Body { key: key.clone(), iri: iri.to_owned(), source: version.source.to_string(), text });
        Some(key)
    };
    let mut stages = Vec::new();
    if let Some(oldest) = versions.first() {
        let iri = oldest.from_iri.as_deref().unwrap_or(&oldest.iri);
        let key = keep(iri, oldest, &oldest.before);
        stages.push(Stage { seq: Seq(0), there: key.is_some(), key });
    }
    for (number, version) in versions.iter().enumerate() {
        let is_now = number + 1 == versions.len() && current.is_some();
        let key = if is_now { None } else { keep(&version.iri, version, &version.after) };
        stages.push(Stage { seq: version.seq, there: is_now || version.after.is_some(), key });
    }
    stages
}

/// Summaries of past contents, each with its key as id.
pub(super) fn summaries(reader: &Reader, bodies: &[Body]) -> Result<Vec<ResourceSummary>, StoreError> {
    let base_url = reader.snapshot.header().base_url.clone();
    let mut builder = SnapshotBuilder::new();
    let mut named = BTreeSet::new();
    for (number, body) in bodies.iter().enumerate() {
        insert(&mut builder, (number, body), &base_url, &mut named);
    }
    for iri in &named {
        describe(&mut builder, reader, iri, &base_url);
    }
    let folder = tempfile::tempdir().map_err(|cause| StoreError::Io {
        action: "create a directory in",
        path: std::env::temp_dir(),
        cause,
    })?;
    let header = SnapshotHeader { base_url, ..reader.snapshot.header().clone() };
    let snapshot = Snapshot::open(&builder.write(folder.path(), &header)?)?;
    let keys: HashSet<&str> = bodies.iter().map(|body| body.key.as_str()).collect();
    let found = views::summaries(&snapshot).into_iter().filter(|summary| keys.contains(summary.id.as_str()));
    let completed = |summary: ResourceSummary| {
        let id = summary.id.split_once(MARK).map(|(id, _)| id.to_owned()).unwrap_or_default();
        completed(summary, reader, &id)
    };
    Ok(found.map(completed).collect())
}

/// Adds a past content under names of its own, so that versions of one thing do not run together. What it names outside
/// itself is gathered.
fn insert(builder: &mut SnapshotBuilder, (number, body): (usize, &Body), base_url: &str, named: &mut BTreeSet<String>) {
    let triples: Vec<(&str, &str, &str)> = body.text.lines().filter_map(parts).collect();
    let own: HashSet<&str> = triples.iter().map(|(subject, ..)| *subject).collect();
    let renamed = |node: &str| format!("{}-past-{number}>", node.trim_end_matches('>'));
    let mut text = String::with_capacity(body.text.len() * 2);
    for (subject, predicate, object) in &triples {
        let object = if own.contains(object) {
            renamed(object)
        } else {
            if let Some(iri) = object.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
                named.insert(iri.to_owned());
            }
            (*object).to_owned()
        };
        // Writing to a string cannot fail.
        _ = writeln!(text, "{} {predicate} {object} .", renamed(subject));
    }
    builder.insert_body(&text, &[None], base_url);
    let resolved = |iri: &str| iri.strip_prefix(PLACEHOLDER).map_or(iri.to_owned(), |rest| format!("{base_url}{rest}"));
    let subject = resolved(&format!("{}-past-{number}", body.iri));
    let graph = format!("{base_url}graph/provenance");
    let key = LiteralRef::new_simple_literal(&body.key);
    builder.insert(&subject, skord::PORTAL_ID, key.into(), Some(&graph));
    let source = format!("{base_url}graph/source/{}", body.source);
    builder.insert(&subject, prov::WAS_DERIVED_FROM, NamedNodeRef::new_unchecked(&source).into(), Some(&graph));
}

/// Subject, predicate and object of a line of canonical N-Triples.
fn parts(line: &str) -> Option<(&str, &str, &str)> {
    let (subject, rest) = line.split_once(' ')?;
    let (predicate, rest) = rest.split_once(' ')?;
    Some((subject, predicate, rest.strip_suffix(" .")?))
}

/// Adds what the catalog says of a node now: publishers with their ids, labels of concepts, places, services.
fn describe(builder: &mut SnapshotBuilder, reader: &Reader, iri: &str, base_url: &str) {
    let iri = address::ours(reader, iri);
    let Some(node) = reader.snapshot.iri_id(&iri) else { return };
    for (predicate, object) in reader.snapshot.properties(node).take(MOST_PROPERTIES) {
        if let Some(triple) = reader.snapshot.decode([node, predicate, object]) {
            builder.insert(&iri, triple.predicate.as_str(), triple.object.as_ref(), None);
        }
    }
    if let Some(id) = views::id_of(&reader.snapshot, &iri) {
        let graph = format!("{base_url}graph/provenance");
        builder.insert(&iri, skord::PORTAL_ID, LiteralRef::new_simple_literal(&id).into(), Some(&graph));
    }
}

/// Properties of a node that are taken: a catalog may list all its datasets.
const MOST_PROPERTIES: usize = 200;
