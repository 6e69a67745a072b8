//! A saved search tells what came, changed, matches now or no longer and was withdrawn, whatever it filters by.

use super::portal::{CATALOG, Portal};
use serde_json::{Value, json};

const BAD: &str = "https://kommun.example/bad";

/// The catalog with more to filter by.
fn catalog() -> String {
    CATALOG.replace(
        "dcat:theme theme:ENVI ;",
        "dcat:theme theme:ENVI ; dcterms:spatial <http://sws.geonames.org/2693555/> ;
         dcterms:temporal [ a dcterms:PeriodOfTime ; dcat:startDate \"2019-01-01\"^^xsd:date ; dcat:endDate \"2020-12-31\"^^xsd:date ] ;",
    )
}

fn harvested(portal: &Portal, turtle: &str, withdraw: &[&str]) {
    portal.harvest(turtle, withdraw);
    portal.projector.catch_up().unwrap();
}

async fn feed(portal: &Portal, query: &str) -> Value {
    let answer = portal.get(&format!("/feed.json?{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.text());
    answer.json()
}

/// What the feed says of the bathing places: change and title, newest first.
async fn told(portal: &Portal, query: &str) -> Vec<String> {
    let feed = feed(portal, query).await;
    let items = feed["items"].as_array().unwrap();
    let titles = items.iter().map(|item| item["title"].as_str().unwrap().to_owned());
    titles.filter(|title| title.contains("Bad")).collect()
}

#[tokio::test]
async fn a_thing_that_changes_joins_one_search_and_leaves_another() {
    let portal = Portal::new();
    harvested(&portal, &catalog(), &[]);
    let before = feed(&portal, "theme=ENVI").await;
    assert_eq!(told(&portal, "theme=ENVI").await, ["Ändrad: Badplatser", "Ny: Badplatser"]);
    assert_eq!(told(&portal, "from=2020").await, ["Stämmer nu: Badplatser"], "the years came with the change");
    assert!(told(&portal, "theme=TRAN").await.is_empty());
    harvested(&portal, &catalog().replace("theme:ENVI", "theme:TRAN").replace("\"bad\"@sv", "\"strand\"@sv"), &[]);
    let expected = ["Stämmer inte längre: Badplatser", "Ändrad: Badplatser", "Ny: Badplatser"];
    assert_eq!(told(&portal, "theme=ENVI").await, expected);
    assert_eq!(told(&portal, "theme=TRAN").await, ["Stämmer nu: Badplatser"]);
    assert_eq!(told(&portal, "q=strand&theme=TRAN").await, ["Stämmer nu: Badplatser"]);
    assert_eq!(told(&portal, "q=badplats").await, ["Ändrad: Badplatser", "Ändrad: Badplatser", "Ny: Badplatser"]);
    let now = feed(&portal, "theme=ENVI").await;
    assert_eq!(now["items"][1]["id"], before["items"][0]["id"], "ids stay");
    assert_eq!(now["items"][0]["_skord"]["change"], "matches_no_longer");
    let words = now["items"][0]["content_text"].as_str().unwrap();
    assert!(words.contains("Miljö") && words.contains("Transport"), "{words}");
    assert_eq!(feed(&portal, "theme=ENVI&lang=en").await["items"][0]["title"], "No longer matches: Bathing waters");
}

#[tokio::test]
async fn what_was_withdrawn_is_told_whatever_the_search_filters_by() {
    let portal = Portal::new();
    harvested(&portal, &catalog(), &[]);
    let publisher = portal.get("/api/v1/search?q=badplatser").await.json()["items"][0]["publisher"]["id"].clone();
    let publisher = format!("publisher={}", publisher.as_str().unwrap());
    let found = [
        "q=badplats",
        "q=vatten",
        "q=badplats&theme=ENVI&source=kommun",
        "theme=ENVI",
        "format=csv",
        &publisher,
        "licence=http%3A%2F%2Fcreativecommons.org%2Fpublicdomain%2Fzero%2F1.0%2F",
        "openness=open",
        "type=dataset",
        "source=kommun",
        "place=1281",
        "place=12",
        "bbox=13.1,55.6,13.4,55.8",
        "from=2020&to=2021",
        "theme=ENVI&theme=TRAN&format=csv&from=2019",
        "",
    ];
    let not_found =
        ["q=luft", "theme=TRAN", "openness=other", "type=series", "place=0180", "bbox=18,59,18.1,59.1", "to=2018"];
    for query in found {
        assert!(!told(&portal, query).await.is_empty(), "{query} finds it first");
    }
    let earlier = feed(&portal, "theme=ENVI").await["items"][0]["id"].clone();
    harvested(&portal, "", &[BAD]);
    for query in found {
        assert_eq!(told(&portal, query).await, ["Borttagen: Badplatser"], "{query}");
    }
    for query in not_found {
        assert!(told(&portal, query).await.is_empty(), "{query}");
    }
    let json = feed(&portal, "theme=ENVI").await;
    assert_eq!(json["items"][0]["_skord"]["change"], "withdrawn");
    assert!(json["_skord"]["deleted"].as_array().unwrap().contains(&earlier), "{json}");
    let atom = portal.get("/feed.atom?theme=ENVI").await;
    let deleted = format!("<at:deleted-entry ref=\"{}\" when=\"", earlier.as_str().unwrap());
    assert!(atom.text().contains(&deleted), "{}", atom.text());
    assert!(atom.text().contains("<category term=\"withdrawn\" label=\"Borttagen\"/>"));
    harvested(&portal, &catalog(), &[]);
    assert_eq!(told(&portal, "theme=ENVI").await[..2], ["Åter: Badplatser", "Borttagen: Badplatser"]);
    assert_eq!(feed(&portal, "theme=ENVI").await["_skord"]["deleted"], json!([]));
}
