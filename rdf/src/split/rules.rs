//! Findings of splitting.

use super::kinds::Kinds;
use super::names::Names;
use super::owners::Owners;
use crate::graph::{Graph, TermId};
use crate::records::RecordKind;
use crate::rule::Rule;
use model::ns::{dcterms, foaf};
use model::{Finding, Severity};
use oxrdf::Term;

const NO_IRI: Rule = Rule {
    code: "split-no-iri",
    severity: Severity::Warning,
    sv: "{what} saknar egen IRI. Den har fått en av oss, som håller så länge identifierare, titel och utgivare är oförändrade.",
    en: "{what} has no IRI of its own. We gave it one, which holds as long as its identifier, title and publisher stay the same.",
    fix: ("Ge resursen en beständig IRI (rdf:about).", "Give the resource a persistent IRI (rdf:about)."),
    example: None,
};
const DUPLICATE: Rule = Rule {
    code: "split-duplicate",
    severity: Severity::Warning,
    sv: "{what} utan egen IRI förekommer flera gånger med samma innehåll och räknas som en.",
    en: "{what} without an IRI of its own appears several times with the same content and counts as one.",
    fix: ("Ge varje resurs en egen IRI.", "Give each resource an IRI of its own."),
    example: None,
};
const POSITIONAL: Rule = Rule {
    code: "split-positional",
    severity: Severity::Warning,
    sv: "Namnlösa noder som hänvisar till varandra i en cirkel gick inte att skilja åt. De är namngivna efter sin plats i dokumentet.",
    en: "Unnamed nodes that refer to each other in a circle could not be told apart. They are named by their place in the document.",
    fix: ("Ge noderna egna IRI:er.", "Give the nodes IRIs of their own."),
    example: None,
};
const ENTANGLED: Rule = Rule {
    code: "split-entangled",
    severity: Severity::Notice,
    sv: "Noderna hänvisar till varandra så att det inte gick att avgöra vilken resurs de hör till. De räknas som delade.",
    en: "The nodes refer to each other so that it could not be decided which resource they belong to. They count as shared.",
    fix: ("", ""),
    example: None,
};
const NOTHING_PRIMARY: Rule = Rule {
    code: "split-no-primary",
    severity: Severity::Notice,
    sv: "Dokumentet är läsbar RDF men innehåller ingen katalog, datamängd, dataserie eller datatjänst.",
    en: "The document is readable RDF but holds no catalog, dataset, dataset series or data service.",
    fix: (
        "Kontrollera att adressen leder till en katalog enligt DCAT-AP-SE.",
        "Check that the address leads to a catalog in DCAT-AP-SE.",
    ),
    example: None,
};

const CATALOG_IS_DATASET: Rule = Rule {
    code: "split-catalog-is-dataset",
    severity: Severity::Error,
    sv: "Katalogen och en datamängd har samma IRI. Posten räknas som datamängd.",
    en: "The catalog and a dataset have the same IRI. The record counts as a dataset.",
    fix: ("Ge katalogen en egen IRI.", "Give the catalog an IRI of its own."),
    example: None,
};

/// All rules of this module, for documentation.
pub(crate) const RULES: &[Rule] = &[NO_IRI, DUPLICATE, POSITIONAL, ENTANGLED, NOTHING_PRIMARY, CATALOG_IS_DATASET];

/// What is to be told about the split of a graph (blank nodes not yet renamed).
pub(super) fn findings(graph: &Graph, kinds: &Kinds, owners: &Owners, names: &Names) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut unnamed: Vec<(&String, TermId)> = names
        .of
        .iter()
        .filter(|(node, _)| kinds.primary.contains_key(node))
        .map(|(node, name)| (name, *node))
        .collect();
    unnamed.sort_unstable();
    for (i, (name, node)) in unnamed.iter().enumerate() {
        let again = i > 0 && unnamed[i - 1].0 == *name;
        let rule = if again { &DUPLICATE } else { &NO_IRI };
        let (sv, en) = kind_words(kinds.primary.get(node).copied());
        let mut finding = rule.finding();
        for (language, word) in [("sv", sv), ("en", en)] {
            if let Some(text) = finding.message.0.get_mut(language) {
                *text = text.replace("{what}", word);
            }
        }
        let title = title(graph, *node).unwrap_or_default();
        findings.push(finding.with_record(name).with_value(title));
    }
    if !names.positional.is_empty() {
        findings.push(POSITIONAL.finding().with_value(&names.positional.len().to_string()));
    }
    if owners.gave_up {
        findings.push(ENTANGLED.finding());
    }
    let mut both: Vec<&str> = kinds
        .catalogs
        .iter()
        .filter(|node| kinds.primary.get(node) == Some(&RecordKind::Dataset))
        .filter_map(|node| graph.iri(*node))
        .collect();
    both.sort_unstable();
    findings.extend(both.into_iter().map(|iri| CATALOG_IS_DATASET.finding().with_record(iri)));
    if kinds.primary.is_empty() && !graph.is_empty() {
        findings.push(NOTHING_PRIMARY.finding());
    }
    findings
}

fn kind_words(kind: Option<RecordKind>) -> (&'static str, &'static str) {
    match kind {
        Some(RecordKind::Catalog) => ("En katalog", "A catalog"),
        Some(RecordKind::Series) => ("En dataserie", "A dataset series"),
        Some(RecordKind::Service) => ("En datatjänst", "A data service"),
        Some(RecordKind::CatalogRecord) => ("En katalogpost", "A catalog record"),
        _ => ("En datamängd", "A dataset"),
    }
}

fn title(graph: &Graph, node: TermId) -> Option<&str> {
    let properties = [graph.find_iri(dcterms::TITLE), graph.find_iri(foaf::NAME)];
    let start = graph.triples.partition_point(|t| t[0] < node);
    let own = graph.triples[start..].iter().take_while(|t| t[0] == node);
    own.filter(|t| properties.contains(&Some(t[1]))).find_map(|t| match graph.term(t[2]) {
        Term::Literal(literal) => Some(literal.value()),
        _ => None,
    })
}
