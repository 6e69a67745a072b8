//! Which meanings words get, with the lexicon; where `hunspell-sv` is not installed, these tests say so and pass.

use super::{Language, Publishers, RecognitionKind, Way};
use crate::analysis::{Analyzer, test_analyzer};
use crate::query::{Part, parsed_alone, typed};

/// Single words that a query of one word is also looked for by.
fn others(analyzer: &Analyzer, q: &str) -> Vec<(String, Language)> {
    let ways = parsed_alone(q, analyzer).wanted.into_iter().flat_map(|part| match part {
        Part::Meant { ways, .. } => ways,
        _ => Vec::new(),
    });
    let words = ways.filter_map(|way| match way {
        Way::Words { words, language, .. } => Some((words.join(" "), language)),
        _ => None,
    });
    words.collect()
}

#[test]
fn swedish_words_are_no_english_stems_and_lack_no_marks() {
    let Some(analyzer) = test_analyzer() else { return };
    let has = |q: &str, word: &str| others(&analyzer, q).iter().any(|(other, _)| other == word);
    assert!(!has("parkering", "park") && !has("parkering", "grönyta"));
    assert!(!has("elevantal", "höjddata") && !has("elevantal", "höjdmodell"));
    assert!(!has("mat", "sensor"));
    assert!(has("companies", "företag") && has("playgrounds", "lekplats"));
    assert!(others(&analyzer, "fisk").contains(&("art".to_owned(), Language::Swedish)));
    let told = typed("mat").understood(&analyzer, &Publishers::default()).1;
    assert!(told.iter().all(|one| one.kind != RecognitionKind::Format), "{told:?}");
    let told = typed("xml").understood(&analyzer, &Publishers::default()).1;
    assert!(told.iter().any(|one| one.kind == RecognitionKind::Format));
}

#[test]
fn the_first_part_of_a_name_is_no_subject() {
    let Some(analyzer) = test_analyzer() else { return };
    let has = |q: &str, word: &str| others(&analyzer, q).iter().any(|(other, _)| other == word);
    assert!(!has("sjöstad", "sjö"), "{:?}", others(&analyzer, "sjöstad"));
    assert!(has("skogsdata", "skog"));
}
