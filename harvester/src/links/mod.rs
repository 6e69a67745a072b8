//! Checks the addresses that the catalog gives.
//!
//! **Invariant:** servers never see more than the configured load; every hop obeys the rules of harvests (private hosts,
//! redirects) and robots.txt; one host that is down costs one attempt, not one per address.

mod certificate;
mod config;
mod gate;
mod judge;
mod openapi;
mod probe;
mod reply;
mod robots;
mod round;
mod serve;

pub use config::LinksConfig;
pub use round::{LinkProgress, LinkRound, LinksUnheard};

use crate::HarvestConfig;
use crate::fetch::{Fetcher, Outside};
use crate::lease::blocking;
use gate::Gate;
use model::{Clock, LinkCheck, Seq};
use robots::Robots;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use store::journal::{LinkLock, LinkSync};
use store::views::{LinkProperty, link_urls};
use store::{Journal, StoreError, project};

/// Everything that a checker is told.
#[derive(Debug, Clone, Default)]
pub struct LinkSetup {
    /// `[links]`.
    pub links: LinksConfig,
    /// `[harvest]`: private hosts, redirects, proxy, contact.
    pub harvest: HarvestConfig,
    /// Address of our own pages, ends with `/`: servers are asked whether these may read API descriptions.
    pub base_url: String,
    /// Names, as for harvests.
    pub outside: Outside,
    /// More authorities that certificates are believed from, in PEM.
    pub authorities: Vec<String>,
}

/// Checks the links of one journal.
#[derive(Debug)]
pub struct LinkChecker {
    journal: Arc<Journal>,
    config: LinksConfig,
    clock: Arc<dyn Clock>,
    fetcher: Fetcher,
    gate: Gate,
    max_redirects: usize,
    origin: String,
    robots_name: String,
    robots: Mutex<HashMap<String, (Arc<Robots>, Instant)>>,
    seen: Mutex<Seen>,
    asked: AtomicU64,
}

/// What the checker knows of the catalog.
#[derive(Debug, Default)]
struct Seen {
    /// The catalog that the addresses were compared with last.
    data: Option<Seq>,
    /// Addresses that may be descriptions of APIs.
    candidates: Arc<HashSet<String>>,
}

/// A panic of another thread leaves nothing half-written behind these locks.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl LinkChecker {
    /// Checks the configuration and builds the HTTP client. Errors are sentences.
    pub fn new(journal: Arc<Journal>, setup: LinkSetup, clock: Arc<dyn Clock>) -> Result<Arc<Self>, String> {
        let LinkSetup { links, harvest, base_url, outside, authorities } = setup;
        links.check()?;
        let spool = journal.dir().join("tmp");
        let limits = HarvestConfig {
            connect_timeout: links.timeout.div_ceil(2),
            first_byte_timeout: links.timeout - links.timeout.div_ceil(2),
            attempts: 1,
            ..harvest
        };
        let max_redirects = limits.max_redirects;
        let mut fetcher = Fetcher::new(&limits, Arc::clone(&clock), &spool)?.with_outside(outside);
        if let Some(user_agent) = &links.user_agent {
            fetcher = fetcher.named(user_agent)?;
        }
        for authority in &authorities {
            fetcher = fetcher.trusting(authority.as_bytes())?;
        }
        let robots_name = fetcher.user_agent().split(['/', ' ']).next().unwrap_or_default().to_owned();
        let origin = url::Url::parse(&base_url).map(|url| url.origin().ascii_serialization()).unwrap_or_default();
        Ok(Arc::new(Self {
            gate: Gate::new(&links),
            config: links,
            clock,
            fetcher,
            max_redirects,
            origin,
            robots_name,
            robots: Mutex::default(),
            seen: Mutex::default(),
            asked: AtomicU64::new(0),
            journal,
        }))
    }

    /// Compares the addresses with the published catalog, if that changed since the last time. `None` while nothing of
    /// the journal's newest data is published.
    pub async fn sync(self: &Arc<Self>) -> Result<Option<LinkSync>, StoreError> {
        let checker = Arc::clone(self);
        blocking(move || checker.sync_now()).await
    }

    fn sync_now(&self) -> Result<Option<LinkSync>, StoreError> {
        let data = self.journal.data_seq()?;
        if lock(&self.seen).data == Some(data) {
            return Ok(Some(LinkSync::default()));
        }
        let Some(published) = project::newest_of_any_base(&self.journal)?.filter(|found| found.seq >= data) else {
            return Ok(None);
        };
        let done = self.journal.sync_links(&published.snapshot)?;
        let describing = [LinkProperty::EndpointDescription, LinkProperty::AccessUrl, LinkProperty::ConformsTo];
        let candidates = Arc::new(link_urls(&published.snapshot, &describing).into_iter().collect());
        *lock(&self.seen) = Seen { data: Some(data), candidates };
        if done != LinkSync::default() {
            let LinkSync { new, returned, left, forgotten } = done;
            tracing::info!(
                new,
                returned,
                left,
                forgotten,
                "links: {new} new, {returned} returned, {left} left the catalog"
            );
        }
        Ok(Some(done))
    }

    /// Checks one address now, and writes nothing.
    pub async fn check(&self, url: &str) -> LinkCheck {
        self.probe(url, true).await.check
    }

    /// Checks some addresses now, whatever their turn, and writes what came of it. `Ok(None)` while another process
    /// checks links.
    pub async fn check_now(
        self: &Arc<Self>,
        urls: Vec<String>,
        progress: &dyn LinkProgress,
    ) -> Result<Option<LinkRound>, StoreError> {
        let Some(_lock) = self.lock_links()? else { return Ok(None) };
        let round = self.round(urls, progress, &tokio_util::sync::CancellationToken::new()).await?;
        self.announce().await?;
        Ok(Some(round))
    }

    /// Gives the catalog a new number, if results changed what readers see.
    pub async fn announce(&self) -> Result<Option<Seq>, StoreError> {
        let journal = Arc::clone(&self.journal);
        blocking(move || journal.announce_links()).await
    }

    /// Requests sent so far.
    pub fn requests(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    fn lock_links(&self) -> Result<Option<LinkLock>, StoreError> {
        LinkLock::acquire(self.journal.dir())
    }
}
