//! The W3C test suite of SHACL (`../shared/data/w3c/shacl`, or where `SKORD_SHARED` says). Without it this passes and
//! says so.
//!
//! Each test is one row: the results that the engine finds against those of the manifest, compared by focus node, path,
//! value, severity, component, source shape and source constraint; messages where the manifest names them.

use model::ns;
use rdf::RawDocument;
use rdf::oxrdf::Term;
use shapes::shacl::{Graph, Id, Options, Outcome, Path as ShaclPath, ResultPath, Shapes, ns::SH, validate};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const SHT: &str = "http://www.w3.org/ns/shacl-test#";
const BASE: &str = "https://w3c.example/";

/// Tests that we do not pass, with the reason.
const MISSES: [(&str, &str); 0] = [];

fn suite() -> Option<PathBuf> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    let named = std::env::var_os("SKORD_SHARED").map(PathBuf::from);
    let usual = ["../shared", "../../shared"].map(|path| repository.join(path));
    let shared = named.into_iter().chain(usual).find(|path| path.is_dir())?;
    Some(shared.join("data/w3c/shacl")).filter(|path| path.is_dir())
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "ttl") {
            found.push(path);
        }
    }
}

#[expect(clippy::unwrap_used, reason = "a helper of tests: a file that cannot be read is a failed test")]
fn load(root: &Path, file: &Path) -> Graph {
    let bytes = std::fs::read(file).unwrap();
    let url = format!("{BASE}{}", file.strip_prefix(root).unwrap().display());
    let reading = rdf::read(&RawDocument { bytes: &bytes, content_type: Some("text/turtle"), url: &url });
    assert!(reading.complete, "{}: {:?}", file.display(), reading.findings);
    Graph::of(reading.graph)
}

/// One test case of a file.
struct Case {
    manifest: Graph,
    data: Graph,
    shapes: Graph,
    /// `None`: the validation is to fail.
    expected: Option<Id>,
    /// Whether blank nodes of the shapes can be recognised in the expected report.
    same_shapes: bool,
}

fn iri(graph: &Graph, iri: &str) -> Option<Id> {
    graph.terms().find_iri(iri)
}

fn object(graph: &Graph, node: Id, property: &str) -> Option<Id> {
    graph.object(node, iri(graph, property)?)
}

/// `None` for files that are no test.
fn case(root: &Path, file: &Path) -> Option<Case> {
    let manifest = load(root, file);
    let kind = iri(&manifest, &format!("{SHT}Validate"))?;
    let test = manifest.subjects(iri(&manifest, ns::rdf::TYPE)?, kind).next()?;
    let action = object(&manifest, test, &format!("{MF}action"))?;
    let graph = |property: &str| {
        let id = object(&manifest, action, &format!("{SHT}{property}"))?;
        let path = root.join(manifest.terms().text(id).strip_prefix(BASE)?);
        Some(if path == file { (manifest.clone(), true) } else { (load(root, &path), false) })
    };
    let (data, _) = graph("dataGraph")?;
    let (shapes, same_shapes) = graph("shapesGraph")?;
    let result = object(&manifest, test, &format!("{MF}result"))?;
    let failure = manifest.terms().text(result) == format!("{SHT}Failure");
    Some(Case { expected: (!failure).then_some(result), manifest, data, shapes, same_shapes })
}

fn text(term: Option<Term>) -> String {
    term.map_or_else(|| "-".to_owned(), |term| term.to_string())
}

/// The expected results as rows of text.
fn expected(case: &Case, report: Id) -> (bool, Vec<String>) {
    let graph = &case.manifest;
    let sh = |node: Id, local: &str| object(graph, node, &format!("{SH}{local}"));
    let conforms = sh(report, "conforms").is_some_and(|value| graph.terms().text(value) == "true");
    let results = iri(graph, &format!("{SH}result"));
    let mut rows = Vec::new();
    for result in results.into_iter().flat_map(|property| graph.objects(report, property)) {
        let term = |local: &str| text(sh(result, local).and_then(|id| graph.term(id)));
        let path = sh(result, "resultPath").map(|id| ShaclPath::parse(graph, id).map(|path| path.sparql(graph)));
        let shape = if case.same_shapes { term("sourceShape") } else { String::new() };
        rows.push(format!(
            "{} | {} | {} | {} | {} | {shape} | {}",
            term("focusNode"),
            path.map_or_else(|| "-".to_owned(), Result::unwrap_or_default),
            term("value"),
            term("resultSeverity"),
            term("sourceConstraintComponent"),
            term("sourceConstraint"),
        ));
    }
    rows.sort();
    (conforms, rows)
}

