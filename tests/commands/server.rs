//! `skord serve` as a child process.

use crate::program::Place;
use std::net::TcpListener;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// A running server; killed when dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    base: String,
    client: reqwest::blocking::Client,
}

impl Server {
    /// Starts it on a free port and waits until it is ready.
    pub(crate) fn start(place: &Place) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let listen = format!("127.0.0.1:{port}");
        let mut command = place.command(&["serve", "--listen", &listen]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let client = reqwest::blocking::Client::builder().timeout(Duration::from_secs(30)).build().unwrap();
        let server = Self { child, base: format!("http://{listen}"), client };
        server.wait_until("ready", || {
            server.client.get(format!("{}/health/ready", server.base)).send().is_ok_and(|answer| answer.status() == 200)
        });
        server
    }

    /// Status and body of a GET.
    pub(crate) fn get(&self, path: &str) -> (u16, serde_json::Value) {
        let answer = self.client.get(format!("{}{path}", self.base)).send().unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_slice(&answer.bytes().unwrap()).unwrap())
    }

    /// Status, content type and body of a POST.
    pub(crate) fn post(
        &self,
        path: &str,
        kind: &str,
        body: impl Into<reqwest::blocking::Body>,
    ) -> (u16, String, String) {
        let request = self.client.post(format!("{}{path}", self.base)).header("Content-Type", kind).body(body);
        let answer = request.send().unwrap();
        let kind = answer.headers().get("content-type").map_or("", |kind| kind.to_str().unwrap()).to_owned();
        (answer.status().as_u16(), kind, answer.text().unwrap())
    }

    /// A SPARQL query by GET: status, `X-Catalog-Seq`, body.
    pub(crate) fn query(&self, query: &str) -> (u16, Option<u64>, serde_json::Value) {
        let mut url = reqwest::Url::parse(&format!("{}/sparql", self.base)).unwrap();
        url.query_pairs_mut().append_pair("query", query);
        let answer = self.client.get(url).header("Accept", "application/sparql-results+json").send().unwrap();
        let status = answer.status().as_u16();
        let seq = answer.headers().get("x-catalog-seq").and_then(|value| value.to_str().ok()?.parse().ok());
        (status, seq, serde_json::from_slice(&answer.bytes().unwrap()).unwrap())
    }

    /// Asks again and again, for a minute at most.
    #[track_caller]
    pub(crate) fn wait_until(&self, what: &str, condition: impl Fn() -> bool) {
        let start = Instant::now();
        while !condition() {
            assert!(start.elapsed() < Duration::from_mins(1), "{}: not {what} within a minute", self.base);
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
