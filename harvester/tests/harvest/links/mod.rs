//! Link checks against real servers on loopback that behave well, badly and maliciously.

mod answers;
mod apis;
mod certificates;
mod hosts;
mod load;

use crate::faults::rig::{Request, Server, Step, answer};
use harvester::HarvestConfig;
use harvester::fetch::{Outside, Resolver};
use harvester::links::{LinkChecker, LinkSetup, LinksConfig, LinksUnheard};
use model::clock::FixedClock;
use model::{Clock, FindingCounts, LinkCheck, Outcome, RunReport};
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use store::Journal;
use store::journal::{LinkEntry, RevisionDraft, RunEnd, Settlement, SourceOrigin};

const BASE: &str = "https://portal.example/";

/// The one instant at which these tests happen.
fn clock() -> Arc<dyn Clock> {
    Arc::new(FixedClock("2026-11-22T12:00:00Z".parse().unwrap()))
}

/// Quick and impatient.
fn quick() -> LinksConfig {
    LinksConfig { per_host_pause: 0.0, per_second: 1000.0, timeout: 2, ..LinksConfig::default() }
}

fn setup(allowed: &[&str]) -> LinkSetup {
    let allow_private_hosts = allowed.iter().map(|host| (*host).to_owned()).collect();
    LinkSetup {
        links: quick(),
        harvest: HarvestConfig { allow_private_hosts, ..HarvestConfig::default() },
        base_url: BASE.to_owned(),
        ..LinkSetup::default()
    }
}

/// A journal whose catalog gives some addresses, and a checker on it.
struct Links {
    _dir: tempfile::TempDir,
    journal: Arc<Journal>,
    checker: Arc<LinkChecker>,
}

impl Links {
    /// With one dataset that has these landing pages.
    async fn with(setup: LinkSetup, urls: &[String]) -> Self {
        let pages = urls.iter().fold(String::new(), |mut text, url| {
            writeln!(text, "<https://a.example/d> dcat:landingPage <{url}> .").unwrap();
            text
        });
        Self::with_turtle(setup, &pages).await
    }

    /// With one dataset and what else a Turtle document says.
    async fn with_turtle(setup: LinkSetup, turtle: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let journal = Arc::new(Journal::open(dir.path(), clock()).unwrap().0);
        publish(&journal, turtle);
        let checker = LinkChecker::new(Arc::clone(&journal), setup, clock()).unwrap();
        checker.sync().await.unwrap().unwrap();
        Self { _dir: dir, journal, checker }
    }

    /// Checks everything that is due, once.
    async fn round(&self) -> harvester::links::LinkRound {
        let due = self.journal.due_links(clock().now(), usize::MAX >> 1, usize::MAX >> 1).unwrap();
        self.checker.check_now(due, &LinksUnheard).await.unwrap().unwrap()
    }

    fn entry(&self, url: &str) -> LinkEntry {
        self.journal.link(url).unwrap().unwrap_or_else(|| panic!("{url} is not known"))
    }
}

/// One accepted revision of the source `a`, projected.
fn publish(journal: &Journal, turtle: &str) {
    let text = format!(
        "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n\
         <https://a.example/catalog> a dcat:Catalog ; dcat:dataset <https://a.example/d> .\n\
         <https://a.example/d> a dcat:Dataset ; dcterms:title \"Badplatser\"@sv .\n{turtle}"
    );
    let id = crate::world::id("a");
    journal.put_source(&crate::world::source("a", "https://a.example/dcat"), SourceOrigin::Command).unwrap();
    let url = "https://a.example/dcat";
    let raw = rdf::RawDocument { bytes: text.as_bytes(), content_type: Some("text/turtle"), url };
    let refined = rdf::refine(&raw, &id);
    let lease = journal.begin_run(&id).unwrap();
    let report = RunReport {
        run: lease.run,
        source: id,
        outcome: Outcome::Changed,
        reason: None,
        seq: model::Seq(0),
        datasets: 1,
        new: 1,
        changed: 0,
        unchanged: 0,
        withdrawn: 0,
        complete: true,
        findings: FindingCounts::default(),
        seconds: 0.0,
        bytes: 0,
        started: lease.started,
        status: Some(200),
        format: None,
        detail: model::RunDetail::default(),
    };
    let revision = RevisionDraft {
        put: refined.records,
        withdraw: Vec::new(),
        raw: Vec::new(),
        content_type: None,
        url: url.to_owned(),
    };
    let end = RunEnd {
        report,
        lease,
        findings: Vec::new(),
        replace_findings: true,
        validators: None,
        revision: Some(revision),
        held: None,
        missing: Vec::new(),
        measures: Vec::new(),
        settlement: Settlement::default(),
    };
    journal.end_run(end).unwrap();
    store::project(journal, BASE).unwrap();
}

/// A server that has no robots.txt and does what `act` says with everything else.
async fn server(act: impl Fn(&Request) -> Vec<Step> + Send + Sync + 'static) -> Server {
    let server = Server::new().await;
    server.now(move |request| if request.path() == "/robots.txt" { not_found() } else { act(request) });
    server
}

fn not_found() -> Vec<Step> {
    answer("404 Not Found", "", "")
}

/// What a server was asked, robots.txt aside: method and path.
fn asked(server: &Server) -> Vec<String> {
    let requests = server.requests.lock().unwrap();
    let asked = requests.iter().filter(|request| request.path() != "/robots.txt");
    asked.map(|request| format!("{} {}", request.method(), request.path())).collect()
}

/// Checks one address of a server.
async fn check(server: &Server, path: &str) -> LinkCheck {
    let address = server.address.to_string();
    check_with(setup(&[&address]), &format!("http://{address}{path}")).await
}

async fn check_with(setup: LinkSetup, url: &str) -> LinkCheck {
    let dir = tempfile::tempdir().unwrap();
    let journal = Arc::new(Journal::open(dir.path(), clock()).unwrap().0);
    LinkChecker::new(journal, setup, clock()).unwrap().check(url).await
}

/// All names have one address; counts who asks.
#[derive(Debug)]
struct Names {
    address: SocketAddr,
    asked: AtomicU32,
}

impl Names {
    fn at(address: SocketAddr) -> Arc<Self> {
        Arc::new(Self { address, asked: AtomicU32::new(0) })
    }

    fn outside(self: &Arc<Self>) -> Outside {
        Outside { resolver: Arc::<Self>::clone(self), ..Outside::default() }
    }
}

impl Resolver for Names {
    fn resolve<'a>(
        &'a self,
        _: &'a str,
        _: u16,
    ) -> futures_util::future::BoxFuture<'a, std::io::Result<Vec<SocketAddr>>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move { Ok(vec![self.address]) })
    }
}
