//! Runs: what each attempt to harvest a source did.

use super::params::Parameters;
use super::{Page, blocking, openapi};
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::Json;
use axum::extract::{Path, State};
use http::Uri;
use model::{Finding, RunReport, Seq, Severity, SourceId};
use serde::Serialize;
use store::Journal;
use store::journal::RunFilter;

/// A run with a page of its findings.
#[derive(Debug, Serialize)]
pub(crate) struct RunJson {
    #[serde(flatten)]
    report: RunReport,
    catalog_seq: Seq,
    total: u64,
    items: Vec<Finding>,
    next: Option<String>,
}

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
        let items = items.into_iter().map(public).collect();
        let next = paging.next(&state.config.base_url, "api/v1/runs", &parameters, total);
        Ok(Json(Page { seq: reader.seq, total, items, next }))
    })
    .await
}

/// One run, with every finding of that very run.
#[utoipa::path(
    get, path = "/api/v1/runs/{run}", tag = "sources", params(openapi::RunNumber, openapi::FindingParameters),
    responses(
        (status = 200, description = "The report; `items` are its findings, `total` of them with the chosen severity and code", body = ref("#/components/schemas/RunWithFindings")),
        (status = 404, description = "There is none of that number, or it goes on", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn one(
    State(state): State<AppState>,
    reader: Reader,
    Path(run): Path<String>,
    uri: Uri,
) -> Result<Json<RunJson>, Problem> {
    blocking(move || with_findings(&state, &reader, &run, &uri).map(Json)).await
}

/// The report and the page of findings that a query asks for.
pub(crate) fn with_findings(state: &AppState, reader: &Reader, run: &str, uri: &Uri) -> Result<RunJson, Problem> {
    let parameters = Parameters::of(uri, &["severity", "code", "page", "per_page"])?;
    let paging = parameters.paging()?;
    let severity = match parameters.word("severity", &["error", "warning", "notice"])? {
        Some("error") => Some(Severity::Error),
        Some("warning") => Some(Severity::Warning),
        Some(_) => Some(Severity::Notice),
        None => None,
    };
    let code = parameters.one("code")?;
    let report = report_of(&state.journal, run)?;
    let mut findings = state.journal.run_findings(report.run)?.unwrap_or_default();
    findings.retain(|finding| {
        severity.is_none_or(|severity| finding.severity == severity) && code.is_none_or(|code| finding.code == code)
    });
    let total = findings.len() as u64;
    let items = paging.slice(&findings).to_vec();
    let next = paging.next(&state.config.base_url, &format!("api/v1/runs/{}", report.run), &parameters, total);
    Ok(RunJson { report: public(report), catalog_seq: reader.seq, total, items, next })
}

/// An ended run by its number; 404 with words for anything else.
pub(crate) fn report_of(journal: &Journal, run: &str) -> Result<RunReport, Problem> {
    let number: Option<u64> = run.parse().ok();
    let report = number.map(|number| journal.run(number)).transpose()?.flatten();
    report.ok_or_else(|| {
        let shown = model::finding::clip(run, 40);
        Problem::not_found(format!("no ended run `{shown}`; `/api/v1/runs` lists them"))
    })
}

/// What everybody may read of a report: that a person ordered it, not who.
pub(crate) fn public(mut report: RunReport) -> RunReport {
    if report.detail.by.is_some() {
        report.detail.by = Some("person".to_owned());
    }
    report
}
