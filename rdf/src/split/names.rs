//! IRIs for blank nodes (design §4 "split").
//!
//! A blank node is named from its owner, the way to it and what tells it from its siblings (access URL, title …); where
//! nothing does, from its content. Siblings that agree in what should tell them apart but differ otherwise are all named
//! from content as well. Equal siblings get one name and so become one node.

use super::content::{Content, Contents, Outgoing, hex};
use super::kinds::Kinds;
use super::owners::Owners;
use crate::graph::{Graph, TermId, write_term};
use model::SourceId;
use model::ns::{PLACEHOLDER, dcat, dcterms, foaf, vcard};
use rustc_hash::{FxHashMap, FxHashSet};

/// What tells siblings apart, the best first. All values of the first property that is there count.
const DISCRIMINATORS: &[&str] = &[
    dcat::ACCESS_URL,
    dcat::DOWNLOAD_URL,
    dcat::ENDPOINT_URL,
    dcterms::IDENTIFIER,
    "http://www.w3.org/2004/02/skos/core#notation",
    dcterms::TITLE,
    vcard::HAS_EMAIL,
    vcard::FN,
    foaf::NAME,
    foaf::MBOX,
];

/// What tells a primary resource without IRI from others, the best first; `dcterms:title` is taken with the publisher.
const PRIMARY_DISCRIMINATORS: &[&[&str]] =
    &[&[dcterms::IDENTIFIER], &[dcat::ENDPOINT_URL], &[foaf::PRIMARY_TOPIC], &[dcterms::TITLE, dcterms::PUBLISHER]];

/// The key of the record of what belongs to no other record.
pub(super) const REMAINDER: &str = "#remainder";

/// Names of all blank nodes.
pub(super) struct Names {
    /// By blank node: its IRI.
    pub(super) of: FxHashMap<TermId, String>,
    /// Nodes whose place in the document decided.
    pub(super) positional: Vec<TermId>,
}

/// Gives an IRI to every blank node of a sorted graph.
pub(super) fn name_blanks(graph: &Graph, kinds: &Kinds, owners: &Owners, source: &SourceId) -> Names {
    let blanks = blank_nodes(graph);
    if blanks.is_empty() {
        return Names { of: FxHashMap::default(), positional: Vec::new() };
    }
    let outgoing = Outgoing::of(graph, kinds);
    let (primary, inner): (Vec<TermId>, Vec<TermId>) = blanks.iter().partition(|id| kinds.primary.contains_key(id));
    let mut namer = Namer { graph, outgoing, owners, taken: own_iris(graph), of: FxHashMap::default(), source };
    namer.name_primary(&primary, &inner);
    let contents = Contents::of(&namer.outgoing, &inner, &namer.of);
    namer.name_inner(kinds, &contents);
    Names { of: namer.of, positional: contents.positional }
}

fn blank_nodes(graph: &Graph) -> Vec<TermId> {
    let mut blanks: Vec<TermId> =
        graph.triples.iter().flat_map(|t| [t[0], t[2]]).filter(|id| graph.is_blank(*id)).collect();
    blanks.sort_unstable();
    blanks.dedup();
    blanks
}

/// IRIs of ours that the document itself uses (a copy of our export): new names keep away from them.
fn own_iris(graph: &Graph) -> FxHashSet<String> {
    let all = graph.triples.iter().flat_map(|t| [t[0], t[2]]);
    all.filter_map(|id| graph.iri(id)).filter(|iri| iri.starts_with(PLACEHOLDER)).map(str::to_owned).collect()
}

struct Namer<'a> {
    graph: &'a Graph,
    outgoing: Outgoing<'a>,
    owners: &'a Owners,
    taken: FxHashSet<String>,
    of: FxHashMap<TermId, String>,
    source: &'a SourceId,
}

