//! Parameters of the HVD report, for the API's description.

use super::hvd::FORMATS;
use super::openapi::{PageParameters, in_query};
use model::hvd::Gap;
use serde_json::json;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

/// Of the report.
pub(super) struct HvdParameters;

impl IntoParams for HvdParameters {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = json!({ "type": "string" });
        let missing = json!({ "type": "string", "enum": Gap::ALL.map(Gap::as_str) });
        let format = json!({ "type": "string", "enum": FORMATS, "default": "json" });
        let mut all = vec![
            in_query("category", "Only this category and those below it: code or IRI of the EU's list.", text.clone()),
            in_query("publisher", "Only of this organisation: its portal id.", text),
            in_query("missing", "Only datasets that lack this.", missing),
            in_query("format", "Form of the report; also by `Accept`. CSV and RDF have no pages.", format),
        ];
        all.extend(PageParameters::into_params(place));
        all
    }
}
