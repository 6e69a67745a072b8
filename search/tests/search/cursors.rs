//! Walking through results with cursors while the catalog changes.

use crate::common::{With, asking, dataset};
use model::Seq;
use model::view::ResourceSummary;
use search::{Cursor, SearchIndex, SearchRequest, Sort};
use std::collections::BTreeSet;

/// Datasets that match, of which every tenth will change or go.
fn catalog(size: usize) -> Vec<ResourceSummary> {
    let words = ["vatten", "vatten vatten", "vatten och luft", "luft vatten mark", "mark och vatten i Lund"];
    let made = (0..size).map(|number| {
        let title = format!("{} {}", words[number % words.len()], number * 7919 % size);
        dataset(&format!("d{number:05}"), &title).at(i64::try_from(number * 31 % 977).unwrap_or_default())
    });
    made.collect()
}

fn is_mobile(id: &str) -> bool {
    id.ends_with('3')
}

/// Withdraws one, changes another, adds a third: all of those that may move.
fn disturb(all: &mut Vec<ResourceSummary>, round: usize) {
    if let Some(at) = all.iter().position(|one| is_mobile(&one.id)) {
        all.remove(at);
    }
    if let Some(one) = all.iter_mut().rev().find(|one| is_mobile(&one.id)) {
        one.title = model::LangText::new("sv", &format!("vatten {round} nytt"));
        one.sort_instant = Some(5000);
    }
    let added = dataset(&format!("n{round:04}3"), "vatten vatten vatten luft").at(900);
    all.push(added);
}

/// Walks through everything with a commit after each page; returns the ids in the order in which they came.
fn walk(sort: Sort, q: &str, size: usize, per_page: u64) -> Vec<String> {
    let directory = tempfile::tempdir().expect("a directory");
    let mut index = SearchIndex::open(directory.path(), "journal").expect("an index");
    let mut all = catalog(size);
    index.update(Seq(1), &all).expect("a commit");
    let mut request = SearchRequest { sort, limit: per_page, ..asking(q) };
    let mut seen = Vec::new();
    for round in 0.. {
        let searcher = index.searcher().expect("a searcher");
        let response = searcher.search(&request).expect("a page");
        seen.extend(response.items.iter().map(|item| item.id.clone()));
        let Some(next) = response.next else { break };
        request.after = Some(Cursor::read(&next, &request).expect("a cursor"));
        disturb(&mut all, round);
        index.update(Seq(round as u64 + 2), &all).expect("a commit");
    }
    seen
}

fn each_resting_one_came_once(seen: &[String], size: usize) {
    let resting: Vec<&String> = seen.iter().filter(|id| !is_mobile(id)).collect();
    let unique: BTreeSet<&String> = resting.iter().copied().collect();
    assert_eq!(resting.len(), unique.len(), "none came twice");
    let expected = (0..size).map(|number| format!("d{number:05}")).filter(|id| !is_mobile(id)).count();
    assert_eq!(unique.len(), expected, "none was left out");
}

#[test]
fn a_walk_by_date_of_5000_hits_neither_repeats_nor_skips() {
    each_resting_one_came_once(&walk(Sort::Modified, "", 5000, 200), 5000);
}

#[test]
fn a_walk_by_title_or_relevance_neither_repeats_nor_skips() {
    each_resting_one_came_once(&walk(Sort::Title, "", 1000, 100), 1000);
    let by_relevance = walk(Sort::Relevance, "vatten", 1000, 100);
    each_resting_one_came_once(&by_relevance, 1000);
    let quiet: BTreeSet<&String> = by_relevance.iter().collect();
    assert_eq!(quiet.len(), by_relevance.len(), "the order that it began with holds to the end");
}

#[test]
fn pages_of_a_walk_are_those_of_one_long_list() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut index = SearchIndex::open(directory.path(), "journal").expect("an index");
    index.update(Seq(1), &catalog(230)).expect("a commit");
    let searcher = index.searcher().expect("a searcher");
    for (sort, q) in
        [(Sort::Relevance, "vatten luft"), (Sort::Title, ""), (Sort::Modified, ""), (Sort::Quality, "mark")]
    {
        let request = SearchRequest { sort, limit: 7, ..asking(q) };
        let whole = searcher.ids(&request).expect("ids");
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let response = searcher.search(&SearchRequest { after, ..request.clone() }).expect("a page");
            assert_eq!(response.total, whole.len() as u64);
            seen.extend(response.items.into_iter().map(|item| item.id));
            let Some(next) = response.next else { break };
            after = Some(Cursor::read(&next, &request).expect("a cursor"));
        }
        assert_eq!(seen, whole, "{sort:?}");
    }
}
