//! Fetching from real servers that behave well, badly and maliciously.

use crate::server::{config, raw, say, serve};
use async_compression::tokio::bufread::{BrotliEncoder, DeflateEncoder, GzipEncoder, ZlibEncoder, ZstdEncoder};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use harvester::HarvestConfig;
use harvester::fetch::{Document, FetchError, Fetched, Fetcher, Unheard};
use model::{Outcome, SystemClock};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use store::journal::Validators;
use tokio::io::AsyncReadExt;

const TURTLE: &str = "<https://data.example/d/1> a <http://www.w3.org/ns/dcat#Dataset> .\n";

async fn fetch_with(config: &HarvestConfig, url: &str, validators: Option<&Validators>) -> Result<Fetched, FetchError> {
    let dir = tempfile::tempdir().unwrap();
    let fetcher = Fetcher::new(config, Arc::new(SystemClock), dir.path()).unwrap();
    fetcher.fetch(url, validators, &Unheard).await
}

async fn document(config: &HarvestConfig, url: &str) -> Document {
    match fetch_with(config, url, None).await.unwrap() {
        Fetched::Document(document) => *document,
        Fetched::NotModified => panic!("304 to an unconditional request"),
    }
}

async fn failure(config: &HarvestConfig, url: &str) -> FetchError {
    let error = fetch_with(config, url, None).await.unwrap_err();
    let reason = error.reason();
    assert!(!reason.text("sv").is_empty() && reason.text("sv") != reason.text("en"), "{reason:?}");
    error
}

async fn encoded(coding: &str, plain: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    match coding {
        "gzip" => GzipEncoder::new(plain).read_to_end(&mut out).await,
        "br" => BrotliEncoder::new(plain).read_to_end(&mut out).await,
        "zstd" => ZstdEncoder::new(plain).read_to_end(&mut out).await,
        "deflate" => ZlibEncoder::new(plain).read_to_end(&mut out).await,
        "raw-deflate" => DeflateEncoder::new(plain).read_to_end(&mut out).await,
        other => panic!("{other}"),
    }
    .unwrap();
    out
}

#[tokio::test]
async fn headers_tell_who_we_are_and_what_we_prefer() {
    let echo = |headers: HeaderMap| async move {
        let text = |name: &str| headers.get(name).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default();
        format!("{}|{}|{}", text("user-agent"), text("accept"), text("accept-encoding"))
    };
    let address = serve(Router::new().route("/", get(echo))).await;
    let config = HarvestConfig { contact: Some("https://data.example/om".to_owned()), ..config(&[address]) };
    let fetched = document(&config, &format!("http://{address}/")).await;
    assert_eq!(fetched.status, Some(200));
    let text = String::from_utf8(fetched.read().unwrap()).unwrap();
    assert!(text.starts_with("Skord/0.1.0 (+https://data.example/om)|text/turtle, application/rdf+xml"), "{text}");
    assert!(text.ends_with("|gzip, br, zstd, deflate"), "{text}");
}

#[tokio::test]
async fn validators_give_not_modified() {
    let conditional = |headers: HeaderMap| async move {
        let sent = |name: header::HeaderName| headers.get(name).map(|v| v.to_str().unwrap().to_owned());
        let date = "Sun, 22 Nov 2026 10:00:00 GMT";
        let fresh = sent(header::IF_NONE_MATCH).as_deref() == Some("\"a1\"")
            || sent(header::IF_MODIFIED_SINCE).as_deref() == Some(date);
        let head = [(header::ETAG, "\"a1\""), (header::LAST_MODIFIED, date)];
        if fresh { (StatusCode::NOT_MODIFIED, head, "") } else { (StatusCode::OK, head, TURTLE) }
    };
    let address = serve(Router::new().route("/", get(conditional))).await;
    let (config, url) = (config(&[address]), format!("http://{address}/"));
    let first = document(&config, &url).await;
    let by_tag = Validators { etag: first.etag.clone(), ..Validators::default() };
    let by_date = Validators { last_modified: first.last_modified.clone(), ..Validators::default() };
    let stale = Validators { etag: Some("\"old\"".to_owned()), ..Validators::default() };
    assert!(matches!(fetch_with(&config, &url, Some(&by_tag)).await, Ok(Fetched::NotModified)));
    assert!(matches!(fetch_with(&config, &url, Some(&by_date)).await, Ok(Fetched::NotModified)));
    let Ok(Fetched::Document(again)) = fetch_with(&config, &url, Some(&stale)).await else { panic!() };
    assert_eq!(again.hash, first.hash);
}

