//! SIGKILL at any moment of a harvest loses at most the runs in progress.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

#[path = "support/country.rs"]
mod country;
#[path = "support/program.rs"]
mod program;

use country::sample_country;
use program::Place;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Stdio;
use std::time::Duration;

/// Moments of the kill in milliseconds after the start: chosen once by chance, the same each time.
const MOMENTS: [u64; 12] = [23, 61, 104, 187, 342, 611, 1240, 3080, 3230, 3390, 3570, 3810];

/// Publishes something new at each request.
const EVER_CHANGING: &str = "matnatet";

fn configuration(country: std::net::SocketAddr) -> String {
    let mut text = format!(
        "[server]\nbase_url = \"https://data.example/\"\n[harvest]\nallow_private_hosts = [\"{country}\"]\nper_host = 4\n\
         retry_wait = 0\n"
    );
    for source in fixtures::sources(&format!("http://{country}")) {
        write!(text, "[[source]]\nid = \"{}\"\ntitle = \"{}\"\nurl = \"{}\"\n", source.id, source.title, source.url)
            .unwrap();
    }
    text
}

/// Datasets per source.
fn datasets(reports: &serde_json::Value) -> BTreeMap<String, u64> {
    let reports = reports.as_array().unwrap();
    reports
        .iter()
        .map(|report| (report["source"].as_str().unwrap().to_owned(), report["datasets"].as_u64().unwrap()))
        .collect()
}

#[test]
fn a_killed_harvest_leaves_a_whole_catalog() {
    let configuration = configuration(sample_country());
    let calm = Place::new(&configuration);
    let expected = calm.skord(&["harvest", "--all", "--format", "json"]).code(1).json();
    let place = Place::new(&configuration);
    let mut interrupted = 0;
    for moment in MOMENTS {
        let mut child =
            place.command(&["harvest", "--all"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(moment));
        child.kill().unwrap();
        interrupted += u32::from(!child.wait().unwrap().success());
        let checked = place.skord(&["verify", "--format", "json"]).code(0);
        let checked = checked.json();
        assert_eq!(checked["problems"], serde_json::json!([]), "killed after {moment} ms");
        assert_no_run_is_open(&place, moment);
        eprintln!("killed after {moment:>4} ms: seq {}, published {}", checked["seq"], checked["published"]);
    }
    assert!(interrupted > 0, "every harvest was done before its kill: choose earlier moments");
    let finished = place.skord(&["harvest", "--all", "--format", "json"]).code(1).json();
    let (finished, expected) = (datasets(&finished), datasets(&expected));
    assert_eq!(finished.len(), fixtures::agency::AGENCIES.len(), "no source was left out");
    for (source, count) in &expected {
        if source != EVER_CHANGING {
            assert_eq!(finished.get(source), Some(count), "{source}");
        }
    }
    let checked = place.skord(&["verify", "--format", "json"]).code(0).json();
    assert_eq!(checked["seq"], checked["published"], "journal, snapshot and index stand at one number");
    assert!(checked["resources"].as_u64().unwrap() > 400, "{checked}");
}

/// Opening the journal ends runs of dead processes and says so; after `verify` did that, there is nothing left to end.
fn assert_no_run_is_open(place: &Place, moment: u64) {
    let (_, recovery) = store::Journal::open(&place.data(), std::sync::Arc::new(model::SystemClock)).unwrap();
    assert_eq!(recovery.notes, Vec::<String>::new(), "killed after {moment} ms");
}
