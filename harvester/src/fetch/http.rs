//! One request with its redirects, each hop checked.

use super::Fetcher;
use super::address::{self, host_label, public_url};
use super::credentials::{Credentials, verdict};
use super::error::{FetchError, innermost};
use model::Auth;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LOCATION};
use reqwest::{Client, RequestBuilder, Response};
use std::time::Duration;
use store::journal::Validators;
use url::Url;

/// All serialisations alike (the server knows which of its own is best), other things only if there is no RDF.
const ACCEPT_RDF: &str = "text/turtle, application/rdf+xml, application/n-triples, application/ld+json, \
     application/trig, application/n-quads, application/xml;q=0.5, text/xml;q=0.5, application/json;q=0.4, */*;q=0.1";

/// The first answer that is no redirect.
pub(super) struct Arrived {
    pub(super) answer: Response,
    pub(super) url: Url,
    /// Whether it was told who we are.
    pub(super) told: bool,
}

impl Fetcher {
    /// Asks `url` as who `auth` says, with its redirects. A token that is refused is renewed once.
    pub(super) async fn follow_as(
        &self,
        url: &Url,
        auth: Option<&Auth>,
        validators: Option<&Validators>,
    ) -> Result<(Response, Url), FetchError> {
        let mut credentials = match auth {
            Some(auth) => Some(self.credentials(url, auth, false).await?),
            None => None,
        };
        let mut arrived = self.follow(url, credentials.as_ref(), validators).await?;
        let renewable = credentials.as_ref().is_some_and(|credentials| credentials.renewable);
        if let Some(auth) = auth
            && arrived.answer.status() == 401
            && arrived.told
            && renewable
        {
            credentials = Some(self.credentials(url, auth, true).await?);
            arrived = self.follow(url, credentials.as_ref(), validators).await?;
        }
        let Arrived { answer, url: last, told } = arrived;
        // User name and password in the address itself count, too.
        let told = told || !last.username().is_empty();
        match verdict(answer.status().as_u16(), &last, auth.is_some(), told) {
            Some(error) => Err(error),
            None => Ok((answer, last)),
        }
    }

    async fn follow(
        &self,
        url: &Url,
        credentials: Option<&Credentials>,
        validators: Option<&Validators>,
    ) -> Result<Arrived, FetchError> {
        let plain = request_headers(validators);
        let limit = self.config.max_redirects;
        let mut seen = vec![url.clone()];
        let mut current = url.clone();
        loop {
            let mut headers = plain.clone();
            let told = credentials.is_some_and(|credentials| credentials.apply(&current, &mut headers));
            let answer = self.send(&current, |client| client.get(current.clone()).headers(headers)).await?;
            if !matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
                return Ok(Arrived { answer, url: current, told });
            }
            let next = redirect_target(&current, answer.status().as_u16(), answer.headers())?;
            if seen.contains(&next) {
                return Err(FetchError::RedirectLoop { url: public_url(&next) });
            }
            if seen.len() > limit {
                return Err(FetchError::TooManyRedirects { limit, url: public_url(&next) });
            }
            seen.push(next.clone());
            current = next;
        }
    }

    /// One hop: check, pin, send, wait for the head of the answer.
    pub(crate) async fn send(
        &self,
        url: &Url,
        request: impl FnOnce(Client) -> RequestBuilder,
    ) -> Result<Response, FetchError> {
        let host = host_label(url);
        let (connect, first_byte) = (self.config.connect_timeout, self.config.first_byte_timeout);
        let proxied = self.clients.proxied();
        let resolver = &*self.outside.resolver;
        let pinned = address::check(url, &self.allowed, proxied, resolver, Duration::from_secs(connect)).await?;
        let exchange = |cause: &reqwest::Error| FetchError::Exchange { host: host.clone(), cause: innermost(cause) };
        // With a proxy the TLS may be the proxy's own.
        let tls = url.scheme() == "https" || proxied;
        let client = self.clients.client(&pinned, tls).map_err(|cause| exchange(&cause))?;
        let sent = request(client).send();
        // Connecting has its own limit within this one.
        let answer = tokio::time::timeout(Duration::from_secs(connect + first_byte), sent).await;
        match answer {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(cause)) if cause.is_timeout() => Err(FetchError::ConnectTimeout { host, seconds: connect }),
            Ok(Err(cause)) if cause.is_connect() => {
                let cause = innermost(&cause);
                // rustls says so for each reason to distrust a certificate.
                let distrusted = cause.contains("certificate");
                Err(if distrusted {
                    FetchError::Certificate { host, cause }
                } else {
                    FetchError::Connect { host, cause }
                })
            }
            Ok(Err(cause)) => Err(exchange(&cause)),
            Err(_) => Err(FetchError::FirstByteTimeout { host, seconds: first_byte }),
        }
    }
}

/// Where a redirect leads.
pub(crate) fn redirect_target(current: &Url, status: u16, headers: &HeaderMap) -> Result<Url, FetchError> {
    let bad = |problem: String| FetchError::BadRedirect { status, problem };
    let location = headers.get(LOCATION).ok_or_else(|| bad("the header is missing".to_owned()))?;
    // Servers send UTF-8 here although only ASCII is allowed; `Url` encodes it.
    let text = std::str::from_utf8(location.as_bytes()).map_err(|cause| bad(cause.to_string()))?;
    let mut next = current.join(text).map_err(|cause| bad(format!("`{}`: {cause}", address::public_text(text))))?;
    next.set_fragment(None);
    Ok(next)
}

fn request_headers(validators: Option<&Validators>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(ACCEPT_RDF));
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, br, zstd, deflate"));
    let Some(validators) = validators else { return headers };
    for (name, value) in [(IF_NONE_MATCH, &validators.etag), (IF_MODIFIED_SINCE, &validators.last_modified)] {
        if let Some(value) = value.as_deref().and_then(|text| HeaderValue::from_str(text).ok()) {
            headers.insert(name, value);
        }
    }
    headers
}

/// Whether a 304 would be an answer to what we ask.
pub(super) fn is_conditional(validators: Option<&Validators>) -> bool {
    let headers = request_headers(validators);
    headers.contains_key(IF_NONE_MATCH) || headers.contains_key(IF_MODIFIED_SINCE)
}
