//! One instant to sort by, out of whatever a source gives as a date.

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Stockholm;

/// Seconds since 1970 of an `xsd:dateTime`, `xsd:date`, `xsd:gYearMonth` or `xsd:gYear` (told by its form, since
/// datatypes are often wrong or absent), at the beginning of the period that it names. Without a zone it is Swedish
/// time. `None` for anything else.
///
/// ```
/// assert_eq!(store::merge::dates::sort_instant("1970-01-01T01:00:00"), Some(0));
/// ```
pub fn sort_instant(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        return Some(instant.timestamp());
    }
    let (local, zone) = split_zone(text);
    let naive = parse_local(local)?;
    match zone {
        Some(offset) => Some((naive.and_utc() - offset).timestamp()),
        None => Some(in_sweden(naive)?.timestamp()),
    }
}

/// Splits off `Z` or `±hh:mm`. The minus of `2024-05` is none: a zone has a colon.
fn split_zone(text: &str) -> (&str, Option<TimeDelta>) {
    if let Some(local) = text.strip_suffix(['Z', 'z']) {
        return (local, Some(TimeDelta::zero()));
    }
    let Some((local, zone)) = text.len().checked_sub(6).and_then(|at| text.split_at_checked(at)) else {
        return (text, None);
    };
    let sign = match zone.as_bytes()[0] {
        b'+' => 1,
        b'-' => -1,
        _ => return (text, None),
    };
    let parts = zone[1..].split_once(':').and_then(|(h, m)| Some((h.parse::<u8>().ok()?, m.parse::<u8>().ok()?)));
    match parts {
        Some((hours @ 0..=14, minutes @ 0..=59)) => {
            (local, Some(TimeDelta::minutes(sign * (i64::from(hours) * 60 + i64::from(minutes)))))
        }
        _ => (text, None),
    }
}

fn parse_local(text: &str) -> Option<NaiveDateTime> {
    for form in ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M"] {
        if let Ok(time) = NaiveDateTime::parse_from_str(text, form) {
            return Some(time);
        }
    }
    let digits = |part: &str, length: usize| (part.len() == length).then(|| part.parse::<u32>().ok()).flatten();
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |month| digits(month, 2))?;
    let day = parts.next().map_or(Some(1), |day| digits(day, 2))?;
    if parts.next().is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?.and_hms_opt(0, 0, 0)
}

/// Swedish wall time: the earlier instant of the hour that comes twice; in the hour that is left out in spring, what
/// the clock would have shown before the change.
fn in_sweden(naive: NaiveDateTime) -> Option<DateTime<Utc>> {
    match Stockholm.from_local_datetime(&naive) {
        LocalResult::Single(time) | LocalResult::Ambiguous(time, _) => Some(time.to_utc()),
        LocalResult::None => {
            let before = Stockholm.from_local_datetime(&(naive - TimeDelta::hours(1))).earliest()?;
            Some(before.to_utc() + TimeDelta::hours(1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> Option<i64> {
        sort_instant(text).map(|_| ()).and(DateTime::parse_from_rfc3339(text).ok()).map(|instant| instant.timestamp())
    }

    #[test]
    fn every_form_of_date_becomes_an_instant() {
        for (text, expected) in [
            ("2024", "2023-12-31T23:00:00Z"),
            ("2024Z", "2024-01-01T00:00:00Z"),
            ("2024-07", "2024-06-30T22:00:00Z"),
            ("2024-07-15", "2024-07-14T22:00:00Z"),
            ("2024-07-15Z", "2024-07-15T00:00:00Z"),
            ("2024-07-15+02:00", "2024-07-14T22:00:00Z"),
            ("2024-07-15-05:00", "2024-07-15T05:00:00Z"),
            ("2024-01-15T12:30:00", "2024-01-15T11:30:00Z"),
            ("2024-07-15T12:30:00.125", "2024-07-15T10:30:00Z"),
            ("2024-07-15T12:30:00Z", "2024-07-15T12:30:00Z"),
            ("2024-07-15T12:30:00+02:00", "2024-07-15T10:30:00Z"),
            ("2024-07-15T12:30", "2024-07-15T10:30:00Z"),
            (" 2024-07-15 12:30:00 ", "2024-07-15T10:30:00Z"),
            // 02:30 does not exist on the day that summer time begins, and comes twice when it ends.
            ("2024-03-31T02:30:00", "2024-03-31T01:30:00Z"),
            ("2024-10-27T02:30:00", "2024-10-27T00:30:00Z"),
        ] {
            assert_eq!(sort_instant(text), utc(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in
            ["", "2024-13-01", "2024-02-30", "igår", "24", "2024-1-1", "2024-01-01-01", "20240715", "å", "ååå+0:00"]
        {
            assert_eq!(sort_instant(text), None, "{text}");
        }
    }

    #[test]
    fn instants_sort_as_time_does() {
        let order = ["2023", "2023-06", "2023-06-01T12:00:00Z", "2023-06-02", "2024-01-01T00:00:00+01:00"];
        let instants: Vec<_> = order.iter().map(|text| sort_instant(text).unwrap()).collect();
        assert!(instants.is_sorted(), "{instants:?}");
    }
}
