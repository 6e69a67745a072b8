//! The load that servers see: one request at a time per host with a pause, so many at once and per second in all.

use super::LinksConfig;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// Hosts remembered before those whose pause is over are forgotten.
const REMEMBERED: usize = 4096;
/// Longest pause that a robots.txt can ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Lets requests through, none of them past the limits.
#[derive(Debug)]
pub(super) struct Gate {
    at_once: Arc<Semaphore>,
    interval: Duration,
    pause: Duration,
    next: AsyncMutex<Option<Instant>>,
    hosts: Mutex<HashMap<String, Arc<AsyncMutex<Pace>>>>,
}

#[derive(Debug)]
struct Pace {
    free: Option<Instant>,
    pause: Duration,
}

/// Leave to send one request; the next one to the host may come a pause after this is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    pace: OwnedMutexGuard<Pace>,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.pace.free = Some(Instant::now() + self.pace.pause);
    }
}

impl Turn {
    /// The host asks for so long a pause between two requests.
    pub(super) fn slow_down(&mut self, pause: Duration) {
        self.pace.pause = self.pace.pause.max(pause.min(LONGEST_PAUSE));
    }
}

impl Gate {
    pub(super) fn new(config: &LinksConfig) -> Self {
        Self {
            at_once: Arc::new(Semaphore::new(config.at_once)),
            interval: config.interval(),
            pause: config.pause(),
            next: AsyncMutex::default(),
            hosts: Mutex::default(),
        }
    }

    /// Waits for leave to ask `host`. The host comes first, so that nobody holds a line while waiting for a busy host.
    pub(super) async fn enter(&self, host: &str) -> Turn {
        let pace = self.host(host).lock_owned().await;
        if let Some(free) = pace.free {
            tokio::time::sleep_until(free).await;
        }
        let permit = Arc::clone(&self.at_once).acquire_owned().await.ok();
        // Held while waiting: whoever comes next waits for the slot after this one.
        let mut next = self.next.lock().await;
        if let Some(at) = *next {
            tokio::time::sleep_until(at).await;
        }
        *next = Some(Instant::now() + self.interval);
        Turn { pace, _permit: permit }
    }

    fn host(&self, host: &str) -> Arc<AsyncMutex<Pace>> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= REMEMBERED {
            let now = Instant::now();
            hosts.retain(|_, pace| pace.try_lock().map_or(true, |pace| pace.free.is_some_and(|free| free > now)));
        }
        let new = || Arc::new(AsyncMutex::new(Pace { free: None, pause: self.pause }));
        Arc::clone(hosts.entry(host.to_owned()).or_insert_with(new))
    }
}
