//! What changed between two versions of a record, per property.

use model::ns::{dcat, dcterms, foaf, rdfs, skos, vcard};
use oxrdf::{NamedOrBlankNode, Term, Triple};
use std::collections::{BTreeMap, BTreeSet};

/// Properties that name a node for people, the best first.
const NAMES: [&str; 8] = [
    dcterms::TITLE,
    foaf::NAME,
    vcard::FN,
    skos::PREF_LABEL,
    rdfs::LABEL,
    dcat::ACCESS_URL,
    dcat::DOWNLOAD_URL,
    dcterms::IDENTIFIER,
];

/// One version of a record.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Its IRI in that version.
    pub iri: &'a str,
    /// Canonical N-Triples.
    pub body: &'a str,
}

/// A value with what people call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedValue {
    /// The value; the record itself is written by its IRI.
    pub term: Term,
    /// Title or address of the node, if the record describes it.
    pub name: Option<String>,
}

/// A property whose values differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyChange {
    /// The node inside the record (a distribution, a catalog that lists it); `None` for the record itself.
    pub node: Option<String>,
    /// What people call the node.
    pub node_name: Option<String>,
    /// IRI of the property.
    pub property: String,
    /// Values that were there and are not any more.
    pub old: Vec<ChangedValue>,
    /// Values that were not there before.
    pub new: Vec<ChangedValue>,
}

/// Subject and property; the record itself is the empty subject, so that it comes first.
type Place = (String, String);

/// Compares two versions; one of them may be missing. A node that comes or goes as a whole is told by the property that
/// leads to it, not by its own. Sorted by node and property.
pub fn property_changes(before: Option<Side<'_>>, after: Option<Side<'_>>) -> Vec<PropertyChange> {
    let (before, after) = (Facts::of(before), Facts::of(after));
    let places: BTreeSet<&Place> = before.values.keys().chain(after.values.keys()).collect();
    let empty = BTreeSet::new();
    let mut changes = Vec::new();
    for place in places {
        let (old, new) = (before.values.get(place).unwrap_or(&empty), after.values.get(place).unwrap_or(&empty));
        if old == new {
            continue;
        }
        let (node, property) = place;
        changes.push(PropertyChange {
            node: (!node.is_empty()).then(|| node.clone()),
            node_name: after.name(node).or_else(|| before.name(node)),
            property: property.clone(),
            old: before.named(old.difference(new)),
            new: after.named(new.difference(old)),
        });
    }
    let whole: BTreeSet<String> = whole_nodes(&changes, &before, &after);
    changes.retain(|change| change.node.as_ref().is_none_or(|node| !whole.contains(node)));
    changes
}

/// Nodes that only one version describes and that another change leads to.
fn whole_nodes(changes: &[PropertyChange], before: &Facts, after: &Facts) -> BTreeSet<String> {
    let one_sided = |iri: &str| before.subjects.contains(iri) != after.subjects.contains(iri);
    let led_to = changes.iter().flat_map(|change| change.old.iter().chain(&change.new));
    led_to
        .filter_map(|value| match &value.term {
            Term::NamedNode(node) if one_sided(node.as_str()) => Some(node.as_str().to_owned()),
            _ => None,
        })
        .collect()
}

/// A version taken apart.
#[derive(Default)]
struct Facts {
    iri: String,
    /// Values as N-Triples, so that they are sorted; the record itself is the empty text.
    values: BTreeMap<Place, BTreeSet<String>>,
    terms: BTreeMap<String, Term>,
    subjects: BTreeSet<String>,
    names: BTreeMap<String, (usize, String)>,
}

impl Facts {
    fn of(side: Option<Side<'_>>) -> Self {
        let Some(Side { iri, body }) = side else { return Self::default() };
        let mut facts = Self { iri: iri.to_owned(), ..Self::default() };
        for Triple { subject, predicate, object } in rdf::parse_body(body).0 {
            let subject = match subject {
                NamedOrBlankNode::NamedNode(node) => node.into_string(),
                NamedOrBlankNode::BlankNode(node) => node.to_string(),
            };
            let subject = if subject == iri { String::new() } else { subject };
            facts.learn_name(&subject, predicate.as_str(), &object);
            let is_itself = matches!(&object, Term::NamedNode(node) if node.as_str() == iri);
            let key = if is_itself { String::new() } else { object.to_string() };
            facts.terms.insert(key.clone(), object);
            facts.values.entry((subject.clone(), predicate.into_string())).or_default().insert(key);
            facts.subjects.insert(subject);
        }
        facts
    }

