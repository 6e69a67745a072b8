//! One constraint on the value nodes of one focus node.

use super::{Run, Sink};
use crate::shacl::compare::Value;
use crate::shacl::lexical;
use crate::shacl::report::{Extra, ResultRow, RowPath};
use crate::shacl::shape::{Component, Constraint, Qualified, Range, Shape, ShapeId};
use crate::shacl::sparql;
use crate::shacl::terms::{Id, View};
use std::cmp::Ordering;

/// A value as constraints look at it.
enum Seen<'a> {
    Iri(&'a str),
    Blank,
    Literal { text: &'a str, datatype: &'a str, language: &'a str },
}

type Here<'s> = (ShapeId, &'s Shape);
type Values<'v> = (Id, &'v [Id]);

fn row((id, shape): Here<'_>, component: &'static str, focus: Id, value: Option<Id>) -> ResultRow {
    let path = if shape.path.is_some() { RowPath::Shape } else { RowPath::None };
    ResultRow { focus, value, shape: id, component: Component::Standard(component), path, extra: None }
}

impl Run<'_> {
    fn seen(&self, value: Id) -> Seen<'_> {
        let (graph, id) = self.bound.home(value);
        match graph.terms().view(id) {
            Some(View::Iri(iri)) => Seen::Iri(iri),
            Some(View::Literal(text, datatype, language)) => {
                Seen::Literal { text, datatype: graph.terms().text(datatype), language }
            }
            Some(View::Blank(_)) | None => Seen::Blank,
        }
    }

    pub(super) fn constraint(&mut self, here: Here<'_>, constraint: &Constraint, at: Values<'_>, sink: &mut Sink) {
        use Constraint as C;
        let (focus, values) = at;
        match constraint {
            C::MinCount(min) if (values.len() as u64) < *min => sink.add(row(here, "MinCount", focus, None)),
            C::MaxCount(max) if values.len() as u64 > *max => sink.add(row(here, "MaxCount", focus, None)),
            C::HasValue(wanted) if !values.contains(&self.bound.id(*wanted)) => {
                sink.add(row(here, "HasValue", focus, None));
            }
            C::MinCount(_) | C::MaxCount(_) | C::HasValue(_) => {}
            C::UniqueLang => self.unique_lang(here, at, sink),
            C::Equals(property) => self.equals(here, *property, at, sink),
            C::LessThan(property) => self.less_than(here, *property, at, sink, false),
            C::LessThanOrEquals(property) => self.less_than(here, *property, at, sink, true),
            C::Property(shape) => {
                for value in values {
                    self.check(*shape, *value, sink);
                    if sink.done() {
                        return;
                    }
                }
            }
            C::Qualified(qualified) => self.qualified(here, qualified, at, sink),
            C::Closed(allowed) => self.closed(here, allowed, at, sink),
            C::Sparql(query) => self.sparql(here, *query, at, sink),
            _ => {
                for value in values {
                    if let Some(component) = self.wrong(constraint, focus, *value) {
                        sink.add(row(here, component, focus, Some(*value)));
                        if sink.done() {
                            return;
                        }
                    }
                }
            }
        }
    }

    /// The component that one value violates.
    fn wrong(&mut self, constraint: &Constraint, focus: Id, value: Id) -> Option<&'static str> {
        use Constraint as C;
        let (good, component) = match constraint {
            C::Class(class) => (self.bound.is_instance(value, *class), "Class"),
            C::Disjoint(property) => (!self.bound.data.contains([focus, self.bound.id(*property), value]), "Disjoint"),
            C::In(list) => (self.bound.lists[*list].binary_search(&value).is_ok(), "In"),
            C::Not(shape) => (!self.conforms(*shape, value), "Not"),
            C::Node(shape) => (self.conforms(*shape, value), "Node"),
            C::And(shapes) => (shapes.iter().all(|shape| self.conforms(*shape, value)), "And"),
            C::Or(shapes) => (shapes.iter().any(|shape| self.conforms(*shape, value)), "Or"),
            C::Xone(shapes) => (shapes.iter().filter(|shape| self.conforms(**shape, value)).count() == 1, "Xone"),
            _ => self.text(constraint, value),
        };
        (!good).then_some(component)
    }

    /// Constraints on what a value looks like.
    fn text(&self, constraint: &Constraint, value: Id) -> (bool, &'static str) {
        use Constraint as C;
        let seen = self.seen(value);
        let text = match seen {
            Seen::Iri(text) | Seen::Literal { text, .. } => Some(text),
            Seen::Blank => None,
        };
        let length = || text.map(|text| text.chars().count() as u64);
        match constraint {
            C::NodeKind(kinds) => {
                let kind = match seen {
                    Seen::Iri(_) => 1,
                    Seen::Blank => 2,
                    Seen::Literal { .. } => 4,
                };
                (kinds & kind != 0, "NodeKind")
            }
            C::Datatype(wanted) => (self.has_datatype(&seen, *wanted), "Datatype"),
            C::MinLength(min) => (length().is_some_and(|length| length >= *min), "MinLength"),
            C::MaxLength(max) => (length().is_some_and(|length| length <= *max), "MaxLength"),
            C::Pattern(regex) => (text.is_some_and(|text| regex.is_match(text)), "Pattern"),
            C::LanguageIn(tags) => {
                (matches!(seen, Seen::Literal { language, .. } if speaks(language, tags)), "LanguageIn")
            }
            C::Range(range, bound) => in_range(&seen, *range, bound.as_ref()),
            _ => (true, ""),
        }
    }

    fn has_datatype(&self, seen: &Seen<'_>, wanted: Id) -> bool {
        let Seen::Literal { text, datatype, .. } = seen else { return false };
        self.bound.shapes.graph().terms().text(wanted) == *datatype && lexical::is_valid(datatype, text)
    }

    fn unique_lang(&self, here: Here<'_>, (focus, values): Values<'_>, sink: &mut Sink) {
        let mut tags: Vec<String> = Vec::new();
        for value in values {
            if let Seen::Literal { language, .. } = self.seen(*value)
                && !language.is_empty()
            {
                tags.push(language.to_lowercase());
            }
        }
        tags.sort_unstable();
        for same in tags.chunk_by(|a, b| a == b).filter(|same| same.len() > 1) {
            let tag = same[0].clone();
            let mut found = row(here, "UniqueLang", focus, None);
            found.extra = Some(Box::new(Extra { variables: vec![("lang".to_owned(), tag)], ..Extra::default() }));
            sink.add(found);
        }
    }

    fn equals(&self, here: Here<'_>, property: Id, (focus, values): Values<'_>, sink: &mut Sink) {
        let property = self.bound.id(property);
        for value in values {
            if !self.bound.data.contains([focus, property, *value]) {
                sink.add(row(here, "Equals", focus, Some(*value)));
            }
        }
        for object in self.bound.data.objects(focus, property) {
            if !values.contains(&object) {
                sink.add(row(here, "Equals", focus, Some(object)));
            }
        }
    }

    fn less_than(&self, here: Here<'_>, property: Id, (focus, values): Values<'_>, sink: &mut Sink, or_equal: bool) {
        let component = if or_equal { "LessThanOrEquals" } else { "LessThan" };
        for value in values {
            for other in self.bound.data.objects(focus, self.bound.id(property)) {
                let order = self.value(*value).zip(self.value(other)).and_then(|(a, b)| a.order(&b));
                let good = order == Some(Ordering::Less) || (or_equal && order == Some(Ordering::Equal));
                if !good {
                    sink.add(row(here, component, focus, Some(*value)));
                }
            }
        }
    }

    fn value(&self, id: Id) -> Option<Value> {
        let Seen::Literal { text, datatype, language: "" } = self.seen(id) else { return None };
        Value::parse(datatype, text)
    }

    fn qualified(&mut self, here: Here<'_>, qualified: &Qualified, (focus, values): Values<'_>, sink: &mut Sink) {
        let mut count = 0_u64;
        for value in values {
            let sibling = qualified.siblings.iter().any(|sibling| self.conforms(*sibling, *value));
            count += u64::from(!sibling && self.conforms(qualified.shape, *value));
        }
        if qualified.min.is_some_and(|min| count < min) {
            sink.add(row(here, "QualifiedMinCount", focus, None));
        }
        if qualified.max.is_some_and(|max| count > max) {
            sink.add(row(here, "QualifiedMaxCount", focus, None));
        }
    }

    fn closed(&self, here: Here<'_>, allowed: &[Id], (focus, values): Values<'_>, sink: &mut Sink) {
        for value in values {
            for [_, predicate, object] in self.bound.data.of_subject(*value) {
                if !allowed.iter().any(|allowed| self.bound.id(*allowed) == *predicate) {
                    let mut found = row(here, "Closed", focus, Some(*object));
                    found.path = RowPath::Predicate(*predicate);
                    sink.add(found);
                }
            }
        }
    }

    fn sparql(&mut self, (id, shape): Here<'_>, query: usize, (focus, values): Values<'_>, sink: &mut Sink) {
        let query: &sparql::Query = &self.bound.shapes.queries[query];
        let solutions = match query.run(self.bound, shape, focus, values) {
            Ok(solutions) => solutions,
            Err(why) => {
                self.failures.push(why);
                return;
            }
        };
        for solution in solutions {
            let mut found = row((id, shape), "", focus, None);
            found.component = query.component;
            let extra = Extra {
                value: solution.value,
                path: solution.path,
                constraint: query.node,
                messages: query.messages.clone(),
                variables: solution.variables,
            };
            found.extra = Some(Box::new(extra));
            sink.add(found);
        }
    }
}

fn in_range(seen: &Seen<'_>, range: Range, bound: Option<&Value>) -> (bool, &'static str) {
    let value = match seen {
        Seen::Literal { text, datatype, language: "" } => Value::parse(datatype, text),
        _ => None,
    };
    let order = value.zip(bound).and_then(|(value, bound)| value.order(bound));
    match range {
        Range::MinExclusive => (order == Some(Ordering::Greater), "MinExclusive"),
        Range::MinInclusive => (matches!(order, Some(Ordering::Greater | Ordering::Equal)), "MinInclusive"),
        Range::MaxExclusive => (order == Some(Ordering::Less), "MaxExclusive"),
        Range::MaxInclusive => (matches!(order, Some(Ordering::Less | Ordering::Equal)), "MaxInclusive"),
    }
}

/// Basic filtering of language ranges (RFC 4647 §3.3.1).
fn speaks(language: &str, ranges: &[String]) -> bool {
    let language = language.to_lowercase();
    let fits = |range: &String| {
        language.strip_prefix(range.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    !language.is_empty() && ranges.iter().any(fits)
}
