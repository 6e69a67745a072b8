//! What a fix promises is what is measured once its patch is applied: each patch is filled in, run by another SPARQL
//! engine over the data, and the result is read, split and measured again. Own catalogs, generated ones, and real ones
//! that lie beside the repository (`../shared/data/real`, or where `SKORD_SHARED` says); without those it says so.

#![expect(clippy::unwrap_used, reason = "in a test what cannot be read is a failure")]

use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::store::Store;
use rdf::{RawDocument, Record, RecordKind, refine};
use shapes::mqa::fixes::{Fix, Form, Plan};
use shapes::mqa::{Measured, Mode, measured};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn records(bytes: &[u8], content_type: Option<&str>) -> Vec<Record> {
    let document = RawDocument { bytes, content_type, url: "https://source.example/dcat" };
    refine(&document, &"fixes".parse().unwrap()).records
}

/// The triples of records, as another engine reads them.
fn store(records: &[Record]) -> Store {
    let store = Store::new().unwrap();
    for record in records {
        store.load_from_slice(RdfParser::from_format(RdfFormat::NTriples), record.body.as_bytes()).unwrap();
    }
    store
}

fn measure(store: &Store, mode: Mode) -> Measured {
    let serializer = RdfSerializer::from_format(RdfFormat::NTriples);
    let graph = oxigraph::model::GraphNameRef::DefaultGraph;
    let bytes = store.dump_graph_to_writer(graph, serializer, Vec::new()).unwrap();
    // The other engine keeps all integers as xsd:integer; the profile wants what the source wrote.
    let size = "XMLSchema#nonNegativeInteger";
    let lines = std::str::from_utf8(&bytes).unwrap().lines();
    let lines =
        lines.map(|l| if l.contains("#byteSize>") { l.replace("XMLSchema#integer", size) } else { l.to_owned() });
    let text = lines.collect::<Vec<_>>().join("\n");
    measured(mode, &records(text.as_bytes(), Some("application/n-triples")))
}

/// Puts the example that each form gives where a value is left open; a plain or an open format.
fn filled(patch: &str, open_format: bool) -> String {
    let mut text = String::new();
    let mut rest = patch;
    while let Some((before, after)) = rest.split_once('«') {
        text.push_str(before);
        let (token, after) = after.split_once('»').unwrap();
        let value = token.split_once("t.ex. ").map_or("", |(_, value)| value);
        text.push_str(&if open_format { value.to_owned() } else { value.replace("text/csv", "application/pdf") });
        rest = after;
    }
    text + rest
}

fn without_comments(patch: &str) -> String {
    patch.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n")
}

/// What the comments of a Turtle patch tell people to take away, as an update.
fn removals(patch: &str) -> String {
    let mut update = String::new();
    for line in patch.lines().filter_map(|line| line.strip_prefix("@prefix ")) {
        let _ = writeln!(update, "PREFIX {}", line.trim_end_matches(" ."));
    }
    let mut waiting: Vec<&str> = Vec::new();
    let mut body = String::new();
    for line in patch.lines() {
        if let Some(old) = line.strip_prefix("# ta bort / remove: ") {
            waiting.push(old.trim_end_matches(" ;"));
        } else if let Some((subject, _)) = line.split_once("> ").filter(|_| line.starts_with('<')) {
            for old in waiting.drain(..) {
                let _ = writeln!(body, "{subject}> {old} .");
            }
        }
    }
    format!("{update}DELETE DATA {{\n{body}}}")
}

