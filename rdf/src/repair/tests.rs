//! The table of rules, as a whole.

use super::*;
use model::ns::{dcat, dcterms, rdf, vcard, xsd};
use oxrdf::{Literal, NamedNode, Triple};

fn node(iri: &str) -> NamedNode {
    NamedNode::new_unchecked(iri)
}

/// A graph of one triple.
fn graph(property: &str, value: impl Into<Term>) -> Graph {
    Graph::from_triples([Triple::new(node("http://a.se/1"), node(property), value)])
}

fn typed(value: &str, datatype: &str) -> Term {
    Literal::new_typed_literal(value, node(datatype)).into()
}

/// The rule's example in a graph.
fn example(rule: &Rule, before: &str) -> Graph {
    let text = || Literal::new_simple_literal(before);
    let is_in = |rules: &[Rule]| rules.iter().any(|other| other.code == rule.code);
    match rule.code {
        "repair-iri-relative" => {
            let mut graph = graph(dcterms::RELATION, node(before));
            graph.relative.push(2);
            graph
        }
        "repair-number-shape" => graph("http://a.se/p", typed(before, xsd::DECIMAL)),
        "repair-boolean" => graph("http://a.se/p", typed(before, xsd::BOOLEAN)),
        "repair-number-unit" | "repair-number-untyped" | "repair-number-invalid" => graph(dcat::BYTE_SIZE, text()),
        "repair-date-untyped" => graph(dcterms::ISSUED, text()),
        "repair-date-type" => graph("http://a.se/p", typed(before, xsd::DATE)),
        "repair-term-twin" => graph(dcterms::ACCRUAL_PERIODICITY, node(before)),
        "repair-term-word" => graph(dcterms::ACCRUAL_PERIODICITY, text()),
        "repair-licence-iri" => graph(dcterms::LICENSE, node(before)),
        "repair-licence-name" => graph(dcterms::LICENSE, text()),
        "repair-format-word" => graph(dcterms::FORMAT, text()),
        "repair-media-type" => graph(dcat::MEDIA_TYPE, text()),
        "repair-iri-literal" => graph(dcat::ACCESS_URL, text()),
        "repair-contact-mailto" => graph(vcard::HAS_EMAIL, text()),
        "repair-contact-tel" => graph(vcard::HAS_TELEPHONE, text()),
        _ if is_in(names::RULES) => graph(before, node("http://a.se/2")),
        _ if is_in(iri::RULES) => graph(dcterms::RELATION, node(before)),
        _ if is_in(language::RULES) => {
            graph(dcterms::TITLE, Literal::new_language_tagged_literal_unchecked("x", before))
        }
        _ if is_in(date::RULES) => graph("http://a.se/p", typed(before, xsd::DATE)),
        _ => graph(dcterms::DESCRIPTION, text()),
    }
}

/// What the value says now: for names, the property; for languages, the tag.
fn result(graph: &Graph, rule: &Rule) -> String {
    let Some(triple) = graph.triples().next() else { return String::new() };
    match &triple.object {
        _ if names::RULES.iter().any(|other| other == rule) => triple.predicate.into_string(),
        Term::Literal(literal) if rule.code.starts_with("repair-language") => {
            literal.language().unwrap_or_default().to_owned()
        }
        Term::Literal(literal) => literal.value().to_owned(),
        Term::NamedNode(node) => node.as_str().to_owned(),
        Term::BlankNode(node) => node.as_str().to_owned(),
    }
}

#[test]
fn every_rule_does_what_its_example_says_and_only_once() {
    let mut codes = std::collections::BTreeSet::new();
    for rule in rules() {
        assert!(codes.insert(rule.code), "{} twice", rule.code);
        assert!(!rule.sv.is_empty() && !rule.en.is_empty() && !rule.fix.0.is_empty() && !rule.fix.1.is_empty());
        let (before, after) = rule.example.unwrap();
        let mut graph = example(rule, before);
        let findings = repair(&mut graph);
        let finding = findings.iter().find(|finding| finding.code == rule.code);
        assert!(
            finding.is_some_and(
                |finding| finding.value.as_deref() == Some(before) || rule.code.starts_with("repair-language")
            ),
            "{}: {findings:?}",
            rule.code
        );
        assert_eq!(result(&graph, rule), after, "{}", rule.code);
        let once: Vec<Triple> = graph.triples().collect();
        let mut again = Graph::from_triples(once.clone());
        let kept = repair(&mut again);
        assert_eq!(again.triples().collect::<Vec<_>>(), once, "{} is not idempotent", rule.code);
        assert!(before == after || kept.is_empty(), "{}: {kept:?}", rule.code);
    }
    assert!(codes.len() >= 40, "{}", codes.len());
}

