//! Real catalogs of others, read from `../shared/data` (or `SKORD_SHARED`). Passes without them.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test says what it saw, and fails by panicking")]

use rdf::{RawDocument, Record, RecordKind, Refined, refine};
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

#[test]
fn no_real_file_loses_a_dataset() {
    let Some(shared) = shared() else { return };
    let mut lost = Vec::new();
    println!("{:>8} {:>8} {:>8} {:>8} {:>6}  file", "expected", "found", "records", "findings", "ms");
    for (path, expected, accepted) in manifest(&shared) {
        if !["dcat-se/", "dcat-other/", "broken/"].iter().any(|folder| path.starts_with(folder)) {
            continue;
        }
        let start = Instant::now();
        let refined = refined(&shared.join("data/real").join(&path));
        let (found, millis) = (datasets(&refined), start.elapsed().as_millis());
        let expected_text = expected.map(|count| count.to_string()).unwrap_or_default();
        let (records, findings) = (refined.records.len(), refined.findings.len());
        println!("{expected_text:>8} {found:>8} {records:>8} {findings:>8} {millis:>6}  {path} {:?}", refined.format);
        assert!(refined.format.is_some() || !refined.findings.is_empty(), "{path}: neither read nor explained");
        assert_disjoint(&refined.records, &path);
        if accepted && expected.is_some_and(|count| count != found) {
            lost.push(format!("{path}: {expected_text} expected, {found} found"));
        }
    }
    assert_eq!(lost, Vec::<String>::new());
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
