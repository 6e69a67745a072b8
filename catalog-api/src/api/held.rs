//! What guards hold, and what people decided.

use super::params::Parameters;
use super::sources::source_id;
use super::{blocking, openapi};
use crate::access;
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use http::{HeaderMap, Uri, header};
use model::{LangText, Seq, SourceId};
use serde::Serialize;
use store::journal::{Decision, DecisionKind, HeldRun, ProposedChange, Rename};

/// What a guard holds.
#[derive(Debug, Serialize)]
struct HeldJson {
    run: u64,
    at: DateTime<Utc>,
    reasons: Vec<LangText>,
    before: u64,
    after: u64,
    new: u64,
    changed: u64,
    withdrawn: u64,
    needs_person: bool,
    renames: Vec<Rename>,
    /// Runs in a row with this very result, this one included.
    same_result: u64,
}

/// The answer: what is held, and a page of the changes that it would make.
#[derive(Debug, Serialize)]
pub(super) struct HeldPage {
    seq: Seq,
    source: SourceId,
    held: Option<HeldJson>,
    total: u64,
    items: Vec<ProposedChange>,
    next: Option<String>,
}

/// A decision as JSON.
#[derive(Debug, Serialize)]
pub(super) struct DecisionJson {
    decision: DecisionKind,
    at: DateTime<Utc>,
    run: Option<u64>,
    reason: String,
    /// Only for those who show a token of the source: names of people are not public.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
}

/// What a guard holds of a source, and every change that it would make.
#[utoipa::path(
    get, path = "/api/v1/sources/{id}/held", tag = "sources",
    params(openapi::SourceIdParameter, openapi::PageParameters),
    responses(
        (status = 200, description = "What is held (`held` is null when nothing is) and one page of its changes", body = ref("#/components/schemas/HeldPage")),
        (status = 404, description = "There is none of that id", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn held(
    State(state): State<AppState>,
    reader: Reader,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<HeldPage>, Problem> {
    let id = source_id(&id)?;
    blocking(move || {
        let parameters = Parameters::of(&uri, &["page", "per_page"])?;
        let paging = parameters.paging()?;
        let mut runs = state.journal.held_runs(&id)?;
        let same_result = runs.iter().take_while(|run| run.fingerprint == runs[0].fingerprint).count() as u64;
        let changes = runs.first_mut().map(|held| std::mem::take(&mut held.proposal.changes)).unwrap_or_default();
        let total = changes.len() as u64;
        let next = paging.next(&state.config.base_url, &format!("api/v1/sources/{id}/held"), &parameters, total);
        let items = paging.slice(&changes).to_vec();
        let held = runs.into_iter().next().map(|held| held_json(held, &changes, same_result));
        Ok(Json(HeldPage { seq: reader.seq, source: id, held, total, items, next }))
    })
    .await
}

fn held_json(held: HeldRun, changes: &[ProposedChange], same_result: u64) -> HeldJson {
    let HeldRun { run, at, proposal, .. } = held;
    let of = |what: &str| {
        let datasets = changes.iter().filter(|change| change.kind == rdf::RecordKind::Dataset && change.change == what);
        datasets.count() as u64
    };
    HeldJson {
        run,
        at,
        reasons: proposal.reasons,
        before: proposal.before,
        after: proposal.after,
        new: of("new"),
        changed: of("changed"),
        withdrawn: of("withdrawn"),
        needs_person: proposal.needs_person,
        renames: proposal.renames,
        same_result,
    }
}

/// What people decided about a source, newest first. Who did is told to holders of a token of the source.
#[utoipa::path(
    get, path = "/api/v1/sources/{id}/decisions", tag = "sources",
    params(openapi::SourceIdParameter, openapi::PageParameters),
    responses(
        (status = 200, description = "One page of decisions", body = ref("#/components/schemas/DecisionPage")),
        (status = 404, description = "There is none of that id", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn decisions(
    State(state): State<AppState>,
    reader: Reader,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = source_id(&id)?;
    blocking(move || {
        let parameters = Parameters::of(&uri, &["page", "per_page"])?;
        let paging = parameters.paging()?;
        let all = state.journal.decisions(&id)?;
        let insider = access::is_insider(&state, &headers, &id);
        let total = all.len() as u64;
        let items: Vec<DecisionJson> =
            paging.slice(&all).iter().map(|decision| decision_json(decision, insider)).collect();
        let path = format!("api/v1/sources/{id}/decisions");
        let next = paging.next(&state.config.base_url, &path, &parameters, total);
        let mut response = Json(super::Page { seq: reader.seq, total, items, next }).into_response();
        if insider {
            response.headers_mut().insert(header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
        }
        Ok(response)
    })
    .await
}

fn decision_json(decision: &Decision, insider: bool) -> DecisionJson {
    DecisionJson {
        decision: decision.kind,
        at: decision.at,
        run: decision.run,
        reason: decision.reason.clone(),
        by: insider.then(|| decision.by.clone()),
    }
}
