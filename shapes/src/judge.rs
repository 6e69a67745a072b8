//! Judging records by the tables of rules.

use crate::cross;
use crate::finding;
use crate::graph::{Graph, Node};
use crate::rules::{self, ClassRules, Expected, Rule};
use crate::value::{Problem, problem};
use model::Finding;
use model::ns::{dcat, dcterms, foaf, prov, vcard};
use rdf::Record;
use rustc_hash::FxHashSet;

/// Judges all records of one source: every node by the rules of its class, and what can only be seen in the whole
/// (catalogs without datasets, agents that nothing describes, too long series).
pub fn judge(records: &[Record]) -> Vec<Finding> {
    let graph = Graph::new(records);
    let roles = Roles::new(&graph);
    let mut findings = Vec::new();
    for node in graph.nodes() {
        judge_node(node, &graph, &roles, &mut findings);
    }
    cross::whole_source(&graph, &roles, &mut findings);
    findings
}

/// Judges one record beside the records that it refers to (agents, contacts, shared distributions): findings about the
/// record alone.
pub fn judge_record(record: &Record, neighbours: &[&Record]) -> Vec<Finding> {
    let graph = Graph::new(std::iter::once(record).chain(neighbours.iter().copied()));
    let roles = Roles::new(&graph);
    let mut findings = Vec::new();
    for node in graph.nodes().filter(|node| node.record == record.key) {
        judge_node(node, &graph, &roles, &mut findings);
    }
    findings
}

/// Nodes that are what they are because others point at them, whatever their type says.
#[derive(Debug, Default)]
pub(crate) struct Roles<'a> {
    pub(crate) agents: FxHashSet<&'a str>,
    pub(crate) contacts: FxHashSet<&'a str>,
}

impl<'a> Roles<'a> {
    fn new(graph: &Graph<'a>) -> Self {
        let mut roles = Self::default();
        for statement in graph.nodes().flat_map(Node::statements) {
            let Some(iri) = statement.object.node() else { continue };
            match statement.predicate {
                dcterms::PUBLISHER | dcterms::CREATOR | prov::AGENT => roles.agents.insert(iri),
                dcat::CONTACT_POINT => roles.contacts.insert(iri),
                _ => false,
            };
        }
        roles
    }
}

/// The rules that a node is judged by. A series that is typed as a dataset too is a series. An IRI that is both agent
/// and contact is judged as both, and is an error of its own (S22).
fn classes(node: Node<'_, '_>, roles: &Roles<'_>) -> Vec<&'static ClassRules> {
    let primary = [
        (dcat::DATASET_SERIES, &rules::SERIES),
        (dcat::DATASET, &rules::DATASET),
        (dcat::DISTRIBUTION, &rules::DISTRIBUTION),
        (dcat::DATA_SERVICE, &rules::SERVICE),
        (dcat::CATALOG, &rules::CATALOG),
    ];
    if let Some((_, class)) = primary.iter().find(|(class, _)| node.is_a(class)) {
        return vec![*class];
    }
    let mut found = Vec::new();
    if roles.agents.contains(node.iri) || AGENT_CLASSES.iter().any(|class| node.is_a(class)) {
        found.push(&rules::AGENT);
    }
    if roles.contacts.contains(node.iri) || CONTACT_CLASSES.iter().any(|class| node.is_a(class)) {
        found.push(&rules::CONTACT);
    }
    found
}

/// Classes of agents (§4.6).
pub(crate) const AGENT_CLASSES: [&str; 3] = [foaf::AGENT, foaf::ORGANIZATION, foaf::PERSON];
/// Classes of contacts (§4.7); `vcard:Kind` is accepted when reading.
pub(crate) const CONTACT_CLASSES: [&str; 3] = [vcard::ORGANIZATION, vcard::INDIVIDUAL, vcard::KIND];

fn judge_node<'a>(node: Node<'_, 'a>, graph: &Graph<'a>, roles: &Roles<'a>, findings: &mut Vec<Finding>) {
    for class in classes(node, roles) {
        for rule in class.rules {
            judge_property(class, rule, node, findings);
        }
        if class.needs_iri && finding::is_ours(node.iri) {
            findings.push(cross::no_iri(class, node));
        }
        cross::node(class, node, graph, findings);
    }
}

/// One property of one node: present, not too often, each value of the right kind. Values with the same problem are
/// one finding, so that a dataset with thirty untagged keywords gives one, not thirty.
fn judge_property(class: &ClassRules, rule: &Rule, node: Node<'_, '_>, findings: &mut Vec<Finding>) {
    let mut count = 0;
    let mut good = 0;
    let mut wrong: Vec<(Problem, String, usize)> = Vec::new();
    for object in node.objects(rule.property) {
        count += 1;
        match problem(object, &rule.expected) {
            None => good += 1,
            Some(found) => match wrong.iter_mut().find(|(known, _, _)| *known == found) {
                Some((_, _, times)) => *times += 1,
                None => wrong.push((found, object.text().into_owned(), 1)),
            },
        }
    }
    if count == 0 {
        findings.extend(finding::missing(class, rule, node));
        return;
    }
    findings.extend(finding::too_many(class, rule, node, count));
    if matches!(rule.expected, Expected::OneListed(_)) && good > 0 {
        wrong.retain(|(problem, _, _)| *problem != Problem::NotListed);
    }
    for (problem, value, times) in wrong {
        findings.push(finding::wrong_value(class, rule, node, &problem, (&value, times)));
    }
}

#[cfg(test)]
mod tests;
