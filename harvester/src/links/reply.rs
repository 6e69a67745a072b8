//! One request and the beginning of its answer.

use super::LinkChecker;
use super::certificate;
use crate::fetch::FetchError;
use chrono::{DateTime, Utc};
use model::link::host_of;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, HeaderMap,
    HeaderValue, ORIGIN, RANGE,
};
use reqwest::{Method, Response};
use std::time::Duration;
use url::Url;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    /// Only the head.
    Head,
    /// So many bytes from the start.
    Start(usize),
    /// The same without `Range`, for servers that choke on it.
    Whole(usize),
}

/// The head of an answer and, unless only that was asked, the beginning of its body.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    pub(super) certificate_expires: Option<DateTime<Utc>>,
}

impl LinkChecker {
    /// Asks once, within the load limits; the connection is free (or closed) when this returns.
    pub(super) async fn ask(&self, url: &Url, ask: Ask) -> Result<Reply, FetchError> {
        let mut turn = self.gate.enter(&host_of(url.as_str())).await;
        if let Some(delay) = self.delay(url) {
            turn.slow_down(delay);
        }
        self.asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let (method, headers) = self.request(ask);
        let answer = self.fetcher.send(url, |client| client.request(method, url.clone()).headers(headers)).await?;
        let status = answer.status().as_u16();
        let headers = answer.headers().clone();
        let certificate_expires = answer
            .extensions()
            .get::<reqwest::tls::TlsInfo>()
            .and_then(reqwest::tls::TlsInfo::peer_certificate)
            .and_then(certificate::expires);
        let body = match ask {
            Ask::Start(limit) | Ask::Whole(limit) if (200..300).contains(&status) => {
                start_of(answer, limit, Duration::from_secs(self.config.timeout)).await
            }
            _ => Vec::new(),
        };
        Ok(Reply { status, headers, body, certificate_expires })
    }

    fn request(&self, ask: Ask) -> (Method, HeaderMap) {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
        // Sizes are compared with what is declared, which is the size of the thing itself.
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        if let Ok(origin) = HeaderValue::from_str(&self.origin) {
            headers.insert(ORIGIN, origin);
        }
        if let Ask::Start(limit) = ask
            && let Ok(range) = HeaderValue::from_str(&format!("bytes=0-{}", limit.saturating_sub(1)))
        {
            headers.insert(RANGE, range);
        }
        (if ask == Ask::Head { Method::HEAD } else { Method::GET }, headers)
    }
}

/// What comes of a body within the limits; the rest is never read. A body that breaks off has a beginning, too.
async fn start_of(mut answer: Response, limit: usize, patience: Duration) -> Vec<u8> {
    let mut start = Vec::new();
    let reading = async {
        while start.len() < limit
            && let Ok(Some(chunk)) = answer.chunk().await
        {
            start.extend_from_slice(&chunk[..chunk.len().min(limit - start.len())]);
        }
    };
    let _ = tokio::time::timeout(patience, reading).await;
    start
}

impl Reply {
    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// One of the five statuses that name another address.
    pub(super) fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }

    pub(super) fn text(&self, name: impl reqwest::header::AsHeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok().map(str::trim).filter(|text| !text.is_empty())
    }

    pub(super) fn content_type(&self) -> Option<String> {
        self.text(CONTENT_TYPE).map(|text| model::finding::clip(text, 200))
    }

    /// Size of the whole resource, if the answer says it.
    pub(super) fn length(&self) -> Option<u64> {
        if self.text(CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
            return None;
        }
        if self.status == 206 {
            return self.text(CONTENT_RANGE)?.rsplit_once('/')?.1.parse().ok();
        }
        self.text(reqwest::header::CONTENT_LENGTH)?.parse().ok()
    }

    /// Whether pages of `origin` may read it.
    pub(super) fn allows(&self, origin: &str) -> bool {
        self.text(ACCESS_CONTROL_ALLOW_ORIGIN).is_some_and(|allowed| allowed == "*" || allowed == origin)
    }
}
