//! Linked data.

use super::portal::{BASE, Portal};
use oxrdf::{NamedNode, Triple};
use oxrdfio::{RdfFormat, RdfParser};
use std::collections::BTreeSet;

fn parse(format: RdfFormat, bytes: &[u8]) -> BTreeSet<String> {
    let quads = RdfParser::from_format(format).for_slice(bytes).map(|quad| Triple::from(quad.unwrap()).to_string());
    quads.collect()
}

const FORMATS: [(&str, &str, RdfFormat); 4] = [
    ("ttl", "text/turtle", RdfFormat::Turtle),
    ("rdf", "application/rdf+xml", RdfFormat::RdfXml),
    ("nt", "application/n-triples", RdfFormat::NTriples),
    ("jsonld", "application/ld+json", RdfFormat::JsonLd { profile: oxrdfio::JsonLdProfileSet::empty() }),
];

#[tokio::test]
async fn one_dataset_in_every_form() {
    let portal = Portal::new();
    let id = portal.id("bad");
    let expected = parse(RdfFormat::NTriples, &portal.get(&format!("/datasets/{id}.nt")).await.body);
    assert!(expected.iter().any(|triple| triple.contains("bad.csv")), "distributions are in it: {expected:?}");
    assert!(expected.iter().any(|triple| triple.contains("Exempelkommun")), "the publisher is in it: {expected:?}");
    assert!(expected.iter().all(|triple| !triple.contains("skord.se/ns#")), "{expected:?}");
    for (suffix, media_type, format) in FORMATS {
        for answer in [
            portal.get(&format!("/datasets/{id}.{suffix}")).await,
            portal.get_as(&format!("/datasets/{id}"), media_type).await,
            portal.get_as(&format!("/en/datasets/{id}"), media_type).await,
        ] {
            assert_eq!(answer.status, 200);
            assert!(answer.header("content-type").starts_with(media_type), "{}", answer.header("content-type"));
            assert!(answer.header("vary").contains("accept"));
            assert_eq!(parse(format, &answer.body), expected, "{suffix}");
            let link = format!("<{BASE}datasets/{id}.{suffix}>; rel=\"alternate\"; type=\"{media_type}\"");
            assert!(answer.header("link").contains(&link), "{}", answer.header("link"));
        }
    }
    let json = portal.get_as(&format!("/datasets/{id}"), "application/json").await;
    assert_eq!(json.json()["title"]["sv"], "Badplatser");
    assert_eq!(portal.get("/datasets/nonsense.ttl").await.status, 404);
    let organisation = portal.get(&format!("/organisations/{}.ttl", portal.id("kommun"))).await;
    assert!(organisation.text().contains("Exempelkommun"), "{}", organisation.text());
}

#[tokio::test]
async fn the_whole_catalog_in_every_form() {
    let portal = Portal::new();
    let expected = parse(RdfFormat::NTriples, &portal.get("/catalog.nt").await.body);
    let datasets = expected.iter().filter(|triple| triple.ends_with("<http://www.w3.org/ns/dcat#Dataset>")).count();
    assert_eq!(datasets, 3);
    assert!(expected.iter().all(|triple| !triple.contains("CatalogRecord") && !triple.contains("skord.se/ns#")));
    for (suffix, media_type, format) in FORMATS {
        let answer = portal.get(&format!("/catalog.{suffix}")).await;
        assert!(answer.header("content-type").starts_with(media_type));
        assert_eq!(parse(format, &answer.body), expected, "{suffix}");
        let negotiated = portal.get_as("/catalog", media_type).await;
        assert_eq!(negotiated.status, 303);
        assert_eq!(negotiated.header("location"), format!("{BASE}catalog.{suffix}"));
    }
    assert_eq!(portal.get_as("/catalog", "image/png").await.status, 406);
}

#[tokio::test]
async fn hydra_pages_agree_with_the_total() {
    let portal = Portal::new();
    let page = parse(RdfFormat::Turtle, &portal.get("/catalog.ttl?page=1").await.body);
    let whole = parse(RdfFormat::NTriples, &portal.get("/catalog.nt").await.body);
    let hydra: Vec<&String> = page.iter().filter(|triple| triple.contains("hydra/core#")).collect();
    let has = |text: &str| hydra.iter().any(|triple| triple.contains(text));
    assert!(has("totalItems> \"3\"") && has("PartialCollectionView") && !has("core#next>"), "{hydra:?}");
    let described: BTreeSet<&String> = page.iter().filter(|triple| !triple.contains("hydra/core#")).collect();
    let all: BTreeSet<&String> = whole.iter().collect();
    assert_eq!(described, all, "with one page, the page is the catalog");
    assert_eq!(portal.get("/catalog.ttl?page=2").await.status, 404);
    assert_eq!(portal.get("/catalog.ttl?page=x").await.status, 400);
}

#[tokio::test]
async fn names_of_ours_lead_to_what_they_name() {
    let portal = Portal::new();
    let published = portal.projector.current();
    let bad = published.snapshot.iri_id("https://kommun.example/bad").unwrap();
    let contact = published.snapshot.iri_id("http://www.w3.org/ns/dcat#contactPoint").unwrap();
    let contact = published.snapshot.objects(bad, contact).next().unwrap();
    let name = NamedNode::try_from(published.snapshot.term(contact)).unwrap().into_string();
    let path = format!("/{}", name.strip_prefix(BASE).expect("blank nodes get names under our base"));
    assert!(path.starts_with("/id/kommun/"), "{path}");
    let page = portal.get_as(&path, "text/html").await;
    assert_eq!(page.status, 303);
    assert_eq!(page.header("location"), format!("{BASE}datasets/{}", portal.id("bad")));
    let document = portal.get_as(&path, "text/turtle").await;
    assert_eq!((document.status.as_u16(), document.header("location")), (303, format!("{name}.ttl").as_str()));
    let document = portal.get(&format!("{path}.ttl")).await;
    assert!(document.text().contains("Fritid"), "{}", document.text());
    assert_eq!(portal.get("/id/kommun/nothing").await.status, 404);
}
