//! Views of a small catalog that is written down here as TriG.

use super::*;
use crate::snapshot::{SnapshotBuilder, SnapshotHeader};
use model::Seq;
use model::view::ResourceKind;
use oxrdf::GraphName;
use oxrdfio::{RdfFormat, RdfParser};
use std::fmt::Write as _;

const PREFIXES: &str = r"
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcatap: <http://data.europa.eu/r5r/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix locn: <http://www.w3.org/ns/locn#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> .
@prefix skord: <https://skord.se/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix a: <https://a.example/> .
@prefix nal: <http://publications.europa.eu/resource/authority/> .
";

const CATALOG: &str = r#"
a:catalog a dcat:Catalog ; dcterms:title "Katalogen"@sv ; dcat:dataset a:bad, a:serie, a:prov1, a:prov2 ; dcat:service a:api .

a:bad a dcat:Dataset ;
  dcterms:title "Badplatser"@sv, "Bathing waters"@en ;
  dcterms:description "Alla badplatser"@sv ;
  dcat:keyword "vatten"@sv, "bad"@sv, "swim"@en, "utan" ;
  dcterms:publisher a:kommun ; dcterms:creator a:kommun ;
  dcat:theme <https://publications.europa.eu/resource/authority/data-theme/ENVI>, a:begrepp ;
  dcterms:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ;
  dcterms:accrualPeriodicity <http://purl.org/cld/freq/annual> ;
  dcatap:hvdCategory <http://data.europa.eu/bna/c_dd313021> ;
  dcatap:applicableLegislation <http://data.europa.eu/eli/reg_impl/2023/138/oj> ;
  dcterms:language <http://id.loc.gov/vocabulary/iso639-1/sv> ;
  dcterms:issued "2020-01-01"^^xsd:date ; dcterms:modified "2024-05-01"^^xsd:date, "2023-05-01"^^xsd:date ;
  skord:sortInstant 1714514400 ;
  dcterms:identifier "id-1" ; adms:identifier [ skos:notation "id-2" ] ;
  dcat:contactPoint <https://data.example/id/a/kontakt> ;
  dcterms:spatial <http://sws.geonames.org/2661886>, <https://data.example/id/a/plats>, <https://data.example/id/a/plats2> ;
  dcterms:temporal <https://data.example/id/a/period> ;
  dcterms:provenance [ dcterms:description "Inventerat"@sv ] ;
  dcterms:conformsTo a:spec ;
  dcat:distribution a:csv, a:xls .
a:begrepp skos:prefLabel "Vattenliv"@sv .
a:spec dcterms:title "Specifikation för bad"@sv .
a:kommun a foaf:Organization ; foaf:name "Exempelkommun"@sv ; foaf:homepage <https://a.example/hem> ;
  dcterms:identifier "2120000001" ; dcterms:type <http://purl.org/adms/publishertype/LocalAuthority> .
<https://data.example/id/a/kontakt> a vcard:Organization ; vcard:fn "Miljöenheten" ;
  vcard:hasEmail <mailto:miljo@a.example> ; vcard:hasTelephone <https://data.example/id/a/tel> .
<https://data.example/id/a/tel> a vcard:Voice ; vcard:hasValue <tel:+4618100000> .
<https://data.example/id/a/plats> a dcterms:Location ; dcat:bbox "POLYGON((1 2,3 2,3 4,1 4,1 2))"^^geo:wktLiteral .
<https://data.example/id/a/plats2> a dcterms:Location ; rdfs:label "Sjön"@sv ;
  locn:geometry [ geo:asGeoJSON "{\"type\":\"Point\",\"coordinates\":[1,2]}" ; geo:asWKT "POINT(1 2)" ] .
<https://data.example/id/a/period> schema:startDate "2019-01-01"^^xsd:date .
a:csv a dcat:Distribution ; dcterms:title "Lista"@sv ; dcat:accessURL <https://a.example/bad.csv> ; dcterms:format "CSV-fil" ;
  dcterms:license <https://creativecommons.org/licenses/by/4.0/deed.sv> ; dcat:byteSize "1024.0"^^xsd:decimal ;
  dcatap:availability <http://data.europa.eu/r5r/availability/stable> .
a:xls a dcat:Distribution ; dcat:accessURL <https://a.example/bad.xls> ; dcat:downloadURL <https://a.example/bad.xls> ;
  dcat:mediaType <https://www.iana.org/assignments/media-types/application/vnd.ms-excel> ;
  dcterms:license <http://publications.europa.eu/resource/authority/licence/CC_BY_4_0>, a:egen ;
  dcat:accessService a:api .

