//! One key for all forms of a word, without a lexicon.
//!
//! The Snowball stemmer for Swedish joins 9 of 30 noun paradigms of open-data words (*badplats* ≠ *badplatser*,
//! *skola* ≠ *skolan*, *vatten* ≠ *vattnet*), so Swedish has rules of our own here; a lexicon goes before them later.
//! English is Snowball.

use frostem::{Algorithm, Stemmer};

/// Endings of nouns (number, definiteness, genitive) and adjectives, longest first.
/// Source: the declensions of Swedish nouns in any school grammar.
const ENDINGS: &[&str] = &[
    "heternas", "heterna", "hetens", "heters", "heten", "heter", "ornas", "arnas", "ernas", "orna", "arna", "erna",
    "iska", "iskt", "liga", "ligt", "enas", "ens", "ets", "ers", "ars", "ors", "ena", "ans", "het", "isk", "iga",
    "igt", "ns", "or", "ar", "er", "en", "et", "an", "na", "es", "as", "a", "e", "t", "n", "s",
];

/// Plurals that change the vowel, as the end of a word, and their singular.
pub(crate) const VOWEL_CHANGES: &[(&str, &str)] = &[
    ("städer", "stad"),
    ("stränder", "strand"),
    ("bränder", "brand"),
    ("länder", "land"),
    ("händer", "hand"),
    ("tänder", "tand"),
    ("ränder", "rand"),
    ("böcker", "bok"),
    ("rötter", "rot"),
    ("fötter", "fot"),
    ("nätter", "natt"),
    ("bönder", "bond"),
    ("stänger", "stång"),
    ("tänger", "tång"),
    ("ledamöter", "ledamot"),
    ("söner", "son"),
    ("döttrar", "dotter"),
    ("bröder", "broder"),
    ("mödrar", "moder"),
    ("fäder", "fader"),
    ("gäss", "gås"),
    ("möss", "mus"),
    ("löss", "lus"),
    ("män", "man"),
    ("ögon", "öga"),
    ("öron", "öra"),
];

/// Definite and genitive forms of a plural that changes its vowel.
const OF_CHANGED: [&str; 8] = ["nas", "nens", "ens", "na", "nen", "en", "s", ""];

/// Endings of people and things that do something.
const AGENT_ENDINGS: [&str; 4] = ["arens", "aren", "ares", "are"];

/// Shortest stem that may remain (characters).
const SHORTEST_STEM: usize = 3;

/// The singular of a plural that changes its vowel (*städer*, *storstäder*), whole or as the end of a compound.
pub(crate) fn singular_of_vowel_change(word: &str) -> Option<String> {
    let changed = VOWEL_CHANGES.iter().find_map(|(plural, singular)| Some((word.strip_suffix(plural)?, singular)));
    changed.map(|(front, singular)| format!("{front}{singular}"))
}

/// Key of a lower-case word in a Swedish text.
pub(crate) fn swedish(word: &str) -> String {
    if word.contains(|c: char| c.is_ascii_digit()) {
        return word.to_owned();
    }
    let singular = OF_CHANGED.iter().find_map(|end| singular_of_vowel_change(word.strip_suffix(end)?));
    let word = singular.as_deref().unwrap_or(word);
    if let Some(stem) = vowel_stem(word) {
        return stem.to_owned();
    }
    let shorter = latin_neuter(word).or_else(|| agent(word)).or_else(|| syncopated(word));
    let mut stem = shorter.unwrap_or_else(|| without_ending(word)).to_owned();
    if stem.chars().count() > SHORTEST_STEM + 1 && stem.ends_with('s') && !stem.ends_with("ss") {
        stem.pop();
    }
    without_syncope(&mut stem);
    stem
}

/// *museum, gymnasium, laboratorium*: the definite form drops `um`; *centrum* has *centra* too.
fn latin_neuter(word: &str) -> Option<&str> {
    let word =
        word.strip_suffix("et").or_else(|| word.strip_suffix("ets")).or_else(|| word.strip_suffix('s')).unwrap_or(word);
    let stem = word.strip_suffix("um")?;
    let latin = stem.ends_with(['e', 'i']) || stem.ends_with("centr") || stem.ends_with("fakt");
    (latin && stem.chars().count() >= SHORTEST_STEM).then_some(stem)
}

/// People and things that do something: *lärare, läraren, lärarens*, like *lärarna*.
fn agent(word: &str) -> Option<&str> {
    let stem = AGENT_ENDINGS.iter().find_map(|end| word.strip_suffix(end))?;
    (stem.chars().count() >= SHORTEST_STEM).then_some(stem)
}

