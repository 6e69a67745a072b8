//! Filters, values of facets and cursors over HTTP, and the same on the search page.

use super::portal::{BASE, Portal};
use serde_json::json;

#[tokio::test]
async fn cursors_lead_on_and_wrong_ones_are_refused() {
    let portal = Portal::new();
    let page = portal.get("/api/v1/datasets?per_page=1").await.json();
    let next = page["next"].as_str().unwrap().strip_prefix(BASE).unwrap().to_owned();
    assert!(next.contains("cursor=") && !next.contains("page=2"), "{next}");
    assert_eq!(portal.get(&format!("/{next}")).await.json()["items"].as_array().unwrap().len(), 1);
    let counted = portal.get("/api/v1/datasets?per_page=1&page=1").await.json();
    assert!(counted["next"].as_str().unwrap().ends_with("page=2"), "who counts pages goes on counting");
    let cursor = next.split_once("cursor=").unwrap().1;
    for bad in [
        format!("cursor={cursor}&q=luft"),
        format!("cursor={cursor}&theme=ENVI"),
        format!("cursor={cursor}&page=2"),
        format!("cursor={}", &cursor[1..]),
        "cursor=".to_owned(),
        "cursor=%F0%9F%92%A9xxxxxxxxxxx".to_owned(),
    ] {
        let answer = portal.get(&format!("/api/v1/datasets?per_page=1&{bad}")).await;
        assert_eq!(answer.status, 400, "{bad}");
        assert_eq!(answer.json()["parameter"], "cursor", "{bad}");
    }
}

#[tokio::test]
async fn filters_that_are_none_say_how_to_write_them() {
    let portal = Portal::new();
    for (bad, parameter) in [
        ("from=x", "from"),
        ("to=0", "to"),
        ("from=2020&to=2010", "from"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=0,60,1,50", "bbox"),
        ("place=Ingenstans", "place"),
        ("freshness=yesterday", "freshness"),
        ("sort=size", "sort"),
    ] {
        for path in ["search", "datasets"] {
            let answer = portal.get(&format!("/api/v1/{path}?{bad}")).await;
            assert_eq!(answer.status, 400, "{path}?{bad}");
            assert_eq!(answer.json()["parameter"], parameter, "{path}?{bad}");
        }
    }
    for good in ["from=1900&to=2100", "bbox=10,55,25,70", "place=1281", "place=Sk%C3%A5ne%20l%C3%A4n", "freshness=week"]
    {
        assert_eq!(portal.get(&format!("/api/v1/search?{good}")).await.status, 200, "{good}");
    }
}

#[tokio::test]
async fn values_of_a_facet_can_be_searched() {
    let portal = Portal::new();
    let all = portal.get("/api/v1/facets/theme").await.json();
    assert_eq!(all["items"][0]["value"], "ENVI");
    let some = portal.get("/api/v1/facets/theme?q=MILJO").await.json();
    assert_eq!((&some["total"], &some["items"][0]["value"]), (&json!(1), &json!("ENVI")));
    assert_eq!(portal.get("/api/v1/facets/theme?q=finnsinte").await.json()["items"], json!([]));
    assert_eq!(portal.get("/api/v1/facets/nosuch").await.status, 404);
    assert_eq!(portal.get("/api/v1/facets/theme?publisher=ingen").await.status, 400);
}

#[tokio::test]
async fn the_page_shows_what_there_is_beside_a_hint() {
    let portal = Portal::new();
    let page = portal.get("/datasets?theme=NOPE").await;
    let text = page.text();
    assert_eq!(page.status, 400);
    assert!(text.contains("NOPE") && text.contains("Badplatser"), "the hint, and the results without the filter");
    let page = portal.get("/datasets?from=2010&bbox=10,55,25,70&freshness=older&sort=quality").await;
    let text = page.text();
    assert_eq!(page.status, 200);
    for chip in ["2010–", "10,55,25,70", "För mer än ett år sedan"] {
        assert!(text.contains(chip), "{chip}");
    }
    assert_eq!(portal.get("/datasets?from=tjugo").await.status, 400);
}
