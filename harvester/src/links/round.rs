//! One round: many addresses, host by host, results written as they come.

use super::probe::{HostState, Probe};
use super::{LinkChecker, lock};
use crate::lease::blocking;
use chrono::TimeDelta;
use futures_util::StreamExt;
use futures_util::stream;
use model::LinkOutcome;
use model::link::{LinkCheck, host_of};
use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::StoreError;
use store::journal::{LinkHost, LinkResult};
use tokio_util::sync::CancellationToken;

/// Results that are written together.
const BATCH: usize = 100;
/// So many times in a row a host may fail to begin an answer before the rest of its addresses is left alone.
const SILENCES: u32 = 3;
/// How long a busy host is left alone that does not say how long.
const PATIENCE: TimeDelta = TimeDelta::hours(1);
/// Longest that a host's `Retry-After` is believed.
const LONGEST_PATIENCE: TimeDelta = TimeDelta::days(7);
/// If none of so many hosts that answered before can be reached, it is we who are cut off.
const ALL_SILENT: usize = 5;

/// Hears what a round does. Called from worker tasks.
pub trait LinkProgress: Send + Sync {
    /// So many addresses will be checked.
    fn began(&self, links: usize);
    /// One was.
    fn checked(&self, url: &str, check: &LinkCheck);
    /// So many addresses of a host were not tried, because the host is down or busy.
    fn skipped(&self, host: &str, links: usize);
}

/// Hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct LinksUnheard;

impl LinkProgress for LinksUnheard {
    fn began(&self, _: usize) {}
    fn checked(&self, _: &str, _: &LinkCheck) {}
    fn skipped(&self, _: &str, _: usize) {}
}

/// What a round did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct LinkRound {
    /// Addresses that were asked.
    pub checked: u64,
    /// Addresses not tried because their host is down or busy.
    pub skipped: u64,
    /// Addresses for which readers see a difference.
    pub changed: u64,
    /// Hosts that are down.
    pub hosts_down: u64,
    /// Not one of several hosts that answered before could be reached, so it is our own connection: nothing was written.
    pub offline: bool,
}

/// What is gathered while a round goes on.
#[derive(Debug, Default)]
struct Gathered {
    round: LinkRound,
    pending: Vec<LinkResult>,
    unreached: HashSet<String>,
    anybody: bool,
}

/// The addresses of one host.
type Group = (String, VecDeque<String>);

impl LinkChecker {
    /// Checks addresses, many hosts at a time and each host's one after the other.
    pub(super) async fn round(
        self: &Arc<Self>,
        urls: Vec<String>,
        progress: &dyn LinkProgress,
        stop: &CancellationToken,
    ) -> Result<LinkRound, StoreError> {
        progress.began(urls.len());
        let gathered = Mutex::new(Gathered::default());
        let candidates = Arc::clone(&lock(&self.seen).candidates);
        let work = stream::iter(by_host(urls)).map(|group| {
            let visit = Visit { checker: self, progress, stop, candidates: &candidates, gathered: &gathered };
            async move { visit.host(group).await }
        });
        let mut ended = work.buffer_unordered(self.config.at_once);
        while let Some(result) = ended.next().await {
            result?;
        }
        drop(ended);
        let offline = self.is_offline(&gathered).await?;
        if offline {
            lock(&gathered).round.offline = true;
            tracing::warn!("links: no host could be reached, so our own connection is to blame; nothing was written");
        } else {
            self.write(&gathered, true).await?;
        }
        let round = lock(&gathered).round;
        Ok(round)
    }

    /// Whether nobody could be reached, not even hosts that answered before.
    async fn is_offline(&self, gathered: &Mutex<Gathered>) -> Result<bool, StoreError> {
        let unreached = {
            let mut gathered = lock(gathered);
            if gathered.anybody || gathered.unreached.len() < ALL_SILENT {
                return Ok(false);
            }
            std::mem::take(&mut gathered.unreached)
        };
        let journal = Arc::clone(&self.journal);
        let hosts = blocking(move || journal.link_hosts()).await?;
        let answered = |host: &&LinkHost| host.outcomes.contains_key(&Some(LinkOutcome::Answers));
        let silent = hosts.iter().filter(|host| unreached.contains(&host.host)).filter(answered).count();
        Ok(silent >= ALL_SILENT)
    }

