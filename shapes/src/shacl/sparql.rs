//! SHACL-SPARQL: queries as constraints (SHACL §5 and §6).
//!
//! Pre-bound variables are replaced in the algebra before a query runs, as appendix A of the specification says; so
//! they are bound in every group, also in unions and nested selections.

mod dataset;
mod substitute;

use super::bind::Bound;
use super::graph::Graph;
use super::ns::SH;
use super::path::list;
use super::shape::{Component, Shape};
use super::terms::Id;
use dataset::View;
use rdf::oxrdf::{Literal, NamedNode, Term};
use rustc_hash::FxHashMap;
use spareval::{QueryEvaluator, QueryResults};
use spargebra::SparqlParser;
use substitute::Substitution;

/// A query of a constraint or of a validator.
#[derive(Debug, Clone)]
pub(super) struct Query {
    pub(super) algebra: spargebra::Query,
    /// Node of the `sh:sparql` constraint, for `sh:sourceConstraint`.
    pub(super) node: Option<Id>,
    pub(super) component: Component,
    /// Its `sh:message`s.
    pub(super) messages: Vec<Id>,
    /// Parameters of a declared component and their values.
    pub(super) parameters: Vec<(String, Id)>,
    /// An ASK validator: asked for each value, true is good.
    pub(super) ask: bool,
}

/// One violation that a query found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Solution {
    pub(super) value: Option<Term>,
    pub(super) path: Option<Term>,
    /// Values of the other variables, for messages.
    pub(super) variables: Vec<(String, String)>,
}

/// Name of the function that makes a blank node of the data inside an expression.
const BLANK: &str = "urn:skord:blank";
/// Name of the shapes graph for `GRAPH $shapesGraph`.
const SHAPES_GRAPH: &str = "urn:skord:shapes-graph";

/// Parses the query text of a constraint or validator: prefixes from `sh:prefixes`, `$PATH` replaced, and refused if it
/// has what cannot be pre-bound. `parameters` are pre-bound besides `$this`.
pub(super) fn parse(
    graph: &Graph,
    node: Id,
    text: Option<Id>,
    path: Option<&str>,
    parameters: &[&str],
) -> Result<spargebra::Query, String> {
    let text = text.map(|text| graph.terms().text(text)).ok_or("it has neither `sh:select` nor `sh:ask`")?;
    let mut parser = SparqlParser::new();
    for (prefix, namespace) in prefixes(graph, node) {
        parser = parser.with_prefix(&prefix, &namespace).map_err(|why| why.to_string())?;
    }
    let text = match path {
        Some(path) => text.replace("$PATH", path).replace("?PATH", path),
        None => text.to_owned(),
    };
    let query = parser.parse_query(&text).map_err(|why| why.to_string())?;
    let mut bound = vec!["this"];
    bound.extend(parameters);
    substitute::allowed(&query, &bound)?;
    Ok(query)
}

/// The prefixes that `sh:prefixes` leads to (SHACL §5.2.1), also through `owl:imports` inside the graph.
fn prefixes(graph: &Graph, node: Id) -> Vec<(String, String)> {
    let sh = |local: &str| graph.terms().find_iri(&format!("{SH}{local}"));
    let (Some(uses), Some(declare), Some(prefix), Some(namespace)) =
        (sh("prefixes"), sh("declare"), sh("prefix"), sh("namespace"))
    else {
        return Vec::new();
    };
    let imports = graph.terms().find_iri("http://www.w3.org/2002/07/owl#imports");
    let mut open: Vec<Id> = graph.objects(node, uses).collect();
    let mut seen = rustc_hash::FxHashSet::default();
    let mut found = Vec::new();
    while let Some(ontology) = open.pop() {
        if !seen.insert(ontology) {
            continue;
        }
        open.extend(imports.into_iter().flat_map(|imports| graph.objects(ontology, imports)));
        for declaration in graph.objects(ontology, declare) {
            if let (Some(prefix), Some(namespace)) =
                (graph.object(declaration, prefix), graph.object(declaration, namespace))
            {
                found.push((graph.terms().text(prefix).to_owned(), graph.terms().text(namespace).to_owned()));
            }
        }
        if let Ok(members) = list(graph, ontology) {
            open.extend(members);
        }
    }
    found
}

