//! One journal, many sources, each with a server of its own whose every byte a test chooses.

use crate::server::config;
use crate::world::{catalog, id, numbered, source};
use harvester::fetch::Outside;
use harvester::{HarvestConfig, Harvester, Progress, RunOptions, Setup, Silent};
use model::{Outcome, RunReport, SystemClock};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::Journal;
use store::journal::SourceOrigin;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What a server does with the connection, in this order; then it closes.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Send(Vec<u8>),
    Wait(Duration),
    /// The same piece for ever, with a pause after each.
    Repeat(Vec<u8>, Duration),
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn path(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    pub(crate) fn method(&self) -> &str {
        self.head.split(' ').next().unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

type Act = Arc<dyn Fn(&Request) -> Vec<Step> + Send + Sync>;

/// A server on loopback.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    act: Arc<Mutex<Act>>,
    pub(crate) requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    pub(crate) async fn new() -> Self {
        Self::at("127.0.0.1:0").await
    }

    pub(crate) async fn at(address: &str) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let nothing: Act = Arc::new(|_| Vec::new());
        let server = Self {
            address: listener.local_addr().unwrap(),
            act: Arc::new(Mutex::new(nothing)),
            requests: Arc::default(),
        };
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(serving.clone().serve(connection));
            }
        });
        server
    }

    pub(crate) fn now(&self, act: impl Fn(&Request) -> Vec<Step> + Send + Sync + 'static) {
        *self.act.lock().unwrap() = Arc::new(act);
    }

    async fn serve(self, mut connection: TcpStream) {
        let mut head = Vec::new();
        let mut buffer = [0_u8; 4096];
        while !head.windows(4).any(|end| end == b"\r\n\r\n") {
            match connection.read(&mut buffer).await {
                Ok(length) if length > 0 => head.extend_from_slice(&buffer[..length]),
                _ => return,
            }
        }
        let end = head.windows(4).position(|end| end == b"\r\n\r\n").unwrap() + 4;
        let body = head.split_off(end);
        let mut request = Request { head: String::from_utf8(head).unwrap(), body };
        let length = request.header("content-length").map_or(0, |length| length.parse().unwrap());
        while request.body.len() < length {
            match connection.read(&mut buffer).await {
                Ok(length) if length > 0 => request.body.extend_from_slice(&buffer[..length]),
                _ => return,
            }
        }
        let act = Arc::clone(&self.act.lock().unwrap());
        let steps = act(&request);
        self.requests.lock().unwrap().push(request);
        for step in steps {
            let alive = match step {
                Step::Send(bytes) => connection.write_all(&bytes).await.is_ok(),
                Step::Wait(pause) => {
                    tokio::time::sleep(pause).await;
                    true
                }
                Step::Repeat(piece, pause) => {
                    while connection.write_all(&piece).await.is_ok() {
                        tokio::time::sleep(pause).await;
                    }
                    false
                }
            };
            if !alive {
                return;
            }
        }
        let _ = connection.shutdown().await;
    }
}

/// A whole answer with its length.
pub(crate) fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<Step> {
    let body = body.as_ref();
    let mut bytes =
        format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len())
            .into_bytes();
    bytes.extend_from_slice(body);
    vec![Step::Send(bytes)]
}

/// 200 with a media type.
pub(crate) fn ok(media_type: &str, body: impl AsRef<[u8]>) -> Vec<Step> {
    answer("200 OK", &format!("Content-Type: {media_type}\r\n"), body)
}

/// Journal and harvester.
pub(crate) struct Rig {
    pub(crate) _dir: tempfile::TempDir,
    pub(crate) journal: Arc<Journal>,
    pub(crate) harvester: Arc<Harvester>,
}

impl Rig {
    /// Short limits, so that slow servers cost little time.
    pub(crate) fn limits() -> HarvestConfig {
        HarvestConfig {
            first_byte_timeout: 1,
            connect_timeout: 1,
            total_timeout: 5,
            attempts: 1,
            max_body: 4 << 20,
            concurrency: 64,
            ..config(&[])
        }
    }

    pub(crate) fn new(servers: &[&Server]) -> Self {
        Self::with(servers, Self::limits(), Outside::default())
    }

    pub(crate) fn with(servers: &[&Server], config: HarvestConfig, outside: Outside) -> Self {
        Self::set_up(servers, Setup { harvest: config, outside, ..Setup::default() })
    }

