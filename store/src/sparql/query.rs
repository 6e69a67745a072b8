//! From the text of a query to something that can be evaluated, or to the reason why not.

use super::{SparqlError, SparqlRequest};
use oxrdf::{NamedNode, NamedOrBlankNode};
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression, QueryDataset};
use spargebra::{Query, SparqlParser};

/// A parsed query and the graphs it is about.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) query: Query,
    /// `None`: the dataset as it is. Else the graphs of the default graph.
    pub(super) from: Option<Vec<NamedNode>>,
    /// `None`: all named graphs.
    pub(super) named: Option<Vec<NamedOrBlankNode>>,
}

/// Parses a request. Relative IRIs are resolved against `base`.
pub(super) fn prepare(request: &SparqlRequest, base: &str) -> Result<Prepared, SparqlError> {
    let parser = || SparqlParser::new().with_base_iri(base).unwrap_or_default();
    let query = parser().parse_query(&request.query).map_err(|problem| {
        if parser().parse_update(&request.query).is_ok_and(|update| !update.operations.is_empty()) {
            return SparqlError::Refused(
                "this endpoint answers queries only; updates come in by harvesting the sources".to_owned(),
            );
        }
        SparqlError::Syntax(problem.to_string())
    })?;
    if let Some(service) = service(&query) {
        return Err(SparqlError::Refused(format!(
            "`SERVICE {service}` is switched off: this endpoint sends no requests to others; query it yourself and join"
        )));
    }
    let dataset = dataset(request, &query)?;
    let (from, named) = match dataset {
        None => (None, None),
        Some(dataset) => (Some(dataset.default), Some(distinct(dataset.named.unwrap_or_default()))),
    };
    Ok(Prepared { query, from, named })
}

/// The dataset of the protocol's parameters, else that of the query (SPARQL 1.1 Protocol §2.1.4).
fn dataset(request: &SparqlRequest, query: &Query) -> Result<Option<QueryDataset>, SparqlError> {
    if request.default_graphs.is_empty() && request.named_graphs.is_empty() {
        return Ok(query.dataset().cloned());
    }
    let nodes = |name: &str, iris: &[String]| {
        let node = |iri: &String| {
            NamedNode::new(iri).map_err(|problem| SparqlError::Syntax(format!("{name} `{iri}` is no IRI: {problem}")))
        };
        iris.iter().map(node).collect::<Result<Vec<_>, _>>()
    };
    let default = nodes("default-graph-uri", &request.default_graphs)?;
    let named = nodes("named-graph-uri", &request.named_graphs)?;
    Ok(Some(QueryDataset { default, named: Some(named) }))
}

/// spareval walks the list as it is: a graph named twice would count twice.
fn distinct(graphs: Vec<NamedNode>) -> Vec<NamedOrBlankNode> {
    let mut seen = rustc_hash::FxHashSet::default();
    graphs.into_iter().filter(|graph| seen.insert(graph.clone())).map(Into::into).collect()
}

/// The first `SERVICE` of a query, also in an `EXISTS`. Found before evaluation, since `SERVICE SILENT` would hide it.
fn service(query: &Query) -> Option<String> {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    let mut found = None;
    visit(pattern, &mut |pattern| {
        if let GraphPattern::Service { name, .. } = pattern {
            found.get_or_insert(name.to_string());
        }
    });
    found
}

/// Calls `see` for a pattern and all patterns in it.
fn visit(pattern: &GraphPattern, see: &mut dyn FnMut(&GraphPattern)) {
    see(pattern);
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => {}
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => {
            visit(left, see);
            visit(right, see);
        }
        GraphPattern::LeftJoin { left, right, expression } => {
            visit(left, see);
            visit(right, see);
            if let Some(expression) = expression {
                visit_expression(expression, see);
            }
        }
        GraphPattern::Filter { expr: expression, inner } | GraphPattern::Extend { inner, expression, .. } => {
            visit(inner, see);
            visit_expression(expression, see);
        }
        GraphPattern::OrderBy { inner, expression } => {
            visit(inner, see);
            for OrderExpression::Asc(expression) | OrderExpression::Desc(expression) in expression {
                visit_expression(expression, see);
            }
        }
        GraphPattern::Group { inner, aggregates, .. } => {
            visit(inner, see);
            for (_, aggregate) in aggregates {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    visit_expression(expr, see);
                }
            }
        }
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Service { inner, .. } => visit(inner, see),
    }
}

fn visit_expression(expression: &Expression, see: &mut dyn FnMut(&GraphPattern)) {
    use Expression as E;
    match expression {
        E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_) => {}
        E::Exists(pattern) => visit(pattern, see),
        E::Or(a, b)
        | E::And(a, b)
        | E::Equal(a, b)
        | E::SameTerm(a, b)
        | E::Greater(a, b)
        | E::GreaterOrEqual(a, b)
        | E::Less(a, b)
        | E::LessOrEqual(a, b)
        | E::Add(a, b)
        | E::Subtract(a, b)
        | E::Multiply(a, b)
        | E::Divide(a, b) => {
            visit_expression(a, see);
            visit_expression(b, see);
        }
        E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => visit_expression(a, see),
        E::If(a, b, c) => {
            visit_expression(a, see);
            visit_expression(b, see);
            visit_expression(c, see);
        }
        E::In(a, list) => {
            visit_expression(a, see);
            visit_expressions(list, see);
        }
        E::Coalesce(list) | E::FunctionCall(_, list) => visit_expressions(list, see),
    }
}

fn visit_expressions(expressions: &[Expression], see: &mut dyn FnMut(&GraphPattern)) {
    for expression in expressions {
        visit_expression(expression, see);
    }
}
