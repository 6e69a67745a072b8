//! Status of distributions (`adms:status`).
//! Terms and labels: DCAT-AP-SE 3.0.1 (Digg, CC BY 4.0);
//! further terms: EU Vocabularies (Publications Office, reuse decision 2011/833/EU).
//! The former list of ADMS (`purl.org/adms/status/`) is mapped.

use super::Vocabulary;
use super::vocabulary::terms;

/// The vocabulary.
pub static DISTRIBUTION_STATUS: Vocabulary = Vocabulary {
    name: "distribution-status",
    scheme: "http://publications.europa.eu/resource/authority/distribution-status",
    terms: terms! { "http://publications.europa.eu/resource/authority/distribution-status/";
    "COMPLETED", "Färdig", "Completed";
    "DEPRECATED", "Avvecklad", "Deprecated";
    "DEVELOP", "Under utveckling", "Under development";
    "WITHDRAWN", "Tillbakadragen", "Withdrawn";
    },
    further: terms! { "http://publications.europa.eu/resource/authority/distribution-status/";
    "PLANNED", "Planerad", "Planned";
    "ONGOING", "Pågående", "Ongoing";
    "REQUIRED", "Krävs", "Required";
    "ARCHIVE", "Arkiverad", "Historical archive";
    "OP_DATPRO", "Preliminära data", "Provisional data";
    },
    aliases: &[
        ("purl.org/adms/status/Completed", "COMPLETED"),
        ("purl.org/adms/status/Deprecated", "DEPRECATED"),
        ("purl.org/adms/status/UnderDevelopment", "DEVELOP"),
        ("purl.org/adms/status/Withdrawn", "WITHDRAWN"),
    ],
};
