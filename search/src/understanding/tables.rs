//! What is known of words before any catalog is: one map from folded words to meanings. Built once.

use super::{Language, RecognitionKind, Way, places, qualifiers};
use crate::analysis::{Analyzer, Chain, fold, rows, swedish, words};
use model::LangText;
use model::vocabularies::{data_themes, formats, hvd};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Weight of a synonym that is as good, and of one that is only related.
pub(crate) const EQUAL: f32 = 0.5;
pub(super) const RELATED: f32 = 0.2;

/// One thing that words can mean.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// What readers are told; nothing for a synonym.
    pub told: Option<(RecognitionKind, String, LangText)>,
    /// How it can match.
    pub ways: Vec<Way>,
    /// The words themselves count too, not only these ways.
    pub literal: bool,
    /// Only behind a preposition.
    pub needs_context: bool,
}

/// Publishers of the catalog at hand: key of the name → value of the facet and name.
pub(crate) type Publishers = FxHashMap<String, (String, LangText)>;

/// Meanings by key, each with the spelling that it was given for.
pub(super) type Table = FxHashMap<String, Vec<(String, Known)>>;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    add_publishers(&mut table);
    add_formats(&mut table);
    add_places(&mut table);
    add_themes(&mut table);
    add_synonyms(&mut table);
    add_languages(&mut table);
    qualifiers::add(&mut table);
    table
});

/// Words of [`TABLE`] by their English stems (*compani*): only for words that are no Swedish ones, or *elev* of
/// *elevantal* would be an elevation.
static ENGLISH_STEMS: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    add_english_stems(&mut table);
    table
});

/// What words mean that are typed so. With `or_without_marks` also what they may have been typed for without å, ä and
/// ö: only for what is no Swedish word as it stands. Who types å, ä or ö means them: *lån* is not *län*.
pub(super) fn meanings(words: &str, or_without_marks: bool) -> impl Iterator<Item = &'static Known> {
    let key = fold(words);
    let found = TABLE.get(&key).map_or(&[][..], Vec::as_slice);
    let (typed, without_marks) = (words.to_owned(), or_without_marks && key == words);
    found.iter().filter(move |(spelling, _)| without_marks || *spelling == typed).map(|(_, known)| known)
}

/// What words with this English stem mean.
pub(super) fn meanings_of_stem(stem: &str) -> impl Iterator<Item = &'static Known> {
    ENGLISH_STEMS.get(stem).map_or(&[][..], Vec::as_slice).iter().map(|(_, known)| known)
}

/// Folded words, one space between.
pub(crate) fn key_of(text: &str) -> String {
    fold(&single_words(text).join(" "))
}

/// Lower-case words; a hyphenated word is one.
pub(super) fn single_words(text: &str) -> Vec<String> {
    let mut covered = 0;
    let mut found = Vec::new();
    for word in words(text) {
        if word.from >= covered {
            covered = word.to;
            found.push(word.text);
        }
    }
    found
}

/// Under the key as written, and under that of the stems, for those who have no lexicon.
pub(super) fn put(table: &mut Table, text: &str, known: &Known) {
    let words = single_words(text);
    let stems = words.iter().map(|word| swedish(word)).collect::<Vec<_>>().join(" ");
    let mut spellings = vec![words.join(" "), stems];
    spellings.dedup();
    for spelling in spellings.into_iter().filter(|spelling| !spelling.is_empty()) {
        table.entry(fold(&spelling)).or_default().push((spelling, known.clone()));
    }
}

fn split(names: &str) -> impl Iterator<Item = &str> {
    names.split(';').map(str::trim).filter(|name| !name.is_empty())
}

fn add_publishers(table: &mut Table) {
    for row in rows(include_str!("../../words/publishers.tsv")) {
        let column = |at: usize| row.get(at).copied().unwrap_or_default();
        let (short, official, english) = (column(0), column(1), column(2));
        let Some(name) = split(official).next() else { continue };
        let mut ways: Vec<Way> = split(official).map(|name| Way::Publisher(single_words(name))).collect();
        ways.extend(split(short).chain(split(english)).map(|name| Way::Publisher(single_words(name))));
        let mut label = LangText::new("sv", name);
        if let Some(english) = split(english).next() {
            label.insert("en", english);
        }
        let told = Some((RecognitionKind::Publisher, name.to_owned(), label));
        let known = Known { told, ways, literal: true, needs_context: false };
        for typed in split(short).chain(split(official)).chain(split(english)) {
            put(table, typed, &known);
        }
    }
}

