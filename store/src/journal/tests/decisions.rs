//! Tests: held runs, going back, bringing back, purging.

use super::{A1, A2, assert_sound, draft, end, harvest, record, scratch, source};
use crate::StoreError;
use crate::journal::*;
use model::{ContentHash, LangText, Outcome};
use rdf::{Record, RecordKind};
use std::fmt::Write as _;

/// A contact that a dataset refers to.
fn contact(key: &str, name: &str) -> Record {
    Record { kind: RecordKind::Shared, ..record(key, name) }
}

/// A dataset with a contact.
fn with_contact(key: &str, contact: &str) -> Record {
    let mut dataset = record(key, "Med kontakt");
    writeln!(dataset.body, "<{key}> <http://www.w3.org/ns/dcat#contactPoint> <{contact}> .").unwrap();
    dataset.hash = ContentHash(*blake3::hash(dataset.body.as_bytes()).as_bytes());
    dataset
}

fn journal_with(ids: &[&str]) -> (Journal, tempfile::TempDir) {
    let (journal, dir) = scratch();
    for id in ids {
        journal.put_source(&source(id), SourceOrigin::Command).unwrap();
    }
    (journal, dir)
}

fn keys(journal: &Journal, id: &str) -> Vec<String> {
    journal.record_heads(&id.parse().unwrap()).unwrap().into_iter().map(|head| head.key).collect()
}

fn hold(journal: &Journal, result: u8) -> u64 {
    let lease = journal.begin_run(&source("a").id).unwrap();
    let mut held = end(lease, Outcome::Held, None);
    held.held = Some(draft(vec![], &[A1]));
    let reasons = vec![LangText::sv_en("för mycket", "too much")];
    let proposal = Proposal { reasons, before: 1, ..Proposal::default() };
    held.settlement.proposal = Some((ContentHash([result; 32]), proposal));
    journal.end_run(held).unwrap().run
}

#[test]
fn what_is_held_waits_until_it_is_decided_or_mends_itself() {
    let (journal, _dir) = journal_with(&["a"]);
    let a = source("a").id;
    harvest(&journal, "a", vec![record(A1, "Ett")], &[]);
    let first = hold(&journal, 1);
    let second = hold(&journal, 2);
    let held = journal.held_runs(&a).unwrap();
    assert_eq!(held.iter().map(|held| held.run).collect::<Vec<_>>(), [second, first], "newest first");
    assert_eq!(held[0].proposal.reasons[0].text("en"), "too much");
    assert_eq!(journal.reject_held(&a, "Anna", "fel").unwrap().run, second);
    assert!(journal.held_runs(&a).unwrap().is_empty() && journal.held_document(&a).unwrap().is_none());
    let decisions = journal.decisions(&a).unwrap();
    assert_eq!((decisions[0].kind, decisions[0].by.as_str()), (DecisionKind::Rejected, "Anna"));
    assert_eq!(decisions[0].fingerprint, Some(ContentHash([2; 32])));
    assert_eq!(decisions[0].document, Some(ContentHash(*blake3::hash(&b"raw".repeat(50)).as_bytes())));
    assert!(matches!(journal.reject_held(&a, "Anna", ""), Err(StoreError::NothingHeld { .. })));
    hold(&journal, 3);
    let lease = journal.begin_run(&a).unwrap();
    journal.end_run(end(lease, Outcome::Unreachable, None)).unwrap();
    assert_eq!(journal.held_runs(&a).unwrap().len(), 1, "a night without an answer settles nothing");
    let lease = journal.begin_run(&a).unwrap();
    journal.end_run(end(lease, Outcome::Unchanged, None)).unwrap();
    assert!(journal.held_runs(&a).unwrap().is_empty(), "the source mended itself");
    assert_sound(&journal);
}

#[test]
fn every_run_keeps_all_its_findings() {
    let (journal, _dir) = journal_with(&["a"]);
    let run = |count: usize, outcome| {
        let lease = journal.begin_run(&source("a").id).unwrap();
        let mut end = end(lease, outcome, None);
        let finding = |number| model::Finding::new(&format!("read-{number}"), model::Severity::Warning, "sv", "en");
        end.findings = (0..count).map(finding).collect();
        end.report.findings = model::FindingCounts::of(&end.findings);
        journal.end_run(end).unwrap().run
    };
    let (many, few) = (run(300, Outcome::Rejected), run(1, Outcome::Rejected));
    let again = run(1, Outcome::Rejected);
    assert_eq!(journal.run_findings(many).unwrap().unwrap().len(), 300);
    assert_eq!(journal.run_findings(few).unwrap(), journal.run_findings(again).unwrap());
    assert!(journal.run_findings(99).unwrap().is_none());
    assert_eq!(journal.run(few).unwrap().unwrap().findings.warning, 1);
}