    /// Writes what is gathered when there is enough of it, or at the end; not while it seems that we may be cut off.
    async fn write(&self, gathered: &Mutex<Gathered>, end: bool) -> Result<(), StoreError> {
        let pending = {
            let mut gathered = lock(gathered);
            let trusted = gathered.anybody || end;
            if !trusted || gathered.pending.is_empty() || !end && gathered.pending.len() < BATCH {
                return Ok(());
            }
            std::mem::take(&mut gathered.pending)
        };
        let (journal, recheck) = (Arc::clone(&self.journal), self.config.recheck());
        let batch = blocking(move || journal.record_links(&pending, &recheck)).await?;
        lock(gathered).round.changed += batch.changed;
        Ok(())
    }
}

/// Groups by host, in the order in which hosts come.
fn by_host(urls: Vec<String>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for url in urls {
        let host = host_of(&url);
        let place = *places.entry(host.clone()).or_insert_with(|| {
            groups.push((host, VecDeque::new()));
            groups.len() - 1
        });
        groups[place].1.push_back(url);
    }
    groups
}

/// A visit to hosts.
struct Visit<'v> {
    checker: &'v Arc<LinkChecker>,
    progress: &'v dyn LinkProgress,
    stop: &'v CancellationToken,
    candidates: &'v HashSet<String>,
    gathered: &'v Mutex<Gathered>,
}

impl Visit<'_> {
    /// Asks a host for its addresses until it is down, busy or done.
    async fn host(&self, (host, mut urls): Group) -> Result<(), StoreError> {
        let (mut silences, mut reached) = (0, false);
        while let Some(url) = urls.pop_front() {
            let probing = self.checker.probe(&url, self.candidates.contains(&url));
            let Some(probe) = self.stop.run_until_cancelled(Box::pin(probing)).await else { return Ok(()) };
            silences = if probe.host == HostState::Silent { silences + 1 } else { 0 };
            reached |= probe.check.status.is_some();
            if reached {
                lock(self.gathered).anybody = true;
            }
            let state = if silences == SILENCES { HostState::Down } else { probe.host };
            self.keep(&url, &probe);
            match state {
                HostState::Fine | HostState::Silent => {}
                HostState::Down => self.leave_down(&host, &url, &probe, &mut urls),
                HostState::Busy(wait) => self.leave_busy(&host, wait, &mut urls),
            }
            self.checker.write(self.gathered, false).await?;
        }
        if !host.is_empty() && !reached {
            lock(self.gathered).unreached.insert(host);
        }
        Ok(())
    }

    fn keep(&self, url: &str, probe: &Probe) {
        self.progress.checked(url, &probe.check);
        let mut gathered = lock(self.gathered);
        gathered.round.checked += 1;
        gathered.pending.push(LinkResult::Checked { url: url.to_owned(), check: Box::new(probe.check.clone()) });
    }

    /// One line in the log and one entry for the host, however many addresses it has. Those of the other scheme are
    /// still tried: a bad certificate says nothing about http.
    fn leave_down(&self, host: &str, url: &str, probe: &Probe, urls: &mut VecDeque<String>) {
        let scheme = url.split("://").next().unwrap_or_default().to_ascii_lowercase();
        let before = urls.len();
        urls.retain(|other| !other.to_ascii_lowercase().starts_with(&format!("{scheme}://")));
        let skipped = before - urls.len();
        let detail = probe.check.detail.clone().unwrap_or_default();
        tracing::warn!(host, skipped, "links: {host} does not answer ({detail}); {skipped} more addresses not tried");
        self.progress.skipped(host, skipped);
        let mut gathered = lock(self.gathered);
        gathered.round.skipped += skipped as u64;
        gathered.round.hosts_down += 1;
        gathered.pending.push(LinkResult::HostDown { host: host.to_owned(), scheme, at: probe.check.at, detail });
    }

    fn leave_busy(&self, host: &str, wait: Option<Duration>, urls: &mut VecDeque<String>) {
        let asked = wait.and_then(|wait| TimeDelta::from_std(wait).ok());
        let wait = asked.unwrap_or(PATIENCE).clamp(TimeDelta::minutes(1), LONGEST_PATIENCE);
        self.progress.skipped(host, urls.len());
        let mut gathered = lock(self.gathered);
        gathered.round.skipped += urls.len() as u64;
        let until = self.checker.clock.now() + wait;
        gathered.pending.push(LinkResult::Postponed { host: host.to_owned(), until });
        urls.clear();
    }
}
