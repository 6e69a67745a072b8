//! OAuth 2.0 client credentials (RFC 6749 §4.4): tokens, kept until they expire.

use super::Fetcher;
use super::address::{AllowedHosts, host_label, public_url};
use super::credentials::basic;
use super::error::{FetchError, status_text};
use super::secret::Secret;
use chrono::{DateTime, TimeDelta, Utc};
use model::Auth;
use reqwest::Response;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use url::{Url, form_urlencoded};

/// Largest answer of a token server.
const LARGEST: usize = 64 * 1024;
/// How long a token is kept whose server does not say how long it lasts, in seconds.
const UNSAID: i64 = 300;
/// The longest that a token is kept, in seconds.
const LONGEST: i64 = 24 * 3600;

/// Tokens that we hold.
#[derive(Debug, Default)]
pub(super) struct Tokens(Mutex<HashMap<Auth, Token>>);

#[derive(Debug, Clone)]
struct Token {
    text: Secret,
    until: DateTime<Utc>,
}

impl Tokens {
    fn valid(&self, auth: &Auth, now: DateTime<Utc>) -> Option<Secret> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.get(auth).filter(|token| token.until > now).map(|token| token.text.clone())
    }

    fn keep(&self, auth: &Auth, token: Token) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(auth.clone(), token);
    }
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    #[serde(default)]
    token_type: Option<String>,
    #[serde(default)]
    expires_in: Option<serde_json::Value>,
}

impl Fetcher {
    /// A token that is valid now; a new one if `renew`.
    pub(super) async fn token(&self, auth: &Auth, renew: bool) -> Result<Secret, FetchError> {
        let Auth::OAuth { token_url, client_id, client_secret, scope } = auth else {
            return Err(FetchError::BadUrl { url: "auth".to_owned(), problem: "it names no token address".to_owned() });
        };
        let now = self.clock.now();
        if let Some(token) = self.tokens.valid(auth, now).filter(|_| !renew) {
            return Ok(token);
        }
        let bad = |problem: String| FetchError::BadUrl { url: super::address::public_text(token_url), problem };
        let url = Url::parse(token_url).map_err(|cause| bad(cause.to_string()))?;
        require_tls(&url, &self.allowed)?;
        let secret = self.secret(client_secret)?;
        // RFC 6749 §2.3.1: both parts are form-encoded before they are put into the header.
        let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let password = Secret::new(encoded(secret.reveal()));
        let header = basic(&encoded(client_id), &password, client_secret)?;
        let mut answer = self.ask_for_token(&url, Some(header), form(scope.as_deref(), None)).await?;
        if matches!(answer.status().as_u16(), 400 | 401) {
            // Some servers want both in the body.
            let body = form(scope.as_deref(), Some((client_id, &secret)));
            answer = self.ask_for_token(&url, None, body).await?;
        }
        let granted = self.granted(&url, answer).await?;
        let said = granted.expires_in.as_ref().and_then(seconds).unwrap_or(UNSAID).clamp(0, LONGEST);
        // A little earlier than it ends, so that it does not end on its way.
        let until = now + TimeDelta::seconds(said - (said / 10).min(30));
        let text = Secret::new(granted.access_token);
        self.tokens.keep(auth, Token { text: text.clone(), until });
        Ok(text)
    }

    async fn ask_for_token(
        &self,
        url: &Url,
        header: Option<HeaderValue>,
        form: String,
    ) -> Result<Response, FetchError> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        headers.extend(header.map(|header| (AUTHORIZATION, header)));
        self.send(url, |client| client.post(url.clone()).headers(headers).body(form)).await
    }

    /// Reads the answer. What a server says about a failure is shown only if it is a code of the standard: it may
    /// repeat our secret.
    async fn granted(&self, url: &Url, answer: Response) -> Result<Granted, FetchError> {
        let status = answer.status().as_u16();
        let passing = status == 429 || status >= 500;
        let failed = |problem: String| FetchError::Token { host: host_label(url), problem, passing };
        let body = self.small_body(answer, LARGEST).await?;
        if status != 200 {
            let code = error_code(&body).map(|code| format!(" `{code}`")).unwrap_or_default();
            return Err(failed(format!("it answered {}{code}", status_text(status))));
        }
        let granted: Granted = serde_json::from_slice(&body)
            .map_err(|_| failed("its answer is no JSON with `access_token`".to_owned()))?;
        if granted.access_token.is_empty() {
            return Err(failed("`access_token` is empty".to_owned()));
        }
        let bearer = granted.token_type.as_deref().is_none_or(|kind| kind.eq_ignore_ascii_case("bearer"));
        if bearer { Ok(granted) } else { Err(failed("its token is no bearer token".to_owned())) }
    }

    /// A small body, whole, within the limits of time.
    async fn small_body(&self, mut answer: Response, largest: usize) -> Result<Vec<u8>, FetchError> {
        let mut body = Vec::new();
        let idle = self.config.first_byte_timeout;
        loop {
            let received = body.len() as u64;
            let chunk = tokio::time::timeout(Duration::from_secs(idle), answer.chunk()).await;
            let chunk = chunk.map_err(|_| FetchError::Stalled { received, seconds: idle })?;
            let Some(chunk) = chunk.map_err(|_| FetchError::BrokenOff { received, expected: None })? else {
                return Ok(body);
            };
            if body.len() + chunk.len() > largest {
                return Err(FetchError::TooLarge { limit: largest as u64 });
            }
            body.extend_from_slice(&chunk);
        }
    }
}

fn form(scope: Option<&str>, client: Option<(&str, &Secret)>) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("grant_type", "client_credentials");
    if let Some(scope) = scope {
        form.append_pair("scope", scope);
    }
    if let Some((id, secret)) = client {
        form.append_pair("client_id", id).append_pair("client_secret", secret.reveal());
    }
    form.finish()
}

/// Our secret goes out in the clear over http: only inside the operator's own network.
fn require_tls(url: &Url, allowed: &AllowedHosts) -> Result<(), FetchError> {
    if url.scheme() == "https" || (url.scheme() == "http" && allowed.vouches(url)) {
        return Ok(());
    }
    let problem = "a token address must begin with https://".to_owned();
    Err(FetchError::BadUrl { url: public_url(url), problem })
}

fn seconds(value: &serde_json::Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// The `error` of RFC 6749 §5.2, if it is one of those.
fn error_code(body: &[u8]) -> Option<&'static str> {
    const CODES: [&str; 6] = [
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_scope",
    ];
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    let said = value.get("error")?.as_str()?;
    CODES.into_iter().find(|code| *code == said)
}
