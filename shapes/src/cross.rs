//! Rules that look at more than one property: high-value datasets, contacts, series, catalogs.

use crate::finding::{PROFILE, about, is_ours, quoted, with_example};
use crate::graph::{Graph, Node};
use crate::judge::{AGENT_CLASSES, CONTACT_CLASSES, Roles};
use crate::rules::{self, ClassRules};
use model::ns::{self, dcat, dcatap, dcterms, foaf, vcard};
use model::vocabularies::bare;
use model::{Finding, Severity};
use rustc_hash::{FxHashMap, FxHashSet};

/// More members than this are hard to use (recommendation 17).
const SERIES_MEMBERS: usize = 50;

/// A node that must have an IRI of its own has none (S21).
pub(crate) fn no_iri(class: &ClassRules, node: Node<'_, '_>) -> Finding {
    let sv = format!("har ingen egen IRI (blank nod); {PROFILE} kräver en, så att andra kan hänvisa till den.");
    let en = format!("has no IRI of its own (blank node); {PROFILE} requires one, so that others can refer to it.");
    let finding = about(class, node, "iri-missing", Severity::Error, (&sv, &en));
    with_example(finding, &format!("<https://example.se/{}/1> a … ;", class.code))
}

/// Rules of one node beyond its table.
pub(crate) fn node<'a>(class: &ClassRules, node: Node<'_, 'a>, graph: &Graph<'a>, findings: &mut Vec<Finding>) {
    match class.code {
        "dataset" | "series" | "service" => {
            high_value(class, node, findings);
            if class.code == "dataset" {
                high_value_distribution(class, node, graph, findings);
            } else if class.code == "service" {
                high_value_service(class, node, findings);
            } else {
                nested_series(class, node, findings);
            }
        }
        "distribution" => distribution(class, node, findings),
        "agent" => agent(class, node, findings),
        "contact" => contact(class, node, graph, findings),
        _ => {}
    }
}

/// The HVD regulation among the applicable laws; other laws may stand beside it (L11).
fn is_high_value(node: Node<'_, '_>) -> bool {
    node.nodes(dcatap::APPLICABLE_LEGISLATION).any(|law| bare(law) == bare(ns::HVD_REGULATION))
}

/// S18: with the regulation a category, without it none.
fn high_value(class: &ClassRules, node: Node<'_, '_>, findings: &mut Vec<Finding>) {
    let (sv, en, code, path, example) = match (is_high_value(node), node.has(dcatap::HVD_CATEGORY)) {
        (true, false) => (
            "är märkt som värdefull datamängd (`dcatap:applicableLegislation`) men saknar kategori (`dcatap:hvdCategory`).",
            "is marked as a high-value dataset (`dcatap:applicableLegislation`) but has no category (`dcatap:hvdCategory`).",
            "hvd-category-missing",
            dcatap::HVD_CATEGORY,
            "dcatap:hvdCategory <http://data.europa.eu/bna/c_dd313021> ;",
        ),
        (false, true) => (
            "har en kategori för värdefulla datamängder (`dcatap:hvdCategory`) men är inte märkt med förordningen (`dcatap:applicableLegislation`).",
            "has a category for high-value datasets (`dcatap:hvdCategory`) but is not marked with the regulation (`dcatap:applicableLegislation`).",
            "hvd-legislation-missing",
            dcatap::APPLICABLE_LEGISLATION,
            LEGISLATION,
        ),
        _ => return,
    };
    let finding = about(class, node, code, Severity::Error, (sv, en)).with_path(path);
    findings.push(with_example(finding, example));
}

const LEGISLATION: &str = "dcatap:applicableLegislation <http://data.europa.eu/eli/reg_impl/2023/138/oj> ;";

/// S19: at least one distribution of a high-value dataset is marked too. Distributions that other documents describe
/// cannot be seen, so then nothing is said.
fn high_value_distribution<'a>(class: &ClassRules, node: Node<'_, 'a>, graph: &Graph<'a>, findings: &mut Vec<Finding>) {
    if !is_high_value(node) {
        return;
    }
    let distributions: Vec<Option<Node<'_, 'a>>> =
        node.nodes(dcat::P_DISTRIBUTION).map(|iri| graph.node(iri)).collect();
    let marked = distributions.iter().any(|distribution| distribution.is_none_or(is_high_value));
    if !marked {
        let sv = "är en värdefull datamängd, men ingen av dess distributioner är märkt med förordningen (`dcatap:applicableLegislation`).";
        let en = "is a high-value dataset, but none of its distributions is marked with the regulation (`dcatap:applicableLegislation`).";
        let finding = about(class, node, "hvd-distribution-missing", Severity::Error, (sv, en));
        findings.push(with_example(finding.with_path(dcat::P_DISTRIBUTION), LEGISLATION));
    }
}

