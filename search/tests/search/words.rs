//! What words find, on a small catalog.

use crate::common::{With, asking, catalog, dataset, ids, searcher};

/// Query, and the ids that it must find in this order (best first) or in any order when it starts with `~`.
const EXPECTED: &[(&str, &[&str])] = &[
    ("badplatser", &["bad1", "bad2"]),
    ("badplatserna", &["bad1", "bad2"]),
    ("forskola malmo", &["fors"]),
    ("förskolorna", &["fors"]),
    ("vatten", &["vatt"]),
    ("väg", &["vagn"]),
    ("laddst*", &["ladd"]),
    ("laddst", &["ladd"]),
    ("\"öppna data\"", &["pop2"]),
    ("\"data öppna\"", &[]),
    ("pm2.5", &["air1"]),
    ("PM10", &["air1"]),
    ("iso 19115", &["air1"]),
    ("5g", &["5gna"]),
    ("p-plats", &["park"]),
    ("population", &["pop1", "pop2"]),
    ("titel:badplatser", &["bad1"]),
    ("utgivare:lund", &["bad2", "ladd", "snor"]),
    ("i lund", &["bad2", "ladd", "snor"]),
    ("laddstatoiner", &["engl", "ladd"]),
    ("dagis malmö", &["fors"]),
    ("sgu", &["geol"]),
    ("school", &["scho"]),
    ("göteborg", &["bad1", "lekp"]),
    ("goteborgs stad", &["bad1", "lekp"]),
    ("scb", &["pop1", "pop2"]),
    ("statistiska centralbyrån json", &["pop2"]),
    ("badplatser -göteborgs", &["bad2"]),
    ("lund wms", &["snor"]),
    ("trafikverket api", &["engl", "srv1"]),
    ("strandbad", &["bad1"]),
    ("amp", &[]),
    ("xyzzy", &[]),
    ("xyzzy plugh", &[]),
    ("\u{1F600}", &[]),
    ("engl", &["engl"]),
    ("https://catalog.example/dataset/val1", &["val1"]),
    ("http://catalog.example/dataset/val1/", &["val1"]),
    ("val1", &["val1"]),
    ("srv2", &["srv2"]),
    ("https://nowhere.example/x", &[]),
];

#[test]
fn words_find_what_they_should() {
    let (_directory, searcher) = searcher(&catalog());
    for (q, expected) in EXPECTED {
        let mut found = ids(&searcher, &asking(q));
        let mut expected: Vec<&str> = expected.to_vec();
        if !q.starts_with("badplats") {
            found.sort();
            expected.sort_unstable();
        }
        assert_eq!(found, expected, "{q}");
    }
}

#[test]
fn a_whole_word_is_no_beginning_of_another() {
    let all = [
        dataset("bila", "Antal bilar"),
        dataset("bild", "Bilder ur arkivet"),
        dataset("lana", "Lån av böcker"),
        dataset("lang", "Långsjöns vattennivå"),
        dataset("tung", "Laddstationer för tung trafik"),
    ];
    let (_directory, searcher) = searcher(&all);
    assert_eq!(ids(&searcher, &asking("bil")), ["bila"]);
    assert_eq!(ids(&searcher, &asking("lån")), ["lana"]);
    assert_eq!(ids(&searcher, &asking("laddst")), ["tung"]);
    assert!(ids(&searcher, &search::SearchRequest { verbatim: true, ..asking("laddst") }).is_empty());
}

#[test]
fn names_of_places_find_what_covers_them() {
    let covering = |id: &str, title: &str, code: &str| {
        let mut one = dataset(id, title);
        one.coverage.places = vec![model::vocabularies::place_names::concept(code).unwrap()];
        one
    };
    let all = [
        covering("town", "Cykelbanor", "0580"),
        covering("coun", "Vandringsleder", "05"),
        dataset("name", "Sjöar i Östergötland"),
        covering("land", "Vindskydd", "SE"),
        covering("othe", "Parkbänkar", "1880"),
        covering("orco", "Naturreservat", "18"),
    ];
    let (_directory, searcher) = searcher(&all);
    assert_eq!(ids(&searcher, &asking("östergötland")), ["name", "coun", "town"]);
    assert_eq!(ids(&searcher, &asking("cykelbanor östergötland")), ["town"]);
    assert_eq!(ids(&searcher, &asking("sverige")), ["land"]);
    assert_eq!(ids(&searcher, &asking("vindskydd sverige")), ["land"]);
    assert_eq!(ids(&searcher, &asking("örebro")), ["othe"]);
    assert_eq!(ids(&searcher, &asking("örebro län")), ["orco", "othe"]);
    assert_eq!(searcher.search(&asking("\u{0}")).unwrap().total, 6);
}

#[test]
fn publisher_iri_finds_its_datasets() {
    let (_directory, searcher) = searcher(&catalog());
    let mut found = ids(&searcher, &asking("https://organisation.example/gbg"));
    found.sort();
    assert_eq!(found, ["bad1", "lekp"]);
}

#[test]
fn some_words_only_when_no_resource_has_all() {
    let (_directory, searcher) = searcher(&catalog());
    let all = searcher.search(&asking("förskolor malmö")).unwrap();
    assert!(!all.relaxed && all.total == 1);
    let some = searcher.search(&asking("badplatser xyzzy")).unwrap();
    assert!(some.relaxed);
    assert_eq!(some.items[0].id, "bad1");
    let more_words_first = searcher.search(&asking("snöröjning lund badplatser")).unwrap();
    assert!(more_words_first.relaxed);
    assert_eq!(more_words_first.items[0].id, "snor");
    assert!(!searcher.search(&asking("xyzzy plugh")).unwrap().relaxed);
}

