//! A catalog of DCAT-AP-SE 2.0 or 2.2 as one of 3.0.1: our repairs, and what the versions of the profile changed (the
//! templates of 2.2.0 and 3.0.1 compared, property by property). What has no counterpart is kept and told.

use crate::document::{RawDocument, Refined, refine};
use crate::graph::Graph;
use crate::records::{Record, RecordKind, parse_body};
use crate::split::split;
use model::ns::{dcat, dcterms, foaf, owl, rdf as rdf_ns, schema, xsd};
use model::{Finding, SourceId};
use oxrdf::{Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use std::collections::{BTreeMap, BTreeSet};

/// One kind of change, with how often it was made.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Conversion {
    /// Stable name: `convert-…` for versions of the profile, else that of a repair.
    pub code: String,
    /// How many times.
    pub count: usize,
    /// What was done, in Swedish.
    pub sv: String,
    /// The same in English.
    pub en: String,
    /// Where: some nodes or values.
    pub examples: Vec<String>,
    /// The file was not changed by it: something for a person.
    pub by_hand: bool,
}

/// A converted catalog.
#[derive(Debug, Clone, Default)]
pub struct Converted {
    /// All triples in the order of writing.
    pub triples: Vec<Triple>,
    /// What was changed, and what a person has to look at.
    pub conversions: Vec<Conversion>,
    /// As it was read.
    pub refined: Refined,
}

/// Of profiles before 2.0; still seen.
const ADMS_CONTACT_POINT: &str = "http://www.w3.org/ns/adms#contactPoint";
/// In 2.2.0, gone in 3.0.0.
const IS_VERSION_OF_PROPERTY: &str = "http://purl.org/dc/terms/isVersionOf";

/// Examples per kind of change.
const EXAMPLES: usize = 5;

