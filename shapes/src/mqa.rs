//! MQA, the Metadata Quality Assessment of data.europa.eu: what records of a source have of its 23 metrics, and what to
//! mend first. Metrics, modes, scores and averages are values of `model::quality`.
//!
//! Whether addresses answer is not known here: an address that is there counts as one that answers until
//! [`Measured::with_answers`]. Dates of issue and change count on the dataset or on any of its distributions.

mod fixes;

use crate::judge::{Source, judge_by};
use crate::profile::Profile;
use crate::shacl::{Graph, Id};
use ::rdf::Record;
pub use fixes::{Fix, fixes, points_of};
use model::Severity;
use model::ns::{dcat, dcterms, rdf as rdf_ns};
pub use model::quality::{
    Bits, COMPLIANCE, DIMENSIONS, DatasetMeasure, DistributionMeasure, METRICS, Measured, Metric, Mode, Rating, Score,
};
use model::vocabularies::{access_rights::ACCESS_RIGHTS, formats, licences};
use rustc_hash::FxHashSet;

/// File types that no company owns, those that machines read (lists of data.europa.eu, by code), and those of RDF.
const OPEN: &str = " BMP CSV DBF GEOJSON GZIP HTML ICS JPEG2000 JSON JSON_LD KML KMZ NETCDF ODS PNG RDF_N_QUADS \
    RDF_N_TRIPLES RDF_TRIG RDF_TURTLE RDF_XML RSS RTF TAR TIFF TSV TXT WMS_SRVC XML ZIP ";
const READABLE: &str = " CSV GEOJSON ICS JSON JSON_LD KML KMZ NETCDF ODS RDFA RDF_N_QUADS RDF_N_TRIPLES RDF_TRIG \
    RDF_TURTLE RDF_XML RSS SHP XLS XLSX XML ";
const RDF: &str = " JSON_LD RDF RDFA RDF_N_QUADS RDF_N_TRIPLES RDF_TRIG RDF_TURTLE RDF_XML ";

/// Measures the datasets of records (series are no datasets). Compliance is looked at only where it counts: in the
/// EU's mode.
pub fn measured(mode: Mode, records: &[Record]) -> Measured {
    let wrong = if mode == Mode::Eu { not_compliant(records) } else { FxHashSet::default() };
    let source = Source::new(records.iter());
    let graph = source.graph();
    let id = |iri: &str| graph.terms().find_iri(iri);
    let (Some(class), Some(kind)) = (id(dcat::DATASET), id(rdf_ns::TYPE)) else {
        return Measured::new(mode, Vec::new());
    };
    let series = id(dcat::DATASET_SERIES);
    let datasets = graph.subjects(kind, class).filter(|node| series.is_none_or(|s| !graph.contains([*node, kind, s])));
    let datasets = datasets.map(|node| dataset(graph, node, wrong.contains(graph.terms().text(node)))).collect();
    Measured::new(mode, datasets)
}

/// Keys of records with errors by the EU profile, those aside that the export mends.
fn not_compliant(records: &[Record]) -> FxHashSet<String> {
    let findings = judge_by(Profile::Eu301, records).into_iter();
    let errors = findings.filter(|f| f.severity == Severity::Error && f.code != "profile-distribution-format-iri");
    errors.filter_map(|finding| finding.record).collect()
}

fn bits(holds: &[(usize, bool)]) -> Bits {
    holds.iter().filter(|(_, holds)| *holds).fold(0, |bits, (place, _)| bits | 1 << place)
}

/// Texts of the values of a property.
fn values(graph: &Graph, node: Id, property: &str) -> Vec<String> {
    let property = graph.terms().find_iri(property);
    property.into_iter().flat_map(|p| graph.objects(node, p)).map(|o| graph.terms().text(o).to_owned()).collect()
}

fn dataset(graph: &Graph, node: Id, wrong: bool) -> DatasetMeasure {
    let has = |node: Id, iri: &str| !values(graph, node, iri).is_empty();
    let link = graph.terms().find_iri(dcat::P_DISTRIBUTION);
    let distributions: Vec<Id> = link.into_iter().flat_map(|link| graph.objects(node, link)).collect();
    let anywhere = |iri: &str| has(node, iri) || distributions.iter().any(|distribution| has(*distribution, iri));
    let rights = values(graph, node, dcterms::ACCESS_RIGHTS);
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
    let distributions = distributions.into_iter().map(|node| distribution(graph, node)).collect();
    DatasetMeasure { iri: graph.terms().text(node).to_owned(), own, distributions }
}

fn distribution(graph: &Graph, node: Id) -> DistributionMeasure {
    let get = |iri: &str| values(graph, node, iri);
    let (written, media, licence) = (get(dcterms::FORMAT), get(dcat::MEDIA_TYPE), get(dcterms::LICENSE));
    let (access_urls, download_urls) = (get(dcat::ACCESS_URL), get(dcat::DOWNLOAD_URL));
    let known = |texts: &[String]| texts.iter().any(|text| formats::find(text).is_some());
    let listed = |list: &str| {
        let found = written.iter().chain(&media).filter_map(|text| formats::find(text));
        found.flat_map(|format| format.file_types).any(|code| list.contains(&format!(" {code} ")))
    };
    let bits = bits(&[
        (4, !access_urls.is_empty()),
        (5, !download_urls.is_empty()),
        (6, !download_urls.is_empty()),
        (7, !written.is_empty()),
        (8, !media.is_empty()),
        (9, known(&written) && known(&media)),
        (10, listed(OPEN)),
        (11, listed(READABLE)),
        (13, !licence.is_empty()),
        (14, licence.iter().any(|iri| licences::known(iri).is_some())),
        (19, !get(dcterms::RIGHTS).is_empty()),
        (20, !get(dcat::BYTE_SIZE).is_empty()),
    ]);
    // Each star needs the one before.
    let open = licence.iter().any(|iri| licences::known(iri).is_some_and(|licence| licence.open));
    let stated = !written.is_empty() || !media.is_empty();
    let steps = [open && stated, listed(READABLE), listed(OPEN), listed(RDF)];
    let stars = u8::try_from(steps.iter().take_while(|reached| **reached).count()).unwrap_or(0);
    DistributionMeasure { iri: graph.terms().text(node).to_owned(), bits, stars, access_urls, download_urls }
}

#[cfg(test)]
mod tests;
