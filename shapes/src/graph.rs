//! The records of a source as nodes with their statements.

use crate::line::{Object, Statement, parse};
use ::rdf::Record;
use model::ns::{dcat, dcterms, rdf};
use rustc_hash::FxHashMap;

/// A subject with its statements.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'g, 'a> {
    pub(crate) iri: &'a str,
    /// Key of the record that it belongs to.
    pub(crate) record: &'a str,
    statements: &'g [Statement<'a>],
}

impl<'g, 'a> Node<'g, 'a> {
    /// Objects of a property.
    pub(crate) fn objects(self, property: &str) -> impl Iterator<Item = Object<'a>> {
        self.statements.iter().filter(move |s| s.predicate == property).map(|s| s.object)
    }

    /// Objects of a property that are IRIs.
    pub(crate) fn nodes(self, property: &str) -> impl Iterator<Item = &'a str> {
        self.objects(property).filter_map(Object::node)
    }

    pub(crate) fn has(self, property: &str) -> bool {
        self.statements.iter().any(|s| s.predicate == property)
    }

    pub(crate) fn links_to(self, property: &str, iri: &str) -> bool {
        self.statements.iter().any(|s| s.predicate == property && s.object == Object::Node(iri))
    }

    pub(crate) fn is_a(self, class: &str) -> bool {
        self.links_to(rdf::TYPE, class)
    }

    pub(crate) fn statements(self) -> &'g [Statement<'a>] {
        self.statements
    }
}

/// Where a node's statements lie.
#[derive(Debug, Clone, Copy)]
struct Place {
    record: u32,
    start: u32,
    end: u32,
}

/// All nodes of some records. Every subject belongs to one record; membership links (`dcat:dataset` …), which stand in
/// the member's record, are kept apart.
#[derive(Debug, Default)]
pub(crate) struct Graph<'a> {
    records: Vec<&'a str>,
    statements: Vec<Statement<'a>>,
    places: Vec<Place>,
    by_iri: FxHashMap<&'a str, u32>,
    memberships: Vec<Statement<'a>>,
}

const MEMBERSHIPS: [&str; 4] = [dcat::P_DATASET, dcat::P_SERVICE, dcat::P_CATALOG, dcterms::HAS_PART];

impl<'a> Graph<'a> {
    pub(crate) fn new<'r: 'a>(records: impl IntoIterator<Item = &'r Record>) -> Self {
        let mut graph = Self::default();
        for record in records {
            graph.add(record);
        }
        graph
    }

    fn add(&mut self, record: &'a Record) {
        let number = position(self.records.len());
        self.records.push(&record.key);
        for statement in record.body.lines().filter_map(parse) {
            if MEMBERSHIPS.contains(&statement.predicate) {
                self.memberships.push(statement);
            } else {
                self.push(number, statement);
            }
        }
    }

    /// Lines of a body are sorted, so the statements of a subject come together.
    fn push(&mut self, record: u32, statement: Statement<'a>) {
        let at = position(self.statements.len());
        self.statements.push(statement);
        let same = |place: &Place| {
            place.record == record && self.statements[place.start as usize].subject == statement.subject
        };
        if self.places.last().is_some_and(same) {
            if let Some(place) = self.places.last_mut() {
                place.end = at + 1;
            }
            return;
        }
        let number = position(self.places.len());
        self.places.push(Place { record, start: at, end: at + 1 });
        self.by_iri.entry(statement.subject).or_insert(number);
    }

    fn node_at(&self, place: Place) -> Node<'_, 'a> {
        let statements = &self.statements[place.start as usize..place.end as usize];
        Node { iri: statements[0].subject, record: self.records[place.record as usize], statements }
    }

    /// Every node.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = Node<'_, 'a>> {
        self.places.iter().map(|place| self.node_at(*place))
    }

    /// The node of an IRI, if one of the records describes it.
    pub(crate) fn node(&self, iri: &str) -> Option<Node<'_, 'a>> {
        let number = self.by_iri.get(iri)?;
        Some(self.node_at(self.places[*number as usize]))
    }

    /// Links from catalogs to what they list.
    pub(crate) fn memberships(&self) -> &[Statement<'a>] {
        &self.memberships
    }
}

/// A source is a document of at most 1 GiB: it has fewer than 2³² statements.
fn position(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
