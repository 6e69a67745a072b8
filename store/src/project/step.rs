//! The next snapshot from the last one, by what commits changed: the work grows with the change, not with the catalog.
//!
//! Only what cannot touch the merge of anything else is done so: results of runs and of link checks, and records that
//! are, before and after, a cluster of their own with nodes that no other source describes. For everything else
//! ([`step`] gives `None`) the snapshot is built anew from the whole journal. Both ways write the same quads (a property
//! test compares them), and a [`Difference`] refuses to take away what is not there.

mod records;

use super::{provenance, quality};
use crate::journal::{Reading, Since};
use crate::snapshot::{Difference, TermId};
use crate::{Snapshot, StoreError};
use model::ns::{dcterms, prov, rdf, skord};
use model::{Seq, Source, SourceId};
use records::Records;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// With more events than that it is quicker to build anew.
const EVENTS: usize = 60_000;
/// Rows in which a snapshot may differ from the file that it lies over: beyond that it is written anew.
const DIFFERENCES: usize = 200_000;

/// What to change in a snapshot; `None` if it has to be built anew.
pub(super) fn step(
    reading: &Reading<'_>,
    base_url: &str,
    over: &Arc<Snapshot>,
) -> Result<Option<Difference>, StoreError> {
    let from = over.header().seq;
    if over.differences() > DIFFERENCES || from == Seq(0) {
        return Ok(None);
    }
    let Some(since) = reading.since(from, EVENTS)? else { return Ok(None) };
    let sources: BTreeMap<SourceId, Source> =
        reading.sources()?.into_iter().map(|entry| (entry.source.id.clone(), entry.source)).collect();
    let mut step = Step { reading, base_url, over, sources: &sources, difference: Difference::new(over) };
    if !Records::new(&mut step).write(&since.records)? {
        return Ok(None);
    }
    for source in &since.sources {
        step.runs(source)?;
    }
    step.quality(&since)?;
    if since.elsewhere {
        step.detected_apis()?;
    }
    Ok(Some(step.difference))
}

/// A step under way.
struct Step<'s> {
    reading: &'s Reading<'s>,
    base_url: &'s str,
    over: &'s Arc<Snapshot>,
    sources: &'s BTreeMap<SourceId, Source>,
    difference: Difference,
}

