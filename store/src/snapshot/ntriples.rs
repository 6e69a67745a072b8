//! Reading the canonical N-Triples that we wrote ourselves: one triple a line, single spaces, no comments.

use super::terms::Parts;
use std::borrow::Cow;

/// One triple of a body.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// Subject, as it stands in the line.
    pub(super) subject: Node<'a>,
    /// Predicate IRI.
    pub(super) predicate: Cow<'a, str>,
    /// Object.
    pub(super) object: Object<'a>,
}

/// An IRI or a blank node.
#[derive(Debug)]
pub(super) enum Node<'a> {
    /// An IRI.
    Iri(Cow<'a, str>),
    /// A blank node's label.
    Blank(&'a str),
}

/// An object.
#[derive(Debug)]
pub(super) enum Object<'a> {
    /// An IRI or a blank node.
    Node(Node<'a>),
    /// A plain string.
    Simple(Cow<'a, str>),
    /// Value and language tag.
    Tagged(Cow<'a, str>, &'a str),
    /// Value and datatype.
    Typed(Cow<'a, str>, Cow<'a, str>),
}

/// Reads one line without its line end; `None` if it is not what we write.
pub(super) fn parse(line: &str) -> Option<Line<'_>> {
    let (subject, rest) = node(line)?;
    let (predicate, rest) = iri(rest.strip_prefix(' ')?)?;
    let (object, rest) = object(rest.strip_prefix(' ')?)?;
    (rest == " .").then_some(Line { subject, predicate, object })
}

fn node(text: &str) -> Option<(Node<'_>, &str)> {
    if let Some(rest) = text.strip_prefix("_:") {
        let (label, _) = rest.split_once(' ')?;
        return (!label.is_empty()).then(|| (Node::Blank(label), &rest[label.len()..]));
    }
    iri(text).map(|(iri, rest)| (Node::Iri(iri), rest))
}

fn iri(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let (iri, rest) = text.strip_prefix('<')?.split_once('>')?;
    Some((unescape(iri)?, rest))
}

fn object(text: &str) -> Option<(Object<'_>, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        return node(text).map(|(node, rest)| (Object::Node(node), rest));
    };
    let (raw, rest) = quoted.split_at_checked(closing_quote(quoted)?)?;
    let (value, rest) = (unescape(raw)?, &rest[1..]);
    if let Some(tail) = rest.strip_prefix('@') {
        let (tag, _) = tail.split_once(' ')?;
        return (!tag.is_empty()).then(|| (Object::Tagged(value, tag), &tail[tag.len()..]));
    }
    if let Some(tail) = rest.strip_prefix("^^") {
        let (datatype, rest) = iri(tail)?;
        let plain = datatype == model::ns::xsd::STRING;
        return Some((if plain { Object::Simple(value) } else { Object::Typed(value, datatype) }, rest));
    }
    Some((Object::Simple(value), rest))
}

fn closing_quote(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find(['"', '\\'])?;
        if text.as_bytes()[at] == b'"' {
            return Some(at);
        }
        // The character after a backslash, at most four bytes, ends on a boundary that `get` checks.
        from = at + 1 + text[at + 1..].chars().next()?.len_utf8();
    }
}

fn unescape(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('\\') {
        return Some(Cow::Borrowed(text));
    }
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        result.push_str(before);
        let kind = after.chars().next()?;
        let mut used = kind.len_utf8();
        let digits = match kind {
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        result.push(match kind {
            't' => '\t',
            'b' => '\u{8}',
            'n' => '\n',
            'r' => '\r',
            'f' => '\u{C}',
            '"' | '\'' | '\\' => kind,
            'u' | 'U' => char::from_u32(u32::from_str_radix(after.get(1..=digits)?, 16).ok()?)?,
            _ => return None,
        });
        used += digits;
        rest = &after[used..];
    }
    result.push_str(rest);
    Some(Cow::Owned(result))
}

impl Node<'_> {
    /// Its parts, with our placeholder replaced by `base_url`.
    pub(super) fn parts<'s>(&'s self, base_url: &'s str) -> Parts<'s> {
        match self {
            Self::Iri(iri) => {
                let (base, rest) = rebase(iri, base_url);
                Parts::Iri(base, rest)
            }
            Self::Blank(label) => Parts::Blank(label),
        }
    }
}

impl Object<'_> {
    /// Its parts, with our placeholder in an IRI replaced by `base_url`.
    pub(super) fn parts<'s>(&'s self, base_url: &'s str) -> Parts<'s> {
        match self {
            Self::Node(node) => node.parts(base_url),
            Self::Simple(value) => Parts::Simple(value),
            Self::Tagged(value, tag) => Parts::Tagged(value, tag),
            Self::Typed(value, datatype) => {
                let (base, rest) = rebase(datatype, base_url);
                Parts::Typed(value, base, rest)
            }
        }
    }
}

/// An IRI in two pieces, [`model::ns::PLACEHOLDER`] at its start replaced by `base_url`.
pub(super) fn rebase<'a>(iri: &'a str, base_url: &'a str) -> (&'a str, &'a str) {
    match iri.strip_prefix(model::ns::PLACEHOLDER) {
        Some(rest) => (base_url, rest),
        None => (iri, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::{BlankNode, Literal, NamedNode, Term, Triple};

    fn text(parts: Parts<'_>) -> String {
        let mut bytes = Vec::new();
        super::super::terms::encode(parts, &mut bytes);
        super::super::terms::decode(&bytes).unwrap().to_string()
    }

    #[test]
    fn what_oxrdf_writes_is_read_back() {
        let objects: Vec<Term> = vec![
            NamedNode::new_unchecked("https://a.example/å#x").into(),
            BlankNode::new_unchecked("b1").into(),
            Literal::new_simple_literal("").into(),
            Literal::new_simple_literal("a \"quoted\\\" text > . \n\r\t\u{8}\u{c}\u{1}\u{7f} och åäö 🐟").into(),
            Literal::new_simple_literal("slutar med \\").into(),
            Literal::new_language_tagged_literal_unchecked("x\" .", "sv-SE").into(),
            Literal::new_typed_literal("1", NamedNode::new_unchecked("https://a.example/t")).into(),
        ];
        for object in objects {
            let subject = NamedNode::new_unchecked("https://a.example/s");
            let triple = Triple::new(subject, NamedNode::new_unchecked("https://a.example/p"), object.clone());
            let written = format!("{triple} .");
            let line = parse(&written).unwrap_or_else(|| panic!("{written}"));
            assert_eq!(text(line.object.parts("")), object.to_string());
            assert_eq!(text(line.subject.parts("")), "<https://a.example/s>");
        }
    }

    #[test]
    fn the_placeholder_is_replaced_in_iris_only() {
        let line = r#"<https://skord.invalid/id/a> <https://a.example/p> "https://skord.invalid/id/a" ."#;
        let line = parse(line).unwrap();
        assert_eq!(text(line.subject.parts("https://data.example/")), "<https://data.example/id/a>");
        assert_eq!(text(line.object.parts("https://data.example/")), "\"https://skord.invalid/id/a\"");
    }

    #[test]
    fn damaged_lines_are_refused() {
        for line in [
            "",
            "<a> <b> <c>",
            "<a> <b> \"x .",
            "<a> <b> \"x\\q\" .",
            "<a> <b> \"\\u12\" .",
            "_: <b> <c> .",
            "<a> <b> \"x\"@ .",
        ] {
            assert!(parse(line).is_none(), "{line}");
        }
    }
}
