//! Tokens, orders, pings: who may do what, and what everybody else is told.

use super::portal::{BASE, CATALOG, Portal};
use axum::body::Body;
use hmac::{Hmac, KeyInit, Mac};
use http::{Method, Request};
use model::LangText;
use rdf::RecordKind;
use serde_json::json;
use sha2::Sha256;
use store::journal::{Proposal, ProposedChange, Rename};

const RUN: &str = "/api/v1/sources/kommun/run";

fn proposal() -> Proposal {
    let change = |record: &str, change: &str, title: &str| ProposedChange {
        record: format!("https://kommun.example/{record}"),
        kind: RecordKind::Dataset,
        change: change.to_owned(),
        title: Some(title.to_owned()),
    };
    Proposal {
        reasons: vec![LangText::sv_en("2 av 3 datamängder skulle försvinna", "2 of 3 datasets would disappear")],
        before: 3,
        after: 2,
        changes: vec![
            change("bad", "withdrawn", "Badplatser"),
            change("luft", "withdrawn", "Luft"),
            change("ny", "new", "Ny <b>"),
        ],
        renames: vec![Rename { from: "urn:a".to_owned(), to: "urn:b".to_owned(), title: None }],
        needs_person: true,
    }
}

#[tokio::test]
async fn a_run_is_ordered_by_those_who_may() {
    let portal = Portal::new();
    portal.harvest_as("annan", "", &[]);
    let own = portal.journal.create_token(Some(&"kommun".parse().unwrap()), "Anna").unwrap();
    let other = portal.journal.create_token(Some(&"annan".parse().unwrap()), "Bo").unwrap();
    let operator = portal.journal.create_token(None, "drift").unwrap();

    let without = portal.post(RUN, "", "").await;
    assert_eq!((without.status.as_u16(), without.header("www-authenticate")), (401, "Bearer realm=\"skord\""));
    assert_eq!(without.header("content-type"), "application/problem+json");
    let unknown = portal.post(RUN, "skord_00", "").await;
    assert_eq!(unknown.status, 401);
    assert!(unknown.header("www-authenticate").contains("invalid_token"));
    let foreign = portal.post(RUN, &other, "").await;
    assert_eq!(foreign.status, 403);
    assert!(foreign.json()["detail"].as_str().unwrap().contains("`annan`"), "{}", foreign.text());
    assert!(portal.orders.0.lock().unwrap().is_empty());

    for token in [&own, &operator] {
        let ordered = portal.post(RUN, token, "").await;
        assert_eq!(ordered.status, 202, "{}", ordered.text());
        assert_eq!(ordered.header("location"), format!("{BASE}api/v1/runs?source=kommun"));
        assert_eq!(ordered.json()["last_run"], 1);
    }
    assert_eq!(*portal.orders.0.lock().unwrap(), ["run kommun", "run kommun"]);
    assert_eq!(portal.post("/api/v1/sources/finns-inte/run", &operator, "").await.status, 404);
    let number = portal.journal.token(&own).unwrap().unwrap().number;
    portal.journal.revoke_token(number).unwrap();
    assert_eq!(portal.post(RUN, &own, "").await.status, 401);
}

#[tokio::test]
async fn pages_of_other_sites_cannot_order() {
    let portal = Portal::new();
    let token = portal.journal.create_token(None, "drift").unwrap();
    let preflight = Request::builder().method(Method::OPTIONS).uri(RUN).header("origin", "https://evil.example");
    let preflight = preflight.header("access-control-request-method", "POST").body(Body::empty()).unwrap();
    let answer = portal.send(preflight).await;
    assert_eq!(answer.header("access-control-allow-origin"), "");
    let order = Request::post(RUN).header("origin", "https://evil.example");
    let order = order.header("authorization", format!("Bearer {token}")).body(Body::empty()).unwrap();
    let answer = portal.send(order).await;
    assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-origin")), (403, ""));
    assert!(portal.orders.0.lock().unwrap().is_empty());
    let form = Request::post("/api/v1/sources/kommun/reject").header("authorization", format!("Bearer {token}"));
    let form = form.header("content-type", "text/plain").body(Body::from("{}")).unwrap();
    assert_eq!(portal.send(form).await.status, 415);
    let read = Request::get("/api/v1/sources/kommun").header("origin", "https://else.example");
    let answer = portal.send(read.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.header("access-control-allow-origin"), "*", "reading stays open");
}

