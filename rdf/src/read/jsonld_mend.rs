//! What JSON-LD processing would drop without a word, mended beforehand: contexts that are not fetched, IRIs with
//! illegal characters, language tags that are none.

use super::reading::{Errors, Reader};
use super::{contexts, json, rules};
use crate::repair::{mended_language, repaired_iri};
use crate::vocabulary::NAMESPACES;
use rustc_hash::FxHashSet;
use serde_json::{Map, Value};

/// Puts built-in contexts in and mends IRIs and language tags.
pub(super) struct Mender<'r, 'b> {
    reader: &'r mut Reader<'b>,
    /// Terms whose values are IRIs by any context of the document.
    iri_terms: FxHashSet<String>,
    /// Terms whose values are maps from language to text.
    language_terms: FxHashSet<String>,
    errors: Errors,
    /// Absolute `@id`s of objects that say something.
    named: Vec<String>,
}

impl<'r, 'b> Mender<'r, 'b> {
    pub(super) fn new(reader: &'r mut Reader<'b>) -> Self {
        let (iri_terms, language_terms) = (FxHashSet::default(), FxHashSet::default());
        Self { reader, iri_terms, language_terms, errors: Errors::default(), named: Vec::new() }
    }

    /// Mends a document.
    pub(super) fn mend(&mut self, value: &mut Value) {
        self.contexts(value);
        self.iris(value, false);
    }

    /// What was mended, and the absolute `@id`s of objects that say something.
    pub(super) fn done(self) -> (Errors, Vec<String>) {
        (self.errors, self.named)
    }

    fn contexts(&mut self, value: &mut Value) {
        match value {
            Value::Object(map) => {
                if map.shift_remove(json::CUT_MARK).is_some()
                    && let Some(Value::String(id)) = map.get("@id")
                {
                    self.reader.cut.push(id.clone());
                }
                if let Some(context) = map.get_mut("@context") {
                    self.context(context);
                }
                map.iter_mut().filter(|(key, _)| *key != "@context").for_each(|(_, value)| self.contexts(value));
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.contexts(item)),
            _ => {}
        }
    }

    fn context(&mut self, context: &mut Value) {
        match context {
            Value::String(address) => {
                let found = contexts::built_in(address);
                if found.is_none() {
                    self.reader.complete = false;
                    let address = address.clone();
                    self.errors.add(|| rules::REMOTE_CONTEXT.with(&[("iri", &address)]).with_value(&address));
                }
                *context = found.unwrap_or_else(|| Value::Object(contexts::prefixes()));
                self.context(context);
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.context(item)),
            Value::Object(map) => self.definitions(map),
            _ => {}
        }
    }

    fn definitions(&mut self, map: &mut Map<String, Value>) {
        map.remove("@import");
        self.language_of(map);
        for (term, definition) in map.iter_mut() {
            if definition.get("@type").is_some_and(|kind| kind == "@id" || kind == "@vocab") {
                self.iri_terms.insert(term.clone());
            }
            let container = definition.get("@container");
            if container
                .is_some_and(|c| c == "@language" || c.as_array().is_some_and(|c| c.contains(&"@language".into())))
            {
                self.language_terms.insert(term.clone());
            }
            if let Value::Object(definition) = definition {
                self.language_of(definition);
            }
        }
    }

    /// Mends `@language`, of a text or of a context.
    fn language_of(&mut self, map: &mut Map<String, Value>) {
        let Some(Value::String(tag)) = map.get("@language") else { return };
        let Some(mended) = mended_language(tag) else { return };
        let old = tag.clone();
        if mended.is_empty() {
            map.shift_remove("@language");
        } else {
            map.insert("@language".to_owned(), mended.into());
        }
        self.errors.add(|| rules::JSON_LANGUAGE.finding().with_value(&old));
    }

    /// Mends the keys of a map from language to text.
    fn language_map(&mut self, value: &mut Value) {
        let Value::Object(map) = value else { return };
        if !map.keys().any(|tag| mended_language(tag).is_some()) {
            return;
        }
        for (tag, text) in std::mem::take(map) {
            let key = match mended_language(&tag) {
                Some(mended) => {
                    self.errors.add(|| rules::JSON_LANGUAGE.finding().with_value(&tag));
                    if mended.is_empty() { "@none".to_owned() } else { mended }
                }
                None => tag,
            };
            match map.get_mut(&key) {
                Some(Value::Array(texts)) => texts.push(text),
                Some(other) => *other = Value::Array(vec![other.take(), text]),
                None => {
                    map.insert(key, text);
                }
            }
        }
    }

    /// Mends the strings that stand where IRIs are expected. `expected` = the value's term is one of IRIs.
    fn iris(&mut self, value: &mut Value, expected: bool) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(id)) = map.get("@id")
                    && id.contains("://")
                    && map.len() > 1
                {
                    self.named.push(repaired_iri(id).unwrap_or_else(|| id.clone()));
                }
                self.language_of(map);
                for (key, value) in map.iter_mut().filter(|(key, _)| *key != "@context") {
                    if self.language_terms.contains(key.as_str()) {
                        self.language_map(value);
                    }
                    let expected = matches!(key.as_str(), "@id" | "@type") || self.iri_terms.contains(key.as_str());
                    self.iris(value, expected);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.iris(item, expected)),
            Value::String(text) if expected && needs_mending(text) => {
                if let Some(mended) = repaired_iri(text) {
                    let old = std::mem::replace(text, mended);
                    self.errors.add(|| rules::JSON_IRI.finding().with_value(&old));
                }
            }
            _ => {}
        }
    }
}

/// True for strings that cannot be an IRI reference as they are.
fn needs_mending(text: &str) -> bool {
    text.contains(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '{' | '}' | '|' | '\\' | '^' | '`' | '<' | '>' | '"')
    }) || (text.contains("://") && oxiri::IriRef::parse(text).is_err())
}

/// A document without any context gets the usual prefixes if it uses them.
pub(super) fn assume_context(reader: &mut Reader<'_>, value: &mut Value) {
    let mut seen = Seen::default();
    seen.look(value);
    if seen.context || !seen.compact {
        return;
    }
    let context = Value::Object(contexts::prefixes());
    match value {
        Value::Object(map) => {
            map.insert("@context".to_owned(), context);
        }
        other => *other = serde_json::json!({"@context": context, "@graph": other.take()}),
    }
    reader.complete &= !seen.bare;
    reader
        .findings
        .push(rules::NO_CONTEXT.with(&[("sv", "den saknas"), ("en", "it is missing")]).with_place(1, Some(1)));
}

/// What the names in a document look like.
#[derive(Default)]
struct Seen {
    context: bool,
    /// A name with one of the usual prefixes.
    compact: bool,
    /// A name without prefix.
    bare: bool,
}

impl Seen {
    fn look(&mut self, value: &Value) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    self.context |= key == "@context";
                    self.name(key);
                    match value {
                        Value::String(kind) if key == "@type" => self.name(kind),
                        other => self.look(other),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.look(item)),
            _ => {}
        }
    }

    fn name(&mut self, name: &str) {
        match name.split_once(':') {
            Some((prefix, local)) => {
                self.compact |= !local.starts_with("//") && NAMESPACES.iter().any(|(known, _)| *known == prefix);
            }
            None => self.bare |= !name.starts_with('@') && name != json::CUT_MARK,
        }
    }
}
