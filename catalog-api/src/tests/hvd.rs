//! The report on high-value datasets: every surface says the same, and the same as the documented queries.

use super::portal::{Answer, Portal};
use axum::body::Body;
use http::Request;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Complete, without API, with a closed licence and nothing else, with category only, a service that states nothing.
const CATALOG: &str = r#"
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> . @prefix dcatap: <http://data.europa.eu/r5r/> . @prefix bna: <http://data.europa.eu/bna/> .
@prefix law: <http://data.europa.eu/eli/reg_impl/2023/138/> . @prefix : <https://verk.example/> .
@prefix by: <http://creativecommons.org/licenses/by/> . @prefix sa: <http://creativecommons.org/licenses/by-sa/> .
:catalog a dcat:Catalog ; dcterms:title "Verkets katalog"@sv ; dcat:dataset :vatten, :berg, :buller, :bara, :vanlig ;
  dcat:service :api, :tyst .
:verk a foaf:Agent ; foaf:name "Verket"@sv . :annan a foaf:Agent ; foaf:name "Andra verket"@sv .
:kontakt a vcard:Organization ; vcard:fn "Support" .
:vatten a dcat:Dataset ; dcterms:title "Vatten"@sv, "Water"@en ; dcterms:description "Sjöar"@sv ; dcterms:publisher :verk ;
  dcatap:applicableLegislation law:oj, <https://lagen.example/1> ; dcatap:hvdCategory bna:c_06b1eec4, bna:c_43f88346 ;
  foaf:page <https://verk.example/dok> ; dcat:distribution :vatten-fil, :vatten-api, :vatten-bild .
:vatten-fil a dcat:Distribution ; dcat:accessURL <https://verk.example/vatten> ; dcat:downloadURL <https://verk.example/vatten.zip> ;
  dcatap:applicableLegislation law:oj ; dcterms:license <http://creativecommons.org/licenses/by/4.0/> .
:vatten-api a dcat:Distribution ; dcat:accessURL <https://verk.example/api> ; dcat:accessService :api ;
  dcatap:applicableLegislation law:oj ; dcterms:license <http://creativecommons.org/publicdomain/zero/1.0/> .
:vatten-bild a dcat:Distribution ; dcat:accessURL <https://verk.example/vatten.png> .
:api a dcat:DataService ; dcterms:title "API för vatten"@sv ; dcterms:publisher :verk ; dcat:endpointURL <https://verk.example/api> ;
  dcat:endpointDescription <https://verk.example/openapi.json> ; foaf:page <https://verk.example/villkor> ; dcat:contactPoint :kontakt ;
  dcatap:applicableLegislation law:oj ; dcatap:hvdCategory bna:c_06b1eec4 ; dcterms:license <http://creativecommons.org/licenses/by/4.0/> .
:berg a dcat:Dataset ; dcterms:title "Berg"@sv ; dcterms:description "Berg"@sv ; dcterms:publisher :annan ;
  dcatap:applicableLegislation law:oj ; dcatap:hvdCategory bna:c_e3f55603 ; dcat:distribution :berg-fil .
:berg-fil a dcat:Distribution ; dcat:accessURL <https://verk.example/berg.csv> ; dcatap:applicableLegislation law:oj ;
  dcterms:license <http://creativecommons.org/licenses/by-sa/4.0/> .
:buller a dcat:Dataset ; dcterms:title "Buller"@sv ; dcterms:description "Buller"@sv ; dcterms:publisher :annan ;
  dcatap:applicableLegislation law:oj ; dcat:distribution :buller-fil .
:buller-fil a dcat:Distribution ; dcat:accessURL <https://verk.example/buller.csv> .
:tyst a dcat:DataService ; dcterms:title "Tyst"@sv ; dcat:endpointURL <https://verk.example/tyst> ; dcat:servesDataset :buller .
:bara a dcat:Dataset ; dcterms:title "Bara kategori"@sv ; dcterms:description "x"@sv ; dcterms:publisher :verk ;
  dcatap:hvdCategory bna:c_ac64a52d .
:vanlig a dcat:Dataset ; dcterms:title "Vanlig"@sv ; dcterms:description "x"@sv ; dcterms:publisher :verk .
"#;

fn portal() -> Portal {
    let portal = Portal::empty();
    portal.harvest_as("verk", CATALOG, &[]);
    portal.projector.catch_up().unwrap();
    portal
}

fn missing(page: &Value, name: &str) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["iri"] == format!("https://verk.example/{name}")).unwrap();
    item["missing"].as_array().unwrap().iter().map(|gap| gap.as_str().unwrap().to_owned()).collect()
}

