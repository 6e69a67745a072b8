//! Two documents side by side.

use super::*;
use rdf::{RawDocument, refine};
use shapes::{Check, Language};

const HEAD: &str = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix : <https://a.example/> .
:p a foaf:Agent ; foaf:name \"Sjöstads kommun\"@sv . ";

fn dataset(name: &str, title: &str, more: &str) -> String {
    format!(
        "<https://a.example/k> dcat:dataset :{name} . :{name} a dcat:Dataset ; dcterms:title \"{title}\"@sv ; dcterms:publisher :p {more} .\n"
    )
}

fn read(datasets: &[String]) -> Refined {
    let text = format!("{HEAD} :k a dcat:Catalog ; dcterms:title \"Katalog\"@sv .\n{}", datasets.concat());
    let document = RawDocument { bytes: text.as_bytes(), content_type: None, url: "file:///a.ttl" };
    refine(&document, &"check".parse().unwrap())
}

fn compare(before: &[String], after: &[String]) -> Against {
    let new = read(after);
    let findings = Check::by_profile(Profile::Se301, &new, b"").findings;
    Against::of(&Live::of_document("Sjöstad", read(before)), &new, Profile::Se301, &findings)
}

#[test]
fn changes_are_told_in_words() {
    let before = [dataset("a", "Badplatser", ""), dataset("b", "Lekplatser", ""), dataset("c", "Träd", "")];
    let theme = "; dcat:theme <http://publications.europa.eu/resource/authority/data-theme/ENVI>";
    let after = [dataset("a", "Badplatser i sjön", theme), dataset("x", "Lekplatser", ""), dataset("d", "Vägar", "")];
    let against = compare(&before, &after);
    let told: Vec<(&str, Change)> = against
        .entries
        .iter()
        .filter(|entry| entry.kind == RecordKind::Dataset)
        .map(|entry| (entry.record.as_str(), entry.change))
        .collect();
    assert_eq!(
        told,
        [
            ("https://a.example/c", Change::Removed),
            ("https://a.example/x", Change::Renamed),
            ("https://a.example/d", Change::Added),
            ("https://a.example/a", Change::Changed)
        ]
    );
    let text = against.text(Language::Sv);
    assert!(text.contains("Titel ändrad: ”Badplatser” (sv) → ”Badplatser i sjön” (sv)"), "{text}");
    assert!(text.contains("Kategori tillkommer: Miljö"), "{text}");
    assert!(text.contains("förut <https://a.example/b>"), "{text}");
    assert!(text.contains("3 → 3 (1 tillkommer, 1 ändras, 1 får ny IRI, 1 försvinner)"), "{text}");
    assert!(text.contains("Sjöstads kommun · Miljö"), "the card: {text}");
    assert!(text.contains("saknar: beskrivning, format, licens"), "{text}");
    let english = against.text(Language::En);
    assert!(english.contains("Title changed: "), "{english}");
}

#[test]
fn guards_findings_and_points_are_told() {
    let names: Vec<String> = (0..10).map(|number| format!("d{number}")).collect();
    let all: Vec<String> = names.iter().map(|name| dataset(name, name, "")).collect();
    let lost = compare(&all, &all[..5]);
    assert!(
        lost.text(Language::Sv).contains("5 av 10 datamängder skulle försvinna: skörden skulle hållas"),
        "{}",
        lost.text(Language::Sv)
    );
    let same = compare(&all, &all);
    assert!(same.entries.is_empty() && same.held.is_empty() && same.new_findings.is_empty() && same.mended.is_empty());
    assert!(same.text(Language::En).contains("let through"));
    let keyword: Vec<String> = names.iter().map(|name| dataset(name, name, "; dcat:keyword \"bad\"@sv")).collect();
    let better = compare(&all, &keyword);
    assert_eq!((better.new_findings.len(), better.mended.len()), (0, 10));
    assert!(better.text(Language::Sv).contains("10 × profile-dataset-keyword-missing"));
    assert!(better.text(Language::Sv).contains("(+30)"), "{}", better.text(Language::Sv));
    let worse = compare(&keyword, &all);
    assert_eq!((worse.new_findings.len(), worse.mended.len()), (10, 0));
}

#[test]
fn json_and_html_say_the_same_and_nothing_gets_out() {
    let before = [dataset("a", "Bad", "")];
    let after = [dataset("a", "<script>x</script>", "; dcterms:description \"<b>Fet</b> text\"@sv")];
    let against = compare(&before, &after);
    let json = against.json();
    assert_eq!(json["datasets"]["changes"]["changed"], 1);
    assert_eq!(json["changes"][0]["properties"][0]["label"]["sv"], "Beskrivning");
    assert_eq!(json["preview"][0]["snippet"], "Fet text");
    assert_eq!((&json["held"], &json["scores"][0]["mode"]), (&false.into(), &"se".into()));
    let html = against.html(Language::Sv);
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script>"), "{html}");
}