a:serie a dcat:DatasetSeries, dcat:Dataset ; dcterms:title "Prov per år"@sv ; dcterms:publisher a:namnlos .
a:prov1 a dcat:Dataset ; dcterms:title "Prov 2023"@sv ; dcat:inSeries a:serie ; dcterms:publisher a:namnlos .
a:prov2 a dcat:Dataset ; dcterms:title "Prov 2024, öppet API"@sv ; dcat:inSeries a:serie ; dcterms:publisher "Bara en text" .
a:api a dcat:DataService ; dcterms:title "Badtjänsten"@sv ; dcat:endpointURL <https://a.example/api> ; dcterms:format "application/json" .
a:fri a dcat:DataService ; dcterms:title "Fri tjänst"@sv ; dcat:servesDataset a:prov1, a:prov2 ; dcterms:license a:egen .
"#;

const PROVENANCE: &str = r"
GRAPH <https://data.example/graph/provenance> {
  a:bad skord:portalId '1001' ; prov:wasDerivedFrom <https://data.example/graph/source/kommunen> ;
    skord:alsoPublishedBy <https://data.example/graph/source/lansstyrelsen> .
  <https://b.example/bad-kopia> skord:mergedInto a:bad ; skord:formerPortalId '990' .
  a:serie skord:portalId '1002' . a:prov1 skord:portalId '1003' . a:prov2 skord:portalId '1004' .
  a:api skord:portalId '1005' . a:fri skord:portalId '1006' . a:kommun skord:portalId '12' .
}
";

pub(super) fn snapshot_of(trig: &str) -> (tempfile::TempDir, Snapshot) {
    let mut builder = SnapshotBuilder::new();
    let text = format!("{PREFIXES}{trig}");
    for quad in RdfParser::from_format(RdfFormat::TriG).for_slice(text.as_bytes()) {
        let quad = quad.unwrap();
        let graph = match &quad.graph_name {
            GraphName::NamedNode(name) => Some(name.as_str()),
            _ => None,
        };
        let subject = quad.subject.to_string();
        builder.insert(subject.trim_matches(['<', '>']), quad.predicate.as_str(), quad.object.as_ref(), graph);
    }
    let folder = tempfile::tempdir().unwrap();
    let header = SnapshotHeader {
        journal: "0123456789abcdef".into(),
        seq: Seq(1),
        base_url: "https://data.example/".into(),
        built: 0,
    };
    let path = builder.write(folder.path(), &header).unwrap();
    let snapshot = Snapshot::open(&path).unwrap();
    (folder, snapshot)
}

fn catalog() -> (tempfile::TempDir, Snapshot) {
    snapshot_of(&format!("{CATALOG}{PROVENANCE}"))
}

#[test]
fn a_summary_says_what_is_covered() {
    let own = r#"
a:lund a foaf:Organization ; foaf:name "Lunds kommun"@sv .
a:vag a dcat:Dataset ; dcterms:title "Vägar"@sv ; dcterms:publisher a:lund ; dcterms:spatial "Lunds kommun", a:lan ;
  dcterms:temporal "2010/2012", "2015" ; dcterms:subject <https://www.dataportal.se/terminology/grunddata/adress> .
a:lan a dcterms:Location ; skos:prefLabel "Skåne län"@sv ; dcat:bbox "trasig" ; dcat:centroid "POINT(13.5 55.9)" .
a:hus a dcat:Dataset ; dcterms:title "Hus"@sv ; dcterms:publisher a:lund .
GRAPH <https://data.example/graph/provenance> {
  a:hus prov:wasDerivedFrom <https://data.example/graph/source/lund> .
  <https://data.example/graph/source/lund> skord:sourceClass "private" .
}
"#;
    let (_folder, snapshot) = snapshot_of(&format!("{CATALOG}{PROVENANCE}{own}"));
    let all = summaries(&snapshot);
    let of = |iri: &str| all.iter().find(|summary| summary.iri.ends_with(iri)).unwrap();
    let codes = |iri: &str| of(iri).coverage.places.iter().map(|place| place.code.clone()).collect::<Vec<_>>();
    let shown = |iri: &str| of(iri).coverage.bbox.map(|all| all.to_string());

    assert_eq!(codes("/bad"), ["SE"]);
    assert_eq!(of("/bad").coverage.names, [LangText::new("sv", "Sjön")]);
    assert_eq!(shown("/bad").as_deref(), Some("1,2,3,4"));
    assert_eq!(of("/bad").coverage.years, Some(model::Years { from: Some(2019), to: None }));

    assert_eq!(codes("/vag"), ["12", "1281"]);
    assert_eq!(shown("/vag").as_deref(), Some("13.5,55.9,13.5,55.9"), "the broken box is passed over");
    assert_eq!(of("/vag").coverage.years, Some(model::Years { from: Some(2010), to: Some(2015) }));
    assert_eq!(of("/vag").basic_data.len(), 1);

    assert_eq!((codes("/hus"), of("/hus").coverage.assumed), (vec!["1281".to_owned()], true));
    assert_eq!(of("/hus").source_class, Some(model::SourceClass::Private));
    assert!(of("/prov1").coverage.is_empty());
}

