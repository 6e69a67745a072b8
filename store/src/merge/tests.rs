//! Who wins, and that the order of sources does not matter.

use super::*;
use model::{ContentHash, LangText, SourceClass};
use proptest::prelude::*;
use rdf::RecordMeta;
use std::collections::BTreeSet;

const UUID: &str = "0f6b2c1e-7a53-4d0e-9b43-a6a1b1a0c001";

pub(super) fn source(id: &str, class: SourceClass) -> Source {
    Source {
        id: id.parse().unwrap(),
        title: id.to_owned(),
        url: format!("https://{id}.example/dcat.rdf"),
        kind: None,
        schedule: None,
        class,
        rank: None,
        organisation: None,
        organisation_name: LangText::default(),
        contact: None,
        auth: None,
        webhook: None,
        paused: false,
    }
}

fn head(key: &str, kind: RecordKind, title: &str, uuid: Option<&str>) -> RecordHead {
    let meta = RecordMeta { title: Some(title.to_owned()), uuid: uuid.map(str::to_owned), ..RecordMeta::default() };
    RecordHead { key: key.to_owned(), kind, hash: ContentHash([0; 32]), meta, missing: 0, kept: false }
}

/// Head of a record that was read.
pub(super) fn head_of(record: &rdf::Record) -> RecordHead {
    let rdf::Record { key, kind, hash, meta, .. } = record.clone();
    RecordHead { key, kind, hash, meta, missing: 0, kept: false }
}

fn dataset(key: &str, title: &str, uuid: Option<&str>) -> RecordHead {
    head(key, RecordKind::Dataset, title, uuid)
}

type World = Vec<(Source, Vec<RecordHead>)>;

/// The merge in words that do not depend on the order of sources.
fn describe(world: &World) -> (BTreeSet<Vec<String>>, Vec<String>) {
    let candidates: Vec<_> = world.iter().map(|(source, heads)| Candidate { source, heads }).collect();
    let merged = merge(&candidates, &Claims::default());
    let name = |member: &Member| {
        let (source, heads) = &world[member.source];
        format!("{} {}", source.id, heads[member.record].key)
    };
    let clusters = merged.clusters.iter().map(|cluster| cluster.members.iter().map(name).collect()).collect();
    let findings =
        merged.findings.iter().map(|(source, finding)| format!("{source} {} {:?}", finding.code, finding.record));
    (clusters, findings.collect())
}

fn clusters(world: &World) -> BTreeSet<Vec<String>> {
    describe(world).0
}

fn set(clusters: &[&[&str]]) -> BTreeSet<Vec<String>> {
    clusters.iter().map(|members| members.iter().map(|&member| member.to_owned()).collect()).collect()
}

#[test]
fn the_same_iri_is_one_thing_and_rank_class_host_and_id_decide() {
    let iri = "https://agency.example/1";
    let mut world: World = vec![
        (source("aggregator", SourceClass::Aggregating), vec![dataset(iri, "Ett", None)]),
        (source("b", SourceClass::Public), vec![dataset(iri, "Ett", None)]),
        (source("company", SourceClass::Private), vec![dataset(iri, "Ett", None)]),
        (source("agency", SourceClass::Public), vec![dataset(iri, "Ett", None)]),
        (source("a", SourceClass::Public), vec![dataset(iri, "Ett", None)]),
    ];
    let order = |ids: [&str; 5]| BTreeSet::from([ids.map(|id| format!("{id} {iri}")).to_vec()]);
    assert_eq!(clusters(&world), order(["agency", "a", "b", "company", "aggregator"]));
    world[0].0.rank = Some(7);
    world[2].0.rank = Some(3);
    assert_eq!(clusters(&world), order(["company", "aggregator", "agency", "a", "b"]));
}

#[test]
fn equal_uuids_unite_across_sources() {
    let world: World = vec![
        (source("a", SourceClass::Public), vec![dataset("urn:a", "Badplatser", Some(UUID))]),
        (source("b", SourceClass::Aggregating), vec![dataset("urn:b", "Badplatser i Lund", Some(UUID))]),
        (source("c", SourceClass::Aggregating), vec![dataset("urn:b", "Badplatser i Lund", None)]),
    ];
    assert_eq!(describe(&world), (set(&[&["a urn:a", "b urn:b", "c urn:b"]]), Vec::new()));
}

#[test]
fn a_uuid_that_lies_is_told_and_unites_nothing() {
    let world: World = vec![
        (
            source("a", SourceClass::Public),
            vec![dataset("urn:a1", "Skolor", Some(UUID)), dataset("urn:a2", "Bibliotek", Some(UUID))],
        ),
        (source("b", SourceClass::Public), vec![dataset("urn:b", "Badplatser", Some(UUID))]),
        (source("c", SourceClass::Public), vec![dataset("urn:c", "Vägar", Some(UUID))]),
    ];
    let (clusters, findings) = describe(&world);
    assert_eq!(clusters, set(&[&["a urn:a1"], &["a urn:a2"], &["b urn:b"], &["c urn:c"]]));
    assert_eq!(findings, ["a merge-uuid-twice Some(\"urn:a2\")", "c merge-uuid-other-title Some(\"urn:c\")"]);
}

