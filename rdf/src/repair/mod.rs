//! Lossless repairs, told as findings. One file per topic; each topic is a table of rules with an example.
//!
//! The raw document keeps what was said. Repair is idempotent: what a repair gives needs no repair.

/// Makes the rules of a module and their table `RULES`, whose doc comment comes first.
macro_rules! repair_rules {
    ($(#[$doc:meta])+ $($name:ident = $code:literal, $severity:ident, $sv:literal, $en:literal, $fix_sv:literal, $fix_en:literal, $before:literal => $after:literal;)*) => {
        $(pub(crate) const $name: crate::rule::Rule = crate::rule::Rule {
            code: $code,
            severity: model::Severity::$severity,
            sv: $sv,
            en: $en,
            fix: ($fix_sv, $fix_en),
            example: Some(($before, $after)),
        };)*
        $(#[$doc])+
        pub(crate) const RULES: &[crate::rule::Rule] = &[$($name),*];
    };
}

mod date;
mod html;
mod iri;
mod language;
mod literal;
mod names;
mod number;
mod terms;
#[cfg(test)]
mod tests;
mod text;

use crate::graph::{Graph, TermId};
use crate::rule::Rule;
pub(crate) use language::UNDERSCORE;
use model::Finding;
use oxrdf::{NamedNode, Term};
use rustc_hash::{FxHashMap, FxHashSet};
use terms::Kind;

/// Findings with the nodes that they are about.
pub(crate) type Notes = Vec<Note>;

/// A finding of repair.
#[derive(Debug)]
pub(crate) struct Note {
    /// The node that it is about.
    pub(crate) node: TermId,
    /// The same as it was written.
    pub(crate) written: TermId,
    /// The value that was changed.
    pub(crate) value: TermId,
    pub(crate) finding: Finding,
}

/// All rules of repair, for documentation.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    let tables = [iri::RULES, names::RULES, language::RULES, date::RULES, number::RULES, text::RULES, html::RULES];
    tables.into_iter().chain([terms::RULES]).flatten()
}

/// What an ill-formed language tag becomes, empty = no tag; `None` when a parser takes it as it is.
pub(crate) fn mended_language(tag: &str) -> Option<String> {
    if tag.starts_with('@') || oxrdf::Literal::new_language_tagged_literal("", tag).is_ok() {
        return None;
    }
    Some(language::repair(tag).and_then(|(tag, _)| tag).unwrap_or_default())
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
    let named = |note: Note| match graph.iri(note.node) {
        Some(iri) => note.finding.with_record(iri),
        None => note.finding,
    };
    notes.into_iter().map(named).collect()
}

/// As [`repair`], with the nodes that the findings are about. Each distinct term is judged once, each value of a property
/// of which we know what it holds once more.
pub(crate) fn repair_graph(graph: &mut Graph) -> Notes {
    let mut changes = Changes::of(graph);
    changes.by_property(graph);
    graph.relative.clear();
    if changes.is_empty() {
        return Notes::new();
    }
    let mut notes = Notes::new();
    let mut told: FxHashSet<(Option<TermId>, TermId, Option<TermId>)> = FxHashSet::default();
    let mut triples = std::mem::take(&mut graph.triples);
    triples.retain_mut(|triple| {
        let old = *triple;
        let mut keep = true;
        for part in 0..3 {
            let Some(change) = changes.at(&old, part) else { continue };
            match change.term {
                Some(term) => triple[part] = term,
                None => keep = false,
            }
            // A property is wrong once, not once for each time that it is used.
            let place = (part != 1).then_some(old[0]);
            let path = (part == 2).then_some(old[1]);
            if !change.rules.is_empty() && told.insert((place, old[part], path)) {
                let node = changes.at(&old, 0).and_then(|change| change.term).unwrap_or(old[0]);
                let path = path.map(|path| changes.at(&old, 1).and_then(|change| change.term).unwrap_or(path));
                notes.extend(change.rules.iter().map(|rule| {
                    let finding = finding(graph, rule, old[part], path);
                    Note { node, written: old[0], value: old[part], finding }
                }));
            }
        }
        keep
    });
    graph.triples = triples;
    notes
}

/// What becomes of the terms of a graph.
#[derive(Default)]
struct Changes {
    /// By term, wherever it stands.
    anywhere: FxHashMap<TermId, Change>,
    /// Properties and classes.
    names: FxHashMap<TermId, Change>,
    /// By property and value.
    values: FxHashMap<(TermId, TermId), Change>,
    /// Subjects whose IRI was replaced where it is a value.
    renamed: FxHashMap<TermId, Change>,
    relative: FxHashSet<TermId>,
    rdf_type: Option<TermId>,
}

impl Changes {
    fn of(graph: &mut Graph) -> Self {
        let mut changes = Self {
            relative: graph.relative.iter().copied().collect(),
            rdf_type: graph.find_iri(model::ns::rdf::TYPE),
            ..Self::default()
        };
        for id in all_ids(graph) {
            let Some((term, rules)) = repaired(graph.term(id), changes.relative.contains(&id)) else { continue };
            let term = term.map(|term| graph.intern(term));
            changes.anywhere.insert(id, Change { term, rules });
        }
        changes.names(graph);
        changes
    }

    fn names(&mut self, graph: &mut Graph) {
        let mut names: FxHashSet<TermId> = FxHashSet::default();
        let mut last = None;
        for [_, predicate, object] in &graph.triples {
            if last != Some(*predicate) {
                last = Some(*predicate);
                names.insert(*predicate);
            }
            if self.rdf_type == Some(*predicate) {
                names.insert(*object);
            }
        }
        for id in names {
            let Some((name, rule)) = graph.iri(id).and_then(names::repair) else { continue };
            let term = Some(graph.intern(NamedNode::new_unchecked(name).into()));
            self.names.insert(id, Change { term, rules: vec![rule] });
        }
    }

    /// Judges the values of the properties that we know.
    fn by_property(&mut self, graph: &mut Graph) {
        let known: FxHashMap<&str, Kind> = terms::PROPERTIES.iter().copied().collect();
        let mut kinds: FxHashMap<TermId, Option<Kind>> = FxHashMap::default();
        let mut seen: FxHashSet<(TermId, TermId)> = FxHashSet::default();
        let mut pairs = Vec::new();
        for [_, predicate, object] in &graph.triples {
            let kind = *kinds.entry(*predicate).or_insert_with(|| {
                let name = self.names.get(predicate).and_then(|change| change.term).unwrap_or(*predicate);
                graph.iri(name).and_then(|iri| known.get(iri)).copied()
            });
            if let Some(kind) = kind.filter(|_| !graph.is_blank(*object))
                && seen.insert((*predicate, *object))
            {
                pairs.push((*predicate, *object, kind));
            }
        }
        for (predicate, object, kind) in pairs {
            self.value(graph, predicate, object, kind);
        }
    }

    fn value(&mut self, graph: &mut Graph, predicate: TermId, object: TermId, kind: Kind) {
        let before = self.anywhere.get(&object);
        let Some(current) = before.map_or(Some(object), |change| change.term) else { return };
        let relative = self.relative.contains(&object);
        let Some((term, used)) = kind.repair(graph.term(current), relative) else { return };
        let mut rules = before.map(|change| change.rules.clone()).unwrap_or_default();
        rules.retain(|rule| *rule != &iri::RELATIVE || used.is_empty());
        rules.extend(used.into_iter().filter(|rule| !rules.contains(rule)).collect::<Vec<_>>());
        let Some(term) = settled(term, kind, &mut rules) else {
            self.values.insert((predicate, object), Change { term: None, rules });
            return;
        };
        let term = graph.intern(term);
        if kind.renames() && !matches!(graph.term(object), Term::Literal(_)) && !relative {
            self.renamed.insert(object, Change { term: Some(term), rules: Vec::new() });
        }
        self.values.insert((predicate, object), Change { term: Some(term), rules });
    }

    fn is_empty(&self) -> bool {
        self.anywhere.is_empty() && self.names.is_empty() && self.values.is_empty()
    }

    /// What becomes of a part of a triple.
    fn at(&self, triple: &[TermId; 3], part: usize) -> Option<&Change> {
        let id = &triple[part];
        let own = match part {
            0 => self.renamed.get(id),
            1 => self.names.get(id),
            _ if self.rdf_type == Some(triple[1]) => self.names.get(id),
            _ => self.values.get(&(triple[1], *id)),
        };
        own.or_else(|| self.anywhere.get(id))
    }
}

/// So many rounds until a repaired value needs no repair; one or two are the rule.
const ROUNDS: usize = 8;

/// What a repair gives may be what another rule mends (text that was nothing but `&nbsp;` is empty then): repairs until
/// nothing changes. `None` drops the value.
fn settled(mut term: Term, kind: Kind, rules: &mut Vec<&'static Rule>) -> Option<Term> {
    let mut tell = |more: Vec<&'static Rule>| {
        let new: Vec<_> = more.into_iter().filter(|rule| !rules.contains(rule)).collect();
        rules.extend(new);
    };
    for _ in 0..ROUNDS {
        let before = term.clone();
        if let Some((next, more)) = repaired(&term, false) {
            if next.as_ref() != Some(&term) {
                tell(more);
            }
            term = next?;
        }
        if let Some((next, more)) = kind.repair(&term, false)
            && next != term
        {
            tell(more);
            term = next;
        }
        if term == before {
            break;
        }
    }
    Some(term)
}

fn all_ids(graph: &Graph) -> impl Iterator<Item = TermId> + use<> {
    0..TermId::try_from(graph.term_count()).unwrap_or(TermId::MAX)
}

/// What a term becomes, if anything is to be said about it. No term: the triple is dropped.
type Repaired = (Option<Term>, Vec<&'static Rule>);

fn repaired(term: &Term, relative: bool) -> Option<Repaired> {
    match term {
        Term::NamedNode(node) => {
            let mut repaired = iri::repair(node.as_str(), relative)?;
            for _ in 0..ROUNDS {
                let Some(again) = iri::repair(&repaired.iri, false).filter(|again| again.iri != repaired.iri) else {
                    break;
                };
                repaired.iri = again.iri;
            }
            Some((Some(NamedNode::new_unchecked(repaired.iri).into()), repaired.rules))
        }
        Term::Literal(literal) => literal::repair(literal),
        Term::BlankNode(_) => None,
    }
}

fn finding(graph: &Graph, rule: &Rule, term: TermId, path: Option<TermId>) -> Finding {
    let finding = rule.finding().with_value(graph.text(term));
    match path.and_then(|path| graph.iri(path)) {
        Some(path) => finding.with_path(path),
        None => finding,
    }
}
