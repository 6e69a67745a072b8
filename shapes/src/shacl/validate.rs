//! Checking nodes against compiled shapes.

mod constraint;

use super::bind::Bound;
use super::graph::Graph;
use super::report::{Report, ResultRow};
use super::shape::{Shape, ShapeId};
use super::shapes::Shapes;
use super::terms::Id;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How a whole graph is validated.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Threads to use; at least one.
    pub threads: usize,
    /// Whether shapes that need the whole source are used.
    pub whole_source: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { threads: 1, whole_source: true }
    }
}

impl Options {
    /// As many threads as the machine has processors.
    pub fn parallel() -> Self {
        Self { threads: std::thread::available_parallelism().map_or(1, usize::from), ..Self::default() }
    }
}

/// Focus nodes per piece of work.
const PIECE: usize = 512;

/// Validates all focus nodes of all shapes.
pub fn validate<'a>(shapes: &'a Shapes, graph: &'a Graph, options: Options) -> Report<'a> {
    validate_some(shapes, graph, options, |_| true)
}

/// Validates those focus nodes that `wanted` accepts.
pub fn validate_some<'a>(
    shapes: &'a Shapes,
    graph: &'a Graph,
    options: Options,
    wanted: impl Fn(Id) -> bool,
) -> Report<'a> {
    let bound = Bound::new(shapes, graph);
    let mut work: Vec<(ShapeId, Vec<Id>)> = Vec::new();
    for (id, shape) in (0..).zip(&shapes.compiled) {
        if shape.targets.is_empty() || shape.deactivated || (shape.whole_source && !options.whole_source) {
            continue;
        }
        let mut nodes = bound.focus_nodes(shape);
        nodes.retain(|node| wanted(*node));
        work.extend(nodes.chunks(PIECE).map(|piece| (id, piece.to_vec())));
    }
    let (results, failures) = run(&bound, &work, options.threads.max(1));
    Report { bound, results, failures }
}

type Found = (Vec<ResultRow>, Vec<String>);

/// Does all pieces of work; the order of results does not depend on the number of threads.
fn run(bound: &Bound<'_>, work: &[(ShapeId, Vec<Id>)], threads: usize) -> Found {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done: Vec<(usize, Found)> = Vec::new();
        let mut run = Run::new(bound);
        while let Some((place, (shape, nodes))) = {
            let place = next.fetch_add(1, Ordering::Relaxed);
            work.get(place).map(|piece| (place, piece))
        } {
            let mut sink = Sink { results: Some(Vec::new()), hit: false };
            for node in nodes {
                run.check(*shape, *node, &mut sink);
            }
            done.push((place, (sink.results.unwrap_or_default(), std::mem::take(&mut run.failures))));
        }
        done
    };
    let mut pieces = if threads == 1 || work.len() < 2 {
        worker()
    } else {
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
        })
    };
    pieces.sort_unstable_by_key(|(place, _)| *place);
    let mut results = Vec::new();
    let mut failures = Vec::new();
    for (_, (mut rows, mut why)) in pieces {
        results.append(&mut rows);
        failures.append(&mut why);
    }
    failures.sort_unstable();
    failures.dedup();
    (results, failures)
}

/// Where results go. Without a list only the first one matters.
#[derive(Debug)]
pub(super) struct Sink {
    results: Option<Vec<ResultRow>>,
    hit: bool,
}

impl Sink {
    fn add(&mut self, row: ResultRow) {
        self.hit = true;
        if let Some(results) = &mut self.results {
            results.push(row);
        }
    }

    /// Nothing more needs to be known.
    fn done(&self) -> bool {
        self.hit && self.results.is_none()
    }
}

/// One thread's state.
#[derive(Debug)]
pub(super) struct Run<'b> {
    bound: &'b Bound<'b>,
    /// What is being checked: a shape that refers to itself ends here.
    open: Vec<(ShapeId, Id)>,
    spare: Vec<Vec<Id>>,
    failures: Vec<String>,
}

/// Shapes nested deeper than this refer to themselves over ever new nodes.
const DEPTH: usize = 128;

impl<'b> Run<'b> {
    fn new(bound: &'b Bound<'b>) -> Self {
        Self { bound, open: Vec::new(), spare: Vec::new(), failures: Vec::new() }
    }

    fn shape(&self, id: ShapeId) -> &'b Shape {
        self.bound.shapes.shape(id)
    }

    /// Checks one node against one shape. A shape that is already being checked for the same node holds: SHACL leaves
    /// recursion open, and this is the greatest solution.
    fn check(&mut self, id: ShapeId, focus: Id, sink: &mut Sink) {
        let shape = self.shape(id);
        if shape.deactivated {
            return;
        }
        if self.open.contains(&(id, focus)) || self.open.len() >= DEPTH {
            if self.open.len() >= DEPTH {
                self.failures.push("shapes refer to each other without end".to_owned());
            }
            return;
        }
        self.open.push((id, focus));
        let mut values = self.spare.pop().unwrap_or_default();
        match &shape.path {
            Some(path) => path.walk(self.bound, focus, &mut values),
            None => values.push(focus),
        }
        for constraint in &shape.constraints {
            self.constraint((id, shape), constraint, (focus, &values), sink);
            if sink.done() {
                break;
            }
        }
        values.clear();
        self.spare.push(values);
        self.open.pop();
    }

    /// Does a node have the shape?
    fn conforms(&mut self, shape: ShapeId, node: Id) -> bool {
        let mut sink = Sink { results: None, hit: false };
        self.check(shape, node, &mut sink);
        !sink.hit
    }
}
