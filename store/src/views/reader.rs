//! Reading texts, values and links of subjects in the default graph, with the predicates resolved once.

use super::coverage::ResolvedPlace;
use crate::Snapshot;
use crate::snapshot::TermId;
use model::LangText;
use model::ns::{adms, dcat, dcatap, dcterms, foaf, locn, owl, prov, rdf, rdfs, schema, skord, skos, vcard};
use model::view::{AgentView, Concept, FormatView, LicenceView, ResourceKind};
use oxrdf::TermRef;
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;

/// Declares the terms that views look for; one that the snapshot does not have is `None` and matches nothing.
macro_rules! vocabulary {
    ($($name:ident = $iri:expr;)*) => {
        #[derive(Debug)]
        pub(super) struct Known {
            $(pub(super) $name: Option<TermId>,)*
        }
        impl Known {
            fn resolve(snapshot: &Snapshot) -> Self {
                Self { $($name: snapshot.iri_id($iri),)* }
            }
        }
    };
}

vocabulary! {
    rdf_type = rdf::TYPE;
    rdf_value = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value";
    label = rdfs::LABEL;
    pref_label = skos::PREF_LABEL;
    catalog = dcat::CATALOG;
    dataset = dcat::DATASET;
    series = dcat::DATASET_SERIES;
    service = dcat::DATA_SERVICE;
    p_dataset = dcat::P_DATASET;
    p_service = dcat::P_SERVICE;
    distribution = dcat::P_DISTRIBUTION;
    keyword = dcat::KEYWORD;
    theme = dcat::THEME;
    contact_point = dcat::CONTACT_POINT;
    landing_page = dcat::LANDING_PAGE;
    access_url = dcat::ACCESS_URL;
    download_url = dcat::DOWNLOAD_URL;
    media_type = dcat::MEDIA_TYPE;
    byte_size = dcat::BYTE_SIZE;
    in_series = dcat::IN_SERIES;
    serves_dataset = dcat::SERVES_DATASET;
    access_service = dcat::ACCESS_SERVICE;
    endpoint_url = dcat::ENDPOINT_URL;
    endpoint_description = dcat::ENDPOINT_DESCRIPTION;
    start_date = dcat::START_DATE;
    end_date = dcat::END_DATE;
    bbox = dcat::BBOX;
    centroid = dcat::CENTROID;
    version = dcat::VERSION;
    applicable_legislation = dcatap::APPLICABLE_LEGISLATION;
    hvd_category = dcatap::HVD_CATEGORY;
    availability = dcatap::AVAILABILITY;
    title = dcterms::TITLE;
    description = dcterms::DESCRIPTION;
    publisher = dcterms::PUBLISHER;
    creator = dcterms::CREATOR;
    issued = dcterms::ISSUED;
    modified = dcterms::MODIFIED;
    identifier = dcterms::IDENTIFIER;
    language = dcterms::LANGUAGE;
    license = dcterms::LICENSE;
    rights = dcterms::RIGHTS;
    format = dcterms::FORMAT;
    spatial = dcterms::SPATIAL;
    temporal = dcterms::TEMPORAL;
    frequency = dcterms::ACCRUAL_PERIODICITY;
    access_rights = dcterms::ACCESS_RIGHTS;
    conforms_to = dcterms::CONFORMS_TO;
    dcterms_type = dcterms::TYPE;
    relation = dcterms::RELATION;
    subject = "http://purl.org/dc/terms/subject";
    source_class = skord::SOURCE_CLASS;
    source = dcterms::SOURCE;
    referenced_by = dcterms::IS_REFERENCED_BY;
    references = "http://purl.org/dc/terms/references";
    replaces = "http://purl.org/dc/terms/replaces";
    is_replaced_by = dcterms::IS_REPLACED_BY;
    has_version = dcterms::HAS_VERSION;
    is_version_of = "http://purl.org/dc/terms/isVersionOf";
    previous_version = "http://www.w3.org/ns/dcat#previousVersion";
    dcat_has_version = dcat::HAS_VERSION;
    has_part = dcterms::HAS_PART;
    is_part_of = dcterms::IS_PART_OF;
    qualified_relation = dcat::QUALIFIED_RELATION;
    had_role = dcat::HAD_ROLE;
    provenance = dcterms::PROVENANCE;
    name = foaf::NAME;
    homepage = foaf::HOMEPAGE;
    mbox = foaf::MBOX;
    page = foaf::PAGE;
    full_name = vcard::FN;
    organization_name = "http://www.w3.org/2006/vcard/ns#organization-name";
    has_email = vcard::HAS_EMAIL;
    email = "http://www.w3.org/2006/vcard/ns#email";
    has_telephone = vcard::HAS_TELEPHONE;
    tel = "http://www.w3.org/2006/vcard/ns#tel";
    has_value = vcard::HAS_VALUE;
    vcard_value = "http://www.w3.org/2006/vcard/ns#value";
    has_url = vcard::HAS_URL;
    status = adms::STATUS;
    adms_identifier = adms::IDENTIFIER;
    notation = skos::NOTATION;
    version_notes = adms::VERSION_NOTES;
    version_info = owl::VERSION_INFO;
    agent = prov::AGENT;
    derived_from = prov::WAS_DERIVED_FROM;
    geometry = locn::GEOMETRY;
    as_wkt = "http://www.opengis.net/ont/geosparql#asWKT";
    as_geojson = "http://www.opengis.net/ont/geosparql#asGeoJSON";
    schema_name = "http://schema.org/name";
    schema_start = schema::START_DATE;
    schema_end = schema::END_DATE;
    sort_instant = skord::SORT_INSTANT;
    portal_id = skord::PORTAL_ID;
    former_portal_id = skord::FORMER_PORTAL_ID;
    merged_into = skord::MERGED_INTO;
    also_published_by = skord::ALSO_PUBLISHED_BY;
    api_description = skord::API_DESCRIPTION;
}

