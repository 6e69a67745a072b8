//! The schedule loop with a real clock: what is due, what is ordered, what changes meanwhile.

use crate::world::{World, catalog, id, source};
use harvester::{Harvester, Progress, Silent};
use model::{Outcome, SystemClock};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use store::Journal;
use store::journal::{RunFilter, SourceOrigin};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

struct Serving {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

fn start(harvester: &Arc<Harvester>) -> Serving {
    let (stop, stopped) = oneshot::channel::<()>();
    let silent: Arc<dyn Progress> = Arc::new(Silent);
    let task = tokio::spawn(Arc::clone(harvester).serve(silent, async move {
        let _ = stopped.await;
    }));
    Serving { stop, task }
}

impl Serving {
    async fn stop(self) {
        self.stop.send(()).unwrap();
        tokio::time::timeout(Duration::from_secs(15), self.task).await.expect("it stops").unwrap();
    }
}

fn runs(journal: &Journal, name: &str) -> u64 {
    let filter = RunFilter { source: Some(id(name)), offset: 0, limit: 1 };
    journal.runs(&filter).unwrap().0
}

async fn until(what: &str, condition: impl Fn() -> bool) {
    let begun = Instant::now();
    while !condition() {
        assert!(begun.elapsed() < Duration::from_secs(20), "waited for: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn new_sources_run_at_once_paused_ones_never_and_nothing_twice() {
    let world = World::new().await;
    world.turtle(catalog(["x"]));
    let mut paused = source("paused", &world.url);
    paused.paused = true;
    world.journal.put_source(&paused, SourceOrigin::Command).unwrap();
    let serving = start(&world.harvester);
    until("the first run", || runs(&world.journal, "a") == 1).await;
    world.journal.put_source(&source("later", &world.url), SourceOrigin::Command).unwrap();
    until("the source added later", || runs(&world.journal, "later") == 1).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    serving.stop().await;
    let counts = ["a", "later", "paused"].map(|name| runs(&world.journal, name));
    assert_eq!(counts, [1, 1, 0], "the default schedule is once a night");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overdue_source_runs_once() {
    let world = World::new().await;
    world.turtle(catalog(["x"]));
    let dir = tempfile::tempdir().unwrap();
    // A journal whose only run was three days ago.
    let then = model::clock::FixedClock(chrono::Utc::now() - chrono::TimeDelta::days(3));
    {
        let (journal, _) = Journal::open(dir.path(), Arc::new(then)).unwrap();
        journal.put_source(&source("a", &world.url), SourceOrigin::Command).unwrap();
        let old = Harvester::new(Arc::new(journal), world.config.clone(), Arc::new(then)).unwrap();
        let silent: Arc<dyn Progress> = Arc::new(Silent);
        old.run(&id("a"), harvester::RunOptions::default(), &silent).await.unwrap();
    }
    let (journal, _) = Journal::open(dir.path(), Arc::new(SystemClock)).unwrap();
    let journal = Arc::new(journal);
    let harvester = Harvester::new(Arc::clone(&journal), world.config.clone(), Arc::new(SystemClock)).unwrap();
    let serving = start(&harvester);
    until("the overdue run", || runs(&journal, "a") == 2).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    serving.stop().await;
    assert_eq!(runs(&journal, "a"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_do_not_wait_for_the_night() {
    let world = World::new().await;
    let control = world.harvester.control();
    assert!(control.run_now(&id("a")).unwrap_err().contains("starting or stopping"));
    // A host that keeps the only place of the night's lane busy.
    let slow = crate::server::raw(|mut connection| async move {
        crate::server::say(&mut connection, b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n").await;
        for _ in 0..80 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            crate::server::say(&mut connection, b"#").await;
        }
    })
    .await;
    world.turtle(catalog(["x", "y"]));
    let mut config = world.config.clone();
    config.concurrency = 1;
    config.attempts = 1;
    config.allow_private_hosts.push(slow.to_string());
    let harvester = Harvester::new(Arc::clone(&world.journal), config, Arc::new(SystemClock)).unwrap();
    let silent: Arc<dyn Progress> = Arc::new(Silent);
    harvester.run(&id("a"), harvester::RunOptions::default(), &silent).await.unwrap();
    world.journal.put_source(&source("slow", &format!("http://{slow}/")), SourceOrigin::Command).unwrap();
    let serving = start(&harvester);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(runs(&world.journal, "slow"), 0, "still under way");
    world.turtle(catalog(["x"]));
    let control = harvester.control();
    let begun = Instant::now();
    control.run_now(&id("a")).unwrap();
    until("the ordered run", || runs(&world.journal, "a") == 2).await;
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(runs(&world.journal, "slow"), 0, "the slow one still has the night's only place");
    let report = world.journal.source(&id("a")).unwrap().last_report.unwrap();
    assert_eq!((report.outcome, report.withdrawn), (Outcome::Changed, 1), "an order withdraws at once");
    assert!(control.run_now(&id("nobody")).unwrap_err().contains("nobody"));
    serving.stop().await;
    assert_eq!(runs(&world.journal, "slow"), 1, "the run under way was let end");
    assert!(control.run_now(&id("a")).is_err(), "after the stop nothing is taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_for_a_source_under_way_follows_it() {
    let world = World::new().await;
    world.turtle(catalog(["x"]));
    let serving = start(&world.harvester);
    until("the first run", || runs(&world.journal, "a") == 1).await;
    let lease = world.journal.begin_run(&id("a")).unwrap();
    world.harvester.control().run_now(&id("a")).unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(world.served.requests.load(Ordering::SeqCst), 1, "one run at a time");
    let report = world.journal.source(&id("a")).unwrap().last_report.unwrap();
    world
        .journal
        .end_run(store::journal::RunEnd {
            lease,
            report,
            findings: Vec::new(),
            replace_findings: false,
            validators: None,
            revision: None,
            held: None,
            missing: Vec::new(),
            measures: Vec::new(),
            settlement: store::journal::Settlement::default(),
        })
        .unwrap();
    until("the ordered run", || runs(&world.journal, "a") == 3).await;
    serving.stop().await;
}
