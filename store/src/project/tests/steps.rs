//! What is written over an older snapshot is what a whole build writes.

use super::*;
use proptest::prelude::*;
use std::fmt::Write as _;

/// Every quad, as text.
fn quads(snapshot: &Snapshot) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for name in std::iter::once(None).chain(snapshot.graph_ids().iter().copied().map(Some)) {
        let graph = name.map(|name| snapshot.term(name).to_string()).unwrap_or_default();
        all.extend(snapshot.triples(name, None, None, None).map(|row| {
            let triple = snapshot.decode(row).unwrap();
            format!("{triple} {graph}")
        }));
    }
    all
}

/// Projects from the newest snapshot and compares with a whole build. True if it was written over the newest one.
fn follow(journal: &Journal, current: &mut Arc<Snapshot>) -> bool {
    let projection = project_from(journal, BASE, Some(current)).unwrap();
    assert_eq!(projection.seq, journal.seq().unwrap());
    let aside = tempfile::tempdir().unwrap();
    let whole = build(journal, BASE, aside.path()).unwrap();
    let (found, expected) = (quads(&projection.snapshot), quads(&whole));
    let missing: Vec<_> = expected.difference(&found).collect();
    let surplus: Vec<_> = found.difference(&expected).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "missing {missing:#?}\nsurplus {surplus:#?}");
    assert_eq!(projection.snapshot.len(), whole.len());
    assert_eq!(projection.snapshot.named_len(), whole.named_len());
    let again = Snapshot::open(projection.snapshot.path()).unwrap();
    assert_eq!(quads(&again), expected, "the same from disk");
    check_summaries(current, &projection.snapshot);
    *current = projection.snapshot;
    current.differences() > 0
}

/// Summaries that are brought from one snapshot to the next are what a reading of all gives.
fn check_summaries(before: &Snapshot, now: &Snapshot) {
    use crate::views::{summaries, summary_changes};
    let Some(changes) = summary_changes(before, now) else { return };
    let mut brought = summaries(before);
    brought.retain(|summary| !changes.gone.contains(&summary.iri));
    brought.extend(changes.now);
    brought.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| a.iri.cmp(&b.iri)));
    assert_eq!(brought, summaries(now));
}

fn start(journal: &Journal) -> Arc<Snapshot> {
    project(journal, BASE).unwrap().snapshot
}

#[test]
fn changes_of_one_source_are_steps() {
    let (journal, _dir) = scratch();
    let a = add(&journal, "a", SourceClass::Public);
    let file =
        |title: &str| format!("<https://a.example/1/fil> a dcat:Distribution ; dcterms:title \"{title}\"@sv .\n");
    let catalog = "<https://a.example/k> a dcat:Catalog ; dcterms:title \"K\"@sv ; dcat:dataset <https://a.example/1>";
    let one = dataset("https://a.example/1", "Ett", "; dcat:distribution <https://a.example/1/fil>");
    harvest(&journal, &a, &format!("{catalog} .\n{one}{}", file("fil")));
    let mut current = start(&journal);
    // Other texts, a node inside, a date, a new dataset, one that goes, the agent, another publisher, nothing at all.
    let dated = dataset(
        "https://a.example/1",
        "Ett",
        "; dcterms:modified \"2024-07-15\"^^xsd:date ; dcat:distribution <https://a.example/1/fil>",
    );
    let two = dataset("https://a.example/2", "Ett", "");
    let other = two.replace("https://a.example/org", "https://a.example/annan");
    for turtle in [
        format!("{catalog} .\n{}{}", one.replace("\"Ett\"@sv", "\"Uno\"@sv"), file("fil")),
        format!("{catalog} .\n{one}{}", file("annan fil")),
        format!("{catalog} .\n{dated}{}", file("annan fil")),
        format!("{catalog}, <https://a.example/2> .\n{dated}{two}{}", file("annan fil")),
        format!("{catalog}, <https://a.example/2> .\n{dated}{other}{}", file("annan fil")),
        format!("{catalog}, <https://a.example/2> .\n{dated}{other}{}", file("annan fil")),
        format!("{catalog} .\n{dated}{}", file("annan fil")),
        format!("{catalog} .\n{}{}", dated.replace("Etts ägare", "Ägaren"), file("annan fil")),
    ] {
        harvest(&journal, &a, &turtle);
        assert!(follow(&journal, &mut current), "{turtle}");
    }
    let base = current.base_path().to_owned();
    assert_ne!(base, current.path());
    assert!(base.exists(), "what a kept snapshot lies over is kept");
    harvest(&journal, &a, &one);
    harvest(&journal, &a, &format!("{catalog} .\n{one}{}", file("fil")));
    assert!(follow(&journal, &mut current), "several commits in one step");
    assert_eq!(current.base_path(), base);
}

