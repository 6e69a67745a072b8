//! A document judged before it is published.

use super::{blocking, openapi};
use crate::checks::{CheckProblem, Desk};
use crate::negotiate::negotiate;
use crate::problem::{Problem, problem};
use crate::sparql::{accept_of, client};
use crate::state::AppState;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, StatusCode, header};
use model::SourceId;
use model::control::{CHECK_PROFILES, CheckForm, CheckOrder, CheckedDocument};
use serde::Deserialize;
use std::path::PathBuf;
use tempfile::NamedTempFile;

/// Name in `format`, media type.
const FORMATS: [(&str, &str, CheckForm); 4] = [
    ("json", "application/json", CheckForm::Json),
    ("ttl", "text/turtle", CheckForm::Ttl),
    ("html", "text/html", CheckForm::Html),
    ("sarif", "application/sarif+json", CheckForm::Sarif),
];

/// Bytes of a JSON body with an address.
const LONGEST_ORDER: usize = 64 * 1024;

/// What is asked for; in the URL, or as JSON where the document is at an address.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Asked {
    url: Option<String>,
    profile: Option<String>,
    against: Option<String>,
    format: Option<String>,
    language: Option<String>,
}

/// Judges a catalog that is not published yet (body or `url`): findings with what to do, metadata quality, what to mend
/// first; with `against` also what would change. Nothing is kept.
#[utoipa::path(
    post, path = "/api/v1/check", tag = "check", params(openapi::CheckParameters),
    request_body(description = "The catalog in any format that is harvested, or JSON with `url` and the parameters", content(
        (String = "text/turtle"), (String = "application/rdf+xml"), (String = "application/ld+json"),
        (String = "application/n-triples"), (ref("#/components/schemas/CheckOrder") = "application/json"),
    )),
    responses(
        (status = 200, description = "The report; `conforms` says whether there are errors", content(
            (ref("#/components/schemas/CheckReport") = "application/json"), (String = "text/turtle"),
            (String = "text/html"), (String = "application/sarif+json"),
        )),
        (status = 404, description = "No such source as `against`", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 406, description = "No format that you accept", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 408, description = "The document did not arrive in time", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 413, description = "The document is too large to be judged here", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 422, description = "It cannot be judged: no RDF, no catalog, two catalogs, an address that is refused", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 429, description = "A check of yours is under way", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 503, description = "Too busy, or it took too long (`detail` says which)", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn check(State(state): State<AppState>, request: Request) -> Result<Response, Problem> {
    let desk = state.checks.as_ref().ok_or_else(CheckProblem::closed)?;
    let (parts, body) = request.into_parts();
    let place = desk.enter(client(&parts))?;
    let asked = in_url(&parts)?;
    let (asked, document) = document(desk, &parts, asked, body).await?;
    let (media_type, form) = form(&asked, &parts.headers)?;
    let order = order(&state, asked, form, content_type(&parts.headers), document.as_ref()).await?;
    let report = desk.check(order, place, document).await?;
    Ok(([(header::CONTENT_TYPE, media_type), (header::VARY, "accept")], report).into_response())
}

fn in_url(parts: &Parts) -> Result<Asked, Problem> {
    let mut asked = Asked::default();
    for (name, value) in url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()) {
        let place = match name.as_ref() {
            "url" => &mut asked.url,
            "profile" => &mut asked.profile,
            "against" => &mut asked.against,
            "format" => &mut asked.format,
            "language" => &mut asked.language,
            _ => {
                let allowed = ["url", "profile", "against", "format", "language"];
                let unknown = Problem::bad_request(format!("there is no parameter `{name}`"));
                return Err(unknown.with("parameter", name.as_ref()).with("allowed", allowed.to_vec()));
            }
        };
        *place = Some(value.into_owned()).filter(|value| !value.trim().is_empty());
    }
    Ok(asked)
}

/// The body in a file; none if the document is at an address, which the URL or a JSON body names.
async fn document(
    desk: &Desk,
    parts: &Parts,
    asked: Asked,
    body: Body,
) -> Result<(Asked, Option<NamedTempFile>), Problem> {
    if asked.url.is_some() {
        return Ok((asked, None));
    }
    let length = parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let limit = desk.limits().bytes;
    if length.is_some_and(|length| length > limit) {
        return Err(CheckProblem::too_large(limit).into());
    }
    if content_type(&parts.headers)
        .is_some_and(|kind| kind.split(';').next().unwrap_or("").trim() == "application/json")
    {
        return Ok((of_json(asked, body).await?, None));
    }
    let file = desk.receive(body.into_data_stream()).await?;
    let is_empty = file.as_file().metadata().is_ok_and(|file| file.len() == 0);
    if is_empty { Err(CheckProblem::nothing().into()) } else { Ok((asked, Some(file))) }
}

async fn of_json(in_url: Asked, body: Body) -> Result<Asked, Problem> {
    let detail = |cause: String| {
        Problem::bad_request(format!(
            "the JSON body is no order ({cause}): send `{{\"url\": \"https://…\"}}`, or JSON-LD as `application/ld+json`"
        ))
    };
    let bytes = axum::body::to_bytes(body, LONGEST_ORDER).await.map_err(|cause| detail(cause.to_string()))?;
    let asked: Asked = serde_json::from_slice(&bytes).map_err(|cause| detail(cause.to_string()))?;
    if asked.url.is_none() {
        return Err(detail("it has no `url`".to_owned()));
    }
    Ok(Asked {
        url: asked.url,
        profile: asked.profile.or(in_url.profile),
        against: asked.against.or(in_url.against),
        format: asked.format.or(in_url.format),
        language: asked.language.or(in_url.language),
    })
}

fn content_type(headers: &HeaderMap) -> Option<String> {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn form(asked: &Asked, headers: &HeaderMap) -> Result<(&'static str, CheckForm), Problem> {
    if let Some(name) = &asked.format {
        let known = FORMATS.iter().find(|(known, ..)| known == name);
        return known.map(|(_, media_type, form)| (*media_type, *form)).ok_or_else(|| {
            let allowed: Vec<&str> = FORMATS.iter().map(|(name, ..)| *name).collect();
            one_of("format", name, &allowed)
        });
    }
    let offered: Vec<&str> = FORMATS.iter().map(|(_, media_type, _)| *media_type).collect();
    let chosen = negotiate(&accept_of(headers), &offered).ok_or_else(|| {
        let detail = format!("`Accept` names nothing that a report can be: {}", offered.join(", "));
        problem(StatusCode::NOT_ACCEPTABLE, "Not acceptable", detail).with("allowed", offered.clone())
    })?;
    let (_, media_type, form) = FORMATS[chosen];
    Ok((media_type, form))
}

fn one_of(parameter: &str, value: &str, allowed: &[&str]) -> Problem {
    let detail = format!("`{parameter}` is `{value}`: use one of {}", allowed.join(", "));
    Problem::bad_request(detail).with("parameter", parameter).with("allowed", allowed.to_vec())
}

async fn order(
    state: &AppState,
    asked: Asked,
    form: CheckForm,
    content_type: Option<String>,
    file: Option<&NamedTempFile>,
) -> Result<CheckOrder, Problem> {
    let profile = asked.profile.unwrap_or_else(|| "se".to_owned());
    let profiles: Vec<&str> = CHECK_PROFILES.iter().map(|(name, _)| *name).collect();
    if !profiles.contains(&profile.as_str()) {
        return Err(one_of("profile", &profile, &profiles));
    }
    let language = asked.language.unwrap_or_else(|| "sv".to_owned());
    if !["sv", "en"].contains(&language.as_str()) {
        return Err(one_of("language", &language, &["sv", "en"]));
    }
    let against = match asked.against {
        Some(id) => Some(known_source(state, &id).await?),
        None => None,
    };
    let (document, name) = match asked.url {
        Some(url) => (address(&url)?, url),
        None => {
            (CheckedDocument::File(file.map_or_else(PathBuf::new, |file| file.path().to_owned())), "body".to_owned())
        }
    };
    Ok(CheckOrder { document, name, content_type, profile, against, form, language })
}

/// An address on the network; files of the server are nobody's business.
pub(crate) fn address(url: &str) -> Result<CheckedDocument, CheckProblem> {
    let url = url.trim();
    let known = url::Url::parse(url).is_ok_and(|url| ["http", "https"].contains(&url.scheme()) && url.has_host());
    if known { Ok(CheckedDocument::Url(url.to_owned())) } else { Err(CheckProblem::bad_address(url)) }
}

async fn known_source(state: &AppState, id: &str) -> Result<SourceId, Problem> {
    let id = super::sources::source_id(id)?;
    let journal = std::sync::Arc::clone(&state.journal);
    blocking(move || Ok(journal.source(&id).map(|entry| entry.source.id)?)).await
}
