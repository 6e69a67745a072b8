//! Documents that mean harm or are badly hurt: bounded work, a clear finding, and what can be read is read.
#![expect(clippy::unwrap_used, clippy::format_collect, reason = "a test fails by panicking; texts are small")]

use rdf::{RawDocument, RecordKind, Refined, refine};
use std::time::{Duration, Instant};

fn refined(bytes: &[u8], content_type: Option<&str>) -> Refined {
    let start = Instant::now();
    let document = RawDocument { bytes, content_type, url: "https://a.se/katalog" };
    let refined = refine(&document, &"test".parse().unwrap());
    assert!(start.elapsed() < Duration::from_secs(20), "too slow");
    refined
}

fn codes(refined: &Refined) -> Vec<&str> {
    refined.findings.iter().map(|finding| finding.code.as_str()).collect()
}

fn datasets(refined: &Refined) -> usize {
    refined.records.iter().filter(|record| record.kind == RecordKind::Dataset).count()
}

const RDF: &str = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
    xmlns:dcat=\"http://www.w3.org/ns/dcat#\" xmlns:dcterms=\"http://purl.org/dc/terms/\">";

fn dataset(n: usize, inner: &str) -> String {
    format!("<dcat:Dataset rdf:about=\"http://a.se/{n}\"><dcterms:title>T{n}</dcterms:title>{inner}</dcat:Dataset>")
}

#[test]
fn entity_bombs_cost_nothing_but_themselves() {
    let levels: String =
        (1..10).map(|n| format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10))).collect();
    let inner = "<dcterms:description>&e9;</dcterms:description>";
    let bomb = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY e0 \"lol\">{levels}]>{RDF}{}{}</rdf:RDF>",
        dataset(1, inner),
        dataset(2, "")
    );
    let refined = refined(bomb.as_bytes(), None);
    assert_eq!(datasets(&refined), 2);
    assert!(codes(&refined).contains(&"read-xml-entities"));
    assert!(refined.records.iter().all(|record| record.body.len() < 10_000));
}

#[test]
fn ordinary_entities_work() {
    let text = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE rdf:RDF [<!ENTITY dcat 'http://www.w3.org/ns/dcat#'>]>{RDF}<rdf:Description rdf:about=\"http://a.se/1\"><rdf:type rdf:resource=\"&dcat;Dataset\"/></rdf:Description></rdf:RDF>"
    );
    let refined = refined(text.as_bytes(), None);
    assert_eq!((datasets(&refined), codes(&refined), refined.complete), (1, vec![], true));
}

#[test]
fn deep_nesting_in_every_syntax() {
    for (deep, expected) in [
        (format!("{RDF}{}", "<dcat:x><rdf:Description>".repeat(50_000)), true),
        (format!("<http://a.se/1> <http://a.se/p> {} .", "[ <http://a.se/p> ".repeat(100_000)), true),
        (format!("<http://a.se/1> <http://a.se/p> {} .", "(".repeat(100_000)), true),
        (format!("{{\"@graph\": {}", "[".repeat(100_000)), true),
        (
            format!(
                "{{\"@id\": \"http://a.se/1\", \"http://a.se/p\": {}1{}",
                "{\"http://a.se/p\": ".repeat(100_000),
                "}".repeat(100_001)
            ),
            true,
        ),
    ] {
        let refined = refined(deep.as_bytes(), None);
        assert_eq!(codes(&refined).contains(&"read-depth"), expected, "{:?}", codes(&refined));
        assert!(!refined.complete);
    }
}

#[test]
fn pages_and_other_documents_are_named() {
    for (text, code, word) in [
        ("", "read-empty", "tomt"),
        ("<!DOCTYPE html><html><body>Logga in</body></html>", "read-html", "HTML"),
        ("{\"error\": \"not found\"}", "read-not-rdf", "JSON"),
        ("Internal Server Error", "read-not-rdf", "text"),
        (
            "<?xml version=\"1.0\"?><csw:GetRecordsResponse xmlns:csw=\"http://www.opengis.net/cat/csw/2.0.2\"/>",
            "read-not-rdf",
            "CSW",
        ),
        ("<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"><error/></OAI-PMH>", "read-not-rdf", "OAI-PMH"),
        ("<gmd:MD_Metadata xmlns:gmd=\"http://www.isotc211.org/2005/gmd\"/>", "read-not-rdf", "ISO 19139"),
        ("id;namn\n1;Badplats\n", "read-not-rdf", "text"),
    ] {
        let refined = refined(text.as_bytes(), Some("application/rdf+xml"));
        assert_eq!((codes(&refined), refined.format, refined.complete), (vec![code], None, false), "{text}");
        assert!(refined.findings[0].message.text("sv").contains(word), "{text}");
    }
}

#[test]
fn latin_1_declared_or_not() {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>{RDF}{}</rdf:RDF>",
        dataset(1, "<dcterms:description>G\u{e4}vle</dcterms:description>")
    );
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let at = latin.windows(10).position(|window| window == b"ISO-8859-1").unwrap();
    let lying = [&latin[..at], b"UTF-8", &latin[at + 10..]].concat();
    for bytes in [latin, lying] {
        let refined = refined(&bytes, None);
        assert!(refined.records[0].body.contains("\"Gävle\""), "{}", refined.records[0].body);
        assert!(refined.complete);
    }
}

