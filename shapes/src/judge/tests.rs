//! Judging small catalogs, read and split as a harvest does it.

use super::*;
use ::rdf::{RawDocument, refine};
use model::{Severity, SourceId};
use std::collections::BTreeMap;

const PREFIXES: &str = r"
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcatap: <http://data.europa.eu/r5r/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix a: <https://a.example/> .
";

/// A catalog without any fault; tests break it.
const GOOD: &str = r#"
a:catalog a dcat:Catalog ; dcterms:title "Katalogen"@sv ; dcterms:description "Allt"@sv ; dcterms:publisher a:kommun ;
  dcterms:issued "2024-01-01"^^xsd:date ; dcterms:modified "2024-01-02"^^xsd:date ; foaf:homepage <https://a.example/> ;
  dcterms:language <http://publications.europa.eu/resource/authority/language/SWE> ; dcterms:spatial <http://sws.geonames.org/2661886> ;
  dcat:themeTaxonomy <http://publications.europa.eu/resource/authority/data-theme> ;
  dcterms:license <http://creativecommons.org/publicdomain/zero/1.0/> ; dcat:dataset a:bad .
a:bad a dcat:Dataset ; dcterms:title "Badplatser"@sv ; dcterms:description "Alla"@sv ; dcterms:publisher a:kommun ;
  dcat:contactPoint a:kontakt ; dcat:keyword "bad"@sv ; dcterms:modified "2024-05-01"^^xsd:date ;
  dcterms:issued "2024-04-30"^^xsd:date ; dcterms:conformsTo <https://a.example/spec> ;
  dcterms:spatial <http://sws.geonames.org/2661886> ; dcterms:temporal [ a dcterms:PeriodOfTime ;
    dcat:startDate "2023-01-01"^^xsd:date ; dcat:endDate "2023-12-31"^^xsd:date ] ;
  dcat:theme <http://publications.europa.eu/resource/authority/data-theme/ENVI> ;
  dcterms:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ; dcat:distribution a:csv .
a:csv a dcat:Distribution ; dcat:accessURL <https://a.example/bad.csv> ; dcterms:format "text/csv" ;
  dcterms:description "Som CSV"@sv ;
  dcatap:availability <http://publications.europa.eu/resource/authority/planned-availability/STABLE> ;
  dcterms:license <http://creativecommons.org/publicdomain/zero/1.0/> .
a:kommun a foaf:Organization ; dcterms:description "En kommun"@sv ; dcterms:identifier "212000-0001" ; foaf:name "Exempelkommun"@sv ;
  dcterms:type <http://purl.org/adms/publishertype/LocalAuthority> .
a:kontakt a vcard:Organization ; vcard:fn "Miljöenheten" ; vcard:hasTelephone [ a vcard:Voice ; vcard:hasValue <tel:+4618100000> ] ;
  vcard:hasAddress [ a vcard:Address ; vcard:country-name "Sverige" ; vcard:locality "Uppsala" ;
    vcard:postal-code "751 05" ; vcard:street-address "Vaksalagatan 1" ] ; vcard:hasEmail <mailto:miljo@a.example> .
"#;

fn records(turtle: &str) -> Vec<Record> {
    let text = format!("{PREFIXES}{turtle}");
    let document =
        RawDocument { bytes: text.as_bytes(), content_type: Some("text/turtle"), url: "https://a.example/dcat.ttl" };
    let source: SourceId = "test".parse().unwrap();
    let refined = refine(&document, &source);
    assert!(refined.complete && !refined.records.is_empty(), "{:?}", refined.findings);
    refined.records
}

fn judged(turtle: &str) -> Vec<Finding> {
    judge(&records(turtle))
}

/// Codes with their severity, counted.
fn codes(turtle: &str) -> BTreeMap<String, usize> {
    let mut codes = BTreeMap::new();
    for finding in judged(turtle) {
        let severity = match finding.severity {
            Severity::Error => "E",
            Severity::Warning => "W",
            Severity::Notice => "N",
        };
        *codes.entry(format!("{severity} {}", finding.code)).or_default() += 1;
    }
    codes
}

