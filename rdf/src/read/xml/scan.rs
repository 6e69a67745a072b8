//! A tolerant tokenizer of XML: it never fails, and says what is odd.

use memchr::{memchr, memchr3};
use std::ops::Range;

/// One piece of an XML text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Character data, entities unresolved.
    Text(&'a str),
    /// `<name …>` or `<name …/>`.
    Start {
        name: &'a str,
        /// What stands between the name and the end.
        attributes: &'a str,
        empty: bool,
    },
    /// `</name>`.
    End(&'a str),
    /// The inside of a CDATA section.
    CData(&'a str),
    /// Comment, processing instruction, DOCTYPE.
    Skip,
    /// `<` that begins no tag.
    BadLess,
    /// A tag that is interrupted by another or has a broken attribute; the text of it.
    BadTag(&'a str),
    /// A construct that the end of the text interrupts.
    Truncated,
}

/// Walks over a text.
#[derive(Debug, Clone)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next token and where it lies.
    pub(super) fn token(&mut self) -> Option<(Token<'a>, Range<usize>)> {
        let start = self.at;
        let rest = &self.text[start..];
        if rest.is_empty() {
            return None;
        }
        let (token, length) = if rest.starts_with('<') {
            markup(rest)
        } else {
            let length = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
            (Token::Text(&rest[..length]), length)
        };
        self.at = start + length;
        Some((token, start..self.at))
    }
}

fn markup(rest: &str) -> (Token<'_>, usize) {
    if let Some(inner) = rest.strip_prefix("<!--") {
        return until(inner, "-->", 4, |_| Token::Skip, rest.len());
    }
    if let Some(inner) = rest.strip_prefix("<![CDATA[") {
        return until(inner, "]]>", 9, Token::CData, rest.len());
    }
    if let Some(inner) = rest.strip_prefix("<?") {
        return until(inner, "?>", 2, |_| Token::Skip, rest.len());
    }
    if rest.starts_with("<!") {
        return doctype_end(rest).map_or((Token::Truncated, rest.len()), |length| (Token::Skip, length));
    }
    if let Some(inner) = rest.strip_prefix("</") {
        return match inner.find(['>', '<']) {
            Some(end) if inner[end..].starts_with('>') => (Token::End(inner[..end].trim()), end + 3),
            Some(end) => (Token::BadTag(&rest[..end + 2]), end + 2),
            None => (Token::Truncated, rest.len()),
        };
    }
    if rest[1..].starts_with(is_name_start) { tag(rest) } else { (Token::BadLess, 1) }
}

fn until<'a>(
    inner: &'a str,
    end: &str,
    before: usize,
    token: impl Fn(&'a str) -> Token<'a>,
    whole: usize,
) -> (Token<'a>, usize) {
    match memchr::memmem::find(inner.as_bytes(), end.as_bytes()) {
        Some(at) => (token(&inner[..at]), before + at + end.len()),
        None => (Token::Truncated, whole),
    }
}

/// Length of a DOCTYPE with its internal subset; `None` when it does not end.
pub(super) fn doctype_end(rest: &str) -> Option<usize> {
    let (mut quote, mut depth, mut comment) = (None, 0_usize, false);
    let bytes = rest.as_bytes();
    for (i, &byte) in bytes.iter().enumerate() {
        if comment {
            comment = !bytes[..=i].ends_with(b"-->");
            continue;
        }
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'-') if bytes[..=i].ends_with(b"<!--") => comment = true,
            (None, b'[') => depth += 1,
            (None, b']') => depth = depth.saturating_sub(1),
            (None, b'>') if depth == 0 => return Some(i + 1),
            _ => {}
        }
    }
    None
}

fn tag(rest: &str) -> (Token<'_>, usize) {
    let bytes = rest.as_bytes();
    let name_end =
        rest[1..].find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<')).map_or(rest.len(), |at| at + 1);
    let mut at = name_end;
    loop {
        let Some(next) = bytes[at..].iter().position(|b| matches!(b, b'>' | b'"' | b'\'' | b'<')).map(|i| at + i)
        else {
            return (Token::Truncated, rest.len());
        };
        match bytes[next] {
            b'>' => {
                let empty = bytes[next - 1] == b'/';
                let end = if empty { next - 1 } else { next };
                let attributes = rest[name_end.min(end)..end].trim();
                return (Token::Start { name: &rest[1..name_end.min(end)], attributes, empty }, next + 1);
            }
            b'<' => return (Token::BadTag(&rest[..next]), next),
            quote => match memchr3(quote, b'<', b'<', &bytes[next + 1..]).map(|i| next + 1 + i) {
                Some(end) if bytes[end] == quote => at = end + 1,
                Some(end) => return interrupted(rest, next, end),
                None => return (Token::Truncated, rest.len()),
            },
        }
    }
}

/// An attribute value holds `<`: either it should have been escaped, or the closing quote is missing.
fn interrupted(rest: &str, quote_at: usize, less_at: usize) -> (Token<'_>, usize) {
    let close = rest[quote_at + 1..less_at].find('>').map(|at| quote_at + 1 + at);
    match close {
        // `<a b="c>text</a>`: the tag ends at the first `>`
        Some(end) => (Token::BadTag(&rest[..=end]), end + 1),
        None => (Token::BadTag(&rest[..less_at]), less_at),
    }
}

