//! Behaviour of the journal, through its public face.

mod decisions;
mod durability;
mod figures;
mod measures;

use super::*;
use chrono::{DateTime, TimeDelta, Utc};
use model::clock::FixedClock;
use model::{ContentHash, Finding, FindingCounts, Outcome, RunReport, Seq, Severity, Source, SourceClass, SourceState};
use rdf::{Record, RecordKind, RecordMeta};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(super) fn clock() -> Arc<dyn Clock> {
    Arc::new(FixedClock(at("2026-11-22T12:00:00Z")))
}

/// A journal in a directory that goes away with it.
pub(super) fn scratch() -> (Journal, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    (Journal::open(dir.path(), clock()).unwrap().0, dir)
}

pub(super) fn source(id: &str) -> Source {
    Source {
        id: id.parse().unwrap(),
        title: id.to_uppercase(),
        url: format!("https://{id}.example/dcat.rdf"),
        kind: None,
        schedule: None,
        class: SourceClass::Public,
        rank: None,
        organisation: None,
        organisation_name: model::LangText::default(),
        contact: None,
        auth: None,
        webhook: None,
        paused: false,
    }
}

pub(super) fn record(key: &str, title: &str) -> Record {
    let body = format!("<{key}> <http://purl.org/dc/terms/title> \"{title}\"@sv .\n");
    let meta = RecordMeta {
        title: Some(title.to_owned()),
        publisher: Some("https://a.example/org".to_owned()),
        distributions: 2,
        ..RecordMeta::default()
    };
    let hash = ContentHash(*blake3::hash(body.as_bytes()).as_bytes());
    Record { key: key.to_owned(), kind: RecordKind::Dataset, hash, body, meta }
}

pub(super) fn end(lease: RunLease, outcome: Outcome, draft: Option<RevisionDraft>) -> RunEnd {
    let report = RunReport {
        run: 0,
        source: lease.source.clone(),
        outcome,
        reason: None,
        seq: Seq(0),
        datasets: 0,
        new: 0,
        changed: 0,
        unchanged: 0,
        withdrawn: 0,
        complete: true,
        findings: FindingCounts::default(),
        seconds: 0.5,
        bytes: 10,
        started: lease.started,
        status: Some(200),
        format: None,
        detail: model::RunDetail::default(),
    };
    RunEnd {
        lease,
        report,
        findings: Vec::new(),
        replace_findings: false,
        validators: None,
        revision: draft,
        held: None,
        missing: Vec::new(),
        measures: Vec::new(),
        settlement: crate::journal::Settlement::default(),
    }
}

pub(super) fn draft(put: Vec<Record>, withdraw: &[&str]) -> RevisionDraft {
    RevisionDraft {
        put,
        withdraw: withdraw.iter().map(|&key| key.to_owned()).collect(),
        raw: b"raw".repeat(50),
        content_type: Some("text/turtle".to_owned()),
        url: "https://a.example/dcat.rdf".to_owned(),
    }
}

pub(super) fn harvest(journal: &Journal, id: &str, put: Vec<Record>, withdraw: &[&str]) -> RunReport {
    let lease = journal.begin_run(&id.parse().unwrap()).unwrap();
    journal.end_run(end(lease, Outcome::Changed, Some(draft(put, withdraw)))).unwrap()
}

pub(super) fn assert_sound(journal: &Journal) {
    assert_eq!(journal.verify().unwrap(), []);
}

pub(super) const A1: &str = "https://a.example/dataset/1";
pub(super) const A2: &str = "https://a.example/dataset/2";

