//! Planned availability (`dcatap:availability`).
//! Terms and labels: DCAT-AP-SE 3.0.1 (Digg, CC BY 4.0).
//! The former list of DCAT-AP (`data.europa.eu/r5r/availability/`) is mapped.

use super::Vocabulary;
use super::vocabulary::terms;

/// The vocabulary.
pub static PLANNED_AVAILABILITY: Vocabulary = Vocabulary {
    name: "planned-availability",
    scheme: "http://publications.europa.eu/resource/authority/planned-availability",
    terms: terms! { "http://publications.europa.eu/resource/authority/planned-availability/";
    "TEMPORARY", "Temporär", "Temporary";
    "EXPERIMENTAL", "Experimentell", "Experimental";
    "AVAILABLE", "Tillgänglig", "Available";
    "STABLE", "Stabil", "Stable";
    },
    further: terms! { "http://publications.europa.eu/resource/authority/planned-availability/";
    "OP_DATPRO", "Preliminära data", "Provisional data";
    },
    aliases: &[
        ("data.europa.eu/r5r/availability/temporary", "TEMPORARY"),
        ("data.europa.eu/r5r/availability/experimental", "EXPERIMENTAL"),
        ("data.europa.eu/r5r/availability/available", "AVAILABLE"),
        ("data.europa.eu/r5r/availability/stable", "STABLE"),
    ],
};
