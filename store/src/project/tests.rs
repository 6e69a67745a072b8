//! From documents to graphs: real reading, journal, merge and snapshot.

use super::*;
use crate::journal::{RevisionDraft, RunEnd, SourceOrigin};
use model::clock::FixedClock;
use model::{Clock, FindingCounts, LangText, Outcome, RunReport, Source, SourceClass, SourceId};
use rdf::RawDocument;
use std::collections::BTreeSet;

mod steps;

const BASE: &str = "https://data.example.se/";
const PREFIXES: &str = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> . \
    @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . \
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n";

fn clock() -> Arc<dyn Clock> {
    Arc::new(FixedClock("2026-11-22T12:00:00Z".parse().unwrap()))
}

fn scratch() -> (Journal, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    (Journal::open(dir.path(), clock()).unwrap().0, dir)
}

fn add(journal: &Journal, id: &str, class: SourceClass) -> SourceId {
    let source = Source {
        id: id.parse().unwrap(),
        title: format!("Källa {id}"),
        url: format!("https://{id}.example/dcat.ttl"),
        kind: None,
        schedule: None,
        class,
        rank: None,
        organisation: None,
        organisation_name: LangText::default(),
        contact: None,
        auth: None,
        webhook: None,
        paused: false,
    };
    journal.put_source(&source, SourceOrigin::Command).unwrap();
    source.id
}

/// One run: all records of the document are put, those that it does not have are withdrawn.
fn harvest(journal: &Journal, source: &SourceId, turtle: &str) {
    let lease = journal.begin_run(source).unwrap();
    let text = format!("{PREFIXES}{turtle}");
    let url = format!("https://{source}.example/dcat.ttl");
    let document = RawDocument { bytes: text.as_bytes(), content_type: Some("text/turtle"), url: &url };
    let refined = rdf::refine(&document, source);
    assert!(refined.complete, "{:?}", refined.findings);
    let kept: BTreeSet<&str> = refined.records.iter().map(|record| record.key.as_str()).collect();
    let old = journal.record_heads(source).unwrap();
    let withdraw = old.into_iter().map(|head| head.key).filter(|key| !kept.contains(key.as_str())).collect();
    let report = RunReport {
        run: 0,
        source: source.clone(),
        outcome: Outcome::Changed,
        reason: None,
        seq: Seq(0),
        datasets: 0,
        new: 0,
        changed: 0,
        unchanged: 0,
        withdrawn: 0,
        complete: true,
        findings: FindingCounts::of(&refined.findings),
        seconds: 1.5,
        bytes: 10,
        started: lease.started,
        status: Some(200),
        format: None,
        detail: model::RunDetail::default(),
    };
    let draft =
        RevisionDraft { put: refined.records, withdraw, raw: text.clone().into_bytes(), content_type: None, url };
    let end = RunEnd {
        lease,
        report,
        findings: refined.findings,
        replace_findings: false,
        validators: None,
        revision: Some(draft),
        held: None,
        missing: Vec::new(),
        measures: Vec::new(),
        settlement: crate::journal::Settlement::default(),
    };
    journal.end_run(end).unwrap();
}

/// All triples of a graph, as N-Triples without the final dot.
fn graph(snapshot: &Snapshot, name: Option<&str>) -> BTreeSet<String> {
    let name = name.map(|name| snapshot.iri_id(&format!("{BASE}graph/{name}")).expect(name));
    snapshot.triples(name, None, None, None).map(|row| snapshot.decode(row).unwrap().to_string()).collect()
}

/// Objects of a subject and a property in a graph.
fn values(snapshot: &Snapshot, name: Option<&str>, subject: &str, property: &str) -> Vec<String> {
    let start = format!("<{subject}> <{property}> ");
    graph(snapshot, name).iter().filter_map(|line| line.strip_prefix(&start)).map(str::to_owned).collect()
}