impl Query {
    /// Runs the query for a focus node (and, for an ASK validator, each value).
    pub(super) fn run(
        &self,
        bound: &Bound<'_>,
        shape: &Shape,
        focus: Id,
        values: &[Id],
    ) -> Result<Vec<Solution>, String> {
        let mut known = FxHashMap::default();
        let term = |id: Id| {
            let (graph, id) = bound.home(id);
            graph.term(id)
        };
        known.insert("this".to_owned(), term(focus));
        known.insert("currentShape".to_owned(), bound.shapes.graph.term(shape.node));
        known.insert("shapesGraph".to_owned(), Some(NamedNode::new_unchecked(SHAPES_GRAPH).into()));
        for (name, value) in &self.parameters {
            known.insert(name.clone(), bound.shapes.graph.term(*value));
        }
        if !self.ask {
            return self.select(bound, &known, shape, focus);
        }
        let mut wrong = Vec::new();
        for value in values {
            known.insert("value".to_owned(), term(*value));
            if !self.holds(bound, &known)? {
                wrong.push(Solution { value: term(*value), path: None, variables: self.named(&known) });
            }
        }
        Ok(wrong)
    }

    fn named(&self, known: &FxHashMap<String, Option<Term>>) -> Vec<(String, String)> {
        let text = |name: &String| Some((name.clone(), plain(known.get(name)?.as_ref()?)));
        self.parameters.iter().filter_map(|(name, _)| text(name)).chain(text(&"this".to_owned())).collect()
    }

    fn select(
        &self,
        bound: &Bound<'_>,
        known: &FxHashMap<String, Option<Term>>,
        shape: &Shape,
        focus: Id,
    ) -> Result<Vec<Solution>, String> {
        let query = Substitution::new(known).query(&self.algebra);
        let results = evaluator().prepare(&query).execute(View::new(bound)).map_err(|why| why.to_string())?;
        let QueryResults::Solutions(solutions) = results else { return Err("no SELECT query".to_owned()) };
        let mut found = Vec::new();
        for solution in solutions {
            let solution = solution.map_err(|why| why.to_string())?;
            let mut variables = self.named(known);
            variables.extend(solution.iter().map(|(name, value)| (name.as_str().to_owned(), plain(value))));
            let value = solution.get("value").cloned();
            let (graph, id) = bound.home(focus);
            found.push(Solution {
                value: if shape.path.is_none() { value.or_else(|| graph.term(id)) } else { value },
                path: solution.get("path").cloned(),
                variables,
            });
        }
        Ok(found)
    }

    fn holds(&self, bound: &Bound<'_>, known: &FxHashMap<String, Option<Term>>) -> Result<bool, String> {
        let query = Substitution::new(known).query(&self.algebra);
        match evaluator().prepare(&query).execute(View::new(bound)).map_err(|why| why.to_string())? {
            QueryResults::Boolean(answer) => Ok(answer),
            _ => Err("no ASK query".to_owned()),
        }
    }
}

fn evaluator() -> QueryEvaluator {
    QueryEvaluator::new().with_custom_function(NamedNode::new_unchecked(BLANK), |arguments| match arguments {
        [Term::Literal(label)] => Some(rdf::oxrdf::BlankNode::new_unchecked(label.value()).into()),
        _ => None,
    })
}

/// A term as a message shows it.
fn plain(term: &Term) -> String {
    match term {
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::BlankNode(node) => format!("_:{}", node.as_str()),
        Term::Literal(literal) => Literal::value(literal).to_owned(),
    }
}

/// A message with `{?name}` and `{$name}` replaced.
pub(super) fn fill(template: &str, variables: &[(String, String)]) -> String {
    let mut text = template.to_owned();
    for (name, value) in variables {
        if text.contains('{') {
            text = text.replace(&format!("{{?{name}}}"), value).replace(&format!("{{${name}}}"), value);
        }
    }
    text
}
