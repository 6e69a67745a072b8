//! HTML in texts: the text that a reader would see is kept, with line ends for paragraphs and the addresses of links.

use super::text::rule;
use crate::rule::Rule;
use crate::vocabulary::CHARACTERS;
use std::borrow::Cow;

/// All rules of this module; examples are texts.
pub(crate) const RULES: &[Rule] = &[TAGS, CHARACTER];

pub(crate) const TAGS: Rule = rule(
    "repair-text-html",
    "Texten innehåller HTML. Taggarna togs bort; stycken, listor och länkadresser finns kvar som text.",
    "The text has HTML in it. The tags were removed; paragraphs, lists and addresses of links are kept as text.",
    ("Skriv ren text.", "Write plain text."),
    ("<p>Badplatser i <b>Gävle</b></p>", "Badplatser i Gävle"),
);
pub(crate) const CHARACTER: Rule = rule(
    "repair-text-entity",
    "Texten innehåller teckenreferenser för HTML (`&auml;`, `&amp;`). De skrevs som tecken.",
    "The text has character references of HTML (`&auml;`, `&amp;`). They were written as characters.",
    ("Skriv tecknen själva.", "Write the characters themselves."),
    ("G&auml;vle &amp; Lule&aring;", "Gävle & Luleå"),
);

/// Elements, and what stands for their tags: before what is in them, after it.
const ELEMENTS: &[(&str, &str)] = &[
    ("p", "\n\n"),
    ("div", "\n"),
    ("br", "\n"),
    ("hr", "\n"),
    ("ul", "\n"),
    ("ol", "\n"),
    ("dl", "\n"),
    ("dt", "\n"),
    ("dd", "\n"),
    ("h1", "\n\n"),
    ("h2", "\n\n"),
    ("h3", "\n\n"),
    ("h4", "\n\n"),
    ("h5", "\n\n"),
    ("h6", "\n\n"),
    ("table", "\n"),
    ("tbody", ""),
    ("thead", ""),
    ("tr", "\n"),
    ("td", " "),
    ("th", " "),
    ("blockquote", "\n"),
    ("section", "\n"),
    ("article", "\n"),
    ("pre", "\n"),
    ("li", ""),
    ("a", ""),
    ("b", ""),
    ("i", ""),
    ("u", ""),
    ("em", ""),
    ("strong", ""),
    ("small", ""),
    ("span", ""),
    ("sup", ""),
    ("sub", ""),
    ("font", ""),
    ("code", ""),
    ("img", ""),
    ("s", ""),
];

/// Rounds until nothing changes: `&lt;p&gt;` becomes a tag first. More means that somebody plays with us.
const MAX_ROUNDS: usize = 4;

/// The text without HTML and why; `None` when there is none in it.
pub(super) fn repair(text: &str) -> Option<(String, Vec<&'static Rule>)> {
    if !text.contains(['<', '&']) {
        return None;
    }
    let mut rules: Vec<&'static Rule> = Vec::new();
    let mut current = Cow::Borrowed(text);
    for _ in 0..MAX_ROUNDS {
        let (next, rule) = match (without_tags(&current), with_characters(&current)) {
            (Some(plain), _) => (plain, &TAGS),
            (None, Some(plain)) => (plain, &CHARACTER),
            (None, None) => return (!rules.is_empty()).then(|| (current.into_owned(), rules)),
        };
        current = Cow::Owned(next);
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    None
}

/// Longest text of a link in which its address is looked for.
const MAX_LINK: usize = 4096;

/// A tag at the start of a text.
struct Tag<'a> {
    name: &'a str,
    after: &'static str,
    is_end: bool,
    attributes: &'a str,
    length: usize,
}

fn tag(text: &str) -> Option<Tag<'_>> {
    let inner = text.strip_prefix('<')?;
    let (is_end, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let length = inner.bytes().take(12).take_while(u8::is_ascii_alphanumeric).count();
    let name = &inner[..length];
    let (known, after) = ELEMENTS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    let rest = &inner[length..];
    let close = rest.as_bytes().iter().take(4096).position(|byte| matches!(byte, b'>' | b'<'))?;
    if !rest[close..].starts_with('>') {
        return None;
    }
    let attributes = rest[..close].trim_end_matches('/').trim();
    // `x <a och b> c` is no tag.
    let fits = attributes.is_empty() || rest.starts_with(char::is_whitespace) && attributes.contains('=') && !is_end;
    fits.then(|| Tag { name: known, after, is_end, attributes, length: text.len() - rest.len() + close + 1 })
}

