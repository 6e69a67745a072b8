//! Tests: crashes, backups, damage, newer versions.

use super::{A1, A2, assert_sound, clock, draft, end, harvest, record, scratch, source};
use crate::journal::*;
use model::{Outcome, Seq};
use std::process::{Child, Command, Stdio};

/// Set for a child process of these tests: the data directory it works in.
const DIR: &str = "SKORD_TEST_CRASH_DIR";

/// Starts this test program again, as a process that runs only the test of that name.
fn child(test: &str, dir: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("journal::tests::durability::{test}"), "--ignored", "--nocapture"])
        .env(DIR, dir)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn wait_for(what: &str, mut ready: impl FnMut() -> bool) {
    for _ in 0..3000 {
        if ready() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("waited in vain for {what}");
}

#[test]
#[ignore = "the child process of the next test"]
fn commits_until_killed() {
    let Some(dir) = std::env::var_os(DIR) else { return };
    let (journal, _) = Journal::open(Path::new(&dir), clock()).unwrap();
    for number in 0..100_000_u32 {
        let put = (0..40).map(|place| record(&format!("https://a.example/{place}"), &format!("{number} {place}")));
        harvest(&journal, "a", put.collect(), &[]);
    }
}

#[test]
fn killed_at_any_moment_loses_at_most_the_run_in_progress() {
    let (journal, dir) = scratch();
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    let id = source("a").id;
    for round in 1..=3_u64 {
        let before = journal.seq().unwrap();
        let mut victim = child("commits_until_killed", dir.path());
        wait_for("commits", || journal.seq().unwrap().0 > before.0 + 5 * round);
        victim.kill().unwrap();
        victim.wait().unwrap();

        let (reopened, recovery) = Journal::open(dir.path(), clock()).unwrap();
        assert_sound(&reopened);
        assert!(recovery.notes.len() <= 1, "{recovery:?}");
        let heads = reopened.record_heads(&id).unwrap();
        assert_eq!(heads.len(), 40);
        let rounds: std::collections::BTreeSet<_> = heads
            .iter()
            .map(|head| head.meta.title.as_deref().unwrap().split(' ').next().unwrap().to_owned())
            .collect();
        assert_eq!(rounds.len(), 1, "all records are of one revision: {rounds:?}");
        assert!(reopened.close_abandoned_runs().unwrap().is_empty(), "nothing is left open");
    }
}

#[test]
#[ignore = "the child process of the next test"]
fn begins_a_run_and_waits() {
    let Some(dir) = std::env::var_os(DIR) else { return };
    let (journal, _) = Journal::open(Path::new(&dir), clock()).unwrap();
    journal.begin_run(&source("a").id).unwrap();
    std::fs::write(Path::new(&dir).join("begun"), "").unwrap();
    std::thread::sleep(std::time::Duration::from_mins(2));
}

#[test]
fn a_run_is_left_alone_while_its_process_lives_and_ended_when_it_is_gone() {
    let (journal, dir) = scratch();
    let a = source("a").id;
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    harvest(&journal, "a", vec![record(A1, "Ett")], &[]);
    let mut other = child("begins_a_run_and_waits", dir.path());
    wait_for("the run", || dir.path().join("begun").exists());
    assert!(matches!(journal.begin_run(&a), Err(StoreError::RunUnderWay { .. })));
    assert_eq!(Journal::open(dir.path(), clock()).unwrap().1, Recovery::default());
    other.kill().unwrap();
    other.wait().unwrap();

    let (_, recovery) = Journal::open(dir.path(), clock()).unwrap();
    assert_eq!(recovery.notes.len(), 1, "{recovery:?}");
    assert!(recovery.notes[0].contains("`a`") && recovery.notes[0].contains("process is gone"), "{recovery:?}");
    let report = journal.source(&a).unwrap().last_report.unwrap();
    assert_eq!((report.outcome, report.run, report.datasets), (Outcome::Unreachable, 2, 1));
    assert_eq!(report.seq, journal.seq().unwrap());
    journal.begin_run(&a).unwrap();
}

#[test]
fn a_newer_journal_is_refused_and_not_touched() {
    let (journal, dir) = scratch();
    drop(journal);
    let file = dir.path().join("journal.sqlite");
    let connection = Connection::open(&file).unwrap();
    connection.pragma_update(None, "user_version", 7).unwrap();
    drop(connection);
    match Journal::open(dir.path(), clock()) {
        Err(error @ StoreError::NewerVersion { found: 7, known: schema::VERSION, .. }) => {
            assert!(error.to_string().contains(&dir.path().display().to_string()));
        }
        other => panic!("{other:?}"),
    }
    let version: u32 = Connection::open(&file).unwrap().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version, 7);
}

