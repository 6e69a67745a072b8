//! What a query gave and what a suite expects, and whether that is the same.

use super::manifest::{graph_of, value, values};
use oxrdf::{Graph, Term, Triple};
use sparesults::{QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput};
use std::collections::BTreeMap;
use std::path::Path;

const RS: &str = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#";

/// An answer.
#[derive(Debug)]
pub(crate) enum Outcome {
    Boolean(bool),
    /// Solutions as variable to value.
    Solutions(Vec<BTreeMap<String, Term>>),
    Graph(Vec<Triple>),
}

/// Reads our answer.
pub(crate) fn found(media_type: &str, bytes: &[u8]) -> Outcome {
    if let Some(format) = QueryResultsFormat::from_media_type(media_type) {
        return results(format, bytes);
    }
    let quads = oxrdfio::RdfParser::from_format(oxrdfio::RdfFormat::NTriples).lenient().for_slice(bytes);
    Outcome::Graph(quads.map(|quad| quad.unwrap().into()).collect())
}

/// Reads a result file.
pub(crate) fn expected(path: &Path) -> Outcome {
    let extension = path.extension().unwrap().to_str().unwrap();
    if let Some(format) = QueryResultsFormat::from_extension(extension) {
        return results(format, &std::fs::read(path).unwrap());
    }
    let triples: Vec<Triple> = graph_of(path).into_iter().map(Triple::from).collect();
    let graph: Graph = triples.iter().collect();
    let class: Term = oxrdf::NamedNode::new_unchecked(format!("{RS}ResultSet")).into();
    match graph.iter().find(|triple| triple.object == class.as_ref()) {
        None => Outcome::Graph(triples),
        Some(set) => result_set(&graph, &set.subject.into_owned().into()),
    }
}

fn results(format: QueryResultsFormat, bytes: &[u8]) -> Outcome {
    match QueryResultsParser::from_format(format).for_slice(bytes).unwrap() {
        SliceQueryResultsParserOutput::Boolean(value) => Outcome::Boolean(value),
        SliceQueryResultsParserOutput::Solutions(rows) => {
            let row = |row: sparesults::QuerySolution| {
                row.iter().map(|(variable, value)| (variable.as_str().to_owned(), value.clone())).collect()
            };
            Outcome::Solutions(rows.map(|solution| row(solution.unwrap())).collect())
        }
    }
}

fn result_set(graph: &Graph, set: &Term) -> Outcome {
    if let Some(Term::Literal(boolean)) = value(graph, set, &format!("{RS}boolean")) {
        return Outcome::Boolean(boolean.value() == "true");
    }
    let text = |term: Option<Term>| match term {
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        other => panic!("no literal: {other:?}"),
    };
    let rows = values(graph, set, &format!("{RS}solution")).into_iter().map(|solution| {
        let bindings = values(graph, &solution, &format!("{RS}binding")).into_iter();
        let binding = |binding: Term| {
            let name = text(value(graph, &binding, &format!("{RS}variable")));
            (name, value(graph, &binding, &format!("{RS}value")).unwrap())
        };
        bindings.map(binding).collect()
    });
    Outcome::Solutions(rows.collect())
}

/// Equal but for the order of rows and the labels of blank nodes; numbers by value.
pub(crate) fn same(found: &Outcome, expected: &Outcome) -> bool {
    let rows = |outcome: &Outcome| -> Option<Vec<Vec<(String, Term)>>> {
        match outcome {
            Outcome::Boolean(_) => None,
            Outcome::Solutions(rows) => Some(rows.iter().map(|row| row.clone().into_iter().collect()).collect()),
            Outcome::Graph(triples) => Some(triples.iter().map(columns).collect()),
        }
    };
    match (found, expected) {
        (Outcome::Boolean(found), Outcome::Boolean(expected)) => found == expected,
        (Outcome::Solutions(_), Outcome::Solutions(_)) | (Outcome::Graph(_), Outcome::Graph(_)) => {
            let (mut found, mut expected) = (rows(found).unwrap(), rows(expected).unwrap());
            if matches!(found.first().map(Vec::len), Some(3)) {
                // Graphs are sets; a serialisation may say a triple twice.
                dedup_triples(&mut found);
                dedup_triples(&mut expected);
            }
            found.len() == expected.len() && assign(&expected, &mut found, &mut Vec::new())
        }
        _ => false,
    }
}

fn columns(triple: &Triple) -> Vec<(String, Term)> {
    let subject: Term = triple.subject.clone().into();
    let parts = [("s", subject), ("p", triple.predicate.clone().into()), ("o", triple.object.clone())];
    parts.map(|(name, term)| (format!(" {name}"), term)).to_vec()
}

fn dedup_triples(rows: &mut Vec<Vec<(String, Term)>>) {
    let mut seen = std::collections::HashSet::new();
    rows.retain(|row| !row.iter().all(|(name, _)| name.starts_with(' ')) || seen.insert(row.clone()));
}

/// Finds a row for each expected row, trying out the blank nodes.
fn assign(
    expected: &[Vec<(String, Term)>],
    left: &mut Vec<Vec<(String, Term)>>,
    nodes: &mut Vec<(Term, Term)>,
) -> bool {
    let Some((row, rest)) = expected.split_first() else { return left.is_empty() };
    for index in 0..left.len() {
        let known = nodes.len();
        if matches(row, &left[index], nodes) {
            let taken = left.swap_remove(index);
            if assign(rest, left, nodes) {
                return true;
            }
            left.push(taken);
            let last = left.len() - 1;
            left.swap(index, last);
        }
        nodes.truncate(known);
    }
    false
}

fn matches(expected: &[(String, Term)], found: &[(String, Term)], nodes: &mut Vec<(Term, Term)>) -> bool {
    expected.len() == found.len()
        && expected
            .iter()
            .zip(found)
            .all(|(expected, found)| expected.0 == found.0 && terms_match(&expected.1, &found.1, nodes))
}

fn terms_match(expected: &Term, found: &Term, nodes: &mut Vec<(Term, Term)>) -> bool {
    match (expected, found) {
        (Term::BlankNode(_), Term::BlankNode(_)) => {
            let known = nodes.iter().find(|(a, b)| a == expected || b == found);
            let fits = known.is_none_or(|(a, b)| a == expected && b == found);
            if known.is_none() {
                nodes.push((expected.clone(), found.clone()));
            }
            fits
        }
        (Term::Literal(a), Term::Literal(b)) if a != b && a.datatype() == b.datatype() => {
            let numbers = a.value().parse::<f64>().ok().zip(b.value().parse::<f64>().ok());
            let numeric = ["decimal", "double", "float", "integer"]
                .iter()
                .any(|name| a.datatype().as_str().strip_prefix("http://www.w3.org/2001/XMLSchema#") == Some(name));
            numeric && numbers.is_some_and(|(a, b)| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()))
        }
        _ => expected == found,
    }
}