#[test]
fn what_concerns_others_is_merged_anew() {
    let (journal, _dir) = scratch();
    let [a, b] = ["a", "b"].map(|id| add(&journal, id, SourceClass::Public));
    harvest(&journal, &a, &dataset("https://a.example/1", "Ett", ""));
    let mut current = start(&journal);
    harvest(&journal, &b, &dataset("https://b.example/1", "Två", ""));
    assert!(!follow(&journal, &mut current), "the agent is described by two");
    harvest(&journal, &b, &dataset("https://a.example/1", "Kopia", ""));
    assert!(!follow(&journal, &mut current), "two sources have the dataset");
    harvest(&journal, &a, "");
    assert!(!follow(&journal, &mut current), "the other one wins now");
    let c = add(&journal, "c", SourceClass::Public);
    assert!(!follow(&journal, &mut current), "a new source");
    journal.remove_source(&c).unwrap();
    assert!(!follow(&journal, &mut current), "a source is gone");
}

/// A document of one source: which datasets it has and how they look, by small numbers.
fn document(source: usize, items: &[(u8, u8, u8, u8)]) -> String {
    let theme = "http://publications.europa.eu/resource/authority/data-theme/ENVI";
    let mut turtle = format!(
        "<https://k.example/{source}> a dcat:Catalog ; dcterms:title \"K\"@sv ; dcterms:hasPart <https://k.example/{source}/del> .
         <https://k.example/{source}/del> a dcat:Catalog ; dcterms:title \"D\"@sv .\n"
    );
    for &(number, look, links, publisher) in items {
        // The last two numbers name things that every source may have.
        let iri = if number < 6 {
            format!("https://{source}.example/{number}")
        } else {
            format!("https://alla.example/{number}")
        };
        let class = if number == 5 { "dcat:DataService" } else { "dcat:Dataset" };
        writeln!(turtle, "<{iri}> a {class} ; dcterms:title \"Titel {look}\"@sv ; dcat:theme <{theme}> .").unwrap();
        let agent = if publisher < 3 {
            format!("https://{source}.example/org/{publisher}")
        } else {
            format!("https://alla.example/org/{publisher}")
        };
        if publisher < 5 {
            writeln!(turtle, "<{iri}> dcterms:publisher <{agent}> .").unwrap();
        }
        if publisher < 4 {
            writeln!(turtle, "<{agent}> a foaf:Organization ; foaf:name \"Org {}\" .", look % 2).unwrap();
        }
        if links & 1 > 0 {
            writeln!(turtle, "<https://k.example/{source}> dcat:dataset <{iri}> .").unwrap();
        }
        if links & 2 > 0 {
            writeln!(turtle, "<https://k.example/{source}/del> dcat:dataset <{iri}> .").unwrap();
        }
        if links & 4 > 0 {
            let file = if look == 3 { "https://alla.example/fil".to_owned() } else { format!("{iri}/fil") };
            writeln!(
                turtle,
                "<{iri}> dcat:distribution <{file}> . <{file}> a dcat:Distribution ; dcterms:title \"F{look}\" ."
            )
            .unwrap();
        }
        if links & 8 > 0 {
            writeln!(turtle, "<{iri}> dcterms:modified \"202{look}-01-01\"^^xsd:date .").unwrap();
        }
        if links & 16 > 0 {
            writeln!(turtle, "<{iri}> dcterms:identifier \"0f6b2c1e-7a53-4d0e-9b43-a6a1b1a0c00{}\" .", number % 4)
                .unwrap();
        }
        if look == 2 {
            writeln!(turtle, "<{theme}> a skos:Concept ; skos:prefLabel \"Egen etikett\"@sv .").unwrap();
        }
    }
    turtle
}

type Items = Vec<(u8, u8, u8, u8)>;

/// Rarely UUIDs and what everybody has, so that there are steps and new merges.
fn items() -> impl Strategy<Value = Items> {
    let links = prop_oneof![6 => 0_u8..16, 1 => 0_u8..32];
    let number = prop_oneof![8 => 0_u8..6, 1 => 6_u8..8];
    let publisher = prop_oneof![8 => 0_u8..3, 1 => 3_u8..6];
    proptest::collection::vec((number, 0_u8..4, links, publisher), 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn steps_write_what_a_whole_build_writes(
        first in proptest::array::uniform3(items()),
        changes in proptest::collection::vec((0_usize..3, items(), any::<bool>(), any::<bool>()), 1..8),
    ) {
        let (journal, _dir) = scratch();
        let sources = ["a", "b", "c"].map(|id| add(&journal, id, SourceClass::Public));
        let mut now = first;
        for (place, source) in sources.iter().enumerate() {
            harvest(&journal, source, &document(place, &now[place]));
        }
        let mut current = start(&journal);
        for (place, items, little, project_now) in changes {
            match items.first().filter(|_| little) {
                // One dataset more, or another version of one.
                Some(item) => {
                    now[place].retain(|known| known.0 != item.0);
                    now[place].push(*item);
                }
                None => now[place] = items,
            }
            harvest(&journal, &sources[place], &document(place, &now[place]));
            if project_now {
                follow(&journal, &mut current);
            }
        }
        follow(&journal, &mut current);
    }
}
