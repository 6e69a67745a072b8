//! MQA, the Metadata Quality Assessment of data.europa.eu: what records of a source have of its 23 metrics, and what to
//! mend first. Metrics, modes, scores and averages are values of `model::quality`.
//!
//! Whether addresses answer is not known here: an address that is there counts as one that answers until
//! [`Measured::with_answers`]. Dates of issue and change count on the dataset or on any of its distributions.

pub mod fixes;

use crate::judge::Source;
use crate::profile::Profile;
use crate::shacl::{Graph, Id};
use ::rdf::Record;
pub use fixes::{Fix, points_of};
use model::ns::{dcat, dcterms, rdf as rdf_ns};
pub use model::quality::{
    Bits, COMPLIANCE, DIMENSIONS, DatasetMeasure, DistributionMeasure, METRICS, Measured, Metric, Mode, Rating, Score,
};
use model::vocabularies::{access_rights::ACCESS_RIGHTS, formats, licences};
use rustc_hash::{FxHashMap, FxHashSet};

/// File types that no company owns (list of data.europa.eu).
const OPEN: [&str; 29] = [
    "BMP",
    "CSV",
    "DBF",
    "GEOJSON",
    "GZIP",
    "HTML",
    "ICS",
    "JPEG2000",
    "JSON",
    "JSON_LD",
    "KML",
    "KMZ",
    "NETCDF",
    "ODS",
    "PNG",
    "RDF_N_QUADS",
    "RDF_N_TRIPLES",
    "RDF_TRIG",
    "RDF_TURTLE",
    "RDF_XML",
    "RSS",
    "RTF",
    "TAR",
    "TIFF",
    "TSV",
    "TXT",
    "WMS_SRVC",
    "XML",
    "ZIP",
];
/// File types that machines read (list of data.europa.eu).
const READABLE: [&str; 20] = [
    "CSV",
    "GEOJSON",
    "ICS",
    "JSON",
    "JSON_LD",
    "KML",
    "KMZ",
    "NETCDF",
    "ODS",
    "RDFA",
    "RDF_N_QUADS",
    "RDF_N_TRIPLES",
    "RDF_TRIG",
    "RDF_TURTLE",
    "RDF_XML",
    "RSS",
    "SHP",
    "XLS",
    "XLSX",
    "XML",
];
/// File types of RDF: the fourth star.
const RDF: [&str; 8] = ["JSON_LD", "RDF", "RDFA", "RDF_N_QUADS", "RDF_N_TRIPLES", "RDF_TRIG", "RDF_TURTLE", "RDF_XML"];

/// Measures the datasets of records (series are no datasets). Compliance is looked at only where it counts: in the
/// EU's mode.
pub fn measured(mode: Mode, records: &[Record]) -> Measured {
    let source = Source::new(records.iter());
    let all = |_: &str| true;
    let wrong = if mode == Mode::Eu { not_compliant(&source, &all) } else { FxHashSet::default() };
    Measured::new(mode, datasets(&source, &all, &wrong))
}

/// Measures for both modes those datasets of records that are asked for; the others are their neighbours.
pub fn measures(records: &[Record], wanted: &dyn Fn(&str) -> bool) -> Vec<DatasetMeasure> {
    measure(&Source::new(records.iter()), wanted)
}

pub(crate) fn measure(source: &Source<'_>, wanted: &dyn Fn(&str) -> bool) -> Vec<DatasetMeasure> {
    datasets(source, wanted, &not_compliant(source, wanted))
}

fn datasets(source: &Source<'_>, wanted: &dyn Fn(&str) -> bool, wrong: &FxHashSet<&str>) -> Vec<DatasetMeasure> {
    let graph = source.graph();
    let id = |iri: &str| graph.terms().find_iri(iri);
    let (Some(class), Some(kind)) = (id(dcat::DATASET), id(rdf_ns::TYPE)) else { return Vec::new() };
    let series = id(dcat::DATASET_SERIES);
    let datasets = graph.subjects(kind, class).filter(|node| series.is_none_or(|s| !graph.contains([*node, kind, s])));
    let datasets = datasets.filter(|node| wanted(graph.terms().text(*node)));
    let measurer = Measurer::new(graph);
    datasets.map(|node| measurer.dataset(node, wrong.contains(graph.terms().text(node)))).collect()
}

/// Keys of records with errors by the EU profile, those aside that the export mends.
fn not_compliant<'r>(source: &Source<'r>, wanted: &dyn Fn(&str) -> bool) -> FxHashSet<&'r str> {
    let places: Vec<bool> = source.keys().iter().map(|key| wanted(key)).collect();
    let wrong = source.with_errors(Profile::Eu301, &places, "profile-distribution-format-iri");
    wrong.into_iter().filter_map(|place| source.keys().get(place).copied()).collect()
}

fn bits(holds: &[(usize, bool)]) -> Bits {
    holds.iter().filter(|(_, holds)| *holds).fold(0, |bits, (place, _)| bits | 1 << place)
}