#[tokio::test]
async fn content_codings_are_undone() {
    for coding in ["gzip", "br", "zstd", "deflate", "raw-deflate"] {
        let body = encoded(coding, TURTLE.as_bytes()).await;
        let length = body.len() as u64;
        let header = coding.trim_start_matches("raw-").to_owned();
        let answer = move || async move { ([(header::CONTENT_ENCODING, header)], body) };
        let address = serve(Router::new().route("/", get(answer))).await;
        let fetched = document(&config(&[address]), &format!("http://{address}/")).await;
        assert_eq!(fetched.transferred, length, "{coding}");
        assert_eq!(fetched.read().unwrap(), TURTLE.as_bytes(), "{coding}");
    }
}

#[tokio::test]
async fn layers_and_lies_about_codings() {
    let twice = encoded("gzip", &encoded("br", TURTLE.as_bytes()).await).await;
    let router = Router::new()
        .route("/twice", get(|| async { ([(header::CONTENT_ENCODING, "br, gzip")], twice) }))
        .route("/lie", get(|| async { ([(header::CONTENT_ENCODING, "gzip")], TURTLE) }))
        .route("/unknown", get(|| async { ([(header::CONTENT_ENCODING, "lzma")], TURTLE) }))
        .route("/garbage", get(|| async { ([(header::CONTENT_ENCODING, "br")], vec![0xff_u8; 500]) }));
    let address = serve(router).await;
    let config = config(&[address]);
    for path in ["twice", "lie"] {
        let fetched = document(&config, &format!("http://{address}/{path}")).await;
        assert_eq!(fetched.read().unwrap(), TURTLE.as_bytes(), "{path}");
    }
    let error = failure(&config, &format!("http://{address}/unknown")).await;
    assert!(matches!(&error, FetchError::UnknownCoding { coding } if coding == "lzma"), "{error}");
    let error = failure(&config, &format!("http://{address}/garbage")).await;
    assert!(matches!(error, FetchError::Undecodable { .. }), "{error}");
    assert_eq!(error.outcome(), Outcome::Rejected);
}

#[tokio::test]
async fn a_bomb_is_stopped_by_its_ratio() {
    let zeros = vec![b'0'; 64 << 20];
    for coding in ["gzip", "br", "zstd"] {
        let body = encoded(coding, &zeros).await;
        let answer = move || async move { ([(header::CONTENT_ENCODING, coding)], body) };
        let address = serve(Router::new().route("/", get(answer))).await;
        let error = failure(&config(&[address]), &format!("http://{address}/")).await;
        assert!(matches!(error, FetchError::RatioExceeded { limit: 100 }), "{coding}: {error}");
        assert_eq!(error.outcome(), Outcome::Rejected);
    }
}

#[tokio::test]
async fn large_and_endless_bodies_are_stopped() {
    let endless = || async {
        let chunk = axum::body::Bytes::from(vec![b'#'; 65536]);
        Body::from_stream(futures_util::stream::repeat_with(move || Ok::<_, std::io::Error>(chunk.clone())))
    };
    let large = || async { vec![b'#'; 3 << 20] };
    let address = serve(Router::new().route("/endless", get(endless)).route("/large", get(large))).await;
    let config = HarvestConfig { max_body: 2 << 20, ..config(&[address]) };
    for path in ["endless", "large"] {
        let error = failure(&config, &format!("http://{address}/{path}")).await;
        assert!(matches!(error, FetchError::TooLarge { .. }), "{path}: {error}");
    }
}

#[tokio::test]
async fn a_body_larger_than_memory_buffer_goes_through_the_disk_whole() {
    let body: Vec<u8> = (0..3_000_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    let sent = body.clone();
    let address = serve(Router::new().route("/", get(move || async move { sent }))).await;
    let dir = tempfile::tempdir().unwrap();
    let client = Fetcher::new(&config(&[address]), Arc::new(SystemClock), dir.path()).unwrap();
    let Ok(Fetched::Document(fetched)) = client.fetch(&format!("http://{address}/"), None, &Unheard).await else {
        panic!()
    };
    assert_eq!(fetched.length(), 3_000_000);
    assert_eq!(fetched.read().unwrap(), body);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "nothing stays behind");
}

#[tokio::test]
async fn a_lying_content_length_is_an_interrupted_answer() {
    let times = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&times);
    let address = raw(move |mut connection| {
        count.fetch_add(1, Ordering::SeqCst);
        async move {
            say(&mut connection, b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this").await;
        }
    })
    .await;
    let error = failure(&config(&[address]), &format!("http://{address}/")).await;
    assert!(matches!(error, FetchError::BrokenOff { received: 9, expected: Some(1000) }), "{error:?}");
    assert_eq!(error.outcome(), Outcome::Unreachable);
    assert_eq!(times.load(Ordering::SeqCst), 3, "tried again");
}