/// Applies one patch and compares; says what was compared.
fn compare(name: &str, plan: &Plan, fix: &Fix, records: &[Record], form: Form, open_format: bool) -> bool {
    let Some(patch) = fix.patch(plan, form) else { return false };
    let removed = removals(&patch);
    let patch = without_comments(&patch);
    let offers = ["distribution", "format-open", "format-readable"].contains(&fix.code.as_str());
    let format = fix.code.starts_with("format") || fix.code.starts_with("media-type");
    let text = filled(&patch, open_format || offers || !format);
    let store = store(records);
    let context = format!("{name}, {:?}, {} as {form:?}:\n{text}", plan.mode, fix.code);
    if form == Form::Update {
        store.update(text.as_str()).unwrap_or_else(|error| panic!("{error}\n{context}"));
    } else {
        store.update(removed.as_str()).unwrap_or_else(|error| panic!("{error}\n{removed}\n{context}"));
        let parser = RdfParser::from_format(RdfFormat::Turtle);
        store.load_from_slice(parser, text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{context}"));
    }
    let promised = if open_format { fix.most.unwrap_or(fix.gain) } else { fix.gain };
    let now = measure(&store, plan.mode).score().total;
    assert_eq!(now, plan.score.total + promised, "promised {promised}, from {}; {context}", plan.score.total);
    true
}

/// All fixes of a document, in both modes; the number of patches that were applied.
fn check(name: &str, bytes: &[u8]) -> usize {
    let records = records(bytes, None);
    let mut applied = 0;
    for mode in Mode::ALL {
        let plan = Plan::of_records(measured(mode, &records), &records);
        assert_eq!(measure(&store(&records), mode).score(), plan.score, "{name}: reading again changes the score");
        for fix in &plan.fixes {
            let places = fix.places(&plan, 0, usize::MAX);
            assert_eq!(places.len(), fix.count.max(places.len()), "{name} {}", fix.code);
            // What has no IRI and no address can be named by no patch.
            let named = places.iter().all(|place| place.iri.is_some() || place.address.is_some());
            let all_iris = places.iter().all(|place| place.iri.is_some());
            for open in [false, true] {
                applied += usize::from(named && compare(name, &plan, fix, &records, Form::Update, open));
            }
            if all_iris {
                applied += usize::from(compare(name, &plan, fix, &records, Form::Turtle, false));
            }
        }
    }
    applied
}

/// A catalog whose datasets lack other things each; the same for the same number.
fn generated(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut chance = |of: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % of
    };
    let mut text = String::from(
        "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dcterms: <http://purl.org/dc/terms/> .\n\
         @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .\n\
         @prefix eu: <http://publications.europa.eu/resource/authority/> . @prefix : <https://kommun.example/> .\n\
         :k a dcat:Catalog ; dcterms:title \"Katalog\"@sv ; dcterms:description \"Allt\"@sv ; dcterms:publisher :org .\n\
         :org a <http://xmlns.com/foaf/0.1/Organization> ; <http://xmlns.com/foaf/0.1/name> \"Kommunen\"@sv .\n\
         :kontakt a vcard:Organization ; vcard:fn \"Kundtjänst\"@sv ; vcard:hasEmail <mailto:k@kommun.example> .\n",
    );
    for number in 0..12 {
        let _ = writeln!(
            text,
            ":k dcat:dataset :d{seed}n{number} . :d{seed}n{number} a dcat:Dataset ; dcterms:title \"Data {number}\"@sv ."
        );
        let optional = [
            "dcterms:description \"Text\"@sv",
            "dcat:keyword \"Miljö\"@sv",
            "dcat:theme <http://publications.europa.eu/resource/authority/data-theme/TRAN>",
            "dcterms:spatial <http://sws.geonames.org/2661886/>",
            "dcterms:temporal [ a dcterms:PeriodOfTime ; dcat:startDate \"2020-01-01\"^^xsd:date ]",
            "dcterms:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC>",
            "dcat:contactPoint :kontakt",
            "dcterms:publisher :org",
            "dcterms:issued \"2020-01-01\"^^xsd:date",
        ];
        for line in optional {
            if chance(3) > 0 {
                let _ = writeln!(text, ":d{seed}n{number} {line} .");
            }
        }
        if chance(8) == 0 {
            let _ = writeln!(text, ":d{seed}n{number} dcterms:accessRights :egna-regler .");
        }
        for part in 0..chance(4) {
            distribution(&mut text, &mut chance, (seed, number), part);
        }
    }
    text
}

