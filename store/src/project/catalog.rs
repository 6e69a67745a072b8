//! The default graph and the graphs of the sources.

use super::rebase;
use crate::journal::Reading;
use crate::merge::dates::sort_instant;
use crate::merge::{Candidate, Member, Merged, Part, is_published_kind};
use crate::{SnapshotBuilder, StoreError};
use model::ns::{PLACEHOLDER, dcterms, rdfs, skord, skos};
use model::text::UNDETERMINED;
use model::{LangText, vocabularies};
use oxrdf::LiteralRef;
use oxrdf::vocab::xsd;
use rdf::{RecordHead, RecordKind};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Writes the records of all sources. Sources come in the order in which they win what is nobody's record, so the first
/// that describes such a node has it.
pub(super) struct CatalogWriter<'w> {
    builder: SnapshotBuilder,
    base_url: &'w str,
    candidates: &'w [Candidate<'w>],
    merged: &'w Merged<'w>,
    /// Source that first described a node inside a record, by hash of its IRI.
    owners: FxHashMap<u64, usize>,
    /// Vocabulary terms that sources describe and we have labels for.
    terms: BTreeSet<String>,
}

/// What becomes of the lines of one subject in the default graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lines<'w> {
    Keep,
    Drop,
    /// All but the labels, which come from our tables.
    WithoutLabels,
    /// A membership in a sub-catalog becomes one in the main catalog.
    Under(&'w str),
}

impl<'w> CatalogWriter<'w> {
    pub(super) fn new(base_url: &'w str, candidates: &'w [Candidate<'w>], merged: &'w Merged<'w>) -> Self {
        Self {
            builder: SnapshotBuilder::new(),
            base_url,
            candidates,
            merged,
            owners: FxHashMap::default(),
            terms: BTreeSet::new(),
        }
    }

    /// Writes all records of one source.
    pub(super) fn write_source(&mut self, reading: &Reading<'_>, place: usize) -> Result<(), StoreError> {
        let Candidate { source, heads } = self.candidates[place];
        let graph = format!("{PLACEHOLDER}graph/source/{}", source.id);
        let provenance = format!("{PLACEHOLDER}graph/provenance");
        let mut heads = heads.iter().enumerate();
        reading.for_each_body(&source.id, &mut |key, body| {
            let Some((record, head)) = heads.next().filter(|(_, head)| head.key == key) else {
                return Err(StoreError::Value(format!("record `{key}` of `{}` out of order", source.id)));
            };
            match self.merged.part(Member { source: place, record }) {
                Part::Provenance => self.builder.insert_body(body, &[Some(&provenance)], self.base_url),
                Part::Nothing => self.builder.insert_body(body, &[Some(&graph)], self.base_url),
                Part::Whole | Part::Rest => self.publish(place, head, body, &graph),
            }
            Ok(())
        })
    }

    /// Writes a record into its source's graph, and what of it counts into the default graph.
    fn publish(&mut self, place: usize, head: &RecordHead, body: &str, graph: &str) {
        match self.select(place, head, body) {
            None => self.builder.insert_body(body, &[None, Some(graph)], self.base_url),
            Some(selected) => {
                self.builder.insert_body(body, &[Some(graph)], self.base_url);
                self.builder.insert_body(&selected, &[None], self.base_url);
            }
        }
        if is_published_kind(head.kind)
            && let Some(instant) = instant_of(body, &head.key)
        {
            let text = instant.to_string();
            let literal = LiteralRef::new_typed_literal(&text, xsd::INTEGER);
            let subject = rebase(&head.key, self.base_url);
            self.builder.insert(&subject, skord::SORT_INSTANT, literal.into(), None);
        }
    }

    /// The lines of a body that go to the default graph; `None` = all of them, as they are (nearly always).
    fn select(&mut self, place: usize, head: &RecordHead, body: &str) -> Option<String> {
        let mut selected: Option<String> = None;
        let mut last = ("", Lines::Keep);
        let mut taken = 0; // bytes of the body before the present line
        for line in body.split_inclusive('\n') {
            let subject = subject_of(line);
            if subject != last.0 {
                last = (subject, self.lines_of(place, head, subject));
            }
            let whole = match last.1 {
                Lines::Keep => true,
                Lines::WithoutLabels => !is_label(line, subject),
                Lines::Drop | Lines::Under(_) => false,
            };
            if !whole && selected.is_none() {
                selected = Some(body[..taken].to_owned());
            }
            if let Some(selected) = &mut selected {
                match last.1 {
                    Lines::Under(main) => {
                        selected.extend(["<", main, ">", &line[subject.len() + 2..]]);
                    }
                    _ if whole => selected.push_str(line),
                    _ => {}
                }
            }
            taken += line.len();
        }
        selected
    }

    /// A subject is the record itself, a catalog that lists it, another record's, or a node that only this record has.
    fn lines_of(&mut self, place: usize, head: &RecordHead, subject: &str) -> Lines<'w> {
        if subject != head.key {
            if let Some(main) = self.merged.main_catalog(place, subject) {
                return Lines::Under(main);
            }
            if head.meta.catalogs.iter().any(|catalog| catalog == subject) {
                return Lines::Keep;
            }
            let ours = match self.merged.cluster_of(subject) {
                Some(cluster) => cluster.winner().source == place,
                None => *self.owners.entry(fingerprint(subject)).or_insert(place) == place,
            };
            if !ours {
                return Lines::Drop;
            }
        } else if !matches!(head.kind, RecordKind::Shared) {
            return Lines::Keep;
        }
        if our_label(subject).is_none() {
            return Lines::Keep;
        }
        self.terms.insert(subject.to_owned());
        Lines::WithoutLabels
    }