#[test]
fn a_truncated_catalog_says_which_records_were_touched() {
    let text = format!("{RDF}{}{}", dataset(1, ""), &dataset(2, "<dcterms:description>halv")[..90]);
    let refined = refined(text.as_bytes(), None);
    assert!(!refined.complete && codes(&refined).contains(&"read-truncated"));
    assert_eq!(refined.touched_by_cut, ["http://a.se/2"]);
    assert_eq!(datasets(&refined), 2);
}

#[test]
fn blank_circles_are_bounded() {
    let ring =
        |n: usize| -> String { (0..n).map(|i| format!("_:b{i} <http://a.se/p> _:b{} .\n", (i + 1) % n)).collect() };
    let text =
        format!("<http://a.se/1> a <http://www.w3.org/ns/dcat#Dataset> ; <http://a.se/q> _:b0 .\n{}", ring(20_000));
    let refined = refined(text.as_bytes(), Some("text/turtle"));
    assert_eq!(refined.triples, 20_002);
    assert!(codes(&refined).contains(&"split-positional"));
}

#[test]
fn many_equal_siblings_are_one_and_quick() {
    let text: String = (0..50_000)
        .map(|i| format!("<http://a.se/1> <http://www.w3.org/ns/dcat#distribution> _:d{i} .\n_:d{i} <http://purl.org/dc/terms/title> \"Samma\" .\n"))
        .collect();
    let refined = refined(text.as_bytes(), None);
    assert_eq!(refined.triples, 2);
}

/// Documents that make a careless reader take time that grows with the square of their size.
#[test]
fn no_document_takes_the_square_of_its_size() {
    let n = 10_000;
    let spaces = " ".repeat(1_000_000);
    let property = "<http://a.se/1> <http://a.se/p> ";
    for (name, text) in [
        ("children after white space", format!("{RDF}<dcat:x>{spaces}{}", "<dcat:A/>".repeat(n))),
        ("links in a text", {
            let links: String =
                (0..n).flat_map(|i| ["&lt;a href='x://y/".to_owned(), i.to_string(), "'&gt;".to_owned()]).collect();
            format!(
                "{RDF}{}</rdf:RDF>",
                dataset(1, &format!("<dcterms:description>{links}{}</dcterms:description>", "&lt;/a&gt;".repeat(n)))
            )
        }),
        (
            "characters in characters",
            format!(
                "{RDF}{}</rdf:RDF>",
                dataset(1, &format!("<dcterms:description>&amp;{}lt;</dcterms:description>", "amp;".repeat(n)))
            ),
        ),
        ("contexts that never end", format!("{{\"@graph\": [ oops {}", "{\"@context\": {\"a\": ".repeat(n))),
        ("objects that never end", format!("{{\"@graph\": [ oops {}", "{\"@id\": \"x\", \"a\": ".repeat(n))),
        ("documents in lines", "{\"@id\": \"http://a.se/1\"}\n".repeat(n)),
        (
            "strings that never end",
            format!("{property}\"\"\"{}", "x .\n<http://a.se/1> a <http://a.se/C> ; <http://a.se/p> \"\"\"".repeat(n)),
        ),
        ("statements without dots", format!("{property}\"x\"@sv_SE\n").repeat(n)),
        ("tags with underscores", format!("{property}\"x\"@sv_SE .\n").repeat(n)),
        (
            "prefixes that nobody declared",
            format!("@prefix a: <http://a.se/> .\n{}", "a:1 foaf:page a:2 .\n".repeat(n)),
        ),
        ("lines of prose", "hej hopp\n".repeat(n)),
        ("brackets that never close", format!("{property}{}", "[ ".repeat(n * 10))),
        ("a literal of 3 MB", format!("{property}\"{}\" .", "å ".repeat(1_000_000))),
        ("a list of 20,000", format!("{property}({}) .", "1 ".repeat(20_000))),
        ("comments that never end", format!("{RDF}{}", "<!-- ".repeat(n))),
        ("ends of nothing", format!("{RDF}{}", "</dcat:x>".repeat(n))),
        ("starts of nothing", format!("{RDF}{}", "<dcat:x a='".repeat(n))),
        ("about in about", format!("{RDF}{}", "<dcat:x rdf:about=\"&".repeat(n))),
    ] {
        let start = Instant::now();
        refined(text.as_bytes(), None);
        println!("{:>6} ms  {name}", start.elapsed().as_millis());
    }
}