#[test]
fn a_summary_has_labels_and_one_spelling_of_everything() {
    let (_folder, snapshot) = catalog();
    let all = summaries(&snapshot);
    let ids: Vec<&str> = all.iter().map(|summary| summary.id.as_str()).collect();
    assert_eq!(ids, ["1001", "1002", "1003", "1004", "1005", "1006"]);
    let bad = &all[0];
    assert_eq!((bad.kind, bad.title.text("en"), bad.distributions), (ResourceKind::Dataset, "Bathing waters", 2));
    let themes: Vec<(&str, &str)> = bad.themes.iter().map(|t| (t.code.as_str(), t.label.text("sv"))).collect();
    assert_eq!(themes, [("ENVI", "Miljö"), ("begrepp", "Vattenliv")]);
    assert_eq!(bad.keywords["sv"], ["bad", "vatten"]);
    assert_eq!(bad.keywords["und"], ["utan"]);
    let formats: Vec<(&str, &str)> = bad.formats.iter().map(|f| (f.value.as_str(), f.group.as_str())).collect();
    assert_eq!(formats, [("csv", "csv"), ("xls", "excel")]);
    let licences: Vec<(&str, bool)> = bad.licences.iter().map(|l| (l.iri.as_str(), l.open)).collect();
    assert_eq!(licences, [("http://creativecommons.org/licenses/by/4.0/", true), ("https://a.example/egen", false)]);
    assert_eq!(bad.access_rights.as_ref().unwrap().code, "PUBLIC");
    assert_eq!(bad.frequency.as_ref().unwrap().code, "ANNUAL");
    assert_eq!(bad.languages[0].code, "SWE");
    assert_eq!(bad.hvd_categories[0].label.text("en"), "Earth observation and environment");
    assert_eq!(bad.modified.as_deref(), Some("2024-05-01"));
    assert_eq!(bad.sort_instant, Some(1_714_514_400));
    assert_eq!((bad.source.as_str(), bad.also_published_by[0].as_str()), ("kommunen", "lansstyrelsen"));
    assert!(bad.has_specification && bad.api && !bad.independent);
    let publisher = bad.publisher.as_ref().unwrap();
    assert_eq!((publisher.id.as_str(), publisher.name.text("sv")), ("12", "Exempelkommun"));
    assert_eq!(publisher.kind.as_ref().unwrap().code, "LocalAuthority");
}

#[test]
fn series_services_and_the_api_mark() {
    let (_folder, snapshot) = catalog();
    let all = summaries(&snapshot);
    let [_, serie, prov1, prov2, api, fri] = all.as_slice() else { panic!("{}", all.len()) };
    assert_eq!(serie.kind, ResourceKind::Series, "typed as a dataset too");
    assert_eq!(prov1.in_series, ["https://a.example/serie"]);
    assert_eq!((api.kind, api.independent, api.api), (ResourceKind::Service, false, true), "reached from one dataset");
    assert_eq!((fri.independent, fri.licences.len()), (true, 1), "reached from two");
    assert!(prov2.api && prov1.api && !serie.api, "a title, a service, neither");
    assert_eq!(api.formats[0].value, "json");
    assert_eq!(prov1.source.as_str(), "unknown", "no provenance");
}

