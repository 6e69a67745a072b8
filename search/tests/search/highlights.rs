//! What matched in a result.

use crate::common::{With, asking, dataset, searcher};
use model::view::ResourceSummary;
use search::SearchRequest;

/// Titles and passages with `[…]` around what matched, in the order of the results.
fn marked(all: &[ResourceSummary], q: &str) -> Vec<(String, String)> {
    let (_directory, searcher) = searcher(all);
    let response = searcher.search(&SearchRequest { highlights: true, ..asking(q) }).unwrap();
    assert_eq!(response.highlights.len(), response.items.len());
    let text = |highlight: &Option<search::Highlight>| {
        let pieces = highlight.iter().flat_map(search::Highlight::pieces);
        pieces.map(|(is_match, text)| if is_match { format!("[{text}]") } else { text.to_owned() }).collect::<String>()
    };
    response.highlights.iter().map(|one| (text(&one.title), text(&one.description))).collect()
}

#[test]
fn forms_compounds_and_missing_marks_are_marked_in_title_and_passage() {
    let text = "<p>Kommunens <b>cykelvägar</b> &amp; gångvägar.</p> Cykelvägarna sköts av kommunen.";
    // Compounds are learnt from the catalog: each part must stand in it by itself.
    let all = vec![
        dataset("a", "Cykelvägar").text("sv", "", text),
        dataset("b", "Cykel").keywords("sv", &["cykel", "väg"]),
        dataset("c", "Väg").keywords("sv", &["vägar", "gång"]),
    ];
    let found = marked(&all, "cykelvagar");
    assert_eq!(found[0].0, "[Cykelvägar]");
    assert_eq!(found[0].1, "Kommunens [cykelvägar] & gångvägar. [Cykelvägarna] sköts av kommunen.");
}

#[test]
fn long_descriptions_show_the_passage_that_matches() {
    let filler = "Detta handlar om något helt annat än det som eftersöks här. ".repeat(20);
    let all = [dataset("a", "Badplatser").text(
        "sv",
        "",
        &format!("{filler}Provtagning av vattnet sker varje vecka. {filler}"),
    )];
    let found = marked(&all, "provtagning");
    assert!(found[0].1.starts_with("… [Provtagning] av vattnet") && found[0].1.ends_with('…'), "{}", found[0].1);
}

#[test]
fn nothing_is_marked_without_words() {
    let (_directory, searcher) = searcher(&[dataset("a", "Badplatser")]);
    for q in ["", "-xyz"] {
        let response = searcher.search(&SearchRequest { highlights: true, ..asking(q) }).unwrap();
        assert!(response.items.len() == 1 && response.highlights.is_empty(), "{q}");
    }
}
