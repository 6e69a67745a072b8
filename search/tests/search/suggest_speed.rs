//! Measuring suggestions by hand on a large index: what each call takes, letter by letter, and what their dictionary
//! costs at a commit. Without its environment it does nothing.
//!
//! `SKORD_PUBLISHED` (the `published` folder of a data directory) and `SKORD_JOURNAL` (the journal id in its
//! fingerprint) name an index; `SKORD_DUMP` writes its resources, one a line; `SKORD_SUMMARIES` reads such a file into
//! the index first, if that is empty, and `SKORD_COMMIT` changes so many of them in one commit.

use crate::common::asking;
use model::Seq;
use model::view::ResourceSummary;
use search::{SearchIndex, SearchRequest, Searcher};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

/// What people type until they have what they want, with slips and with several words.
const TYPED: &[&str] = &[
    "badplatser",
    "cykelvägar",
    "cykelbna",
    "laddstationer",
    "förskola",
    "forskola malmö",
    "luftkvalitet",
    "vatten",
    "väghastighet",
    "kommunala beslut",
    "göteborg",
    "skolor göteborg",
    "snöröjning lund",
    "parkering stockholm",
    "statistiska centralbyrån",
    "befolkning kommun",
    "naturreservat",
    "miljöövervakning",
    "detaljplaner",
    "adresser",
    "energi",
    "air quality",
    "schools stockholm",
    "budget 2024",
    "invånare",
    "öppna data",
    "återvinning",
    "trafikolyckor",
    "buss hållplatser",
    "xyzzyq",
    "kartdata",
    "registret",
    "transport",
    "bygglof",
    "hälsa",
    "ortofoto",
    "elnät",
];

fn ask(searcher: &Searcher) {
    let mut all: Vec<(Duration, usize, String)> = Vec::new();
    for round in 0..2 {
        for word in TYPED {
            for letters in 1..=word.chars().count() {
                let typed: String = word.chars().take(letters).collect();
                let start = Instant::now();
                let found = searcher.suggest(&typed, 10).expect("suggestions").len();
                if round > 0 || std::env::var_os("SKORD_COLD").is_some() {
                    all.push((start.elapsed(), found, typed));
                }
            }
            if std::env::var_os("SKORD_COLD").is_some() && round > 0 {
                return report(&mut all);
            }
        }
    }
    report(&mut all);
}

fn report(all: &mut [(Duration, usize, String)]) {
    let of = |wanted: std::ops::RangeInclusive<usize>| {
        let mut some: Vec<Duration> =
            all.iter().filter(|(_, _, typed)| wanted.contains(&typed.chars().count())).map(|one| one.0).collect();
        some.sort();
        let at = |hundredths: usize| some[(some.len() * hundredths / 100).min(some.len() - 1)];
        println!("{wanted:?} letters: {} calls, p50 {:?}, p99 {:?}, slowest {:?}", some.len(), at(50), at(99), at(100));
    };
    of(1..=99);
    for letters in 1..=8 {
        of(letters..=letters);
    }
    of(9..=99);
    all.sort();
    for (taken, found, typed) in all.iter().rev().take(25) {
        println!("{taken:?} {found} {typed}");
    }
}

#[test]
fn suggest_speed() {
    let (Ok(published), Ok(journal)) = (std::env::var("SKORD_PUBLISHED"), std::env::var("SKORD_JOURNAL")) else {
        return;
    };
    let published = Path::new(&published);
    if let Ok(summaries) = std::env::var("SKORD_SUMMARIES") {
        let text = std::fs::read_to_string(summaries).expect("the resources");
        let mut all: Vec<ResourceSummary> =
            text.lines().map(|line| serde_json::from_str(line).expect("a resource")).collect();
        let mut index = SearchIndex::open(published, &journal).expect("the index opens");
        let start = Instant::now();
        let (seq, changed) = (index.seq().0, index.update(Seq(index.seq().0 + 1), &all).expect("an update"));
        println!("update to {}: {changed} written {:?}", seq + 1, start.elapsed());
        if let Some(number) = std::env::var("SKORD_COMMIT").ok().and_then(|text| text.parse::<usize>().ok()) {
            for round in 0..4 {
                let step = all.len() / number;
                for one in all.iter_mut().skip(round).step_by(step) {
                    one.modified = Some(format!("2027-01-{:02}", seq % 27 + 1));
                    one.keywords.entry("sv".to_owned()).or_default().push(format!("nytt ord {round}"));
                }
                let start = Instant::now();
                let changed = index.update(Seq(seq + 2 + round as u64), &all).expect("an update");
                let taken = start.elapsed();
                let searcher = index.searcher().expect("a searcher");
                let start = Instant::now();
                let found = searcher.suggest("nytt o", 10).expect("suggestions");
                println!("{changed} changed, visible {taken:?}, then suggest {:?}: {found:?}", start.elapsed());
            }
        }
    }
    let searcher = SearchIndex::open_read_only(published, &journal).expect("the index opens").expect("an index");
    println!("{} resources", searcher.len());
    if let Ok(dump) = std::env::var("SKORD_DUMP") {
        let request = SearchRequest { limit: u64::MAX, members: true, ..asking("") };
        let mut file = std::io::BufWriter::new(std::fs::File::create(dump).expect("a file"));
        for one in searcher.search(&request).expect("a search").items {
            writeln!(file, "{}", serde_json::to_string(&one).expect("JSON")).expect("a line");
        }
    }
    ask(&searcher);
    let mut shown = String::new();
    for typed in ["b", "väg", "cykelbna", "forskola", "skolor gö", "gö", "mil", "stat", "air q", "xyzzyq"] {
        writeln!(shown, "{typed}: {:?}", searcher.suggest(typed, 10).expect("suggestions")).expect("a line");
    }
    println!("{shown}");
}
