//! JSON-LD. Contexts are never fetched; what processing would drop without a word is mended first.

use super::json::{self, Oddity, Values};
use super::jsonld_mend::{Mender, assume_context};
use super::lines::Lines;
use super::reading::{Errors, Reader};
use super::{base, contexts, rules};
use crate::graph::Graph;
use oxjsonld::JsonLdParser;
use oxrdf::{BlankNode, GraphName, NamedOrBlankNode, Term, Triple};
use rustc_hash::FxHashSet;
use serde_json::{Map, Value, json};

/// Reads JSON. False when it is no JSON-LD (a finding says so).
pub(super) fn read(reader: &mut Reader<'_>, text: &str) -> bool {
    let Values { documents: values, odd, items, salvaged } = json::read(text);
    if !values.iter().any(is_json_ld) {
        let what = if odd.is_empty() {
            [
                ("what_sv", "JSON utan JSON-LD (`@context`, `@graph`, `@id`, `@type` saknas)"),
                ("what_en", "JSON without JSON-LD (no `@context`, `@graph`, `@id`, `@type`)"),
            ]
        } else {
            [("what_sv", "trasig JSON"), ("what_en", "broken JSON")]
        };
        reader.findings.push(rules::NOT_RDF.with(&what));
        return false;
    }
    let mut lines = Lines::of(text);
    tell_oddities(reader, text, &mut lines, &odd);
    let several = values.iter().filter(|value| is_json_ld(value)).count();
    if several > 1 {
        reader.findings.push(rules::SEVERAL.with(&[("count", &several.to_string())]).with_place(1, Some(1)));
    }
    // What a fault swallowed is read with the context of the first document, and its labels.
    let extra = tell_salvaged(reader, values.iter().find(|value| is_json_ld(value)), salvaged, &mut lines);
    for (number, value) in values.into_iter().enumerate().filter(|(_, value)| is_json_ld(value)) {
        let depth = if value.is_array() { 1 } else { 2 };
        let own = items.iter().filter(|item| (item.document, item.depth) == (number, depth));
        let offsets: Vec<usize> = own.map(|item| item.start).collect();
        Document { number, offsets: &offsets }.mend_and_read(reader, value, &mut lines);
    }
    if let Some((value, offsets)) = extra {
        Document { number: 0, offsets: &offsets }.mend_and_read(reader, value, &mut lines);
    }
    true
}

/// Objects that a fault swallowed, as a document of their own, and where they are.
fn tell_salvaged(
    reader: &mut Reader<'_>,
    first: Option<&Value>,
    salvaged: Vec<(Value, usize)>,
    lines: &mut Lines<'_>,
) -> Option<(Value, Vec<usize>)> {
    let (line, column) = lines.place(salvaged.first()?.1);
    let finding = rules::SALVAGED.with(&[("count", &salvaged.len().to_string())]);
    reader.findings.push(finding.with_place(line, Some(column)));
    reader.complete = false;
    let context = first.and_then(|value| value.get("@context")).cloned();
    let (found, offsets): (Vec<Value>, Vec<usize>) = salvaged.into_iter().unzip();
    let document = match context {
        Some(context) => json!({"@context": context, "@graph": found}),
        None => Value::Array(found),
    };
    Some((document, offsets))
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

fn tell_oddities(reader: &mut Reader<'_>, text: &str, lines: &mut Lines<'_>, oddities: &[Oddity]) {
    let mut errors = Errors::default();
    for oddity in oddities {
        reader.complete &= !oddity.is_loss();
        errors.add(|| {
            let (finding, at) = match oddity {
                Oddity::Truncated(at) => (rules::TRUNCATED.finding(), *at),
                Oddity::Syntax(at) => (rules::SYNTAX.with(&[("error", "JSON")]), *at),
                Oddity::DuplicateKey(at, key) => (rules::DUPLICATE_KEY.with(&[("name", key)]), *at),
                Oddity::Leading(at) => (rules::LEADING.finding(), *at),
                Oddity::Trailing(at) => (rules::TRAILING.finding(), *at),
                Oddity::Comment(at) => (rules::JSON_COMMENT.finding(), *at),
                Oddity::Comma(at) => (rules::JSON_COMMA.finding(), *at),
                Oddity::Depth(at) => (rules::DEPTH.with(&[("limit", &json::MAX_DEPTH.to_string())]), *at),
            };
            let (line, column) = lines.place(at);
            let quoted: String = text[at..].chars().take(60).collect();
            finding.with_place(line, Some(column)).with_value(&quoted)
        });
    }
    reader.errors(errors);
}

/// One of the documents of a text.
struct Document<'a> {
    number: usize,
    /// Where its outermost objects begin, if it has a list of them.
    offsets: &'a [usize],
}

