use super::common::{DESCRIPTION, DOCUMENTATION, FORMAT, ISSUED, LANGUAGE, LICENCE, MODIFIED, TITLE};
use super::{ClassRules, Expected, ONE, Rule, WEB};
use model::Severity;
use model::ns::{adms, dcat, dcatap, dcterms};
use model::vocabularies::{distribution_status, planned_availability};

/// Distribution (§4.3). Several access addresses are a warning only: recommendation 19 still allows them. A missing
/// format is checked in code, because a media type counts as well.
pub static DISTRIBUTION: ClassRules = ClassRules {
    code: "distribution",
    sv: "Distributionen",
    en: "The distribution",
    class_sv: "Distribution",
    class_en: "Distribution",
    needs_iri: true,
    rules: &[
        Rule::new(
            dcat::ACCESS_URL,
            "dcat:accessURL",
            "access-url",
            ("webbadress för åtkomst", "web address for access"),
            WEB,
        )
        .mandatory()
        .at_most(Some((1, Severity::Warning)))
        .example("dcat:accessURL <https://example.se/badplatser.csv> ;"),
        LICENCE.recommended(),
        TITLE,
        DESCRIPTION,
        Rule::new(
            dcat::DOWNLOAD_URL,
            "dcat:downloadURL",
            "download-url",
            ("webbadress för nedladdning", "web address for download"),
            Expected::IriStarting(&["http://", "https://", "ftp://", "ftps://"]),
        )
        .example("dcat:downloadURL <https://example.se/badplatser.csv> ;"),
        FORMAT.at_most(ONE),
        ISSUED,
        MODIFIED,
        LANGUAGE,
        Rule::new(dcat::BYTE_SIZE, "dcat:byteSize", "byte-size", ("storlek", "size"), Expected::Size)
            .at_most(ONE)
            .example("dcat:byteSize \"1024\"^^xsd:nonNegativeInteger ;"),
        Rule::new(
            adms::STATUS,
            "adms:status",
            "status",
            ("status", "status"),
            Expected::Listed(&distribution_status::DISTRIBUTION_STATUS),
        )
        .at_most(ONE)
        .example("adms:status <http://publications.europa.eu/resource/authority/distribution-status/COMPLETED> ;"),
        Rule::new(
            dcatap::AVAILABILITY,
            "dcatap:availability",
            "availability",
            ("tillgänglighet", "availability"),
            Expected::Listed(&planned_availability::PLANNED_AVAILABILITY),
        )
        .at_most(ONE)
        .example(
            "dcatap:availability <http://publications.europa.eu/resource/authority/planned-availability/STABLE> ;",
        ),
        Rule::new(
            dcterms::RIGHTS,
            "dcterms:rights",
            "rights",
            ("rättighetsförklaring", "rights statement"),
            Expected::Node,
        )
        .at_most(ONE)
        .example("dcterms:rights [ a odrs:RightsStatement ; odrs:attributionText \"Källa: Exempel\"@sv ] ;"),
        DOCUMENTATION,
    ],
};
