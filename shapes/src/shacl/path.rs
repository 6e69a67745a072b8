//! Property paths: reading, walking, writing (SHACL §2.3.1).

use super::bind::Bound;
use super::graph::Graph;
use super::ns::{RDF, SH};
use super::terms::Id;
use std::fmt::Write;

/// A path from a focus node to its value nodes. Numbers are those of the shapes graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Path {
    /// One property.
    Predicate(Id),
    /// Backwards.
    Inverse(Box<Path>),
    /// One after the other.
    Sequence(Vec<Path>),
    /// Any of them.
    Alternative(Vec<Path>),
    /// Any number of times, also not at all.
    ZeroOrMore(Box<Path>),
    /// At least once.
    OneOrMore(Box<Path>),
    /// Once or not at all.
    ZeroOrOne(Box<Path>),
}

/// Deeper nesting is a loop in the shapes graph.
const DEPTH: usize = 32;

impl Path {
    /// Reads a path from a shapes graph.
    pub fn parse(graph: &Graph, node: Id) -> Result<Self, String> {
        Self::parse_at(graph, node, 0)
    }

    fn parse_at(graph: &Graph, node: Id, depth: usize) -> Result<Self, String> {
        if depth > DEPTH {
            return Err("the path contains itself".to_owned());
        }
        let terms = graph.terms();
        if terms.is_literal(node) {
            return Err(format!("`{}` is no path", terms.text(node)));
        }
        if !terms.is_blank(node) {
            return Ok(Self::Predicate(node));
        }
        let step = |iri: &str| terms.find_iri(iri).and_then(|predicate| graph.object(node, predicate));
        let inner = |node| Self::parse_at(graph, node, depth + 1);
        if step(&format!("{RDF}first")).is_some() {
            let members = list(graph, node)?;
            return members.into_iter().map(inner).collect::<Result<_, _>>().map(Self::Sequence);
        }
        let sh = |local: &str| step(&format!("{SH}{local}"));
        if let Some(node) = sh("inversePath") {
            Ok(Self::Inverse(Box::new(inner(node)?)))
        } else if let Some(node) = sh("alternativePath") {
            let members = list(graph, node)?;
            members.into_iter().map(inner).collect::<Result<_, _>>().map(Self::Alternative)
        } else if let Some(node) = sh("zeroOrMorePath") {
            Ok(Self::ZeroOrMore(Box::new(inner(node)?)))
        } else if let Some(node) = sh("oneOrMorePath") {
            Ok(Self::OneOrMore(Box::new(inner(node)?)))
        } else if let Some(node) = sh("zeroOrOnePath") {
            Ok(Self::ZeroOrOne(Box::new(inner(node)?)))
        } else {
            Err("a blank node that is no path".to_owned())
        }
    }

    /// The property, if the path is no more than that.
    pub fn predicate(&self) -> Option<Id> {
        if let Self::Predicate(id) = self { Some(*id) } else { None }
    }

    /// The value nodes of a focus node, each once.
    pub(super) fn walk(&self, bound: &Bound<'_>, focus: Id, found: &mut Vec<Id>) {
        match self {
            Self::Predicate(id) => found.extend(bound.data.objects(focus, bound.id(*id))),
            Self::Inverse(inner) if inner.predicate().is_some() => {
                let predicate = inner.predicate().unwrap_or_default();
                found.extend(bound.data.subjects(bound.id(predicate), focus));
            }
            _ => {
                self.steps(bound, focus, false, found);
                found.sort_unstable();
                found.dedup();
            }
        }
    }

