//! Signed pings: the program that publishes a catalog says "something is new" without holding a token.
//!
//! ```text
//! key       GET /api/v1/sources/ID/ping with the token: 64 hexadecimal digits, good for pings only
//! body      anything up to 64 KiB, may be empty; it is signed and not read
//! header    Skord-Timestamp: seconds since 1970
//! header    Skord-Signature: sha256=HEX, HMAC-SHA256 with the key over `TIMESTAMP.BODY`
//! ```
//!
//! A timestamp more than five minutes off is refused, and one ping per source is taken in five minutes, so a ping that
//! somebody recorded orders nothing that it did not order before.

use super::orders::order_run;
use super::sources::source_id;
use super::{blocking, openapi};
use crate::access;
use crate::problem::{Problem, problem};
use crate::state::AppState;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, StatusCode};
use model::SourceId;
use serde_json::{Value, json};
use sha2::Sha256;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How far a timestamp may be off, and how long a source has to wait after a ping.
const WINDOW: Duration = Duration::from_mins(5);
/// Largest body: what is signed is not read.
const MAX_BODY: usize = 64 * 1024;
/// How to sign.
const CHALLENGE: &str = "Skord-Signature algorithm=\"hmac-sha256\"";

/// When each source was pinged last. Only pings that were taken are remembered, so strangers cannot fill it.
#[derive(Debug, Default)]
pub(crate) struct Pings(Mutex<HashMap<SourceId, Instant>>);

impl Pings {
    /// Seconds to wait, if a ping came within the window; else this one counts.
    fn take(&self, source: &SourceId, now: Instant) -> Result<(), u64> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = last.get(source).and_then(|&last| WINDOW.checked_sub(now.saturating_duration_since(last)));
        match left {
            Some(left) if !left.is_zero() => Err(left.as_secs().max(1)),
            _ => {
                last.insert(source.clone(), now);
                Ok(())
            }
        }
    }

    /// The ping was good, but nobody could carry it out.
    fn give_back(&self, source: &SourceId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(source);
    }
}

/// The key for signing pings that belongs to the token of the request, and how to use it.
#[utoipa::path(
    get, path = "/api/v1/sources/{id}/ping", tag = "orders", params(openapi::SourceIdParameter),
    security(("token" = [])),
    responses(
        (status = 200, description = "The key", body = ref("#/components/schemas/PingKey")),
    )
)]
pub(super) async fn key(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id = source_id(&id)?;
    blocking(move || {
        let token = access::for_source(&state, &headers, &id)?;
        state.journal.source(&id)?;
        let key = state.journal.ping_key(token.number)?;
        let key = key.ok_or_else(|| Problem::conflict("the token was revoked just now"))?;
        let address = format!("{}api/v1/sources/{id}/ping", state.config.base_url);
        let example = format!(
            "TIME=$(date +%s); SIGNATURE=$(printf '%s.' \"$TIME\" | openssl dgst -sha256 -hmac \"$KEY\" -r | cut -d' ' -f1); \
             curl -X POST -H \"Skord-Timestamp: $TIME\" -H \"Skord-Signature: sha256=$SIGNATURE\" '{address}'"
        );
        let body = json!({ "source": id, "key": key, "algorithm": "hmac-sha256", "url": address, "example": example });
        Ok(secret(Json(body)))
    })
    .await
}

/// An answer that nobody may keep.
fn secret(body: Json<Value>) -> Response {
    use axum::response::IntoResponse;
    ([(http::header::CACHE_CONTROL, "no-store")], body).into_response()
}

/// Orders a run with a signature instead of a token: at most one in five minutes per source.
#[utoipa::path(
    post, path = "/api/v1/sources/{id}/ping", tag = "orders",
    params(
        openapi::SourceIdParameter,
        ("Skord-Timestamp" = i64, Header, description = "Seconds since 1970, at most five minutes off"),
        ("Skord-Signature" = String, Header, description = "`sha256=` and the hexadecimal HMAC-SHA256 over the timestamp, a point and the body, with the key of `GET`"),
    ),
    request_body(content = String, description = "Whatever the sender likes; signed, not read", content_type = "application/octet-stream"),
    responses(
        (status = 202, description = "Ordered; `Location` lists the runs of the source", body = ref("#/components/schemas/Ordered")),
        (status = 409, description = "The source is paused", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
        (status = 429, description = "Pinged less than five minutes ago; `Retry-After` says when to try again", body = ref("#/components/schemas/Problem"), content_type = "application/problem+json"),
    )
)]
pub(super) async fn ping(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let id = source_id(&id)?;
    blocking(move || {
        access::refuse_foreign(&headers, &state.config.base_url)?;
        let now = state.clock.now().timestamp();
        let keys = state.journal.ping_keys(&id)?;
        check(&headers, &body, &keys, now)?;
        state.pings.take(&id, Instant::now()).map_err(too_often)?;
        order_run(&state, &id).inspect_err(|_| state.pings.give_back(&id))
    })
    .await
}

