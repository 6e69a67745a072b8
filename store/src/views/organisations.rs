//! Organisations that publish.

use super::OrganisationView;
use super::reader::Reader;
use crate::snapshot::TermId;
use model::view::ResourceKind;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

impl Reader<'_> {
    pub(super) fn publishers(&self) -> BTreeSet<TermId> {
        let resources = self.primary_resources();
        resources.into_iter().filter_map(|(subject, _)| self.publisher_of(subject)).collect()
    }

    /// The same choice as `AgentView` shows: of several publishers the first by IRI.
    fn publisher_of(&self, subject: TermId) -> Option<TermId> {
        self.objects(subject, self.known.publisher).min_by_key(|object| self.text_of(*object))
    }

    pub(super) fn organisations(&self) -> Vec<OrganisationView> {
        let mut counts: FxHashMap<TermId, [u64; 3]> = FxHashMap::default();
        for (subject, kind) in self.primary_resources() {
            let Some(publisher) = self.publisher_of(subject) else { continue };
            let place = match kind {
                ResourceKind::Dataset => 0,
                ResourceKind::Service => 1,
                ResourceKind::Series => 2,
            };
            counts.entry(publisher).or_default()[place] += 1;
        }
        let mut all: Vec<(String, OrganisationView)> = counts
            .into_iter()
            .map(|(publisher, counts)| self.organisation(publisher, counts))
            .map(|view| (alphabetical(view.agent.name.text("sv")), view))
            .collect();
        all.sort_by(|(a_name, a), (b_name, b)| a_name.cmp(b_name).then_with(|| a.agent.iri.cmp(&b.agent.iri)));
        all.into_iter().map(|(_, view)| view).collect()
    }

    fn organisation(&self, publisher: TermId, [datasets, services, series]: [u64; 3]) -> OrganisationView {
        OrganisationView {
            agent: self.agent(publisher),
            homepage: self.value(publisher, self.known.homepage),
            identifiers: self.values(publisher, self.known.identifier),
            description: self.texts(publisher, self.known.description),
            datasets,
            services,
            series,
        }
    }
}

/// Sorting key after the Swedish alphabet: case does not matter, å ä ö come after z, other marks are left out.
fn alphabetical(name: &str) -> String {
    let letter = |c: char| match c {
        'å' => '\u{f0001}',
        'ä' | 'æ' => '\u{f0002}',
        'ö' | 'ø' => '\u{f0003}',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'á' | 'à' | 'â' => 'a',
        'ü' => 'y',
        other => other,
    };
    name.trim().to_lowercase().chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::alphabetical;

    #[test]
    fn names_sort_after_the_swedish_alphabet() {
        let mut names = ["Örebro", "Ängelholm", "Åre", "Zinkgruvan", "ale", "Borås"];
        names.sort_by_key(|name| alphabetical(name));
        assert_eq!(names, ["ale", "Borås", "Zinkgruvan", "Åre", "Ängelholm", "Örebro"]);
    }
}
