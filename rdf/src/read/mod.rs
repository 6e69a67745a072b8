//! Bytes to triples with findings: unpack, decode, detect, parse.

mod base;
mod contexts;
mod detect;
mod encoding;
mod json;
mod jsonld;
mod jsonld_mend;
mod lines;
mod nquads;
mod reading;
pub(crate) mod rules;
mod turtle;
mod turtle_parts;
mod turtle_pieces;
mod turtle_scan;
mod unpack;
mod xml;

use crate::document::RawDocument;
use detect::{Format, Looks};
pub(crate) use lines::Lines;
use reading::Reader;
pub use reading::Reading;

/// Reads one document as it is: no repair. Never fails; what could not be read is in the findings.
pub fn read(document: &RawDocument<'_>) -> Reading {
    read_then(document, |reading, _| reading)
}

/// As [`read`], and hands the text that was read on.
pub(crate) fn read_then<R>(document: &RawDocument<'_>, then: impl FnOnce(Reading, &str) -> R) -> R {
    let mut findings = Vec::new();
    let (bytes, unpacked) = unpack::unpack(document.bytes, &mut findings);
    let text = encoding::decode(&bytes, document.content_type, &mut findings);
    let base_iri = base::marked_base(document.url);
    let mut reader = Reader::new(&base_iri);
    let format = parse(&mut reader, &text, document);
    findings.append(&mut reader.findings);
    reader.cut.sort_unstable();
    reader.cut.dedup();
    let complete = reader.complete && unpacked;
    then(Reading { graph: reader.graph, findings, complete, format, cut: reader.cut }, &text)
}

/// Parses as what the text looks like; the media type if it is RDF at all.
fn parse(reader: &mut Reader<'_>, text: &str, document: &RawDocument<'_>) -> Option<&'static str> {
    let looks = detect::looks(text);
    let format = match looks {
        Looks::Empty | Looks::Html => {
            let rule = if looks == Looks::Empty { rules::EMPTY } else { rules::HTML };
            reader.findings.push(rule.finding());
            reader.complete = false;
            return None;
        }
        Looks::Xml => Format::RdfXml,
        Looks::Json => Format::JsonLd,
        Looks::NQuads => Format::NQuads,
        Looks::Turtle => Format::Turtle,
        Looks::Unknown => detect::claimed(document.content_type, document.url).unwrap_or(Format::Turtle),
    };
    let media_type = parse_as(reader, text, format);
    if media_type.is_none() || (looks == Looks::Unknown && reader.graph.is_empty()) {
        reader.complete = false;
    }
    if looks == Looks::Unknown && reader.graph.is_empty() {
        let what = [("what_sv", "text av okänt slag"), ("what_en", "text of an unknown kind")];
        let start: String = text.trim().chars().take(200).collect();
        reader.findings = vec![rules::NOT_RDF.with(&what).with_value(&start)];
        return None;
    }
    media_type
}

fn parse_as(reader: &mut Reader<'_>, text: &str, format: Format) -> Option<&'static str> {
    match format {
        Format::RdfXml => xml::read(reader, text).then_some("application/rdf+xml"),
        Format::JsonLd => jsonld::read(reader, text).then_some("application/ld+json"),
        Format::Turtle => Some(if turtle::read(reader, text) { "application/trig" } else { "text/turtle" }),
        Format::NQuads => Some(nquads::read(reader, text)),
    }
}