    pub(crate) fn set_up(servers: &[&Server], setup: Setup) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (journal, _) = Journal::open(dir.path(), Arc::new(SystemClock)).unwrap();
        let journal = Arc::new(journal);
        let harvester = Self::harvester(&journal, servers, setup);
        Self { _dir: dir, journal, harvester }
    }

    /// As after a restart.
    pub(crate) fn harvester(journal: &Arc<Journal>, servers: &[&Server], mut setup: Setup) -> Arc<Harvester> {
        let allowed = servers.iter().map(|server| server.address.to_string());
        setup.harvest.allow_private_hosts.extend(allowed);
        Harvester::set_up(Arc::clone(journal), setup, Arc::new(SystemClock)).unwrap()
    }

    pub(crate) fn register(&self, name: &str, url: &str) {
        self.journal.put_source(&source(name, url), SourceOrigin::Command).unwrap();
    }

    pub(crate) async fn run(&self, name: &str) -> RunReport {
        let silent: Arc<dyn Progress> = Arc::new(Silent);
        let result = self.harvester.run(&id(name), RunOptions::default(), &silent).await.unwrap();
        assert_eq!(self.journal.source(&id(name)).unwrap().last_report.as_ref(), Some(&result.report));
        result.report
    }

    /// Keys of the datasets in the accepted revision.
    pub(crate) fn datasets(&self, name: &str) -> BTreeSet<String> {
        let heads = self.journal.record_heads(&id(name)).unwrap();
        heads.into_iter().filter(|head| head.kind == rdf::RecordKind::Dataset).map(|head| head.key).collect()
    }
}

/// Turtle with so many datasets.
pub(crate) fn turtle(count: usize) -> String {
    let names = numbered(count);
    catalog(names.iter().map(String::as_str))
}

/// What is expected of both bad runs.
pub(crate) struct Expected {
    pub(crate) outcomes: &'static [Outcome],
    /// Part of the English reason.
    pub(crate) reason: &'static str,
}

pub(crate) const fn unreachable(reason: &'static str) -> Expected {
    Expected { outcomes: &[Outcome::Unreachable], reason }
}

pub(crate) const fn rejected(reason: &'static str) -> Expected {
    Expected { outcomes: &[Outcome::Rejected], reason }
}

pub(crate) const fn held(reason: &'static str) -> Expected {
    Expected { outcomes: &[Outcome::Held], reason }
}

/// The run is fine: what was read loses nothing.
pub(crate) const fn fine() -> Expected {
    Expected { outcomes: &[Outcome::Changed, Outcome::Unchanged], reason: "" }
}

/// A good catalog, the misbehaviour twice, the good catalog again: every dataset is there all the time.
pub(crate) async fn misbehave(
    name: &str,
    good: &str,
    bad: impl Fn(&Request) -> Vec<Step> + Send + Sync + 'static,
    expected: Expected,
) {
    let server = Server::new().await;
    let rig = Rig::new(&[&server]);
    misbehave_on(&rig, &server, name, good, bad, expected).await;
}

pub(crate) async fn misbehave_on(
    rig: &Rig,
    server: &Server,
    name: &str,
    good: &str,
    bad: impl Fn(&Request) -> Vec<Step> + Send + Sync + 'static,
    expected: Expected,
) {
    rig.register("s", &format!("http://{}/dcat", server.address));
    let fair = good.to_owned();
    server.now(move |_| ok("text/turtle", &fair));
    let first = rig.run("s").await;
    let before = rig.datasets("s");
    assert!(first.outcome == Outcome::Changed && !before.is_empty(), "{name}: {first:?}");
    server.now(bad);
    for time in ["at once", "after a second run"] {
        let report = rig.run("s").await;
        let reason = report.reason.clone().unwrap_or_default();
        let (sv, en) = (reason.text("sv"), reason.text("en"));
        println!("{name} | {} | {} of {} | {en}", report.outcome, report.datasets, before.len());
        assert!(expected.outcomes.contains(&report.outcome), "{name}, {time}: {report:?}");
        assert!(en.contains(expected.reason), "{name}, {time}: {en}");
        assert!(report.outcome.is_fine() || (!sv.is_empty() && sv != en), "{name}: {sv}");
        let after = rig.datasets("s");
        assert!(after.is_superset(&before), "{name}, {time}: lost {:?}", before.difference(&after).collect::<Vec<_>>());
        assert!(report.datasets >= before.len() as u64 && report.withdrawn == 0, "{name}, {time}: {report:?}");
    }
    let fair = good.to_owned();
    server.now(move |_| ok("text/turtle", &fair));
    let report = rig.run("s").await;
    assert!(report.outcome.is_fine(), "{name}, when all is well again: {report:?}");
    assert!(rig.datasets("s").is_superset(&before), "{name}, when all is well again");
}
