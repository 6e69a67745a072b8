//! `/detectedapis.json`: addresses that answer with the description of an API.

use super::super::blocking;
use super::super::params::Parameters;
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::Json;
use axum::extract::State;
use http::Uri;
use model::Seq;
use model::view::ResourceKind;
use serde::Serialize;

/// The document. Like that of the portal of before it has groups (`contextId`, here a source) with `detections` that
/// say `entryId` and `allowOrigin`.
#[derive(Debug, Serialize)]
pub(super) struct DetectedJson {
    seq: Seq,
    data: Vec<ContextJson>,
}

#[derive(Debug, Serialize)]
struct ContextJson {
    #[serde(rename = "contextId")]
    context: String,
    detections: Vec<DetectionJson>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct DetectionJson {
    entry_id: String,
    allow_origin: bool,
    url: String,
    kind: String,
    version: String,
    title: Option<String>,
    resource: String,
    resource_type: ResourceKind,
    distribution: Option<String>,
    property: &'static str,
}

/// Addresses that answer with an OpenAPI or Swagger document, by source, with the resource that gives each.
#[utoipa::path(
    get, path = "/detectedapis.json", tag = "links",
    responses((status = 200, description = "By source", body = ref("#/components/schemas/DetectedApis")))
)]
pub(super) async fn detected(
    State(state): State<AppState>,
    reader: Reader,
    uri: Uri,
) -> Result<Json<DetectedJson>, Problem> {
    blocking(move || {
        Parameters::of(&uri, &[])?;
        let targets = reader.link_targets();
        let mut by_source = std::collections::BTreeMap::<String, Vec<DetectionJson>>::new();
        for found in state.journal.detected_apis()? {
            for place in targets.uses.get(&found.url).into_iter().flatten() {
                let Some(record) = targets.record(place) else { continue };
                let api = found.api.clone();
                by_source.entry(record.source.to_string()).or_default().push(DetectionJson {
                    entry_id: record.id.clone(),
                    allow_origin: api.cors,
                    url: found.url.clone(),
                    kind: api.kind,
                    version: api.version,
                    title: api.title,
                    resource: record.iri.clone(),
                    resource_type: record.kind,
                    distribution: place.distribution.clone(),
                    property: place.property.name(),
                });
            }
        }
        let data = by_source.into_iter().map(|(context, detections)| ContextJson { context, detections }).collect();
        Ok(Json(DetectedJson { seq: reader.seq, data }))
    })
    .await
}
