//! Orders of agencies and the operator: run now, approve, reject, roll back, restore.

use super::sources::source_id;
use super::{blocking, openapi};
use crate::access;
use crate::problem::{Problem, problem};
use crate::state::AppState;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use model::control::{Approval, HarvestControl};
use model::{RunReport, SourceId};
use serde::Deserialize;
use serde_json::{Value, json};
use store::journal::{RunFilter, SourceEntry};

/// Body of `approve`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ApproveBody {
    reason: Option<String>,
    #[serde(default)]
    rename: bool,
    /// The held run that the person looked at.
    run: Option<u64>,
}

/// Body of `reject`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RejectBody {
    reason: Option<String>,
    run: Option<u64>,
}

/// Orders a run of a source as soon as possible (within 60 seconds, also during the night's harvest).
#[utoipa::path(
    post, path = "/api/v1/sources/{id}/run", tag = "orders", params(openapi::SourceIdParameter),
    security(("token" = [])),
    responses(
        (status = 202, description = "Ordered; `Location` lists the runs of the source", body = ref("#/components/schemas/Ordered")),
        (status = 409, description = "The source is paused", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn run(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = source_id(&id)?;
    blocking(move || {
        access::for_source(&state, &headers, &id)?;
        order_run(&state, &id)
    })
    .await
}

/// Hands the order on and answers 202.
pub(super) fn order_run(state: &AppState, id: &SourceId) -> Result<Response, Problem> {
    let control = ready(state, id)?;
    control.run_now(id).map_err(|why| unavailable(&why))?;
    accepted(state, id, "run")
}

/// Accepts what a guard holds: a run takes the held document as it is.
#[utoipa::path(
    post, path = "/api/v1/sources/{id}/approve", tag = "orders", params(openapi::SourceIdParameter),
    security(("token" = [])),
    request_body(content = ref("#/components/schemas/Approve"), description = "May be left out", content_type = "application/json"),
    responses(
        (status = 202, description = "Ordered; `Location` lists the runs of the source", body = ref("#/components/schemas/Ordered")),
        (status = 409, description = "Nothing is held, or another run than `run`", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn approve(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let id = source_id(&id)?;
    blocking(move || {
        let token = access::for_source(&state, &headers, &id)?;
        let order: ApproveBody = access::body(&headers, &body)?;
        let reason = access::reason(order.reason)?;
        let control = ready(&state, &id)?;
        held_run(&state, &id, order.run)?;
        let approval = Approval { by: token.label, reason, rename: order.rename };
        control.approve(&id, approval).map_err(|why| unavailable(&why))?;
        accepted(&state, &id, "approve")
    })
    .await
}

/// Refuses what a guard holds: the accepted revision stays, and the same result is not proposed again.
#[utoipa::path(
    post, path = "/api/v1/sources/{id}/reject", tag = "orders", params(openapi::SourceIdParameter),
    security(("token" = [])),
    request_body(content = ref("#/components/schemas/Reject"), description = "May be left out", content_type = "application/json"),
    responses(
        (status = 200, description = "Refused", body = ref("#/components/schemas/Decided")),
        (status = 409, description = "Nothing is held, or another run than `run`", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn reject(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let id = source_id(&id)?;
    blocking(move || {
        let token = access::for_source(&state, &headers, &id)?;
        let order: RejectBody = access::body(&headers, &body)?;
        let reason = access::reason(order.reason)?;
        state.journal.source(&id)?;
        held_run(&state, &id, order.run)?;
        let held = state.journal.reject_held(&id, &token.label, &reason)?;
        Ok(Json(json!({ "source": id, "decision": "rejected", "run": held.run })))
    })
    .await
}

/// Body of `rollback`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RollbackBody {
    to: Option<u64>,
    reason: Option<String>,
}

/// Body of `restore`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RestoreBody {
    record: Option<String>,
    reason: Option<String>,
}

/// Sets a source back to an earlier revision. The document that is in force now is not taken again.
#[utoipa::path(
    post, path = "/api/v1/sources/{id}/rollback", tag = "orders", params(openapi::SourceIdParameter),
    security(("token" = [])),
    request_body(content = ref("#/components/schemas/Rollback"), content_type = "application/json"),
    responses(
        (status = 200, description = "Done; the report of the run that did it", body = ref("#/components/schemas/Run")),
        (status = 404, description = "No such source or revision", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn rollback(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<RunReport>, Problem> {
    let id = source_id(&id)?;
    blocking(move || {
        let token = access::for_source(&state, &headers, &id)?;
        let order: RollbackBody = access::body(&headers, &body)?;
        let to = order.to.ok_or_else(|| missing("to", "the number of the revision to go back to"))?;
        let report = state.journal.rollback(&id, to, &token.label, &access::reason(order.reason)?)?;
        Ok(Json(super::public_report(report)))
    })
    .await
}

/// Brings one withdrawn record back. It stays until its source publishes it again.
#[utoipa::path(
    post, path = "/api/v1/sources/{id}/restore", tag = "orders", params(openapi::SourceIdParameter),
    security(("token" = [])),
    request_body(content = ref("#/components/schemas/Restore"), content_type = "application/json"),
    responses(
        (status = 200, description = "Done; the report of the run that did it", body = ref("#/components/schemas/Run")),
        (status = 404, description = "The source never had it, or has it now", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn restore(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<RunReport>, Problem> {
    let id = source_id(&id)?;
    blocking(move || {
        let token = access::for_source(&state, &headers, &id)?;
        let order: RestoreBody = access::body(&headers, &body)?;
        let record = order.record.ok_or_else(|| missing("record", "the IRI or portal id of what was withdrawn"))?;
        let key = match state.journal.tombstone(record.trim())? {
            Some(stone) if stone.source == id => stone.iri,
            _ => in_journal(&state, record.trim()),
        };
        let report = state.journal.restore_record(&id, &key, &token.label, &access::reason(order.reason)?)?;
        Ok(Json(super::public_report(report)))
    })
    .await
}

/// An IRI of ours as the journal writes it.
fn in_journal(state: &AppState, iri: &str) -> String {
    let rest = iri.strip_prefix(&state.config.base_url);
    rest.map_or_else(|| iri.to_owned(), |rest| format!("{}{rest}", model::ns::PLACEHOLDER))
}

fn missing(name: &str, what: &str) -> Problem {
    Problem::bad_request(format!("`{name}` is missing: {what}")).with("parameter", name)
}

/// The run that is held now; 409 if there is none, or if it is another than the one that the person looked at.
fn held_run(state: &AppState, id: &SourceId, looked_at: Option<u64>) -> Result<u64, Problem> {
    let held = state.journal.held_runs(id)?;
    let Some(newest) = held.first().map(|held| held.run) else {
        return Err(Problem::conflict(format!("nothing of `{id}` is held: there is nothing to decide")));
    };
    match looked_at {
        Some(run) if run != newest => {
            let detail = format!("run {run} is not what is held now, run {newest} is: look at it before you decide");
            Err(Problem::conflict(detail).with("held", newest))
        }
        _ => Ok(newest),
    }
}

/// The harvester, for a source that is there and not paused.
fn ready<'s>(state: &'s AppState, id: &SourceId) -> Result<&'s dyn HarvestControl, Problem> {
    let SourceEntry { source, .. } = state.journal.source(id)?;
    if source.paused {
        return Err(Problem::conflict(format!("the source `{id}` is paused: its operator must resume it first")));
    }
    state.control.as_deref().ok_or_else(|| unavailable("this server runs no harvests"))
}

fn unavailable(why: &str) -> Problem {
    problem(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable", why).retry_after(60)
}

/// 202: where its runs are listed, and the last one before the order, so that the caller knows which is new.
fn accepted(state: &AppState, id: &SourceId, order: &str) -> Result<Response, Problem> {
    let filter = RunFilter { source: Some(id.clone()), offset: 0, limit: 1 };
    let (_, last) = state.journal.runs(&filter)?;
    let runs = format!("{}api/v1/runs?source={id}", state.config.base_url);
    let body = json!({ "source": id, "order": order, "runs": runs, "last_run": last.first().map(|run| run.run) });
    let mut response = (StatusCode::ACCEPTED, Json(body)).into_response();
    if let Ok(location) = HeaderValue::from_str(&runs) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}
