//! Every metric of one dataset, and which of its distributions counts.

use super::super::{blocking, params::Parameters};
use super::json::{DimensionJson, dimensions};
use super::{mode, openapi, wants_csv};
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use crate::{address, csv};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Uri};
use model::ns::pv;
use model::quality::{
    DIMENSIONS, DatasetMeasure, DistributionMeasure, LinkAnswer, METRICS, Mark, Metric, Mode, Points,
};
use model::{LangText, Seq};
use serde::Serialize;
use std::collections::BTreeMap;

/// What one dataset's metadata score, metric by metric.
#[derive(Debug, Serialize)]
struct DatasetQuality {
    seq: Seq,
    id: String,
    iri: String,
    mode: Mode,
    #[serde(flatten)]
    mark: Mark,
    dimensions: Vec<DimensionJson>,
    stars: u8,
    metrics: Vec<MetricJson>,
    distributions: Vec<DistributionJson>,
}

/// One metric.
#[derive(Debug, Serialize)]
struct MetricJson {
    id: &'static str,
    iri: String,
    label: LangText,
    dimension: &'static str,
    on: &'static str,
    /// Points that it can give in this mode.
    points: u32,
    held: bool,
}

/// One distribution.
#[derive(Debug, Serialize)]
struct DistributionJson {
    iri: String,
    /// Whether it is the one whose points count.
    counts: bool,
    points: u32,
    stars: u8,
    /// Metrics that hold.
    held: Vec<&'static str>,
    /// Metrics of distributions that do not.
    lacking: Vec<&'static str>,
    addresses: Vec<AddressJson>,
}

/// An address and what it answered.
#[derive(Debug, Serialize)]
struct AddressJson {
    url: String,
    property: &'static str,
    answer: LinkAnswer,
}

/// Every metric of one dataset: points, whether it holds, and which distribution counts.
#[utoipa::path(
    get, path = "/api/v1/datasets/{id}/quality", tag = "quality",
    params(super::super::openapi::PortalId, openapi::QualityParameters, openapi::TableParameters),
    responses(
        (status = 200, description = "The metrics", content(
            (ref("#/components/schemas/DatasetQuality") = "application/json"), (String = "text/csv"))),
        (status = 301, description = "It has another id now, or the id is of an older portal"),
        (status = 404, description = "There is none of that id, or it is no dataset", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 410, description = "It was withdrawn", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn dataset(
    State(state): State<AppState>,
    reader: Reader,
    Path(id): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Problem> {
    blocking(move || {
        let parameters = Parameters::of(&uri, &["mode", "format"])?;
        let (mode, as_csv) = (mode(&parameters)?, wants_csv(&parameters, &headers)?);
        let Some(summary) = reader.summary(&id) else {
            let base = state.config.base_url.clone();
            let address = move |_: &str, id: &str| format!("{base}api/v1/datasets/{id}/quality");
            return Err(address::refusal(&reader, &state.journal, ("datasets", &id), address)?);
        };
        let key = address::in_journal(&reader, &summary.iri);
        let Some(mut measure) = state.journal.measure(&summary.source, &key)? else {
            let detail = format!("the metadata of `{id}` are not measured: only datasets are, when they are harvested");
            return Err(Problem::not_found(detail));
        };
        let answers = state.journal.answers_for(&measure)?;
        measure.apply_answers(&|url| answers.get(url).copied().unwrap_or_default());
        let points = measure.points(mode);
        if as_csv {
            return Ok(csv::response(&format!("quality-{id}"), table(&points, mode)));
        }
        let quality = DatasetQuality {
            seq: reader.seq,
            iri: summary.iri.clone(),
            id,
            mode,
            mark: Mark::of(mode, points.score()),
            dimensions: dimensions(&points.score().dimensions, mode),
            stars: measure.stars(),
            metrics: METRICS.iter().enumerate().map(|metric| metric_json(metric, points, mode)).collect(),
            distributions: distributions(&reader, &measure, points, mode, &answers),
        };
        Ok(Json(quality).into_response())
    })
    .await
}

fn metric_json((place, metric): (usize, &Metric), points: Points, mode: Mode) -> MetricJson {
    MetricJson {
        id: metric.id,
        iri: format!("{}{}", pv::NS, metric.id),
        label: LangText::sv_en(metric.sv, metric.en),
        dimension: DIMENSIONS[metric.dimension].id,
        on: if metric.on_distribution { "distribution" } else { "dataset" },
        points: if mode.counts(place) { metric.points } else { 0 },
        held: points.held & (1 << place) != 0,
    }
}

fn distributions(
    reader: &Reader,
    measure: &DatasetMeasure,
    points: Points,
    mode: Mode,
    answers: &BTreeMap<String, LinkAnswer>,
) -> Vec<DistributionJson> {
    let metrics = |bits: u32, wanted: bool| {
        let of_distributions = METRICS.iter().enumerate().filter(|(_, metric)| metric.on_distribution);
        let chosen = of_distributions.filter(move |(place, _)| (bits & (1 << place) != 0) == wanted);
        chosen.map(|(_, metric)| metric)
    };
    let json = |(place, distribution): (usize, &DistributionMeasure)| DistributionJson {
        iri: address::ours(reader, &distribution.iri),
        counts: points.best == Some(place),
        points: mode.distribution_points(distribution.bits),
        stars: distribution.stars,
        held: metrics(distribution.bits, true).map(|metric| metric.id).collect(),
        lacking: metrics(distribution.bits, false).map(|metric| metric.id).collect(),
        addresses: addresses(distribution, answers),
    };
    measure.distributions.iter().enumerate().map(json).collect()
}

fn addresses(distribution: &DistributionMeasure, answers: &BTreeMap<String, LinkAnswer>) -> Vec<AddressJson> {
    let of = |urls: &[String], property: &'static str| -> Vec<AddressJson> {
        let answer = |url: &String| answers.get(url).copied().unwrap_or_default();
        urls.iter().map(|url| AddressJson { url: url.clone(), property, answer: answer(url) }).collect()
    };
    let mut all = of(&distribution.access_urls, "accessURL");
    all.extend(of(&distribution.download_urls, "downloadURL"));
    all
}

fn table(points: &Points, mode: Mode) -> String {
    let mut text = String::new();
    csv::line(&mut text, &["metric", "name_sv", "name_en", "dimension", "on", "points", "held"]);
    for metric in METRICS.iter().enumerate().map(|metric| metric_json(metric, *points, mode)) {
        let held = if metric.held { "true" } else { "false" };
        let (sv, en, points) = (metric.label.text("sv"), metric.label.text("en"), metric.points.to_string());
        csv::line(&mut text, &[metric.id, sv, en, metric.dimension, metric.on, &points, held]);
    }
    text
}
