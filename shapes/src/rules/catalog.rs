use super::common::{DESCRIPTION, ISSUED, LANGUAGE, LICENCE, MODIFIED, PUBLISHER, TITLE};
use super::{ClassRules, Expected, ONE, Rule, WEB};
use model::ns::foaf;
use model::vocabularies::licences;

/// Catalog (§4.1). That it lists a dataset (S2) is checked over the whole source.
pub static CATALOG: ClassRules = ClassRules {
    code: "catalog",
    sv: "Katalogen",
    en: "The catalog",
    class_sv: "Katalog",
    class_en: "Catalogue",
    needs_iri: true,
    rules: &[
        TITLE.mandatory(),
        DESCRIPTION.mandatory(),
        PUBLISHER.mandatory().at_most(ONE),
        Rule { expected: Expected::Licence(licences::CC0), ..LICENCE.mandatory() },
        ISSUED,
        MODIFIED,
        LANGUAGE,
        Rule::new(foaf::HOMEPAGE, "foaf:homepage", "homepage", ("hemsida", "homepage"), WEB)
            .at_most(ONE)
            .example("foaf:homepage <https://example.se/oppna-data> ;"),
    ],
};
