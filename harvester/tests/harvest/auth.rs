//! Who we are: sent to the source's own address only, never shown.

use crate::server::{config, serve};
use crate::world::{World, catalog, id, source};
use axum::Router;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use harvester::fetch::{FetchError, Fetched, Fetcher, Outside, SystemResolver, Unheard, Variables};
use harvester::{Harvester, Progress, RunOptions, Silent};
use model::{Auth, Outcome, Source, SystemClock};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use store::journal::SourceOrigin;

const SECRET: &str = "s3kr3t-åäö-värde";
const TURTLE: &str = "<https://data.example/d/1> a <http://www.w3.org/ns/dcat#Dataset> .\n";

#[derive(Debug)]
struct Known;

impl Variables for Known {
    fn get(&self, name: &str) -> Option<String> {
        match name {
            "GOOD" => Some(format!(" {SECRET}\n")),
            "PLAIN" => Some("plain-token".to_owned()),
            "BROKEN" => Some("two\nlines".to_owned()),
            _ => None,
        }
    }
}

fn outside() -> Outside {
    Outside { resolver: Arc::new(SystemResolver), variables: Arc::new(Known) }
}

fn auth(value: Value) -> Auth {
    serde_json::from_value(value).unwrap()
}

async fn fetch(allowed: &[SocketAddr], url: &str, auth: &Auth) -> Result<Vec<u8>, FetchError> {
    let dir = tempfile::tempdir().unwrap();
    let fetcher = Fetcher::new(&config(allowed), Arc::new(SystemClock), dir.path()).unwrap().with_outside(outside());
    match fetcher.fetch_as(url, Some(auth), None, &Unheard).await? {
        Fetched::Document(document) => Ok(document.read().unwrap()),
        Fetched::NotModified => panic!("304 to an unconditional request"),
    }
}

/// Answers the RDF if a header has a value, else 401.
fn guarded(name: &'static str, value: &'static str) -> axum::routing::MethodRouter {
    get(move |headers: HeaderMap| async move {
        let sent = headers.get(name).map(axum::http::HeaderValue::as_bytes);
        if sent == Some(value.as_bytes()) { TURTLE.into_response() } else { StatusCode::UNAUTHORIZED.into_response() }
    })
}

#[tokio::test]
async fn basic_bearer_and_header_are_sent() {
    let router = Router::new()
        // base64 of `skord:s3kr3t-åäö-värde` in UTF-8
        .route("/basic", guarded("authorization", "Basic c2tvcmQ6czNrcjN0LcOlw6TDti12w6RyZGU="))
        .route("/bearer", guarded("authorization", "Bearer plain-token"))
        .route("/header", guarded("x-api-key", "plain-token"));
    let address = serve(router).await;
    for (path, auth) in [
        ("basic", auth(json!({ "kind": "basic", "user": "skord", "password_env": "GOOD" }))),
        ("bearer", auth(json!({ "kind": "bearer", "token_env": "PLAIN" }))),
        ("header", auth(json!({ "kind": "header", "name": "X-Api-Key", "value_env": "PLAIN" }))),
    ] {
        let url = format!("http://{address}/{path}");
        assert_eq!(fetch(&[address], &url, &auth).await.unwrap(), TURTLE.as_bytes(), "{path}");
        let anonymous = Fetcher::new(&config(&[address]), Arc::new(SystemClock), std::path::Path::new("/tmp")).unwrap();
        let error = anonymous.fetch(&url, None, &Unheard).await.unwrap_err();
        assert!(matches!(error, FetchError::AuthNeeded { status: 401, .. }), "{error:?}");
        assert!(error.reason().text("sv").contains("ange `auth` för källan"), "{:?}", error.reason());
    }
}

#[tokio::test]
async fn secrets_in_files_are_read_anew_each_time() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&seen);
    let listen = move |headers: HeaderMap| {
        let sent = headers.get(header::AUTHORIZATION).map(|sent| sent.to_str().unwrap().to_owned());
        heard.lock().unwrap().push(sent.unwrap_or_default());
        async { TURTLE }
    };
    let address = serve(Router::new().route("/", get(listen))).await;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("token");
    let auth = auth(json!({ "kind": "bearer", "token_file": path }));
    for token in ["first", "second"] {
        std::fs::write(&path, format!("{token}\n")).unwrap();
        fetch(&[address], &format!("http://{address}/"), &auth).await.unwrap();
    }
    assert_eq!(*seen.lock().unwrap(), ["Bearer first", "Bearer second"]);
}

