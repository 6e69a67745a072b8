//! `/catalog.{ttl,rdf,jsonld,nt}`: the whole catalog, or one Hydra page of it with `?page=`.

use super::formats::RdfDocument;
use super::{HYDRA, dump};
use crate::api::blocking;
use crate::api::params::{MAX_PAGE, Parameters};
use crate::problem::{Problem, problem};
use crate::state::{AppState, Reader};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use model::ns::{dcat, rdf, xsd};
use model::view::{ResourceKind, ResourceSummary};
use oxrdf::{Literal, NamedNode, Term, Triple};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::Snapshot;
use store::snapshot::TermId;

/// Datasets on a Hydra page.
const PER_PAGE: usize = 100;

macro_rules! catalog_route {
    ($name:ident, $path:literal, $media_type:literal, $format:expr) => {
        /// The whole catalog, or with `page` one Hydra page of it.
        #[utoipa::path(
            get, path = $path, tag = "linked data",
            params(("page" = Option<u64>, Query, description = "Hydra page, from 1: every dataset with all nodes that only it has", minimum = 1, maximum = 1_000_000_000)),
            responses(
                (status = 200, description = "The document", body = String, content_type = $media_type),
                (status = 304, description = "Not modified"),
                (status = 400, description = "`page` is no number", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
                (status = 404, description = "There is no such page", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
                (status = 503, description = "Too many whole catalogs are being sent", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
            )
        )]
        pub(super) async fn $name(State(state): State<AppState>, reader: Reader, uri: Uri) -> Result<Response, Problem> {
            whole_or_page(state, reader, uri, $format).await
        }
    };
}

catalog_route!(turtle, "/catalog.ttl", "text/turtle", RdfDocument::Turtle);
catalog_route!(rdf_xml, "/catalog.rdf", "application/rdf+xml", RdfDocument::RdfXml);
catalog_route!(json_ld, "/catalog.jsonld", "application/ld+json", RdfDocument::JsonLd);
catalog_route!(n_triples, "/catalog.nt", "application/n-triples", RdfDocument::NTriples);

/// Sends to the document that `Accept` likes best.
#[utoipa::path(
    get, path = "/catalog", tag = "linked data",
    responses(
        (status = 303, description = "The document"),
        (status = 406, description = "None of your formats", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn negotiated(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Problem> {
    let format = RdfDocument::negotiate(&crate::sparql::accept_of(&headers))?;
    let target = format!("{}catalog.{}", state.config.base_url, format.suffix());
    let mut response = Redirect::to(&target).into_response();
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept"));
    Ok(response)
}

async fn whole_or_page(state: AppState, reader: Reader, uri: Uri, format: RdfDocument) -> Result<Response, Problem> {
    let parameters = Parameters::of(&uri, &["page"])?;
    if parameters.one("page")?.is_none() {
        let (journal, seq) = (Arc::clone(&state.journal), reader.seq);
        let content = blocking(move || Ok(journal.content_hash(seq)?)).await?;
        return dump::stream(reader, format, content, state.dumps.clone());
    }
    let number = parameters.number("page", 1, 1..=MAX_PAGE)?;
    blocking(move || {
        let collection = format!("{}catalog.{}", state.config.base_url, format.suffix());
        format.respond(&page(&reader, &collection, number)?)
    })
    .await
}

/// One page: a share of the datasets and of the series and services, each with its nodes, and the catalogs that list
/// them with only these links. Totals count datasets, since that is what harvesters compare.
fn page(reader: &Reader, collection: &str, number: u64) -> Result<Vec<Triple>, Problem> {
    let of_kind = |kind: ResourceKind| -> Vec<&ResourceSummary> {
        reader.summaries.iter().map(AsRef::as_ref).filter(|summary: &&ResourceSummary| summary.kind == kind).collect()
    };
    let datasets = of_kind(ResourceKind::Dataset);
    let others = [of_kind(ResourceKind::Series), of_kind(ResourceKind::Service)].concat();
    let pages = datasets.len().div_ceil(PER_PAGE).max(1);
    let index = usize::try_from(number - 1).unwrap_or(usize::MAX);
    if index >= pages {
        let detail = format!("there is no page {number}: the last one is {pages}");
        return Err(problem(StatusCode::NOT_FOUND, "Not found", detail).with("maximum", pages));
    }
    let shown = share(&datasets, index, pages).iter().chain(share(&others, index, pages));
    let mut triples = view(collection, number, pages as u64, datasets.len() as u64);
    let mut catalogs = BTreeSet::new();
    if index == 0 {
        catalogs.extend(instances(&reader.snapshot, dcat::CATALOG));
    }
    for summary in shown {
        triples.extend(store::views::describe(&reader.snapshot, &summary.iri));
        for (catalog, link) in memberships(&reader.snapshot, &summary.iri) {
            catalogs.insert(catalog);
            triples.extend(link);
        }
    }
    triples.extend(described_without_members(&reader.snapshot, &catalogs));
    triples.retain(|triple| !triple.predicate.as_str().starts_with(model::ns::skord::NS));
    Ok(triples)
}

/// The `index`-th of `pages` nearly equal parts.
fn share<T>(all: &[T], index: usize, pages: usize) -> &[T] {
    &all[all.len() * index / pages..all.len() * (index + 1) / pages]
}

/// The page's own description: what crawlers follow.
fn view(collection: &str, number: u64, pages: u64, datasets: u64) -> Vec<Triple> {
    let node = |iri: &str| NamedNode::new_unchecked(iri);
    let hydra = |name: &str| NamedNode::new_unchecked(format!("{HYDRA}{name}"));
    let address = |page: u64| NamedNode::new_unchecked(format!("{collection}?page={page}"));
    let count = |number: u64| Literal::new_typed_literal(number.to_string(), node(xsd::INTEGER));
    let (whole, this) = (node(collection), address(number));
    let mut triples = vec![
        Triple::new(whole.clone(), node(rdf::TYPE), hydra("Collection")),
        Triple::new(whole.clone(), hydra("totalItems"), count(datasets)),
        Triple::new(whole, hydra("view"), this.clone()),
        Triple::new(this.clone(), node(rdf::TYPE), hydra("PartialCollectionView")),
        Triple::new(this.clone(), hydra("first"), address(1)),
        Triple::new(this.clone(), hydra("last"), address(pages)),
    ];
    if number > 1 {
        triples.push(Triple::new(this.clone(), hydra("previous"), address(number - 1)));
    }
    if number < pages {
        triples.push(Triple::new(this, hydra("next"), address(number + 1)));
    }
    triples
}

fn instances(snapshot: &Snapshot, class: &str) -> Vec<TermId> {
    match (snapshot.iri_id(rdf::TYPE), snapshot.iri_id(class)) {
        (Some(kind), Some(class)) => snapshot.subjects(kind, class).collect(),
        _ => Vec::new(),
    }
}

/// Catalogs that list a resource, with the triple that does.
fn memberships(snapshot: &Snapshot, iri: &str) -> Vec<(TermId, Option<Triple>)> {
    let Some(resource) = snapshot.iri_id(iri) else { return Vec::new() };
    let mut found = Vec::new();
    for link in [dcat::P_DATASET, dcat::P_SERVICE].into_iter().filter_map(|link| snapshot.iri_id(link)) {
        for catalog in snapshot.subjects(link, resource) {
            found.push((catalog, snapshot.decode([catalog, link, resource])));
        }
    }
    found
}

/// Catalogs with the agents and contacts that they name, but without their lists, which are spread over the pages.
fn described_without_members(snapshot: &Snapshot, catalogs: &BTreeSet<TermId>) -> Vec<Triple> {
    let is_list = |triple: &Triple| [dcat::P_DATASET, dcat::P_SERVICE].contains(&triple.predicate.as_str());
    let mut triples = Vec::new();
    for catalog in catalogs {
        let own = dump::exported(snapshot, Some(*catalog)).filter_map(|triple| snapshot.decode(triple));
        let own: Vec<Triple> = own.filter(|triple| !is_list(triple)).collect();
        for triple in &own {
            triples.extend(agent_of(snapshot, triple));
        }
        triples.extend(own);
    }
    triples
}

/// The nodes behind a catalog's publisher and contact.
fn agent_of(snapshot: &Snapshot, triple: &Triple) -> Vec<Triple> {
    let leads = [model::ns::dcterms::PUBLISHER, dcat::CONTACT_POINT].contains(&triple.predicate.as_str());
    match &triple.object {
        Term::NamedNode(agent) if leads => {
            let agent = snapshot.iri_id(agent.as_str());
            let own = agent.into_iter().flat_map(|agent| dump::exported(snapshot, Some(agent)));
            own.filter_map(|triple| snapshot.decode(triple)).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_cover_everything_once() {
        let all: Vec<usize> = (0..7).collect();
        let parts: Vec<usize> = (0..3).flat_map(|index| share(&all, index, 3).to_vec()).collect();
        assert_eq!(parts, all);
    }

    #[test]
    fn views_link_forward_until_the_last() {
        let has =
            |triples: &[Triple], name: &str| triples.iter().any(|t| t.predicate.as_str() == format!("{HYDRA}{name}"));
        let first = view("https://x.se/catalog.ttl", 1, 2, 101);
        assert!(has(&first, "next") && !has(&first, "previous"));
        let last = view("https://x.se/catalog.ttl", 2, 2, 101);
        assert!(!has(&last, "next") && has(&last, "previous"));
    }
}
