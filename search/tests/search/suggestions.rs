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
    for typed in ["GÖTE", "gote"] {
        assert_eq!(texts(&searcher, typed), ["Göteborg", "Göteborgs Stad"], "the place and the publisher");
    }
    assert_eq!(texts(&searcher, "scb"), ["Statistiska centralbyrån"], "an acronym");
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

#[test]
fn forms_of_one_keyword_are_offered_once_with_the_results_of_all() {
    let all = vec![
        dataset("a", "A").keywords("sv", &["lekplats"]),
        dataset("b", "B").keywords("sv", &["Lekplatser", "lekplats"]),
        dataset("c", "C").keywords("sv", &["Lekplatser"]),
        dataset("d", "D").keywords("sv", &["lekplatser"]),
    ];
    let (_directory, searcher) = searcher(&all);
    let found = searcher.suggest("lekp", 10).unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].text.to_lowercase().as_str(), found[0].count), ("lekplatser", 4));
}

#[test]
fn a_slip_is_forgiven_from_four_letters_on() {
    let (_directory, searcher) = searcher(&[dataset("a", "Badplatser i Lund"), dataset("b", "Luftkvalitet")]);
    for typed in ["badlpats", "badpatser", "bafplatser", "badplaster i l"] {
        assert_eq!(texts(&searcher, typed), ["Badplatser i Lund"], "{typed}");
    }
    assert!(texts(&searcher, "bda").is_empty());
    assert!(texts(&searcher, "xadplatser").is_empty(), "the first letter is taken as right");
}

#[test]
fn themes_have_their_code_and_words_are_completed_behind_others() {
    let all = vec![
        dataset("a", "Lekplatser").theme("ENVI").text("sv", "", "Lekplatser i Malmö"),
        dataset("b", "Utegym i Malmö"),
    ];
    let (_directory, searcher) = searcher(&all);
    let found = searcher.suggest("miljö", 10).unwrap();
    assert_eq!((found[0].kind, found[0].value.as_deref(), found[0].count), (SuggestionKind::Theme, Some("ENVI"), 1));
    let found = searcher.suggest("lekplatser mal", 10).unwrap();
    assert_eq!((found[0].text.as_str(), found[0].count), ("lekplatser Malmö", 1));
}

#[test]
fn the_same_title_of_several_is_offered_once() {
    let (_directory, searcher) =
        searcher(&[dataset("a", "Badplatser"), dataset("b", "Badplatser"), dataset("c", "Bad")]);
    let found = searcher.suggest("badp", 10).unwrap();
    assert_eq!((found.len(), found[0].count, found[0].value.as_deref()), (1, 2, None));
}
