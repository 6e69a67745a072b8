//! Our evaluation against oxigraph's own in-memory store, on the same quads.

use super::*;
use crate::{Snapshot, SnapshotBuilder, snapshot::SnapshotHeader};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use oxrdf::{GraphName, NamedOrBlankNode, Quad};

const DATASET: &str = r#"
@prefix : <https://d.example/> . @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix t: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
:a a dcat:Dataset ; t:title "Bad"@sv, "Baths"@en ; t:publisher :p1 ; t:issued "2024-02-01"^^xsd:date ; dcat:keyword "vatten", "bad" ;
   dcat:distribution :a1, :a2 ; t:spatial :lan .
:b a dcat:Dataset ; t:title "Vägar"@sv ; t:publisher :p1 ; t:issued "2023-02-01T10:00:00Z"^^xsd:dateTime ; dcat:distribution :b1 ; t:spatial :kommun .
:c a dcat:Dataset ; t:publisher :p2 ; t:issued "2022"^^xsd:gYear ; dcat:distribution _:x ; dcat:byteSize 10, 10.5, "12.5"^^xsd:double, "x" .
:a1 t:format :csv ; t:license :cc0 ; dcat:byteSize 5 . :a2 t:format :json . :b1 t:format :csv ; dcat:byteSize 7.5 . _:x t:format :xml .
:p1 foaf:name "Malmö stad" . :p2 foaf:name "SCB"@sv .
:kommun :broader :lan . :lan :broader :land . :land :broader :lan .
:g1 { :a t:title "Bad"@sv ; t:publisher :p1 . :s :p :o . }
:g2 { :b t:title "Vägar"@sv . :s :p :o . :s :p :only2 . :g1 :in :g2 . }
:g3 { :c t:publisher :p2 . }
"#;

const QUERIES: &[&str] = &[
    "SELECT * { ?s ?p ?o }",
    "SELECT ?d ?t { ?d a dcat:Dataset OPTIONAL { ?d t:title ?t FILTER(LANG(?t) = 'sv') } }",
    "SELECT ?p ?n (COUNT(?d) AS ?c) { ?d a dcat:Dataset ; t:publisher ?p . ?p foaf:name ?n } GROUP BY ?p ?n ORDER BY DESC(?c) ?p",
    "SELECT ?f (COUNT(DISTINCT ?d) AS ?n) { ?d dcat:distribution ?x . ?x t:format ?f } GROUP BY ?f HAVING (COUNT(*) > 0)",
    "SELECT ?d { ?d a dcat:Dataset FILTER NOT EXISTS { ?d dcat:keyword ?k } }",
    "SELECT ?d { ?d a dcat:Dataset MINUS { ?d dcat:keyword ?k } }",
    "SELECT ?d ?i { ?d t:issued ?i FILTER(?i >= '2023-01-01'^^xsd:date) }",
    "SELECT (SUM(?b) AS ?s) (AVG(?b) AS ?a) (MIN(?b) AS ?lo) (MAX(?b) AS ?hi) { ?x dcat:byteSize ?b FILTER(isNumeric(?b)) }",
    "SELECT ?b { :c dcat:byteSize ?b } ORDER BY ?b",
    "SELECT ?x ?y { ?x :broader+ ?y }",
    "SELECT ?d ?y { ?d t:spatial/:broader* ?y }",
    "SELECT ?x { :land ^:broader|:broader ?x }",
    "SELECT ?x ?y { ?x !(:broader|t:title|^t:publisher) ?y }",
    "SELECT ?x { ?x :broader? :lan }",
    "SELECT ?g ?s ?o { GRAPH ?g { ?s :p ?o } }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    "SELECT ?g { GRAPH ?g {} }",
    "SELECT ?g { GRAPH ?g { ?g :in ?x } }",
    "SELECT ?g ?t { ?d a dcat:Dataset GRAPH ?g { ?d t:title ?t } }",
    "SELECT ?g ?x { GRAPH ?g { ?s :p/^:p ?x } }",
    "SELECT ?s ?o { GRAPH :g2 { ?s :p ?o } }",
    "SELECT ?s ?o { GRAPH :nowhere { ?s ?p ?o } }",
    "SELECT ?s ?p ?o FROM :g1 { ?s ?p ?o }",
    "SELECT ?g ?s FROM NAMED :g1 FROM NAMED :g3 { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?s FROM NAMED :g1 { ?s ?p ?o }",
    "SELECT ?d ?n { { ?d t:publisher :p1 } UNION { ?d t:publisher :p2 } ?d t:publisher/foaf:name ?n }",
    "SELECT ?d ?x { VALUES (?d ?x) { (:a 1) (:b UNDEF) (UNDEF 3) } ?d a dcat:Dataset }",
    "SELECT ?d ?u { ?d a dcat:Dataset BIND(UCASE(STR(?d)) AS ?u) }",
    "SELECT ?d (GROUP_CONCAT(?k; separator=',') AS ?ks) { ?d a dcat:Dataset OPTIONAL { ?d dcat:keyword ?k FILTER(?k != 'bad') } } GROUP BY ?d",
    "SELECT DISTINCT ?p { ?d t:publisher ?p } ORDER BY ?p LIMIT 1 OFFSET 1",
    "SELECT ?d ?m { ?d a dcat:Dataset { SELECT ?d (MAX(?b) AS ?m) { ?d dcat:distribution/dcat:byteSize ?b } GROUP BY ?d } }",
    "SELECT ?a ?b { ?a t:publisher ?p . ?b t:publisher ?p FILTER(?a != ?b) }",
    "SELECT * { ?x t:format :csv ; t:license ?l . ?d dcat:distribution ?x ; dcat:distribution ?y . ?y t:format :json }",
    "SELECT ?t { ?d t:title ?t FILTER(REGEX(?t, '^v', 'i')) }",
    "SELECT ?x { ?x t:format ?f FILTER(?f IN (:csv, :xml)) }",
    "ASK { :a dcat:keyword 'vatten' }",
    "ASK { :a dcat:keyword 'saknas' }",
    "ASK { GRAPH :g1 { ?s :p :only2 } }",
];

