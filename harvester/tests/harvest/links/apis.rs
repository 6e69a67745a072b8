//! Descriptions of APIs.

use super::{Links, asked, server, setup};
use crate::faults::rig::{answer, ok};
use model::LinkOutcome;

const DESCRIPTION: &str = r#"{"openapi":"3.0.3","info":{"title":"Bad-API","version":"1"},"paths":{}}"#;

#[tokio::test]
async fn an_api_description_is_found_with_or_without_cors() {
    let server = server(|request| match request.path() {
        "/open.json" => answer(
            "200 OK",
            "Content-Type: application/json\r\nAccess-Control-Allow-Origin: https://portal.example\r\n",
            DESCRIPTION,
        ),
        "/closed.yaml" => answer(
            "200 OK",
            "Content-Type: application/octet-stream\r\nAccess-Control-Allow-Origin: https://other.example\r\n",
            "swagger: '2.0'\ninfo:\n  title: Gamla\n",
        ),
        "/data.json" => ok("application/json", r#"{"rows":[{"openapi":"3.0.3"}]}"#),
        "/page.json" => ok("application/json", DESCRIPTION),
        _ => ok("text/html", "<html>"),
    })
    .await;
    let base = format!("http://{}", server.address);
    let turtle = format!(
        "<https://a.example/d> dcat:distribution <https://a.example/x>, <https://a.example/y> ; dcat:landingPage <{base}/page.json> .\n\
         <https://a.example/x> a dcat:Distribution ; dcat:accessURL <{base}/open.json> .\n\
         <https://a.example/y> a dcat:Distribution ; dcat:accessURL <{base}/data.json> ; dcterms:conformsTo <{base}/closed.yaml> .\n"
    );
    let links = Links::with_turtle(setup(&[&server.address.to_string()]), &turtle).await;
    let round = links.round().await;
    assert_eq!((round.checked, round.changed, round.hosts_down), (4, 4, 0));
    let detected = links.journal.detected_apis().unwrap();
    let seen: Vec<_> = detected
        .iter()
        .map(|found| {
            let api = &found.api;
            (found.url.rsplit('/').next().unwrap(), &*api.kind, &*api.version, api.title.as_deref(), api.cors)
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("closed.yaml", "swagger", "2.0", Some("Gamla"), false),
            ("open.json", "openapi", "3.0.3", Some("Bad-API"), true)
        ]
    );
    let page = asked(&server).into_iter().filter(|asked| asked.ends_with("page.json"));
    assert_eq!(page.collect::<Vec<_>>(), ["HEAD /page.json"], "a landing page is no place for a description");
    let snapshot = store::project(&links.journal, super::BASE).unwrap().snapshot;
    assert!(store::views::summaries(&snapshot)[0].api, "the dataset has the mark");
}

#[tokio::test]
async fn a_description_that_only_head_gets_is_still_an_answer() {
    let server = server(|request| match request.method() {
        "HEAD" => ok("application/json", ""),
        _ => Vec::new(),
    })
    .await;
    assert_eq!(super::check(&server, "/x.json").await.outcome, LinkOutcome::Answers);
}
