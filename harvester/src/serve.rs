//! The schedule loop: starts what is due and what is ordered, until it is told to stop.

use crate::harvester::Harvester;
use crate::lease::blocking;
use crate::orders::Order;
use crate::schedule::Schedule;
use crate::{Progress, RunOptions};
use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use model::{Seq, SourceId};
use std::collections::{HashMap, HashSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::StoreError;
use store::journal::SourceEntry;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// How often the loop looks at the clock and the journal.
const TICK: Duration = Duration::from_secs(1);
/// Sources are read again this often even if the journal seems the same.
const REFRESH: Duration = Duration::from_secs(30);
/// An ordered run waits this long between two looks at whether the run under way has ended.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// A task of the loop that ended.
enum Ended {
    Scheduled(SourceId),
    Ordered(SourceId),
}

/// What the loop remembers.
#[derive(Default)]
struct Board {
    sources: Vec<SourceEntry>,
    seen: Option<(Seq, Instant)>,
    /// When the loop last started a source: a run that could not begin is not begun again at once.
    attempted: HashMap<SourceId, DateTime<Utc>>,
    scheduled: HashSet<SourceId>,
    ordered: HashSet<SourceId>,
    /// Ordered again while an ordered run was under way.
    again: HashMap<SourceId, Order>,
    /// Sources whose schedule cannot be read, told once.
    complained: HashSet<SourceId>,
}

impl Harvester {
    /// Harvests on schedule until `stop` resolves, then lets the runs under way end. Also takes orders
    /// (`HarvestControl`) from the API. A source that was never harvested, or whose time passed while nobody served,
    /// is due at once.
    pub async fn serve(self: Arc<Self>, progress: Arc<dyn Progress>, stop: impl Future<Output = ()> + Send) {
        let mut board = Board::default();
        let mut running: JoinSet<Ended> = JoinSet::new();
        let closing = CancellationToken::new();
        let starter = Starter { harvester: Arc::clone(&self), progress, closing: closing.clone() };
        tokio::pin!(stop);
        let journal = Arc::clone(self.journal());
        let measuring = tokio::task::spawn_blocking(move || crate::measure::catch_up_all(&journal));
        self.orders().set_open(true);
        loop {
            if let Err(error) = board.refresh(&self).await {
                tracing::error!("the sources cannot be read, trying again: {error}");
            }
            for source in board.take_due(&self) {
                starter.scheduled(&mut running, source, self.clock().now());
            }
            for order in self.orders().take() {
                if let Some(order) = board.take_order(order) {
                    starter.ordered(&mut running, order);
                }
            }
            tokio::select! {
                () = &mut stop => break,
                () = self.orders().arrived() => {}
                Some(ended) = running.join_next() => {
                    if let Some(order) = board.ended(ended) {
                        starter.ordered(&mut running, order);
                    }
                }
                () = tokio::time::sleep(TICK) => {}
            }
        }
        self.orders().set_open(false);
        closing.cancel();
        while running.join_next().await.is_some() {}
        let _ended = measuring.await;
    }
}

impl Board {
    /// Reads the sources again if somebody wrote to the journal.
    async fn refresh(&mut self, harvester: &Harvester) -> Result<(), StoreError> {
        let (journal, seen) = (Arc::clone(harvester.journal()), self.seen);
        let read = blocking(move || {
            let seq = journal.seq()?;
            let same = seen.is_some_and(|(old, at)| old == seq && at.elapsed() < REFRESH);
            if same { Ok(None) } else { Ok(Some((seq, journal.sources()?))) }
        });
        if let Some((seq, sources)) = read.await? {
            self.sources = sources;
            self.seen = Some((seq, Instant::now()));
        }
        Ok(())
    }

    /// The sources that are due, marked as started.
    fn take_due(&mut self, harvester: &Harvester) -> Vec<SourceId> {
        let now = harvester.clock().now();
        let mut due = Vec::new();
        for entry in &self.sources {
            let id = &entry.source.id;
            if entry.source.paused || self.scheduled.contains(id) || self.ordered.contains(id) {
                continue;
            }
            let last = entry.last_run.max(self.attempted.get(id).copied());
            if next_due(harvester, entry, last, &mut self.complained).is_some_and(|at| at <= now) {
                due.push(id.clone());
            }
        }
        for id in &due {
            self.attempted.insert(id.clone(), now);
            self.scheduled.insert(id.clone());
        }
        due
    }

    /// The order, if it is to be started now; else it waits for the one under way. Consent is never lost to a plain
    /// order that comes after it.
    fn take_order(&mut self, order: Order) -> Option<Order> {
        if self.ordered.insert(order.source.clone()) {
            return Some(order);
        }
        if order.approval.is_some() || !self.again.contains_key(&order.source) {
            self.again.insert(order.source.clone(), order);
        }
        None
    }

    /// Forgets a task; returns what was ordered of its source meanwhile.
    fn ended(&mut self, ended: Result<Ended, tokio::task::JoinError>) -> Option<Order> {
        match ended {
            Ok(Ended::Scheduled(source)) => {
                self.scheduled.remove(&source);
                None
            }
            Ok(Ended::Ordered(source)) => {
                self.ordered.remove(&source);
                let again = self.again.remove(&source)?;
                self.ordered.insert(source);
                Some(again)
            }
            Err(error) => {
                tracing::error!("a harvest task was lost: {error}");
                None
            }
        }
    }
}

/// When a source is due; at once if it was never run.
fn next_due(
    harvester: &Harvester,
    entry: &SourceEntry,
    last: Option<DateTime<Utc>>,
    complained: &mut HashSet<SourceId>,
) -> Option<DateTime<Utc>> {
    let Some(last) = last else { return Some(DateTime::UNIX_EPOCH) };
    let config = harvester.config();
    let schedule = Schedule::of(&entry.source, config).or_else(|problem| {
        if complained.insert(entry.source.id.clone()) {
            tracing::warn!(source = %entry.source.id, "{}: {problem}; the default schedule is used", entry.source.id);
        }
        Schedule::default_of(config)
    });
    schedule.ok()?.due_after(&entry.source.id, last, config.jitter)
}

/// Starts tasks.
struct Starter {
    harvester: Arc<Harvester>,
    progress: Arc<dyn Progress>,
    closing: CancellationToken,
}

impl Starter {
    fn scheduled(&self, running: &mut JoinSet<Ended>, source: SourceId, queued: DateTime<Utc>) {
        let (harvester, progress, closing) =
            (Arc::clone(&self.harvester), Arc::clone(&self.progress), self.closing.clone());
        running.spawn(async move {
            tell(&source, scheduled_run(&harvester, &progress, &closing, &source, queued)).await;
            Ended::Scheduled(source)
        });
    }

    fn ordered(&self, running: &mut JoinSet<Ended>, order: Order) {
        let (harvester, progress, closing) =
            (Arc::clone(&self.harvester), Arc::clone(&self.progress), self.closing.clone());
        running.spawn(async move {
            tell(&order.source, ordered_run(&harvester, &progress, &closing, &order)).await;
            Ended::Ordered(order.source)
        });
    }
}

/// Says why a run could not be had; a panic (in a listener, say) must not keep the source from its next run.
async fn tell(source: &SourceId, run: impl Future<Output = Result<(), StoreError>>) {
    match AssertUnwindSafe(run).catch_unwind().await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%source, "{source}: not harvested: {error}"),
        Err(_) => tracing::error!(%source, "{source}: its run failed (a bug in Skörd)"),
    }
}

