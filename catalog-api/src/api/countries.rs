//! Figures of other countries beside our own (`/api/v1/statistics/countries`).

use super::params::Parameters;
use super::statistics::wants_csv;
use super::{blocking, statistics_openapi as openapi};
use crate::figures;
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use crate::{csv, timeline};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use http::{HeaderMap, Uri};
use model::figures::TOTALS;
use model::{LangText, Seq};
use serde::Serialize;
use std::collections::BTreeMap;
use store::Journal;
use store::StoreError;
use store::journal::FigureScope;

/// The values of one dimension.
#[derive(Debug, Clone, Serialize)]
#[expect(clippy::struct_field_names, reason = "the name in the file and in JSON")]
pub(crate) struct Dimension {
    /// Name as the file has it.
    pub(crate) dimension: String,
    /// Label, for the measures that we have ourselves; else the name.
    pub(crate) label: LangText,
    /// Our own figure, where it is one of our measures.
    pub(crate) own: Option<f64>,
    /// Newest value of each country, the highest first.
    pub(crate) countries: Vec<CountryValue>,
}

/// A value of a country.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CountryValue {
    /// Two letters.
    pub(crate) country: String,
    /// The day that it is of.
    pub(crate) day: NaiveDate,
    /// The value.
    pub(crate) value: f64,
}

/// All dimensions.
#[derive(Debug, Serialize)]
pub(super) struct Comparison {
    seq: Seq,
    day: NaiveDate,
    items: Vec<Dimension>,
}

/// Figures of other countries that the operator has loaded, with our own where we measure the same.
#[utoipa::path(
    get, path = "/api/v1/statistics/countries", tag = "statistics", params(openapi::CountryParameters),
    responses(
        (status = 200, description = "The newest value of each country, by dimension", body = ref("#/components/schemas/CountryComparison")),
    )
)]
pub(super) async fn countries(
    State(state): State<AppState>,
    reader: Reader,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Problem> {
    blocking(move || {
        let parameters = Parameters::of(&uri, &["dimension", "format"])?;
        let as_csv = wants_csv(&parameters, &headers)?;
        let mut items = dimensions(&state.journal, &reader)?;
        if let Some(wanted) = parameters.one("dimension")? {
            let known: Vec<&str> = items.iter().map(|item| item.dimension.as_str()).collect();
            if !known.contains(&wanted) {
                return Err(super::params::not_allowed("dimension", wanted, &known));
            }
            items.retain(|item| item.dimension == wanted);
        }
        let day = timeline::today(&state);
        if as_csv {
            return Ok(csv::response("countries", to_csv(&items, day)));
        }
        Ok(Json(Comparison { seq: reader.seq, day, items }).into_response())
    })
    .await
}

/// What was loaded, with our own figures.
pub(crate) fn dimensions(journal: &Journal, published: &crate::Published) -> Result<Vec<Dimension>, StoreError> {
    let mut newest: BTreeMap<(String, String), CountryValue> = BTreeMap::new();
    for figure in journal.country_figures()? {
        // In order of the day: the last one stays.
        let value = CountryValue { country: figure.country.clone(), day: figure.day, value: figure.value };
        newest.insert((figure.dimension, figure.country), value);
    }
    if newest.is_empty() {
        return Ok(Vec::new());
    }
    let own = figures::of(published, FigureScope::Portal, "");
    let mut dimensions: Vec<Dimension> = Vec::new();
    for ((name, _), value) in newest {
        if dimensions.last().is_none_or(|last| last.dimension != name) {
            let total = TOTALS.iter().find(|total| total.name == name);
            let label = total.map_or_else(|| LangText::new("", &name), |total| LangText::sv_en(total.sv, total.en));
            let own = total.and_then(|total| (total.of)(&own));
            dimensions.push(Dimension { dimension: name, label, own, countries: Vec::new() });
        }
        if let Some(last) = dimensions.last_mut() {
            last.countries.push(value);
        }
    }
    for dimension in &mut dimensions {
        dimension.countries.sort_by(|a, b| b.value.total_cmp(&a.value).then_with(|| a.country.cmp(&b.country)));
    }
    Ok(dimensions)
}

/// One line per value; our own has no country.
fn to_csv(items: &[Dimension], today: NaiveDate) -> String {
    let mut text = String::new();
    csv::line(&mut text, &["country", "dimension", "value", "date"]);
    for item in items {
        if let Some(own) = item.own {
            csv::line(&mut text, &["", &item.dimension, &own.to_string(), &today.to_string()]);
        }
        for value in &item.countries {
            csv::line(&mut text, &[&value.country, &item.dimension, &value.value.to_string(), &value.day.to_string()]);
        }
    }
    text
}
