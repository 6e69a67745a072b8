//! A portal in memory: journal and projections in a temporary directory, requests without a socket.

use crate::published::Projector;
use crate::sparql::Evaluate;
use crate::state::AppState;
use crate::{ServerConfig, routes};
use axum::body::{Body, Bytes, to_bytes};
use http::{HeaderMap, Request, StatusCode};
use model::{Finding, FindingCounts, Outcome, RunReport, Seq, Source, SourceId, SystemClock};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use store::journal::{RevisionDraft, RunEnd, SourceOrigin};
use store::sparql::{AnswerBody, PoolLimits, SparqlAnswer, SparqlError, SparqlRequest};
use store::{Journal, Snapshot};
use tower::ServiceExt;

pub(super) const BASE: &str = "https://portal.example/";

/// Three datasets (one in a series), a series, a service, two publishers.
pub(super) const CATALOG: &str = r#"
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix theme: <http://publications.europa.eu/resource/authority/data-theme/> .
@prefix : <https://kommun.example/> .
:catalog a dcat:Catalog ; dcterms:title "Kommunens katalog"@sv ; dcterms:publisher :kommun ;
  dcat:dataset :bad, :luft, :luft2024 ; dcat:service :api .
:kommun a foaf:Agent ; foaf:name "Exempelkommun"@sv, "Example Municipality"@en .
:lab a foaf:Agent ; foaf:name "Luftlabbet" .
:bad a dcat:Dataset ; dcterms:title "Badplatser"@sv, "Bathing waters"@en ;
  dcterms:description "Alla kommunens badplatser"@sv ; dcat:keyword "bad"@sv, "vatten"@sv ; dcterms:publisher :kommun ;
  dcat:theme theme:ENVI ; dcterms:modified "2026-05-01"^^xsd:date ;
  dcat:contactPoint [ a vcard:Organization ; vcard:fn "Fritid" ; vcard:hasEmail <mailto:fritid@kommun.example> ] ;
  dcat:distribution :bad-csv .
:bad-csv a dcat:Distribution ; dcat:accessURL <https://kommun.example/bad.csv> ; dcterms:format "text/csv" ;
  dcterms:license <http://creativecommons.org/publicdomain/zero/1.0/> .
:luft a dcat:Dataset ; dcterms:title "Luftkvalitet"@sv ; dcterms:description "Mätningar av luft"@sv ;
  dcterms:publisher :lab ; dcterms:modified "2026-01-01"^^xsd:date .
:serie a dcat:DatasetSeries ; dcterms:title "Luft per år"@sv ; dcterms:description "En serie"@sv ; dcterms:publisher :lab .
:luft2024 a dcat:Dataset ; dcterms:title "Luft 2024"@sv ; dcterms:description "Ett år"@sv ; dcterms:publisher :lab ;
  dcat:inSeries :serie .
:api a dcat:DataService ; dcterms:title "Kommunens API"@sv ; dcterms:publisher :kommun ;
  dcat:endpointURL <https://kommun.example/api> .
"#;

/// Evaluates in this process; the worker executable is tested end to end with the real binary.
#[derive(Debug)]
struct InProcess;

impl Evaluate for InProcess {
    fn query(&self, snapshot: &Snapshot, request: &SparqlRequest, _: &AtomicBool) -> Result<SparqlAnswer, SparqlError> {
        let mut bytes = Vec::new();
        let media_type = store::sparql::evaluate(snapshot, request, &mut bytes)?;
        Ok(SparqlAnswer { media_type, body: AnswerBody::Memory(bytes) })
    }
}

/// Writes down what the harvester would be told; the real one is tested with the binary.
#[derive(Debug, Default)]
pub(super) struct Orders(pub(super) std::sync::Mutex<Vec<String>>);

impl model::control::HarvestControl for Orders {
    fn run_now(&self, source: &SourceId) -> Result<(), String> {
        self.0.lock().unwrap().push(format!("run {source}"));
        Ok(())
    }

    fn approve(&self, source: &SourceId, approval: model::control::Approval) -> Result<(), String> {
        let model::control::Approval { by, reason, rename } = approval;
        self.0.lock().unwrap().push(format!("approve {source} by {by}, reason `{reason}`, rename {rename}"));
        Ok(())
    }
}

/// A journal with projections and the surface on them.
pub(super) struct Portal {
    pub(super) orders: Arc<Orders>,
    pub(super) state: AppState,
    pub(super) journal: Arc<Journal>,
    pub(super) projector: Arc<Projector>,
    pub(super) router: axum::Router,
    _directory: tempfile::TempDir,
}

