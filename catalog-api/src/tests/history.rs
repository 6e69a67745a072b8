//! History of one thing, and the feed of changes.

use super::portal::{BASE, CATALOG, Portal};
use serde_json::{Value, json};

const BAD: &str = "https://kommun.example/bad";

fn kinds(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn every_version_says_what_changed() {
    let portal = Portal::new();
    let id = portal.id("bad");
    let other =
        CATALOG.replace("Badplatser\"@sv", "Badplatser i Lund\"@sv").replace("\"text/csv\"", "\"application/json\"");
    portal.harvest(&other, &[]);
    portal.harvest("", &[BAD]);
    portal.harvest(&other, &[]);
    portal.projector.catch_up().unwrap();
    let path = format!("/api/v1/datasets/{id}/history");
    let history = portal.get(&path).await.json();
    assert_eq!(kinds(&history), ["returned", "withdrawn", "changed", "created"], "{history}");
    let second = &history["items"][2];
    assert_eq!((&second["by"], &second["run"], &second["revision"]), (&json!("source"), &json!(2), &json!(2)));
    let changes = second["changes"].as_array().unwrap();
    let title = changes.iter().find(|change| change["property"] == "http://purl.org/dc/terms/title").unwrap();
    assert_eq!(
        (&title["old"][0]["value"], &title["new"][0]["value"]),
        (&json!("Badplatser"), &json!("Badplatser i Lund"))
    );
    assert_eq!((&title["label"]["sv"], &title["new"][0]["language"]), (&json!("Titel"), &json!("sv")));
    assert!(changes.iter().any(|change| change["node"] == "https://kommun.example/bad-csv"), "{changes:?}");
    let page = portal.get(&format!("{path}?per_page=1&page=2")).await.json();
    assert_eq!((kinds(&page), &page["total"]), (vec!["withdrawn"], &json!(4)));
    for (path, text) in
        [(format!("/datasets/{id}/history"), "Badplatser i Lund"), (format!("/en/datasets/{id}/history"), "Before:")]
    {
        let answer = portal.get(&path).await;
        assert_eq!(answer.status, 200);
        assert!(answer.text().contains(text) && answer.text().contains("/runs/2\""), "{}", answer.text());
    }
    assert!(portal.get(&format!("/datasets/{id}")).await.text().contains(&format!("/datasets/{id}/history\"")));
    assert_eq!(portal.get("/api/v1/datasets/nothing/history").await.status, 404);
    assert_eq!(portal.get("/datasets/nothing/history").await.status, 404);
    portal.harvest("", &[BAD]);
    portal.projector.catch_up().unwrap();
    assert_eq!(kinds(&portal.get(&path).await.json())[0], "withdrawn", "what is gone keeps its history");
    portal.journal.purge_record(&id, "x").unwrap();
    portal.projector.catch_up().unwrap();
    assert_eq!(portal.get(&path).await.status, 410);
}

#[tokio::test]
async fn the_feed_is_read_in_parts_and_to_the_end() {
    let portal = Portal::new();
    portal.harvest("", &[BAD]);
    portal.projector.catch_up().unwrap();
    let (mut path, mut seen) = ("/api/v1/changes?limit=2".to_owned(), Vec::new());
    let last = loop {
        let page = portal.get(&path).await.json();
        assert!(page["items"].as_array().unwrap().len() <= 2);
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| format!("{} {}", item["kind"].as_str().unwrap(), item["iri"].as_str().unwrap())),
        );
        match page["next"].as_str() {
            Some(next) => path = format!("/{}", next.strip_prefix(BASE).unwrap()),
            None => break page,
        }
    };
    seen.sort();
    let iri = |name: &str| format!("created https://kommun.example/{name}");
    let mut expected = ["api", "bad", "luft", "luft2024", "serie"].map(iri).to_vec();
    expected.push(format!("withdrawn {BAD}"));
    assert_eq!(seen, expected);
    let cursor = last["cursor"].as_str().unwrap();
    assert_eq!(portal.get(&format!("/api/v1/changes?since={cursor}")).await.json()["items"], json!([]));
    portal.harvest(CATALOG, &[]);
    assert_eq!(
        portal.get(&format!("/api/v1/changes?since={cursor}")).await.json()["items"],
        json!([]),
        "not before readers see it"
    );
    portal.projector.catch_up().unwrap();
    let later = portal.get(&format!("/api/v1/changes?since={cursor}")).await.json();
    assert_eq!(kinds(&later), ["returned"], "{later}");
    assert_eq!(later["items"][0]["id"], portal.id("bad"));
    for since in ["2020-01-01", "2020-01-01T00:00:00Z", "0", ""] {
        let all = portal.get(&format!("/api/v1/changes?since={since}&limit=1000")).await;
        if since.is_empty() {
            assert_eq!(all.status, 400);
        } else {
            assert_eq!(all.json()["items"].as_array().unwrap().len(), 7, "{since}");
        }
    }
    assert_eq!(portal.get("/api/v1/changes?since=2999-01-01").await.json()["items"], json!([]));
    for elsewhere in ["other:1", "999999"] {
        let answer = portal.get(&format!("/api/v1/changes?since={elsewhere}")).await;
        assert_eq!(answer.status, 410, "{elsewhere}");
        assert!(answer.json()["cursor"].as_str().unwrap().starts_with(&portal.journal.id().0));
    }
    assert_eq!(portal.get("/api/v1/changes?since=yesterday").await.status, 400);
}

#[tokio::test]
async fn a_thing_is_withdrawn_when_the_last_source_ceases() {
    let portal = Portal::empty();
    portal.harvest_as("a", CATALOG, &[]);
    portal.harvest_as("b", CATALOG, &[]);
    portal.harvest_as("a", "", &[BAD]);
    portal.harvest_as("b", "", &[BAD]);
    portal.harvest_as("a", CATALOG, &[]);
    portal.projector.catch_up().unwrap();
    let page = portal.get("/api/v1/changes?limit=1000").await.json();
    let of_bad: Vec<&str> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item["iri"] == BAD)
        .map(|item| item["kind"].as_str().unwrap())
        .collect();
    assert_eq!(of_bad, ["created", "changed", "changed", "withdrawn", "returned"]);
}
