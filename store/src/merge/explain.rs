//! Why records are one thing, who won, and what was refused.

use super::clusters::titles_alike;
use super::preference::Preference;
use super::rules::{MergeRule, Rulebook};
use super::{Candidate, Claims, Member, is_published_kind, merge_with};
use rdf::RecordHead;
use serde::Serialize;
use std::collections::BTreeSet;

/// What makes a record part of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bond {
    /// Nothing else is the same thing.
    Alone,
    /// The same IRI as another record of it.
    Iri,
    /// The same UUID as another record of it, of the same kind and with a like title.
    Uuid,
}

/// What decided between the winner and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Decider {
    /// There was nothing to decide.
    Alone,
    /// The others only mention it.
    Describes,
    /// The operator pinned it.
    Pin,
    /// An organisation speaks for itself.
    Organisation,
    /// Rank of the source.
    Rank,
    /// Class of the source: public, private, aggregating.
    Class,
    /// The IRI is on the source's own host.
    Host,
    /// Nothing but the ids of the sources, in alphabetical order.
    Id,
}

/// Why a record with the same UUID is not part of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// A source gives this UUID to more than one of its records.
    UuidTwice,
    /// The operator said so.
    Apart,
    /// It is of another kind.
    Kind,
    /// Its title is not alike.
    Title,
    /// Another record of its source is part of it.
    SameSource,
}

/// One cluster, explained. Members are in the order in which they would win.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The winner first.
    pub members: Vec<(Member, Bond)>,
    /// Why the winner won.
    pub decider: Decider,
    /// Records with a UUID of this cluster that are not part of it.
    pub refused: Vec<(Member, Refusal)>,
}

/// Explains the cluster of an IRI; `None` if no candidate has a record of that name. The candidates may be a part of all,
/// as long as everything that shares IRIs or UUIDs with it is there: the merge decides the same.
pub fn explain(candidates: &[Candidate<'_>], claims: &Claims, rules: &[MergeRule], iri: &str) -> Option<Explanation> {
    let merged = merge_with(candidates, claims, rules);
    let members = &merged.cluster_of(iri)?.members;
    let head = |member: Member| &candidates[member.source].heads[member.record];
    let book = Rulebook::new(rules);
    let preference = Preference::new(candidates, claims, &book);
    let decider = members.get(1).map_or(Decider::Alone, |&next| preference.decider(members[0], next));
    let bond = |member: Member| {
        let same = |other: &&Member| **other != member && head(**other).key == head(member).key;
        match (members.len(), members.iter().find(same)) {
            (1, _) => Bond::Alone,
            (_, Some(_)) => Bond::Iri,
            (_, None) => Bond::Uuid,
        }
    };
    let uuids: BTreeSet<&str> = members.iter().filter_map(|&member| uuid_of(head(member))).collect();
    let mut refused = Vec::new();
    for (source, candidate) in candidates.iter().enumerate() {
        for (record, other) in candidate.heads.iter().enumerate() {
            let member = Member { source, record };
            let claims_it = uuid_of(other).is_some_and(|uuid| uuids.contains(uuid));
            if claims_it && !members.contains(&member) {
                refused.push((member, refusal(candidates, &book, members, member)));
            }
        }
    }
    Some(Explanation { members: members.iter().map(|&member| (member, bond(member))).collect(), decider, refused })
}

fn uuid_of(head: &RecordHead) -> Option<&str> {
    head.meta.uuid.as_deref().filter(|_| is_published_kind(head.kind))
}

fn refusal(candidates: &[Candidate<'_>], book: &Rulebook<'_>, members: &[Member], refused: Member) -> Refusal {
    let head = |member: Member| &candidates[member.source].heads[member.record];
    let name = |member: Member| (candidates[member.source].source.id.as_str(), head(member).key.as_str());
    let uuid = uuid_of(head(refused));
    let twice = |source: usize| candidates[source].heads.iter().filter(|head| uuid_of(head) == uuid).count() > 1;
    if twice(refused.source) || members.iter().any(|member| twice(member.source)) {
        return Refusal::UuidTwice;
    }
    if members.iter().any(|&member| book.are_apart(name(member), name(refused))) {
        return Refusal::Apart;
    }
    let first = head(members[0]);
    if first.kind != head(refused).kind {
        return Refusal::Kind;
    }
    if titles_alike(first.meta.title.as_deref(), head(refused).meta.title.as_deref()) {
        Refusal::SameSource
    } else {
        Refusal::Title
    }
}
