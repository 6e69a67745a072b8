//! The DOCTYPE: its entities are expanded here, within limits, and it is taken out before any parser sees the text.
//!
//! oxrdfxml 0.2.5 expands entities without limit (a 704-byte file becomes a literal of 300 MB). Real RDF/XML uses
//! `<!ENTITY dcat "http://www.w3.org/ns/dcat#">` and nothing more.

use super::scan::doctype_end;
use crate::read::rules;
use model::Finding;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Largest sum of all entity values (design §6).
const MAX_VALUES: usize = 64 * 1024;
/// Most that a document may grow by expansion: this many times its own size, and never less than [`MAX_VALUES`].
const MAX_GROWTH: usize = 8;

/// Blanks out the XML declaration and the DOCTYPE (offsets stay) and expands the entities it declares.
pub(super) fn expand<'a>(text: &'a str, findings: &mut Vec<Finding>) -> Cow<'a, str> {
    let text = blank_declaration(text);
    let Some((start, end)) = doctype(&text) else { return text };
    let entities = entities(&text[start..end]);
    let blanked = format!("{}{}{}", &text[..start], blank(&text[start..end]), &text[end..]);
    if entities.is_empty() {
        return Cow::Owned(blanked);
    }
    if let Some(reason) = refusal(&entities) {
        findings.push(rules::ENTITIES.with(&[("reason", reason)]));
        return Cow::Owned(blanked);
    }
    if let Some(expanded) = replace(&blanked, &entities) {
        Cow::Owned(expanded)
    } else {
        findings.push(rules::ENTITIES.with(&[("reason", "expansion > 8 × document")]));
        Cow::Owned(blanked)
    }
}

/// The declaration has done its work when the text is decoded; parsers refuse all but UTF-8.
fn blank_declaration(text: &str) -> Cow<'_, str> {
    let start = text.len() - text.trim_start().len();
    let Some(length) = text[start..].strip_prefix("<?xml ").and_then(|rest| rest.find("?>")).map(|at| at + 8) else {
        return if start > 0 {
            Cow::Owned(format!("{}{}", blank(&text[..start]), &text[start..]))
        } else {
            text.into()
        };
    };
    Cow::Owned(format!("{}{}", blank(&text[..start + length]), &text[start + length..]))
}

/// Spaces of the same length; line ends stay.
fn blank(text: &str) -> String {
    text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
}

fn doctype(text: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let rest = &text[at..];
        if rest.starts_with("<!--") {
            at += rest.find("-->")? + 3;
        } else if rest.starts_with("<?") {
            at += rest.find("?>")? + 2;
        } else if rest.get(..9).is_some_and(|head| head.eq_ignore_ascii_case("<!DOCTYPE")) {
            return Some((at, at + doctype_end(rest)?));
        } else {
            return None;
        }
    }
}

/// General entities with a literal value; external and parameter entities are left out (never fetched).
fn entities(doctype: &str) -> BTreeMap<&str, &str> {
    let mut found = BTreeMap::new();
    for declaration in doctype.split("<!ENTITY").skip(1) {
        let declaration = declaration.trim_start();
        let Some((name, rest)) = declaration.split_once(char::is_whitespace) else { continue };
        let rest = rest.trim_start();
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
        if let Some((value, _)) = rest[1..].split_once(quote) {
            found.entry(name).or_insert(value);
        }
    }
    found
}

fn refusal(entities: &BTreeMap<&str, &str>) -> Option<&'static str> {
    if entities.values().any(|value| value.contains('&') || value.contains('%')) {
        return Some("nested entities");
    }
    if entities.values().any(|value| value.contains('<')) {
        return Some("markup in entities");
    }
    let total: usize = entities.values().map(|value| value.len()).sum();
    (total > MAX_VALUES).then_some("> 64 KiB")
}

fn replace(text: &str, entities: &BTreeMap<&str, &str>) -> Option<String> {
    let limit = text.len() * MAX_GROWTH + MAX_VALUES;
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let known = after.find([';', '<', '&', ' ']).filter(|end| after[*end..].starts_with(';'));
        if let Some((end, value)) = known.and_then(|end| Some((end, entities.get(&after[..end])?))) {
            out.push_str(value);
            rest = &after[end + 1..];
        } else {
            out.push('&');
            rest = after;
        }
        if out.len() > limit {
            return None;
        }
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_entities_are_expanded_and_places_kept() {
        let mut findings = Vec::new();
        let text = "<?xml version='1.0'?>\n<!DOCTYPE r [\n<!ENTITY d 'http://a.se/#'>\n]>\n<r a='&d;x'>&amp;&e;</r>";
        let out = expand(text, &mut findings);
        assert_eq!(out.trim(), "<r a='http://a.se/#x'>&amp;&e;</r>");
        assert_eq!(out.lines().count(), text.lines().count());
        assert_eq!(findings, []);
    }

    #[test]
    fn bombs_are_refused() {
        let nested = "<!DOCTYPE r [<!ENTITY a 'xx'><!ENTITY b '&a;&a;'>]><r>&b;</r>";
        let flat = format!("<!DOCTYPE r [<!ENTITY a '{}'>]><r>{}</r>", "x".repeat(60_000), "&a;".repeat(60_000));
        for text in [nested, &flat] {
            let mut findings = Vec::new();
            assert!(expand(text, &mut findings).len() < text.len() + 10);
            assert_eq!(findings[0].code, "read-xml-entities");
        }
        let external = "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>";
        assert!(expand(external, &mut Vec::new()).ends_with("<r>&x;</r>"));
    }
}
