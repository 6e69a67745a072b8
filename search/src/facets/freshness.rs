//! The facet `freshness`: how long ago something was updated, seen from the moment of the question.
//!
//! It is no column of the index: what was new when it was indexed is not new for ever.

use super::Entry;
use crate::request::FACETS;
use model::LangText;

/// Name of the facet.
pub(crate) const NAME: &str = "freshness";

/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

/// Values with their labels, in the order in which they are shown. Week, month and year hold each other.
const VALUES: [(&str, &str, &str); 5] = [
    ("week", "Den senaste veckan", "The last week"),
    ("month", "Den senaste månaden", "The last month"),
    ("year", "Det senaste året", "The last year"),
    ("older", "För mer än ett år sedan", "More than a year ago"),
    ("unknown", "Okänt", "Unknown"),
];

/// Position of the facet in [`FACETS`].
pub(crate) fn column() -> usize {
    FACETS.iter().position(|name| *name == NAME).unwrap_or(usize::MAX)
}

/// All values; their positions are their numbers.
pub(crate) fn entries() -> impl Iterator<Item = Entry> {
    VALUES.iter().map(|(value, sv, en)| Entry::new(value, None, LangText::sv_en(sv, en)))
}

/// Numbers of the values of something that was updated at `instant`. What claims to be of the future is new.
#[inline]
pub(crate) fn numbers(instant: Option<i64>, now: i64) -> &'static [u32] {
    let Some(instant) = instant else { return &[4] };
    match now.saturating_sub(instant) {
        age if age <= 7 * DAY => &[0, 1, 2],
        age if age <= 30 * DAY => &[1, 2],
        age if age <= 365 * DAY => &[2],
        _ => &[3],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_is_seen_from_now() {
        let now = 1_700_000_000;
        let values = |age: i64| numbers(Some(now - age), now);
        assert_eq!(values(0), [0, 1, 2]);
        assert_eq!(values(-DAY), [0, 1, 2]);
        assert_eq!(values(7 * DAY + 1), [1, 2]);
        assert_eq!(values(31 * DAY), [2]);
        assert_eq!(values(366 * DAY), [3]);
        assert_eq!(numbers(None, now), [4]);
        assert_eq!(entries().count(), VALUES.len());
    }
}
