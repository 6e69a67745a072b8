//! Who may order: tokens, and bodies of orders.
//!
//! Orders are for programs and for people with a token, never for pages of other sites: the token is in a header that
//! browsers do not send by themselves, a request that a browser says comes from elsewhere is refused, bodies are JSON,
//! and answers to orders carry no CORS headers (`layers`).

use crate::problem::{Problem, problem};
use crate::state::AppState;
use http::{HeaderMap, StatusCode, header};
use model::SourceId;
use serde::de::DeserializeOwned;
use store::journal::Token;

/// How to say who one is.
const CHALLENGE: &str = "Bearer realm=\"skord\"";
/// The same when a token was given that is none.
const INVALID: &str = "Bearer realm=\"skord\", error=\"invalid_token\"";
/// The same when a token was given that is good for something else.
const TOO_LITTLE: &str = "Bearer realm=\"skord\", error=\"insufficient_scope\"";

/// Longest reason that a person may give, in characters.
const MAX_REASON: usize = 2000;

/// The token of a request that orders something of `source`: 401 without one that we know, 403 if it is another's.
pub(crate) fn for_source(state: &AppState, headers: &HeaderMap, source: &SourceId) -> Result<Token, Problem> {
    let token = token_of(state, headers)?;
    if token.allows(source) {
        return Ok(token);
    }
    let own = token.source.as_ref().map(ToString::to_string).unwrap_or_default();
    Err(too_little(format!("this token is good for the source `{own}` and not for `{source}`: use that one's")))
}

/// The token of a request that only the operator may make.
pub(crate) fn for_operator(state: &AppState, headers: &HeaderMap) -> Result<Token, Problem> {
    let token = token_of(state, headers)?;
    match &token.source {
        None => Ok(token),
        Some(own) => Err(too_little(format!(
            "this token is good for the source `{own}` only: this needs the operator's (`skord token add`)"
        ))),
    }
}

/// Whether a reader of `source` may see names of people: it shows a token that is good for it.
pub(crate) fn is_insider(state: &AppState, headers: &HeaderMap, source: &SourceId) -> bool {
    headers.contains_key(header::AUTHORIZATION) && for_source(state, headers, source).is_ok()
}

fn too_little(detail: String) -> Problem {
    let mut problem = Problem::forbidden(detail);
    problem.set_challenge(TOO_LITTLE);
    problem
}

/// The token that a request shows. The journal looks for the hash of what was sent, so the time it takes says nothing
/// about any token.
fn token_of(state: &AppState, headers: &HeaderMap) -> Result<Token, Problem> {
    refuse_foreign(headers, &state.config.base_url)?;
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some(shown) = shown else {
        return Err(Problem::unauthorized(CHALLENGE, "this needs a token: send `Authorization: Bearer skord_…`"));
    };
    let secret = shown.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let Some((_, secret)) = secret else {
        return Err(Problem::unauthorized(CHALLENGE, "the scheme of `Authorization` must be `Bearer`"));
    };
    let unknown = "there is no such token, or it was revoked; ask the operator for another one";
    state.journal.token(secret)?.ok_or_else(|| Problem::unauthorized(INVALID, unknown))
}

/// Refuses what a browser sends for a page of another site.
pub(crate) fn refuse_foreign(headers: &HeaderMap, base_url: &str) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let ours = url::Url::parse(base_url).map(|url| url.origin().ascii_serialization()).unwrap_or_default();
    let elsewhere = text("origin").is_some_and(|origin| origin != ours)
        || text("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none"));
    if elsewhere {
        return Err(Problem::forbidden("orders are not taken from pages of other sites"));
    }
    Ok(())
}

/// The JSON body of an order; an empty one is the default. 415 for another type, 400 with words for what is none.
pub(crate) fn body<T: DeserializeOwned + Default>(headers: &HeaderMap, body: &[u8]) -> Result<T, Problem> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(T::default());
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        let detail = format!("`{kind}` is no type that this takes: send `Content-Type: application/json`");
        return Err(problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type", detail));
    }
    serde_json::from_slice(body).map_err(|error| Problem::bad_request(format!("the body cannot be read: {error}")))
}

/// A reason in a person's words, without white space around it.
pub(crate) fn reason(text: Option<String>) -> Result<String, Problem> {
    let text = text.unwrap_or_default().trim().to_owned();
    if text.chars().count() > MAX_REASON {
        let detail = format!("`reason` is longer than {MAX_REASON} characters: say it shorter");
        return Err(Problem::bad_request(detail).with("parameter", "reason"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn browsers_of_other_sites_are_refused() {
        let check = |name: &'static str, value: &'static str| {
            let headers =
                HeaderMap::from_iter([(http::HeaderName::from_static(name), HeaderValue::from_static(value))]);
            refuse_foreign(&headers, "https://portal.example/data/").is_ok()
        };
        assert!(check("origin", "https://portal.example"));
        assert!(check("sec-fetch-site", "same-origin") && check("sec-fetch-site", "none"));
        assert!(!check("origin", "https://evil.example") && !check("origin", "null"));
        assert!(!check("sec-fetch-site", "cross-site") && !check("sec-fetch-site", "same-site"));
        assert!(refuse_foreign(&HeaderMap::new(), "https://portal.example/").is_ok());
    }
}
