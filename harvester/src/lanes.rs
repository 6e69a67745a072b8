//! Who may ask whom at the same time.

use crate::HarvestConfig;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use url::Url;

/// Runs beyond the requests under way that may be read and written meanwhile. Their bodies wait on disk.
const BEHIND_THE_FETCH: usize = 4;

/// A lane: limits that its runs share. Orders have a lane of their own, so that they need not wait for the night's
/// harvest.
#[derive(Debug)]
pub(crate) struct Lane {
    requests: Arc<Semaphore>,
    runs: Arc<Semaphore>,
    per_host: Option<usize>,
    hosts: Mutex<HashMap<String, Arc<Semaphore>>>,
}

/// A run's place. Dropping it lets the next one in.
#[derive(Debug)]
pub(crate) struct Turn {
    fetching: Option<(Option<OwnedSemaphorePermit>, Option<OwnedSemaphorePermit>)>,
    _run: Option<OwnedSemaphorePermit>,
}

impl Turn {
    /// The host and the line are free again; reading and writing go on.
    pub(crate) fn fetched(&mut self) {
        self.fetching = None;
    }
}

impl Lane {
    /// The lane of scheduled runs.
    pub(crate) fn scheduled(config: &HarvestConfig) -> Self {
        Self::new(config.concurrency, Some(config.per_host))
    }

    /// The lane of orders: they are few and by people, so no host makes them wait.
    pub(crate) fn orders(config: &HarvestConfig) -> Self {
        Self::new(config.concurrency.max(16), None)
    }

    fn new(requests: usize, per_host: Option<usize>) -> Self {
        Self {
            requests: Arc::new(Semaphore::new(requests)),
            runs: Arc::new(Semaphore::new(requests + BEHIND_THE_FETCH)),
            per_host,
            hosts: Mutex::default(),
        }
    }

    /// Waits for a place. The host comes first, so that nobody holds a line while waiting for a busy host.
    pub(crate) async fn enter(&self, url: &str) -> Turn {
        let host = match self.host(url) {
            Some(semaphore) => semaphore.acquire_owned().await.ok(),
            None => None,
        };
        let run = Arc::clone(&self.runs).acquire_owned().await.ok();
        let request = Arc::clone(&self.requests).acquire_owned().await.ok();
        Turn { fetching: Some((host, request)), _run: run }
    }

    fn host(&self, url: &str) -> Option<Arc<Semaphore>> {
        let limit = self.per_host?;
        let url = Url::parse(url).ok()?;
        let host = url.host_str()?.to_owned();
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(hosts.entry(host).or_insert_with(|| Arc::new(Semaphore::new(limit)))))
    }
}
