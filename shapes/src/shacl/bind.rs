//! A shapes graph beside one data graph: constants of the shapes as numbers of the data.

use super::graph::Graph;
use super::shape::{Constraint, Target};
use super::shapes::Shapes;
use super::terms::{Id, SUB_CLASS_OF, TYPE};
use rustc_hash::{FxHashMap, FxHashSet};

/// Terms of the shapes graph that the data do not have are numbered after those of the data.
#[derive(Debug)]
pub(super) struct Bound<'a> {
    pub(super) shapes: &'a Shapes,
    pub(super) data: &'a Graph,
    offset: Id,
    ids: Vec<Id>,
    /// Members of each `sh:in`, sorted.
    pub(super) lists: Vec<Vec<Id>>,
    /// A class of the shapes (its number there) with its subclasses in the data, sorted.
    classes: FxHashMap<Id, Vec<Id>>,
}

impl<'a> Bound<'a> {
    pub(super) fn new(shapes: &'a Shapes, data: &'a Graph) -> Self {
        let offset = Id::try_from(data.terms().len()).unwrap_or(Id::MAX);
        let own = shapes.graph.terms();
        let mut ids: Vec<Id> =
            (0..Id::try_from(own.len()).unwrap_or(Id::MAX)).map(|id| id.saturating_add(offset)).collect();
        for id in &shapes.constants {
            if let Some(found) = data.terms().find_foreign(own, *id) {
                ids[*id as usize] = found;
            }
        }
        let mut bound = Self { shapes, data, offset, ids, lists: Vec::new(), classes: FxHashMap::default() };
        bound.lists = shapes.lists.iter().map(|list| bound.sorted(list)).collect();
        bound.classes = shapes.classes().map(|class| (class, bound.subclasses(class))).collect();
        bound
    }

    fn sorted(&self, list: &[Id]) -> Vec<Id> {
        let mut ids: Vec<Id> = list.iter().map(|id| self.id(*id)).collect();
        ids.sort_unstable();
        ids
    }

    fn subclasses(&self, class: Id) -> Vec<Id> {
        let class = self.id(class);
        let mut seen = FxHashSet::from_iter([class]);
        let mut open = vec![class];
        while let Some(class) = open.pop() {
            open.extend(self.data.subjects(SUB_CLASS_OF, class).filter(|sub| seen.insert(*sub)));
        }
        let mut all: Vec<Id> = seen.into_iter().collect();
        all.sort_unstable();
        all
    }

    /// The number here of a term of the shapes graph.
    pub(super) fn id(&self, shapes_id: Id) -> Id {
        self.ids.get(shapes_id as usize).copied().unwrap_or(Id::MAX)
    }

    /// The graph that a number belongs to, and its number there.
    pub(super) fn home(&self, id: Id) -> (&'a Graph, Id) {
        if id < self.offset { (self.data, id) } else { (&self.shapes.graph, id - self.offset) }
    }

    /// The number here of a term of the shapes graph that may be no constant of any shape.
    pub(super) fn any(&self, shapes_id: Id) -> Id {
        let found = self.data.terms().find_foreign(self.shapes.graph.terms(), shapes_id);
        found.unwrap_or_else(|| shapes_id.saturating_add(self.offset))
    }

    /// Is the node an instance of a class of the shapes?
    pub(super) fn is_instance(&self, node: Id, class: Id) -> bool {
        let classes = self.classes.get(&class).map_or(&[][..], Vec::as_slice);
        self.data.objects(node, TYPE).any(|kind| match classes {
            [only] => kind == *only,
            many => many.binary_search(&kind).is_ok(),
        })
    }

    /// The focus nodes of a shape, sorted.
    pub(super) fn focus_nodes(&self, shape: &super::Shape) -> Vec<Id> {
        let mut nodes = Vec::new();
        for target in &shape.targets {
            match target {
                Target::Node(id) => nodes.push(self.id(*id)),
                Target::SubjectsOf(id) => nodes.extend(self.data.of_predicate(self.id(*id)).iter().map(|row| row[2])),
                Target::ObjectsOf(id) => nodes.extend(self.data.of_predicate(self.id(*id)).iter().map(|row| row[1])),
                Target::Class(class) => {
                    for class in self.classes.get(class).into_iter().flatten() {
                        nodes.extend(self.data.subjects(TYPE, *class));
                    }
                }
            }
        }
        nodes.sort_unstable();
        nodes.dedup();
        if shape.only_described {
            nodes.retain(|node| !self.data.of_subject(*node).is_empty());
        }
        if !shape.not_classes.is_empty() {
            nodes.retain(|node| !shape.not_classes.iter().any(|class| self.is_instance(*node, *class)));
        }
        nodes
    }
}

/// The terms of a shape that are compared with data.
pub(super) fn constants(shape: &super::Shape, found: &mut Vec<Id>) {
    for target in &shape.targets {
        let (Target::Class(id) | Target::Node(id) | Target::SubjectsOf(id) | Target::ObjectsOf(id)) = target;
        found.push(*id);
    }
    found.extend(&shape.not_classes);
    if let Some(path) = &shape.path {
        path_constants(path, found);
    }
    for constraint in &shape.constraints {
        match constraint {
            Constraint::Class(id)
            | Constraint::Datatype(id)
            | Constraint::Equals(id)
            | Constraint::Disjoint(id)
            | Constraint::LessThan(id)
            | Constraint::LessThanOrEquals(id)
            | Constraint::HasValue(id) => found.push(*id),
            Constraint::Closed(ids) => found.extend(ids),
            _ => {}
        }
    }
}

fn path_constants(path: &super::Path, found: &mut Vec<Id>) {
    use super::Path::{Alternative, Inverse, OneOrMore, Predicate, Sequence, ZeroOrMore, ZeroOrOne};
    match path {
        Predicate(id) => found.push(*id),
        Inverse(inner) | ZeroOrMore(inner) | OneOrMore(inner) | ZeroOrOne(inner) => path_constants(inner, found),
        Sequence(parts) | Alternative(parts) => parts.iter().for_each(|part| path_constants(part, found)),
    }
}
