//! Who wins.

use super::explain::Decider;
use super::rules::Rulebook;
use super::{Candidate, Member};
use model::SourceClass;
use rdf::RecordKind;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Organisation numbers (ten digits) that shared nodes state about themselves, by IRI.
pub type Claims = FxHashMap<String, BTreeSet<String>>;

/// Decides between records. Everything it looks at is in the candidates, so their order does not matter.
pub(super) struct Preference<'a, 'c> {
    candidates: &'c [Candidate<'a>],
    claims: &'c Claims,
    rules: &'c Rulebook<'c>,
    hosts: Vec<Option<&'a str>>,
    organisations: Vec<Option<String>>,
}

/// Smaller wins. The fields are in the order in which they count.
type Rank<'c> = (bool, Reverse<u64>, bool, bool, u32, SourceClass, Reverse<bool>, &'c str);

impl<'a, 'c> Preference<'a, 'c> {
    pub(super) fn new(candidates: &'c [Candidate<'a>], claims: &'c Claims, rules: &'c Rulebook<'c>) -> Self {
        let hosts = candidates.iter().map(|candidate| host(&candidate.source.url)).collect();
        let organisations = candidates
            .iter()
            .map(|candidate| candidate.source.organisation.as_deref().and_then(organisation_digits))
            .collect();
        Self { candidates, claims, rules, hosts, organisations }
    }

    /// The key by which members are sorted: the winner has the smallest.
    pub(super) fn rank(&self, member: Member) -> Rank<'a> {
        let Candidate { source, heads } = self.candidates[member.source];
        let head = &heads[member.record];
        // A source that only mentions a dataset (a shared node) never takes it from one that describes it.
        let mentioned_only = head.kind == RecordKind::Shared;
        let by_another = !(mentioned_only && self.is_about_itself(member.source, &head.key));
        let (unranked, rank) = source.rank.map_or((true, u32::MAX), |rank| (false, rank));
        let own_host = self.hosts[member.source].is_some() && self.hosts[member.source] == host(&head.key);
        let pin = Reverse(self.rules.pin(source.id.as_str(), &head.key).unwrap_or(0));
        (mentioned_only, pin, by_another, unranked, rank, source.class, Reverse(own_host), source.id.as_str())
    }

    /// What decides between two records of one cluster.
    pub(super) fn decider(&self, winner: Member, other: Member) -> Decider {
        let (one, two) = (self.rank(winner), self.rank(other));
        let differs = [
            (one.0 != two.0, Decider::Describes),
            (one.1 != two.1, Decider::Pin),
            (one.2 != two.2, Decider::Organisation),
            ((one.3, one.4) != (two.3, two.4), Decider::Rank),
            (one.5 != two.5, Decider::Class),
            (one.6 != two.6, Decider::Host),
        ];
        differs.into_iter().find_map(|(differs, decider)| differs.then_some(decider)).unwrap_or(Decider::Id)
    }

    /// Whether the operator keeps two records apart.
    pub(super) fn are_apart(&self, one: Member, other: Member) -> bool {
        if !self.rules.keeps_apart() {
            return false;
        }
        let name = |member: Member| {
            let candidate = &self.candidates[member.source];
            (candidate.source.id.as_str(), candidate.heads[member.record].key.as_str())
        };
        self.rules.are_apart(name(one), name(other))
    }

    /// Whether the organisation number of a source occurs in an agent's IRI or identifier.
    pub(super) fn is_about_itself(&self, source: usize, iri: &str) -> bool {
        let Some(number) = &self.organisations[source] else { return false };
        iri.replace('-', "").contains(number) || self.claims.get(iri).is_some_and(|claimed| claimed.contains(number))
    }

    /// Places of the sources by rank, class and id.
    pub(super) fn source_order(&self) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.candidates.len()).collect();
        places.sort_by_key(|&place| {
            let source = self.candidates[place].source;
            (source.rank.is_none(), source.rank, source.class, source.id.as_str())
        });
        places
    }
}

/// The host of an IRI in the spelling that it has there; `None` without one (`urn:`, `file:///`).
fn host(iri: &str) -> Option<&str> {
    let authority = iri.split_once("://")?.1.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    (!host.is_empty()).then_some(host)
}

/// The ten digits of an organisation number in any usual spelling (`SE2120001355`, `212000-1355`); `None` for
/// anything else. With the century that some write (`16212000…`) the last ten count.
pub fn organisation_digits(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let rest = text.chars().all(|c| c.is_ascii_alphanumeric() || "-: ".contains(c));
    match digits.len() {
        10 if rest => Some(digits),
        12 if rest && digits.starts_with("16") => Some(digits[2..].to_owned()),
        _ => None,
    }
}

/// IRIs of shared nodes that more than one source has: only their identifiers have to be read before the merge.
pub fn contested<'a>(candidates: &[Candidate<'a>]) -> Vec<(&'a str, Vec<Member>)> {
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut members: FxHashMap<&str, Vec<Member>> = FxHashMap::default();
    for pass in [false, true] {
        for (source, candidate) in candidates.iter().enumerate() {
            let shared = candidate.heads.iter().enumerate().filter(|(_, head)| head.kind == RecordKind::Shared);
            for (record, head) in shared {
                let key = head.key.as_str();
                if !pass && !seen.insert(key) {
                    members.insert(key, Vec::new());
                } else if pass && let Some(all) = members.get_mut(key) {
                    all.push(Member { source, record });
                }
            }
        }
    }
    members.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_and_organisation_numbers_in_their_usual_spellings() {
        assert_eq!(host("https://user@data.example:8080/x?y"), Some("data.example"));
        assert_eq!(host("http://data.example?x"), Some("data.example"));
        assert_eq!(host("urn:uuid:1"), None);
        assert_eq!(host("file:///tmp/x"), None);
        for spelling in ["SE2120001355", "212000-1355", "2120001355", "16212000-1355"] {
            assert_eq!(organisation_digits(spelling).as_deref(), Some("2120001355"), "{spelling}");
        }
        assert_eq!(organisation_digits("https://a.example/2120001355/x"), None);
        assert_eq!(organisation_digits("12345"), None);
    }
}
