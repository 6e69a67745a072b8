//! `/openapi.json` says what the server does.

use super::portal::Portal;
use super::schema::check;
use serde_json::Value;

/// Every route with a place in the document. Pages are not API.
const PATHS: &[&str] = &[
    "/.well-known/void",
    "/api/v1/changes",
    "/api/v1/check",
    "/api/v1/concepts",
    "/api/v1/datasets",
    "/api/v1/datasets/{id}",
    "/api/v1/datasets/{id}/fixes",
    "/api/v1/datasets/{id}/fixes/{patch}",
    "/api/v1/datasets/{id}/history",
    "/api/v1/datasets/{id}/identity",
    "/api/v1/datasets/{id}/quality",
    "/api/v1/datasets/{id}/related",
    "/api/v1/facets/{name}",
    "/api/v1/hvd",
    "/api/v1/identity/rules",
    "/api/v1/identity/rules/{number}",
    "/api/v1/links",
    "/api/v1/links/hosts",
    "/api/v1/links/{id}",
    "/api/v1/organisations",
    "/api/v1/organisations/{id}",
    "/api/v1/quality",
    "/api/v1/quality/catalogs",
    "/api/v1/quality/fixes",
    "/api/v1/quality/fixes/{patch}",
    "/api/v1/quality/publishers",
    "/api/v1/quality/publishers/{id}",
    "/api/v1/quality/publishers/{id}/fixes",
    "/api/v1/quality/publishers/{id}/fixes/{patch}",
    "/api/v1/quality/sources",
    "/api/v1/quality/sources/{id}",
    "/api/v1/quality/sources/{id}/fixes",
    "/api/v1/quality/sources/{id}/fixes/{patch}",
    "/api/v1/quality/{source}/{document}",
    "/api/v1/runs",
    "/api/v1/runs/{run}",
    "/api/v1/search",
    "/api/v1/search/explain",
    "/api/v1/series",
    "/api/v1/services",
    "/api/v1/sources",
    "/api/v1/sources/{id}",
    "/api/v1/sources/{id}/approve",
    "/api/v1/sources/{id}/decisions",
    "/api/v1/sources/{id}/findings",
    "/api/v1/sources/{id}/held",
    "/api/v1/sources/{id}/ping",
    "/api/v1/sources/{id}/reject",
    "/api/v1/sources/{id}/restore",
    "/api/v1/sources/{id}/rollback",
    "/api/v1/sources/{id}/run",
    "/api/v1/statistics",
    "/api/v1/statistics/countries",
    "/api/v1/statistics/current",
    "/api/v1/suggest",
    "/catalog",
    "/catalog.jsonld",
    "/catalog.nt",
    "/catalog.rdf",
    "/catalog.ttl",
    "/detectedapis.json",
    "/feed.atom",
    "/feed.json",
    "/health/live",
    "/health/ready",
    "/id/{*path}",
    "/metrics",
    "/openapi.json",
    "/sparql",
];

#[tokio::test]
async fn every_route_is_described_and_every_reference_leads_somewhere() {
    let portal = Portal::new();
    let document = portal.get("/openapi.json").await.json();
    let version = document["openapi"].as_str().unwrap();
    assert!(version.starts_with("3.1"), "{version}");
    let mut described: Vec<&str> = document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    described.sort_unstable();
    assert_eq!(described, PATHS);
    for reference in references(&document) {
        let pointer = reference.strip_prefix('#').unwrap_or_else(|| panic!("{reference} leads out of the document"));
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
    for (path, operations) in document["paths"].as_object().unwrap() {
        for operation in operations.as_object().unwrap().values() {
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                assert!(parameter["schema"].is_object(), "{path}: {parameter} has no schema");
            }
        }
    }
    let example = &document["paths"]["/api/v1/datasets/{id}"]["get"]["parameters"][0]["examples"]["existing"]["value"];
    let path = format!("/api/v1/datasets/{}", example.as_str().unwrap());
    assert_eq!(portal.get(&path).await.status, 200);
}

fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str).map(str::to_owned);
            own.into_iter().chain(members.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn answers_are_what_their_schemas_say() {
    let portal = Portal::new();
    let document = portal.get("/openapi.json").await.json();
    let dataset = portal.id("bad");
    let service = portal.id("api");
    let publisher = portal.id("kommun");
    let cases = [
        ("/api/v1/search?members=true", "/api/v1/search".to_owned()),
        ("/api/v1/search", "/api/v1/search?q=badplatsr+csv".to_owned()),
        ("/api/v1/search", "/api/v1/search?q=xyzzyqwerty&theme=ENVI".to_owned()),
        ("/api/v1/search", "/api/v1/search?per_page=1&from=1990&bbox=10,50,30,70&sort=quality".to_owned()),
        ("/api/v1/facets/{name}", "/api/v1/facets/publisher?q=a&theme=ENVI".to_owned()),
        ("/api/v1/suggest", "/api/v1/suggest?q=ba".to_owned()),
        ("/api/v1/datasets", "/api/v1/datasets".to_owned()),
        ("/api/v1/datasets/{id}", format!("/api/v1/datasets/{dataset}")),
        ("/api/v1/datasets/{id}", format!("/api/v1/datasets/{service}")),
        ("/api/v1/datasets/{id}/related", format!("/api/v1/datasets/{dataset}/related")),
        ("/api/v1/concepts", "/api/v1/concepts?q=milj%C3%B6".to_owned()),
        ("/api/v1/organisations", "/api/v1/organisations?q=exempelkomun".to_owned()),
        ("/api/v1/services", "/api/v1/services".to_owned()),
        ("/api/v1/series", "/api/v1/series".to_owned()),
        ("/api/v1/organisations", "/api/v1/organisations".to_owned()),
        ("/api/v1/organisations/{id}", format!("/api/v1/organisations/{publisher}")),
        ("/api/v1/hvd", "/api/v1/hvd".to_owned()),
        ("/api/v1/statistics", "/api/v1/statistics".to_owned()),
        ("/api/v1/statistics", "/api/v1/statistics?scope=source&id=kommun&interval=run".to_owned()),
        ("/api/v1/statistics/current", "/api/v1/statistics/current".to_owned()),
        ("/api/v1/statistics/countries", "/api/v1/statistics/countries".to_owned()),
        ("/api/v1/sources", "/api/v1/sources".to_owned()),
        ("/api/v1/sources/{id}", "/api/v1/sources/kommun".to_owned()),
        ("/api/v1/sources/{id}/findings", "/api/v1/sources/kommun/findings".to_owned()),
        ("/api/v1/runs", "/api/v1/runs".to_owned()),
        ("/api/v1/quality/fixes", "/api/v1/quality/fixes?places=2".to_owned()),
        ("/api/v1/quality/sources/{id}/fixes", "/api/v1/quality/sources/kommun/fixes?mode=eu".to_owned()),
        ("/api/v1/quality/publishers/{id}/fixes", format!("/api/v1/quality/publishers/{publisher}/fixes")),
        ("/api/v1/datasets/{id}/fixes", format!("/api/v1/datasets/{dataset}/fixes?mode=eu")),
        ("/api/v1/quality", "/api/v1/quality?mode=eu".to_owned()),
        ("/api/v1/quality/sources", "/api/v1/quality/sources".to_owned()),
        ("/api/v1/quality/catalogs", "/api/v1/quality/catalogs?sort=stars".to_owned()),
        ("/api/v1/quality/sources/{id}", "/api/v1/quality/sources/kommun".to_owned()),
        ("/api/v1/quality/publishers", "/api/v1/quality/publishers?sort=name".to_owned()),
        ("/api/v1/quality/publishers/{id}", format!("/api/v1/quality/publishers/{publisher}")),
        ("/api/v1/datasets/{id}/quality", format!("/api/v1/datasets/{dataset}/quality")),
        ("/api/v1/changes", "/api/v1/changes".to_owned()),
        ("/api/v1/datasets/{id}/identity", format!("/api/v1/datasets/{dataset}/identity")),
        ("/api/v1/identity/rules", "/api/v1/identity/rules".to_owned()),
        ("/api/v1/datasets/{id}/history", format!("/api/v1/datasets/{dataset}/history")),
        ("/api/v1/runs/{run}", "/api/v1/runs/1".to_owned()),
        ("/api/v1/sources/{id}/held", "/api/v1/sources/kommun/held".to_owned()),
        ("/api/v1/sources/{id}/decisions", "/api/v1/sources/kommun/decisions".to_owned()),
    ];
    for (pattern, path) in cases {
        let pattern = pattern.split('?').next().unwrap();
        let answer = portal.get(&path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        let content = &document["paths"][pattern]["get"]["responses"]["200"]["content"]["application/json"];
        assert!(content["schema"].is_object(), "{pattern} has no schema");
        check(&document, &content["schema"], &answer.json(), &path);
    }
}
