//! What single addresses answer.

use super::{asked, check, check_with, not_found, server, setup};
use crate::faults::rig::{Step, answer, ok};
use model::LinkOutcome;
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_head_is_enough_when_it_succeeds() {
    let server = server(|_| ok("text/csv; charset=utf-8", "a;b\n")).await;
    let check = check(&server, "/f.csv#part").await;
    assert_eq!((check.outcome, check.status, check.length), (LinkOutcome::Answers, Some(200), Some(4)));
    assert_eq!(check.content_type.as_deref(), Some("text/csv; charset=utf-8"));
    assert_eq!(asked(&server), ["HEAD /f.csv", "GET /f.csv"][..1], "text/csv is no API description");
}

#[tokio::test]
async fn a_head_that_is_refused_or_lies_is_asked_again_with_get() {
    for status in ["405 Method Not Allowed", "501 Not Implemented", "403 Forbidden", "404 Not Found", "500 Oops"] {
        let server = server(move |request| match request.method() {
            "HEAD" => answer(status, "", ""),
            _ => answer("206 Partial Content", "Content-Type: text/csv\r\nContent-Range: bytes 0-3/1234\r\n", "a;b\n"),
        })
        .await;
        let check = check(&server, "/f.csv").await;
        assert_eq!((check.outcome, check.length), (LinkOutcome::Answers, Some(1234)), "{status}");
        assert_eq!(asked(&server), ["HEAD /f.csv", "GET /f.csv"], "{status}");
        let requests = server.requests.lock().unwrap();
        assert!(requests.last().unwrap().header("range").unwrap().starts_with("bytes=0-"));
    }
}

#[tokio::test]
async fn a_head_that_breaks_the_connection_is_asked_again_with_get() {
    let server = server(|request| if request.method() == "HEAD" { Vec::new() } else { ok("text/csv", "a") }).await;
    assert_eq!(check(&server, "/f").await.outcome, LinkOutcome::Answers);
    let server = super::server(|_| Vec::new()).await;
    let check = check(&server, "/f").await;
    assert_eq!((check.outcome, check.status), (LinkOutcome::Reset, None));
}

#[tokio::test]
async fn statuses_are_told_apart() {
    for (status, headers, outcome) in [
        ("404 Not Found", "", LinkOutcome::Gone),
        ("410 Gone", "", LinkOutcome::Gone),
        ("401 Unauthorized", "", LinkOutcome::Login),
        ("403 Forbidden", "", LinkOutcome::Login),
        ("400 Bad Request", "", LinkOutcome::Refused),
        ("429 Too Many Requests", "", LinkOutcome::Busy),
        ("503 Service Unavailable", "Retry-After: 3600\r\n", LinkOutcome::Busy),
        ("503 Service Unavailable", "", LinkOutcome::ServerError),
        ("500 Internal Server Error", "", LinkOutcome::ServerError),
        ("304 Not Modified", "", LinkOutcome::Refused),
    ] {
        let server = server(move |_| answer(status, headers, "")).await;
        let check = check(&server, "/").await;
        assert_eq!((check.outcome, check.status), (outcome, status[..3].parse().ok()), "{status}");
    }
}

#[tokio::test]
async fn an_empty_file_that_has_no_range_answers() {
    let server = server(|request| match (request.method(), request.header("range")) {
        ("HEAD", _) => answer("405 Method Not Allowed", "", ""),
        (_, Some(_)) => answer("416 Range Not Satisfiable", "", ""),
        _ => ok("text/csv", ""),
    })
    .await;
    let check = check(&server, "/").await;
    assert_eq!((check.outcome, check.length), (LinkOutcome::Answers, Some(0)));
}

