//! Types of publishers (`dcterms:type` on agents); the parentheses in `PrivateIndividual(s)` are real.
//! Terms and labels: DCAT-AP-SE 3.0.1 (Digg, CC BY 4.0), ADMS.

use super::Vocabulary;
use super::vocabulary::terms;

/// The vocabulary.
pub static PUBLISHER_TYPES: Vocabulary = Vocabulary {
    name: "publisher-type",
    scheme: "http://purl.org/adms/publishertype/1.0",
    terms: terms! { "http://purl.org/adms/publishertype/";
    "Academia-ScientificOrganisation", "Akademia/Vetenskaplig organisation", "Academia/Scientific organisation";
    "Company", "Företag", "Company";
    "IndustryConsortium", "Industrikonsortium", "Industry consortium";
    "LocalAuthority", "Lokal myndighet/kommun", "Local Authority";
    "NationalAuthority", "Nationell myndighet", "National authority";
    "NonGovernmentalOrganisation", "Icke-statlig organisation", "Non-Governmental Organisation";
    "NonProfitOrganisation", "Ej vinstdrivande organisation", "Non-Profit Organisation";
    "PrivateIndividual(s)", "Privatperson(er)", "Private Individual(s)";
    "RegionalAuthority", "Regional myndighet/landsting", "Regional authority";
    "StandardisationBody", "Standardiseringsorganisation", "Standardisation body";
    "SupraNationalAuthority", "Över-/mellanstatlig myndighet", "Supra-national authority";
    },
    further: &[],
    aliases: &[
        ("purl.org/adms/publishertype/PrivateIndividual%28s%29", "PrivateIndividual(s)"),
        ("purl.org/adms/publishertype/PrivateIndividuals", "PrivateIndividual(s)"),
    ],
};
