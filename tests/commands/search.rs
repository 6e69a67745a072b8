//! `skord search` takes what `/api/v1/search` takes.

use crate::program::Place;
use serde_json::Value;
use std::net::SocketAddr;

const CATALOG: &str = r#"
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix theme: <http://publications.europa.eu/resource/authority/data-theme/> .
<https://lund.example/c> a dcat:Catalog ; dcterms:title "Lund"@sv ;
    dcat:dataset <https://lund.example/bad>, <https://lund.example/cykel>, <https://lund.example/land> .
<https://lund.example/bad> a dcat:Dataset ; dcterms:title "Badplatser"@sv, "Bathing places"@en ;
    dcterms:spatial <http://sws.geonames.org/2693555/> ; dcat:theme theme:ENVI ; dcterms:modified "2024-05-01"^^xsd:date ;
    dcterms:temporal [ a dcterms:PeriodOfTime ; dcat:startDate "2019"^^xsd:gYear ; dcat:endDate "2020"^^xsd:gYear ] ;
    dcat:distribution [ a dcat:Distribution ; dcat:accessURL <https://lund.example/bad.csv> ;
        dcterms:format <http://publications.europa.eu/resource/authority/file-type/CSV> ] .
<https://lund.example/cykel> a dcat:Dataset ; dcterms:title "Cykelvägar"@sv ; dcat:theme theme:TRAN ;
    dcterms:spatial <http://sws.geonames.org/602149/> .
<https://lund.example/land> a dcat:Dataset ; dcterms:title "Folkmängd"@sv ; dcat:theme theme:SOCI ;
    dcterms:spatial <http://publications.europa.eu/resource/authority/country/SWE> .
"#;

fn place() -> Place {
    let place = Place::new(&super::configuration(SocketAddr::from(([127, 0, 0, 1], 9))));
    std::fs::write(place.path().join("catalog.ttl"), CATALOG).unwrap();
    let url = format!("file://{}", place.path().join("catalog.ttl").display());
    place.skord(&["source", "add", "lund", &url, "--title", "Lunds kommun"]).code(0);
    place.skord(&["harvest", "lund"]).code(0);
    place
}

/// Swedish titles of what is found, in order.
fn titles(place: &Place, arguments: &[&str]) -> Vec<String> {
    let json = place.skord(&[&["search", "--format", "json"], arguments].concat()).code(0).json();
    let titles: Vec<String> =
        json["items"].as_array().unwrap().iter().map(|item| item["title"]["sv"].as_str().unwrap().to_owned()).collect();
    assert_eq!(json["total"].as_u64().unwrap(), titles.len() as u64, "{arguments:?}");
    titles
}

#[test]
fn the_command_line_has_the_filters_of_the_api() {
    let place = place();
    let all = ["Badplatser", "Folkmängd", "Cykelvägar"];
    let lund = "13.1,55.6,13.4,55.8";
    for (arguments, expected) in [
        (&["--bbox", lund][..], &all[..2]),
        (&["--bbox", "20.1,63.8,20.4,63.9", "--sort", "title"], &["Cykelvägar", "Folkmängd"]),
        (&["--from", "2020"], &all[..1]),
        (&["--to", "2018"], &[]),
        (&["--place", "1281"], &all[..1]),
        (&["--theme", "TRAN", "--theme", "SOCI", "--sort", "title"], &["Cykelvägar", "Folkmängd"]),
        (&["--facet", "format=csv"], &all[..1]),
        (&["--file-format", "csv"], &all[..1]),
        (&["badplatserna", "--lang", "en"], &all[..1]),
    ] {
        assert_eq!(titles(&place, arguments), expected, "{arguments:?}");
    }
    let page = place.skord(&["search", "--limit", "1", "--sort", "title", "--format", "json"]).code(0).json();
    assert_eq!((&page["total"], page["items"].as_array().unwrap().len()), (&Value::from(3), 1));
    assert_eq!(page["facets"]["theme"].as_array().unwrap().len(), 3);
    let cursor = page["next"].as_str().unwrap();
    let next = place.skord(&["search", "--per-page=1", "--sort=title", "--format=json", "--cursor", cursor]).code(0);
    assert_eq!(next.json()["items"][0]["title"]["sv"], "Cykelvägar");
}

#[test]
fn it_prints_a_table_and_says_what_is_wrong() {
    let place = place();
    let table = place.skord(&["search", "--sort", "title", "--facets", "theme"]).code(0).out();
    let line = |title: &str| table.lines().find(|line| line.contains(title)).unwrap_or_else(|| panic!("{table}"));
    assert!(line("Badplatser").contains("CSV") && line("Badplatser").contains("2024-05-01"));
    assert!(line("TRAN").contains('1') && table.ends_with("3 results\n"), "{table}");
    assert_eq!(place.skord(&["search", "xyzzyqwerty"]).code(0).out(), "0 results\n");
    for (arguments, words) in [
        (&["--bbox", "1,2,3"][..], "west, south, east and north"),
        (&["--from", "2020", "--to", "2010"], "later than"),
        (&["--theme", "NOPE"], "`NOPE`"),
        (&["--sort", "size"], "relevance"),
        (&["--page", "0"], "`page`"),
        (&["--cursor", "xx"], "cursor"),
        (&["--facet", "colour=red"], "no facet"),
    ] {
        let err = place.skord(&[&["search"], arguments].concat()).code(2).err();
        assert!(err.contains(words), "{arguments:?}: {err}");
    }
    let help = place.skord(&["search", "--help"]).code(0).out();
    for part in ["--bbox", "--from", "--basic-data", "--file-format", "--cursor", "Filters:", "Exit codes"] {
        assert!(help.contains(part), "{part} is missing: {help}");
    }
}