#[tokio::test]
async fn a_truncated_gzip_body_is_an_interrupted_answer() {
    let whole = encoded("gzip", TURTLE.repeat(500).as_bytes()).await;
    let half = whole[..whole.len() / 2].to_vec();
    let answer = move || async move { ([(header::CONTENT_ENCODING, "gzip")], half) };
    let address = serve(Router::new().route("/", get(answer))).await;
    let error = failure(&config(&[address]), &format!("http://{address}/")).await;
    assert!(matches!(error, FetchError::BrokenOff { .. }), "{error:?}");
}

#[tokio::test]
async fn slow_answers_end() {
    let drip = raw(|mut connection| async move {
        say(&mut connection, b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n").await;
        while say(&mut connection, b"#").await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    let silent = raw(|connection| async move {
        tokio::time::sleep(Duration::from_secs(30)).await;
        drop(connection);
    })
    .await;
    let stalling = raw(|mut connection| async move {
        say(&mut connection, b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n###").await;
        tokio::time::sleep(Duration::from_secs(30)).await;
    })
    .await;
    let base =
        HarvestConfig { first_byte_timeout: 1, connect_timeout: 1, attempts: 1, ..config(&[drip, silent, stalling]) };
    let begun = Instant::now();
    let short = HarvestConfig { total_timeout: 2, ..base.clone() };
    let error = failure(&short, &format!("http://{drip}/")).await;
    assert!(matches!(error, FetchError::TotalTimeout { seconds: 2 }), "{error:?}");
    let error = failure(&base, &format!("http://{silent}/")).await;
    assert!(matches!(error, FetchError::FirstByteTimeout { seconds: 1, .. }), "{error:?}");
    let error = failure(&base, &format!("http://{stalling}/")).await;
    assert!(matches!(error, FetchError::Stalled { received: 3, seconds: 1 }), "{error:?}");
    assert!(begun.elapsed() < Duration::from_secs(12), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn redirects_are_followed_and_bounded() {
    let hop = |status: u16, to: &'static str| {
        get(move || async move { (StatusCode::from_u16(status).unwrap(), [(header::LOCATION, to)]) })
    };
    let router = Router::new()
        .route("/a", hop(301, "/b"))
        .route("/b", hop(302, "c"))
        .route("/c", hop(303, "/d#part"))
        .route("/d", hop(307, "/e"))
        .route("/e", hop(308, "/dcat.ttl"))
        .route("/0", hop(301, "/a"))
        .route("/circle", hop(302, "/circle2"))
        .route("/circle2", hop(302, "/circle"))
        .route("/file", hop(302, "file:///etc/passwd"))
        .route("/nowhere", get(|| async { StatusCode::FOUND }))
        .route("/dcat.ttl", get(|| async { ([(header::CONTENT_TYPE, "text/turtle")], TURTLE) }));
    let address = serve(router).await;
    let config = config(&[address]);
    let fetched = document(&config, &format!("http://{address}/a")).await;
    assert_eq!(fetched.url, format!("http://{address}/dcat.ttl"));
    assert_eq!(fetched.content_type.as_deref(), Some("text/turtle"));
    let error = failure(&config, &format!("http://{address}/0")).await;
    assert!(matches!(error, FetchError::TooManyRedirects { limit: 5, .. }), "{error:?}");
    let error = failure(&config, &format!("http://{address}/circle")).await;
    assert!(matches!(error, FetchError::RedirectLoop { .. }), "{error:?}");
    let error = failure(&config, &format!("http://{address}/file")).await;
    assert!(matches!(error, FetchError::BadUrl { .. }), "{error:?}");
    let error = failure(&config, &format!("http://{address}/nowhere")).await;
    assert!(matches!(error, FetchError::BadRedirect { status: 302, .. }), "{error:?}");
}

#[tokio::test]
async fn each_hop_is_checked() {
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let inner = serve(Router::new().fallback(move || {
        count.fetch_add(1, Ordering::SeqCst);
        async { TURTLE }
    }))
    .await;
    let (by_address, by_name) = (format!("http://{inner}/"), format!("http://localhost:{}/", inner.port()));
    let mut router = Router::new();
    for (path, target) in [("/address", &by_address), ("/name", &by_name)] {
        let target = target.clone();
        router = router.route(path, get(move || async move { Redirect::temporary(&target).into_response() }));
    }
    let outer = serve(router).await;
    for path in ["address", "name"] {
        let error = failure(&config(&[outer]), &format!("http://{outer}/{path}")).await;
        assert!(matches!(error, FetchError::AddressRefused { .. }), "{error:?}");
    }
    let error = failure(&config(&[]), &by_name).await;
    assert!(error.to_string().contains("allow_private_hosts"), "{error}");
    assert_eq!(asked.load(Ordering::SeqCst), 0, "refused before any connection");
    let named = HarvestConfig { allow_private_hosts: vec!["localhost".to_owned()], ..config(&[]) };
    assert_eq!(document(&named, &by_name).await.read().unwrap(), TURTLE.as_bytes());
}

#[tokio::test]
async fn servers_in_trouble_are_asked_again_others_not() {
    let times = Arc::new(AtomicU32::new(0));
    let counting = |fail: StatusCode, failures: u32| {
        let times = Arc::clone(&times);
        get(move || {
            let ok = times.fetch_add(1, Ordering::SeqCst) >= failures;
            async move { if ok { (StatusCode::OK, TURTLE) } else { (fail, "no") } }
        })
    };
    let later = || async { (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "3600")]) };
    let soon = || async { (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "1")]) };
    let router = Router::new()
        .route("/trouble", counting(StatusCode::INTERNAL_SERVER_ERROR, 2))
        .route("/gone", counting(StatusCode::NOT_FOUND, 100))
        .route("/later", get(later))
        .route("/soon", get(soon));
    let address = serve(router).await;
    let config = config(&[address]);
    document(&config, &format!("http://{address}/trouble")).await;
    assert_eq!(times.swap(0, Ordering::SeqCst), 3);
    let error = failure(&config, &format!("http://{address}/gone")).await;
    assert!(error.is_absence() && error.to_string().ends_with("404 Not Found"), "{error}");
    assert_eq!(times.load(Ordering::SeqCst), 1);
    let error = failure(&config, &format!("http://{address}/later")).await;
    assert!(matches!(error, FetchError::RetryLater { status: 503, limit: 120, .. }), "{error:?}");
    let begun = Instant::now();
    let twice = HarvestConfig { attempts: 2, ..config };
    let error = failure(&twice, &format!("http://{address}/soon")).await;
    assert!(matches!(error, FetchError::Status { status: 429, .. }), "{error:?}");
    assert!(begun.elapsed() >= Duration::from_secs(1), "Retry-After was respected");
}

#[tokio::test]
async fn nobody_there() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = failure(&config(&[address]), &format!("http://{address}/")).await;
    assert!(matches!(error, FetchError::Connect { .. }), "{error:?}");
    assert!(error.to_string().to_lowercase().contains("refused"), "{error}");
    let error = failure(&config(&[]), "http://finns-inte.invalid/").await;
    assert!(matches!(error, FetchError::Resolve { .. }), "{error:?}");
}

