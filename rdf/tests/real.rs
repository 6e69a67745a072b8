//! Real catalogs of others, read from `../shared/data` (or `SKORD_SHARED`). Passes without them.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test says what it saw, and fails by panicking")]

use rdf::{RawDocument, Record, RecordKind, Refined, refine};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn shared() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    let named = std::env::var_os("SKORD_SHARED").map(PathBuf::from);
    let places = [named, Some(root.join("../shared")), Some(root.join("../../shared"))];
    let found = places.into_iter().flatten().find(|place| place.join("data/real-sources.md").is_file());
    if found.is_none() {
        println!("no shared data here: nothing to test against");
    }
    found
}

fn refined(path: &Path) -> Refined {
    let bytes = std::fs::read(path).unwrap();
    let url = format!("https://data.example.se/{}", path.file_name().unwrap().to_string_lossy());
    refine(&RawDocument { bytes: &bytes, content_type: None, url: &url }, &"test".parse().unwrap())
}

fn datasets(refined: &Refined) -> usize {
    refined.records.iter().filter(|record| record.kind == RecordKind::Dataset).count()
}

/// Rows of the manifest: path, datasets, whether a strict parser accepts the file.
fn manifest(shared: &Path) -> Vec<(String, Option<usize>, bool)> {
    let text = std::fs::read_to_string(shared.join("data/real-sources.md")).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| path"));
    rows.map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        (cells[1].to_owned(), cells[7].parse().ok(), cells[11].starts_with("ok") || cells[11] == "needs base IRI")
    })
    .collect()
}

/// Datasets in the files that parsers refuse, found by looking at each: end of the path, number.
const BY_HAND: &[(&str, usize)] = &[
    ("resources_metadata_max.rdf", 1),
    ("resources_metadata_max_1_0.rdf", 1),
    ("resources_metadata_max_1_0_1.rdf", 1),
    ("resources_metadata_max_multi_namespaces.rdf", 1),
    // A subject without anything ends in front of a blank line; the datasets before and behind it are whole.
    ("src_test_resources_all_datasets.ttl", 2),
    ("harvest_response_error.ttl", 1),
    ("scb__2022-06-23_961e32_Source_test.xml", 14),
    ("scb__2022-06-23_ef8978_Source_test.xml", 14),
    ("scb__2022-06-27_cf749a_Source_test.xml", 14),
    // Two line ends.
    ("scb___d3f5a1_dcat-ap-20240227.xml", 0),
    // A CSW answer as JSON, two words, XML of another kind with a bad byte, a comment, an article in Dublin Core.
    ("post_GetRecords-all-json.xml", 0),
    ("ListRecordsBroken.xml", 0),
    ("decode_error.xml", 0),
    ("to_be_filtered_by_datetime.xml", 0),
    ("9250AA67-F3AC-6C12-0CB9-0662231AA181_dc2.xml", 0),
    // GeoDCAT-AP within answers of CSW: two of the four records per page.
    ("geonetwork-geodcatap-page-1.xml", 2),
    ("geonetwork-geodcatap-page-3.xml", 2),
    ("geonetwork-geodcatap-page-5.xml", 2),
];

fn by_hand(path: &str) -> Option<usize> {
    BY_HAND.iter().find(|(end, _)| path.ends_with(end)).map(|(_, count)| *count)
}

