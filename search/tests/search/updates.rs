//! Following the catalog: only differences are written, and nothing can break the index for good.

use crate::common::{asking, catalog, dataset, ids, index};
use model::Seq;
use model::view::{ResourceKind, ResourceSummary};
use search::{SearchError, SearchIndex};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn directories(published: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(published).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

#[test]
fn only_differences_are_written() {
    let published = tempfile::tempdir().unwrap();
    let mut all = catalog();
    let mut index = index(published.path(), &all);
    let before = index.searcher().unwrap();
    assert_eq!(index.update(Seq(2), &all).unwrap(), 0, "equal content writes nothing");
    assert_eq!(index.seq(), Seq(2));
    all[0].title.0.insert("sv".to_owned(), "Nakenbad".to_owned());
    all.retain(|one| one.id != "lekp");
    all.push(dataset("nytt", "Nytt"));
    assert_eq!(index.update(Seq(3), &all).unwrap(), 3);
    let after = index.searcher().unwrap();
    assert_eq!(ids(&after, &asking("nakenbad")), ["bad1"]);
    assert!(ids(&after, &asking("lekplatser")).is_empty());
    assert_eq!(ids(&before, &asking("lekplatser")), ["lekp"], "a searcher stays as it was");
    assert_eq!((before.seq(), after.seq()), (Seq(1), Seq(3)));
}

#[test]
fn a_series_that_comes_later_hides_its_members() {
    let published = tempfile::tempdir().unwrap();
    let all = catalog();
    let without_series: Vec<_> = all.iter().filter(|one| one.id != "ser1").cloned().collect();
    let mut index = index(published.path(), &without_series);
    assert_eq!(ids(&index.searcher().unwrap(), &asking("valresultat")).len(), 2);
    index.update(Seq(2), &all).unwrap();
    let found = ids(&index.searcher().unwrap(), &asking("valresultat"));
    assert!(!found.contains(&"val1".to_owned()) && !found.contains(&"val2".to_owned()), "{found:?}");
}

#[test]
fn reopening_goes_on_where_it_was() {
    let published = tempfile::tempdir().unwrap();
    let all = catalog();
    drop(index(published.path(), &all));
    let mut again = SearchIndex::open(published.path(), "journal").unwrap();
    assert_eq!(again.seq(), Seq(1));
    assert_eq!(again.searcher().unwrap().len(), all.len() as u64);
    assert_eq!(again.update(Seq(2), &all).unwrap(), 0);
    assert_eq!(directories(published.path()).len(), 1);
}

#[test]
fn another_journal_gets_an_index_of_its_own() {
    let published = tempfile::tempdir().unwrap();
    drop(index(published.path(), &catalog()));
    let mut other = SearchIndex::open(published.path(), "other").unwrap();
    assert_eq!(other.seq(), Seq(0));
    assert!(other.searcher().unwrap().is_empty());
    assert_eq!(directories(published.path()).len(), 2, "the old one stays until the new one stands for the catalog");
    other.update(Seq(7), &catalog()).unwrap();
    assert_eq!(directories(published.path()).len(), 1);
    drop(other);
    assert_eq!(SearchIndex::open(published.path(), "other").unwrap().seq(), Seq(7));
}

#[test]
fn a_second_writer_is_told_and_a_reader_is_welcome() {
    let published = tempfile::tempdir().unwrap();
    let mut index = index(published.path(), &catalog());
    let refused = SearchIndex::open(published.path(), "journal").unwrap_err();
    assert!(matches!(refused, SearchError::Locked { .. }), "{refused}");
    let reader = SearchIndex::open_read_only(published.path(), "journal").unwrap().unwrap();
    assert_eq!(reader.seq(), Seq(1));
    index.update(Seq(2), &[dataset("ett", "Ett")]).unwrap();
    assert_eq!(ids(&reader, &asking("badplatser")).len(), 2, "the reader keeps its commit");
    let newer = SearchIndex::open_read_only(published.path(), "journal").unwrap().unwrap();
    assert_eq!((newer.seq(), newer.len()), (Seq(2), 1));
    let empty = tempfile::tempdir().unwrap();
    assert!(SearchIndex::open_read_only(empty.path(), "journal").unwrap().is_none());
    assert!(SearchIndex::open_read_only(&empty.path().join("missing"), "journal").unwrap().is_none());
}

/// Each way of damaging the newest index leads to a new one, never to an error or a panic.
#[test]
fn a_damaged_index_is_made_anew() {
    let damages: [fn(&Path); 5] = [
        |index| fs::write(index.join("meta.json"), "{").unwrap(),
        |index| fs::remove_file(index.join("meta.json")).unwrap(),
        |index| fs::remove_file(index.join("skord-fingerprint")).unwrap(),
        |index| segment_files(index).iter().for_each(|file| fs::write(file, "").unwrap()),
        |index| segment_files(index).iter().for_each(|file| fs::remove_file(file).unwrap()),
    ];
    for (number, damage) in damages.into_iter().enumerate() {
        let published = tempfile::tempdir().unwrap();
        drop(index(published.path(), &catalog()));
        damage(&directories(published.path())[0]);
        let mut index = SearchIndex::open(published.path(), "journal").unwrap();
        assert_eq!(index.seq(), Seq(0), "damage {number}");
        index.update(Seq(5), &catalog()).unwrap();
        assert_eq!(ids(&index.searcher().unwrap(), &asking("badplatser")).len(), 2);
        assert_eq!(directories(published.path()).len(), 1, "damage {number}");
    }
}

fn segment_files(index: &Path) -> Vec<PathBuf> {
    directories(index).into_iter().filter(|file| file.extension().is_some_and(|e| e != "json" && e != "lock")).collect()
}

#[test]
fn an_id_that_occurs_twice_is_indexed_once() {
    let published = tempfile::tempdir().unwrap();
    let index = index(published.path(), &[dataset("ett", "Första"), dataset("ett", "Andra")]);
    let searcher = index.searcher().unwrap();
    assert_eq!(searcher.len(), 1);
    assert_eq!(ids(&searcher, &asking("första")), ["ett"]);
}

#[test]
fn a_catalog_that_has_doubled_learns_its_words_again() {
    let published = tempfile::tempdir().unwrap();
    let mut index = index(published.path(), &[dataset("ett", "Snöröjning")]);
    let mut all: Vec<_> = (0..5).map(|n| dataset(&format!("n{n}"), "Om röjning i snö")).collect();
    all.push(dataset("ett", "Snöröjning"));
    assert!(ids(&index.searcher().unwrap(), &asking("röjning")).is_empty());
    assert_eq!(index.update(Seq(2), &all).unwrap(), 6, "all are analysed again");
    assert_eq!(ids(&index.searcher().unwrap(), &asking("röjning")).len(), 6);
    assert_eq!(index.update(Seq(3), &all).unwrap(), 0);
    drop(index);
    let words = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "tsv");
    assert_eq!(directories(&directories(published.path())[0]).iter().filter(|path| words(path)).count(), 1);
    let again = SearchIndex::open(published.path(), "journal").unwrap();
    assert_eq!(ids(&again.searcher().unwrap(), &asking("röjning")).len(), 6, "the words are read back");
}

