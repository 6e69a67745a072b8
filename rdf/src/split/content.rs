//! Content hashes of blank nodes: from what they say, never from labels or order.

use super::kinds::Kinds;
use crate::graph::{Graph, TermId, write_term};
use rustc_hash::FxHashMap;

/// A hash of a node's content.
pub(super) type Content = [u8; 32];

/// Rounds of refinement for blank nodes that refer to each other in a circle. More would tell apart nodes that differ
/// only further away than this; such nodes get positional names.
const ROUNDS: usize = 24;

/// Content of all blank nodes.
pub(super) struct Contents {
    /// By blank node.
    pub(super) of: FxHashMap<TermId, Content>,
    /// Blank nodes with the number of their circle, each circle after those it refers to.
    pub(super) order: Vec<(TermId, usize)>,
    /// Nodes in circles that could not be told apart, so that their place in the document had to decide.
    pub(super) positional: Vec<TermId>,
}

/// Where the triples of each subject lie in the sorted graph, without memberships.
pub(super) struct Outgoing<'a> {
    graph: &'a Graph,
    kinds: &'a Kinds,
    first: FxHashMap<TermId, (usize, usize)>,
}

impl<'a> Outgoing<'a> {
    /// Notes the ranges of blank subjects; the graph must be sorted.
    pub(super) fn of(graph: &'a Graph, kinds: &'a Kinds) -> Self {
        let mut first = FxHashMap::default();
        let mut start = 0;
        for run in graph.triples.chunk_by(|a, b| a[0] == b[0]) {
            if graph.is_blank(run[0][0]) {
                first.insert(run[0][0], (start, start + run.len()));
            }
            start += run.len();
        }
        Self { graph, kinds, first }
    }

    /// The triples of a blank subject.
    pub(super) fn from(&self, node: TermId) -> impl Iterator<Item = [TermId; 3]> + '_ {
        let (start, end) = self.first.get(&node).copied().unwrap_or_default();
        self.graph.triples[start..end].iter().copied().filter(|triple| !self.kinds.is_membership(*triple))
    }

    /// The blank nodes (other than primary ones) that a blank node refers to.
    fn blanks(&self, node: TermId) -> Vec<TermId> {
        let mut found: Vec<TermId> = self.from(node).map(|t| t[2]).filter(|id| self.is_inner(*id)).collect();
        found.dedup();
        found
    }

    fn is_inner(&self, id: TermId) -> bool {
        self.graph.is_blank(id) && !self.kinds.primary.contains_key(&id)
    }
}

impl Contents {
    /// Computes the content of `nodes` and of all that they refer to. Primary blank nodes stand for themselves by
    /// `names`, or, where they have none yet, as just "a primary resource".
    pub(super) fn of(outgoing: &Outgoing<'_>, nodes: &[TermId], names: &FxHashMap<TermId, String>) -> Self {
        let mut contents = Self { of: FxHashMap::default(), order: Vec::new(), positional: Vec::new() };
        for (number, circle) in components(outgoing, nodes).into_iter().enumerate() {
            contents.add(outgoing, &circle, names);
            contents.order.extend(circle.into_iter().map(|node| (node, number)));
        }
        contents
    }

    fn add(&mut self, outgoing: &Outgoing<'_>, circle: &[TermId], names: &FxHashMap<TermId, String>) {
        let entangled = circle.len() > 1 || outgoing.blanks(circle[0]).contains(&circle[0]);
        if !entangled {
            let content = self.hash(outgoing, circle[0], names);
            self.of.insert(circle[0], content);
            return;
        }
        for node in circle {
            self.of.insert(*node, [0; 32]);
        }
        let mut classes = 1;
        for _ in 0..ROUNDS.min(circle.len()) {
            let next: Vec<Content> = circle.iter().map(|node| self.hash(outgoing, *node, names)).collect();
            self.of.extend(circle.iter().copied().zip(next.iter().copied()));
            let found = distinct(next);
            if found == classes && found == circle.len() {
                break;
            }
            classes = found;
        }
        if classes < circle.len() {
            self.separate_by_place(circle);
        }
    }

