//! JSON-LD. Contexts are never fetched.

use super::reading::Reader;
use super::{base, rules};
use crate::graph::Graph;
use model::Finding;
use oxjsonld::JsonLdParser;
use oxrdf::Triple;

/// Reads JSON. False when it is no JSON-LD (a finding says so).
pub(super) fn read(reader: &mut Reader<'_>, text: &str) -> bool {
    let Ok(value) = serde_json::from_str::<serde_json::Value>(text) else {
        reader.findings.push(rules::NOT_RDF.with(&[("what_sv", "trasig JSON"), ("what_en", "broken JSON")]));
        return false;
    };
    if !value.to_string().contains("\"@") {
        reader
            .findings
            .push(rules::NOT_RDF.with(&[("what_sv", "JSON utan JSON-LD"), ("what_en", "JSON without JSON-LD")]));
        return false;
    }
    match parse(text, reader.base) {
        Ok(graph) => reader.graph = graph,
        Err((finding, graph)) => {
            reader.graph = graph;
            reader.findings.push(finding);
            reader.complete = false;
        }
    }
    true
}

fn parse(text: &str, base_iri: &str) -> Result<Graph, (Finding, Graph)> {
    let mut graph = Graph::default();
    let syntax = |error: String| rules::SYNTAX.with(&[("error", &error)]);
    let parser = match JsonLdParser::new().with_base_iri(base_iri) {
        Ok(parser) => parser,
        Err(error) => return Err((syntax(error.to_string()), graph)),
    };
    for quad in parser.for_slice(text) {
        match quad {
            Ok(quad) => base::push(&mut graph, Triple::new(quad.subject, quad.predicate, quad.object)),
            Err(error) => return Err((syntax(error.to_string()), graph)),
        }
    }
    Ok(graph)
}
