//! Sorting and paging.

use crate::common::{With, asking, catalog, dataset, ids, searcher};
use search::{SearchRequest, Sort};

fn sorted(q: &str, sort: Sort) -> SearchRequest {
    SearchRequest { sort, ..asking(q) }
}

#[test]
fn newest_first_and_undated_last() {
    let (_directory, searcher) = searcher(&catalog());
    let found = ids(&searcher, &sorted("", Sort::Modified));
    assert_eq!(found[..6], ["pop1", "pop2", "air1", "bad2", "fors", "bad1"]);
    let undated = &found[8..];
    assert!(undated.is_sorted(), "ties by id: {undated:?}");
    assert_eq!(found, ids(&searcher, &sorted("", Sort::Relevance)), "without words relevance is modified");
    let before_1970 = searcher_of_dates(&[-5, 5, 0]);
    assert_eq!(before_1970, ["d5", "d0", "d-5"]);
}

fn searcher_of_dates(dates: &[i64]) -> Vec<String> {
    let all: Vec<_> = dates.iter().map(|date| dataset(&format!("d{date}"), "Datum").at(*date)).collect();
    let (_directory, searcher) = searcher(&all);
    ids(&searcher, &sorted("datum", Sort::Modified))
}

#[test]
fn titles_in_swedish_order() {
    let (_directory, searcher) = searcher(&catalog());
    let found = ids(&searcher, &sorted("", Sort::Title));
    let place = |id: &str| found.iter().position(|one| one == id).unwrap();
    assert!(place("bad1") < place("bad2") && place("bad2") < place("vagg"));
    assert_eq!(found[found.len() - 4..], ["arko", "angs", "odla", "pop2"], "Å, Ä, Ö after Z");
}

#[test]
fn equal_scores_are_ordered_by_date_then_id() {
    let all = vec![dataset("b", "Träd"), dataset("c", "Träd").at(1), dataset("a", "Träd"), dataset("d", "Träd").at(2)];
    let (_directory, searcher) = searcher(&all);
    assert_eq!(ids(&searcher, &asking("träd")), ["d", "c", "a", "b"]);
}

#[test]
fn pages_join_to_the_whole_without_a_ceiling() {
    let all: Vec<_> =
        (0..12_345).map(|n| dataset(&format!("n{n:05}"), &format!("Träd {}", n % 97)).at(n % 1000)).collect();
    let (_directory, searcher) = searcher(&all);
    for sort in [Sort::Relevance, Sort::Modified, Sort::Title] {
        let request = SearchRequest { limit: 50, ..sorted("träd", sort) };
        let whole = searcher.ids(&request).unwrap();
        assert_eq!(whole.len(), 12_345);
        for offset in [0, 50, 9_990, 10_000, 12_300, 12_345, 99_999] {
            let page = searcher.search(&SearchRequest { offset, ..request.clone() }).unwrap();
            let found: Vec<String> = page.items.into_iter().map(|item| item.id).collect();
            let from = whole.len().min(usize::try_from(offset).unwrap());
            let to = whole.len().min(from + 50);
            assert_eq!(found, whole[from..to], "{sort:?} {offset}");
            assert_eq!(page.total, 12_345);
        }
    }
}
