//! Quality in every surface: JSON, CSV, DQV, SPARQL and the reports of runs say the same.

use super::portal::{BASE, CATALOG, Portal};
use model::quality::{LinkCounts, METRICS, Mode};
use serde_json::{Value, json};

/// Rows of a query as plain values.
async fn rows(portal: &Portal, query: &str) -> Vec<Vec<String>> {
    let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
    let answer = portal.get_as(&format!("/sparql?query={query}"), "application/sparql-results+json").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer = answer.json();
    let names = answer["head"]["vars"].as_array().unwrap().clone();
    let value =
        |row: &Value, name: &Value| row[name.as_str().unwrap()]["value"].as_str().unwrap_or_default().to_owned();
    let bindings = answer["results"]["bindings"].as_array().unwrap();
    bindings.iter().map(|row| names.iter().map(|name| value(row, name)).collect()).collect()
}

#[tokio::test]
async fn the_quality_graph_and_the_api_say_the_same() {
    let portal = Portal::new();
    let dataset = portal.id("bad");
    let whole = portal.get(&format!("/api/v1/datasets/{dataset}")).await.json();
    let quality = portal.get(&format!("/api/v1/datasets/{dataset}/quality")).await.json();
    // Keyword, theme; access URL; format, open, readable; licence, known; contact, publisher; modified.
    assert_eq!(quality["score"], json!(60.0 + 50.0 + 60.0 + 30.0 + 30.0 + 5.0));
    assert_eq!((&quality["max"], &quality["rating"]), (&json!(375), &json!("good")));
    assert_eq!(quality["metrics"].as_array().unwrap().len(), METRICS.len());
    let held = quality["metrics"].as_array().unwrap().iter().filter(|metric| metric["held"] == true);
    let points: f64 = held.map(|metric| metric["points"].as_f64().unwrap()).sum();
    assert_eq!(Some(points), quality["score"].as_f64(), "the metrics add up");
    assert_eq!(
        (&quality["distributions"][0]["counts"], &quality["distributions"][0]["stars"]),
        (&json!(true), &json!(3))
    );
    assert_eq!(whole["quality"]["score"], quality["score"], "in lists and on the page");
    let eu = portal.get(&format!("/api/v1/datasets/{dataset}/quality?mode=eu")).await.json();
    assert_eq!(whole["quality"]["eu"]["score"], eu["score"]);

    for (mode, property) in [(Mode::Se, "skord:scoreSe"), (Mode::Eu, "<https://piveau.eu/ns/voc#score>")] {
        let query = format!(
            "PREFIX skord: <https://skord.se/ns#> SELECT (COUNT(*) AS ?n) (SUM(?points) AS ?sum) \
             WHERE {{ GRAPH <{BASE}graph/quality> {{ ?node {property} ?points }} }}"
        );
        let counted = &rows(&portal, &query).await[0];
        let figures = portal.projector.current().quality.portal;
        assert_eq!(counted, &[figures.datasets.to_string(), figures.points(mode).to_string()], "{mode:?}");
        let said = portal.get(&format!("/api/v1/quality?mode={}", mode.as_str())).await.json();
        assert_eq!(said["score"], json!(figures.score(mode).points()));
        let source = portal.get(&format!("/api/v1/quality/sources/kommun?mode={}", mode.as_str())).await.json();
        let run = portal.get("/api/v1/runs").await.json();
        assert_eq!(source["score"], run["items"][0]["quality"][mode.as_str()]["score"], "the run's report too");
    }
    assert!(portal.projector.current().disagreements().unwrap().is_empty());
    assert_eq!(portal.get(&format!("/api/v1/datasets/{}/quality", portal.id("api"))).await.status, 404);
    assert_eq!(portal.get("/api/v1/datasets/nonsense/quality").await.status, 404);
    assert_eq!(portal.get("/api/v1/quality?mode=us").await.status, 400);
}