#[test]
fn a_publisher_without_a_name_still_has_one() {
    let (_folder, snapshot) = catalog();
    let all = summaries(&snapshot);
    let nameless = all[2].publisher.as_ref().unwrap();
    assert_eq!(nameless.name.text("sv"), "namnlos");
    assert_eq!(iri_of(&snapshot, &nameless.id).as_deref(), Some("https://a.example/namnlos"), "derived ids lead back");
    let text = all[3].publisher.as_ref().unwrap();
    assert_eq!((text.iri.as_str(), text.name.text("sv")), ("", "Bara en text"));
    assert!(iri_of(&snapshot, "x000000000000").is_none());
}

#[test]
fn ids_lead_to_the_winner_and_back() {
    let (_folder, snapshot) = catalog();
    assert_eq!(iri_of(&snapshot, "1001").as_deref(), Some("https://a.example/bad"));
    assert_eq!(id_of(&snapshot, "https://a.example/bad").as_deref(), Some("1001"));
    assert_eq!(id_of(&snapshot, "https://b.example/bad-kopia").as_deref(), Some("1001"), "the loser's IRI");
    assert_eq!(iri_of(&snapshot, "990").as_deref(), Some("https://a.example/bad"), "a former id of the loser");
    assert_eq!(resource(&snapshot, "990").unwrap().summary.id, "1001");
    assert_eq!(id_of(&snapshot, "https://nowhere.example/"), None);
    assert_eq!(iri_of(&snapshot, "12").as_deref(), Some("https://a.example/kommun"));
    assert!(resource(&snapshot, "12").is_none(), "an organisation is no resource");
}

#[test]
fn a_resource_is_shown_whole() {
    let (_folder, snapshot) = catalog();
    let bad = resource(&snapshot, "1001").unwrap();
    assert_eq!(bad.creator, None, "the same as the publisher");
    let contact = &bad.contacts[0];
    assert_eq!(contact.name.text("sv"), "Miljöenheten");
    assert_eq!(
        (contact.email.as_deref(), contact.telephone.as_deref()),
        (Some("miljo@a.example"), Some("+4618100000"))
    );
    assert_eq!(bad.identifiers, ["id-1", "id-2"]);
    assert_eq!(bad.temporal[0].start.as_deref(), Some("2019-01-01"));
    assert_eq!(bad.provenance[0].text("sv"), "Inventerat");
    assert_eq!(bad.conforms_to[0].title.text("sv"), "Specifikation för bad");
    assert_eq!(bad.catalog.as_ref().unwrap().title.text("sv"), "Katalogen");
    let places: Vec<_> =
        bad.spatial.iter().map(|p| (p.iri.as_deref(), p.name.text("sv"), p.geometry.as_deref())).collect();
    assert_eq!(
        places,
        [
            (Some("http://sws.geonames.org/2661886"), "2661886", None),
            (None, "Sjön", Some("POINT(1 2)")),
            (None, "", Some("POLYGON((1 2,3 2,3 4,1 4,1 2))")),
        ]
    );
    let [csv, xls] = bad.distributions.as_slice() else { panic!() };
    assert_eq!((csv.title.text("sv"), csv.byte_size), ("Lista", Some(1024)));
    assert_eq!(csv.availability.as_ref().unwrap().code, "STABLE");
    assert_eq!((xls.services[0].iri.as_str(), xls.services[0].title.text("sv")), ("1005", "Badtjänsten"));
    assert_eq!(bad.services[0].id.as_deref(), Some("1005"));
}

#[test]
fn series_and_services_link_to_their_datasets() {
    let (_folder, snapshot) = catalog();
    let serie = resource(&snapshot, "1002").unwrap();
    let members: Vec<Option<&str>> = serie.members.iter().map(|member| member.id.as_deref()).collect();
    assert_eq!(members, [Some("1003"), Some("1004")]);
    assert_eq!(resource(&snapshot, "1003").unwrap().series[0].id.as_deref(), Some("1002"));
    let api = resource(&snapshot, "1005").unwrap();
    assert_eq!(api.services[0].id.as_deref(), Some("1001"), "the dataset that it serves");
    assert_eq!(api.endpoint_urls, ["https://a.example/api"]);
    assert_eq!(resource(&snapshot, "1006").unwrap().services.len(), 2);
}

#[test]
fn organisations_are_counted() {
    let (_folder, snapshot) = catalog();
    let all = organisations(&snapshot);
    let counts: Vec<_> = all.iter().map(|o| (o.agent.name.text("sv"), o.datasets, o.services, o.series)).collect();
    assert_eq!(counts, [("Bara en text", 1, 0, 0), ("Exempelkommun", 1, 0, 0), ("namnlos", 1, 0, 1)]);
    assert_eq!(
        (all[1].homepage.as_deref(), all[1].identifiers[0].as_str()),
        (Some("https://a.example/hem"), "2120000001")
    );
}

