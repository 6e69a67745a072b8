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

/// Per metric what is taken out of (or put in place of) a dataset that has everything, so that this metric alone is lost,
/// or that one and those that depend on it.
const WITHOUT: [(&str, &str, &str, &[usize]); 23] = [
    ("keywordAvailability", "dcat:keyword \"d\"@sv ;", "", &[0]),
    (
        "categoryAvailability",
        "dcat:theme <http://publications.europa.eu/resource/authority/data-theme/ENVI> ;",
        "",
        &[1],
    ),
    ("spatialAvailability", "dcterms:spatial a:s ;", "", &[2]),
    ("temporalAvailability", "dcterms:temporal a:t ;", "", &[3]),
    ("accessUrlStatusCode", "dcat:accessURL <https://a.example/x.csv> ;", "", &[4, COMPLIANCE]),
    ("downloadUrlAvailability", "dcat:downloadURL <https://a.example/x.csv> ;", "", &[5, 6]),
    ("downloadUrlStatusCode", "dcat:downloadURL <https://a.example/x.csv> ;", "", &[5, 6]),
    (
        "formatAvailability",
        "dcterms:format <http://publications.europa.eu/resource/authority/file-type/CSV> ;",
        "",
        &[7, 9],
    ),
    ("mediaTypeAvailability", "dcat:mediaType <http://www.iana.org/assignments/media-types/text/csv> ;", "", &[8, 9]),
    (
        "formatMediaTypeVocabularyAlignment",
        "dcterms:format <http://publications.europa.eu/resource/authority/file-type/CSV> ;",
        "dcterms:format \"ett eget format\" ;",
        &[9],
    ),
    (
        "formatMediaTypeNonProprietary",
        "dcterms:format <http://publications.europa.eu/resource/authority/file-type/CSV> ; dcterms:rights a:r ;\n  dcat:mediaType <http://www.iana.org/assignments/media-types/text/csv> ;",
        "dcterms:format <http://publications.europa.eu/resource/authority/file-type/XLSX> ; dcterms:rights a:r ;\n  dcat:mediaType <http://www.iana.org/assignments/media-types/application/vnd.openxmlformats-officedocument.spreadsheetml.sheet> ;",
        &[10],
    ),
    (
        "formatMediaTypeMachineInterpretable",
        "dcterms:format <http://publications.europa.eu/resource/authority/file-type/CSV> ; dcterms:rights a:r ;\n  dcat:mediaType <http://www.iana.org/assignments/media-types/text/csv> ;",
        "dcterms:format <http://publications.europa.eu/resource/authority/file-type/PNG> ; dcterms:rights a:r ;\n  dcat:mediaType <http://www.iana.org/assignments/media-types/image/png> ;",
        &[11],
    ),
    ("dcatApCompliance", "dcterms:description \"d\"@sv ;", "", &[COMPLIANCE]),
    (
        "licenceAvailability",
        "dcterms:license <http://creativecommons.org/publicdomain/zero/1.0/>",
        "a dcat:Distribution",
        &[13, 14],
    ),
    (
        "knownLicence",
        "dcterms:license <http://creativecommons.org/publicdomain/zero/1.0/>",
        "dcterms:license <https://a.example/villkor>",
        &[14],
    ),
    (
        "accessRightsAvailability",
        "dcterms:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ;",
        "",
        &[15, 16],
    ),
    (
        "accessRightsVocabularyAlignment",
        "dcterms:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ;",
        "dcterms:accessRights a:open ;",
        &[16],
    ),
    ("contactPointAvailability", "dcat:contactPoint a:c ;", "", &[17]),
    ("publisherAvailability", "dcterms:publisher a:p ; dcat:contactPoint", "dcat:contactPoint", &[18]),
    ("rightsAvailability", "dcterms:rights a:r ;", "", &[19]),
    ("byteSizeAvailability", "dcat:byteSize \"1\"^^xsd:nonNegativeInteger ;", "", &[20]),
    ("dateIssuedAvailability", "dcterms:issued \"2024-01-01\"^^xsd:date ;", "", &[21]),
    ("dateModifiedAvailability", "dcterms:modified \"2024-01-01\"^^xsd:date ;", "", &[22]),
];

#[test]
fn each_metric_is_lost_with_what_it_looks_at() {
    let held = |turtle: &str| measured(Mode::Eu, turtle).datasets[0].points(Mode::Eu).held;
    assert_eq!(held(FULL), (1 << 23) - 1, "everything");
    for (place, (id, from, to, lost)) in WITHOUT.into_iter().enumerate() {
        assert_eq!(METRICS[place].id, id);
        assert!(FULL.contains(from), "{id}");
        let found = held(&FULL.replace(from, to));
        let expected = lost.iter().fold((1 << 23) - 1, |bits: Bits, place| bits & !(1 << place));
        // Whether the rest still complies is looked at where it is the point.
        let but_compliance = |bits: Bits| if lost.contains(&COMPLIANCE) { bits } else { bits & !(1 << COMPLIANCE) };
        assert_eq!(but_compliance(found), but_compliance(expected), "{id}: {found:023b}");
    }
    let dated = FULL.replace("dcterms:issued \"2024-01-01\"^^xsd:date ;", "");
    let dated = dated.replace("dcterms:rights a:r ;", "dcterms:rights a:r ; dcterms:issued \"2024-01-01\"^^xsd:date ;");
    assert_eq!(held(&dated), (1 << 23) - 1, "a date on a distribution is enough");
}

#[test]
fn each_star_needs_the_one_before() {
    let stars = |from: &str, to: &str| measured(Mode::Se, &FULL.replace(from, to)).datasets[0].stars();
    let csv = "<http://publications.europa.eu/resource/authority/file-type/CSV>";
    let media = "dcat:mediaType <http://www.iana.org/assignments/media-types/text/csv> ;";
    let only = |code: &str| {
        let format = format!("<http://publications.europa.eu/resource/authority/file-type/{code}>");
        measured(Mode::Se, &FULL.replace(media, "").replace(csv, &format)).datasets[0].stars()
    };
    assert_eq!([only("PDF"), only("XLSX"), only("CSV"), only("RDF_TURTLE"), only("PNG")], [1, 2, 3, 4, 1]);
    assert_eq!(stars("dcterms:license <http://creativecommons.org/publicdomain/zero/1.0/>", "a dcat:Distribution"), 0);
}

#[test]
fn only_what_is_asked_for_is_measured_and_its_neighbours_are_seen() {
    let document = RawDocument { bytes: FULL.as_bytes(), content_type: None, url: "file:///a.ttl" };
    let records = refine(&document, &"mqa".parse().unwrap()).records;
    assert!(measures(&records, &|_| false).is_empty());
    let one = measures(&records, &|key| key == "https://a.example/d");
    assert_eq!(one, measured(Mode::Eu, FULL).datasets);
    let (findings, both) = crate::judge_and_measure(&records, &|_| true);
    assert_eq!((findings, both), (crate::judge(&records), one));
}
