use super::common::{
    ACCESS_RIGHTS, CONTACT_POINT, DESCRIPTION, DOCUMENTATION, FREQUENCY, HVD_CATEGORY, ISSUED, KEYWORD, LANDING_PAGE,
    LANGUAGE, MODIFIED, PUBLISHER, THEME, TITLE,
};
use super::{ClassRules, Expected, ONE, Rule};
use model::ns::dcterms;

/// Dataset (§4.2).
pub static DATASET: ClassRules = ClassRules {
    code: "dataset",
    sv: "Datamängden",
    en: "The dataset",
    class_sv: "Datamängd",
    class_en: "Dataset",
    needs_iri: true,
    rules: &[
        TITLE.mandatory(),
        DESCRIPTION.mandatory(),
        PUBLISHER.mandatory().at_most(ONE),
        CONTACT_POINT.recommended(),
        KEYWORD.recommended(),
        THEME.recommended(),
        ACCESS_RIGHTS.recommended(),
        Rule::new(dcterms::CREATOR, "dcterms:creator", "creator", ("producent", "creator"), Expected::Node)
            .at_most(ONE)
            .example("dcterms:creator <http://dataportal.se/organisation/SE2120000001> ;"),
        ISSUED,
        MODIFIED,
        LANGUAGE,
        FREQUENCY,
        HVD_CATEGORY,
        LANDING_PAGE,
        DOCUMENTATION,
    ],
};
