//! Relevance with floors: judged queries of our own on a small generated catalog, with the lexicon of the installed
//! dictionary. Needs `python3` (the generator) and the package `hunspell-sv`; without them it says so and passes.

use crate::flat::resource;
use model::Seq;
use search::SearchIndex;
use search::evaluate::{Evaluation, evaluate, read_queries};
use std::path::Path;
use std::process::Command;

/// Datasets of the catalog.
const DATASETS: &str = "1500";

/// Floors: over all queries, and for each class of at least four.
const LEAST_NDCG: f64 = 0.85;
const LEAST_OF_CLASS: f64 = 0.70;
const MOST_ZERO: f64 = 0.05;

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
fn measured() -> Option<Evaluation> {
    let directory = tempfile::tempdir().expect("a directory");
    if let Err(cause) = search::lexicon::build(directory.path(), None) {
        println!("not measured: {cause}");
        return None;
    }
    let Some(documents) = documents(directory.path()) else {
        println!("not measured: the generator needs python3");
        return None;
    };
    let all: Vec<_> = documents.lines().enumerate().map(|(number, line)| resource(number, line)).collect();
    let published = directory.path().join("published");
    let mut index = SearchIndex::open(&published, "journal").expect("the index opens");
    index.update(Seq(1), &all).expect("an update");
    let queries = read_queries(include_str!("../relevance/queries.tsv").as_bytes()).expect("the judged queries");
    Some(evaluate(&index.searcher().expect("a searcher"), &all, &queries).expect("an evaluation"))
}

#[test]
fn relevance_stays_above_its_floors() {
    let Some(figures) = measured() else { return };
    let report = serde_json::to_string_pretty(&figures).expect("a report");
    println!("{report}");
    assert!(figures.all.queries >= 25, "{report}");
    assert!(figures.all.ndcg >= LEAST_NDCG && figures.all.zero <= MOST_ZERO, "{report}");
    for (class, of_class) in figures.classes.iter().filter(|(_, of_class)| of_class.queries >= 4) {
        assert!(of_class.ndcg >= LEAST_OF_CLASS, "{class}: {of_class:?}\n{report}");
    }
}
