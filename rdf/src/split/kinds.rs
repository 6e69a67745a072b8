//! Which subjects are primary resources, which are shared nodes by their type, and which triples are memberships.

use crate::graph::{Graph, TermId};
use crate::records::RecordKind;
use model::ns::{dcat, dcterms, foaf, rdf, skos, vcard};
use rustc_hash::{FxHashMap, FxHashSet};

/// Classes whose IRI-named instances are always records of their own (design §3).
const SHARED_CLASSES: &[&str] = &[
    foaf::AGENT,
    foaf::ORGANIZATION,
    foaf::PERSON,
    "http://xmlns.com/foaf/0.1/Group",
    "http://purl.org/dc/terms/Agent",
    "http://www.w3.org/ns/org#Organization",
    "http://www.w3.org/ns/org#FormalOrganization",
    "http://www.w3.org/ns/org#OrganizationalUnit",
    "http://www.w3.org/ns/prov#Agent",
    "http://schema.org/Organization",
    "http://schema.org/Person",
    vcard::KIND,
    vcard::ORGANIZATION,
    vcard::INDIVIDUAL,
    "http://www.w3.org/2006/vcard/ns#Group",
    "http://www.w3.org/2006/vcard/ns#VCard",
    dcterms::LOCATION,
    dcterms::STANDARD,
    dcterms::LICENSE_DOCUMENT,
    dcterms::RIGHTS_STATEMENT,
    dcterms::LINGUISTIC_SYSTEM,
    dcterms::FREQUENCY,
    skos::CONCEPT,
    skos::CONCEPT_SCHEME,
];

/// Primary classes; the first that a subject has decides its kind. A dataset comes first: real files give a catalog and
/// its only dataset the same IRI, and no dataset may get lost.
const PRIMARY_CLASSES: &[(&str, RecordKind)] = &[
    (dcat::DATASET, RecordKind::Dataset),
    (dcat::CATALOG, RecordKind::Catalog),
    (dcat::DATASET_SERIES, RecordKind::Series),
    (dcat::DATA_SERVICE, RecordKind::Service),
    (dcat::CATALOG_RECORD, RecordKind::CatalogRecord),
];

/// Links from a catalog to what it lists; they belong to the member's record. `dcat:record` is one of them so that a
/// new catalog record does not change the catalog.
const MEMBERSHIP: &[&str] = &[dcat::P_DATASET, dcat::P_SERVICE, dcat::P_CATALOG, dcat::P_RECORD];

/// What the types of a graph say.
#[derive(Debug, Default)]
pub(super) struct Kinds {
    /// Kind of each primary resource.
    pub(super) primary: FxHashMap<TermId, RecordKind>,
    /// Shared nodes by type.
    pub(super) shared: FxHashSet<TermId>,
    /// All subjects that are typed as catalogs, also those that count as datasets.
    pub(super) catalogs: FxHashSet<TermId>,
    membership: FxHashSet<TermId>,
    has_part: Option<TermId>,
}

impl Kinds {
    /// Reads the types of a sorted graph.
    pub(super) fn of(graph: &Graph) -> Self {
        let mut kinds = Self {
            membership: MEMBERSHIP.iter().filter_map(|iri| graph.find_iri(iri)).collect(),
            has_part: graph.find_iri(dcterms::HAS_PART),
            ..Self::default()
        };
        let Some(rdf_type) = graph.find_iri(rdf::TYPE) else { return kinds };
        let classes: FxHashMap<TermId, usize> = PRIMARY_CLASSES
            .iter()
            .enumerate()
            .filter_map(|(rank, (class, _))| Some((graph.find_iri(class)?, rank)))
            .collect();
        let shared: FxHashSet<TermId> = SHARED_CLASSES.iter().filter_map(|class| graph.find_iri(class)).collect();
        let catalog = graph.find_iri(dcat::CATALOG);
        let mut ranks: FxHashMap<TermId, usize> = FxHashMap::default();
        for &[subject, predicate, class] in &graph.triples {
            if predicate != rdf_type {
                continue;
            }
            if Some(class) == catalog {
                kinds.catalogs.insert(subject);
            }
            if let Some(rank) = classes.get(&class) {
                ranks.entry(subject).and_modify(|best| *best = (*best).min(*rank)).or_insert(*rank);
            } else if shared.contains(&class) && !graph.is_blank(subject) {
                kinds.shared.insert(subject);
            }
        }
        kinds.primary = ranks.into_iter().map(|(subject, rank)| (subject, PRIMARY_CLASSES[rank].1)).collect();
        kinds
    }

    /// True when the triple lists a described member in a catalog.
    pub(super) fn is_membership(&self, [subject, predicate, object]: [TermId; 3]) -> bool {
        if self.membership.contains(&predicate) {
            return subject != object && self.primary.contains_key(&object);
        }
        let is_catalog = |id| self.catalogs.contains(&id);
        self.has_part == Some(predicate) && subject != object && is_catalog(subject) && is_catalog(object)
    }

    /// True for nodes that head a record whoever refers to them.
    pub(super) fn is_root(&self, id: TermId) -> bool {
        self.primary.contains_key(&id) || self.shared.contains(&id)
    }

    /// The same after nodes got new numbers.
    pub(super) fn renamed(self, new: impl Fn(TermId) -> TermId) -> Self {
        let primary = self.primary.into_iter().map(|(id, kind)| (new(id), kind)).collect();
        let catalogs = self.catalogs.into_iter().map(&new).collect();
        Self { primary, catalogs, ..self }
    }
}
