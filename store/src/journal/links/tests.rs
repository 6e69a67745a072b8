//! Links in the journal: compared with the catalog, checked, announced, forgotten.

use super::*;
use crate::journal::tests::{end, record, scratch, source};
use crate::journal::{Journal, LinkFilter, LinkLock, LinkResult, RevisionDraft, SourceOrigin};
use crate::{Projection, Snapshot, project};
use chrono::TimeDelta;
use model::link::{ApiDescription, LinkCheck, Recheck};
use model::{Outcome, Seq};
use std::fmt::Write as _;
use std::sync::Arc;

const BASE: &str = "https://portal.example/";

/// Harvests one dataset with these landing pages and projects it.
fn publish(journal: &Journal, key: &str, urls: &[&str]) -> Arc<Snapshot> {
    let mut dataset = record(key, "Badplatser");
    for url in urls {
        writeln!(dataset.body, "<{key}> <http://www.w3.org/ns/dcat#landingPage> <{url}> .").unwrap();
    }
    let class = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset>";
    writeln!(dataset.body, "<{key}> {class} .").unwrap();
    dataset.hash = model::ContentHash(*blake3::hash(dataset.body.as_bytes()).as_bytes());
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    let lease = journal.begin_run(&"a".parse().unwrap()).unwrap();
    let draft = RevisionDraft {
        put: vec![dataset],
        withdraw: Vec::new(),
        raw: b"raw".to_vec(),
        content_type: None,
        url: "https://a.example/dcat".to_owned(),
    };
    journal.end_run(end(lease, Outcome::Changed, Some(draft))).unwrap();
    let Projection { snapshot, .. } = project(journal, BASE).unwrap();
    snapshot
}

fn now() -> DateTime<Utc> {
    crate::journal::tests::clock().now()
}

fn checked(url: &str, at: DateTime<Utc>, outcome: LinkOutcome) -> LinkResult {
    LinkResult::Checked { url: url.to_owned(), check: Box::new(LinkCheck::new(at, outcome)) }
}

fn write(journal: &Journal, results: &[LinkResult]) -> crate::journal::LinkBatch {
    journal.record_links(results, &Recheck::default()).unwrap()
}

const ONE: &str = "https://x.example/1";
const TWO: &str = "https://x.example/2";

#[test]
fn addresses_follow_the_catalog() {
    let (journal, _dir) = scratch();
    let snapshot = publish(&journal, "urn:d", &[ONE, TWO]);
    let done = journal.sync_links(&snapshot).unwrap();
    assert_eq!((done.new, done.left), (2, 0));
    assert_eq!(journal.sync_links(&snapshot).unwrap(), crate::journal::LinkSync::default(), "again: nothing");
    assert_eq!(journal.due_links(now(), 10, 10).unwrap(), [ONE, TWO]);
    assert_eq!(journal.due_links(now(), 10, 1).unwrap(), [ONE], "so many of a host");
    let fewer = publish(&journal, "urn:d", &[TWO]);
    assert_eq!(journal.sync_links(&fewer).unwrap().left, 1);
    assert_eq!(journal.due_links(now(), 10, 10).unwrap(), [TWO]);
    assert!(!journal.link(ONE).unwrap().unwrap().row.in_catalog, "kept for a while");
    let again = publish(&journal, "urn:d", &[ONE, TWO]);
    assert_eq!(journal.sync_links(&again).unwrap().returned, 1);
    assert_eq!(journal.links(&LinkFilter::default()).unwrap().len(), 2);
}

#[test]
fn results_are_kept_with_their_history_and_announced_once() {
    let (journal, _dir) = scratch();
    let snapshot = publish(&journal, "urn:d", &[ONE, TWO]);
    journal.sync_links(&snapshot).unwrap();
    let before = journal.seq().unwrap();
    let batch = write(&journal, &[checked(ONE, now(), LinkOutcome::Answers), checked(TWO, now(), LinkOutcome::Gone)]);
    assert_eq!((batch.checked, batch.changed), (2, 2));
    assert_eq!(journal.seq().unwrap(), before, "not yet");
    assert_eq!(journal.announce_links().unwrap(), Some(Seq(before.0 + 1)));
    assert_eq!(journal.announce_links().unwrap(), None);
    assert!(journal.verify().unwrap().is_empty());
    let later = now() + TimeDelta::days(14);
    assert_eq!(write(&journal, &[checked(ONE, later, LinkOutcome::Answers)]).changed, 0);
    assert_eq!(journal.announce_links().unwrap(), None, "the same as before is no news");
    write(&journal, &[checked(ONE, later + TimeDelta::days(1), LinkOutcome::Timeout)]);
    let entry = journal.link(ONE).unwrap().unwrap();
    let spans: Vec<_> = entry.history.iter().map(|span| (span.outcome, span.checks, span.to - span.from)).collect();
    let days = TimeDelta::days(14);
    assert_eq!(spans, [(LinkOutcome::Timeout, 1, TimeDelta::zero()), (LinkOutcome::Answers, 2, days)]);
    let answers = journal.link_answers().unwrap();
    assert_eq!(answers[ONE], LinkAnswer::Answers, "one silence breaks nothing");
    assert_eq!(answers[TWO], LinkAnswer::Broken);
    let counts = journal.link_counts().unwrap();
    assert_eq!((counts.known, counts.checks), (2, 4));
    let gone = LinkFilter { outcome: Some(LinkOutcome::Gone), ..LinkFilter::default() };
    assert_eq!(journal.links(&gone).unwrap()[0].url, TWO);
    assert_eq!(journal.link_by_number(entry.row.number).unwrap().unwrap(), entry);
    assert_eq!(journal.oldest_links(None, 1).unwrap(), [TWO]);
}

