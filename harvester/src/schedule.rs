//! When a source is due: five-field cron expressions in a time zone, spread so that not all are asked at once.
//!
//! croner decides about daylight saving: a time that spring skips runs at the next one that exists, a time that
//! autumn repeats runs once.

use crate::HarvestConfig;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use model::{Source, SourceId};

/// A time zone by its IANA name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Zone(Tz);

impl Zone {
    pub(crate) fn parse(name: &str) -> Result<Self, String> {
        let problem = |_| format!("`harvest.timezone`: `{name}` is no time zone; write for example `Europe/Stockholm`");
        name.parse().map(Self).map_err(problem)
    }
}

/// Checks a five-field cron expression; the error is a sentence.
pub fn validate_schedule(expression: &str) -> Result<(), String> {
    let schedule = Schedule::parse(expression, Zone(Tz::UTC))?;
    let some_day = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
    schedule.next(some_day).map(|_| ()).ok_or_else(|| format!("`{expression}` never comes (a date that no year has)"))
}

/// The next `count` times that `source` is harvested after `now`, with the jitter that it will really have.
pub fn next_runs(
    source: &Source,
    config: &HarvestConfig,
    now: DateTime<Utc>,
    count: usize,
) -> Result<Vec<DateTime<Utc>>, String> {
    let schedule = Schedule::of(source, config)?;
    let mut runs = Vec::with_capacity(count);
    let mut after = now;
    while runs.len() < count {
        let Some(due) = schedule.due_after(&source.id, after, config.jitter) else { break };
        runs.push(due);
        after = due;
    }
    Ok(runs)
}

/// A parsed schedule.
#[derive(Debug, Clone)]
pub(crate) struct Schedule {
    cron: Cron,
    zone: Tz,
}

impl Schedule {
    /// The schedule of a source, or the default.
    pub(crate) fn of(source: &Source, config: &HarvestConfig) -> Result<Self, String> {
        Self::parse(source.schedule.as_deref().unwrap_or(&config.schedule), Zone::parse(&config.timezone)?)
    }

    /// The configured default.
    pub(crate) fn default_of(config: &HarvestConfig) -> Result<Self, String> {
        Self::parse(&config.schedule, Zone::parse(&config.timezone)?)
    }

    pub(crate) fn parse(expression: &str, zone: Zone) -> Result<Self, String> {
        let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
        let cron = parser.parse(expression).map_err(|cause| {
            format!(
                "`{expression}` is no schedule: {cause}; write five fields (minute hour day month weekday), \
                 for example `0 4 * * *` for every night at four"
            )
        })?;
        Ok(Self { cron, zone: zone.0 })
    }

    /// The first time after `after` that the expression names.
    fn next(&self, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let local = after.with_timezone(&self.zone);
        self.cron.find_next_occurrence(&local, false).ok().map(|found| found.with_timezone(&Utc))
    }

    /// The first time after `after` that `source` is to be harvested: the expression's time and a delay that depends
    /// only on the source and the day. The delay is below `jitter` seconds and below half the time to the next run.
    pub(crate) fn due_after(&self, source: &SourceId, after: DateTime<Utc>, jitter: u64) -> Option<DateTime<Utc>> {
        let spread = TimeDelta::try_seconds(i64::try_from(jitter).ok()?)?;
        let mut named = self.next(after - spread)?;
        loop {
            let following = self.next(named);
            let room = following.map_or(spread, |following| spread.min((following - named) / 2));
            let due = named + delay(source, named.with_timezone(&self.zone), room);
            if due > after {
                return Some(due);
            }
            named = following?;
        }
    }
}

