//! Builds a snapshot of a file of N-Triples and times the queries of a folder on it, beside oxigraph's in-memory store.
//!
//! `cargo bench -p store --bench sparql -- FILE.nt QUERIES [--no-oracle] [--explain NAME]`. All subjects' triples go to
//! the default graph and once more to one of 400 source graphs, as the catalog does it.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a program for the terminal")]

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use store::snapshot::SnapshotHeader;
use store::sparql::{AnswerFormat, SparqlRequest};
use store::{Snapshot, SnapshotBuilder};

const GRAPHS: usize = 400;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [file, queries, options @ ..] = arguments.as_slice() else {
        println!("usage: cargo bench -p store --bench sparql -- FILE.nt QUERIES [--no-oracle]");
        return;
    };
    let text = std::fs::read_to_string(file).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let snapshot = Snapshot::open(&build(&text, folder.path())).unwrap();
    let oracle = (!options.iter().any(|option| option == "--no-oracle")).then(|| load(&text));
    drop(text);
    let mut ratios = Vec::new();
    for path in files(Path::new(queries)) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let query = std::fs::read_to_string(&path).unwrap();
        let (ours, found) = median(|| run_ours(&snapshot, &query));
        let theirs = oracle.as_ref().map(|store| median(|| run_theirs(store, &query)));
        let (compared, expected) = theirs.unwrap_or_default();
        let same = oracle.is_none() || expected == found;
        if let Some(row) = found.iter().find(|row| !same && !expected.contains(row)) {
            println!("only ours: {row}");
        }
        if let Some(row) = expected.iter().find(|row| !same && !found.contains(row)) {
            println!("only theirs: {row}");
        }
        let verdict = if same { "" } else { "DIFFERENT ANSWERS" };
        println!("{name:32} {:>9.2?} {compared:>9.2?} {:6} rows {verdict}", ours, found.len());
        ratios.push(ours.as_secs_f64() / compared.as_secs_f64());
    }
    let mean = (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>()
        / f64::from(u32::try_from(ratios.len()).unwrap().max(1)))
    .exp();
    println!("geometric mean against oxigraph in memory: {mean:.3}; peak memory {}", peak());
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn graph(number: usize) -> String {
    format!("https://d.example/graph/source/{number}")
}

/// Some lines at a time, as records come.
fn blocks(mut rest: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let near = rest.char_indices().nth(4_000).map_or(rest.len(), |(at, _)| at);
        let end = rest[near..].find('\n').map_or(rest.len(), |at| near + at + 1);
        let (block, after) = rest.split_at(end);
        rest = after;
        (!block.is_empty()).then_some(block)
    })
}

fn build(text: &str, folder: &Path) -> PathBuf {
    let begin = Instant::now();
    let mut builder = SnapshotBuilder::new();
    let graphs: Vec<_> = (0..GRAPHS).map(graph).collect();
    for (number, block) in blocks(text).enumerate() {
        builder.insert_body(block, &[None, Some(&graphs[number % GRAPHS])], "https://d.example/");
    }
    let collected = begin.elapsed();
    let skipped = builder.skipped();
    let header = SnapshotHeader {
        journal: "j".to_owned(),
        seq: model::Seq(1),
        base_url: "https://d.example/".to_owned(),
        built: 0,
    };
    let path = builder.write(folder, &header).unwrap();
    let written = begin.elapsed();
    let opening = Instant::now();
    let snapshot = Snapshot::open(&path).unwrap();
    let opened = opening.elapsed();
    let verifying = Instant::now();
    snapshot.verify().unwrap();
    println!(
        "{} triples, {} in graphs, {} terms, {skipped} lines skipped; collected {collected:.2?}, written {written:.2?}, \
         opened {opened:.2?}, verified {:.2?}, {} MB on disk, peak memory {}",
        snapshot.len(),
        snapshot.named_len(),
        snapshot.terms(),
        verifying.elapsed(),
        std::fs::metadata(path.join("snapshot.bin")).unwrap().len() / 1_000_000,
        peak(),
    );
    path
}

fn load(text: &str) -> Store {
    let store = Store::new().unwrap();
    store.load_from_slice(RdfFormat::NTriples, text).unwrap();
    let mut quads = String::with_capacity(text.len() * 2);
    for (number, block) in blocks(text).enumerate() {
        let graph = graph(number % GRAPHS);
        for line in block.lines() {
            quads.push_str(line.strip_suffix(" .").unwrap());
            quads.extend([" <", &graph, "> .\n"]);
        }
    }
    store.load_from_slice(RdfFormat::NQuads, &quads).unwrap();
    store
}

fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap().trim().to_owned()
}

fn median(mut run: impl FnMut() -> Vec<String>) -> (Duration, Vec<String>) {
    let mut times = Vec::new();
    let mut answer = Vec::new();
    for _ in 0..5 {
        let begin = Instant::now();
        answer = run();
        times.push(begin.elapsed());
        if begin.elapsed() > Duration::from_secs(5) {
            break;
        }
    }
    times.sort_unstable();
    answer.sort_unstable();
    (times[times.len() / 2], answer)
}

fn run_ours(snapshot: &Snapshot, query: &str) -> Vec<String> {
    let request = SparqlRequest {
        query: query.to_owned(),
        default_graphs: Vec::new(),
        named_graphs: Vec::new(),
        solutions: AnswerFormat::Tsv,
        graph: AnswerFormat::NTriples,
    };
    let mut output = Vec::new();
    store::sparql::evaluate(snapshot, &request, &mut output).unwrap();
    rows(query, &output)
}

fn run_theirs(store: &Store, query: &str) -> Vec<String> {
    let bytes = match SparqlEvaluator::new().parse_query(query).unwrap().on_store(store).execute().unwrap() {
        QueryResults::Boolean(value) => value.to_string().into_bytes(),
        QueryResults::Graph(triples) => {
            let mut writer = RdfSerializer::from_format(RdfFormat::NTriples).for_writer(Vec::new());
            triples.for_each(|triple| writer.serialize_triple(&triple.unwrap()).unwrap());
            writer.finish().unwrap()
        }
        QueryResults::Solutions(rows) => {
            let serializer = QueryResultsSerializer::from_format(QueryResultsFormat::Tsv);
            let variables = rows.variables().to_vec();
            let mut writer = serializer.serialize_solutions_to_writer(Vec::new(), variables).unwrap();
            rows.for_each(|row| writer.serialize(&row.unwrap()).unwrap());
            writer.finish().unwrap()
        }
    };
    rows(query, &bytes)
}

/// Lines of an answer, without what may differ: labels of blank nodes, the order within a GROUP_CONCAT.
fn rows(query: &str, bytes: &[u8]) -> Vec<String> {
    let heading = usize::from(!query.contains("CONSTRUCT"));
    let word =
        |word: &str| if word.starts_with("_:") { "_".to_owned() } else { word.trim_matches(['"', ',']).to_owned() };
    let line = |line: &str| {
        let mut words: Vec<_> = line.split_whitespace().map(word).collect();
        if query.contains("GROUP_CONCAT") {
            words.sort_unstable();
        }
        words.join(" ")
    };
    std::str::from_utf8(bytes).unwrap().lines().skip(heading).map(line).collect()
}
