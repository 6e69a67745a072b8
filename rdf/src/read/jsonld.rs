//! JSON-LD. Contexts are never fetched; IRIs that processing would drop without a word are mended first.

use super::json::{self, Oddity};
use super::lines::place;
use super::reading::{Errors, Reader};
use super::{base, contexts, rules};
use crate::graph::Graph;
use crate::repair::repaired_iri;
use oxjsonld::JsonLdParser;
use oxrdf::{GraphName, Triple};
use rustc_hash::FxHashSet;
use serde_json::{Map, Value, json};

/// Reads JSON. False when it is no JSON-LD (a finding says so).
pub(super) fn read(reader: &mut Reader<'_>, text: &str) -> bool {
    let (value, oddities) = json::read(text);
    let Some(mut value) = value.filter(is_json_ld) else {
        let what = if oddities.is_empty() {
            [
                ("what_sv", "JSON utan JSON-LD (`@context`, `@graph`, `@id`, `@type` saknas)"),
                ("what_en", "JSON without JSON-LD (no `@context`, `@graph`, `@id`, `@type`)"),
            ]
        } else {
            [("what_sv", "trasig JSON"), ("what_en", "broken JSON")]
        };
        reader.findings.push(rules::NOT_RDF.with(&what));
        return false;
    };
    tell_oddities(reader, text, &oddities);
    let mut mender = Mender { reader, iri_terms: FxHashSet::default(), errors: Errors::default(), named: Vec::new() };
    mender.contexts(&mut value);
    mender.iris(&mut value, false);
    let (errors, named) = (mender.errors, mender.named);
    reader.errors(errors);
    parse_whole_or_pieces(reader, &value);
    tell_dropped(reader, &named);
    true
}

fn is_json_ld(value: &Value) -> bool {
    let has_keyword =
        |map: &Map<String, Value>| ["@context", "@graph", "@id", "@type"].iter().any(|key| map.contains_key(*key));
    match value {
        Value::Object(map) => has_keyword(map),
        Value::Array(items) => items.iter().any(|item| item.as_object().is_some_and(has_keyword)),
        _ => false,
    }
}

fn tell_oddities(reader: &mut Reader<'_>, text: &str, oddities: &[Oddity]) {
    let mut errors = Errors::default();
    for oddity in oddities {
        reader.complete &= !oddity.is_loss();
        errors.add(|| {
            let (finding, at) = match oddity {
                Oddity::Truncated(at) => (rules::TRUNCATED.finding(), *at),
                Oddity::Syntax(at) => (rules::SYNTAX.with(&[("error", "JSON")]), *at),
                Oddity::DuplicateKey(at, key) => (rules::DUPLICATE_KEY.with(&[("name", key)]), *at),
                Oddity::Trailing(at) => (rules::TRAILING.finding(), *at),
                Oddity::Depth(at) => (rules::DEPTH.with(&[("limit", &json::MAX_DEPTH.to_string())]), *at),
            };
            let (line, column) = place(text, at);
            let quoted: String = text[at..].chars().take(60).collect();
            finding.with_place(line, Some(column)).with_value(&quoted)
        });
    }
    reader.errors(errors);
}

/// Puts built-in contexts in and mends IRIs.
struct Mender<'r, 'b> {
    reader: &'r mut Reader<'b>,
    /// Terms whose values are IRIs by any context of the document.
    iri_terms: FxHashSet<String>,
    errors: Errors,
    /// Absolute `@id`s of objects that say something.
    named: Vec<String>,
}

impl Mender<'_, '_> {
    fn contexts(&mut self, value: &mut Value) {
        match value {
            Value::Object(map) => {
                if map.shift_remove(json::CUT_MARK).is_some()
                    && let Some(Value::String(id)) = map.get("@id")
                {
                    self.reader.cut.push(id.clone());
                }
                if let Some(context) = map.get_mut("@context") {
                    self.context(context);
                }
                map.iter_mut().filter(|(key, _)| *key != "@context").for_each(|(_, value)| self.contexts(value));
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.contexts(item)),
            _ => {}
        }
    }