#[tokio::test]
async fn a_proxy_is_used() {
    let proxy = raw(|mut connection| async move {
        say(&mut connection, b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nvia!").await;
    })
    .await;
    let config = HarvestConfig { proxy: Some(format!("http://{proxy}")), ..config(&[]) };
    assert_eq!(document(&config, "http://data.invalid/dcat").await.read().unwrap(), b"via!");
    let error = failure(&config, "http://127.0.0.1/").await;
    assert!(matches!(error, FetchError::AddressRefused { .. }), "{error:?}");
}

#[tokio::test]
async fn files_only_below_the_named_folders() {
    let dir = tempfile::tempdir().unwrap();
    let inside = dir.path().join("katalog åäö.ttl");
    std::fs::write(&inside, TURTLE).unwrap();
    let outside = tempfile::NamedTempFile::new().unwrap();
    std::os::unix::fs::symlink(outside.path(), dir.path().join("link.ttl")).unwrap();
    let url = |path: &std::path::Path| format!("file://{}", path.display()).replace(' ', "%20");
    let config = HarvestConfig { allow_file_roots: vec![dir.path().to_owned()], ..HarvestConfig::default() };
    assert_eq!(document(&config, &url(&inside)).await.read().unwrap(), TURTLE.as_bytes());
    let cases = [
        (url(outside.path()), "allow_file_roots"),
        (url(&dir.path().join("link.ttl")), "allow_file_roots"),
        (url(&dir.path().join("../x")), "allow_file_roots"),
        (url(dir.path()), "folder"),
        (url(&dir.path().join("none.ttl")), "No such file"),
    ];
    for (address, expected) in cases {
        let error = failure(&config, &address).await;
        assert!(matches!(error, FetchError::File { .. }) && error.to_string().contains(expected), "{address}: {error}");
    }
    let error = failure(&HarvestConfig::default(), &url(&inside)).await;
    assert!(error.to_string().contains("names no folder"), "{error}");
    let small = HarvestConfig { max_body: 10, ..config };
    assert!(matches!(failure(&small, &url(&inside)).await, FetchError::TooLarge { .. }));
}

#[tokio::test]
async fn bad_configuration_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let proxy = HarvestConfig { proxy: Some("::".to_owned()), ..HarvestConfig::default() };
    let hosts = HarvestConfig { allow_private_hosts: vec!["http://x/".to_owned()], ..HarvestConfig::default() };
    for (config, key) in [(proxy, "harvest.proxy"), (hosts, "allow_private_hosts")] {
        let problem = Fetcher::new(&config, Arc::new(SystemClock), dir.path()).unwrap_err();
        assert!(problem.contains(key), "{problem}");
    }
}
