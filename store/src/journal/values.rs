//! Conversions between our values and SQLite's.

use crate::StoreError;
use chrono::{DateTime, Utc};
use model::ContentHash;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A number for SQLite (numbers of ours never come near 2^63).
pub(super) fn int(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A length for SQLite.
pub(super) fn length(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A number from SQLite that cannot be negative.
pub(super) fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

/// A small number from SQLite that cannot be negative.
pub(super) fn small(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(0)
}

/// An instant from milliseconds since 1970.
pub(super) fn instant(millis: i64) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp_millis(millis).ok_or_else(|| StoreError::Value(format!("the time {millis}")))
}

/// A hash from 32 bytes.
pub(super) fn hash(bytes: &[u8]) -> Result<ContentHash, StoreError> {
    let bytes = bytes.try_into().map_err(|_| StoreError::Value(format!("a hash of {} bytes", bytes.len())))?;
    Ok(ContentHash(bytes))
}

/// JSON for a column.
pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|cause| StoreError::Value(cause.to_string()))
}

/// JSON from a column.
pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|cause| StoreError::Value(format!("`{text}` ({cause})")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_out_of_range_are_errors_or_clamped() {
        assert_eq!(int(u64::MAX), i64::MAX);
        assert_eq!(unsigned(-1), 0);
        assert_eq!(instant(1500).unwrap().timestamp_millis(), 1500);
        assert!(instant(i64::MAX).is_err());
        assert!(hash(&[0; 31]).is_err());
    }
}
