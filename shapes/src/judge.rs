//! Judging records by a profile.

mod words;

use crate::profile::{Profile, Rules};
use crate::shacl::{Graph, GraphBuilder, Id, Options, Report, validate_some};
use ::rdf::Record;
use model::Finding;
use model::ns::{dcat, dcterms, prov};
use model::quality::DatasetMeasure;
use rustc_hash::FxHashSet;
pub use words::{Owners, findings};
pub(crate) use words::{located, results};

/// Judges all records of one source by DCAT-AP-SE 3.0.1: every node by the rules of its class, and what can only be
/// seen in the whole (catalogs without datasets, agents that nothing describes, too long series).
pub fn judge(records: &[Record]) -> Vec<Finding> {
    judge_by(Profile::Se301, records)
}

/// Judges all records of one source by a profile.
pub fn judge_by(profile: Profile, records: &[Record]) -> Vec<Finding> {
    Source::new(records.iter()).findings(profile)
}

/// Judges all records of one source by DCAT-AP-SE 3.0.1 and measures those datasets that are asked for; both look at
/// one graph.
pub fn judge_and_measure(records: &[Record], wanted: &dyn Fn(&str) -> bool) -> (Vec<Finding>, Vec<DatasetMeasure>) {
    let source = Source::new(records.iter());
    (source.findings(Profile::Se301), crate::mqa::measure(&source, wanted))
}

/// The SHACL report of all records of one source by a profile.
pub(crate) fn report_of<T>(profile: Profile, records: &[Record], look: impl FnOnce(&Report<'_>) -> T) -> T {
    look(&Source::new(records.iter()).report(profile))
}

/// Judges one record by DCAT-AP-SE 3.0.1, beside the records that it refers to (agents, contacts, shared
/// distributions): findings about the record alone.
pub fn judge_record(record: &Record, neighbours: &[&Record]) -> Vec<Finding> {
    judge_one(Profile::Se301.rules(), Profile::Se301.name(), record, neighbours)
}

fn judge_one(rules: &Rules, name: &str, record: &Record, neighbours: &[&Record]) -> Vec<Finding> {
    let source = Source::new(std::iter::once(record).chain(neighbours.iter().copied()));
    let options = Options { threads: 1, whole_source: false };
    let own = |node| source.owners.get(node as usize) == Some(&0);
    let report = validate_some(rules.shapes(), &source.graph, options, own);
    findings(&report, rules, name, &source)
}

/// Records as one graph that knows which record describes each node.
pub(crate) struct Source<'r> {
    graph: Graph,
    keys: Vec<&'r str>,
    /// Position of a node's record in `keys`, by the node's number.
    owners: Vec<u32>,
}

const NOBODY: u32 = u32::MAX;
const MEMBERSHIPS: [&str; 4] = [dcat::P_DATASET, dcat::P_SERVICE, dcat::P_CATALOG, dcterms::HAS_PART];

impl<'r> Source<'r> {
    pub(crate) fn new(records: impl Iterator<Item = &'r Record>) -> Self {
        let mut builder = GraphBuilder::default();
        let mut keys = Vec::new();
        let mut described: Vec<(Id, u32)> = Vec::new();
        for (record, place) in records.zip(0..) {
            let start = builder.triples().len();
            builder.add_lines(&record.body);
            keys.push(record.key.as_str());
            let memberships = MEMBERSHIPS.map(|iri| builder.terms().find_iri(iri));
            for [subject, predicate, _] in &builder.triples()[start..] {
                // Links from a catalog to a member stand in the member's record.
                if !memberships.contains(&Some(*predicate)) && described.last() != Some(&(*subject, place)) {
                    described.push((*subject, place));
                }
            }
        }
        let graph = builder.build();
        let mut owners = vec![NOBODY; graph.terms().len()];
        for (node, place) in described {
            let owner = &mut owners[node as usize];
            if *owner == NOBODY {
                *owner = place;
            }
        }
        Self { graph, keys, owners }
    }

    pub(crate) fn graph(&self) -> &Graph {
        &self.graph
    }

    pub(crate) fn report(&self, profile: Profile) -> Report<'_> {
        validate_some(profile.rules().shapes(), &self.graph, self.options(), |node| self.owner(node).is_some())
    }

    fn options(&self) -> Options {
        // A small catalog is done before a second thread has started.
        if self.graph.len() > 20_000 { Options::parallel() } else { Options::default() }
    }

    fn findings(&self, profile: Profile) -> Vec<Finding> {
        let mut found = findings(&self.report(profile), profile.rules(), profile.name(), self);
        if matches!(profile, Profile::Se301 | Profile::Se220) {
            found.extend(words::undescribed_agents(&self.undescribed_agents()));
        }
        found
    }

    /// Those of the wanted records that have errors by a profile, but for errors of one code.
    pub(crate) fn with_errors(&self, profile: Profile, wanted: &[bool], but: &str) -> FxHashSet<usize> {
        let own = |node| self.owner(node).is_some_and(|place| wanted.get(place).copied().unwrap_or(false));
        let report = validate_some(profile.rules().shapes(), &self.graph, self.options(), own);
        words::with_errors(&report, profile.rules(), self, but)
    }

    /// Keys of the records, in order.
    pub(crate) fn keys(&self) -> &[&'r str] {
        &self.keys
    }

    /// Publishers and creators that no record describes.
    fn undescribed_agents(&self) -> Vec<String> {
        let terms = self.graph.terms();
        let mut missing = Vec::new();
        for property in [dcterms::PUBLISHER, dcterms::CREATOR, prov::AGENT] {
            let Some(property) = terms.find_iri(property) else { continue };
            let agents = self.graph.of_predicate(property).iter().map(|[_, agent, _]| *agent);
            missing.extend(agents.filter(|agent| !terms.is_literal(*agent) && self.owner(*agent).is_none()));
        }
        missing.sort_unstable();
        missing.dedup();
        let mut missing: Vec<String> = missing.into_iter().map(|agent| terms.text(agent).to_owned()).collect();
        missing.sort_unstable();
        missing
    }
}

impl Owners for Source<'_> {
    fn owner(&self, node: Id) -> Option<usize> {
        self.owners.get(node as usize).filter(|place| **place != NOBODY).map(|place| *place as usize)
    }

    fn key(&self, place: usize) -> &str {
        self.keys.get(place).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
