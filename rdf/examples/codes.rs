//! Refines files and prints which findings there are, how often, with samples:
//! `cargo run -p rdf --example codes -- [--of CODE] FILE…`.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a tool for people")]

use rdf::{RawDocument, refine};
use std::collections::BTreeMap;

fn main() {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    let of = (paths.first().map(String::as_str) == Some("--of")).then(|| paths.remove(1));
    let mut found: BTreeMap<String, (usize, usize, BTreeMap<String, usize>)> = BTreeMap::new();
    for path in paths.iter().filter(|path| *path != "--of") {
        let bytes = std::fs::read(path).unwrap();
        let document = RawDocument { bytes: &bytes, content_type: None, url: "https://data.example.se/catalog" };
        for finding in refine(&document, &"codes".parse().unwrap()).findings {
            let entry = found.entry(finding.code).or_default();
            entry.0 += 1;
            entry.1 += usize::from(finding.place.is_some());
            let path =
                finding.path.as_deref().map_or("", |path| path.rsplit(['/', '#']).next().unwrap_or(path)).to_owned();
            *entry.2.entry(format!("{path} `{}`", finding.value.unwrap_or_default())).or_default() += 1;
        }
    }
    for (code, (count, placed, samples)) in &found {
        println!("{count:>7} {placed:>7} placed  {code}");
        let limit = if of.as_ref() == Some(code) { usize::MAX } else { 6 };
        let step = (samples.len() / limit.min(samples.len())).max(1);
        for (sample, count) in samples.iter().step_by(step).take(limit) {
            println!("          {count:>5} × {}", sample.replace('\n', "⏎"));
        }
    }
}
