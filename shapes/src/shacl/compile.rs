//! From a shapes graph to compiled shapes.

mod component;
mod parameters;

use super::graph::Graph;
use super::ns::{NOTE, RDFS, SH};
use super::path::{Path, list};
use super::shape::{Constraint, Shape, ShapeId, Target};
use super::shapes::Problem;
use super::sparql::Query;
use super::terms::{Id, SUB_CLASS_OF, TYPE};
use component::Components;
use rustc_hash::{FxHashMap, FxHashSet};

/// Collects shapes while walking the graph.
#[derive(Debug)]
pub(super) struct Compiler<'g> {
    graph: &'g Graph,
    shapes: Vec<Shape>,
    lists: Vec<Vec<Id>>,
    queries: Vec<Query>,
    index: FxHashMap<Id, ShapeId>,
    problems: Vec<Problem>,
    open: Vec<Id>,
    components: Components,
}

/// What the compiler made.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) shapes: Vec<Shape>,
    pub(super) lists: Vec<Vec<Id>>,
    pub(super) queries: Vec<Query>,
    pub(super) problems: Vec<Problem>,
}

impl<'g> Compiler<'g> {
    pub(super) fn new(graph: &'g Graph) -> Self {
        Self {
            graph,
            shapes: Vec::new(),
            lists: Vec::new(),
            queries: Vec::new(),
            index: FxHashMap::default(),
            problems: Vec::new(),
            open: Vec::new(),
            components: Components::default(),
        }
    }

    /// Compiles every shape that has targets or is typed as a shape, and all that they refer to.
    pub(super) fn run(mut self) -> Compiled {
        self.components = Components::read(self.graph, &mut self.problems);
        for node in self.roots() {
            self.shape_id(node);
        }
        while let Some(node) = self.open.pop() {
            let place = self.index[&node] as usize;
            let shape = self.compile(node);
            self.shapes[place] = shape;
        }
        let Self { shapes, lists, queries, problems, .. } = self;
        Compiled { shapes, lists, queries, problems }
    }

    fn id(&self, iri: &str) -> Option<Id> {
        self.graph.terms().find_iri(iri)
    }

    fn sh(&self, local: &str) -> Option<Id> {
        self.id(&format!("{SH}{local}"))
    }

    fn object(&self, node: Id, local: &str) -> Option<Id> {
        self.graph.object(node, self.sh(local)?)
    }

    /// A class with all its subclasses in the shapes graph.
    fn with_subclasses(&self, class: Id) -> FxHashSet<Id> {
        let mut seen = FxHashSet::from_iter([class]);
        let mut open = vec![class];
        while let Some(class) = open.pop() {
            open.extend(self.graph.subjects(SUB_CLASS_OF, class).filter(|sub| seen.insert(*sub)));
        }
        seen
    }

    fn instances(&self, class: Id) -> Vec<Id> {
        let classes = self.with_subclasses(class);
        classes.into_iter().flat_map(|class| self.graph.subjects(TYPE, class)).collect()
    }

    fn roots(&self) -> Vec<Id> {
        let mut roots = Vec::new();
        for local in ["targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"] {
            let Some(predicate) = self.sh(local) else { continue };
            roots.extend(self.graph.of_predicate(predicate).iter().map(|row| row[2]));
        }
        for local in ["NodeShape", "PropertyShape"] {
            roots.extend(self.sh(local).into_iter().flat_map(|class| self.instances(class)));
        }
        roots.sort_unstable();
        roots.dedup();
        roots
    }