    fn context(&mut self, context: &mut Value) {
        match context {
            Value::String(address) => {
                let found = contexts::built_in(address);
                if found.is_none() {
                    self.reader.complete = false;
                    let address = address.clone();
                    self.errors.add(|| rules::REMOTE_CONTEXT.with(&[("iri", &address)]).with_value(&address));
                }
                *context = found.unwrap_or_else(|| Value::Object(contexts::prefixes()));
                self.context(context);
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.context(item)),
            Value::Object(map) => {
                map.remove("@import");
                for (term, definition) in map.iter() {
                    let is_iri = definition.get("@type").is_some_and(|kind| kind == "@id" || kind == "@vocab");
                    if is_iri {
                        self.iri_terms.insert(term.clone());
                    }
                }
            }
            _ => {}
        }
    }

    /// Mends the strings that stand where IRIs are expected. `expected` = the value's term is one of IRIs.
    fn iris(&mut self, value: &mut Value, expected: bool) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(id)) = map.get("@id")
                    && id.contains("://")
                    && map.len() > 1
                {
                    self.named.push(repaired_iri(id).unwrap_or_else(|| id.clone()));
                }
                for (key, value) in map.iter_mut().filter(|(key, _)| *key != "@context") {
                    let expected = matches!(key.as_str(), "@id" | "@type") || self.iri_terms.contains(key.as_str());
                    self.iris(value, expected);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.iris(item, expected)),
            Value::String(text) if expected && needs_mending(text) => {
                if let Some(mended) = repaired_iri(text) {
                    let old = std::mem::replace(text, mended);
                    self.errors.add(|| rules::JSON_IRI.finding().with_value(&old));
                }
            }
            _ => {}
        }
    }
}

/// True for strings that cannot be an IRI reference as they are.
fn needs_mending(text: &str) -> bool {
    text.contains(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '{' | '}' | '|' | '\\' | '^' | '`' | '<' | '>' | '"')
    }) || (text.contains("://") && oxiri::IriRef::parse(text).is_err())
}

fn parse_whole_or_pieces(reader: &mut Reader<'_>, value: &Value) {
    match parse(value, reader.base) {
        Ok((graph, graphs)) => {
            reader.graph = graph;
            if graphs > 0 {
                reader.findings.push(rules::GRAPHS.with(&[("count", &graphs.to_string())]));
            }
        }
        Err(error) => {
            let (context, items) = pieces(value);
            let mut lost = false;
            for item in &items {
                match parse(&json!({"@context": context, "@graph": [item]}), reader.base) {
                    Ok((graph, _)) => reader.graph.append(graph),
                    Err(error) => {
                        lost = true;
                        let id = item.get("@id").and_then(Value::as_str).unwrap_or_default();
                        reader.cut.push(id.to_owned());
                        let text = item.to_string();
                        let finding = rules::CUT.with(&[("name", id), ("error", &error)]);
                        reader.findings.push(finding.with_value(&text));
                    }
                }
            }
            if !lost {
                reader.findings.push(rules::SYNTAX.with(&[("error", &error)]));
            }
            reader.complete = false;
        }
    }
}

/// The context and the top-level objects of a document.
fn pieces(value: &Value) -> (Value, Vec<Value>) {
    match value {
        Value::Array(items) => (Value::Null, items.clone()),
        Value::Object(map) => {
            let context = map.get("@context").cloned().unwrap_or(Value::Null);
            let items = match map.get("@graph") {
                Some(Value::Array(items)) => items.clone(),
                Some(other) => vec![other.clone()],
                None => {
                    let mut own = map.clone();
                    own.remove("@context");
                    vec![Value::Object(own)]
                }
            };
            (context, items)
        }
        _ => (Value::Null, Vec::new()),
    }
}

