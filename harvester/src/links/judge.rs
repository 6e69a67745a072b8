//! What failures and statuses mean.

use super::reply::Reply;
use crate::fetch::FetchError;
use model::LinkOutcome;
use reqwest::header::RETRY_AFTER;

/// What a status that is no redirect means.
pub(super) fn of_status(reply: &Reply) -> LinkOutcome {
    match reply.status {
        200..=299 => LinkOutcome::Answers,
        404 | 410 => LinkOutcome::Gone,
        401 | 403 | 407 | 451 => LinkOutcome::Login,
        429 => LinkOutcome::Busy,
        503 if reply.headers.contains_key(RETRY_AFTER) => LinkOutcome::Busy,
        500..=599 => LinkOutcome::ServerError,
        _ => LinkOutcome::Refused,
    }
}

/// What a failure means, and whether it is about the whole host. `https`: TLS was asked for.
pub(super) fn of_failure(error: &FetchError, https: bool) -> (LinkOutcome, bool) {
    match error {
        FetchError::AddressRefused { .. } => (LinkOutcome::Private, false),
        FetchError::Resolve { .. } => (LinkOutcome::Dns, true),
        FetchError::ConnectTimeout { .. } => (LinkOutcome::Timeout, true),
        FetchError::FirstByteTimeout { .. } => (LinkOutcome::Timeout, false),
        FetchError::Certificate { cause, .. } => (of_certificate(cause), true),
        FetchError::Connect { cause, .. } => (of_connection(cause, https), true),
        FetchError::RedirectLoop { .. }
        | FetchError::TooManyRedirects { .. }
        | FetchError::BadRedirect { .. }
        | FetchError::BadUrl { .. } => (LinkOutcome::Redirects, false),
        _ => (LinkOutcome::Reset, false),
    }
}

/// By the words of the TLS library, which keeps its reasons to itself.
fn of_certificate(cause: &str) -> LinkOutcome {
    let cause = cause.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| cause.contains(word));
    if says(&["expired", "not valid yet", "notvalidyet"]) {
        LinkOutcome::CertificateExpired
    } else if says(&["not valid for name", "notvalidforname", "only valid for"]) {
        LinkOutcome::CertificateHost
    } else {
        LinkOutcome::CertificateUntrusted
    }
}

fn of_connection(cause: &str, https: bool) -> LinkOutcome {
    let cause = cause.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| cause.contains(word));
    if says(&["reset", "closed", "broken pipe", "eof"]) {
        LinkOutcome::Reset
    } else if https && says(&["alert", "handshake", "corrupt message", "incompatible", "invalidcontenttype", "tls"]) {
        LinkOutcome::CertificateUntrusted
    } else {
        LinkOutcome::Connection
    }
}

/// Whether a GET may fare better than the HEAD that failed so: many servers mishandle HEAD.
pub(super) fn worth_a_get(error: &FetchError) -> bool {
    matches!(
        error,
        FetchError::Exchange { .. }
            | FetchError::BrokenOff { .. }
            | FetchError::FirstByteTimeout { .. }
            | FetchError::RedirectLoop { .. }
            | FetchError::TooManyRedirects { .. }
            | FetchError::BadRedirect { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_tls_library_are_told_apart() {
        for (cause, outcome) in [
            ("invalid peer certificate: Expired", LinkOutcome::CertificateExpired),
            (
                "invalid peer certificate: certificate expired: verification time 1 (UNIX), but …",
                LinkOutcome::CertificateExpired,
            ),
            (
                "invalid peer certificate: certificate not valid for name \"a.example\"; certificate is only valid for …",
                LinkOutcome::CertificateHost,
            ),
            ("invalid peer certificate: UnknownIssuer", LinkOutcome::CertificateUntrusted),
        ] {
            assert_eq!(of_certificate(cause), outcome, "{cause}");
        }
        assert_eq!(of_connection("Connection refused (os error 111)", true), LinkOutcome::Connection);
        assert_eq!(of_connection("Connection reset by peer (os error 104)", false), LinkOutcome::Reset);
        assert_eq!(
            of_connection("received corrupt message of type InvalidContentType", true),
            LinkOutcome::CertificateUntrusted
        );
    }
}
