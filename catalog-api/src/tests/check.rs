//! `/api/v1/check` and `/check`: receiving, refusing, answering. The worker process is tested with the real binary.

use super::portal::{Answer, CATALOG, Portal};
use super::schema::check as check_schema;
use axum::body::Body;
use http::Request;
use model::LangText;
use model::control::{CheckControl, CheckForm, CheckLimits, CheckOrder, CheckRefusal, CheckedDocument};
use rdf::{RawDocument, refine};
use shapes::{Check, Language, Profile};
use std::sync::atomic::AtomicBool;

/// Judges in this process.
#[derive(Debug)]
pub(super) struct ChecksHere;

impl CheckControl for ChecksHere {
    fn limits(&self) -> CheckLimits {
        CheckLimits { bytes: 3 << 20, seconds: 20, at_once: 2 }
    }

    fn check(&self, order: &CheckOrder, _: &AtomicBool) -> Result<Vec<u8>, CheckRefusal> {
        let CheckedDocument::File(path) = &order.document else {
            return Err(CheckRefusal::Document(LangText::sv_en("vägrad", "refused")));
        };
        let bytes = std::fs::read(path).unwrap();
        let document = RawDocument { bytes: &bytes, content_type: order.content_type.as_deref(), url: "file:///a" };
        let refined = refine(&document, &"check".parse().unwrap());
        shapes::check::catalogs(&refined.records).map_err(CheckRefusal::Document)?;
        let check = Check::by_profile(Profile::Se301, &refined, &bytes);
        Ok(match order.form {
            CheckForm::Part => check.html_part(Language::Sv).into_bytes(),
            _ => check.json().to_string().into_bytes(),
        })
    }
}

async fn post(portal: &Portal, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
    portal.send(Request::post(path).header("content-type", kind).body(body.into()).unwrap()).await
}

const FORM: &str = "multipart/form-data; boundary=XX";

fn form(fields: &[(&str, &str)]) -> String {
    let part = |(name, value): &(&str, &str)| {
        let file = if *name == "file" { "; filename=\"k.ttl\"" } else { "" };
        format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n")
    };
    fields.iter().map(part).collect::<String>() + "--XX--\r\n"
}

#[tokio::test]
async fn a_body_is_judged_as_the_schema_says() {
    let portal = Portal::new();
    let answer = post(&portal, "/api/v1/check?profile=se&against=kommun", "text/turtle", CATALOG).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"), "{}", answer.text());
    assert_eq!(answer.header("cache-control"), "no-store");
    let document = portal.get("/openapi.json").await.json();
    let operation = &document["paths"]["/api/v1/check"]["post"];
    check_schema(
        &document,
        &operation["responses"]["200"]["content"]["application/json"]["schema"],
        &answer.json(),
        "check",
    );
    assert!(operation["responses"].get("401").is_none(), "nobody needs a token");
}

#[tokio::test]
async fn what_cannot_be_judged_is_told() {
    let portal = Portal::new();
    for (path, kind, body, status, word) in [
        ("/api/v1/check", "text/turtle", "", 400, "as the body"),
        ("/api/v1/check", "text/turtle", "<urn:a> <urn:b> <urn:c> .", 422, "no `dcat:Catalog`"),
        ("/api/v1/check?profile=fr", "text/turtle", CATALOG, 400, "se-2.2"),
        ("/api/v1/check?format=pdf", "text/turtle", CATALOG, 400, "sarif"),
        ("/api/v1/check?language=de", "text/turtle", CATALOG, 400, "`language`"),
        ("/api/v1/check?profil=se", "text/turtle", CATALOG, 400, "no parameter `profil`"),
        ("/api/v1/check?against=nobody", "text/turtle", CATALOG, 404, "nobody"),
        ("/api/v1/check?url=file:///etc/passwd", "text/turtle", "", 400, "https://"),
        ("/api/v1/check", "application/json", "{\"url\": \"https://a.example/k.rdf\"}", 422, "refused"),
        ("/api/v1/check", "application/json", "{\"uri\": \"x\"}", 400, "JSON-LD"),
    ] {
        let answer = post(&portal, path, kind, body).await;
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        assert!(answer.json()["detail"].as_str().unwrap().contains(word), "{path}: {}", answer.text());
    }
    let refused = Request::post("/api/v1/check").header("accept", "image/png").body(Body::from(CATALOG)).unwrap();
    assert_eq!(portal.send(refused).await.status, 406);
}

#[tokio::test]
async fn large_documents_are_cut_off() {
    let portal = Portal::new();
    let large = " ".repeat(4 << 20);
    let told = post(&portal, "/api/v1/check", "text/turtle", large.clone()).await;
    assert_eq!(told.status, 413);
    assert!(told.json()["detail"].as_str().unwrap().contains("larger than 3 MB"), "{}", told.text());
    let page = post(&portal, "/check", FORM, form(&[("text", &large)])).await;
    assert_eq!(page.status, 413);
    assert!(page.text().contains("större än 3 MB"), "{}", page.text());
}

#[tokio::test]
async fn a_client_has_one_place_and_all_have_two() {
    let portal = Portal::new();
    let desk = portal.state.checks.as_ref().unwrap();
    let address = "192.0.2.1".parse().ok();
    let first = desk.enter(address).unwrap();
    assert_eq!(desk.enter(address).unwrap_err().status, 429);
    let second = desk.enter("192.0.2.2".parse().ok()).unwrap();
    let busy = post(&portal, "/api/v1/check", "text/turtle", CATALOG).await;
    assert_eq!((busy.status.as_u16(), busy.header("retry-after")), (503, "30"));
    let page = post(&portal, "/check", FORM, form(&[("text", CATALOG)])).await;
    assert_eq!((page.status.as_u16(), page.header("retry-after")), (503, "30"));
    drop((first, second));
    assert_eq!(post(&portal, "/api/v1/check", "text/turtle", CATALOG).await.status, 200);
}

#[tokio::test]
async fn the_page_takes_text_files_and_addresses() {
    let portal = Portal::new();
    let empty = portal.get("/check").await;
    assert!(empty.text().contains("<h1>Kontrollera innan du publicerar</h1>"), "{}", empty.text());
    assert!(empty.text().contains("<option value=\"kommun\">"), "sources to compare with");
    let pasted =
        post(&portal, "/check", FORM, form(&[("file", ""), ("url", ""), ("text", CATALOG), ("profile", "se")])).await;
    assert_eq!(pasted.status, 200);
    assert!(pasted.text().contains("<h2>Det finns fel att rätta</h2>"), "{}", pasted.text());
    assert!(pasted.text().contains("Exempelkommun"), "the text can be mended and sent again");
    let file = post(&portal, "/check", FORM, form(&[("file", CATALOG), ("profile", "se")])).await;
    assert!(file.text().contains("<code>k.ttl</code>"), "{}", file.text());
    let nothing = post(&portal, "/en/check", FORM, form(&[("text", " ")])).await;
    assert_eq!(nothing.status, 400);
    assert!(nothing.text().contains("nothing to check"), "{}", nothing.text());
    let address = post(&portal, "/check", FORM, form(&[("url", "https://a.example/<b>")])).await;
    assert_eq!(address.status, 422);
    assert!(
        address.text().contains("vägrad") && address.text().contains("value=\"https://a.example/"),
        "{}",
        address.text()
    );
    assert!(!address.text().contains("<b>"), "escaped");
    assert_eq!(post(&portal, "/check", "text/plain", "x").await.status, 415);
}
