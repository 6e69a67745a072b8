//! A shapes graph, compiled.

use super::bind;
use super::compile::Compiler;
use super::graph::Graph;
use super::shape::{Constraint, Shape, ShapeId, Target};
use super::sparql::Query;
use super::terms::Id;
use model::{Finding, Severity};
use rustc_hash::FxHashSet;

/// The shapes of a graph, ready to judge data.
#[derive(Debug, Default)]
pub struct Shapes {
    pub(super) graph: Graph,
    pub(super) compiled: Vec<Shape>,
    /// Members of each `sh:in`.
    pub(super) lists: Vec<Vec<Id>>,
    pub(super) queries: Vec<Query>,
    /// Terms that are compared with data.
    pub(super) constants: Vec<Id>,
    problems: Vec<Problem>,
}

/// Something in a shapes graph that could not be used and was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The shape or node.
    pub node: String,
    /// What is wrong, in Swedish.
    pub sv: String,
    /// What is wrong, in English.
    pub en: String,
    /// True when the specification wants the whole validation to fail because of it (SHACL-SPARQL that cannot be
    /// evaluated with pre-bound variables).
    pub failure: bool,
}

impl Problem {
    /// As a finding of `skord check`.
    pub fn finding(&self) -> Finding {
        let sv = format!("I formgrafen utelämnas en del av `{}`: {}.", self.node, self.sv);
        let en = format!("Of the shapes graph a part of `{}` is left out: {}.", self.node, self.en);
        Finding::new("shapes-left-out", Severity::Warning, &sv, &en).with_value(&self.node)
    }
}

impl Shapes {
    /// Compiles a graph. What cannot be used is left out and told by [`Shapes::problems`].
    pub fn new(graph: Graph) -> Self {
        let compiled = Compiler::new(&graph).run();
        let mut shapes = Self {
            graph,
            compiled: compiled.shapes,
            lists: compiled.lists,
            queries: compiled.queries,
            constants: Vec::new(),
            problems: compiled.problems,
        };
        let mut constants: Vec<Id> = shapes.lists.iter().flatten().copied().collect();
        shapes.compiled.iter().for_each(|shape| bind::constants(shape, &mut constants));
        constants.sort_unstable();
        constants.dedup();
        shapes.constants = constants;
        shapes
    }

    /// The graph that the shapes come from.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// All shapes, also those that only others refer to.
    pub fn all(&self) -> &[Shape] {
        &self.compiled
    }

    /// A shape by its position.
    pub fn shape(&self, id: ShapeId) -> &Shape {
        &self.compiled[id as usize]
    }

    /// Members of an `sh:in`.
    pub fn list(&self, place: usize) -> &[Id] {
        self.lists.get(place).map_or(&[], Vec::as_slice)
    }

    /// What was left out.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Classes that targets and `sh:class` name.
    pub(super) fn classes(&self) -> impl Iterator<Item = Id> + '_ {
        let mut seen = FxHashSet::default();
        let all = self.compiled.iter().flat_map(|shape| {
            let targets = shape.targets.iter().filter_map(|target| match target {
                Target::Class(class) => Some(*class),
                _ => None,
            });
            let constraints = shape.constraints.iter().filter_map(|constraint| match constraint {
                Constraint::Class(class) => Some(*class),
                _ => None,
            });
            targets.chain(constraints).chain(shape.not_classes.iter().copied())
        });
        all.filter(move |class| seen.insert(*class))
    }
}