#[test]
fn odd_input_never_fails() {
    let (_directory, searcher) = searcher(&catalog());
    let long = "å".repeat(10_000);
    let many = "badplatser ".repeat(2000);
    let odd = [
        "\"",
        "\"\"",
        "-",
        "*",
        "- -",
        "(",
        "a:b",
        "\"a -\"b",
        "%00",
        "\u{0}",
        "\u{202e}bad",
        "://",
        "urn:",
        "+++",
        "…",
        &long,
        &many,
    ];
    for q in odd {
        searcher.search(&asking(q)).unwrap_or_else(|cause| panic!("{q:?}: {cause}"));
    }
    assert_eq!(searcher.search(&asking("*")).unwrap().total, searcher.search(&asking("")).unwrap().total);
}

#[test]
fn title_beats_description() {
    let (_directory, searcher) = searcher(&catalog());
    assert_eq!(ids(&searcher, &asking("badplatser"))[0], "bad1");
}

/// Needs words that occur more than once, so that the catalog knows them as parts.
#[test]
fn parts_of_compounds_find_each_other() {
    let mut all = catalog();
    all.push(dataset("rojn", "Om röjning av sly").text("sv", "", "en röjning, mer röjning, mycket snö, snö och is"));
    all.push(
        dataset("stat", "En liten statistik")
            .text("sv", "", "om befolkning, en befolkning, statistik")
            .keywords("sv", &["befolkning", "statistik"]),
    );
    all.push(dataset("bfst", "Befolkningsstatistik"));
    let (_directory, searcher) = searcher(&all);
    let found = ids(&searcher, &asking("röjning"));
    assert_eq!(found, ["rojn", "snor"], "the word itself first, then the compound");
    assert!(ids(&searcher, &asking("snö röjning")).contains(&"snor".to_owned()));
    let found = ids(&searcher, &asking("befolkningsstatistik"));
    assert!(found[0] == "bfst" && found.contains(&"stat".to_owned()), "{found:?}");
    assert_eq!(ids(&searcher, &asking("statistik befolkning"))[..1], ["stat"]);
}

#[test]
fn what_was_understood_is_told() {
    use search::RecognitionKind;
    let (_directory, searcher) = searcher(&catalog());
    let told = |q: &str| {
        let recognitions = searcher.search(&asking(q)).unwrap().recognitions;
        recognitions.into_iter().map(|one| (one.kind, one.value, one.without)).collect::<Vec<_>>()
    };
    let one = |kind, value: &str, without: &str| vec![(kind, value.to_owned(), without.to_owned())];
    assert_eq!(told("befolkning csv"), one(RecognitionKind::Format, "csv", "befolkning"));
    assert_eq!(told("badplatser i Göteborg"), one(RecognitionKind::Place, "1480", "badplatser i"));
    assert_eq!(told("göteborgs badplatser"), one(RecognitionKind::Place, "1480", "badplatser"));
    assert_eq!(told("malmö stad parkering"), one(RecognitionKind::Publisher, "malmo", "parkering"));
    assert_eq!(told("smhi vatten 2022")[1], (RecognitionKind::Year, "2022".to_owned(), "smhi vatten".to_owned()));
    assert_eq!(told("mark"), []);
}

#[test]
fn spelling_is_mended_and_told_unless_asked_not_to() {
    let (_directory, searcher) = searcher(&catalog());
    let mended = searcher.search(&asking("laddstatoiner lund")).unwrap();
    assert_eq!(mended.corrections.len(), 1);
    assert_eq!(
        (mended.corrections[0].from.as_str(), mended.corrections[0].to.as_str()),
        ("laddstatoiner", "laddstationer")
    );
    assert_eq!(mended.items[0].id, "ladd");
    let verbatim = search::SearchRequest { verbatim: true, ..asking("laddstatoiner") };
    assert_eq!(searcher.search(&verbatim).unwrap().total, 0);
    for nonsense in ["xyzzy", "qwertyuiop", "asdf", "blorptang", "zzzzzzzz"] {
        assert_eq!(searcher.search(&asking(nonsense)).unwrap().total, 0, "{nonsense}");
    }
}

#[test]
fn every_step_can_be_explained() {
    let (_directory, searcher) = searcher(&catalog());
    let explained =
        searcher.explain(&search::SearchRequest { limit: 2, ..asking("laddstatoiner i lund json") }).unwrap();
    let words: Vec<_> = explained.tokens.iter().map(|token| (token.word.as_str(), token.stop_word)).collect();
    assert_eq!(words, [("laddstatoiner", false), ("i", true), ("lund", false), ("json", false)]);
    assert_eq!((explained.corrections.len(), explained.recognitions.len(), explained.wanted.len()), (1, 2, 3));
    let first = &explained.hits[0];
    assert_eq!((first.id.as_str(), first.has), ("ladd", 3));
    let parts = first.explanation["parts"].as_array().unwrap();
    assert!(parts.iter().all(|part| part["score"].as_f64().unwrap() > 0.0), "{parts:?}");
    assert!(searcher.explain(&asking("")).unwrap().wanted.is_empty());
}
