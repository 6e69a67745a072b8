//! Prefixes that people use without declaring them.

use model::ns;

/// Usual prefix, namespace. From the profile (DCAT-AP-SE 3.0.1 §2) and from what real catalogs write.
pub(crate) const NAMESPACES: &[(&str, &str)] = &[
    ("adms", ns::adms::NS),
    ("dcat", ns::dcat::NS),
    ("dcatap", ns::dcatap::NS),
    ("dct", ns::dcterms::NS),
    ("dcterms", ns::dcterms::NS),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("dqv", ns::dqv::NS),
    ("foaf", ns::foaf::NS),
    ("geo", "http://www.w3.org/2003/01/geo/wgs84_pos#"),
    ("gsp", "http://www.opengis.net/ont/geosparql#"),
    ("geosparql", "http://www.opengis.net/ont/geosparql#"),
    ("hydra", "http://www.w3.org/ns/hydra/core#"),
    ("locn", ns::locn::NS),
    ("odrs", "http://schema.theodi.org/odrs#"),
    ("odrl", "http://www.w3.org/ns/odrl/2/"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", ns::owl::NS),
    ("prov", ns::prov::NS),
    ("rdf", ns::rdf::NS),
    ("rdfs", ns::rdfs::NS),
    ("schema", ns::schema::NS),
    ("skos", ns::skos::NS),
    ("spdx", ns::spdx::NS),
    ("time", "http://www.w3.org/2006/time#"),
    ("vcard", ns::vcard::NS),
    ("v", ns::vcard::NS),
    ("void", "http://rdfs.org/ns/void#"),
    ("xsd", ns::xsd::NS),
];
