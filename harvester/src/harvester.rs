//! The harvester: what it holds, and how runs are begun and ended.

use crate::conclusion::Conclusion;
use crate::dry::DiffEntry;
use crate::fetch::{Fetcher, Outside};
use crate::lanes::{Lane, Turn};
use crate::lease::{OpenRun, blocking, seconds};
use crate::notify::{Matter, Notifier};
use crate::orders::{Control, Orders};
use crate::pipeline::{Run, payload_text};
use crate::{HarvestConfig, NotifyConfig, Progress, RunOptions, Step};
use chrono::{DateTime, Utc};
use futures_util::FutureExt;
use futures_util::future::join_all;
use model::control::HarvestControl;
use model::{Clock, RunReport, Source, SourceId, SourceState};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use store::journal::SourceEntry;
use store::{Journal, StoreError};
use tokio::sync::Semaphore;

/// A report with the diff that a dry run shows.
#[derive(Debug, Clone, PartialEq)]
pub struct RunResult {
    /// The report.
    pub report: RunReport,
    /// What would change (filled for dry runs only).
    pub diff: Vec<DiffEntry>,
    /// All findings of the run (filled for dry runs only; else they are in the journal).
    pub findings: Vec<model::Finding>,
}

/// Everything that a harvester is told.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// `[harvest]`.
    pub harvest: HarvestConfig,
    /// `[notify]`.
    pub notify: NotifyConfig,
    /// What links in messages start with.
    pub base_url: String,
    /// Names and secrets.
    pub outside: Outside,
}

/// Harvests the sources of one journal.
#[derive(Debug)]
pub struct Harvester {
    journal: Arc<Journal>,
    config: HarvestConfig,
    clock: Arc<dyn Clock>,
    fetcher: Fetcher,
    notifier: Notifier,
    readers: Arc<Semaphore>,
    scheduled: Lane,
    ordered: Lane,
    orders: Arc<Orders>,
}

impl Harvester {
    /// Checks the configuration (time zone, cron, proxy) and builds the HTTP client. Errors are sentences.
    pub fn new(journal: Arc<Journal>, config: HarvestConfig, clock: Arc<dyn Clock>) -> Result<Arc<Self>, String> {
        Self::with_outside(journal, config, clock, Outside::default())
    }

    /// The same with other names and secrets than those of this machine.
    pub fn with_outside(
        journal: Arc<Journal>,
        config: HarvestConfig,
        clock: Arc<dyn Clock>,
        outside: Outside,
    ) -> Result<Arc<Self>, String> {
        Self::set_up(journal, Setup { harvest: config, outside, ..Setup::default() }, clock)
    }

    /// A harvester that also tells agencies how their harvests went.
    pub fn set_up(journal: Arc<Journal>, setup: Setup, clock: Arc<dyn Clock>) -> Result<Arc<Self>, String> {
        let Setup { harvest: config, notify, base_url, outside } = setup;
        config.check()?;
        let notifier = Notifier::new(&notify, &base_url, outside.clone(), Arc::clone(&clock))?;
        // Bodies under way lie beside the journal: the system's own folder for such things may be in memory.
        let spool = journal.dir().join("tmp");
        std::fs::create_dir_all(&spool).map_err(|cause| {
            format!("cannot create the folder `{}` for answers under way: {cause}", spool.display())
        })?;
        let fetcher = Fetcher::new(&config, Arc::clone(&clock), &spool)?.with_outside(outside);
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Ok(Arc::new(Self {
            fetcher,
            notifier,
            readers: Arc::new(Semaphore::new(cores)),
            scheduled: Lane::scheduled(&config),
            ordered: Lane::orders(&config),
            orders: Arc::default(),
            journal,
            config,
            clock,
        }))
    }

    /// One run of one source. Always ends, never panics; `Err` only when the journal itself cannot be used or the
    /// source is unknown, paused or already being harvested. Dropping the future ends the run as *unreachable*.
    pub async fn run(
        self: &Arc<Self>,
        source: &SourceId,
        options: RunOptions,
        progress: &Arc<dyn Progress>,
    ) -> Result<RunResult, StoreError> {
        let turn = self.turn(&self.scheduled, source, progress).await?;
        self.run_with(turn, source, options, progress).await
    }

    /// Runs of many sources, `concurrency` at a time and `per_host` per host; results in the order of `sources`.
    pub async fn run_all(
        self: &Arc<Self>,
        sources: &[SourceId],
        options: RunOptions,
        progress: &Arc<dyn Progress>,
    ) -> Vec<Result<RunResult, StoreError>> {
        // Waiting runs cost nothing: the lane lets in as many as the limits allow.
        join_all(sources.iter().map(|source| self.run(source, options, progress))).await
    }

    /// For the API: orders runs from the schedule loop of `serve`.
    pub fn control(self: &Arc<Self>) -> Arc<dyn HarvestControl> {
        Arc::new(Control::new(Arc::clone(&self.journal), Arc::clone(&self.orders)))
    }

    /// The next `count` times that `source` is harvested on schedule. Errors are sentences.
    pub fn next_runs(&self, source: &Source, count: usize) -> Result<Vec<DateTime<Utc>>, String> {
        crate::next_runs(source, &self.config, self.clock.now(), count)
    }

    pub(crate) fn journal(&self) -> &Arc<Journal> {
        &self.journal
    }

