//! Sub-catalogs that are loaded from their own address.

use crate::server::{config, serve};
use crate::world::{id, source};
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use harvester::{Harvester, Progress, RunOptions, Silent};
use model::{Outcome, RunReport, SystemClock};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use store::Journal;
use store::journal::SourceOrigin;

type Files = Arc<Mutex<HashMap<String, (u16, String)>>>;

async fn file(State(files): State<Files>, uri: Uri) -> Response {
    let found = files.lock().unwrap().get(uri.path()).cloned();
    let (status, body) = found.unwrap_or((404, String::new()));
    (StatusCode::from_u16(status).unwrap(), [(header::CONTENT_TYPE, "text/turtle")], body).into_response()
}

/// One source whose main catalog leaves two sub-catalogs to their own addresses.
struct Parts {
    _dir: tempfile::TempDir,
    journal: Arc<Journal>,
    harvester: Arc<Harvester>,
    files: Files,
    base: String,
}

const PREFIXES: &str = "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n";

impl Parts {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let journal = Arc::new(Journal::open(dir.path(), Arc::new(SystemClock)).unwrap().0);
        let files = Files::default();
        let address = serve(Router::new().fallback(file).with_state(Arc::clone(&files))).await;
        let base = format!("http://{address}");
        journal.put_source(&source("a", &format!("{base}/main")), SourceOrigin::Command).unwrap();
        let mut config = config(&[address]);
        config.attempts = 1;
        let harvester = Harvester::new(Arc::clone(&journal), config, Arc::new(SystemClock)).unwrap();
        let parts = Self { _dir: dir, journal, harvester, files, base };
        let own =
            "dcat:dataset <https://a.example/own> . <https://a.example/own> a dcat:Dataset ; dcterms:title \"Egen\"@sv";
        parts.put(
            "/main",
            &format!(
                "<{0}/main> a dcat:Catalog ; dcterms:title \"Allt\"@sv ; dcterms:hasPart <{0}/one>, <{0}/two> ; {own} .\n\
                 <{0}/one> a dcat:Catalog .\n<{0}/two> a dcat:Catalog .\n",
                parts.base
            ),
        );
        parts.sub("one", &["a", "b"]);
        parts.sub("two", &["c"]);
        parts
    }

    fn put(&self, path: &str, body: &str) {
        self.files.lock().unwrap().insert(path.to_owned(), (200, format!("{PREFIXES}{body}")));
    }

    fn sub(&self, name: &str, datasets: &[&str]) {
        let mut body = format!("<{}/{name}> a dcat:Catalog ; dcterms:title \"Del {name}\"@sv .\n", self.base);
        for dataset in datasets {
            let iri = format!("https://a.example/{dataset}");
            write!(
                body,
                "<{}/{name}> dcat:dataset <{iri}> .\n<{iri}> a dcat:Dataset ; dcterms:title \"{dataset}\"@sv .\n",
                self.base
            )
            .unwrap();
        }
        self.put(&format!("/{name}"), &body);
    }

    fn fail(&self, name: &str, status: u16, body: &str) {
        self.files.lock().unwrap().insert(format!("/{name}"), (status, body.to_owned()));
    }

    async fn run(&self) -> RunReport {
        let silent: Arc<dyn Progress> = Arc::new(Silent);
        self.harvester.run(&id("a"), RunOptions::default(), &silent).await.unwrap().report
    }

    fn datasets(&self) -> Vec<String> {
        let heads = self.journal.record_heads(&id("a")).unwrap();
        let datasets = heads.into_iter().filter(|head| head.kind == rdf::RecordKind::Dataset);
        datasets.map(|head| head.key.rsplit('/').next().unwrap().to_owned()).collect()
    }

    fn codes(&self) -> Vec<String> {
        let (_, findings) = self.journal.findings(&id("a"), 0, 1000).unwrap();
        findings.into_iter().map(|finding| finding.code).filter(|code| code.starts_with("harvest-")).collect()
    }
}

#[tokio::test]
async fn sub_catalogs_are_fetched_and_followed() {
    let parts = Parts::new().await;
    let first = parts.run().await;
    assert_eq!((first.outcome, first.datasets, first.complete), (Outcome::Changed, 4, true));
    assert_eq!(parts.datasets(), ["a", "b", "c", "own"]);
    let again = parts.run().await;
    assert_eq!((again.outcome, again.datasets), (Outcome::Unchanged, 4));
    parts.sub("two", &["c", "d"]);
    let more = parts.run().await;
    assert_eq!((more.outcome, more.new, more.datasets), (Outcome::Changed, 1, 5), "only a part changed");
    parts.sub("one", &["a"]);
    assert_eq!(parts.run().await.datasets, 5, "missing once");
    let gone = parts.run().await;
    assert_eq!((gone.withdrawn, gone.datasets), (1, 4), "missing twice");
}

#[tokio::test]
async fn a_sub_catalog_that_cannot_be_had_keeps_its_last_version() {
    let parts = Parts::new().await;
    parts.run().await;
    for (status, body) in [(500, ""), (404, ""), (200, "<!DOCTYPE html><html><body>Underhåll</body></html>"), (200, "")]
    {
        parts.fail("one", status, body);
        for _ in 0..3 {
            let run = parts.run().await;
            assert_eq!((run.outcome, run.datasets, run.complete), (Outcome::Unchanged, 4, false), "{status} {body}");
            assert_eq!(parts.codes(), ["harvest-part-missing"]);
        }
    }
    // The rest of the source goes on; what is missing there waits until all can be read.
    parts.sub("two", &["d"]);
    let run = parts.run().await;
    assert_eq!((run.outcome, run.new, run.withdrawn), (Outcome::Changed, 1, 0));
    assert_eq!(parts.datasets(), ["a", "b", "c", "d", "own"]);
    parts.sub("one", &["a", "b"]);
    parts.run().await;
    parts.run().await;
    assert_eq!(parts.datasets(), ["a", "b", "d", "own"]);
    assert!(parts.codes().is_empty(), "{:?}", parts.codes());
}

#[tokio::test]
async fn a_sub_catalog_that_was_never_there_costs_only_itself() {
    let parts = Parts::new().await;
    parts.fail("two", 404, "");
    let first = parts.run().await;
    assert_eq!((first.outcome, first.datasets, first.complete), (Outcome::Changed, 3, false));
    parts.sub("two", &["c"]);
    assert_eq!(parts.run().await.datasets, 4);
}