/// Code, Swedish, English, whether it is for a person.
type Kind = (&'static str, &'static str, &'static str, bool);

const VERSION: Kind =
    ("convert-version", "`owl:versionInfo` blev `dcat:version`.", "`owl:versionInfo` became `dcat:version`.", false);
const HAS_VERSION: Kind = (
    "convert-has-version",
    "`dcterms:hasVersion` blev `dcat:hasVersion`.",
    "`dcterms:hasVersion` became `dcat:hasVersion`.",
    false,
);
const PERIOD: Kind = (
    "convert-period",
    "`schema:startDate` och `schema:endDate` blev `dcat:startDate` och `dcat:endDate`.",
    "`schema:startDate` and `schema:endDate` became `dcat:startDate` and `dcat:endDate`.",
    false,
);
const CONTACT: Kind = (
    "convert-contact",
    "`adms:contactPoint` blev `dcat:contactPoint`.",
    "`adms:contactPoint` became `dcat:contactPoint`.",
    false,
);
const SIZE: Kind = (
    "convert-byte-size",
    "`dcat:byteSize` fick datatypen `xsd:nonNegativeInteger`.",
    "`dcat:byteSize` got the datatype `xsd:nonNegativeInteger`.",
    false,
);
const SIZE_KEPT: Kind = (
    "convert-byte-size-kept",
    "`dcat:byteSize` är inget helt antal byte och lämnades. Ange storleken i byte.",
    "`dcat:byteSize` is no whole number of bytes and was left. Give the size in bytes.",
    true,
);
const IS_VERSION_OF: Kind = (
    "convert-is-version-of",
    "`dcterms:isVersionOf` finns inte i 3.0.1. Den lämnades; skriv `dcat:hasVersion` på det som har versionen.",
    "`dcterms:isVersionOf` is not in 3.0.1. It was left; write `dcat:hasVersion` on what has the version.",
    true,
);
const AGENT_TYPE: Kind = (
    "convert-agent-type",
    "Aktören saknar `dcterms:type`, som är obligatorisk sedan 3.0.1. Ange till exempel \
     `http://purl.org/adms/publishertype/LocalAuthority`.",
    "The agent has no `dcterms:type`, mandatory since 3.0.1. Give for example \
     `http://purl.org/adms/publishertype/LocalAuthority`.",
    true,
);
const NO_NAME: Kind = (
    "convert-no-iri",
    "Resursen har ingen IRI och skrevs som en nod utan namn. Ge den en IRI under er egen adress.",
    "The resource has no IRI and was written as a node without a name. Give it an IRI under your own address.",
    true,
);

/// Converts a document. Reading, repairs and splitting are those of a harvest; equal documents give equal results, and a
/// converted one is not changed again.
pub fn convert(document: &RawDocument<'_>, source: &SourceId) -> Converted {
    let refined = refine(document, source);
    let mut log = Log::default();
    let triples: Vec<Triple> = refined.records.iter().flat_map(|record| parse_body(&record.body).0).collect();
    let triples: Vec<Triple> = triples.into_iter().map(|triple| log.convert(triple)).collect();
    log.agents(&triples);
    // Named anew from what they hold now, so that a converted document read again gives the same.
    let mut graph = Graph::from_triples(crate::write::blanks(triples));
    let records = split(&mut graph, source).records;
    log.nameless(&records);
    let mut conversions = repairs(&refined.findings);
    conversions.extend(log.all());
    Converted { triples: crate::write::document(&records), conversions, refined }
}

/// What was done, by code.
#[derive(Default)]
struct Log(BTreeMap<&'static str, (Kind, usize, Vec<String>)>);

impl Log {
    fn note(&mut self, kind: Kind, example: &str) {
        let (_, count, examples) = self.0.entry(kind.0).or_insert_with(|| (kind, 0, Vec::new()));
        *count += 1;
        // Our own names of nodes without one say nothing to anybody.
        if examples.len() < EXAMPLES && !example.starts_with(model::ns::PLACEHOLDER) {
            examples.push(example.to_owned());
        }
    }

    fn convert(&mut self, mut triple: Triple) -> Triple {
        let subject = subject_text(&triple).to_owned();
        let (kind, property) = match triple.predicate.as_str() {
            owl::VERSION_INFO => (VERSION, dcat::VERSION),
            dcterms::HAS_VERSION => (HAS_VERSION, dcat::HAS_VERSION),
            schema::START_DATE => (PERIOD, dcat::START_DATE),
            schema::END_DATE => (PERIOD, dcat::END_DATE),
            ADMS_CONTACT_POINT => (CONTACT, dcat::CONTACT_POINT),
            IS_VERSION_OF_PROPERTY => {
                self.note(IS_VERSION_OF, &subject);
                return triple;
            }
            dcat::BYTE_SIZE => return self.size(triple, &subject),
            _ => return triple,
        };
        self.note(kind, &subject);
        triple.predicate = NamedNode::new_unchecked(property);
        triple
    }

    /// Whole numbers of any type become non-negative integers.
    fn size(&mut self, mut triple: Triple, subject: &str) -> Triple {
        let Term::Literal(literal) = &triple.object else { return triple };
        if literal.datatype().as_str() == xsd::NON_NEGATIVE_INTEGER {
            return triple;
        }
        let whole = literal.value().trim().trim_start_matches('+');
        let whole = match whole.split_once('.') {
            Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => whole,
            _ => whole,
        };
        if whole.is_empty() || !whole.bytes().all(|digit| digit.is_ascii_digit()) {
            self.note(SIZE_KEPT, subject);
            return triple;
        }
        self.note(SIZE, subject);
        triple.object = Literal::new_typed_literal(whole, NamedNode::new_unchecked(xsd::NON_NEGATIVE_INTEGER)).into();
        triple
    }

    /// Agents without the type that 3.0.1 asks for.
    fn agents(&mut self, triples: &[Triple]) {
        let (mut agents, mut typed) = (BTreeSet::new(), BTreeSet::new());
        for triple in triples {
            let is_agent = |class: &str| [foaf::AGENT, foaf::ORGANIZATION, foaf::PERSON].contains(&class);
            match (triple.predicate.as_str(), &triple.object) {
                (rdf_ns::TYPE, Term::NamedNode(class)) if is_agent(class.as_str()) => {
                    agents.insert(subject_text(triple));
                }
                (dcterms::TYPE, _) => {
                    typed.insert(subject_text(triple));
                }
                _ => {}
            }
        }
        for agent in agents.difference(&typed) {
            self.note(AGENT_TYPE, agent);
        }
    }

    fn nameless(&mut self, records: &[Record]) {
        let primary = [RecordKind::Catalog, RecordKind::Dataset, RecordKind::Series, RecordKind::Service];
        let nameless = records.iter().filter(|record| primary.contains(&record.kind));
        for record in nameless.filter(|record| record.key.starts_with(model::ns::PLACEHOLDER)) {
            self.note(NO_NAME, record.meta.title.as_deref().unwrap_or("?"));
        }
    }

    fn all(self) -> impl Iterator<Item = Conversion> {
        self.0.into_values().map(|((code, sv, en, by_hand), count, examples)| Conversion {
            code: code.to_owned(),
            count,
            sv: sv.to_owned(),
            en: en.to_owned(),
            examples,
            by_hand,
        })
    }
}

fn subject_text(triple: &Triple) -> &str {
    match &triple.subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str(),
        NamedOrBlankNode::BlankNode(node) => node.as_str(),
    }
}

/// A rule of repair that keeps the value and tells of it.
fn is_only_told(code: &str) -> bool {
    let rule = crate::repair::rules().find(|rule| rule.code == code);
    rule.is_some_and(|rule| rule.example.is_some_and(|(before, after)| before == after))
}

/// Findings of reading and repairing, by code.
fn repairs(findings: &[Finding]) -> Vec<Conversion> {
    let mut by_code: BTreeMap<&str, Conversion> = BTreeMap::new();
    for finding in findings {
        let conversion = by_code.entry(&finding.code).or_insert_with(|| Conversion {
            code: finding.code.clone(),
            count: 0,
            sv: finding.message.text("sv").to_owned(),
            en: finding.message.text("en").to_owned(),
            examples: Vec::new(),
            by_hand: is_only_told(&finding.code),
        });
        conversion.count += 1;
        let example = finding.value.as_ref().or(finding.record.as_ref());
        if let Some(example) = example.filter(|_| conversion.examples.len() < EXAMPLES) {
            conversion.examples.push(example.clone());
        }
    }
    by_code.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Serialisation, write};

    const OLD: &str = r#"@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix adms: <http://www.w3.org/ns/adms#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix schema: <http://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
<https://a.se/k> a dcat:Catalog ; dcterms:title "Katalog"@sv ; dcat:dataset <https://a.se/1> .
<https://a.se/p> a foaf:Agent ; foaf:name "A" .
<https://a.se/1> a dcat:Dataset ; dcterms:title "Ett"@sv ; owl:versionInfo "2" ; dcterms:hasVersion <https://a.se/2> ;
  dcterms:isVersionOf <https://a.se/0> ; <https://a.se/eget> "kvar" ; dcterms:publisher <https://a.se/p> ;
  dcterms:accrualPeriodicity <http://purl.org/cld/freq/annual> ;
  adms:contactPoint [ a vcard:Organization ; vcard:fn "Fritid" ; vcard:hasEmail "fritid@a.se" ] ;
  dcterms:temporal [ a dcterms:PeriodOfTime ; schema:startDate "2020-01-01"^^xsd:date ] ;
  dcat:distribution [ a dcat:Distribution ; dcat:accessURL <https://a.se/f> ; dcat:byteSize "1024.0"^^xsd:decimal ;
    adms:status <http://purl.org/adms/status/Completed> ] ,
    [ a dcat:Distribution ; dcat:accessURL <https://a.se/g> ; dcat:byteSize "1.5"^^xsd:decimal ] .
"#;

    fn of(text: &str) -> Converted {
        let document = RawDocument { bytes: text.as_bytes(), content_type: None, url: "https://a.se/k" };
        convert(&document, &"convert".parse().unwrap())
    }

    fn written(converted: &Converted, serialisation: Serialisation) -> String {
        let mut out = Vec::new();
        write(&converted.triples, serialisation, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_the_versions_changed_is_changed_and_told() {
        let converted = of(OLD);
        let text = written(&converted, Serialisation::Turtle);
        for part in [
            "dcat:version \"2\"",
            "dcat:hasVersion <https://a.se/2>",
            "dcat:startDate \"2020-01-01\"",
            "dcat:contactPoint _:",
            "\"1024\"^^xsd:nonNegativeInteger",
            "frequency/ANNUAL",
            "distribution-status/COMPLETED",
            "<mailto:fritid@a.se>",
            "<https://a.se/eget> \"kvar\"",
            "dcterms:isVersionOf",
            "byteSize 1.5",
        ] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
        assert!(!text.contains("skord.invalid") && !text.contains("versionInfo"), "{text}");
        let codes: Vec<(&str, bool)> = converted.conversions.iter().map(|c| (c.code.as_str(), c.by_hand)).collect();
        for expected in [
            ("convert-version", false),
            ("convert-has-version", false),
            ("convert-period", false),
            ("convert-contact", false),
            ("convert-byte-size", false),
            ("convert-byte-size-kept", true),
            ("convert-is-version-of", true),
            ("convert-agent-type", true),
            ("repair-term-twin", false),
            ("repair-contact-mailto", false),
        ] {
            assert!(codes.contains(&expected), "{expected:?} in {codes:?}");
        }
    }

    #[test]
    fn a_converted_catalog_stays_as_it_is_in_all_forms() {
        let first = of(OLD);
        let before = written(&first, Serialisation::Turtle);
        let lines = first.triples.len();
        for serialisation in
            [Serialisation::Turtle, Serialisation::RdfXml, Serialisation::JsonLd, Serialisation::NTriples]
        {
            let again = of(&written(&first, serialisation));
            assert_eq!(again.triples.len(), lines, "{serialisation:?}");
            assert_eq!(written(&again, Serialisation::Turtle), before, "{serialisation:?}");
            let changed: Vec<&Conversion> = again.conversions.iter().filter(|c| !c.by_hand).collect();
            assert!(changed.is_empty(), "{serialisation:?}: {changed:?}");
        }
    }
}
