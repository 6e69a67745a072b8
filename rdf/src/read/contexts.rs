//! JSON-LD contexts that are built in, so that none is ever fetched.

use crate::vocabulary::NAMESPACES;
use serde_json::{Map, Value, json};

/// How a term's values are read.
#[derive(Clone, Copy)]
enum Kind {
    /// As text.
    Text,
    /// As an IRI.
    Iri,
    /// With a datatype of XML Schema.
    Typed(&'static str),
}
use Kind::{Iri, Text, Typed};

/// Terms of the context of DCAT-AP 3.0.1 (SEMIC, `context/dcat-ap.jsonld`). The original scopes them by class; no term
/// means two things, so they are given once.
const DCAT_AP: &[(&str, &str, Kind)] = &[
    ("Activity", "prov:Activity", Text),
    ("Agent", "foaf:Agent", Text),
    ("Attribution", "prov:Attribution", Text),
    ("Catalogue", "dcat:Catalog", Text),
    ("CatalogueRecord", "dcat:CatalogRecord", Text),
    ("CataloguedResource", "dcat:Resource", Text),
    ("Checksum", "spdx:Checksum", Text),
    ("ChecksumAlgorithm", "spdx:ChecksumAlgorithm", Text),
    ("Concept", "skos:Concept", Text),
    ("ConceptScheme", "skos:ConceptScheme", Text),
    ("DataService", "dcat:DataService", Text),
    ("Dataset", "dcat:Dataset", Text),
    ("DatasetSeries", "dcat:DatasetSeries", Text),
    ("Distribution", "dcat:Distribution", Text),
    ("Document", "foaf:Document", Text),
    ("Frequency", "dcterms:Frequency", Text),
    ("Geometry", "locn:Geometry", Text),
    ("Identifier", "adms:Identifier", Text),
    ("Kind", "vcard:Kind", Text),
    ("LegalResource", "http://data.europa.eu/eli/ontology#LegalResource", Text),
    ("LicenceDocument", "dcterms:LicenseDocument", Text),
    ("LinguisticSystem", "dcterms:LinguisticSystem", Text),
    ("Location", "dcterms:Location", Text),
    ("MediaType", "dcterms:MediaType", Text),
    ("MediaTypeOrExtent", "dcterms:MediaTypeOrExtent", Text),
    ("PeriodOfTime", "dcterms:PeriodOfTime", Text),
    ("Policy", "odrl:Policy", Text),
    ("ProvenanceStatement", "dcterms:ProvenanceStatement", Text),
    ("Relationship", "dcat:Relationship", Text),
    ("RightsStatement", "dcterms:RightsStatement", Text),
    ("Role", "dcat:Role", Text),
    ("Standard", "dcterms:Standard", Text),
    ("TimeInstant", "time:Instant", Text),
    ("accessRights", "dcterms:accessRights", Iri),
    ("accessService", "dcat:accessService", Iri),
    ("accessUrl", "dcat:accessURL", Iri),
    ("algorithm", "spdx:algorithm", Iri),
    ("applicableLegislation", "dcatap:applicableLegislation", Iri),
    ("applicationProfile", "dcterms:conformsTo", Iri),
    ("availability", "dcatap:availability", Iri),
    ("bbox", "dcat:bbox", Text),
    ("beginning", "time:hasBeginning", Iri),
    ("byteSize", "dcat:byteSize", Typed("nonNegativeInteger")),
    ("catalogue", "dcat:catalog", Iri),
    ("centroid", "dcat:centroid", Text),
    ("changeType", "adms:status", Iri),
    ("checksum", "spdx:checksum", Iri),
    ("checksumValue", "spdx:checksumValue", Typed("hexBinary")),
    ("compressionFormat", "dcat:compressFormat", Iri),
    ("conformsTo", "dcterms:conformsTo", Iri),
    ("contactPoint", "dcat:contactPoint", Iri),
    ("creator", "dcterms:creator", Iri),
    ("dataset", "dcat:dataset", Iri),
    ("datasetDistribution", "dcat:distribution", Iri),
    ("description", "dcterms:description", Text),
    ("documentation", "foaf:page", Iri),
    ("downloadUrl", "dcat:downloadURL", Iri),
    ("end", "time:hasEnd", Iri),
    ("endDate", "dcat:endDate", Text),
    ("endpointDescription", "dcat:endpointDescription", Iri),
    ("endpointUrl", "dcat:endpointURL", Iri),
    ("format", "dcterms:format", Iri),
    ("frequency", "dcterms:accrualPeriodicity", Iri),
    ("geographicalCoverage", "dcterms:spatial", Iri),
    ("geometry", "locn:geometry", Iri),
    ("hadRole", "dcat:hadRole", Iri),
    ("hasPart", "dcterms:hasPart", Iri),
    ("hasPolicy", "odrl:hasPolicy", Iri),
    ("hasVersion", "dcat:hasVersion", Iri),
    ("homepage", "foaf:homepage", Iri),
    ("hvdCategory", "dcatap:hvdCategory", Iri),
    ("identifier", "dcterms:identifier", Text),
    ("inSeries", "dcat:inSeries", Iri),
    ("isReferencedBy", "dcterms:isReferencedBy", Iri),
    ("keyword", "dcat:keyword", Text),
    ("landingPage", "dcat:landingPage", Iri),
    ("language", "dcterms:language", Iri),
    ("licence", "dcterms:license", Iri),
    ("linkedSchemas", "dcterms:conformsTo", Iri),
    ("listingDate", "dcterms:issued", Text),
    ("mediaType", "dcat:mediaType", Iri),
    ("modificationDate", "dcterms:modified", Text),
    ("name", "foaf:name", Text),
    ("notation", "skos:notation", Text),
    ("otherIdentifier", "adms:identifier", Iri),
    ("packagingFormat", "dcat:packageFormat", Iri),
    ("preferredLabel", "skos:prefLabel", Text),
    ("primaryTopic", "foaf:primaryTopic", Iri),
    ("provenance", "dcterms:provenance", Iri),
    ("publisher", "dcterms:publisher", Iri),
    ("qualifiedAttribution", "prov:qualifiedAttribution", Iri),
    ("qualifiedRelation", "dcat:qualifiedRelation", Iri),
    ("record", "dcat:record", Iri),
    ("relatedResource", "dcterms:relation", Iri),
    ("relation", "dcterms:relation", Iri),
    ("releaseDate", "dcterms:issued", Text),
    ("rights", "dcterms:rights", Iri),
    ("sample", "adms:sample", Iri),
    ("servesDataset", "dcat:servesDataset", Iri),
    ("service", "dcat:service", Iri),
    ("source", "dcterms:source", Iri),
    ("sourceMetadata", "dcterms:source", Iri),
    ("spatialResolution", "dcat:spatialResolutionInMeters", Typed("decimal")),
    ("startDate", "dcat:startDate", Text),
    ("status", "adms:status", Iri),
    ("temporalCoverage", "dcterms:temporal", Iri),
    ("temporalResolution", "dcat:temporalResolution", Typed("duration")),
    ("theme", "dcat:theme", Iri),
    ("themes", "dcat:themeTaxonomy", Iri),
    ("title", "dcterms:title", Text),
    ("type", "dcterms:type", Iri),
    ("version", "dcat:version", Text),
    ("versionNotes", "adms:versionNotes", Text),
    ("wasGeneratedBy", "prov:wasGeneratedBy", Iri),
];

/// The context behind an address, if it is one of those that are built in.
pub(super) fn built_in(address: &str) -> Option<Value> {
    let lower = address.to_ascii_lowercase();
    let bare = lower.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    if bare.contains("dcat-ap") && bare.ends_with(".jsonld") {
        return Some(dcat_ap());
    }
    if bare.starts_with("project-open-data.cio.gov/") || bare.starts_with("resources.data.gov/") {
        return Some(dcat_us());
    }
    let is_schema_org = bare.trim_end_matches('/') == "schema.org" || bare.starts_with("schema.org/docs/jsonldcontext");
    is_schema_org.then(|| json!({"@vocab": "http://schema.org/"}))
}

/// Usual prefixes: what takes the place of a context that is not known, so that at least compact IRIs are read.
pub(super) fn prefixes() -> Map<String, Value> {
    NAMESPACES.iter().map(|(prefix, iri)| ((*prefix).to_owned(), Value::from(*iri))).collect()
}

/// Terms of the context of DCAT-US 1.1 (Project Open Data, `v1.1/schema/catalog.jsonld`). Its files name datasets by
/// `identifier` and mostly without `@id`. `license` and addresses are texts in the files, IRIs by what they say.
const DCAT_US: &[(&str, &str, Kind)] = &[
    ("accessLevel", "http://project-open-data.cio.gov/v1.1/schema/#accessLevel", Text),
    ("accessURL", "dcat:accessURL", Iri),
    ("accrualPeriodicity", "dcterms:accrualPeriodicity", Text),
    ("bureauCode", "http://project-open-data.cio.gov/v1.1/schema/#bureauCode", Text),
    ("conformsTo", "dcterms:conformsTo", Iri),
    ("contactPoint", "dcat:contactPoint", Text),
    ("dataQuality", "http://project-open-data.cio.gov/v1.1/schema/#dataQuality", Text),
    ("dataset", "dcat:dataset", Text),
    ("describedBy", "http://www.w3.org/2007/05/powder-s#describedby", Iri),
    ("description", "dcterms:description", Text),
    ("distribution", "dcat:distribution", Text),
    ("downloadURL", "dcat:downloadURL", Iri),
    ("fn", "vcard:fn", Text),
    ("format", "dcterms:format", Text),
    ("hasEmail", "vcard:hasEmail", Iri),
    ("identifier", "dcterms:identifier", Text),
    ("isPartOf", "dcterms:isPartOf", Text),
    ("issued", "dcterms:issued", Text),
    ("keyword", "dcat:keyword", Text),
    ("landingPage", "dcat:landingPage", Iri),
    ("language", "dcterms:language", Text),
    ("license", "dcterms:license", Iri),
    ("mediaType", "dcat:mediaType", Text),
    ("modified", "dcterms:modified", Text),
    ("name", "foaf:name", Text),
    ("programCode", "http://project-open-data.cio.gov/v1.1/schema/#programCode", Text),
    ("publisher", "dcterms:publisher", Text),
    ("references", "dcterms:references", Iri),
    ("rights", "dcterms:rights", Text),
    ("spatial", "dcterms:spatial", Text),
    ("subOrganizationOf", "org:subOrganizationOf", Text),
    ("temporal", "dcterms:temporal", Text),
    ("theme", "dcat:theme", Text),
    ("title", "dcterms:title", Text),
];

fn dcat_us() -> Value {
    table(DCAT_US)
}

fn dcat_ap() -> Value {
    table(DCAT_AP)
}

fn table(terms: &[(&str, &str, Kind)]) -> Value {
    let mut context = prefixes();
    for (term, iri, kind) in terms {
        let definition = match kind {
            Text => json!({"@id": iri}),
            Iri => json!({"@id": iri, "@type": "@id"}),
            Typed(local) => json!({"@id": iri, "@type": format!("xsd:{local}")}),
        };
        context.insert((*term).to_owned(), definition);
    }
    Value::Object(context)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_addresses() {
        let context = built_in("https://semiceu.github.io/DCAT-AP/releases/3.0.1/context/dcat-ap.jsonld").unwrap();
        assert_eq!(context["accessUrl"]["@id"], "dcat:accessURL");
        assert!(built_in("http://schema.org/").is_some());
        assert!(built_in("https://evil.example/context").is_none());
        let known = |iri: &str| {
            iri.starts_with("http") || NAMESPACES.iter().any(|(prefix, _)| iri.starts_with(&format!("{prefix}:")))
        };
        let us = built_in("https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld").unwrap();
        assert_eq!(us["dataset"]["@id"], "dcat:dataset");
        assert!(DCAT_AP.iter().chain(DCAT_US).all(|(_, iri, _)| known(iri)));
    }
}