/// Subjects that are a `dcat:Dataset`, as the parser alone finds them; `None` when it does not get through.
fn parsed(path: &Path) -> Option<usize> {
    let bytes = std::fs::read(path).unwrap();
    let base = "https://data.example.se/x";
    let of = |triple: &rdf::oxrdf::Triple| {
        let is_type = triple.predicate.as_str() == "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
        let is_dataset = triple.object.to_string() == "<http://www.w3.org/ns/dcat#Dataset>";
        (is_type && is_dataset).then(|| triple.subject.to_string())
    };
    let mut subjects = BTreeSet::new();
    match path.extension()?.to_str()? {
        "ttl" => {
            for triple in oxttl::TurtleParser::new().with_base_iri(base).unwrap().for_slice(&bytes) {
                subjects.extend(of(&triple.ok()?));
            }
        }
        "jsonld" => {
            for quad in oxjsonld::JsonLdParser::new().with_base_iri(base).unwrap().for_slice(&bytes) {
                let quad = quad.ok()?;
                subjects.extend(of(&rdf::oxrdf::Triple::new(quad.subject, quad.predicate, quad.object)));
            }
        }
        "rdf" | "xml" => {
            for triple in oxrdfxml::RdfXmlParser::new().with_base_iri(base).unwrap().for_slice(&bytes) {
                subjects.extend(of(&triple.ok()?));
            }
        }
        _ => return None,
    }
    Some(subjects.len())
}

#[test]
fn no_real_file_loses_a_dataset() {
    let Some(shared) = shared() else { return };
    let mut lost = Vec::new();
    let mut hand = 0;
    println!(
        "{:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>6}  file",
        "listed", "parsed", "by hand", "found", "records", "findings", "ms"
    );
    for (path, listed, accepted) in manifest(&shared) {
        let by_hand = by_hand(&path);
        if by_hand.is_none() && !["dcat-se/", "dcat-other/", "broken/"].iter().any(|folder| path.starts_with(folder)) {
            continue;
        }
        let file = shared.join("data/real").join(&path);
        let start = Instant::now();
        let refined = refined(&file);
        let (found, millis) = (datasets(&refined), start.elapsed().as_millis());
        let parsed = parsed(&file);
        let [l, p, h] = [listed, parsed, by_hand].map(|count| count.map(|count| count.to_string()).unwrap_or_default());
        let (records, findings) = (refined.records.len(), refined.findings.len());
        println!("{l:>8} {p:>8} {h:>8} {found:>8} {records:>8} {findings:>8} {millis:>6}  {path} {:?}", refined.format);
        assert!(refined.format.is_some() || !refined.findings.is_empty(), "{path}: neither read nor explained");
        assert_disjoint(&refined.records, &path);
        hand += usize::from(by_hand.is_some());
        let is_wrong = match by_hand {
            Some(count) => count != found,
            None => accepted && listed.is_some_and(|count| count != found) || parsed.is_some_and(|count| found < count),
        };
        if is_wrong || path.starts_with("broken/") && by_hand.is_none() {
            lost.push(format!("{path}: listed {l}, parsed {p}, by hand {h}, found {found}"));
        }
    }
    assert_eq!(lost, Vec::<String>::new());
    assert_eq!(hand, BY_HAND.len(), "a file of the manifest is gone");
}

/// No triple is in two records, and no body has a blank node.
fn assert_disjoint(records: &[Record], path: &str) {
    let mut lines: Vec<&str> = records.iter().flat_map(|record| record.body.lines()).collect();
    let all = lines.len();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(all, lines.len(), "{path}: a triple is in two records");
    assert!(!lines.iter().any(|line| line.starts_with("_:") || line.contains(" _:")), "{path}: blank node left");
    for record in records {
        assert_eq!(rdf::parse_body(&record.body).1, 0, "{path}: unreadable body of {}", record.key);
    }
}

#[test]
fn white_space_changes_no_record() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("data/real/dcat-se/scb-history");
    for (old, new) in [("25ff58", "c1cbf5"), ("aa5176", "fdf03a")] {
        let [old, new] = [old, new].map(|name| refined(&folder.join(format!("scb__2023-11-28_{name}_dcat-ap-2.xml"))));
        assert!(old.records.len() > 10);
        let hashes =
            |refined: &Refined| -> Vec<_> { refined.records.iter().map(|r| (r.key.clone(), r.hash)).collect() };
        assert_eq!(hashes(&old), hashes(&new));
    }
}
