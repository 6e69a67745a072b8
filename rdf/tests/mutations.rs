//! Catalogs broken at random places (seeded): no panic, no hang, nothing lost without a word, and little lost at all.
//! Real catalogs take part where they are (`SKORD_SHARED`, else `../shared` or `../../shared`).
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test says what it saw, and fails by panicking")]

use rdf::{RawDocument, RecordKind, Refined, refine};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Faults per document.
const FAULTS: usize = 60;
/// Datasets that one fault may cost: the one that it hits and its neighbour when it hits the border.
const BOUND: usize = 2;

fn refined(bytes: &[u8]) -> Refined {
    let document = RawDocument { bytes, content_type: None, url: "https://a.se/katalog" };
    refine(&document, &"test".parse().unwrap())
}

fn datasets(refined: &Refined) -> BTreeSet<&str> {
    let records = refined.records.iter().filter(|record| record.kind == RecordKind::Dataset);
    records.map(|record| record.key.as_str()).collect()
}

/// A small generator of the same numbers every time (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % limit.max(1)
    }
}

/// One fault behind `head`; what was done, in words.
fn broken(bytes: &[u8], head: usize, dice: &mut Dice) -> (Vec<u8>, String) {
    const BYTES: &[u8] = b"<>&\"'\\;.,{}[]()/ \n:#@\0\xff\xe5x";
    let mut out = bytes.to_vec();
    let at = head + dice.below(bytes.len() - head);
    let length = 1 + dice.below(40.min(bytes.len() - at));
    let byte = BYTES[dice.below(BYTES.len())];
    let what = match dice.below(6) {
        0 => {
            out[at] = byte;
            format!("{byte:?} written")
        }
        1 => {
            out.insert(at, byte);
            format!("{byte:?} inserted")
        }
        2 => {
            out.remove(at);
            "1 removed".to_owned()
        }
        3 => {
            out.drain(at..at + length);
            format!("{length} removed")
        }
        4 => {
            let again = bytes[at..at + length].to_vec();
            out.splice(at..at, again);
            format!("{length} doubled")
        }
        _ => {
            out[at] ^= 1 << dice.below(8);
            "a bit flipped".to_owned()
        }
    };
    let around = String::from_utf8_lossy(&bytes[at.saturating_sub(40)..(at + 40).min(bytes.len())]).into_owned();
    (out, format!("{what} at {at}: {around:?}"))
}

/// A catalog of our own in four syntaxes.
fn own() -> Vec<(String, Vec<u8>)> {
    let ns = "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:dcat=\"http://www.w3.org/ns/dcat#\" xmlns:dcterms=\"http://purl.org/dc/terms/\"";
    let mut xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF {ns}>\n");
    let mut turtle =
        "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n\n".to_owned();
    let mut lines = String::new();
    let mut items = Vec::new();
    for n in 0..40 {
        let _ = write!(
            xml,
            "  <dcat:Dataset rdf:about=\"http://a.se/{n}\">\n    <dcterms:title xml:lang=\"sv\">Titel å {n}</dcterms:title>\n    <dcterms:description>Text & mer, nummer {n}.</dcterms:description>\n    <dcat:distribution>\n      <dcat:Distribution rdf:about=\"http://a.se/{n}/d\">\n        <dcat:accessURL rdf:resource=\"http://a.se/{n}.csv\"/>\n      </dcat:Distribution>\n    </dcat:distribution>\n  </dcat:Dataset>\n"
        );
        let _ = write!(
            turtle,
            "<http://a.se/{n}> a dcat:Dataset ;\n  dcterms:title \"Titel å {n}\"@sv ;\n  dcterms:description \"\"\"Text; mer. Nummer\n{n}\"\"\" ;\n  dcat:distribution [ a dcat:Distribution ; dcat:accessURL <http://a.se/{n}.csv> ] .\n\n"
        );
        let _ = write!(
            lines,
            "<http://a.se/{n}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .\n<http://a.se/{n}> <http://purl.org/dc/terms/title> \"Titel \\\"{n}\\\"\"@sv .\n"
        );
        items.push(format!("  {{\"@id\": \"http://a.se/{n}\", \"@type\": \"dcat:Dataset\",\n   \"dcterms:title\": [{{\"@value\": \"Titel å {n}\", \"@language\": \"sv\"}}],\n   \"dcat:distribution\": {{\"@type\": \"dcat:Distribution\", \"dcat:accessURL\": {{\"@id\": \"http://a.se/{n}.csv\"}}}}}}"));
    }
    xml.push_str("</rdf:RDF>\n");
    let json = format!(
        "{{\"@context\": {{\"dcat\": \"http://www.w3.org/ns/dcat#\", \"dcterms\": \"http://purl.org/dc/terms/\"}},\n \"@graph\": [\n{}\n]}}\n",
        items.join(",\n")
    );
    let texts = [("own.rdf", xml), ("own.ttl", turtle), ("own.nt", lines), ("own.jsonld", json)];
    texts.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())).collect()
}

