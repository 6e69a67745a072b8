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
