//! The pages on a small catalog that went the whole way.

use super::portal::Portal;

/// A catalog of somebody who means no good, and of somebody who left everything out.
const HOSTILE: &str = r#"
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix : <https://kommun.example/> .
:catalog a dcat:Catalog ; dcterms:title "<b>Katalog</b>" ; dcat:dataset :evil, :bare, :long .
:mallory a foaf:Agent ; foaf:name "\"><script>alert('name')</script>" ; foaf:homepage <javascript:alert(1)> .
:evil a dcat:Dataset ; dcterms:title "<script>alert('title')</script>\" onmouseover=\"alert(1)"@en ;
  dcterms:description "<p onclick='alert(1)'>Text <img src=x onerror=alert(1)><a href='javascript:alert(2)'>a</a></p></script><script>alert(3)</script>"@en ;
  dcat:keyword "\"><script>alert('keyword')</script>" ; dcterms:publisher :mallory ;
  dcat:landingPage <javascript:alert(4)>, <data:text/html,x> ;
  dcat:contactPoint [ vcard:fn "<i>x</i>" ; vcard:hasEmail <javascript:alert(5)> ] ;
  dcat:distribution [ dcterms:title "<svg onload=alert(6)>" ; dcat:accessURL <javascript:alert(7)> ;
    dcat:downloadURL <https://kommun.example/%22onfocus=alert(8)> ; dcterms:format "<script>alert('format')</script>" ] .
:bare a dcat:Dataset .
:long a dcat:Dataset ; dcterms:title "Donaudampfschifffahrtsgesellschaftskapitän"@de .
"#;

/// Pages of every kind that need no id.
const PATHS: &[&str] = &[
    "",
    "/datasets",
    "/datasets?q=luft",
    "/datasets?q=finnsinte&theme=ENVI",
    "/services",
    "/series",
    "/organisations",
    "/sources",
    "/sources/kommun",
    "/developers",
    "/sparql-editor",
    "/tillganglighet",
];

fn hostile() -> Portal {
    let portal = Portal::empty();
    portal.harvest(HOSTILE, &[]);
    portal.projector.catch_up().unwrap();
    portal
}

/// What every page must have and must not have.
fn check(path: &str, html: &str, language: &str) {
    assert!(html.starts_with(&format!("<!DOCTYPE html>\n<html lang=\"{language}\">")), "{path}");
    for (once, what) in [("<h1", "h1"), ("<main ", "main"), ("class=\"skip\"", "skip link"), ("<title>", "title")] {
        assert_eq!(html.matches(once).count(), 1, "{path}: {what}");
    }
    for never in [
        "style=\"",
        " onclick=\"",
        " onclick='",
        "<style",
        "<script>",
        "href=\"javascript:",
        "href=\"data:",
        "{{",
        "{%",
    ] {
        assert!(!html.contains(never), "{path}: {never}");
    }
}

#[tokio::test]
async fn every_page_is_whole_in_both_languages() {
    let portal = Portal::new();
    let ids = ["bad", "luft", "serie", "api"].map(|name| format!("/datasets/{}", portal.id(name)));
    let organisation = format!("/organisations/{}", portal.id("kommun"));
    let paths = PATHS.iter().map(|&path| path.to_owned()).chain(ids).chain([organisation]);
    for path in paths {
        for (prefix, language) in [("", "sv"), ("/en", "en")] {
            let path = format!("{prefix}{path}");
            let address = if path.is_empty() { "/" } else { &path };
            let answer = portal.get_as(address, "text/html").await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
            check(&path, answer.text(), language);
        }
    }
}

#[tokio::test]
async fn hostile_texts_stay_texts() {
    let portal = hostile();
    let evil = portal.id("evil");
    let organisation = portal.id("mallory");
    for path in [
        "/".to_owned(),
        "/datasets".to_owned(),
        "/datasets?q=%3Cscript%3Ealert(1)%3C/script%3E&theme=%22%3E%3Cscript%3E".to_owned(),
        format!("/datasets/{evil}"),
        format!("/organisations/{organisation}"),
        "/organisations".to_owned(),
        "/sources/kommun".to_owned(),
        "/sparql-editor?query=%3C/textarea%3E%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
        "/datasets/%3Cscript%3Ealert(1)%3C%2Fscript%3E".to_owned(),
    ] {
        let answer = portal.get_as(&path, "text/html").await;
        let html = answer.text();
        check(&path, html, "sv");
        for never in ["<script>alert", "<img src=x", "<svg onload", "onerror=alert(1)>", "<i>x"] {
            assert!(!html.contains(never), "{path}: {never}");
        }
        assert_eq!(
            html.matches("</script>").count(),
            html.matches("<script type=\"application/ld+json\">").count()
                + html.matches("<script src=\"/assets/suggest-").count(),
            "{path}"
        );
    }
}

#[tokio::test]
async fn hostile_titles_are_shown_as_they_were_written() {
    let portal = hostile();
    let html = portal.get_as(&format!("/datasets/{}", portal.id("evil")), "text/html").await.text().to_owned();
    assert!(html.contains("&lt;script&gt;alert(&#39;title&#39;)&lt;/script&gt;&quot; onmouseover="), "{html}");
    assert!(html.contains("<div class=\"prose\" lang=\"en\">Text a"), "only its text is left: {html}");
}

#[tokio::test]
async fn a_dataset_without_anything_still_has_a_page() {
    let portal = hostile();
    let path = format!("/datasets/{}", portal.id("bare"));
    let html = portal.get_as(&path, "text/html").await.text().to_owned();
    check(&path, &html, "sv");
    for text in ["Utan titel", "Okänd organisation", "Utgivaren har inte beskrivit"] {
        assert!(html.contains(text), "{text}: {html}");
    }
}

#[tokio::test]
async fn texts_in_another_language_carry_their_tag() {
    let portal = Portal::new();
    let path = format!("/en/datasets/{}", portal.id("luft"));
    let html = portal.get_as(&path, "text/html").await.text().to_owned();
    assert!(html.contains("<h1><span lang=\"sv\">Luftkvalitet</span></h1>"), "{html}");
    let path = format!("/en/datasets/{}", portal.id("bad"));
    let html = portal.get_as(&path, "text/html").await.text().to_owned();
    assert!(html.contains("<h1>Bathing waters</h1>"), "{html}");
    assert!(html.contains("<div class=\"prose\" lang=\"sv\">"), "{html}");
}

#[tokio::test]
async fn the_other_language_is_the_same_page() {
    let portal = Portal::new();
    for (path, other) in [
        ("/", "/en"),
        ("/en", "/"),
        ("/datasets?q=luft&sort=title", "/en/datasets?q=luft&amp;sort=title"),
        ("/en/organisations", "/organisations"),
    ] {
        let html = portal.get_as(path, "text/html").await.text().to_owned();
        let link = html.split("class=\"language\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
        // The template escapes `&` by its number or by its name.
        assert_eq!(link.map(|link| link.replace("&#38;", "&amp;")).as_deref(), Some(other), "{path}");
    }
}

#[tokio::test]
async fn problems_are_pages_with_their_status() {
    let portal = Portal::new();
    for (path, status) in [
        ("/finns-inte", 404),
        ("/en/finns-inte", 404),
        ("/datasets/finnsinte", 404),
        ("/organisations/finnsinte", 404),
        ("/sources/finnsinte", 404),
        ("/datasets?page=noll", 400),
        ("/datasets?per_page=0", 400),
        ("/sources/kommun?page=0", 400),
    ] {
        let answer = portal.get_as(path, "text/html").await;
        assert_eq!(answer.status, status, "{path}");
        check(path, answer.text(), if path.starts_with("/en") { "en" } else { "sv" });
    }
    let html = portal.get_as("/datasets?page=noll", "text/html").await.text().to_owned();
    assert!(html.contains("Sidan ”noll” finns inte"), "{html}");
}

#[tokio::test]
async fn a_source_shows_neither_its_contact_nor_credentials() {
    let portal = Portal::new();
    let html = portal.get_as("/sources/kommun", "text/html").await.text().to_owned();
    assert!(html.contains("https://kommun.example/dcat.ttl"), "{html}");
    assert!(!html.contains("secret") && !html.contains("anna@"), "{html}");
}

#[tokio::test]
async fn counts_on_pages_are_those_of_the_search_behind_them() {
    let portal = Portal::new();
    let path = format!("/organisations/{}", portal.id("kommun"));
    let html = portal.get_as(&path, "text/html").await.text().to_owned();
    let tiles: Vec<_> = html
        .split("<section class=\"numbers\"")
        .nth(1)
        .unwrap()
        .split("</section>")
        .next()
        .unwrap()
        .split("<a href=\"")
        .skip(1)
        .collect();
    assert!(!tiles.is_empty(), "{html}");
    for tile in tiles {
        let (href, rest) = tile.split_once('"').unwrap();
        let number = rest.split("<strong>").nth(1).unwrap().split('<').next().unwrap();
        let search = portal.get_as(&href.replace("&amp;", "&").replace("&#38;", "&"), "text/html").await;
        let status = search.text().split("role=\"status\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        assert!(status.starts_with(&format!("{number} ")), "{href}: {number} against {status}");
    }
}
