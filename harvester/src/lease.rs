//! A run under way in the journal: it ends, whatever happens to the task that holds it.

use crate::conclusion::Conclusion;
use model::RunReport;
use std::sync::Arc;
use std::time::Instant;
use store::journal::RunLease;
use store::{Journal, StoreError};

/// Runs `work` where it may block; a panic there becomes an error.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let failed = |cause| Err(StoreError::Value(format!("a task of ours failed ({cause})")));
    tokio::task::spawn_blocking(work).await.unwrap_or_else(failed)
}

/// Seconds since `begun`, in whole milliseconds: so short a number is the same after it was written and read as JSON.
pub(crate) fn seconds(begun: Instant) -> f64 {
    (begun.elapsed().as_secs_f64() * 1000.0).round() / 1000.0
}

/// An open run. If it is dropped without an end (cancelled, panicked), it ends itself as *unreachable*.
#[derive(Debug)]
pub(crate) struct OpenRun {
    journal: Arc<Journal>,
    lease: Option<RunLease>,
    begun: Instant,
}

impl OpenRun {
    pub(crate) async fn begin(journal: &Arc<Journal>, source: &model::SourceId) -> Result<Self, StoreError> {
        let (shared, source) = (Arc::clone(journal), source.clone());
        // The guard is made where the lease is taken: if the waiting side is gone by then, its drop ends the run.
        blocking(move || {
            let lease = shared.begin_run(&source)?;
            Ok(Self { journal: shared, lease: Some(lease), begun: Instant::now() })
        })
        .await
    }

    pub(crate) fn started(&self) -> chrono::DateTime<chrono::Utc> {
        self.lease.as_ref().map(|lease| lease.started).unwrap_or_default()
    }

    /// Writes the end. If that fails, ends the run as *unreachable* with the failure as its reason.
    pub(crate) async fn end(mut self, mut conclusion: Conclusion) -> Result<RunReport, StoreError> {
        conclusion.report.seconds = seconds(self.begun);
        let Some(lease) = self.lease.take() else {
            return Err(StoreError::Value("a run that has ended already".to_owned()));
        };
        let journal = Arc::clone(&self.journal);
        blocking(move || {
            let error = match journal.end_run(conclusion.into_end(lease.clone())) {
                Ok(report) => return Ok(report),
                Err(error) => error,
            };
            tracing::error!(source = %lease.source, run = lease.run, "{}: the run could not be written: {error}", lease.source);
            let (sv, en) = ("resultatet kunde inte skrivas", "the result could not be written");
            let plain = Conclusion::our_fault(&lease.source, lease.started, sv, en, &error.to_string());
            journal.end_run(plain.into_end(lease)).map_err(|_| error)
        })
        .await
    }
}

impl Drop for OpenRun {
    fn drop(&mut self) {
        let Some(lease) = self.lease.take() else { return };
        let mut conclusion = Conclusion::cancelled(&lease.source, lease.started);
        conclusion.report.seconds = seconds(self.begun);
        if let Err(error) = self.journal.end_run(conclusion.into_end(lease)) {
            tracing::error!("a stopped run could not be ended; the next start does it: {error}");
        }
    }
}
