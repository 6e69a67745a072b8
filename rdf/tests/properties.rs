//! What must hold for every document (design §3, §4).

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use rdf::oxrdf::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use rdf::{Graph, RawDocument, Refined, refine, repair, split};
use sophia::api::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const NS: &str = "http://a.se/";

fn iri(text: &str) -> NamedNode {
    NamedNode::new_unchecked(if text.contains("://") { text.to_owned() } else { format!("{NS}{text}") })
}

/// A small catalog: datasets (some without IRI), blank distributions, contacts by IRI and blank, nested nodes.
#[derive(Debug, Clone)]
struct Plan {
    datasets: Vec<DatasetPlan>,
}

#[derive(Debug, Clone)]
struct DatasetPlan {
    named: bool,
    contact: u8,
    shared_blank: bool,
    distributions: Vec<(u8, bool)>,
}

fn plans() -> impl Strategy<Value = Plan> {
    let dataset =
        (any::<bool>(), 0_u8..4, any::<bool>(), prop::collection::vec((0_u8..3, any::<bool>()), 0..4)).prop_map(
            |(named, contact, shared_blank, distributions)| DatasetPlan { named, contact, shared_blank, distributions },
        );
    prop::collection::vec(dataset, 1..6).prop_map(|datasets| Plan { datasets })
}

const DCAT: &str = "http://www.w3.org/ns/dcat#";
const DCTERMS: &str = "http://purl.org/dc/terms/";
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

struct Writer {
    triples: Vec<Triple>,
    salt: String,
}

impl Writer {
    fn add(&mut self, subject: &NamedOrBlankNode, predicate: &str, object: impl Into<Term>) {
        self.triples.push(Triple::new(subject.clone(), NamedNode::new_unchecked(predicate), object));
    }

    fn blank(&self, name: &str) -> NamedOrBlankNode {
        BlankNode::new_unchecked(format!("{}{name}", self.salt)).into()
    }
}

/// The triples of a plan; `salt` goes into labels of blank nodes, `phone` into contact 0.
fn triples(plan: &Plan, salt: &str, phone: &str) -> Vec<Triple> {
    let mut out = Writer { triples: Vec::new(), salt: salt.to_owned() };
    let catalog: NamedOrBlankNode = iri("catalog").into();
    out.add(&catalog, TYPE, iri(&format!("{DCAT}Catalog")));
    for contact in 0..4 {
        let node: NamedOrBlankNode = iri(&format!("contact/{contact}")).into();
        out.add(&node, TYPE, iri("http://www.w3.org/2006/vcard/ns#Organization"));
        let number = if contact == 0 { phone } else { "08-1" };
        out.add(&node, "http://www.w3.org/2006/vcard/ns#hasTelephone", Literal::new_simple_literal(number));
    }
    let shared = out.blank("shared");
    for (n, dataset) in plan.datasets.iter().enumerate() {
        let node = if dataset.named { iri(&format!("dataset/{n}")).into() } else { out.blank(&format!("d{n}")) };
        out.add(&catalog, &format!("{DCAT}dataset"), node.clone());
        out.add(&node, TYPE, iri(&format!("{DCAT}Dataset")));
        out.add(
            &node,
            &format!("{DCTERMS}title"),
            Literal::new_language_tagged_literal_unchecked(format!("Titel {n}"), "sv"),
        );
        out.add(&node, &format!("{DCAT}contactPoint"), iri(&format!("contact/{}", dataset.contact)));
        if dataset.shared_blank {
            out.add(&node, &format!("{DCTERMS}publisher"), shared.clone());
            out.add(&shared, "http://xmlns.com/foaf/0.1/name", Literal::new_simple_literal("Delad"));
        }
        for (m, (url, nested)) in dataset.distributions.iter().enumerate() {
            let distribution = out.blank(&format!("d{n}x{m}"));
            out.add(&node, &format!("{DCAT}distribution"), distribution.clone());
            out.add(&distribution, &format!("{DCAT}accessURL"), iri(&format!("file/{url}")));
            out.add(&distribution, &format!("{DCTERMS}title"), Literal::new_simple_literal(format!("D{m}")));
            if *nested {
                let checksum = out.blank(&format!("d{n}x{m}c"));
                out.add(&distribution, "http://spdx.org/rdf/terms#checksum", checksum.clone());
                out.add(
                    &checksum,
                    "http://spdx.org/rdf/terms#checksumValue",
                    Literal::new_simple_literal(format!("{n}{m}")),
                );
            }
        }
    }
    out.triples
}

fn n_triples(triples: &[Triple]) -> String {
    triples.iter().flat_map(|triple| [triple.to_string(), " .\n".to_owned()]).collect()
}

fn refined(text: &str) -> Refined {
    let document = RawDocument { bytes: text.as_bytes(), content_type: None, url: "https://a.se/cat" };
    refine(&document, &"test".parse().unwrap())
}

fn hashes(refined: &Refined) -> BTreeMap<String, String> {
    refined.records.iter().map(|record| (record.key.clone(), record.hash.to_string())).collect()
}

