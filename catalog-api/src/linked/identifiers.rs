//! `/id/…`: names that we gave (blank nodes, datasets without IRI). A name is answered with 303 to what tells about it.

use super::formats::RdfDocument;
use super::resources::{described, gone};
use crate::address::{self, Address};
use crate::api::blocking;
use crate::negotiate::negotiate;
use crate::problem::Problem;
use crate::state::{AppState, Reader};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, HeaderValue, header};
use store::Snapshot;

/// How far a part is from the dataset that it belongs to, at most (checksum, distribution, dataset).
const DEPTH: usize = 3;

/// Sends to the page or document about a name of ours; with a suffix, the document itself.
#[utoipa::path(
    get, path = "/id/{*path}", tag = "linked data",
    params(("path" = String, Path, description = "What follows `/id/` in the name, with or without a suffix (`.ttl` …)")),
    responses(
        (status = 200, description = "The document (with a suffix)", content(
            (String = "text/turtle"), (String = "application/rdf+xml"), (String = "application/ld+json"),
            (String = "application/n-triples"),
        )),
        (status = 303, description = "The page or document about it"),
        (status = 404, description = "No such name", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 410, description = "It was withdrawn", content(
            (String = "text/turtle"), (String = "application/rdf+xml"), (String = "application/ld+json"),
            (String = "application/n-triples"),
        )),
    )
)]
pub(super) async fn identifier(
    State(state): State<AppState>,
    reader: Reader,
    Path(path): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let accept = crate::sparql::accept_of(&headers);
    let mut response = blocking(move || answer(&state, &reader, &path, &accept)).await?;
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept"));
    Ok(response)
}

fn answer(state: &AppState, reader: &Reader, path: &str, accept: &str) -> Result<Response, Problem> {
    let base_url = &state.config.base_url;
    let with_suffix = path.rsplit_once('.').and_then(|(name, suffix)| Some((name, RdfDocument::of_suffix(suffix)?)));
    if let Some((name, format)) = with_suffix {
        let iri = format!("{base_url}id/{name}");
        let triples = described(reader, &iri);
        if !triples.is_empty() {
            return format.respond(&triples);
        }
        return missing(state, reader, &iri, format);
    }
    let iri = format!("{base_url}id/{path}");
    let format = preferred(accept);
    let document = |format: RdfDocument| format!("{base_url}id/{path}.{}", format.suffix());
    if let Some(id) = store::views::id_of(&reader.snapshot, &iri) {
        let collection = if reader.has(&id) { "datasets" } else { "organisations" };
        let suffix = format.map(|format| format!(".{}", format.suffix())).unwrap_or_default();
        return Ok(see_other(&format!("{base_url}{collection}/{id}{suffix}")));
    }
    if reader.snapshot.iri_id(&iri).is_none_or(|id| reader.snapshot.properties(id).next().is_none()) {
        return missing(state, reader, &iri, format.unwrap_or(RdfDocument::Turtle));
    }
    // A part has no page of its own: people are sent to the page of what it is part of.
    let page = || owner(&reader.snapshot, reader, &iri).map(|id| format!("{base_url}datasets/{id}"));
    let target = match format {
        Some(format) => document(format),
        None => page().unwrap_or_else(|| document(RdfDocument::Turtle)),
    };
    Ok(see_other(&target))
}

fn see_other(target: &str) -> Response {
    Redirect::to(target).into_response()
}

/// 303 if it goes by another name now, 410 if we remember it, else 404.
fn missing(state: &AppState, reader: &Reader, iri: &str, format: RdfDocument) -> Result<Response, Problem> {
    let remembered = iri.strip_prefix(&state.config.base_url).map(|rest| format!("{}{rest}", model::ns::PLACEHOLDER));
    for name in [Some(iri.to_owned()), remembered].into_iter().flatten() {
        if let Some(tombstone) = state.journal.tombstone(&name)? {
            return match address::withdrawn(reader, &state.journal, tombstone)? {
                Address::Gone(remains) => gone(state, reader, &remains, format),
                Address::Moved { collection, id } => {
                    Ok(see_other(&format!("{}{collection}/{id}", state.config.base_url)))
                }
                _ => Err(Problem::not_found("it was withdrawn")),
            };
        }
    }
    Err(Problem::not_found(format!("nothing here is named `{}`", model::finding::clip(iri, 200))))
}

/// The RDF format that `Accept` asks for; `None` = a page.
fn preferred(accept: &str) -> Option<RdfDocument> {
    let offered = ["text/html", "text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"];
    negotiate(accept, &offered).and_then(|choice| RdfDocument::of_media_type(offered[choice]))
}

/// Portal id of the resource that a node belongs to.
fn owner(snapshot: &Snapshot, reader: &Reader, iri: &str) -> Option<String> {
    let mut level = vec![snapshot.iri_id(iri)?];
    for _ in 0..DEPTH {
        let mut above = Vec::new();
        for node in level {
            for [subject, _, _] in snapshot.triples(None, None, None, Some(node)).take(100) {
                if let oxrdf::Term::NamedNode(name) = snapshot.term(subject)
                    && let Some(id) = store::views::id_of(snapshot, name.as_str())
                    && reader.has(&id)
                {
                    return Some(id);
                }
                above.push(subject);
            }
        }
        level = above;
    }
    None
}
