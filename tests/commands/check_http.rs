//! `POST /api/v1/check` and `/check` with the real server and its worker processes.

use crate::server::Server;
use crate::{configuration, harvested};
use serde_json::{Value, json};
use std::net::SocketAddr;

const CATALOG: &str = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
<https://lund.example/catalog> a dcat:Catalog ; dcterms:title \"Lund\"@sv ; dcat:dataset <https://lund.example/ny> .
<https://lund.example/ny> a dcat:Dataset ; dcterms:title \"Ny <b>\"@sv .";

fn detail(body: &str) -> String {
    serde_json::from_str::<Value>(body).unwrap()["detail"].as_str().unwrap().to_owned()
}

#[test]
fn documents_are_judged_and_compared_by_workers() {
    let place = harvested();
    let server = Server::start(&place);
    let (status, kind, body) = server.post("/api/v1/check?against=lund", "text/turtle", CATALOG);
    assert_eq!((status, kind.as_str()), (200, "application/json"), "{body}");
    let report: Value = serde_json::from_str(&body).unwrap();
    std::fs::write(place.path().join("new.ttl"), CATALOG).unwrap();
    let mut told = place.skord(&["check", "new.ttl", "--against", "lund", "--format", "json"]).code(1).json();
    assert_eq!(
        report["against"]["datasets"]["changes"],
        json!({ "added": 1, "changed": 0, "renamed": 0, "removed": 2 })
    );
    // The same engine, the same words.
    assert_eq!(report["findings"], told["findings"].take());
    assert_eq!(report["against"], told["against"].take());
    let (status, kind, body) = server.post("/api/v1/check?format=ttl&profile=eu", "text/turtle", CATALOG);
    assert_eq!((status, kind.as_str()), (200, "text/turtle"), "{body}");
    assert!(body.contains("a sh:ValidationReport"), "{body}");
    let (_, _, sarif) = server.post("/api/v1/check?format=sarif&language=en", "text/turtle", CATALOG);
    assert_eq!(serde_json::from_str::<Value>(&sarif).unwrap()["version"], "2.1.0");
    let form = format!(
        "--XX\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n{CATALOG}\r\n--XX\r\nContent-Disposition: \
         form-data; name=\"against\"\r\n\r\nlund\r\n--XX--\r\n"
    );
    let (status, _, page) = server.post("/check", "multipart/form-data; boundary=XX", form);
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("Jämfört med Lunds kommun") && page.contains("skörden skulle hållas"), "{page}");
    assert!(!page.contains("Ny <b>"), "{page}");
    assert!(page.contains("Ny &lt;b&gt;") || page.contains("Ny &#60;b&#62;"), "{page}");
}

#[test]
fn what_cannot_be_judged_says_why_and_what_next() {
    let place = harvested();
    let server = Server::start(&place);
    for (body, word) in [
        ("", "as the body"),
        ("  \n", "is empty"),
        ("<!doctype html><html><body>Hej</body></html>", "not the page"),
        ("id;titel\n1;Bad\n", "no RDF"),
        ("<urn:d> a <http://www.w3.org/ns/dcat#Dataset> .", "no `dcat:Catalog`"),
        (
            "<urn:a> a <http://www.w3.org/ns/dcat#Catalog> . <urn:b> a <http://www.w3.org/ns/dcat#Catalog> .",
            "skord merge",
        ),
    ] {
        let (status, kind, answer) = server.post("/api/v1/check", "text/turtle", body);
        assert!([400, 422].contains(&status), "{body}: {status}");
        assert_eq!(kind, "application/problem+json");
        assert!(detail(&answer).contains(word), "{body}: {answer}");
    }
    let (status, _, refused) = server.post("/api/v1/check?url=http://127.0.0.1:7/x", "text/turtle", "");
    assert_eq!(status, 422);
    assert!(detail(&refused).contains("loopback") && !refused.contains("/work"), "{refused}");
    // The operator may read its own disk (`allow_file_roots`), others may not.
    let (status, _, file) = server.post("/api/v1/check?url=file:///etc/passwd", "text/turtle", "");
    assert_eq!(status, 400, "{file}");
    let (status, _, unknown) = server.post("/api/v1/check?profile=fr", "text/turtle", CATALOG);
    assert_eq!((status, detail(&unknown).contains("se-2.2")), (400, true), "{unknown}");
}

#[test]
fn size_time_and_memory_are_bounded() {
    let nobody = SocketAddr::from(([127, 0, 0, 1], 9));
    let large = || {
        let line = "<https://lund.example/ny> <http://purl.org/dc/terms/description> \"Mer text\"@sv .\n";
        format!("{CATALOG}\n{}", line.repeat(4000).replace("Mer", &"Mer ".repeat(20)))
    };
    let place = crate::Place::new(&format!("{}[check]\nmax_mb = 1\n", configuration(nobody)));
    let server = Server::start(&place);
    let (status, _, told) = server.post("/api/v1/check", "text/turtle", large().repeat(3));
    assert_eq!((status, detail(&told).contains("larger than 1 MB")), (413, true), "{told}");
    drop(server);
    let place = crate::Place::new(&format!("{}[check]\nmemory_mb = 8\n", configuration(nobody)));
    let server = Server::start(&place);
    let (status, _, told) = server.post("/api/v1/check", "text/turtle", large().repeat(20));
    assert_eq!((status, detail(&told).contains("too large to be checked here")), (413, true), "{told}");
    assert_eq!(server.get("/api/v1/search").0, 200, "the server goes on");
    drop(server);
    let place = crate::Place::new(&format!("{}[check]\ntimeout = 1\n", configuration(nobody)));
    let server = Server::start(&place);
    let names = (0..20_000).map(|n| format!("<https://lund.example/{n}> a dcat:Dataset ; dcterms:title \"{n}\" .\n"));
    let slow = format!("{CATALOG}\n{}", names.collect::<String>());
    let (status, _, told) = server.post("/api/v1/check", "text/turtle", slow);
    assert_eq!((status, detail(&told).contains("not done within 1 s")), (503, true), "{told}");
}
