//! The fix lists: the same score as everywhere else, patches as files, clear words where there is none.

use super::portal::Portal;
use serde_json::{Value, json};

fn codes(list: &Value) -> Vec<String> {
    list["fixes"].as_array().unwrap().iter().map(|fix| fix["code"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn every_scope_has_its_fixes_with_the_score_that_is_shown_elsewhere() {
    let portal = Portal::new();
    let (dataset, publisher) = (portal.id("bad"), portal.id("kommun"));
    let scopes = [
        ("/api/v1/quality/fixes".to_owned(), "/api/v1/quality".to_owned()),
        ("/api/v1/quality/sources/kommun/fixes".to_owned(), "/api/v1/quality/sources/kommun".to_owned()),
        (format!("/api/v1/quality/publishers/{publisher}/fixes"), format!("/api/v1/quality/publishers/{publisher}")),
        (format!("/api/v1/datasets/{dataset}/fixes"), format!("/api/v1/datasets/{dataset}/quality")),
    ];
    for (fixes, quality) in &scopes {
        for mode in ["se", "eu"] {
            let list = portal.get(&format!("{fixes}?mode={mode}")).await;
            assert_eq!(list.status, 200, "{fixes}: {}", list.text());
            let (list, shown) = (list.json(), portal.get(&format!("{quality}?mode={mode}")).await.json());
            assert_eq!(list["score"], shown["score"], "{fixes} {mode}");
            assert_eq!(list["rating"], shown["rating"], "{fixes} {mode}");
            let gains: Vec<f64> =
                list["fixes"].as_array().unwrap().iter().map(|f| f["gain"].as_f64().unwrap()).collect();
            assert!(gains.is_sorted_by(|a, b| a >= b), "{fixes}: {gains:?}");
        }
    }
    let source = portal.get("/api/v1/quality/sources/kommun/fixes").await.json();
    assert_eq!(source["datasets"], json!(3));
    // Two of three datasets have no distribution.
    let first = &source["fixes"][0];
    assert_eq!((&first["code"], &first["count"]), (&json!("distribution"), &json!(2)));
    assert!(first["message"]["sv"].as_str().unwrap().contains("Det är den åtgärd som ger mest"), "{first}");
    let eu = portal.get("/api/v1/quality/sources/kommun/fixes?mode=eu").await.json();
    assert!(
        codes(&eu).iter().any(|code| code.starts_with("profile-")) || !codes(&eu).contains(&"compliance".to_owned())
    );
}

#[tokio::test]
async fn patches_are_files_and_what_is_not_there_says_so() {
    let portal = Portal::new();
    let dataset = portal.id("bad");
    let fixes = format!("/api/v1/datasets/{dataset}/fixes");
    for (ending, media_type) in [("ttl", "text/turtle"), ("ru", "application/sparql-update"), ("csv", "text/csv")] {
        let patch = portal.get(&format!("{fixes}/access-rights.{ending}")).await;
        assert_eq!(patch.status, 200, "{}", patch.text());
        assert!(patch.header("content-type").starts_with(media_type), "{}", patch.header("content-type"));
        assert!(patch.header("content-disposition").contains(&format!("access-rights.{ending}")));
        // Its one distribution is open, so the value is known.
        assert!(patch.text().contains("authority/access-right/PUBLIC"), "{}", patch.text());
        assert!(!patch.text().contains('«'), "{}", patch.text());
    }
    let update = portal.get(&format!("{fixes}/spatial.ru")).await;
    assert!(update.text().contains("«FYLL I"), "only the publisher knows: {}", update.text());
    for (address, status) in [
        (format!("{fixes}/keyword.ttl"), 404),
        (format!("{fixes}/access-rights.exe"), 404),
        (format!("{fixes}/nonsense"), 404),
        (format!("{fixes}?mode=us"), 400),
        ("/api/v1/quality/sources/ingen/fixes".to_owned(), 404),
        ("/api/v1/quality/publishers/ingen/fixes".to_owned(), 404),
        ("/api/v1/datasets/ingen/fixes".to_owned(), 404),
    ] {
        let answer = portal.get(&address).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (status, "application/problem+json"),
            "{address}"
        );
    }
}

#[tokio::test]
async fn pages_show_score_and_fixes_in_both_languages() {
    let portal = Portal::new();
    let (dataset, publisher) = (portal.id("bad"), portal.id("kommun"));
    let pages = [
        "/quality".to_owned(),
        "/quality/sources/kommun".to_owned(),
        format!("/quality/organisations/{publisher}"),
        format!("/quality/datasets/{dataset}"),
    ];
    for path in &pages {
        for (prefix, heading, how) in
            [("", "Rätta det här först", "Så här skriver du"), ("/en", "Mend this first", "How to write it")]
        {
            for mode in ["", "?mode=eu"] {
                let page = portal.get(&format!("{prefix}{path}{mode}")).await;
                assert_eq!(page.status, 200, "{prefix}{path}: {}", page.text());
                let html = page.text();
                assert!(html.contains(heading) && html.contains(how), "{prefix}{path}");
                assert!(!html.contains("<script"), "{prefix}{path}");
                assert!(html.contains(".ru?mode="), "{prefix}{path}: links to patches");
            }
        }
    }
    let page = portal.get(&format!("/datasets/{dataset}")).await;
    assert!(page.text().contains(&format!("/quality/datasets/{dataset}")), "the dataset's page leads there");
    let list = portal.get("/quality?sort=name").await;
    assert!(list.text().contains("aria-sort=\"ascending\""), "{}", list.text());
    for (path, status) in [
        ("/quality?mode=us".to_owned(), 400),
        ("/quality/sources/ingen".to_owned(), 404),
        ("/quality/organisations/ingen".to_owned(), 404),
        (format!("/quality/datasets/{}", portal.id("api")), 404),
    ] {
        assert_eq!(portal.get(&path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn an_empty_portal_has_an_empty_page_of_quality() {
    let page = Portal::empty().get("/quality").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("inga datamängder att bedöma"), "{}", page.text());
}