impl Namer<'_> {
    fn name_primary(&mut self, primary: &[TermId], inner: &[TermId]) {
        if primary.is_empty() {
            return;
        }
        let all: Vec<TermId> = inner.iter().chain(primary).copied().collect();
        let contents = Contents::of(&self.outgoing, &all, &FxHashMap::default());
        let basis: Vec<(TermId, Option<String>)> =
            primary.iter().map(|node| (*node, self.primary_discriminator(*node))).collect();
        let ambiguous =
            ambiguous(basis.iter().filter_map(|(node, text)| Some((text.clone()?, *contents.of.get(node)?))));
        for (node, text) in basis {
            let content = contents.of.get(&node).copied().unwrap_or_default();
            let parts = match text {
                Some(text) if !ambiguous.contains(&text) => vec!["primary".to_owned(), text],
                _ => vec!["primary-content".to_owned(), hex(&content)],
            };
            let name = self.mint(&parts);
            self.of.insert(node, name);
        }
    }

    fn name_inner(&mut self, kinds: &Kinds, contents: &Contents) {
        let parents = self.parents(kinds, contents);
        let discriminators: FxHashMap<TermId, String> =
            contents.of.keys().filter_map(|node| Some((*node, self.discriminator(*node, DISCRIMINATORS)?))).collect();
        let group = |node: TermId| Some(format!("{:?} {}", parents.get(&node), discriminators.get(&node)?));
        let ambiguous = ambiguous(contents.of.iter().filter_map(|(node, content)| Some((group(*node)?, *content))));
        for (node, _) in contents.order.iter().rev() {
            let Some(content) = contents.of.get(node) else { continue };
            let head = self.owners.head_of(*node);
            if head == Some(*node) {
                let name = self.mint(&["shared".to_owned(), hex(content)]);
                self.of.insert(*node, name);
                continue;
            }
            let mut parts = vec![head.map_or_else(|| REMAINDER.to_owned(), |id| self.text(id))];
            let mut ways: Vec<String> = parents
                .get(node)
                .into_iter()
                .flatten()
                .map(|(parent, predicate)| format!("{} {}", self.text(*parent), self.text(*predicate)))
                .collect();
            ways.sort_unstable();
            ways.dedup();
            parts.append(&mut ways);
            match (discriminators.get(node), group(*node)) {
                (Some(text), Some(group)) if !ambiguous.contains(&group) => parts.push(text.clone()),
                _ => parts.push(hex(content)),
            }
            let name = self.mint(&parts);
            self.of.insert(*node, name);
        }
    }

    /// By blank node: who refers to it and how. Links from the same circle are left out: they have no names yet.
    fn parents(&self, kinds: &Kinds, contents: &Contents) -> FxHashMap<TermId, Vec<(TermId, TermId)>> {
        let circle: FxHashMap<TermId, usize> = contents.order.iter().copied().collect();
        let mut parents: FxHashMap<TermId, Vec<(TermId, TermId)>> = FxHashMap::default();
        for &triple in &self.graph.triples {
            let [subject, predicate, object] = triple;
            let Some(own) = circle.get(&object) else { continue };
            let is_outside = circle.get(&subject).is_none_or(|other| other > own);
            if is_outside && !kinds.is_membership(triple) {
                parents.entry(object).or_default().push((subject, predicate));
            }
        }
        parents
    }

    fn primary_discriminator(&self, node: TermId) -> Option<String> {
        PRIMARY_DISCRIMINATORS.iter().find_map(|properties| {
            let first = self.discriminator(node, &properties[..1])?;
            let rest = properties[1..].iter().filter_map(|property| self.discriminator(node, &[property]));
            Some(rest.fold(first, |text, more| format!("{text} {more}")))
        })
    }

    /// The first of the properties that the node has, with all its values.
    fn discriminator(&self, node: TermId, properties: &[&str]) -> Option<String> {
        properties.iter().find_map(|property| {
            let predicate = self.graph.find_iri(property)?;
            let values = self.outgoing.from(node).filter(|t| t[1] == predicate && !self.graph.is_blank(t[2]));
            let mut texts: Vec<String> = values.map(|t| self.text(t[2])).collect();
            texts.sort_unstable();
            if texts.is_empty() { None } else { Some(format!("{property} {}", texts.join(" "))) }
        })
    }

    fn text(&self, id: TermId) -> String {
        if let Some(name) = self.of.get(&id) {
            return format!("<{name}>");
        }
        let mut text = String::new();
        if !self.graph.is_blank(id) {
            write_term(self.graph.term(id), &mut text);
        }
        text
    }

    fn mint(&self, parts: &[String]) -> String {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(part.as_bytes()).update(b"\0");
        }
        loop {
            let iri = format!("{PLACEHOLDER}id/{}/{}", self.source, hex(hasher.finalize().as_bytes()));
            if !self.taken.contains(&iri) {
                return iri;
            }
            hasher.update(b"again\0");
        }
    }
}

/// Keys that stand for more than one content.
fn ambiguous(keyed: impl Iterator<Item = (String, Content)>) -> FxHashSet<String> {
    let mut first: FxHashMap<String, Content> = FxHashMap::default();
    let mut ambiguous = FxHashSet::default();
    for (key, content) in keyed {
        match first.get(&key) {
            Some(other) if *other != content => {
                ambiguous.insert(key);
            }
            Some(_) => {}
            None => {
                first.insert(key, content);
            }
        }
    }
    ambiguous
}
