//! Measuring by hand: indexes the flat documents of a generated catalog, answers the judged queries and writes a run
//! for the judge. Reads `queries.tsv` of the shared findings; without `SKORD_DOCS` and `SKORD_QUERIES` it does nothing.
//!
//! ```text
//! SKORD_DOCS=docs.jsonl SKORD_QUERIES=queries.tsv SKORD_RUN=run.tsv cargo test -p search --test search measure -- --nocapture
//! ```

use crate::common::asking;
use crate::flat::resource;
use model::Seq;
use search::{FACETS, SearchIndex, SearchRequest, Searcher, Sort};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// Processor time that this process has used, all threads, as Linux counts it (steps of 10 ms).
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok());
    Duration::from_millis(10 * ticks.sum::<u64>())
}

/// p50 and p99 of searching for each query, three times each.
fn times(searcher: &Searcher, queries: &[(String, String)], facets: &[&str]) -> (Duration, Duration) {
    let mut taken = Vec::new();
    for _ in 0..3 {
        for (_, q) in queries {
            let facets = facets.iter().map(|&facet| facet.to_owned()).collect();
            let start = Instant::now();
            searcher.search(&SearchRequest { limit: 20, facets, ..asking(q) }).expect("a search");
            taken.push(start.elapsed());
        }
    }
    taken.sort();
    (taken[taken.len() / 2], taken[taken.len() * 99 / 100])
}

#[test]
fn measure() {
    let (Ok(docs), Ok(queries)) = (std::env::var("SKORD_DOCS"), std::env::var("SKORD_QUERIES")) else { return };
    let docs = std::fs::read_to_string(docs).expect("the documents");
    let mut all: Vec<_> = docs.lines().enumerate().map(|(number, line)| resource(number, line)).collect();
    let queries = std::fs::read_to_string(queries).expect("the queries");
    let queries: Vec<(String, String)> = queries
        .lines()
        .skip(1)
        .map(|line| {
            let mut columns = line.split('\t');
            let id = columns.next().unwrap_or_default().to_owned();
            (id, columns.nth(2).unwrap_or_default().to_owned())
        })
        .collect();
    let published = tempfile::tempdir().expect("a directory");
    let start = Instant::now();
    let mut index = SearchIndex::open(published.path(), "journal").expect("the index opens");
    println!("open empty {:?}", start.elapsed());
    let (start, used) = (Instant::now(), cpu());
    index.update(Seq(1), &all).expect("an update");
    println!("index {} resources {:?}, cpu {:?}", all.len(), start.elapsed(), cpu().saturating_sub(used));
    let (start, used) = (Instant::now(), cpu());
    let written = index.update(Seq(2), &all).expect("an update");
    println!("unchanged: {written} written {:?}, cpu {:?}", start.elapsed(), cpu().saturating_sub(used));
    for one in all.iter_mut().step_by(40) {
        one.modified = Some("2026-11-22".to_owned());
    }
    let (start, used) = (Instant::now(), cpu());
    let written = index.update(Seq(3), &all).expect("an update");
    println!("changed: {written} written {:?}, cpu {:?}", start.elapsed(), cpu().saturating_sub(used));
    drop(index);
    let start = Instant::now();
    let index = SearchIndex::open(published.path(), "journal").expect("the index opens");
    println!("open full {:?}", start.elapsed());
    let searcher = index.searcher().expect("a searcher");
    println!("p50, p99 without facets {:?}", times(&searcher, &queries, &[]));
    println!("p50, p99 with all facets {:?}", times(&searcher, &queries, FACETS));
    let everything = [("all".to_owned(), String::new())];
    println!("everything with all facets {:?}", times(&searcher, &everything, FACETS));
    let start = Instant::now();
    searcher.search(&SearchRequest { offset: 19_000, limit: 20, sort: Sort::Title, ..asking("") }).expect("a search");
    println!("deep page by title {:?}", start.elapsed());
    let start = Instant::now();
    println!("suggest `ba` {:?} {:?}", searcher.suggest("ba", 10).expect("suggestions").len(), start.elapsed());
    let mut run = String::new();
    for (id, q) in &queries {
        let response = searcher.search(&SearchRequest { limit: 10, ..asking(q) }).expect("a search");
        println!("{id}\t{q}\t{}{}", response.total, if response.relaxed { " relaxed" } else { "" });
        for (rank, item) in response.items.iter().enumerate() {
            writeln!(run, "{id}\t{}\t{}", rank + 1, item.iri).expect("a line");
        }
    }
    if let Ok(path) = std::env::var("SKORD_RUN") {
        std::fs::write(path, run).expect("the run is written");
    }
}