/// Metrics that hold in a distribution whose values `get` tells, by property. An address that is there counts as one that
/// answers.
pub(crate) fn distribution_bits<'t>(get: &dyn Fn(&str) -> Vec<&'t str>) -> Bits {
    let (written, media, licence) = (get(dcterms::FORMAT), get(dcat::MEDIA_TYPE), get(dcterms::LICENSE));
    let known = |texts: &[&str]| texts.iter().any(|text| formats::find(text).is_some());
    let types = file_types(&written, &media);
    let listed = |list: &[&str]| types.iter().any(|code| list.contains(code));
    let has = |property: &str| !get(property).is_empty();
    bits(&[
        (4, has(dcat::ACCESS_URL)),
        (5, has(dcat::DOWNLOAD_URL)),
        (6, has(dcat::DOWNLOAD_URL)),
        (7, !written.is_empty()),
        (8, !media.is_empty()),
        (9, known(&written) && known(&media)),
        (10, listed(&OPEN)),
        (11, listed(&READABLE)),
        (13, !licence.is_empty()),
        (14, licence.iter().any(|iri| licences::known(iri).is_some())),
        (19, has(dcterms::RIGHTS)),
        (20, has(dcat::BYTE_SIZE)),
    ])
}

/// Codes of the file types that formats and media types mean.
fn file_types(written: &[&str], media: &[&str]) -> Vec<&'static str> {
    let found = written.iter().chain(media).filter_map(|text| formats::find(text));
    found.flat_map(|format| format.file_types.iter().copied()).collect()
}

/// Looks at nodes; what it looks for is found in the graph once.
struct Measurer<'g> {
    graph: &'g Graph,
    properties: FxHashMap<&'static str, Id>,
}

const PROPERTIES: [&str; 17] = [
    dcat::P_DISTRIBUTION,
    dcat::KEYWORD,
    dcat::THEME,
    dcterms::SPATIAL,
    dcterms::TEMPORAL,
    dcterms::ACCESS_RIGHTS,
    dcat::CONTACT_POINT,
    dcterms::PUBLISHER,
    dcterms::ISSUED,
    dcterms::MODIFIED,
    dcterms::FORMAT,
    dcat::MEDIA_TYPE,
    dcterms::LICENSE,
    dcat::ACCESS_URL,
    dcat::DOWNLOAD_URL,
    dcterms::RIGHTS,
    dcat::BYTE_SIZE,
];

impl<'g> Measurer<'g> {
    fn new(graph: &'g Graph) -> Self {
        let properties = PROPERTIES.iter().filter_map(|iri| Some((*iri, graph.terms().find_iri(iri)?))).collect();
        Self { graph, properties }
    }

    fn objects(&self, node: Id, property: &str) -> impl Iterator<Item = Id> {
        self.properties.get(property).into_iter().flat_map(move |property| self.graph.objects(node, *property))
    }

    fn texts(&self, node: Id, property: &str) -> Vec<&'g str> {
        self.objects(node, property).map(|object| self.graph.terms().text(object)).collect()
    }

    fn has(&self, node: Id, property: &str) -> bool {
        self.objects(node, property).next().is_some()
    }

    fn dataset(&self, node: Id, wrong: bool) -> DatasetMeasure {
        let has = |iri: &str| self.has(node, iri);
        let distributions: Vec<Id> = self.objects(node, dcat::P_DISTRIBUTION).collect();
        let anywhere = |iri: &str| has(iri) || distributions.iter().any(|distribution| self.has(*distribution, iri));
        let rights = self.texts(node, dcterms::ACCESS_RIGHTS);
        let own = bits(&[
            (0, has(dcat::KEYWORD)),
            (1, has(dcat::THEME)),
            (2, has(dcterms::SPATIAL)),
            (3, has(dcterms::TEMPORAL)),
            (COMPLIANCE, !wrong),
            (15, !rights.is_empty()),
            (16, rights.iter().any(|iri| ACCESS_RIGHTS.by_iri(iri).is_some())),
            (17, has(dcat::CONTACT_POINT)),
            (18, has(dcterms::PUBLISHER)),
            (21, anywhere(dcterms::ISSUED)),
            (22, anywhere(dcterms::MODIFIED)),
        ]);
        let distributions = distributions.iter().map(|node| self.distribution(*node)).collect();
        DatasetMeasure { iri: self.graph.terms().text(node).to_owned(), own, distributions }
    }

    fn distribution(&self, node: Id) -> DistributionMeasure {
        let get = |iri: &str| self.texts(node, iri);
        let (written, media, licence) = (get(dcterms::FORMAT), get(dcat::MEDIA_TYPE), get(dcterms::LICENSE));
        let (access, download) = (get(dcat::ACCESS_URL), get(dcat::DOWNLOAD_URL));
        let types = file_types(&written, &media);
        let listed = |list: &[&str]| types.iter().any(|code| list.contains(code));
        let bits = distribution_bits(&get);
        // Each star needs the one before.
        let open = licence.iter().any(|iri| licences::known(iri).is_some_and(|licence| licence.open));
        let stated = !written.is_empty() || !media.is_empty();
        let steps = [open && stated, listed(&READABLE), listed(&OPEN), listed(&RDF)];
        let stars = u8::try_from(steps.iter().take_while(|reached| **reached).count()).unwrap_or(0);
        let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect();
        let iri = self.graph.terms().text(node).to_owned();
        DistributionMeasure { iri, bits, stars, access_urls: owned(access), download_urls: owned(download) }
    }
}

#[cfg(test)]
mod tests;
