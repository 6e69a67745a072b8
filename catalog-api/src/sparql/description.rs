//! What the endpoint can do (SPARQL 1.1 Service Description) and what the catalog holds (VoID), as triples.

use crate::Published;
use model::ns::{PREFIXES, dcat, foaf, rdf, xsd};
use model::view::ResourceKind;
use oxrdf::{Literal, NamedNode, Term, Triple};

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";
const VOID: &str = "http://rdfs.org/ns/void#";
const FORMATS: &str = "http://www.w3.org/ns/formats/";

/// Collects triples about one subject at a time. All IRIs are ours or constants.
#[derive(Default)]
struct Graph(Vec<Triple>);

impl Graph {
    fn add(&mut self, subject: &str, predicate: &str, object: impl Into<Term>) {
        let (subject, predicate) = (NamedNode::new_unchecked(subject), NamedNode::new_unchecked(predicate));
        self.0.push(Triple::new(subject, predicate, object));
    }

    fn link(&mut self, subject: &str, predicate: &str, object: &str) {
        self.add(subject, predicate, NamedNode::new_unchecked(object));
    }

    fn count(&mut self, subject: &str, predicate: &str, number: u64) {
        let datatype = NamedNode::new_unchecked(xsd::INTEGER);
        self.add(subject, predicate, Literal::new_typed_literal(number.to_string(), datatype));
    }
}

/// The service description of `/sparql`.
pub(super) fn service(base_url: &str, published: &Published) -> Vec<Triple> {
    let mut graph = Graph::default();
    let endpoint = format!("{base_url}sparql");
    let service = format!("{endpoint}#service");
    graph.link(&service, rdf::TYPE, &format!("{SD}Service"));
    graph.link(&service, &format!("{SD}endpoint"), &endpoint);
    graph.link(&service, &format!("{SD}supportedLanguage"), &format!("{SD}SPARQL11Query"));
    for format in ["SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"] {
        graph.link(&service, &format!("{SD}resultFormat"), &format!("{FORMATS}{format}"));
    }
    for format in ["Turtle", "N-Triples", "RDF_XML", "JSON-LD"] {
        graph.link(&service, &format!("{SD}resultFormat"), &format!("{FORMATS}{format}"));
    }
    let (dataset, default) = (format!("{endpoint}#dataset"), format!("{endpoint}#default-graph"));
    graph.link(&service, &format!("{SD}defaultDataset"), &dataset);
    graph.link(&dataset, rdf::TYPE, &format!("{SD}Dataset"));
    graph.link(&dataset, &format!("{SD}defaultGraph"), &default);
    graph.link(&default, rdf::TYPE, &format!("{SD}Graph"));
    graph.count(&default, &format!("{VOID}triples"), published.snapshot.len());
    for (number, name) in published.snapshot.graph_names().iter().enumerate() {
        let named = format!("{endpoint}#named-graph-{}", number + 1);
        graph.link(&dataset, &format!("{SD}namedGraph"), &named);
        graph.link(&named, rdf::TYPE, &format!("{SD}NamedGraph"));
        graph.link(&named, &format!("{SD}name"), name);
    }
    graph.0
}

/// VoID of the default graph.
pub(super) fn void(base_url: &str, published: &Published) -> Vec<Triple> {
    let mut graph = Graph::default();
    let (document, dataset) = (format!("{base_url}.well-known/void"), format!("{base_url}.well-known/void#catalog"));
    graph.link(&document, rdf::TYPE, &format!("{VOID}DatasetDescription"));
    graph.link(&document, foaf::PRIMARY_TOPIC, &dataset);
    graph.link(&dataset, rdf::TYPE, &format!("{VOID}Dataset"));
    graph.link(&dataset, foaf::HOMEPAGE, base_url);
    graph.link(&dataset, &format!("{VOID}sparqlEndpoint"), &format!("{base_url}sparql"));
    for suffix in ["ttl", "rdf", "jsonld", "nt"] {
        graph.link(&dataset, &format!("{VOID}dataDump"), &format!("{base_url}catalog.{suffix}"));
    }
    graph.count(&dataset, &format!("{VOID}triples"), published.snapshot.len());
    for (_, namespace) in PREFIXES {
        graph.link(&dataset, &format!("{VOID}vocabulary"), namespace);
    }
    let classes = [
        (dcat::DATASET, ResourceKind::Dataset, "datasets"),
        (dcat::DATASET_SERIES, ResourceKind::Series, "series"),
        (dcat::DATA_SERVICE, ResourceKind::Service, "services"),
    ];
    for (class, kind, name) in classes {
        let count = published.summaries.iter().filter(|summary| summary.kind == kind).count() as u64;
        let partition = format!("{dataset}-{name}");
        graph.link(&dataset, &format!("{VOID}classPartition"), &partition);
        graph.link(&partition, &format!("{VOID}class"), class);
        graph.count(&partition, &format!("{VOID}entities"), count);
    }
    graph.0
}
