//! Writing and reading back, against a plain list of quads.

use super::*;
use oxrdf::{LiteralRef, NamedNodeRef, TermRef};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn header() -> SnapshotHeader {
    SnapshotHeader {
        journal: "0123456789abcdef".into(),
        seq: Seq(7),
        base_url: "https://data.example/".into(),
        built: 1,
    }
}

fn written(builder: SnapshotBuilder) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = builder.write(folder.path(), &header()).unwrap();
    (folder, path)
}

#[test]
fn a_body_is_read_back() {
    let body = "<https://skord.invalid/id/a> <https://p.example/t> \"Titel\"@sv .\n\
                <https://skord.invalid/id/a> <https://p.example/q> <https://skord.invalid/id/b> .\n\
                this is no triple\n";
    let mut builder = SnapshotBuilder::new();
    builder.insert_body(body, &[None, Some("https://skord.invalid/graph/source/x")], "https://data.example/");
    assert_eq!(builder.skipped(), 1);
    let (_folder, path) = written(builder);
    assert!(path.file_name().unwrap().to_str().unwrap().starts_with("snapshot-1-7-"));
    let snapshot = Snapshot::open(&path).unwrap();
    snapshot.verify().unwrap();
    assert_eq!(snapshot.header(), &header());
    assert_eq!((snapshot.len(), snapshot.named_len()), (2, 2));
    assert_eq!(snapshot.graph_names(), ["https://data.example/graph/source/x"]);
    let subject = snapshot.iri_id("https://data.example/id/a").unwrap();
    let title = snapshot.iri_id("https://p.example/t").unwrap();
    let objects: Vec<_> = snapshot.objects(subject, title).map(|id| snapshot.term(id).to_string()).collect();
    assert_eq!(objects, ["\"Titel\"@sv"]);
    assert_eq!(snapshot.properties(subject).count(), 2);
    let linked = snapshot.iri_id("https://data.example/id/b").unwrap();
    let subjects: Vec<_> = snapshot.subjects(snapshot.iri_id("https://p.example/q").unwrap(), linked).collect();
    assert_eq!(subjects, [subject]);
    assert_eq!(snapshot.iri_id("https://skord.invalid/id/a"), None);
    assert_eq!(snapshot.term(999).to_string(), "<urn:skord:damaged:999>");
    assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn an_empty_snapshot_is_a_snapshot() {
    let (_folder, path) = written(SnapshotBuilder::new());
    let snapshot = Snapshot::open(&path).unwrap();
    snapshot.verify().unwrap();
    assert!(snapshot.is_empty() && snapshot.graph_names().is_empty());
    assert_eq!(snapshot.triples(None, None, None, None).count(), 0);
    assert_eq!(snapshot.iri_id("https://a.example/"), None);
}

#[test]
fn damage_is_found_and_never_panics() {
    let mut builder = SnapshotBuilder::new();
    for n in 0..50 {
        let subject = format!("https://a.example/{n}");
        let object = LiteralRef::new_simple_literal("värde");
        builder.insert(&subject, "https://p.example/", object.into(), (n % 2 == 0).then_some("https://g.example/"));
    }
    let (_folder, path) = written(builder);
    let file = path.join("snapshot.bin");
    let whole = std::fs::read(&file).unwrap();
    for cut in [0, 7, 100, 16 * 1024, whole.len() - 1] {
        std::fs::write(&file, &whole[..cut]).unwrap();
        let problem = Snapshot::open(&path).unwrap_err().to_string();
        assert!(problem.contains("skord rebuild") || cut == 0, "{problem}");
    }
    for place in (0..whole.len()).step_by(97) {
        let mut broken = whole.clone();
        broken[place] ^= 0xff;
        std::fs::write(&file, &broken).unwrap();
        let Ok(snapshot) = Snapshot::open(&path) else { continue };
        for graph in [None, Some(None), Some(snapshot.iri_id("https://g.example/"))] {
            for triple in snapshot.rows(graph, None, None, None).triples() {
                let _ = snapshot.decode(triple);
            }
        }
        for id in 0..60 {
            let _ = (snapshot.term(id), snapshot.properties(id).count(), snapshot.objects(id, id).count());
        }
    }
    let mut broken = whole.clone();
    broken[16 * 1024] ^= 1;
    std::fs::write(&file, &broken).unwrap();
    assert!(Snapshot::open(&path).unwrap().verify().unwrap_err().to_string().contains("checksum"));
}

/// Subject, predicate, object and graph (0: the default graph).
type Quad = (u32, u32, u32, u32);

fn iri(n: u32) -> String {
    format!("https://a.example/{n}")
}

fn insert(builder: &mut SnapshotBuilder, quads: &[Quad]) {
    for (s, p, o, g) in quads {
        let graph = (*g > 0).then(|| iri(*g));
        let object = iri(*o);
        let object = TermRef::NamedNode(NamedNodeRef::new_unchecked(&object));
        builder.insert(&iri(*s), &iri(*p), object, graph.as_deref());
    }
}

/// Every pattern gives what a scan of `quads` gives, in the order of its columns.
fn check_patterns(snapshot: &Snapshot, quads: &[Quad]) -> Result<(), TestCaseError> {
    let any = |n: u32| (n < 6).then_some(n);
    let subjects_and_predicates = (0..7).flat_map(|s| (0..7).map(move |p| (s, p)));
    for ((s, p), (o, g)) in
        subjects_and_predicates.flat_map(|sp| (0..7).flat_map(move |o| (0..5).map(move |g| (sp, (o, g)))))
    {
        let fits = |quad: &Quad| {
            any(s).is_none_or(|s| s == quad.0)
                && any(p).is_none_or(|p| p == quad.1)
                && any(o).is_none_or(|o| o == quad.2)
                && if g == 4 { quad.3 > 0 } else { quad.3 == g }
        };
        let expected: BTreeSet<_> = quads.iter().copied().filter(fits).collect();
        let number = |n: u32| snapshot.iri_id(&iri(n)).unwrap_or(u32::MAX);
        let graph = match g {
            4 => None,
            0 => Some(None),
            g => Some(Some(number(g))),
        };
        let rows = snapshot.rows(graph, any(s).map(number), any(p).map(number), any(o).map(number));
        prop_assert_eq!(rows.len(), expected.len());
        let found: BTreeSet<_> = rows.triples().collect();
        let wanted: BTreeSet<_> =
            expected.iter().map(|quad| [number(quad.0), number(quad.1), number(quad.2)]).collect();
        prop_assert_eq!(found, wanted);
        let sorted = match rows {
            Rows::Default(_, rows) => rows.iter().is_sorted(),
            Rows::Named(_, rows) => rows.iter().is_sorted(),
        };
        prop_assert!(sorted);
    }
    let graphs: BTreeSet<String> = quads.iter().filter(|quad| quad.3 > 0).map(|quad| iri(quad.3)).collect();
    prop_assert_eq!(snapshot.graph_names().into_iter().collect::<BTreeSet<_>>(), graphs);
    prop_assert!(snapshot.graph_ids().is_sorted());
    Ok(())
}

fn some_quads() -> impl Strategy<Value = Vec<Quad>> {
    proptest::collection::vec((0_u32..6, 0_u32..4, 0_u32..6, 0_u32..4), 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]
    #[test]
    fn every_pattern_gives_what_a_scan_gives(quads in some_quads()) {
        let mut builder = SnapshotBuilder::new();
        insert(&mut builder, &quads);
        let (_folder, path) = written(builder);
        let snapshot = Snapshot::open(&path).unwrap();
        snapshot.verify().unwrap();
        check_patterns(&snapshot, &quads)?;
    }

    /// Parts of a snapshot change again and again; what lies over it is the same as a whole one.
    #[test]
    fn differences_add_up(first in some_quads(), steps in proptest::collection::vec(some_quads(), 1..4)) {
        let mut builder = SnapshotBuilder::new();
        insert(&mut builder, &first);
        let (folder, path) = written(builder);
        let mut snapshot = std::sync::Arc::new(Snapshot::open(&path).unwrap());
        let mut now = first;
        for next in steps {
            let mut difference = Difference::new(&snapshot);
            insert(&mut difference.old, &now);
            insert(&mut difference.new, &next);
            let path = difference.write(folder.path(), &header()).unwrap().unwrap();
            snapshot = std::sync::Arc::new(Snapshot::open_beside(&path, Some(&snapshot)).unwrap());
            now = next;
            check_patterns(&snapshot, &now)?;
            check_patterns(&Snapshot::open(&path).unwrap(), &now)?;
        }
    }
}

#[test]
fn a_difference_from_what_is_not_there_is_refused() {
    let mut builder = SnapshotBuilder::new();
    insert(&mut builder, &[(0, 1, 2, 0), (0, 1, 2, 3)]);
    let (folder, path) = written(builder);
    let snapshot = std::sync::Arc::new(Snapshot::open(&path).unwrap());
    for wrong in [(0, 1, 1, 0), (0, 1, 5, 0), (0, 1, 2, 2)] {
        let mut difference = Difference::new(&snapshot);
        insert(&mut difference.old, &[wrong]);
        assert_eq!(difference.write(folder.path(), &header()).unwrap(), None);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
}

#[test]
fn a_damaged_overlay_is_found() {
    let mut builder = SnapshotBuilder::new();
    insert(&mut builder, &[(0, 1, 2, 0)]);
    let (folder, path) = written(builder);
    let mut difference = Difference::new(&std::sync::Arc::new(Snapshot::open(&path).unwrap()));
    insert(&mut difference.new, &[(0, 1, 5, 0), (0, 1, 2, 3)]);
    let path = difference.write(folder.path(), &header()).unwrap().unwrap();
    let file = path.join("overlay.bin");
    let whole = std::fs::read(&file).unwrap();
    for place in 0..whole.len() {
        let mut broken = whole.clone();
        broken[place] ^= 0xff;
        std::fs::write(&file, &broken).unwrap();
        assert!(Snapshot::open(&path).is_err(), "byte {place}");
        std::fs::write(&file, &whole[..place]).unwrap();
        assert!(Snapshot::open(&path).is_err(), "cut at {place}");
    }
}
