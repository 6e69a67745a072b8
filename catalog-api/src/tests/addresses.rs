//! An id that was ever given leads somewhere: 200, 301 or 410, never 404.

use super::portal::{BASE, CATALOG, Portal};

/// Two sources with the same dataset, by UUID; `{}` is the IRI.
const TWIN: &str = r#"
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<https://x.example/catalog> a dcat:Catalog ; dcterms:title "K"@sv ; dcat:dataset <{}> .
<{}> a dcat:Dataset ; dcterms:title "Skolor"@sv ; dcterms:description "D"@sv ; dcterms:identifier "{uuid}" .
"#;

const UUID: &str = "0f6b2c1e-7a53-4d0e-9b43-a6a1b1a0c001";

fn twin(iri: &str, uuid: &str) -> String {
    TWIN.replace("{}", iri).replace("{uuid}", uuid)
}

/// Status and where it leads, of page, document, JSON and API.
async fn answers(portal: &Portal, id: &str) -> Vec<(u16, String)> {
    let mut answers = Vec::new();
    let paths = [
        format!("/datasets/{id}"),
        format!("/datasets/{id}.ttl"),
        format!("/datasets/{id}.json"),
        format!("/api/v1/datasets/{id}"),
    ];
    for path in paths {
        let answer = portal.get(&path).await;
        answers.push((answer.status.as_u16(), answer.header("location").to_owned()));
    }
    answers
}

fn all(status: u16, id: &str) -> Vec<(u16, String)> {
    let base = format!("{BASE}datasets/{id}");
    [base.clone(), format!("{base}.ttl"), format!("{base}.json"), format!("{BASE}api/v1/datasets/{id}")]
        .map(|location| (status, if id.is_empty() { String::new() } else { location }))
        .into()
}

#[tokio::test]
async fn merged_ids_lead_to_the_one_that_stayed() {
    let portal = Portal::new();
    portal.harvest_as("b", &twin("https://b.example/1", "other"), &[]);
    portal.harvest_as("a", &twin("https://a.example/1", UUID), &[]);
    portal.projector.catch_up().unwrap();
    let (one, other) = (id(&portal, "https://a.example/1"), id(&portal, "https://b.example/1"));
    assert_ne!(one, other);
    portal.harvest_as("b", &twin("https://b.example/1", UUID), &[]);
    portal.projector.catch_up().unwrap();
    // The older id stays.
    assert_eq!(id(&portal, "https://a.example/1"), other);
    assert_eq!(answers(&portal, &one).await, all(301, &other));
    let english = portal.get(&format!("/en/datasets/{one}")).await;
    assert_eq!(english.header("location"), format!("{BASE}en/datasets/{other}"));
    // The source with the id that stayed withdraws its record: the thing is still there.
    portal.harvest_as("b", "", &["https://b.example/1"]);
    portal.projector.catch_up().unwrap();
    let now = id(&portal, "https://a.example/1");
    assert_eq!(answers(&portal, &now).await, all(200, ""));
    let former = if now == one { &other } else { &one };
    assert_eq!(answers(&portal, former).await, all(301, &now));
    // And then the last one.
    portal.harvest_as("a", "", &["https://a.example/1"]);
    portal.projector.catch_up().unwrap();
    for id in [&one, &other] {
        assert_eq!(answers(&portal, id).await, all(410, ""), "{id}");
    }
}

fn id(portal: &Portal, iri: &str) -> String {
    store::views::id_of(&portal.projector.current().snapshot, iri).unwrap_or_else(|| panic!("no id for {iri}"))
}

