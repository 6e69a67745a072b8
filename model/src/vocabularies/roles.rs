//! Small lists: roles of agents (`dcat:hadRole` in attributions), kinds of contacts, architectural styles of services,
//! the one classification of agents. Terms and labels: DCAT-AP-SE 3.0.1 (Digg, CC BY 4.0); role codes: INSPIRE registry
//! (reuse decision 2011/833/EU).

use super::{Term, Vocabulary};

/// The lists, in one table: their IRIs do not overlap.
pub static ROLES: Vocabulary = Vocabulary {
    name: "role",
    scheme: "http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole",
    terms: &[
        Term {
            iri: "http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/resourceProvider",
            code: "resourceProvider",
            sv: "Leverantör",
            en: "Resource Provider",
        },
        Term {
            iri: "http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/custodian",
            code: "custodian",
            sv: "Förvaltare",
            en: "Custodian",
        },
        Term {
            iri: "http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/owner",
            code: "owner",
            sv: "Ägare",
            en: "Owner",
        },
        Term {
            iri: "http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/user",
            code: "user",
            sv: "Användare",
            en: "User",
        },
        Term {
            iri: "http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/distributor",
            code: "distributor",
            sv: "Distributör",
            en: "Distributor",
        },
        Term {
            iri: "http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/principalInvestigator",
            code: "principalInvestigator",
            sv: "Undersökningsledare",
            en: "Principal Investigator",
        },
        Term {
            iri: "http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/processor",
            code: "processor",
            sv: "Vidareförädlare",
            en: "Processor",
        },
        Term {
            iri: "http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/author",
            code: "author",
            sv: "Upphovsman",
            en: "Author",
        },
        Term { iri: "http://www.wikidata.org/entity/Q749568", code: "Q749568", sv: "REST", en: "REST" },
        Term { iri: "http://www.wikidata.org/entity/Q62270", code: "Q62270", sv: "RPC", en: "RPC" },
        Term {
            iri: "https://dataportal.se/concepts/orgAspects/feeFinanzing",
            code: "feeFinanzing",
            sv: "Reglerad att ta ut avgifter på tjänster och data",
            en: "Regulated to take out fees on some service and data",
        },
        Term { iri: "http://www.w3.org/2006/vcard/ns#Individual", code: "Individual", sv: "Individ", en: "Individual" },
        Term {
            iri: "http://www.w3.org/2006/vcard/ns#Organization",
            code: "Organization",
            sv: "Organisation",
            en: "Organization",
        },
    ],
    further: &[
        Term {
            iri: "http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/publisher",
            code: "publisher",
            sv: "Utgivare",
            en: "Publisher",
        },
        Term {
            iri: "http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/pointOfContact",
            code: "pointOfContact",
            sv: "Kontakt",
            en: "Point of contact",
        },
        Term {
            iri: "http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/originator",
            code: "originator",
            sv: "Ursprunglig skapare",
            en: "Originator",
        },
    ],
    aliases: &[],
};
