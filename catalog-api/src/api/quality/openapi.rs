//! Parameters and schemas of quality, for the API's description.

use super::super::openapi::in_query;
use super::super::params::{MAX_PAGE, MAX_PER_PAGE, PER_PAGE};
use serde_json::{Value, json};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{RefOr, Required, Schema};

/// Schemas of these answers.
const SCHEMAS: &str = include_str!("schemas.json");

/// Adds the schemas and the tag of quality to the document.
pub(in crate::api) fn add_schemas(document: &mut Value) {
    let own: Value = serde_json::from_str(SCHEMAS).unwrap_or_default();
    if let (Some(all), Some(own)) = (document["components"]["schemas"].as_object_mut(), own.as_object()) {
        all.extend(own.clone());
    }
    if let Some(tags) = document["tags"].as_array_mut() {
        tags.push(json!({ "name": "quality", "description": "Quality of metadata (MQA)." }));
    }
}

/// Of all answers about quality.
pub(super) struct QualityParameters;
/// Of those that are tables too.
pub(super) struct TableParameters;
/// Of the lists.
pub(super) struct QualityListParameters;
/// Of the document in DQV.
pub(super) struct DocumentParameters;
/// Of the fix lists.
pub(super) struct FixParameters;
/// The file of a patch.
pub(super) struct PatchParameter;

impl IntoParams for FixParameters {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let places = json!({ "type": "integer", "minimum": 0, "maximum": 10_000, "default": 20 });
        let mut all = QualityParameters::into_params(&place);
        all.push(in_query("places", "Places named per fix; `count` says how many there are.", places));
        all
    }
}

impl IntoParams for PatchParameter {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let schema = json!({ "type": "string", "pattern": "^[a-z0-9-]+\\.(ttl|ru|csv)$" });
        let text = "Code of the fix with `.ttl` (to add), `.ru` (SPARQL Update) or `.csv` (a row per place, a column to fill).";
        vec![
            ParameterBuilder::new()
                .name("patch")
                .parameter_in(ParameterIn::Path)
                .required(Required::True)
                .description(Some(text))
                .schema(serde_json::from_value::<RefOr<Schema>>(schema).ok())
                .build(),
        ]
    }
}

impl IntoParams for QualityParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let schema = json!({ "type": "string", "enum": ["se", "eu"], "default": "se" });
        vec![in_query(
            "mode",
            "Whose points: `se` as dataportal.se counts (375), `eu` as data.europa.eu (405).",
            schema,
        )]
    }
}

impl IntoParams for TableParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let schema = json!({ "type": "string", "enum": ["json", "csv"], "default": "json" });
        vec![in_query("format", "CSV also by `Accept: text/csv`; it has the whole list.", schema)]
    }
}

impl IntoParams for QualityListParameters {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let sort =
            json!({ "type": "string", "enum": ["-score", "score", "name", "datasets", "stars"], "default": "-score" });
        let page = json!({ "type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 1 });
        let per_page = json!({ "type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": PER_PAGE });
        let mut all = QualityParameters::into_params(&place);
        all.extend(TableParameters::into_params(&place));
        all.push(in_query("sort", "Order: best score first, worst first, by name, most datasets, most stars.", sort));
        all.push(in_query("page", "Page number; a page beyond the end is empty.", page));
        all.push(in_query("per_page", "Items on a page.", per_page));
        all
    }
}

impl IntoParams for DocumentParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let in_path = |name: &str, description: &str, schema: Value| {
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Path)
                .required(Required::True)
                .description(Some(description))
                .schema(serde_json::from_value::<RefOr<Schema>>(schema).ok())
                .build()
        };
        let id = json!({ "type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$" });
        let documents = json!({ "type": "string", "enum": ["dqv", "dqv.ttl", "dqv.rdf", "dqv.jsonld", "dqv.nt"] });
        vec![
            in_path("source", "Source id.", id),
            in_path("document", "The document, with or without suffix.", documents),
        ]
    }
}
