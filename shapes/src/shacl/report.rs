//! What validation found.

mod turtle;

use super::bind::Bound;
use super::graph::Graph;
use super::ns::SH;
use super::path::Path;
use super::shape::{Component, Shape, ShapeId};
use super::sparql;
use super::terms::Id;
use rdf::oxrdf::Term;

/// The results of one validation. Terms are numbers until they are asked for.
#[derive(Debug)]
pub struct Report<'a> {
    pub(super) bound: Bound<'a>,
    pub(super) results: Vec<ResultRow>,
    pub(super) failures: Vec<String>,
}

/// One result.
#[derive(Debug, Clone)]
pub(super) struct ResultRow {
    pub(super) focus: Id,
    pub(super) value: Option<Id>,
    pub(super) shape: ShapeId,
    pub(super) component: Component,
    pub(super) path: RowPath,
    /// Of queries.
    pub(super) extra: Option<Box<Extra>>,
}

/// Path of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowPath {
    None,
    /// That of the shape.
    Shape,
    /// A property of the data.
    Predicate(Id),
}

/// What only few results have.
#[derive(Debug, Clone, Default)]
pub(super) struct Extra {
    pub(super) value: Option<Term>,
    pub(super) path: Option<Term>,
    pub(super) constraint: Option<Id>,
    pub(super) messages: Vec<Id>,
    pub(super) variables: Vec<(String, String)>,
}

/// One result to look at.
#[derive(Debug, Clone, Copy)]
pub struct Outcome<'r, 'a> {
    report: &'r Report<'a>,
    row: &'r ResultRow,
}

/// The path of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResultPath<'r> {
    /// Of the shape.
    Of(&'r Path),
    /// A property.
    Property(Term),
}

impl<'a> Report<'a> {
    /// True when there is no result, whatever its severity, and nothing went wrong.
    pub fn conforms(&self) -> bool {
        self.results.is_empty()
    }

    /// Number of results.
    pub fn len(&self) -> usize {
        self.results.len()
    }

    /// True when there is no result.
    pub fn is_empty(&self) -> bool {
        self.results.is_empty()
    }

    /// Queries that could not be evaluated, each once.
    pub fn failures(&self) -> &[String] {
        &self.failures
    }

    /// The results, shape by shape and sorted by focus node.
    pub fn results(&self) -> impl ExactSizeIterator<Item = Outcome<'_, 'a>> {
        self.results.iter().map(|row| Outcome { report: self, row })
    }

    /// The shapes graph.
    pub fn shapes_graph(&self) -> &'a Graph {
        self.bound.shapes.graph()
    }
}

impl<'r> Outcome<'r, '_> {
    /// Number of the focus node in the data, or beyond them.
    pub fn focus_id(self) -> Id {
        self.row.focus
    }

    /// Number of the value, if it is a term of data or shapes.
    pub fn value_id(self) -> Option<Id> {
        self.row.value
    }

    /// The shapes graph.
    pub fn shapes_graph(self) -> &'r Graph {
        self.report.bound.shapes.graph()
    }

    /// The focus node.
    pub fn focus(self) -> Option<Term> {
        self.term(self.row.focus)
    }

    fn term(self, id: Id) -> Option<Term> {
        let (graph, id) = self.report.bound.home(id);
        graph.term(id)
    }

    /// Text of the value (IRI, literal or label), if there is one.
    pub fn value_text(self) -> Option<String> {
        if let Some(id) = self.row.value {
            let (graph, id) = self.report.bound.home(id);
            return Some(graph.terms().text(id).to_owned());
        }
        match self.row.extra.as_ref()?.value.as_ref()? {
            Term::NamedNode(node) => Some(node.as_str().to_owned()),
            Term::BlankNode(node) => Some(node.as_str().to_owned()),
            Term::Literal(literal) => Some(literal.value().to_owned()),
        }
    }

    /// The value.
    pub fn value(self) -> Option<Term> {
        match self.row.value {
            Some(id) => self.term(id),
            None => self.row.extra.as_ref()?.value.clone(),
        }
    }

    /// The shape that found it.
    pub fn shape(self) -> &'r Shape {
        self.report.bound.shapes.shape(self.row.shape)
    }

    /// Position of the shape that found it.
    pub fn shape_id(self) -> ShapeId {
        self.row.shape
    }

    /// IRI of the constraint component.
    pub fn component(self) -> String {
        match self.row.component {
            Component::Standard(name) => format!("{SH}{name}ConstraintComponent"),
            Component::Custom(id) => self.report.shapes_graph().terms().text(id).to_owned(),
        }
    }

    /// Name of the constraint component: `MinCount`.
    pub fn component_name(self) -> &'r str {
        match self.row.component {
            Component::Standard(name) => name,
            Component::Custom(id) => {
                let iri = self.report.bound.shapes.graph().terms().text(id);
                iri.rsplit(['#', '/']).next().unwrap_or(iri)
            }
        }
    }

    /// IRI of the severity.
    pub fn severity(self) -> String {
        match self.shape().severity {
            Some(id) => self.report.shapes_graph().terms().text(id).to_owned(),
            None => format!("{SH}Violation"),
        }
    }

    /// The path.
    pub fn path(self) -> Option<ResultPath<'r>> {
        if let Some(path) = self.row.extra.as_ref().and_then(|extra| extra.path.clone()) {
            return Some(ResultPath::Property(path));
        }
        match self.row.path {
            RowPath::None => None,
            RowPath::Shape => self.shape().path.as_ref().map(ResultPath::Of),
            RowPath::Predicate(id) => self.term(id).map(ResultPath::Property),
        }
    }

    /// The node of the `sh:sparql` constraint.
    pub fn source_constraint(self) -> Option<Term> {
        let id = self.row.extra.as_ref()?.constraint?;
        self.report.shapes_graph().term(id)
    }

    /// Messages that the shapes graph has for it, with placeholders filled: text and language tag.
    pub fn messages(self) -> Vec<(String, String)> {
        let extra = self.row.extra.as_deref();
        let own = extra.map(|extra| &extra.messages).filter(|messages| !messages.is_empty());
        let messages = own.unwrap_or(&self.shape().messages);
        let graph = self.report.shapes_graph();
        let text = |id: &Id| match graph.term(*id) {
            Some(Term::Literal(literal)) => {
                let variables = extra.map_or(&[][..], |extra| &extra.variables);
                let text = sparql::fill(literal.value(), variables);
                Some((text, literal.language().unwrap_or_default().to_owned()))
            }
            _ => None,
        };
        messages.iter().filter_map(text).collect()
    }
}
