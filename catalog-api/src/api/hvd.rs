//! High-value datasets: what the member state reports (`/api/v1/hvd`), as JSON, CSV and RDF.

use super::params::{Parameters, not_allowed};
use super::{blocking, hvd_openapi as openapi};
use crate::csv;
use crate::hvd::{Filter, Report};
use crate::linked::formats::RdfDocument;
use crate::negotiate::negotiate;
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Uri, header};
use model::hvd::Gap;
use model::view::{AgentView, Concept, LicenceView};
use model::{LangText, Seq, SourceId};
use serde::Serialize;
use store::views::{HvdDataset, HvdService, hvd_triples};

/// Forms of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    Csv,
    Rdf(RdfDocument),
}

/// The words of `format=`.
pub(super) const FORMATS: [&str; 6] = ["json", "csv", "ttl", "rdf", "jsonld", "nt"];

/// One page of the report as JSON.
#[derive(Debug, Serialize)]
struct HvdPage {
    seq: Seq,
    totals: Totals,
    categories: Vec<Category>,
    missing: Vec<Missing>,
    total: u64,
    items: Vec<Item>,
    next: Option<String>,
}

/// Counts of everything that is reported, whatever the filters.
#[derive(Debug, Serialize)]
struct Totals {
    datasets: u64,
    distributions: u64,
    services: u64,
    complete: u64,
    unreported: u64,
}

/// A category with its counts.
#[derive(Debug, Serialize)]
struct Category {
    iri: &'static str,
    code: &'static str,
    label: LangText,
    /// Code of the category above it; `null` for a top category.
    top: Option<&'static str>,
    datasets: u64,
    complete: u64,
}

/// Something that is missing.
#[derive(Debug, Serialize)]
struct Missing {
    code: Gap,
    label: LangText,
    rule: LangText,
    datasets: u64,
}

/// A dataset of the report.
#[derive(Debug, Serialize)]
struct Item {
    id: String,
    iri: String,
    #[serde(rename = "type")]
    kind: &'static str,
    title: LangText,
    publisher: Option<AgentView>,
    source: SourceId,
    reported: bool,
    categories: Vec<Concept>,
    licences: Vec<LicenceView>,
    bulk: Vec<String>,
    services: Vec<Service>,
    documentation: Vec<String>,
    missing: Vec<Gap>,
}

/// A service of the report.
#[derive(Debug, Serialize)]
struct Service {
    id: String,
    iri: String,
    title: LangText,
    endpoints: Vec<String>,
    descriptions: Vec<String>,
    documentation: Vec<String>,
}

impl From<&HvdService> for Service {
    fn from(service: &HvdService) -> Self {
        let HvdService { id, iri, title, endpoints, descriptions, documentation } = service.clone();
        Self { id, iri, title, endpoints, descriptions, documentation }
    }
}

impl From<&HvdDataset> for Item {
    fn from(dataset: &HvdDataset) -> Self {
        Self {
            id: dataset.id.clone(),
            iri: dataset.iri.clone(),
            kind: dataset.kind.as_str(),
            title: dataset.title.clone(),
            publisher: dataset.publisher.clone(),
            source: dataset.source.clone(),
            reported: dataset.reported,
            categories: dataset.categories.clone(),
            licences: dataset.licences.clone(),
            bulk: dataset.bulk.clone(),
            services: dataset.services.iter().map(Service::from).collect(),
            documentation: dataset.documentation.clone(),
            missing: dataset.missing.clone(),
        }
    }
}

