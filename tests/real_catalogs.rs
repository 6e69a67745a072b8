//! Real catalogs from Sweden and elsewhere through the whole pipeline: server on loopback, harvester, journal, merge,
//! projection. The files lie outside the repository (`SKORD_SHARED`, else `../shared` or `../../shared`); without them
//! the tests say so and pass.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "a test may fail loudly and tell")]

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use catalog_api::{Projector, Published};
use chrono::{DateTime, TimeDelta, Utc};
use harvester::{HarvestConfig, Harvester, RunOptions, Silent};
use model::{Clock, Outcome, RunReport, Source, SourceId};
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use store::Journal;
use store::journal::SourceOrigin;
use store::sparql::{AnswerFormat, SparqlRequest};

const BASE: &str = "https://catalog.example/";

/// Folder with the real files, if it is here.
fn real() -> Option<PathBuf> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var_os("SKORD_SHARED").map(PathBuf::from);
    let places = named.into_iter().chain([repository.join("../shared"), repository.join("../../shared")]);
    let found = places.map(|place| place.join("data")).find(|data| data.join("real-sources.md").is_file());
    if found.is_none() {
        eprintln!("the real catalogs are not here (set SKORD_SHARED): nothing was tested");
    }
    found
}

/// One line of `real-sources.md`.
#[derive(Debug)]
struct RealFile {
    path: String,
    /// Datasets that the list says, or that somebody found who looked.
    listed: usize,
    bytes: Bytes,
}

/// Datasets in the files that parsers refuse, found by looking at each: end of the path, number.
const BY_HAND: &[(&str, usize)] = &[
    ("resources_metadata_max.rdf", 1),
    ("resources_metadata_max_1_0.rdf", 1),
    ("resources_metadata_max_1_0_1.rdf", 1),
    ("resources_metadata_max_multi_namespaces.rdf", 1),
    ("src_test_resources_all_datasets.ttl", 2),
    ("harvest_response_error.ttl", 1),
    ("scb__2022-06-23_961e32_Source_test.xml", 14),
    ("scb__2022-06-23_ef8978_Source_test.xml", 14),
    ("scb__2022-06-27_cf749a_Source_test.xml", 14),
    ("scb___d3f5a1_dcat-ap-20240227.xml", 0),
    ("ListRecordsBroken.xml", 0),
    ("decode_error.xml", 0),
    ("to_be_filtered_by_datetime.xml", 0),
    ("9250AA67-F3AC-6C12-0CB9-0662231AA181_dc2.xml", 0),
];

/// The broken files of [`BY_HAND`].
fn broken(data: &Path) -> Vec<RealFile> {
    let list = std::fs::read_to_string(data.join("real-sources.md")).unwrap();
    let paths = list.lines().filter_map(|line| line.split('|').nth(1)).map(str::trim);
    let broken = paths.filter(|path| path.starts_with("broken/"));
    broken
        .filter_map(|path| {
            let (_, listed) = BY_HAND.iter().find(|(end, _)| path.ends_with(end))?;
            let bytes = std::fs::read(data.join("real").join(path)).unwrap().into();
            Some(RealFile { path: path.to_owned(), listed: *listed, bytes })
        })
        .collect()
}

/// Every file of `dcat-se` and `dcat-other` with a dataset count.
fn catalogs(data: &Path) -> Vec<RealFile> {
    let list = std::fs::read_to_string(data.join("real-sources.md")).unwrap();
    let mut files = Vec::new();
    for line in list.lines() {
        let columns: Vec<&str> = line.split('|').map(str::trim).collect();
        let &[_, path, _, _, _, _, _, datasets, ..] = columns.as_slice() else { continue };
        let Ok(listed) = datasets.parse() else { continue };
        if path.starts_with("dcat-se/") || path.starts_with("dcat-other/") {
            let bytes = std::fs::read(data.join("real").join(path)).unwrap().into();
            files.push(RealFile { path: path.to_owned(), listed, bytes });
        }
    }
    files
}

