//! Constraint components that a shapes graph declares itself (SHACL §6).

use super::Compiler;
use crate::shacl::graph::Graph;
use crate::shacl::ns::SH;
use crate::shacl::shape::{Component, Constraint, Shape};
use crate::shacl::shapes::Problem;
use crate::shacl::sparql;
use crate::shacl::terms::{Id, SUB_CLASS_OF, TYPE};

/// All declared components.
#[derive(Debug, Default)]
pub(super) struct Components {
    all: Vec<Declared>,
}

#[derive(Debug, Clone)]
struct Declared {
    node: Id,
    parameters: Vec<Parameter>,
    messages: Vec<Id>,
    /// `sh:nodeValidator`, `sh:propertyValidator`, `sh:validator`.
    node_validator: Option<Id>,
    property_validator: Option<Id>,
    validator: Option<Id>,
}

#[derive(Debug, Clone)]
struct Parameter {
    path: Id,
    variable: String,
    optional: bool,
}

impl Components {
    pub(super) fn read(graph: &Graph, problems: &mut Vec<Problem>) -> Self {
        let Some(class) = graph.terms().find_iri(&format!("{SH}ConstraintComponent")) else { return Self::default() };
        let mut classes = vec![class];
        let mut nodes = Vec::new();
        while let Some(class) = classes.pop() {
            nodes.extend(graph.subjects(TYPE, class));
            classes.extend(graph.subjects(SUB_CLASS_OF, class).filter(|sub| *sub != class));
            if classes.len() > graph.len() {
                break;
            }
        }
        nodes.sort_unstable();
        nodes.dedup();
        let mut all = Vec::new();
        for node in nodes {
            match declared(graph, node) {
                Some(component) => all.push(component),
                None => problems.push(Problem {
                    node: graph.terms().text(node).to_owned(),
                    sv: "en villkorskomponent utan parametrar".to_owned(),
                    en: "a constraint component without parameters".to_owned(),
                    failure: false,
                }),
            }
        }
        Self { all }
    }
}

fn declared(graph: &Graph, node: Id) -> Option<Declared> {
    let sh = |local: &str| graph.terms().find_iri(&format!("{SH}{local}"));
    let one = |node, local: &str| sh(local).and_then(|predicate| graph.object(node, predicate));
    let mut parameters = Vec::new();
    for parameter in sh("parameter").into_iter().flat_map(|predicate| graph.objects(node, predicate)) {
        let path = one(parameter, "path")?;
        let iri = graph.terms().iri_text(path)?;
        let variable = iri.rsplit(['#', '/']).next().unwrap_or(iri).to_owned();
        let optional =
            one(parameter, "optional").is_some_and(|value| matches!(graph.terms().text(value), "true" | "1"));
        parameters.push(Parameter { path, variable, optional });
    }
    let messages = sh("message").map_or_else(Vec::new, |predicate| graph.objects(node, predicate).collect());
    (parameters.iter().any(|parameter| !parameter.optional)).then(|| Declared {
        node,
        parameters,
        messages,
        node_validator: one(node, "nodeValidator"),
        property_validator: one(node, "propertyValidator"),
        validator: one(node, "validator"),
    })
}

impl Compiler<'_> {
    /// Adds the declared components whose mandatory parameters the shape has.
    pub(super) fn custom(&mut self, shape: &mut Shape) {
        for component in self.components.all.clone() {
            let values: Vec<(String, Option<Id>, bool)> = component
                .parameters
                .iter()
                .map(|p| (p.variable.clone(), self.graph.object(shape.node, p.path), p.optional))
                .collect();
            if values.iter().any(|(_, value, optional)| value.is_none() && !optional) {
                continue;
            }
            let special = if shape.path.is_some() { component.property_validator } else { component.node_validator };
            let Some(validator) = special.or(component.validator) else { continue };
            let ask = self.object(validator, "ask");
            let path = shape.path.as_ref().map(|path| path.sparql(self.graph));
            let parameters: Vec<(String, Option<Id>)> =
                values.into_iter().map(|(name, value, _)| (name, value)).collect();
            let mut bound: Vec<&str> =
                parameters.iter().filter(|(_, v)| v.is_some()).map(|(name, _)| name.as_str()).collect();
            if ask.is_some() {
                bound.push("value");
            }
            let text = ask.or_else(|| self.object(validator, "select"));
            match sparql::parse(self.graph, validator, text, path.as_deref(), &bound) {
                Ok(query) => {
                    let own =
                        self.sh("message").map_or_else(Vec::new, |id| self.graph.objects(validator, id).collect());
                    let messages = if own.is_empty() { component.messages.clone() } else { own };
                    self.queries.push(sparql::Query {
                        algebra: query,
                        node: None,
                        component: Component::Custom(component.node),
                        messages,
                        parameters: parameters.into_iter().filter_map(|(name, value)| Some((name, value?))).collect(),
                        ask: ask.is_some(),
                    });
                    shape.constraints.push(Constraint::Sparql(self.queries.len() - 1));
                }
                Err(why) => self.sparql_problem(shape.node, &why),
            }
        }
    }
}
