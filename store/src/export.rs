//! The whole catalog as one RDF document, streamed.

use crate::{Snapshot, StoreError};
use oxrdf::{NamedNode, Quad};
use oxrdfio::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use std::io::Write;

/// Serialisations of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Turtle.
    Turtle,
    /// RDF/XML.
    RdfXml,
    /// N-Triples.
    NTriples,
    /// N-Quads, with the named graphs.
    NQuads,
    /// JSON-LD.
    JsonLd,
}

impl Format {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        self.rdf().media_type()
    }

    fn rdf(self) -> RdfFormat {
        match self {
            Self::Turtle => RdfFormat::Turtle,
            Self::RdfXml => RdfFormat::RdfXml,
            Self::NTriples => RdfFormat::NTriples,
            Self::NQuads => RdfFormat::NQuads,
            Self::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
        }
    }
}

/// Writes the default graph in the order of subjects, and for N-Quads the named graphs after it.
///
/// # Errors
/// [`StoreError::Damaged`] when a term cannot be decoded, [`StoreError::Io`] when the writer refuses.
pub fn write(snapshot: &Snapshot, format: Format, output: &mut dyn Write) -> Result<(), StoreError> {
    let refused = |cause| StoreError::Io { action: "write", path: "export".into(), cause };
    let mut serializer = RdfSerializer::from_format(format.rdf());
    for (prefix, iri) in model::ns::PREFIXES {
        serializer = serializer.with_prefix(*prefix, *iri).map_err(|error| StoreError::Value(error.to_string()))?;
    }
    let mut writer = serializer.for_writer(output);
    for triple in snapshot.triples(None, None, None, None) {
        let triple = snapshot.decode(triple).ok_or_else(|| damaged(snapshot))?;
        writer.serialize_triple(triple.as_ref()).map_err(refused)?;
    }
    if format == Format::NQuads {
        for name in snapshot.graph_names() {
            let graph = NamedNode::new_unchecked(name);
            let id = snapshot.iri_id(graph.as_str());
            for triple in snapshot.triples(id, None, None, None) {
                let triple = snapshot.decode(triple).ok_or_else(|| damaged(snapshot))?;
                let quad = Quad::new(triple.subject, triple.predicate, triple.object, graph.clone());
                writer.serialize_quad(quad.as_ref()).map_err(refused)?;
            }
        }
    }
    writer.finish().map_err(refused)?;
    Ok(())
}

fn damaged(snapshot: &Snapshot) -> StoreError {
    StoreError::Damaged {
        path: snapshot.path().to_owned(),
        problem: "a triple names a term that is not there".to_owned(),
        advice: "`skord rebuild snapshot` makes a new one",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SnapshotBuilder;
    use crate::snapshot::SnapshotHeader;
    use model::Seq;

    #[test]
    fn quads_of_all_graphs_come_out_once() -> Result<(), Box<dyn std::error::Error>> {
        let dir = tempfile::tempdir()?;
        let mut builder = SnapshotBuilder::new();
        let body = "<https://a.example/d> <http://purl.org/dc/terms/title> \"Badplatser\"@sv .\n";
        builder.insert_body(body, &[None, Some("https://x.example/graph/source/a")], "https://x.example/");
        let header =
            SnapshotHeader { journal: "j".into(), seq: Seq(1), base_url: "https://x.example/".into(), built: 0 };
        let snapshot = Snapshot::open(&builder.write(dir.path(), &header)?)?;
        let mut quads = Vec::new();
        write(&snapshot, Format::NQuads, &mut quads)?;
        let text = String::from_utf8(quads)?;
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(text.contains("<https://x.example/graph/source/a> ."));
        for format in [Format::Turtle, Format::RdfXml, Format::JsonLd, Format::NTriples] {
            let mut bytes = Vec::new();
            write(&snapshot, format, &mut bytes)?;
            assert!(String::from_utf8(bytes)?.contains("Badplatser"), "{format:?}");
        }
        Ok(())
    }
}
