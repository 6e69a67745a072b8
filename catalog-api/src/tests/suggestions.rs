//! Suggestions and help: the box while typing, and that every number is what following it gives.

use super::portal::{Answer, Portal};
use http::Request;

/// More than the small catalog: words in common, years, areas, formats, a contact.
const MORE: &str = r#"
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix theme: <http://publications.europa.eu/resource/authority/data-theme/> .
@prefix : <https://stad.example/> .
:catalog a dcat:Catalog ; dcterms:title "Stadens katalog"@sv ; dcat:dataset :a, :b, :c, :d .
:stad a foaf:Agent ; foaf:name "Göteborgs Stad"@sv ; foaf:homepage <https://stad.example/> .
:a a dcat:Dataset ; dcterms:title "Skolor i Göteborg"@sv ; dcat:keyword "skolor"@sv ; dcterms:publisher :stad ;
  dcat:theme theme:EDUC ; dcterms:temporal [ dcat:startDate "2019-01-01"^^xsd:date ; dcat:endDate "2020-12-31"^^xsd:date ] ;
  dcterms:spatial [ dcat:bbox "POLYGON((11.8 57.6,12.1 57.6,12.1 57.8,11.8 57.8,11.8 57.6))" ] ;
  dcat:contactPoint [ a vcard:Organization ; vcard:fn "Data" ; vcard:hasEmail <mailto:data@stad.example> ] ;
  dcat:distribution [ dcat:accessURL <https://stad.example/a.csv> ; dcterms:format "text/csv" ] .
:b a dcat:Dataset ; dcterms:title "Skolor i staden, betyg"@sv ; dcat:keyword "skolor"@sv ; dcterms:publisher :stad ;
  dcterms:temporal [ dcat:startDate "2021-01-01"^^xsd:date ; dcat:endDate "2022-12-31"^^xsd:date ] ;
  dcat:distribution [ dcat:accessURL <https://stad.example/b.json> ; dcterms:format "application/json" ] .
:c a dcat:Dataset ; dcterms:title "Betyg"@sv ; dcat:keyword "betyg"@sv, "skolor"@sv ; dcterms:publisher :stad .
:d a dcat:Dataset ; dcterms:title "Cykelvägar"@sv ; dcat:keyword "cykelvägar"@sv ; dcterms:publisher :stad .
"#;

fn portal() -> Portal {
    let portal = Portal::new();
    portal.harvest_as("stad", MORE, &[]);
    portal.projector.catch_up().unwrap();
    portal
}

/// Number that a search page states first: results with all words, or all.
fn stated(answer: &Answer) -> u64 {
    let html = answer.text();
    let status = html.split("role=\"status\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
    status.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0)
}

#[tokio::test]
async fn each_suggestion_leads_to_as_many_results_as_it_says() {
    let portal = portal();
    let mut followed = 0;
    for language in ["sv", "en"] {
        for typed in [
            "sk",
            "skolor",
            "bet",
            "c",
            "v%C3%A4g",
            "g%C3%B6te",
            "luft",
            "skolor%20g%C3%B6",
            "forskol",
            "kom",
            "utb",
            "bath",
        ] {
            let answer = portal.get(&format!("/api/v1/suggest?q={typed}&lang={language}")).await;
            assert_eq!(answer.status, 200, "{typed}: {}", answer.text());
            for item in answer.json()["items"].as_array().unwrap() {
                let page = portal.get_as(item["href"].as_str().unwrap(), "text/html").await;
                assert_eq!(page.status, 200, "{item}");
                if item["kind"] != "title" || item["value"].is_null() {
                    assert_eq!(Some(stated(&page)), item["count"].as_u64(), "{typed}: {item}");
                }
                assert_eq!(item["href"].as_str().unwrap().starts_with("/en/"), language == "en");
                followed += 1;
            }
        }
    }
    assert!(followed > 25, "{followed}");
}

#[tokio::test]
async fn hostile_words_are_refused_or_answered_in_order() {
    let portal = portal();
    let long = "%C3%A5".repeat(3000);
    assert_eq!(portal.get(&format!("/api/v1/suggest?q={long}")).await.status, 400);
    assert_eq!(portal.get("/api/v1/suggest?q=x&lang=de").await.status, 400);
    for typed in
        ["%22", "%00sk", "%1Fsk", "%F0%9F%98%80", "sk%22%3E%3Cscript%3E", "-sk", "%25", "k0", "sk*", "%E2%80%AEsk"]
    {
        let answer = portal.get(&format!("/api/v1/suggest?q={typed}")).await;
        assert_eq!(answer.status, 200, "{typed}: {}", answer.text());
    }
}

#[tokio::test]
async fn the_script_is_one_file_of_ours_on_the_pages_with_the_box_only() {
    let portal = Portal::new();
    for (path, has) in [
        ("/", true),
        ("/en", true),
        ("/datasets?q=luft", true),
        ("/en/datasets", true),
        ("/services", false),
        ("/organisations", false),
    ] {
        let answer = portal.get_as(path, "text/html").await;
        let html = answer.text();
        let policy = answer.header("content-security-policy");
        assert_eq!(policy.contains("script-src 'self'"), has, "{path}: {policy}");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(html.contains("data-suggest=\"/api/v1/suggest?lang="), has, "{path}");
        let sources: Vec<&str> =
            html.split("<script src=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(sources.len(), usize::from(has), "{path}");
        let Some(source) = sources.first() else { continue };
        let script = portal.get(source).await;
        assert_eq!((script.status.as_u16(), script.header("content-type")), (200, "text/javascript; charset=utf-8"));
        assert!(script.header("cache-control").contains("immutable"), "{}", script.header("cache-control"));
        let again = Request::get(*source).header("if-none-match", script.header("etag"));
        assert_eq!(portal.send(again.body(axum::body::Body::empty()).unwrap()).await.status, 304);
    }
}

/// Links of the help with the numbers that they state.
fn proposals(html: &str) -> Vec<(String, u64)> {
    let help =
        html.split("<div class=\"zero\">").nth(1).and_then(|rest| rest.split("</div>").next()).unwrap_or_default();
    let links = help.split("<a href=\"").skip(1);
    links
        .filter_map(|link| {
            let (href, rest) = link.split_once("\">")?;
            let (_, stated) = rest.split("</a>").next()?.rsplit_once('(')?;
            let number = stated.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()?;
            Some((href.replace("&amp;", "&").replace("&#38;", "&"), number))
        })
        .collect()
}

#[tokio::test]
async fn every_number_of_the_help_is_what_following_it_gives() {
    let portal = portal();
    let cases = [
        ("/datasets?q=skolor&from=1950&to=1951", "from=", "years can be removed"),
        ("/datasets?q=skolor&bbox=20,65,21,66", "bbox=", "the area can be removed"),
        ("/datasets?q=skolor&format=wms&from=2019", "format=", "a facet can be removed"),
        ("/datasets?q=skolor+xyzzy&format=wms", "format=", "also where some words are missing"),
        ("/en/datasets?q=skolor+betyg&theme=EDUC", "theme=", "in English too"),
        ("/datasets?q=skolor+g%C3%B6teborg+betyg", "betyg", "few results: fewer words"),
        ("/datasets?q=skolor&format=csv", "format=", "few results: a filter"),
    ];
    for (path, gone, why) in cases {
        let page = portal.get_as(path, "text/html").await;
        let html = page.text();
        let found = proposals(html);
        assert!(found.iter().any(|(href, _)| !href.contains(gone)), "{path}: {why}: {found:?} {html}");
        for (href, number) in &found {
            let there = portal.get_as(href, "text/html").await;
            assert_eq!(stated(&there), *number, "{path} → {href}");
            assert!(*number > stated(&page), "{path} → {href}: no more than before");
        }
        let api = path.trim_start_matches("/en").replacen("/datasets", "/api/v1/search", 1);
        let help = &portal.get(&api).await.json()["help"];
        let counts = ["instead", "fewer_words", "without"].map(|name| help[name].as_array().map_or(0, Vec::len));
        assert!(counts.iter().sum::<usize>() > 0, "{path}: {help}");
    }
}

#[tokio::test]
async fn those_to_ask_can_be_reached() {
    let portal = portal();
    let page = portal.get_as("/datasets?q=snus+g%C3%B6teborg", "text/html").await;
    assert!(page.text().contains("mailto:data@stad.example"), "{}", page.text());
    let help = portal.get("/api/v1/search?q=snus+g%C3%B6teborg").await.json()["help"].clone();
    assert_eq!(help["contacts"][0]["email"], "data@stad.example", "{help}");
    assert_eq!(help["contacts"][0]["publisher"], help["publishers"][0]["value"], "{help}");
    let enough = portal.get("/api/v1/search?q=").await.json();
    assert!(enough["help"].is_null(), "{enough}");
}
