//! SPARQL 1.1 on a snapshot: evaluation in this process for our own queries, and a pool of worker processes with
//! deadline and memory limit for everybody else's (design §5 "Cancellation").

use std::path::{Path, PathBuf};
use std::time::Duration;

/// Media type of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

/// One query as the protocol gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
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

/// A pool of worker processes. `executable` is started as `executable __sparql-worker`.
#[derive(Debug)]
pub struct SparqlPool {}

#[expect(unused_variables, reason = "signatures first")]
impl SparqlPool {
    /// Starts no process yet; workers start when needed and are kept. `executable` is `/proc/self/exe`.
    pub fn new(executable: PathBuf, limits: PoolLimits) -> Self {
        todo!()
    }

    /// Answers one query on the snapshot in `snapshot` (blocking: call it from a blocking thread). `cancel` is polled:
    /// when it becomes true (the client went away) the worker is killed.
    pub fn query(
        &self,
        snapshot: &Path,
        request: &SparqlRequest,
        cancel: &std::sync::atomic::AtomicBool,
    ) -> Result<SparqlAnswer, SparqlError> {
        todo!()
    }
}

/// The main function of a worker process: reads requests from standard input, writes answers to standard output,
/// until standard input ends.
pub fn worker_main() -> std::process::ExitCode {
    todo!()
}

/// Evaluates one of our own queries, or one of the operator's (`skord query`), in this process without limits.
pub fn evaluate(
    snapshot: &crate::Snapshot,
    request: &SparqlRequest,
    output: &mut dyn std::io::Write,
) -> Result<&'static str, SparqlError> {
    let _ = (snapshot, request, output);
    todo!()
}
