//! Reports of small documents.

use super::*;
use ::rdf::{RawDocument, refine};

const CATALOG: &str = r#"@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<https://a.example/k> a dcat:Catalog ; dcterms:title "<Katalog>"@sv ; dcat:dataset <https://a.example/1> .
<https://a.example/1> a dcat:Dataset ; dcterms:title "Utan tagg" .
"#;

fn check() -> Check {
    let document = RawDocument { bytes: CATALOG.as_bytes(), content_type: None, url: "file:///a.ttl" };
    let refined = refine(&document, &"check".parse().unwrap());
    Check::by_profile(Profile::Se301, &refined, CATALOG.as_bytes())
}

#[test]
fn json_has_the_names_that_stay() {
    let check = check();
    let json = check.json();
    for name in ["profile", "conforms", "counts", "datasets", "findings", "mqa", "fixes"] {
        assert!(json.get(name).is_some(), "{name}");
    }
    assert_eq!(
        (&json["profile"], &json["conforms"], &json["datasets"]),
        (&"dcat-ap-se-3.0.1".into(), &false.into(), &1.into())
    );
    let findings = json["findings"].as_array().unwrap();
    let untagged = findings.iter().find(|finding| finding["code"] == "profile-dataset-title-language").unwrap();
    for name in ["code", "severity", "record", "path", "value", "message", "fix", "line", "points"] {
        assert!(untagged.get(name).is_some(), "{name}");
    }
    assert_eq!((&untagged["line"], &untagged["record"]), (&4.into(), &"https://a.example/1".into()));
    assert_eq!(untagged["value"], "Utan tagg");
    assert!(untagged["message"]["en"].as_str().unwrap().contains("has no language tag: `Utan tagg`"), "{untagged}");
    let errors = findings.iter().filter(|finding| finding["severity"] == "error").count();
    assert_eq!(json["counts"]["error"], errors);
}

#[test]
fn people_read_words_and_fixes() {
    let check = check();
    let text = check.text(Language::Sv, false);
    assert!(text.starts_with("DCAT-AP-SE 3.0.1: "), "{text}");
    assert!(text.contains("fel 1 × profile-dataset-publisher-missing\n  Datamängden saknar utgivare"), "{text}");
    assert!(text.contains("- https://a.example/1 (rad 4)"), "{text}");
    assert!(check.text(Language::En, true).contains("\u{1b}[31merror"));
    let html = check.html("<a>.ttl", Language::En);
    assert!(html.contains("&lt;a&gt;.ttl") && !html.contains("<a>.ttl") && html.contains("lang=\"en\""));
    let sarif = check.sarif("a.ttl", Language::En);
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), check.findings.len());
    assert_eq!(sarif["runs"][0]["results"][0]["level"], "error");
}

#[test]
fn the_turtle_report_is_a_report() {
    let document = RawDocument { bytes: CATALOG.as_bytes(), content_type: None, url: "file:///a.ttl" };
    let refined = refine(&document, &"check".parse().unwrap());
    let mut out = Vec::new();
    write_turtle(Profile::Se301, &refined, &mut out).unwrap();
    let report = ::rdf::read(&RawDocument { bytes: &out, content_type: None, url: "file:///r.ttl" });
    assert!(report.complete && report.findings.is_empty(), "{:?}", report.findings);
    let graph = Graph::of(report.graph);
    let result = graph.terms().find_iri("http://www.w3.org/ns/shacl#ValidationResult").unwrap();
    let kind = graph.terms().find_iri(rdf_ns::TYPE).unwrap();
    assert!(graph.subjects(kind, result).len() >= 5);
}

#[test]
fn any_shapes_can_be_used() {
    let shapes = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
      @prefix dcterms: <http://purl.org/dc/terms/> .
      <https://s.example/d> a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:property [ sh:path dcterms:publisher ;
        sh:minCount 1 ; sh:message \"Who?\"@en, \"Vem?\"@sv ] , <https://s.example/none> ; sh:shape <https://s.example/x> .";
    let read = |text: &str| {
        Graph::of(::rdf::read(&RawDocument { bytes: text.as_bytes(), content_type: None, url: "file:///x.ttl" }).graph)
    };
    let rules = Rules::new(crate::shacl::Shapes::new(read(shapes)));
    let check = Check::by_shapes("own.ttl", &rules, &read(CATALOG));
    assert!(!check.conforms);
    let codes: Vec<&str> = check.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(codes, ["shacl-min-count", "shapes-left-out", "shapes-left-out"]);
    assert_eq!(check.findings[0].message.text("sv"), "Vem?");
}

#[test]
fn a_document_has_one_main_catalog() {
    let of = |turtle: &str| {
        let text = format!(
            "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> . {turtle}"
        );
        let document = RawDocument { bytes: text.as_bytes(), content_type: None, url: "file:///a.ttl" };
        catalogs(&refine(&document, &"check".parse().unwrap()).records).map_err(|why| why.text("en").to_owned())
    };
    assert!(of("<https://a.example/1> a dcat:Dataset .").unwrap_err().contains("no `dcat:Catalog`"));
    let two = "<https://a.example/k> a dcat:Catalog . <https://a.example/l> a dcat:Catalog .";
    assert!(of(two).unwrap_err().contains("2 catalogs"));
    assert_eq!(of(&format!("{two} <https://a.example/k> dcterms:hasPart <https://a.example/l> .")), Ok(()));
}
