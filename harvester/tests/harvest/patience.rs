//! What time and people do to held runs.

use crate::world::{World, catalog, id, numbered};
use chrono::{DateTime, TimeDelta, Utc};
use harvester::{Harvester, Progress, RunOptions, Silent};
use model::control::Approval;
use model::{Clock, Outcome, RunReport};
use std::sync::{Arc, Mutex};
use store::Journal;

/// A clock that tests set.
#[derive(Debug)]
struct Days(Mutex<DateTime<Utc>>);

impl Clock for Days {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

/// The world of the other tests under a clock of its own.
struct Calendar {
    world: World,
    clock: Arc<Days>,
    harvester: Arc<Harvester>,
}

impl Calendar {
    async fn new() -> Self {
        let world = World::new().await;
        let clock = Arc::new(Days(Mutex::new("2026-11-01T03:00:00Z".parse().unwrap())));
        let journal = Arc::new(Journal::open(world.journal.dir(), Arc::clone(&clock) as Arc<dyn Clock>).unwrap().0);
        let harvester = Harvester::new(journal, world.config.clone(), Arc::clone(&clock) as Arc<dyn Clock>).unwrap();
        Self { world, clock, harvester }
    }

    fn publish(&self, from: usize, to: usize) {
        let names = numbered(to);
        self.world.turtle(catalog(names[from..].iter().map(String::as_str)));
    }

    /// The next night's run.
    async fn night(&self) -> RunReport {
        *self.clock.0.lock().unwrap() += TimeDelta::days(1);
        self.run().await
    }

    async fn run(&self) -> RunReport {
        let silent: Arc<dyn Progress> = Arc::new(Silent);
        self.harvester.run(&id("a"), RunOptions::default(), &silent).await.unwrap().report
    }
}

#[tokio::test]
async fn a_loss_below_half_is_accepted_after_equal_results_on_three_days() {
    let calendar = Calendar::new().await;
    calendar.publish(0, 10);
    calendar.run().await;
    calendar.publish(4, 10);
    assert_eq!(calendar.night().await.outcome, Outcome::Held);
    assert_eq!(calendar.run().await.outcome, Outcome::Held, "again the same day");
    assert_eq!(calendar.run().await.outcome, Outcome::Held, "and again");
    assert_eq!(calendar.night().await.outcome, Outcome::Held);
    let third = calendar.night().await;
    assert_eq!((third.outcome, third.withdrawn, third.datasets), (Outcome::Changed, 4, 6));
    assert!(third.reason.unwrap().text("sv").starts_with("godtagen efter samma resultat tre dagar"));
    assert_eq!(calendar.night().await.outcome, Outcome::Unchanged);
}

#[tokio::test]
async fn an_empty_or_halved_catalog_waits_for_a_person_for_ever() {
    for left in [0, 4] {
        let calendar = Calendar::new().await;
        calendar.publish(0, 10);
        calendar.run().await;
        calendar.publish(10 - left, 10);
        for night in 0..40 {
            let run = calendar.night().await;
            assert_eq!((run.outcome, run.datasets), (Outcome::Held, 10), "{left} left, night {night}");
        }
        let approval = Approval { by: "Anna".to_owned(), reason: "avvecklat".to_owned(), rename: false };
        let silent: Arc<dyn Progress> = Arc::new(Silent);
        let run = calendar.harvester.approve(&id("a"), &approval, &silent).await.unwrap().report;
        assert_eq!((run.outcome, run.datasets), (Outcome::Changed, left as u64));
        assert_eq!(run.detail.by.as_deref(), Some("Anna"));
        assert_eq!(calendar.night().await.outcome, Outcome::Unchanged);
    }
}

#[tokio::test]
async fn the_best_of_thirty_days_is_learned_and_forgotten() {
    let calendar = Calendar::new().await;
    calendar.publish(0, 20);
    calendar.run().await;
    // Two a night is below every limit, but not for ever.
    let mut outcomes = Vec::new();
    for lost in 1..=4 {
        calendar.publish(lost * 2, 20);
        outcomes.push(calendar.night().await.outcome);
        outcomes.push(calendar.night().await.outcome);
    }
    assert!(outcomes.contains(&Outcome::Held), "{outcomes:?}");
    calendar.publish(4, 20);
    calendar.night().await;
    for _ in 0..35 {
        calendar.night().await;
    }
    calendar.publish(6, 20);
    assert_eq!(calendar.night().await.outcome, Outcome::Unchanged, "missing once");
    assert_eq!(calendar.night().await.outcome, Outcome::Changed, "the old size is forgotten after thirty days");
}

#[tokio::test]
async fn a_run_with_errors_and_no_dataset_is_never_green() {
    let world = World::new().await;
    let whole = catalog(["one", "two"]);
    for cut in [1, 5, 20, 40] {
        let body: String = whole.chars().take(whole.chars().count() * cut / 100).collect();
        world.turtle(body);
        let run = world.run().await.report;
        assert!(!run.outcome.is_fine() || run.datasets > 0, "{cut} %: {run:?}");
    }
}