/// A delay below `room`, evenly spread over sources and days, the same for the same source and day.
fn delay(source: &SourceId, named: DateTime<Tz>, room: TimeDelta) -> TimeDelta {
    let seconds = room.num_seconds().unsigned_abs();
    if seconds == 0 {
        return TimeDelta::zero();
    }
    let hash = blake3::hash(format!("{source} {}", named.date_naive()).as_bytes());
    let mut first = [0_u8; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    TimeDelta::seconds(i64::try_from(u64::from_le_bytes(first) % seconds).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stockholm(expression: &str) -> Schedule {
        Schedule::parse(expression, Zone(Tz::Europe__Stockholm)).unwrap()
    }

    fn times(expression: &str, after: &str, count: usize) -> Vec<String> {
        let schedule = stockholm(expression);
        let mut at: DateTime<Utc> = after.parse().unwrap();
        let mut found = Vec::new();
        for _ in 0..count {
            at = schedule.next(at).unwrap();
            found.push(at.with_timezone(&Tz::Europe__Stockholm).format("%d %H:%M %Z").to_string());
        }
        found
    }

    #[test]
    fn spring_runs_the_skipped_time_at_the_next_that_exists() {
        let expected = ["27 02:30 CET", "28 03:00 CEST", "29 02:30 CEST"];
        assert_eq!(times("30 2 * * *", "2027-03-26T12:00:00Z", 3), expected);
    }

    #[test]
    fn autumn_runs_a_repeated_time_once_and_in_order() {
        let expected = ["30 02:30 CEST", "31 02:30 CEST", "01 02:30 CET"];
        assert_eq!(times("30 2 * * *", "2027-10-29T12:00:00Z", 3), expected);
        let schedule = stockholm("*/20 * * * *");
        let mut at: DateTime<Utc> = "2027-10-30T23:30:00Z".parse().unwrap();
        for _ in 0..12 {
            let next = schedule.next(at).unwrap();
            assert!(next > at);
            at = next;
        }
    }

    #[test]
    fn four_in_the_morning_is_local_time() {
        assert_eq!(times("0 4 * * *", "2026-07-01T00:00:00Z", 1), ["01 04:00 CEST"]);
        assert_eq!(times("0 4 * * *", "2026-12-01T00:00:00Z", 1), ["01 04:00 CET"]);
    }

    #[test]
    fn jitter_is_steady_bounded_and_spread() {
        let schedule = stockholm("0 4 * * *");
        let after: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().unwrap();
        let named = schedule.next(after).unwrap();
        let mut delays = std::collections::BTreeSet::new();
        for number in 0..100 {
            let source: SourceId = format!("source-{number}").parse().unwrap();
            let due = schedule.due_after(&source, after, 600).unwrap();
            assert_eq!(schedule.due_after(&source, after, 600), Some(due));
            assert!(due >= named && due < named + TimeDelta::seconds(600), "{due}");
            // Not again before tomorrow, and not lost when asked between the named and the delayed time.
            assert!(schedule.due_after(&source, due, 600).unwrap() > due + TimeDelta::hours(23));
            if due > named {
                assert_eq!(schedule.due_after(&source, named, 600), Some(due));
            }
            delays.insert((due - named).num_seconds());
        }
        assert!(delays.len() > 80, "{delays:?}");
    }

    #[test]
    fn jitter_never_reaches_the_next_run() {
        let schedule = stockholm("* * * * *");
        let source: SourceId = "a".parse().unwrap();
        let mut at: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().unwrap();
        for _ in 0..5 {
            let due = schedule.due_after(&source, at, 600).unwrap();
            assert!(due - at <= TimeDelta::seconds(90), "{at} {due}");
            at = due;
        }
    }

    #[test]
    fn bad_schedules_are_told() {
        for good in ["0 4 * * *", "*/5 * * * *", "0 0 * * 7", "0 0 L * *", "0 6 * * MON#2"] {
            assert_eq!(validate_schedule(good), Ok(()), "{good}");
        }
        for bad in ["", "0 4 * *", "0 0 4 * * *", "61 * * * *", "0 0 30 2 *", "nightly"] {
            let problem = validate_schedule(bad).unwrap_err();
            assert!(problem.contains('`'), "{bad}: {problem}");
        }
        assert!(Zone::parse("Europe/Stokholm").is_err());
    }
}
