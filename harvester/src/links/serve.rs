//! In the background: what is due, round after round, until told to stop.

use super::{LinkChecker, LinkProgress};
use crate::lease::blocking;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::StoreError;
use tokio_util::sync::CancellationToken;

/// Addresses of one round, and of one host in it.
const ROUND: usize = 500;
const PER_HOST: usize = 50;
/// How often the journal is asked for what is due.
const TICK: Duration = Duration::from_secs(2);
/// Pause after a failure, and while not one host can be reached.
const PAUSE: Duration = Duration::from_mins(5);

impl LinkChecker {
    /// Checks what is due until `stop` resolves; what was found by then is written.
    pub async fn serve(self: Arc<Self>, progress: Arc<dyn LinkProgress>, stop: impl Future<Output = ()> + Send) {
        let closing = CancellationToken::new();
        let work = self.rounds(&*progress, &closing);
        tokio::pin!(stop, work);
        tokio::select! {
            () = &mut stop => {
                closing.cancel();
                work.await;
            }
            () = &mut work => {}
        }
        if let Err(error) = self.announce().await {
            tracing::error!("the results of link checks wait for the next start: {error}");
        }
    }

    async fn rounds(self: &Arc<Self>, progress: &dyn LinkProgress, closing: &CancellationToken) {
        let mut announced = Instant::now();
        loop {
            let pause = match self.pass(progress, closing).await {
                Ok(Passed::Worked) => Duration::ZERO,
                Ok(Passed::Idle) => TICK,
                Ok(Passed::Offline) => PAUSE,
                Err(error) => {
                    tracing::error!("links cannot be checked, trying again: {error}");
                    PAUSE
                }
            };
            if announced.elapsed() >= Duration::from_secs(self.config.announce_every) {
                announced = Instant::now();
                if let Err(error) = self.announce().await {
                    tracing::error!("the results of link checks cannot be announced, trying again: {error}");
                }
            }
            if closing.run_until_cancelled(tokio::time::sleep(pause)).await.is_none() {
                return;
            }
        }
    }

    /// One round of what is due.
    async fn pass(
        self: &Arc<Self>,
        progress: &dyn LinkProgress,
        closing: &CancellationToken,
    ) -> Result<Passed, StoreError> {
        self.sync().await?;
        let (journal, now) = (Arc::clone(&self.journal), self.clock.now());
        let due = blocking(move || journal.due_links(now, ROUND, PER_HOST)).await?;
        if due.is_empty() {
            return Ok(Passed::Idle);
        }
        // A command checks links just now: it keeps to the same limits, so not both.
        let Some(_lock) = self.lock_links()? else { return Ok(Passed::Idle) };
        let round = self.round(due, progress, closing).await?;
        tracing::debug!(checked = round.checked, changed = round.changed, "links: {} checked", round.checked);
        Ok(if round.offline { Passed::Offline } else { Passed::Worked })
    }
}

/// How a pass went.
enum Passed {
    Worked,
    Idle,
    Offline,
}