/// S20: a high-value service says whom to ask, how good it is, and what it serves.
fn high_value_service(class: &ClassRules, node: Node<'_, '_>, findings: &mut Vec<Finding>) {
    let required = [
        (dcat::CONTACT_POINT, "hvd-contact-missing", "dcat:contactPoint <https://example.se/kontakt/1> ;"),
        (foaf::PAGE, "hvd-documentation-missing", "foaf:page <https://example.se/tjanst/kvalitet> ;"),
        (dcat::SERVES_DATASET, "hvd-dataset-missing", "dcat:servesDataset <https://example.se/dataset/1> ;"),
    ];
    for (property, code, example) in required {
        if is_high_value(node) && !node.has(property) {
            let short = example.split(' ').next().unwrap_or_default();
            let sv = format!("tillhandahåller en värdefull datamängd och måste då ha `{short}`.");
            let en = format!("serves a high-value dataset and must then have `{short}`.");
            let finding = about(class, node, code, Severity::Error, (&sv, &en)).with_path(property);
            findings.push(with_example(finding, example));
        }
    }
}

/// S27: a series is in no series.
fn nested_series(class: &ClassRules, node: Node<'_, '_>, findings: &mut Vec<Finding>) {
    if let Some(outer) = node.nodes(dcat::IN_SERIES).next().map(quoted) {
        let sv = format!("ligger i en annan serie (`{outer}`); serier i serier är inte tillåtna i {PROFILE}.");
        let en = format!("is in another series (`{outer}`); series in series are not allowed in {PROFILE}.");
        let finding = about(class, node, "nested", Severity::Warning, (&sv, &en));
        findings.push(finding.with_path(dcat::IN_SERIES).with_value(outer));
    }
}

/// A format is stated either as `dcterms:format` or as `dcat:mediaType` (§4.3); the category for high-value datasets
/// stands on the dataset, not here (§7).
fn distribution(class: &ClassRules, node: Node<'_, '_>, findings: &mut Vec<Finding>) {
    if !node.has(dcterms::FORMAT) && !node.has(dcat::MEDIA_TYPE) {
        let sv =
            format!("saknar format (`dcterms:format`), en egenskap som är rekommenderad i {PROFILE} (Distribution).");
        let en =
            format!("has no format (`dcterms:format`), a property that is recommended in {PROFILE} (Distribution).");
        let finding = about(class, node, "format-missing", Severity::Warning, (&sv, &en)).with_path(dcterms::FORMAT);
        findings.push(with_example(finding, "dcterms:format \"text/csv\" ;"));
    }
    if node.has(dcatap::HVD_CATEGORY) {
        let sv = "har en kategori för värdefulla datamängder (`dcatap:hvdCategory`); den hör hemma på datamängden.";
        let en = "has a category for high-value datasets (`dcatap:hvdCategory`); it belongs to the dataset.";
        let finding = about(class, node, "hvd-category", Severity::Error, (sv, en));
        findings.push(finding.with_path(dcatap::HVD_CATEGORY));
    }
}

/// S22: one IRI for two things.
fn agent(class: &ClassRules, node: Node<'_, '_>, findings: &mut Vec<Finding>) {
    let both = AGENT_CLASSES.iter().any(|c| node.is_a(c)) && CONTACT_CLASSES.iter().any(|c| node.is_a(c));
    if both {
        let sv = "är både aktör och kontaktuppgift; ge dem var sin IRI, annars blandas de ihop.";
        let en = "is both an agent and a contact point; give each an IRI of its own, or they are mixed up.";
        findings.push(about(class, node, "is-contact", Severity::Error, (sv, en)).with_path(ns::rdf::TYPE));
    }
}

/// S13: the type of a contact, and an address that is one.
fn contact<'a>(class: &ClassRules, node: Node<'_, 'a>, graph: &Graph<'a>, findings: &mut Vec<Finding>) {
    if !node.is_a(vcard::ORGANIZATION) && !node.is_a(vcard::INDIVIDUAL) {
        let severity = if node.is_a(vcard::KIND) { Severity::Warning } else { Severity::Error };
        let sv = format!("saknar typ: {PROFILE} kräver `vcard:Organization` eller `vcard:Individual`.");
        let en = format!("has no type: {PROFILE} requires `vcard:Organization` or `vcard:Individual`.");
        let finding = about(class, node, "type-missing", severity, (&sv, &en)).with_path(ns::rdf::TYPE);
        findings.push(with_example(finding, "<https://example.se/kontakt/1> a vcard:Organization ;"));
    }
    let is_address = |iri: &str| {
        let further = graph.node(iri).is_some_and(|email| email.has(vcard::HAS_VALUE));
        further || iri.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"))
    };
    if let Some(wrong) = node.nodes(vcard::HAS_EMAIL).find(|iri| !is_address(iri)).map(quoted) {
        let sv = format!("har en e-postadress (`vcard:hasEmail`) som inte börjar med `mailto:`: `{wrong}`.");
        let en = format!("has an e-mail address (`vcard:hasEmail`) that does not start with `mailto:`: `{wrong}`.");
        let finding = about(class, node, "email-address", Severity::Error, (&sv, &en));
        let finding = finding.with_path(vcard::HAS_EMAIL).with_value(wrong);
        findings.push(with_example(finding, "vcard:hasEmail <mailto:oppnadata@example.se> ;"));
    }
}