fn dataset(iri: &str, title: &str, more: &str) -> String {
    format!(
        "<{iri}> a dcat:Dataset ; dcterms:title \"{title}\"@sv ; dcterms:publisher <https://a.example/org> {more} .\n\
         <https://a.example/org> a foaf:Organization ; foaf:name \"{title}s ägare\" .\n"
    )
}

#[test]
fn the_default_graph_has_each_subject_from_its_winner_only() {
    let (journal, _dir) = scratch();
    let aggregator = add(&journal, "aggregator", SourceClass::Aggregating);
    let agency = add(&journal, "agency", SourceClass::Public);
    let shared = "https://agency.example/1";
    let file = "dcat:distribution <https://agency.example/1/fil>";
    let described =
        |title: &str| format!("<https://agency.example/1/fil> a dcat:Distribution ; dcterms:title \"{title}\"@sv .\n");
    harvest(&journal, &aggregator, &(dataset(shared, "Kopia", &format!("; {file}")) + &described("kopia")));
    harvest(&journal, &agency, &(dataset(shared, "Äkta", &format!("; {file}")) + &described("äkta")));

    let projection = project(&journal, BASE).unwrap();
    let snapshot = &projection.snapshot;
    assert!(projection.built && projection.seq == journal.seq().unwrap());
    assert_eq!(values(snapshot, None, shared, dcterms::TITLE), ["\"Äkta\"@sv"]);
    assert_eq!(values(snapshot, None, "https://agency.example/1/fil", dcterms::TITLE), ["\"äkta\"@sv"]);
    assert_eq!(values(snapshot, None, "https://a.example/org", model::ns::foaf::NAME), ["\"Äktas ägare\""]);
    assert_eq!(values(snapshot, Some("source/aggregator"), shared, dcterms::TITLE), ["\"Kopia\"@sv"]);
    assert_eq!(values(snapshot, Some("source/agency"), shared, dcterms::TITLE), ["\"Äkta\"@sv"]);
    let provenance = |property| values(snapshot, Some("provenance"), shared, property);
    assert_eq!(provenance(model::ns::prov::WAS_DERIVED_FROM), [format!("<{BASE}graph/source/agency>")]);
    assert_eq!(provenance(model::ns::skord::ALSO_PUBLISHED_BY), [format!("<{BASE}graph/source/aggregator>")]);
    let id = journal.portal_id(shared).unwrap().unwrap();
    assert_eq!(provenance(model::ns::skord::PORTAL_ID), [format!("\"{id}\"")]);
    let organisation = journal.portal_id("https://a.example/org").unwrap().unwrap();
    let stated = values(snapshot, Some("provenance"), "https://a.example/org", model::ns::skord::PORTAL_ID);
    assert_eq!(stated, [format!("\"{organisation}\"")]);
    snapshot.verify().unwrap();
}

#[test]
fn twins_by_uuid_lead_to_the_winner() {
    let (journal, _dir) = scratch();
    let [a, b] = ["a", "b"].map(|id| add(&journal, id, SourceClass::Public));
    let identifier = "; dcterms:identifier \"0f6b2c1e-7a53-4d0e-9b43-a6a1b1a0c001\"";
    harvest(&journal, &b, &dataset("https://b.example/1", "Badplatser", identifier));
    let alone = journal.portal_id("https://b.example/1").unwrap().unwrap();
    harvest(&journal, &a, &dataset("https://a.example/1", "Badplatser", identifier));
    let snapshot = project(&journal, BASE).unwrap().snapshot;
    assert!(values(&snapshot, None, "https://b.example/1", dcterms::TITLE).is_empty());
    let winner = "https://a.example/1";
    assert_eq!(values(&snapshot, Some("provenance"), winner, model::ns::skord::PORTAL_ID), [format!("\"{alone}\"")]);
    let merged = values(&snapshot, Some("provenance"), "https://b.example/1", model::ns::skord::MERGED_INTO);
    assert_eq!(merged, [format!("<{winner}>")]);
}