fn parse(value: &Value, base_iri: &str) -> Result<(Graph, usize), String> {
    let (mut graph, mut graphs) = (Graph::default(), FxHashSet::default());
    let parser = JsonLdParser::new().with_base_iri(base_iri).map_err(|error| error.to_string())?;
    let text = value.to_string();
    for quad in parser.for_slice(&text) {
        let quad = quad.map_err(|error| error.to_string())?;
        if quad.graph_name != GraphName::DefaultGraph {
            graphs.insert(quad.graph_name);
        }
        base::push(&mut graph, Triple::new(quad.subject, quad.predicate, quad.object));
    }
    Ok((graph, graphs.len()))
}

/// Processing drops what it cannot make an IRI of without an error: what the JSON names must be in the graph.
fn tell_dropped(reader: &mut Reader<'_>, named: &[String]) {
    let mut errors = Errors::default();
    for id in named.iter().filter(|id| reader.graph.find_iri(id).is_none()) {
        errors.add(|| rules::DROPPED.finding().with_value(id));
        reader.complete = false;
        reader.cut.push(id.clone());
    }
    reader.errors(errors);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::base::marked_base;

    fn got(text: &str) -> (usize, Vec<String>, bool) {
        let base = marked_base("https://a.se/cat.jsonld");
        let mut reader = Reader::new(&base);
        let is_rdf = read(&mut reader, text);
        let codes = reader.findings.iter().map(|finding| finding.code.clone()).collect();
        (reader.graph.len(), codes, is_rdf && reader.complete)
    }

    const CONTEXT: &str =
        r#""@context": {"dcat": "http://www.w3.org/ns/dcat#", "page": {"@id": "dcat:landingPage", "@type": "@id"}}"#;

    #[test]
    fn iris_that_would_be_dropped_are_mended() {
        let text =
            format!(r#"{{{CONTEXT}, "@id": "http://a.se/1 2", "@type": "dcat:Dataset", "page": "http://a.se/{{x}}"}}"#);
        assert_eq!(got(&text), (2, vec!["read-jsonld-iri".to_owned(); 2], true));
    }

    #[test]
    fn contexts_are_built_in_or_told() {
        let text = r#"{"@context": "https://semiceu.github.io/DCAT-AP/releases/3.0.0/context/dcat-ap.jsonld", "@id": "http://a.se/1", "@type": "Dataset", "landingPage": "http://a.se/"}"#;
        assert_eq!(got(text), (2, vec![], true));
        let text = r#"{"@context": "https://b.se/c", "@id": "http://a.se/1", "@type": "dcat:Dataset"}"#;
        assert_eq!(got(text), (1, vec!["read-jsonld-context".to_owned()], false));
    }

    #[test]
    fn a_truncated_graph_keeps_its_first_nodes() {
        let text = format!(
            r#"{{{CONTEXT}, "@graph": [{{"@id": "http://a.se/1", "@type": "dcat:Dataset"}}, {{"@id": "http://a.se/2", "@type": "dcat:Dataset", "page": "http://a.s"#
        );
        assert_eq!(got(&text), (2, vec!["read-truncated".to_owned()], false));
    }

    #[test]
    fn one_bad_node_costs_itself() {
        let text = format!(
            r#"{{{CONTEXT}, "@graph": [{{"@id": 5, "@type": "dcat:Dataset"}}, {{"@id": "http://a.se/2", "@type": "dcat:Dataset"}}]}}"#
        );
        assert_eq!(got(&text), (1, vec!["read-cut".to_owned()], false));
    }

    #[test]
    fn other_json_is_no_rdf() {
        assert_eq!(got(r#"{"error": "not found"}"#), (0, vec!["read-not-rdf".to_owned()], false));
        assert!(!got(&"{\"@id\":".repeat(100_000)).2);
    }
}