#[test]
fn who_only_mentions_a_dataset_does_not_take_it() {
    let world: World = vec![
        (source("a", SourceClass::Public), vec![head("urn:x", RecordKind::Shared, "Ett", None)]),
        (source("b", SourceClass::Aggregating), vec![dataset("urn:x", "Ett", None)]),
    ];
    assert_eq!(clusters(&world), set(&[&["b urn:x", "a urn:x"]]));
}

#[test]
fn an_agent_is_won_by_the_source_of_its_organisation() {
    let iri = "https://register.example/org/212000-1355";
    let other = "https://register.example/org/goteborg";
    let agents = || vec![head(iri, RecordKind::Shared, "X", None), head(other, RecordKind::Shared, "X", None)];
    let mut world: World =
        vec![(source("a", SourceClass::Public), agents()), (source("z", SourceClass::Private), agents())];
    world[1].0.organisation = Some("SE2120001355".to_owned());
    let candidates: Vec<_> = world.iter().map(|(source, heads)| Candidate { source, heads }).collect();
    assert_eq!(contested(&candidates).len(), 2);
    let winner =
        |claims: &Claims, iri| merge(&candidates, claims).cluster_of(iri).map(|cluster| cluster.winner().source);
    assert_eq!(winner(&Claims::default(), iri), Some(1));
    assert_eq!(winner(&Claims::default(), other), Some(0));
    let stated = Claims::from_iter([(other.to_owned(), BTreeSet::from(["2120001355".to_owned()]))]);
    assert_eq!(winner(&stated, other), Some(1));
}

#[test]
fn parts_follow_kind_and_winner() {
    let mut sub = head("urn:sub", RecordKind::Catalog, "Del", None);
    sub.meta.catalogs = vec!["urn:main".to_owned()];
    let world: World = vec![
        (
            source("a", SourceClass::Public),
            vec![
                dataset("urn:1", "Ett", None),
                head("urn:main", RecordKind::Catalog, "Hel", None),
                sub,
                head("urn:record", RecordKind::CatalogRecord, "", None),
                head("#remainder", RecordKind::Remainder, "", None),
            ],
        ),
        (
            source("b", SourceClass::Public),
            vec![dataset("urn:1", "Ett", None), head("#remainder", RecordKind::Remainder, "", None)],
        ),
    ];
    let candidates: Vec<_> = world.iter().map(|(source, heads)| Candidate { source, heads }).collect();
    let merged = merge(&candidates, &Claims::default());
    let parts = |source: usize| -> Vec<Part> {
        (0..world[source].1.len()).map(|record| merged.part(Member { source, record })).collect()
    };
    assert_eq!(parts(0), [Part::Whole, Part::Whole, Part::Nothing, Part::Provenance, Part::Rest]);
    assert_eq!(parts(1), [Part::Nothing, Part::Rest]);
    assert_eq!(merged.main_catalog(0, "urn:sub"), Some("urn:main"));
    assert_eq!(merged.main_catalog(1, "urn:sub"), None);
}

/// Class, rank and records (IRI, UUID, title, only mentioned) of a source, as numbers.
type Numbers = (u8, Option<u32>, Vec<(u8, u8, u8, bool)>);

fn any_world() -> impl Strategy<Value = World> {
    let record = (0..6_u8, 0..4_u8, 0..3_u8, prop::bool::weighted(0.2));
    let records = prop::collection::vec(record, 0..6);
    let configured = (0..3_u8, prop::option::weighted(0.3, 0..2_u32), records);
    prop::collection::vec(configured, 1..6).prop_map(|sources| {
        let build = |(number, (class, rank, records)): (usize, Numbers)| {
            let class = [SourceClass::Public, SourceClass::Private, SourceClass::Aggregating][usize::from(class)];
            let mut source = source(&format!("s{number}"), class);
            source.rank = rank;
            let mut heads: Vec<RecordHead> = records
                .into_iter()
                .map(|(iri, uuid, title, shared)| {
                    let uuid = (uuid > 0).then(|| format!("uuid-{uuid}"));
                    let title = ["Badplatser", "Badplatser i Lund", "Skolor"][usize::from(title)];
                    let kind = if shared { RecordKind::Shared } else { RecordKind::Dataset };
                    head(&format!("https://s{iri}.example/x"), kind, title, uuid.as_deref())
                })
                .collect();
            heads.sort_by(|one, other| one.key.cmp(&other.key));
            heads.dedup_by(|one, other| one.key == other.key);
            (source, heads)
        };
        sources.into_iter().enumerate().map(build).collect()
    })
}

