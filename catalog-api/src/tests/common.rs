//! What every answer has, and the projector.

use super::portal::{CATALOG, Portal};
use axum::body::Body;
use http::{Method, Request};
use std::sync::Arc;
use std::time::Duration;

#[tokio::test]
async fn an_empty_catalog_is_served_at_once() {
    let portal = Portal::empty();
    let ready = portal.get("/health/ready").await;
    assert_eq!((ready.status.as_u16(), ready.header("x-catalog-seq")), (200, "0"));
    assert_eq!(portal.get("/health/live").await.status, 200);
    for path in ["/api/v1/search", "/api/v1/datasets", "/api/v1/organisations", "/api/v1/sources", "/api/v1/runs"] {
        let page = portal.get(path).await;
        assert_eq!((page.status.as_u16(), &page.json()["total"]), (200, &serde_json::json!(0)), "{path}");
    }
    assert_eq!(portal.get("/").await.status, 200);
    assert_eq!(portal.get("/catalog.ttl").await.status, 200);
    assert_eq!(portal.get("/catalog.ttl?page=1").await.status, 200);
}

#[tokio::test]
async fn every_answer_has_number_and_security_headers() {
    let portal = Portal::new();
    let seq = portal.projector.current().seq.to_string();
    assert_ne!(seq, "0");
    for path in ["/", "/en", "/api/v1/search", "/api/v1/nothing", "/sparql", "/catalog.nt", "/no/such/page", "/metrics"]
    {
        let answer = portal.get(path).await;
        assert_eq!(answer.header("x-catalog-seq"), seq, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{path}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert!(!answer.header("referrer-policy").is_empty(), "{path}");
        assert!(!answer.header("permissions-policy").is_empty(), "{path}");
        assert!(!answer.header("cache-control").is_empty(), "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
    }
}

#[tokio::test]
async fn unknown_addresses_and_methods() {
    let portal = Portal::new();
    let missing = portal.get("/api/v1/nothing").await;
    assert_eq!((missing.status.as_u16(), missing.header("content-type")), (404, "application/problem+json"));
    for path in ["/api/v1/search", "/sparql", "/catalog.ttl"] {
        let refused = portal.send(Request::put(path).body(Body::empty()).unwrap()).await;
        assert_eq!(refused.status, 405, "{path}");
        assert!(refused.header("allow").contains("GET"), "{path}: {}", refused.header("allow"));
        assert_eq!(refused.header("content-type"), "application/problem+json", "{path}");
    }
    let large = Request::post("/sparql").header("content-type", "application/sparql-query");
    let large = portal.send(large.body(Body::from(vec![b' '; 2_000_000])).unwrap()).await;
    assert_eq!((large.status.as_u16(), large.header("content-type")), (413, "application/problem+json"));
}

#[tokio::test]
async fn etags_come_from_content() {
    let portal = Portal::new();
    let path = "/api/v1/organisations?facets=";
    assert_eq!(portal.get(path).await.status, 400);
    for path in ["/api/v1/organisations/{id}", "/catalog.ttl", "/catalog.ttl?page=1", "/datasets/{id}.ttl"] {
        let id = if path.contains("organisations") { portal.id("kommun") } else { portal.id("bad") };
        let path = path.replace("{id}", &id);
        let first = portal.get(&path).await;
        let etag = first.header("etag").to_owned();
        assert!(!etag.is_empty(), "{path}: {} {}", first.status, first.text());
        let again = Request::get(&path).header("if-none-match", format!("\"x\", {etag}")).body(Body::empty()).unwrap();
        let again = portal.send(again).await;
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{path}");
        assert_eq!(again.header("etag"), etag);
        let other = Request::get(&path).header("if-none-match", "W/\"other\"").body(Body::empty()).unwrap();
        assert_eq!(portal.send(other).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn head_is_get_without_its_body() {
    let portal = Portal::new();
    for path in ["/api/v1/search", "/datasets/{id}.ttl", "/catalog.rdf", "/"] {
        let path = path.replace("{id}", &portal.id("bad"));
        let whole = portal.get(&path).await;
        let head = portal.send(Request::builder().method(Method::HEAD).uri(&path).body(Body::empty()).unwrap()).await;
        assert_eq!((head.status, head.body.len()), (whole.status, 0), "{path}");
        for name in ["content-type", "etag", "x-catalog-seq"] {
            assert_eq!(head.header(name), whole.header(name), "{path} {name}");
        }
        if !path.starts_with("/catalog") {
            assert_eq!(head.header("content-length"), whole.body.len().to_string(), "{path}");
        }
    }
}

#[tokio::test]
async fn compressed_answers_keep_their_etag() {
    let portal = Portal::new();
    let plain = portal.get("/api/v1/search").await;
    let request = Request::get("/api/v1/search").header("accept-encoding", "gzip").body(Body::empty()).unwrap();
    let packed = portal.send(request).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert!(packed.body.len() < plain.body.len());
    assert_eq!(packed.header("etag"), plain.header("etag"));
    assert!(packed.header("vary").contains("accept-encoding"), "{}", packed.header("vary"));
}

#[tokio::test]
async fn metrics_count_requests_and_tell_where_we_are() {
    let portal = Portal::new();
    portal.get("/api/v1/search").await;
    portal.get("/api/v1/datasets/nonsense").await;
    let metrics = portal.get("/metrics").await;
    let text = metrics.text();
    assert!(text.contains(r#"skord_resources{type="dataset"} 3"#), "{text}");
    assert!(text.contains(r#"route="/api/v1/datasets/{id}""#), "patterns, not addresses: {text}");
    assert!(text.contains("skord_http_request_seconds_bucket"), "{text}");
    assert!(text.contains(r#"skord_sources{outcome="changed"} 1"#), "{text}");
}

#[tokio::test]
async fn followers_see_what_another_process_commits() {
    let portal = Portal::empty();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let following = tokio::spawn(Arc::clone(&portal.projector).follow(async {
        let _ = stopped.await;
    }));
    portal.harvest(CATALOG, &[]);
    let seen = async {
        while portal.get("/api/v1/datasets").await.json()["total"] != 3 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), seen).await.expect("visible in time");
    stop.send(()).unwrap();
    following.await.unwrap();
    assert!(!portal.projector.catch_up().unwrap(), "nothing left to do");
    let current = portal.projector.current();
    assert_eq!(current.searcher.seq(), current.snapshot.header().seq);
}

#[tokio::test]
async fn a_handler_that_panics_is_a_problem_and_others_go_on() {
    let portal = Portal::new();
    let broken = axum::Router::new().route("/broken", axum::routing::get(broken));
    let broken = crate::layers::wrap(broken, &portal.state);
    let request = Request::get("/broken").body(Body::empty()).unwrap();
    let answer = tower::ServiceExt::oneshot(broken, request).await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["content-type"]),
        (500, &"application/problem+json".parse().unwrap())
    );
    assert!(answer.headers().contains_key("x-catalog-seq"));
    let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    assert!(!String::from_utf8_lossy(&body).contains("secret cause"), "the cause is for the log");
    assert_eq!(portal.get("/api/v1/datasets").await.status, 200);
}

async fn broken() -> &'static str {
    panic!("secret cause")
}

#[tokio::test]
async fn what_is_busy_says_when_to_come_back() {
    let portal = Portal::new();
    let all = portal.state.dumps.take_all();
    let busy = portal.get("/catalog.ttl").await;
    assert_eq!((busy.status.as_u16(), busy.header("retry-after")), (503, "30"));
    assert_eq!(busy.header("content-type"), "application/problem+json");
    assert_eq!(portal.get("/catalog.ttl?page=1").await.status, 200, "pages are always there");
    drop(all);
    assert_eq!(portal.get("/catalog.ttl").await.status, 200);
}

#[tokio::test]
async fn the_etag_of_the_catalog_changes_with_the_catalog_only() {
    let portal = Portal::new();
    let etag = |answer: &super::portal::Answer| answer.header("etag").to_owned();
    let first = portal.get("/catalog.ttl").await;
    portal.hold(store::journal::Proposal::default());
    assert!(portal.projector.catch_up().unwrap(), "a run is news");
    let second = portal.get("/catalog.ttl").await;
    assert_ne!(first.header("x-catalog-seq"), second.header("x-catalog-seq"));
    assert_eq!(etag(&first), etag(&second), "but the catalog is the same");
    portal.harvest(&CATALOG.replace("Badplatser", "Bad"), &[]);
    portal.projector.catch_up().unwrap();
    assert_ne!(etag(&portal.get("/catalog.ttl").await), etag(&second));
    assert_ne!(etag(&portal.get("/catalog.nt").await), etag(&portal.get("/catalog.ttl").await));
}

#[tokio::test]
async fn the_search_page_refuses_what_the_api_refuses() {
    let portal = Portal::new();
    for (query, status) in [("theme=NOPE", 400), ("theme=ENVI", 200), ("theme=TRAN", 200), ("publisher=ingen", 400)] {
        for path in [format!("/datasets?{query}"), format!("/api/v1/search?{query}")] {
            assert_eq!(portal.get(&path).await.status.as_u16(), status, "{path}");
        }
    }
    assert!(portal.get("/datasets?theme=NOPE").await.text().contains("ENVI"), "values that there are");
}
