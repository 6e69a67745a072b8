//! Who owns which node: immediate dominators over the links of the graph.
//!
//! A node belongs to a record when every path from any record's head leads through that head; a node that two records
//! reach independently heads a (shared) record itself. That is the dominator tree below a virtual root that links to
//! all heads: exact, and independent of the order of triples.

use super::kinds::Kinds;
use crate::graph::{Graph, TermId};

const NONE: u32 = u32::MAX;

/// Owner of each node.
#[derive(Debug)]
pub(super) struct Owners {
    /// By term: the head of the record that the node belongs to; `None` = the remainder.
    head: Vec<u32>,
    /// True when links were so entangled that the exact owners were given up.
    pub(super) gave_up: bool,
}

impl Owners {
    /// Computes the owners. Nodes are all subjects and all blank nodes.
    pub(super) fn of(graph: &Graph, kinds: &Kinds) -> Self {
        let nodes = Nodes::of(graph, kinds);
        let order = nodes.reverse_postorder();
        let (head, gave_up) = match nodes.dominators(&order) {
            Some(head) => (head, false),
            None => (nodes.heads_by_fan_in(&order), true),
        };
        let head = nodes
            .index
            .iter()
            .map(|&node| {
                if node == NONE || head[node as usize] == NONE {
                    NONE
                } else {
                    nodes.terms[head[node as usize] as usize]
                }
            })
            .collect();
        Self { head, gave_up }
    }

    /// The head of the record that `node` belongs to.
    pub(super) fn head_of(&self, node: TermId) -> Option<TermId> {
        self.head.get(node as usize).copied().filter(|head| *head != NONE)
    }
}

/// Nodes with dense numbers. Node 0 is the virtual root.
struct Nodes {
    /// By term: number of the node.
    index: Vec<u32>,
    /// By node: its term.
    terms: Vec<TermId>,
    /// Links, sorted by first node.
    links: Vec<(u32, u32)>,
    /// By node: where its links start.
    first: Vec<usize>,
}

impl Nodes {
    #[expect(clippy::cast_possible_truncation, reason = "nodes are terms, and those are counted in u32")]
    fn of(graph: &Graph, kinds: &Kinds) -> Self {
        let mut index = vec![NONE; graph.term_count()];
        let mut terms = vec![NONE];
        for &[subject, _, object] in &graph.triples {
            for id in [subject, object] {
                if index[id as usize] == NONE && (id == subject || graph.is_blank(id)) {
                    index[id as usize] = terms.len() as u32;
                    terms.push(id);
                }
            }
        }
        let mut links: Vec<(u32, u32)> = Vec::new();
        for (node, term) in terms.iter().enumerate().skip(1) {
            if kinds.is_root(*term) {
                links.push((0, node as u32));
            }
        }
        for &triple in &graph.triples {
            let [subject, _, object] = triple;
            let target = index[object as usize];
            if target != NONE && subject != object && !kinds.is_root(object) && !kinds.is_membership(triple) {
                links.push((index[subject as usize], target));
            }
        }
        links.sort_unstable();
        links.dedup();
        let mut first = vec![0; terms.len() + 1];
        for (from, _) in &links {
            first[*from as usize + 1] += 1;
        }
        for node in 0..terms.len() {
            first[node + 1] += first[node];
        }
        Self { index, terms, links, first }
    }

    fn targets(&self, node: u32) -> &[(u32, u32)] {
        &self.links[self.first[node as usize]..self.first[node as usize + 1]]
    }

    /// Nodes that the virtual root reaches, each before what only it leads to.
    fn reverse_postorder(&self) -> Vec<u32> {
        let mut seen = vec![false; self.terms.len()];
        let mut order = Vec::new();
        let mut stack = vec![(0_u32, 0_usize)];
        seen[0] = true;
        while let Some((node, next)) = stack.last_mut() {
            if let Some((_, target)) = self.targets(*node).get(*next) {
                *next += 1;
                if !std::mem::replace(&mut seen[*target as usize], true) {
                    stack.push((*target, 0));
                }
            } else {
                order.push(*node);
                stack.pop();
            }
        }
        order.reverse();
        order
    }

    /// Links between reached nodes, turned round: by place in the order, places of the predecessors.
    fn predecessors(&self, order: &[u32]) -> Vec<Vec<u32>> {
        let mut place = vec![NONE; self.terms.len()];
        for (i, node) in (0_u32..).zip(order) {
            place[*node as usize] = i;
        }
        let mut predecessors = vec![Vec::new(); order.len()];
        for (from, to) in &self.links {
            if place[*from as usize] != NONE {
                predecessors[place[*to as usize] as usize].push(place[*from as usize]);
            }
        }
        predecessors
    }

    /// Heads by the algorithm of Cooper, Harvey and Kennedy (2001), or `None` when it takes too many steps.
    fn dominators(&self, order: &[u32]) -> Option<Vec<u32>> {
        let predecessors = self.predecessors(order);
        let mut dominator = vec![NONE; order.len()];
        dominator[0] = 0;
        let mut budget = 1_000_000 + 64 * (order.len() + self.links.len());
        loop {
            let mut changed = false;
            for node in 1..order.len() {
                let mut best = NONE;
                for other in &predecessors[node] {
                    if dominator[*other as usize] != NONE {
                        best = if best == NONE { *other } else { meet(&dominator, *other, best, &mut budget)? };
                    }
                }
                changed |= dominator[node] != best;
                dominator[node] = best;
            }
            if !changed {
                break;
            }
        }
        let mut head = vec![NONE; self.terms.len()];
        for node in 1..order.len() {
            let parent = dominator[node];
            head[order[node] as usize] = if parent == 0 { order[node] } else { head[order[parent as usize] as usize] };
        }
        Some(head)
    }

    /// The way out for graphs that are too entangled: every node with two predecessors heads a record.
    fn heads_by_fan_in(&self, order: &[u32]) -> Vec<u32> {
        let predecessors = self.predecessors(order);
        let mut head = vec![NONE; self.terms.len()];
        for (place, node) in order.iter().enumerate().skip(1) {
            head[*node as usize] = match predecessors[place].as_slice() {
                [parent] if *parent != 0 => head[order[*parent as usize] as usize],
                _ => *node,
            };
        }
        head
    }
}

/// The nearest common dominator of two places.
fn meet(dominator: &[u32], mut a: u32, mut b: u32, budget: &mut usize) -> Option<u32> {
    while a != b {
        *budget = budget.checked_sub(1)?;
        if a > b {
            a = dominator[a as usize];
        } else {
            b = dominator[b as usize];
        }
    }
    Some(a)
}
