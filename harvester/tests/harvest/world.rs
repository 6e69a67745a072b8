//! A journal with one source whose answers a test chooses.

use crate::server::{config, serve};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use harvester::{HarvestConfig, Harvester, Progress, RunOptions, RunResult, Silent};
use model::{Source, SourceId, SystemClock};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use store::Journal;
use store::journal::SourceOrigin;

/// What the server answers.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) etag: Option<&'static str>,
    pub(crate) body: Bytes,
}

#[derive(Debug, Default)]
pub(crate) struct Served {
    pub(crate) answer: Mutex<Option<Answer>>,
    /// Answers with a body.
    pub(crate) bodies: AtomicU32,
    pub(crate) requests: AtomicU32,
}

async fn answer(State(served): State<Arc<Served>>, headers: HeaderMap) -> Response {
    served.requests.fetch_add(1, Ordering::SeqCst);
    let Some(answer) = served.answer.lock().unwrap().clone() else { return StatusCode::NOT_FOUND.into_response() };
    let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok());
    if answer.etag.is_some() && known == answer.etag {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    served.bodies.fetch_add(1, Ordering::SeqCst);
    let status = StatusCode::from_u16(answer.status).unwrap();
    let mut response = (status, [(header::CONTENT_TYPE, answer.content_type)], answer.body).into_response();
    if let Some(etag) = answer.etag {
        response.headers_mut().insert(header::ETAG, etag.parse().unwrap());
    }
    response
}

/// One journal, one server, one source `a`.
pub(crate) struct World {
    pub(crate) _dir: tempfile::TempDir,
    pub(crate) journal: Arc<Journal>,
    pub(crate) harvester: Arc<Harvester>,
    pub(crate) served: Arc<Served>,
    pub(crate) config: HarvestConfig,
    pub(crate) url: String,
}

pub(crate) fn id(text: &str) -> SourceId {
    text.parse().unwrap()
}

pub(crate) fn source(name: &str, url: &str) -> Source {
    serde_json::from_value(serde_json::json!({ "id": name, "title": name, "url": url })).unwrap()
}

impl World {
    pub(crate) async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (journal, _) = Journal::open(dir.path(), Arc::new(SystemClock)).unwrap();
        let journal = Arc::new(journal);
        let served = Arc::new(Served::default());
        let address = serve(Router::new().fallback(answer).with_state(Arc::clone(&served))).await;
        let url = format!("http://{address}/dcat");
        journal.put_source(&source("a", &url), SourceOrigin::Command).unwrap();
        let config = config(&[address]);
        let harvester = Harvester::new(Arc::clone(&journal), config.clone(), Arc::new(SystemClock)).unwrap();
        Self { _dir: dir, journal, harvester, served, config, url }
    }

    /// From now on the server sends this Turtle.
    pub(crate) fn turtle(&self, body: impl Into<Bytes>) {
        self.answer("text/turtle", body);
    }

    pub(crate) fn answer(&self, content_type: &'static str, body: impl Into<Bytes>) {
        let answer = Answer { status: 200, content_type, etag: None, body: body.into() };
        *self.served.answer.lock().unwrap() = Some(answer);
    }

    pub(crate) async fn run(&self) -> RunResult {
        self.run_as(RunOptions::default()).await
    }

    pub(crate) async fn ordered(&self) -> RunResult {
        self.run_as(RunOptions { ordered: true, dry_run: false }).await
    }

    pub(crate) async fn dry(&self) -> RunResult {
        self.run_as(RunOptions { ordered: false, dry_run: true }).await
    }

    async fn run_as(&self, options: RunOptions) -> RunResult {
        let silent: Arc<dyn Progress> = Arc::new(Silent);
        let result = self.harvester.run(&id("a"), options, &silent).await.unwrap();
        if !options.dry_run {
            let entry = self.journal.source(&id("a")).unwrap();
            assert_eq!(entry.last_report.as_ref(), Some(&result.report), "the journal has it");
        }
        result
    }

    /// Keys of the datasets in the accepted revision.
    pub(crate) fn datasets(&self) -> Vec<String> {
        let heads = self.journal.record_heads(&id("a")).unwrap();
        let datasets = heads.into_iter().filter(|head| head.kind == rdf::RecordKind::Dataset);
        datasets.map(|head| head.key.rsplit('/').next().unwrap().to_owned()).collect()
    }
}

const PREFIXES: &str = "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n\
    @prefix foaf: <http://xmlns.com/foaf/0.1/> .\n";

/// A catalog in Turtle with these datasets; a name `x=Title` sets the title of `x`.
pub(crate) fn catalog<'a>(datasets: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = PREFIXES.to_owned();
    text.push_str("<https://a.example/catalog> a dcat:Catalog ; dcterms:title \"Katalog\"@sv ; dcterms:publisher <https://a.example/org> .\n");
    text.push_str("<https://a.example/org> a foaf:Agent ; foaf:name \"Kommunen\"@sv .\n");
    for dataset in datasets {
        let (name, title) = dataset.split_once('=').unwrap_or((dataset, dataset));
        write!(
            text,
            "<https://a.example/catalog> dcat:dataset <https://a.example/d/{name}> .\n\
             <https://a.example/d/{name}> a dcat:Dataset ; dcterms:title \"{title}\"@sv ; \
             dcterms:publisher <https://a.example/org> ; dcat:distribution <https://a.example/d/{name}/csv> .\n\
             <https://a.example/d/{name}/csv> a dcat:Distribution ; dcat:accessURL <https://a.example/{name}.csv> .\n"
        )
        .unwrap();
    }
    text
}

/// `d000`, `d001` …
pub(crate) fn numbered(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("d{number:03}")).collect()
}
