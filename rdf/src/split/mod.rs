//! From one graph to records: owners, names for blank nodes, canonical bodies (design §3).

mod content;
mod kinds;
mod meta;
mod names;
mod owners;
mod rules;

use crate::graph::{Graph, TermId, write_term};
use crate::records::{Record, RecordKind, RecordMeta};
use kinds::Kinds;
use meta::MetaTerms;
use model::{ContentHash, Finding, SourceId};
use names::{Names, REMAINDER, name_blanks};
use owners::Owners;
use oxrdf::{NamedNode, Term};
use rustc_hash::FxHashMap;

pub(crate) use rules::RULES;

/// The records of a graph.
#[derive(Debug, Clone, Default)]
pub struct Split {
    /// Sorted by key. The union of their triples is the graph with blank nodes named, disjointly.
    pub records: Vec<Record>,
    /// What was noticed.
    pub findings: Vec<Finding>,
    /// By old number of a node: index of its record.
    record_of: FxHashMap<TermId, usize>,
}

impl Split {
    /// The key of the record that a node of the graph went to.
    pub(crate) fn key_of(&self, node: TermId) -> Option<&str> {
        self.record_of.get(&node).map(|index| self.records[*index].key.as_str())
    }
}

/// Splits a (repaired) graph into records. Blank nodes get IRIs that hold for `source`.
pub fn split(graph: &mut Graph, source: &SourceId) -> Split {
    graph.sort();
    let kinds = Kinds::of(graph);
    let owners = Owners::of(graph, &kinds);
    let names = name_blanks(graph, &kinds, &owners, source);
    let heads: Vec<(TermId, Option<TermId>)> = nodes(graph).map(|node| (node, owners.head_of(node))).collect();
    let mut owned: Vec<(Option<TermId>, [TermId; 3])> =
        graph.triples.iter().map(|t| (owners.head_of(if kinds.is_membership(*t) { t[2] } else { t[0] }), *t)).collect();

    let findings = rules::findings(graph, &kinds, &owners, &names);
    let renamed = rename(graph, &names);
    let new = |id: TermId| renamed.get(&id).copied().unwrap_or(id);
    for (head, triple) in &mut owned {
        *head = head.map(new);
        *triple = triple.map(new);
    }
    let kinds = kinds.renamed(new);
    owned.sort_unstable();
    owned.dedup();

    let (records, index_of) = build_records(graph, &kinds, &owned);
    let record_of = heads.into_iter().filter_map(|(node, head)| Some((node, *index_of.get(&head.map(new))?))).collect();
    Split { records, findings, record_of }
}

/// All subjects of a sorted graph.
fn nodes(graph: &Graph) -> impl Iterator<Item = TermId> + '_ {
    graph.triples.chunk_by(|a, b| a[0] == b[0]).map(|run| run[0][0])
}

fn rename(graph: &mut Graph, names: &Names) -> FxHashMap<TermId, TermId> {
    names
        .of
        .iter()
        .map(|(blank, name)| (*blank, graph.intern(Term::NamedNode(NamedNode::new_unchecked(name.as_str())))))
        .collect()
}

type Owned = (Option<TermId>, [TermId; 3]);

fn build_records(graph: &Graph, kinds: &Kinds, owned: &[Owned]) -> (Vec<Record>, FxHashMap<Option<TermId>, usize>) {
    let terms = MetaTerms::of(graph);
    let mut built: Vec<(Option<TermId>, Record)> = Vec::new();
    let mut triples = Vec::new();
    for run in owned.chunk_by(|a, b| a.0 == b.0) {
        let head = run[0].0;
        triples.clear();
        triples.extend(run.iter().map(|(_, triple)| *triple));
        let body = body(graph, &triples);
        let (key, kind, meta) = match head.and_then(|head| Some((head, graph.iri(head)?))) {
            Some((head, iri)) => {
                let kind = kinds.primary.get(&head).copied().unwrap_or(RecordKind::Shared);
                (iri.to_owned(), kind, terms.meta(graph, kinds, head, &triples))
            }
            None => (REMAINDER.to_owned(), RecordKind::Remainder, RecordMeta::default()),
        };
        let hash = ContentHash(*blake3::hash(body.as_bytes()).as_bytes());
        built.push((head, Record { key, kind, hash, body, meta }));
    }
    built.sort_by(|a, b| a.1.key.cmp(&b.1.key));
    let index_of = built.iter().enumerate().map(|(index, (head, _))| (*head, index)).collect();
    (built.into_iter().map(|(_, record)| record).collect(), index_of)
}

/// Canonical N-Triples of a record: sorted lines.
fn body(graph: &Graph, triples: &[[TermId; 3]]) -> String {
    let mut text = String::with_capacity(triples.len() * 120);
    let mut ends = Vec::with_capacity(triples.len());
    for &[subject, predicate, object] in triples {
        write_term(graph.term(subject), &mut text);
        text.push(' ');
        write_term(graph.term(predicate), &mut text);
        text.push(' ');
        write_term(graph.term(object), &mut text);
        text.push_str(" .\n");
        ends.push(text.len());
    }
    let mut start = 0;
    let mut lines: Vec<&str> = Vec::with_capacity(ends.len());
    for end in ends {
        lines.push(&text[start..end]);
        start = end;
    }
    lines.sort_unstable();
    lines.concat()
}
