//! Versions that lie: `ETag`, `Last-Modified` and 304.

use super::rig::{Rig, Server, answer, fine, misbehave, turtle, unreachable};
use model::{Outcome, SourceState};
use std::sync::atomic::{AtomicU32, Ordering};

#[tokio::test(flavor = "multi_thread")]
async fn a_304_that_nobody_asked_for_is_no_good_news() {
    let not_modified = |_: &_| answer("304 Not Modified", "", "");
    misbehave(
        "304 without validator",
        &turtle(8),
        not_modified,
        unreachable("although we did not say which version we have"),
    )
    .await;
    let server = Server::new().await;
    let rig = Rig::new(&[&server]);
    rig.register("new", &format!("http://{}/", server.address));
    server.now(not_modified);
    let report = rig.run("new").await;
    assert_eq!(
        (report.outcome, report.status, report.complete),
        (Outcome::Unreachable, Some(304), false),
        "{report:?}"
    );
    assert_eq!(rig.journal.source(&"new".parse().unwrap()).unwrap().state, SourceState::Awaiting);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_etag_for_the_same_body_changes_nothing() {
    let times = AtomicU32::new(0);
    let bad = move |_: &_| {
        let number = times.fetch_add(1, Ordering::SeqCst);
        answer("200 OK", &format!("Content-Type: text/turtle\r\nETag: \"{number}\"\r\n"), turtle(8))
    };
    misbehave("changed ETag, same body", &turtle(8), bad, fine()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_etag_for_another_body_does_not_hide_it() {
    let server = Server::new().await;
    let rig = Rig::new(&[&server]);
    rig.register("s", &format!("http://{}/", server.address));
    let tagged = |body: String| answer("200 OK", "Content-Type: text/turtle\r\nETag: \"1\"\r\n", body);
    server.now(move |_| tagged(turtle(8)));
    rig.run("s").await;
    server.now(move |_| tagged(turtle(9)));
    let report = rig.run("s").await;
    assert_eq!((report.outcome, report.new, report.datasets), (Outcome::Changed, 1, 9), "{report:?}");
    let asked = server.requests.lock().unwrap();
    assert_eq!(asked[1].header("if-none-match"), Some("\"1\""));
    assert!(asked[1].header("user-agent").unwrap().starts_with("Skord/"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_says_304_to_every_tag_keeps_what_was_there() {
    let server = Server::new().await;
    let rig = Rig::new(&[&server]);
    rig.register("s", &format!("http://{}/", server.address));
    server.now(|_| answer("200 OK", "Content-Type: text/turtle\r\nETag: \"1\"\r\n", turtle(8)));
    rig.run("s").await;
    server.now(|request| match request.header("if-none-match") {
        Some(_) => answer("304 Not Modified", "ETag: \"other\"\r\n", ""),
        None => answer("500 Internal Server Error", "", ""),
    });
    for _ in 0..2 {
        let report = rig.run("s").await;
        assert_eq!((report.outcome, report.status, report.datasets), (Outcome::Unchanged, Some(304), 8), "{report:?}");
    }
    assert_eq!(rig.datasets("s").len(), 8);
}
