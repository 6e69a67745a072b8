//! Ill-formed XML made well-formed: unclosed elements are closed, stray end tags dropped, `&` and `<` escaped,
//! prefixes declared. The result remembers its elements, so that what RDF/XML then refuses can be cut off alone.

use super::MAX_DEPTH;
use super::scan::{MAX_ATTRIBUTES, Scanner, Token, attributes, find_rdf, has_many_attributes, is_name_start};
use super::tags::{Scope, push_escaped, push_value};
use crate::read::lines::Lines;
use crate::read::reading::Errors;
use crate::read::rules;
use crate::rule::Rule;
use rustc_hash::FxHashSet;
use std::fmt::Write;
use std::ops::Range;

/// What may stand inside an element, by the striped syntax of RDF/XML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// `rdf:RDF`: node elements.
    Nodes,
    /// A node element: property elements.
    Properties,
    /// A property element: text or a node element.
    Value,
    /// `rdf:parseType="Literal"`: anything.
    Literal,
}

/// An element of the result.
#[derive(Debug)]
pub(super) struct Element {
    /// The element around it.
    pub(super) parent: Option<usize>,
    pub(super) name: String,
    pub(super) inside: Inside,
    /// The start tag in the result.
    pub(super) tag: Range<usize>,
    /// The whole element in the result.
    pub(super) end: usize,
    /// Where it starts in the original text.
    pub(super) origin: usize,
    /// `rdf:about` as written.
    pub(super) about: Option<String>,
}

/// The result.
#[derive(Debug, Default)]
pub(super) struct Soup {
    pub(super) text: String,
    pub(super) elements: Vec<Element>,
    pub(super) errors: Errors,
    /// True when the shape had to be guessed or something was left out, not only characters escaped.
    pub(super) is_cut: bool,
    /// `rdf:about` of elements that a guess or a cut touched.
    pub(super) cut: Vec<String>,
}

/// Makes a text well-formed.
pub(super) fn mend(text: &str) -> Soup {
    let closed = closed_elements(text);
    let mut cook = Cook {
        text,
        outside: Outside { has_rdf: find_rdf(text).is_some(), ..Outside::default() },
        lines: Lines::of(text),
        closed,
        soup: Soup::default(),
        open: Vec::new(),
        skip: 0,
        scope: Scope::default(),
        done: false,
        too_deep: false,
    };
    let mut scanner = Scanner::new(text);
    while let Some((token, range)) = scanner.token() {
        cook.token(&token, range.start);
    }
    cook.finish();
    cook.soup
}

/// Offsets of start tags that an end tag of theirs closes, when each end tag closes the nearest open element of its
/// name.
fn closed_elements(text: &str) -> FxHashSet<usize> {
    let mut closed = FxHashSet::default();
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut scanner = Scanner::new(text);
    while let Some((token, range)) = scanner.token() {
        match token {
            Token::Start { name, empty: false, .. } => open.push((name, range.start)),
            Token::BadTag(tag) if !tag.starts_with("</") => open.push((tag_name(tag), range.start)),
            Token::End(name) => {
                // Far-away matches are guesses of no worth and would make this quadratic.
                let near = open.len().saturating_sub(MAX_DEPTH);
                if let Some(at) = open[near..].iter().rposition(|(other, _)| *other == name) {
                    closed.insert(open[near + at].1);
                    open.truncate(near + at);
                }
            }
            _ => {}
        }
    }
    closed
}

fn tag_name(tag: &str) -> &str {
    let inner = tag.trim_start_matches('<');
    &inner[..inner.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<' | '=')).unwrap_or(inner.len())]
}

/// What stands around `rdf:RDF`.
#[derive(Debug, Default)]
struct Outside {
    /// There is an `rdf:RDF`: other elements outside of it are no RDF.
    has_rdf: bool,
    /// How many there were.
    documents: usize,
    /// Name of the element that wraps it, and where.
    wrapper: Option<(String, usize)>,
    /// Namespaces that the wrapper declares.
    namespaces: Vec<(String, String)>,
    told_before: bool,
    told_after: bool,
}

struct Cook<'a> {
    text: &'a str,
    outside: Outside,
    lines: Lines<'a>,
    closed: FxHashSet<usize>,
    soup: Soup,
    open: Vec<usize>,
    /// Depth below an element that is left out.
    skip: usize,
    scope: Scope,
    done: bool,
    too_deep: bool,
}

