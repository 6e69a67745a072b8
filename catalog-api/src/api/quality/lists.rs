//! Sources and publishers with their scores.

use super::super::params::Parameters;
use super::super::sources::source_id;
use super::super::{Page, blocking};
use super::json::Figures;
use super::{mode, openapi, wants_csv};
use crate::csv;
use crate::problem::Problem;
use crate::quality::QualityFigures;
use crate::state::{AppState, Reader};
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Uri};
use model::quality::{DIMENSIONS, Mode, points};
use model::{LangText, Seq};
use serde::Serialize;
use std::cmp::Reverse;

/// One row: a source or a publisher.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    id: String,
    name: LangText,
    #[serde(flatten)]
    figures: Figures,
    #[serde(skip)]
    sums: QualityFigures,
}

/// One row alone.
#[derive(Debug, Serialize)]
pub(super) struct Single {
    seq: Seq,
    #[serde(flatten)]
    row: Row,
}

/// All harvested sources that have datasets, with the score of everything they publish.
#[utoipa::path(
    get, path = "/api/v1/quality/sources", tag = "quality", params(openapi::QualityListParameters),
    responses(
        (status = 200, description = "One page of sources", content(
            (ref("#/components/schemas/QualityPage") = "application/json"), (String = "text/csv"))),
    )
)]
pub(super) async fn sources(
    State(state): State<AppState>,
    reader: Reader,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Problem> {
    blocking(move || {
        let parameters = parameters(&uri)?;
        let mode = mode(&parameters)?;
        let names = state.journal.sources()?;
        let title = |id: &model::SourceId| names.iter().find(|entry| entry.source.id == *id);
        let rows = reader.quality.sources.iter().map(|(id, figures)| {
            let name = title(id).map_or_else(LangText::default, |entry| LangText::new("sv", &entry.source.title));
            row(id.as_str(), name, figures, mode)
        });
        list(&state, &reader, &parameters, &headers, ("sources", rows.collect()))
    })
    .await
}

/// All publishers of datasets, with the score of those that readers see.
#[utoipa::path(
    get, path = "/api/v1/quality/publishers", tag = "quality", params(openapi::QualityListParameters),
    responses(
        (status = 200, description = "One page of publishers", content(
            (ref("#/components/schemas/QualityPage") = "application/json"), (String = "text/csv"))),
    )
)]
pub(super) async fn publishers(
    State(state): State<AppState>,
    reader: Reader,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Problem> {
    let parameters = parameters(&uri)?;
    let mode = mode(&parameters)?;
    let rows = reader.organisations.iter().filter_map(|organisation| {
        let figures = reader.quality.publishers.get(&organisation.agent.id)?;
        Some(row(&organisation.agent.id, organisation.agent.name.clone(), figures, mode))
    });
    let rows = rows.collect();
    list(&state, &reader, &parameters, &headers, ("publishers", rows))
}

/// All catalogs that have datasets (those of sub-catalogs stand in the main catalog); `id` is the catalog's IRI.
#[utoipa::path(
    get, path = "/api/v1/quality/catalogs", tag = "quality", params(openapi::QualityListParameters),
    responses(
        (status = 200, description = "One page of catalogs", content(
            (ref("#/components/schemas/QualityPage") = "application/json"), (String = "text/csv"))),
    )
)]
pub(super) async fn catalogs(
    State(state): State<AppState>,
    reader: Reader,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Problem> {
    let parameters = parameters(&uri)?;
    let mode = mode(&parameters)?;
    let rows = reader.quality.catalogs.iter().map(|(iri, (title, figures))| row(iri, title.clone(), figures, mode));
    let rows = rows.collect();
    list(&state, &reader, &parameters, &headers, ("catalogs", rows))
}

/// One source.
#[utoipa::path(
    get, path = "/api/v1/quality/sources/{id}", tag = "quality",
    params(super::super::openapi::SourceIdParameter, openapi::QualityParameters),
    responses(
        (status = 200, description = "The figures", body = ref("#/components/schemas/QualityOfOne")),
        (status = 404, description = "There is none of that id", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn source(
    State(state): State<AppState>,
    reader: Reader,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Json<Single>, Problem> {
    let parameters = Parameters::of(&uri, &["mode"])?;
    let mode = mode(&parameters)?;
    let id = source_id(&id)?;
    blocking(move || {
        let entry = state.journal.source(&id)?;
        let figures = reader.quality.sources.get(&id).copied().unwrap_or_default();
        let name = LangText::new("sv", &entry.source.title);
        Ok(Json(Single { seq: reader.seq, row: row(id.as_str(), name, &figures, mode) }))
    })
    .await
}

/// One publisher, by portal id.
#[utoipa::path(
    get, path = "/api/v1/quality/publishers/{id}", tag = "quality",
    params(super::super::openapi::OrganisationId, openapi::QualityParameters),
    responses(
        (status = 200, description = "The figures", body = ref("#/components/schemas/QualityOfOne")),
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
) -> Result<Json<Single>, Problem> {
    let parameters = Parameters::of(&uri, &["mode"])?;
    let mode = mode(&parameters)?;
    blocking(move || {
        let Some(found) = reader.organisations.iter().find(|organisation| organisation.agent.id == id) else {
            let base = state.config.base_url.clone();
            let address = move |_: &str, id: &str| format!("{base}api/v1/quality/publishers/{id}");
            return Err(crate::address::refusal(&reader, &state.journal, ("organisations", &id), address)?);
        };
        let figures = reader.quality.publishers.get(&id).copied().unwrap_or_default();
        Ok(Json(Single { seq: reader.seq, row: row(&id, found.agent.name.clone(), &figures, mode) }))
    })
    .await
}

fn parameters(uri: &Uri) -> Result<Parameters, Problem> {
    Parameters::of(uri, &["mode", "sort", "format", "page", "per_page"])
}

fn row(id: &str, name: LangText, sums: &QualityFigures, mode: Mode) -> Row {
    Row { id: id.to_owned(), name, figures: Figures::of(sums, mode), sums: *sums }
}

/// A page as JSON, or the whole list as CSV.
fn list(
    state: &AppState,
    reader: &Reader,
    parameters: &Parameters,
    headers: &HeaderMap,
    (what, mut rows): (&str, Vec<Row>),
) -> Result<Response, Problem> {
    let (mode, paging) = (mode(parameters)?, parameters.paging()?);
    let name = |row: &Row| row.name.text("sv").to_lowercase();
    match parameters.word("sort", &["-score", "score", "name", "datasets", "stars"])? {
        Some("score") => rows.sort_by_key(|row| (row.sums.score(mode).total, name(row))),
        Some("name") => rows.sort_by_key(|row| (name(row), 0)),
        Some("datasets") => rows.sort_by_key(|row| (Reverse(row.sums.datasets), name(row))),
        Some("stars") => rows.sort_by_key(|row| (Reverse(row.sums.stars()), name(row))),
        _ => rows.sort_by_key(|row| (Reverse(row.sums.score(mode).total), name(row))),
    }
    if wants_csv(parameters, headers)? {
        return Ok(csv::response(&format!("quality-{what}"), table(&rows, mode)));
    }
    let total = rows.len() as u64;
    let next = paging.next(&state.config.base_url, &format!("api/v1/quality/{what}"), parameters, total);
    let items: Vec<&Row> = paging.slice(&rows).iter().collect();
    Ok(Json(Page { seq: reader.seq, total, items, next }).into_response())
}

fn table(rows: &[Row], mode: Mode) -> String {
    let mut text = String::new();
    let mut heads = vec!["id", "name_sv", "name_en", "mode", "datasets", "score", "max", "rating"];
    heads.extend(DIMENSIONS.iter().map(|dimension| dimension.id));
    heads.extend(["excellent", "good", "sufficient", "bad", "stars", "distributions"]);
    heads.extend(["addresses", "answering", "broken", "assumed"]);
    csv::line(&mut text, &heads);
    for Row { id, name, sums, .. } in rows {
        let score = sums.score(mode);
        let rating = sums.mark(mode).map_or("", |mark| mark.rating.names().0);
        let texts = [id.clone(), name.text("sv").to_owned(), name.text("en").to_owned(), mode.as_str().to_owned()];
        let mut cells = texts.to_vec();
        cells.extend([sums.datasets.to_string(), points(score.total).to_string(), mode.max().to_string()]);
        cells.push(rating.to_owned());
        cells.extend(score.dimensions.map(|sum| points(sum).to_string()));
        cells.extend(sums.ratings(mode).map(|(_, count)| count.to_string()));
        cells.extend([points(sums.stars()).to_string(), sums.distributions.to_string()]);
        let links = sums.links;
        cells.extend([links.total(), links.answering, links.broken, links.assumed].map(|count| count.to_string()));
        csv::line(&mut text, &cells.iter().map(String::as_str).collect::<Vec<_>>());
    }
    text
}
