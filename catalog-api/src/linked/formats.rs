//! RDF documents that we write, with their media types and suffixes.

use crate::negotiate::negotiate;
use crate::problem::Problem;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use model::ns::PREFIXES;
use oxrdf::Triple;
use oxrdfio::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use std::io::{self, Write};

/// A serialisation of linked-data documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RdfDocument {
    /// Turtle.
    Turtle,
    /// RDF/XML.
    RdfXml,
    /// JSON-LD.
    JsonLd,
    /// N-Triples.
    NTriples,
}

impl RdfDocument {
    /// All, in the order in which we prefer them.
    pub(crate) const ALL: [Self; 4] = [Self::Turtle, Self::RdfXml, Self::JsonLd, Self::NTriples];

    /// Media type without parameters.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Turtle => "text/turtle",
            Self::RdfXml => "application/rdf+xml",
            Self::JsonLd => "application/ld+json",
            Self::NTriples => "application/n-triples",
        }
    }

    /// Extension of the document's address.
    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Turtle => "ttl",
            Self::RdfXml => "rdf",
            Self::JsonLd => "jsonld",
            Self::NTriples => "nt",
        }
    }

    /// The one of an extension.
    pub(crate) fn of_suffix(suffix: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.suffix() == suffix)
    }

    /// The one of a media type.
    pub(crate) fn of_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.media_type() == media_type)
    }

    /// What an `Accept` header likes best, or 406.
    pub(crate) fn negotiate(accept: &str) -> Result<Self, Problem> {
        let offered = Self::ALL.map(Self::media_type);
        let choice = negotiate(accept, &offered).ok_or_else(|| crate::sparql::not_acceptable(&offered))?;
        Ok(Self::ALL[choice])
    }

    /// A streaming serialiser with our prefixes.
    pub(crate) fn serializer(self) -> RdfSerializer {
        let format = match self {
            Self::Turtle => RdfFormat::Turtle,
            Self::RdfXml => RdfFormat::RdfXml,
            Self::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
            Self::NTriples => RdfFormat::NTriples,
        };
        let mut serializer = RdfSerializer::from_format(format);
        for (prefix, namespace) in PREFIXES.iter().chain([&("hydra", super::HYDRA)]) {
            // The constants are valid IRIs; without its prefix a document would still be right.
            serializer = match serializer.clone().with_prefix(*prefix, *namespace) {
                Ok(with_prefix) => with_prefix,
                Err(_) => serializer,
            };
        }
        serializer
    }

    /// Writes triples in an order that depends on nothing but themselves, each once: harvesters compare bytes.
    pub(crate) fn write(self, triples: &[Triple], output: impl Write) -> io::Result<()> {
        let mut keyed: Vec<(String, &Triple)> = triples.iter().map(|triple| (triple.to_string(), triple)).collect();
        keyed.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        keyed.dedup_by(|(a, _), (b, _)| a == b);
        let mut writer = self.serializer().for_writer(output);
        for (_, triple) in keyed {
            writer.serialize_triple(triple)?;
        }
        writer.finish()?.flush()
    }

    /// A whole document as answer.
    pub(crate) fn respond(self, triples: &[Triple]) -> Result<Response, Problem> {
        let mut bytes = Vec::new();
        self.write(triples, &mut bytes).map_err(|error| Problem::internal(&error))?;
        let mut response = bytes.into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, self.content_type());
        Ok(response)
    }

    /// `Content-Type` with the charset where the media type has one.
    pub(crate) fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Turtle => "text/turtle; charset=utf-8",
            other => other.media_type(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::{Literal, NamedNode};

    #[test]
    fn the_same_triples_give_the_same_bytes() {
        let iri = |name: &str| NamedNode::new(format!("http://example.se/{name}")).unwrap();
        let a = Triple::new(iri("a"), iri("p"), Literal::new_language_tagged_literal("Åkermark", "sv").unwrap());
        let b = Triple::new(iri("b"), iri("p"), iri("a"));
        for format in RdfDocument::ALL {
            let (mut first, mut second) = (Vec::new(), Vec::new());
            format.write(&[a.clone(), b.clone()], &mut first).unwrap();
            format.write(&[b.clone(), a.clone(), b.clone()], &mut second).unwrap();
            assert_eq!(first, second, "{format:?}");
            assert!(String::from_utf8(first).unwrap().contains("Åkermark"), "{format:?}");
        }
    }
}