impl Step<'_> {
    /// Number of one of our own graphs, if it has quads.
    fn graph(&self, name: &str) -> Option<TermId> {
        self.over.iri_id(&format!("{}graph/{name}", self.base_url))
    }

    /// All quads of some subjects in a graph were made by the part that is written anew.
    fn was_about(&mut self, graph: TermId, subjects: impl IntoIterator<Item = TermId>) {
        for subject in subjects {
            let rows = self.over.rows(Some(Some(graph)), Some(subject), None, None);
            self.difference.was_quads(rows.quads());
        }
    }

    /// Subjects in a graph with a property.
    fn subjects(&self, graph: TermId, property: &str, object: TermId) -> Vec<TermId> {
        let Some(property) = self.over.iri_id(property) else { return Vec::new() };
        let rows = self.over.rows(Some(Some(graph)), None, Some(property), Some(object));
        rows.triples().map(|[subject, _, _]| subject).collect()
    }

    /// The last runs of a source.
    fn runs(&mut self, source: &SourceId) -> Result<(), StoreError> {
        let Some(source) = self.sources.get(source) else { return Ok(()) };
        let of_source = self.graph(&format!("source/{}", source.id));
        if let (Some(provenance), Some(of_source)) = (self.graph("provenance"), of_source) {
            let runs = self.subjects(provenance, skord::HARVESTED, of_source);
            self.was_about(provenance, runs);
            if let Some(made_by) = self.over.iri_id(prov::WAS_GENERATED_BY) {
                let rows = self.over.rows(Some(Some(provenance)), Some(of_source), Some(made_by), None);
                self.difference.was_quads(rows.quads());
            }
        }
        provenance::write_runs(&mut self.difference.new, self.base_url, source, self.reading)
    }

    /// The quality of the sources that had a run; of all if addresses were checked.
    fn quality(&mut self, since: &Since) -> Result<(), StoreError> {
        let merge_findings = super::merge_findings(self.over);
        let all = if since.elsewhere { Some(self.reading.link_answers()?) } else { None };
        let ids: Vec<&SourceId> =
            if since.elsewhere { self.sources.keys().collect() } else { since.sources.iter().collect() };
        for source in ids {
            if let (Some(graph), Some(of_source)) = (self.graph("quality"), self.graph(&format!("source/{source}"))) {
                let nodes = self.subjects(graph, prov::WAS_DERIVED_FROM, of_source);
                self.was_about(graph, nodes);
            }
            let measures = self.reading.measures(source)?;
            let mut worths = if let Some(answers) = &all {
                quality::worths(measures, &|url| answers.get(url).copied().unwrap_or_default())
            } else {
                let urls: FxHashSet<String> =
                    measures.iter().flat_map(|measure| measure.addresses()).map(str::to_owned).collect();
                let answers = self.reading.answers_of(urls.iter().map(String::as_str))?;
                quality::worths(measures, &|url| answers.get(url).copied().unwrap_or_default())
            };
            let mut counts = self.reading.finding_counts(source)?;
            quality::add_merge_findings(&mut counts, merge_findings.get(source));
            let keys = self.reading.keys(source)?;
            let keys = keys.iter().map(|(key, kind)| (key.as_str(), *kind));
            quality::write_source(&mut self.difference.new, (self.base_url, source), keys, &counts, &mut worths);
        }
        Ok(())
    }

    /// Addresses that turned out to describe an API, and those that are none any more.
    fn detected_apis(&mut self) -> Result<(), StoreError> {
        let graph = format!("{}graph/provenance", self.base_url);
        let known = self.known_apis();
        let detected = self.reading.detected_apis()?;
        let now: FxHashMap<&str, String> =
            detected.iter().map(|api| (api.url.as_str(), provenance::conforms_to(api))).collect();
        let write = |builder: &mut crate::SnapshotBuilder, url: &str, kind: &str| {
            let class = oxrdf::NamedNodeRef::new_unchecked(skord::API_DESCRIPTION);
            builder.insert(url, rdf::TYPE, class.into(), Some(&graph));
            let kind = oxrdf::LiteralRef::new_simple_literal(kind);
            builder.insert(url, dcterms::CONFORMS_TO, kind.into(), Some(&graph));
        };
        for (url, kind) in known.iter().filter(|(url, kind)| now.get(url.as_str()) != Some(kind)) {
            write(&mut self.difference.old, url, kind);
        }
        for (url, kind) in now.iter().filter(|(url, kind)| known.get(**url) != Some(kind)) {
            write(&mut self.difference.new, url, kind);
        }
        Ok(())
    }

    /// Descriptions of APIs by their address, as the snapshot has them.
    fn known_apis(&self) -> FxHashMap<String, String> {
        let (Some(graph), Some(class), Some(conforms)) = (
            self.graph("provenance"),
            self.over.iri_id(skord::API_DESCRIPTION),
            self.over.iri_id(dcterms::CONFORMS_TO),
        ) else {
            return FxHashMap::default();
        };
        let text = |id: TermId| match self.over.term(id) {
            oxrdf::Term::NamedNode(node) => node.into_string(),
            oxrdf::Term::Literal(literal) => literal.value().to_owned(),
            oxrdf::Term::BlankNode(node) => node.to_string(),
        };
        let kind = |url| {
            let kinds = self.over.rows(Some(Some(graph)), Some(url), Some(conforms), None);
            kinds.triples().map(|[_, _, kind]| text(kind)).next()
        };
        let urls = self.subjects(graph, rdf::TYPE, class);
        urls.into_iter().filter_map(|url| Some((text(url), kind(url)?))).collect()
    }
}
