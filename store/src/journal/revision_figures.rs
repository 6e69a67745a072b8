//! Figures of a source's revision, from the triples of its records.
//!
//! Made before the run's transaction takes the lock: while a run is open nobody else changes its source's records.

use super::records::{Bodies, kind_of};
use super::sources::source_row;
use super::{Journal, RevisionDraft};
use crate::StoreError;
use crate::merge::dates::sort_instant;
use crate::views::title_names_api;
use model::SourceId;
use model::figures::{Figures, Sample, Tally};
use model::ns::{dcat, dcatap, dcterms};
use model::view::ResourceKind;
use model::vocabularies::{formats, licences};
use rdf::RecordKind;
use rustc_hash::{FxHashMap, FxHashSet};

/// What is counted of one subject, as it stands in the triples.
#[derive(Default)]
struct Node {
    publisher: Option<String>,
    kind: Option<String>,
    themes: Vec<String>,
    formats: Vec<String>,
    licences: Vec<String>,
    rights: Vec<String>,
    access_rights: Option<String>,
    hvd: Vec<String>,
    dates: [Option<String>; 2],
    distributions: Vec<String>,
    services: bool,
    api_title: bool,
}

/// The nodes of a revision while it is read.
#[derive(Default)]
struct Nodes {
    of: FxHashMap<String, Node>,
    primary: Vec<(String, ResourceKind)>,
    served: FxHashSet<String>,
}

impl Journal {
    /// The figures that a source will have when `draft` is accepted.
    pub(super) fn figures_of_revision(&self, source: &SourceId, draft: &RevisionDraft) -> Result<Figures, StoreError> {
        let mut nodes = Nodes::default();
        let gone: FxHashSet<&str> = draft
            .withdraw
            .iter()
            .map(String::as_str)
            .chain(draft.put.iter().map(|record| record.key.as_str()))
            .collect();
        for record in &draft.put {
            nodes.read(&record.key, record.kind, &record.body);
        }
        self.read(|transaction| {
            let number = source_row(transaction, source)?.number;
            let mut statement = transaction.prepare_cached(
                "SELECT r.key, r.kind, b.content, b.size FROM records r JOIN bodies b ON b.number = r.body WHERE r.source = ?1",
            )?;
            let mut rows = statement.query([number])?;
            let mut bodies = Bodies::default();
            while let Some(row) = rows.next()? {
                let text = |cause: rusqlite::types::FromSqlError| StoreError::Value(cause.to_string());
                let key = row.get_ref(0)?.as_str().map_err(text)?;
                if !gone.contains(key) {
                    let content = row.get_ref(2)?.as_blob().map_err(text)?;
                    nodes.read(key, kind_of(row.get(1)?)?, bodies.text(content, row.get(3)?)?);
                }
            }
            Ok(())
        })?;
        Ok(nodes.tally(self.now().div_euclid(1000)))
    }
}

impl Nodes {
    fn read(&mut self, key: &str, kind: RecordKind, body: &str) {
        let primary = match kind {
            RecordKind::Dataset => Some(ResourceKind::Dataset),
            RecordKind::Series => Some(ResourceKind::Series),
            RecordKind::Service => Some(ResourceKind::Service),
            RecordKind::Shared => None,
            RecordKind::Catalog | RecordKind::CatalogRecord | RecordKind::Remainder => return,
        };
        self.primary.extend(primary.map(|kind| (key.to_owned(), kind)));
        for line in body.lines() {
            self.read_line(line);
        }
    }

    /// One line of canonical N-Triples: `<subject> <predicate> object .`.
    fn read_line(&mut self, line: &str) {
        let Some((subject, rest)) = line.strip_prefix('<').and_then(|line| line.split_once("> <")) else { return };
        let Some((predicate, object)) = rest.split_once("> ") else { return };
        let object = object.trim_end_matches(" .");
        let value = object.strip_prefix('<').and_then(|iri| iri.strip_suffix('>')).unwrap_or_else(|| literal(object));
        if predicate == dcat::SERVES_DATASET {
            self.served.insert(value.to_owned());
            return;
        }
        let known = [
            dcterms::PUBLISHER,
            dcterms::TYPE,
            dcat::THEME,
            dcterms::FORMAT,
            dcat::MEDIA_TYPE,
            dcterms::LICENSE,
            dcterms::RIGHTS,
            dcterms::ACCESS_RIGHTS,
            dcatap::HVD_CATEGORY,
            dcterms::MODIFIED,
            dcterms::ISSUED,
            dcat::P_DISTRIBUTION,
            dcat::ACCESS_SERVICE,
            dcterms::TITLE,
        ];
        if !known.contains(&predicate) {
            return;
        }
        let node = match self.of.get_mut(subject) {
            Some(node) => node,
            None => self.of.entry(subject.to_owned()).or_default(),
        };
        node.take(predicate, value);
    }

