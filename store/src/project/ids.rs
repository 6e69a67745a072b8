//! Which portal id each cluster and each publisher has in this snapshot.

use crate::journal::Reading;
use crate::merge::{Candidate, Cluster, Merged, is_published_kind};
use crate::{Journal, StoreError};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Ids of what is published.
pub(super) struct PortalIds<'w> {
    /// Id of a cluster, by its place in [`Merged::clusters`].
    pub(super) of_cluster: FxHashMap<usize, String>,
    /// Publishers of published resources, with their ids.
    pub(super) publishers: Vec<(&'w str, String)>,
    /// Other ids that members of clusters had on their own: they lead to the cluster. `(place, iri, id)`.
    pub(super) aliases: Vec<(usize, &'w str, String)>,
}

/// A cluster's claim on an id: the older allocation counts, then the IRI.
type Claim<'w> = (u64, &'w str, usize);

impl<'w> PortalIds<'w> {
    /// Looks the ids up that the journal allocated. A cluster has the oldest id of its members, so it keeps it through a
    /// change of the winner. Where two clusters claim one id (a UUID that names two things), the older keeps it and the
    /// other gets one of its own, written to the journal.
    pub(super) fn assign(
        journal: &Journal,
        reading: &Reading<'_>,
        candidates: &'w [Candidate<'w>],
        merged: &'w Merged<'w>,
    ) -> Result<Self, StoreError> {
        let allocated = reading.portal_ids()?;
        let key = |member: &crate::merge::Member| candidates[member.source].heads[member.record].key.as_str();
        let mut claims: FxHashMap<&str, Vec<Claim<'_>>> = FxHashMap::default();
        let mut without: Vec<(usize, &str)> = Vec::new();
        let mut aliases = Vec::new();
        for (place, cluster) in published(candidates, merged) {
            let known = cluster.members.iter().map(key).filter_map(|iri| Some((iri, allocated.get(iri)?)));
            match known.clone().min_by_key(|(iri, (id, seq))| (*seq, *iri, id)) {
                Some((iri, (id, seq))) => {
                    claims.entry(id).or_default().push((*seq, iri, place));
                    let others = known.filter(|(_, (other, _))| other != id);
                    aliases.extend(others.map(|(iri, (other, _))| (place, iri, other.clone())));
                }
                None => without.push((place, key(&cluster.winner()))),
            }
        }
        let mut of_cluster = FxHashMap::default();
        for (id, mut claimants) in claims {
            claimants.sort_unstable();
            of_cluster.insert(claimants[0].2, id.to_owned());
            without.extend(claimants[1..].iter().map(|&(_, iri, place)| (place, iri)));
        }
        let publishers: BTreeSet<&str> = published(candidates, merged)
            .filter_map(|(_, cluster)| {
                let winner = cluster.winner();
                candidates[winner.source].heads[winner.record].meta.publisher.as_deref()
            })
            .collect();
        let (known, unknown): (Vec<&str>, Vec<&str>) =
            publishers.into_iter().partition(|iri| allocated.contains_key(*iri));
        let mut publishers: Vec<_> = known.into_iter().map(|iri| (iri, allocated[iri].0.clone())).collect();
        // Rare: written in one transaction, sorted so that two processes would write the same.
        without.sort_unstable();
        let iris: Vec<String> =
            without.iter().map(|(_, iri)| *iri).chain(unknown.iter().copied()).map(str::to_owned).collect();
        if !iris.is_empty() {
            let ids = journal.split_portal_ids(&iris)?;
            let (for_clusters, for_publishers) = ids.split_at(without.len());
            of_cluster.extend(without.iter().map(|(place, _)| *place).zip(for_clusters.iter().cloned()));
            publishers.extend(unknown.into_iter().zip(for_publishers.iter().cloned()));
        }
        Ok(Self { of_cluster, publishers, aliases })
    }
}

/// Clusters whose winner is a dataset, series or service, with their places.
pub(super) fn published<'w>(
    candidates: &'w [Candidate<'w>],
    merged: &'w Merged<'w>,
) -> impl Iterator<Item = (usize, &'w Cluster)> {
    merged.clusters.iter().enumerate().filter(|(_, cluster)| {
        let winner = cluster.winner();
        is_published_kind(candidates[winner.source].heads[winner.record].kind)
    })
}
