//! Data and shapes graph as the SPARQL evaluator sees them.

use super::{BLANK, SHAPES_GRAPH};
use crate::shacl::bind::Bound;
use crate::shacl::graph::Graph;
use crate::shacl::terms::Id;
use ::rdf::oxrdf::{NamedNode, Term};
use rustc_hash::FxHashMap;
use spareval::{InternalQuad, QueryableDataset};
use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

/// The data as the default graph, the shapes as the only named one, and terms that a query made.
#[derive(Debug, Clone)]
pub(super) struct View<'a> {
    bound: &'a Bound<'a>,
    made: Rc<RefCell<Made>>,
    name: Id,
}

#[derive(Debug, Default)]
struct Made {
    terms: Vec<Term>,
    ids: FxHashMap<Term, Id>,
}

impl<'a> View<'a> {
    pub(super) fn new(bound: &'a Bound<'a>) -> Self {
        let mut view = Self { bound, made: Rc::default(), name: Id::MAX };
        view.name = view.number(NamedNode::new_unchecked(SHAPES_GRAPH).into());
        view
    }

    /// Numbers from here on are of `made`.
    fn known(&self) -> Id {
        let both = self.bound.data.terms().len() + self.bound.shapes.graph().terms().len();
        Id::try_from(both).unwrap_or(Id::MAX)
    }

    fn number(&self, term: Term) -> Id {
        let term = blank(term);
        if let Some(id) = self.bound.data.terms().find_term(&term) {
            return id;
        }
        if let Some(id) = self.bound.shapes.graph().terms().find_term(&term) {
            return self.bound.any(id);
        }
        let mut made = self.made.borrow_mut();
        let next = Id::try_from(made.terms.len()).unwrap_or(Id::MAX).saturating_add(self.known());
        let Made { terms, ids } = &mut *made;
        *ids.entry(term).or_insert_with_key(|term| {
            terms.push(term.clone());
            next
        })
    }

    /// Rows of the shapes graph, renumbered. Shapes graphs are small: a scan will do.
    fn shapes_rows(&self) -> Vec<[Id; 3]> {
        self.bound.shapes.graph().triples().iter().map(|triple| triple.map(|id| self.bound.any(id))).collect()
    }
}

/// A blank node stands in patterns as an IRI of its own.
fn blank(term: Term) -> Term {
    if let Term::NamedNode(node) = &term
        && let Some(label) = node.as_str().strip_prefix(BLANK).and_then(|rest| rest.strip_prefix(':'))
    {
        return ::rdf::oxrdf::BlankNode::new_unchecked(label).into();
    }
    term
}

/// Triples of a graph with these parts.
fn rows(graph: &Graph, s: Option<Id>, p: Option<Id>, o: Option<Id>) -> Vec<[Id; 3]> {
    match (s, p, o) {
        (Some(s), Some(p), o) => {
            graph.statements(s, p).iter().copied().filter(|row| o.is_none_or(|o| row[2] == o)).collect()
        }
        (Some(s), None, o) => graph.of_subject(s).iter().copied().filter(|row| o.is_none_or(|o| row[2] == o)).collect(),
        (None, Some(p), Some(o)) => graph.subjects(p, o).map(|s| [s, p, o]).collect(),
        (None, Some(p), None) => graph.of_predicate(p).iter().map(|[p, o, s]| [*s, *p, *o]).collect(),
        (None, None, o) => graph.triples().iter().copied().filter(|row| o.is_none_or(|o| row[2] == o)).collect(),
    }
}

impl<'a> QueryableDataset<'a> for View<'a> {
    type InternalTerm = Id;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Id>,
        predicate: Option<&Id>,
        object: Option<&Id>,
        graph_name: Option<Option<&Id>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Id>, Infallible>> + use<'a> {
        let (s, p, o) = (subject.copied(), predicate.copied(), object.copied());
        let (found, name) = match graph_name {
            Some(None) => (rows(self.bound.data, s, p, o), None),
            Some(Some(name)) if *name != self.name => (Vec::new(), None),
            _ => {
                let mut found = self.shapes_rows();
                let fits = |part: Option<Id>, id: Id| part.is_none_or(|part| part == id);
                found.retain(|row| fits(s, row[0]) && fits(p, row[1]) && fits(o, row[2]));
                (found, Some(self.name))
            }
        };
        found
            .into_iter()
            .map(move |[subject, predicate, object]| Ok(InternalQuad { subject, predicate, object, graph_name: name }))
    }

    fn internalize_term(&self, term: Term) -> Result<Id, Infallible> {
        Ok(self.number(term))
    }

    fn externalize_term(&self, id: Id) -> Result<Term, Infallible> {
        if id >= self.known() {
            let made = self.made.borrow();
            return Ok(made.terms.get((id - self.known()) as usize).cloned().unwrap_or_else(nothing));
        }
        let (graph, id) = self.bound.home(id);
        Ok(graph.term(id).unwrap_or_else(nothing))
    }
}

/// For numbers that are no term, which evaluation never sees.
fn nothing() -> Term {
    ::rdf::oxrdf::Literal::new_simple_literal("").into()
}