fn name(source: &str, record: &str) -> RecordName {
    RecordName { source: source.parse().unwrap(), record: record.to_owned() }
}

fn rule(number: u64, kind: RuleKind, record: RecordName, other: Option<RecordName>) -> MergeRule {
    let at = chrono::DateTime::UNIX_EPOCH;
    MergeRule { number, kind, record, other, at, by: String::new(), reason: String::new() }
}

/// Clusters under rules, in words.
fn ruled(world: &World, rules: &[MergeRule]) -> BTreeSet<Vec<String>> {
    let candidates: Vec<_> = world.iter().map(|(source, heads)| Candidate { source, heads }).collect();
    let merged = merge_with(&candidates, &Claims::default(), rules);
    let name = |member: &Member| format!("{} {}", world[member.source].0.id, world[member.source].1[member.record].key);
    merged.clusters.iter().map(|cluster| cluster.members.iter().map(name).collect()).collect()
}

fn three_with_one_uuid() -> World {
    vec![
        (source("a", SourceClass::Public), vec![dataset("urn:a", "Badplatser", Some(UUID))]),
        (source("b", SourceClass::Public), vec![dataset("urn:b", "Badplatser", Some(UUID))]),
        (source("c", SourceClass::Public), vec![dataset("urn:c", "Badplatser", Some(UUID))]),
    ]
}

#[test]
fn the_operator_keeps_apart_and_pins() {
    let world = three_with_one_uuid();
    let apart = |other: &str| rule(1, RuleKind::Apart, name(other, &format!("urn:{other}")), Some(name("a", "urn:a")));
    assert_eq!(ruled(&world, &[apart("b")]), set(&[&["a urn:a", "c urn:c"], &["b urn:b"]]));
    // Those that may not join the best are one thing among themselves.
    assert_eq!(ruled(&world, &[apart("b"), apart("c")]), set(&[&["a urn:a"], &["b urn:b", "c urn:c"]]));
    let pin = |number, id: &str| rule(number, RuleKind::Pin, name(id, &format!("urn:{id}")), None);
    assert_eq!(ruled(&world, &[pin(1, "c")]), set(&[&["c urn:c", "a urn:a", "b urn:b"]]));
    assert_eq!(
        ruled(&world, &[pin(2, "b"), pin(1, "c")]),
        set(&[&["b urn:b", "c urn:c", "a urn:a"]]),
        "the newest counts"
    );
}

#[test]
fn an_explanation_says_who_why_and_what_not() {
    let mut world = three_with_one_uuid();
    world[2].1[0].meta.title = Some("Skolor".to_owned());
    world[1].0.class = SourceClass::Aggregating;
    let candidates: Vec<_> = world.iter().map(|(source, heads)| Candidate { source, heads }).collect();
    let member = |source| Member { source, record: 0 };
    let explained = explain(&candidates, &Claims::default(), &[], "urn:b").unwrap();
    assert_eq!(explained.members, [(member(0), Bond::Uuid), (member(1), Bond::Uuid)]);
    assert_eq!((explained.decider, explained.refused), (Decider::Class, vec![(member(2), Refusal::Title)]));
    let rules = [rule(1, RuleKind::Apart, name("a", "urn:a"), Some(name("b", "urn:b")))];
    let explained = explain(&candidates, &Claims::default(), &rules, "urn:a").unwrap();
    assert_eq!((explained.members, explained.decider), (vec![(member(0), Bond::Alone)], Decider::Alone));
    assert_eq!(explained.refused, [(member(1), Refusal::Apart), (member(2), Refusal::Title)]);
    assert_eq!(explain(&candidates, &Claims::default(), &[], "urn:none"), None);
}

#[test]
fn nobody_renames_an_organisation_that_publishes_itself() {
    let iri = "https://register.example/org/212000-1355";
    let mut world: World = vec![
        (source("a", SourceClass::Public), vec![head(iri, RecordKind::Shared, "Göteborg!!!", None)]),
        (source("z", SourceClass::Private), vec![head(iri, RecordKind::Shared, "Göteborgs Stad", None)]),
    ];
    assert_eq!(describe(&world).1, Vec::<String>::new(), "nobody's own");
    world[1].0.organisation = Some("SE2120001355".to_owned());
    let (clusters, findings) = describe(&world);
    assert_eq!(clusters, BTreeSet::from([vec![format!("z {iri}"), format!("a {iri}")]]));
    assert_eq!(findings, [format!("a merge-agent-renamed Some({iri:?})")]);
}

/// A source and an IRI by their numbers.
type Name = (u8, u8);

