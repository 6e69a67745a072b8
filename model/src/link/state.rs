//! What is known of an address after all its checks, and when it is checked next.

use super::{LinkAnswer, LinkCheck, LinkOutcome};
use chrono::{DateTime, TimeDelta, Utc};

/// So many failures in a row …
const FAILURES: u32 = 3;
/// … over so long a time make an address broken that did not definitely say so.
const FAILING: TimeDelta = TimeDelta::days(3);
/// Part of an interval over which rechecks are spread, so that they never come all at once.
const SPREAD: f64 = 0.2;

/// After how many days an address is checked again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recheck {
    /// One that answers, or that cannot be checked.
    pub answering: u32,
    /// One that fails: after the first failure, the second …; the last one holds for all later ones.
    pub failing: Vec<u32>,
}

impl Default for Recheck {
    fn default() -> Self {
        Self { answering: 14, failing: vec![1, 3, 7] }
    }
}

/// What is known of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkState {
    /// What came of the last check; `None` before the first.
    pub outcome: Option<LinkOutcome>,
    /// HTTP status of the last check.
    pub status: Option<u16>,
    /// Since when checks give this outcome and status.
    pub since: Option<DateTime<Utc>>,
    /// Since when no check succeeded.
    pub failing_since: Option<DateTime<Utc>>,
    /// Failed checks since then.
    pub failures: u32,
    /// What scores make of it.
    pub answer: LinkAnswer,
    /// When it was checked last.
    pub checked: Option<DateTime<Utc>>,
    /// When it is to be checked next.
    pub due: DateTime<Utc>,
}

impl LinkState {
    /// An address that nobody checked yet, due at once.
    pub fn new(due: DateTime<Utc>) -> Self {
        Self {
            outcome: None,
            status: None,
            since: None,
            failing_since: None,
            failures: 0,
            answer: LinkAnswer::Unknown,
            checked: None,
            due,
        }
    }

    /// The state after one more check. What is definite (an answer, 404, 410, no address at all) counts at once; any
    /// other failure makes an address broken only when it has failed three times over at least three days, and until
    /// then it stays what it was.
    #[must_use]
    pub fn after(&self, url: &str, check: &LinkCheck, recheck: &Recheck) -> Self {
        let same = self.outcome == Some(check.outcome) && self.status == check.status;
        let undecided = check.outcome.verdict().is_none();
        let failed = undecided || check.outcome.verdict() == Some(LinkAnswer::Broken);
        let failures = if failed { self.failures.saturating_add(1) } else { 0 };
        let failing_since = failed.then(|| self.failing_since.unwrap_or(check.at));
        let long = failing_since.is_some_and(|since| check.at - since >= FAILING);
        let answer = match check.outcome.verdict() {
            Some(answer) => answer,
            None if failures >= FAILURES && long => LinkAnswer::Broken,
            None => self.answer,
        };
        let days = if failed {
            let place = (failures as usize).saturating_sub(1).min(recheck.failing.len().saturating_sub(1));
            recheck.failing.get(place).copied().unwrap_or(1)
        } else {
            recheck.answering
        };
        Self {
            outcome: Some(check.outcome),
            status: check.status,
            since: if same { self.since } else { Some(check.at) },
            failing_since,
            failures,
            answer,
            checked: Some(check.at),
            due: check.at + spread(url, days),
        }
    }

    /// Whether readers see a difference between the two.
    pub fn looks_like(&self, other: &Self) -> bool {
        (self.outcome, self.status, self.answer) == (other.outcome, other.status, other.answer)
    }
}

/// So many days, give or take a tenth: always the same for one address.
fn spread(url: &str, days: u32) -> TimeDelta {
    // FNV-1a with the last step of MurmurHash3; only used to spread.
    let sum = url
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let hash = (sum ^ (sum >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let part = f64::from(u32::try_from(hash >> 40).unwrap_or(0)) / f64::from(1_u32 << 24);
    let seconds = f64::from(days) * 86_400.0 * (1.0 - SPREAD / 2.0 + SPREAD * part);
    #[expect(clippy::cast_possible_truncation, reason = "days of a configuration fit")]
    TimeDelta::try_seconds(seconds as i64).unwrap_or(TimeDelta::days(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000, 0).unwrap() + TimeDelta::days(number)
    }

    fn walk(checks: &[(i64, LinkOutcome)]) -> LinkState {
        checks.iter().fold(LinkState::new(day(0)), |state, (at, outcome)| {
            state.after("https://a.example/", &LinkCheck::new(day(*at), *outcome), &Recheck::default())
        })
    }

    #[test]
    fn what_is_definite_counts_at_once() {
        assert_eq!(walk(&[(0, LinkOutcome::Answers)]).answer, LinkAnswer::Answers);
        assert_eq!(walk(&[(0, LinkOutcome::Answers), (14, LinkOutcome::Gone)]).answer, LinkAnswer::Broken);
        assert_eq!(walk(&[(0, LinkOutcome::Gone), (1, LinkOutcome::Answers)]).answer, LinkAnswer::Answers);
        assert_eq!(walk(&[(0, LinkOutcome::Login)]).answer, LinkAnswer::Unknown);
    }

    #[test]
    fn no_answer_is_not_broken_until_it_lasts() {
        use LinkOutcome::{Answers, Dns, Host, ServerError, Timeout};
        assert_eq!(walk(&[(0, Timeout)]).answer, LinkAnswer::Unknown);
        assert_eq!(
            walk(&[(0, Answers), (14, Timeout), (15, Timeout)]).answer,
            LinkAnswer::Answers,
            "stays what it was"
        );
        assert_eq!(walk(&[(0, Timeout), (0, Dns), (0, Timeout)]).answer, LinkAnswer::Unknown, "three, but on one day");
        assert_eq!(walk(&[(0, Timeout), (4, Host)]).answer, LinkAnswer::Unknown, "days, but two");
        let broken = walk(&[(0, ServerError), (1, Timeout), (4, Timeout)]);
        assert_eq!((broken.answer, broken.failures), (LinkAnswer::Broken, 3));
        assert_eq!((broken.since, broken.failing_since), (Some(day(1)), Some(day(0))));
        let back = walk(&[(0, Timeout), (1, Timeout), (4, Timeout), (11, Answers)]);
        assert_eq!((back.answer, back.failures, back.failing_since), (LinkAnswer::Answers, 0, None));
    }

    #[test]
    fn failing_ones_are_checked_sooner_and_then_less_and_less() {
        use LinkOutcome::{Answers, Timeout};
        let wait = |checks: &[(i64, LinkOutcome)]| {
            let state = walk(checks);
            // Whole days, rounded.
            ((state.due - state.checked.unwrap()).num_minutes() + 720) / 1440
        };
        assert!((13..=15).contains(&wait(&[(0, Answers)])));
        assert_eq!(wait(&[(0, Timeout)]), 1);
        assert_eq!(wait(&[(0, Timeout), (1, Timeout)]), 3);
        let late = wait(&[(0, Timeout), (1, Timeout), (4, Timeout), (11, Timeout)]);
        assert!((6..=8).contains(&late), "{late}");
    }

    #[test]
    fn rechecks_of_many_addresses_are_spread() {
        let due: std::collections::BTreeSet<i64> =
            (0..1000).map(|n| spread(&format!("https://a.example/{n}"), 14).num_hours()).collect();
        assert!(due.len() > 50 && *due.first().unwrap() >= 302 && *due.last().unwrap() <= 370, "{due:?}");
    }
}
