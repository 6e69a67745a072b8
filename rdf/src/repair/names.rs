//! Names of properties and classes: namespaces that are nearly right, prefixes that were never expanded.

use super::text::rule;
use crate::rule::Rule;
use crate::vocabulary::NAMESPACES;

/// All rules of this module; examples are properties.
pub(crate) const RULES: &[Rule] = &[NAMESPACE, PREFIX];

pub(crate) const NAMESPACE: Rule = rule(
    "repair-namespace",
    "Namnrymden är felskriven (https i stället för http). Egenskapen eller klassen fick sitt rätta namn.",
    "The namespace is misspelt (https instead of http). The property or class got its right name.",
    ("Skriv namnrymden precis som vokabulären.", "Write the namespace exactly as the vocabulary does."),
    ("https://purl.org/dc/terms/title", "http://purl.org/dc/terms/title"),
);
pub(crate) const PREFIX: Rule = rule(
    "repair-prefix",
    "Prefixet är inte utbytt mot sin namnrymd. Det byttes ut.",
    "The prefix was not replaced by its namespace. It was replaced.",
    ("Deklarera prefixet, eller skriv hela IRI:n.", "Declare the prefix, or write the whole IRI."),
    ("dct:title", "http://purl.org/dc/terms/title"),
);

/// Prefixes that are schemes of IRIs as well.
const SCHEMES: [&str; 1] = ["geo"];

/// The right name of a property or class, if this one is wrong.
pub(super) fn repair(iri: &str) -> Option<(String, &'static Rule)> {
    if let Some(rest) = iri.strip_prefix("https://") {
        let found = NAMESPACES.iter().filter(|(_, namespace)| namespace.starts_with("http://"));
        let mut matching =
            found.filter_map(|(_, namespace)| rest.strip_prefix(&namespace[7..]).map(|local| (namespace, local)));
        return matching
            .find(|(_, local)| is_local(local))
            .map(|(namespace, local)| (format!("{namespace}{local}"), &NAMESPACE));
    }
    let (prefix, local) = iri.split_once(':')?;
    if local.starts_with("//") || !is_local(local) || SCHEMES.contains(&prefix) {
        return None;
    }
    let (_, namespace) = NAMESPACES.iter().find(|(known, _)| *known == prefix)?;
    Some((format!("{namespace}{local}"), &PREFIX))
}

fn is_local(local: &str) -> bool {
    !local.is_empty() && local.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}