/// A run on schedule: waits for its turn, unless the loop closes or somebody else harvests the source meanwhile.
async fn scheduled_run(
    harvester: &Arc<Harvester>,
    progress: &Arc<dyn Progress>,
    closing: &CancellationToken,
    source: &SourceId,
    queued: DateTime<Utc>,
) -> Result<(), StoreError> {
    let turn = harvester.turn(harvester.scheduled_lane(), source, progress);
    let Some(turn) = closing.run_until_cancelled(turn).await else { return Ok(()) };
    let turn = turn?;
    if harvester.entry(source).await?.last_run.is_some_and(|last| last > queued) {
        return Ok(());
    }
    harvester.run_with(turn, source, RunOptions::default(), progress).await.map(|_| ())
}

/// An ordered run or an approval: in its own lane, at once or as soon as the run under way has ended.
async fn ordered_run(
    harvester: &Arc<Harvester>,
    progress: &Arc<dyn Progress>,
    closing: &CancellationToken,
    order: &Order,
) -> Result<(), StoreError> {
    let source = &order.source;
    let options = RunOptions { ordered: true, dry_run: false };
    loop {
        let turn = harvester.turn(harvester.ordered_lane(), source, progress);
        let Some(turn) = closing.run_until_cancelled(turn).await else { return Ok(()) };
        let turn = turn?;
        let ended = match &order.approval {
            Some(approval) => harvester.approve_with(turn, source, approval, progress).await,
            None => harvester.run_with(turn, source, options, progress).await,
        };
        match ended {
            Err(StoreError::RunUnderWay { .. }) => {}
            ended => return ended.map(|_| ()),
        }
        if closing.run_until_cancelled(tokio::time::sleep(LOOK_AGAIN)).await.is_none() {
            return Ok(());
        }
    }
}