pub(super) fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_' || c == ':'
}

/// Most attributes of one tag. Parsers compare each with each: 100,000 namespaces take half a minute.
pub(super) const MAX_ATTRIBUTES: usize = 1024;

/// True for tags with more attributes than are read.
pub(super) fn has_many_attributes(attributes: &str) -> bool {
    attributes.len() > 3 * MAX_ATTRIBUTES && memchr::memchr_iter(b'=', attributes.as_bytes()).count() > MAX_ATTRIBUTES
}

/// Offset of the first `rdf:RDF` element, whatever its prefix.
pub(super) fn find_rdf(text: &str) -> Option<usize> {
    memchr::memmem::find_iter(text.as_bytes(), "RDF").find_map(|at| {
        let ends = text[at + 3..].starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
        let near = at.saturating_sub(64);
        let less = near + text.as_bytes()[near..at].iter().rposition(|byte| *byte == b'<')?;
        let prefix = &text[less + 1..at];
        let fits = prefix.is_empty()
            || prefix.strip_suffix(':').is_some_and(|p| p.starts_with(is_name_start) && !p.contains([':', ' ', '/']));
        (ends && fits).then_some(less)
    })
}

/// What a quick walk over a document tells.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    /// Name and attributes of the root element.
    pub(super) root: Option<(&'a str, &'a str)>,
    /// Deepest nesting seen.
    pub(super) depth: usize,
    /// Each element is closed where it should be, and nothing is odd.
    pub(super) well_formed: bool,
}

/// Walks over a document; stops at the first oddity.
pub(super) fn outline(text: &str) -> Outline<'_> {
    let mut outline = Outline::default();
    let mut open: Vec<&str> = Vec::new();
    let mut scanner = Scanner::new(text);
    while let Some((token, _)) = scanner.token() {
        match token {
            Token::Start { name, attributes, empty } => {
                if open.is_empty() && outline.root.is_some() || has_many_attributes(attributes) {
                    return outline;
                }
                outline.root.get_or_insert((name, attributes));
                outline.depth = outline.depth.max(open.len() + 1);
                if !empty {
                    open.push(name);
                }
            }
            Token::End(name) => {
                if open.pop() != Some(name) {
                    return outline;
                }
            }
            Token::BadLess | Token::BadTag(_) | Token::Truncated => return outline,
            Token::Text(text) | Token::CData(text) => {
                if open.is_empty() && !text.trim_start_matches('\u{feff}').trim().is_empty() {
                    return outline;
                }
            }
            Token::Skip => {}
        }
    }
    outline.well_formed = open.is_empty() && outline.root.is_some();
    outline
}

/// The attributes of a tag: name and raw value. Values without quotes and names without value are accepted.
pub(super) fn attributes(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let name_end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let name = &rest[..name_end];
        rest = rest[name_end..].trim_start();
        let Some(after) = rest.strip_prefix('=').map(str::trim_start) else {
            if !name.is_empty() {
                found.push((name, ""));
            }
            continue;
        };
        let (value, after) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            _ => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
        };
        found.push((name, value));
        rest = after.trim_start();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<Token<'_>> {
        let mut scanner = Scanner::new(text);
        std::iter::from_fn(|| scanner.token()).map(|(token, _)| token).collect()
    }

    #[test]
    fn tokens_of_good_and_bad_xml() {
        let start = |name, attributes, empty| Token::Start { name, attributes, empty };
        assert_eq!(
            tokens("<a b='>'>x &amp; y</a>"),
            [start("a", "b='>'", false), Token::Text("x &amp; y"), Token::End("a")]
        );
        assert_eq!(tokens("<a/><![CDATA[<]]><!-- < -->"), [start("a", "", true), Token::CData("<"), Token::Skip]);
        assert_eq!(tokens("3 < 4"), [Token::Text("3 "), Token::BadLess, Token::Text(" 4")]);
        assert_eq!(tokens("<a b=\"c>x</a>"), [Token::BadTag("<a b=\"c>"), Token::Text("x"), Token::End("a")]);
        assert_eq!(tokens("<a <b>"), [Token::BadTag("<a "), start("b", "", false)]);
        assert_eq!(tokens("<a href='x"), [Token::Truncated]);
        assert_eq!(tokens("<!DOCTYPE r [<!ENTITY a \"]>\">]><r/>"), [Token::Skip, start("r", "", true)]);
    }

    #[test]
    fn attributes_are_read_generously() {
        let expected = vec![("a", "1"), ("b", "x y"), ("c", "2"), ("d", "")];
        assert_eq!(attributes("a=1 b = 'x y' c=\"2\" d"), expected);
    }

    #[test]
    fn an_unclosed_root_is_not_well_formed() {
        assert!(outline("<a><b/></a>").well_formed);
        assert!(!outline("<a><b/>").well_formed);
        assert!(!outline("<a></b></a>").well_formed);
        assert_eq!(outline(&"<a>".repeat(1000)).depth, 1000);
    }
}
