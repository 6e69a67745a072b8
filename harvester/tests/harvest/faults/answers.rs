//! Statuses, and things that are no catalog.

use super::rig::{Expected, Rig, Server, answer, held, misbehave, ok, rejected, turtle, unreachable};
use model::Outcome;

const HTML: &str =
    "<!DOCTYPE html><html><head><title>Underhåll</title></head><body><p>Strax tillbaka</p></body></html>";
const LOGIN: &str = "<!DOCTYPE html><html><head><title>Logga in</title></head><body><form><input type=\"password\"></form></body></html>";
const SOAP: &str = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>\
     <faultstring>Databasen svarar inte</faultstring></s:Fault></s:Body></s:Envelope>";

#[tokio::test(flavor = "multi_thread")]
async fn empty_and_foreign_answers_with_200() {
    let good = turtle(8);
    let cases: [(&str, &str, &str, Expected); 14] = [
        ("empty 200", "text/turtle", "", rejected("the answer is empty")),
        ("white space", "text/turtle", " \n\n ", rejected("empty")),
        ("only comments", "text/turtle", "# nothing today\n", held("8 of 8 datasets would disappear")),
        (
            "catalog without datasets",
            "text/turtle",
            "<https://a.example/catalog> a <http://www.w3.org/ns/dcat#Catalog> ; \
             <http://purl.org/dc/terms/title> \"Katalog\"@sv .",
            held("8 of 8 datasets would disappear"),
        ),
        (
            "empty RDF/XML",
            "application/rdf+xml",
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/>",
            held("8 of 8"),
        ),
        ("empty JSON-LD", "application/ld+json", "{\"@context\": {}, \"@graph\": []}", held("8 of 8")),
        ("HTML page", "text/html", HTML, rejected("this is an HTML page, not RDF (`Underhåll`)")),
        ("HTML page that claims to be Turtle", "text/turtle", HTML, rejected("this is an HTML page")),
        ("login page", "text/html", LOGIN, rejected("this is a login page, not RDF (`Logga in`)")),
        (
            "JSON error",
            "application/json",
            "{\"error\": \"Database down\"}",
            rejected("an error message in JSON, not RDF (`Database down`)"),
        ),
        (
            "problem+json",
            "application/problem+json",
            "{\"title\": \"Overloaded\", \"status\": 503}",
            rejected("(`Overloaded`)"),
        ),
        (
            "XML error",
            "application/xml",
            "<?xml version=\"1.0\"?><error><message>slut</message></error>",
            rejected("an error message in XML, not RDF (`<error> slut`)"),
        ),
        ("SOAP fault", "text/xml", SOAP, rejected("Databasen svarar inte")),
        ("plain text", "text/plain", "Internal Server Error", rejected("")),
    ];
    for (name, media_type, body, expected) in cases {
        misbehave(name, &good, move |_| ok(media_type, body), expected).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn foreign_json_and_xml_never_empty_a_catalog() {
    let either = || Expected { outcomes: &[Outcome::Rejected, Outcome::Held], reason: "" };
    for (name, media_type, body) in [
        ("JSON that is no JSON-LD", "application/json", "{\"count\": 0, \"results\": []}"),
        ("JSON null", "application/json", "null"),
        ("JSON array", "application/json", "[]"),
        (
            "an RSS feed",
            "application/rss+xml",
            "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Nyheter</title></channel></rss>",
        ),
        ("an SVG image", "image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"><circle r=\"1\"/></svg>"),
        ("a PNG image", "text/turtle", "\u{89}PNG\r\n\u{1a}\n\0\0\0\rIHDR"),
        ("a PDF", "application/rdf+xml", "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj"),
        ("CSV", "text/csv", "id;titel\n1;Badplatser\n2;Bibliotek\n"),
    ] {
        misbehave(name, &turtle(3), move |_| ok(media_type, body), either()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn statuses_that_are_no_catalog() {
    let good = turtle(8);
    // Bodies that would be a smaller catalog, if anybody read them.
    let one = turtle(1);
    let cases: [(&str, &str, Expected); 12] = [
        ("500 Internal Server Error", "", unreachable("500 Internal Server Error")),
        ("502 Bad Gateway", "", unreachable("502 Bad Gateway")),
        ("503 Service Unavailable", "Retry-After: 3600\r\n", unreachable("asks to wait 3600 s")),
        ("404 Not Found", "", unreachable("404 Not Found. Check that the address is right")),
        ("410 Gone", "", unreachable("410 Gone")),
        ("401 Unauthorized", "WWW-Authenticate: Basic\r\n", unreachable("wants to know who asks")),
        ("403 Forbidden", "", unreachable("403 Forbidden. Let us in")),
        ("429 Too Many Requests", "Retry-After: 7200\r\n", unreachable("asks to wait 7200 s")),
        ("204 No Content", "", unreachable("204 No Content")),
        ("206 Partial Content", "Content-Range: bytes 0-99/1000\r\n", unreachable("206 Partial Content")),
        ("202 Accepted", "", unreachable("202 Accepted")),
        ("300 Multiple Choices", "", unreachable("300 Multiple Choices")),
    ];
    for (status, headers, expected) in cases {
        let body = if status.starts_with("204") { String::new() } else { one.clone() };
        misbehave(status, &good, move |_| answer(status, headers, &body), expected).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_503_that_asks_for_a_short_pause_is_asked_again() {
    let server = Server::new().await;
    let limits = harvester::HarvestConfig { attempts: 2, ..Rig::limits() };
    let rig = Rig::with(&[&server], limits, harvester::fetch::Outside::default());
    rig.register("s", &format!("http://{}/dcat", server.address));
    let asked = server.requests.clone();
    server.now(move |_| {
        let first = asked.lock().unwrap().is_empty();
        if first { answer("503 Service Unavailable", "Retry-After: 1\r\n", "") } else { ok("text/turtle", turtle(3)) }
    });
    let begun = std::time::Instant::now();
    let report = rig.run("s").await;
    assert_eq!((report.outcome, report.datasets), (Outcome::Changed, 3), "{report:?}");
    assert!(begun.elapsed() >= std::time::Duration::from_secs(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flapping_server_loses_nothing() {
    let server = Server::new().await;
    let rig = Rig::new(&[&server]);
    rig.register("s", &format!("http://{}/dcat", server.address));
    let bad: [(&str, String); 6] = [
        ("text/turtle", String::new()),
        ("text/html", HTML.to_owned()),
        ("text/turtle", turtle(19)),
        ("text/turtle", turtle(2)),
        ("text/turtle", turtle(20)[..900].to_owned()),
        ("application/json", "{\"error\": 1}".to_owned()),
    ];
    for (media_type, body) in bad {
        server.now(|_| ok("text/turtle", turtle(20)));
        let report = rig.run("s").await;
        assert!(report.outcome.is_fine(), "{report:?}");
        assert_eq!(rig.datasets("s").len(), 20);
        server.now(move |_| ok(media_type, &body));
        let report = rig.run("s").await;
        assert_eq!((rig.datasets("s").len(), report.withdrawn), (20, 0), "{report:?}");
    }
}