#[test]
fn a_harvest_is_read_back_as_it_was_committed() {
    let (journal, _dir) = scratch();
    let a = source("a").id;
    assert!(journal.put_source(&source("a"), SourceOrigin::Configuration).unwrap());
    assert!(!journal.put_source(&source("a"), SourceOrigin::Configuration).unwrap(), "nothing changed");
    assert_eq!(journal.source(&a).unwrap().state, SourceState::Awaiting);

    let report = harvest(&journal, "a", vec![record(A2, "Två"), record(A1, "Ett")], &[]);
    assert_eq!((report.datasets, report.seq, report.run), (2, journal.seq().unwrap(), 1));
    assert_eq!(journal.data_seq().unwrap(), report.seq);

    let heads = journal.record_heads(&a).unwrap();
    assert_eq!(heads.iter().map(|head| head.key.as_str()).collect::<Vec<_>>(), [A1, A2]);
    assert_eq!(heads[0].meta, record(A1, "Ett").meta);
    assert_eq!(journal.record_body(&heads[0].hash).unwrap(), Some(record(A1, "Ett").body));
    let mut seen = Vec::new();
    let seq = journal
        .for_each_record(&mut |source, head, body| {
            seen.push(format!("{source} {} {}", head.key, body.len()));
            Ok(())
        })
        .unwrap();
    assert_eq!((seq, seen.len()), (report.seq, 2));
    let entry = journal.source(&a).unwrap();
    assert_eq!((entry.state, entry.revision, entry.last_report), (SourceState::Active, 1, Some(report.clone())));
    assert_eq!(journal.runs(&RunFilter { source: Some(a.clone()), offset: 0, limit: 10 }).unwrap(), (1, vec![report]));
    assert_eq!(journal.raw_document(&a).unwrap().unwrap().raw, b"raw".repeat(50));
    assert_eq!(journal.baseline(&a).unwrap(), Some(Baseline { datasets: 2, distributions: 4, titles: 2 }));
    assert_sound(&journal);
}

#[test]
fn an_unchanged_run_bumps_seq_but_not_the_records() {
    let (journal, _dir) = scratch();
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    let first = harvest(&journal, "a", vec![record(A1, "Ett")], &[]);
    let lease = journal.begin_run(&source("a").id).unwrap();
    let second = journal.end_run(end(lease, Outcome::Unchanged, None)).unwrap();
    assert_eq!((second.seq.0, second.datasets), (first.seq.0 + 1, 1));
    assert_eq!(journal.data_seq().unwrap(), first.seq);
    assert_eq!(journal.source(&source("a").id).unwrap().revision, 1);
}

#[test]
fn withdrawn_records_leave_tombstones_and_return_with_their_portal_id() {
    let (journal, _dir) = scratch();
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    harvest(&journal, "a", vec![record(A1, "Ett"), record(A2, "Två")], &[]);
    let id = journal.portal_id(A1).unwrap().unwrap();
    assert_eq!(id.len(), 8);
    assert_eq!(journal.tombstone(&id).unwrap(), None);

    let withdrawal = harvest(&journal, "a", Vec::new(), &[A1, "https://a.example/never-there"]);
    assert_eq!(withdrawal.datasets, 1);
    let tombstone = journal.tombstone(&id).unwrap().unwrap();
    assert_eq!(tombstone.iri, A1);
    assert_eq!((tombstone.title.as_deref(), tombstone.run), (Some("Ett"), withdrawal.run));
    assert_eq!(tombstone.body, Some(record(A1, "Ett").body));
    assert_eq!(journal.tombstone(A1).unwrap(), Some(tombstone));

    let back = harvest(&journal, "a", vec![record(A1, "Ett igen")], &[]);
    assert_eq!(journal.tombstone(&id).unwrap(), None);
    assert_eq!(journal.portal_id(A1).unwrap(), Some(id));
    let kinds: Vec<String> =
        journal.events_since(Seq(back.seq.0 - 1), 10).unwrap().into_iter().map(|event| event.kind).collect();
    assert_eq!(kinds, ["returned", "run"]);
    assert_sound(&journal);
}

#[test]
fn old_versions_stay_reachable_by_revision() {
    let (journal, _dir) = scratch();
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    harvest(&journal, "a", vec![record(A1, "Ett"), record(A2, "Två")], &[]);
    harvest(&journal, "a", vec![record(A1, "Ett, ändrad")], &[]);
    harvest(&journal, "a", Vec::new(), &[A2]);
    let of_revision = |revision: i64| -> Vec<String> {
        journal
            .read(|transaction| {
                let mut statement = transaction.prepare(
                    "SELECT json_extract(meta, '$.title') FROM (SELECT key, meta FROM records WHERE from_revision <= ?1 \
                     UNION ALL SELECT key, meta FROM record_history WHERE ?1 BETWEEN from_revision AND to_revision) \
                     ORDER BY key",
                )?;
                let titles = statement.query_map([revision], |row| row.get(0))?.collect::<Result<_, _>>()?;
                Ok(titles)
            })
            .unwrap()
    };
    assert_eq!(of_revision(1), ["Ett", "Två"]);
    assert_eq!(of_revision(2), ["Ett, ändrad", "Två"]);
    assert_eq!(of_revision(3), ["Ett, ändrad"]);
    assert!(journal.record_body(&record(A1, "Ett").hash).unwrap().is_some());
}