/// The same graph in sophia's words; IRIs that we minted become blank nodes again.
fn sophia_graph(text: &str) -> Vec<[sophia::api::term::SimpleTerm<'static>; 3]> {
    let mut out = String::new();
    for part in text.split_inclusive('>') {
        match part.rfind("<https://skord.invalid/id/") {
            Some(at) => {
                let name = part[at..].rsplit('/').next().unwrap_or_default().trim_end_matches('>');
                out.extend([&part[..at], "_:m", name]);
            }
            None => out.push_str(part),
        }
    }
    sophia::turtle::parser::nt::parse_str(&out).collect_triples().unwrap()
}

/// Properties with repairs of their own.
const REPAIRED_PROPERTIES: [&str; 22] = [
    "http://purl.org/dc/terms/license",
    "http://purl.org/dc/terms/format",
    "http://www.w3.org/ns/dcat#mediaType",
    "http://www.w3.org/ns/dcat#theme",
    "http://purl.org/dc/terms/language",
    "http://purl.org/dc/terms/accrualPeriodicity",
    "http://purl.org/dc/terms/accessRights",
    "http://purl.org/dc/terms/title",
    "http://purl.org/dc/terms/description",
    "http://purl.org/dc/terms/issued",
    "http://purl.org/dc/terms/modified",
    "http://www.w3.org/ns/dcat#startDate",
    "http://www.w3.org/ns/dcat#byteSize",
    "http://www.w3.org/ns/dcat#spatialResolutionInMeters",
    "http://www.w3.org/ns/dcat#accessURL",
    "http://www.w3.org/ns/dcat#landingPage",
    "http://www.w3.org/2006/vcard/ns#hasEmail",
    "http://www.w3.org/2006/vcard/ns#hasTelephone",
    "http://xmlns.com/foaf/0.1/homepage",
    "http://www.w3.org/ns/adms#status",
    "http://data.europa.eu/r5r/availability",
    "http://www.w3.org/ns/dcat#keyword",
];

