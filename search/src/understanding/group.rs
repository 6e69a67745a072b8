//! From parsed words to words with meanings: the longest run of words that means something wins, from left to right.

use super::tables::{Known, Publishers, meanings};
use super::{Recognition, RecognitionKind, Way};
use crate::analysis::{Analyzer, fold, is_light_word, is_question_word, is_stop_word};
use crate::query::{Item, Parsed, Part};
use model::LangText;

/// Longest run of words that is looked at (names of publishers).
const LONGEST_RUN: usize = 9;

/// Runs up to this length are also tried with the base forms of their words.
const LONGEST_IN_ANY_FORM: usize = 3;

/// Words before a name that make it a place.
const PREPOSITIONS: &[&str] = &["i", "in", "från", "from", "kring", "near", "vid", "inom", "at"];

/// A query with the meanings of its words.
pub(crate) struct Understood {
    pub parsed: Parsed,
    pub recognitions: Vec<Recognition>,
}

/// Finds what the words of a query mean. Words without meaning stay as they are; stop words go, unless nothing is left.
pub(crate) fn understand(
    analyzer: &Analyzer,
    publishers: &Publishers,
    items: &[Item],
    tokens: &[String],
) -> Understood {
    let is_question = items.first().and_then(Item::word).is_some_and(is_question_word);
    let mut wanted = Vec::new();
    let mut recognitions = Vec::new();
    let mut at = 0;
    while at < items.len() {
        let before = at.checked_sub(1).and_then(|before| items[before].word());
        let says_little = is_question && items[at].word().is_some_and(is_light_word);
        let run = longest(analyzer, publishers, &items[at..], before);
        if let Some((length, meanings)) = run.filter(|(length, _)| *length > 1 || !says_little) {
            let run = &items[at..at + length];
            recognitions.extend(told(run, &meanings, tokens));
            wanted.push(Item { part: meant(run, meanings), token: run[0].token });
            at += length;
        } else {
            wanted.push(items[at].clone());
            at += 1;
        }
    }
    let light =
        |item: &Item| item.word().is_some_and(|word| is_stop_word(word) || (is_question && is_light_word(word)));
    if !wanted.iter().all(light) {
        wanted.retain(|item| !light(item));
    }
    let wanted = wanted.into_iter().map(|item| with_nouns(analyzer, item.part)).collect();
    Understood { parsed: Parsed { wanted, ..Parsed::default() }, recognitions }
}

/// Whether exactly these words mean something together.
pub(crate) fn means_something(analyzer: &Analyzer, publishers: &Publishers, items: &[Item]) -> bool {
    let words: Option<Vec<&str>> = items.iter().map(Item::word).collect();
    let Some(words) = words else { return false };
    keys(analyzer, &words).iter().any(|key| publishers.contains_key(key) || !meanings(key).is_empty())
}

/// The longest run that starts here and means something.
fn longest(
    analyzer: &Analyzer,
    publishers: &Publishers,
    items: &[Item],
    before: Option<&str>,
) -> Option<(usize, Vec<Known>)> {
    let words: Vec<&str> = items.iter().map_while(Item::word).take(LONGEST_RUN).collect();
    for length in (1..=words.len()).rev() {
        let run = &words[..length];
        if length == 1 && is_stop_word(run[0]) {
            break;
        }
        let mut found: Vec<Known> = Vec::new();
        for key in keys(analyzer, run) {
            found.extend(publishers.get(&key).map(|(value, name)| publisher(value, name, run)));
            let in_place = before.is_some_and(|word| PREPOSITIONS.contains(&word));
            found.extend(meanings(&key).iter().filter(|known| in_place || !known.needs_context).cloned());
        }
        if !found.is_empty() {
            return Some((length, found));
        }
    }
    None
}

/// Keys of a run: as typed, and with its words in their base forms.
fn keys(analyzer: &Analyzer, run: &[&str]) -> Vec<String> {
    let mut keys = vec![String::new()];
    for word in run {
        let mut forms = vec![fold(word)];
        if run.len() <= LONGEST_IN_ANY_FORM {
            forms.extend(analyzer.lemmas(word).iter().map(|lemma| fold(lemma)));
            forms.sort();
            forms.dedup();
        }
        let join = |key: &String, form: &String| if key.is_empty() { form.clone() } else { format!("{key} {form}") };
        keys = keys.iter().flat_map(|key| forms.iter().map(move |form| join(key, form))).collect();
    }
    keys
}

fn publisher(value: &str, name: &LangText, run: &[&str]) -> Known {
    Known {
        told: Some((RecognitionKind::Publisher, value.to_owned(), name.clone())),
        ways: vec![Way::Publisher(run.iter().map(|&word| word.to_owned()).collect())],
        literal: true,
        needs_context: false,
    }
}

/// One chip per run: the first meaning that is told.
fn told(run: &[Item], meanings: &[Known], tokens: &[String]) -> Option<Recognition> {
    let (kind, value, label) = meanings.iter().find_map(|known| known.told.clone())?;
    let numbers: Vec<usize> = run.iter().map(|item| item.token).collect();
    let of = |inside: bool| {
        let chosen = tokens.iter().enumerate().filter(|(number, _)| numbers.contains(number) == inside);
        chosen.map(|(_, token)| token.as_str()).collect::<Vec<_>>().join(" ")
    };
    Some(Recognition { kind, value, label, words: of(true), without: of(false) })
}

fn meant(run: &[Item], meanings: Vec<Known>) -> Part {
    // A turn of speech (*hur många bor*) is no text to look for.
    let is_speech = run.len() > 1
        && meanings.iter().all(|known| known.told.is_none())
        && run.iter().filter_map(Item::word).any(is_stop_word);
    let literal = !is_speech && meanings.iter().any(|known| known.literal);
    let literal = if literal { run.iter().map(|item| item.part.clone()).collect() } else { Vec::new() };
    let mut ways: Vec<Way> = Vec::new();
    for way in meanings.into_iter().flat_map(|known| known.ways) {
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    Part::Meant { literal, ways }
}

/// A verb also finds the noun made from it: *parkera* and *parkering*, *observera* and *observation*.
fn with_nouns(analyzer: &Analyzer, part: Part) -> Part {
    let Part::Word(word) = &part else { return part };
    let nouns = analyzer.nouns_of_verb(word);
    if nouns.is_empty() {
        return part;
    }
    let ways = nouns.into_iter().map(|noun| Way::Words { words: vec![noun], weight: 0.4 }).collect();
    Part::Meant { literal: vec![part], ways }
}

/// Years are words like others, but people are told that they were seen.
pub(crate) fn years(items: &[Item], tokens: &[String]) -> Vec<Recognition> {
    let is_year = |word: &str| {
        word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let told = |item: &Item| {
        let year = item.word().filter(|word| is_year(word))?;
        let rest = tokens.iter().enumerate().filter(|(number, _)| *number != item.token);
        Some(Recognition {
            kind: RecognitionKind::Year,
            value: year.to_owned(),
            label: LangText::new("", year),
            words: year.to_owned(),
            without: rest.map(|(_, token)| token.as_str()).collect::<Vec<_>>().join(" "),
        })
    };
    items.iter().filter_map(told).collect()
}