fn iris(page: &Value) -> BTreeSet<String> {
    page["items"].as_array().unwrap().iter().map(|item| item["iri"].as_str().unwrap().to_owned()).collect()
}

async fn ask(portal: &Portal, name: &str) -> Answer {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/hvd");
    let query = std::fs::read_to_string(root.join(format!("{name}.rq"))).unwrap();
    let accept = if query.contains("CONSTRUCT") { "application/n-triples" } else { "application/sparql-results+json" };
    let request = Request::post("/sparql").header("content-type", "application/sparql-query").header("accept", accept);
    let answer = portal.send(request.body(Body::from(query)).unwrap()).await;
    assert_eq!(answer.status, 200, "{name}: {}", answer.text());
    answer
}

/// Distinct values of a variable.
async fn values(portal: &Portal, name: &str, variable: &str) -> BTreeSet<String> {
    let answer = ask(portal, name).await.json();
    let rows = answer["results"]["bindings"].as_array().unwrap();
    rows.iter().filter_map(|row| Some(row[variable]["value"].as_str()?.to_owned())).collect()
}

#[tokio::test]
async fn the_report_says_what_there_is_and_what_is_missing() {
    let portal = portal();
    let page = portal.get("/api/v1/hvd").await.json();
    let totals = json!({ "datasets": 3, "distributions": 3, "services": 1, "complete": 1, "unreported": 1 });
    assert_eq!(page["totals"], totals);
    assert_eq!(page["total"], 4);
    assert_eq!(missing(&page, "vatten"), Vec::<String>::new());
    assert_eq!(missing(&page, "berg"), ["api", "licence-open", "documentation"]);
    assert_eq!(
        missing(&page, "buller"),
        ["category", "bulk", "documentation", "distribution-legislation", "api-legislation"]
    );
    assert_eq!(missing(&page, "bara"), ["legislation", "api", "bulk", "documentation", "distribution"]);
    let vatten = page["items"].as_array().unwrap().iter().find(|item| item["title"]["en"] == "Water").unwrap();
    assert_eq!(vatten["bulk"], json!(["https://verk.example/vatten.zip"]));
    assert_eq!(vatten["services"][0]["endpoints"], json!(["https://verk.example/api"]));
    assert_eq!(vatten["services"][0]["documentation"], json!(["https://verk.example/villkor"]));
    assert_eq!(vatten["documentation"], json!(["https://verk.example/dok"]));
    let licences: Vec<&str> = vatten["licences"].as_array().unwrap().iter().filter_map(|l| l["iri"].as_str()).collect();
    let expected = ["http://creativecommons.org/licenses/by/4.0/", "http://creativecommons.org/publicdomain/zero/1.0/"];
    assert_eq!(licences, expected);
    let category =
        |code: &str| page["categories"].as_array().unwrap().iter().find(|c| c["code"] == code).cloned().unwrap();
    assert_eq!((&category("c_dd313021")["datasets"], &category("c_dd313021")["complete"]), (&json!(2), &json!(1)));
    assert_eq!(
        (&category("c_06b1eec4")["datasets"], &category("c_06b1eec4")["top"]),
        (&json!(1), &json!("c_dd313021"))
    );
    assert_eq!(category("c_ac64a52d")["datasets"], 0, "without the regulation it is not reported");
}