#[test]
fn a_description_has_what_belongs_to_the_resource_and_no_more() {
    let (_folder, snapshot) = catalog();
    let triples = describe(&snapshot, "https://a.example/bad");
    let subjects: std::collections::BTreeSet<String> = triples.iter().map(|t| t.subject.to_string()).collect();
    let has = |iri: &str| subjects.contains(&format!("<{iri}>"));
    for iri in [
        "https://a.example/bad",
        "https://a.example/csv",
        "https://a.example/kommun",
        "https://data.example/id/a/kontakt",
        "https://data.example/id/a/tel",
        "https://data.example/id/a/plats",
        "https://data.example/id/a/period",
    ] {
        assert!(has(iri), "{iri}");
    }
    assert!(!has("https://a.example/api") && !has("https://a.example/catalog"), "these have pages of their own");
    assert!(triples.iter().any(|t| t.object.to_string().contains("Inventerat")), "blank nodes");
    assert_eq!(describe(&snapshot, "https://nowhere.example/"), []);
}

#[test]
fn an_export_visits_every_triple_grouped_by_subject() {
    let (_folder, snapshot) = catalog();
    let mut subjects = Vec::new();
    let mut visited = 0;
    export_default(&snapshot, &mut |triple| {
        visited += 1;
        subjects.push(triple.subject.to_string());
    });
    assert_eq!(visited, snapshot.len());
    subjects.dedup();
    let distinct: std::collections::BTreeSet<&String> = subjects.iter().collect();
    assert_eq!(distinct.len(), subjects.len(), "a subject's triples come together");
    assert_eq!(primary_iris(&snapshot).len(), 6);
}

#[test]
fn an_empty_snapshot_has_empty_views() {
    let (_folder, snapshot) = snapshot_of("");
    assert!(summaries(&snapshot).is_empty() && organisations(&snapshot).is_empty());
    assert!(resource(&snapshot, "1").is_none() && iri_of(&snapshot, "1").is_none());
}

/// Seconds that this thread has been on a processor (Linux; elsewhere 0), which a busy machine does not change.
fn on_cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds: u64 = text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(0);
    std::time::Duration::from_nanos(nanoseconds).as_secs_f64()
}

/// `SKORD_CATALOG=M.nt cargo test --release -p store views::tests::speed -- --ignored --nocapture` prints what the
/// summaries of a catalog (N-Triples) cost.
#[test]
#[ignore = "a measurement: needs a catalog named by SKORD_CATALOG"]
fn speed() {
    let body = std::fs::read_to_string(std::env::var("SKORD_CATALOG").expect("SKORD_CATALOG names a catalog")).unwrap();
    let mut builder = SnapshotBuilder::new();
    builder.insert_body(&body, &[None], "https://data.example/");
    let folder = tempfile::tempdir().unwrap();
    let header =
        SnapshotHeader { journal: "0".into(), seq: Seq(1), base_url: "https://data.example/".into(), built: 0 };
    let snapshot = Snapshot::open(&builder.write(folder.path(), &header).unwrap()).unwrap();
    let time = |what: &str, work: &dyn Fn() -> usize| {
        let (start, busy) = (std::time::Instant::now(), on_cpu());
        let count = work();
        println!("{count} {what} in {:.3} s ({:.3} s of CPU)", start.elapsed().as_secs_f64(), on_cpu() - busy);
    };
    time("summaries", &|| summaries(&snapshot).len());
    time("organisations", &|| organisations(&snapshot).len());
    let all = summaries(&snapshot);
    time("descriptions", &|| all.iter().take(1000).map(|s| describe(&snapshot, &s.iri).len()).sum());
    let reader = Reader::new(&snapshot);
    let kinds = reader.primary_resources();
    time("resources", &|| kinds.iter().map(|(s, kind)| reader.resource(*s, *kind).distributions.len()).sum());
}

