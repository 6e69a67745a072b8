//! Which records are the same thing: by IRI, then by UUID.

use super::preference::Preference;
use super::titles::alike;
use super::{Candidate, Cluster, Member, is_published_kind};
use model::{Finding, Severity, SourceId};
use rdf::{RecordHead, RecordKind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

type Findings = Vec<(SourceId, Finding)>;

/// Clusters by the winner's IRI, the place of each IRI's cluster, and findings.
pub(super) fn cluster<'a>(
    candidates: &[Candidate<'a>],
    preference: &Preference<'a, '_>,
) -> (Vec<Cluster>, FxHashMap<&'a str, usize>, Findings) {
    let mut groups = groups_by_iri(candidates, preference);
    let mut findings = Findings::new();
    unite_by_uuid(candidates, preference, &mut groups, &mut findings);
    groups.retain(|group| !group.is_empty());
    for group in &mut groups {
        group.sort_by_cached_key(|&member| preference.rank(member));
    }
    let key = |member: &Member| candidates[member.source].heads[member.record].key.as_str();
    groups.sort_by_key(|group| key(&group[0]));
    let mut by_iri = FxHashMap::default();
    for (place, group) in groups.iter().enumerate() {
        for member in group {
            by_iri.insert(key(member), place);
        }
    }
    findings.extend(renamed_agents(candidates, preference, &groups));
    findings
        .sort_by(|(source, one), (other, two)| (source, &one.code, &one.record).cmp(&(other, &two.code, &two.record)));
    (groups.into_iter().map(|members| Cluster { members }).collect(), by_iri, findings)
}

/// Records of the same name, the winner first, sorted by name.
fn groups_by_iri(candidates: &[Candidate<'_>], preference: &Preference<'_, '_>) -> Vec<Vec<Member>> {
    let mut members: Vec<(&str, Member)> = Vec::new();
    for (source, candidate) in candidates.iter().enumerate() {
        for (record, head) in candidate.heads.iter().enumerate() {
            if !matches!(head.kind, RecordKind::Remainder | RecordKind::CatalogRecord) {
                members.push((&head.key, Member { source, record }));
            }
        }
    }
    members.sort_unstable();
    let mut groups: Vec<Vec<Member>> = members
        .chunk_by(|(one, _), (other, _)| one == other)
        .map(|same| same.iter().map(|&(_, member)| member).collect())
        .collect();
    for group in groups.iter_mut().filter(|group| group.len() > 1) {
        group.sort_by_cached_key(|&member| preference.rank(member));
    }
    groups
}

/// Unites groups that share a UUID. The group of the best record comes first, and each of the others joins it if it is
/// of the same kind, has a like title and no record of a source that is already in: two records of one source are
/// never the same thing.
fn unite_by_uuid(
    candidates: &[Candidate<'_>],
    preference: &Preference<'_, '_>,
    groups: &mut [Vec<Member>],
    findings: &mut Findings,
) {
    let doubled = doubled_uuids(candidates, findings);
    let mut claims: BTreeMap<&str, Vec<(Member, usize)>> = BTreeMap::new();
    for (place, group) in groups.iter().enumerate() {
        for &member in group {
            let head = &candidates[member.source].heads[member.record];
            let Some(uuid) = head.meta.uuid.as_deref().filter(|_| is_published_kind(head.kind)) else { continue };
            if !doubled.contains(&(member.source, uuid)) {
                claims.entry(uuid).or_default().push((member, place));
            }
        }
    }
    // Where the members of a group went, if it was united with another.
    let mut moved: FxHashMap<usize, usize> = FxHashMap::default();
    for members in claims.values_mut().filter(|members| members.len() > 1) {
        members.sort_by_cached_key(|&(member, _)| preference.rank(member));
        let mut homes = vec![members[0]];
        for &(member, place) in &members[1..] {
            let place = follow(&moved, place);
            match settle(candidates, preference, groups, &homes, (member, place), &moved) {
                Settled::Joins(home) => {
                    let joining = std::mem::take(&mut groups[place]);
                    groups[home].extend(joining);
                    moved.insert(place, home);
                }
                Settled::Apart => homes.push((member, place)),
                Settled::Refused(Some(finding)) => {
                    findings.push((candidates[member.source].source.id.clone(), finding));
                }
                Settled::There | Settled::Refused(None) => {}
            }
        }
    }
}

/// Where a group with the same UUID goes.
enum Settled {
    /// It is in one already.
    There,
    /// It joins this group.
    Joins(usize),
    /// The operator keeps it apart: those that come later may join it.
    Apart,
    /// It stays alone; the finding says why, if its agency should know.
    Refused(Option<Finding>),
}

fn settle(
    candidates: &[Candidate<'_>],
    preference: &Preference<'_, '_>,
    groups: &[Vec<Member>],
    homes: &[(Member, usize)],
    (member, place): (Member, usize),
    moved: &FxHashMap<usize, usize>,
) -> Settled {
    let (mut apart, mut finding) = (false, None);
    for &(first, home) in homes {
        let home = follow(moved, home);
        if home == place {
            return Settled::There;
        }
        let [one, other] = [first, member].map(|member| &candidates[member.source].heads[member.record]);
        let alike = titles_alike(one.meta.title.as_deref(), other.meta.title.as_deref());
        if groups[home].iter().any(|&one| groups[place].iter().any(|&other| preference.are_apart(one, other))) {
            apart = true;
        } else if one.kind != other.kind || !alike {
            finding = finding.or_else(|| Some(other_title(one, other)));
        } else if disjoint(&groups[home], &groups[place]) {
            return Settled::Joins(home);
        }
    }
    if apart { Settled::Apart } else { Settled::Refused(finding) }
}

fn follow(moved: &FxHashMap<usize, usize>, mut place: usize) -> usize {
    while let Some(&next) = moved.get(&place) {
        place = next;
    }
    place
}

fn disjoint(one: &[Member], other: &[Member]) -> bool {
    one.iter().all(|member| other.iter().all(|another| another.source != member.source))
}

/// Nothing speaks against a record without a title.
pub(crate) fn titles_alike(one: Option<&str>, other: Option<&str>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => alike(one, other),
        _ => true,
    }
}

/// UUIDs that a source gives to more than one of its records, by source.
fn doubled_uuids<'a>(candidates: &[Candidate<'a>], findings: &mut Findings) -> FxHashSet<(usize, &'a str)> {
    let mut doubled = FxHashSet::default();
    for (source, candidate) in candidates.iter().enumerate() {
        let mut first: FxHashMap<&str, &RecordHead> = FxHashMap::default();
        for head in candidate.heads.iter().filter(|head| is_published_kind(head.kind)) {
            let Some(uuid) = head.meta.uuid.as_deref() else { continue };
            if let Some(earlier) = first.insert(uuid, head) {
                doubled.insert((source, uuid));
                findings.push((candidate.source.id.clone(), uuid_twice(earlier, head, uuid)));
            }
        }
    }
    doubled
}

/// Sources that give an organisation, which publishes itself, another name. It has no effect; they are told.
fn renamed_agents(candidates: &[Candidate<'_>], preference: &Preference<'_, '_>, groups: &[Vec<Member>]) -> Findings {
    let mut findings = Findings::new();
    for group in groups.iter().filter(|group| group.len() > 1) {
        let head = |member: Member| &candidates[member.source].heads[member.record];
        let (winner, own) = (group[0], head(group[0]));
        if own.kind != RecordKind::Shared || !preference.is_about_itself(winner.source, &own.key) {
            continue;
        }
        let Some(name) = &own.meta.title else { continue };
        for &member in &group[1..] {
            let other = head(member).meta.title.as_ref().filter(|other| other.trim() != name.trim());
            if let Some(other) = other.filter(|_| !preference.is_about_itself(member.source, &own.key)) {
                let source = candidates[winner.source].source.id.as_str();
                findings
                    .push((candidates[member.source].source.id.clone(), agent_renamed(&own.key, other, name, source)));
            }
        }
    }
    findings
}

fn agent_renamed(iri: &str, other: &str, name: &str, source: &str) -> Finding {
    Finding::new(
        "merge-agent-renamed",
        Severity::Warning,
        &format!("Organisationen kallar sig själv `{name}` i sin egen källa `{source}`: det namnet visas, inte ert."),
        &format!("The organisation calls itself `{name}` in its own source `{source}`: that name is shown, not yours."),
    )
    .with_record(iri)
    .with_path(model::ns::foaf::NAME)
    .with_value(other)
    .with_fix("Skriv organisationens namn som den själv gör.", "Write the organisation's name as it does itself.")
}

fn uuid_twice(earlier: &RecordHead, head: &RecordHead, uuid: &str) -> Finding {
    let (iri, other) = (&head.key, &earlier.key);
    Finding::new(
        "merge-uuid-twice",
        Severity::Warning,
        &format!("Samma UUID i `dcterms:identifier` som `{other}` i samma källa: det används inte för att känna igen dubbletter."),
        &format!("Same UUID in `dcterms:identifier` as `{other}` of the same source: it is not used to find duplicates."),
    )
    .with_record(iri)
    .with_path(model::ns::dcterms::IDENTIFIER)
    .with_value(uuid)
    .with_fix("Ge varje datamängd ett eget UUID.", "Give each dataset a UUID of its own.")
}

fn other_title(winner: &RecordHead, head: &RecordHead) -> Finding {
    let other = &winner.key;
    Finding::new(
        "merge-uuid-other-title",
        Severity::Warning,
        &format!("Samma UUID i `dcterms:identifier` som `{other}` i en annan källa, men en annan titel eller typ: de visas var för sig."),
        &format!("Same UUID in `dcterms:identifier` as `{other}` of another source, but another title or type: both are shown."),
    )
    .with_record(&head.key)
    .with_path(model::ns::dcterms::IDENTIFIER)
    .with_value(head.meta.uuid.as_deref().unwrap_or_default())
    .with_fix(
        "Ge datamängden ett eget UUID, eller samma titel om det är samma datamängd.",
        "Give the dataset a UUID of its own, or the same title if it is the same dataset.",
    )
}