#[tokio::test]
async fn the_documented_queries_give_the_same_numbers() {
    let portal = portal();
    let page = portal.get("/api/v1/hvd").await.json();
    let totals = &page["totals"];
    let count = |set: &BTreeSet<String>| json!(set.len());
    assert_eq!(count(&values(&portal, "datasets", "dataset").await), totals["datasets"]);
    assert_eq!(count(&values(&portal, "metadata", "dataset").await), totals["datasets"]);
    assert_eq!(count(&values(&portal, "distributions", "distribution").await), totals["distributions"]);
    assert_eq!(count(&values(&portal, "licences-distributions", "distribution").await), totals["distributions"]);
    for name in ["services", "service-details", "licences-services"] {
        assert_eq!(count(&values(&portal, name, "service").await), totals["services"], "{name}");
    }
    let items = page["items"].as_array().unwrap();
    let reported = || items.iter().filter(|item| item["reported"] == true);
    let licences: BTreeSet<String> = reported()
        .flat_map(|item| item["licences"].as_array().unwrap().iter().map(|l| l["iri"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(values(&portal, "licences", "licence").await, licences);
    let lacking = |gap: &str| -> BTreeSet<String> {
        let lacks = |item: &&Value| item["missing"].as_array().unwrap().contains(&json!(gap));
        items.iter().filter(lacks).map(|item| item["iri"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(values(&portal, "unreported", "dataset").await, lacking("legislation"));
    let without_api: BTreeSet<String> = lacking("api").difference(&lacking("legislation")).cloned().collect();
    assert_eq!(values(&portal, "without-api", "dataset").await, without_api);
    let categories = ask(&portal, "categories").await.json();
    for row in categories["results"]["bindings"].as_array().unwrap() {
        let iri = &row["category"]["value"];
        let counted = page["categories"].as_array().unwrap().iter().find(|category| category["iri"] == *iri).unwrap();
        assert_eq!(row["n"]["value"], counted["datasets"].to_string(), "{iri}");
    }
}

#[tokio::test]
async fn the_rdf_is_the_reported_part_and_nothing_else() {
    let portal = portal();
    let lines = |answer: &Answer| -> BTreeSet<String> { answer.text().lines().map(str::to_owned).collect() };
    let by_query = lines(&ask(&portal, "snapshot").await);
    let by_api = lines(&portal.get("/api/v1/hvd?format=nt").await);
    assert_eq!(by_query, by_api);
    let about =
        |name: &str| by_api.iter().filter(|line| line.starts_with(&format!("<https://verk.example/{name}> "))).count();
    assert!(about("vatten") > 5 && about("vatten-fil") > 3 && about("api") > 5, "{by_api:?}");
    assert_eq!((about("vatten-bild"), about("bara"), about("tyst"), about("vanlig")), (0, 0, 0, 0));
    for (format, media_type) in
        [("ttl", "text/turtle; charset=utf-8"), ("rdf", "application/rdf+xml"), ("jsonld", "application/ld+json")]
    {
        let answer = portal.get(&format!("/api/v1/hvd?format={format}&category=c_06b1eec4")).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, media_type));
        assert!(answer.text().contains("vatten.zip") && !answer.text().contains("berg.csv"), "{format}");
    }
    let accept = Request::get("/api/v1/hvd").header("accept", "text/turtle").body(Body::empty()).unwrap();
    assert_eq!(portal.send(accept).await.header("content-type"), "text/turtle; charset=utf-8");
}

#[tokio::test]
async fn filters_work_alike_in_every_form_and_on_the_page() {
    let portal = portal();
    let annan = store::views::id_of(&portal.projector.current().snapshot, "https://verk.example/annan").unwrap();
    for (query, names) in [
        ("category=c_dd313021".to_owned(), vec!["berg", "vatten"]),
        ("category=http://data.europa.eu/bna/c_06b1eec4".to_owned(), vec!["vatten"]),
        (format!("publisher={annan}"), vec!["berg", "buller"]),
        (format!("publisher={annan}&missing=api"), vec!["berg"]),
        ("missing=legislation".to_owned(), vec!["bara"]),
        ("missing=api-contact".to_owned(), vec![]),
    ] {
        let expected: BTreeSet<String> = names.iter().map(|name| format!("https://verk.example/{name}")).collect();
        let page = portal.get(&format!("/api/v1/hvd?{query}")).await.json();
        assert_eq!(iris(&page), expected, "{query}");
        let csv = portal.get(&format!("/api/v1/hvd?{query}&format=csv")).await;
        assert_eq!(csv.text().lines().count(), names.len() + 1, "{query}: {}", csv.text());
        let html = portal.get(&format!("/hvd?{query}")).await;
        assert_eq!(html.text().matches("class=\"hit-title\"").count(), names.len(), "{query}");
    }
    for query in ["category=c_0", "publisher=ingen", "missing=allt", "format=pdf", "categori=1", "page=0"] {
        assert_eq!(portal.get(&format!("/api/v1/hvd?{query}")).await.status, 400, "{query}");
    }
    for query in ["category=c_0", "publisher=ingen", "missing=allt", "page=0"] {
        assert_eq!(portal.get(&format!("/en/hvd?{query}")).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn the_page_shows_the_report_in_both_languages() {
    let portal = portal();
    let sv = portal.get("/hvd").await;
    assert_eq!(sv.status, 200, "{}", sv.text());
    for words in [
        "Värdefulla datamängder",
        "Jordobservation och miljö",
        "API saknas",
        "Rapporteras inte",
        "vatten.zip",
        "Komplett",
    ] {
        assert!(sv.text().contains(words), "{words}");
    }
    let en = portal.get("/en/hvd?missing=licence-open").await;
    assert!(en.text().contains("High-value datasets") && en.text().contains("The licence is not open enough"));
    let empty = Portal::new();
    assert_eq!(empty.get("/hvd").await.status, 200);
    assert_eq!(empty.get("/api/v1/hvd").await.json()["total"], 0);
}