/// `SKORD_SNAPSHOT=… cargo test -p store -- --ignored neighbours_speed --nocapture` says how long neighbours take.
#[test]
#[ignore = "a measurement: needs a published snapshot named by SKORD_SNAPSHOT"]
fn neighbours_speed() {
    let path = std::env::var("SKORD_SNAPSHOT").expect("SKORD_SNAPSHOT names a published snapshot");
    let snapshot = Snapshot::open(path.as_ref()).unwrap();
    let reader = Reader::new(&snapshot);
    let all = reader.primary_resources();
    let step = (all.len() / 500).max(1);
    let mut times: Vec<f64> = Vec::new();
    let mut found = 0;
    for (subject, _) in all.iter().step_by(step) {
        let id = reader.id(*subject);
        let start = std::time::Instant::now();
        found += neighbours(&snapshot, &id).len();
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    println!("{} of {}: {found} neighbours, p50 {:.2} ms, p99 {:.2} ms", times.len(), all.len(), at(50), at(99));
}

/// What ties `id` to others: id and ties, in order.
fn ties(snapshot: &Snapshot, id: &str) -> Vec<(String, String)> {
    let shown = |tie: &Tie| match tie {
        Tie::Declared(relation, role) => format!("{relation:?}{}", role.text("sv")),
        Tie::Series(iri) => format!("series {iri}"),
        Tie::Service(title) => format!("service {}", title.text("sv")),
        Tie::Specification(title) => format!("specification {}", title.text("sv")),
    };
    let all = neighbours(snapshot, id);
    all.into_iter().map(|one| (one.id, one.ties.iter().map(shown).collect::<Vec<_>>().join(" + "))).collect()
}

#[test]
fn neighbours_are_told_with_what_ties_them() {
    let own = r#"
a:bad dcterms:relation a:vatten, a:bad, <https://elsewhere.example/x>, <https://b.example/prov-kopia> ;
  dcat:qualifiedRelation [ a dcat:Relationship ; dcterms:relation a:karta ; dcat:hadRole a:roll ] .
a:roll skos:prefLabel "bakgrund"@sv .
a:vatten a dcat:Dataset ; dcterms:title "Vatten"@sv ; dcterms:conformsTo <http://www.opengis.net/def/crs/EPSG/0/3006> ;
  dcterms:replaces a:prov2 .
a:karta a dcat:Dataset ; dcterms:title "Karta"@sv ; dcterms:isReferencedBy a:vatten .
a:annan a dcat:Dataset ; dcterms:title "Annan"@sv ; dcat:distribution a:annan1 .
a:annan1 a dcat:Distribution ; dcterms:conformsTo a:spec , <http://www.opengis.net/def/crs/EPSG/0/3006> ; dcat:accessService a:api .
GRAPH <https://data.example/graph/provenance> {
  a:vatten skord:portalId '2001' . a:karta skord:portalId '2002' . a:annan skord:portalId '2003' .
  <https://b.example/prov-kopia> skord:mergedInto a:prov1 .
}
"#;
    let (_folder, snapshot) = snapshot_of(&format!("{CATALOG}{PROVENANCE}{own}"));
    let pairs =
        |all: &[(&str, &str)]| all.iter().map(|(id, ties)| ((*id).to_owned(), (*ties).to_owned())).collect::<Vec<_>>();
    assert_eq!(
        ties(&snapshot, "1001"),
        pairs(&[
            ("1003", "Related"),
            ("2001", "Related"),
            ("2002", "Relatedbakgrund"),
            ("2003", "service Badtjänsten + specification Specifikation för bad"),
        ]),
        "never itself, nothing from elsewhere, the winner in place of a copy"
    );
    assert_eq!(
        ties(&snapshot, "1004"),
        pairs(&[("2001", "ReplacedBy"), ("1003", "series https://a.example/serie + service Fri tjänst")])
    );
    assert_eq!(ties(&snapshot, "2002"), pairs(&[("2001", "ReferencedBy"), ("1001", "Related")]));
    assert_eq!(ties(&snapshot, "2001"), pairs(&[("1004", "Replaces"), ("2002", "References"), ("1001", "Related")]));
    assert!(ties(&snapshot, "nosuch").is_empty());
}

#[test]
fn what_very_many_share_ties_nothing() {
    let mut own = String::new();
    for number in 0..30 {
        writeln!(own, "a:m{number} a dcat:Dataset ; dcterms:title \"M{number}\"@sv ; dcterms:conformsTo a:alla .")
            .unwrap();
    }
    let (_folder, snapshot) = snapshot_of(&format!("{CATALOG}{PROVENANCE}{own}"));
    let id = summaries(&snapshot).into_iter().find(|one| one.iri == "https://a.example/m1").unwrap().id;
    assert!(neighbours(&snapshot, &id).is_empty());
}