#[test]
fn missing_counters_grow_only_with_complete_runs() {
    let (journal, _dir) = scratch();
    let a = source("a").id;
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    harvest(&journal, "a", vec![record(A1, "Ett"), record(A2, "Två")], &[]);
    let run = |outcome, complete, missing: &[&str]| {
        let mut end = end(journal.begin_run(&a).unwrap(), outcome, None);
        end.report.complete = complete;
        end.missing = missing.iter().map(|&key| key.to_owned()).collect();
        journal.end_run(end).unwrap();
        journal.record_heads(&a).unwrap().iter().map(|head| head.missing).collect::<Vec<_>>()
    };
    assert_eq!(run(Outcome::Unchanged, true, &[A1]), [1, 0]);
    assert_eq!(run(Outcome::Unreachable, false, &[]), [1, 0]);
    assert_eq!(run(Outcome::Unchanged, false, &[A2]), [1, 0]);
    assert_eq!(run(Outcome::Unchanged, true, &[A1, A2]), [2, 1]);
    assert_eq!(run(Outcome::Unchanged, true, &[]), [0, 0]);
}

#[test]
fn findings_are_replaced_and_paged_errors_first() {
    let (journal, _dir) = scratch();
    let a = source("a").id;
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    let finding = |code: &str, severity| Finding::new(code, severity, "Fel", "Wrong").with_record(A1);
    let run = |outcome, replace, findings: Vec<Finding>| {
        let put = (outcome == Outcome::Changed).then(|| draft(vec![record(A1, "Ett")], &[]));
        let mut end = end(journal.begin_run(&a).unwrap(), outcome, put);
        end.findings = findings;
        end.replace_findings = replace;
        journal.end_run(end).unwrap();
    };
    let all = vec![finding("a-notice", Severity::Notice), finding("an-error", Severity::Error)];
    run(Outcome::Changed, false, all.clone());
    run(Outcome::Unreachable, false, Vec::new());
    assert_eq!(journal.findings(&a, 0, 1).unwrap(), (2, vec![all[1].clone()]));
    assert_eq!(journal.findings(&a, 1, 10).unwrap(), (2, vec![all[0].clone()]));
    let counted = journal.reading(|reading| Ok(reading.findings_by_record()?.remove(0))).unwrap();
    assert_eq!(counted.counts, FindingCounts { error: 1, warning: 0, notice: 1 });
    run(Outcome::Unchanged, true, Vec::new());
    assert_eq!(journal.findings(&a, 0, 1).unwrap(), (0, Vec::new()));
}

#[test]
fn one_run_per_source_and_a_lost_lease_writes_nothing() {
    let (journal, _dir) = scratch();
    let a = source("a").id;
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    let lease = journal.begin_run(&a).unwrap();
    assert!(matches!(journal.begin_run(&a), Err(StoreError::RunUnderWay { .. })));
    assert_eq!(journal.close_abandoned_runs().unwrap(), Vec::<String>::new(), "this process lives");
    journal.renew_run(&lease).unwrap();
    journal.remove_source(&a).unwrap();
    let late = end(lease.clone(), Outcome::Changed, Some(draft(vec![record(A1, "Ett")], &[])));
    assert!(matches!(journal.end_run(late), Err(StoreError::UnknownSource(_))));
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    let late = end(lease.clone(), Outcome::Changed, Some(draft(vec![record(A1, "Ett")], &[])));
    assert!(matches!(journal.end_run(late), Err(StoreError::LeaseLost { .. })));
    assert!(matches!(journal.renew_run(&lease), Err(StoreError::LeaseLost { .. })));
    assert!(journal.record_heads(&a).unwrap().is_empty());
    assert_sound(&journal);
}

