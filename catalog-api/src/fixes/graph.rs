//! A graph of the snapshot, as fixes read it.

use model::SourceId;
use model::ns::{dcat, dcterms, rdf, xsd};
use model::quality::{DatasetMeasure, DistributionMeasure};
use oxrdf::TermRef;
use shapes::mqa::fixes::{Metadata, Value};
use store::Snapshot;

/// The merged catalog, or what one source says.
pub(super) struct SnapshotGraph<'s> {
    snapshot: &'s Snapshot,
    /// Number of the named graph; `None` = the merged catalog.
    graph: Option<u32>,
}

impl<'s> SnapshotGraph<'s> {
    /// The merged catalog.
    pub(super) fn merged(snapshot: &'s Snapshot) -> Self {
        Self { snapshot, graph: None }
    }

    /// What a source says. A source that nothing was harvested from has no graph; the merged catalog has nothing of it.
    pub(super) fn of_source(snapshot: &'s Snapshot, source: &SourceId) -> Self {
        let name = format!("{}graph/source/{source}", snapshot.header().base_url);
        Self { snapshot, graph: snapshot.iri_id(&name) }
    }

    /// Some of its datasets with the names of their distributions, but for one.
    pub(super) fn datasets(&self, limit: usize, but: &str) -> Vec<DatasetMeasure> {
        let (Some(class), Some(kind)) = (self.id(dcat::DATASET), self.id(rdf::TYPE)) else { return Vec::new() };
        let link = self.id(dcat::P_DISTRIBUTION);
        let all = self.snapshot.triples(self.graph, None, Some(kind), Some(class)).map(|[dataset, ..]| dataset);
        let named = all.map(|dataset| (dataset, self.value(dataset).text().to_owned()));
        let others = named.filter(|(_, iri)| iri != but).take(limit);
        let with_distributions = others.map(|(dataset, iri)| {
            let mut measure = DatasetMeasure { iri, ..DatasetMeasure::default() };
            if let Some(link) = link {
                self.objects(dataset, link, &mut |object| {
                    let iri = self.value(object).text().to_owned();
                    measure.distributions.push(DistributionMeasure { iri, ..DistributionMeasure::default() });
                });
            }
            measure
        });
        with_distributions.collect()
    }

    /// The publisher that all catalogs in it have in common.
    pub(super) fn catalog_publisher(&self) -> Option<String> {
        let (class, kind) = (self.id(dcat::CATALOG)?, self.id(rdf::TYPE)?);
        let publisher = self.id(dcterms::PUBLISHER)?;
        let mut publishers: Vec<u32> = Vec::new();
        for [catalog, ..] in self.snapshot.triples(self.graph, None, Some(kind), Some(class)) {
            self.objects(catalog, publisher, &mut |object| publishers.push(object));
        }
        publishers.sort_unstable();
        publishers.dedup();
        match publishers.as_slice() {
            [only] => Some(self.value(*only)).filter(|v| matches!(v, Value::Iri(_))).map(|v| v.text().to_owned()),
            _ => None,
        }
    }
}

impl Metadata for SnapshotGraph<'_> {
    fn id(&self, iri: &str) -> Option<u32> {
        self.snapshot.iri_id(iri)
    }

    fn objects(&self, subject: u32, property: u32, visit: &mut dyn FnMut(u32)) {
        let rows = self.snapshot.rows(Some(self.graph), Some(subject), Some(property), None);
        rows.triples().for_each(|[_, _, object]| visit(object));
    }

    fn value(&self, id: u32) -> Value {
        match self.snapshot.term_ref(id) {
            Some(TermRef::NamedNode(node)) => Value::iri(node.as_str()),
            Some(TermRef::BlankNode(node)) => Value::iri(&format!("_:{}", node.as_str())),
            Some(TermRef::Literal(literal)) => {
                let language = literal.language().unwrap_or_default();
                let datatype = literal.datatype().as_str();
                let plain = datatype == xsd::STRING || !language.is_empty();
                Value::literal(literal.value(), language, if plain { "" } else { datatype })
            }
            None => Value::literal("", "", ""),
        }
    }
}
