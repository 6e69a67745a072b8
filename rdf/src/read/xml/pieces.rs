//! Well-formed XML that RDF/XML refuses, read piece by piece: what one node or property costs is only itself.

use super::parse;
use super::scan::{Scanner, Token, attributes};
use super::soup::{Element, Inside, Soup};
use crate::read::lines::Lines;
use crate::read::reading::Reader;
use crate::read::rules;
use oxrdfxml::RdfXmlParser;
use std::fmt::Write;

/// Reads the pieces of `soup`; `original` is the text that it was made from.
pub(super) fn read(reader: &mut Reader<'_>, soup: &Soup, original: &str) {
    let mut children = vec![Vec::new(); soup.elements.len()];
    let mut roots = Vec::new();
    for (at, element) in soup.elements.iter().enumerate() {
        match element.parent {
            Some(parent) => children[parent].push(at),
            None => roots.push(at),
        }
    }
    let mut pieces = Pieces { soup, children, lines: Lines::of(original), fresh: 0 };
    for root in roots {
        if soup.elements[root].inside == Inside::Nodes {
            for child in pieces.children[root].clone() {
                pieces.node(reader, child);
            }
        } else {
            pieces.node(reader, root);
        }
    }
}

struct Pieces<'a> {
    soup: &'a Soup,
    children: Vec<Vec<usize>>,
    lines: Lines<'a>,
    /// Counts names given to unnamed nodes whose properties are read one by one.
    fresh: usize,
}

impl Pieces<'_> {
    fn element(&self, at: usize) -> &Element {
        &self.soup.elements[at]
    }

    /// Reads a node element, if need be property by property.
    fn node(&mut self, reader: &mut Reader<'_>, at: usize) {
        let whole = &self.soup.text[self.element(at).tag.start..self.element(at).end];
        if self.parsed(reader, at, whole) {
            return;
        }
        let tag = self.named_tag(at);
        let end = format!("</{}>", self.element(at).name);
        if !self.parsed(reader, at, &format!("{tag}{end}")) {
            self.cut(reader, at);
            return;
        }
        for property in self.children[at].clone() {
            self.property(reader, at, &tag, &end, property);
        }
    }

    fn property(&mut self, reader: &mut Reader<'_>, node: usize, tag: &str, end: &str, at: usize) {
        let element = self.element(at);
        let text = &self.soup.text[element.tag.start..element.end];
        if self.parsed(reader, node, &format!("{tag}{text}{end}")) {
            return;
        }
        // A property around described nodes: keep the link and read the nodes by themselves.
        let (name, inside) = (element.name.clone(), element.inside);
        let nodes = self.children[at].clone();
        if inside == Inside::Properties && self.attribute(at, "rdf:parseType").is_none() {
            let (line, column) = self.lines.place(self.element(at).origin);
            let finding = rules::NESTED.with(&[("name", &name)]);
            reader.findings.push(finding.with_value(&name).with_place(line, Some(column)));
            reader.complete = false;
            self.node(reader, at);
            return;
        }
        if inside != Inside::Value || nodes.is_empty() {
            self.cut(reader, at);
            return;
        }
        for child in nodes {
            let link = match &self.element(child).about {
                Some(about) => format!("rdf:resource=\"{}\"", about.replace('"', "&quot;")),
                None => {
                    if let Some(id) = self.attribute(child, "rdf:nodeID") {
                        format!("rdf:nodeID=\"{id}\"")
                    } else {
                        self.cut(reader, at);
                        continue;
                    }
                }
            };
            self.parsed(reader, node, &format!("{tag}<{name} {link}/>{end}"));
            self.node(reader, child);
        }
    }

    fn cut(&mut self, reader: &mut Reader<'_>, at: usize) {
        let element = self.element(at);
        let (origin, name) = (element.origin, element.name.clone());
        let text: String = self.soup.text[element.tag.start..element.end].chars().take(201).collect();
        let error = self.error(reader, at);
        let (line, column) = self.lines.place(origin);
        let finding = rules::CUT.with(&[("name", &name), ("error", &error)]);
        reader.findings.push(finding.with_value(&text).with_place(line, Some(column)));
        reader.complete = false;
        let mut around = Some(at);
        while let Some(at) = around {
            reader.cut.extend(self.element(at).about.clone());
            around = self.element(at).parent;
        }
    }

    fn error(&self, reader: &Reader<'_>, at: usize) -> String {
        let element = self.element(at);
        let text = &self.soup.text[element.tag.start..element.end];
        let is_property = element.parent.is_some_and(|parent| self.element(parent).inside == Inside::Properties);
        let text = if is_property { format!("<rdf:Description>{text}</rdf:Description>") } else { text.to_owned() };
        parse(RdfXmlParser::new().lenient(), &self.wrapped(at, &text), reader.base).err().unwrap_or_default()
    }

    /// Parses a piece of the element's surroundings; false when it does not parse.
    fn parsed(&self, reader: &mut Reader<'_>, at: usize, piece: &str) -> bool {
        match parse(RdfXmlParser::new().lenient(), &self.wrapped(at, piece), reader.base) {
            Ok(graph) => {
                reader.graph.append(graph);
                true
            }
            Err(_) => false,
        }
    }

    /// A document of one piece, with the namespaces, language and base that hold at an element.
    fn wrapped(&self, at: usize, piece: &str) -> String {
        let mut held: Vec<(&str, &str)> = Vec::new();
        let mut around = self.element(at).parent;
        while let Some(parent) = around {
            for (name, value) in self.tag_attributes(parent) {
                if (name.starts_with("xmlns") || name.starts_with("xml:"))
                    && held.iter().all(|(other, _)| *other != name)
                {
                    held.push((name, value));
                }
            }
            around = self.element(parent).parent;
        }
        if held.iter().all(|(name, _)| *name != "xmlns:rdf") {
            held.push(("xmlns:rdf", model::ns::rdf::NS));
        }
        let mut document = String::with_capacity(piece.len() + 1024);
        document.push_str("<rdf:RDF");
        for (name, value) in held {
            let _ = write!(document, " {name}=\"{value}\"");
        }
        let _ = write!(document, ">{piece}</rdf:RDF>");
        document
    }

    /// The start tag of a node, with a name so that its properties can be read apart.
    fn named_tag(&mut self, at: usize) -> String {
        let element = self.element(at);
        let tag = self.soup.text[element.tag.clone()].to_owned();
        let named = ["rdf:about", "rdf:nodeID", "rdf:ID"].iter().any(|name| self.attribute(at, name).is_some());
        if named {
            return tag;
        }
        self.fresh += 1;
        format!("{} rdf:nodeID=\"skordPiece{}\">", tag.trim_end_matches('>'), self.fresh)
    }

    fn attribute(&self, at: usize, name: &str) -> Option<&str> {
        self.tag_attributes(at).into_iter().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    fn tag_attributes(&self, at: usize) -> Vec<(&str, &str)> {
        match Scanner::new(&self.soup.text[self.element(at).tag.clone()]).token() {
            Some((Token::Start { attributes: list, .. }, _)) => attributes(list),
            _ => Vec::new(),
        }
    }
}
