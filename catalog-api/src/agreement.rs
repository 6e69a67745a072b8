//! Do search and SPARQL say the same? For each count that two surfaces share, one documented query (`docs/counts`).

use crate::published::{ProjectError, Published};
use model::quality::Mode;
use search::SearchRequest;
use std::collections::BTreeMap;
use store::sparql::{AnswerFormat, SparqlError, SparqlRequest};

const DATASETS: &str = include_str!("../../docs/counts/datasets.rq");
const SHOWN: &str = include_str!("../../docs/counts/shown.rq");
const MEMBERS: &str = include_str!("../../docs/counts/members.rq");
const SERVICES: &str = include_str!("../../docs/counts/services.rq");
const QUALITY: &str = include_str!("../../docs/counts/quality.rq");
const PUBLISHERS: &str = include_str!("../../docs/counts/publishers.rq");

impl Published {
    /// Compares every shared count; each difference is a sentence. Empty when all agree.
    ///
    /// # Errors
    /// When a query or a search cannot be answered at all.
    pub fn disagreements(&self) -> Result<Vec<String>, ProjectError> {
        let everything = SearchRequest { members: true, ..SearchRequest::default() };
        let shown = self.total(&SearchRequest::default())?;
        let counts = [
            ("datasets", DATASETS, self.total(&SearchRequest { datasets_only: true, ..SearchRequest::default() })?),
            ("shown results", SHOWN, shown),
            ("members of series", MEMBERS, self.total(&everything)? - shown),
            ("services", SERVICES, self.services()),
        ];
        let mut differences = Vec::new();
        for (what, query, searched) in counts {
            let queried = self.rows(query)?.first().and_then(|row| row.last()?.parse().ok()).unwrap_or(0_u64);
            if queried != searched {
                differences.push(format!("{what}: SPARQL counts {queried}, search {searched} (seq {})", self.seq));
            }
        }
        self.compare_publishers(&mut differences)?;
        self.compare_quality(&mut differences)?;
        Ok(differences)
    }

    fn compare_quality(&self, differences: &mut Vec<String>) -> Result<(), ProjectError> {
        let mut summed = self.quality.sources.clone();
        for row in self.rows(QUALITY)? {
            let [graph, counted @ ..] = row.as_slice() else { continue };
            let source = graph.rsplit('/').next().and_then(|id| id.parse().ok());
            let figures = source.and_then(|source| summed.remove(&source)).unwrap_or_default();
            let sums = [figures.datasets, figures.points(Mode::Se), figures.points(Mode::Eu)];
            if counted != sums.map(|sum| sum.to_string()) {
                differences.push(format!("quality of <{graph}>: SPARQL says {counted:?}, the API {sums:?}"));
            }
        }
        for source in summed.keys() {
            differences.push(format!("quality of `{source}`: only the API has it"));
        }
        Ok(())
    }

    fn total(&self, request: &SearchRequest) -> Result<u64, ProjectError> {
        Ok(self.searcher.search(request)?.total)
    }

    fn services(&self) -> u64 {
        let services = self.summaries.iter().filter(|summary| summary.kind == model::view::ResourceKind::Service);
        services.count() as u64
    }

    fn compare_publishers(&self, differences: &mut Vec<String>) -> Result<(), ProjectError> {
        let request =
            SearchRequest { datasets_only: true, facets: vec!["publisher".to_owned()], ..SearchRequest::default() };
        let response = self.searcher.search(&request)?;
        let facet = response.facets.get("publisher").map(Vec::as_slice).unwrap_or_default();
        let mut searched: BTreeMap<&str, u64> = facet.iter().map(|value| (publisher_of(value), value.count)).collect();
        for row in self.rows(PUBLISHERS)? {
            let [publisher, count] = row.as_slice() else { continue };
            let counted = searched.remove(publisher.as_str()).unwrap_or(0);
            if count.parse() != Ok(counted) {
                differences.push(format!("datasets of {publisher}: SPARQL counts {count}, search {counted}"));
            }
        }
        for (publisher, count) in searched {
            differences.push(format!("datasets of {publisher}: SPARQL counts none, search {count}"));
        }
        Ok(())
    }

    /// Rows of a SELECT as plain values.
    fn rows(&self, query: &str) -> Result<Vec<Vec<String>>, ProjectError> {
        let request = SparqlRequest {
            query: query.to_owned(),
            default_graphs: Vec::new(),
            named_graphs: Vec::new(),
            solutions: AnswerFormat::Json,
            graph: AnswerFormat::Turtle,
        };
        let mut answer = Vec::new();
        store::sparql::evaluate(&self.snapshot, &request, &mut answer)?;
        let answer: serde_json::Value = serde_json::from_slice(&answer)
            .map_err(|error| ProjectError::Query(SparqlError::Internal(error.to_string())))?;
        let variables: Vec<String> = strings(&answer["head"]["vars"]);
        let bindings = answer["results"]["bindings"].as_array().cloned().unwrap_or_default();
        let value = |row: &serde_json::Value, name: &String| row[name]["value"].as_str().unwrap_or_default().to_owned();
        Ok(bindings.iter().map(|row| variables.iter().map(|name| value(row, name)).collect()).collect())
    }
}

/// What the query calls a publisher: its IRI, or its name when it has none.
fn publisher_of(value: &search::FacetValue) -> &str {
    value.iri.as_deref().filter(|iri| !iri.is_empty()).unwrap_or_else(|| value.label.text("sv"))
}

fn strings(array: &serde_json::Value) -> Vec<String> {
    array.as_array().into_iter().flatten().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}