#[test]
fn one_uuid_on_two_things_gives_each_its_own_portal_id_for_ever() {
    let (journal, _dir) = scratch();
    let [a, b] = ["a", "b"].map(|id| add(&journal, id, SourceClass::Public));
    let identifier = "; dcterms:identifier \"0f6b2c1e-7a53-4d0e-9b43-a6a1b1a0c001\"";
    harvest(&journal, &b, &dataset("https://b.example/1", "Badplatser", identifier));
    let first = journal.portal_id("https://b.example/1").unwrap();
    harvest(&journal, &a, &dataset("https://a.example/1", "Skolor", identifier));
    let id_of = |snapshot: &Snapshot, iri: &str| values(snapshot, Some("provenance"), iri, model::ns::skord::PORTAL_ID);
    let snapshot = project(&journal, BASE).unwrap().snapshot;
    assert_eq!(id_of(&snapshot, "https://b.example/1"), [format!("\"{}\"", first.unwrap())]);
    let other = id_of(&snapshot, "https://a.example/1");
    assert_ne!(other, id_of(&snapshot, "https://b.example/1"));
    assert_eq!(other, [format!("\"{}\"", journal.portal_id("https://a.example/1").unwrap().unwrap())]);
    let warned = graph(&snapshot, Some("quality")).iter().filter(|line| line.contains("warnings> \"1\"")).count();
    assert_eq!(warned, 1, "the later one is told");
    assert_eq!(journal.verify().unwrap(), []);
}

#[test]
fn sub_catalogs_give_their_datasets_to_the_main_catalog() {
    let (journal, _dir) = scratch();
    let a = add(&journal, "a", SourceClass::Public);
    let turtle =
        "<https://a.example/main> a dcat:Catalog ; dcterms:title \"Hel\"@sv ; dcterms:hasPart <https://a.example/sub> .
        <https://a.example/sub> a dcat:Catalog ; dcterms:title \"Del\"@sv ; dcat:dataset <https://a.example/1> ;
            dcat:record <https://a.example/record> .
        <https://a.example/record> a dcat:CatalogRecord ; foaf:primaryTopic <https://a.example/1> .\n";
    harvest(&journal, &a, &(turtle.to_owned() + &dataset("https://a.example/1", "Ett", "")));
    let snapshot = project(&journal, BASE).unwrap().snapshot;
    let listed = |name, catalog| values(&snapshot, name, catalog, model::ns::dcat::P_DATASET);
    assert_eq!(listed(None, "https://a.example/main"), ["<https://a.example/1>"]);
    assert!(!graph(&snapshot, None).iter().any(|line| line.contains("/sub>") || line.contains("/record>")));
    assert_eq!(listed(Some("source/a"), "https://a.example/sub"), ["<https://a.example/1>"]);
    assert!(graph(&snapshot, Some("provenance")).iter().any(|line| line.starts_with("<https://a.example/record>")));
    assert!(!graph(&snapshot, Some("source/a")).iter().any(|line| line.starts_with("<https://a.example/record>")));
}

#[test]
fn our_terms_and_labels_are_added_and_our_iris_are_rebased() {
    let (journal, _dir) = scratch();
    let a = add(&journal, "a", SourceClass::Public);
    let theme = "http://publications.europa.eu/resource/authority/data-theme/ENVI";
    let turtle = format!(
        "[] a dcat:Dataset ; dcterms:title \"Namnlös\"@sv ; dcterms:modified \"2024-07-15\"^^xsd:date ; dcat:theme <{theme}> .
         <https://a.example/2> a dcat:Dataset ; dcterms:issued \"2023\"^^xsd:gYear ; dcat:theme <{theme}> .
         <{theme}> a skos:Concept ; skos:prefLabel \"Fel etikett\"@sv .\n"
    );
    harvest(&journal, &a, &turtle);
    let snapshot = project(&journal, BASE).unwrap().snapshot;
    let all = graph(&snapshot, None);
    assert!(all.iter().any(|line| line.starts_with(&format!("<{BASE}id/a/"))), "{all:#?}");
    assert!(!all.iter().any(|line| line.contains("skord.invalid")), "{all:#?}");
    let instants = all.iter().filter(|line| line.contains(model::ns::skord::SORT_INSTANT));
    let instants: Vec<_> = instants.filter_map(|line| line.split('"').nth(1)).collect();
    assert_eq!(instants.len(), 2);
    assert!(instants.contains(&"1720994400"), "2024-07-15 in Sweden: {instants:?}");
    let labels = values(&snapshot, None, theme, model::ns::skos::PREF_LABEL);
    assert!(labels.len() >= 2 && !labels.iter().any(|label| label.contains("Fel")), "{labels:?}");
    assert_eq!(values(&snapshot, Some("source/a"), theme, model::ns::skos::PREF_LABEL), ["\"Fel etikett\"@sv"]);
    assert_eq!(values(&snapshot, None, theme, model::ns::rdf::TYPE).len(), 1);
}

