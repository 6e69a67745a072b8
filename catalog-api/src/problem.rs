//! Errors as RFC 9457 `application/problem+json`.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Map, Value};
use std::ops::Deref;

/// One error for the client: what is wrong, where, how to do better. Boxed, since it is the `Err` of everything.
#[derive(Debug, Clone)]
pub(crate) struct Problem(Box<Details>);

/// What a [`Problem`] says.
#[derive(Debug, Clone)]
pub(crate) struct Details {
    /// HTTP status.
    pub(crate) status: StatusCode,
    /// Short summary, the same for every problem of its kind.
    pub(crate) title: String,
    /// What is wrong with *this* request and how to fix it.
    pub(crate) detail: String,
    /// More members (`parameter`, `allowed` …).
    pub(crate) members: Map<String, Value>,
    /// Seconds after which to try again.
    pub(crate) retry_after: Option<u64>,
    /// How to say who one is (`WWW-Authenticate`).
    pub(crate) authenticate: Option<&'static str>,
    /// Where it is instead (`Location`).
    pub(crate) location: Option<String>,
}

/// A problem with the three members that each has.
pub(crate) fn problem(status: StatusCode, title: &str, detail: impl Into<String>) -> Problem {
    let (title, detail) = (title.to_owned(), detail.into());
    let members = Map::new();
    Problem(Box::new(Details { status, title, detail, members, retry_after: None, authenticate: None, location: None }))
}

impl Deref for Problem {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl Problem {
    /// 400.
    pub(crate) fn bad_request(detail: impl Into<String>) -> Self {
        problem(StatusCode::BAD_REQUEST, "Bad request", detail)
    }

    /// 301: no error, but no answer either.
    pub(crate) fn moved(location: String) -> Self {
        let detail = format!("it is at `{location}` now");
        let mut moved = problem(StatusCode::MOVED_PERMANENTLY, "Moved Permanently", detail);
        moved.0.location = Some(location);
        moved
    }

    /// 404.
    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        problem(StatusCode::NOT_FOUND, "Not found", detail)
    }

    /// 500; the cause goes to the log, not to the client.
    pub(crate) fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(error = %cause, "a request failed: {cause}");
        let detail =
            "something went wrong in the server; it is logged. Please try again, and tell the operator if it stays";
        problem(StatusCode::INTERNAL_SERVER_ERROR, "Internal error", detail)
    }

    /// Adds a member.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.members.insert(name.to_owned(), value.into());
        self
    }

    /// 401; `challenge` says how to do better.
    pub(crate) fn unauthorized(challenge: &'static str, detail: impl Into<String>) -> Self {
        let mut problem = problem(StatusCode::UNAUTHORIZED, "Unauthorized", detail);
        problem.set_challenge(challenge);
        problem
    }

    /// Says how to do better (`WWW-Authenticate`).
    pub(crate) fn set_challenge(&mut self, challenge: &'static str) {
        self.0.authenticate = Some(challenge);
    }

    /// 403.
    pub(crate) fn forbidden(detail: impl Into<String>) -> Self {
        problem(StatusCode::FORBIDDEN, "Forbidden", detail)
    }

    /// 409.
    pub(crate) fn conflict(detail: impl Into<String>) -> Self {
        problem(StatusCode::CONFLICT, "Conflict", detail)
    }

    /// Adds `Retry-After` in seconds.
    #[must_use]
    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let problem = *self.0;
        let mut body = Map::new();
        body.insert("type".to_owned(), "about:blank".into());
        body.insert("title".to_owned(), problem.title.into());
        body.insert("status".to_owned(), problem.status.as_u16().into());
        body.insert("detail".to_owned(), problem.detail.into());
        body.extend(problem.members);
        let mut response = (problem.status, Value::Object(body).to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(location) = problem.location.and_then(|location| HeaderValue::from_str(&location).ok()) {
            headers.insert(header::LOCATION, location);
        }
        if let Some(challenge) = problem.authenticate {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        if let Some(seconds) = problem.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<store::StoreError> for Problem {
    fn from(error: store::StoreError) -> Self {
        match error {
            store::StoreError::UnknownSource(id) => {
                Self::not_found(format!("no source `{id}`; `/api/v1/sources` lists them"))
            }
            store::StoreError::NothingHeld { source_id } => {
                Self::conflict(format!("nothing of `{source_id}` is held: there is nothing to decide"))
            }
            store::StoreError::Rule(why) => Self::bad_request(why),
            error @ store::StoreError::NoSuchVersion { .. } => Self::not_found(error.to_string()),
            other => Self::internal(&other),
        }
    }
}

impl From<search::SearchError> for Problem {
    fn from(error: search::SearchError) -> Self {
        Self::internal(&error)
    }
}
