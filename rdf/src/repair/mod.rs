//! Lossless repairs, told as findings. One file per topic; each topic is a table of rules with an example.
//!
//! The raw document keeps what was said. Repair is idempotent: what a repair gives needs no repair.

mod iri;

use crate::graph::{Graph, TermId};
use crate::rule::Rule;
use model::Finding;
use oxrdf::{NamedNode, Term};
use rustc_hash::{FxHashMap, FxHashSet};

/// Findings with the node that they are about.
pub(crate) type Notes = Vec<(TermId, Finding)>;

/// All rules of repair, for documentation.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    iri::RULES.iter()
}

/// What a term became.
struct Change {
    /// The new term; `None` drops the triple.
    term: Option<TermId>,
    rules: Vec<&'static Rule>,
}

/// Repairs a graph in place. Each distinct term is judged once.
pub(crate) fn repair_graph(graph: &mut Graph) -> Notes {
    let changes = changes(graph);
    graph.relative.clear();
    if changes.is_empty() {
        return Vec::new();
    }
    let mut notes = Notes::new();
    let mut told: FxHashSet<(TermId, TermId, Option<TermId>)> = FxHashSet::default();
    let mut triples = std::mem::take(&mut graph.triples);
    triples.retain_mut(|triple| {
        let old = *triple;
        let mut keep = true;
        for (part, id) in triple.iter_mut().enumerate() {
            let Some(change) = changes.get(id) else { continue };
            match change.term {
                Some(term) => *id = term,
                None => keep = false,
            }
            let (node, path) = (old[0], (part == 2).then_some(old[1]));
            if told.insert((node, old[part], path)) {
                let node = changes.get(&node).and_then(|change| change.term).unwrap_or(node);
                notes.extend(change.rules.iter().map(|rule| (node, finding(graph, rule, old[part], path))));
            }
        }
        keep
    });
    graph.triples = triples;
    notes
}

fn changes(graph: &mut Graph) -> FxHashMap<TermId, Change> {
    let relative: FxHashSet<TermId> = graph.relative.iter().copied().collect();
    let mut changes = FxHashMap::default();
    for id in 0..graph.term_count() {
        let id = TermId::try_from(id).unwrap_or(TermId::MAX);
        let Some((term, rules)) = repaired(graph.term(id), relative.contains(&id)) else { continue };
        let term = term.map(|term| graph.intern(term));
        changes.insert(id, Change { term, rules });
    }
    changes
}

type Repaired = (Option<Term>, Vec<&'static Rule>);

fn repaired(term: &Term, relative: bool) -> Option<Repaired> {
    match term {
        Term::NamedNode(node) => {
            let repaired = iri::repair(node.as_str(), relative)?;
            Some((Some(NamedNode::new_unchecked(repaired.iri).into()), repaired.rules))
        }
        Term::BlankNode(_) | Term::Literal(_) => None,
    }
}

fn finding(graph: &Graph, rule: &Rule, term: TermId, path: Option<TermId>) -> Finding {
    let value = match graph.term(term) {
        Term::NamedNode(node) => node.as_str(),
        Term::BlankNode(node) => node.as_str(),
        Term::Literal(literal) => literal.value(),
    };
    let finding = rule.finding().with_value(value);
    match path.and_then(|path| graph.iri(path)) {
        Some(path) => finding.with_path(path),
        None => finding,
    }
}
