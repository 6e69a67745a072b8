//! Language tags (BCP 47).

use crate::rule::Rule;
use oxrdf::Literal;

repair_rules! {
    /// All rules of this module; examples are tags, `""` means no tag.
    UNDERSCORE = "repair-language-underscore", Notice,
        "Språktaggen är skriven med understreck. Det byttes mot bindestreck.",
        "The language tag is written with an underscore. It was replaced by a hyphen.",
        "Skriv `sv-SE`.", "Write `sv-SE`.", "sv_se" => "sv-se";
    NAME = "repair-language-name", Notice,
        "Språktaggen är ett språknamn. Det byttes mot språkets kod.",
        "The language tag is the name of a language. It was replaced by the code of the language.",
        "Skriv språkkoden, till exempel `sv`.", "Write the code of the language, for example `sv`.", "svenska" => "sv";
    GUESS = "repair-language-se", Warning,
        "Språktaggen `se` betyder nordsamiska. Texten antas vara svenska (`sv`).",
        "The language tag `se` means Northern Sami. The text is taken to be Swedish (`sv`).",
        "Skriv `sv` för svenska.", "Write `sv` for Swedish.", "se" => "sv";
    THREE = "repair-language-three", Notice,
        "Språktaggen har tre bokstäver där det finns en kod med två.",
        "The language tag has three letters where there is a code of two.",
        "Skriv koden med två bokstäver.", "Write the code of two letters.", "swe" => "sv";
    DROPPED = "repair-language-dropped", Warning,
        "Språktaggen är tom eller ogiltig och togs bort.",
        "The language tag is empty or invalid and was removed.",
        "Ange en giltig språkkod, till exempel `sv` eller `en`.", "Give a valid language code, for example `sv` or `en`.", "s v!" => "";
    UNKNOWN = "repair-language-unknown", Warning,
        "Språktaggen är inget känt språk. Den lämnades som den är.",
        "The language tag is no known language. It was left as it is.",
        "Ange en giltig språkkod, till exempel `sv` eller `en`.", "Give a valid language code, for example `sv` or `en`.", "em" => "em";
}

/// Names and country codes that people write, and the tag that they mean.
const NAMES: &[(&str, &str)] = &[
    ("svenska", "sv"),
    ("swedish", "sv"),
    ("svensk", "sv"),
    ("engelska", "en"),
    ("english", "en"),
    ("finska", "fi"),
    ("suomi", "fi"),
    ("finnish", "fi"),
    ("norska", "no"),
    ("norsk", "no"),
    ("norwegian", "no"),
    ("danska", "da"),
    ("dansk", "da"),
    ("danish", "da"),
    ("tyska", "de"),
    ("deutsch", "de"),
    ("german", "de"),
    ("franska", "fr"),
    ("français", "fr"),
    ("francais", "fr"),
    ("french", "fr"),
    ("italiano", "it"),
    ("italian", "it"),
    ("español", "es"),
    ("spanish", "es"),
    ("nordsamiska", "sme"),
    ("davvisámegiella", "sme"),
    ("en-uk", "en-gb"),
    ("uk-en", "en-gb"),
];

/// ISO 639-2 codes of languages that have a code of two letters (bibliographic forms too).
const THREE_LETTERS: &[(&str, &str)] = &[
    ("swe", "sv"),
    ("eng", "en"),
    ("fin", "fi"),
    ("nor", "no"),
    ("nob", "nb"),
    ("nno", "nn"),
    ("dan", "da"),
    ("deu", "de"),
    ("ger", "de"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("ita", "it"),
    ("spa", "es"),
    ("nld", "nl"),
    ("dut", "nl"),
    ("pol", "pl"),
    ("isl", "is"),
    ("ice", "is"),
    ("est", "et"),
    ("por", "pt"),
];

/// ISO 639-1, all 183 codes in use.
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da \
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io \
    is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my \
    na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq \
    sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// What a tag becomes: the new tag (`None` = no tag) and why. `None` when nothing is wrong.
pub(super) fn repair(tag: &str) -> Option<(Option<String>, &'static Rule)> {
    if tag == "sv" || tag == "en" {
        return None;
    }
    let lower = tag.trim().to_lowercase();
    let plain = lower.replace('_', "-");
    let table = |table: &[(&str, &str)]| {
        table.iter().find(|(wrong, _)| *wrong == plain).map(|(_, right)| Some((*right).to_owned()))
    };
    if plain == "se" {
        return Some((Some("sv".to_owned()), &GUESS));
    }
    if let Some(right) = table(NAMES) {
        return Some((right, &NAME));
    }
    if let Some(right) = table(THREE_LETTERS) {
        return Some((right, &THREE));
    }
    if !is_well_formed(&plain) {
        return Some((None, &DROPPED));
    }
    if plain != lower || lower.len() != tag.len() {
        return Some((Some(plain), &UNDERSCORE));
    }
    let primary = plain.split('-').next().unwrap_or_default();
    let is_known = primary.len() != 2 || TWO_LETTERS.split_whitespace().any(|code| code == primary);
    (!is_known).then(|| (Some(tag.to_owned()), &UNKNOWN))
}

/// The grammar of BCP 47, as the parsers check it.
fn is_well_formed(tag: &str) -> bool {
    Literal::new_language_tagged_literal("", tag).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_does_what_its_example_says_and_only_once() {
        for rule in RULES {
            let (before, after) = rule.example.unwrap();
            let (tag, used) = repair(before).unwrap();
            assert_eq!((tag.unwrap_or_default().as_str(), used.code), (after, rule.code));
            assert!(after.is_empty() || repair(after).is_none_or(|(again, _)| again.as_deref() == Some(after)));
        }
    }

    #[test]
    fn good_tags_are_left_alone() {
        for tag in ["sv", "en-gb", "sv-se", "smj", "zh-hans-cn", "de-at", "nb"] {
            assert_eq!(repair(tag), None, "{tag}");
        }
    }
}