/// Datasets under the regulation on high-value datasets: publisher, licence, API, bulk download, documentation, and what
/// is missing.
#[utoipa::path(
    get, path = "/api/v1/hvd", tag = "hvd", params(openapi::HvdParameters),
    responses(
        (status = 200, description = "One page as JSON; all of it as CSV (one line per dataset) or RDF (only what is reported)", body = ref("#/components/schemas/HvdPage")),
    )
)]
pub(super) async fn hvd(
    State(state): State<AppState>,
    reader: Reader,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Problem> {
    blocking(move || {
        let names = ["category", "publisher", "missing", "format", "page", "per_page"];
        let parameters = Parameters::of(&uri, &names)?;
        let form = form(&parameters, &headers)?;
        let paging = parameters.paging()?;
        let report = Report::of(&reader);
        let filter = filter(&parameters, &report)?;
        let chosen: Vec<&HvdDataset> = report.datasets.iter().filter(|dataset| filter.takes(dataset)).collect();
        match form {
            Form::Csv => return Ok(csv::response("hvd", to_csv(&chosen))),
            Form::Rdf(format) => return format.respond(&hvd_triples(&reader.snapshot, chosen)),
            Form::Json => {}
        }
        let total = chosen.len() as u64;
        let items = paging.slice(&chosen).iter().map(|dataset| Item::from(*dataset)).collect();
        let next = paging.next(&state.config.base_url, "api/v1/hvd", &parameters, total);
        let page = HvdPage {
            seq: reader.seq,
            totals: totals(&report),
            categories: categories(&report),
            missing: missing(&report),
            total,
            items,
            next,
        };
        Ok(Json(page).into_response())
    })
    .await
}

fn form(parameters: &Parameters, headers: &HeaderMap) -> Result<Form, Problem> {
    if let Some(word) = parameters.word("format", &FORMATS)? {
        return Ok(match (word, RdfDocument::of_suffix(word)) {
            ("csv", _) => Form::Csv,
            (_, Some(format)) => Form::Rdf(format),
            _ => Form::Json,
        });
    }
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let mut offered = vec!["application/json", "text/csv"];
    offered.extend(RdfDocument::ALL.map(RdfDocument::media_type));
    Ok(match negotiate(accept, &offered) {
        Some(1) => Form::Csv,
        Some(place) if place > 1 => Form::Rdf(RdfDocument::ALL[place - 2]),
        _ => Form::Json,
    })
}

fn filter(parameters: &Parameters, report: &Report) -> Result<Filter, Problem> {
    let mut filter = Filter::default();
    if let Some(word) = parameters.one("category")? {
        let known: Vec<&str> = Report::categories().map(|term| term.code).collect();
        let category = Report::category(word).ok_or_else(|| not_allowed("category", word, &known))?;
        filter.category = Some(category);
    }
    if let Some(word) = parameters.one("publisher")? {
        let known = report.publishers();
        if !known.contains(word) {
            return Err(not_allowed("publisher", word, &known.into_iter().collect::<Vec<_>>()));
        }
        filter.publisher = Some(word.to_owned());
    }
    if let Some(word) = parameters.one("missing")? {
        let known = Gap::ALL.map(Gap::as_str);
        filter.missing = Some(Gap::of_str(word).ok_or_else(|| not_allowed("missing", word, &known))?);
    }
    Ok(filter)
}

fn totals(report: &Report) -> Totals {
    let datasets = report.reported().count() as u64;
    Totals {
        datasets,
        distributions: report.distributions(),
        services: report.services(),
        complete: report.reported().filter(|dataset| dataset.missing.is_empty()).count() as u64,
        unreported: report.datasets.len() as u64 - datasets,
    }
}

fn categories(report: &Report) -> Vec<Category> {
    let all = report.by_category().into_iter().map(|counted| Category {
        iri: counted.term.iri,
        code: counted.term.code,
        label: counted.term.label(),
        top: counted.top.map(|top| top.code),
        datasets: counted.datasets,
        complete: counted.complete,
    });
    all.collect()
}

fn missing(report: &Report) -> Vec<Missing> {
    let all = report.by_gap().into_iter();
    all.map(|(code, datasets)| Missing { code, label: code.label(), rule: code.rule(), datasets }).collect()
}

/// The text of exactly this language.
fn in_language<'a>(text: &'a LangText, language: &str) -> &'a str {
    text.0.get(language).map_or("", String::as_str)
}

/// One line per dataset; several values stand in one cell with a space between addresses.
fn to_csv(datasets: &[&HvdDataset]) -> String {
    let mut text = String::new();
    let heads = [
        "iri",
        "type",
        "title_sv",
        "title_en",
        "publisher",
        "publisher_iri",
        "source",
        "reported",
        "categories",
        "category_labels_sv",
        "licences",
        "bulk",
        "api_endpoints",
        "api_descriptions",
        "api_documentation",
        "documentation",
        "missing",
    ];
    csv::line(&mut text, &heads);
    for dataset in datasets {
        let publisher = dataset.publisher.as_ref();
        let name = publisher.and_then(|publisher| publisher.name.best("sv")).map_or("", |(_, name)| name);
        let categories = dataset.categories.iter().map(|category| category.iri.as_str()).collect::<Vec<_>>().join(" ");
        let labels: Vec<&str> = dataset
            .categories
            .iter()
            .filter_map(|category| category.label.best("sv"))
            .map(|(_, label)| label)
            .collect();
        let licences = dataset.licences.iter().map(|licence| licence.iri.as_str()).collect::<Vec<_>>().join(" ");
        let of_services = |values: fn(&HvdService) -> &Vec<String>| {
            dataset.services.iter().flat_map(|service| values(service).iter().cloned()).collect::<Vec<_>>().join(" ")
        };
        let cells = [
            dataset.iri.as_str(),
            dataset.kind.as_str(),
            in_language(&dataset.title, "sv"),
            in_language(&dataset.title, "en"),
            name,
            publisher.map_or("", |publisher| &publisher.iri),
            dataset.source.as_str(),
            if dataset.reported { "true" } else { "false" },
            &categories,
            &labels.join("; "),
            &licences,
            &dataset.bulk.join(" "),
            &of_services(|service| &service.endpoints),
            &of_services(|service| &service.descriptions),
            &of_services(|service| &service.documentation),
            &dataset.documentation.join(" "),
            &dataset.missing.iter().map(|gap| gap.as_str()).collect::<Vec<_>>().join(" "),
        ];
        csv::line(&mut text, &cells);
    }
    text
}