    fn tally(&self, now: i64) -> Figures {
        let mut tally = Tally::default();
        let undescribed = Node::default();
        for (key, kind) in &self.primary {
            let node = self.of.get(key).unwrap_or(&undescribed);
            let distributions: Vec<&Node> = node.distributions.iter().filter_map(|iri| self.of.get(iri)).collect();
            let of_all = || std::iter::once(node).chain(distributions.iter().copied());
            let publisher_type = node.publisher.as_ref().and_then(|iri| self.of.get(iri)?.kind.as_deref());
            let api = *kind == ResourceKind::Service
                || self.served.contains(key)
                || of_all().any(|node| node.services || node.api_title);
            let given: Vec<String> =
                of_all().flat_map(|node| node.formats.iter()).flat_map(|text| groups(text)).collect();
            tally.add(
                &Sample {
                    kind: Some(*kind),
                    publisher: node.publisher.as_deref(),
                    publisher_type,
                    themes: node.themes.iter().map(String::as_str).collect(),
                    formats: given.iter().map(String::as_str).collect(),
                    licences: of_all().flat_map(Node::all_licences).collect(),
                    access_rights: node.access_rights.as_deref(),
                    hvd: node.hvd.iter().map(String::as_str).collect(),
                    api,
                    changed: node.dates.iter().flatten().find_map(|date| sort_instant(date)),
                    distributions: node.distributions.len() as u64,
                    score: None,
                },
                now,
            );
        }
        tally.finish()
    }
}

impl Node {
    fn take(&mut self, predicate: &str, value: &str) {
        let least = |slot: &mut Option<String>| {
            if slot.as_deref().is_none_or(|known| value < known) {
                *slot = Some(value.to_owned());
            }
        };
        let latest = |slot: &mut Option<String>| {
            if slot.as_deref().is_none_or(|known| value > known) {
                *slot = Some(value.to_owned());
            }
        };
        match predicate {
            dcterms::PUBLISHER => least(&mut self.publisher),
            dcterms::TYPE => least(&mut self.kind),
            dcterms::ACCESS_RIGHTS => least(&mut self.access_rights),
            dcterms::MODIFIED => latest(&mut self.dates[0]),
            dcterms::ISSUED => latest(&mut self.dates[1]),
            dcat::THEME => self.themes.push(value.to_owned()),
            dcterms::FORMAT | dcat::MEDIA_TYPE => self.formats.push(value.to_owned()),
            dcterms::LICENSE => self.licences.push(value.to_owned()),
            dcterms::RIGHTS => self.rights.push(value.to_owned()),
            dcatap::HVD_CATEGORY => self.hvd.push(value.to_owned()),
            dcat::P_DISTRIBUTION => self.distributions.push(value.to_owned()),
            dcat::ACCESS_SERVICE => self.services = true,
            dcterms::TITLE => self.api_title |= title_names_api(value),
            _ => {}
        }
    }

    /// As the published catalog reads it: rights count where there is no licence, if they name one that we know.
    fn all_licences(&self) -> impl Iterator<Item = &str> {
        let rights = self.rights.iter().filter(|text| self.licences.is_empty() && licences::known(text).is_some());
        self.licences.iter().chain(rights).map(String::as_str)
    }
}

/// The text of a literal without its quotes, language and datatype; escapes stay, they matter to no code.
fn literal(object: &str) -> &str {
    let inner = object.strip_prefix('"').unwrap_or(object);
    inner.rfind('"').map_or(inner, |end| &inner[..end])
}

fn groups(text: &str) -> Vec<String> {
    formats::views(text).into_iter().map(|view| view.group).collect()
}
