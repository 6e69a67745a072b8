//! One request with its redirects, each hop checked.

use super::Fetcher;
use super::address::{self, host_label, public_url};
use super::error::{FetchError, innermost};
use reqwest::Response;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LOCATION};
use std::time::Duration;
use store::journal::Validators;
use url::Url;

/// All serialisations alike (the server knows which of its own is best), other things only if there is no RDF.
const ACCEPT_RDF: &str = "text/turtle, application/rdf+xml, application/n-triples, application/ld+json, \
     application/trig, application/n-quads, application/xml;q=0.5, text/xml;q=0.5, application/json;q=0.4, */*;q=0.1";

impl Fetcher {
    /// Asks `url` and follows its redirects; returns the first answer that is none, and its address.
    pub(super) async fn follow(
        &self,
        url: &Url,
        validators: Option<&Validators>,
    ) -> Result<(Response, Url), FetchError> {
        let headers = request_headers(validators);
        let limit = self.config.max_redirects;
        let mut seen = vec![url.clone()];
        let mut current = url.clone();
        loop {
            let answer = self.ask(&current, &headers).await?;
            if !matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
                return Ok((answer, current));
            }
            let next = target(&current, &answer)?;
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
    async fn ask(&self, url: &Url, headers: &HeaderMap) -> Result<Response, FetchError> {
        let host = host_label(url);
        let (connect, first_byte) = (self.config.connect_timeout, self.config.first_byte_timeout);
        let proxied = self.clients.proxied();
        let pinned = address::check(url, &self.allowed, proxied, Duration::from_secs(connect)).await?;
        let exchange = |cause: &reqwest::Error| FetchError::Exchange { host: host.clone(), cause: innermost(cause) };
        // With a proxy the TLS may be the proxy's own.
        let tls = url.scheme() == "https" || proxied;
        let client = self.clients.client(&pinned, tls).map_err(|cause| exchange(&cause))?;
        let sent = client.get(url.clone()).headers(headers.clone()).send();
        // Connecting has its own limit within this one.
        let answer = tokio::time::timeout(Duration::from_secs(connect + first_byte), sent).await;
        match answer {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(cause)) if cause.is_timeout() => Err(FetchError::ConnectTimeout { host, seconds: connect }),
            Ok(Err(cause)) if cause.is_connect() => {
                let cause = innermost(&cause);
                Err(FetchError::Connect { host, cause })
            }
            Ok(Err(cause)) => Err(exchange(&cause)),
            Err(_) => Err(FetchError::FirstByteTimeout { host, seconds: first_byte }),
        }
    }
}

/// Where a redirect leads.
fn target(current: &Url, answer: &Response) -> Result<Url, FetchError> {
    let status = answer.status().as_u16();
    let bad = |problem: String| FetchError::BadRedirect { status, problem };
    let location = answer.headers().get(LOCATION).ok_or_else(|| bad("the header is missing".to_owned()))?;
    // Servers send UTF-8 here although only ASCII is allowed; `Url` encodes it.
    let text = std::str::from_utf8(location.as_bytes()).map_err(|cause| bad(cause.to_string()))?;
    let mut next = current.join(text).map_err(|cause| bad(format!("`{text}`: {cause}")))?;
    next.set_fragment(None);
    Ok(next)
}

fn request_headers(validators: Option<&Validators>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(ACCEPT_RDF));
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, br, zstd, deflate"));
    let Some(validators) = validators else { return headers };
    let conditions = [(IF_NONE_MATCH, &validators.etag), (IF_MODIFIED_SINCE, &validators.last_modified)];
    for (name, value) in conditions {
        if let Some(value) = value.as_deref().and_then(|text| HeaderValue::from_str(text).ok()) {
            headers.insert(name, value);
        }
    }
    headers
}
