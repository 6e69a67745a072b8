//! Signed messages to a receiver's address (`docs/notifications.md` describes them for who writes one).

use super::letter::Letter;
use super::matter::{Matter, Situation};
use super::{Failed, Notifier};
use crate::fetch::{Fetcher, Secret};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use model::{LangText, RunReport, Source};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use sha2::Sha256;
use std::fmt::Write as _;
use url::Url;

/// The body. Its timestamp and delivery are signed with the rest, so that nobody can replay it unnoticed.
#[derive(Serialize)]
pub(super) struct Body<'a> {
    delivery: &'a str,
    timestamp: i64,
    source: &'a model::SourceId,
    title: &'a str,
    situation: &'static str,
    previous: Option<&'static str>,
    outcome: model::Outcome,
    run: u64,
    datasets: u64,
    reason: &'a LangText,
    subject: &'a LangText,
    text: &'a LangText,
    source_page: &'a str,
    run_page: &'a str,
}

/// Writes the body once; each attempt sends the same bytes.
pub(super) fn body(
    source: &Source,
    matter: &Matter,
    previous: Option<Situation>,
    report: &RunReport,
    letter: &Letter,
    (delivery, at): (&str, DateTime<Utc>),
) -> Vec<u8> {
    let body = Body {
        delivery,
        timestamp: at.timestamp(),
        source: &source.id,
        title: &source.title,
        situation: matter.situation.as_str(),
        previous: previous.map(Situation::as_str),
        outcome: report.outcome,
        run: report.run,
        datasets: report.datasets,
        reason: &matter.reason,
        subject: &letter.subject,
        text: &letter.text,
        source_page: &letter.source_page,
        run_page: &letter.run_page,
    };
    serde_json::to_vec(&body).unwrap_or_default()
}

/// `sha256=` and the HMAC-SHA256 (RFC 2104) of the body in hexadecimal.
pub(super) fn signature(secret: &Secret, body: &[u8]) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.reveal().as_bytes()).ok()?;
    mac.update(body);
    let mut text = "sha256=".to_owned();
    for byte in mac.finalize().into_bytes() {
        write!(text, "{byte:02x}").ok()?;
    }
    Some(text)
}

impl Notifier {
    /// One attempt to deliver.
    pub(super) async fn post(
        fetcher: &Fetcher,
        url: &Url,
        body: Vec<u8>,
        secret: &Secret,
        (delivery, at): (&str, DateTime<Utc>),
    ) -> Result<(), Failed> {
        let signed = signature(secret, &body).ok_or_else(|| Failed::forever("it cannot be signed".to_owned()))?;
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let own = [("x-skord-signature", signed.as_str()), ("x-skord-delivery", delivery)];
        for (name, value) in own {
            let value =
                HeaderValue::from_str(value).map_err(|_| Failed::forever(format!("`{name}` cannot be sent")))?;
            headers.insert(HeaderName::from_static(name), value);
        }
        headers.insert(HeaderName::from_static("x-skord-timestamp"), HeaderValue::from(at.timestamp()));
        let sent = fetcher.send(url, |client| client.post(url.clone()).headers(headers).body(body)).await;
        let answer = sent.map_err(|error| Failed { again: error.is_transient(), cause: error.to_string() })?;
        let status = answer.status();
        if status.is_success() {
            return Ok(());
        }
        let again = status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429);
        Err(Failed { again, cause: format!("the receiver answered {status}") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_rfc_4231() {
        let secret = Secret::new("Jefe".to_owned());
        let expected = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(signature(&secret, b"what do ya want for nothing?").unwrap(), expected);
    }
}
