//! One statement about a shape.

use super::Compiler;
use crate::shacl::compare::Value;
use crate::shacl::shape::{Component, Constraint, Qualified, Range, Shape, ShapeId, Target};
use crate::shacl::sparql;
use crate::shacl::terms::{Id, View};
use regex::RegexBuilder;

/// Parameters that say something about others, or are for people.
const SILENT: [&str; 18] = [
    "path",
    "name",
    "description",
    "order",
    "group",
    "defaultValue",
    "flags",
    "ignoredProperties",
    "qualifiedMinCount",
    "qualifiedMaxCount",
    "qualifiedValueShapesDisjoint",
    "prefixes",
    "declare",
    "shapesGraph",
    "suggestedShapesGraph",
    "entailment",
    "editor",
    "viewer",
];

impl Compiler<'_> {
    /// `shape sh:local object`.
    pub(super) fn statement(&mut self, shape: &mut Shape, local: &str, object: Id) {
        match local {
            "targetClass" => shape.targets.push(Target::Class(object)),
            "targetNode" => shape.targets.push(Target::Node(object)),
            "targetSubjectsOf" => shape.targets.push(Target::SubjectsOf(object)),
            "targetObjectsOf" => shape.targets.push(Target::ObjectsOf(object)),
            "severity" => shape.severity = Some(object),
            "message" => shape.messages.push(object),
            "deactivated" => shape.deactivated = self.is_true(object),
            _ if SILENT.contains(&local) => {}
            _ => {
                if let Some(constraint) = self.value_constraint(shape, local, object) {
                    shape.constraints.push(constraint);
                } else if let Some(constraint) = self.shape_constraint(shape, local, object) {
                    shape.constraints.push(constraint);
                }
            }
        }
    }

    /// Constraints on values, by themselves.
    fn value_constraint(&mut self, shape: &Shape, local: &str, object: Id) -> Option<Constraint> {
        use Constraint as C;
        Some(match local {
            "class" => C::Class(object),
            "datatype" => C::Datatype(object),
            "nodeKind" => C::NodeKind(self.node_kind(shape.node, object)?),
            "minCount" => C::MinCount(self.number(shape.node, local, object)?),
            "maxCount" => C::MaxCount(self.number(shape.node, local, object)?),
            "minLength" => C::MinLength(self.number(shape.node, local, object)?),
            "maxLength" => C::MaxLength(self.number(shape.node, local, object)?),
            "minExclusive" => C::Range(Range::MinExclusive, self.bound(object)),
            "minInclusive" => C::Range(Range::MinInclusive, self.bound(object)),
            "maxExclusive" => C::Range(Range::MaxExclusive, self.bound(object)),
            "maxInclusive" => C::Range(Range::MaxInclusive, self.bound(object)),
            "pattern" => self.pattern(shape.node, object)?,
            "languageIn" => {
                let members = self.list(shape.node, local, object);
                C::LanguageIn(members.iter().map(|tag| self.graph.terms().text(*tag).to_lowercase()).collect())
            }
            // Only the literal `true` switches it on, not "1" (test uniqueLang-002).
            "uniqueLang" => (self.graph.terms().text(object) == "true").then_some(C::UniqueLang)?,
            "equals" => C::Equals(object),
            "disjoint" => C::Disjoint(object),
            "lessThan" => C::LessThan(object),
            "lessThanOrEquals" => C::LessThanOrEquals(object),
            "hasValue" => C::HasValue(object),
            "in" => {
                let members = self.list(shape.node, local, object);
                self.lists.push(members);
                C::In(self.lists.len() - 1)
            }
            _ => return None,
        })
    }

    /// Constraints that refer to other shapes, and queries.
    fn shape_constraint(&mut self, shape: &Shape, local: &str, object: Id) -> Option<Constraint> {
        use Constraint as C;
        Some(match local {
            "not" => C::Not(self.shape_id(object)?),
            "node" => C::Node(self.shape_id(object)?),
            "property" => C::Property(self.property_shape_id(object)?),
            "and" => C::And(self.shapes_of(shape.node, local, object)),
            "or" => C::Or(self.shapes_of(shape.node, local, object)),
            "xone" => C::Xone(self.shapes_of(shape.node, local, object)),
            "qualifiedValueShape" => C::Qualified(Box::new(self.qualified(shape.node, object)?)),
            "closed" => self.is_true(object).then(|| self.closed(shape.node))?,
            "sparql" => self.sparql(shape, object)?,
            // Value and shape constraints that the other function has told about already.
            "class" | "datatype" | "nodeKind" | "minCount" | "maxCount" | "minLength" | "maxLength" | "pattern"
            | "uniqueLang" => return None,
            _ => {
                self.problem(
                    shape.node,
                    &format!("`sh:{local}` finns inte i SHACL Core eller stöds inte"),
                    &format!("`sh:{local}` is no term of SHACL Core or not supported"),
                );
                return None;
            }
        })
    }

    fn shapes_of(&mut self, shape: Id, local: &str, object: Id) -> Vec<ShapeId> {
        let members = self.list(shape, local, object);
        members.into_iter().filter_map(|member| self.shape_id(member)).collect()
    }

    fn number(&mut self, shape: Id, local: &str, object: Id) -> Option<u64> {
        let text = self.graph.terms().text(object);
        let number = text.parse().ok();
        if number.is_none() {
            self.problem(
                shape,
                &format!("`sh:{local}` är inget heltal: `{text}`"),
                &format!("`sh:{local}` is no whole number: `{text}`"),
            );
        }
        number
    }

    fn bound(&self, object: Id) -> Option<Value> {
        let terms = self.graph.terms();
        let Some(View::Literal(text, datatype, "")) = terms.view(object) else { return None };
        Value::parse(terms.text(datatype), text)
    }

    fn node_kind(&mut self, shape: Id, object: Id) -> Option<u8> {
        let iri = self.graph.terms().text(object);
        let kinds = match iri.rsplit('#').next().unwrap_or_default() {
            "IRI" => 1,
            "BlankNode" => 2,
            "BlankNodeOrIRI" => 3,
            "Literal" => 4,
            "IRIOrLiteral" => 5,
            "BlankNodeOrLiteral" => 6,
            _ => {
                self.problem(
                    shape,
                    &format!("okänt värde för `sh:nodeKind`: `{iri}`"),
                    &format!("unknown value of `sh:nodeKind`: `{iri}`"),
                );
                return None;
            }
        };
        Some(kinds)
    }

    fn pattern(&mut self, shape: Id, object: Id) -> Option<Constraint> {
        let flags = self.object(shape, "flags").map_or("", |flags| self.graph.terms().text(flags));
        let text = self.graph.terms().text(object);
        let pattern = if flags.contains('q') { regex::escape(text) } else { text.to_owned() };
        let built = RegexBuilder::new(&pattern)
            .case_insensitive(flags.contains('i'))
            .dot_matches_new_line(flags.contains('s'))
            .multi_line(flags.contains('m'))
            .ignore_whitespace(flags.contains('x'))
            .size_limit(1 << 22)
            .build();
        if let Ok(regex) = built {
            Some(Constraint::Pattern(Box::new(regex)))
        } else {
            self.problem(
                shape,
                &format!("mönstret i `sh:pattern` stöds inte: `{text}`"),
                &format!("the pattern of `sh:pattern` is not supported: `{text}`"),
            );
            None
        }
    }

    /// SHACL §4.7.3. Siblings are the other qualified shapes of the parents' property shapes.
    fn qualified(&mut self, node: Id, object: Id) -> Option<Qualified> {
        let shape = self.shape_id(object)?;
        let count = |local: &str| self.object(node, local).and_then(|n| self.graph.terms().text(n).parse().ok());
        let (min, max) = (count("qualifiedMinCount"), count("qualifiedMaxCount"));
        let mut siblings = Vec::new();
        if self.object(node, "qualifiedValueShapesDisjoint").is_some_and(|value| self.is_true(value))
            && let (Some(property), Some(qualified)) = (self.sh("property"), self.sh("qualifiedValueShape"))
        {
            let graph = self.graph;
            let beside = graph.subjects(property, node).flat_map(|parent| graph.objects(parent, property));
            siblings = beside.flat_map(|sibling| graph.objects(sibling, qualified)).filter(|s| *s != object).collect();
            siblings.sort_unstable();
            siblings.dedup();
        }
        let siblings = siblings.into_iter().filter_map(|sibling| self.shape_id(sibling)).collect();
        Some(Qualified { shape, min, max, siblings })
    }

    fn closed(&mut self, node: Id) -> Constraint {
        let mut allowed: Vec<Id> = Vec::new();
        if let Some(property) = self.sh("property") {
            let shapes: Vec<Id> = self.graph.objects(node, property).collect();
            let paths = shapes.into_iter().filter_map(|shape| self.object(shape, "path"));
            allowed = paths.filter(|path| self.graph.terms().iri_text(*path).is_some()).collect();
        }
        if let Some(ignored) = self.object(node, "ignoredProperties") {
            allowed.extend(self.list(node, "ignoredProperties", ignored));
        }
        Constraint::Closed(allowed)
    }

    fn sparql(&mut self, shape: &Shape, object: Id) -> Option<Constraint> {
        if self.object(object, "deactivated").is_some_and(|value| self.is_true(value)) {
            return None;
        }
        let path = shape.path.as_ref().map(|path| path.sparql(self.graph));
        let messages = self.sh("message").map_or_else(Vec::new, |id| self.graph.objects(object, id).collect());
        let select = self.object(object, "select");
        let parsed = sparql::parse(self.graph, object, select, path.as_deref(), &[]);
        match parsed {
            Ok(query) => {
                self.queries.push(sparql::Query {
                    algebra: query,
                    node: Some(object),
                    component: Component::Standard("SPARQL"),
                    messages,
                    parameters: Vec::new(),
                    ask: false,
                });
                Some(Constraint::Sparql(self.queries.len() - 1))
            }
            Err(why) => {
                self.sparql_problem(shape.node, &why);
                None
            }
        }
    }

    pub(super) fn sparql_problem(&mut self, shape: Id, why: &str) {
        self.problem(
            shape,
            &format!("SPARQL-frågan kan inte användas ({why})"),
            &format!("the SPARQL query cannot be used ({why})"),
        );
        if let Some(problem) = self.problems.last_mut() {
            problem.failure = true;
        }
    }
}
