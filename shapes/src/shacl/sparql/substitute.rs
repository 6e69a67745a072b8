//! Replacing pre-bound variables in the algebra of a query (SHACL appendix A).

use super::BLANK;
use rdf::oxrdf::{Literal, NamedNode, Term, Variable};
use rustc_hash::FxHashMap;
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, Function, GraphPattern, OrderExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

/// Refuses what cannot be pre-bound: MINUS, VALUES, SERVICE, reassigned variables and nested selections that lose them.
pub(super) fn allowed(query: &Query, bound: &[&str]) -> Result<(), String> {
    match query {
        Query::Select { pattern, .. } | Query::Ask { pattern, .. } => check(pattern, bound, true),
        _ => Err("only SELECT and ASK can be constraints".to_owned()),
    }
}

fn check(pattern: &GraphPattern, bound: &[&str], outermost: bool) -> Result<(), String> {
    use GraphPattern as P;
    match pattern {
        P::Minus { .. } => Err("MINUS cannot be used with pre-bound variables".to_owned()),
        P::Values { .. } => Err("VALUES cannot be used with pre-bound variables".to_owned()),
        P::Service { .. } => Err("SERVICE is not allowed".to_owned()),
        P::Bgp { .. } | P::Path { .. } => Ok(()),
        P::Join { left, right } | P::Union { left, right } | P::Lateral { left, right } => {
            check(left, bound, false)?;
            check(right, bound, false)
        }
        P::LeftJoin { left, right, expression } => {
            check(left, bound, false)?;
            check(right, bound, false)?;
            expression.as_ref().map_or(Ok(()), |expression| check_expression(expression, bound))
        }
        P::Filter { expr, inner } => {
            check_expression(expr, bound)?;
            check(inner, bound, outermost)
        }
        P::Extend { inner, variable, expression } => {
            if bound.contains(&variable.as_str()) {
                return Err(format!("it assigns the pre-bound variable ?{}", variable.as_str()));
            }
            check_expression(expression, bound)?;
            check(inner, bound, outermost)
        }
        P::Project { inner, variables } => {
            let lost = bound.iter().find(|name| !variables.iter().any(|variable| variable.as_str() == **name));
            match lost {
                Some(name) if !outermost => Err(format!("a nested SELECT does not return ?{name}")),
                _ => check(inner, bound, false),
            }
        }
        P::OrderBy { inner, .. }
        | P::Distinct { inner }
        | P::Reduced { inner }
        | P::Slice { inner, .. }
        | P::Group { inner, .. } => check(inner, bound, outermost),
        P::Graph { inner, .. } => check(inner, bound, false),
    }
}

fn check_expression(expression: &Expression, bound: &[&str]) -> Result<(), String> {
    let mut result = Ok(());
    walk(expression, &mut |part| {
        if let Expression::Exists(pattern) = part
            && result.is_ok()
        {
            result = check(pattern, bound, false);
        }
    });
    result
}

/// Calls `visit` for an expression and all its parts.
fn walk(expression: &Expression, visit: &mut dyn FnMut(&Expression)) {
    use Expression as E;
    visit(expression);
    match expression {
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
            walk(a, visit);
            walk(b, visit);
        }
        E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => walk(a, visit),
        E::If(a, b, c) => [a, b, c].into_iter().for_each(|part| walk(part, visit)),
        E::In(a, parts) => {
            walk(a, visit);
            for part in parts {
                walk(part, visit);
            }
        }
        E::Coalesce(parts) | E::FunctionCall(_, parts) => {
            for part in parts {
                walk(part, visit);
            }
        }
        E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_) | E::Exists(_) => {}
    }
}

/// Variables with their values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Substitution<'a> {
    known: &'a FxHashMap<String, Option<Term>>,
}

impl<'a> Substitution<'a> {
    pub(super) fn new(known: &'a FxHashMap<String, Option<Term>>) -> Self {
        Self { known }
    }