/// A snapshot with its predicates resolved; what many resources share is looked up once.
pub(super) struct Reader<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) known: Known,
    pub(super) provenance_graph: Option<TermId>,
    pub(super) concepts: RefCell<FxHashMap<TermId, Option<Concept>>>,
    pub(super) agents: RefCell<FxHashMap<TermId, AgentView>>,
    pub(super) formats: RefCell<FxHashMap<TermId, Vec<FormatView>>>,
    pub(super) licences: RefCell<FxHashMap<TermId, Option<LicenceView>>>,
    pub(super) resolved_places: RefCell<FxHashMap<TermId, ResolvedPlace>>,
    pub(super) quality_terms: OnceCell<Option<super::quality::Terms>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(snapshot: &'a Snapshot) -> Self {
        let provenance = format!("{}graph/provenance", snapshot.header().base_url);
        Self {
            snapshot,
            known: Known::resolve(snapshot),
            provenance_graph: snapshot.iri_id(&provenance),
            concepts: RefCell::default(),
            agents: RefCell::default(),
            formats: RefCell::default(),
            licences: RefCell::default(),
            resolved_places: RefCell::default(),
            quality_terms: OnceCell::new(),
        }
    }

    /// Objects of a subject; none if the snapshot does not know the predicate.
    pub(super) fn objects(&self, subject: TermId, predicate: Option<TermId>) -> impl Iterator<Item = TermId> + 'a {
        let snapshot = self.snapshot;
        predicate.into_iter().flat_map(move |predicate| snapshot.objects(subject, predicate))
    }

    /// Subjects that point at an object; none if the snapshot does not know the predicate.
    pub(super) fn subjects(&self, predicate: Option<TermId>, object: TermId) -> impl Iterator<Item = TermId> + 'a {
        let snapshot = self.snapshot;
        predicate.into_iter().flat_map(move |predicate| snapshot.subjects(predicate, object))
    }

    /// Whether the default graph says anything about a subject.
    pub(super) fn is_described(&self, subject: TermId) -> bool {
        self.snapshot.properties(subject).next().is_some()
    }

    /// IRI, blank node label or lexical value.
    pub(super) fn text_of(&self, id: TermId) -> &'a str {
        match self.snapshot.term_ref(id) {
            Some(TermRef::NamedNode(node)) => node.as_str(),
            Some(TermRef::BlankNode(node)) => node.as_str(),
            Some(TermRef::Literal(literal)) => literal.value(),
            _ => "",
        }
    }

    pub(super) fn is_literal(&self, id: TermId) -> bool {
        matches!(self.snapshot.term_ref(id), Some(TermRef::Literal(_)))
    }

    /// Literals of one property by language. Several in one language: the first in alphabetical order, so that the
    /// choice does not depend on how terms happen to be numbered.
    pub(super) fn texts(&self, subject: TermId, predicate: Option<TermId>) -> LangText {
        let mut literals: Vec<(&str, &str)> = Vec::new();
        for object in self.objects(subject, predicate) {
            if let Some(TermRef::Literal(literal)) = self.snapshot.term_ref(object) {
                literals.push((literal.language().unwrap_or_default(), literal.value()));
            }
        }
        literals.sort_unstable();
        let mut texts = LangText::default();
        for (language, text) in literals {
            if !text.trim().is_empty() {
                texts.insert(language, text);
            }
        }
        texts
    }

    /// The first of several properties that has a text.
    pub(super) fn first_texts(&self, subject: TermId, predicates: &[Option<TermId>]) -> LangText {
        predicates
            .iter()
            .map(|predicate| self.texts(subject, *predicate))
            .find(|texts| !texts.is_empty())
            .unwrap_or_default()
    }

    /// What a source calls a node: `skos:prefLabel`, `rdfs:label`, `dcterms:title`, `foaf:name`, `schema:name`.
    pub(super) fn described_label(&self, subject: TermId) -> LangText {
        let k = &self.known;
        self.first_texts(subject, &[k.pref_label, k.label, k.title, k.name, k.schema_name])
    }

    /// IRIs and literals of a property as text, sorted, each once.
    pub(super) fn values(&self, subject: TermId, predicate: Option<TermId>) -> Vec<String> {
        let values: BTreeSet<&str> = self.objects(subject, predicate).map(|object| self.text_of(object)).collect();
        values.into_iter().filter(|value| !value.trim().is_empty()).map(str::to_owned).collect()
    }

    /// The first value in alphabetical order.
    pub(super) fn value(&self, subject: TermId, predicate: Option<TermId>) -> Option<String> {
        self.objects(subject, predicate).map(|o| self.text_of(o)).filter(|v| !v.is_empty()).min().map(str::to_owned)
    }

    /// The latest date, as given (ISO dates sort as text well enough to choose between several).
    pub(super) fn date(&self, subject: TermId, predicate: Option<TermId>) -> Option<String> {
        self.objects(subject, predicate).map(|o| self.text_of(o)).filter(|v| !v.is_empty()).max().map(str::to_owned)
    }

    /// Dataset, series or service? A series that is typed as a dataset too is a series.
    pub(super) fn kind(&self, subject: TermId) -> Option<ResourceKind> {
        let mut kind = None;
        for class in self.objects(subject, self.known.rdf_type).map(Some) {
            if class == self.known.series {
                return Some(ResourceKind::Series);
            } else if class == self.known.dataset {
                kind = Some(ResourceKind::Dataset);
            } else if class == self.known.service && kind.is_none() {
                kind = Some(ResourceKind::Service);
            }
        }
        kind
    }

    /// Every dataset, series and service, each once.
    pub(super) fn primary_resources(&self) -> Vec<(TermId, ResourceKind)> {
        let classes = [
            (self.known.series, ResourceKind::Series),
            (self.known.dataset, ResourceKind::Dataset),
            (self.known.service, ResourceKind::Service),
        ];
        let mut seen = rustc_hash::FxHashSet::default();
        let mut all = Vec::new();
        for (class, kind) in classes {
            let Some(class) = class else { continue };
            for subject in self.subjects(self.known.rdf_type, class) {
                if seen.insert(subject) {
                    all.push((subject, kind));
                }
            }
        }
        all
    }
}