#[test]
fn a_lease_that_is_over_is_ended_even_if_its_process_lives() {
    let (journal, dir) = scratch();
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    journal.begin_run(&source("a").id).unwrap();
    let later = Arc::new(FixedClock(at("2026-11-22T12:00:00Z") + TimeDelta::hours(3)));
    let (other, recovery) = Journal::open(dir.path(), later).unwrap();
    assert_eq!(recovery.notes.len(), 1, "{recovery:?}");
    assert!(recovery.notes[0].contains("`a`") && recovery.notes[0].contains("lease"), "{recovery:?}");
    let last = other.source(&source("a").id).unwrap().last_report.unwrap();
    assert_eq!(last.outcome, Outcome::Unreachable);
    assert!(last.reason.unwrap().text("sv").contains("tidsfrist"));
    other.begin_run(&source("a").id).unwrap();
    assert_sound(&other);
}

#[test]
fn removing_a_source_withdraws_and_keeps_tombstones() {
    let (journal, _dir) = scratch();
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    harvest(&journal, "a", vec![record(A1, "Ett")], &[]);
    let before = journal.seq().unwrap();
    assert!(journal.remove_source(&source("a").id).unwrap() > before);
    assert!(matches!(journal.source(&source("a").id), Err(StoreError::UnknownSource(_))));
    assert!(matches!(journal.remove_source(&source("a").id), Err(StoreError::UnknownSource(_))));
    assert!(journal.tombstone(A1).unwrap().is_some());
    assert_sound(&journal);

    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    let entry = journal.source(&source("a").id).unwrap();
    assert_eq!((entry.state, entry.revision), (SourceState::Awaiting, 2));
    assert_eq!(journal.baseline(&source("a").id).unwrap(), None, "its old size holds nothing back");
    harvest(&journal, "a", vec![record(A1, "Ett")], &[]);
    assert!(journal.tombstone(A1).unwrap().is_none());
    assert_sound(&journal);
}

#[test]
fn the_configuration_wins_over_the_command() {
    let (journal, _dir) = scratch();
    let other = Source { title: "Other".to_owned(), ..source("a") };
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    assert!(journal.put_source(&other, SourceOrigin::Configuration).unwrap());
    assert!(matches!(journal.put_source(&source("a"), SourceOrigin::Command), Err(StoreError::Configured(_))));
    assert!(!journal.put_source(&other, SourceOrigin::Command).unwrap());
    assert_eq!(journal.release_configured(&[source("a").id]).unwrap(), []);
    assert_eq!(journal.release_configured(&[]).unwrap(), [source("a").id]);
    assert!(journal.put_source(&source("a"), SourceOrigin::Command).unwrap());
    let many: Vec<Source> = (0..20).map(|number| source(&format!("s{number}"))).collect();
    assert_eq!(journal.put_sources(&many, SourceOrigin::Configuration).unwrap(), 20);
    assert_eq!(journal.put_sources(&many, SourceOrigin::Configuration).unwrap(), 0);
}

#[test]
fn portal_ids_do_not_depend_on_the_order_of_harvests_and_twins_share_one() {
    let uuid = Some("0f6b2c1e-7a53-4d0e-9b43-a6a1b1a0c001".to_owned());
    let twin = |key: &str| {
        let mut twin = record(key, "Ett");
        twin.meta.uuid = uuid.clone();
        twin
    };
    let ids = |order: [&str; 2]| {
        let (journal, _dir) = scratch();
        for id in order {
            journal.put_source(&source(id), SourceOrigin::Command).unwrap();
            harvest(&journal, id, vec![twin(&format!("https://{id}.example/1")), record(A2, "Två")], &[]);
        }
        ["https://a.example/1", "https://b.example/1", A2, "https://a.example/org"]
            .map(|iri| journal.portal_id(iri).unwrap().unwrap())
    };
    let forward = ids(["a", "b"]);
    assert_eq!(forward, ids(["b", "a"]));
    assert_eq!(forward[0], forward[1]);
    assert_ne!(forward[0], forward[2]);

    let (journal, _dir) = scratch();
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    harvest(&journal, "a", vec![twin(A1), twin(A2)], &[]);
    assert_ne!(journal.portal_id(A1).unwrap(), journal.portal_id(A2).unwrap(), "a UUID claimed twice names nothing");
}

