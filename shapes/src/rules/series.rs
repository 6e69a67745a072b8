use super::common::{
    CONTACT_POINT, DESCRIPTION, DOCUMENTATION, FREQUENCY, HVD_CATEGORY, ISSUED, KEYWORD, LANDING_PAGE, MODIFIED,
    PUBLISHER, THEME, TITLE,
};
use super::{ClassRules, ONE};

/// Dataset series (§4.5). That a series is in no series and has at most about 50 members (S27) is checked in code.
pub static SERIES: ClassRules = ClassRules {
    code: "series",
    sv: "Datamängdsserien",
    en: "The dataset series",
    class_sv: "Datamängdsserie",
    class_en: "Dataset series",
    needs_iri: true,
    rules: &[
        TITLE.mandatory(),
        DESCRIPTION.mandatory(),
        PUBLISHER.mandatory().at_most(ONE),
        CONTACT_POINT.recommended(),
        KEYWORD.recommended(),
        THEME.recommended(),
        ISSUED,
        MODIFIED,
        FREQUENCY,
        HVD_CATEGORY,
        LANDING_PAGE,
        DOCUMENTATION,
    ],
};