#[test]
fn a_host_that_is_down_takes_what_is_due_with_it() {
    let (journal, _dir) = scratch();
    let http = "http://x.example/3";
    let snapshot = publish(&journal, "urn:d", &[ONE, TWO, http, "https://y.example/"]);
    journal.sync_links(&snapshot).unwrap();
    let down = LinkResult::HostDown {
        host: "x.example".to_owned(),
        scheme: "https".to_owned(),
        at: now(),
        detail: "nobody listens".to_owned(),
    };
    let batch = write(&journal, &[checked(ONE, now(), LinkOutcome::Connection), down]);
    assert_eq!(batch.checked, 2, "the one that was tried and the other one of its scheme");
    assert_eq!(journal.due_links(now(), 10, 10).unwrap(), ["http://x.example/3", "https://y.example/"]);
    let hosts = journal.link_hosts().unwrap();
    let host = hosts.iter().find(|host| host.host == "x.example").unwrap();
    assert!(host.down && host.links == 3 && host.broken == 0, "{host:?}");
    let until = now() + TimeDelta::hours(1);
    write(&journal, &[LinkResult::Postponed { host: "y.example".to_owned(), until }]);
    assert_eq!(journal.due_links(now(), 10, 10).unwrap(), [http]);
    assert_eq!(journal.link_counts().unwrap().hosts_down, 1);
}

#[test]
fn a_purge_takes_the_addresses_with_it() {
    let (journal, _dir) = scratch();
    let old = publish(&journal, "urn:d", &[ONE]);
    journal.sync_links(&old).unwrap();
    write(&journal, &[checked(ONE, now(), LinkOutcome::Answers)]);
    journal.purge_record("urn:d", "test").unwrap();
    assert_eq!(journal.link(ONE).unwrap(), None);
    assert_eq!(journal.sync_links(&old).unwrap(), crate::journal::LinkSync::default(), "an old snapshot says nothing");
    write(&journal, &[checked(ONE, now(), LinkOutcome::Answers)]);
    assert_eq!(journal.link(ONE).unwrap(), None, "a check that was under way");
    let snapshot = publish(&journal, "urn:e", &[TWO]);
    journal.sync_links(&snapshot).unwrap();
    journal.purge_source(&"a".parse().unwrap(), "test").unwrap();
    assert_eq!(journal.link(TWO).unwrap(), None);
}

#[test]
fn a_detected_api_reaches_the_snapshot_and_outlives_a_silence() {
    let (journal, _dir) = scratch();
    let snapshot = publish(&journal, "urn:d", &[ONE]);
    journal.sync_links(&snapshot).unwrap();
    let mut check = LinkCheck::new(now(), LinkOutcome::Answers);
    let api = ApiDescription { kind: "openapi".into(), version: "3.0.1".into(), title: None, cors: true };
    check.api = Some(api.clone());
    write(&journal, &[LinkResult::Checked { url: ONE.to_owned(), check: Box::new(check) }]);
    write(&journal, &[checked(ONE, now() + TimeDelta::days(14), LinkOutcome::Timeout)]);
    let detected = journal.detected_apis().unwrap();
    assert_eq!((detected[0].url.as_str(), &detected[0].api), (ONE, &api));
    journal.announce_links().unwrap().unwrap();
    let snapshot = project(&journal, BASE).unwrap().snapshot;
    let class = snapshot.iri_id(model::ns::skord::API_DESCRIPTION).unwrap();
    let kind = snapshot.iri_id(model::ns::rdf::TYPE).unwrap();
    let graph = snapshot.iri_id(&format!("{BASE}graph/provenance")).unwrap();
    assert_eq!(snapshot.triples(Some(graph), None, Some(kind), Some(class)).count(), 1);
    write(&journal, &[checked(ONE, now() + TimeDelta::days(15), LinkOutcome::Gone)]);
    assert!(journal.detected_apis().unwrap().is_empty());
}

#[test]
fn one_process_checks_at_a_time() {
    let dir = tempfile::tempdir().unwrap();
    let first = LinkLock::acquire(dir.path()).unwrap();
    assert!(first.is_some() && LinkLock::acquire(dir.path()).unwrap().is_none());
    drop(first);
    assert!(LinkLock::acquire(dir.path()).unwrap().is_some());
}
