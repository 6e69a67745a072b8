//! The result of reading, and what readers write into.

use crate::graph::Graph;
use model::Finding;

/// What was read from a document.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The triples, named graphs flattened.
    pub graph: Graph,
    /// What was noticed.
    pub findings: Vec<Finding>,
    /// False when something was cut off.
    pub complete: bool,
    /// Media type of the serialisation; `None` when the document is no RDF.
    pub format: Option<&'static str>,
    /// IRIs of the nodes that a cut touched, where that can be told.
    pub cut: Vec<String>,
}

/// Collects what a reader of one format finds.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub(super) graph: Graph,
    pub(super) findings: Vec<Finding>,
    pub(super) complete: bool,
    pub(super) cut: Vec<String>,
    /// Base IRI with its mark (see `base`).
    pub(super) base: &'a str,
}

impl<'a> Reader<'a> {
    pub(super) fn new(base: &'a str) -> Self {
        Self { graph: Graph::default(), findings: Vec::new(), complete: true, cut: Vec::new(), base }
    }

    /// Notes syntax errors.
    pub(super) fn errors(&mut self, errors: Errors) {
        self.findings.extend(errors.list);
        if errors.more > 0 {
            self.findings.push(super::rules::SYNTAX_MORE.with(&[("count", &errors.more.to_string())]));
        }
    }
}

/// Syntax errors beyond this many are only counted: a text that is no RDF at all has one on every line.
const MAX_ERRORS: usize = 1000;

/// Syntax errors of one document.
#[derive(Debug, Default)]
pub(super) struct Errors {
    list: Vec<Finding>,
    more: usize,
}

impl Errors {
    /// Notes one; it is only made if there is room for it.
    pub(super) fn add(&mut self, finding: impl FnOnce() -> Finding) {
        if self.list.len() < MAX_ERRORS {
            self.list.push(finding());
        } else {
            self.more += 1;
        }
    }
}