/// File and the honest content type of its extension.
fn format(path: &str) -> (&'static str, RdfFormat) {
    match path.rsplit('.').next().unwrap() {
        "ttl" => ("text/turtle", RdfFormat::Turtle),
        "jsonld" => ("application/ld+json", RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
        _ => ("application/rdf+xml", RdfFormat::RdfXml),
    }
}

/// Subjects that are a `dcat:Dataset`, as oxigraph's parser reads the file: strictly, else leniently. `None` when it
/// cannot read the whole of it.
fn parsed_datasets(file: &RealFile, url: &str) -> Option<BTreeSet<String>> {
    let read = |lenient: bool| -> Option<BTreeSet<String>> {
        let parser = RdfParser::from_format(format(&file.path).1).with_base_iri(url).unwrap();
        let parser = if lenient { parser.lenient() } else { parser };
        let mut datasets = BTreeSet::new();
        for quad in parser.for_slice(&file.bytes) {
            let quad = quad.ok()?;
            if quad.predicate.as_str() == "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
                && quad.object.to_string() == "<http://www.w3.org/ns/dcat#Dataset>"
            {
                datasets.insert(quad.subject.to_string());
            }
        }
        Some(datasets)
    };
    read(false).or_else(|| read(true))
}

/// Time that a test sets.
#[derive(Debug)]
struct Hand(Mutex<DateTime<Utc>>);

impl Clock for Hand {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

type Served = Arc<Mutex<HashMap<String, (&'static str, Bytes)>>>;

async fn answer(State(served): State<Served>, uri: Uri) -> Response {
    match served.lock().unwrap().get(uri.path()).cloned() {
        Some((content_type, bytes)) => ([(header::CONTENT_TYPE, content_type)], bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// A server on loopback, a journal, a harvester.
struct World {
    _dir: tempfile::TempDir,
    journal: Arc<Journal>,
    harvester: Arc<Harvester>,
    served: Served,
    address: std::net::SocketAddr,
    hand: Arc<Hand>,
}

impl World {
    async fn new() -> Self {
        let served = Served::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(answer).with_state(Arc::clone(&served));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let dir = tempfile::tempdir().unwrap();
        let hand = Arc::new(Hand(Mutex::new("2023-11-01T12:00:00Z".parse().unwrap())));
        let (journal, _) = Journal::open(dir.path(), hand.clone()).unwrap();
        let journal = Arc::new(journal);
        let config =
            HarvestConfig { allow_private_hosts: vec![address.to_string()], per_host: 4, ..HarvestConfig::default() };
        let harvester = Harvester::new(Arc::clone(&journal), config, hand.clone()).unwrap();
        Self { _dir: dir, journal, harvester, served, address, hand }
    }

    fn register(&self, name: &str, url: &str) -> SourceId {
        let source: Source =
            serde_json::from_value(serde_json::json!({ "id": name, "title": name, "url": url })).unwrap();
        self.journal.put_source(&source, SourceOrigin::Command).unwrap();
        source.id
    }

    /// Puts a file on the server; its URL.
    fn serve(&self, path: &str, file: &RealFile) -> String {
        self.served.lock().unwrap().insert(path.to_owned(), (format(&file.path).0, file.bytes.clone()));
        format!("http://{}{path}", self.address)
    }

    async fn harvest(&self, sources: &[SourceId]) -> Vec<RunReport> {
        let silent: Arc<dyn harvester::Progress> = Arc::new(Silent);
        let results = self.harvester.run_all(sources, RunOptions::default(), &silent).await;
        results.into_iter().map(|result| result.expect("every run ends").report).collect()
    }

    /// The catalog after all of that, checked.
    fn publish(&self) -> Arc<Published> {
        let published = self.journal.dir().join("published");
        let projector = Projector::open(Arc::clone(&self.journal), &published, BASE).unwrap();
        projector.catch_up().unwrap();
        let current = projector.current();
        assert_eq!(current.seq, self.journal.seq().unwrap());
        assert_eq!(current.disagreements().unwrap(), Vec::<String>::new());
        assert_eq!(self.journal.verify().unwrap().len(), 0);
        current
    }

    /// IRIs of the datasets in the accepted revision.
    fn accepted(&self, source: &SourceId) -> BTreeSet<String> {
        let heads = self.journal.record_heads(source).unwrap();
        let datasets = heads.into_iter().filter(|head| head.kind == rdf::RecordKind::Dataset);
        datasets.map(|head| format!("<{}>", head.key)).collect()
    }
}

/// Datasets per source graph.
fn per_graph(published: &Published) -> HashMap<String, usize> {
    let query = "PREFIX dcat: <http://www.w3.org/ns/dcat#> SELECT ?g (COUNT(DISTINCT ?d) AS ?n) WHERE \
                 { GRAPH ?g { ?d a dcat:Dataset } } GROUP BY ?g";
    let request = SparqlRequest {
        query: query.to_owned(),
        default_graphs: Vec::new(),
        named_graphs: Vec::new(),
        solutions: AnswerFormat::Csv,
        graph: AnswerFormat::Turtle,
    };
    let mut answer = Vec::new();
    store::sparql::evaluate(&published.snapshot, &request, &mut answer).unwrap();
    let rows = String::from_utf8(answer).unwrap();
    let cells = rows.lines().skip(1).filter_map(|row| row.rsplit_once(','));
    let prefix = format!("{BASE}graph/source/");
    cells.filter_map(|(graph, count)| Some((graph.strip_prefix(&prefix)?.to_owned(), count.parse().ok()?))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_real_catalog_loses_a_dataset() {
    let Some(data) = real() else { return };
    let world = World::new().await;
    let mut files = catalogs(&data);
    assert!(files.len() > 100, "only {} files have a dataset count", files.len());
    let hurt = broken(&data);
    assert_eq!(hurt.len(), BY_HAND.len(), "a broken file is gone");
    files.extend(hurt);
    let mut sources = Vec::new();
    let mut urls = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let extension = file.path.rsplit('.').next().unwrap();
        let url = world.serve(&format!("/{number:03}/catalog.{extension}"), file);
        sources.push(world.register(&format!("f{number:03}"), &url));
        urls.push(url);
    }
    let reports = world.harvest(&sources).await;
    assert_eq!(reports.len(), files.len(), "every source has a run that ended");
    let counts = per_graph(&world.publish());
    let mut losses = Vec::new();
    eprintln!("{:>6} {:>6} {:>6}  {:<11} {:>14}  file", "listed", "parsed", "graph", "outcome", "errors+warn");
    for ((file, url), report) in files.iter().zip(&urls).zip(&reports) {
        let parsed = parsed_datasets(file, url).map(|datasets| datasets.len());
        let graph = counts.get(report.source.as_str()).copied().unwrap_or(0);
        let shown = parsed.map_or("-".to_owned(), |count| count.to_string());
        let findings = format!("{} + {}", report.findings.error, report.findings.warning);
        eprintln!("{:>6} {shown:>6} {graph:>6}  {:<11} {findings:>14}  {}", file.listed, report.outcome, file.path);
        let is_broken = file.path.starts_with("broken/");
        assert!(is_broken || report.outcome != Outcome::Unreachable, "{}: {:?}", file.path, report.reason);
        if parsed.is_some_and(|parsed| graph < parsed) || is_broken && graph != file.listed {
            losses.push(format!("{}: {shown} datasets in the file, {graph} in its graph ({report:?})", file.path));
        }
    }
    assert!(losses.is_empty(), "{}", losses.join("\n"));
    let total: usize = counts.values().sum();
    eprintln!("{} files, {total} datasets in their source graphs", files.len());
}

/// The fullest of a catalog's files through the years, and every other Swedish one.
fn swedish(files: Vec<RealFile>) -> Vec<RealFile> {
    let mut of_years: BTreeMap<String, RealFile> = BTreeMap::new();
    for file in files.into_iter().filter(|file| file.path.starts_with("dcat-se/")) {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let key = if folder.ends_with("-history") { folder.to_owned() } else { file.path.clone() };
        if of_years.get(&key).is_none_or(|known| known.listed < file.listed) {
            of_years.insert(key, file);
        }
    }
    of_years.into_values().collect()
}

/// 40 queries, written before any result was seen; those without an answer in these catalogs are not counted.
#[tokio::test(flavor = "multi_thread")]
async fn searches_find_what_real_swedish_catalogs_have() {
    let Some(data) = real() else { return };
    let world = World::new().await;
    let built = search::lexicon::ensure(world.journal.dir()).unwrap();
    let mut sources = Vec::new();
    for (number, file) in swedish(catalogs(&data)).iter().enumerate() {
        let extension = file.path.rsplit('.').next().unwrap();
        let url = world.serve(&format!("/{number:03}/catalog.{extension}"), file);
        sources.push(world.register(&format!("f{number:03}"), &url));
    }
    world.harvest(&sources).await;
    let published = world.publish();
    let queries = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/queries-real.tsv");
    let queries = search::evaluate::read_queries(std::fs::File::open(queries).unwrap()).unwrap();
    let found = search::evaluate::evaluate(&published.searcher, &published.summaries, &queries).unwrap();
    eprintln!("{} resources, lexicon {built:?}: {found:?}", published.summaries.len());
    assert!(found.all.queries >= 20, "{} queries have an answer", found.all.queries);
    let is_built = matches!(built, search::lexicon::LexiconState::Built(_));
    let (least, most) = if is_built { (0.65, 0.2) } else { (0.45, 0.35) };
    assert!(found.all.ndcg >= least && found.all.zero <= most, "{found:?}");
}

fn named<'f>(files: &'f [RealFile], part: &str) -> &'f RealFile {
    files.iter().find(|file| file.path.contains(part)).unwrap_or_else(|| panic!("no file named …{part}…"))
}

#[tokio::test(flavor = "multi_thread")]
async fn white_space_is_no_change() {
    let Some(data) = real() else { return };
    let files = catalogs(&data);
    for (first, second) in [("25ff58", "c1cbf5"), ("aa5176", "fdf03a")] {
        let world = World::new().await;
        let (first, second) = (named(&files, first), named(&files, second));
        assert_ne!(first.bytes, second.bytes);
        let source = world.register("scb", &world.serve("/dcat.xml", first));
        let report = world.harvest(std::slice::from_ref(&source)).await.remove(0);
        assert_eq!((report.outcome, report.datasets), (Outcome::Changed, first.listed as u64), "{report:?}");
        world.serve("/dcat.xml", second);
        let report = world.harvest(std::slice::from_ref(&source)).await.remove(0);
        let counts = (report.new, report.changed, report.withdrawn, report.unchanged);
        assert_eq!((report.outcome, counts), (Outcome::Unchanged, (0, 0, 0, first.listed as u64)), "{report:?}");
        assert_eq!(world.journal.source(&source).unwrap().revision, 1);
    }
}

/// The bytes without white space.
fn dense(bytes: &Bytes) -> Vec<u8> {
    bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect()
}

/// SCB's files with a date, by date, without those of its demonstration, which is another catalog. Within a day the
/// catalog is taken to grow.
fn series(files: Vec<RealFile>) -> Vec<(DateTime<Utc>, RealFile)> {
    let mut dated = BTreeMap::new();
    for file in files {
        let Some((_, name)) = file.path.split_once("scb-history/scb__") else { continue };
        let Some(day) = name.get(..10).and_then(|day| format!("{day}T12:00:00Z").parse::<DateTime<Utc>>().ok()) else {
            continue;
        };
        if !name.contains("demo") {
            dated.insert((day, file.listed, file.bytes.len(), file.path.clone()), file);
        }
    }
    dated.into_iter().map(|((day, ..), file)| (day, file)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_catalog_through_the_years_changes_plausibly() {
    let Some(data) = real() else { return };
    let world = World::new().await;
    let steps = series(catalogs(&data));
    assert!(steps.len() > 20);
    let url = format!("http://{}/dcat.xml", world.address);
    let source = world.register("scb", &url);
    let mut before: Option<(&RealFile, BTreeSet<String>)> = None;
    let mut after = BTreeSet::new();
    eprintln!(
        "{:>9} {:>5} {:>4} {:>7} {:>9} {:>8} {:>7}  file",
        "outcome", "file", "new", "changed", "withdrawn", "accepted", "pending"
    );
    for (number, (day, file)) in steps.iter().enumerate() {
        *world.hand.0.lock().unwrap() = *day + TimeDelta::minutes(i64::try_from(number).unwrap());
        world.serve("/dcat.xml", file);
        let report = world.harvest(std::slice::from_ref(&source)).await.remove(0);
        let said = parsed_datasets(file, &url).unwrap();
        let accepted = world.accepted(&source);
        let pending: BTreeSet<String> = accepted.difference(&said).cloned().collect();
        let name = file.path.rsplit('/').next().unwrap();
        let RunReport { outcome, new, changed, withdrawn, .. } = report;
        eprintln!(
            "{outcome:>9} {:>5} {new:>4} {changed:>7} {withdrawn:>9} {:>8} {:>7}  {name}  {}",
            said.len(),
            accepted.len(),
            pending.len(),
            report.reason.as_ref().map_or("", |reason| reason.text("en"))
        );
        check_step(&report, &said, &accepted, &after);
        if let Some((previous, left)) = &before
            && dense(&previous.bytes) == dense(&file.bytes)
            && outcome != Outcome::Held
        {
            assert_eq!((new, changed), (0, 0), "{name} says what {} said", previous.path);
            assert_eq!(outcome == Outcome::Unchanged, left.is_empty(), "{name}: only what was missing may change");
        }
        before = Some((file, pending));
        after = accepted;
    }
    let published = world.publish();
    assert_eq!(per_graph(&published).get("scb").copied().unwrap_or(0), after.len());
}

/// `said` by the file, `accepted` after the run and `earlier` before it fit the report.
fn check_step(report: &RunReport, said: &BTreeSet<String>, accepted: &BTreeSet<String>, earlier: &BTreeSet<String>) {
    assert_eq!(report.datasets, accepted.len() as u64, "{report:?}");
    match report.outcome {
        Outcome::Held => {
            assert_eq!(accepted, earlier, "held: nothing changes");
            assert!(report.reason.is_some(), "{report:?}");
            return;
        }
        Outcome::Changed | Outcome::Unchanged => {}
        other => panic!("{other}: {report:?}"),
    }
    assert!(said.is_subset(accepted), "lost: {:?}", said.difference(accepted).collect::<Vec<_>>());
    let came = said.difference(earlier).count() as u64;
    let went = earlier.difference(accepted).count() as u64;
    assert_eq!((report.new, report.withdrawn), (came, went), "{report:?}");
    assert!(accepted.iter().all(|dataset| said.contains(dataset) || earlier.contains(dataset)), "out of nothing");
}
