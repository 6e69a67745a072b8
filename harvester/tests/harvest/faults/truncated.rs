//! Catalogs of several sizes, cut anywhere, in each serialisation: nothing is lost.

use super::rig::{Rig, Server, ok};
use crate::world::{catalog, numbered};
use model::Outcome;
use std::fmt::Write as _;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

fn xml(count: usize) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF xmlns:rdf=\"{RDF}\" xmlns:dcat=\"http://www.w3.org/ns/dcat#\" \
         xmlns:dcterms=\"http://purl.org/dc/terms/\">\n<dcat:Catalog rdf:about=\"https://a.example/catalog\">\n\
         <dcterms:title xml:lang=\"sv\">Katalog</dcterms:title>\n"
    );
    for name in numbered(count) {
        writeln!(text, "<dcat:dataset rdf:resource=\"https://a.example/d/{name}\"/>").unwrap();
    }
    text.push_str("</dcat:Catalog>\n");
    for name in numbered(count) {
        writeln!(
            text,
            "<dcat:Dataset rdf:about=\"https://a.example/d/{name}\">\n<dcterms:title xml:lang=\"sv\">{name}</dcterms:title>\n\
             <dcat:distribution>\n<dcat:Distribution rdf:about=\"https://a.example/d/{name}/csv\">\n\
             <dcat:accessURL rdf:resource=\"https://a.example/{name}.csv\"/>\n</dcat:Distribution>\n</dcat:distribution>\n</dcat:Dataset>"
        )
        .unwrap();
    }
    text + "</rdf:RDF>\n"
}

fn json(count: usize) -> String {
    let names = numbered(count);
    let listed: Vec<String> = names.iter().map(|name| format!("{{\"@id\": \"https://a.example/d/{name}\"}}")).collect();
    let mut nodes = vec![format!(
        "{{\"@id\": \"https://a.example/catalog\", \"@type\": \"dcat:Catalog\", \"dcterms:title\": {{\"@value\": \"Katalog\", \"@language\": \"sv\"}}, \"dcat:dataset\": [{}]}}",
        listed.join(", ")
    )];
    nodes.extend(names.iter().map(|name| {
        format!(
            "{{\"@id\": \"https://a.example/d/{name}\", \"@type\": \"dcat:Dataset\", \"dcterms:title\": {{\"@value\": \"{name}\", \"@language\": \"sv\"}}, \
             \"dcat:distribution\": {{\"@id\": \"https://a.example/d/{name}/csv\", \"@type\": \"dcat:Distribution\", \"dcat:accessURL\": {{\"@id\": \"https://a.example/{name}.csv\"}}}}}}"
        )
    }));
    format!(
        "{{\"@context\": {{\"dcat\": \"http://www.w3.org/ns/dcat#\", \"dcterms\": \"http://purl.org/dc/terms/\"}},\n\"@graph\": [\n{}\n]}}\n",
        nodes.join(",\n")
    )
}

/// The catalog and its list first, as most servers write it. Each statement is on a line of its own, so that a cut may
/// fall between two of them, where no parser sees it: the list does.
fn turtle(count: usize) -> String {
    let names = numbered(count);
    let whole = catalog(names.iter().map(String::as_str));
    let (listing, rest): (Vec<&str>, Vec<&str>) =
        whole.lines().partition(|line| line.starts_with('@') || line.starts_with("<https://a.example/catalog>"));
    [listing, rest].concat().join("\n") + "\n"
}

/// The same, a triple a line.
fn lines(count: usize) -> String {
    let (class, title) = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://purl.org/dc/terms/title");
    let mut text = format!("<https://a.example/catalog> <{class}> <http://www.w3.org/ns/dcat#Catalog> .\n");
    for name in numbered(count) {
        writeln!(
            text,
            "<https://a.example/catalog> <http://www.w3.org/ns/dcat#dataset> <https://a.example/d/{name}> ."
        )
        .unwrap();
    }
    for name in numbered(count) {
        let iri = format!("https://a.example/d/{name}");
        writeln!(text, "<{iri}> <{class}> <http://www.w3.org/ns/dcat#Dataset> .\n<{iri}> <{title}> \"{name}\"@sv .")
            .unwrap();
    }
    text
}

/// Cuts where a byte says, or before the statement, element or line that it lies in.
fn cuts(whole: &str, percent: usize) -> [usize; 2] {
    let at = whole.floor_char_boundary(whole.len() * percent / 100);
    let line = whole[..at].rfind('\n').map_or(0, |newline| newline + 1);
    [at, line]
}

async fn cut_everywhere(media_type: &'static str, write: fn(usize) -> String) {
    let server = Server::new().await;
    let rig = Rig::new(&[&server]);
    for count in [1, 3, 8, 340] {
        let whole = write(count);
        let name = format!("c{count}");
        rig.register(&name, &format!("http://{}/{count}", server.address));
        let sent = whole.clone();
        server.now(move |_| ok(media_type, &sent));
        let report = rig.run(&name).await;
        assert_eq!((report.outcome, report.datasets), (Outcome::Changed, count as u64), "{report:?}");
        let before = rig.datasets(&name);
        for percent in [1, 5, 50, 95, 99] {
            for cut in cuts(&whole, percent) {
                let part = whole[..cut].to_owned();
                server.now(move |_| ok(media_type, &part));
                for _ in 0..2 {
                    let report = rig.run(&name).await;
                    let after = rig.datasets(&name);
                    let lost: Vec<&String> = before.difference(&after).collect();
                    assert!(lost.is_empty(), "{count} datasets cut at {percent} % ({cut}): lost {lost:?}, {report:?}");
                    assert_eq!(report.withdrawn, 0, "{report:?}");
                }
            }
        }
        server.now(move |_| ok(media_type, &whole));
        let report = rig.run(&name).await;
        assert!(report.outcome.is_fine(), "{report:?}");
        assert_eq!(rig.datasets(&name), before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_turtle_loses_nothing() {
    cut_everywhere("text/turtle", turtle).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_rdf_xml_loses_nothing() {
    cut_everywhere("application/rdf+xml", xml).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_json_ld_loses_nothing() {
    cut_everywhere("application/ld+json", json).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_n_triples_lose_nothing() {
    cut_everywhere("application/n-triples", lines).await;
}
