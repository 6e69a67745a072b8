//! Redirects and names that lead astray.

use super::rig::{Rig, Server, answer, misbehave, misbehave_on, ok, turtle, unreachable};
use futures_util::future::BoxFuture;
use harvester::fetch::{Environment, Outside, Resolver};
use model::Outcome;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

#[tokio::test(flavor = "multi_thread")]
async fn redirects_that_lead_nowhere() {
    let good = turtle(8);
    for (name, location, reason) in [
        ("redirect to itself", "/dcat", "the redirects go round in a circle"),
        ("redirect to 169.254.169.254", "http://169.254.169.254/latest/meta-data/", "which is link-local"),
        ("redirect to [::ffff:127.0.0.1]", "http://[::ffff:127.0.0.1]/", "which is loopback"),
        ("redirect to [::1]", "http://[::1]:80/", "which is loopback"),
        ("redirect to a private network", "http://192.168.1.1/dcat", "which is private"),
        ("redirect to decimal loopback", "http://2130706433/", "which is loopback"),
        ("redirect to a name of loopback", "http://localhost:1/", "which is loopback"),
        ("redirect to a file", "file:///etc/passwd", "only http and https"),
        ("redirect to gopher", "gopher://127.0.0.1:25/", "only http and https"),
        ("redirect without aim", "", "the redirects go round in a circle"),
        ("redirect to nonsense", "http://[", "without a usable `Location`"),
    ] {
        let bad = move |_: &_| answer("302 Found", &format!("Location: {location}\r\n"), "");
        misbehave(name, &good, bad, unreachable(reason)).await;
    }
    misbehave(
        "redirect without Location",
        &good,
        |_| answer("301 Moved Permanently", "", ""),
        unreachable("without a usable `Location`"),
    )
    .await;
    let counting = |request: &super::rig::Request| {
        let number: u32 = request.path().trim_start_matches("/dcat").parse().unwrap_or(0);
        answer("307 Temporary Redirect", &format!("Location: /dcat{}\r\n", number + 1), "")
    };
    misbehave("redirects without end", &good, counting, unreachable("more than 5 redirects")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_to_another_port_of_loopback_reaches_nobody() {
    let (server, inner) = (Server::new().await, Server::new().await);
    inner.now(|_| ok("text/turtle", turtle(1)));
    let rig = Rig::new(&[&server]);
    let location = format!("Location: http://{}/dcat\r\n", inner.address);
    let bad = move |_: &_| answer("302 Found", &location, "");
    misbehave_on(&rig, &server, "redirect to 127.0.0.1", &turtle(8), bad, unreachable("which is loopback")).await;
    assert!(inner.requests.lock().unwrap().is_empty(), "nobody was asked there");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_to_a_login_form_is_named() {
    let bad = |request: &super::rig::Request| {
        if request.path().starts_with("/login") {
            return ok("text/html", "<!DOCTYPE html><title>Kommunens intranät</title><body>Välkommen</body>");
        }
        answer("302 Found", "Location: /login?return=%2Fdcat\r\n", "")
    };
    let expected = super::rig::rejected("this is a login page, not RDF (`Kommunens intranät`)");
    misbehave("redirect to a login form", &turtle(8), bad, expected).await;
}

/// Says something else each time.
#[derive(Debug)]
struct Fickle {
    answers: Mutex<Vec<Vec<SocketAddr>>>,
    asked: Mutex<Vec<String>>,
}

impl Resolver for Fickle {
    fn resolve<'a>(&'a self, name: &'a str, _: u16) -> BoxFuture<'a, std::io::Result<Vec<SocketAddr>>> {
        self.asked.lock().unwrap().push(name.to_owned());
        let mut answers = self.answers.lock().unwrap();
        let next = if answers.len() > 1 { answers.remove(0) } else { answers[0].clone() };
        Box::pin(async move { Ok(next) })
    }
}

fn fickle(answers: &[&[SocketAddr]]) -> Arc<Fickle> {
    let answers = Mutex::new(answers.iter().map(|list| list.to_vec()).collect());
    Arc::new(Fickle { answers, asked: Mutex::default() })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_resolved_once_and_used_as_it_was_checked() {
    let good = Server::new().await;
    // The same port on another address of loopback.
    let evil = Server::at(&format!("127.0.0.2:{}", good.address.port())).await;
    good.now(|_| ok("text/turtle", turtle(8)));
    evil.now(|_| ok("text/turtle", turtle(1)));
    let resolver = fickle(&[&[good.address], &[evil.address]]);
    let host = format!("wandering.example:{}", good.address.port());
    let limits = harvester::HarvestConfig { allow_private_hosts: vec![host.clone()], ..Rig::limits() };
    let outside = Outside { resolver: resolver.clone(), variables: Arc::new(Environment) };
    let rig = Rig::with(&[], limits, outside);
    rig.register("s", &format!("http://{host}/dcat"));
    let report = rig.run("s").await;
    assert_eq!((report.outcome, report.datasets), (Outcome::Changed, 8), "{report:?}");
    assert_eq!(*resolver.asked.lock().unwrap(), ["wandering.example"], "asked once: check and connection agree");
    assert!(evil.requests.lock().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_turns_to_a_private_address_is_refused() {
    let inner = Server::new().await;
    inner.now(|_| ok("text/turtle", turtle(8)));
    let port = inner.address.port();
    // Nothing may be sent to a public address by a test, so none answers: the check is what is looked at.
    let private: Vec<SocketAddr> = vec!["192.0.2.7:80".parse().unwrap(), inner.address];
    let metadata: Vec<SocketAddr> = vec!["169.254.169.254:80".parse().unwrap()];
    let mapped: Vec<SocketAddr> = vec![format!("[::ffff:127.0.0.1]:{port}").parse().unwrap()];
    for answers in [&private, &metadata, &mapped] {
        let outside = Outside { resolver: fickle(&[answers]), variables: Arc::new(Environment) };
        let rig = Rig::with(&[], Rig::limits(), outside);
        rig.register("s", &format!("http://rebound.example:{port}/dcat"));
        let report = rig.run("s").await;
        let reason = report.reason.unwrap();
        assert_eq!(report.outcome, Outcome::Unreachable);
        assert!(reason.text("en").contains("harvest.allow_private_hosts"), "{reason:?}");
        assert!(reason.text("sv").contains("får inte") || reason.text("sv").contains("inte får frågas"), "{reason:?}");
    }
    assert!(inner.requests.lock().unwrap().is_empty());
}
