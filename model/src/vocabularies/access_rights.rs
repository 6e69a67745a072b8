//! Access rights (`dcterms:accessRights`).
//! Terms and labels: DCAT-AP-SE 3.0.1 (Digg, CC BY 4.0);
//! further terms: EU Vocabularies (Publications Office, reuse decision 2011/833/EU).

use super::Vocabulary;
use super::vocabulary::terms;

/// The vocabulary.
pub static ACCESS_RIGHTS: Vocabulary = Vocabulary {
    name: "access-right",
    scheme: "http://publications.europa.eu/resource/authority/access-right",
    terms: terms! { "http://publications.europa.eu/resource/authority/access-right/";
    "PUBLIC", "Publik", "Public";
    "RESTRICTED", "Begränsad", "Restricted";
    "NON_PUBLIC", "Ej offentlig", "Non-public";
    },
    further: terms! { "http://publications.europa.eu/resource/authority/access-right/";
    "CONFIDENTIAL", "Konfidentiell", "Confidential";
    "SENSITIVE", "Känslig", "Sensitive";
    "NORMAL", "Normal åtkomst", "Normal";
    "OP_DATPRO", "Preliminära data", "Provisional data";
    },
    aliases: &[],
};