#[test]
fn held_documents_wait_and_are_settled_by_the_next_accepted_revision() {
    let (journal, _dir) = scratch();
    let a = source("a").id;
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    harvest(&journal, "a", vec![record(A1, "Ett")], &[]);
    let mut held = end(journal.begin_run(&a).unwrap(), Outcome::Held, None);
    held.held = Some(draft(Vec::new(), &[A1]));
    assert_eq!(journal.end_run(held).unwrap().datasets, 1);
    assert!(journal.held_document(&a).unwrap().is_some());
    assert_eq!(journal.record_heads(&a).unwrap().len(), 1);
    harvest(&journal, "a", vec![record(A2, "Två")], &[]);
    assert!(journal.held_document(&a).unwrap().is_none());
}

#[test]
fn the_baseline_is_the_best_of_thirty_days() {
    let dir = tempfile::tempdir().unwrap();
    let open = |day: i64| {
        let now = at("2026-11-01T12:00:00Z") + TimeDelta::days(day);
        Journal::open(dir.path(), Arc::new(FixedClock(now))).unwrap().0
    };
    let a = source("a").id;
    open(0).put_source(&source("a"), SourceOrigin::Command).unwrap();
    assert_eq!(open(0).baseline(&a).unwrap(), None);
    harvest(&open(0), "a", vec![record(A1, "Ett"), record(A2, "Två")], &[]);
    harvest(&open(10), "a", Vec::new(), &[A2]);
    let datasets = |day| open(day).baseline(&a).unwrap().unwrap().datasets;
    assert_eq!(datasets(10), 2);
    assert_eq!(datasets(39), 2, "revision 1 was in force until day 10");
    assert_eq!(datasets(41), 1);
    assert_eq!(datasets(400), 1, "the revision in force counts however old it is");
}

#[test]
fn two_handles_see_each_others_commits() {
    let (one, dir) = scratch();
    let (two, recovery) = Journal::open(dir.path(), clock()).unwrap();
    assert_eq!(recovery, Recovery::default());
    assert_eq!(one.id(), two.id());
    one.put_source(&source("a"), SourceOrigin::Command).unwrap();
    two.put_source(&source("b"), SourceOrigin::Command).unwrap();
    assert!(matches!(
        (one.begin_run(&source("a").id), two.begin_run(&source("a").id)),
        (Ok(_), Err(StoreError::RunUnderWay { .. }))
    ));
    let report = harvest(&two, "b", vec![record(A1, "Ett")], &[]);
    assert_eq!(one.seq().unwrap(), report.seq);
    assert_eq!(one.cursor().unwrap(), two.cursor().unwrap());
    assert_eq!(one.commit_hash(report.seq).unwrap(), two.commit_hash(report.seq).unwrap());
    assert_eq!(one.record_heads(&source("b").id).unwrap().len(), 1);
}

#[test]
fn threads_and_handles_write_at_once_without_losing_anything() {
    let dir = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for worker in 0..4 {
            let dir = dir.path();
            scope.spawn(move || {
                let (journal, _) = Journal::open(dir, clock()).unwrap();
                for number in 0..5 {
                    let id = format!("s{worker}-{number}");
                    journal.put_source(&source(&id), SourceOrigin::Command).unwrap();
                    harvest(&journal, &id, vec![record(&format!("https://{id}.example/1"), &id)], &[]);
                }
            });
        }
    });
    let (journal, _) = Journal::open(dir.path(), clock()).unwrap();
    assert_eq!(journal.sources().unwrap().len(), 20);
    assert_eq!(journal.seq().unwrap(), Seq(40));
    assert_sound(&journal);
}

#[test]
fn a_body_with_a_wrong_hash_is_refused() {
    let (journal, _dir) = scratch();
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    let lease = journal.begin_run(&source("a").id).unwrap();
    let wrong = Record { hash: ContentHash([1; 32]), ..record(A1, "Ett") };
    let refused = journal.end_run(end(lease, Outcome::Changed, Some(draft(vec![wrong], &[]))));
    assert!(matches!(refused, Err(StoreError::Value(_))));
    assert!(journal.record_heads(&source("a").id).unwrap().is_empty());
}
