//! Judging real catalogs that lie beside the repository (`../shared/data/real`, or where `SKORD_SHARED` says). Without
//! them this passes and says so.

use model::{Finding, Severity, SourceId};
use rdf::{RawDocument, RecordKind, Refined, refine};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn shared() -> Option<PathBuf> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    let named = std::env::var_os("SKORD_SHARED").map(PathBuf::from);
    let usual = ["../shared", "../../shared"].map(|path| repository.join(path));
    named.into_iter().chain(usual).find(|path| path.is_dir())
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            files(&path, found);
        } else if path
            .extension()
            .is_some_and(|e| ["rdf", "ttl", "xml", "jsonld", "nt"].iter().any(|known| e == *known))
        {
            found.push(path);
        }
    }
}

#[expect(clippy::unwrap_used, reason = "a helper of tests: a file that cannot be read is a failed test")]
fn read(path: &Path) -> Refined {
    let bytes = std::fs::read(path).unwrap();
    let source: SourceId = "real".parse().unwrap();
    refine(&RawDocument { bytes: &bytes, content_type: None, url: "https://source.example/dcat" }, &source)
}

fn top_codes(findings: &[Finding]) -> String {
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        *codes.entry(finding.code.as_str()).or_default() += 1;
    }
    let mut codes: Vec<_> = codes.into_iter().collect();
    codes.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    codes.iter().take(6).map(|(code, count)| format!("{count} {code}")).collect::<Vec<_>>().join(", ")
}

#[test]
fn real_catalogs_are_judged_with_readable_findings() {
    let Some(shared) = shared() else {
        println!("no shared folder: nothing judged");
        return;
    };
    let mut paths = Vec::new();
    for folder in ["data/real/dcat-se", "data/real/dcat-other", "data/spec/dcat-ap-se/exempel"] {
        files(&shared.join(folder), &mut paths);
    }
    paths.retain(|path| path.metadata().is_ok_and(|file| file.len() < 3_000_000));
    paths.sort();
    for path in &paths {
        let refined = read(path);
        let findings = shapes::judge(&refined.records);
        let datasets = refined.records.iter().filter(|record| record.kind == RecordKind::Dataset).count();
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        println!("{name}: {datasets} datasets, {errors} errors of {}: {}", findings.len(), top_codes(&findings));
        for finding in &findings {
            assert!(finding.code.starts_with("profile-"), "{finding:?}");
            for language in ["sv", "en"] {
                let text = finding.message.text(language);
                assert!(!text.is_empty() && !text.contains(model::ns::PLACEHOLDER), "{path:?} {finding:?}");
            }
        }
    }
}

#[test]
fn the_recommended_example_of_the_profile_has_no_missing_mandatory_property() {
    let Some(shared) = shared() else {
        println!("no shared folder: nothing judged");
        return;
    };
    let folder = shared.join("data/spec/dcat-ap-se/exempel");
    let errors = |name: &str| -> Vec<String> {
        let findings = shapes::judge(&read(&folder.join(name)).records);
        findings.into_iter().filter(|f| f.severity == Severity::Error).map(|f| f.code).collect()
    };
    // The profile's own minimal example was written for version 2 and has no agent type.
    assert!(errors("obligatoriskt.ttl").contains(&"profile-agent-type-missing".to_owned()));
    let recommended = errors("rekommenderat.ttl");
    assert!(recommended.iter().all(|code| !code.ends_with("-missing")), "{recommended:?}");
}

/// Seconds that this thread has been on a processor (Linux; elsewhere 0), which a busy machine does not change.
fn on_cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds: u64 = text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(0);
    std::time::Duration::from_nanos(nanoseconds).as_secs_f64()
}

/// `SKORD_CATALOG=M.nt cargo test --release -p shapes --test real -- --ignored --nocapture` prints what judging a
/// catalog costs.
#[test]
#[ignore = "a measurement: needs a catalog named by SKORD_CATALOG"]
fn speed() {
    let path = std::env::var("SKORD_CATALOG").expect("SKORD_CATALOG names a catalog");
    let refined = read(Path::new(&path));
    let (start, busy) = (Instant::now(), on_cpu());
    let findings = shapes::judge(&refined.records);
    let seconds = start.elapsed().as_secs_f64();
    let busy = on_cpu() - busy;
    println!(
        "{} records, {} triples, {} findings in {seconds:.3} s ({busy:.3} s of CPU)",
        refined.records.len(),
        refined.triples,
        findings.len()
    );
    println!("{}", top_codes(&findings));
}