fn shared(all: Vec<ResourceSummary>) -> Vec<Arc<ResourceSummary>> {
    all.into_iter().map(Arc::new).collect()
}

fn found(index: &SearchIndex, q: &str) -> Vec<String> {
    let mut found = ids(&index.searcher().unwrap(), &asking(q));
    found.sort();
    found
}

#[test]
fn shared_summaries_are_known_again_and_a_changed_place_in_the_catalog_is_seen() {
    let directory = tempfile::tempdir().unwrap();
    let mut index = SearchIndex::open(directory.path(), "j").unwrap();
    let mut series = dataset("serie", "Mätserien");
    series.kind = ResourceKind::Series;
    let mut member = dataset("del", "Mätning ett");
    member.in_series = vec![series.iri.clone()];
    let mut all = shared(vec![series, member, dataset("ett", "Badplatser")]);
    assert_eq!(index.update(Seq(1), &all).unwrap(), 3);
    assert_eq!(index.update(Seq(2), &all).unwrap(), 0, "the same objects");
    assert_eq!(found(&index, ""), ["ett", "serie"], "members stand behind their series");
    // The object of the member stays, but what it is in the catalog does not.
    all.remove(0);
    assert_eq!(index.update(Seq(3), &all).unwrap(), 2, "the series goes, and its member stands by itself");
    assert_eq!(found(&index, ""), ["del", "ett"]);
    // Another object with the same content is no change; other content is.
    all[1] = Arc::new(ResourceSummary::clone(&all[1]));
    assert_eq!(index.update(Seq(4), &all).unwrap(), 0);
    all[1] = Arc::new(dataset("ett", "Simhallar"));
    assert_eq!(index.update(Seq(5), &all).unwrap(), 1);
    assert_eq!(found(&index, "simhallar"), ["ett"]);
    assert_eq!(index.update(Seq(6), &all).unwrap(), 0);
}

#[test]
fn after_a_start_the_index_learns_what_it_was_made_of_and_heals_what_differs() {
    let directory = tempfile::tempdir().unwrap();
    let all = shared(vec![dataset("ett", "Badplatser"), dataset("två", "Lekplatser")]);
    SearchIndex::open(directory.path(), "j").unwrap().update(Seq(1), &all).unwrap();
    let mut index = SearchIndex::open(directory.path(), "j").unwrap();
    // The program of today reads one summary otherwise than the one that made the index.
    let now = vec![Arc::clone(&all[0]), Arc::new(dataset("två", "Lekplatser och parker"))];
    index.learn(&now).unwrap();
    assert_eq!(found(&index, "parker"), Vec::<String>::new());
    assert_eq!(index.update(Seq(2), &now).unwrap(), 1, "what it could not learn is written");
    assert_eq!(found(&index, "parker"), ["två"]);
    assert_eq!(index.update(Seq(3), &now).unwrap(), 0);
}
