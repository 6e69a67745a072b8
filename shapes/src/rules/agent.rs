use super::{ClassRules, Expected, ONE, Rule, WEB};
use model::Severity;
use model::ns::{dcterms, foaf, vcard};
use model::vocabularies::publisher_types;

/// Agent (§4.6): whatever a publisher or creator points at, or is typed as one. A name without a language tag is a
/// warning only: the profile's own examples have none.
pub static AGENT: ClassRules = ClassRules {
    code: "agent",
    sv: "Aktören",
    en: "The agent",
    class_sv: "Aktör",
    class_en: "Agent",
    needs_iri: true,
    rules: &[
        Rule::new(foaf::NAME, "foaf:name", "name", ("namn", "name"), Expected::TaggedText(Severity::Warning))
            .mandatory()
            .example("foaf:name \"Exempelkommun\"@sv ;"),
        Rule::new(
            dcterms::TYPE,
            "dcterms:type",
            "type",
            ("typ av aktör", "type of agent"),
            Expected::Listed(&publisher_types::PUBLISHER_TYPES),
        )
        .mandatory()
        .at_most(ONE)
        .example("dcterms:type <http://purl.org/adms/publishertype/LocalAuthority> ;"),
        Rule::new(foaf::HOMEPAGE, "foaf:homepage", "homepage", ("hemsida", "homepage"), WEB)
            .example("foaf:homepage <https://example.se/> ;"),
    ],
};

/// Contact point (§4.7): whatever `dcat:contactPoint` points at, or is typed as one. Its type (S13) is checked in code.
pub static CONTACT: ClassRules = ClassRules {
    code: "contact",
    sv: "Kontaktuppgiften",
    en: "The contact point",
    class_sv: "Kontaktuppgift",
    class_en: "Contact point",
    needs_iri: true,
    rules: &[
        Rule::new(vcard::FN, "vcard:fn", "name", ("namn", "name"), Expected::Text)
            .mandatory()
            .example("vcard:fn \"Miljöenheten\" ;"),
        Rule::new(vcard::HAS_EMAIL, "vcard:hasEmail", "email", ("e-postadress", "e-mail address"), Expected::Iri)
            .mandatory()
            .example("vcard:hasEmail <mailto:oppnadata@example.se> ;"),
        Rule::new(vcard::HAS_URL, "vcard:hasURL", "url", ("hemsida", "web page"), WEB)
            .example("vcard:hasURL <https://example.se/kontakt> ;"),
    ],
};
