//! What is offered while typing.

use crate::common::{With, catalog, dataset, searcher};
use search::{Searcher, SuggestionKind};

fn texts(searcher: &Searcher, typed: &str) -> Vec<String> {
    searcher.suggest(typed, 10).unwrap().into_iter().map(|one| one.text).collect()
}

#[test]
fn titles_keywords_and_publishers_by_any_of_their_words() {
    let (_directory, searcher) = searcher(&catalog());
    assert_eq!(texts(&searcher, "elb"), ["elbil"]);
    assert_eq!(texts(&searcher, "GÖTE"), ["Göteborgs Stad"]);
    assert_eq!(texts(&searcher, "gote"), ["Göteborgs Stad"]);
    assert_eq!(texts(&searcher, "centralby"), ["Statistiska centralbyrån"]);
    assert_eq!(texts(&searcher, "förskolor i m"), ["Förskolor i Malmö"]);
    let publisher = &searcher.suggest("statistiska", 1).unwrap()[0];
    assert_eq!(
        (publisher.kind, publisher.value.as_deref(), publisher.count),
        (SuggestionKind::Publisher, Some("scb"), 2)
    );
    for nothing in ["", " ", "\"", "xyzzy", "\u{1f}"] {
        assert!(texts(&searcher, nothing).is_empty(), "{nothing:?}");
    }
}

#[test]
fn what_starts_so_comes_first_and_hidden_resources_do_not_count() {
    let all = vec![
        dataset("a", "Nya vägar"),
        dataset("b", "Vägar"),
        dataset("c", "C").keywords("sv", &["väg"]),
        dataset("d", "D").keywords("sv", &["väg"]),
    ];
    let (_directory, searcher) = searcher(&all);
    let found = searcher.suggest("väg", 10).unwrap();
    let found: Vec<_> = found.iter().map(|one| (one.text.as_str(), one.count)).collect();
    assert_eq!(found, [("väg", 2), ("Vägar", 1), ("Nya vägar", 1)]);
    let (_directory, searcher) = crate::common::searcher(&catalog());
    assert!(texts(&searcher, "valresultat").is_empty(), "members are not shown by default");
}
