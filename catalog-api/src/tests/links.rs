//! Links: API, findings, pages, metrics.

use super::portal::{CATALOG, Portal};
use super::schema::check;
use chrono::{DateTime, TimeDelta, Utc};
use model::link::{ApiDescription, LinkCheck, Recheck};
use model::{Clock, LinkOutcome, SystemClock};
use store::journal::LinkResult;

const CSV: &str = "https://kommun.example/bad.csv";
const FILE: &str = "https://kommun.example/fil.csv";
const PAGE: &str = "http://u.example:8080/om";

/// The sample with more addresses, all checked.
fn portal() -> Portal {
    let portal = Portal::empty();
    let more = format!(
        "{CATALOG}\n:bad dcat:landingPage <{PAGE}> .\n:bad-csv dcat:downloadURL <{FILE}> ; dcat:byteSize 10 .\n\
         :api dcat:endpointDescription <https://kommun.example/openapi.json> .\n"
    );
    portal.harvest(&more, &[]);
    portal.projector.catch_up().unwrap();
    portal.journal.sync_links(&portal.projector.current().snapshot).unwrap();
    portal.journal.record_links(&results(), &Recheck::default()).unwrap();
    portal.journal.announce_links().unwrap().unwrap();
    portal.projector.catch_up().unwrap();
    portal
}

fn now() -> DateTime<Utc> {
    SystemClock.now()
}

fn results() -> Vec<LinkResult> {
    let checked = |url: &str, change: &dyn Fn(&mut LinkCheck)| {
        let mut check = LinkCheck::new(now(), LinkOutcome::Answers);
        change(&mut check);
        LinkResult::Checked { url: url.to_owned(), check: Box::new(check) }
    };
    let api = ApiDescription { kind: "openapi".into(), version: "3.0.1".into(), title: Some("Bad".into()), cors: true };
    vec![
        checked(CSV, &|check| {
            check.outcome = LinkOutcome::Gone;
            check.status = Some(404);
        }),
        checked(FILE, &|check| {
            check.status = Some(200);
            check.content_type = Some("text/html".to_owned());
            check.length = Some(2000);
            check.certificate_expires = Some(now() + TimeDelta::days(7));
        }),
        checked(PAGE, &|check| check.outcome = LinkOutcome::Connection),
        checked("https://kommun.example/openapi.json", &|check| check.api = Some(api.clone())),
    ]
}

#[tokio::test]
async fn links_are_listed_and_filtered() {
    let portal = portal();
    let bad = portal.id("bad");
    let kommun = portal.id("kommun");
    for (query, total) in [
        (String::new(), 4),
        ("outcome=gone".to_owned(), 1),
        ("verdict=broken".to_owned(), 1),
        ("verdict=answers".to_owned(), 2),
        ("host=u.example:8080".to_owned(), 1),
        (format!("dataset={bad}"), 3),
        (format!("publisher={kommun}"), 4),
        ("source=kommun&outcome=connection".to_owned(), 1),
        (format!("url={CSV}"), 1),
        ("url=https://nowhere.example/".to_owned(), 0),
    ] {
        let answer = portal.get(&format!("/api/v1/links?{query}")).await;
        assert_eq!(answer.json()["total"], total, "{query}: {}", answer.text());
    }
    let page = portal.get("/api/v1/links?per_page=3").await.json();
    assert_eq!(page["items"].as_array().unwrap().len(), 3);
    assert!(page["next"].as_str().unwrap().contains("page=2"));
    for (query, status) in [
        ("outcome=x", 400),
        ("verdict=x", 400),
        ("source=x", 404),
        ("dataset=x", 404),
        ("publisher=x", 404),
        ("q=x", 400),
    ] {
        assert_eq!(portal.get(&format!("/api/v1/links?{query}")).await.status, status, "{query}");
    }
}