    /// The position of a shape, which is compiled later if it is new; `None` when it cannot be used.
    fn shape_id(&mut self, node: Id) -> Option<ShapeId> {
        if let Some(id) = self.index.get(&node) {
            return Some(*id);
        }
        if self.graph.of_subject(node).is_empty() {
            let iri = self.name(node);
            self.problem(
                node,
                &format!("formen `{iri}` finns inte i grafen"),
                &format!("the shape `{iri}` is not in the graph"),
            );
            return None;
        }
        let id = ShapeId::try_from(self.shapes.len()).unwrap_or(ShapeId::MAX);
        self.index.insert(node, id);
        self.shapes.push(Shape { node, ..Shape::default() });
        self.open.push(node);
        Some(id)
    }

    /// A property shape, which must have a path.
    fn property_shape_id(&mut self, node: Id) -> Option<ShapeId> {
        if self.object(node, "path").is_some() {
            return self.shape_id(node);
        }
        self.problem(
            node,
            "`sh:property` pekar på en form utan `sh:path`",
            "`sh:property` points at a shape without `sh:path`",
        );
        None
    }

    fn name(&self, node: Id) -> String {
        let text = self.graph.terms().text(node);
        if self.graph.terms().is_blank(node) { format!("_:{text}") } else { text.to_owned() }
    }

    fn problem(&mut self, node: Id, sv: &str, en: &str) {
        let node = self.name(node);
        self.problems.push(Problem { node, sv: sv.to_owned(), en: en.to_owned(), failure: false });
    }

    fn compile(&mut self, node: Id) -> Shape {
        let mut shape = Shape { node, ..Shape::default() };
        if let Some(path) = self.object(node, "path") {
            match Path::parse(self.graph, path) {
                Ok(parsed) => (shape.path, shape.path_node) = (Some(parsed), Some(path)),
                Err(why) => {
                    self.problem(
                        node,
                        &format!("`sh:path` går inte att läsa ({why})"),
                        &format!("`sh:path` cannot be read ({why})"),
                    );
                    shape.deactivated = true;
                    return shape;
                }
            }
        } else if self.sh("PropertyShape").is_some_and(|class| self.graph.contains([node, TYPE, class])) {
            self.problem(node, "en egenskapsform utan `sh:path`", "a property shape without `sh:path`");
            shape.deactivated = true;
            return shape;
        }
        let graph = self.graph;
        for [_, predicate, object] in graph.of_subject(node) {
            let Some(iri) = graph.terms().iri_text(*predicate) else { continue };
            if let Some(local) = iri.strip_prefix(SH) {
                self.statement(&mut shape, local, *object);
            } else if let Some(local) = iri.strip_prefix(NOTE) {
                self.annotation(&mut shape, local, *object);
            }
        }
        self.implicit_class(&mut shape);
        self.custom(&mut shape);
        // Cheap checks first: a missing value is found before a query runs.
        shape.constraints.sort_by_key(|constraint| matches!(constraint, Constraint::Sparql(_)));
        shape
    }

    fn is_true(&self, node: Id) -> bool {
        matches!(self.graph.terms().text(node), "true" | "1")
    }

    fn annotation(&self, shape: &mut Shape, local: &str, object: Id) {
        match local {
            "notClass" => shape.not_classes.push(object),
            "onlyDescribed" => shape.only_described = self.is_true(object),
            "wholeSource" => shape.whole_source = self.is_true(object),
            _ => {}
        }
    }

    /// A shape that is a class is for its instances (SHACL §2.1.3.3).
    fn implicit_class(&self, shape: &mut Shape) {
        let Some(class) = self.id(&format!("{RDFS}Class")) else { return };
        let classes = self.with_subclasses(class);
        if self.graph.objects(shape.node, TYPE).any(|kind| classes.contains(&kind)) {
            shape.targets.push(Target::Class(shape.node));
        }
    }

    fn list(&mut self, shape: Id, local: &str, node: Id) -> Vec<Id> {
        list(self.graph, node).unwrap_or_else(|why| {
            self.problem(
                shape,
                &format!("listan i `sh:{local}` går inte att läsa ({why})"),
                &format!("the list of `sh:{local}` cannot be read ({why})"),
            );
            Vec::new()
        })
    }
}
