//! Namespaces and terms of DCAT-AP-SE 3.0.1 (§2 of the profile), as plain strings.

macro_rules! namespace {
    ($(#[$doc:meta])* $module:ident = $base:literal { $($name:ident = $local:literal),* $(,)? }) => {
        $(#[$doc])*
        #[expect(missing_docs, reason = "each constant is the IRI of the term of that name")]
        pub mod $module {
            pub const NS: &str = $base;
            $(pub const $name: &str = concat!($base, $local);)*
        }
    };
}

namespace! {
    /// RDF.
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#" { TYPE = "type", LANG_STRING = "langString" }
}
namespace! {
    /// RDF Schema.
    rdfs = "http://www.w3.org/2000/01/rdf-schema#" { LABEL = "label", SEE_ALSO = "seeAlso", COMMENT = "comment" }
}
namespace! {
    /// XML Schema datatypes.
    xsd = "http://www.w3.org/2001/XMLSchema#" {
        STRING = "string", DATE = "date", DATE_TIME = "dateTime", G_YEAR = "gYear", G_YEAR_MONTH = "gYearMonth",
        DECIMAL = "decimal", INTEGER = "integer", DOUBLE = "double", BOOLEAN = "boolean", DURATION = "duration",
        NON_NEGATIVE_INTEGER = "nonNegativeInteger", ANY_URI = "anyURI",
    }
}
namespace! {
    /// Web Ontology Language.
    owl = "http://www.w3.org/2002/07/owl#" { SAME_AS = "sameAs", VERSION_INFO = "versionInfo" }
}
namespace! {
    /// Data Catalog Vocabulary 3.
    dcat = "http://www.w3.org/ns/dcat#" {
        CATALOG = "Catalog", DATASET = "Dataset", DATASET_SERIES = "DatasetSeries", DATA_SERVICE = "DataService",
        DISTRIBUTION = "Distribution", CATALOG_RECORD = "CatalogRecord", RELATIONSHIP = "Relationship",
        P_DATASET = "dataset", P_SERVICE = "service", P_DISTRIBUTION = "distribution", P_CATALOG = "catalog",
        P_RECORD = "record", KEYWORD = "keyword", THEME = "theme", CONTACT_POINT = "contactPoint",
        LANDING_PAGE = "landingPage", ACCESS_URL = "accessURL", DOWNLOAD_URL = "downloadURL", MEDIA_TYPE = "mediaType",
        BYTE_SIZE = "byteSize", IN_SERIES = "inSeries", SERVES_DATASET = "servesDataset", ACCESS_SERVICE = "accessService",
        ENDPOINT_URL = "endpointURL", ENDPOINT_DESCRIPTION = "endpointDescription", START_DATE = "startDate",
        END_DATE = "endDate", BBOX = "bbox", CENTROID = "centroid", VERSION = "version", HAS_VERSION = "hasVersion",
        THEME_TAXONOMY = "themeTaxonomy", HAD_ROLE = "hadRole", QUALIFIED_RELATION = "qualifiedRelation",
        TEMPORAL_RESOLUTION = "temporalResolution", SPATIAL_RESOLUTION = "spatialResolutionInMeters",
        COMPRESS_FORMAT = "compressFormat", PACKAGE_FORMAT = "packageFormat",
    }
}
namespace! {
    /// DCAT-AP.
    dcatap = "http://data.europa.eu/r5r/" {
        APPLICABLE_LEGISLATION = "applicableLegislation", HVD_CATEGORY = "hvdCategory", AVAILABILITY = "availability",
    }
}
namespace! {
    /// Dublin Core terms.
    dcterms = "http://purl.org/dc/terms/" {
        TITLE = "title", DESCRIPTION = "description", PUBLISHER = "publisher", CREATOR = "creator", ISSUED = "issued",
        MODIFIED = "modified", IDENTIFIER = "identifier", LANGUAGE = "language", LICENSE = "license", RIGHTS = "rights",
        FORMAT = "format", SPATIAL = "spatial", TEMPORAL = "temporal", ACCRUAL_PERIODICITY = "accrualPeriodicity",
        ACCESS_RIGHTS = "accessRights", CONFORMS_TO = "conformsTo", HAS_PART = "hasPart", IS_PART_OF = "isPartOf",
        TYPE = "type", SUBJECT = "subject", SOURCE = "source", RELATION = "relation", PROVENANCE = "provenance",
        IS_REFERENCED_BY = "isReferencedBy", IS_REPLACED_BY = "isReplacedBy", HAS_VERSION = "hasVersion", LOCATION = "Location",
        PERIOD_OF_TIME = "PeriodOfTime", STANDARD = "Standard", LICENSE_DOCUMENT = "LicenseDocument",
        RIGHTS_STATEMENT = "RightsStatement", LINGUISTIC_SYSTEM = "LinguisticSystem", MEDIA_TYPE = "MediaType",
        MEDIA_TYPE_OR_EXTENT = "MediaTypeOrExtent", FREQUENCY = "Frequency",
    }
}
namespace! {
    /// Friend of a friend: agents.
    foaf = "http://xmlns.com/foaf/0.1/" {
        AGENT = "Agent", ORGANIZATION = "Organization", PERSON = "Person", DOCUMENT = "Document", NAME = "name",
        HOMEPAGE = "homepage", MBOX = "mbox", PAGE = "page", PRIMARY_TOPIC = "primaryTopic",
    }
}
namespace! {
    /// vCard: contact points.
    vcard = "http://www.w3.org/2006/vcard/ns#" {
        KIND = "Kind", ORGANIZATION = "Organization", INDIVIDUAL = "Individual", FN = "fn", HAS_EMAIL = "hasEmail",
        HAS_TELEPHONE = "hasTelephone", HAS_VALUE = "hasValue", HAS_URL = "hasURL", HAS_ADDRESS = "hasAddress",
    }
}
namespace! {
    /// SKOS.
    skos = "http://www.w3.org/2004/02/skos/core#" {
        CONCEPT = "Concept", CONCEPT_SCHEME = "ConceptScheme", PREF_LABEL = "prefLabel", IN_SCHEME = "inScheme",
        BROADER = "broader", NOTATION = "notation",
    }
}
namespace! {
    /// Asset description metadata.
    adms = "http://www.w3.org/ns/adms#" { STATUS = "status", IDENTIFIER = "identifier", VERSION_NOTES = "versionNotes" }
}
namespace! {
    /// Provenance.
    prov = "http://www.w3.org/ns/prov#" {
        ACTIVITY = "Activity", WAS_GENERATED_BY = "wasGeneratedBy", USED = "used", STARTED_AT_TIME = "startedAtTime",
        ENDED_AT_TIME = "endedAtTime", QUALIFIED_ATTRIBUTION = "qualifiedAttribution", AGENT = "agent",
        WAS_DERIVED_FROM = "wasDerivedFrom", ATTRIBUTION = "Attribution", ENTITY = "Entity",
        INVALIDATED_AT_TIME = "invalidatedAtTime", WAS_INVALIDATED_BY = "wasInvalidatedBy",
    }
}
namespace! {
    /// Data Quality Vocabulary.
    dqv = "http://www.w3.org/ns/dqv#" {
        HAS_QUALITY_MEASUREMENT = "hasQualityMeasurement", QUALITY_MEASUREMENT = "QualityMeasurement",
        IS_MEASUREMENT_OF = "isMeasurementOf", COMPUTED_ON = "computedOn", VALUE = "value",
    }
}
namespace! {
    /// Metrics of data.europa.eu (piveau).
    pv = "https://piveau.eu/ns/voc#" { SCORE = "score" }
}
namespace! {
    /// Locations.
    locn = "http://www.w3.org/ns/locn#" { GEOMETRY = "geometry" }
}
namespace! {
    /// Checksums.
    spdx = "http://spdx.org/rdf/terms#" { CHECKSUM = "checksum", CHECKSUM_CLASS = "Checksum" }
}
namespace! {
    /// schema.org, with http as DCAT-AP-SE writes it.
    schema = "http://schema.org/" { OFFERS = "offers", START_DATE = "startDate", END_DATE = "endDate" }
}
namespace! {
    /// Our own terms, documented in `docs/vocabulary.md`.
    skord = "https://skord.se/ns#" {
        SORT_INSTANT = "sortInstant", PORTAL_ID = "portalId", FINDING = "finding", ERRORS = "errors",
        WARNINGS = "warnings", NOTICES = "notices", OUTCOME = "outcome", SEQ = "seq",
        ALSO_PUBLISHED_BY = "alsoPublishedBy", MERGED_INTO = "mergedInto", FORMER_PORTAL_ID = "formerPortalId",
        HARVESTED = "harvested", COMPLETE = "complete", ORDERED = "ordered", REVISION = "revision",
        DATASETS = "datasets", NEW = "new", CHANGED = "changed", UNCHANGED = "unchanged", WITHDRAWN = "withdrawn",
        NEW_BY_US = "newByUs", CHANGED_BY_US = "changedByUs", WITHDRAWN_BY_US = "withdrawnByUs", HELD = "held",
        REPAIRED = "repaired", DROPPED = "dropped", BYTES = "bytes", HTTP_STATUS = "httpStatus",
        API_DESCRIPTION = "ApiDescription", SOURCE_CLASS = "sourceClass",
        SCORE_SE = "scoreSe", RATING_SE = "ratingSe", RATING_EU = "ratingEu", FINDABILITY = "findability",
        ACCESSIBILITY = "accessibility", INTEROPERABILITY_SE = "interoperabilitySe",
        INTEROPERABILITY_EU = "interoperabilityEu", REUSABILITY = "reusability", CONTEXTUALITY = "contextuality",
        STARS = "stars", STAR_SUM = "starSum", DISTRIBUTIONS = "distributions", ADDRESSES = "addresses",
        ADDRESSES_ANSWERING = "addressesAnswering", ADDRESSES_BROKEN = "addressesBroken",
    }
}

/// What our own IRIs start with in the journal; projections write the configured `base_url` (with a trailing slash)
/// instead. Skolem IRIs of blank nodes and minted datasets are `{PLACEHOLDER}id/{source}/{hash}`, graphs
/// `{PLACEHOLDER}graph/source/{id}`, `{PLACEHOLDER}graph/provenance`, `{PLACEHOLDER}graph/quality`.
pub const PLACEHOLDER: &str = "https://skord.invalid/";

/// The HVD regulation's ELI: what `dcatap:applicableLegislation` says on high-value datasets.
pub const HVD_REGULATION: &str = "http://data.europa.eu/eli/reg_impl/2023/138/oj";

/// Prefixes for serialisers, in the order in which they are written.
pub const PREFIXES: &[(&str, &str)] = &[
    ("adms", adms::NS),
    ("dcat", dcat::NS),
    ("dcatap", dcatap::NS),
    ("dcterms", dcterms::NS),
    ("dqv", dqv::NS),
    ("foaf", foaf::NS),
    ("locn", locn::NS),
    ("owl", owl::NS),
    ("prov", prov::NS),
    ("pv", pv::NS),
    ("rdf", rdf::NS),
    ("rdfs", rdfs::NS),
    ("schema", schema::NS),
    ("skord", skord::NS),
    ("skos", skos::NS),
    ("spdx", spdx::NS),
    ("vcard", vcard::NS),
    ("xsd", xsd::NS),
];