#[test]
fn a_restored_record_brings_its_contact_along() {
    let (journal, _dir) = journal_with(&["a"]);
    let (a, c) = (source("a").id, "https://a.example/contact");
    harvest(&journal, "a", vec![with_contact(A1, c), contact(c, "Anna"), record(A2, "Två")], &[]);
    harvest(&journal, "a", vec![], &[A1, c]);
    let id = journal.portal_id(A1).unwrap();
    assert!(journal.tombstone(A1).unwrap().is_some());
    let report = journal.restore_record(&a, A1, "Anna", "behövs").unwrap();
    assert_eq!((report.new, report.datasets, report.detail.by.as_deref()), (1, 2, Some("Anna")));
    assert_eq!(keys(&journal, "a"), [c, A1, A2]);
    assert!(journal.record_heads(&a).unwrap().iter().filter(|head| head.kept).count() == 2);
    assert!(journal.tombstone(A1).unwrap().is_none() && journal.portal_id(A1).unwrap() == id);
    assert!(matches!(journal.restore_record(&a, A1, "", ""), Err(StoreError::NoSuchVersion { .. })));
    assert!(matches!(journal.restore_record(&a, "urn:x", "", ""), Err(StoreError::NoSuchVersion { .. })));
    assert_sound(&journal);
}

#[test]
fn going_back_and_forth_gives_what_was_there() {
    let (journal, _dir) = journal_with(&["a"]);
    let a = source("a").id;
    harvest(&journal, "a", vec![record(A1, "Ett"), record(A2, "Två")], &[]);
    let first = journal.record_heads(&a).unwrap();
    harvest(&journal, "a", vec![record(A1, "Ändrad")], &[A2]);
    let second = journal.record_heads(&a).unwrap();
    let back = journal.rollback(&a, 1, "Anna", "").unwrap();
    assert_eq!((back.new, back.changed, back.withdrawn, back.detail.revision), (1, 1, 0, 3));
    assert_eq!(journal.record_heads(&a).unwrap(), first);
    journal.rollback(&a, 2, "Anna", "ändå inte").unwrap();
    assert_eq!(journal.record_heads(&a).unwrap(), second);
    assert_eq!(journal.revisions(&a, 10).unwrap().iter().map(|r| r.datasets).collect::<Vec<_>>(), [1, 2, 1, 2]);
    assert!(matches!(journal.rollback(&a, 4, "", ""), Err(StoreError::NoSuchVersion { .. })), "the present one");
    assert_sound(&journal);
}

#[test]
fn a_purge_takes_all_sources_versions_and_the_contact_that_nobody_else_uses() {
    let (journal, _dir) = journal_with(&["a", "b"]);
    let (own, common) = ("https://a.example/contact", "https://a.example/office");
    let mut a1 = with_contact(A1, own);
    writeln!(a1.body, "<{A1}> <http://www.w3.org/ns/dcat#contactPoint> <{common}> .").unwrap();
    a1.hash = ContentHash(*blake3::hash(a1.body.as_bytes()).as_bytes());
    let contacts = [contact(own, "Anna"), contact(common, "Kontoret")];
    let put = contacts.into_iter().chain([a1.clone(), with_contact(A2, common)]).collect();
    harvest(&journal, "a", put, &[]);
    harvest(&journal, "a", vec![record(A1, "Ny version")], &[]);
    harvest(&journal, "b", vec![record(A1, "Samma hos b")], &[]);
    let id = journal.portal_id(A1).unwrap().unwrap();
    let key = journal.projection_key().unwrap();
    let lease = journal.begin_run(&source("a").id).unwrap();

    let purged = journal.purge_record(&id, "begärt").unwrap();
    assert_eq!((purged.records, purged.versions, purged.sources.len()), (2, 4, 2), "{purged:?}");
    assert_eq!((keys(&journal, "a"), keys(&journal, "b")), (vec![A2.to_owned(), common.to_owned()], vec![]));
    assert!(journal.record_body(&a1.hash).unwrap().is_none());
    let remains = journal.purged(&id).unwrap().unwrap();
    assert_eq!((remains.reason.as_str(), remains.id.as_deref()), ("begärt", Some(id.as_str())));
    assert_eq!(journal.purged(A1).unwrap().unwrap(), remains);
    assert!(journal.tombstone(A1).unwrap().is_none() && journal.portal_id(A1).unwrap().is_none());
    assert_ne!(journal.projection_key().unwrap(), key, "projections are made anew");
    assert!(journal.raw_document(&source("a").id).unwrap().is_none());
    let written = journal.end_run(end(lease, Outcome::Changed, Some(draft(vec![a1], &[]))));
    assert!(matches!(written, Err(StoreError::LeaseLost { .. })), "a run under way must not bring it back");
    assert!(matches!(journal.purge_record("urn:unknown", "x"), Err(StoreError::NothingToPurge(_))));
    assert!(journal.lift_purge(A1).unwrap() && !journal.lift_purge(A1).unwrap());
    assert_sound(&journal);
}
