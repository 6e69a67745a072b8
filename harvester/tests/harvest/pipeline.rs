//! Whole runs: a real server on loopback, a real journal, real reading.

use crate::world::{Answer, World, catalog, id, numbered, source};
use harvester::{Progress, RunOptions, Silent};
use model::{Outcome, SourceState};
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use store::StoreError;
use store::journal::SourceOrigin;

fn strs(names: &[String]) -> impl Iterator<Item = &str> {
    names.iter().map(String::as_str)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_harvest_then_nothing_new() {
    let world = World::new().await;
    world.turtle(catalog(["x", "y"]));
    let first = world.run().await.report;
    assert_eq!((first.outcome, first.datasets, first.new, first.complete), (Outcome::Changed, 2, 2, true), "{first:?}");
    assert_eq!((first.status, first.format.as_deref()), (Some(200), Some("text/turtle")));
    let entry = world.journal.source(&id("a")).unwrap();
    assert_eq!((entry.state, entry.revision), (SourceState::Active, 1));
    let second = world.run().await.report;
    assert_eq!((second.outcome, second.datasets, second.unchanged), (Outcome::Unchanged, 2, 2));
    assert_eq!((second.findings, second.format), (first.findings, first.format));
    // Other bytes that say the same.
    world.turtle(catalog(["y", "x"]) + "\n# comment\n");
    let third = world.run().await.report;
    assert_eq!((third.outcome, third.unchanged), (Outcome::Unchanged, 2));
    assert_eq!(world.journal.source(&id("a")).unwrap().revision, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_304_costs_one_request() {
    let world = World::new().await;
    let body = catalog(["x"]).into();
    let answer = Answer { status: 200, content_type: "text/turtle", etag: Some("\"1\""), body };
    *world.served.answer.lock().unwrap() = Some(answer);
    world.run().await;
    let second = world.run().await.report;
    assert_eq!((second.outcome, second.status, second.bytes), (Outcome::Unchanged, Some(304), 0));
    assert_eq!((world.served.requests.load(Ordering::SeqCst), world.served.bodies.load(Ordering::SeqCst)), (2, 1));
    // Another address is another document, even if a date or tag agrees.
    world.journal.put_source(&source("a", &(world.url.clone() + "2")), SourceOrigin::Command).unwrap();
    assert_eq!(world.run().await.report.status, Some(200));
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_counted() {
    let world = World::new().await;
    world.turtle(catalog(["x", "y", "z"]));
    world.run().await;
    world.turtle(catalog(["x", "y=Ny titel", "z", "w"]));
    let report = world.run().await.report;
    assert_eq!((report.outcome, report.new, report.changed, report.unchanged), (Outcome::Changed, 1, 1, 2));
    assert_eq!((report.withdrawn, report.datasets), (0, 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_twice_is_withdrawn_also_if_the_document_stays_the_same() {
    let world = World::new().await;
    let names = numbered(20);
    world.turtle(catalog(strs(&names)));
    world.run().await;
    let body = catalog(strs(&names[..19])).into();
    let answer = Answer { status: 200, content_type: "text/turtle", etag: Some("\"2\""), body };
    *world.served.answer.lock().unwrap() = Some(answer);
    let first = world.run().await.report;
    assert_eq!((first.outcome, first.withdrawn, first.datasets), (Outcome::Unchanged, 0, 20), "{first:?}");
    let second = world.run().await.report;
    assert_eq!((second.outcome, second.withdrawn, second.datasets), (Outcome::Changed, 1, 19), "{second:?}");
    let third = world.run().await.report;
    assert_eq!((third.outcome, third.status), (Outcome::Unchanged, Some(304)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_in_between_is_not_withdrawn() {
    let world = World::new().await;
    world.turtle(catalog(["v", "w", "x", "y", "z"]));
    world.run().await;
    for names in [&["v", "w", "x", "y"][..], &["v", "w", "x", "y", "z"], &["v", "w", "x", "y"]] {
        world.turtle(catalog(names.iter().copied()));
        assert_eq!(world.run().await.report.withdrawn, 0);
    }
    assert_eq!(world.datasets().len(), 5);
    assert_eq!(world.ordered().await.report.withdrawn, 1, "an ordered run does not wait");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_catalog_that_shrinks_is_held_even_if_ordered() {
    let world = World::new().await;
    let names = numbered(340);
    world.turtle(catalog(strs(&names)));
    assert_eq!(world.run().await.report.datasets, 340);
    world.turtle(catalog(strs(&names[..17])));
    for _ in 0..2 {
        let report = world.ordered().await.report;
        let reason = report.reason.clone().unwrap();
        assert_eq!((report.outcome, report.datasets, report.withdrawn), (Outcome::Held, 340, 0));
        assert!(reason.text("sv").starts_with("323 av 340 datamängder skulle försvinna"), "{reason:?}");
        assert!(reason.text("en").starts_with("323 of 340 datasets would disappear"), "{reason:?}");
    }
    assert_eq!(world.datasets().len(), 340);
    let held = world.journal.held_document(&id("a")).unwrap().unwrap();
    assert_eq!(held.raw, catalog(strs(&names[..17])).as_bytes());
    let (_, findings) = world.journal.findings(&id("a"), 0, 1000).unwrap();
    assert!(findings.iter().any(|finding| finding.code == "harvest-held"));
    // The source mends itself: what was said while it was held is forgotten.
    world.turtle(catalog(strs(&names)));
    assert_eq!(world.run().await.report.outcome, Outcome::Unchanged);
    let (_, findings) = world.journal.findings(&id("a"), 0, 1000).unwrap();
    assert!(!findings.iter().any(|finding| finding.code == "harvest-held"));
}

#[tokio::test(flavor = "multi_thread")]
async fn readable_rdf_without_anything_is_held_where_there_was_something() {
    let world = World::new().await;
    let nothing = "<https://a.example/x> <https://a.example/p> \"v\" .";
    world.turtle(nothing);
    let report = world.run().await.report;
    assert!(report.outcome.is_fine() && report.findings.notice >= 1, "{report:?}");
    world.turtle(catalog(["x"]));
    world.run().await;
    world.turtle(nothing);
    let report = world.run().await.report;
    assert_eq!((report.outcome, report.datasets), (Outcome::Held, 1), "{report:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn not_found_is_calm_while_awaiting_and_never_takes_data() {
    let world = World::new().await;
    let report = world.run().await.report;
    assert_eq!((report.outcome, report.status), (Outcome::Unreachable, Some(404)));
    assert!(report.reason.unwrap().text("sv").contains("ännu"));
    world.turtle(catalog(["x"]));
    world.run().await;
    *world.served.answer.lock().unwrap() = None;
    let report = world.run().await.report;
    assert_eq!((report.outcome, report.datasets), (Outcome::Unreachable, 1));
    let reason = report.reason.unwrap();
    assert!(reason.text("en").starts_with("the server answered 404 Not Found. Check that the address"), "{reason:?}");
    assert_eq!(report.findings.error, 1);
    world.turtle(catalog(["x"]));
    let report = world.run().await.report;
    assert_eq!((report.outcome, report.complete), (Outcome::Unchanged, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_are_no_rdf_are_rejected() {
    let world = World::new().await;
    world.turtle(catalog(["x"]));
    world.run().await;
    let html = "<!DOCTYPE html><html><head><title>Fel</title></head><body><p>Något gick fel</p></body></html>";
    let cases = [
        ("text/html", html, "HTML"),
        ("text/turtle", html, "HTML"),
        ("text/turtle", "", "empty"),
        ("application/json", "{\"error\": \"not found\"}", ""),
    ];
    for (content_type, body, expected) in cases {
        world.answer(content_type, body);
        let report = world.run().await.report;
        let reason = report.reason.clone().unwrap_or_default();
        assert!(matches!(report.outcome, Outcome::Rejected | Outcome::Held), "{body}: {report:?}");
        assert!(reason.text("en").contains(expected), "{reason:?}");
        assert_eq!(report.datasets, 1);
    }
    assert_eq!(world.datasets(), ["x"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn truncated_xml_withdraws_nothing() {
    let world = World::new().await;
    let xml = |names: &[String]| {
        let mut text = "<?xml version=\"1.0\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
             xmlns:dcat=\"http://www.w3.org/ns/dcat#\" xmlns:dcterms=\"http://purl.org/dc/terms/\">\n"
            .to_owned();
        for name in names {
            write!(text,
                "<dcat:Dataset rdf:about=\"https://a.example/d/{name}\">\n<dcterms:title xml:lang=\"sv\">{name}</dcterms:title>\n\
                 <dcterms:description xml:lang=\"sv\">Beskrivning av {name}</dcterms:description>\n</dcat:Dataset>\n"
            ).unwrap();
        }
        text + "</rdf:RDF>\n"
    };
    let names = numbered(30);
    let whole = xml(&names);
    world.answer("application/rdf+xml", whole.clone());
    assert_eq!(world.run().await.report.datasets, 30);
    let before = world.journal.record_heads(&id("a")).unwrap();
    let cut = whole.find("Beskrivning av d005").unwrap() + 4;
    world.answer("application/rdf+xml", whole[..cut].to_owned());
    for _ in 0..3 {
        let report = world.ordered().await.report;
        assert_eq!((report.complete, report.withdrawn, report.datasets), (false, 0, 30), "{report:?}");
        assert!(report.outcome.is_fine(), "{report:?}");
    }
    assert_eq!(world.journal.record_heads(&id("a")).unwrap(), before, "cut records keep their last good version");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_writes_nothing_and_tells_all() {
    let world = World::new().await;
    world.turtle(catalog(["x", "y", "z"]));
    world.run().await;
    let seq = world.journal.seq().unwrap();
    world.turtle(catalog(["x=Ny", "y", "w"]));
    let result = world.dry().await;
    assert_eq!(world.journal.seq().unwrap(), seq);
    assert_eq!((result.report.run, result.report.outcome), (0, Outcome::Changed), "{:?}", result.report);
    let told: Vec<(&str, &str)> =
        result.diff.iter().map(|entry| (entry.record.rsplit('/').next().unwrap(), entry.change)).collect();
    assert_eq!(told, [("w", "new"), ("x", "changed"), ("z", "missing")]);
    let changed = &result.diff[1];
    assert!(changed.added.len() == 1 && changed.added[0].contains("\"Ny\"@sv"), "{changed:?}");
    assert!(changed.removed.len() == 1 && changed.removed[0].contains("\"x\"@sv"), "{changed:?}");
    assert_eq!(changed.title.as_deref(), Some("Ny"));
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_and_paused_sources_are_told() {
    let world = World::new().await;
    let silent: Arc<dyn Progress> = Arc::new(Silent);
    let unknown = world.harvester.run(&id("nobody"), RunOptions::default(), &silent).await;
    assert!(matches!(unknown, Err(StoreError::UnknownSource(_))));
    let mut paused = source("a", &world.url);
    paused.paused = true;
    world.journal.put_source(&paused, SourceOrigin::Command).unwrap();
    let refused = world.harvester.run(&id("a"), RunOptions::default(), &silent).await;
    assert!(matches!(refused, Err(StoreError::Paused(_))));
    assert_eq!(world.served.requests.load(Ordering::SeqCst), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_run_ends() {
    let world = World::new().await;
    let silent_server = crate::server::raw(|connection| async move {
        tokio::time::sleep(std::time::Duration::from_secs(20)).await;
        drop(connection);
    })
    .await;
    world.journal.put_source(&source("slow", &format!("http://{silent_server}/")), SourceOrigin::Command).unwrap();
    let mut config = world.config.clone();
    config.allow_private_hosts.push(silent_server.to_string());
    let harvester =
        harvester::Harvester::new(Arc::clone(&world.journal), config, Arc::new(model::SystemClock)).unwrap();
    let silent: Arc<dyn Progress> = Arc::new(Silent);
    let slow = id("slow");
    let run = harvester.run(&slow, RunOptions::default(), &silent);
    assert!(tokio::time::timeout(std::time::Duration::from_millis(500), run).await.is_err());
    let report = world.journal.source(&slow).unwrap().last_report.unwrap();
    assert_eq!(report.outcome, Outcome::Unreachable);
    assert!(report.reason.unwrap().text("en").contains("stopped"));
    assert!(world.journal.begin_run(&slow).is_ok(), "the lease is free");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_sources_keep_their_order_and_limits() {
    let world = World::new().await;
    world.turtle(catalog(["x"]));
    let names: Vec<_> = (0..30).map(|number| id(&format!("s{number}"))).collect();
    for name in &names {
        world.journal.put_source(&source(name.as_str(), &world.url), SourceOrigin::Command).unwrap();
    }
    let silent: Arc<dyn Progress> = Arc::new(Silent);
    let results = world.harvester.run_all(&names, RunOptions::default(), &silent).await;
    let ended: Vec<_> = results.into_iter().map(|result| result.unwrap().report).collect();
    assert!(ended.iter().all(|report| report.outcome == Outcome::Changed && report.datasets == 1));
    assert_eq!(ended.iter().map(|report| report.source.clone()).collect::<Vec<_>>(), names);
}