    /// Adds our labels of vocabulary terms and gives the builder back.
    pub(super) fn finish(mut self) -> SnapshotBuilder {
        for iri in &self.terms {
            for (language, text) in our_label(iri).unwrap_or_default().0 {
                let label = LiteralRef::new_language_tagged_literal_unchecked(&text, &language);
                self.builder.insert(iri, skos::PREF_LABEL, label.into(), None);
            }
        }
        self.builder
    }
}

/// Label of a vocabulary term from our tables; names of file formats have no language and are left to the sources.
pub(super) fn our_label(iri: &str) -> Option<LangText> {
    vocabularies::label(iri).filter(|label| !label.0.contains_key(UNDETERMINED))
}

/// 64 bits of a good hash: among the 10^7 nodes of a whole continent a collision is as likely as 1 in 10^5.
fn fingerprint(iri: &str) -> u64 {
    let hash = blake3::hash(iri.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(first)
}

/// The subject of a canonical line, without its brackets.
pub(super) fn subject_of(line: &str) -> &str {
    line.strip_prefix('<').and_then(|rest| rest.split_once('>')).map_or("", |(subject, _)| subject)
}

/// The predicate of a canonical line whose subject is known, without its brackets.
pub(super) fn predicate_of<'l>(line: &'l str, subject: &str) -> &'l str {
    line.get(subject.len() + 4..).and_then(|rest| rest.split_once('>')).map_or("", |(predicate, _)| predicate)
}

fn is_label(line: &str, subject: &str) -> bool {
    let predicate = predicate_of(line, subject);
    [skos::PREF_LABEL, rdfs::LABEL, dcterms::TITLE].contains(&predicate)
}

/// The newest `dcterms:modified` of a record, else its newest `dcterms:issued`.
pub(super) fn instant_of(body: &str, key: &str) -> Option<i64> {
    let newest = |property: &str| {
        let stated = body.lines().filter(|line| subject_of(line) == key && predicate_of(line, key) == property);
        stated.filter_map(|line| sort_instant(line.split('"').nth(1)?)).max()
    };
    newest(dcterms::MODIFIED).or_else(|| newest(dcterms::ISSUED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_taken_apart() {
        let line = "<urn:a> <http://purl.org/dc/terms/title> \"> <x\"@sv .\n";
        assert_eq!(subject_of(line), "urn:a");
        assert_eq!(predicate_of(line, "urn:a"), dcterms::TITLE);
        assert!(is_label(line, "urn:a"));
        assert_eq!(subject_of("nonsense"), "");
        assert_eq!(predicate_of("<urn:a>", "urn:a"), "");
        assert!(!is_label("<urn:a> <urn:p> <urn:o> .", "urn:a"));
    }

    #[test]
    fn modified_counts_before_issued_and_the_newest_of_several() {
        let line = |subject: &str, property: &str, date: &str| format!("<{subject}> <{property}> \"{date}\" .\n");
        let issued = line("urn:a", dcterms::ISSUED, "2025Z");
        let modified = line("urn:a", dcterms::MODIFIED, "2024Z") + &line("urn:a", dcterms::MODIFIED, "2023Z");
        let nested = line("urn:d", dcterms::MODIFIED, "2026Z") + &line("urn:a", dcterms::MODIFIED, "oklart");
        assert_eq!(instant_of(&(issued.clone() + &nested), "urn:a"), sort_instant("2025Z"));
        assert_eq!(instant_of(&(issued + &modified + &nested), "urn:a"), sort_instant("2024Z"));
        assert_eq!(instant_of(&nested, "urn:a"), None);
    }
}