const PREFIXES: &str = "PREFIX : <https://d.example/> PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX t: <http://purl.org/dc/terms/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/> ";

struct Pair {
    _folder: tempfile::TempDir,
    snapshot: Snapshot,
    store: Store,
}

fn pair(text: &str) -> Pair {
    let store = Store::new().unwrap();
    let mut builder = SnapshotBuilder::new();
    for quad in RdfParser::from_format(RdfFormat::TriG).for_slice(text) {
        let quad: Quad = quad.unwrap();
        let subject = match &quad.subject {
            NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
            NamedOrBlankNode::BlankNode(node) => node.to_string(),
        };
        let graph = match &quad.graph_name {
            GraphName::NamedNode(node) => Some(node.as_str()),
            _ => None,
        };
        builder.insert(&subject, quad.predicate.as_str(), quad.object.as_ref(), graph);
        store.insert(&quad).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let header =
        SnapshotHeader { journal: "j".into(), seq: model::Seq(1), base_url: "https://d.example/".into(), built: 0 };
    let path = builder.write(folder.path(), &header).unwrap();
    Pair { snapshot: Snapshot::open(&path).unwrap(), store, _folder: folder }
}

fn request(query: &str) -> SparqlRequest {
    SparqlRequest {
        query: format!("{PREFIXES}{query}"),
        default_graphs: Vec::new(),
        named_graphs: Vec::new(),
        solutions: AnswerFormat::Tsv,
        graph: AnswerFormat::NTriples,
    }
}

fn ours(snapshot: &Snapshot, request: &SparqlRequest) -> Result<String, SparqlError> {
    let mut output = Vec::new();
    evaluate(snapshot, request, &mut output)?;
    Ok(String::from_utf8(output).unwrap())
}

fn theirs(store: &Store, query: &str) -> String {
    let query = format!("{PREFIXES}{query}");
    let results = SparqlEvaluator::new().parse_query(&query).unwrap().on_store(store).execute().unwrap();
    let serializer = QueryResultsSerializer::from_format(QueryResultsFormat::Tsv);
    let output = match results {
        QueryResults::Boolean(value) => serializer.serialize_boolean_to_writer(Vec::new(), value).unwrap(),
        QueryResults::Solutions(rows) => {
            let variables = rows.variables().to_vec();
            let mut writer = serializer.serialize_solutions_to_writer(Vec::new(), variables).unwrap();
            rows.for_each(|row| writer.serialize(&row.unwrap()).unwrap());
            writer.finish().unwrap()
        }
        QueryResults::Graph(_) => panic!("no graph queries here"),
    };
    String::from_utf8(output).unwrap()
}

fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<_> = text.lines().collect();
    let head = usize::from(!lines.is_empty());
    lines[head..].sort_unstable();
    lines
}

#[test]
fn the_oracle_agrees_on_every_query() {
    let pair = pair(DATASET);
    for query in QUERIES {
        let found = ours(&pair.snapshot, &request(query)).unwrap_or_else(|problem| panic!("{query}: {problem}"));
        let expected = theirs(&pair.store, query);
        assert!(!query.contains("ORDER BY ?b") || found == expected, "{query}\n{found}\n{expected}");
        assert_eq!(lines(&found), lines(&expected), "{query}");
    }
}