/// Pieces of what publishers write there.
const WORDS: [&str; 32] = [
    "CC0",
    "CC BY 4.0",
    "Excel",
    "CSV-fil",
    "text",
    "csv",
    "svenska",
    "se",
    "årligen",
    "öppen",
    "ja",
    "1,5",
    "MB",
    "12 kB",
    "2024-02-30",
    "den 3 maj 2021",
    "3/5 2021",
    "www.lund.se",
    "ttps:",
    "info@lund.se",
    "mailto:",
    "+46 (0)46-35 50 00",
    "<p>Hej</p>",
    "&nbsp;",
    "{{title}}",
    "http:",
    "https:",
    "creativecommons.org",
    "licenses",
    "by",
    "deed.sv",
    "ENVI",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn records_are_the_graph_disjointly(plan in plans()) {
        let triples = triples(&plan, "x", "08-1");
        let text = n_triples(&triples);
        let refined = refined(&text);
        prop_assert!(refined.complete);
        let lines: Vec<&str> = refined.records.iter().flat_map(|record| record.body.lines()).collect();
        let distinct: BTreeSet<&str> = lines.iter().copied().collect();
        prop_assert_eq!(lines.len(), distinct.len());
        let union = lines.join("\n") + "\n";
        prop_assert!(sophia::isomorphism::isomorphic_graphs(&sophia_graph(&text), &sophia_graph(&union)).unwrap(), "{}\n\n{}", text, union);
        let subjects: Vec<BTreeSet<&str>> = refined.records.iter().map(|record| {
            let own = record.body.lines().filter(|line| !line.contains("dcat#dataset>"));
            own.filter_map(|line| line.split(' ').next()).collect()
        }).collect();
        for (i, a) in subjects.iter().enumerate() {
            for b in &subjects[i + 1..] {
                prop_assert!(a.is_disjoint(b));
            }
        }
    }

    #[test]
    fn order_labels_and_syntax_change_no_hash(plan in plans(), seed in any::<u64>()) {
        let expected = hashes(&refined(&n_triples(&triples(&plan, "x", "08-1"))));
        let mut other = triples(&plan, "other", "08-1");
        let mut state = seed | 1;
        for i in (1..other.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            other.swap(i, usize::try_from(state >> 33).unwrap() % (i + 1));
        }
        prop_assert_eq!(&expected, &hashes(&refined(&n_triples(&other))));
        let turtle = format!("@prefix unused: <http://u.se/> .\n\n{}", n_triples(&other).replace(" .\n", "\n\t.\r\n\r\n"));
        prop_assert_eq!(&expected, &hashes(&refined(&turtle)));
    }

    #[test]
    fn one_edit_changes_one_record(plan in plans()) {
        let old = hashes(&refined(&n_triples(&triples(&plan, "x", "08-1"))));
        let new = hashes(&refined(&n_triples(&triples(&plan, "y", "08-2"))));
        let changed: Vec<&String> = new.iter().filter(|(key, hash)| old.get(*key) != Some(hash)).map(|(key, _)| key).collect();
        prop_assert_eq!(changed, [&format!("{NS}contact/0")]);
        prop_assert!(old.keys().eq(new.keys()));
    }

    #[test]
    fn a_new_sibling_changes_no_name(plan in plans()) {
        let old = refined(&n_triples(&triples(&plan, "x", "08-1")));
        let mut more = plan.clone();
        more.datasets.push(DatasetPlan { named: true, contact: 1, shared_blank: false, distributions: vec![(0, true)] });
        let new = hashes(&refined(&n_triples(&triples(&more, "x", "08-1"))));
        for (key, hash) in hashes(&old) {
            prop_assert_eq!(new.get(&key), Some(&hash), "{}", key);
        }
    }

    #[test]
    fn repair_is_idempotent(value in "\\PC{0,12}[a-zåäö:/.@ %#\\[\\]{}\\\\-]{0,20}\\PC{0,4}", tag in "[a-zA-Z_åé-]{1,9}", kind in 0_usize..5) {
        let subject = NamedNode::new_unchecked("http://a.se/1");
        let xsd = ["string", "date", "dateTime", "gYear", "anyURI"][kind];
        let start = [
            Triple::new(subject.clone(), iri("p"), NamedNode::new_unchecked(value.as_str())),
            Triple::new(subject.clone(), iri("p"), Literal::new_language_tagged_literal_unchecked(value.as_str(), tag.to_ascii_lowercase())),
            Triple::new(subject.clone(), iri("p"), Literal::new_typed_literal(value.as_str(), NamedNode::new_unchecked(format!("http://www.w3.org/2001/XMLSchema#{xsd}")))),
            Triple::new(subject, iri("http://purl.org/dc/terms/issued"), Literal::new_simple_literal(value.as_str())),
        ];
        let mut graph = Graph::from_triples(start);
        repair(&mut graph);
        let once: BTreeSet<String> = graph.triples().map(|triple| triple.to_string()).collect();
        let mut graph = Graph::from_triples(graph.triples().collect::<Vec<_>>());
        repair(&mut graph);
        let twice: BTreeSet<String> = graph.triples().map(|triple| triple.to_string()).collect();
        prop_assert_eq!(&once, &twice);
        // What is left is valid: the strict parser takes it.
        let body: String = split(&mut graph, &"s".parse().unwrap()).records.iter().map(|record| record.body.as_str()).collect();
        let sound = oxttl::NTriplesParser::new().for_slice(&body).filter(std::result::Result::is_err).count();
        prop_assert_eq!(sound, 0, "{}", body);
    }

    #[test]
    fn repair_of_every_property_is_idempotent(
        property in prop::sample::select(REPAIRED_PROPERTIES.to_vec()),
        words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 1..4),
        noise in "\\PC{0,6}",
        form in 0_usize..4,
    ) {
        let value = format!("{}{noise}", words.join([" ", "", "/", ","][form]));
        let subject = NamedNode::new_unchecked("http://a.se/1");
        let property = NamedNode::new_unchecked(property);
        let objects: [Term; 4] = [
            Literal::new_simple_literal(value.as_str()).into(),
            Literal::new_language_tagged_literal_unchecked(value.as_str(), "sv").into(),
            NamedNode::new_unchecked(value.as_str()).into(),
            NamedNode::new_unchecked(format!("http://a.se/{value}")).into(),
        ];
        for class in ["Dataset", "Distribution", "Catalog"] {
            let class = NamedNode::new_unchecked(format!("http://www.w3.org/ns/dcat#{class}"));
            let mut graph = Graph::from_triples(objects.iter().map(|object| {
                Triple::new(subject.clone(), property.clone(), object.clone())
            }).chain([Triple::new(subject.clone(), oxrdf::vocab::rdf::TYPE.into_owned(), class)]));
            repair(&mut graph);
            let once: BTreeSet<String> = graph.triples().map(|triple| triple.to_string()).collect();
            let mut graph = Graph::from_triples(graph.triples().collect::<Vec<_>>());
            repair(&mut graph);
            let twice: BTreeSet<String> = graph.triples().map(|triple| triple.to_string()).collect();
            prop_assert_eq!(&once, &twice);
        }
    }

    #[test]
    fn nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), cut in 0_usize..4000, format in 0_usize..4) {
        let start: &[u8] = [&b""[..], b"<?xml version='1.0'?><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>", b"{\"@graph\": [", b"@prefix a: <http://a.se/> .\n"][format];
        let bytes = [start, &bytes].concat();
        refine(&RawDocument { bytes: &bytes, content_type: None, url: "x" }, &"test".parse().unwrap());
        let text = "<http://a.se/1> a <http://www.w3.org/ns/dcat#Dataset> ; <http://a.se/p> [ <http://a.se/q> \"\"\"x\"\"\", 'y'@sv ] .\n".repeat(30);
        let mut broken = text.into_bytes();
        broken.truncate(cut);
        broken.extend(bytes);
        refine(&RawDocument { bytes: &broken, content_type: None, url: "x" }, &"test".parse().unwrap());
    }
}
