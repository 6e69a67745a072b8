//! SIGKILL at 200 random moments of harvest, commit and projection: journal, snapshot and index stay whole and agree.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

#[path = "support/program.rs"]
mod program;

use program::Place;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

const KILLS: u32 = 208; // every fiftieth, five in all, is left in peace to measure by
const SOURCES: usize = 6;
const DATASETS: usize = 12;
/// Every fifth time a server is killed instead of a command.
const SERVER_EACH: u32 = 5;

fn configuration(place: &std::path::Path) -> String {
    let mut text = "[server]\nlisten = \"127.0.0.1:0\"\nbase_url = \"https://data.example/\"\n[harvest]\n\
                    allow_file_roots = [\"/\"]\nschedule = \"* * * * *\"\njitter = 0\n"
        .to_owned();
    for source in 0..SOURCES {
        let file = place.join(format!("{source}.ttl"));
        write!(text, "[[source]]\nid = \"s{source}\"\ntitle = \"S{source}\"\nurl = \"file://{}\"\n", file.display())
            .unwrap();
    }
    text
}

/// Writes the catalog of a source. Titles differ with the version; at an odd version the last dataset is not there.
fn write_catalog(place: &Place, source: usize, version: u32) {
    let mut text =
        "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n".to_owned();
    for dataset in 0..DATASETS - (version % 2) as usize {
        let iri = format!("https://s{source}.example/{dataset}");
        write!(
            text,
            "<https://s{source}.example/c> a dcat:Catalog ; dcat:dataset <{iri}> .\n<{iri}> a dcat:Dataset ; \
             dcterms:title \"Mätningar {dataset} av version {version}\"@sv ; dcat:distribution <{iri}/f> .\n\
             <{iri}/f> a dcat:Distribution ; dcat:accessURL <{iri}/f.csv> .\n"
        )
        .unwrap();
    }
    std::fs::write(place.path().join(format!("{source}.ttl")), text).unwrap();
}

/// `skord verify` as it is now.
fn verified(place: &Place, moment: &str) -> Value {
    let checked = place.skord(&["verify", "--format", "json"]).code(0).json();
    assert_eq!(checked["problems"], json!([]), "{moment}");
    checked
}

/// What every kill must leave behind.
fn assert_whole(place: &Place, moment: &str) {
    verified(place, moment);
    let (journal, recovery) = store::Journal::open(&place.data(), Arc::new(model::SystemClock)).unwrap();
    assert_eq!(recovery.notes, Vec::<String>::new(), "{moment}: `verify` ended what was open");
    let sources = journal.sources().unwrap();
    let counted: u64 = sources.iter().map(|entry| datasets(&journal, &entry.source.id)).sum();
    drop(journal);
    // A reading command brings snapshot and index up to the journal.
    let found = place.skord(&["search", "--limit", "1", "--format", "json"]).code(0).json();
    let asked = "PREFIX dcat: <http://www.w3.org/ns/dcat#> SELECT (COUNT(?d) AS ?n) WHERE { ?d a dcat:Dataset }";
    std::fs::write(place.path().join("count.rq"), asked).unwrap();
    let answer = place.skord(&["query", "count.rq", "--format", "csv"]).code(0).out();
    assert_eq!(found["total"], json!(counted), "{moment}: index and journal");
    assert_eq!(answer.lines().nth(1), Some(counted.to_string().as_str()), "{moment}: snapshot and journal");
    let checked = verified(place, moment);
    assert_eq!(checked["seq"], checked["published"], "{moment}");
}

fn datasets(journal: &store::Journal, source: &model::SourceId) -> u64 {
    let heads = journal.record_heads(source).unwrap();
    heads.iter().filter(|head| head.kind == rdf::RecordKind::Dataset).count() as u64
}

#[test]
fn two_hundred_kills_leave_a_whole_catalog() {
    let place = Place::new("");
    std::fs::write(place.path().join("skord.toml"), configuration(place.path())).unwrap();
    (0..SOURCES).for_each(|source| write_catalog(&place, source, 0));
    place.skord(&["harvest", "--all"]).code(0);
    let mut random = fastrand::Rng::with_seed(20_261_122);
    let mut versions = [0_u32; SOURCES];
    let mut calm = Duration::ZERO;
    let mut killed = 0;
    for kill in 0..KILLS {
        for (source, version) in versions.iter_mut().enumerate().filter(|_| random.bool()) {
            *version += 1;
            write_catalog(&place, source, *version);
        }
        // What a harvest takes here and now decides how late a kill may come.
        if kill % 50 == 0 {
            let start = Instant::now();
            place.skord(&["harvest", "--all"]).code(0);
            calm = start.elapsed();
            continue;
        }
        let serves = kill % SERVER_EACH == 1;
        let args: &[&str] = if serves { &["serve"] } else { &["harvest", "--all"] };
        let wait = calm.mul_f64(random.f64() * 1.05);
        let mut child = place.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(wait);
        child.kill().unwrap();
        killed += u32::from(!child.wait().unwrap().success());
        assert_whole(&place, &format!("kill {kill} of `skord {}` after {wait:.1?} of {calm:.1?}", args[0]));
    }
    eprintln!("{killed} of {KILLS} processes were killed at work");
    assert!(killed > KILLS / 2, "most harvests must be killed before they end, not {killed}");
    for _ in 0..2 {
        place.skord(&["harvest", "--all"]).code(0);
    }
    let (journal, _) = store::Journal::open(&place.data(), Arc::new(model::SystemClock)).unwrap();
    for (source, version) in versions.iter().enumerate() {
        let expected = DATASETS as u64 - u64::from(version % 2);
        assert_eq!(datasets(&journal, &format!("s{source}").parse().unwrap()), expected, "s{source}");
    }
}
