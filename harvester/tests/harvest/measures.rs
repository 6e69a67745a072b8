//! Metadata are measured when they are harvested: scores follow the records.

use crate::world::{World, catalog, id};
use model::Outcome;
use model::quality::{Marks, Measured, Mode};

fn measured(world: &World) -> Measured {
    world.journal.measured(&id("a"), Mode::Se).unwrap()
}

/// Scores in hundredths, and what the journal's measures say now.
fn scores(world: &World, marks: Option<&Marks>) -> (i32, i32) {
    let marks = marks.expect("a score");
    assert_eq!(measured(world).marks().as_ref(), Some(marks), "the report says what the journal has");
    (marks.se.score.0, marks.eu.score.0)
}

#[tokio::test]
async fn a_score_changes_with_its_dataset_and_an_unchanged_run_leaves_it() {
    let world = World::new().await;
    world.turtle(catalog(["x", "y"]));
    let first = world.run().await.report;
    // Access URL and publisher: 60 points; not compliant with the EU's profile (a description is missing).
    assert_eq!(scores(&world, first.detail.quality.as_ref()), (6_000, 6_000));
    let before = measured(&world);
    let again = world.run().await.report;
    assert_eq!((again.outcome, &again.detail.quality), (Outcome::Unchanged, &first.detail.quality));
    let keyword = "<https://a.example/d/x> dcat:keyword \"vatten\"@sv ; dcterms:description \"Om vatten\"@sv .\n";
    world.turtle(catalog(["x", "y"]) + keyword);
    let changed = world.run().await.report;
    assert_eq!(scores(&world, changed.detail.quality.as_ref()), (7_500, 9_000), "30 in Sweden, 60 in the EU, of two");
    let after = measured(&world);
    assert_eq!(after.datasets[1], before.datasets[1], "the other one has what it had");
    assert_ne!(after.datasets[0], before.datasets[0]);
}

#[tokio::test]
async fn a_changed_neighbour_counts() {
    let world = World::new().await;
    let shared = |more: &str| {
        let links = "<https://a.example/d/x> dcat:distribution <https://a.example/s> .\n\
            <https://a.example/d/y> dcat:distribution <https://a.example/s> .\n";
        catalog(["x", "y"]) + links + &format!("<https://a.example/s> a dcat:Distribution {more} .\n")
    };
    world.turtle(shared(""));
    let first = world.run().await.report;
    assert_eq!(scores(&world, first.detail.quality.as_ref()).0, 6_000);
    let all = "; dcat:accessURL <https://a.example/s.csv> ; dcat:downloadURL <https://a.example/s.csv>";
    world.turtle(shared(all));
    let second = world.run().await.report;
    assert_eq!((second.outcome, second.changed), (Outcome::Changed, 0), "no dataset changed");
    assert_eq!(scores(&world, second.detail.quality.as_ref()).0, 11_000);
}

#[tokio::test]
async fn what_a_decision_brought_back_is_measured_by_the_next_run_and_what_is_gone_is_not() {
    let world = World::new().await;
    world.turtle(catalog(["x", "y", "z"]));
    world.run().await;
    world.turtle(catalog(["x=Annan titel", "y", "z"]));
    world.run().await;
    world.journal.rollback(&id("a"), 1, "tester", "").unwrap();
    let lacking: Vec<String> = world.journal.unmeasured(&id("a")).unwrap().into_iter().collect();
    assert_eq!(lacking, ["https://a.example/d/x"]);
    let dry = world.dry().await.report;
    assert_eq!((dry.outcome, world.journal.unmeasured(&id("a")).unwrap().len()), (Outcome::Unchanged, 1));
    world.run().await;
    assert!(world.journal.unmeasured(&id("a")).unwrap().is_empty());
    world.turtle(catalog(["x", "y"]));
    let report = world.ordered().await.report;
    assert_eq!((report.withdrawn, measured(&world).len()), (1, 2));
    assert_eq!(world.journal.verify().unwrap(), []);
}
