//! Search pages: what they offer finds something, what they count is what they show.

use super::portal::{CATALOG, Portal};

/// The catalog with years for one dataset.
fn with_years() -> String {
    CATALOG.replace(
        "dcat:theme theme:ENVI ;",
        "dcat:theme theme:ENVI ; dcterms:temporal [ a dcterms:PeriodOfTime ;
           dcat:startDate \"2023-01-01\"^^xsd:date ; dcat:endDate \"2023-12-31\"^^xsd:date ] ;",
    )
}

#[tokio::test]
async fn years_are_offered_where_they_find_something_and_named_where_they_hide_all() {
    let portal = Portal::new();
    let page = portal.get("/datasets?q=badplatser%202023").await.text().to_owned();
    assert!(!page.contains("Bara 2023"), "nothing states its years");
    let page = portal.get("/datasets?q=badplatser&from=2023&to=2023").await.text().to_owned();
    assert!(page.contains("Inget i katalogen anger vilka år"), "{page}");
    portal.harvest(&with_years(), &[]);
    portal.projector.catch_up().unwrap();
    assert!(portal.get("/datasets?q=badplatser%202023").await.text().contains("Bara 2023"));
    let page = portal.get("/datasets?q=badplatser&from=1990&to=1991").await.text().to_owned();
    assert!(page.contains("Bara 1 av 5 i katalogen anger vilka år"), "{page}");
}

#[tokio::test]
async fn the_start_page_counts_the_services_that_its_link_shows() {
    let portal = Portal::new();
    let served = "\n:api2 a dcat:DataService ; dcterms:title \"Badens API\"@sv ; dcat:servesDataset :bad .";
    portal.harvest(&format!("{CATALOG}{served}"), &[]);
    portal.projector.catch_up().unwrap();
    assert_eq!(portal.get("/api/v1/services").await.json()["total"], 2);
    assert!(portal.get("/services").await.text().contains("1 träff"));
    let start = portal.get("/").await.text().to_owned();
    assert!(start.contains("href=\"/services\"><strong>1</strong>"), "{start}");
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_the_form_and_refused_in_feed_and_api() {
    let portal = Portal::new();
    let long = format!("q=luft{}", "%20luft".repeat(250));
    for (wrong, said) in [
        (long.as_str(), "längre än 1000 tecken"),
        ("q=luft&theme=ENVI&from=2020&to=2019", "Från år 2020 är senare än till år 2019"),
        ("q=luft&theme=ENVI&bbox=1,2,3", "”1,2,3” är inget område"),
    ] {
        let page = portal.get(&format!("/datasets?{wrong}")).await;
        let text = page.text();
        assert_eq!(page.status, 400, "{wrong}");
        assert!(text.contains(said) && text.contains("id=\"sok\"") && text.contains("value=\"luft"), "{wrong}: {text}");
        assert!(!wrong.contains("ENVI") || text.contains("class=\"chip\""), "the filters stay: {wrong}");
        for path in ["/feed.atom", "/feed.json", "/api/v1/search"] {
            let answer = portal.get(&format!("{path}?{wrong}")).await;
            assert_eq!(
                (answer.status.as_u16(), answer.header("content-type")),
                (400, "application/problem+json"),
                "{path}"
            );
        }
    }
    let typed = portal.get("/datasets?bbox=1,2,3&from=20x").await.text().to_owned();
    assert!(typed.contains("value=\"1,2,3\"") && typed.contains("value=\"20x\""), "what was typed stays");
}

#[tokio::test]
async fn a_feed_is_named_by_labels_years_and_area() {
    let portal = Portal::new();
    portal.harvest(&with_years(), &[]);
    portal.projector.catch_up().unwrap();
    let id = portal.get("/api/v1/search?q=badplatser").await.json()["items"][0]["publisher"]["id"].clone();
    let query =
        format!("q=bad&publisher={}&theme=ENVI&from=2020&to=2023&bbox=12,55,13,56&api=false", id.as_str().unwrap());
    let feed = portal.get(&format!("/feed.json?{query}")).await.json();
    let title = feed["title"].as_str().unwrap();
    for part in ["bad, ", "Exempelkommun", "2020–2023", "område 12,55,13,56", "Nej"] {
        assert!(title.contains(part), "{part}: {title}");
    }
    assert!(!title.contains("ENVI") && !title.contains("false"), "{title}");
}

#[tokio::test]
async fn hidden_members_are_told_with_the_way_to_them() {
    let portal = Portal::new();
    let page = portal.get("/datasets").await.text().to_owned();
    assert!(
        page.contains("1 datamängd är del av en dataserie") && page.contains("href=\"/datasets?members=true\""),
        "{page}"
    );
    assert!(!portal.get("/datasets?members=true").await.text().contains("är del av en dataserie"));
    assert!(!portal.get("/datasets?q=badplatser").await.text().contains("är del av en dataserie"));
}

#[tokio::test]
async fn typed_words_stand_apart_and_a_whole_next_is_a_cursor() {
    let portal = Portal::new();
    let page = portal.get("/datasets?q=badplatser").await.text().to_owned();
    assert!(page.contains("för ”<bdi>badplatser</bdi>”"), "{page}");
    let next = portal.get("/api/v1/datasets?per_page=1").await.json()["next"].as_str().unwrap().to_owned();
    let given = |cursor: &str| {
        let query: String = url::form_urlencoded::byte_serialize(cursor.as_bytes()).collect();
        format!("/api/v1/datasets?per_page=1&cursor={query}")
    };
    let by_cursor = portal.get(&format!("/{}", next.strip_prefix(super::portal::BASE).unwrap())).await.json();
    assert_eq!(portal.get(&given(&next)).await.json()["items"], by_cursor["items"]);
    assert_eq!(portal.get(&given("https://portal.example/api/v1/datasets")).await.status, 400);
}
