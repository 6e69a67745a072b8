//! When to try again.

use super::error::FetchError;
use chrono::{DateTime, Utc};
use reqwest::header::{HeaderMap, RETRY_AFTER};
use std::time::Duration;

/// Longest pause that backoff itself asks for.
const LONGEST: Duration = Duration::from_mins(1);

/// `Retry-After` in either form (RFC 9110 §10.2.3).
pub(crate) fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let at = DateTime::parse_from_rfc2822(text).ok()?.with_timezone(&Utc);
    Some((at - now).to_std().unwrap_or_default())
}

/// The pause before attempt `next` (2, 3 …): exponential from `base`, with jitter between a half and the whole;
/// never shorter than what the server asked for.
pub(crate) fn pause(error: &FetchError, next: u32, base: Duration) -> Duration {
    let doubled = base.saturating_mul(2_u32.saturating_pow(next.saturating_sub(2))).min(LONGEST);
    let jittered = doubled.mul_f64(0.5 + fastrand::f64() / 2.0);
    match error {
        FetchError::Status { retry_after: Some(asked), .. } => jittered.max(*asked),
        _ => jittered,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, text.parse().unwrap());
        retry_after(&headers, "1994-11-06T08:49:07Z".parse().unwrap())
    }

    #[test]
    fn retry_after_has_two_forms() {
        assert_eq!(asked("120"), Some(Duration::from_mins(2)));
        assert_eq!(asked("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::from_secs(30)));
        assert_eq!(asked("Sun, 06 Nov 1994 08:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(asked("soon"), None);
    }

    #[test]
    fn pauses_grow_and_respect_the_server() {
        let base = Duration::from_secs(2);
        let error = FetchError::FirstByteTimeout { host: "h".to_owned(), seconds: 1 };
        for (next, most) in [(2, 2), (3, 4), (4, 8), (60, 60)] {
            let wait = pause(&error, next, base);
            assert!(wait <= Duration::from_secs(most) && wait >= Duration::from_secs(most) / 2, "{next}: {wait:?}");
        }
        let busy = FetchError::Status { status: 503, retry_after: Some(Duration::from_secs(30)) };
        assert_eq!(pause(&busy, 2, base), Duration::from_secs(30));
    }
}
