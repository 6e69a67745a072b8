//! Reports, files and exit codes.

use crate::country::sample_country;
use crate::program::Place;
use crate::{configuration, harvested, seq, write_catalog};
use serde_json::json;

/// Fields of a run (design §7); a contract.
const RUN: [&str; 11] = [
    "source",
    "outcome",
    "seq",
    "datasets",
    "new",
    "changed",
    "unchanged",
    "withdrawn",
    "complete",
    "seconds",
    "bytes",
];

#[test]
fn harvest_prints_one_array_and_its_exit_code_tells_how_it_went() {
    let country = sample_country();
    let place = Place::new(&configuration(country));
    place.skord(&["source", "add", "sjostad", &format!("http://{country}/sjostad/dcat.rdf")]).code(0);
    place.skord(&["source", "add", "gone", &format!("http://{country}/stenvik/dcat.rdf")]).code(0);
    let reports = place.skord(&["harvest", "sjostad", "--format", "json"]).code(0).json();
    assert_eq!(reports.as_array().map(Vec::len), Some(1));
    let report = reports[0].as_object().unwrap();
    assert!(RUN.iter().all(|field| report.contains_key(*field)), "{reports}");
    assert!(["error", "warning", "notice"].iter().all(|field| report["findings"][field].is_u64()), "{reports}");
    assert_eq!((&report["outcome"], &report["new"]), (&json!("changed"), &report["datasets"]));
    let again = place.skord(&["harvest", "--all", "--format", "json"]).code(1).json();
    let outcomes: Vec<&str> = again.as_array().unwrap().iter().map(|run| run["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == "unchanged").count(), 1, "{again}");
    assert!(outcomes.iter().any(|outcome| ["rejected", "unreachable"].contains(outcome)), "{again}");
}

#[test]
fn a_dry_run_writes_nothing_and_shows_the_diff() {
    let place = harvested();
    write_catalog(&place, &["Badplatser", "Cykelvägar", "Lekplatser"]);
    let before = seq(&place);
    let text = place.skord(&["harvest", "lund", "--dry-run"]).code(0).out();
    assert!(
        text.contains("new Lekplatser <https://lund.example/lekplatser>") && text.contains("nothing was written"),
        "{text}"
    );
    let report = place.skord(&["harvest", "lund", "--dry-run", "--format", "json"]).code(0).json();
    assert_eq!((&report[0]["new"], &report[0]["datasets"]), (&json!(1), &json!(3)), "{report}");
    assert!(report[0]["diff"].to_string().contains("lekplatser"), "{report}");
    assert_eq!(seq(&place), before);
    let search = place.skord(&["search", "lekplatser", "--format", "json"]).code(0).json();
    assert_eq!(search["total"], 0);
}

#[test]
fn sources_are_added_listed_shown_changed_imported_and_removed() {
    let place = harvested();
    std::fs::write(
        place.path().join("more.csv"),
        "id,title,url,class\nmalmo,Malmö,https://malmo.example/dcat,public\n",
    )
    .unwrap();
    std::fs::write(
        place.path().join("more.toml"),
        "[[source]]\nid = \"ystad\"\ntitle = \"Ystad\"\nurl = \"https://ystad.example/\"\n",
    )
    .unwrap();
    place.skord(&["source", "import", "more.csv"]).code(0);
    place.skord(&["source", "import", "more.toml"]).code(0);
    place.skord(&["source", "add", "lund", "https://x.example/"]).code(2);
    place.skord(&["source", "set", "malmo", "--title", "Malmö stad", "--pause"]).code(0);
    let listed = place.skord(&["source", "list", "--format", "json"]).code(0).json();
    let ids: Vec<&str> =
        listed.as_array().unwrap().iter().map(|entry| entry["source"]["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["lund", "malmo", "ystad"]);
    let malmo = place.skord(&["source", "show", "malmo", "--format", "json"]).code(0).json();
    assert_eq!((&malmo["source"]["title"], &malmo["state"]), (&json!("Malmö stad"), &json!("paused")));
    let lund = place.skord(&["source", "show", "lund", "--format", "json"]).code(0).json();
    assert_eq!((&lund["state"], &lund["runs"][0]["datasets"]), (&json!("active"), &json!(2)));
    assert_eq!(place.skord(&["search", "--format", "json"]).code(0).json()["total"], 2);
    place.skord(&["source", "remove", "lund"]).code(0);
    assert_eq!(place.skord(&["search", "--format", "json"]).code(0).json()["total"], 0);
    place.skord(&["source", "show", "lund"]).code(2);
}

#[test]
fn every_export_and_query_form_says_the_same() {
    let place = harvested();
    for (format, sign) in [
        ("ttl", "@prefix"),
        ("rdf", "<rdf:RDF"),
        ("nt", "<https://lund.example/badplatser>"),
        ("nq", "graph/source/lund>"),
        ("jsonld", "\"@id\""),
    ] {
        let printed = place.skord(&["export", "--format", format]).code(0).out();
        assert!(printed.contains(sign) && printed.contains("lund.example/badplatser"), "{format}: {printed}");
        let file = format!("export.{format}");
        place.skord(&["export", "--format", format, "-o", &file]).code(0);
        assert_eq!(std::fs::read_to_string(place.path().join(&file)).unwrap(), printed, "{format}");
    }
    std::fs::write(
        place.path().join("count.rq"),
        "PREFIX dcat: <http://www.w3.org/ns/dcat#> SELECT (COUNT(?d) AS ?n) WHERE { ?d a dcat:Dataset }",
    )
    .unwrap();
    let catalog = place.skord(&["query", "count.rq", "--format", "csv"]).code(0).out();
    assert_eq!(catalog.lines().collect::<Vec<_>>(), ["n", "2"]);
    for file in ["catalog.ttl", "export.ttl", "export.rdf", "export.nt", "export.jsonld"] {
        let one = place.skord(&["query", "count.rq", "--on", file, "--format", "csv"]).code(0).out();
        assert_eq!(one, catalog, "{file}");
    }
}

#[test]
fn a_backup_restores_to_the_same_catalog_with_another_journal_id() {
    let place = harvested();
    place.skord(&["backup", "copy"]).code(0);
    let occupied = place.skord(&["restore", "copy"]).code(2);
    assert!(occupied.err().contains("--force"), "{}", occupied.err());
    place.skord(&["restore", "copy", "--data", "second"]).code(0);
    let count = |data: &str| {
        let checked = place.skord(&["verify", "--data", data, "--format", "json"]).code(0).json();
        (checked["seq"].clone(), checked["published"].clone(), checked["triples"].clone(), checked["resources"].clone())
    };
    assert_eq!(count("second"), count("skord-data"));
    let id = |data: &str| {
        let dir = place.path().join(data);
        store::Journal::open(&dir, std::sync::Arc::new(model::SystemClock)).unwrap().0.id()
    };
    assert_ne!(id("second"), id("skord-data"));
}

/// Found in a real catalog: SPARQL counted such a service among the results, search did not.
#[test]
fn a_service_of_a_series_alone_is_counted_alike_in_sparql_and_search() {
    let place = harvested();
    let catalog = "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n\
                   <https://x.example/s> a dcat:DatasetSeries ; dcterms:title \"Serie\"@sv .\n\
                   <https://x.example/t> a dcat:DataService ; dcterms:title \"Tjänst\"@sv ; \
                   dcat:servesDataset <https://x.example/s> .\n";
    std::fs::write(place.path().join("series.ttl"), catalog).unwrap();
    let url = format!("file://{}", place.path().join("series.ttl").display());
    place.skord(&["source", "add", "series", &url]).code(0);
    place.skord(&["harvest", "series"]).code(0);
    let checked = place.skord(&["verify", "--format", "json"]).code(0).json();
    assert_eq!((&checked["resources"], &checked["problems"]), (&json!(4), &json!([])));
    assert_eq!(place.skord(&["search", "--format", "json"]).code(0).json()["total"], 3);
}