#[tokio::test]
async fn publishers_and_sources_are_listed_with_scores_and_as_csv() {
    let portal = Portal::new();
    let list = portal.get("/api/v1/quality/publishers?sort=score").await.json();
    let scores: Vec<f64> =
        list["items"].as_array().unwrap().iter().map(|item| item["score"].as_f64().unwrap()).collect();
    assert!(scores.len() == 2 && scores[0] < scores[1], "{scores:?}");
    let first = &list["items"][0];
    let alone = portal.get(&format!("/api/v1/quality/publishers/{}", first["id"].as_str().unwrap())).await.json();
    assert_eq!((&alone["score"], &alone["datasets"]), (&first["score"], &json!(2)));
    let page = portal.get("/api/v1/quality/publishers?sort=score&per_page=1").await.json();
    assert_eq!((page["items"].as_array().unwrap().len(), &page["total"]), (1, &json!(2)));
    assert!(page["next"].as_str().unwrap().starts_with(BASE));
    for answer in [
        portal.get("/api/v1/quality/publishers?format=csv").await,
        portal.get_as("/api/v1/quality/sources", "text/csv").await,
        portal.get(&format!("/api/v1/datasets/{}/quality?format=csv", portal.id("bad"))).await,
    ] {
        assert!(answer.header("content-type").starts_with("text/csv"), "{}", answer.text());
        let lines: Vec<&str> = answer.text().lines().collect();
        assert!(lines.len() > 1);
        let commas = lines[0].matches(',').count();
        assert!(lines.iter().all(|line| line.matches(',').count() == commas), "{lines:?}");
    }
    let catalogs = portal.get("/api/v1/quality/catalogs").await.json();
    assert_eq!(catalogs["items"][0]["id"], "https://kommun.example/catalog");
    assert_eq!(catalogs["items"][0]["score"], portal.get("/api/v1/quality").await.json()["score"]);
    assert_eq!(portal.get("/api/v1/quality/sources/none").await.status, 404);
    assert_eq!(portal.get("/api/v1/quality/sources?sort=colour").await.status, 400);
}

#[tokio::test]
async fn dqv_has_a_measurement_per_metric_and_entity_in_every_form() {
    let portal = Portal::new();
    let text = portal.get("/api/v1/quality/kommun/dqv.nt").await;
    assert_eq!(text.status, 200, "{}", text.text());
    let on = |what: &str| text.text().lines().filter(|line| line.contains(what)).count();
    let of_datasets = METRICS.iter().filter(|metric| !metric.on_distribution).count() + 1;
    let of_distributions = METRICS.iter().filter(|metric| metric.on_distribution).count();
    assert_eq!(on("dqv#computedOn> <https://kommun.example/bad> "), of_datasets);
    assert_eq!(on("dqv#computedOn> <https://kommun.example/bad-csv> "), of_distributions);
    assert_eq!(on("dqv#isMeasurementOf> <https://piveau.eu/ns/voc#keywordAvailability>"), 3);
    assert_eq!(
        on("dqv#hasQualityMeasurement>"),
        on("22-rdf-syntax-ns#type> <http://www.w3.org/ns/dqv#QualityMeasurement>")
    );
    assert_eq!(on("dqv#value> \"true\"^^") + on("dqv#value> \"false\"^^") + 3, on("dqv#value>"));
    for (suffix, media_type) in [
        ("ttl", "text/turtle"),
        ("rdf", "application/rdf+xml"),
        ("jsonld", "application/ld+json"),
        ("nt", "application/n-triples"),
    ] {
        let by_suffix = portal.get(&format!("/api/v1/quality/kommun/dqv.{suffix}")).await;
        let negotiated = portal.get_as("/api/v1/quality/kommun/dqv", media_type).await;
        assert!(by_suffix.header("content-type").starts_with(media_type));
        assert_eq!(by_suffix.body, negotiated.body);
    }
    assert_eq!(portal.get_as("/api/v1/quality/kommun/dqv", "image/png").await.status, 406);
    assert_eq!(portal.get("/api/v1/quality/kommun/other").await.status, 404);
    assert_eq!(portal.get("/api/v1/quality/ingen/dqv").await.status, 404);
}

#[tokio::test]
async fn scores_change_with_the_metadata_and_go_with_what_is_withdrawn() {
    let portal = Portal::new();
    let before = portal.projector.current().quality.clone();
    assert_eq!(before.portal.links, LinkCounts { assumed: 1, ..LinkCounts::default() });
    portal.harvest(&CATALOG.replace("dcat:keyword \"bad\"@sv, \"vatten\"@sv ;", ""), &[]);
    portal.projector.catch_up().unwrap();
    let after = portal.projector.current().quality.clone();
    assert_eq!(after.portal.points(Mode::Se) + 30, before.portal.points(Mode::Se));
    portal.harvest(CATALOG, &["https://kommun.example/luft"]);
    portal.projector.catch_up().unwrap();
    assert_eq!(portal.projector.current().quality.portal.datasets, 3, "withdrawn and put again");
    portal.journal.purge_record("https://kommun.example/bad", "begäran").unwrap();
    portal.projector.catch_up().unwrap();
    let purged = portal.projector.current().quality.clone();
    assert_eq!((purged.portal.datasets, purged.portal.distributions), (2, 0));
}

#[tokio::test]
async fn an_empty_catalog_has_no_score() {
    let portal = Portal::empty();
    let quality = portal.get("/api/v1/quality").await.json();
    assert_eq!((&quality["datasets"], quality.get("score")), (&json!(0), None));
    assert_eq!(portal.get("/api/v1/quality/sources").await.json()["total"], 0);
}