#[tokio::test]
async fn what_is_gone_says_when_why_and_what_came_after() {
    let portal = Portal::new();
    portal.harvest_as("a", &twin("https://a.example/1", UUID), &[]);
    portal.projector.catch_up().unwrap();
    let gone = id(&portal, "https://a.example/1");
    let run = portal.harvest_as("a", "", &["https://a.example/1"]).run;
    portal.projector.catch_up().unwrap();
    let turtle = portal.get(&format!("/datasets/{gone}.ttl")).await;
    for part in ["Skolor", "WITHDRAWN", "prov:invalidatedAtTime", &format!("runs/{run}>"), "graph/source/a>"] {
        assert!(turtle.text().contains(part), "{part}: {}", turtle.text());
    }
    let page = portal.get(&format!("/datasets/{gone}")).await;
    assert_eq!(page.status, 410);
    for part in ["Skolor", "Källan publicerar den inte längre.", &format!("/runs/{run}\""), "/history\""] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    // Another source publishes it later: a successor, not the same address.
    portal.harvest_as("c", &twin("https://c.example/9", UUID).replace("Skolor", "Skolor i staden"), &[]);
    portal.projector.catch_up().unwrap();
    let problem = portal.get(&format!("/api/v1/datasets/{gone}")).await;
    if problem.status == 410 {
        assert_eq!(problem.json()["successor"]["iri"], "https://c.example/9");
        assert!(portal.get(&format!("/datasets/{gone}.ttl")).await.text().contains("isReplacedBy"));
    } else {
        assert_eq!(problem.status, 200, "the id belongs to the UUID: it is the same thing again");
    }
}

#[tokio::test]
async fn organisations_and_other_collections_answer_too() {
    let portal = Portal::new();
    let (lab, bad) = (portal.id("lab"), portal.id("bad"));
    let service = portal.id("api");
    for (path, location) in [
        (format!("/services/{service}"), format!("{BASE}datasets/{service}")),
        (format!("/en/series/{bad}"), format!("{BASE}en/datasets/{bad}")),
        (format!("/datasets/{lab}"), format!("{BASE}organisations/{lab}")),
        (format!("/organisations/{bad}"), format!("{BASE}datasets/{bad}")),
    ] {
        let answer = portal.get(&path).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (301, location.as_str()), "{path}");
    }
    let catalog = CATALOG.replace("dcterms:publisher :lab", "dcterms:publisher :kommun");
    portal.harvest(&catalog, &[]);
    portal.projector.catch_up().unwrap();
    for path in
        [format!("/organisations/{lab}"), format!("/api/v1/organisations/{lab}"), format!("/organisations/{lab}.ttl")]
    {
        assert_eq!(portal.get(&path).await.status, 410, "{path}");
    }
    assert_eq!(portal.get("/organisations/finns-inte").await.status, 404);
    assert_eq!(portal.get("/datasets/finns-inte").await.status, 404);
}

#[tokio::test]
async fn ids_of_an_older_portal_and_purged_ones() {
    let portal = Portal::new();
    let (bad, luft) = (portal.id("bad"), portal.id("luft"));
    let pairs = [
        ("66_71946", "https://kommun.example/bad"),
        ("66_2", "https://kommun.example/luft"),
        ("66_3", "urn:gone"),
        ("66_4", "https://kommun.example/kommun"),
    ];
    let pairs = pairs.map(|(id, iri)| (id.to_owned(), iri.to_owned()));
    portal.journal.import_ids(&pairs).unwrap();
    assert_eq!(answers(&portal, "66_71946").await, all(301, &bad));
    let services = portal.get("/services/66_71946").await;
    assert_eq!(services.header("location"), format!("{BASE}datasets/{bad}"));
    for path in ["/organisations/66_4", "/datasets/66_4"] {
        let answer = portal.get(path).await;
        assert_eq!(answer.header("location"), format!("{BASE}organisations/{}", portal.id("kommun")), "{path}");
    }
    assert_eq!(answers(&portal, "66_3").await, all(410, ""));
    portal.harvest("", &["https://kommun.example/luft"]);
    portal.projector.catch_up().unwrap();
    for id in [luft.as_str(), "66_2"] {
        assert_eq!(answers(&portal, id).await, all(410, ""), "{id}");
        assert!(portal.get(&format!("/datasets/{id}")).await.text().contains("Luftkvalitet"));
    }
    portal.journal.purge_record(&bad, "a person asked").unwrap();
    portal.journal.purge_record(&luft, "a person asked").unwrap();
    portal.projector.catch_up().unwrap();
    for id in [bad.as_str(), luft.as_str(), "66_71946", "66_2"] {
        assert_eq!(answers(&portal, id).await, all(410, ""), "{id}");
        for path in [format!("/datasets/{id}"), format!("/datasets/{id}.ttl"), format!("/api/v1/datasets/{id}")] {
            let answer = portal.get(&path).await;
            let text = answer.text().to_lowercase();
            for told in ["badplatser", "luftkvalitet", "kommun.example", "a person asked"] {
                assert!(!text.contains(told), "{path} tells `{told}`");
            }
        }
    }
}
