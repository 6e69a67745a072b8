//! Related resources: what very many share does not hide what is alike.

use super::portal::{CATALOG, Portal};
use std::fmt::Write as _;

/// Twelve map layers behind one service without title, each of its own subject, and two datasets about reeds.
fn catalog(endpoint: &str) -> String {
    let subjects = [
        "Vassar",
        "Broar",
        "Cykelställ",
        "Skolor",
        "Gator",
        "Träd",
        "Bussar",
        "Museer",
        "Lekplatser",
        "Kyrkor",
        "Bryggor",
        "Bibliotek",
    ];
    let mut catalog = CATALOG.to_owned();
    for (number, subject) in subjects.iter().enumerate() {
        write!(
            catalog,
            "\n:lager{number} a dcat:Dataset ; dcterms:title \"{subject}\"@sv ; dcterms:description \"{subject}\"@sv ;
               dcat:keyword \"{subject}\"@sv ; dcterms:publisher :kommun .\n:wms dcat:servesDataset :lager{number} ."
        )
        .unwrap();
    }
    for number in [1, 2, 3] {
        write!(
            catalog,
            "\n:vass{number} a dcat:Dataset ; dcterms:title \"Vassar vid sjö {number}\"@sv ;
               dcterms:description \"Vassar\"@sv ; dcat:keyword \"vassar\"@sv ; dcterms:publisher :lab ."
        )
        .unwrap();
    }
    write!(catalog, "\n:wms a dcat:DataService ; dcterms:publisher :kommun {endpoint} .").unwrap();
    catalog
}

async fn related(portal: &Portal) -> serde_json::Value {
    portal.get(&format!("/api/v1/datasets/{}/related?limit=6", portal.id("lager0"))).await.json()
}

#[tokio::test]
async fn a_service_of_many_takes_half_of_the_places_and_is_named_by_its_host() {
    let portal = Portal::new();
    portal.harvest(&catalog("; dcat:endpointURL <https://karta.example/wms?x=1>"), &[]);
    portal.projector.catch_up().unwrap();
    let found = related(&portal).await;
    let items = found["items"].as_array().unwrap();
    let kinds = |item: &serde_json::Value| {
        item["because"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["kind"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let by_service_alone = items.iter().filter(|item| kinds(item) == ["service"]).count();
    let alike = items.iter().filter(|item| item["title"]["sv"].as_str().unwrap().starts_with("Vassar vid")).count();
    assert!(by_service_alone <= 3 && alike == 3, "{found:#}");
    let reason = items.iter().flat_map(|item| item["because"].as_array().unwrap()).find(|one| one["kind"] == "service");
    assert_eq!(reason.unwrap()["text"]["sv"], "samma API: karta.example");
}

#[tokio::test]
async fn a_service_without_name_and_address_leaves_no_empty_reason() {
    let portal = Portal::new();
    portal.harvest(&catalog(""), &[]);
    portal.projector.catch_up().unwrap();
    let found = related(&portal).await;
    let all = found["items"].as_array().unwrap().iter().flat_map(|item| item["because"].as_array().unwrap());
    let reason = all.into_iter().find(|one| one["kind"] == "service").unwrap();
    assert_eq!((&reason["text"]["sv"], reason["values"].as_array().unwrap().len()), (&"samma API".into(), 0));
}
