//! A snapshot as spareval sees it, for one query.

use crate::snapshot::{LayeredRows, Order, Rows, TermId};
use crate::{Snapshot, StoreError};
use oxrdf::{BlankNode, NamedNode, Term, TermRef};
use rustc_hash::FxHashMap;
use spareval::{ExpressionTerm, InternalQuad, QueryableDataset};
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;

/// A snapshot, the terms of one query that it does not have, and the graphs that `FROM` merges.
#[derive(Debug, Clone)]
pub(super) struct View<'a> {
    snapshot: &'a Snapshot,
    /// Numbers from here on are of `side`.
    known: TermId,
    side: Rc<RefCell<Side>>,
    merged: Rc<Merged>,
}

#[derive(Debug, Default)]
struct Side {
    terms: Vec<Term>,
    ids: FxHashMap<Term, TermId>,
}

#[derive(Debug)]
struct Merged {
    graphs: Vec<TermId>,
    id: TermId,
}

impl<'a> View<'a> {
    /// A view for one query. `from` are the graphs that it merges into its default graph; the second value names
    /// their merge, as a graph that no query can write.
    pub(super) fn new(snapshot: &'a Snapshot, from: &[NamedNode]) -> (Self, BlankNode) {
        let known = TermId::try_from(snapshot.terms()).unwrap_or(TermId::MAX);
        let mut graphs: Vec<_> = from.iter().filter_map(|graph| snapshot.iri_id(graph.as_str())).collect();
        graphs.sort_unstable();
        graphs.dedup();
        let mut side = Side::default();
        let name = BlankNode::default();
        let id = side.number(name.clone().into(), known);
        let view = Self { snapshot, known, side: Rc::new(RefCell::new(side)), merged: Rc::new(Merged { graphs, id }) };
        (view, name)
    }

    fn merged(&self, s: Option<TermId>, p: Option<TermId>, o: Option<TermId>) -> Quads<'a> {
        let parts = self.merged.graphs.iter().map(|graph| self.snapshot.rows(Some(Some(*graph)), s, p, o));
        let mut parts: Vec<_> = parts.filter(|rows| !rows.is_empty()).collect();
        match parts.len() {
            0 => Quads::of(Rows::none()),
            1 => Quads::of(parts.remove(0)),
            _ => Quads::merge(parts),
        }
    }
}

impl Side {
    fn number(&mut self, term: Term, known: TermId) -> TermId {
        let next = u32::try_from(self.terms.len()).unwrap_or(u32::MAX).saturating_add(known);
        let terms = &mut self.terms;
        *self.ids.entry(term).or_insert_with_key(|term| {
            terms.push(term.clone());
            next
        })
    }
}

impl<'a> QueryableDataset<'a> for View<'a> {
    type InternalTerm = TermId;
    type Error = StoreError;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&TermId>,
        predicate: Option<&TermId>,
        object: Option<&TermId>,
        graph_name: Option<Option<&TermId>>,
    ) -> impl Iterator<Item = Result<InternalQuad<TermId>, StoreError>> + use<'a> {
        let (s, p, o) = (subject.copied(), predicate.copied(), object.copied());
        match graph_name {
            Some(Some(graph)) if *graph == self.merged.id => self.merged(s, p, o),
            graph => Quads::of(self.snapshot.rows(graph.map(Option::<&TermId>::copied), s, p, o)),
        }
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<TermId, StoreError>> + use<'a> {
        self.snapshot.graph_ids().iter().copied().map(Ok)
    }

    fn contains_internal_graph_name(&self, graph_name: &TermId) -> Result<bool, StoreError> {
        Ok(self.snapshot.graph_ids().binary_search(graph_name).is_ok())
    }

    fn internalize_term(&self, term: Term) -> Result<TermId, StoreError> {
        Ok(match self.snapshot.id(term.as_ref()) {
            Some(id) => id,
            None => self.side.borrow_mut().number(term, self.known),
        })
    }

    fn externalize_term(&self, id: TermId) -> Result<Term, StoreError> {
        if id < self.known {
            return self.snapshot.term_ref(id).map(TermRef::into_owned).ok_or_else(|| self.damaged(id));
        }
        let side = self.side.borrow();
        side.terms.get((id - self.known) as usize).cloned().ok_or_else(|| self.damaged(id))
    }

    fn externalize_expression_term(&self, id: TermId) -> Result<ExpressionTerm, StoreError> {
        // The common kinds without a detour over `Term`.
        match self.snapshot.term_ref(id).filter(|_| id < self.known) {
            Some(TermRef::NamedNode(node)) => Ok(ExpressionTerm::NamedNode(node.into_owned())),
            Some(TermRef::Literal(literal)) => Ok(match literal.language() {
                Some(language) => ExpressionTerm::LangStringLiteral {
                    value: literal.value().to_owned(),
                    language: language.to_owned(),
                },
                None => Term::from(literal.into_owned()).into(),
            }),
            _ => Ok(self.externalize_term(id)?.into()),
        }
    }
}

