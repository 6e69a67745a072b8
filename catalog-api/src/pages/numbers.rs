//! Counts, dates and sizes as people write them.

use crate::state::Language;
use chrono::{DateTime, Utc};
use chrono_tz::Europe::Stockholm;

/// A whole number with its thousands apart: `24 000` (narrow no-break space) or `24,000`.
pub(crate) fn count(number: u64, language: Language) -> String {
    let separator = language.pick("\u{202f}", ",");
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + 6);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push_str(separator);
        }
        grouped.push(digit);
    }
    grouped
}

/// `one` when there is exactly one, else `many` with the number in it.
pub(crate) fn counted(number: u64, one: &str, many: &str, language: Language) -> String {
    if number == 1 { one.to_owned() } else { super::texts::fill(many, &[&count(number, language)]) }
}

/// Bytes in the unit that people use: `512 byte`, `1,2 MB`.
pub(crate) fn bytes(number: u64, language: Language) -> String {
    const UNITS: &[&str] = &["kB", "MB", "GB", "TB"];
    if number < 1000 {
        return format!("{number}\u{a0}{}", language.pick("byte", "bytes"));
    }
    #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
    let mut size = number as f64 / 1000.0;
    let mut unit = 0;
    while size >= 999.95 && unit + 1 < UNITS.len() {
        size /= 1000.0;
        unit += 1;
    }
    format!("{}\u{a0}{}", decimal(size, language), UNITS[unit])
}

/// Seconds with one decimal: `1,5 s`.
pub(crate) fn seconds(number: f64, language: Language) -> String {
    format!("{}\u{a0}s", decimal(number, language))
}

/// One decimal, with the comma or point of the language; none when it would be zero.
fn decimal(number: f64, language: Language) -> String {
    let text = format!("{number:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    text.replace('.', language.pick(",", "."))
}

/// The day of a date as its publisher writes it (`2024-05-01T10:00:00Z` → `2024-05-01`), or the text as it is.
pub(crate) fn day(text: &str) -> &str {
    let text = text.trim();
    let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let dash = |at: usize| text.as_bytes().get(at) == Some(&b'-');
    let dated = [0, 1, 2, 3, 5, 6, 8, 9].into_iter().all(digit) && dash(4) && dash(7);
    if dated { &text[..10] } else { text }
}

/// An instant in Swedish time, to the minute: `2026-11-22 19:05`.
pub(crate) fn minute(instant: DateTime<Utc>) -> String {
    instant.with_timezone(&Stockholm).format("%Y-%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_language() {
        assert_eq!(count(999, Language::Sv), "999");
        assert_eq!(count(1_234_567, Language::En), "1,234,567");
        assert_eq!(count(24_000, Language::Sv), "24\u{202f}000");
        assert_eq!(counted(1, "1 träff", "{} träffar", Language::Sv), "1 träff");
        assert_eq!(counted(0, "1 träff", "{} träffar", Language::Sv), "0 träffar");
    }

    #[test]
    fn sizes_change_unit_in_time() {
        assert_eq!(bytes(999, Language::Sv), "999\u{a0}byte");
        assert_eq!(bytes(1_250_000, Language::Sv), "1,2\u{a0}MB");
        assert_eq!(bytes(2_000_000, Language::En), "2\u{a0}MB");
        assert_eq!(bytes(999_999, Language::En), "1\u{a0}MB");
        assert_eq!(bytes(u64::MAX, Language::En), "18446744.1\u{a0}TB");
    }

    #[test]
    fn dates_lose_their_time_and_bad_ones_stay() {
        assert_eq!(day("2024-05-01T10:00:00+02:00"), "2024-05-01");
        assert_eq!(day("2024"), "2024");
        assert_eq!(day("våren 2024"), "våren 2024");
        let instant = DateTime::parse_from_rfc3339("2026-07-01T22:30:00Z").unwrap().to_utc();
        assert_eq!(minute(instant), "2026-07-02 00:30");
    }
}