#[test]
fn a_snapshot_is_built_once_per_seq_and_old_ones_go() {
    let (journal, dir) = scratch();
    assert!(newest(&journal, BASE).unwrap().is_none());
    let empty = project(&journal, BASE).unwrap();
    assert!(empty.built && empty.snapshot.is_empty() && empty.seq == Seq(0));
    assert!(!project(&journal, BASE).unwrap().built);

    let a = add(&journal, "a", SourceClass::Public);
    for number in 0..40 {
        harvest(&journal, &a, &dataset("https://a.example/1", &format!("Version {number}"), ""));
        let projection = project(&journal, BASE).unwrap();
        assert!(projection.built && projection.seq == journal.seq().unwrap());
    }
    let published = dir.path().join("published");
    let names = directories(&published, "snapshot-");
    assert!(names.len() <= KEPT_OVER + 1, "{names:?}");
    let whole = names.iter().filter(|path| path.join("snapshot.bin").exists()).count();
    assert_eq!(whole, 1, "{names:?}");
    let (again, _) = Journal::open(dir.path(), clock()).unwrap();
    assert_eq!(newest(&again, BASE).unwrap().unwrap().seq, journal.seq().unwrap());
    assert!(newest(&again, "https://another.example/").unwrap().is_none());

    let stamp = newest(&again, BASE).unwrap().unwrap().snapshot.path().join("projection.json");
    fs::remove_file(stamp).unwrap();
    let projection = project(&again, BASE).unwrap();
    assert!(projection.built, "a snapshot without its stamp is not believed");
}

#[test]
fn two_processes_build_one_snapshot() {
    let (journal, dir) = scratch();
    let a = add(&journal, "a", SourceClass::Public);
    harvest(&journal, &a, &dataset("https://a.example/1", "Ett", ""));
    let built = std::thread::scope(|scope| {
        let build = || project(&Journal::open(dir.path(), clock()).unwrap().0, BASE).unwrap().built;
        let threads: Vec<_> = (0..3).map(|_| scope.spawn(build)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).filter(|built| *built).count()
    });
    assert_eq!(built, 1);
}

#[test]
fn provenance_tells_how_the_last_runs_went() {
    let (journal, _dir) = scratch();
    let a = add(&journal, "a", SourceClass::Public);
    for number in 0..5 {
        harvest(&journal, &a, &dataset("https://a.example/1", &format!("Version {number}"), ""));
    }
    let snapshot = project(&journal, BASE).unwrap().snapshot;
    let graph = graph(&snapshot, Some("provenance"));
    let runs = graph.iter().filter(|line| line.ends_with("<http://www.w3.org/ns/prov#Activity>")).count();
    assert_eq!(runs, 3);
    let run = format!("{BASE}runs/5");
    assert_eq!(values(&snapshot, Some("provenance"), &run, model::ns::skord::OUTCOME), ["\"changed\""]);
    let ended = values(&snapshot, Some("provenance"), &run, model::ns::prov::ENDED_AT_TIME);
    assert!(ended[0].starts_with("\"2026-11-22T12:00:01.500Z\""), "{ended:?}");
}