    fn value(self, variable: &Variable) -> Option<&'a Term> {
        self.known.get(variable.as_str())?.as_ref()
    }

    pub(super) fn query(self, query: &Query) -> Query {
        let mut query = query.clone();
        if let Query::Select { pattern, .. } | Query::Ask { pattern, .. } = &mut query {
            self.pattern(pattern);
        }
        query
    }

    fn pattern(self, pattern: &mut GraphPattern) {
        use GraphPattern as P;
        match pattern {
            P::Bgp { patterns } => {
                if !patterns.iter_mut().all(|triple| self.triple(triple)) {
                    *pattern = P::Values { variables: Vec::new(), bindings: Vec::new() };
                }
            }
            P::Path { subject, object, .. } => {
                self.term(subject);
                self.term(object);
            }
            P::Join { left, right }
            | P::Union { left, right }
            | P::Lateral { left, right }
            | P::Minus { left, right } => {
                self.pattern(left);
                self.pattern(right);
            }
            P::LeftJoin { left, right, expression } => {
                self.pattern(left);
                self.pattern(right);
                if let Some(expression) = expression {
                    self.expression(expression);
                }
            }
            P::Filter { expr, inner } => {
                self.expression(expr);
                self.pattern(inner);
            }
            P::Extend { inner, expression, .. } => {
                self.expression(expression);
                self.pattern(inner);
            }
            P::OrderBy { inner, expression } => {
                for part in expression {
                    let (OrderExpression::Asc(part) | OrderExpression::Desc(part)) = part;
                    self.expression(part);
                }
                self.pattern(inner);
            }
            P::Group { inner, aggregates, .. } => {
                for (_, aggregate) in aggregates {
                    if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                        self.expression(expr);
                    }
                }
                self.pattern(inner);
            }
            P::Graph { name, inner } | P::Service { name, inner, .. } => {
                self.name(name);
                self.pattern(inner);
            }
            P::Project { inner, .. } | P::Distinct { inner } | P::Reduced { inner } | P::Slice { inner, .. } => {
                self.pattern(inner);
            }
            P::Values { .. } => {}
        }
    }

    /// False when the triple pattern can match nothing.
    fn triple(self, triple: &mut TriplePattern) -> bool {
        self.term(&mut triple.subject);
        self.term(&mut triple.object);
        self.name(&mut triple.predicate) && !matches!(triple.subject, TermPattern::Literal(_))
    }

    fn name(self, name: &mut NamedNodePattern) -> bool {
        let NamedNodePattern::Variable(variable) = name else { return true };
        match self.value(variable) {
            Some(Term::NamedNode(node)) => *name = node.clone().into(),
            Some(_) => return false,
            None => {}
        }
        true
    }

    fn term(self, term: &mut TermPattern) {
        let TermPattern::Variable(variable) = term else { return };
        match self.value(variable) {
            Some(Term::NamedNode(node)) => *term = node.clone().into(),
            Some(Term::BlankNode(node)) => {
                *term = NamedNode::new_unchecked(format!("{BLANK}:{}", node.as_str())).into();
            }
            Some(Term::Literal(literal)) => *term = literal.clone().into(),
            None => {}
        }
    }

    fn expression(self, expression: &mut Expression) {
        use Expression as E;
        match expression {
            E::Variable(variable) => {
                if let Some(term) = self.value(variable) {
                    *expression = constant(term);
                }
            }
            E::Bound(variable) => {
                if self.value(variable).is_some() {
                    *expression = E::Literal(Literal::from(true));
                }
            }
            E::Exists(pattern) => self.pattern(pattern),
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
                self.expression(a);
                self.expression(b);
            }
            E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => self.expression(a),
            E::If(a, b, c) => [a, b, c].into_iter().for_each(|part| self.expression(part)),
            E::In(a, parts) => {
                self.expression(a);
                for part in parts {
                    self.expression(part);
                }
            }
            E::Coalesce(parts) | E::FunctionCall(_, parts) => {
                for part in parts {
                    self.expression(part);
                }
            }
            E::NamedNode(_) | E::Literal(_) => {}
        }
    }
}

fn constant(term: &Term) -> Expression {
    match term {
        Term::NamedNode(node) => Expression::NamedNode(node.clone()),
        Term::Literal(literal) => Expression::Literal(literal.clone()),
        Term::BlankNode(node) => Expression::FunctionCall(
            Function::Custom(NamedNode::new_unchecked(BLANK)),
            vec![Expression::Literal(Literal::new_simple_literal(node.as_str()))],
        ),
    }
}
