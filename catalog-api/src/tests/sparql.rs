//! `/sparql`.

use super::portal::Portal;
use axum::body::Body;
use axum::extract::ConnectInfo;
use http::{Method, Request};
use std::net::SocketAddr;

const COUNT: &str = "SELECT (COUNT(?d) AS ?n) WHERE { ?d a <http://www.w3.org/ns/dcat#Dataset> }";

fn encoded(query: &str) -> String {
    url::form_urlencoded::byte_serialize(query.as_bytes()).collect()
}

#[tokio::test]
async fn three_ways_to_ask_give_one_answer() {
    let portal = Portal::new();
    let get = portal.get(&format!("/sparql?query={}", encoded(COUNT))).await;
    assert_eq!((get.status.as_u16(), get.header("content-type")), (200, "application/sparql-results+json"));
    assert_eq!(get.json()["results"]["bindings"][0]["n"]["value"], "3");
    let form = Request::post("/sparql").header("content-type", "application/x-www-form-urlencoded");
    let form = portal.send(form.body(Body::from(format!("query={}", encoded(COUNT)))).unwrap()).await;
    let direct = Request::post("/sparql").header("content-type", "application/sparql-query");
    let direct = portal.send(direct.body(Body::from(COUNT)).unwrap()).await;
    assert_eq!((form.text(), direct.text()), (get.text(), get.text()));
    let cached = portal.get("/metrics").await;
    assert!(cached.text().contains(r#"skord_sparql_total{outcome="cached"} 2"#), "{}", cached.text());
}

#[tokio::test]
async fn every_format_has_its_exact_name() {
    let portal = Portal::new();
    let solutions =
        ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"];
    let graphs = ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"];
    let construct = "CONSTRUCT WHERE { ?d a <http://www.w3.org/ns/dcat#Dataset> }";
    for (query, names) in [(COUNT, solutions), ("ASK {}", ["application/sparql-results+json"; 4]), (construct, graphs)]
    {
        for name in names {
            let answer = portal.get_as(&format!("/sparql?query={}", encoded(query)), name).await;
            assert_eq!(answer.status, 200, "{name}: {}", answer.text());
            let essence = answer.header("content-type").split(';').next().unwrap();
            assert_eq!(essence, name);
            assert!(!answer.body.is_empty());
        }
    }
    for (query, accept) in [(COUNT, "text/turtle"), (construct, "text/csv"), (COUNT, "image/png")] {
        assert_eq!(portal.get_as(&format!("/sparql?query={}", encoded(query)), accept).await.status, 406, "{accept}");
    }
}

#[tokio::test]
async fn refusals() {
    let portal = Portal::new();
    let cases = [
        ("query=SELECT%20WHERE".to_owned(), 400),
        ("x=1".to_owned(), 400),
        ("query=ASK%7B%7D&query=ASK%7B%7D".to_owned(), 400),
        (format!("update={}", encoded("CLEAR ALL")), 403),
    ];
    for (query, status) in cases {
        let answer = portal.get(&format!("/sparql?{query}")).await;
        assert_eq!(answer.status.as_u16(), status, "{query}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
    let update = portal.get(&format!("/sparql?query={}", encoded("INSERT DATA { <a:a> <a:b> <a:c> }"))).await;
    assert!(update.status.is_client_error(), "{}", update.status);
    let plain = Request::post("/sparql").header("content-type", "text/plain").body(Body::from(COUNT)).unwrap();
    assert_eq!(portal.send(plain).await.status, 415);
}

#[tokio::test]
async fn the_dataset_of_the_protocol_counts() {
    let portal = Portal::new();
    let graph = "https://portal.example/graph/source/kommun";
    let count = encoded("SELECT (COUNT(*) AS ?n) WHERE { ?s a <http://www.w3.org/ns/dcat#Dataset> }");
    for (graph, expected) in [(graph, "3"), ("https://portal.example/graph/source/none", "0")] {
        let answer = portal.get(&format!("/sparql?query={count}&default-graph-uri={}", encoded(graph))).await;
        assert_eq!(answer.json()["results"]["bindings"][0]["n"]["value"], expected, "{graph}");
    }
}

#[tokio::test]
async fn without_a_query_the_service_describes_itself() {
    let portal = Portal::new();
    let turtle = portal.get("/sparql").await;
    assert_eq!(turtle.header("content-type"), "text/turtle; charset=utf-8");
    assert!(turtle.text().contains("sparql-service-description#SPARQL11Query"), "{}", turtle.text());
    assert!(turtle.text().contains("https://portal.example/graph/source/kommun"), "{}", turtle.text());
    let form = portal.get_as("/sparql", "text/html,application/xhtml+xml,*/*;q=0.8").await;
    assert_eq!((form.status.as_u16(), form.header("location")), (303, "https://portal.example/sparql-editor"));
    assert_eq!(portal.get("/sparql-editor").await.status, 200);
    let void = portal.get_as("/.well-known/void", "text/turtle").await;
    assert!(void.text().contains("http://rdfs.org/ns/void#"), "{}", void.text());
}

#[tokio::test]
async fn scripts_of_other_sites_may_ask() {
    let portal = Portal::new();
    let preflight = Request::builder()
        .method(Method::OPTIONS)
        .uri("/sparql")
        .header("origin", "https://yasgui.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type");
    let answer = portal.send(preflight.body(Body::empty()).unwrap()).await;
    assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-origin")), (200, "*"));
    assert!(answer.header("access-control-allow-methods").contains("POST"));
}

#[tokio::test]
async fn a_peer_address_is_counted_and_freed() {
    let portal = Portal::new();
    let peer: SocketAddr = "192.0.2.1:4000".parse().unwrap();
    for number in 0..5 {
        let query = format!("SELECT ({number} AS ?n) WHERE {{}}");
        let request = Request::get(format!("/sparql?query={}", encoded(&query))).extension(ConnectInfo(peer));
        let answer = portal.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, 200, "one after another is not at once");
    }
}