impl Cook<'_> {
    fn token(&mut self, token: &Token<'_>, at: usize) {
        if self.skip > 0 {
            match token {
                Token::Start { empty: false, .. } => self.skip += 1,
                Token::End(_) => self.skip -= 1,
                _ => {}
            }
            return;
        }
        match *token {
            Token::Text(text) => self.characters(text, at, true),
            Token::CData(text) => self.characters(text, at, false),
            Token::Skip => {}
            Token::Start { name, attributes: list, empty } => {
                let list = self.listed(list, at);
                self.start(name, &list, empty, at);
            }
            Token::End(_) if self.open.is_empty() && self.outside.has_rdf => {}
            Token::End(name) => self.end(name, at),
            Token::BadLess => {
                self.tell(&rules::BAD_TAG, at, "<", &[]);
                self.characters("<", at, false);
            }
            Token::BadTag(tag) => self.bad_tag(tag, at),
            Token::Truncated => self.done = true,
        }
    }

    fn inside(&self) -> Option<Inside> {
        self.open.last().map(|at| self.soup.elements[*at].inside)
    }

    fn tell(&mut self, rule: &Rule, at: usize, value: &str, values: &[(&str, &str)]) {
        let lines = &mut self.lines;
        self.soup.errors.add(|| {
            let (line, column) = lines.place(at);
            rule.with(values).with_value(value).with_place(line, Some(column))
        });
    }

    /// Notes that the shape around here was guessed.
    fn touch(&mut self) {
        self.soup.is_cut = true;
        for at in &self.open {
            let element = &self.soup.elements[*at];
            if element.inside == Inside::Properties && self.open.len() - 1 <= 64 {
                self.soup.cut.extend(element.about.clone());
            }
        }
    }

    fn characters(&mut self, text: &str, at: usize, entities: bool) {
        let blank = text.trim().is_empty();
        match self.inside() {
            Some(Inside::Value | Inside::Literal) => {
                for (offset, value) in push_escaped(text, entities, &mut self.soup.text) {
                    self.tell(&rules::AMPERSAND, at + offset, &value, &[]);
                }
            }
            _ if blank => self.soup.text.push('\n'),
            None => self.outside_text(text, at),
            Some(_) => {
                self.tell(&rules::CUT, at, text.trim(), &[("name", "text"), ("error", "text between elements")]);
                self.touch();
            }
        }
    }

    fn bad_tag(&mut self, tag: &str, at: usize) {
        self.tell(&rules::BAD_TAG, at, tag, &[]);
        let name = tag_name(tag);
        if tag.starts_with("</") {
            self.end(tag_name(tag.trim_start_matches("</")), at);
        } else if name.contains(':') && name.starts_with(is_name_start) {
            self.touch();
            let inner = tag.trim_start_matches('<').trim_end_matches('>').trim_end();
            let (inner, empty) = inner.strip_suffix('/').map_or((inner, false), |inner| (inner, true));
            self.start(name, &attributes(inner.get(name.len()..).unwrap_or_default()), empty, at);
        } else {
            self.characters(tag, at, false);
        }
    }

    fn start(&mut self, name: &str, list: &[(&str, &str)], empty: bool, at: usize) {
        if self.open.is_empty() && self.outside.has_rdf {
            if !is_rdf(name) {
                self.outside_tag(name, list, at);
                return;
            }
            self.outside.documents += 1;
            let missing: Vec<(String, String)> = self.outside.namespaces.clone();
            let mut all: Vec<(&str, &str)> = list.to_vec();
            let inherited = missing.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            all.extend(inherited.filter(|(name, _)| list.iter().all(|(own, _)| own != name)));
            self.element(name, &all, empty, at);
        } else {
            self.element(name, list, empty, at);
        }
    }

    /// Text outside of the root.
    fn outside_text(&mut self, text: &str, at: usize) {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if text.is_empty() || self.outside.wrapper.is_some() {
            return;
        }
        let is_before = self.soup.elements.is_empty();
        let told = if is_before { &mut self.outside.told_before } else { &mut self.outside.told_after };
        if !std::mem::replace(told, true) {
            self.tell(if is_before { &rules::LEADING } else { &rules::TRAILING }, at, text, &[]);
        }
    }

    /// A tag outside of `rdf:RDF`: a wrapper, or something that a server left there.
    fn outside_tag(&mut self, name: &str, list: &[(&str, &str)], at: usize) {
        let declared = list.iter().filter(|(name, _)| name.starts_with("xmlns"));
        let declared: Vec<(String, String)> = declared.map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        if self.soup.elements.is_empty() && (!declared.is_empty() || self.outside.wrapper.is_some()) {
            self.outside.wrapper.get_or_insert((name.to_owned(), at));
            self.outside.namespaces.retain(|(old, _)| declared.iter().all(|(new, _)| new != old));
            self.outside.namespaces.extend(declared);
            self.outside.namespaces.truncate(MAX_ATTRIBUTES / 4);
        } else {
            self.outside_text(&format!("<{name}"), at);
        }
    }

    /// The attributes of a tag; of too many, only those that are of use.
    fn listed<'t>(&mut self, list: &'t str, at: usize) -> Vec<(&'t str, &'t str)> {
        let mut found = attributes(list);
        if has_many_attributes(list) {
            let used = used_prefixes(self.text);
            found.retain(|(name, _)| name.strip_prefix("xmlns:").is_none_or(|prefix| used.contains(prefix)));
            found.truncate(MAX_ATTRIBUTES);
            self.tell(&rules::MANY_ATTRIBUTES, at, "", &[("limit", &MAX_ATTRIBUTES.to_string())]);
        }
        found
    }

    fn element(&mut self, name: &str, list: &[(&str, &str)], empty: bool, at: usize) {
        let is_node = is_node_element(name, list);
        self.close_before(is_node, list);
        if self.open.len() >= MAX_DEPTH {
            if !std::mem::replace(&mut self.too_deep, true) {
                self.tell(&rules::DEPTH, at, name, &[("limit", &MAX_DEPTH.to_string())]);
            }
            self.touch();
            self.skip = usize::from(!empty);
            return;
        }
        let inside = self.inside_of(name, list);
        let start = self.soup.text.len();
        self.write_tag(name, list, at);
        let about = list.iter().find(|(name, _)| *name == "rdf:about").map(|(_, value)| (*value).to_owned());
        let tag = start..self.soup.text.len();
        let parent = self.open.last().copied();
        self.soup.elements.push(Element {
            parent,
            name: name.to_owned(),
            inside,
            end: tag.end,
            tag,
            origin: at,
            about,
        });
        self.open.push(self.soup.elements.len() - 1);
        if empty {
            self.close();
        }
    }

    /// Closes elements that are never closed and cannot hold what comes now.
    fn close_before(&mut self, is_node: bool, list: &[(&str, &str)]) {
        let is_named = list.iter().any(|(name, _)| matches!(*name, "rdf:about" | "rdf:ID" | "rdf:nodeID"));
        while let Some(at) = self.open.last().copied() {
            let element = &self.soup.elements[at];
            let misplaced = match element.inside {
                Inside::Properties => is_node && is_named,
                Inside::Value => !is_node || has_content(&self.soup.text[element.tag.end..]),
                Inside::Nodes | Inside::Literal => false,
            };
            if !misplaced || self.closed.contains(&element.origin) {
                return;
            }
            self.close_unclosed(at);
        }
    }

    fn close_unclosed(&mut self, at: usize) {
        let (name, origin) = (self.soup.elements[at].name.clone(), self.soup.elements[at].origin);
        self.touch();
        self.tell(&rules::UNCLOSED, origin, &name, &[("name", &name)]);
        self.close();
    }

    fn inside_of(&self, name: &str, list: &[(&str, &str)]) -> Inside {
        let parse_type = list.iter().find(|(name, _)| *name == "rdf:parseType").map(|(_, value)| *value);
        match self.inside() {
            None if is_rdf(name) => Inside::Nodes,
            None | Some(Inside::Nodes | Inside::Value) => Inside::Properties,
            Some(Inside::Literal) => Inside::Literal,
            Some(Inside::Properties) if parse_type.is_none() && is_certain_node(name, list) => Inside::Properties,
            Some(Inside::Properties) => match parse_type {
                Some("Resource") => Inside::Properties,
                Some("Collection") => Inside::Nodes,
                Some(_) => Inside::Literal,
                None => Inside::Value,
            },
        }
    }

    fn write_tag(&mut self, name: &str, list: &[(&str, &str)], at: usize) {
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        let mut tag = format!("<{name}");
        for (attribute, value) in list {
            let fits = attribute.starts_with(is_name_start) && !attribute.contains(['<', '"', '\'', '&']);
            if !fits || !seen.insert(attribute) {
                let rule = if fits { &rules::DUPLICATE_ATTRIBUTE } else { &rules::BAD_TAG };
                self.tell(rule, at, &format!("{attribute}=\"{value}\""), &[("name", attribute)]);
                continue;
            }
            let _ = write!(tag, " {attribute}=\"");
            for (_, value) in push_value(value, &mut tag) {
                self.tell(&rules::AMPERSAND, at, &value, &[]);
            }
            tag.push('"');
        }
        for (prefix, iri, known) in self.scope.enter(name, list) {
            let rule = if known { &rules::UNBOUND_PREFIX } else { &rules::UNKNOWN_PREFIX };
            self.tell(rule, at, &prefix, &[("name", &prefix), ("iri", &iri)]);
            self.soup.is_cut |= !known;
            let _ = write!(tag, " xmlns:{prefix}=\"{iri}\"");
        }
        tag.push('>');
        self.soup.text.push_str(&tag);
    }

    fn end(&mut self, name: &str, at: usize) {
        let near = self.open.len().saturating_sub(MAX_DEPTH);
        let found = self.open[near..].iter().rposition(|element| self.soup.elements[*element].name == name);
        let Some(found) = found.map(|found| near + found) else {
            self.tell(&rules::STRAY_END, at, name, &[("name", name)]);
            self.touch();
            return;
        };
        while self.open.len() > found + 1 {
            let last = self.open[self.open.len() - 1];
            self.close_unclosed(last);
        }
        self.close();
    }

    fn close(&mut self) {
        let Some(at) = self.open.pop() else { return };
        self.scope.leave();
        let _ = write!(self.soup.text, "</{}>", self.soup.elements[at].name);
        self.soup.elements[at].end = self.soup.text.len();
    }

    /// Ends the document. Open elements mean that it was cut off: a property that was being written is dropped, since its
    /// value may be half a value.
    fn finish(&mut self) {
        if let Some((name, at)) = self.outside.wrapper.take() {
            self.tell(&rules::WRAPPED, at, &format!("<{name}"), &[("name", &name)]);
        } else if self.outside.documents > 1 {
            self.tell(&rules::SEVERAL, 0, "", &[("count", &self.outside.documents.to_string())]);
        }
        if self.open.is_empty() && !self.done {
            return;
        }
        self.tell(&rules::TRUNCATED, self.text.len(), "", &[]);
        self.touch();
        self.soup.is_cut = true;
        if let Some(at) = self.open.last().copied().filter(|_| self.inside() == Some(Inside::Value)) {
            let has_child = self.soup.elements.iter().skip(at + 1).any(|element| element.parent == Some(at));
            if !has_child {
                self.soup.text.truncate(self.soup.elements[at].tag.start);
                self.soup.elements.truncate(at);
                self.open.pop();
                self.scope.leave();
            }
        }
        while !self.open.is_empty() {
            self.close();
        }
    }
}