    fn learn_name(&mut self, subject: &str, property: &str, object: &Term) {
        let Some(rank) = NAMES.iter().position(|name| *name == property) else { return };
        let text = match object {
            Term::NamedNode(node) => node.as_str(),
            Term::Literal(literal) => literal.value(),
            Term::BlankNode(_) => return,
        };
        let known = self.names.get(subject).is_some_and(|(known, _)| *known <= rank);
        if !known {
            self.names.insert(subject.to_owned(), (rank, text.to_owned()));
        }
    }

    fn name(&self, subject: &str) -> Option<String> {
        if subject.is_empty() { None } else { self.names.get(subject).map(|(_, name)| name.clone()) }
    }

    fn named<'k>(&self, keys: impl Iterator<Item = &'k String>) -> Vec<ChangedValue> {
        keys.filter_map(|key| self.terms.get(key))
            .map(|term| {
                let name = match term {
                    Term::NamedNode(node) if node.as_str() != self.iri => self.name(node.as_str()),
                    _ => None,
                };
                ChangedValue { term: term.clone(), name }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLE: &str = "<http://purl.org/dc/terms/title>";
    const DISTRIBUTION: &str = "<http://www.w3.org/ns/dcat#distribution>";

    fn told(before: &str, after: &str) -> Vec<String> {
        let side = |body| Some(Side { iri: "urn:a", body });
        let text = |values: &[ChangedValue]| {
            values
                .iter()
                .map(|value| value.name.clone().unwrap_or_else(|| value.term.to_string()))
                .collect::<Vec<_>>()
                .join(",")
        };
        let tell = |change: &PropertyChange| {
            let property = change.property.rsplit(['/', '#']).next().unwrap();
            format!(
                "{} {property}: {} -> {}",
                change.node.as_deref().unwrap_or("-"),
                text(&change.old),
                text(&change.new)
            )
        };
        property_changes(side(before), side(after)).iter().map(tell).collect()
    }

    #[test]
    fn only_what_differs_is_told() {
        let old =
            format!("<urn:a> {TITLE} \"Ett\"@sv .\n<urn:a> <urn:p> \"same\" .\n<urn:cat> <urn:dataset> <urn:a> .\n");
        let new =
            format!("<urn:a> {TITLE} \"Två\"@sv .\n<urn:a> <urn:p> \"same\" .\n<urn:cat> <urn:dataset> <urn:a> .\n");
        assert_eq!(told(&old, &new), ["- title: \"Ett\"@sv -> \"Två\"@sv"]);
        assert!(told(&old, &old).is_empty());
    }

    #[test]
    fn a_node_that_comes_is_one_change_and_one_that_changes_says_what() {
        let old =
            format!("<urn:a> {DISTRIBUTION} <urn:d1> .\n<urn:d1> {TITLE} \"CSV\" .\n<urn:d1> <urn:size> \"1\" .\n");
        let new = format!(
            "<urn:a> {DISTRIBUTION} <urn:d1> .\n<urn:a> {DISTRIBUTION} <urn:d2> .\n<urn:d1> {TITLE} \"CSV\" .\n<urn:d1> <urn:size> \"2\" .\n<urn:d2> {TITLE} \"JSON\" .\n"
        );
        assert_eq!(told(&old, &new), ["- distribution:  -> JSON", "urn:d1 urn:size: \"1\" -> \"2\""]);
        assert_eq!(told(&new, &old), ["- distribution: JSON -> ", "urn:d1 urn:size: \"2\" -> \"1\""]);
    }

    #[test]
    fn another_iri_for_the_same_thing_is_no_change_of_its_properties() {
        let body = |iri: &str| format!("<{iri}> {TITLE} \"Ett\" .\n<urn:cat> <urn:dataset> <{iri}> .\n");
        let (old, new) = (body("urn:a"), body("urn:b"));
        let changes =
            property_changes(Some(Side { iri: "urn:a", body: &old }), Some(Side { iri: "urn:b", body: &new }));
        assert_eq!(changes, []);
    }
}