/// A whole answer.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Portal {
    /// Without any source.
    pub(super) fn empty() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let (journal, _) = Journal::open(directory.path(), Arc::new(SystemClock)).unwrap();
        let journal = Arc::new(journal);
        let published = directory.path().join("published");
        let projector = Arc::new(Projector::open(Arc::clone(&journal), &published, BASE).unwrap());
        let evaluator = Arc::new(InProcess);
        let orders = Arc::new(Orders::default());
        let control: Arc<dyn model::control::HarvestControl> = orders.clone();
        let checks = Some(Arc::new(super::check::ChecksHere) as Arc<dyn model::control::CheckControl>);
        let controls = model::control::Controls { harvest: Some(control), checks };
        let state = AppState::new(config(), Arc::clone(&journal), Arc::clone(&projector), controls, evaluator);
        Self { orders, journal, projector, router: routes::router(&state), state, _directory: directory }
    }

    /// With [`CATALOG`] harvested from the source `kommun`.
    pub(super) fn new() -> Self {
        let portal = Self::empty();
        portal.harvest(CATALOG, &[]);
        portal.projector.catch_up().unwrap();
        portal
    }

    /// Ends a run of `kommun` with the records of a document; `withdraw` are keys of records that are gone.
    pub(super) fn harvest(&self, turtle: &str, withdraw: &[&str]) -> RunReport {
        self.harvest_as("kommun", turtle, withdraw)
    }

    /// The same of another source.
    pub(super) fn harvest_as(&self, id: &str, turtle: &str, withdraw: &[&str]) -> RunReport {
        let id: SourceId = id.parse().unwrap();
        self.journal.put_source(&source(&id), SourceOrigin::Command).unwrap();
        let url = "https://kommun.example/dcat.ttl";
        let raw = rdf::RawDocument { bytes: turtle.as_bytes(), content_type: Some("text/turtle"), url };
        let refined = rdf::refine(&raw, &id);
        let measures = shapes::mqa::measures(&refined.records, &|_| true);
        let lease = self.journal.begin_run(&id).unwrap();
        let revision = RevisionDraft {
            put: refined.records,
            withdraw: withdraw.iter().map(|key| (*key).to_owned()).collect(),
            raw: turtle.as_bytes().to_vec(),
            content_type: Some("text/turtle".to_owned()),
            url: url.to_owned(),
        };
        let end = RunEnd {
            report: report(&lease, &refined.findings),
            lease,
            findings: refined.findings,
            replace_findings: true,
            validators: None,
            revision: Some(revision),
            held: None,
            missing: Vec::new(),
            measures,
            settlement: store::journal::Settlement::default(),
        };
        self.journal.end_run(end).unwrap()
    }

    /// Ends a run of `kommun` that a guard holds.
    pub(super) fn hold(&self, proposal: store::journal::Proposal) -> RunReport {
        let lease = self.journal.begin_run(&"kommun".parse().unwrap()).unwrap();
        let mut report = report(&lease, &[]);
        report.outcome = Outcome::Held;
        let settlement = store::journal::Settlement {
            proposal: Some((model::ContentHash([7; 32]), proposal)),
            ..store::journal::Settlement::default()
        };
        let end = RunEnd {
            report,
            lease,
            findings: Vec::new(),
            replace_findings: false,
            validators: None,
            revision: None,
            held: None,
            missing: Vec::new(),
            measures: Vec::new(),
            settlement,
        };
        self.journal.end_run(end).unwrap()
    }

    /// A `POST` with a token (empty = none) and a JSON body (empty = none).
    pub(super) async fn post(&self, path: &str, token: &str, body: &str) -> Answer {
        let mut request = Request::post(path);
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if !body.is_empty() {
            request = request.header("content-type", "application/json");
        }
        self.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    pub(super) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub(super) async fn get_as(&self, path: &str, accept: &str) -> Answer {
        self.send(Request::get(path).header("accept", accept).body(Body::empty()).unwrap()).await
    }

    /// Portal id of an IRI of the sample.
    pub(super) fn id(&self, name: &str) -> String {
        let iri = format!("https://kommun.example/{name}");
        store::views::id_of(&self.projector.current().snapshot, &iri).unwrap_or_else(|| panic!("no id for {iri}"))
    }
}

fn source(id: &SourceId) -> Source {
    let json = serde_json::json!({
        "id": id, "title": "Exempelkommun", "url": "https://user:secret@kommun.example/dcat.ttl",
        "contact": "anna@kommun.example",
    });
    serde_json::from_value(json).unwrap()
}

fn report(lease: &store::journal::RunLease, findings: &[Finding]) -> RunReport {
    RunReport {
        run: lease.run,
        source: lease.source.clone(),
        outcome: Outcome::Changed,
        reason: None,
        seq: Seq(0),
        datasets: 0,
        new: 0,
        changed: 0,
        unchanged: 0,
        withdrawn: 0,
        complete: true,
        findings: FindingCounts::of(findings),
        seconds: 0.5,
        bytes: 1000,
        started: lease.started,
        status: Some(200),
        format: Some("text/turtle".to_owned()),
        detail: model::RunDetail::default(),
    }
}

fn config() -> ServerConfig {
    ServerConfig {
        base_url: BASE.to_owned(),
        title: "Provportalen".to_owned(),
        contact: None,
        executable: "/proc/self/exe".into(),
        sparql: PoolLimits {
            workers: 1,
            timeout: Duration::from_secs(10),
            memory: 1 << 30,
            answer_bytes: 1 << 24,
            rows: 100_000,
            queue: 4,
        },
        sparql_per_client: 2,
        max_age: Duration::from_secs(30),
        query_log_days: Some(30),
    }
}