fn too_often(seconds: u64) -> Problem {
    let detail = format!("one ping per source is taken in five minutes: try again in {seconds} s");
    problem(StatusCode::TOO_MANY_REQUESTS, "Too Many Requests", detail).retry_after(seconds)
}

/// Checks timestamp and signature. Whether the source exists is not told to those who cannot sign.
fn check(headers: &HeaderMap, body: &[u8], keys: &[String], now: i64) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let refused = |detail: &str| Problem::unauthorized(CHALLENGE, detail);
    if body.len() > MAX_BODY {
        let detail = format!("the body of a ping is at most {MAX_BODY} bytes");
        return Err(problem(StatusCode::PAYLOAD_TOO_LARGE, "Payload Too Large", detail));
    }
    let timestamp = text("skord-timestamp")
        .ok_or_else(|| refused("the header `Skord-Timestamp` is missing: seconds since 1970"))?;
    let seconds: i64 =
        timestamp.parse().map_err(|_| refused("`Skord-Timestamp` is no number of seconds since 1970"))?;
    if now.abs_diff(seconds) > WINDOW.as_secs() {
        return Err(refused("`Skord-Timestamp` is more than five minutes off: sign again, and look at the clock"));
    }
    let signature = text("skord-signature")
        .and_then(|value| value.strip_prefix("sha256="))
        .and_then(bytes_of)
        .ok_or_else(|| refused("the header `Skord-Signature` must be `sha256=` and 64 hexadecimal digits"))?;
    // All keys are tried, and each comparison takes the same time.
    let signed = |key: &String| {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return false };
        mac.update(timestamp.as_bytes());
        mac.update(b".");
        mac.update(body);
        mac.verify_slice(&signature).is_ok()
    };
    if keys.iter().filter(|key| signed(key)).count() == 0 {
        return Err(refused("the signature is of no key of this source: sign `TIMESTAMP.BODY` with the ping key"));
    }
    Ok(())
}

/// 32 bytes from 64 hexadecimal digits.
fn bytes_of(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    fn signed(key: &str, timestamp: i64, body: &[u8]) -> HeaderMap {
        let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
        mac.update(format!("{timestamp}.").as_bytes());
        mac.update(body);
        let hex = mac.finalize().into_bytes().iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        });
        let mut headers = HeaderMap::new();
        headers.insert("skord-timestamp", timestamp.to_string().parse().unwrap());
        headers.insert("skord-signature", format!("sha256={hex}").parse().unwrap());
        headers
    }

    #[test]
    fn only_a_fresh_signature_of_a_known_key_counts() {
        let (key, other) = ("a".repeat(64), "b".repeat(64));
        let keys = [other.clone(), key.clone()];
        assert!(check(&signed(&key, 1000, b"x"), b"x", &keys, 1300).is_ok());
        assert!(check(&signed(&key, 1000, b"x"), b"x", &keys, 700).is_ok());
        let problem = |headers: &HeaderMap, body: &[u8], now| check(headers, body, &keys, now).unwrap_err();
        assert!(problem(&signed(&key, 1000, b"x"), b"x", 1301).detail.contains("five minutes"));
        assert!(problem(&signed(&key, 1000, b"x"), b"y", 1000).detail.contains("no key"));
        assert!(problem(&signed("c", 1000, b"x"), b"x", 1000).detail.contains("no key"));
        assert!(check(&signed(&key, 1000, b"x"), b"x", &[], 1000).is_err());
        assert!(problem(&HeaderMap::new(), b"", 1000).detail.contains("Skord-Timestamp"));
        let mut short = signed(&key, 1000, b"x");
        short.insert("skord-signature", "sha256=abc".parse().unwrap());
        assert_eq!(problem(&short, b"x", 1000).status, 401);
        assert_eq!(problem(&signed(&key, 1000, b"x"), &vec![0; MAX_BODY + 1], 1000).status, 413);
    }

    #[test]
    fn one_ping_in_five_minutes() {
        let (pings, now) = (Pings::default(), Instant::now());
        let (one, other) = ("a".parse().unwrap(), "b".parse().unwrap());
        assert_eq!(pings.take(&one, now), Ok(()));
        assert_eq!(pings.take(&one, now + Duration::from_secs(10)), Err(290));
        assert_eq!(pings.take(&other, now), Ok(()));
        assert_eq!(pings.take(&one, now + WINDOW), Ok(()));
        pings.give_back(&one);
        assert_eq!(pings.take(&one, now + WINDOW), Ok(()));
    }
}