/// Property, value (IRI in angle brackets, else a text), result in the same way.
const CASES: &[(&str, &str, &str)] = &[
    (dcterms::LICENSE, "<http://creativecommons.org/licenses/by/4.0>", "<http://creativecommons.org/licenses/by/4.0/>"),
    (
        dcterms::LICENSE,
        "<https://creativecommons.org/publicdomain/zero/1.0/deed.sv>",
        "<http://creativecommons.org/publicdomain/zero/1.0/>",
    ),
    (
        dcterms::LICENSE,
        "<http://creativecommons.org/licenses/by/4.0/legalcode.sv>",
        "<http://creativecommons.org/licenses/by/4.0/>",
    ),
    (
        dcterms::LICENSE,
        "<http://publications.europa.eu/resource/authority/licence/CC_BY_4_0>",
        "<http://creativecommons.org/licenses/by/4.0/>",
    ),
    (
        dcterms::LICENSE,
        "https://creativecommons.org/licenses/by/4.0/deed.sv",
        "<http://creativecommons.org/licenses/by/4.0/>",
    ),
    (dcterms::LICENSE, "Creative Commons Erkännande 4.0", "<http://creativecommons.org/licenses/by/4.0/>"),
    (dcterms::FORMAT, "Excel", "application/vnd.ms-excel"),
    (dcterms::FORMAT, ".csv", "text/csv"),
    (
        dcterms::FORMAT,
        "<https://publications.europa.eu/resource/authority/file-type/CSV>",
        "<http://publications.europa.eu/resource/authority/file-type/CSV>",
    ),
    (dcat::THEME, "Miljö", "<http://publications.europa.eu/resource/authority/data-theme/ENVI>"),
    (
        dcat::THEME,
        "<https://publications.europa.eu/resource/authority/data-theme/ENVI/>",
        "<http://publications.europa.eu/resource/authority/data-theme/ENVI>",
    ),
    (dcterms::LANGUAGE, "svenska", "<http://publications.europa.eu/resource/authority/language/SWE>"),
    (dcterms::LANGUAGE, "sv", "<http://publications.europa.eu/resource/authority/language/SWE>"),
    (
        dcterms::LANGUAGE,
        "<http://id.loc.gov/vocabulary/iso639-1/sv>",
        "<http://publications.europa.eu/resource/authority/language/SWE>",
    ),
    (
        dcterms::LANGUAGE,
        "http://publications.europa.eu/resource/authority/language/SWE",
        "<http://publications.europa.eu/resource/authority/language/SWE>",
    ),
    (dcterms::ACCESS_RIGHTS, "öppen", "<http://publications.europa.eu/resource/authority/access-right/PUBLIC>"),
    (dcterms::ACCESS_RIGHTS, "Begränsad", "<http://publications.europa.eu/resource/authority/access-right/RESTRICTED>"),
    (dcterms::ACCRUAL_PERIODICITY, "Årligen", "<http://publications.europa.eu/resource/authority/frequency/ANNUAL>"),
    (dcterms::ACCRUAL_PERIODICITY, "R/P1M", "<http://publications.europa.eu/resource/authority/frequency/MONTHLY>"),
    (
        "http://www.w3.org/ns/adms#status",
        "<http://purl.org/adms/status/Completed>",
        "<http://publications.europa.eu/resource/authority/distribution-status/COMPLETED>",
    ),
    (dcat::ACCESS_URL, "www.a.se/min fil.csv", "<http://www.a.se/min%20fil.csv>"),
    (dcat::ACCESS_URL, "<ttps://a.se/x>", "<https://a.se/x>"),
    (vcard::HAS_EMAIL, "mailto: data@a.se", "<mailto:data@a.se>"),
    (vcard::HAS_VALUE, "tel:08-123 45 67", "<tel:08-1234567>"),
    (vcard::HAS_TELEPHONE, "+46 (0)8 123 45 67", "<tel:+4681234567>"),
    (rdf::TYPE, "<https://www.w3.org/ns/dcat#Dataset>", "<http://www.w3.org/ns/dcat#Dataset>"),
    (rdf::TYPE, "<dcat:Dataset>", "<http://www.w3.org/ns/dcat#Dataset>"),
    (dcat::BYTE_SIZE, "1 234 kB", "1234000"),
    (dcterms::ISSUED, "2 januari 2023", "2023-01-02"),
    (dcterms::ISSUED, "Mon, 02 Jan 2023 10:11:12 GMT", "2023-01-02T10:11:12Z"),
    (dcterms::ISSUED, "31/12/2023", "2023-12-31"),
];