/// Short names and other names, by key.
type Bodies = FxHashMap<String, (Vec<&'static str>, Vec<&'static str>)>;

/// All names of public bodies by the key of each: short ones first, then official and English ones.
static BODIES: LazyLock<Bodies> = LazyLock::new(|| {
    let mut all = Bodies::default();
    for row in rows(include_str!("../../words/publishers.tsv")) {
        let names = |at: usize| split(row.get(at).copied().unwrap_or_default());
        for official in names(1).chain(names(2)) {
            let (short, others) = all.entry(key_of(official)).or_default();
            short.extend(names(0));
            others.extend(names(1).chain(names(2)));
        }
    }
    all
});

/// Short names of the public body with this name.
pub(crate) fn short_names(name: &str) -> &'static [&'static str] {
    BODIES.get(&key_of(name)).map_or(&[], |(short, _)| short)
}

/// All names, short ones too, of the public body with this name; nothing for a name that we do not know.
pub(crate) fn names_of_body(name: &str) -> impl Iterator<Item = &'static str> {
    let (short, others) = BODIES.get(&key_of(name)).map_or((&[][..], &[][..]), |(short, others)| (short, others));
    short.iter().chain(others).copied()
}

fn add_formats(table: &mut Table) {
    for format in formats::FORMATS {
        let words = std::iter::once(format.value).chain(format.names.iter().copied());
        let plain = |word: &&str| word.chars().all(char::is_alphanumeric) && word.chars().count() > 2;
        for word in words.filter(plain).filter(|word| !qualifiers::MORE_THAN_FORMATS.contains(word)) {
            qualifiers::put_format(table, word, format.value, format.label, &[]);
        }
    }
    for (typed, word, label, also) in qualifiers::FURTHER_FORMATS {
        qualifiers::put_format(table, typed, word, label, also);
    }
}

fn add_places(table: &mut Table) {
    for place in places::all() {
        let spellings = places::spellings(place);
        let mut ways: Vec<Way> = spellings.iter().map(|spelling| Way::Place(single_words(spelling))).collect();
        let named = ways.clone();
        ways.push(Way::Area(place.code));
        let label = LangText::new("sv", place.name);
        let told = Some((RecognitionKind::Place, place.code.to_owned(), label));
        let needs_context = places::needs_context(&place.name.to_lowercase());
        let in_full = Known { told, ways, literal: false, needs_context: false };
        // *Örebro* is the town, not all of its county.
        let ways = if places::is_named_like_a_town(place) { named } else { in_full.ways.clone() };
        let alone = Known { ways, needs_context, ..in_full.clone() };
        for typed in &spellings {
            let spelling = single_words(typed).join(" ");
            table.entry(fold(&spelling)).or_default().push((spelling, alone.clone()));
        }
        for typed in places::with_level(place) {
            let spelling = single_words(&typed).join(" ");
            table.entry(fold(&spelling)).or_default().push((spelling, in_full.clone()));
        }
    }
    let country = Known { told: None, ways: vec![Way::Area("SE")], literal: true, needs_context: false };
    for typed in ["sverige", "sveriges", "sweden"] {
        table.entry(typed.to_owned()).or_default().push((typed.to_owned(), country.clone()));
    }
}

fn add_themes(table: &mut Table) {
    // Labels of high-value categories are everyday words (*statistik*, *befolkning*): they only add a way to match.
    let told = |kind, term: &'static model::vocabularies::Term| Known {
        told: (kind == RecognitionKind::Theme).then(|| (kind, term.code.to_owned(), term.label())),
        ways: vec![Way::Concept(term.iri)],
        literal: true,
        needs_context: false,
    };
    for (kind, vocabulary) in
        [(RecognitionKind::Theme, &data_themes::DATA_THEMES), (RecognitionKind::Hvd, &hvd::HVD_CATEGORIES)]
    {
        for term in vocabulary.terms {
            let known = told(kind, term);
            for label in term.label().0.values() {
                put(table, label, &known);
            }
        }
    }
    let label = LangText::sv_en("Särskilt värdefulla datamängder", "High-value datasets");
    let all = Known {
        told: Some((RecognitionKind::Hvd, "hvd".to_owned(), label)),
        ways: vec![Way::HighValue],
        literal: true,
        needs_context: false,
    };
    for typed in [
        "hvd",
        "värdefulla datamängder",
        "särskilt värdefulla datamängder",
        "särskilt värdefulla data",
        "värdefulla data",
        "high-value datasets",
        "high value datasets",
        "high value data",
    ] {
        put(table, typed, &all);
    }
}

