//! `/api/v1`.

use super::portal::{BASE, Portal};
use serde_json::{Value, json};

fn titles(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| item["title"]["sv"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn datasets_are_every_dataset_and_search_is_what_the_page_shows() {
    let portal = Portal::new();
    let datasets = portal.get("/api/v1/datasets?sort=title").await.json();
    assert_eq!(datasets["total"], 3);
    assert_eq!(titles(&datasets), ["Badplatser", "Luft 2024", "Luftkvalitet"]);
    let shown = portal.get("/api/v1/search?sort=title").await.json();
    assert_eq!(titles(&shown), ["Badplatser", "Kommunens API", "Luft per år", "Luftkvalitet"]);
    let with_members = portal.get("/api/v1/search?members=true").await.json();
    assert_eq!(with_members["total"], 5);
}

#[tokio::test]
async fn names_of_the_contract() {
    let portal = Portal::new();
    let page = portal.get("/api/v1/datasets?q=badplatser").await.json();
    assert_eq!(page["total"], 1);
    let item = &page["items"][0];
    assert_eq!(item["iri"], "https://kommun.example/bad");
    assert_eq!(item["type"], "dataset");
    assert_eq!(item["title"], json!({ "sv": "Badplatser", "en": "Bathing waters" }));
    assert_eq!(item["keywords"], json!({ "sv": ["bad", "vatten"] }));
    assert_eq!(item["publisher"]["name"]["en"], "Example Municipality");
    assert_eq!(item["themes"][0]["code"], "ENVI");
    assert_eq!(item["formats"][0]["value"], "csv");
    assert_eq!(item["licences"][0]["open"], true);
    assert_eq!(item["source"], "kommun");
    assert_eq!(page["next"], Value::Null);
    let theme = &page["facets"]["theme"][0];
    assert_eq!(theme["count"], 1);
    // What a facet says, the parameter takes; IRI and code are both accepted.
    for value in [theme["value"].as_str().unwrap(), "http://publications.europa.eu/resource/authority/data-theme/ENVI"]
    {
        let found = portal.get(&format!("/api/v1/datasets?theme={value}")).await.json();
        assert_eq!(titles(&found), ["Badplatser"], "{value}");
    }
}

#[tokio::test]
async fn pages_follow_each_other_and_end() {
    let portal = Portal::new();
    let mut path = "/api/v1/datasets?per_page=1&sort=title&facets=".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = portal.get(&path).await.json();
        seen.extend(titles(&page).into_iter().map(str::to_owned));
        assert_eq!(page["facets"], json!({}));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/{}", next.strip_prefix(BASE).expect("links are built from the configured base"));
    }
    assert_eq!(seen, ["Badplatser", "Luft 2024", "Luftkvalitet"]);
    for beyond in ["page=4&per_page=1", "page=1000000000&per_page=1000"] {
        let page = portal.get(&format!("/api/v1/datasets?{beyond}")).await;
        assert_eq!((page.status.as_u16(), &page.json()["items"], &page.json()["total"]), (200, &json!([]), &json!(3)));
    }
}

#[tokio::test]
async fn bad_parameters_are_problems_that_name_what_is_allowed() {
    let portal = Portal::new();
    let cases = [
        ("/api/v1/search?them=ENVI", "theme"),
        ("/api/v1/search?theme=NONSENSE", "ENVI"),
        ("/api/v1/search?sort=random", "modified"),
        ("/api/v1/search?facets=colour", "publisher"),
        ("/api/v1/search?page=two", "whole number"),
        ("/api/v1/search?per_page=1001", "1000"),
        ("/api/v1/search?members=maybe", "true"),
        ("/api/v1/search?q=a&q=b", "more than once"),
        ("/api/v1/services?q=x", "per_page"),
        ("/api/v1/runs?source=a%20b", "source id"),
    ];
    for (path, hint) in cases {
        let answer = portal.get(path).await;
        assert_eq!(answer.status, 400, "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        let problem = answer.json();
        assert_eq!(problem["status"], 400);
        assert!(problem.to_string().contains(hint), "{path}: {problem}");
    }
}

#[tokio::test]
async fn one_resource_whole_or_missing_or_gone() {
    let portal = Portal::new();
    let id = portal.id("bad");
    let view = portal.get(&format!("/api/v1/datasets/{id}")).await.json();
    assert_eq!(view["contacts"][0]["email"], "fritid@kommun.example");
    assert_eq!(view["distributions"][0]["access_url"], json!(["https://kommun.example/bad.csv"]));
    let missing = portal.get("/api/v1/datasets/nonsense").await;
    assert_eq!((missing.status.as_u16(), missing.header("content-type")), (404, "application/problem+json"));

    portal.harvest("", &["https://kommun.example/bad"]);
    assert!(portal.projector.catch_up().unwrap());
    let gone = portal.get(&format!("/api/v1/datasets/{id}")).await;
    assert_eq!(gone.status, 410, "{}", gone.text());
    assert_eq!(gone.json()["iri"], "https://kommun.example/bad");
    assert_eq!(gone.json()["source"], "kommun");
    let turtle = portal.get(&format!("/datasets/{id}.ttl")).await;
    assert_eq!((turtle.status.as_u16(), turtle.header("content-type")), (410, "text/turtle; charset=utf-8"));
    assert!(turtle.text().contains("WITHDRAWN"), "{}", turtle.text());
}

#[tokio::test]
async fn organisations_sources_and_runs() {
    let portal = Portal::new();
    let organisations = portal.get("/api/v1/organisations?sort=datasets").await.json();
    assert_eq!(organisations["total"], 2);
    assert_eq!(organisations["items"][0]["name"]["und"], "Luftlabbet");
    assert_eq!(organisations["items"][0]["datasets"], 2);
    let source = portal.get("/api/v1/sources/kommun").await;
    assert_eq!(source.json()["url"], "https://kommun.example/dcat.ttl", "no credentials");
    assert!(!source.text().contains("anna@"), "the contact person is not public");
    assert_eq!(source.json()["last_run"]["outcome"], "changed");
    let runs = portal.get("/api/v1/runs?source=kommun").await.json();
    assert_eq!((&runs["total"], &runs["items"][0]["datasets"]), (&json!(1), &json!(3)));
    assert_eq!(portal.get("/api/v1/runs?source=other").await.status, 404);
    assert_eq!(portal.get("/api/v1/sources/other").await.status, 404);
    assert_eq!(portal.get("/api/v1/sources/other/findings").await.status, 404);
    for (path, total) in [("services", 1), ("series", 1)] {
        assert_eq!(portal.get(&format!("/api/v1/{path}")).await.json()["total"], total, "{path}");
    }
}
