use super::fixes::Plan;
use super::*;
use ::rdf::{RawDocument, refine};

const FULL: &str = r#"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix a: <https://a.example/> .
a:k a dcat:Catalog ; dcterms:title "k"@sv ; dcterms:description "k"@sv ; dcterms:publisher a:p ; dcat:dataset a:d .
a:d a dcat:Dataset ; dcterms:title "d"@sv ; dcterms:description "d"@sv ; dcterms:publisher a:p ; dcat:contactPoint a:c ;
  dcat:keyword "d"@sv ; dcat:theme <http://publications.europa.eu/resource/authority/data-theme/ENVI> ;
  dcterms:spatial a:s ; dcterms:temporal a:t ; dcterms:issued "2024-01-01"^^xsd:date ; dcterms:modified "2024-01-01"^^xsd:date ;
  dcterms:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ; dcat:distribution a:x , a:y .
a:x a dcat:Distribution ; dcat:accessURL <https://a.example/x.csv> ; dcat:downloadURL <https://a.example/x.csv> ;
  dcterms:format <http://publications.europa.eu/resource/authority/file-type/CSV> ; dcterms:rights a:r ;
  dcat:mediaType <http://www.iana.org/assignments/media-types/text/csv> ; dcat:byteSize "1"^^xsd:nonNegativeInteger ;
  dcterms:license <http://creativecommons.org/publicdomain/zero/1.0/> .
a:y a dcat:Distribution ; dcat:accessURL <https://a.example/y> .
"#;

fn measured(mode: Mode, turtle: &str) -> Measured {
    let document = RawDocument { bytes: turtle.as_bytes(), content_type: None, url: "file:///a.ttl" };
    super::measured(mode, &refine(&document, &"mqa".parse().unwrap()).records)
}

fn plan(mode: Mode, turtle: &str) -> Plan {
    let document = RawDocument { bytes: turtle.as_bytes(), content_type: None, url: "file:///a.ttl" };
    let records = refine(&document, &"mqa".parse().unwrap()).records;
    Plan::of_records(super::measured(mode, &records), &records)
}

#[test]
fn everything_gives_405_points_and_375_in_sweden() {
    assert_eq!(METRICS.iter().map(|metric| metric.points).sum::<u32>(), 405);
    let eu = measured(Mode::Eu, FULL);
    assert_eq!((eu.score().total, eu.score().dimensions), (40_500, [10_000, 10_000, 11_000, 7_500, 2_000]));
    assert_eq!(Rating::of(eu.score()), Rating::Excellent);
    assert_eq!(measured(Mode::Se, FULL).score().total, 37_500);
    let fixes = plan(Mode::Eu, FULL).fixes;
    assert!(fixes.iter().all(|fix| fix.gain == 0), "only the poorer distribution can be mended: {fixes:?}");
}

#[test]
fn a_media_type_as_text_counts_as_a_format() {
    let text = FULL.replace("<http://publications.europa.eu/resource/authority/file-type/CSV>", "\"text/csv\"");
    assert_eq!(measured(Mode::Se, &text).score().total, 37_500);
    assert_eq!(measured(Mode::Eu, &text).score().total, 40_500, "the export writes the file type");
}

#[test]
fn a_fix_says_what_it_gives() {
    let poor = FULL
        .replace("dcat:keyword \"d\"@sv ;", "")
        .replace("dcterms:license <http://creativecommons.org/publicdomain/zero/1.0/> .", "dcat:byteSize \"1\" .");
    let before = plan(Mode::Se, &poor);
    assert_eq!(before.score.total, 37_500 - 3_000 - 3_000);
    let fixes = &before.fixes;
    assert_eq!((fixes[0].code.as_str(), fixes[0].count, fixes[0].gain), ("licence", 2, 3_000));
    assert_eq!((fixes[1].code.as_str(), fixes[1].count, fixes[1].gain), ("keyword", 1, 3_000));
    assert_eq!(fixes[1].message.0, "Nyckelord saknas på 1 datamängd. +30 poäng.");
    assert_eq!(points_of("profile-dataset-keyword-missing"), Some(30));
}