#[tokio::test]
async fn what_is_held_is_shown_and_decided() {
    let portal = Portal::new();
    let token = portal.journal.create_token(Some(&"kommun".parse().unwrap()), "Anna").unwrap();
    let approve = "/api/v1/sources/kommun/approve";
    assert_eq!(portal.get("/api/v1/sources/kommun/held").await.json()["held"], json!(null));
    assert_eq!(portal.post(approve, &token, "").await.status, 409, "nothing is held");
    let run = portal.hold(proposal()).run;
    portal.projector.catch_up().unwrap();

    let held = portal.get("/api/v1/sources/kommun/held?per_page=2").await.json();
    assert_eq!(held["held"]["withdrawn"], 2);
    assert_eq!(
        (&held["held"]["before"], &held["held"]["after"], &held["held"]["run"]),
        (&json!(3), &json!(2), &json!(run))
    );
    assert_eq!((&held["total"], held["items"].as_array().unwrap().len()), (&json!(3), 2));
    let page = portal.get("/en/sources/kommun").await;
    for text in [
        "2 of 3 datasets would disappear",
        "Would disappear (2)",
        "Badplatser",
        "Ny &#60;b&#62;",
        "skord source approve kommun",
    ] {
        assert!(
            page.text().contains(text) || page.text().contains(&text.replace("&#60;", "&lt;").replace("&#62;", "&gt;")),
            "{text}"
        );
    }

    for (body, status) in [
        ("{\"rename\": 1}", 400),
        ("{\"x\": 1}", 400),
        ("{\"run\": 99}", 409),
        ("{\"run\": 2, \"reason\": \"ja\", \"rename\": true}", 202),
    ] {
        let answer = portal.post(approve, &token, body).await;
        assert_eq!(answer.status.as_u16(), status, "{body}: {}", answer.text());
    }
    assert_eq!(*portal.orders.0.lock().unwrap(), ["approve kommun by Anna, reason `ja`, rename true"]);
    let rejected = portal.post("/api/v1/sources/kommun/reject", &token, "{\"reason\": \"fel fil\"}").await;
    assert_eq!((rejected.status.as_u16(), &rejected.json()["run"]), (200, &json!(run)));
    assert_eq!(portal.post("/api/v1/sources/kommun/reject", &token, "").await.status, 409);
    let decisions = portal.get("/api/v1/sources/kommun/decisions").await;
    assert_eq!(decisions.json()["items"][0]["decision"], "rejected");
    assert!(!decisions.text().contains("Anna"), "names of people are not public");
    let insider = Request::get("/api/v1/sources/kommun/decisions").header("authorization", format!("Bearer {token}"));
    let insider = portal.send(insider.body(Body::empty()).unwrap()).await;
    assert_eq!((&insider.json()["items"][0]["by"], insider.header("cache-control")), (&json!("Anna"), "no-store"));
    assert!(portal.get("/sources/kommun").await.text().contains("fel fil"));
}

#[tokio::test]
async fn a_signed_ping_orders_one_run_in_five_minutes() {
    let portal = Portal::new();
    let token = portal.journal.create_token(Some(&"kommun".parse().unwrap()), "Anna").unwrap();
    let path = "/api/v1/sources/kommun/ping";
    assert_eq!(portal.get(path).await.status, 401);
    let ask = Request::get(path).header("authorization", format!("Bearer {token}")).body(Body::empty()).unwrap();
    let answer = portal.send(ask).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let key = answer.json()["key"].as_str().unwrap().to_owned();
    let ping = |seconds: i64, body: &'static str| {
        let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
        mac.update(format!("{seconds}.{body}").as_bytes());
        let hex = mac.finalize().into_bytes().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        Request::post(path)
            .header("skord-timestamp", seconds)
            .header("skord-signature", format!("sha256={hex}"))
            .body(Body::from(body))
            .unwrap()
    };
    let now = chrono::Utc::now().timestamp();
    assert_eq!(portal.send(ping(now - 1000, "")).await.status, 401, "old");
    assert_eq!(portal.send(Request::post(path).body(Body::empty()).unwrap()).await.status, 401);
    let accepted = portal.send(ping(now, "updated")).await;
    assert_eq!(accepted.status, 202, "{}", accepted.text());
    let again = portal.send(ping(now, "updated")).await;
    assert_eq!((again.status.as_u16(), again.header("content-type")), (429, "application/problem+json"));
    let wait: u64 = again.header("retry-after").parse().unwrap();
    assert!((1..=300).contains(&wait));
    assert_eq!(*portal.orders.0.lock().unwrap(), ["run kommun"]);
}

