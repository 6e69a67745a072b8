//! Broken RDF/XML: each fault costs the smallest piece.

use super::*;
use crate::read::base::marked_base;

const HEAD: &str = "<?xml version=\"1.0\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
    xmlns:dcat=\"http://www.w3.org/ns/dcat#\" xmlns:dcterms=\"http://purl.org/dc/terms/\">\n";

struct Got {
    lines: Vec<String>,
    codes: Vec<String>,
    complete: bool,
    cut: Vec<String>,
}

fn got(body: &str) -> Got {
    whole(&format!("{HEAD}{body}\n</rdf:RDF>"))
}

fn whole(text: &str) -> Got {
    let base = marked_base("https://a.se/cat.rdf");
    let mut reader = Reader::new(&base);
    assert!(read(&mut reader, text));
    let mut lines: Vec<String> = reader.graph.triples().map(|triple| triple.to_string()).collect();
    lines.sort_unstable();
    lines.dedup();
    let codes = reader.findings.iter().map(|finding| finding.code.clone()).collect();
    Got { lines, codes, complete: reader.complete, cut: reader.cut }
}

fn dataset(number: usize, inner: &str) -> String {
    format!(
        "<dcat:Dataset rdf:about=\"http://a.se/{number}\"><dcterms:title>T{number}</dcterms:title>{inner}</dcat:Dataset>\n"
    )
}

/// Titles that came through.
fn titles(got: &Got) -> usize {
    got.lines.iter().filter(|line| line.contains("/terms/title>")).count()
}

#[test]
fn ampersands_cost_nothing() {
    let got = got(&(dataset(1, "<dcterms:source rdf:resource=\"http://b.se/?a=1&b=2\"/>")
        + &dataset(2, "<dcterms:description>Sjöar & vattendrag</dcterms:description>")));
    assert_eq!((got.lines.len(), got.complete), (6, true));
    assert!(got.lines.iter().any(|line| line.contains("\"Sjöar & vattendrag\"")));
    assert!(got.lines.iter().any(|line| line.contains("?a=1&b=2>")));
    assert_eq!(got.codes, ["read-xml-ampersand", "read-xml-ampersand"]);
}

#[test]
fn an_unclosed_property_ends_where_the_next_begins() {
    let got =
        got(&(dataset(1, "<dcterms:description>Text<dcterms:identifier>7</dcterms:identifier>") + &dataset(2, "")));
    assert_eq!((titles(&got), got.complete), (2, false));
    assert!(
        got.lines.iter().any(|line| line.contains("\"7\"")) && got.lines.iter().any(|line| line.contains("\"Text\""))
    );
    assert_eq!(got.cut, ["http://a.se/1"]);
}

#[test]
fn an_unclosed_dataset_ends_where_the_next_begins() {
    let text = dataset(1, "").replace("</dcat:Dataset>", "") + &dataset(2, "") + &dataset(3, "");
    let got = got(&text);
    assert_eq!((titles(&got), got.lines.len()), (3, 6));
    assert_eq!(got.codes, ["read-xml-unclosed"]);
}

#[test]
fn a_node_inside_a_node_costs_neither() {
    let inner = "<dcat:Distribution rdf:about=\"http://a.se/d\"><dcterms:title>D</dcterms:title></dcat:Distribution>";
    let got = got(&(dataset(1, inner) + &dataset(2, "")));
    assert_eq!(got.lines.iter().filter(|line| line.contains("dcat#Dataset>")).count(), 2);
    assert_eq!(titles(&got), 3, "{:?}", got.lines);
}

#[test]
fn truncation_keeps_what_arrived_and_drops_half_values() {
    let full = format!(
        "{HEAD}{}",
        (1..=20).map(|n| dataset(n, "<dcterms:identifier>abc</dcterms:identifier>")).collect::<String>()
    );
    for end in (HEAD.len()..full.len()).filter(|end| full.is_char_boundary(*end)).step_by(7) {
        let got = whole(&full[..end]);
        assert!(!got.complete, "at {end}");
        assert!(got.lines.iter().all(|line| !line.contains("/identifier>") || line.contains("\"abc\"")), "at {end}");
        let closed = full[..end].matches("</dcat:Dataset>").count();
        assert!(titles(&got) >= closed, "at {end}");
    }
}

#[test]
fn undeclared_prefixes_latin_names_and_stray_tags() {
    let got = got(&(dataset(1, "<foaf:page rdf:resource=\"http://b.se/\"/></dcterms:language>")
        + &dataset(2, "<dcterms:description>G&ouml;teborg 3 < 4</dcterms:description>")));
    assert_eq!(titles(&got), 2);
    assert!(got.lines.iter().any(|line| line.contains("foaf/0.1/page>")));
    assert!(got.lines.iter().any(|line| line.contains("Göteborg 3 < 4")), "{:?}", got.lines);
}

#[test]
fn one_refused_property_is_cut_alone() {
    let got = got(&(dataset(
        1,
        "<dcterms:description><b>fet</b> text</dcterms:description><dcterms:identifier>1</dcterms:identifier>",
    ) + &dataset(2, "")));
    assert_eq!(titles(&got), 2);
    assert!(got.lines.iter().any(|line| line.contains("/identifier>")));
    assert!(got.codes.contains(&"read-cut".to_owned()) && !got.complete);
    assert!(got.cut.contains(&"http://a.se/1".to_owned()) && !got.cut.contains(&"http://a.se/2".to_owned()));
}

#[test]
fn deep_nesting_is_cut_and_quick() {
    let deep = format!(
        "{}{}",
        "<dcterms:relation><rdf:Description>".repeat(50_000),
        "</rdf:Description></dcterms:relation>".repeat(50_000)
    );
    let got = got(&(dataset(1, &deep) + &dataset(2, "")));
    assert_eq!(titles(&got), 2);
    assert!(got.codes.contains(&"read-depth".to_owned()) && !got.complete);
    let unclosed = got_unclosed();
    assert!(unclosed.codes.contains(&"read-depth".to_owned()));
}

fn got_unclosed() -> Got {
    whole(&format!("{HEAD}{}", "<dcterms:relation><rdf:Description>".repeat(50_000)))
}

#[test]
fn two_documents_in_one_and_rubbish_around() {
    let one = format!("{HEAD}{}</rdf:RDF>", dataset(1, ""));
    let two = format!(
        "{one}\n<?xml version=\"1.0\"?>\n{}",
        one.replace("a.se/1", "a.se/2").replace("<?xml version=\"1.0\"?>\n", "")
    );
    assert_eq!(titles(&whole(&two)), 2);
    assert_eq!(titles(&whole(&format!("{one}\n0\n"))), 1);
}