/// *fågel, fågeln*, like *fåglar*; but *del* and *spel* keep their vowel.
fn syncopated(word: &str) -> Option<&str> {
    let keeps = ["del", "spel", "fel", "hel", "stel"];
    let stem = ["elns", "eln", "els", "el"].iter().find_map(|end| word.strip_suffix(end))?;
    let whole = &word[..stem.len() + "el".len()];
    (stem.chars().count() >= SHORTEST_STEM && !keeps.iter().any(|end| whole.ends_with(end))).then_some(stem)
}

/// *öar, broarna*: words too short for the other rules.
fn vowel_stem(word: &str) -> Option<&str> {
    let stem = ["arnas", "arna", "ars", "ar"].iter().find_map(|end| word.strip_suffix(end))?;
    (stem.ends_with(['å', 'ö', 'o']) && stem.chars().count() <= SHORTEST_STEM).then_some(stem)
}

fn without_ending(word: &str) -> &str {
    for ending in ENDINGS {
        let Some(stem) = word.strip_suffix(ending) else { continue };
        let long_enough = stem.chars().count() >= SHORTEST_STEM && stem.contains(is_vowel);
        if long_enough && may_lose(stem, ending) {
            return stem;
        }
    }
    word
}

/// One-letter endings need care: *sjön* is *sjö* + n, but *kommun* and *region* end so by themselves.
fn may_lose(stem: &str, ending: &str) -> bool {
    match ending {
        "n" => stem.ends_with(['å', 'ö', 'y', 'é']) || ["gi", "ri", "fi", "nomi"].iter().any(|end| stem.ends_with(end)),
        "t" => stem.ends_with(is_vowel),
        "s" => !stem.ends_with('s'),
        _ => true,
    }
}

/// *vattn(et)* and *vatt(en)*, *registr(en)* and *regist(er)*, *cykl(ar)*: the last consonant of the shorter form
/// goes; a doubled consonant becomes one (*buss* / *bussar* differ in nothing else).
fn without_syncope(stem: &mut String) {
    let mut last = stem.chars().rev();
    let (Some(end), Some(before)) = (last.next(), last.next()) else { return };
    let length = stem.chars().count();
    if length > SHORTEST_STEM && matches!(end, 'n' | 'l' | 'r') && !is_vowel(before) {
        stem.pop();
    }
    let mut last = stem.chars().rev();
    if let (Some(end), Some(before)) = (last.next(), last.next())
        && end == before
        && stem.chars().count() > SHORTEST_STEM
    {
        stem.pop();
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'å' | 'ä' | 'ö' | 'é')
}

/// Key of a lower-case word in an English text. A stem of one or two letters is none: *AED* is not *a*.
pub(crate) fn english(word: &str) -> String {
    let stem = Stemmer::new(Algorithm::English).stem(word);
    if stem.chars().count() < SHORTEST_ENGLISH { word.to_owned() } else { stem.into_owned() }
}

/// Letters that a stem in English has at least.
const SHORTEST_ENGLISH: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    /// Each line is one noun; all its forms must get one key.
    const PARADIGMS: &[&str] = &[
        "badplats badplatser badplatsen badplatserna badplatsernas",
        "skola skolor skolan skolorna skolans",
        "karta kartor kartan kartorna",
        "vatten vattnet vattens vattnets",
        "register registret registren",
        "kommun kommuner kommunen kommunernas kommunens",
        "stad städer staden städerna städernas",
        "museum museer museet museerna",
        "område områden området områdena områdenas",
        "sjö sjöar sjön sjöarna",
        "buss bussar bussen bussarna",
        "energi energin",
        "säkerhet säkerheten säkerheter",
        "öppen öppna öppet",
        "hamn hamnar hamnen",
        "region regioner regionen",
        "bok böcker boken",
        "strand stränder stranden",
        "mätning mätningar mätningarna mätningens",
    ];

    #[test]
    fn forms_of_one_noun_share_a_key() {
        for line in PARADIGMS {
            let keys: std::collections::BTreeSet<String> = line.split(' ').map(swedish).collect();
            assert_eq!(keys.len(), 1, "{line}: {keys:?}");
        }
    }

    #[test]
    fn different_words_stay_apart() {
        for (one, other) in [
            ("väg", "vag"),
            ("mål", "mal"),
            ("bad", "båt"),
            ("kommun", "kommitté"),
            ("hus", "hund"),
            ("natur", "nation"),
            ("mark", "marknad"),
            ("vatten", "avfall"),
            ("skola", "skog"),
            ("plan", "plats"),
        ] {
            assert_ne!(swedish(one), swedish(other), "{one} {other}");
        }
    }

    #[test]
    fn numbers_and_short_words_are_left_alone() {
        for word in ["pm2.5", "5g", "lån", "län", "ö", "", "el", "hus"] {
            assert_eq!(swedish(word), word);
        }
        assert_eq!(english("stations"), english("station"));
    }
}
