//! What to mend first, as JSON; and the patch of each fix as a file.

use super::super::params::Parameters;
use super::super::sources::source_id;
use super::super::{blocking, openapi as shared};
use super::{mode, openapi};
use crate::fixes::{Scope, plan};
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{Uri, header};
use model::quality::{Mark, Mode};
use serde_json::{Value, json};
use shapes::check::fix_json;
use shapes::mqa::fixes::{Form, Plan};
use std::sync::Arc;

/// Places named per fix unless the caller wants more.
const PLACES: u64 = 20;

/// What to mend first in all datasets that readers see: fixes by points gained, each with its places.
#[utoipa::path(
    get, path = "/api/v1/quality/fixes", tag = "quality", params(openapi::FixParameters),
    responses((status = 200, description = "The fixes", body = ref("#/components/schemas/FixList")))
)]
pub(super) async fn portal(State(state): State<AppState>, reader: Reader, uri: Uri) -> Result<Json<Value>, Problem> {
    list(state, reader, uri, |_, _| Ok(Scope::Portal)).await
}

/// The patch of one fix for the whole portal: `{code}.ttl`, `.ru` or `.csv`.
#[utoipa::path(
    get, path = "/api/v1/quality/fixes/{patch}", tag = "quality",
    params(openapi::PatchParameter, openapi::QualityParameters),
    responses(
        (status = 200, description = "The patch", content((String = "text/turtle"), (String = "application/sparql-update"), (String = "text/csv"))),
        (status = 404, description = "There is no such fix, or no patch of it", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn portal_patch(
    State(state): State<AppState>,
    reader: Reader,
    Path(name): Path<String>,
    uri: Uri,
) -> Result<Response, Problem> {
    patch(state, reader, uri, name, |_, _| Ok(Scope::Portal)).await
}

/// What to mend first in a source: what its agency can do itself.
#[utoipa::path(
    get, path = "/api/v1/quality/sources/{id}/fixes", tag = "quality",
    params(shared::SourceIdParameter, openapi::FixParameters),
    responses(
        (status = 200, description = "The fixes", body = ref("#/components/schemas/FixList")),
        (status = 404, description = "There is none of that id", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn source(
    State(state): State<AppState>,
    reader: Reader,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<Value>, Problem> {
    list(state, reader, uri, move |state, _| source_scope(state, &id)).await
}

/// The patch of one fix for a source. The update finds its places by itself where one rule gives the value.
#[utoipa::path(
    get, path = "/api/v1/quality/sources/{id}/fixes/{patch}", tag = "quality",
    params(shared::SourceIdParameter, openapi::PatchParameter, openapi::QualityParameters),
    responses(
        (status = 200, description = "The patch", content((String = "text/turtle"), (String = "application/sparql-update"), (String = "text/csv"))),
        (status = 404, description = "There is no such source or fix, or no patch of it", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn source_patch(
    State(state): State<AppState>,
    reader: Reader,
    Path((id, name)): Path<(String, String)>,
    uri: Uri,
) -> Result<Response, Problem> {
    patch(state, reader, uri, name, move |state, _| source_scope(state, &id)).await
}

/// What to mend first in the datasets of a publisher that readers see.
#[utoipa::path(
    get, path = "/api/v1/quality/publishers/{id}/fixes", tag = "quality",
    params(shared::OrganisationId, openapi::FixParameters),
    responses(
        (status = 200, description = "The fixes", body = ref("#/components/schemas/FixList")),
        (status = 301, description = "It has another id now, or the id is of an older portal"),
        (status = 404, description = "There is none of that id", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 410, description = "It publishes nothing any more", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn publisher(
    State(state): State<AppState>,
    reader: Reader,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<Value>, Problem> {
    list(state, reader, uri, move |state, reader| publisher_scope(state, reader, &id, "")).await
}

/// The patch of one fix for a publisher.
#[utoipa::path(
    get, path = "/api/v1/quality/publishers/{id}/fixes/{patch}", tag = "quality",
    params(shared::OrganisationId, openapi::PatchParameter, openapi::QualityParameters),
    responses(
        (status = 200, description = "The patch", content((String = "text/turtle"), (String = "application/sparql-update"), (String = "text/csv"))),
        (status = 301, description = "The publisher has another id now, or the id is of an older portal"),
        (status = 404, description = "There is no such publisher or fix, or no patch of it", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 410, description = "It publishes nothing any more", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn publisher_patch(
    State(state): State<AppState>,
    reader: Reader,
    Path((id, name)): Path<(String, String)>,
    uri: Uri,
) -> Result<Response, Problem> {
    let file = name.clone();
    patch(state, reader, uri, name, move |state, reader| publisher_scope(state, reader, &id, &file)).await
}

/// What to mend first in one dataset.
#[utoipa::path(
    get, path = "/api/v1/datasets/{id}/fixes", tag = "quality",
    params(shared::PortalId, openapi::FixParameters),
    responses(
        (status = 200, description = "The fixes", body = ref("#/components/schemas/FixList")),
        (status = 301, description = "It has another id now, or the id is of an older portal"),
        (status = 404, description = "There is none of that id", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 410, description = "It was withdrawn", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn dataset(
    State(state): State<AppState>,
    reader: Reader,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<Value>, Problem> {
    list(state, reader, uri, move |state, reader| dataset_scope(state, reader, &id, "")).await
}

/// The patch of one fix for a dataset.
#[utoipa::path(
    get, path = "/api/v1/datasets/{id}/fixes/{patch}", tag = "quality",
    params(shared::PortalId, openapi::PatchParameter, openapi::QualityParameters),
    responses(
        (status = 200, description = "The patch", content((String = "text/turtle"), (String = "application/sparql-update"), (String = "text/csv"))),
        (status = 301, description = "The dataset has another id now, or the id is of an older portal"),
        (status = 404, description = "There is no such dataset or fix, or no patch of it", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 410, description = "It was withdrawn", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn dataset_patch(
    State(state): State<AppState>,
    reader: Reader,
    Path((id, name)): Path<(String, String)>,
    uri: Uri,
) -> Result<Response, Problem> {
    let file = name.clone();
    patch(state, reader, uri, name, move |state, reader| dataset_scope(state, reader, &id, &file)).await
}

type ScopeOf = Result<Scope, Problem>;

fn source_scope(state: &AppState, id: &str) -> ScopeOf {
    let id = source_id(id)?;
    state.journal.source(&id)?;
    Ok(Scope::Source(id))
}

fn publisher_scope(state: &AppState, reader: &Reader, id: &str, file: &str) -> ScopeOf {
    if reader.organisations.iter().any(|organisation| organisation.agent.id == id) {
        return Ok(Scope::Publisher(id.to_owned()));
    }
    let address =
        |_: &str, id: &str| after_fixes(&format!("{}api/v1/quality/publishers/{id}", state.config.base_url), file);
    Err(crate::address::refusal(reader, &state.journal, ("organisations", id), address)?)
}

fn dataset_scope(state: &AppState, reader: &Reader, id: &str, file: &str) -> ScopeOf {
    if reader.summary(id).is_some() {
        return Ok(Scope::Dataset(id.to_owned()));
    }
    let address = |_: &str, id: &str| after_fixes(&format!("{}api/v1/datasets/{id}", state.config.base_url), file);
    Err(crate::address::refusal(reader, &state.journal, ("datasets", id), address)?)
}

fn after_fixes(start: &str, file: &str) -> String {
    if file.is_empty() { format!("{start}/fixes") } else { format!("{start}/fixes/{file}") }
}

async fn list(
    state: AppState,
    reader: Reader,
    uri: Uri,
    scope: impl FnOnce(&AppState, &Reader) -> ScopeOf + Send + 'static,
) -> Result<Json<Value>, Problem> {
    blocking(move || {
        let parameters = Parameters::of(&uri, &["mode", "places"])?;
        let mode = mode(&parameters)?;
        let places = usize::try_from(parameters.number("places", PLACES, 0..=10_000)?).unwrap_or(usize::MAX);
        let plan = plan(&state, &reader, &scope(&state, &reader)?, mode)?;
        Ok(Json(answer(&reader, &plan, mode, places)))
    })
    .await
}

fn answer(reader: &Reader, plan: &Plan, mode: Mode, places: usize) -> Value {
    let fixes: Vec<Value> = plan.fixes.iter().map(|fix| fix_json(fix, plan, places)).collect();
    let mut answer = json!({ "seq": reader.seq, "mode": mode, "datasets": plan.len(), "fixes": fixes });
    if !plan.is_empty()
        && let (Some(all), Ok(Value::Object(mark))) =
            (answer.as_object_mut(), serde_json::to_value(Mark::of(mode, plan.score)))
    {
        all.extend(mark);
    }
    answer
}

async fn patch(
    state: AppState,
    reader: Reader,
    uri: Uri,
    name: String,
    scope: impl FnOnce(&AppState, &Reader) -> ScopeOf + Send + 'static,
) -> Result<Response, Problem> {
    blocking(move || {
        let mode = mode(&Parameters::of(&uri, &["mode"])?)?;
        let scope = scope(&state, &reader)?;
        let unknown = |detail: &str| {
            let shown = model::finding::clip(&name, 80);
            Problem::not_found(format!("no patch `{shown}`: {detail}"))
        };
        let (code, form) = name
            .rsplit_once('.')
            .and_then(|(code, ending)| Some((code, Form::by_ending(ending)?)))
            .ok_or_else(|| unknown("a name is the code of a fix with .ttl, .ru or .csv"))?;
        let plan: Arc<Plan> = plan(&state, &reader, &scope, mode)?;
        let fix = plan.fix(code).ok_or_else(|| unknown("nothing has to be mended by a fix of that code here"))?;
        let text = fix.patch(&plan, form).ok_or_else(|| unknown("no single statement mends it; see its places"))?;
        let headers = [
            (header::CONTENT_TYPE, form.media_type().to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{code}.{}\"", form.ending())),
        ];
        Ok((headers, text).into_response())
    })
    .await
}