    pub(crate) fn config(&self) -> &HarvestConfig {
        &self.config
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    pub(crate) fn fetcher(&self) -> &Fetcher {
        &self.fetcher
    }

    pub(crate) fn readers(&self) -> &Arc<Semaphore> {
        &self.readers
    }

    pub(crate) fn orders(&self) -> &Arc<Orders> {
        &self.orders
    }

    pub(crate) fn scheduled_lane(&self) -> &Lane {
        &self.scheduled
    }

    pub(crate) fn ordered_lane(&self) -> &Lane {
        &self.ordered
    }

    /// The source as it is now; `Err` if it is unknown or paused.
    pub(crate) async fn entry(&self, source: &SourceId) -> Result<SourceEntry, StoreError> {
        let (journal, id) = (Arc::clone(&self.journal), source.clone());
        let entry = blocking(move || journal.source(&id)).await?;
        if entry.state == SourceState::Paused || entry.source.paused {
            return Err(StoreError::Paused(source.to_string()));
        }
        Ok(entry)
    }

    /// Waits for a place in `lane`.
    pub(crate) async fn turn(
        &self,
        lane: &Lane,
        source: &SourceId,
        progress: &Arc<dyn Progress>,
    ) -> Result<Turn, StoreError> {
        let entry = self.entry(source).await?;
        progress.step(source, Step::Waiting);
        Ok(lane.enter(&entry.source.url).await)
    }

    /// A run that has its place.
    pub(crate) async fn run_with(
        self: &Arc<Self>,
        turn: Turn,
        source: &SourceId,
        options: RunOptions,
        progress: &Arc<dyn Progress>,
    ) -> Result<RunResult, StoreError> {
        // Only now: it may have changed while the run waited.
        let entry = self.entry(source).await?;
        let open = if options.dry_run { None } else { Some(OpenRun::begin(&self.journal, source).await?) };
        let begun = std::time::Instant::now();
        let started = open.as_ref().map_or_else(|| self.clock.now(), OpenRun::started);
        progress.step(source, Step::Fetching { bytes: 0, total: None });
        let (harvester, progress_) = (Arc::clone(self), Arc::clone(progress));
        let about = About::of(&entry);
        let run = Run { harvester, entry, options, started, progress: progress_, consent: None };
        let work = Box::pin(run.conclude(turn)); // on the heap: it is large
        let Some(open) = open else {
            let mut conclusion = concluded(source, started, work).await;
            conclusion.report.seconds = seconds(begun);
            progress.ended(&conclusion.report);
            let Conclusion { report, diff, findings, .. } = conclusion;
            return Ok(RunResult { report, diff, findings });
        };
        self.finish(about, open, work, progress).await
    }

    /// Does the work of an open run, writes its end and tells of it.
    pub(crate) async fn finish(
        &self,
        about: About,
        open: OpenRun,
        work: impl Future<Output = Result<Conclusion, StoreError>>,
        progress: &Arc<dyn Progress>,
    ) -> Result<RunResult, StoreError> {
        let About { source, state } = about;
        let conclusion = concluded(&source.id, open.started(), work).await;
        let matter = Matter::of(&conclusion, state);
        progress.step(&source.id, Step::Committing);
        let report = open.end(conclusion).await?;
        log(&report);
        progress.ended(&report);
        if let Some(matter) = matter {
            let telling = self.notifier.tell(&self.journal, &self.fetcher, &source, &report, &matter);
            if AssertUnwindSafe(Box::pin(telling)).catch_unwind().await.is_err() {
                tracing::error!(source = %source.id, "{}: nobody was told (a bug in Skörd)", source.id);
            }
        }
        Ok(RunResult { report, diff: Vec::new(), findings: Vec::new() })
    }
}

/// The source of a run as it was at its beginning.
#[derive(Debug)]
pub(crate) struct About {
    source: Source,
    state: SourceState,
}

impl About {
    pub(crate) fn of(entry: &SourceEntry) -> Self {
        Self { source: entry.source.clone(), state: entry.state }
    }
}

/// What a run found out, whatever happened to it.
async fn concluded(
    source: &SourceId,
    started: DateTime<Utc>,
    work: impl Future<Output = Result<Conclusion, StoreError>>,
) -> Conclusion {
    match AssertUnwindSafe(work).catch_unwind().await {
        Ok(Ok(conclusion)) => conclusion,
        Ok(Err(error)) => journal_trouble(source, started, &error),
        Err(payload) => our_bug(source, started, &payload_text(&*payload)),
    }
}

fn journal_trouble(source: &SourceId, started: DateTime<Utc>, error: &StoreError) -> Conclusion {
    let (sv, en) = ("journalen kunde inte läsas", "the journal could not be read");
    Conclusion::our_fault(source, started, sv, en, &error.to_string())
}

fn our_bug(source: &SourceId, started: DateTime<Utc>, cause: &str) -> Conclusion {
    tracing::error!(%source, "{source}: the run failed (a bug in Skörd): {cause}");
    Conclusion::our_fault(
        source,
        started,
        "körningen misslyckades (ett fel i Skörd)",
        "the run failed (a bug in Skörd)",
        cause,
    )
}

fn log(report: &RunReport) {
    let RunReport { source, outcome, datasets, new, changed, withdrawn, .. } = report;
    let reason = report.reason.as_ref().map(|reason| format!(": {}", reason.text("en"))).unwrap_or_default();
    tracing::info!(
        %source, run = report.run, seq = report.seq.0, %outcome,
        "harvested {source}: {outcome}{reason}; {datasets} datasets, {new} new, {changed} changed, {withdrawn} withdrawn"
    );
}