    /// Equal nodes of a circle must not collapse: their order in the document decides.
    fn separate_by_place(&mut self, circle: &[TermId]) {
        let mut seen: FxHashMap<Content, u32> = FxHashMap::default();
        let mut ordered = circle.to_vec();
        ordered.sort_unstable();
        for node in ordered {
            let Some(content) = self.of.get_mut(&node) else { continue };
            let count = seen.entry(*content).or_default();
            if *count > 0 {
                let mut hasher = blake3::Hasher::new();
                hasher.update(content).update(&count.to_le_bytes());
                *content = *hasher.finalize().as_bytes();
                self.positional.push(node);
            }
            *count += 1;
        }
    }

    fn hash(&self, outgoing: &Outgoing<'_>, node: TermId, names: &FxHashMap<TermId, String>) -> Content {
        let mut lines: Vec<String> = outgoing
            .from(node)
            .map(|[_, predicate, object]| {
                let mut line = String::new();
                write_term(outgoing.graph.term(predicate), &mut line);
                line.push(' ');
                if !outgoing.graph.is_blank(object) {
                    write_term(outgoing.graph.term(object), &mut line);
                } else if let Some(content) = self.of.get(&object).filter(|_| outgoing.is_inner(object)) {
                    line.push_str(&hex(content));
                } else {
                    line.push_str(names.get(&object).map_or("_:primary", String::as_str));
                }
                line
            })
            .collect();
        lines.sort_unstable();
        lines.dedup();
        let mut hasher = blake3::Hasher::new();
        for line in lines {
            hasher.update(line.as_bytes()).update(b"\n");
        }
        *hasher.finalize().as_bytes()
    }
}

fn distinct(mut contents: Vec<Content>) -> usize {
    contents.sort_unstable();
    contents.dedup();
    contents.len()
}

/// The first 32 hex digits of a hash: 128 bits name a node.
pub(super) fn hex(content: &Content) -> String {
    use std::fmt::Write;
    content.iter().take(16).fold(String::with_capacity(32), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// One step of the walk of [`components`].
struct Visit {
    node: TermId,
    targets: Vec<TermId>,
    next: usize,
}

/// Strongly connected components (Tarjan 1972, without recursion), each after those it refers to.
fn components(outgoing: &Outgoing<'_>, nodes: &[TermId]) -> Vec<Vec<TermId>> {
    let mut number: FxHashMap<TermId, (usize, usize, bool)> = FxHashMap::default(); // (index, lowest, on the stack)
    let (mut stack, mut found) = (Vec::new(), Vec::new());
    for start in nodes {
        if number.contains_key(start) {
            continue;
        }
        let mut walk: Vec<Visit> = Vec::new();
        enter(outgoing, *start, &mut number, &mut stack, &mut walk);
        while let Some(visit) = walk.last_mut() {
            let node = visit.node;
            if let Some(target) = visit.targets.get(visit.next).copied() {
                visit.next += 1;
                match number.get(&target).copied() {
                    None => enter(outgoing, target, &mut number, &mut stack, &mut walk),
                    Some((index, _, true)) => lower(&mut number, node, index),
                    Some(_) => {}
                }
                continue;
            }
            walk.pop();
            let Some((index, lowest, _)) = number.get(&node).copied() else { continue };
            if let Some(parent) = walk.last() {
                lower(&mut number, parent.node, lowest);
            }
            if index == lowest {
                found.push(leave(node, &mut number, &mut stack));
            }
        }
    }
    found
}

fn enter(
    outgoing: &Outgoing<'_>,
    node: TermId,
    number: &mut FxHashMap<TermId, (usize, usize, bool)>,
    stack: &mut Vec<TermId>,
    walk: &mut Vec<Visit>,
) {
    let index = number.len();
    number.insert(node, (index, index, true));
    stack.push(node);
    walk.push(Visit { node, targets: outgoing.blanks(node), next: 0 });
}

fn lower(number: &mut FxHashMap<TermId, (usize, usize, bool)>, node: TermId, lowest: usize) {
    if let Some(entry) = number.get_mut(&node) {
        entry.1 = entry.1.min(lowest);
    }
}

fn leave(node: TermId, number: &mut FxHashMap<TermId, (usize, usize, bool)>, stack: &mut Vec<TermId>) -> Vec<TermId> {
    let mut component = Vec::new();
    while let Some(top) = stack.pop() {
        if let Some(entry) = number.get_mut(&top) {
            entry.2 = false;
        }
        component.push(top);
        if top == node {
            break;
        }
    }
    component
}