fn synonym(words: Vec<String>, weight: f32, language: Language) -> Known {
    Known { told: None, ways: vec![Way::Words { words, weight, language }], literal: true, needs_context: false }
}

fn add_synonyms(table: &mut Table) {
    let everyday = include_str!("../../words/everyday.tsv");
    let tables = [include_str!("../../words/synonyms.tsv"), include_str!("../../words/abbreviations.tsv"), everyday];
    for text in tables {
        for row in rows(text) {
            let column = |at: usize| row.get(at).copied().unwrap_or_default();
            let weight = if column(2) == "=" { EQUAL } else { RELATED };
            for typed in split(column(0)) {
                for other in split(column(1)).filter(|other| *other != typed) {
                    put(table, typed, &synonym(single_words(other), weight, Language::Swedish));
                    // Words of every day lead to those of the texts, not back: those would get too many.
                    let goes_back =
                        text != everyday && column(2) == "=" && !typed.contains(' ') && !other.contains(' ');
                    if goes_back {
                        put(table, other, &synonym(single_words(typed), RELATED, Language::Swedish));
                    }
                }
            }
        }
    }
}

/// Words of one language with one for the same in the other: typed, other, language of the other.
fn translations() -> impl Iterator<Item = (&'static str, &'static str, Language)> {
    let both = |row: Vec<&'static str>| {
        let [swedish_words, english_words, ..] = row[..] else { return Vec::new() };
        let ways =
            [(swedish_words, english_words, Language::English), (english_words, swedish_words, Language::Swedish)];
        let pairs = |(from, to, language)| {
            split(from).flat_map(move |typed| split(to).map(move |other| (typed, other, language)))
        };
        ways.into_iter().flat_map(pairs).collect::<Vec<_>>()
    };
    rows(include_str!("../../words/languages.tsv")).flat_map(both)
}

fn add_languages(table: &mut Table) {
    for (typed, other, language) in translations() {
        put(table, typed, &synonym(single_words(other), EQUAL, language));
    }
}

fn add_english_stems(table: &mut Table) {
    for (typed, other, language) in translations().filter(|(.., language)| *language == Language::Swedish) {
        let stem = |word: &String| Chain::English.terms(word, &Analyzer::default());
        let stems = single_words(typed).iter().flat_map(stem).collect::<Vec<_>>().join(" ");
        // *companies* for *company*.
        if stems.len() > 2 && stems != typed {
            let known = synonym(single_words(other), EQUAL, language);
            table.entry(stems.clone()).or_default().push((stems, known));
        }
    }
}

/// Hash of the tables that only queries use; they can change without a new index, but tests want to see them whole.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_and_have_no_empty_rows() {
        for table in [
            include_str!("../../words/synonyms.tsv"),
            include_str!("../../words/abbreviations.tsv"),
            include_str!("../../words/everyday.tsv"),
            include_str!("../../words/languages.tsv"),
        ] {
            assert!(rows(table).all(|row| row.len() >= 2 && row.iter().all(|cell| !cell.is_empty())));
        }
        for key in
            ["scb", "statistics sweden", "goteborg", "goteborgs", "lunds kommun", "csv", "excel", "avs", "miljo", "hvd"]
        {
            assert!(meanings(key, true).next().is_some(), "{key}");
        }
        assert!(meanings("xyzzy", true).next().is_none());
    }

    #[test]
    fn letters_with_marks_are_letters_of_their_own() {
        let finds_county = |typed: &str| {
            let county = |way: &Way| matches!(way, Way::Words { words, .. } if *words == ["county"]);
            meanings(typed, true).flat_map(|known| &known.ways).any(county)
        };
        assert!(finds_county("län") && finds_county("lan") && !finds_county("lån"));
    }
}
