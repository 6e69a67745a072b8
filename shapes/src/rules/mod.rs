//! The rules of DCAT-AP-SE 3.0.1 as tables, one per class.
//!
//! Section numbers in the tables' comments are those of the profile's class descriptions (catalog, dataset,
//! distribution, data service, dataset series, agent, contact point); S-numbers are the profile's rules that are
//! stricter than EU DCAT-AP 3.0.1.

mod agent;
mod catalog;
mod dataset;
mod distribution;
mod series;
mod service;

use model::Severity;
use model::vocabularies::Vocabulary;

/// What the profile asks of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obligation {
    /// Missing = error.
    Mandatory,
    /// Missing = warning.
    Recommended,
    /// May be missing.
    Optional,
}

/// What kind of value a property takes.
#[derive(Debug, Clone, Copy)]
pub enum Expected {
    /// A text with a language tag; the severity is that of a missing tag (S17).
    TaggedText(Severity),
    /// Any literal.
    Text,
    /// An IRI.
    Iri,
    /// An IRI that starts with one of these.
    IriStarting(&'static [&'static str]),
    /// `xsd:date`, `xsd:dateTime` or `xsd:gYear` (S24).
    Date,
    /// `xsd:nonNegativeInteger` (S25).
    Size,
    /// A term of a list; deprecated and twin IRIs are a warning, others an error.
    Listed(&'static Vocabulary),
    /// At least one term of a list; others may stand beside it.
    OneListed(&'static Vocabulary),
    /// Exactly this licence (S1).
    Licence(&'static str),
    /// A format: a media type as text, or an IRI of the EU list of file types or of IANA (§4.3, note "Format").
    Format,
    /// A node of one's own (an agent, a contact), never a text.
    Node,
}

/// One property of one class.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Property IRI.
    pub property: &'static str,
    /// As people write it: `dcterms:title`.
    pub short: &'static str,
    /// Word in codes: `profile-dataset-title-missing`.
    pub code: &'static str,
    /// Swedish name of the property, lower case.
    pub sv: &'static str,
    /// English name of the property, lower case.
    pub en: &'static str,
    /// Obligation.
    pub obligation: Obligation,
    /// Most values that are allowed, and how bad more are.
    pub max: Option<(usize, Severity)>,
    /// Kind of value.
    pub expected: Expected,
    /// How to write it, as Turtle.
    pub example: &'static str,
}

/// The rules of one class.
#[derive(Debug)]
pub struct ClassRules {
    /// Word in codes: `dataset`.
    pub code: &'static str,
    /// Swedish name with article, to begin a sentence: `Datamängden`.
    pub sv: &'static str,
    /// English name with article: `The dataset`.
    pub en: &'static str,
    /// Name of the class in the profile, for references.
    pub class_sv: &'static str,
    /// English name of the class in the profile.
    pub class_en: &'static str,
    /// Whether a node without an IRI of its own is an error (S21).
    pub needs_iri: bool,
    /// Its properties.
    pub rules: &'static [Rule],
}

pub use agent::{AGENT, CONTACT};
pub use catalog::CATALOG;
pub use dataset::DATASET;
pub use distribution::DISTRIBUTION;
pub use series::SERIES;
pub use service::SERVICE;

/// Every class that has rules.
pub static ALL: [&ClassRules; 7] = [&CATALOG, &DATASET, &DISTRIBUTION, &SERVICE, &SERIES, &AGENT, &CONTACT];

const WEB: Expected = Expected::IriStarting(&["http://", "https://"]);
const ONE: Option<(usize, Severity)> = Some((1, Severity::Error));
const TAGGED: Expected = Expected::TaggedText(Severity::Error);

impl Rule {
    /// An optional property without a limit; the methods below sharpen it.
    const fn new(
        property: &'static str,
        short: &'static str,
        code: &'static str,
        names: (&'static str, &'static str),
        expected: Expected,
    ) -> Self {
        let (sv, en) = names;
        Self { property, short, code, sv, en, obligation: Obligation::Optional, max: None, expected, example: "" }
    }

    const fn mandatory(mut self) -> Self {
        self.obligation = Obligation::Mandatory;
        self
    }

    const fn recommended(mut self) -> Self {
        self.obligation = Obligation::Recommended;
        self
    }

    const fn at_most(mut self, max: Option<(usize, Severity)>) -> Self {
        self.max = max;
        self
    }

    const fn example(mut self, turtle: &'static str) -> Self {
        self.example = turtle;
        self
    }
}

/// Properties that several classes have in the same form.
mod common {
    use super::{Expected, ONE, Rule, TAGGED, WEB};
    use model::ns::{dcat, dcatap, dcterms, foaf};
    use model::vocabularies::{access_rights, data_themes, frequencies, hvd, languages};

    pub(super) const TITLE: Rule = Rule::new(dcterms::TITLE, "dcterms:title", "title", ("titel", "title"), TAGGED)
        .example("dcterms:title \"Badplatser\"@sv , \"Bathing waters\"@en ;");
    pub(super) const DESCRIPTION: Rule =
        Rule::new(dcterms::DESCRIPTION, "dcterms:description", "description", ("beskrivning", "description"), TAGGED)
            .example("dcterms:description \"Kommunens badplatser med läge och vattenprov.\"@sv ;");
    pub(super) const PUBLISHER: Rule =
        Rule::new(dcterms::PUBLISHER, "dcterms:publisher", "publisher", ("utgivare", "publisher"), Expected::Node)
            .example("dcterms:publisher <http://dataportal.se/organisation/SE2120000001> ;");
    pub(super) const ISSUED: Rule =
        Rule::new(dcterms::ISSUED, "dcterms:issued", "issued", ("utgivningsdatum", "release date"), Expected::Date)
            .at_most(ONE)
            .example("dcterms:issued \"2024-05-01\"^^xsd:date ;");
    pub(super) const MODIFIED: Rule = Rule::new(
        dcterms::MODIFIED,
        "dcterms:modified",
        "modified",
        ("ändringsdatum", "date modified"),
        Expected::Date,
    )
    .at_most(ONE)
    .example("dcterms:modified \"2024-05-01\"^^xsd:date ;");
    pub(super) const LANGUAGE: Rule = Rule::new(
        dcterms::LANGUAGE,
        "dcterms:language",
        "language",
        ("språk", "language"),
        Expected::Listed(&languages::LANGUAGES),
    )
    .example("dcterms:language <http://publications.europa.eu/resource/authority/language/SWE> ;");
    pub(super) const KEYWORD: Rule =
        Rule::new(dcat::KEYWORD, "dcat:keyword", "keyword", ("nyckelord", "keyword"), TAGGED)
            .example("dcat:keyword \"badplats\"@sv , \"bathing water\"@en ;");
    pub(super) const THEME: Rule = Rule::new(
        dcat::THEME,
        "dcat:theme",
        "theme",
        ("kategori", "category"),
        Expected::OneListed(&data_themes::DATA_THEMES),
    )
    .example("dcat:theme <http://publications.europa.eu/resource/authority/data-theme/ENVI> ;");
    pub(super) const CONTACT_POINT: Rule = Rule::new(
        dcat::CONTACT_POINT,
        "dcat:contactPoint",
        "contact",
        ("kontaktuppgift", "contact point"),
        Expected::Node,
    )
    .example("dcat:contactPoint <https://example.se/kontakt/1> ;");
    pub(super) const ACCESS_RIGHTS: Rule = Rule::new(
        dcterms::ACCESS_RIGHTS,
        "dcterms:accessRights",
        "access-rights",
        ("åtkomsträttigheter", "access rights"),
        Expected::Listed(&access_rights::ACCESS_RIGHTS),
    )
    .at_most(ONE)
    .example("dcterms:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ;");
    pub(super) const FREQUENCY: Rule = Rule::new(
        dcterms::ACCRUAL_PERIODICITY,
        "dcterms:accrualPeriodicity",
        "frequency",
        ("uppdateringsfrekvens", "update frequency"),
        Expected::Listed(&frequencies::FREQUENCIES),
    )
    .at_most(ONE)
    .example("dcterms:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/ANNUAL> ;");
    pub(super) const HVD_CATEGORY: Rule = Rule::new(
        dcatap::HVD_CATEGORY,
        "dcatap:hvdCategory",
        "hvd-category",
        ("kategori för värdefulla datamängder", "category for high-value datasets"),
        Expected::Listed(&hvd::HVD_CATEGORIES),
    )
    .example("dcatap:hvdCategory <http://data.europa.eu/bna/c_dd313021> ;");
    pub(super) const LANDING_PAGE: Rule =
        Rule::new(dcat::LANDING_PAGE, "dcat:landingPage", "landing-page", ("ingångssida", "landing page"), WEB)
            .example("dcat:landingPage <https://example.se/badplatser> ;");
    pub(super) const DOCUMENTATION: Rule =
        Rule::new(foaf::PAGE, "foaf:page", "documentation", ("dokumentation", "documentation"), WEB)
            .example("foaf:page <https://example.se/badplatser/dokumentation> ;");
    pub(super) const LICENCE: Rule =
        Rule::new(dcterms::LICENSE, "dcterms:license", "licence", ("licens", "licence"), Expected::Iri)
            .at_most(ONE)
            .example("dcterms:license <http://creativecommons.org/publicdomain/zero/1.0/> ;");
    pub(super) const FORMAT: Rule =
        Rule::new(dcterms::FORMAT, "dcterms:format", "format", ("format", "format"), Expected::Format)
            .example("dcterms:format \"text/csv\" ;");
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_every_rule_that_can_be_broken_has_an_example() {
        for class in ALL {
            let mut codes = BTreeSet::new();
            for rule in class.rules {
                assert!(codes.insert(rule.code), "{} {}", class.code, rule.code);
                assert!(
                    rule.example.contains(rule.short) && rule.example.ends_with(';'),
                    "{}: {}",
                    rule.short,
                    rule.example
                );
            }
        }
    }
}
