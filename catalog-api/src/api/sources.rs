//! Sources: what is harvested, where each stands, and what we have to tell its agency.

use super::params::Parameters;
use super::{Page, blocking, openapi};
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::Json;
use axum::extract::{Path, State};
use http::Uri;
use model::source::SourceClass;
use model::{Finding, LangText, RunReport, SourceId, SourceState};
use serde::Serialize;
use store::journal::SourceEntry;

/// A source as JSON. The contact person is not public.
#[derive(Debug, Serialize)]
pub(super) struct SourceJson {
    id: SourceId,
    title: String,
    url: String,
    kind: Option<String>,
    schedule: Option<String>,
    class: SourceClass,
    rank: Option<u32>,
    organisation: Option<String>,
    organisation_name: LangText,
    state: SourceState,
    revision: u64,
    datasets: u64,
    last_run: Option<RunReport>,
}

impl From<SourceEntry> for SourceJson {
    fn from(entry: SourceEntry) -> Self {
        let source = entry.source;
        Self {
            url: without_credentials(&source.url),
            id: source.id,
            title: source.title,
            kind: source.kind,
            schedule: source.schedule,
            class: source.class,
            rank: source.rank,
            organisation: source.organisation,
            organisation_name: source.organisation_name,
            state: entry.state,
            revision: entry.revision,
            datasets: entry.last_report.as_ref().map_or(0, |report| report.datasets),
            last_run: entry.last_report.map(super::public_report),
        }
    }
}

/// A URL without user name and password, which some operators put there.
pub(crate) fn without_credentials(text: &str) -> String {
    let Ok(mut url) = url::Url::parse(text) else { return text.to_owned() };
    if url.username().is_empty() && url.password().is_none() {
        return text.to_owned();
    }
    // Both fail only for URLs that cannot have credentials.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}

/// All registered sources, by id.
#[utoipa::path(
    get, path = "/api/v1/sources", tag = "sources", params(openapi::PageParameters),
    responses(
        (status = 200, description = "One page of sources", body = ref("#/components/schemas/SourcePage")),
    )
)]
pub(super) async fn list(
    State(state): State<AppState>,
    reader: Reader,
    uri: Uri,
) -> Result<Json<Page<SourceJson>>, Problem> {
    blocking(move || {
        let parameters = Parameters::of(&uri, &["page", "per_page"])?;
        let paging = parameters.paging()?;
        let mut all = state.journal.sources()?;
        all.sort_by(|a, b| a.source.id.cmp(&b.source.id));
        let total = all.len() as u64;
        let items = paging.slice(&all).iter().map(|entry| SourceJson::from(entry.clone())).collect();
        let next = paging.next(&state.config.base_url, "api/v1/sources", &parameters, total);
        Ok(Json(Page { seq: reader.seq, total, items, next }))
    })
    .await
}

/// One source.
#[utoipa::path(
    get, path = "/api/v1/sources/{id}", tag = "sources", params(openapi::SourceIdParameter),
    responses(
        (status = 200, description = "The source", body = ref("#/components/schemas/Source")),
        (status = 404, description = "There is none of that id", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn one(
    State(state): State<AppState>,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<SourceJson>, Problem> {
    Parameters::of(&uri, &[])?;
    let id = source_id(&id)?;
    blocking(move || Ok(Json(state.journal.source(&id)?.into()))).await
}

/// What the last reading of a source found, worst first, then what the merge of all sources found about its identifiers, then problems of its
/// links.
#[utoipa::path(
    get, path = "/api/v1/sources/{id}/findings", tag = "sources",
    params(openapi::SourceIdParameter, openapi::PageParameters),
    responses(
        (status = 200, description = "One page of findings", body = ref("#/components/schemas/FindingPage")),
        (status = 404, description = "There is none of that id", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn findings(
    State(state): State<AppState>,
    reader: Reader,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<Page<Finding>>, Problem> {
    let id = source_id(&id)?;
    blocking(move || {
        let parameters = Parameters::of(&uri, &["page", "per_page"])?;
        let paging = parameters.paging()?;
        state.journal.source(&id)?;
        let (of_source, mut items) = state.journal.findings(&id, paging.offset(), paging.per_page)?;
        // What the merge of all sources and checks of links found comes after what the source's own runs found.
        let mut more = reader.merge_findings.get(&id).cloned().unwrap_or_default();
        more.extend(crate::links::findings_of_source(&state.journal, &reader, &id, state.clock.now())?);
        let skip = usize::try_from(paging.offset().saturating_sub(of_source)).unwrap_or(usize::MAX);
        let left = usize::try_from(paging.per_page).unwrap_or(usize::MAX).saturating_sub(items.len());
        items.extend(more.iter().skip(skip).take(left).cloned());
        let total = of_source + more.len() as u64;
        let path = format!("api/v1/sources/{id}/findings");
        let next = paging.next(&state.config.base_url, &path, &parameters, total);
        Ok(Json(Page { seq: reader.seq, total, items, next }))
    })
    .await
}

/// A path segment as source id; what cannot be an id is no source.
pub(super) fn source_id(text: &str) -> Result<SourceId, Problem> {
    text.parse().map_err(|problem: String| Problem::not_found(format!("{problem}; `/api/v1/sources` lists them")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_not_shown() {
        assert_eq!(without_credentials("https://me:secret@x.se/dcat?a=1"), "https://x.se/dcat?a=1");
        assert_eq!(without_credentials("https://x.se/dcat"), "https://x.se/dcat");
    }
}
