//! `/api/v1/concepts`: terms of vocabularies that the catalog uses, by their names.

use super::params::{MAX_QUERY, Parameters};
use super::{Page, blocking, openapi};
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::Json;
use axum::extract::State;
use http::Uri;
use model::LangText;
use search::{FacetValue, Filters, SearchRequest};
use serde::Serialize;

/// Facets whose values are concepts.
const CONCEPTS: &[&str] = &["theme", "hvd", "publisher_type", "frequency", "licence", "access_rights"];

/// A concept, with the facet that it is a value of.
#[derive(Debug, Serialize)]
pub(super) struct ConceptJson {
    facet: &'static str,
    value: String,
    iri: Option<String>,
    label: LangText,
    /// Results that have it.
    count: u64,
}

/// Themes, high-value categories, kinds of publishers, frequencies, licences and access rights that something in the
/// catalog has, by name: any form, also without å, ä and ö.
#[utoipa::path(
    get, path = "/api/v1/concepts", tag = "search", params(openapi::ConceptParameters),
    responses((status = 200, description = "One page of concepts", body = ref("#/components/schemas/ConceptPage")))
)]
pub(super) async fn list(
    State(state): State<AppState>,
    reader: Reader,
    uri: Uri,
) -> Result<Json<Page<ConceptJson>>, Problem> {
    blocking(move || {
        let parameters = Parameters::of(&uri, &["q", "facet", "page", "per_page"])?;
        let paging = parameters.paging()?;
        let only = parameters.word("facet", CONCEPTS)?;
        let q = names_query(&parameters)?;
        let facets = CONCEPTS.iter().filter(|facet| only.is_none_or(|only| only == **facet));
        let all: Vec<(&'static str, FacetValue)> = facets
            .flat_map(|facet| reader.searcher.facet_values(facet).into_iter().map(move |value| (*facet, value)))
            .collect();
        let found = reader.searcher.find_names(&q, true, all.iter().map(|(_, value)| value.label.as_ref()));
        let total = found.len() as u64;
        let mut items = Vec::new();
        for at in paging.slice(&found) {
            let (facet, value) = &all[*at];
            let filters = Filters::from([((*facet).to_owned(), vec![value.value.clone()])]);
            let count = reader.searcher.search(&SearchRequest { filters, ..SearchRequest::default() })?.total;
            let (label, iri) = (model::LangText::clone(&value.label), value.iri.clone());
            items.push(ConceptJson { facet, value: value.value.clone(), iri, label, count });
        }
        let next = paging.next(&state.config.base_url, "api/v1/concepts", &parameters, total);
        Ok(Json(Page { seq: reader.seq, total, items, next }))
    })
    .await
}

/// `q` of a list of names.
pub(super) fn names_query(parameters: &Parameters) -> Result<String, Problem> {
    let q = parameters.one("q")?.unwrap_or_default();
    if q.chars().count() > MAX_QUERY {
        let detail = format!("`q` is longer than {MAX_QUERY} characters: use fewer words");
        return Err(Problem::bad_request(detail).with("parameter", "q"));
    }
    Ok(q.to_owned())
}
