//! `skord check`: reports, exit codes, and what cannot be checked.

use crate::country::sample_country;
use crate::program::Place;
use crate::{configuration, write_catalog};
use serde_json::json;
use std::net::SocketAddr;

const NOBODY: ([u8; 4], u16) = ([127, 0, 0, 1], 9);

fn place() -> Place {
    let place = Place::new(&configuration(SocketAddr::from(NOBODY)));
    write_catalog(&place, &["Badplatser", "Cykelvägar"]);
    place
}

fn path(place: &Place, name: &str) -> String {
    place.path().join(name).display().to_string()
}

#[test]
fn a_catalog_is_judged_in_all_forms() {
    let place = place();
    let file = path(&place, "catalog.ttl");
    let report = place.skord(&["check", &file, "--format", "json"]).code(1).json();
    assert_eq!(
        (&report["profile"], &report["conforms"], &report["datasets"]),
        (&json!("dcat-ap-se-3.0.1"), &json!(false), &json!(2))
    );
    let errors = report["findings"].as_array().unwrap().iter().filter(|f| f["severity"] == "error").count();
    assert!(errors > 0 && report["counts"]["error"] == errors, "{report}");
    let text = place.skord(&["check", &file]).code(1).out();
    assert!(text.contains("fel 2 × profile-dataset-publisher-missing"), "{text}");
    let ttl = place.skord(&["check", &file, "--format", "ttl"]).code(1).out();
    assert!(ttl.contains("a sh:ValidationReport") && ttl.contains("sh:conforms false"), "{ttl}");
    let sarif = place.skord(&["check", &file, "--format", "sarif", "--language", "en"]).code(1).json();
    assert_eq!(sarif["version"], "2.1.0");
    assert!(place.skord(&["check", &file, "--format", "html"]).code(1).out().starts_with("<!doctype html>"));
    place.skord(&["check", &file, "--profile", "hvd"]).code(0);
    assert!(!place.data().exists(), "a check needs no data directory");
}

#[test]
fn any_shapes_judge_the_document_as_it_is() {
    let place = place();
    let shapes = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
        <urn:s> a sh:NodeShape ; sh:targetClass dcat:Dataset ; sh:property [ sh:path dcat:keyword ; sh:minCount 1 ] .";
    std::fs::write(path(&place, "shapes.ttl"), shapes).unwrap();
    let (file, shapes) = (path(&place, "catalog.ttl"), path(&place, "shapes.ttl"));
    let ttl = place.skord(&["check", &file, "--shapes", &shapes, "--format", "ttl"]).code(1).out();
    assert_eq!(ttl.matches("a sh:ValidationResult").count(), 2, "{ttl}");
    let none = path(&place, "none.ttl");
    std::fs::write(&none, "<urn:a> <urn:b> <urn:c> .").unwrap();
    assert!(place.skord(&["check", &file, "--shapes", &none]).code(2).err().contains("no shape with a target"));
}

#[test]
fn a_source_on_the_network_is_checked() {
    let country = sample_country();
    let place = Place::new(&configuration(country));
    let url = format!("http://{country}/sjostad/dcat.rdf");
    let ran = place.skord(&["check", &url, "--format", "json"]);
    assert!(ran.json()["datasets"].as_u64().is_some_and(|datasets| datasets > 0), "{}", ran.err());
}

#[test]
fn what_cannot_be_checked_is_told_with_what_to_do() {
    let place = place();
    for (name, text, word) in [
        ("empty.ttl", "", "no RDF"),
        ("page.ttl", "<!doctype html><html><body>Hej</body></html>", "no RDF"),
        ("dataset.ttl", "<urn:d> a <http://www.w3.org/ns/dcat#Dataset> .", "no `dcat:Catalog`"),
        (
            "two.ttl",
            "<urn:a> a <http://www.w3.org/ns/dcat#Catalog> . <urn:b> a <http://www.w3.org/ns/dcat#Catalog> .",
            "2 catalogs",
        ),
    ] {
        std::fs::write(path(&place, name), text).unwrap();
        let told = place.skord(&["check", &path(&place, name)]).code(2).err();
        assert!(told.contains(word), "{name}: {told}");
    }
    let large = std::fs::File::create(path(&place, "large.ttl")).unwrap();
    large.set_len(300 << 20).unwrap();
    let told = place.skord(&["check", &path(&place, "large.ttl")]).code(2).err();
    assert!(told.contains("12 GB of memory") && told.contains("--max-mb 301"), "{told}");
    assert!(place.skord(&["check", "nowhere.ttl"]).code(2).err().contains("nowhere.ttl"));
    assert!(place.skord(&["check", "x.ttl", "--profile", "fr"]).code(2).err().contains("possible values"));
    assert!(place.skord(&["check", "http://127.0.0.1:9999/x"]).code(2).err().contains("allow_private_hosts"));
}

#[test]
fn a_new_version_is_compared_with_what_is_published() {
    let place = crate::harvested();
    let file = path(&place, "new.ttl");
    let text = std::fs::read_to_string(path(&place, "catalog.ttl")).unwrap();
    std::fs::write(&file, text.replace("\"Badplatser\"", "\"Badplatser i sjön\"").replace("Om Cykel", "Alla Cykel"))
        .unwrap();
    let report = place.skord(&["check", &file, "--against", "lund", "--format", "json"]).code(1).json();
    let against = &report["against"];
    assert_eq!(
        against["datasets"]["changes"],
        json!({ "added": 0, "changed": 2, "renamed": 0, "removed": 0 }),
        "{against:#}"
    );
    assert_eq!((&against["name"], &against["held"]), (&json!("Lunds kommun"), &json!(false)));
    let told = place.skord(&["check", &file, "--against", "lund"]).code(1).out();
    assert!(told.contains("Titel ändrad: ”Badplatser” (sv) → ”Badplatser i sjön” (sv)"), "{told}");
    let same = path(&place, "catalog.ttl");
    let same = place.skord(&["check", &same, "--against", "lund", "--format", "json"]).code(1).json();
    assert_eq!(same["against"]["changes"], json!([]), "the same file changes nothing");
    assert_eq!(same["against"]["findings"], json!({ "new": [], "mended": [] }));
    let files = place.skord(&["check", &file, "--against", &path(&place, "catalog.ttl"), "--format", "json"]).code(1);
    assert_eq!(files.json()["against"]["datasets"]["changes"]["changed"], 2, "two files, no network");
    let html = place.skord(&["check", &file, "--against", "lund", "--format", "html"]).code(1).out();
    assert!(html.contains("<h2>Jämfört med Lunds kommun</h2>"), "{html}");
    let nobody = place.skord(&["check", &file, "--against", "nobody"]).code(2).err();
    assert!(nobody.contains("no source `nobody`") && nobody.contains("skord source list"), "{nobody}");
}

#[test]
fn colours_are_for_terminals_and_help_reads_well() {
    let place = place();
    assert!(!place.skord(&["check", &path(&place, "catalog.ttl")]).code(1).out().contains('\u{1b}'));
    let help = place.skord(&["check", "--help"]).code(0).out();
    for word in ["--against", "--profile", "--shapes", "se-2.2", "sarif"] {
        assert!(help.contains(word), "{word}: {help}");
    }
}
