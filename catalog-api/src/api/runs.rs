//! Runs: what each attempt to harvest a source did.

use super::params::Parameters;
use super::{Page, blocking, openapi};
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::Json;
use axum::extract::State;
use http::Uri;
use model::{RunReport, SourceId};
use store::journal::RunFilter;

/// Ended runs, newest first.
#[utoipa::path(
    get, path = "/api/v1/runs", tag = "sources", params(openapi::RunParameters),
    responses(
        (status = 200, description = "One page of runs", body = ref("#/components/schemas/RunPage")),
        (status = 404, description = "There is none of that id", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn list(
    State(state): State<AppState>,
    reader: Reader,
    uri: Uri,
) -> Result<Json<Page<RunReport>>, Problem> {
    blocking(move || {
        let parameters = Parameters::of(&uri, &["source", "page", "per_page"])?;
        let paging = parameters.paging()?;
        let source: Option<SourceId> = parameters
            .one("source")?
            .map(|id| id.parse().map_err(|problem: String| Problem::bad_request(problem).with("parameter", "source")))
            .transpose()?;
        if let Some(source) = &source {
            // An unknown source is an error, not a source without runs.
            state.journal.source(source)?;
        }
        let filter = RunFilter { source, offset: paging.offset(), limit: paging.per_page };
        let (total, items) = state.journal.runs(&filter)?;
        let next = paging.next(&state.config.base_url, "api/v1/runs", &parameters, total);
        Ok(Json(Page { seq: reader.seq, total, items, next }))
    })
    .await
}
