//! Texts: normal form, stray characters, empty values.

use crate::rule::Rule;
use model::Severity;
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A rule that is told as a warning if it had to guess and as a notice otherwise: these are notices.
pub(super) const fn rule(
    code: &'static str,
    sv: &'static str,
    en: &'static str,
    fix: (&'static str, &'static str),
    example: (&'static str, &'static str),
) -> Rule {
    Rule { code, severity: Severity::Notice, sv, en, fix, example: Some(example) }
}

repair_rules! {
    /// All rules of this module.
    NFC = "repair-text-nfc", Notice,
        "Texten innehåller bokstäver som är sammansatta av flera tecken. De skrevs om till sin vanliga form (NFC).",
        "The text has letters that are composed of several characters. They were rewritten in their usual form (NFC).",
        "Skriv `å`, `ä`, `ö` som ett tecken.", "Write `å`, `ä`, `ö` as one character.",
        "Malmo\u{308}" => "Malmö";
    CONTROL = "repair-text-control", Notice,
        "Texten innehåller styrtecken. De togs bort.",
        "The text has control characters. They were removed.",
        "Ta bort styrtecknen.", "Remove the control characters.",
        "a\u{1}b" => "ab";
    SPACE = "repair-text-space", Notice,
        "Texten börjar eller slutar med blanksteg. De togs bort.",
        "The text begins or ends with white space. It was removed.",
        "Ta bort blankstegen.", "Remove the white space.",
        "\n  Badplatser " => "Badplatser";
    EMPTY = "repair-text-empty", Warning,
        "Värdet är tomt och utelämnades.",
        "The value is empty and was left out.",
        "Ange ett värde eller ta bort egenskapen.", "Give a value or remove the property.",
        " " => "";
    TEMPLATE = "repair-text-template", Warning,
        "Värdet är en mall som inte har fyllts i. Det bevarades som det är.",
        "The value is a template that was not filled in. It was kept as it is.",
        "Rätta exporten så att mallen fylls i.", "Correct the export so that the template is filled in.",
        "{{description}}" => "{{description}}";
}

/// What a text becomes and why; `None` when nothing is wrong. An empty result means that the value says nothing.
pub(super) fn repair(text: &str) -> Option<(String, Vec<&'static Rule>)> {
    let mut rules: Vec<&'static Rule> = Vec::new();
    let mut current = Cow::Borrowed(text);
    if !current.is_ascii() && !is_nfc(&current) {
        current = Cow::Owned(current.nfc().collect());
        rules.push(&NFC);
    }
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t') || c == '\u{feff}';
    if current.contains(is_control) {
        current = Cow::Owned(current.replace(is_control, ""));
        rules.push(&CONTROL);
    }
    let trimmed = current.trim();
    if trimmed.is_empty() {
        return Some((String::new(), vec![&EMPTY]));
    }
    if trimmed.len() < current.len() {
        current = Cow::Owned(trimmed.to_owned());
        rules.push(&SPACE);
    }
    if has_template(&current) {
        rules.push(&TEMPLATE);
    }
    (!rules.is_empty()).then(|| (current.into_owned(), rules))
}

/// True where a place in a template was not filled in: `{{description}}`, `${title}`, `<%= x %>`.
fn has_template(text: &str) -> bool {
    [("{{", "}}"), ("${", "}"), ("<%=", "%>")].iter().any(|(open, close)| {
        let inner = text.split_once(open).and_then(|(_, rest)| rest.split_once(close)).map(|(inner, _)| inner);
        inner.is_some_and(|inner| {
            let inner = inner.trim();
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ' ' | '|' | ':');
            !inner.is_empty() && inner.len() <= 80 && inner.chars().all(is_name)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_does_what_its_example_says_and_only_once() {
        for rule in RULES {
            let (before, after) = rule.example.unwrap();
            let (text, rules) = repair(before).unwrap();
            assert_eq!((text.as_str(), rules), (after, vec![rule]));
            assert!(after.is_empty() || repair(after).is_none_or(|(again, _)| again == after), "{}", rule.code);
        }
        assert_eq!(repair("Rad 1\n\tRad 2 – åäö"), None);
        assert_eq!(repair("Data om {{ kommun.namn }} från 2024").unwrap().1, [&TEMPLATE]);
        assert_eq!(repair("JSON: {\"a\": {}} och ${ 3 + 4 }"), None);
    }
}
