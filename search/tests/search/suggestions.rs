//! What is offered while typing.

use crate::common::{With, asking, catalog, dataset, searcher};
use model::Seq;
use search::{Destination, Filters, SearchIndex, SearchRequest, Searcher, Suggestion, SuggestionKind};

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
    assert_eq!(found, [("väg", 4), ("Vägar", 1), ("Nya vägar", 1)], "a keyword leads to a search for it");
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
    let complete = searcher.search(&asking("Badplatser")).unwrap().complete;
    assert_eq!((found.len(), found[0].count, found[0].value.as_deref()), (1, complete, None));
}

/// Follows a suggestion and compares what is there with its count.
fn follow(searcher: &Searcher, typed: &str, one: &Suggestion) {
    let there = match one.leads_to() {
        Destination::Words(words) => searcher.search(&asking(words)).unwrap().complete,
        Destination::Facet(facet, value) => {
            let filters = Filters::from([(facet.to_owned(), vec![value.to_owned()])]);
            searcher.search(&SearchRequest { filters, ..asking("") }).unwrap().total
        }
        Destination::Resource(id) => {
            let there = searcher.search(&asking(id)).unwrap().items;
            u64::from(there.iter().any(|item| item.id == id && item.title.0.values().any(|title| *title == one.text)))
        }
    };
    assert_eq!((one.count, one.count > 0), (there, true), "{typed}: {one:?}");
}

#[test]
fn each_count_is_what_following_it_gives_and_nothing_is_offered_twice() {
    let (_directory, searcher) = searcher(&catalog());
    let mut typed: Vec<String> = Vec::new();
    for item in searcher.search(&asking("")).unwrap().items {
        for word in item.title.0.values().chain(item.keywords.values().flatten()) {
            typed.extend((1..=word.chars().count().min(12)).map(|letters| word.chars().take(letters).collect()));
        }
    }
    typed.extend(["vatten", "kommunala förs", "badplatser gö", "badplaster", "lun", "stock"].map(str::to_owned));
    let mut followed = 0;
    for typed in &typed {
        for language in ["sv", "en"] {
            let all = searcher.suggest_in(typed, 10, language).unwrap();
            let mut seen = Vec::new();
            for one in &all {
                follow(&searcher, typed, one);
                followed += 1;
                let texts = (one.kind, one.text.to_lowercase(), one.value.clone());
                assert!(!seen.contains(&texts), "{typed}: {all:?}");
                seen.push(texts);
            }
        }
    }
    assert!(followed > 200, "{followed}");
}

#[test]
fn what_starts_so_comes_before_parts_of_compounds_and_titles_of_one_lead_to_it() {
    let all = vec![
        dataset("a", "A").text("sv", "", "Om vägar, om cykel").keywords("sv", &["vägar"]),
        dataset("a2", "A").text("sv", "", "Mera om vägar och om cykel"),
        dataset("b", "Gång- och cykelvägar").keywords("sv", &["cykelvägar"]),
        dataset("c", "C").keywords("sv", &["cykelvägar"]),
        dataset("d", "D").keywords("sv", &["cykelvägar"]),
    ];
    let (_directory, searcher) = searcher(&all);
    let found = texts(&searcher, "väg");
    assert_eq!(
        (found[0].as_str(), found[1].as_str()),
        ("vägar", "cykelvägar"),
        "however many have the compound: {found:?}"
    );
    let title =
        searcher.suggest("gång", 10).unwrap().into_iter().find(|one| one.kind == SuggestionKind::Title).unwrap();
    assert_eq!(title.leads_to(), Destination::Resource("b"));
}

#[test]
fn the_language_comes_first_and_themes_are_called_in_it() {
    let all = vec![
        dataset("a", "A").keywords("sv", &["vattendrag"]).theme("ENVI"),
        dataset("b", "B").keywords("sv", &["vattendrag"]),
        dataset("c", "C").keywords("en", &["vat rates"]),
    ];
    let (_directory, searcher) = searcher(&all);
    let first = |language: &str| searcher.suggest_in("vat", 10, language).unwrap()[0].text.clone();
    assert_eq!((first("sv").as_str(), first("en").as_str()), ("vattendrag", "vat rates"));
    let theme = |typed: &str, language: &str| searcher.suggest_in(typed, 10, language).unwrap()[0].text.clone();
    assert_eq!((theme("envir", "en").as_str(), theme("miljö", "sv").as_str()), ("Environment", "Miljö"));
}

#[test]
fn the_last_word_is_completed_with_what_goes_with_the_others() {
    let all = vec![
        dataset("a", "Grundskolor").keywords("sv", &["skolor"]).by("gbg", "Göteborgs Stad"),
        dataset("b", "Grundskolor i Lund").keywords("sv", &["skolor"]),
        dataset("c", "Grus").keywords("sv", &["grus", "gödsel"]).by("gbg", "Göteborgs Stad"),
    ];
    let (_directory, searcher) = searcher(&all);
    let found = texts(&searcher, "skolor gö");
    assert_eq!(found[0], "skolor Göteborg", "{found:?}");
    assert!(found.iter().all(|text| !text.contains("gödsel")), "nothing has both: {found:?}");
    assert!(texts(&searcher, "skolor skol").iter().all(|text| text != "skolor skolor"));
}

#[test]
fn hostile_input_gives_nothing_and_takes_no_time() {
    let (_directory, searcher) = searcher(&catalog());
    let long = ["å".repeat(10_000), "ord ".repeat(2500), "\"".repeat(10_000), "\u{1f600}".repeat(2500)];
    for typed in &long {
        assert!(texts(&searcher, typed).is_empty());
    }
    for typed in ["\u{0}bad", "ba\u{1f}d", "\"bad", "-bad", "bad*", "title:bad", "k0bad", "\u{202e}bad", "b\u{301}ad"] {
        for one in searcher.suggest(typed, 10).unwrap() {
            follow(&searcher, typed, &one);
        }
    }
    assert!(texts(&searcher, "\u{1f600}").is_empty());
    assert!(texts(&searcher, "qwrtpsdf").is_empty());
}

#[test]
fn counts_follow_the_catalog() {
    let directory = tempfile::tempdir().unwrap();
    let mut index = SearchIndex::open(directory.path(), "journal").unwrap();
    let mut all: Vec<_> = (0..40).map(|n| dataset(&format!("d{n}"), "T").keywords("sv", &["isvägar"])).collect();
    for seq in 1..=5_u32 {
        index.update(Seq(seq.into()), &all).unwrap();
        let searcher = index.searcher().unwrap();
        let found = searcher.suggest("isv", 10).unwrap();
        assert_eq!((found[0].text.as_str(), found[0].count), ("isvägar", all.len() as u64), "commit {seq}");
        all.truncate(all.len() - 3);
    }
}
