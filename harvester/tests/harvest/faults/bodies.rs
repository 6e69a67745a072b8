//! Bodies that are short, long, slow, packed wrongly, or bombs.

use super::rig::{Expected, Server, Step, answer, fine, misbehave, ok, rejected, turtle, unreachable};
use async_compression::tokio::bufread::{BrotliEncoder, GzipEncoder, ZstdEncoder};
use model::Outcome;
use std::fmt::Write as _;
use std::time::Duration;
use tokio::io::AsyncReadExt;

/// Anything but a loss: what could be read was read, or nothing was taken.
const NO_LOSS: Expected =
    Expected { outcomes: &[Outcome::Changed, Outcome::Unchanged, Outcome::Held, Outcome::Rejected], reason: "" };

fn head(headers: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\n{headers}\r\n").into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_break_off() {
    let good = turtle(8);
    let half = good.as_bytes()[..good.len() / 2].to_vec();
    let whole = good.len();
    let (sent, chunk) = (half.clone(), half.clone());
    misbehave(
        "half body",
        &good,
        move |_| vec![Step::Send(head(&format!("Content-Length: {whole}\r\n"))), Step::Send(sent.clone())],
        unreachable("the answer broke off after"),
    )
    .await;
    let long = good.clone();
    misbehave(
        "Content-Length too long",
        &good,
        move |_| vec![Step::Send(head("Content-Length: 1000000\r\n")), Step::Send(long.clone().into_bytes())],
        unreachable("of 1000000"),
    )
    .await;
    misbehave(
        "chunked body without its end",
        &good,
        move |_| {
            let size = format!("{:x}\r\n", chunk.len()).into_bytes();
            vec![Step::Send(head("Transfer-Encoding: chunked\r\n")), Step::Send(size), Step::Send(chunk.clone())]
        },
        unreachable("the answer broke off after"),
    )
    .await;
    misbehave(
        "chunked body with a nonsensical size",
        &good,
        |_| vec![Step::Send(head("Transfer-Encoding: chunked\r\n")), Step::Send(b"zz\r\nwhat\r\n".to_vec())],
        unreachable(""),
    )
    .await;
    misbehave("no answer at all", &good, |_| Vec::new(), unreachable("the exchange with")).await;
    misbehave(
        "no HTTP",
        &good,
        |_| vec![Step::Send(b"220 ftp.example ready\r\n".to_vec())],
        unreachable("the exchange with"),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_content_length_that_is_too_short_cuts_the_body() {
    let good = turtle(8);
    for share in [20, 60, 97] {
        let (body, length) = (good.clone().into_bytes(), good.len() * share / 100);
        let bad =
            move |_: &_| vec![Step::Send(head(&format!("Content-Length: {length}\r\n"))), Step::Send(body.clone())];
        misbehave(&format!("Content-Length too short, {share} %"), &good, bad, NO_LOSS).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_and_endless_bodies() {
    let good = turtle(8);
    let drip = || {
        let piece = Step::Repeat(b"#".to_vec(), Duration::from_millis(100));
        vec![Step::Send(head("Content-Length: 100000\r\n")), piece]
    };
    let stall = || {
        vec![
            Step::Send(head("Content-Length: 100000\r\n")),
            Step::Send(b"###".to_vec()),
            Step::Wait(Duration::from_secs(9)),
        ]
    };
    let endless = || vec![Step::Send(head("")), Step::Repeat(vec![b'#'; 1 << 16], Duration::ZERO)];
    let silent = || vec![Step::Wait(Duration::from_secs(9))];
    let slow_head = || vec![Step::Repeat(b"HTTP/1.1 200 OK\r\nX: ".to_vec(), Duration::from_millis(300))];
    tokio::join!(
        misbehave("slow drip", &good, move |_| drip(), unreachable("the fetch was not done within 5 s")),
        misbehave("stalled body", &good, move |_| stall(), unreachable("the answer stopped after 3 bytes")),
        misbehave("endless body", &good, move |_| endless(), rejected("larger than the limit of 4194304 bytes")),
        misbehave("silent server", &good, move |_| silent(), unreachable("did not begin to answer within 1 s")),
        misbehave("endless head", &good, move |_| slow_head(), unreachable("")),
    );
}

async fn packed(coding: &str, plain: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    match coding {
        "gzip" => GzipEncoder::new(plain).read_to_end(&mut out).await,
        "br" => BrotliEncoder::new(plain).read_to_end(&mut out).await,
        _ => ZstdEncoder::new(plain).read_to_end(&mut out).await,
    }
    .unwrap();
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn bombs_in_each_coding() {
    let zeros = vec![b'0'; 8 << 20];
    for coding in ["gzip", "br", "zstd"] {
        let bomb = packed(coding, &zeros).await;
        let silent = bomb.clone();
        let expected = rejected("unpacks to more than 100 times its size");
        let bad = move |_: &_| answer("200 OK", &format!("Content-Encoding: {coding}\r\n"), &bomb);
        misbehave(&format!("{coding} bomb"), &turtle(3), bad, expected).await;
        if coding != "br" {
            let bad = move |_: &_| ok("text/turtle", &silent);
            misbehave(&format!("{coding} bomb that does not say so"), &turtle(3), bad, NO_LOSS).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codings_that_lie_are_seen_through() {
    let good = turtle(8);
    let gzip = packed("gzip", good.as_bytes()).await;
    for (name, header, body) in [
        ("plain that claims gzip", "gzip", good.clone().into_bytes()),
        ("plain that claims br", "br", good.clone().into_bytes()),
        ("plain that claims deflate", "deflate", good.clone().into_bytes()),
        ("plain that claims zstd", "zstd", good.clone().into_bytes()),
        ("gzip that claims br", "br", gzip.clone()),
        ("zstd that claims gzip", "gzip", packed("zstd", good.as_bytes()).await),
        ("gzip that says nothing", "identity", gzip.clone()),
        ("gzip twice", "gzip, gzip", packed("gzip", &gzip).await),
    ] {
        let bad = move |_: &_| answer("200 OK", &format!("Content-Encoding: {header}\r\n"), &body);
        misbehave(name, &good, bad, fine()).await;
    }
    let cut = gzip[..gzip.len() / 2].to_vec();
    let silent = cut.clone();
    let bad = move |_: &_| answer("200 OK", "Content-Encoding: gzip\r\n", &cut);
    misbehave("half a gzip", &good, bad, unreachable("the answer broke off")).await;
    misbehave("half a gzip that does not say so", &good, move |_| ok("text/turtle", &silent), NO_LOSS).await;
    let bad = |_: &_| answer("200 OK", "Content-Encoding: lzma\r\n", "x");
    misbehave("unknown coding", &good, bad, rejected("the unknown content coding `lzma`")).await;
    let bad = |_: &_| answer("200 OK", "Content-Encoding: br\r\n", [0xff_u8; 500]);
    misbehave("garbage that claims br", &good, bad, rejected("cannot be unpacked as `br`")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bombs_within_the_document() {
    let mut entities = "<?xml version=\"1.0\"?><!DOCTYPE rdf:RDF [<!ENTITY a0 \"aaaaaaaaaa\">".to_owned();
    for level in 1..9 {
        let inner = format!("&a{};", level - 1).repeat(10);
        write!(entities, "<!ENTITY a{level} \"{inner}\">").unwrap();
    }
    entities.push_str(
        "]><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:d=\"http://purl.org/dc/terms/\">\
         <rdf:Description rdf:about=\"https://a.example/d/d000\"><d:title>&a8;</d:title></rdf:Description></rdf:RDF>",
    );
    let deep_xml = format!(
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">{}",
        "<rdf:Description><rdf:value>".repeat(100_000)
    );
    let deep_json = format!("{}1{}", "{\"@graph\": [".repeat(50_000), "]}".repeat(50_000));
    let deep_turtle =
        format!("<https://a.example/x> <https://a.example/p> {} .", "[ <https://a.example/p> ".repeat(50_000));
    for (name, media_type, body) in [
        ("entity bomb", "application/rdf+xml", entities),
        ("XML 100,000 deep", "application/rdf+xml", deep_xml),
        ("JSON 50,000 deep", "application/ld+json", deep_json),
        ("Turtle 50,000 deep", "text/turtle", deep_turtle),
    ] {
        let begun = std::time::Instant::now();
        misbehave(name, &turtle(8), move |_| ok(media_type, &body), NO_LOSS).await;
        assert!(begun.elapsed() < Duration::from_secs(20), "{name}: {:?}", begun.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn charsets_that_lie() {
    let good = turtle(8).replace("Katalog", "Öppna datamängder i Åmål");
    let latin: Vec<u8> = good.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let wide: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, media_type, body) in [
        ("UTF-8 that claims UTF-16", "text/turtle; charset=utf-16", good.clone().into_bytes()),
        ("UTF-8 that claims latin-1", "text/turtle; charset=iso-8859-1", good.clone().into_bytes()),
        ("latin-1 that claims UTF-8", "text/turtle; charset=utf-8", latin),
        ("UTF-16 without mark that claims UTF-8", "text/turtle; charset=utf-8", wide),
        ("a charset that nobody knows", "text/turtle; charset=klingon", good.clone().into_bytes()),
    ] {
        misbehave(name, &good, move |_| ok(media_type, &body), NO_LOSS).await;
    }
}

#[tokio::test]
async fn the_server_of_these_tests_is_a_real_one() {
    let server = Server::new().await;
    server.now(|request| ok("text/plain", request.path()));
    let mut connection = tokio::net::TcpStream::connect(server.address).await.unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut connection, b"GET /x HTTP/1.1\r\nHost: h\r\n\r\n").await.unwrap();
    let mut text = String::new();
    connection.read_to_string(&mut text).await.unwrap();
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n") && text.ends_with("\r\n\r\n/x"), "{text}");
}
