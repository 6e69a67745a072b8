//! Relevance with floors: judged queries of our own on a small generated catalog, with the lexicon of the installed
//! dictionary. Needs `python3` (the generator) and the package `hunspell-sv`; without them it says so and passes.

use crate::common::asking;
use crate::flat::resource;
use model::Seq;
use model::view::ResourceSummary;
use search::evaluate::{evaluate, read_queries};
use search::{SearchIndex, Searcher};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

/// Datasets of the catalog.
const DATASETS: &str = "1500";

/// A file of judged queries with its floors: nDCG over all queries and for each class of at least four, and the share
/// without results.
struct Judged {
    name: &'static str,
    queries: &'static str,
    least: f64,
    least_of_class: f64,
    most_zero: f64,
}

const JUDGED: [Judged; 3] = [
    Judged {
        name: "queries.tsv",
        queries: include_str!("../relevance/queries.tsv"),
        least: 0.93,
        least_of_class: 0.80,
        most_zero: 0.0,
    },
    Judged {
        name: "blind-1.tsv",
        queries: include_str!("../relevance/blind-1.tsv"),
        least: 0.90,
        least_of_class: 0.70,
        most_zero: 0.02,
    },
    Judged {
        name: "blind-2.tsv",
        queries: include_str!("../relevance/blind-2.tsv"),
        least: 0.80,
        least_of_class: 0.50,
        most_zero: 0.05,
    },
];

/// The generator's documents; nothing when it cannot run.
fn documents(directory: &Path) -> Option<String> {
    let generator = Path::new(env!("CARGO_MANIFEST_DIR")).join("../benches/gen_catalog.py");
    let (flat, triples) = (directory.join("docs.jsonl"), directory.join("catalog.nt"));
    let run = Command::new("python3")
        .arg(generator)
        .args(["--datasets", DATASETS, "--seed", "3", "--format", "nt", "--file"])
        .arg(triples)
        .arg("--docs")
        .arg(&flat)
        .output();
    run.ok().filter(|output| output.status.success())?;
    std::fs::read_to_string(flat).ok()
}

#[expect(clippy::print_stdout, reason = "a test that measures nothing must say so")]
fn catalog(directory: &Path) -> Option<(Arc<Searcher>, Vec<ResourceSummary>)> {
    if let Err(cause) = search::lexicon::build(directory, None) {
        println!("not measured: {cause}");
        return None;
    }
    let Some(documents) = documents(directory) else {
        println!("not measured: the generator needs python3");
        return None;
    };
    let all: Vec<_> = documents.lines().enumerate().map(|(number, line)| resource(number, line)).collect();
    let mut index = SearchIndex::open(&directory.join("published"), "journal").expect("the index opens");
    index.update(Seq(1), &all).expect("an update");
    Some((index.searcher().expect("a searcher"), all))
}

/// Words that are none must find nothing.
fn nonsense(queries: &str) -> impl Iterator<Item = &str> {
    let rows = queries.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    rows.filter(|row| row.get(2) == Some(&"nonsense")).map(|row| row[3])
}

#[test]
fn relevance_stays_above_its_floors() {
    let directory = tempfile::tempdir().expect("a directory");
    let Some((searcher, all)) = catalog(directory.path()) else { return };
    for judged in JUDGED {
        let queries = read_queries(judged.queries.as_bytes()).expect("the judged queries");
        let figures = evaluate(&searcher, &all, &queries).expect("an evaluation");
        let report = format!("{}: {}", judged.name, serde_json::to_string_pretty(&figures).expect("a report"));
        println!("{}: nDCG {:.3}, zero {:.3}", judged.name, figures.all.ndcg, figures.all.zero);
        assert!(figures.all.queries >= 25, "{report}");
        assert!(figures.all.ndcg >= judged.least && figures.all.zero <= judged.most_zero, "{report}");
        for (class, of_class) in figures.classes.iter().filter(|(_, of_class)| of_class.queries >= 4) {
            assert!(of_class.ndcg >= judged.least_of_class, "{class}: {of_class:?}\n{report}");
        }
        for q in nonsense(judged.queries) {
            assert_eq!(searcher.search(&asking(q)).expect("a search").total, 0, "{q}");
        }
    }
}
