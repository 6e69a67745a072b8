//! Whole, readable catalogs that are not what they were.

use super::rig::{Expected, Rig, Server, held, misbehave, ok, turtle};
use model::Outcome;
use std::fmt::Write as _;

#[tokio::test(flavor = "multi_thread")]
async fn shrinking_catalogs_are_held() {
    for (before, after) in [(340, 17), (183, 146), (183, 47), (8, 3), (3, 1), (10, 7)] {
        let body = turtle(after);
        let bad = move |_: &_| ok("text/turtle", &body);
        let lost = format!("{} of {before} datasets would disappear", before - after);
        let reason: &'static str = Box::leak(lost.into_boxed_str());
        misbehave(&format!("{before} datasets shrink to {after}"), &turtle(before), bad, held(reason)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn shrinking_step_by_step_is_measured_against_the_best() {
    let server = Server::new().await;
    let rig = Rig::new(&[&server]);
    rig.register("s", &format!("http://{}/", server.address));
    for (count, expected) in [(183, 183), (146, 183), (146, 183), (47, 183), (47, 183), (160, 183)] {
        server.now(move |_| ok("text/turtle", turtle(count)));
        let report = rig.run("s").await;
        assert_eq!(rig.datasets("s").len(), expected, "{count}: {report:?}");
    }
    // 160 of 183 is within the limits: on its second complete run in a row it is what the agency means.
    let report = rig.run("s").await;
    assert_eq!((report.withdrawn, rig.datasets("s").len()), (23, 160), "{report:?}");
    for _ in 0..2 {
        server.now(|_| ok("text/turtle", turtle(140)));
        let report = rig.run("s").await;
        assert_eq!((report.outcome, rig.datasets("s").len()), (Outcome::Held, 160), "against 183, not 160: {report:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_swapped_catalog_is_held() {
    for count in [1, 3, 8, 40] {
        let other_agency = turtle(count).replace("https://a.example/", "https://b.example/");
        let same_catalog = turtle(count).replace("https://a.example/d/", "https://b.example/d/");
        let retitled = other_agency.replace("dcterms:title \"d", "dcterms:title \"Annat d");
        let bare = retitled.lines().filter(|line| !line.contains("example/catalog>")).collect::<Vec<_>>().join("\n");
        for (name, body) in [
            ("another agency's catalog", retitled),
            ("the same titles under other names", other_agency),
            (
                "other datasets in the same catalog",
                same_catalog.replace("dcterms:title \"d", "dcterms:title \"Annat d"),
            ),
            ("other datasets without a catalog", bare),
        ] {
            if count == 1 && name.starts_with("other datasets in") {
                continue; // an agency may replace its only dataset, in two complete runs
            }
            let bad = move |_: &_| ok("text/turtle", &body);
            misbehave(&format!("{name}, {count}"), &turtle(count), bad, held("")).await;
        }
    }
}

/// An aggregator: so many datasets each of three publishers in as many sub-catalogs.
fn aggregator(counts: [usize; 3]) -> String {
    let mut text = "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n\
         @prefix foaf: <http://xmlns.com/foaf/0.1/> .\n<https://a.example/main> a dcat:Catalog ; dcterms:title \"Länet\"@sv .\n"
        .to_owned();
    for (part, count) in counts.into_iter().enumerate() {
        let (sub, org) = (format!("https://a.example/sub/{part}"), format!("https://a.example/org/{part}"));
        if count > 0 {
            writeln!(text, "<https://a.example/main> dcterms:hasPart <{sub}> .\n<{sub}> a dcat:Catalog ; dcterms:title \"Del {part}\"@sv ; dcterms:publisher <{org}> .\n<{org}> a foaf:Agent ; foaf:name \"Kommun {part}\"@sv .").unwrap();
        }
        for number in 0..count {
            writeln!(text, "<{sub}> dcat:dataset <https://a.example/d/{part}-{number}> .\n<https://a.example/d/{part}-{number}> a dcat:Dataset ; dcterms:title \"Data {part} {number}\"@sv ; dcterms:publisher <{org}> .").unwrap();
        }
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_publisher_or_sub_catalog_is_held() {
    let gone = aggregator([30, 20, 0]);
    misbehave(
        "one publisher of an aggregator gone",
        &aggregator([30, 20, 3]),
        move |_| ok("text/turtle", &gone),
        held("which had 3 datasets, would be left without any"),
    )
    .await;
    let gone = aggregator([30, 20, 0]);
    misbehave(
        "one small sub-catalog gone",
        &aggregator([30, 20, 1]),
        move |_| ok("text/turtle", &gone),
        held("the catalog `https://a.example/sub/2`"),
    )
    .await;
    // The sub-catalog is there, but empty.
    let empty = aggregator([30, 20, 4]).lines().filter(|line| !line.contains("/d/2-")).collect::<Vec<_>>().join("\n");
    misbehave(
        "one sub-catalog empty",
        &aggregator([30, 20, 4]),
        move |_| ok("text/turtle", &empty),
        held("the catalog `https://a.example/sub/2`"),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hollow_datasets_are_held() {
    let good = turtle(20);
    let untitled = good
        .lines()
        .filter(|line| !line.starts_with("<https://a.example/d/") || line.contains("/csv> a"))
        .collect::<Vec<_>>()
        .join("\n");
    let bad = move |_: &_| ok("text/turtle", &untitled);
    misbehave("datasets that are listed but not described", &good, bad, held("")).await;
    let bare = good
        .replace(" ; dcat:distribution", " ; dcterms:relation")
        .replace("a dcat:Distribution", "a dcterms:Standard");
    misbehave(
        "distributions gone",
        &good,
        move |_| ok("text/turtle", &bare),
        held("20 of 20 distributions would disappear"),
    )
    .await;
    let nameless = good.replace("dcterms:title \"d", "dcterms:abstract \"d");
    misbehave("titles gone", &good, move |_| ok("text/turtle", &nameless), held("20 of 20 titles would disappear"))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dataset_that_is_listed_but_not_described_is_not_taken_away() {
    let good = turtle(20);
    let part =
        good.lines().filter(|line| !line.starts_with("<https://a.example/d/d019")).collect::<Vec<_>>().join("\n");
    let any = Expected { outcomes: &[Outcome::Changed, Outcome::Unchanged, Outcome::Held], reason: "" };
    misbehave("one dataset listed but not described", &good, move |_| ok("text/turtle", &part), any).await;
}