/// True for more than white space; only the start is looked at, since this is asked for each child.
fn has_content(text: &str) -> bool {
    let near = text.as_bytes().iter().take(64 * 1024);
    text.len() > 64 * 1024 || near.into_iter().any(|byte| !byte.is_ascii_whitespace())
}

/// Classes of which the profile describes members.
const CLASSES: [&str; 12] = [
    "Dataset",
    "Distribution",
    "Catalog",
    "DataService",
    "DatasetSeries",
    "CatalogRecord",
    "Agent",
    "Organization",
    "Individual",
    "Kind",
    "PeriodOfTime",
    "Location",
];

/// True for a node element that can be nothing else.
fn is_certain_node(name: &str, list: &[(&str, &str)]) -> bool {
    let local = name.rsplit(':').next().unwrap_or(name);
    list.iter().any(|(name, _)| *name == "rdf:about") || CLASSES.contains(&local)
}

fn is_rdf(name: &str) -> bool {
    name == "RDF" || name.ends_with(":RDF")
}

/// The prefixes of all tags and their attributes, at most so many that a tag may have.
fn used_prefixes(text: &str) -> FxHashSet<&str> {
    let mut used = FxHashSet::default();
    let mut scanner = Scanner::new(text);
    while let Some((token, _)) = scanner.token() {
        let Token::Start { name, attributes: list, .. } = token else { continue };
        let names = attributes(list).into_iter().map(|(name, _)| name).filter(|name| !name.starts_with("xmlns"));
        used.extend(names.chain([name]).filter_map(|name| Some(name.split_once(':')?.0)));
        if used.len() > MAX_ATTRIBUTES {
            break;
        }
    }
    used
}

/// Classes begin with a capital letter, properties do not; a name of a node makes it certain.
fn is_node_element(name: &str, list: &[(&str, &str)]) -> bool {
    let local = name.rsplit(':').next().unwrap_or(name);
    local.starts_with(char::is_uppercase) || list.iter().any(|(name, _)| *name == "rdf:about")
}