impl Document<'_> {
    fn mend_and_read(&self, reader: &mut Reader<'_>, mut value: Value, lines: &mut Lines<'_>) {
        assume_context(reader, &mut value);
        let mut mender = Mender::new(reader);
        mender.mend(&mut value);
        let (errors, named) = mender.done();
        reader.errors(errors);
        let graphs = self.read(reader, &value, lines);
        if graphs > 0 {
            reader.findings.push(rules::GRAPHS.with(&[("count", &graphs.to_string())]));
        }
        tell_dropped(reader, &named);
    }

    /// Reads it whole, or object by object; the number of named graphs.
    fn read(&self, reader: &mut Reader<'_>, value: &Value, lines: &mut Lines<'_>) -> usize {
        let error = match self.parse(value, reader.base) {
            Ok((graph, graphs)) => {
                reader.graph.append(graph);
                return graphs;
            }
            Err(error) => error,
        };
        let (mut context, items) = pieces(value);
        if let Err(error) = self.parse(&json!({"@context": context, "@graph": []}), reader.base) {
            reader.findings.push(rules::NO_CONTEXT.with(&[("sv", &error), ("en", &error)]).with_place(1, Some(1)));
            reader.complete = false;
            context = self.sane(&context, reader.base);
        }
        let mut lost = false;
        for (at, item) in items.iter().enumerate() {
            match self.parse(&json!({"@context": context, "@graph": [item]}), reader.base) {
                Ok((graph, _)) => reader.graph.append(graph),
                Err(error) => {
                    lost = true;
                    let offset = self.offsets.get(at).copied().filter(|_| self.offsets.len() == items.len());
                    cut(reader, item, &error, lines.place(offset.unwrap_or_default()));
                }
            }
        }
        if !lost && reader.complete {
            reader.findings.push(rules::SYNTAX.with(&[("error", &error)]).with_place(1, Some(1)));
        }
        reader.complete = false;
        0
    }

    /// The usual prefixes and the definitions of a faulty context that can be used.
    fn sane(&self, context: &Value, base_iri: &str) -> Value {
        let parts = match context {
            Value::Array(parts) => parts.as_slice(),
            other => std::slice::from_ref(other),
        };
        let mut sane = Value::Object(contexts::prefixes());
        for (term, definition) in parts.iter().filter_map(Value::as_object).flatten().take(MAX_DEFINITIONS) {
            let mut more = sane.clone();
            more[term] = definition.clone();
            if self.parse(&json!({"@context": more, "@graph": []}), base_iri).is_ok() {
                sane = more;
            }
        }
        sane
    }

    /// The triples and the number of named graphs. Labels of blank nodes hold within a document.
    fn parse(&self, value: &Value, base_iri: &str) -> Result<(Graph, usize), String> {
        let (mut graph, mut graphs) = (Graph::default(), FxHashSet::default());
        let parser = JsonLdParser::new().with_base_iri(base_iri).map_err(|error| error.to_string())?;
        let text = value.to_string();
        let own = |node: BlankNode| match self.number {
            0 => node,
            number => BlankNode::new_unchecked(format!("d{number}x{}", node.as_str())),
        };
        for quad in parser.for_slice(&text) {
            let quad = quad.map_err(|error| error.to_string())?;
            if quad.graph_name != GraphName::DefaultGraph {
                graphs.insert(quad.graph_name);
            }
            let subject = match quad.subject {
                NamedOrBlankNode::BlankNode(node) => NamedOrBlankNode::BlankNode(own(node)),
                node @ NamedOrBlankNode::NamedNode(_) => node,
            };
            let object = match quad.object {
                Term::BlankNode(node) => Term::BlankNode(own(node)),
                term => term,
            };
            base::push(&mut graph, Triple::new(subject, quad.predicate, object));
        }
        Ok((graph, graphs.len()))
    }
}

/// Definitions of a faulty context beyond this many are not tried.
const MAX_DEFINITIONS: usize = 300;

fn cut(reader: &mut Reader<'_>, item: &Value, error: &str, place: (u64, u64)) {
    let id = item.get("@id").and_then(Value::as_str).unwrap_or_default();
    reader.cut.push(id.to_owned());
    let text = item.to_string();
    let finding = rules::CUT.with(&[("name", id), ("error", error)]);
    reader.findings.push(finding.with_value(&text).with_place(place.0, Some(place.1)));
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