fn row(case: &Case, result: Outcome<'_, '_>, graph: &Graph) -> String {
    let path = match result.path() {
        None => "-".to_owned(),
        Some(ResultPath::Of(path)) => path.sparql(graph),
        Some(ResultPath::Property(term)) => term.to_string(),
    };
    let shape = if case.same_shapes { text(graph.term(result.shape().node)) } else { String::new() };
    format!(
        "{} | {path} | {} | <{}> | <{}> | {shape} | {}",
        text(result.focus()),
        text(result.value()),
        result.severity(),
        result.component(),
        text(result.source_constraint()),
    )
}

/// `Err` says what is different.
fn run(case: &Case) -> Result<(), String> {
    let shapes = Shapes::new(case.shapes.clone());
    let failed = shapes.problems().iter().any(|problem| problem.failure);
    let Some(report) = case.expected else {
        return if failed { Ok(()) } else { Err("should have failed".to_owned()) };
    };
    let found = validate(&shapes, &case.data, Options { threads: 2, ..Options::default() });
    if failed || !found.failures().is_empty() {
        return Err(format!("failed: {:?} {:?}", shapes.problems(), found.failures()));
    }
    let mut rows: Vec<String> = found.results().map(|result| row(case, result, shapes.graph())).collect();
    rows.sort();
    let (conforms, wanted) = expected(case, report);
    if rows != wanted || conforms != found.conforms() {
        return Err(format!("expected\n  {}\nfound\n  {}", wanted.join("\n  "), rows.join("\n  ")));
    }
    messages(case, report, &found.results().flat_map(Outcome::messages).map(|(text, _)| text).collect::<Vec<_>>())
}

/// Messages that the manifest names must be among ours.
fn messages(case: &Case, report: Id, found: &[String]) -> Result<(), String> {
    let graph = &case.manifest;
    let (Some(results), Some(message)) =
        (iri(graph, &format!("{SH}result")), iri(graph, &format!("{SH}resultMessage")))
    else {
        return Ok(());
    };
    for id in graph.objects(report, results).flat_map(|result| graph.objects(result, message)) {
        let wanted = graph.terms().text(id).to_owned();
        if !found.contains(&wanted) {
            return Err(format!("the message `{wanted}` is missing among {found:?}"));
        }
    }
    Ok(())
}

fn table(part: &str) -> Option<BTreeMap<String, Result<(), String>>> {
    let root = suite()?;
    let mut paths = Vec::new();
    files(&root.join(part), &mut paths);
    paths.sort();
    let name = |path: &Path| path.strip_prefix(&root).map(|p| p.with_extension("").display().to_string());
    Some(paths.iter().filter_map(|path| Some((name(path).ok()?, run(&case(&root, path)?)))).collect())
}

#[expect(clippy::print_stdout, reason = "a helper of tests: it says what was tested")]
fn judge(part: &str, number: usize) {
    let Some(table) = table(part) else {
        println!("no W3C suite: nothing tested");
        return;
    };
    let missed: Vec<_> = table.iter().filter_map(|(name, result)| Some((name, result.as_ref().err()?))).collect();
    println!("{part}: {} of {} pass", table.len() - missed.len(), table.len());
    for (name, why) in &missed {
        println!("{name}: {why}\n");
    }
    assert_eq!(table.len(), number, "{:?}", table.keys());
    let listed = |name: &str| MISSES.iter().any(|(miss, _)| *miss == name);
    assert!(missed.iter().all(|(name, _)| listed(name)), "tests that are not listed as misses");
    assert_eq!(missed.len(), MISSES.iter().filter(|(name, _)| name.starts_with(part)).count(), "listed, but it passes");
}

#[test]
fn all_core_tests_pass() {
    judge("core", 98);
}

#[test]
fn sparql_tests_pass_except_those_listed() {
    judge("sparql", 23);
}
