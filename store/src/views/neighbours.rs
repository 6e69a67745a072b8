//! What a resource is tied to by statements: declared relations, the same series, the same service, the same
//! specification. Likeness of texts is not looked at here.

use super::reader::Reader;
use crate::Snapshot;
use crate::snapshot::TermId;
use model::LangText;
use rustc_hash::{FxHashMap, FxHashSet};

/// What more resources than this share says nothing about any two of them; in a small catalog less is much.
const COMMON: usize = 500;
const SELDOM: usize = 20;

/// Most neighbours that are told.
const MOST: usize = 200;

/// What one resource says of another, seen from the one that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// It replaces this one.
    ReplacedBy,
    /// This one replaces it.
    Replaces,
    /// Another version of the same.
    Version,
    /// This one was made from it.
    Source,
    /// It was made from this one.
    SourceOf,
    /// A part of this one.
    Part,
    /// This one is a part of it.
    PartOf,
    /// It refers to this one.
    ReferencedBy,
    /// This one refers to it.
    References,
    /// Related, without saying how.
    Related,
}

/// Why two resources belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tie {
    /// One of them says so; with the role that it gives, if any.
    Declared(Relation, LangText),
    /// The same series: its IRI.
    Series(String),
    /// The same data service: its title, or the host of its address without language; empty without either.
    Service(LangText),
    /// The same specification: its title, or its IRI without language.
    Specification(LangText),
}

/// A resource with what ties it to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// Portal id.
    pub id: String,
    /// The strongest first.
    pub ties: Vec<Tie>,
}

/// What a resource is tied to, by portal id: what is declared first, then by the number of ties, then by id. Never
/// itself, only what is published. What very many share is left out.
pub fn neighbours(snapshot: &Snapshot, id: &str) -> Vec<Neighbour> {
    let reader = Reader::new(snapshot);
    let Some(subject) = reader.subject_of(id) else { return Vec::new() };
    let mut found = Gathered { reader: &reader, subject, ties: FxHashMap::default() };
    found.declared();
    found.series();
    found.services();
    found.specifications();
    let mut all: Vec<Neighbour> =
        found.ties.into_iter().map(|(other, ties)| Neighbour { id: reader.id(other), ties }).collect();
    all.sort_by(|one, other| place(one).cmp(&place(other)));
    all.dedup_by(|one, other| one.id == other.id);
    all.retain(|neighbour| neighbour.id != id);
    all.truncate(MOST);
    all
}

fn place(neighbour: &Neighbour) -> (bool, Option<Relation>, usize, &str) {
    let declared = neighbour.ties.iter().find_map(|tie| match tie {
        Tie::Declared(relation, _) => Some(*relation),
        _ => None,
    });
    (declared.is_none(), declared, usize::MAX - neighbour.ties.len(), &neighbour.id)
}

struct Gathered<'r, 'a> {
    reader: &'r Reader<'a>,
    subject: TermId,
    ties: FxHashMap<TermId, Vec<Tie>>,
}

impl Gathered<'_, '_> {
    /// A tie to a resource that is published; a losing IRI leads to its winner. One tie of each kind.
    fn tie(&mut self, other: TermId, tie: Tie) {
        let other = self.reader.winner_of(other).unwrap_or(other);
        if other == self.subject || self.reader.kind(other).is_none() {
            return;
        }
        let ties = self.ties.entry(other).or_default();
        if ties.iter().all(|known| std::mem::discriminant(known) != std::mem::discriminant(&tie)) {
            ties.push(tie);
        }
    }

    /// Relations that either side states.
    fn declared(&mut self) {
        let k = &self.reader.known;
        let pairs = [
            (k.replaces, Relation::Replaces, Relation::ReplacedBy),
            (k.is_replaced_by, Relation::ReplacedBy, Relation::Replaces),
            (k.has_version, Relation::Version, Relation::Version),
            (k.dcat_has_version, Relation::Version, Relation::Version),
            (k.is_version_of, Relation::Version, Relation::Version),
            (k.previous_version, Relation::Version, Relation::Version),
            (k.source, Relation::Source, Relation::SourceOf),
            (k.derived_from, Relation::Source, Relation::SourceOf),
            (k.has_part, Relation::Part, Relation::PartOf),
            (k.is_part_of, Relation::PartOf, Relation::Part),
            (k.referenced_by, Relation::ReferencedBy, Relation::References),
            (k.references, Relation::References, Relation::ReferencedBy),
            (k.relation, Relation::Related, Relation::Related),
        ];
        let own: Vec<TermId> = std::iter::once(self.subject).chain(self.reader.losers_of(self.subject)).collect();
        self.qualified(&own);
        for (predicate, forth, back) in pairs {
            for other in self.reader.objects(self.subject, predicate).collect::<Vec<_>>() {
                self.tie(other, Tie::Declared(forth, LangText::default()));
            }
            for name in &own {
                for other in self.reader.subjects(predicate, *name).take(MOST).collect::<Vec<_>>() {
                    self.tie(other, Tie::Declared(back, LangText::default()));
                }
            }
        }
    }

