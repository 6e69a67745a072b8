//! The metrics and their dimensions.

/// Which metrics hold: bit `n` is metric `n` of [`METRICS`].
pub type Bits = u32;

/// One metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metric {
    /// Name in the vocabulary of piveau (`pv:`).
    pub id: &'static str,
    /// Position of its dimension in [`DIMENSIONS`].
    pub dimension: usize,
    /// Points.
    pub points: u32,
    /// Counted on the best distribution rather than on the dataset.
    pub on_distribution: bool,
    /// What it asks, in Swedish.
    pub sv: &'static str,
    /// What it asks, in English.
    pub en: &'static str,
}

/// A group of metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dimension {
    /// Its name in JSON and in the vocabulary of piveau.
    pub id: &'static str,
    /// Swedish name.
    pub sv: &'static str,
    /// English name.
    pub en: &'static str,
    /// The most points in the EU's mode.
    pub points: u32,
}

const fn dimension(id: &'static str, sv: &'static str, en: &'static str, points: u32) -> Dimension {
    Dimension { id, sv, en, points }
}

/// The five dimensions.
pub const DIMENSIONS: [Dimension; 5] = [
    dimension("findability", "Upptäckbarhet", "Findability", 100),
    dimension("accessibility", "Åtkomlighet", "Accessibility", 100),
    dimension("interoperability", "Interoperabilitet", "Interoperability", 110),
    dimension("reusability", "Återanvändbarhet", "Reusability", 75),
    dimension("contextuality", "Kontextualitet", "Contextuality", 20),
];

const fn own(id: &'static str, dimension: usize, points: u32, names: (&'static str, &'static str)) -> Metric {
    Metric { id, dimension, points, on_distribution: false, sv: names.0, en: names.1 }
}

const fn best(id: &'static str, dimension: usize, points: u32, names: (&'static str, &'static str)) -> Metric {
    Metric { id, dimension, points, on_distribution: true, sv: names.0, en: names.1 }
}

/// The metrics, in the order of the methodology.
pub const METRICS: [Metric; 23] = [
    own("keywordAvailability", 0, 30, ("Nyckelord finns", "Keywords are given")),
    own("categoryAvailability", 0, 30, ("Kategori finns", "A category is given")),
    own("spatialAvailability", 0, 20, ("Geografiskt område finns", "A geographical area is given")),
    own("temporalAvailability", 0, 20, ("Tidsperiod finns", "A time period is given")),
    best("accessUrlStatusCode", 1, 50, ("Åtkomstadressen svarar", "The access URL answers")),
    best("downloadUrlAvailability", 1, 20, ("Nedladdningsadress finns", "A download URL is given")),
    best("downloadUrlStatusCode", 1, 30, ("Nedladdningsadressen svarar", "The download URL answers")),
    best("formatAvailability", 2, 20, ("Format finns", "A format is given")),
    best("mediaTypeAvailability", 2, 10, ("Medietyp finns", "A media type is given")),
    best(
        "formatMediaTypeVocabularyAlignment",
        2,
        10,
        ("Format och medietyp ur kända listor", "Format and media type are from known lists"),
    ),
    best("formatMediaTypeNonProprietary", 2, 20, ("Öppet format", "The format is non-proprietary")),
    best("formatMediaTypeMachineInterpretable", 2, 20, ("Maskinläsbart format", "The format is machine-readable")),
    own("dcatApCompliance", 2, 30, ("Följer DCAT-AP", "Complies with DCAT-AP")),
    best("licenceAvailability", 3, 20, ("Licens finns", "A licence is given")),
    best("knownLicence", 3, 10, ("Känd licens", "The licence is a known one")),
    own("accessRightsAvailability", 3, 10, ("Åtkomsträttigheter finns", "Access rights are given")),
    own(
        "accessRightsVocabularyAlignment",
        3,
        5,
        ("Åtkomsträttigheter ur EU:s lista", "Access rights are from the EU's list"),
    ),
    own("contactPointAvailability", 3, 20, ("Kontaktuppgift finns", "A contact point is given")),
    own("publisherAvailability", 3, 10, ("Utgivare finns", "A publisher is given")),
    best("rightsAvailability", 4, 5, ("Rättighetsförklaring finns", "A rights statement is given")),
    best("byteSizeAvailability", 4, 5, ("Filstorlek finns", "A file size is given")),
    own("dateIssuedAvailability", 4, 5, ("Utgivningsdatum finns", "A release date is given")),
    own("dateModifiedAvailability", 4, 5, ("Ändringsdatum finns", "A date of modification is given")),
];

/// Position of compliance with DCAT-AP, which gives no points in Sweden.
pub const COMPLIANCE: usize = 12;
pub(super) const ACCESS_ANSWERS: Bits = 1 << 4;
pub(super) const DOWNLOAD_ANSWERS: Bits = 1 << 6;

/// The bits of metrics by position.
pub fn mask(metrics: &[usize]) -> Bits {
    metrics.iter().fold(0, |bits, place| bits | 1 << place)
}

/// Position of a metric, by its name in the vocabulary of piveau.
pub fn metric_by_id(id: &str) -> Option<usize> {
    METRICS.iter().position(|metric| metric.id == id)
}
