//! Reading one line of canonical N-Triples without copying.
//!
//! Records' bodies are written by us: one triple per line, no comments. Judging a whole source must cost less than
//! parsing it again, so a line is only cut into its parts; escapes are undone where a value is quoted.

use std::borrow::Cow;

/// Object of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Object<'a> {
    /// An IRI (or a blank node, with its `_:`).
    Node(&'a str),
    /// A literal: lexical form still escaped, language tag or `""`, datatype or `""` (= `xsd:string`).
    Literal { escaped: &'a str, language: &'a str, datatype: &'a str },
}

impl<'a> Object<'a> {
    /// What a reader sees: IRI or text.
    pub(crate) fn text(self) -> Cow<'a, str> {
        match self {
            Self::Node(iri) => Cow::Borrowed(iri),
            Self::Literal { escaped, .. } => unescape(escaped),
        }
    }
}

/// One triple.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Statement<'a> {
    pub(crate) subject: &'a str,
    pub(crate) predicate: &'a str,
    pub(crate) object: Object<'a>,
}

/// Cuts a line into its parts; `None` if it is no triple.
pub(crate) fn parse(line: &str) -> Option<Statement<'_>> {
    let (subject, rest) = node(line)?;
    let (predicate, rest) = node(rest.strip_prefix(' ')?)?;
    let rest = rest.strip_prefix(' ')?;
    let object = match rest.strip_prefix('"') {
        Some(literal) => parse_literal(literal)?,
        None => Object::Node(node(rest)?.0),
    };
    Some(Statement { subject, predicate, object })
}

/// An IRI without its brackets or a blank node, and what follows.
fn node(text: &str) -> Option<(&str, &str)> {
    match text.strip_prefix('<') {
        Some(iri) => iri.split_once('>'),
        None if text.starts_with("_:") => text.split_at_checked(text.find(' ')?),
        None => None,
    }
}

fn parse_literal(text: &str) -> Option<Object<'_>> {
    let end = closing_quote(text.as_bytes())?;
    let (escaped, rest) = (&text[..end], &text[end + 1..]);
    let language = rest.strip_prefix('@').and_then(|tag| tag.split(' ').next()).unwrap_or_default();
    let datatype = rest.strip_prefix("^^<").and_then(|iri| iri.split('>').next()).unwrap_or_default();
    Some(Object::Literal { escaped, language, datatype })
}

/// The first quote that no backslash escapes.
fn closing_quote(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    None
}

fn unescape(escaped: &str) -> Cow<'_, str> {
    if !escaped.contains('\\') {
        return Cow::Borrowed(escaped);
    }
    let mut text = String::with_capacity(escaped.len());
    let mut rest = escaped.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match rest.next() {
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('t') => text.push('\t'),
            Some('b') => text.push('\u{8}'),
            Some('f') => text.push('\u{c}'),
            Some('u') => text.extend(code_point(&mut rest, 4)),
            Some('U') => text.extend(code_point(&mut rest, 8)),
            Some(other) => text.push(other),
            None => {}
        }
    }
    Cow::Owned(text)
}

fn code_point(rest: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let hex: String = rest.by_ref().take(digits).collect();
    u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_object_is_read() {
        let statement = parse("<https://a.example/1> <https://p.example/> <https://b.example/> .").unwrap();
        assert_eq!((statement.subject, statement.predicate), ("https://a.example/1", "https://p.example/"));
        assert_eq!(statement.object, Object::Node("https://b.example/"));
        let tagged = parse(r#"<s:> <p:> "Säg \"hej\"\n\u00E5"@sv-SE ."#).unwrap().object;
        let Object::Literal { language, datatype, .. } = tagged else { panic!() };
        assert_eq!((language, datatype), ("sv-SE", ""));
        assert_eq!(tagged.text(), "Säg \"hej\"\nå");
        let typed = parse(r#"<s:> <p:> "2024\\"^^<http://www.w3.org/2001/XMLSchema#gYear> ."#).unwrap().object;
        assert_eq!(typed.text(), "2024\\");
        assert!(matches!(typed, Object::Literal { datatype: "http://www.w3.org/2001/XMLSchema#gYear", .. }));
        assert_eq!(parse("_:b0 <p:> _:b1 .").unwrap().object, Object::Node("_:b1"));
    }

    #[test]
    fn what_is_no_triple_is_none() {
        for line in ["", "<s:> <p:>", "<s:> <p:> \"open .", "no triple", "<s:> \"p\" <o:> ."] {
            assert_eq!(parse(line), None, "{line}");
        }
    }
}