impl View<'_> {
    fn damaged(&self, id: TermId) -> StoreError {
        StoreError::Damaged {
            path: self.snapshot.path().to_owned(),
            problem: format!("term {id} cannot be read"),
            advice: "run `skord rebuild`",
        }
    }
}

/// The quads of a pattern.
enum Quads<'a> {
    Default(Order, LayeredRows<'a, 3>),
    Named(Order, LayeredRows<'a, 4>),
    Merge { order: Order, rows: Vec<LayeredRows<'a, 4>>, heads: Heads, last: Option<[TermId; 3]> },
}

/// The next row of each graph, smallest first.
type Heads = BinaryHeap<Reverse<([TermId; 3], usize)>>;

impl<'a> Quads<'a> {
    fn of(rows: Rows<'a>) -> Self {
        match rows {
            Rows::Default(order, rows) => Self::Default(order, rows.iter()),
            Rows::Named(order, rows) => Self::Named(order, rows.iter()),
        }
    }

    /// The union of several graphs' rows for one pattern: all are sorted in the same order of columns.
    fn merge(parts: Vec<Rows<'a>>) -> Self {
        let mut order = Order::Gspo;
        let mut rows = Vec::with_capacity(parts.len());
        for part in parts {
            if let Rows::Named(columns, part) = part {
                order = columns;
                rows.push(part.iter());
            }
        }
        let first = rows.iter_mut().enumerate().filter_map(|(index, rows)| Some(Reverse((tail(rows.next()?), index))));
        let heads = first.collect();
        Self::Merge { order, rows, heads, last: None }
    }
}

/// A row of a graph-first array without its graph.
fn tail([_, a, b, c]: &[TermId; 4]) -> [TermId; 3] {
    [*a, *b, *c]
}

fn next_distinct(
    rows: &mut [LayeredRows<'_, 4>],
    heads: &mut Heads,
    last: &mut Option<[TermId; 3]>,
) -> Option<[TermId; 3]> {
    loop {
        let Reverse((row, index)) = heads.pop()?;
        if let Some(next) = rows.get_mut(index).and_then(Iterator::next) {
            heads.push(Reverse((tail(next), index)));
        }
        if *last != Some(row) {
            *last = Some(row);
            return Some(row);
        }
    }
}

impl Iterator for Quads<'_> {
    type Item = Result<InternalQuad<TermId>, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let ([subject, predicate, object], graph_name) = match self {
            Self::Default(order, rows) => (order.triple(*rows.next()?), None),
            Self::Named(order, rows) => {
                let [subject, predicate, object, graph] = order.quad(*rows.next()?);
                ([subject, predicate, object], Some(graph))
            }
            Self::Merge { order, rows, heads, last } => (order.triple(next_distinct(rows, heads, last)?), None),
        };
        Some(Ok(InternalQuad { subject, predicate, object, graph_name }))
    }
}
