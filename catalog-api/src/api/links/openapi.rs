//! Parameters and schemas of links, for the API's description.

use super::super::openapi::{in_query, paging, parameter};
use model::LinkOutcome;
use serde_json::{Value, json};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

/// Schemas of these answers.
const SCHEMAS: &str = include_str!("schemas.json");

/// Adds the schemas and the tag of links to the document.
pub(in crate::api) fn add_schemas(document: &mut Value) {
    let own: Value = serde_json::from_str(SCHEMAS).unwrap_or_default();
    if let (Some(all), Some(own)) = (document["components"]["schemas"].as_object_mut(), own.as_object()) {
        all.extend(own.clone());
    }
    if let Some(tags) = document["tags"].as_array_mut() {
        tags.push(json!({ "name": "links", "description": "Addresses of the catalog, and what they answer." }));
    }
}

/// Of the list.
pub(super) struct LinkParameters;
/// Of one address.
pub(super) struct LinkNumber;
/// Of the list of hosts.
pub(super) struct HostParameters;

impl IntoParams for LinkParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = || json!({ "type": "string" });
        let codes: Vec<&str> = LinkOutcome::all().map(LinkOutcome::as_str).collect();
        let verdicts = ["answers", "broken", "unknown"];
        let own = vec![
            in_query("source", "Only what this source publishes.", text()),
            in_query("publisher", "Only of this organisation (portal id).", text()),
            in_query("dataset", "Only of this dataset, series or service (portal id).", text()),
            in_query("outcome", "Only this outcome of the last check.", json!({ "type": "string", "enum": codes })),
            in_query("verdict", "Only what all checks together say.", json!({ "type": "string", "enum": verdicts })),
            in_query("host", "Only this host, with its port where that is an unusual one.", text()),
            in_query("url", "Only this address.", text()),
            in_query(
                "format",
                "CSV also by `Accept: text/csv`; it has the whole list.",
                json!({ "type": "string", "enum": ["json", "csv"], "default": "json" }),
            ),
        ];
        [own, paging()].concat()
    }
}

impl IntoParams for LinkNumber {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let number = json!({ "type": "integer", "minimum": 1 });
        vec![parameter(ParameterIn::Path, "id", "Number of the address.", number)]
    }
}

impl IntoParams for HostParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let down = json!({ "type": "boolean", "default": false });
        [vec![in_query("down", "Only hosts that do not answer.", down)], paging()].concat()
    }
}
