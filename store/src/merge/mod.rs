//! Merge: the records of all sources become one catalog (design §4 "Merge").
//!
//! A pure function over heads: the same sources and records give the same catalog, whatever the order of harvests.

mod catalogs;
mod clusters;
pub mod dates;
mod explain;
mod preference;
mod rules;
mod titles;

pub(crate) use catalogs::main_catalogs;
pub(crate) use clusters::titles_alike;
pub use explain::{Bond, Decider, Explanation, Refusal, explain};
pub use preference::{Claims, contested, organisation_digits};
pub use rules::{MergeRule, RecordName, RuleKind};

use model::{Finding, Source, SourceId};
use rdf::{RecordHead, RecordKind};
use rustc_hash::FxHashMap;

/// What one source brings to the merge.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// As configured: rank, class, host and organisation decide who wins.
    pub source: &'a Source,
    /// Heads of its accepted revision.
    pub heads: &'a [RecordHead],
}

/// A record by its places in the candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Member {
    /// Place of the source in the candidates.
    pub source: usize,
    /// Place of the head in the source's heads.
    pub record: usize,
}

/// The records of different sources that are the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// The winner first, then the others in the order in which they would win.
    pub members: Vec<Member>,
}

impl Cluster {
    /// The record that readers see.
    pub fn winner(&self) -> Member {
        self.members[0]
    }
}

/// What a record gives to the default graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All of it: it won.
    Whole,
    /// Nothing: another source's record won, or it is a sub-catalog.
    Nothing,
    /// What nobody else wins: the remainder of a source.
    Rest,
    /// Nothing there, but it belongs in the provenance graph: a catalog record.
    Provenance,
}

/// One catalog out of many.
#[derive(Debug, Clone, Default)]
pub struct Merged<'a> {
    /// All clusters, by the winner's IRI; a record that no other source has is a cluster of its own.
    pub clusters: Vec<Cluster>,
    /// What agencies should know about their identifiers.
    pub findings: Vec<(SourceId, Finding)>,
    by_iri: FxHashMap<&'a str, usize>,
    parts: Vec<Vec<Part>>,
    main_catalogs: Vec<FxHashMap<&'a str, &'a str>>,
    precedence: Vec<usize>,
}

/// Kinds that readers find by a portal id.
pub fn is_published_kind(kind: RecordKind) -> bool {
    matches!(kind, RecordKind::Dataset | RecordKind::Series | RecordKind::Service)
}

/// Merges. `claims` says which organisation numbers contested agents state about themselves ([`contested`]).
pub fn merge<'a>(candidates: &[Candidate<'a>], claims: &Claims) -> Merged<'a> {
    merge_with(candidates, claims, &[])
}

/// Merges as the operator's rules say.
pub fn merge_with<'a>(candidates: &[Candidate<'a>], claims: &Claims, rules: &[MergeRule]) -> Merged<'a> {
    let book = rules::Rulebook::new(rules);
    let preference = preference::Preference::new(candidates, claims, &book);
    let (clusters, by_iri, findings) = clusters::cluster(candidates, &preference);
    let main_catalogs: Vec<_> = candidates.iter().map(|candidate| catalogs::main_catalogs(candidate.heads)).collect();
    let mut parts: Vec<Vec<Part>> =
        candidates.iter().map(|candidate| candidate.heads.iter().map(|head| part_of(head.kind)).collect()).collect();
    for cluster in &clusters {
        for member in &cluster.members[1..] {
            parts[member.source][member.record] = Part::Nothing;
        }
    }
    for ((candidate, parts), catalogs) in candidates.iter().zip(&mut parts).zip(&main_catalogs) {
        for (head, part) in candidate.heads.iter().zip(parts) {
            if head.kind == RecordKind::Catalog && catalogs.contains_key(head.key.as_str()) {
                *part = Part::Nothing;
            }
        }
    }
    let precedence = preference.source_order();
    Merged { clusters, findings, by_iri, parts, main_catalogs, precedence }
}

fn part_of(kind: RecordKind) -> Part {
    match kind {
        RecordKind::CatalogRecord => Part::Provenance,
        RecordKind::Remainder => Part::Rest,
        _ => Part::Whole,
    }
}

impl<'a> Merged<'a> {
    /// What a record gives to the default graph.
    pub fn part(&self, member: Member) -> Part {
        self.parts[member.source][member.record]
    }

    /// The cluster that an IRI belongs to, if any source has a record of that name.
    pub fn cluster_of(&self, iri: &str) -> Option<&Cluster> {
        self.by_iri.get(iri).map(|&place| &self.clusters[place])
    }

    /// The main catalog of a sub-catalog of a source; `None` for catalogs that are none's part.
    pub fn main_catalog(&self, source: usize, catalog: &str) -> Option<&'a str> {
        self.main_catalogs[source].get(catalog).copied()
    }

    /// Places of the sources in the order in which they win what is nobody's record (nodes inside records): rank,
    /// class, source id.
    pub fn precedence(&self) -> &[usize] {
        &self.precedence
    }
}

#[cfg(test)]
mod real_tests;
#[cfg(test)]
mod tests;
