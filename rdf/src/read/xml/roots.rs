//! XML that is no RDF, known by its root element.

use super::scan::attributes;
use crate::read::rules;
use model::Finding;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// Local name of a root, what it is in Swedish and English.
const KNOWN: &[(&str, &str, &str)] = &[
    ("GetRecordsResponse", "ett svar från en CSW-tjänst", "an answer of a CSW service"),
    ("GetRecordByIdResponse", "ett svar från en CSW-tjänst", "an answer of a CSW service"),
    (
        "Capabilities",
        "en beskrivning av en OGC-tjänst (Capabilities)",
        "a description of an OGC service (Capabilities)",
    ),
    ("WMS_Capabilities", "en beskrivning av en WMS-tjänst", "a description of a WMS service"),
    ("WFS_Capabilities", "en beskrivning av en WFS-tjänst", "a description of a WFS service"),
    ("OAI-PMH", "ett svar från en OAI-PMH-tjänst", "an answer of an OAI-PMH service"),
    ("MD_Metadata", "en ISO 19139-post", "an ISO 19139 record"),
    ("MI_Metadata", "en ISO 19139-post", "an ISO 19139 record"),
    ("feed", "ett Atom-flöde", "an Atom feed"),
    ("rss", "ett RSS-flöde", "an RSS feed"),
    ("urlset", "en sitemap", "a sitemap"),
    ("sitemapindex", "en sitemap", "a sitemap"),
    ("ExceptionReport", "ett felmeddelande från en OGC-tjänst", "an error message of an OGC service"),
    ("ServiceExceptionReport", "ett felmeddelande från en OGC-tjänst", "an error message of an OGC service"),
    ("Error", "ett felmeddelande från servern", "an error message of the server"),
    ("stylesheet", "en XSLT-mall", "an XSLT stylesheet"),
    ("schema", "ett XML-schema", "an XML schema"),
];

/// A finding if a document with this root cannot be RDF/XML.
pub(super) fn not_rdf(name: &str, tag: &str) -> Option<Finding> {
    let local = name.rsplit(':').next().unwrap_or(name);
    if local == "RDF" {
        return None;
    }
    let known = KNOWN.iter().find(|(known, _, _)| *known == local);
    let attributes = attributes(tag);
    let declares_rdf = attributes.iter().any(|(name, value)| name.starts_with("xmlns") && *value == RDF);
    let is_described = attributes.iter().any(|(name, _)| matches!(*name, "rdf:about" | "rdf:ID" | "rdf:nodeID"));
    if known.is_none() && declares_rdf && (is_described || name.contains(':')) {
        return None; // RDF/XML may have one node element as its root
    }
    let root = format!("`{name}`");
    let (sv, en) = known.map_or(("XML av annat slag", "XML of another kind"), |(_, sv, en)| (*sv, *en));
    let what = [("what_sv", format!("{sv}, rotelement {root}")), ("what_en", format!("{en}, root element {root}"))];
    Some(rules::NOT_RDF.with(&what.each_ref().map(|(name, value)| (*name, value.as_str()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_tells() {
        assert_eq!(not_rdf("rdf:RDF", ""), None);
        let declared = "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' rdf:about='x'";
        assert_eq!(not_rdf("dcat:Catalog", declared), None);
        let finding = not_rdf("csw:GetRecordsResponse", declared).unwrap();
        assert!(
            finding.message.text("sv").contains("CSW")
                && finding.message.text("en").contains("`csw:GetRecordsResponse`")
        );
        assert!(not_rdf("note", "").is_some());
    }
}