/// Values that are unusual but right, or that nobody can read.
const LEFT_ALONE: &[(&str, &str)] = &[
    (dcterms::LICENSE, "<http://creativecommons.org/licenses/by/4.0/>"),
    (dcterms::LICENSE, "<https://a.se/villkor>"),
    (dcterms::LICENSE, "<https://dataportal.se/concepts/licensecategories/otherlicense>"),
    (dcterms::LICENSE, "Se villkoren på webbplatsen"),
    (dcterms::FORMAT, "text/csv"),
    (dcterms::FORMAT, "application/vnd.hej+json"),
    (dcterms::FORMAT, "text/csv; charset=utf-8"),
    (dcterms::FORMAT, "<http://publications.europa.eu/resource/authority/file-type/CSV>"),
    (dcterms::FORMAT, "CSV och JSON i en zip"),
    (dcat::MEDIA_TYPE, "<https://a.se/format/csv>"),
    (dcat::THEME, "<http://a.se/tema/miljo>"),
    (dcat::THEME, "Badplatser"),
    (dcterms::LANGUAGE, "se"),
    (dcterms::LANGUAGE, "klingonska"),
    (dcterms::ACCESS_RIGHTS, "efter avtal"),
    (dcterms::ACCRUAL_PERIODICITY, "när det passar"),
    (dcterms::TYPE, "<http://a.se/typ/1>"),
    (dcterms::SPATIAL, "Stockholm"),
    (dcterms::SPATIAL, "<http://sws.geonames.org/2661886/>"),
    (dcterms::IDENTIFIER, "https://a.se/1"),
    (dcterms::TITLE, "Värden < 3 och > 4"),
    (dcterms::TITLE, "AT&T"),
    (dcat::KEYWORD, "R&D"),
    (dcat::ACCESS_URL, "Finns i receptionen"),
    (dcat::ACCESS_URL, "Se http://a.se och http://b.se"),
    (vcard::HAS_TELEPHONE, "växeln"),
    (vcard::HAS_TELEPHONE, "08-123 45 67 eller 08-765 43 21"),
    (vcard::HAS_EMAIL, "kontaktas via formulär"),
    (foaf_name(), "Myndigheten för <b"),
    ("http://www.w3.org/2002/07/owl#sameAs", "<http://id.loc.gov/vocabulary/iso639-1/sv>"),
    ("http://schema.org/license", "<https://creativecommons.org/licenses/by/4.0/>"),
    (rdf::TYPE, "<https://schema.org/Dataset/x>"),
];

const fn foaf_name() -> &'static str {
    model::ns::foaf::NAME
}

fn term(text: &str) -> Term {
    match text.strip_prefix('<').and_then(|text| text.strip_suffix('>')) {
        Some(iri) => node(iri).into(),
        None => Literal::new_simple_literal(text).into(),
    }
}

#[test]
fn usual_mistakes_by_property() {
    for (property, before, after) in CASES {
        let mut graph = graph(property, term(before));
        let findings = repair(&mut graph);
        let object = graph.triples().next().unwrap().object;
        let got = match &object {
            Term::Literal(literal) => literal.value().to_owned(),
            other => other.to_string(),
        };
        assert_eq!(got, *after, "{property} {before}");
        assert!(!findings.is_empty(), "{before}");
    }
}

#[test]
fn what_is_unusual_but_right_is_left_alone() {
    for (property, value) in LEFT_ALONE {
        let mut graph = graph(property, term(value));
        assert_eq!(repair(&mut graph), [], "{value}");
        assert_eq!(graph.triples().next().unwrap().object, term(value));
    }
}

#[test]
fn a_description_goes_along_with_its_licence() {
    let old = node("https://creativecommons.org/licenses/by/4.0/deed.sv");
    let mut graph = Graph::from_triples([
        Triple::new(node("http://a.se/1"), node(dcterms::LICENSE), old.clone()),
        Triple::new(old, node(dcterms::TITLE), Literal::new_simple_literal("CC BY 4.0")),
    ]);
    assert_eq!(repair(&mut graph).len(), 1);
    let new = graph.triples().next().unwrap().object;
    assert_eq!(graph.triples().nth(1).unwrap().subject.to_string(), new.to_string());
}

#[test]
fn a_relative_word_is_a_term() {
    let mut graph = graph(dcterms::LANGUAGE, node("https://a.se/katalog/swe"));
    graph.relative.push(2);
    let codes: Vec<String> = repair(&mut graph).into_iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["repair-term-word"]);
}
