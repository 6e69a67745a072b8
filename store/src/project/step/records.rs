//! Records that changed, as far as they are nobody else's business.

use super::Step;
use crate::StoreError;
use crate::journal::{RecordChange, RecordVersion};
use crate::merge::{is_published_kind, main_catalogs};
use crate::project::catalog::{instant_of, our_label, predicate_of, subject_of};
use crate::project::{provenance, rebase};
use crate::snapshot::TermId;
use model::SourceId;
use model::ns::{PLACEHOLDER, dcterms, skord};
use oxrdf::LiteralRef;
use oxrdf::vocab::xsd;
use rdf::{RecordHead, RecordKind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// Writes what records were and are into a step's difference.
pub(super) struct Records<'r, 's> {
    step: &'r mut Step<'s>,
    /// The source that changes a subject or key. What two sources touch at once is the merge's business.
    touched_by: FxHashMap<String, SourceId>,
    uuids: FxHashMap<String, (SourceId, String)>,
    /// Heads of the catalogs of each source.
    catalogs: FxHashMap<SourceId, Vec<RecordHead>>,
    /// What may be a publisher now and was none, or the other way round, or is described now and was not.
    publishers: BTreeSet<String>,
}

impl<'r, 's> Records<'r, 's> {
    pub(super) fn new(step: &'r mut Step<'s>) -> Self {
        Self {
            step,
            touched_by: FxHashMap::default(),
            uuids: FxHashMap::default(),
            catalogs: FxHashMap::default(),
            publishers: BTreeSet::new(),
        }
    }

    /// Writes all changes; false if one of them may concern others, so that all has to be merged anew.
    pub(super) fn write(mut self, changes: &[RecordChange]) -> Result<bool, StoreError> {
        for change in changes {
            if !self.is_alone(change)? || !self.write_record(change)? {
                tracing::debug!(key = change.key, "record `{}` needs a new merge", change.key);
                return Ok(false);
            }
        }
        self.write_publishers(changes)
    }

    /// Whether the record is a cluster of its own, before and after, and the merge takes nothing else from it.
    fn is_alone(&mut self, change: &RecordChange) -> Result<bool, StoreError> {
        let versions = || change.before.iter().chain(&change.after);
        let kind = versions().next().map(|version| version.kind);
        if versions().any(|version| Some(version.kind) != kind) {
            return Ok(false);
        }
        if kind == Some(RecordKind::Catalog) {
            // Catalogs above and below each other decide where datasets stand.
            let (Some(before), Some(after)) = (&change.before, &change.after) else { return Ok(false) };
            if before.meta.catalogs != after.meta.catalogs {
                return Ok(false);
            }
        }
        let uuids: BTreeSet<&String> = versions().filter_map(|version| version.meta.uuid.as_ref()).collect();
        for uuid in &uuids {
            let me = (change.source.clone(), change.key.clone());
            if self.uuids.insert((*uuid).clone(), me.clone()).is_some_and(|other| other != me)
                || self.step.reading.has_relatives(&change.source, &change.key, Some(uuid.as_str()))?
            {
                return Ok(false);
            }
        }
        if kind == Some(RecordKind::Remainder) {
            return Ok(true); // every source has one
        }
        let alone = !self.step.reading.has_relatives(&change.source, &change.key, None)?;
        Ok(alone && self.touch(&change.source, &change.key))
    }

    /// Notes that a source touches a subject; false if others describe it too.
    fn touch(&mut self, source: &SourceId, subject: &str) -> bool {
        if let Some(known) = self.touched_by.get(subject) {
            return known == source;
        }
        self.touched_by.insert(subject.to_owned(), source.clone());
        self.is_exclusive(source, subject)
    }

    /// Whether no other source describes the subject.
    fn is_exclusive(&self, source: &SourceId, subject: &str) -> bool {
        let over = self.step.over;
        let Some(subject) = over.iri_id(&rebase(subject, self.step.base_url)) else { return true };
        let allowed = [format!("source/{source}"), "provenance".to_owned(), "quality".to_owned()];
        let allowed = allowed.map(|name| self.step.graph(&name));
        over.rows(None, Some(subject), None, None).quads().all(|[_, _, _, graph]| allowed.contains(&Some(graph)))
    }

    fn write_record(&mut self, change: &RecordChange) -> Result<bool, StoreError> {
        let RecordChange { source, key, before, after } = change;
        let kind = before.as_ref().or(after.as_ref()).map(|version| version.kind);
        let base_url = self.step.base_url;
        let graph = match kind {
            Some(RecordKind::CatalogRecord) => format!("{PLACEHOLDER}graph/provenance"),
            _ => format!("{PLACEHOLDER}graph/source/{source}"),
        };
        if let Some(before) = before {
            self.step.difference.old.insert_body(&before.body, &[Some(&graph)], base_url);
        }
        if let Some(after) = after {
            self.step.difference.new.insert_body(&after.body, &[Some(&graph)], base_url);
        }
        let body = |version: &Option<RecordVersion>| version.as_ref().map_or(String::new(), |v| v.body.clone());
        let (old, new) = (body(before), body(after));
        let subjects = changed_subjects(&old, &new);
        match kind {
            Some(RecordKind::CatalogRecord) => return Ok(subjects.iter().all(|subject| *subject == key)),
            Some(RecordKind::Catalog) if self.main_catalog(source, key)?.is_some() => return Ok(true),
            _ => {}
        }
        if !self.write_default(change, (&old, &new), &subjects)? {
            return Ok(false);
        }
        if !kind.is_some_and(is_published_kind) {
            if before.is_none() || after.is_none() {
                self.publishers.insert(key.clone());
            }
            return Ok(true);
        }
        self.write_instants(change);
        self.write_provenance(change)
    }

    /// The main catalog of a sub-catalog of a source.
    fn main_catalog(&mut self, source: &SourceId, catalog: &str) -> Result<Option<String>, StoreError> {
        if !self.catalogs.contains_key(source) {
            let heads = self.step.reading.catalog_heads(source)?;
            self.catalogs.insert(source.clone(), heads);
        }
        let heads = self.catalogs.get(source).map(Vec::as_slice).unwrap_or_default();
        Ok(main_catalogs(heads).get(catalog).map(|&main| main.to_owned()))
    }

    /// What of the lines of changed subjects counts in the default graph.
    fn write_default(
        &mut self,
        change: &RecordChange,
        (old, new): (&str, &str),
        changed: &BTreeSet<&str>,
    ) -> Result<bool, StoreError> {
        let RecordChange { source, key, before, after } = change;
        let versions = || before.iter().chain(after);
        let listed_by: BTreeSet<&str> =
            versions().flat_map(|version| &version.meta.catalogs).map(String::as_str).collect();
        let shared = versions().any(|version| version.kind == RecordKind::Shared);
        let mut subjects: BTreeSet<&str> = changed.clone();
        // A dataset that two catalogs list may stand in one of them because of both.
        subjects
            .extend([old, new].iter().flat_map(|body| body.lines()).map(subject_of).filter(|s| listed_by.contains(s)));
        for subject in subjects {
            let main = if subject == key { None } else { self.main_catalog(source, subject)? };
            let lists = subject != key && (main.is_some() || listed_by.contains(subject));
            if !lists {
                let described = our_label(subject).is_some() && (subject != key || shared);
                if described || subject != key && !self.touch(source, subject) {
                    return Ok(false);
                }
            }
            let subject_now = main.as_deref().unwrap_or(subject);
            let (was, is) = (lines_of(old, subject, subject_now), lines_of(new, subject, subject_now));
            if lists && !self.only_said_by(source, subject_now, (&was, &is)) {
                return Ok(false);
            }
            self.step.difference.old.insert_body(&was, &[None], self.step.base_url);
            self.step.difference.new.insert_body(&is, &[None], self.step.base_url);
        }
        Ok(true)
    }

    /// Whether no other source says what this one does not say any more of a catalog.
    fn only_said_by(&self, source: &SourceId, catalog: &str, (was, is): (&str, &str)) -> bool {
        let over = self.step.over;
        let here = self.step.graph(&format!("source/{source}"));
        let Some(subject) = over.iri_id(&rebase(catalog, self.step.base_url)) else { return true };
        let still: FxHashSet<&str> = is.lines().collect();
        was.lines().filter(|line| !still.contains(line)).all(|line| {
            let object = line.trim_end_matches(" .").rsplit(' ').next().unwrap_or_default();
            let object = object.trim_start_matches('<').trim_end_matches('>');
            let ids = over.iri_id(predicate_of(line, catalog)).zip(over.iri_id(&rebase(object, self.step.base_url)));
            let Some((predicate, object)) = ids else { return false };
            let said = over.rows(None, Some(subject), Some(predicate), Some(object));
            said.quads().all(|[_, _, _, graph]| Some(graph) == here)
        })
    }

    fn write_instants(&mut self, change: &RecordChange) {
        let subject = rebase(&change.key, self.step.base_url);
        let difference = &mut self.step.difference;
        for (version, builder) in [(&change.before, &mut difference.old), (&change.after, &mut difference.new)] {
            if let Some(instant) = version.as_ref().and_then(|version| instant_of(&version.body, &change.key)) {
                let text = instant.to_string();
                let literal = LiteralRef::new_typed_literal(&text, xsd::INTEGER);
                builder.insert(&subject, skord::SORT_INSTANT, literal.into(), None);
            }
        }
    }

    /// Portal id, source and our own catalog record.
    fn write_provenance(&mut self, change: &RecordChange) -> Result<bool, StoreError> {
        let RecordChange { source, key, before, after } = change;
        let (base_url, over) = (self.step.base_url, self.step.over);
        let Some((id, shared)) = self.step.reading.portal_id(key)? else { return Ok(false) };
        let subject = rebase(key, base_url);
        let graph = self.step.graph("provenance");
        let rows = |iri: &str| match (graph, over.iri_id(iri)) {
            (Some(graph), Some(subject)) => over.rows(Some(Some(graph)), Some(subject), None, None).len(),
            _ => 0,
        };
        if before.is_some() != after.is_some() && (shared || rows(&subject) != if before.is_some() { 2 } else { 0 }) {
            return Ok(false); // other names, or a former life
        }
        if before.is_some() {
            provenance::write_single(&mut self.step.difference.old, base_url, (key, &id), source);
            let record = over.iri_id(&provenance::catalog_record(base_url, &id));
            if let (Some(graph), Some(record)) = (graph, record) {
                self.step.was_about(graph, [record]);
            }
        }
        if after.is_some() {
            provenance::write_single(&mut self.step.difference.new, base_url, (key, &id), source);
            if let Some(times) = self.step.reading.times_of(source, key)? {
                let new = &mut self.step.difference.new;
                provenance::write_catalog_record(new, base_url, (&subject, &id), times);
            }
        }
        let publisher = |version: &Option<RecordVersion>| version.as_ref().and_then(|v| v.meta.publisher.clone());
        let (was, is) = (publisher(before), publisher(after));
        if was != is {
            self.publishers.extend(was.into_iter().chain(is));
        }
        Ok(true)
    }

    /// What has this publisher in the default graph.
    fn published_by(&self, publisher: &str) -> Vec<TermId> {
        let over = self.step.over;
        let ids = over.iri_id(dcterms::PUBLISHER).zip(over.iri_id(&rebase(publisher, self.step.base_url)));
        ids.map(|(property, publisher)| over.subjects(property, publisher).collect()).unwrap_or_default()
    }

    /// Publishers that come and go with what they publish. False where that cannot be told from here.
    fn write_publishers(self, changes: &[RecordChange]) -> Result<bool, StoreError> {
        let over = self.step.over;
        let ids = |iri: &str| over.iri_id(&rebase(iri, self.step.base_url));
        let touched: FxHashSet<TermId> = changes.iter().filter_map(|change| ids(&change.key)).collect();
        let has_publisher = |change: &&RecordChange| change.after.as_ref().is_some_and(|v| is_published_kind(v.kind));
        let named: FxHashSet<&str> = changes
            .iter()
            .filter(has_publisher)
            .filter_map(|change| change.after.as_ref()?.meta.publisher.as_deref())
            .collect();
        for publisher in &self.publishers {
            let others: Vec<TermId> =
                self.published_by(publisher).into_iter().filter(|subject| !touched.contains(subject)).collect();
            let stays = others.iter().take(50).any(|subject| self.is_only_publisher(*subject));
            let publishes = stays || named.contains(publisher.as_str());
            if !publishes && !others.is_empty() {
                return Ok(false);
            }
            let Some((id, _)) = self.step.reading.portal_id(publisher)? else {
                if publishes {
                    return Ok(false);
                }
                continue; // never one
            };
            let is_there = self.has_id(publisher, &id);
            // One that nobody describes has a name from its source.
            let described = self.step.reading.is_record(publisher)?;
            let change = changes.iter().find(|change| change.key == *publisher);
            let was_described = change.map_or(described, |change| change.before.is_some());
            if is_there && !was_described || publishes && !described {
                return Ok(false);
            }
            let builder = match (is_there, publishes) {
                (false, true) => &mut self.step.difference.new,
                (true, false) => &mut self.step.difference.old,
                _ => continue,
            };
            provenance::write_publisher(builder, self.step.base_url, publisher, &id);
        }
        Ok(true)
    }

    fn has_id(&self, iri: &str, id: &str) -> bool {
        let over = self.step.over;
        let object = over.id(LiteralRef::new_simple_literal(id).into());
        let subject = over.iri_id(&rebase(iri, self.step.base_url));
        let (Some(graph), Some(subject), Some(property), Some(object)) =
            (self.step.graph("provenance"), subject, over.iri_id(skord::PORTAL_ID), object)
        else {
            return false;
        };
        !over.rows(Some(Some(graph)), Some(subject), Some(property), Some(object)).is_empty()
    }

    /// Whether a subject is published and names one publisher, so that this one is its publisher.
    fn is_only_publisher(&self, subject: TermId) -> bool {
        let over = self.step.over;
        let id = self.step.graph("provenance").zip(over.iri_id(skord::PORTAL_ID));
        let published = id.is_some_and(|(graph, property)| {
            !over.rows(Some(Some(graph)), Some(subject), Some(property), None).is_empty()
        });
        published
            && over.iri_id(dcterms::PUBLISHER).is_some_and(|property| over.objects(subject, property).count() == 1)
    }
}

/// Subjects with lines that only one of the bodies has.
fn changed_subjects<'b>(old: &'b str, new: &'b str) -> BTreeSet<&'b str> {
    let (was, is): (FxHashSet<&str>, FxHashSet<&str>) = (old.lines().collect(), new.lines().collect());
    was.symmetric_difference(&is).map(|line| subject_of(line)).collect()
}

/// The lines about a subject, said of `now`.
fn lines_of(body: &str, subject: &str, now: &str) -> String {
    let mut lines = String::new();
    for line in body.split_inclusive('\n').filter(|line| subject_of(line) == subject) {
        lines.extend(["<", now, ">", line.get(subject.len() + 2..).unwrap_or_default()]);
    }
    lines
}
