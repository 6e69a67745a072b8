//! MQA, the Metadata Quality Assessment of data.europa.eu: 23 metrics, 405 points, and what Sweden makes of it.
//!
//! A dataset's score is the sum of its own metrics and those of the distribution with the most points; a catalog's is
//! the average of its datasets. Whether addresses answer is not known here: an address that is there counts as one
//! that answers. Dates of issue and change count on the dataset or on any of its distributions.

mod fixes;

use crate::judge::{Source, judge_by};
use crate::profile::Profile;
use crate::shacl::{Graph, Id};
use ::rdf::Record;
pub use fixes::{Fix, points_of};
use model::Severity;
use model::ns::{dcat, dcterms, rdf as rdf_ns};
use model::vocabularies::{access_rights::ACCESS_RIGHTS, formats, licences};
use rustc_hash::FxHashSet;

/// Whose points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// data.europa.eu: 405 points; formats and licences count as the export to the EU writes them.
    Eu,
    /// dataportal.se: compliance with the EU shapes gives no points (375), media types count as formats.
    Se,
}

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
}

const fn metric(id: &'static str, dimension: usize, points: u32, on_distribution: bool) -> Metric {
    Metric { id, dimension, points, on_distribution }
}

/// The five dimensions.
pub const DIMENSIONS: [&str; 5] = ["findability", "accessibility", "interoperability", "reusability", "contextuality"];

/// The metrics, in the order of the methodology.
pub const METRICS: [Metric; 23] = [
    metric("keywordAvailability", 0, 30, false),
    metric("categoryAvailability", 0, 30, false),
    metric("spatialAvailability", 0, 20, false),
    metric("temporalAvailability", 0, 20, false),
    metric("accessUrlStatusCode", 1, 50, true),
    metric("downloadUrlAvailability", 1, 20, true),
    metric("downloadUrlStatusCode", 1, 30, true),
    metric("formatAvailability", 2, 20, true),
    metric("mediaTypeAvailability", 2, 10, true),
    metric("formatMediaTypeVocabularyAlignment", 2, 10, true),
    metric("formatMediaTypeNonProprietary", 2, 20, true),
    metric("formatMediaTypeMachineInterpretable", 2, 20, true),
    metric("dcatApCompliance", 2, 30, false),
    metric("licenceAvailability", 3, 20, true),
    metric("knownLicence", 3, 10, true),
    metric("accessRightsAvailability", 3, 10, false),
    metric("accessRightsVocabularyAlignment", 3, 5, false),
    metric("contactPointAvailability", 3, 20, false),
    metric("publisherAvailability", 3, 10, false),
    metric("rightsAvailability", 4, 5, true),
    metric("byteSizeAvailability", 4, 5, true),
    metric("dateIssuedAvailability", 4, 5, false),
    metric("dateModifiedAvailability", 4, 5, false),
];

const COMPLIANCE: usize = 12;

/// File types that no company owns, and those that machines read (lists of data.europa.eu, by code).
const OPEN: &str = " BMP CSV DBF GEOJSON GZIP HTML ICS JPEG2000 JSON JSON_LD KML KMZ NETCDF ODS PNG RDF_N_QUADS \
    RDF_N_TRIPLES RDF_TRIG RDF_TURTLE RDF_XML RSS RTF TAR TIFF TSV TXT WMS_SRVC XML ZIP ";
const READABLE: &str = " CSV GEOJSON ICS JSON JSON_LD KML KMZ NETCDF ODS RDFA RDF_N_QUADS RDF_N_TRIPLES RDF_TRIG \
    RDF_TURTLE RDF_XML RSS SHP XLS XLSX XML ";

/// Which metrics hold, as bits in the order of [`METRICS`].
type Bits = u32;

/// One dataset.
#[derive(Debug, Clone, Default)]
struct Dataset {
    own: Bits,
    distributions: Vec<Bits>,
}

/// What was measured in a catalog.
#[derive(Debug, Clone)]
pub struct Measured {
    mode: Mode,
    datasets: Vec<Dataset>,
}

/// A score in hundredths of points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Score {
    /// All points.
    pub total: u64,
    /// By dimension, in the order of [`DIMENSIONS`].
    pub dimensions: [u64; 5],
}

/// Rating bands of data.europa.eu.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rating {
    /// Up to 120 points.
    Bad,
    /// 121 to 220 points.
    Sufficient,
    /// 221 to 350 points.
    Good,
    /// More.
    Excellent,
}

impl Rating {
    /// Of a score; fractions count as the whole points that they have reached.
    pub fn of(score: Score) -> Self {
        match score.total / 100 {
            351.. => Self::Excellent,
            221.. => Self::Good,
            121.. => Self::Sufficient,
            _ => Self::Bad,
        }
    }

    /// Code, Swedish and English name.
    pub fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Bad => ("bad", "Dålig", "Bad"),
            Self::Sufficient => ("sufficient", "Tillräcklig", "Sufficient"),
            Self::Good => ("good", "Bra", "Good"),
            Self::Excellent => ("excellent", "Utmärkt", "Excellent"),
        }
    }
}

impl Mode {
    /// The most points.
    pub fn max(self) -> u32 {
        match self {
            Self::Eu => 405,
            Self::Se => 375,
        }
    }

    fn counts(self, metric: usize) -> bool {
        self == Self::Eu || metric != COMPLIANCE
    }
}

