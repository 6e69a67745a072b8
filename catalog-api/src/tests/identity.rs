//! One identity per thing: explained, undone and pinned.

use super::portal::Portal;
use serde_json::json;

const UUID: &str = "0f6b2c1e-7a53-4d0e-9b43-a6a1b1a0c001";

fn catalog(iri: &str, title: &str) -> String {
    format!(
        "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n\
         <https://x.example/catalog> a dcat:Catalog ; dcterms:title \"K\"@sv ; dcat:dataset <{iri}> .\n\
         <{iri}> a dcat:Dataset ; dcterms:title \"{title}\"@sv ; dcterms:identifier \"{UUID}\" .\n"
    )
}

fn twins() -> Portal {
    let portal = Portal::empty();
    portal.harvest_as("a", &catalog("https://a.example/1", "Skolor"), &[]);
    portal.harvest_as("b", &catalog("https://b.example/1", "Skolor i staden"), &[]);
    portal.harvest_as("c", &catalog("https://c.example/1", "Vägarbeten"), &[]);
    portal.projector.catch_up().unwrap();
    portal
}

fn id(portal: &Portal, iri: &str) -> String {
    store::views::id_of(&portal.projector.current().snapshot, iri).unwrap_or_else(|| panic!("no id for {iri}"))
}

#[tokio::test]
async fn an_identity_is_explained_undone_and_pinned() {
    let portal = twins();
    let shared = id(&portal, "https://a.example/1");
    assert_eq!(id(&portal, "https://b.example/1"), shared);
    let identity = portal.get(&format!("/api/v1/datasets/{shared}/identity")).await.json();
    let sources = |identity: &serde_json::Value| -> Vec<String> {
        identity["members"]
            .as_array()
            .unwrap()
            .iter()
            .map(|member| member["source"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!((sources(&identity), &identity["decider"]), (vec!["a".to_owned(), "b".to_owned()], &json!("id")));
    assert_eq!(
        (&identity["members"][1]["bond"], &identity["refused"][0]["refusal"]),
        (&json!("uuid"), &json!("title"))
    );
    let view = portal.get(&format!("/api/v1/datasets/{shared}")).await.json();
    assert_eq!(
        (&view["also_published"][0]["source"], &view["merged_iris"]),
        (&json!("b"), &json!(["https://b.example/1"]))
    );
    assert!(portal.get(&format!("/datasets/{shared}")).await.text().contains("Varför de räknas som samma"));

    let rules = "/api/v1/identity/rules";
    let operator = portal.journal.create_token(None, "drift").unwrap();
    let agency = portal.journal.create_token(Some(&"a".parse().unwrap()), "Anna").unwrap();
    let pin = "{\"kind\": \"pin\", \"source\": \"b\", \"record\": \"https://b.example/1\", \"reason\": \"källan\"}";
    assert_eq!(portal.post(rules, "", pin).await.status, 401);
    assert_eq!(portal.post(rules, &agency, pin).await.status, 403);
    assert_eq!(portal.post(rules, &operator, "{\"kind\": \"pin\"}").await.status, 400);
    assert_eq!(portal.post(rules, &operator, &pin.replace("example/1", "example/9")).await.status, 400);
    let made = portal.post(rules, &operator, pin).await;
    assert_eq!(made.status, 201, "{}", made.text());
    portal.projector.catch_up().unwrap();
    let identity = portal.get(&format!("/api/v1/datasets/{shared}/identity")).await.json();
    assert_eq!((sources(&identity), &identity["decider"]), (vec!["b".to_owned(), "a".to_owned()], &json!("pin")));
    assert_eq!(portal.get(&format!("/api/v1/datasets/{shared}")).await.json()["title"]["sv"], "Skolor i staden");

    let apart = json!({ "kind": "apart", "source": "a", "record": "https://a.example/1", "other_source": "b", "other_record": "https://b.example/1" });
    assert_eq!(portal.post(rules, &operator, &apart.to_string()).await.status, 201);
    portal.projector.catch_up().unwrap();
    let (one, other) = (id(&portal, "https://a.example/1"), id(&portal, "https://b.example/1"));
    assert!(one != other && (one == shared || other == shared), "{one} {other}");
    for id in [&one, &other, &shared] {
        assert_eq!(portal.get(&format!("/datasets/{id}")).await.status, 200);
    }
    assert_eq!(portal.get(rules).await.json()["total"], 2);
    let number = made.json()["number"].as_u64().unwrap();
    let lift = |number: u64| {
        let request =
            http::Request::delete(format!("{rules}/{number}")).header("authorization", format!("Bearer {operator}"));
        portal.send(request.body(axum::body::Body::empty()).unwrap())
    };
    assert_eq!(lift(number).await.status, 204);
    assert_eq!(lift(number).await.status, 404);
    assert_eq!(lift(number + 1).await.status, 204);
    portal.projector.catch_up().unwrap();
    assert_eq!(id(&portal, "https://a.example/1"), id(&portal, "https://b.example/1"), "one thing again");
    for path in [format!("/datasets/{one}"), format!("/datasets/{other}")] {
        assert!([200, 301].contains(&portal.get(&path).await.status.as_u16()), "{path}");
    }
}

#[tokio::test]
async fn what_the_merge_finds_is_told_to_the_source() {
    let portal = twins();
    let findings = portal.get("/api/v1/sources/c/findings?per_page=1000").await.json();
    let codes: Vec<&str> =
        findings["items"].as_array().unwrap().iter().map(|item| item["code"].as_str().unwrap()).collect();
    assert_eq!(findings["total"], codes.len());
    assert!(codes.contains(&"merge-uuid-other-title"), "{codes:?}");
    assert!(portal.get("/sources/c").await.text().contains("merge-uuid-other-title"));
}
