//! Characters and prefixes: what has to be escaped or declared.

use crate::vocabulary::{CHARACTERS, NAMESPACES};

/// Writes character data, escaped. Returns the places where `&` had to be repaired.
pub(super) fn push_escaped(text: &str, entities: bool, out: &mut String) -> Vec<(usize, String)> {
    let mut repaired = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '\0']) {
        out.push_str(&rest[..at]);
        let offset = text.len() - rest.len() + at;
        rest = &rest[at + 1..];
        match text.as_bytes()[offset] {
            b'<' => out.push_str("&lt;"),
            b'>' => out.push_str("&gt;"),
            b'&' if entities => {
                let (length, is_fine) = push_reference(rest, out);
                if !is_fine {
                    repaired.push((offset, text[offset..].chars().take(24).collect()));
                }
                rest = &rest[length..];
            }
            b'&' => out.push_str("&amp;"),
            _ => {}
        }
    }
    out.push_str(rest);
    repaired
}

/// Writes the value of an attribute, escaped.
pub(super) fn push_value(value: &str, out: &mut String) -> Vec<(usize, String)> {
    let mut text = String::with_capacity(value.len() + 8);
    let repaired = push_escaped(value, true, &mut text);
    out.push_str(&text.replace('"', "&quot;"));
    repaired
}

/// What follows `&`: how much of it was used, and whether it was right as it was.
fn push_reference(rest: &str, out: &mut String) -> (usize, bool) {
    let name = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '#').filter(|end| rest[*end..].starts_with(';'));
    let Some(name) = name.map(|end| &rest[..end]) else {
        out.push_str("&amp;");
        return (0, false);
    };
    let code = match name.strip_prefix("#x").map(|hex| u32::from_str_radix(hex, 16)) {
        Some(code) => code.ok(),
        None => name.strip_prefix('#').and_then(|digits| digits.parse().ok()),
    };
    if matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") || code.and_then(char::from_u32).is_some_and(|c| c != '\0')
    {
        out.push('&');
        out.push_str(name);
        out.push(';');
        return (name.len() + 1, true);
    }
    if let Some((_, character)) = CHARACTERS.iter().find(|(known, _)| *known == name) {
        out.push_str(character);
        return (name.len() + 1, false);
    }
    out.push_str("&amp;");
    (0, false)
}

/// Which prefixes are declared where we are.
#[derive(Debug, Default)]
pub(super) struct Scope {
    declared: Vec<(String, usize)>,
    depth: usize,
}

impl Scope {
    /// Enters an element; returns prefixes that must be declared on it: prefix, IRI, whether it is a well-known one.
    pub(super) fn enter(&mut self, name: &str, attributes: &[(&str, &str)]) -> Vec<(String, String, bool)> {
        self.depth += 1;
        for (attribute, _) in attributes {
            if let Some(prefix) = attribute.strip_prefix("xmlns:") {
                self.declared.push((prefix.to_owned(), self.depth));
            }
        }
        let mut missing: Vec<(String, String, bool)> = Vec::new();
        for used in std::iter::once(name).chain(attributes.iter().map(|(attribute, _)| *attribute)) {
            let Some((prefix, _)) = used.split_once(':') else { continue };
            let is_declared = matches!(prefix, "xml" | "xmlns")
                || self.declared.iter().any(|(known, _)| known == prefix)
                || missing.iter().any(|(known, _, _)| known == prefix);
            if !is_declared {
                let known = NAMESPACES.iter().find(|(known, _)| *known == prefix);
                let iri = known.map_or_else(|| format!("urn:x-prefix:{prefix}#"), |(_, iri)| (*iri).to_owned());
                missing.push((prefix.to_owned(), iri, known.is_some()));
            }
        }
        self.declared.extend(missing.iter().map(|(prefix, _, _)| (prefix.clone(), self.depth)));
        missing
    }

    /// Leaves the element.
    pub(super) fn leave(&mut self) {
        let depth = self.depth;
        while self.declared.last().is_some_and(|(_, declared_at)| *declared_at >= depth) {
            self.declared.pop();
        }
        self.depth -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ampersands_are_escaped_only_where_they_must_be() {
        let mut out = String::new();
        let repaired = push_escaped("R&D, A &amp; B, &aring;r &#229;&#xe5; &foo; ?a=1&b=2 <", true, &mut out);
        assert_eq!(out, "R&amp;D, A &amp; B, år &#229;&#xe5; &amp;foo; ?a=1&amp;b=2 &lt;");
        assert_eq!(repaired.iter().map(|(offset, _)| *offset).collect::<Vec<_>>(), [1, 16, 38, 48]);
    }

    #[test]
    fn missing_prefixes_are_declared_once() {
        let mut scope = Scope::default();
        let missing = scope.enter("dcat:Dataset", &[("rdf:about", "x"), ("foo:bar", "y")]);
        assert_eq!(
            missing.iter().map(|(p, _, known)| (p.as_str(), *known)).collect::<Vec<_>>(),
            [("dcat", true), ("rdf", true), ("foo", false)]
        );
        assert!(scope.enter("dcat:x", &[]).is_empty());
        scope.leave();
        scope.leave();
        assert_eq!(scope.enter("dcat:x", &[]).len(), 1);
    }
}