fn distribution(text: &mut String, chance: &mut impl FnMut(u64) -> u64, (seed, number): (u64, u64), part: u64) {
    let subject = format!(":d{seed}n{number}x{part}");
    let ending = ["csv", "xlsx", "pdf", "html", "json"][usize::try_from(chance(5)).unwrap()];
    let address = format!("<https://kommun.example/filer/{number}-{part}.{ending}>");
    let _ = write!(text, ":d{seed}n{number} dcat:distribution ");
    let format =
        ["\"text/csv\"", "\"application/pdf\"", "\"Ett register\"", "\"text/html\"", "\"application/vnd.ms-excel\""];
    let format = format[usize::try_from(chance(5)).unwrap()];
    let optional = [
        format!("dcat:accessURL {address}"),
        format!("dcat:downloadURL {address}"),
        format!("dcterms:format {format}"),
        "dcat:mediaType <http://www.iana.org/assignments/media-types/text/csv>".to_owned(),
        "dcterms:license <http://creativecommons.org/publicdomain/zero/1.0/>".to_owned(),
        "dcterms:license <https://kommun.example/villkor>".to_owned(),
        "dcat:byteSize \"12\"^^xsd:nonNegativeInteger".to_owned(),
        "dcterms:modified \"2024-01-01\"^^xsd:date".to_owned(),
    ];
    let mut lines = vec!["a dcat:Distribution".to_owned(), format!("dcterms:title \"Fil {part}\"@sv")];
    lines.extend(optional.into_iter().filter(|_| chance(5) > 1));
    let body = lines.join(" ; ");
    // Some have no IRI of their own.
    let _ =
        if chance(4) == 0 { writeln!(text, "[ {body} ] .") } else { writeln!(text, "{subject} . {subject} {body} .") };
}

#[test]
fn generated_catalogs_gain_what_was_promised() {
    let applied: usize = (1..=6).map(|seed| check(&format!("seed {seed}"), generated(seed).as_bytes())).sum();
    println!("{applied} patches applied");
    assert!(applied > 300, "{applied}");
}

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
        } else if path.extension().is_some_and(|e| ["rdf", "ttl", "xml"].iter().any(|known| e == *known)) {
            found.push(path);
        }
    }
}

#[test]
fn real_catalogs_gain_what_was_promised() {
    let Some(shared) = shared() else {
        println!("no shared folder: no real catalog mended");
        return;
    };
    let mut paths = Vec::new();
    files(&shared.join("data/real/dcat-se"), &mut paths);
    files(&shared.join("data/spec/dcat-ap-se/exempel"), &mut paths);
    paths.retain(|path| path.metadata().is_ok_and(|file| file.len() < 120_000));
    paths.sort();
    let mut applied = 0;
    for path in paths.iter().take(14) {
        let bytes = std::fs::read(path).unwrap();
        if records(&bytes, None).iter().any(|record| record.kind == RecordKind::Dataset) {
            applied += check(&path.display().to_string(), &bytes);
        }
    }
    println!("{applied} patches applied to real catalogs");
}

#[test]
fn forms_that_are_not_filled_in_do_not_load() {
    let records = records(generated(1).as_bytes(), None);
    let plan = Plan::of_records(measured(Mode::Se, &records), &records);
    let mut open = 0;
    for fix in &plan.fixes {
        let turtle = without_comments(&fix.patch(&plan, Form::Turtle).unwrap());
        let update = without_comments(&fix.patch(&plan, Form::Update).unwrap());
        for (patch, form) in [(turtle, Form::Turtle), (update, Form::Update)] {
            let store = Store::new().unwrap();
            let loads = match form {
                Form::Update => store.update(patch.as_str()).is_ok(),
                _ => store.load_from_slice(RdfParser::from_format(RdfFormat::Turtle), patch.as_bytes()).is_ok(),
            };
            assert_eq!(loads, !patch.contains('«'), "{} as {form:?}:\n{patch}", fix.code);
            open += usize::from(patch.contains('«'));
        }
        let table = fix.patch(&plan, Form::Table).unwrap();
        assert_eq!(table.lines().count(), fix.places(&plan, 0, usize::MAX).len() + 1, "{}: {table}", fix.code);
    }
    assert!(open > 10, "{open}");
}

/// Time for a whole country: `cargo test -p shapes --test fixes -- --ignored --nocapture`.
#[test]
#[ignore = "a figure, not a check"]
fn the_portal_takes() {
    let text: String = (1..=1_667).map(generated).collect();
    let records = records(text.as_bytes(), None);
    let all = measured(Mode::Se, &records);
    let start = std::time::Instant::now();
    let plan = Plan::of_records(all.clone(), &records);
    println!("{} datasets, graph and plan: {:?}, {} fixes", all.len(), start.elapsed(), plan.fixes.len());
    let start = std::time::Instant::now();
    let bytes: usize = plan.fixes.iter().filter_map(|fix| fix.patch(&plan, Form::Update)).map(|text| text.len()).sum();
    println!("all updates: {bytes} bytes in {:?}", start.elapsed());
}
