//! Namespaces of shapes graphs.

/// SHACL.
pub const SH: &str = "http://www.w3.org/ns/shacl#";
/// XML Schema datatypes.
pub const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
/// RDF.
pub const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
/// RDF Schema.
pub const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
/// Our annotations of shapes: code, fix, example and so on (see `shapes/profiles/README.md`).
pub const NOTE: &str = "https://skord.se/ns/shapes#";
