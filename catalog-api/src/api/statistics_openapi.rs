//! Parameters of the statistics, for the API's description.

use super::openapi::in_query;
use model::figures::measures;
use serde_json::json;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

/// Of statistics over time.
pub(super) struct StatisticsParameters;
/// Of the newest figures.
pub(super) struct CurrentParameters;
/// Of the comparison with other countries.
pub(super) struct CountryParameters;

fn whose() -> Vec<Parameter> {
    let scope = json!({ "type": "string", "enum": ["portal", "source", "publisher"], "default": "portal" });
    let measure = json!({ "type": "array", "items": { "type": "string", "enum": measures() } });
    vec![
        in_query("scope", "Whose figures.", scope),
        in_query("id", "Source id, or portal id of an organisation.", json!({ "type": "string", "maxLength": 64 })),
        in_query("measure", "Only these figures; repeat it. Left out = all.", measure),
    ]
}

fn format() -> Parameter {
    let schema = json!({ "type": "string", "enum": ["json", "csv"], "default": "json" });
    in_query("format", "CSV also by `Accept: text/csv`.", schema)
}

impl IntoParams for StatisticsParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let date = json!({ "type": "string", "format": "date" });
        let interval = json!({ "type": "string", "enum": ["day", "week", "month", "run"], "default": "day" });
        let mut all = whose();
        all.extend([
            in_query("from", "First day (Sweden). Left out = a year before `to`.", date.clone()),
            in_query("to", "Last day. Left out = today.", date),
            in_query(
                "interval",
                "One point per day, week (on Sunday), month (on its last day), or run of a source.",
                interval,
            ),
            format(),
        ]);
        all
    }
}

impl IntoParams for CurrentParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        whose()
    }
}

impl IntoParams for CountryParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![in_query("dimension", "Only this one.", json!({ "type": "string" })), format()]
    }
}