fn real() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let named = std::env::var_os("SKORD_SHARED").map(PathBuf::from);
    let places = [named, Some(root.join("../shared")), Some(root.join("../../shared"))];
    let Some(shared) = places.into_iter().flatten().find(|place| place.join("data/real-sources.md").is_file()) else {
        println!("no shared data here: only our own catalogs are broken");
        return Vec::new();
    };
    let mut files = Vec::new();
    for folder in ["dcat-se", "dcat-se/scb-history", "dcat-other"] {
        let entries = std::fs::read_dir(shared.join("data/real").join(folder)).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
        paths.sort();
        files.extend(
            paths
                .iter()
                .filter_map(|path| {
                    let bytes = std::fs::read(path).ok().filter(|bytes| (4_000..80_000).contains(&bytes.len()))?;
                    Some((format!("{folder}/{}", path.file_name()?.to_string_lossy()), bytes))
                })
                .step_by(3)
                .take(8),
        );
    }
    files
}

/// Where declarations end: a fault in the IRI of a prefix makes the whole document mean something else.
fn head(bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(bytes);
    if let Some(root) = text.find(":RDF") {
        return root + text[root..].find('>').unwrap_or_default() + 1;
    }
    let json = text.find("\"@graph\"");
    json.or_else(|| Some(text.rfind("\n@prefix")? + text[text.rfind("\n@prefix")? + 1..].find('\n')? + 2))
        .unwrap_or_default()
}

#[derive(Default)]
struct Tally {
    faults: usize,
    lost: usize,
    silent: Vec<String>,
    much: Vec<String>,
}

fn attack(name: &str, bytes: &[u8], dice: &mut Dice, tally: &mut Tally) {
    let whole = refined(bytes);
    let expected = datasets(&whole);
    let head = head(bytes).min(bytes.len() - 1);
    for _ in 0..FAULTS {
        let (broken, what) = broken(bytes, head, dice);
        let start = Instant::now();
        if let Some(path) = std::env::var_os("SKORD_LAST_MUTATION") {
            std::fs::write(path, &broken).unwrap();
        }
        let got = refined(&broken);
        assert!(start.elapsed() < Duration::from_secs(10), "{name}: {what} took {:?}", start.elapsed());
        let found = datasets(&got);
        let missing = expected.difference(&found).count().saturating_sub(found.difference(&expected).count());
        tally.faults += 1;
        tally.lost += missing;
        if missing > BOUND {
            tally.much.push(format!("{name}: {missing} of {} lost, {what}", expected.len()));
        }
        if missing > 0 && got.complete && got.findings.len() <= whole.findings.len() {
            tally.silent.push(format!("{name}: {what}"));
        }
    }
}

#[test]
fn one_fault_costs_little_and_is_told() {
    let mut tally = Tally::default();
    let mut dice = Dice(0x5eed_0f5c_04d0);
    for (name, bytes) in own().into_iter().chain(real()) {
        attack(&name, &bytes, &mut dice, &mut tally);
    }
    println!("{} faults, {} datasets lost, {} without a word", tally.faults, tally.lost, tally.silent.len());
    println!("{}\n{}", tally.silent.join("\n"), tally.much.join("\n"));
    assert!(tally.much.is_empty(), "{}", tally.much.join("\n"));
    // What names a class or the IRI of one can become another name: nobody can tell that from what the agency meant.
    let told =
        tally.silent.iter().filter(|what| !["Dataset", "type", "rdf-syntax"].iter().any(|word| what.contains(word)));
    assert_eq!(told.collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(tally.lost * 10 < tally.faults, "{} of {}", tally.lost, tally.faults);
}

#[test]
fn a_document_may_end_anywhere() {
    for (name, bytes) in own() {
        let whole = refined(&bytes);
        let all = datasets(&whole);
        for end in (head(&bytes)..bytes.len()).step_by(97) {
            let got = refined(&bytes[..end]);
            let found = datasets(&got);
            let written = all.iter().filter(|key| {
                let mark = format!("{key}>").into_bytes();
                let quoted = format!("{key}\"").into_bytes();
                let place = [mark, quoted].iter().filter_map(|mark| memchr_find(&bytes, mark)).min();
                // Its statement or element has ended before the cut when that of the next has begun.
                place.is_some_and(|place| place + 700 < end)
            });
            let lost = written.filter(|key| !found.contains(*key)).count();
            assert_eq!(lost, 0, "{name} cut at {end}");
            assert!(
                !got.complete || found.len() == all.len() || ["own.nt", "own.ttl"].contains(&name.as_str()),
                "{name} cut at {end} is said to be complete"
            );
        }
    }
}

fn memchr_find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