    /// All ends of the path from a node, possibly several times.
    fn steps(&self, bound: &Bound<'_>, from: Id, backwards: bool, found: &mut Vec<Id>) {
        match self {
            Self::Predicate(id) if backwards => found.extend(bound.data.subjects(bound.id(*id), from)),
            Self::Predicate(id) => found.extend(bound.data.objects(from, bound.id(*id))),
            Self::Inverse(inner) => inner.steps(bound, from, !backwards, found),
            Self::Alternative(parts) => parts.iter().for_each(|part| part.steps(bound, from, backwards, found)),
            Self::Sequence(parts) => {
                let mut ends = vec![from];
                for place in 0..parts.len() {
                    let part = if backwards { &parts[parts.len() - 1 - place] } else { &parts[place] };
                    let mut next = Vec::new();
                    for node in &ends {
                        part.steps(bound, *node, backwards, &mut next);
                    }
                    next.sort_unstable();
                    next.dedup();
                    ends = next;
                }
                found.append(&mut ends);
            }
            Self::ZeroOrOne(inner) => {
                found.push(from);
                inner.steps(bound, from, backwards, found);
            }
            Self::ZeroOrMore(inner) => {
                let mut seen = inner.closure(bound, vec![from], backwards);
                found.append(&mut seen);
            }
            Self::OneOrMore(inner) => {
                let mut first = Vec::new();
                inner.steps(bound, from, backwards, &mut first);
                let mut seen = inner.closure(bound, first, backwards);
                found.append(&mut seen);
            }
        }
    }

    fn closure(&self, bound: &Bound<'_>, start: Vec<Id>, backwards: bool) -> Vec<Id> {
        let mut seen: rustc_hash::FxHashSet<Id> = start.iter().copied().collect();
        let mut open = start;
        let mut next = Vec::new();
        while let Some(node) = open.pop() {
            self.steps(bound, node, backwards, &mut next);
            open.extend(next.drain(..).filter(|node| seen.insert(*node)));
        }
        seen.into_iter().collect()
    }

    /// As SPARQL writes it.
    pub fn sparql(&self, graph: &Graph) -> String {
        let mut text = String::new();
        self.write(graph, &mut text);
        text
    }

    fn write(&self, graph: &Graph, text: &mut String) {
        let list = |parts: &[Self], between: &str, text: &mut String| {
            text.push('(');
            for (i, part) in parts.iter().enumerate() {
                text.push_str(if i > 0 { between } else { "" });
                part.write(graph, text);
            }
            text.push(')');
        };
        let after = |inner: &Self, sign: &str, text: &mut String| {
            text.push('(');
            inner.write(graph, text);
            let _ = write!(text, "){sign}");
        };
        match self {
            Self::Predicate(id) => {
                let _ = write!(text, "<{}>", graph.terms().text(*id));
            }
            Self::Inverse(inner) => {
                text.push_str("^(");
                inner.write(graph, text);
                text.push(')');
            }
            Self::Sequence(parts) => list(parts, "/", text),
            Self::Alternative(parts) => list(parts, "|", text),
            Self::ZeroOrMore(inner) => after(inner, "*", text),
            Self::OneOrMore(inner) => after(inner, "+", text),
            Self::ZeroOrOne(inner) => after(inner, "?", text),
        }
    }
}

/// The members of an RDF list.
pub(super) fn list(graph: &Graph, start: Id) -> Result<Vec<Id>, String> {
    let terms = graph.terms();
    let nil = terms.find_iri(&format!("{RDF}nil"));
    let (Some(first), Some(rest)) = (terms.find_iri(&format!("{RDF}first")), terms.find_iri(&format!("{RDF}rest")))
    else {
        return if nil == Some(start) { Ok(Vec::new()) } else { Err("no list".to_owned()) };
    };
    let mut members = Vec::new();
    let mut node = start;
    while Some(node) != nil {
        let Some(member) = graph.object(node, first) else {
            return Err("a list without an end".to_owned());
        };
        members.push(member);
        if members.len() > graph.len() {
            return Err("a list that contains itself".to_owned());
        }
        node = graph.object(node, rest).ok_or_else(|| "a list without an end".to_owned())?;
    }
    Ok(members)
}
