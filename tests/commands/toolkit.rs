//! `skord convert` and `skord merge`.

use crate::configuration;
use crate::program::Place;
use std::net::SocketAddr;

const OLD: &str = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://a.example/k> a dcat:Catalog ; dcterms:title \"A\"@sv ; dcat:dataset <https://a.example/1> .
<https://a.example/1> a dcat:Dataset ; dcterms:title \"Ett\"@sv ; owl:versionInfo \"2\" ; dcterms:license \"CC BY 4.0\" ;
  <https://a.example/eget> \"kvar\" ; dcat:distribution [ a dcat:Distribution ; dcat:accessURL <https://a.example/f> ;
  dcat:byteSize \"10\"^^xsd:decimal ] .";

fn place() -> Place {
    Place::new(&configuration(SocketAddr::from(([127, 0, 0, 1], 9))))
}

fn errors(place: &Place, file: &str, profile: &str) -> u64 {
    place.skord(&["check", file, "--profile", profile, "--format", "json"]).json()["counts"]["error"].as_u64().unwrap()
}

#[test]
fn an_older_catalog_becomes_a_new_one() {
    let place = place();
    std::fs::write(place.path().join("old.ttl"), OLD).unwrap();
    let ran = place.skord(&["convert", "old.ttl", "-o", "new.rdf"]).code(0);
    assert!(ran.err().contains("`owl:versionInfo` blev `dcat:version`"), "{}", ran.err());
    let text = std::fs::read_to_string(place.path().join("new.rdf")).unwrap();
    assert!(text.contains("<?xml") && text.contains("kvar") && !text.contains("skord.invalid"), "{text}");
    assert!(errors(&place, "new.rdf", "se") <= errors(&place, "old.ttl", "se"));
    let english = place.skord(&["convert", "old.ttl", "--language", "en", "--report", "r.json"]).code(0);
    assert!(english.out().contains("dcat:version \"2\"") && english.err().is_empty(), "{}", english.err());
    let report = std::fs::read_to_string(place.path().join("r.json")).unwrap();
    assert!(report.contains("convert-byte-size"), "{report}");
    let once = place.skord(&["convert", "new.rdf"]).code(0).out();
    assert_eq!(once, english.out(), "converting again changes nothing");
    assert!(place.skord(&["convert", "old.ttl", "--to", "4"]).code(2).err().contains("3.0.1"));
    assert!(!place.data().exists());
}

#[test]
fn real_catalogs_lose_nothing_and_get_no_new_errors() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var_os("SKORD_SHARED").map(std::path::PathBuf::from);
    let usual = ["../shared", "../../shared"].map(|path| root.join(path));
    let folder =
        named.into_iter().chain(usual).map(|shared| shared.join("data/real/dcat-se")).find(|path| path.is_dir());
    let Some(folder) = folder else {
        println!("no real catalogs: nothing converted");
        return;
    };
    let place = place();
    for name in ["diggsweden_DCAT-AP-SE__exempel_rekommenderat.rdf", "openumea__OpenNorth.rdf"] {
        let file = folder.join(name).display().to_string();
        let ran = place.skord(&["convert", &file, "-o", "new.ttl"]);
        if ran.err().contains("error:") {
            // One that the reader has to cut, or that has no catalog, is refused in words.
            assert!(ran.err().contains("read whole") || ran.err().contains("dcat:Catalog"), "{}", ran.err());
            continue;
        }
        assert!(errors(&place, "new.ttl", "se") <= errors(&place, &file, "se"), "{name}");
        let first = std::fs::read(place.path().join("new.ttl")).unwrap();
        place.skord(&["convert", "new.ttl", "-o", "again.ttl"]).code(0);
        assert!(first == std::fs::read(place.path().join("again.ttl")).unwrap(), "{name}: a second conversion");
    }
}

#[test]
fn several_catalogs_become_one() {
    let place = place();
    std::fs::write(place.path().join("a.ttl"), OLD).unwrap();
    let other =
        OLD.replace("a.example/k", "b.example/k").replace("\"A\"", "\"B\"").replace("a.example/1", "b.example/1");
    std::fs::write(place.path().join("b.ttl"), &other).unwrap();
    let ran = place.skord(&["merge", "a.ttl", "b.ttl", "-o", "all.ttl"]).code(0);
    assert!(ran.err().contains("has 2 datasets from 2 files") && ran.err().contains("b.example/k"), "{}", ran.err());
    assert_eq!(place.skord(&["check", "all.ttl", "--format", "json"]).json()["datasets"], 2);
    std::fs::write(place.path().join("c.ttl"), OLD.replace("Ett", "Annat")).unwrap();
    let refused = place.skord(&["merge", "a.ttl", "c.ttl"]).code(2).err();
    assert!(refused.contains("a.example/1") && refused.contains("--keep-first"), "{refused}");
    assert!(place.skord(&["merge", "a.ttl", "c.ttl", "--keep-first"]).code(0).out().contains("\"Ett\""));
    let named =
        place.skord(&["merge", "a.ttl", "b.ttl", "--catalog", "https://c.example/k", "--title", "Alla"]).code(0);
    assert!(named.out().contains("<https://c.example/k>") && named.out().contains("\"Alla\"@sv"), "{}", named.out());
    assert!(place.skord(&["merge", "a.ttl", "b.ttl", "--catalog", "inget"]).code(2).err().contains("no IRI"));
}