#[test]
fn from_merges_without_doubles() {
    let pair = pair(DATASET);
    let found =
        ours(&pair.snapshot, &request("SELECT ?o FROM :g1 FROM :g2 FROM :g2 { :s :p ?o } ORDER BY ?o")).unwrap();
    assert_eq!(found, "?o\n<https://d.example/o>\n<https://d.example/only2>\n");
    let count = "SELECT (COUNT(*) AS ?n) FROM :g1 FROM :g2 FROM :g3 { ?s ?p ?o }";
    assert_eq!(ours(&pair.snapshot, &request(count)).unwrap(), "?n\n7\n");
    let join = "SELECT ?d FROM :g1 FROM :g3 { ?d t:publisher ?p } ORDER BY ?d";
    assert_eq!(ours(&pair.snapshot, &request(join)).unwrap(), "?d\n<https://d.example/a>\n<https://d.example/c>\n");
    let path = "SELECT ?x FROM :g1 FROM :g2 { :only2 ^:p/:p ?x }";
    assert_eq!(ours(&pair.snapshot, &request(path)).unwrap().lines().count(), 3);
    let named = "SELECT ?g FROM NAMED :g1 FROM NAMED :g1 { GRAPH ?g { :s :p ?o } }";
    assert_eq!(ours(&pair.snapshot, &request(named)).unwrap().lines().count(), 2);
}

#[test]
fn the_protocol_dataset_wins_over_the_one_of_the_query() {
    let pair = pair(DATASET);
    let mut asked = request("SELECT ?o FROM :g3 { :s :p ?o } ORDER BY ?o");
    assert_eq!(ours(&pair.snapshot, &asked).unwrap(), "?o\n");
    asked.default_graphs = vec!["https://d.example/g1".into(), "https://d.example/g2".into()];
    assert_eq!(ours(&pair.snapshot, &asked).unwrap().lines().count(), 3);
    let mut asked = request("SELECT ?g { GRAPH ?g { :s :p ?o } }");
    asked.named_graphs = vec!["https://d.example/g1".into()];
    assert_eq!(ours(&pair.snapshot, &asked).unwrap(), "?g\n<https://d.example/g1>\n");
    asked.named_graphs = vec!["no iri".into()];
    assert!(matches!(ours(&pair.snapshot, &asked), Err(SparqlError::Syntax(text)) if text.contains("`no iri`")));
}

#[test]
fn what_is_refused_says_why() {
    let pair = pair(DATASET);
    let problem = |query: &str| ours(&pair.snapshot, &request(query)).unwrap_err();
    assert!(matches!(problem("INSERT DATA { :a :b :c }"), SparqlError::Refused(text) if text.contains("queries only")));
    let services = [
        "SELECT * { SERVICE <https://other.example/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE SILENT <https://other.example/> { ?s ?p ?o } } }",
    ];
    for query in services {
        assert!(
            matches!(problem(query), SparqlError::Refused(text) if text.contains("SERVICE <https://other.example/>"))
        );
    }
    let SparqlError::Syntax(text) = problem("SELECT * {\n  ?s ?p }") else { panic!("no syntax error") };
    assert!(text.contains("4:"), "line and column in: {text}");
    assert!(matches!(problem(""), SparqlError::Syntax(_)));
    let mut asked = request("SELECT * { ?s ?p ?o }");
    asked.solutions = AnswerFormat::Turtle;
    assert!(matches!(ours(&pair.snapshot, &asked), Err(SparqlError::Refused(text)) if text.contains("Turtle")));
}

#[test]
fn every_format_can_be_read_back() {
    let pair = pair(DATASET);
    for format in [AnswerFormat::Json, AnswerFormat::Xml, AnswerFormat::Tsv] {
        let mut asked = request("SELECT ?d ?t { ?d t:title ?t }");
        asked.solutions = format;
        let text = ours(&pair.snapshot, &asked).unwrap();
        let parsed = sparesults::QueryResultsFormat::from_media_type(format.media_type()).unwrap();
        let parser = sparesults::QueryResultsParser::from_format(parsed);
        let sparesults::SliceQueryResultsParserOutput::Solutions(rows) = parser.for_slice(text.as_bytes()).unwrap()
        else {
            panic!("{format:?}")
        };
        assert_eq!(rows.count(), 3, "{format:?}");
    }
    let graphs = &AnswerFormat::ALL[4..];
    for format in graphs {
        let mut asked = request("CONSTRUCT { ?d t:title ?t } { ?d t:title ?t }");
        asked.graph = *format;
        let text = ours(&pair.snapshot, &asked).unwrap();
        let parsed = RdfFormat::from_media_type(format.media_type()).unwrap();
        let quads: Result<Vec<_>, _> = RdfParser::from_format(parsed).for_slice(&text).collect();
        assert_eq!(quads.unwrap().len(), 3, "{format:?}");
    }
    let described = ours(&pair.snapshot, &request("DESCRIBE :a")).unwrap();
    assert_eq!(described.lines().count(), 10);
}