fn without_tags(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut found) = (text, false);
    let mut links: Vec<(String, usize)> = Vec::new();
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(tag) = tag(rest) else {
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        found = true;
        match (tag.name, tag.is_end) {
            ("li", false) => out.push_str("\n– "),
            ("a", false) => links.push((href(tag.attributes).unwrap_or_default().to_owned(), out.len())),
            ("a", true) => {
                let (address, start) = links.pop().unwrap_or_default();
                if address.contains("://")
                    && !out.get(start..).is_some_and(|shown| shown.len() < MAX_LINK && shown.contains(&address))
                {
                    out.extend([" (", address.as_str(), ")"]);
                }
            }
            _ => out.push_str(tag.after),
        }
        rest = &rest[tag.length..];
    }
    out.push_str(rest);
    found.then(|| tidy(&out))
}

fn href(attributes: &str) -> Option<&str> {
    let rest = attributes.split_once("href")?.1.trim_start().strip_prefix('=')?.trim_start();
    match rest.chars().next()? {
        quote @ ('"' | '\'') => rest[1..].split(quote).next(),
        _ => rest.split_whitespace().next(),
    }
}

/// Lines without spaces at their ends, at most one empty line in a row.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines().map(str::trim) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.trim().to_owned()
}

fn with_characters(text: &str) -> Option<String> {
    let mut out = String::new();
    let (mut rest, mut found) = (text, false);
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let name = &rest[at + 1..];
        let end = name.as_bytes().iter().take(12).position(|byte| *byte == b';');
        if let Some((end, c)) = end.and_then(|end| Some((end, character(&name[..end])?))) {
            out.push_str(&c);
            rest = &name[end + 1..];
            found = true;
        } else {
            out.push('&');
            rest = name;
        }
    }
    out.push_str(rest);
    found.then_some(out)
}

fn character(name: &str) -> Option<Cow<'static, str>> {
    if let Some(code) = name.strip_prefix('#') {
        let code = match code.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => code.parse().ok()?,
        };
        let c = char::from_u32(code).filter(|c| !c.is_control())?;
        return Some(Cow::Owned(c.to_string()));
    }
    let basic = [("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'")];
    let found = basic.iter().chain(CHARACTERS).find(|(known, _)| *known == name);
    found.map(|(_, text)| Cow::Borrowed(if name == "nbsp" { " " } else { *text }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_would_see() {
        for (before, after) in [
            ("<p>Ett</p><p>Två<br/>tre</p>", "Ett\n\nTvå\ntre"),
            ("Se <a href=\"https://a.se/x\">sidan</a>.", "Se sidan (https://a.se/x)."),
            ("<a href='https://a.se/x'>https://a.se/x</a>", "https://a.se/x"),
            ("<ul><li>a</li><li>b</li></ul>", "– a\n– b"),
            ("&lt;p&gt;Hej&lt;/p&gt;", "Hej"),
            ("R&amp;amp;D &#229;", "R&D å"),
            ("<div class=\"x\" style='y'>Hej</div>", "Hej"),
        ] {
            let (found, _) = repair(before).unwrap();
            assert_eq!(found, after);
            assert_eq!(repair(&found), None);
        }
    }

    #[test]
    fn other_texts_are_left_alone() {
        for text in [
            "3 < 4 och 5 > 2",
            "x <a och b> c",
            "R&D",
            "<http://a.se/x>",
            "info <info@a.se>",
            "AT&T; x",
            "<gml:Point>",
            "?a=1&b=2",
            "a <b",
        ] {
            assert_eq!(repair(text), None, "{text}");
        }
        assert_eq!(repair(&format!("&{}lt;p>", "amp;".repeat(50))), None);
    }
}
