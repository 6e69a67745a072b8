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

/// Findings of one kind beyond this many are only counted: a text that is no RDF at all has an error on every line.
const MAX_SYNTAX: usize = 1000;

impl<'a> Reader<'a> {
    pub(super) fn new(base: &'a str) -> Self {
        Self { graph: Graph::default(), findings: Vec::new(), complete: true, cut: Vec::new(), base }
    }

    /// Notes syntax errors, the first thousand one by one.
    pub(super) fn syntax_errors(&mut self, errors: Vec<Finding>) {
        let more = errors.len().saturating_sub(MAX_SYNTAX);
        self.findings.extend(errors.into_iter().take(MAX_SYNTAX));
        if more > 0 {
            self.findings.push(super::rules::SYNTAX_MORE.with(&[("count", &more.to_string())]));
        }
    }
}