fn expect(turtle: &str, expected: &[&str]) {
    let found = codes(turtle);
    let found: Vec<&str> = found.keys().map(String::as_str).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_good_catalog_has_no_findings() {
    assert_eq!(judged(GOOD), []);
}

#[test]
fn an_empty_catalog_misses_what_is_mandatory() {
    expect(
        "a:catalog a dcat:Catalog .",
        &[
            "E profile-catalog-dataset-missing",
            "E profile-catalog-description-missing",
            "E profile-catalog-licence-missing",
            "E profile-catalog-publisher-missing",
            "E profile-catalog-title-missing",
            "W profile-catalog-homepage-missing",
            "W profile-catalog-issued-missing",
            "W profile-catalog-language-missing",
            "W profile-catalog-modified-missing",
            "W profile-catalog-spatial-missing",
            "W profile-catalog-theme-taxonomy-missing",
        ],
    );
}

#[test]
fn a_bare_dataset_and_its_bare_distribution() {
    let bare = GOOD.replace("dcat:dataset a:bad", "dcat:dataset a:bad, a:bar")
        + "a:bar a dcat:Dataset ; dcat:distribution a:bardist . a:bardist a dcat:Distribution .";
    expect(
        &bare,
        &[
            "E profile-dataset-description-missing",
            "E profile-dataset-publisher-missing",
            "E profile-dataset-title-missing",
            "E profile-distribution-access-url-missing",
            "W profile-dataset-access-rights-missing",
            "W profile-dataset-conforms-to-missing",
            "W profile-dataset-contact-missing",
            "W profile-dataset-issued-missing",
            "W profile-dataset-keyword-missing",
            "W profile-dataset-spatial-missing",
            "W profile-dataset-temporal-missing",
            "W profile-dataset-theme-missing",
            "W profile-distribution-availability-missing",
            "W profile-distribution-description-missing",
            "W profile-distribution-format-missing",
            "W profile-distribution-licence-missing",
        ],
    );
}

#[test]
fn findings_say_what_where_and_how_to_write_it() {
    let findings = judged(&GOOD.replace("; dcterms:description \"Alla\"@sv", ""));
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(finding.record.as_deref(), Some("https://a.example/bad"));
    assert_eq!(finding.path.as_deref(), Some("http://purl.org/dc/terms/description"));
    assert_eq!(
        finding.message.text("sv"),
        "Datamängden saknar beskrivning (`dcterms:description`), en egenskap som är obligatorisk i DCAT-AP-SE 3.0.1 \
         (Datamängd)."
    );
    assert_eq!(
        finding.message.text("en"),
        "The dataset has no description (`dcterms:description`), a property that is mandatory in DCAT-AP-SE 3.0.1 \
         (Dataset)."
    );
    assert!(finding.fix.text("sv").contains("dcterms:description \"Kommunens badplatser"));
}

#[test]
fn a_distribution_is_named_in_the_finding_about_its_dataset() {
    let findings =
        judged(&GOOD.replace("dcat:accessURL <https://a.example/bad.csv>", "dcat:accessURL <ftp://a.example/bad.csv>"));
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(
        (finding.code.as_str(), finding.value.as_deref()),
        ("profile-distribution-access-url-address", Some("ftp://a.example/bad.csv"))
    );
    assert!(
        finding.message.text("sv").starts_with("Distributionen `https://a.example/csv` har ett värde"),
        "{:?}",
        finding.message
    );
    assert_eq!(finding.record.as_deref(), Some("https://a.example/bad"));
}

#[test]
fn free_text_needs_a_language_tag_once_per_property() {
    let untagged = GOOD
        .replace("\"bad\"@sv", "\"bad\", \"strand\", \"vatten\"@sv")
        .replace("\"Exempelkommun\"@sv", "\"Exempelkommun\"");
    expect(&untagged, &["E profile-dataset-keyword-language", "W profile-agent-name-language"]);
    let finding = judged(&untagged).into_iter().find(|f| f.code.contains("keyword")).unwrap();
    assert!(finding.message.text("sv").contains("`bad` (antal: 2)"), "{:?}", finding.message);
}

#[test]
fn the_catalog_is_cc0() {
    let other = GOOD.replacen("publicdomain/zero/1.0/", "licenses/by/4.0/", 1);
    expect(&other, &["E profile-catalog-licence-value"]);
}

#[test]
fn agents_and_contacts_are_judged_by_their_role() {
    let untyped = GOOD.replace("a foaf:Organization ;", "").replace("a vcard:Organization ;", "");
    expect(&untyped, &["E profile-contact-type-missing"]);
    let poor = GOOD
        .replace(
            "foaf:name \"Exempelkommun\"@sv ;\n  dcterms:type <http://purl.org/adms/publishertype/LocalAuthority>",
            "foaf:mbox <mailto:x@a.example>",
        )
        .replace("; vcard:hasEmail <mailto:miljo@a.example>", "; vcard:hasEmail <https://a.example/kontakt>");
    expect(&poor, &["E profile-agent-name-missing", "E profile-agent-type-missing", "E profile-contact-email-address"]);
    let unknown = GOOD.replace("publishertype/LocalAuthority", "publishertype/Kommun");
    expect(&unknown, &["E profile-agent-type-unlisted"]);
    let both = GOOD.replace(
        "a foaf:Organization",
        "a foaf:Organization, vcard:Organization ; vcard:fn \"x\" ; vcard:hasEmail <mailto:x@a.example>",
    );
    expect(
        &both,
        &["E profile-agent-is-contact", "W profile-contact-address-missing", "W profile-contact-telephone-missing"],
    );
}

#[test]
fn a_publisher_that_nothing_describes_is_told_once() {
    let findings = judged(&GOOD.replace("dcterms:publisher a:kommun", "dcterms:publisher a:annan"));
    let told: Vec<_> = findings.iter().filter(|f| f.code == "profile-agent-undescribed").collect();
    assert_eq!(told.len(), 1, "{findings:?}");
    assert_eq!(told[0].record.as_deref(), Some("https://a.example/annan"));
}

#[test]
fn high_value_datasets_have_law_and_category_and_a_marked_distribution() {
    let law = "dcatap:applicableLegislation <http://data.europa.eu/eli/reg_impl/2023/138/oj>";
    let category = "dcatap:hvdCategory <http://data.europa.eu/bna/c_dd313021>";
    let dataset = |more: &str| GOOD.replace("dcat:keyword \"bad\"@sv", &format!("dcat:keyword \"bad\"@sv ; {more}"));
    let both =
        |turtle: &str| turtle.replace("dcterms:format \"text/csv\"", &format!("dcterms:format \"text/csv\" ; {law}"));
    expect(&dataset(category), &["E profile-dataset-hvd-legislation-missing"]);
    expect(&both(&dataset(law)), &["E profile-dataset-hvd-category-missing"]);
    expect(&dataset(&format!("{law} ; {category}")), &["E profile-dataset-hvd-distribution-missing"]);
    expect(&both(&dataset(&format!("{law}, <https://a.example/lag> ; {category}"))), &[]);
    expect(
        &both(&dataset(&format!("{law} ; dcatap:hvdCategory <http://data.europa.eu/bna/c_0>"))),
        &["E profile-dataset-hvd-category-unlisted"],
    );
}

#[test]
fn a_high_value_service_says_whom_to_ask() {
    let service = r#"a:api a dcat:DataService ; dcterms:title "API"@sv ; dcat:keyword "bad"@sv ; dcterms:format "text/csv" ; dcat:endpointURL <https://a.example/api> ;
      dcat:endpointDescription <https://a.example/openapi.json> ; dcterms:license <http://creativecommons.org/publicdomain/zero/1.0/> ;
      dcterms:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ; dcat:contactPoint a:kontakt ;
      dcatap:applicableLegislation <http://data.europa.eu/eli/reg_impl/2023/138/oj> ;
      dcatap:hvdCategory <http://data.europa.eu/bna/c_dd313021> ."#;
    expect(
        &format!("{GOOD}{service}"),
        &["E profile-service-hvd-dataset-missing", "E profile-service-hvd-documentation-missing"],
    );
}

#[test]
fn values_that_no_repair_can_guess_are_told() {
    let bad = GOOD
        .replace("\"2024-05-01\"^^xsd:date", "\"våren 2024\"")
        .replace("data-theme/ENVI", "data-theme/MILJO")
        .replace("\"text/csv\"", "\"nånting\"");
    expect(
        &bad,
        &[
            "E profile-dataset-modified-date",
            "E profile-dataset-theme-unlisted",
            "W profile-distribution-format-unknown",
        ],
    );
    let more = GOOD.replace("data-theme/ENVI>", "data-theme/ENVI>, a:tema");
    expect(&more, &[]);
}

#[test]
fn catalog_records_and_series_in_series() {
    let records =
        format!("{GOOD} a:post a dcat:CatalogRecord ; foaf:primaryTopic a:bad . a:post2 a dcat:CatalogRecord .");
    expect(&records, &["E profile-catalog-record"]);
    let series = r#"a:serie a dcat:DatasetSeries, dcat:Dataset ; dcterms:title "S"@sv ; dcterms:description "S"@sv ; dcterms:publisher a:kommun ;
      dcat:contactPoint a:kontakt ; dcat:keyword "s"@sv ; dcat:inSeries a:yttre ; dcterms:conformsTo a:spec ;
      dcterms:issued "2024"^^xsd:gYear ; dcterms:spatial a:plats ; dcterms:temporal a:tid ;
      dcat:theme <http://publications.europa.eu/resource/authority/data-theme/ENVI> ."#;
    expect(&format!("{GOOD}{series}"), &["W profile-series-nested"]);
}

#[test]
fn a_node_without_an_iri_is_told_without_ours() {
    let blank = GOOD
        .replace("dcat:distribution a:csv", "dcat:distribution []")
        .replace("a:csv a dcat:Distribution", "[] a dcat:Distribution");
    let findings = judged(&blank.replace(
        "dcat:distribution [] .",
        "dcat:distribution [ a dcat:Distribution ; dcat:accessURL <https://a.example/x> ] .",
    ));
    let told: Vec<_> = findings.iter().filter(|f| f.code == "profile-distribution-iri-missing").collect();
    assert!(!told.is_empty(), "{findings:?}");
    assert!(!format!("{:?}", told[0].message).contains("skord.invalid"), "{:?}", told[0].message);
}

#[test]
fn one_record_is_judged_beside_its_neighbours() {
    let all = records(&GOOD.replace("dcterms:title \"Badplatser\"@sv ;", ""));
    let dataset = all.iter().find(|record| record.key == "https://a.example/bad").unwrap();
    let neighbours: Vec<&Record> = all.iter().filter(|record| record.key != dataset.key).collect();
    let findings = judge_record(dataset, &neighbours);
    let whole: Vec<Finding> = judge(&all);
    assert_eq!(findings, whole, "the only fault is in this record");
    assert_eq!(findings[0].code, "profile-dataset-title-missing");
}

#[test]
fn the_high_value_profile_looks_at_what_is_marked_only() {
    let judged = |turtle: &str| -> Vec<String> {
        judge_by(Profile::Hvd300, &records(turtle)).into_iter().map(|finding| finding.code).collect()
    };
    assert_eq!(judged(GOOD), [] as [&str; 0]);
    let law = "dcatap:applicableLegislation <http://data.europa.eu/eli/reg_impl/2023/138/oj>";
    let marked = GOOD.replace("dcat:keyword \"bad\"@sv", &format!("dcat:keyword \"bad\"@sv ; {law}"));
    assert_eq!(judged(&marked), ["profile-dataset-hvd-category-missing", "profile-dataset-hvd-distribution-missing"]);
}

#[test]
fn the_eu_profile_wants_other_values_than_the_swedish_one() {
    let codes: Vec<String> = judge_by(Profile::Eu301, &records(GOOD)).into_iter().map(|finding| finding.code).collect();
    // A media type as text is right in Sweden and wrong in the EU (L1).
    assert!(codes.contains(&"profile-distribution-format-iri".to_owned()), "{codes:?}");
}

/// Rules S11 to S16 and S28 of the profile: code, a good record, a bad one. Both stand beside the good catalog.
const SMALL_NODES: [(&str, &str, &str); 14] = [
    (
        "profile-relationship-role-missing",
        "a:bad dcat:qualifiedRelation [ a dcat:Relationship ; dcterms:relation <https://a.example/2> ;
           dcat:hadRole <https://www.dataportal.se/terminology/resource-role/1> ] .",
        "a:bad dcat:qualifiedRelation [ a dcat:Relationship ; dcterms:relation <https://a.example/2> ] .",
    ),
    (
        "profile-relationship-relation-many",
        "a:bad dcat:qualifiedRelation [ a dcat:Relationship ; dcterms:relation <https://a.example/2> ;
           dcat:hadRole <https://www.dataportal.se/terminology/resource-role/1> ] .",
        "a:bad dcat:qualifiedRelation [ a dcat:Relationship ; dcterms:relation <https://a.example/2> , <https://a.example/3> ;
           dcat:hadRole <https://www.dataportal.se/terminology/resource-role/1> ] .",
    ),
    (
        "profile-attribution-agent-missing",
        "a:bad prov:qualifiedAttribution [ a prov:Attribution ; prov:agent a:kommun ;
           dcat:hadRole <http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/custodian> ] .",
        "a:bad prov:qualifiedAttribution [ a prov:Attribution ;
           dcat:hadRole <http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/custodian> ] .",
    ),
    (
        "profile-attribution-role-missing",
        "a:bad prov:qualifiedAttribution [ a prov:Attribution ; prov:agent a:kommun ;
           dcat:hadRole <http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/custodian> ] .",
        "a:bad prov:qualifiedAttribution [ a prov:Attribution ; prov:agent a:kommun ] .",
    ),
    (
        "profile-contact-name-missing",
        "a:bad dcat:contactPoint a:k2 . a:k2 a vcard:Individual ; vcard:fn \"A\" ; vcard:hasEmail <mailto:a@a.example> .",
        "a:bad dcat:contactPoint a:k2 . a:k2 a vcard:Individual ; vcard:hasEmail <mailto:a@a.example> .",
    ),
    (
        "profile-contact-email-missing",
        "a:bad dcat:contactPoint a:k2 . a:k2 a vcard:Individual ; vcard:fn \"A\" ; vcard:hasEmail <mailto:a@a.example> .",
        "a:bad dcat:contactPoint a:k2 . a:k2 a vcard:Individual ; vcard:fn \"A\" .",
    ),
    (
        "profile-telephone-number-missing",
        "a:kontakt vcard:hasTelephone [ a vcard:Voice ; vcard:hasValue <tel:+4618100001> ] .",
        "a:kontakt vcard:hasTelephone [ a vcard:Voice ] .",
    ),
    (
        "profile-telephone-number-many",
        "a:kontakt vcard:hasTelephone [ a vcard:Voice ; vcard:hasValue <tel:+4618100001> ] .",
        "a:kontakt vcard:hasTelephone [ a vcard:Voice ; vcard:hasValue <tel:+4618100001> , <tel:+4618100002> ] .",
    ),
    (
        "profile-provenance-description-missing",
        "a:bad dcterms:provenance [ a dcterms:ProvenanceStatement ; dcterms:description \"Inmätt\"@sv ] .",
        "a:bad dcterms:provenance [ a dcterms:ProvenanceStatement ; dcterms:title \"Inmätt\"@sv ] .",
    ),
    (
        "profile-provenance-description-language",
        "a:bad dcterms:provenance [ a dcterms:ProvenanceStatement ; dcterms:description \"Inmätt\"@sv ] .",
        "a:bad dcterms:provenance [ a dcterms:ProvenanceStatement ; dcterms:description \"Inmätt\" ] .",
    ),
    (
        "profile-fee-description-missing",
        "a:bad schema:offers [ a schema:Offer ; schema:description \"100 kr\"@sv ] .",
        "a:bad schema:offers [ a schema:Offer ; schema:mainEntityOfPage <https://a.example/pris> ] .",
    ),
    (
        "profile-fee-page-many",
        "a:bad schema:offers [ a schema:Offer ; schema:description \"100 kr\"@sv ; schema:mainEntityOfPage <https://a.example/pris> ] .",
        "a:bad schema:offers [ a schema:Offer ; schema:description \"100 kr\"@sv ;
           schema:mainEntityOfPage <https://a.example/pris> , <https://a.example/pris2> ] .",
    ),
    (
        "profile-catalog-part-nested",
        "a:catalog dcterms:hasPart a:del . a:del a dcat:Catalog .",
        "a:catalog dcterms:hasPart a:del . a:del a dcat:Catalog ; dcterms:hasPart a:catalog .",
    ),
    (
        "profile-catalog-part-type",
        "a:catalog dcterms:hasPart a:del , a:annan . a:del a dcat:Catalog .",
        "a:catalog dcterms:hasPart a:kommun .",
    ),
];

#[test]
fn small_nodes_and_parts_are_whole() {
    let more = "@prefix prov: <http://www.w3.org/ns/prov#> . @prefix schema: <http://schema.org/> .";
    for (code, good, bad) in SMALL_NODES {
        let told = |turtle: &str| {
            let all = judged(&format!("{more}{GOOD}{turtle}"));
            all.into_iter().filter(|finding| finding.code == code).collect::<Vec<_>>()
        };
        assert!(told(good).is_empty(), "{code}: {:?}", told(good));
        let found = told(bad);
        assert!(!found.is_empty(), "{code}: {:?}", judged(&format!("{more}{GOOD}{bad}")));
        assert_eq!(found[0].severity, Severity::Error, "{code}");
    }
}