#[tokio::test]
async fn a_secret_that_cannot_be_had_is_named_and_nothing_is_asked() {
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let address = serve(Router::new().fallback(move || {
        count.fetch_add(1, Ordering::SeqCst);
        async { TURTLE }
    }))
    .await;
    for (name, expected) in [("NOT_SET", "does not exist"), ("BROKEN", "characters that a header cannot carry")] {
        let auth = auth(json!({ "kind": "bearer", "token_env": name }));
        let error = fetch(&[address], &format!("http://{address}/"), &auth).await.unwrap_err();
        let reason = error.reason();
        assert!(matches!(error, FetchError::Secret { .. }), "{error:?}");
        assert!(reason.text("en").contains(&format!("`{name}`")) && reason.text("en").contains(expected), "{reason:?}");
        assert!(reason.text("sv").contains(&format!("Sätt miljövariabeln `{name}`")), "{reason:?}");
        assert!(!format!("{reason:?}").contains("two"), "{reason:?}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

/// What a server heard about us.
#[derive(Default)]
struct Heard(Mutex<Vec<String>>);

async fn listening(heard: Arc<Heard>) -> SocketAddr {
    let answer = move |headers: HeaderMap| {
        let said: Vec<String> = ["authorization", "x-api-key", "cookie"]
            .iter()
            .filter_map(|name| Some(format!("{name}: {}", String::from_utf8_lossy(headers.get(*name)?.as_bytes()))))
            .collect();
        heard.0.lock().unwrap().push(said.join("; "));
        async { TURTLE }
    };
    serve(Router::new().fallback(answer)).await
}

#[tokio::test]
async fn nothing_secret_follows_a_redirect_to_another_host() {
    let heard = Arc::new(Heard::default());
    let other = listening(Arc::clone(&heard)).await;
    let target = format!("http://{other}/dcat");
    let own = serve(
        Router::new()
            .route("/away", get(move || async move { Redirect::temporary(&target).into_response() }))
            .route("/near", get(|| async { Redirect::temporary("/here").into_response() }))
            .route("/here", guarded("authorization", "Bearer plain-token")),
    )
    .await;
    let allowed = [own, other];
    for auth in [
        auth(json!({ "kind": "basic", "user": "skord", "password_env": "GOOD" })),
        auth(json!({ "kind": "bearer", "token_env": "PLAIN" })),
        auth(json!({ "kind": "header", "name": "X-Api-Key", "value_env": "PLAIN" })),
    ] {
        fetch(&allowed, &format!("http://{own}/away"), &auth).await.unwrap();
    }
    let plain = auth(json!({ "kind": "bearer", "token_env": "PLAIN" }));
    fetch(&allowed, &format!("http://u:{}@{own}/away", "password"), &plain).await.unwrap();
    assert_eq!(*heard.0.lock().unwrap(), ["", "", "", ""], "another port is another server");
    let near = fetch(&allowed, &format!("http://{own}/near"), &plain).await;
    assert_eq!(near.unwrap(), TURTLE.as_bytes(), "the same server hears it again");
}

/// A token server and a catalog that wants its newest token.
#[derive(Default)]
struct Tokens {
    given: AtomicU32,
    /// Tokens with a lower number are refused.
    valid_from: AtomicU32,
    asked: Mutex<Vec<(String, String)>>,
    expires: AtomicU32,
    body_only: AtomicU32,
}

async fn give(
    State(tokens): State<Arc<Tokens>>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let header = headers.get(header::AUTHORIZATION).map(|sent| sent.to_str().unwrap().to_owned()).unwrap_or_default();
    let mut fields: Vec<String> = form.iter().map(|(key, value)| format!("{key}={value}")).collect();
    fields.sort();
    tokens.asked.lock().unwrap().push((header.clone(), fields.join("&")));
    if !header.is_empty() && tokens.body_only.load(Ordering::SeqCst) == 1 {
        return (StatusCode::UNAUTHORIZED, axum::Json(json!({ "error": "invalid_client" }))).into_response();
    }
    let number = tokens.given.fetch_add(1, Ordering::SeqCst) + 1;
    let expires = tokens.expires.load(Ordering::SeqCst);
    axum::Json(json!({ "access_token": format!("token-{number}"), "token_type": "Bearer", "expires_in": expires }))
        .into_response()
}

async fn take(State(tokens): State<Arc<Tokens>>, headers: HeaderMap) -> Response {
    let sent = headers.get(header::AUTHORIZATION).and_then(|sent| sent.to_str().ok()).unwrap_or_default();
    let number: u32 = sent.strip_prefix("Bearer token-").and_then(|number| number.parse().ok()).unwrap_or(0);
    if number > 0 && number >= tokens.valid_from.load(Ordering::SeqCst) {
        return TURTLE.into_response();
    }
    StatusCode::UNAUTHORIZED.into_response()
}

async fn token_server() -> (Arc<Tokens>, SocketAddr, Auth) {
    let tokens = Arc::new(Tokens::default());
    tokens.expires.store(3600, Ordering::SeqCst);
    let router = Router::new().route("/token", post(give)).route("/dcat", get(take)).with_state(Arc::clone(&tokens));
    let address = serve(router).await;
    let auth = auth(json!({ "kind": "oauth", "token_url": format!("http://{address}/token"),
        "client_id": "skörd", "client_secret_env": "GOOD", "scope": "catalog.read" }));
    (tokens, address, auth)
}

#[tokio::test]
async fn oauth_tokens_are_kept_and_renewed_once_when_refused() {
    let (tokens, address, auth) = token_server().await;
    let dir = tempfile::tempdir().unwrap();
    let fetcher = Fetcher::new(&config(&[address]), Arc::new(SystemClock), dir.path()).unwrap().with_outside(outside());
    let url = format!("http://{address}/dcat");
    let ask = async || fetcher.fetch_as(&url, Some(&auth), None, &Unheard).await;
    ask().await.unwrap();
    ask().await.unwrap();
    assert_eq!(tokens.given.load(Ordering::SeqCst), 1, "kept until it expires");
    let asked = tokens.asked.lock().unwrap().clone();
    // RFC 6749 §2.3.1: base64 of the form-encoded id and secret.
    let expected = "Basic c2slQzMlQjZyZDpzM2tyM3QtJUMzJUE1JUMzJUE0JUMzJUI2LXYlQzMlQTRyZGU=";
    assert_eq!(asked, [(expected.to_owned(), "grant_type=client_credentials&scope=catalog.read".to_owned())]);
    tokens.valid_from.store(2, Ordering::SeqCst);
    ask().await.unwrap();
    assert_eq!(tokens.given.load(Ordering::SeqCst), 2, "renewed at 401");
    tokens.valid_from.store(99, Ordering::SeqCst);
    let error = ask().await.unwrap_err();
    assert!(matches!(error, FetchError::AuthRefused { status: 401, .. }), "{error:?}");
    assert_eq!(tokens.given.load(Ordering::SeqCst), 3, "renewed once only");
    tokens.valid_from.store(0, Ordering::SeqCst);
    tokens.expires.store(0, Ordering::SeqCst);
    tokens.valid_from.store(4, Ordering::SeqCst);
    for _ in 0..2 {
        ask().await.unwrap();
    }
    assert_eq!(tokens.given.load(Ordering::SeqCst), 5, "an expired token is not used again");
}

#[tokio::test]
async fn servers_that_want_the_secret_in_the_body_get_it_there() {
    let (tokens, address, auth) = token_server().await;
    tokens.body_only.store(1, Ordering::SeqCst);
    fetch(&[address], &format!("http://{address}/dcat"), &auth).await.unwrap();
    let asked = tokens.asked.lock().unwrap();
    assert_eq!(asked.len(), 2);
    assert_eq!(
        asked[1].1,
        format!("client_id=skörd&client_secret={SECRET}&grant_type=client_credentials&scope=catalog.read")
    );
}

#[tokio::test]
async fn token_servers_are_guarded_too_and_what_they_say_is_not_repeated() {
    let parrot = |form: String| async move { (StatusCode::BAD_REQUEST, format!("{{\"error\": \"{form}\"}}")) };
    let router = Router::new()
        .route("/parrot", post(parrot))
        .route("/invalid", post(|| async { (StatusCode::BAD_REQUEST, "{\"error\": \"invalid_scope\"}") }))
        .route("/html", post(|| async { "<html>" }))
        .route("/large", post(|| async { vec![b' '; 100_000] }))
        .route("/away", post(|| async { Redirect::temporary("http://127.0.0.1:1/") }));
    let address = serve(router).await;
    let inner = serve(Router::new().fallback(|| async { "{\"access_token\": \"x\"}" })).await;
    let with =
        |url: String| auth(json!({ "kind": "oauth", "token_url": url, "client_id": "c", "client_secret_env": "GOOD" }));
    for (path, expected) in [
        ("parrot", "400 Bad Request"),
        ("invalid", "`invalid_scope`"),
        ("html", "no JSON"),
        ("large", "larger than"),
        ("away", "307"),
    ] {
        let auth = with(format!("http://{address}/{path}"));
        let error = fetch(&[address], &format!("http://{address}/"), &auth).await.unwrap_err();
        let told = format!("{:?} {error:?}", error.reason());
        assert!(told.contains(expected), "{path}: {told}");
        assert!(!told.contains("s3kr3t") && !told.contains("client_secret="), "{path}: {told}");
    }
    let refused = fetch(&[address], &format!("http://{address}/"), &with(format!("http://{inner}/"))).await;
    assert!(
        matches!(refused, Err(FetchError::BadUrl { .. })),
        "clear text outside the operator's network: {refused:?}"
    );
    let private = fetch(&[address], &format!("http://{address}/"), &with(format!("https://{inner}/"))).await;
    assert!(matches!(private, Err(FetchError::AddressRefused { .. })), "{private:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_reaches_the_journal_or_a_report() {
    let world = World::new().await;
    let own: SocketAddr = world.url.trim_start_matches("http://").trim_end_matches("/dcat").parse().unwrap();
    let refusing = serve(Router::new().fallback(|| async { StatusCode::FORBIDDEN })).await;
    let config = harvester::HarvestConfig { ..config(&[own, refusing]) };
    let harvester =
        Harvester::with_outside(Arc::clone(&world.journal), config, Arc::new(SystemClock), outside()).unwrap();
    let silent: Arc<dyn Progress> = Arc::new(Silent);
    world.turtle(catalog(["x"]));
    let guarded = |url: &str, variable: &str| Source {
        auth: Some(auth(json!({ "kind": "basic", "user": "skord", "password_env": variable }))),
        ..source("a", url)
    };
    let mut told = String::new();
    for (url, variable, outcome) in [
        (world.url.clone(), "GOOD", Outcome::Changed),
        (format!("http://{refusing}/"), "GOOD", Outcome::Unreachable),
        (world.url.clone(), "NOT_SET", Outcome::Unreachable),
    ] {
        world.journal.put_source(&guarded(&url, variable), SourceOrigin::Command).unwrap();
        let result = harvester.run(&id("a"), RunOptions::default(), &silent).await.unwrap();
        assert_eq!(result.report.outcome, outcome, "{:?}", result.report);
        assert_eq!(result.report.datasets, 1);
        write!(told, "{:?} {:?}", result.report, world.journal.source(&id("a")).unwrap()).unwrap();
    }
    assert!(told.contains("NOT_SET") && told.contains("refused the credentials of the source (403"), "{told}");
    for text in [SECRET, "s3kr3t", "c2tvcmQ6czNrcjN0"] {
        assert!(!told.contains(text), "{told}");
        for entry in std::fs::read_dir(world.journal.dir()).unwrap() {
            let path = entry.unwrap().path();
            let bytes = if path.is_file() { std::fs::read(&path).unwrap() } else { Vec::new() };
            assert!(!bytes.windows(text.len()).any(|window| window == text.as_bytes()), "{}", path.display());
        }
    }
}