    /// `dcat:qualifiedRelation`, from either side: a node with the other resource and its role.
    fn qualified(&mut self, own: &[TermId]) {
        let (reader, k) = (self.reader, &self.reader.known);
        for node in reader.objects(self.subject, k.qualified_relation) {
            let role = reader.concept_of(node, k.had_role).map(|role| role.label).unwrap_or_default();
            for other in reader.objects(node, k.relation) {
                self.tie(other, Tie::Declared(Relation::Related, role.clone()));
            }
        }
        for name in own {
            for node in reader.subjects(k.relation, *name).take(MOST) {
                for other in reader.subjects(k.qualified_relation, node) {
                    self.tie(other, Tie::Declared(Relation::Related, LangText::default()));
                }
            }
        }
    }

    fn series(&mut self) {
        let (reader, in_series) = (self.reader, self.reader.known.in_series);
        for series in reader.objects(self.subject, in_series) {
            let members: Vec<TermId> = reader.subjects(in_series, series).take(COMMON).collect();
            for member in members {
                self.tie(member, Tie::Series(reader.text_of(series).to_owned()));
            }
        }
    }

    /// Other datasets that a service of this dataset serves.
    fn services(&mut self) {
        let reader = self.reader;
        for service in reader.services_of(self.subject) {
            let served = reader.datasets_of(service);
            if served.len() > self.many() {
                continue;
            }
            let title = self.title_of_service(service);
            for dataset in served {
                self.tie(dataset, Tie::Service(title.clone()));
            }
        }
    }

    /// The title of a service, or the host of its address; empty without either.
    fn title_of_service(&self, service: TermId) -> LangText {
        let reader = self.reader;
        let title = reader.described_label(service);
        if !title.is_empty() {
            return title;
        }
        let address = reader.value(service, reader.known.endpoint_url).unwrap_or_default();
        let authority = address.split_once("://").and_then(|(_, rest)| rest.split(['/', '?', '#']).next());
        let host = authority.and_then(|authority| authority.rsplit('@').next()).filter(|host| !host.is_empty());
        host.map_or_else(LangText::default, |host| LangText::new("", host))
    }

    /// Others that conform to the same specification, themselves or in a distribution.
    fn specifications(&mut self) {
        let (reader, conforms_to) = (self.reader, self.reader.known.conforms_to);
        for specification in self.specifications_of(self.subject) {
            let users = reader.subjects(conforms_to, specification).take(self.many() + 1).collect::<Vec<_>>();
            if users.len() > self.many() {
                continue;
            }
            let title = reader.described_label(specification);
            let title = if title.is_empty() { LangText::new("", reader.text_of(specification)) } else { title };
            for user in users {
                let datasets: Vec<TermId> = reader.subjects(reader.known.distribution, user).collect();
                for dataset in std::iter::once(user).chain(datasets) {
                    self.tie(dataset, Tie::Specification(title.clone()));
                }
            }
        }
    }

    /// Specifications of a resource and its distributions. A coordinate system is none of the content.
    fn specifications_of(&self, subject: TermId) -> FxHashSet<TermId> {
        let reader = self.reader;
        let nodes = std::iter::once(subject).chain(reader.distributions_of(subject));
        let all = nodes.flat_map(|node| reader.objects(node, reader.known.conforms_to));
        all.filter(|specification| !reader.text_of(*specification).contains("/def/crs/")).collect()
    }

    /// More than so many resources share nothing that is worth telling.
    fn many(&self) -> usize {
        let (class, dataset) = (self.reader.known.rdf_type, self.reader.known.dataset);
        let datasets = self.reader.snapshot.rows(Some(None), None, class, dataset).len();
        (datasets / 20).clamp(SELDOM, COMMON)
    }
}