fn any_rules() -> impl Strategy<Value = Vec<MergeRule>> {
    let record = || (0..5_u8, 0..6_u8);
    let name = |(source, iri): (u8, u8)| name(&format!("s{source}"), &format!("https://s{iri}.example/x"));
    let one = (prop::bool::ANY, record(), record());
    prop::collection::vec(one, 0..5).prop_map(move |rules| {
        let build = |(number, (apart, one, other)): (usize, (bool, Name, Name))| {
            let (kind, other) = if apart { (RuleKind::Apart, Some(name(other))) } else { (RuleKind::Pin, None) };
            rule(number as u64 + 1, kind, name(one), other)
        };
        rules.into_iter().enumerate().map(build).collect()
    })
}

proptest! {
    #[test]
    fn the_order_of_sources_and_rules_does_not_matter(
        (world, shuffled, rules, other_rules) in (any_world(), any_rules()).prop_flat_map(|(world, rules)| {
            (Just(world.clone()), Just(world).prop_shuffle(), Just(rules.clone()), Just(rules).prop_shuffle())
        })
    ) {
        prop_assert_eq!(ruled(&world, &rules), ruled(&shuffled, &other_rules));
    }

    #[test]
    fn what_is_kept_apart_never_meets_and_what_is_pinned_wins((world, rules) in (any_world(), any_rules())) {
        let clusters = ruled(&world, &rules);
        let text = |name: &RecordName| format!("{} {}", name.source, name.record);
        for rule in &rules {
            let record = text(&rule.record);
            let Some(cluster) = clusters.iter().find(|members| members.contains(&record)) else { continue };
            if let Some(other) = &rule.other {
                let same_iri = other.record == rule.record.record;
                prop_assert!(same_iri || !cluster.contains(&text(other)), "{:?} in {:?}", rule, cluster);
            }
        }
        let describes = |record: &str| world.iter().any(|(source, heads)| heads.iter().any(|head| {
            format!("{} {}", source.id, head.key) == record && head.kind == RecordKind::Dataset
        }));
        for cluster in &clusters {
            let pinned = rules.iter().filter(|rule| rule.kind == RuleKind::Pin).filter(|rule| {
                cluster.contains(&text(&rule.record)) && describes(&text(&rule.record))
            });
            if let Some(newest) = pinned.max_by_key(|rule| rule.number) {
                prop_assert_eq!(&cluster[0], &text(&newest.record));
            }
        }
    }

    /// What an explanation looks at is enough: among its relatives the merge decides as among all.
    #[test]
    fn relatives_decide_as_all_do((world, rules) in (any_world(), any_rules())) {
        let all = ruled(&world, &rules);
        for cluster in &all {
            let mut iris: BTreeSet<String> = cluster.iter().map(|member| member.split(' ').nth(1).unwrap().to_owned()).collect();
            loop {
                let uuids: BTreeSet<&String> = world.iter().flat_map(|(_, heads)| heads)
                    .filter(|head| iris.contains(&head.key)).filter_map(|head| head.meta.uuid.as_ref()).collect();
                let more: BTreeSet<String> = world.iter().flat_map(|(_, heads)| heads)
                    .filter(|head| iris.contains(&head.key) || head.meta.uuid.as_ref().is_some_and(|uuid| uuids.contains(uuid)))
                    .map(|head| head.key.clone()).collect();
                if more == iris { break }
                iris = more;
            }
            let part: World = world.iter().map(|(source, heads)| {
                (source.clone(), heads.iter().filter(|head| iris.contains(&head.key)).cloned().collect())
            }).collect();
            prop_assert!(ruled(&part, &rules).contains(cluster));
        }
    }

    #[test]
    fn the_order_of_sources_does_not_matter((world, shuffled) in any_world().prop_flat_map(|world| {
        (Just(world.clone()), Just(world).prop_shuffle())
    })) {
        prop_assert_eq!(describe(&world), describe(&shuffled));
    }

    #[test]
    fn every_record_is_in_one_cluster_that_has_each_source_once(world in any_world()) {
        let candidates: Vec<_> = world.iter().map(|(source, heads)| Candidate { source, heads }).collect();
        let merged = merge(&candidates, &Claims::default());
        let all: Vec<Member> = merged.clusters.iter().flat_map(|cluster| cluster.members.iter().copied()).collect();
        let records: usize = world.iter().map(|(_, heads)| heads.len()).sum();
        prop_assert_eq!(all.len(), records);
        prop_assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), records);
        for cluster in &merged.clusters {
            let sources: BTreeSet<usize> = cluster.members.iter().map(|member| member.source).collect();
            prop_assert_eq!(sources.len(), cluster.members.len(), "two records of one source in a cluster");
            let whole = cluster.members.iter().filter(|member| merged.part(**member) == Part::Whole).count();
            prop_assert_eq!(whole, 1, "one winner");
        }
    }
}
