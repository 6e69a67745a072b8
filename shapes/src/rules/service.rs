use super::common::{
    ACCESS_RIGHTS, CONTACT_POINT, DESCRIPTION, DOCUMENTATION, HVD_CATEGORY, KEYWORD, LANDING_PAGE, LICENCE, PUBLISHER,
    THEME, TITLE,
};
use super::{ClassRules, Expected, Rule};
use model::ns::dcat;

/// Data service (§4.4).
pub static SERVICE: ClassRules = ClassRules {
    code: "service",
    sv: "Datatjänsten",
    en: "The data service",
    class_sv: "Datatjänst",
    class_en: "Data service",
    needs_iri: false,
    rules: &[
        TITLE.mandatory(),
        Rule::new(
            dcat::ENDPOINT_URL,
            "dcat:endpointURL",
            "endpoint-url",
            ("åtkomstadress", "endpoint URL"),
            Expected::Iri,
        )
        .mandatory()
        .example("dcat:endpointURL <https://api.example.se/badplatser> ;"),
        Rule::new(
            dcat::ENDPOINT_DESCRIPTION,
            "dcat:endpointDescription",
            "endpoint-description",
            ("beskrivning av åtkomstadressen", "endpoint description"),
            Expected::Iri,
        )
        .recommended()
        .example("dcat:endpointDescription <https://api.example.se/openapi.json> ;"),
        CONTACT_POINT.recommended(),
        LICENCE.recommended(),
        ACCESS_RIGHTS.recommended(),
        DESCRIPTION,
        PUBLISHER,
        KEYWORD,
        THEME,
        HVD_CATEGORY,
        LANDING_PAGE,
        DOCUMENTATION,
    ],
};