/// What can only be seen in the whole source.
pub(crate) fn whole_source(graph: &Graph<'_>, roles: &Roles<'_>, findings: &mut Vec<Finding>) {
    catalogs_without_datasets(graph, findings);
    catalog_records(graph, findings);
    undescribed_agents(graph, roles, findings);
    long_series(graph, findings);
}

/// S2. A main catalog whose parts list the datasets lists them too.
fn catalogs_without_datasets(graph: &Graph<'_>, findings: &mut Vec<Finding>) {
    let listing = graph
        .memberships()
        .iter()
        .filter(|link| [dcat::P_DATASET, dcterms::HAS_PART, dcat::P_CATALOG].contains(&link.predicate));
    let listing: FxHashSet<&str> = listing.map(|link| link.subject).collect();
    for node in graph.nodes().filter(|node| node.is_a(dcat::CATALOG) && !listing.contains(node.iri)) {
        let sv = format!("innehåller ingen datamängd (`dcat:dataset`); {PROFILE} kräver minst en.");
        let en = format!("lists no dataset (`dcat:dataset`); {PROFILE} requires at least one.");
        let finding = about(&rules::CATALOG, node, "dataset-missing", Severity::Error, (&sv, &en));
        findings
            .push(with_example(finding.with_path(dcat::P_DATASET), "dcat:dataset <https://example.se/dataset/1> ;"));
    }
}

/// S23: one finding for all of them.
fn catalog_records(graph: &Graph<'_>, findings: &mut Vec<Finding>) {
    let mut records = graph.nodes().filter(|node| node.is_a(dcat::CATALOG_RECORD));
    let Some(first) = records.next() else { return };
    let count = 1 + records.count();
    let sv = format!(
        "Källan har {count} katalogposter (`dcat:CatalogRecord`); {PROFILE} tillåter inga. De läses men visas inte."
    );
    let en = format!(
        "The source has {count} catalog records (`dcat:CatalogRecord`); {PROFILE} allows none. They are read but not shown."
    );
    let finding = Finding::new("profile-catalog-record", Severity::Error, &sv, &en).with_value(quoted(first.iri));
    let fix = ("Ta bort `dcat:record` och posterna.", "Remove `dcat:record` and the records.");
    findings.push(finding.with_path(dcat::P_RECORD).with_fix(fix.0, fix.1));
}

/// A publisher or creator that the source names but does not describe: nobody can tell its name.
fn undescribed_agents(graph: &Graph<'_>, roles: &Roles<'_>, findings: &mut Vec<Finding>) {
    let mut missing: Vec<&str> = roles.agents.iter().copied().filter(|iri| graph.node(iri).is_none()).collect();
    missing.sort_unstable();
    for iri in missing {
        let shown = quoted(iri);
        let sv = format!(
            "Aktören `{shown}` anges som utgivare eller producent men beskrivs inte i källan, så dess namn är okänt."
        );
        let en = format!(
            "The agent `{shown}` is named as publisher or creator but not described in the source, so its name is unknown."
        );
        let mut finding = Finding::new("profile-agent-undescribed", Severity::Warning, &sv, &en).with_value(shown);
        if !is_ours(iri) {
            finding = finding.with_record(iri);
        }
        let example = format!("<{shown}> a foaf:Organization ; foaf:name \"Exempelkommun\"@sv ;").replace("<[]>", "[]");
        findings.push(with_example(finding.with_path(dcterms::PUBLISHER), &example));
    }
}

/// Recommendation 17 (S27).
fn long_series(graph: &Graph<'_>, findings: &mut Vec<Finding>) {
    let mut members: FxHashMap<&str, usize> = FxHashMap::default();
    for series in graph.nodes().flat_map(|node| node.nodes(dcat::IN_SERIES)) {
        *members.entry(series).or_default() += 1;
    }
    for node in graph.nodes().filter(|node| node.is_a(dcat::DATASET_SERIES)) {
        let count = members.get(node.iri).copied().unwrap_or(0);
        if count > SERIES_MEMBERS {
            let sv = format!(
                "har {count} datamängder; {PROFILE} (rekommendation 17) avråder från fler än {SERIES_MEMBERS}."
            );
            let en = format!(
                "has {count} datasets; {PROFILE} (recommendation 17) advises against more than {SERIES_MEMBERS}."
            );
            findings
                .push(about(&rules::SERIES, node, "long", Severity::Warning, (&sv, &en)).with_path(dcat::IN_SERIES));
        }
    }
}