impl Measured {
    /// Measures the datasets of records (series are no datasets).
    pub fn of(mode: Mode, records: &[Record]) -> Self {
        let source = Source::new(records.iter());
        let graph = source.graph();
        let wrong = if mode == Mode::Eu { not_compliant(records) } else { FxHashSet::default() };
        let id = |iri: &str| graph.terms().find_iri(iri);
        let (Some(class), Some(kind)) = (id(dcat::DATASET), id(rdf_ns::TYPE)) else {
            return Self { mode, datasets: Vec::new() };
        };
        let series = id(dcat::DATASET_SERIES);
        let datasets =
            graph.subjects(kind, class).filter(|node| series.is_none_or(|s| !graph.contains([*node, kind, s])));
        let datasets = datasets.map(|node| dataset(graph, node, wrong.contains(graph.terms().text(node)))).collect();
        Self { mode, datasets }
    }

    /// Whose points.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Number of datasets.
    pub fn len(&self) -> usize {
        self.datasets.len()
    }

    /// True without datasets.
    pub fn is_empty(&self) -> bool {
        self.datasets.is_empty()
    }

    /// The average of the datasets.
    pub fn score(&self) -> Score {
        self.score_with(0)
    }

    /// The score if these metrics held wherever they can.
    fn score_with(&self, mended: Bits) -> Score {
        let mut sums = [0_u64; 5];
        for dataset in &self.datasets {
            let best =
                dataset.distributions.iter().map(|bits| bits | mended).max_by_key(|bits| self.points(*bits, true));
            self.add(dataset.own | mended, false, &mut sums);
            self.add(best.unwrap_or(0), true, &mut sums);
        }
        let number = self.datasets.len().max(1) as u64;
        let dimensions = sums.map(|sum| (sum * 100 + number / 2) / number);
        let total = (sums.iter().sum::<u64>() * 100 + number / 2) / number;
        Score { total, dimensions }
    }

    fn points(&self, bits: Bits, on_distribution: bool) -> u64 {
        let mut sums = [0; 5];
        self.add(bits, on_distribution, &mut sums);
        sums.iter().sum()
    }

    fn add(&self, bits: Bits, on_distribution: bool, sums: &mut [u64; 5]) {
        for (place, metric) in METRICS.iter().enumerate() {
            if metric.on_distribution == on_distribution && bits & (1 << place) != 0 && self.mode.counts(place) {
                sums[metric.dimension] += u64::from(metric.points);
            }
        }
    }
}

/// Keys of records with errors by the EU profile, those aside that the export mends.
fn not_compliant(records: &[Record]) -> FxHashSet<String> {
    let findings = judge_by(Profile::Eu301, records).into_iter();
    let errors = findings.filter(|f| f.severity == Severity::Error && f.code != "profile-distribution-format-iri");
    errors.filter_map(|finding| finding.record).collect()
}

fn bits(holds: &[(usize, bool)]) -> Bits {
    holds.iter().filter(|(_, holds)| *holds).map(|(place, _)| 1 << place).sum()
}

fn dataset(graph: &Graph, node: Id, wrong: bool) -> Dataset {
    let values = |node: Id, iri: &str| -> Vec<String> {
        let property = graph.terms().find_iri(iri);
        property.into_iter().flat_map(|p| graph.objects(node, p)).map(|o| graph.terms().text(o).to_owned()).collect()
    };
    let has = |node: Id, iri: &str| !values(node, iri).is_empty();
    let link = graph.terms().find_iri(dcat::P_DISTRIBUTION);
    let distributions: Vec<Id> = link.into_iter().flat_map(|link| graph.objects(node, link)).collect();
    let anywhere = |iri: &str| has(node, iri) || distributions.iter().any(|distribution| has(*distribution, iri));
    let rights = values(node, dcterms::ACCESS_RIGHTS);
    let own = bits(&[
        (0, has(node, dcat::KEYWORD)),
        (1, has(node, dcat::THEME)),
        (2, has(node, dcterms::SPATIAL)),
        (3, has(node, dcterms::TEMPORAL)),
        (COMPLIANCE, !wrong),
        (15, !rights.is_empty()),
        (16, rights.iter().any(|iri| ACCESS_RIGHTS.by_iri(iri).is_some())),
        (17, has(node, dcat::CONTACT_POINT)),
        (18, has(node, dcterms::PUBLISHER)),
        (21, anywhere(dcterms::ISSUED)),
        (22, anywhere(dcterms::MODIFIED)),
    ]);
    let distribution = |node: &Id| {
        let (written, media) = (values(*node, dcterms::FORMAT), values(*node, dcat::MEDIA_TYPE));
        let licence = values(*node, dcterms::LICENSE);
        let known = |texts: &[String]| texts.iter().any(|text| formats::find(text).is_some());
        let listed = |list: &str| {
            let found = written.iter().chain(&media).filter_map(|text| formats::find(text));
            found.flat_map(|format| format.file_types).any(|code| list.contains(&format!(" {code} ")))
        };
        bits(&[
            (4, has(*node, dcat::ACCESS_URL)),
            (5, has(*node, dcat::DOWNLOAD_URL)),
            (6, has(*node, dcat::DOWNLOAD_URL)),
            (7, !written.is_empty()),
            (8, !media.is_empty()),
            (9, known(&written) && known(&media)),
            (10, listed(OPEN)),
            (11, listed(READABLE)),
            (13, !licence.is_empty()),
            (14, licence.iter().any(|iri| licences::known(iri).is_some())),
            (19, has(*node, dcterms::RIGHTS)),
            (20, has(*node, dcat::BYTE_SIZE)),
        ])
    };
    Dataset { own, distributions: distributions.iter().map(distribution).collect() }
}

#[cfg(test)]
mod tests;