#[tokio::test]
async fn one_link_has_its_history_and_says_what_is_wrong() {
    let portal = portal();
    let listed = portal.get(&format!("/api/v1/links?url={FILE}")).await.json();
    let id = listed["items"][0]["id"].as_u64().unwrap();
    let link = portal.get(&format!("/api/v1/links/{id}")).await.json();
    assert_eq!((&link["history"][0]["outcome"]["value"], &link["checks"]), (&"answers".into(), &1.into()));
    let problems = link["problems"].as_array().unwrap();
    let codes: Vec<&str> = problems.iter().map(|problem| problem["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["link-certificate-expires", "link-format", "link-size"]);
    assert_eq!(link["uses"][0]["property"], "downloadURL");
    assert_eq!(link["uses"][0]["title"]["sv"], "Badplatser");
    assert_eq!(portal.get("/api/v1/links/999").await.status, 404);
    assert_eq!(portal.get("/api/v1/links/x").await.status, 404);
    let hosts = portal.get("/api/v1/links/hosts").await.json();
    assert_eq!(hosts["total"], 2);
    assert_eq!(hosts["items"][0]["outcomes"]["gone"], 1);
    let down = portal.get("/api/v1/links/hosts?down=true").await.json();
    assert_eq!((&down["total"], &down["items"][0]["host"]), (&1.into(), &"u.example:8080".into()));
}

#[tokio::test]
async fn csv_has_every_address() {
    let portal = portal();
    let answer = portal.get_as("/api/v1/links?source=kommun&per_page=1", "text/csv").await;
    assert!(answer.header("content-type").starts_with("text/csv"));
    let lines: Vec<&str> = answer.text().lines().collect();
    assert_eq!(lines.len(), 5, "{}", answer.text());
    assert!(lines[0].starts_with("id,url,host,verdict,outcome,status"));
    assert!(lines.iter().any(|line| line.contains(CSV) && line.contains("broken,gone,404")), "{lines:?}");
}

#[tokio::test]
async fn an_agency_reads_of_its_links_in_findings_and_on_pages() {
    let portal = portal();
    let findings = portal.get("/api/v1/sources/kommun/findings?per_page=1000").await.json();
    let items = findings["items"].as_array().unwrap();
    assert_eq!(findings["total"], items.len());
    let gone = items.iter().find(|finding| finding["code"] == "link-gone").unwrap();
    assert!(gone["message"]["sv"].as_str().unwrap().starts_with("Adressen finns inte sedan "), "{gone}");
    assert_eq!((&gone["value"], &gone["severity"]), (&CSV.into(), &"error".into()));
    let bad = portal.id("bad");
    for (path, words) in [
        ("/sources/kommun".to_owned(), ["Adressen finns inte sedan", "2 av 4 kontrollerade", "Badplatser"]),
        (format!("/datasets/{bad}"), ["men metadata säger CSV", "1 av 3 kontrollerade", "Rätta adressen"]),
        (format!("/en/datasets/{bad}"), ["but the metadata say CSV", "1 of 3 checked", "Correct the address"]),
    ] {
        let page = portal.get(&path).await;
        for word in words {
            assert!(page.text().contains(word), "{path}: {word}");
        }
    }
    let without = portal.get(&format!("/datasets/{}", portal.id("luft"))).await;
    assert!(!without.text().contains("id=\"lankar\""), "nothing was checked, so nothing is said");
}

#[tokio::test]
async fn detected_apis_are_listed_and_marked() {
    let portal = portal();
    let detected = portal.get("/detectedapis.json").await.json();
    let detection = &detected["data"][0]["detections"][0];
    assert_eq!((&detected["data"][0]["contextId"], &detection["allowOrigin"]), (&"kommun".into(), &true.into()));
    assert_eq!((&detection["entryId"], &detection["version"]), (&portal.id("api").into(), &"3.0.1".into()));
    let metrics = portal.get("/metrics").await;
    for line in
        [r#"skord_links{outcome="gone"} 1"#, "skord_link_checks 4", "skord_links_due 0", "skord_link_hosts_down 1"]
    {
        assert!(metrics.text().contains(line), "{line}: {}", metrics.text());
    }
}

#[tokio::test]
async fn answers_are_what_their_schemas_say() {
    let portal = portal();
    let document = portal.get("/openapi.json").await.json();
    for (pattern, path) in [
        ("/api/v1/links", "/api/v1/links"),
        ("/api/v1/links/{id}", "/api/v1/links/1"),
        ("/api/v1/links/hosts", "/api/v1/links/hosts"),
        ("/detectedapis.json", "/detectedapis.json"),
    ] {
        let answer = portal.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        let content = &document["paths"][pattern]["get"]["responses"]["200"]["content"]["application/json"];
        check(&document, &content["schema"], &answer.json(), path);
    }
}