#[test]
fn older_journals_are_brought_up_to_date_after_a_backup() {
    for version in 1..schema::VERSION {
        brought_up_to_date_from(version);
    }
}

fn brought_up_to_date_from(version: u32) {
    let (journal, dir) = scratch();
    let a = source("a").id;
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    harvest(&journal, "a", vec![record(A1, "Ett"), record(A2, "Två")], &[]);
    harvest(&journal, "a", vec![], &[A2]);
    let (seq, heads, old) = (journal.seq().unwrap(), journal.record_heads(&a).unwrap(), tempfile::tempdir().unwrap());
    drop(journal);
    // The same content in the tables of that version.
    let copy = Connection::open(old.path().join("journal.sqlite")).unwrap();
    for script in schema::MIGRATIONS[..version as usize].iter().copied().flatten() {
        copy.execute_batch(script).unwrap();
    }
    copy.pragma_update(None, "user_version", version).unwrap();
    copy.execute("ATTACH ?1 AS new", [dir.path().join("journal.sqlite").to_str().unwrap()]).unwrap();
    let tables: Vec<String> = copy
        .prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    for table in tables {
        let columns: Vec<String> = copy
            .prepare("SELECT name FROM pragma_table_info(?1, 'main')")
            .unwrap()
            .query_map([&table], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        let columns = columns.join(", ");
        copy.execute(&format!("INSERT OR REPLACE INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}"), [])
            .unwrap();
    }
    drop(copy);

    let (migrated, recovery) = Journal::open(old.path(), clock()).unwrap();
    assert!(recovery.notes[0].contains(&format!("from version {version} to {}", schema::VERSION)), "{recovery:?}");
    assert_eq!((migrated.seq().unwrap(), migrated.record_heads(&a).unwrap()), (seq, heads));
    assert!(migrated.tombstone(A2).unwrap().is_some() && migrated.held_runs(&a).unwrap().is_empty());
    assert_sound(&migrated);
    harvest(&migrated, "a", vec![record(A2, "Två")], &[]);
    assert_sound(&migrated);
    let backup = std::fs::read_dir(old.path().join("backups")).unwrap().next().unwrap().unwrap().path();
    let restored = tempfile::tempdir().unwrap();
    assert_eq!(
        restore(&backup, restored.path(), false).unwrap().version,
        version,
        "the backup is what was there before"
    );
    assert_eq!(Journal::open(restored.path(), clock()).unwrap().0.seq().unwrap(), seq);
}

#[test]
fn a_file_that_is_no_journal_is_named() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("journal.sqlite"), "not a database at all, ".repeat(100)).unwrap();
    match Journal::open(dir.path(), clock()) {
        Err(StoreError::Damaged { path, .. }) => assert!(path.ends_with("journal.sqlite")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_backup_is_restored_as_another_journal_with_the_same_content() {
    let (journal, dir) = scratch();
    let a = source("a").id;
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    harvest(&journal, "a", vec![record(A1, "Ett"), record(A2, "Två")], &[]);
    let _open = journal.begin_run(&a).unwrap();
    let backup = dir.path().join("copy");
    journal.backup(&backup).unwrap();
    assert!(matches!(journal.backup(&backup), Err(StoreError::Occupied { .. })));
    let later = journal.put_source(&source("b"), SourceOrigin::Command).unwrap();
    assert!(later, "the journal goes on after the backup");

    let target = dir.path().join("restored");
    let manifest = restore(&backup, &target, false).unwrap();
    assert_eq!((manifest.journal.as_str(), manifest.seq), (journal.id().0.as_str(), 2));
    let (restored, recovery) = Journal::open(&target, clock()).unwrap();
    assert_eq!(recovery.notes.len(), 1, "the open run is not continued: {recovery:?}");
    assert_ne!(restored.id(), journal.id());
    assert_eq!(restored.sources().unwrap().len(), 1);
    assert_eq!(restored.record_heads(&a).unwrap(), journal.record_heads(&a).unwrap());
    assert_eq!(restored.portal_id(A1).unwrap(), journal.portal_id(A1).unwrap());
    assert_sound(&restored);
    drop(restored);

    assert!(matches!(restore(&backup, &target, false), Err(StoreError::Occupied { .. })));
    restore(&backup, &target, true).unwrap();
    assert!(target.join("backups/before-restore-1/journal.sqlite").exists());
    let served = ServeLock::acquire(&target).unwrap();
    assert!(matches!(restore(&backup, &target, true), Err(StoreError::Locked { .. })));
    drop(served);
    assert_eq!(Journal::open(&target, clock()).unwrap().0.seq().unwrap(), Seq(3));
}

#[test]
fn a_damaged_backup_is_refused_and_nothing_is_touched() {
    let (journal, dir) = scratch();
    let backup = dir.path().join("copy");
    journal.backup(&backup).unwrap();
    let file = backup.join("journal.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    std::fs::write(&file, bytes).unwrap();
    let target = dir.path().join("restored");
    assert!(matches!(restore(&backup, &target, false), Err(StoreError::Damaged { .. })));
    assert!(!target.join("journal.sqlite").exists());
    assert!(matches!(restore(&dir.path().join("nowhere"), &target, false), Err(StoreError::Io { .. })));
}

#[test]
fn verify_finds_what_was_changed_behind_our_back() {
    let problems = |sql: &str| {
        let (journal, _dir) = scratch();
        journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
        harvest(&journal, "a", vec![record(A1, "Ett"), record(A2, "Två")], &[]);
        journal.write(|transaction| Ok(transaction.execute_batch(sql)?)).unwrap();
        journal.verify().unwrap().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(problems(""), "");
    assert!(problems("UPDATE bodies SET hash = zeroblob(32) WHERE number = 1").contains("another hash"));
    assert!(problems("UPDATE bodies SET content = x'00' WHERE number = 1").contains("cannot be decompressed"));
    assert!(problems("DELETE FROM bodies WHERE number = 1").contains("body is missing"));
    assert!(problems("UPDATE commits SET at = at + 1 WHERE seq = 1").contains("commits `1`"));
    assert!(problems("DELETE FROM commits WHERE seq = 1").contains("commits `2`"));
    assert!(problems("DELETE FROM records WHERE key LIKE '%1'").contains("counts"));
    assert!(problems("DELETE FROM portal_iris").contains("no portal id"));
}

#[test]
fn a_failed_end_leaves_the_run_open_and_everything_as_it_was() {
    let (journal, _dir) = scratch();
    let a = source("a").id;
    journal.put_source(&source("a"), SourceOrigin::Command).unwrap();
    harvest(&journal, "a", vec![record(A1, "Ett")], &[]);
    let lease = journal.begin_run(&a).unwrap();
    journal
        .write(|transaction| {
            Ok(transaction.execute_batch(
                "CREATE TRIGGER full BEFORE INSERT ON commits BEGIN SELECT raise(ABORT, 'disk full'); END",
            )?)
        })
        .unwrap();
    let put = draft(vec![record(A2, "Två")], &[A1]);
    assert!(journal.end_run(end(lease.clone(), Outcome::Changed, Some(put))).is_err());
    assert_eq!(journal.record_heads(&a).unwrap().len(), 1);
    assert!(journal.tombstone(A1).unwrap().is_none());
    journal.write(|transaction| Ok(transaction.execute_batch("DROP TRIGGER full")?)).unwrap();
    journal.end_run(end(lease, Outcome::Unchanged, None)).unwrap();
    assert_sound(&journal);
}
