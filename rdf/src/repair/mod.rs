//! Lossless repairs, told as findings. One file per topic; each topic is a table of rules with an example.
//!
//! The raw document keeps what was said. Repair is idempotent: what a repair gives needs no repair.

mod date;
mod iri;
mod language;
mod literal;
mod text;

use crate::graph::{Graph, TermId};
use crate::rule::Rule;
pub(crate) use language::UNDERSCORE;
use model::Finding;
use oxrdf::{NamedNode, Term};
use rustc_hash::{FxHashMap, FxHashSet};

/// Findings with the node that they are about.
pub(crate) type Notes = Vec<(TermId, Finding)>;

/// All rules of repair, for documentation.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    [iri::RULES, language::RULES, date::RULES, text::RULES].into_iter().flatten()
}

/// The repaired form of one IRI, if it needs repair.
pub(crate) fn repaired_iri(value: &str) -> Option<String> {
    iri::repair(value, false).map(|repaired| repaired.iri)
}

/// What a term became.
struct Change {
    /// The new term; `None` drops the triple.
    term: Option<TermId>,
    rules: Vec<&'static Rule>,
}

/// Repairs a graph in place; findings tell of each place where a value was changed or is doubtful.
pub fn repair(graph: &mut Graph) -> Vec<Finding> {
    let notes = repair_graph(graph);
    let named = |(node, finding): (TermId, Finding)| match graph.iri(node) {
        Some(iri) => finding.with_record(iri),
        None => finding,
    };
    notes.into_iter().map(named).collect()
}

/// As [`repair`], with the nodes that the findings are about. Each distinct term is judged once.
pub(crate) fn repair_graph(graph: &mut Graph) -> Notes {
    let changes = changes(graph);
    let dates = untyped_dates(graph);
    graph.relative.clear();
    let mut notes = Notes::new();
    if changes.is_empty() && dates.changes.is_empty() {
        return notes;
    }
    let mut told: FxHashSet<(TermId, TermId, Option<TermId>)> = FxHashSet::default();
    let mut triples = std::mem::take(&mut graph.triples);
    triples.retain_mut(|triple| {
        let old = *triple;
        let mut keep = true;
        for (part, id) in triple.iter_mut().enumerate() {
            let as_date = dates.changes.get(id).filter(|_| part == 2 && dates.properties.contains(&old[1]));
            let Some(change) = as_date.or_else(|| changes.get(id)) else { continue };
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
    for id in all_ids(graph) {
        let Some((term, rules)) = repaired(graph.term(id), relative.contains(&id)) else { continue };
        let term = term.map(|term| graph.intern(term));
        changes.insert(id, Change { term, rules });
    }
    changes
}

fn all_ids(graph: &Graph) -> impl Iterator<Item = TermId> + use<> {
    0..TermId::try_from(graph.term_count()).unwrap_or(TermId::MAX)
}

/// What a term becomes, if anything is to be said about it. No term: the triple is dropped.
type Repaired = (Option<Term>, Vec<&'static Rule>);

fn repaired(term: &Term, relative: bool) -> Option<Repaired> {
    match term {
        Term::NamedNode(node) => {
            let repaired = iri::repair(node.as_str(), relative)?;
            Some((Some(NamedNode::new_unchecked(repaired.iri).into()), repaired.rules))
        }
        Term::Literal(literal) => literal::repair(literal),
        Term::BlankNode(_) => None,
    }
}

/// Plain texts that are values of date properties.
struct UntypedDates {
    properties: FxHashSet<TermId>,
    changes: FxHashMap<TermId, Change>,
}

fn untyped_dates(graph: &mut Graph) -> UntypedDates {
    let properties: FxHashSet<TermId> = date::PROPERTIES.iter().filter_map(|iri| graph.find_iri(iri)).collect();
    let mut values: Vec<TermId> = graph.triples.iter().filter(|t| properties.contains(&t[1])).map(|t| t[2]).collect();
    values.sort_unstable();
    values.dedup();
    let mut changes = FxHashMap::default();
    for id in values {
        let Term::Literal(literal) = graph.term(id) else { continue };
        let Some((term, rules)) = literal::repair_untyped_date(literal) else { continue };
        let term = Some(graph.intern(term));
        changes.insert(id, Change { term, rules });
    }
    UntypedDates { properties, changes }
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