#[tokio::test]
async fn an_endless_body_is_cut_off() {
    let server = server(|request| {
        if request.method() == "HEAD" {
            return answer("405 Method Not Allowed", "", "");
        }
        let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\n".to_vec();
        vec![Step::Send(head), Step::Repeat(vec![b'x'; 65_536], Duration::ZERO)]
    })
    .await;
    let start = Instant::now();
    assert_eq!(check(&server, "/").await.outcome, LinkOutcome::Answers);
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up() {
    let server = server(|_| vec![Step::Wait(Duration::from_secs(20))]).await;
    let start = Instant::now();
    let check = check(&server, "/").await;
    assert_eq!(check.outcome, LinkOutcome::Timeout);
    assert!(start.elapsed() < Duration::from_secs(6), "{:?}", start.elapsed());
}

#[tokio::test]
async fn redirects_are_followed_and_permanent_ones_are_told() {
    let server = server(|request| match request.path() {
        "/moved" => answer("301 Moved Permanently", "Location: /moved2\r\n", ""),
        "/moved2" => answer("308 Permanent Redirect", "Location: /here\r\n", ""),
        "/found" => answer("302 Found", "Location: /here\r\n", ""),
        "/round" => answer("302 Found", "Location: /round2\r\n", ""),
        "/round2" => answer("302 Found", "Location: /round\r\n", ""),
        "/nowhere" => answer("302 Found", "", ""),
        "/ftp" => answer("302 Found", "Location: ftp://127.0.0.1/x\r\n", ""),
        "/here" => ok("text/csv", "x"),
        path => {
            let number: u32 = path[1..].parse().unwrap();
            answer("302 Found", &format!("Location: /{}\r\n", number + 1), "")
        }
    })
    .await;
    let here = format!("http://{}/here", server.address);
    let moved = check(&server, "/moved").await;
    assert_eq!((moved.outcome, moved.moved, moved.final_url.as_deref()), (LinkOutcome::Answers, true, Some(&*here)));
    let found = check(&server, "/found").await;
    assert_eq!((found.moved, found.final_url.as_deref()), (false, Some(&*here)));
    for path in ["/round", "/nowhere", "/1", "/ftp"] {
        assert_eq!(check(&server, path).await.outcome, LinkOutcome::Redirects, "{path}");
    }
}

#[tokio::test]
async fn a_private_network_is_never_asked_not_even_after_a_redirect() {
    let secret = server(|_| ok("text/plain", "secret")).await;
    let url = format!("http://{}/", secret.address);
    let target = url.clone();
    let server = server(move |_| answer("302 Found", &format!("Location: {target}\r\n"), "")).await;
    let redirected = check(&server, "/").await;
    assert_eq!(redirected.outcome, LinkOutcome::Private, "{redirected:?}");
    assert_eq!(check_with(setup(&[]), &url).await.outcome, LinkOutcome::Private);
    assert!(secret.requests.lock().unwrap().is_empty(), "not even its robots.txt");
}

#[tokio::test]
async fn what_nobody_could_ask_is_told_apart() {
    for (url, outcome) in [
        ("https://", LinkOutcome::Invalid),
        ("www.kommun.example/data", LinkOutcome::Invalid),
        ("http://a b.example/", LinkOutcome::Invalid),
        ("ftp://files.kommun.example/x", LinkOutcome::Scheme),
        ("urn:uuid:1", LinkOutcome::Scheme),
        ("https://data.kommun.example/x", LinkOutcome::Dns),
    ] {
        let check = check_with(setup(&[]), url).await;
        assert_eq!(check.outcome, outcome, "{url}: {check:?}");
    }
}

#[tokio::test]
async fn robots_txt_is_respected() {
    let server = crate::faults::rig::Server::new().await;
    server.now(|request| match request.path() {
        "/robots.txt" => ok("text/plain", "User-agent: *\nDisallow: /\n\nUser-agent: skord\nDisallow: /private\n"),
        _ => ok("text/csv", "x"),
    });
    assert_eq!(check(&server, "/open").await.outcome, LinkOutcome::Answers);
    assert_eq!(check(&server, "/private/x?y").await.outcome, LinkOutcome::Robots);
    assert_eq!(asked(&server), ["HEAD /open"], "what is forbidden was not asked");
    server.now(|request| if request.path() == "/robots.txt" { answer("500 Oops", "", "") } else { not_found() });
    assert_eq!(check(&server, "/x").await.outcome, LinkOutcome::Robots, "a robots.txt that fails forbids (RFC 9309)");
}
