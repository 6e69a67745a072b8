//! SPARQL 1.1 on a snapshot: evaluation in this process for our own queries, and a pool of worker processes with
//! deadline and memory limit for everybody else's (design §5 "Cancellation").

mod answer;
mod dataset;
mod frame;
mod pool;
mod query;
mod spool;
mod worker;

pub use pool::SparqlPool;
pub use worker::worker_main;

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Media type of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each variant is the serialisation of that name")]
pub enum AnswerFormat {
    Json,
    Xml,
    Csv,
    Tsv,
    Turtle,
    NTriples,
    RdfXml,
    JsonLd,
    TriG,
    NQuads,
}

impl AnswerFormat {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Json,
        Self::Xml,
        Self::Csv,
        Self::Tsv,
        Self::Turtle,
        Self::NTriples,
        Self::RdfXml,
        Self::JsonLd,
        Self::TriG,
        Self::NQuads,
    ];

    /// What the answer's `Content-Type` says.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/sparql-results+json",
            Self::Xml => "application/sparql-results+xml",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Tsv => "text/tab-separated-values; charset=utf-8",
            Self::Turtle => "text/turtle; charset=utf-8",
            Self::NTriples => "application/n-triples",
            Self::RdfXml => "application/rdf+xml",
            Self::JsonLd => "application/ld+json",
            Self::TriG => "application/trig",
            Self::NQuads => "application/n-quads",
        }
    }
}

/// One query as the protocol gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SparqlRequest {
    /// Text of the query.
    pub query: String,
    /// `default-graph-uri`, if any.
    pub default_graphs: Vec<String>,
    /// `named-graph-uri`, if any.
    pub named_graphs: Vec<String>,
    /// Format for SELECT and ASK.
    pub solutions: AnswerFormat,
    /// Format for CONSTRUCT and DESCRIBE.
    pub graph: AnswerFormat,
}

/// A complete answer.
#[derive(Debug)]
pub struct SparqlAnswer {
    /// `Content-Type`.
    pub media_type: &'static str,
    /// The bytes, in memory or spooled to a file.
    pub body: AnswerBody,
}

/// Bytes of an answer.
#[derive(Debug)]
pub enum AnswerBody {
    /// Small enough for memory.
    Memory(Vec<u8>),
    /// Spooled: an open file (already unlinked), and its length.
    File(std::fs::File, u64),
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum SparqlError {
    /// Not SPARQL 1.1 Query.
    #[error("the query cannot be parsed: {0}")]
    Syntax(String),
    /// An update, or something switched off (`SERVICE`).
    #[error("{0}")]
    Refused(String),
    /// A limit was hit; says which and how high it is.
    #[error("{0}")]
    Limit(String),
    /// Too many queries at once: try again.
    #[error("the server answers as many queries as it can; try again in a moment")]
    Busy,
    /// Our fault.
    #[error("the query could not be evaluated: {0}")]
    Internal(String),
}

/// Limits of the pool.
#[derive(Debug, Clone)]
pub struct PoolLimits {
    /// Worker processes.
    pub workers: usize,
    /// Wall time per query.
    pub timeout: Duration,
    /// `RLIMIT_DATA` of a worker in bytes.
    pub memory: u64,
    /// Bytes of an answer.
    pub answer_bytes: u64,
    /// Rows (or triples) of an answer.
    pub rows: u64,
    /// Queries waiting for a worker before `Busy`.
    pub queue: usize,
}

/// Evaluates one of our own queries, or one of the operator's (`skord query`), in this process without limits.
pub fn evaluate(
    snapshot: &crate::Snapshot,
    request: &SparqlRequest,
    output: &mut dyn std::io::Write,
) -> Result<&'static str, SparqlError> {
    answer::answer(snapshot, request, answer::Budget::UNLIMITED, output)
}

#[cfg(test)]
mod tests;
