//! What belongs together with a resource, and why: what is stated (from the snapshot) before what is alike (from the
//! index). API and page show the same.

use crate::Published;
use model::LangText;
use model::view::{ResourceKind, ResourceSummary};
use search::{Because, Related, SearchError};
use std::collections::HashMap;
use store::views::{Relation, Tie, neighbours};

/// Resources with like texts that are looked at.
const ALIKE: usize = 40;

/// A service or specification that more neighbours than this share says little of any two of them.
const HANDFUL: usize = 5;

/// A candidate with its place: declared relations in their order, then the same series, then the number of things
/// shared, then likeness of the texts.
struct Candidate<'p> {
    resource: &'p ResourceSummary,
    because: Vec<Because>,
    declared: Option<usize>,
    alike: Option<usize>,
}

impl Candidate<'_> {
    /// Whether both are of one series.
    fn is_member(&self) -> bool {
        self.because.iter().any(|one| matches!(one, Because::Series(_)))
    }

    fn place(&self) -> (usize, bool, usize, usize, &str) {
        let is_strong =
            |one: &&Because| matches!(one, Because::Series(_) | Because::Service(_) | Because::Specification(_));
        let is_member = self.is_member();
        let strong = self.because.iter().filter(is_strong).count();
        let last = usize::MAX;
        (self.declared.unwrap_or(last), !is_member, last - strong, self.alike.unwrap_or(last), &self.resource.id)
    }
}

/// The nearest first, at most `limit`; never the resource itself, only what is published.
pub(crate) fn related(
    published: &Published,
    resource: &ResourceSummary,
    limit: usize,
) -> Result<Vec<Related>, SearchError> {
    let mut candidates: HashMap<&str, Candidate<'_>> = HashMap::new();
    for (number, neighbour) in neighbours(&published.snapshot, &resource.id).into_iter().enumerate() {
        let Some(other) = published.summary(&neighbour.id) else { continue };
        let is_declared = neighbour.ties.iter().any(|tie| matches!(tie, Tie::Declared(..)));
        if is_declared || is_shown_beside(resource, other) {
            let because = neighbour.ties.iter().map(because).collect();
            let declared = is_declared.then_some(number);
            candidates.insert(&other.id, Candidate { resource: other, because, declared, alike: None });
        }
    }
    for (number, alike) in published.searcher.related(resource, ALIKE)?.into_iter().enumerate() {
        let Some(other) = published.summary(&alike.resource.id).filter(|other| other.id != resource.id) else {
            continue;
        };
        let new = || Candidate { resource: other, because: Vec::new(), declared: None, alike: None };
        let candidate = candidates.entry(&other.id).or_insert_with(new);
        candidate.alike = Some(number);
        for reason in alike.because {
            let is_known = |known: &Because| std::mem::discriminant(known) == std::mem::discriminant(&reason);
            if !candidate.because.iter().any(is_known) {
                candidate.because.push(reason);
            }
        }
    }
    let related = |one: Candidate<'_>| Related { resource: one.resource.clone(), because: one.because };
    Ok(chosen(candidates.into_values().collect(), limit).into_iter().map(related).collect())
}

/// The nearest, at most `limit`. Those that only share what many share take at most half of the places; for the rest
/// the likeness of the texts decides.
fn chosen(mut all: Vec<Candidate<'_>>, limit: usize) -> Vec<Candidate<'_>> {
    let shared = |candidate: &Candidate<'_>| candidate.because.iter().find(|one| is_shared(one)).cloned();
    let ties: Vec<Because> = all.iter().filter_map(shared).collect();
    let is_wide = |tie: &Because| ties.iter().filter(|other| *other == tie).count() > HANDFUL;
    all.sort_by(|one, other| one.place().cmp(&other.place()));
    let (mut first, mut later) = (Vec::new(), Vec::new());
    let (half, mut wide) = ((limit / 2).max(1), 0);
    for candidate in all {
        let is_near = candidate.declared.is_some() || candidate.is_member();
        let has_narrow = candidate.because.iter().any(|one| is_shared(one) && !is_wide(one));
        if is_near || has_narrow {
            first.push(candidate);
        } else if candidate.because.iter().any(is_shared) && wide < half {
            wide += 1;
            first.push(candidate);
        } else if candidate.alike.is_some() {
            later.push(candidate);
        }
    }
    later.sort_by_key(|candidate| candidate.alike);
    first.extend(later);
    first.truncate(limit);
    first
}

/// A service or specification: what two resources can share without being about the same.
fn is_shared(because: &Because) -> bool {
    matches!(because, Because::Service(_) | Because::Specification(_))
}

/// Members of series stand behind their series, and services of one dataset behind that, unless the resource itself is a
/// member (design "What is shown").
fn is_shown_beside(resource: &ResourceSummary, other: &ResourceSummary) -> bool {
    let hides_member = !other.in_series.is_empty() && resource.in_series.is_empty();
    let is_part = other.kind == ResourceKind::Service && !other.independent;
    !hides_member && !is_part
}

fn because(tie: &Tie) -> Because {
    match tie {
        Tie::Declared(relation, role) => Because::Declared(vec![declared_text(*relation, role)]),
        Tie::Series(iri) => Because::Series(vec![iri.clone()]),
        Tie::Service(title) => Because::Service(vec![title.clone()]),
        Tie::Specification(title) => Because::Specification(vec![title.clone()]),
    }
}

/// How the other resource stands to this one, in words.
fn declared_text(relation: Relation, role: &LangText) -> LangText {
    let (sv, en) = match relation {
        Relation::ReplacedBy => ("ersätter denna", "replaces this"),
        Relation::Replaces => ("ersätts av denna", "replaced by this"),
        Relation::Version => ("annan version", "another version"),
        Relation::Source => ("källa till denna", "source of this"),
        Relation::SourceOf => ("bygger på denna", "made from this"),
        Relation::Part => ("del av denna", "part of this"),
        Relation::PartOf => ("denna är en del av den", "this is a part of it"),
        Relation::ReferencedBy => ("hänvisar till denna", "refers to this"),
        Relation::References => ("denna hänvisar dit", "this refers to it"),
        Relation::Related => ("angiven som relaterad", "stated as related"),
    };
    if role.is_empty() {
        return LangText::sv_en(sv, en);
    }
    let with = |text: &str, tag: &str| format!("{text} ({})", role.best(tag).map_or("", |(_, role)| role));
    LangText::sv_en(&with(sv, "sv"), &with(en, "en"))
}