#[tokio::test]
async fn a_run_tells_everything_in_every_form() {
    let portal = Portal::empty();
    let broken = CATALOG.replace("\"2026-05-01\"^^xsd:date", "\"1 maj 2026\"^^xsd:date");
    let run = portal.harvest(&broken, &[]).run;
    portal.projector.catch_up().unwrap();
    let whole = portal.get(&format!("/api/v1/runs/{run}?per_page=1000")).await.json();
    let total = usize::try_from(whole["total"].as_u64().unwrap()).unwrap();
    assert!(total > 0 && whole["items"].as_array().unwrap().len() == total, "{whole}");
    let code = whole["items"][0]["code"].as_str().unwrap().to_owned();
    let some = portal.get(&format!("/api/v1/runs/{run}?code={code}")).await.json();
    assert!(some["items"].as_array().unwrap().iter().all(|finding| finding["code"] == code.as_str()));
    assert_eq!(portal.get(&format!("/api/v1/runs/{run}?severity=bad")).await.status, 400);
    assert_eq!(portal.get("/api/v1/runs/99").await.status, 404);
    assert_eq!(portal.get("/api/v1/runs/x").await.status, 404);

    let turtle = portal.get(&format!("/runs/{run}.ttl")).await;
    assert!(turtle.text().contains("prov:Activity") && !turtle.text().contains("secret"), "{}", turtle.text());
    let text = portal.get_as(&format!("/en/runs/{run}.txt"), "").await;
    assert!(text.text().contains(&code) && text.header("content-type").starts_with("text/plain"), "{}", text.text());
    assert_eq!(portal.get(&format!("/runs/{run}.json")).await.json()["outcome"], "changed");
    let negotiated = portal.get_as(&format!("/runs/{run}"), "text/turtle").await;
    assert_eq!(negotiated.text(), turtle.text());
    for path in [format!("/runs/{run}"), format!("/en/runs/{run}"), format!("/runs/{run}?code={code}")] {
        let page = portal.get_as(&path, "text/html").await;
        assert_eq!(page.status, 200, "{path}: {}", page.text());
        assert!(page.text().contains(&code) && page.text().contains("<main "), "{path}");
    }
    for (path, status) in [("/runs/99", 404), ("/runs/1.exe", 404), ("/runs/1?code=none", 400), ("/runs/99.ttl", 404)] {
        assert_eq!(portal.get_as(path, "text/html").await.status.as_u16(), status, "{path}");
    }
    assert!(portal.get("/sources/kommun").await.text().contains(&format!("/runs/{run}\"")));
}

#[tokio::test]
async fn the_provenance_graph_says_the_same_about_a_run() {
    let portal = Portal::new();
    let iri = format!("{BASE}runs/1");
    let snapshot = &portal.projector.current().snapshot;
    let graph = snapshot.iri_id(&format!("{BASE}graph/provenance")).unwrap();
    let subject = snapshot.iri_id(&iri).expect("the run is in the graph");
    let mut in_graph: Vec<String> = snapshot
        .triples(Some(graph), Some(subject), None, None)
        .map(|[s, p, o]| format!("{} {} {} .", snapshot.term(s), snapshot.term(p), snapshot.term(o)))
        .collect();
    in_graph.sort();
    let document = portal.get("/runs/1.nt").await;
    let mut stated: Vec<&str> = document.text().lines().collect();
    stated.sort_unstable();
    assert_eq!(in_graph, stated);
    let record = format!("{BASE}record/{}", portal.id("bad"));
    let record = snapshot.iri_id(&record).expect("a catalog record in the provenance graph");
    assert!(snapshot.properties(record).next().is_none(), "and in no other");
    let issued = snapshot.iri_id("http://purl.org/dc/terms/issued").unwrap();
    assert_eq!(snapshot.triples(Some(graph), Some(record), Some(issued), None).count(), 1);
}

#[tokio::test]
async fn a_source_is_rolled_back_and_one_dataset_restored() {
    let portal = Portal::new();
    let token = portal.journal.create_token(Some(&"kommun".parse().unwrap()), "Anna").unwrap();
    let bad = portal.id("bad");
    portal.harvest("", &["https://kommun.example/bad", "https://kommun.example/luft"]);
    portal.projector.catch_up().unwrap();
    assert_eq!(portal.get(&format!("/datasets/{bad}")).await.status, 410);
    let restore = "/api/v1/sources/kommun/restore";
    assert_eq!(portal.post(restore, &token, "").await.status, 400);
    assert_eq!(portal.post(restore, &token, "{\"record\": \"urn:x\"}").await.status, 404);
    let done = portal.post(restore, &token, &format!("{{\"record\": \"{bad}\", \"reason\": \"misstag\"}}")).await;
    assert_eq!((done.status.as_u16(), &done.json()["by"]), (200, &json!("person")), "{}", done.text());
    portal.projector.catch_up().unwrap();
    assert_eq!(portal.get(&format!("/datasets/{bad}")).await.status, 200);
    let rollback = "/api/v1/sources/kommun/rollback";
    assert_eq!(portal.post(rollback, "", "{\"to\": 1}").await.status, 401);
    assert_eq!(portal.post(rollback, &token, "{\"to\": 99}").await.status, 404);
    assert_eq!(portal.post(rollback, &token, "{\"to\": 1}").await.status, 200);
    portal.projector.catch_up().unwrap();
    assert_eq!(portal.get("/api/v1/datasets").await.json()["total"], 3);
    let run = portal.get("/api/v1/runs").await.json()["items"][0]["run"].clone();
    let page = portal.get(&format!("/runs/{run}")).await;
    assert!(page.text().contains("Återställt till en tidigare version"), "{}", page.text());
}
