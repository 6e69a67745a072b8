//! Evaluates a query in this process and writes its answer.

use super::dataset::View;
use super::query::{Prepared, prepare};
use super::{AnswerFormat, SparqlError, SparqlRequest};
use crate::Snapshot;
use oxrdf::GraphName;
use oxrdfio::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use sparesults::{QueryResultsFormat, QueryResultsSerializer};
use spareval::{QueryEvaluationError, QueryEvaluator, QueryResults, QuerySolutionIter, QueryTripleIter};
use std::io::{self, Write};

/// How much an answer may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    /// Rows of a solution, or triples.
    pub(super) rows: u64,
    /// Bytes as written.
    pub(super) bytes: u64,
}

impl Budget {
    /// For our own queries.
    pub(super) const UNLIMITED: Self = Self { rows: u64::MAX, bytes: u64::MAX };
}

/// Evaluates and writes; returns the media type.
pub(super) fn answer(
    snapshot: &Snapshot,
    request: &SparqlRequest,
    budget: Budget,
    output: &mut dyn Write,
) -> Result<&'static str, SparqlError> {
    let prepared = prepare(request, &snapshot.header().base_url)?;
    let mut meter = Meter { output, left: budget.bytes, exceeded: false };
    let written = evaluate(snapshot, &prepared, |results| match results {
        QueryResults::Solutions(solutions) => {
            let (serializer, media_type) = solutions_serializer(request.solutions)?;
            write_solutions(solutions, serializer, budget.rows, &mut meter).map(|()| media_type)
        }
        QueryResults::Boolean(value) => {
            let (serializer, media_type) = solutions_serializer(request.solutions)?;
            serializer.serialize_boolean_to_writer(&mut meter, value).map_err(output_failed)?;
            Ok(media_type)
        }
        QueryResults::Graph(triples) => {
            let (serializer, media_type) = graph_serializer(request.graph)?;
            write_graph(triples, serializer, budget.rows, &mut meter).map(|()| media_type)
        }
    });
    if meter.exceeded {
        return Err(SparqlError::Limit(format!(
            "the answer is larger than the limit of {} bytes; ask for less with LIMIT",
            budget.bytes
        )));
    }
    written
}

/// Evaluates a prepared query and hands its results to `consume`.
pub(super) fn evaluate<T>(
    snapshot: &Snapshot,
    prepared: &Prepared,
    consume: impl FnOnce(QueryResults<'_>) -> Result<T, SparqlError>,
) -> Result<T, SparqlError> {
    let evaluator = QueryEvaluator::new();
    let (view, merge) = View::new(snapshot, prepared.from.as_deref().unwrap_or_default());
    let mut query = evaluator.prepare(&prepared.query);
    let specification = query.dataset_mut();
    if prepared.from.is_some() {
        // One graph that is the merge: spareval would flatten a list and give a triple of two graphs twice.
        specification.set_default_graph(vec![GraphName::BlankNode(merge)]);
    }
    if let Some(named) = &prepared.named {
        specification.set_available_named_graphs(named.clone());
    }
    consume(query.execute(view).map_err(evaluation_failed)?)
}

fn solutions_serializer(format: AnswerFormat) -> Result<(QueryResultsSerializer, &'static str), SparqlError> {
    let serialisation = match format {
        AnswerFormat::Json => QueryResultsFormat::Json,
        AnswerFormat::Xml => QueryResultsFormat::Xml,
        AnswerFormat::Csv => QueryResultsFormat::Csv,
        AnswerFormat::Tsv => QueryResultsFormat::Tsv,
        other => return Err(not_for("SELECT and ASK", other, "JSON, XML, CSV or TSV")),
    };
    Ok((QueryResultsSerializer::from_format(serialisation), format.media_type()))
}

fn graph_serializer(format: AnswerFormat) -> Result<(RdfSerializer, &'static str), SparqlError> {
    let serialisation = match format {
        AnswerFormat::Turtle => RdfFormat::Turtle,
        AnswerFormat::NTriples => RdfFormat::NTriples,
        AnswerFormat::RdfXml => RdfFormat::RdfXml,
        AnswerFormat::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
        AnswerFormat::TriG => RdfFormat::TriG,
        AnswerFormat::NQuads => RdfFormat::NQuads,
        other => {
            let formats = "Turtle, N-Triples, RDF/XML, JSON-LD, TriG or N-Quads";
            return Err(not_for("CONSTRUCT and DESCRIBE", other, formats));
        }
    };
    let mut serializer = RdfSerializer::from_format(serialisation);
    for (prefix, namespace) in model::ns::PREFIXES {
        serializer = serializer
            .with_prefix(*prefix, *namespace)
            .map_err(|problem| SparqlError::Internal(format!("prefix `{prefix}`: {problem}")))?;
    }
    Ok((serializer, format.media_type()))
}

fn not_for(kind: &str, format: AnswerFormat, formats: &str) -> SparqlError {
    SparqlError::Refused(format!("the answer to {kind} cannot be written as {format:?}: ask for {formats}"))
}

fn write_solutions(
    solutions: QuerySolutionIter<'_>,
    serializer: QueryResultsSerializer,
    rows: u64,
    output: &mut Meter<'_>,
) -> Result<(), SparqlError> {
    let variables = solutions.variables().to_vec();
    let mut writer = serializer.serialize_solutions_to_writer(output, variables).map_err(output_failed)?;
    for (row, solution) in (1..).zip(solutions) {
        within(row, rows, "rows")?;
        writer.serialize(&solution.map_err(evaluation_failed)?).map_err(output_failed)?;
    }
    writer.finish().map_err(output_failed).map(drop)
}

fn write_graph(
    triples: QueryTripleIter<'_>,
    serializer: RdfSerializer,
    rows: u64,
    output: &mut Meter<'_>,
) -> Result<(), SparqlError> {
    let mut writer = serializer.for_writer(output);
    for (row, triple) in (1..).zip(triples) {
        within(row, rows, "triples")?;
        writer.serialize_triple(&triple.map_err(evaluation_failed)?).map_err(output_failed)?;
    }
    writer.finish().map_err(output_failed).map(drop)
}

fn within(row: u64, limit: u64, what: &str) -> Result<(), SparqlError> {
    if row <= limit {
        return Ok(());
    }
    Err(SparqlError::Limit(format!("the answer has more than the limit of {limit} {what}; ask for fewer with LIMIT")))
}

fn evaluation_failed(problem: QueryEvaluationError) -> SparqlError {
    match problem {
        QueryEvaluationError::UnsupportedCustomFunction(_)
        | QueryEvaluationError::UnsupportedCustomFunctionArity { .. } => SparqlError::Refused(problem.to_string()),
        other => SparqlError::Internal(other.to_string()),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn output_failed(problem: io::Error) -> SparqlError {
    SparqlError::Internal(format!("the answer could not be written: {problem}"))
}

/// Counts the bytes of an answer and stops at the limit.
struct Meter<'a> {
    output: &'a mut dyn Write,
    left: u64,
    exceeded: bool,
}

impl Write for Meter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() as u64 > self.left {
            self.exceeded = true;
            return Err(io::Error::other("limit of bytes"));
        }
        let written = self.output.write(bytes)?;
        self.left -= written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}
