//! RDF/XML: screened, read strictly, then leniently, then piece by piece.

mod doctype;
mod pieces;
mod roots;
mod scan;
mod soup;
mod tags;

use super::reading::Reader;
use super::{base, rules};
use crate::graph::Graph;
use oxrdfxml::RdfXmlParser;
use scan::{find_rdf, outline};

/// Deepest nesting of elements (design §6).
const MAX_DEPTH: usize = 256;

/// Reads an XML document into `reader`. False when it is no RDF (a finding says what it is).
pub(super) fn read(reader: &mut Reader<'_>, text: &str) -> bool {
    let text = doctype::expand(text, &mut reader.findings);
    let outline = outline(&text);
    if let Some((name, attributes)) = outline.root
        && let Some(finding) = roots::not_rdf(name, attributes)
    {
        if find_rdf(&text).is_some() {
            mended(reader, &text);
            return true;
        }
        reader.findings.push(finding);
        return false;
    }
    if outline.root.is_none() && find_rdf(&text).is_none() {
        let what = [("what_sv", "XML utan rotelement"), ("what_en", "XML without a root element")];
        reader.findings.push(rules::NOT_RDF.with(&what));
        return false;
    }
    if outline.well_formed && outline.depth <= MAX_DEPTH {
        let error = match parse(RdfXmlParser::new(), &text, reader.base) {
            Ok(graph) => {
                reader.graph = graph;
                return true;
            }
            Err(error) => error,
        };
        // After an error the strict parser goes on out of step and invents triples: its result is thrown away.
        if let Ok(graph) = parse(RdfXmlParser::new().lenient(), &text, reader.base) {
            reader.findings.push(rules::LENIENT.with(&[("error", &error)]));
            reader.graph = graph;
            return true;
        }
    }
    mended(reader, &text);
    true
}

/// The last way: made well-formed, and read piece by piece if that is not enough.
fn mended(reader: &mut Reader<'_>, text: &str) {
    let mut soup = soup::mend(text);
    reader.errors(std::mem::take(&mut soup.errors));
    reader.complete &= !soup.is_cut;
    reader.cut.append(&mut soup.cut);
    match parse(RdfXmlParser::new().lenient(), &soup.text, reader.base) {
        Ok(graph) => reader.graph = graph,
        Err(_) => pieces::read(reader, &soup, text),
    }
}

/// Parses until the end or the first error.
fn parse(parser: RdfXmlParser, text: &str, base_iri: &str) -> Result<Graph, String> {
    let parser = parser.with_base_iri(base_iri).map_err(|error| error.to_string())?;
    let mut graph = Graph::default();
    for triple in parser.for_slice(text) {
        base::push(&mut graph, triple.map_err(|error| error.to_string())?);
    }
    Ok(graph)
}

#[cfg(test)]
mod tests;
