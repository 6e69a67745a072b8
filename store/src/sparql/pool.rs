//! The pool: who may ask which worker, and what happens when a query does not end well.

mod process;

use self::process::{Failure, Process};
use super::frame::Task;
use super::{PoolLimits, SparqlAnswer, SparqlError, SparqlRequest};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How often a waiting query looks whether its client is still there.
const POLL: Duration = Duration::from_millis(50);

/// A pool of worker processes. `executable` is started as `executable __sparql-worker`.
#[derive(Debug)]
pub struct SparqlPool {
    executable: PathBuf,
    limits: PoolLimits,
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    idle: Vec<Process>,
    busy: usize,
    /// Tickets of those who wait, the first in line in front.
    line: VecDeque<u64>,
    next_ticket: u64,
}

impl SparqlPool {
    /// Starts no process yet; workers start when needed and are kept. `executable` is `/proc/self/exe`.
    pub fn new(executable: PathBuf, limits: PoolLimits) -> Self {
        Self { executable, limits, state: Mutex::default(), freed: Condvar::new() }
    }

    /// Answers one query on the snapshot in `snapshot` (blocking: call it from a blocking thread). `cancel` is polled:
    /// when it becomes true (the client went away) the worker is killed.
    pub fn query(
        &self,
        snapshot: &Path,
        request: &SparqlRequest,
        cancel: &AtomicBool,
    ) -> Result<SparqlAnswer, SparqlError> {
        let task = Task {
            snapshot: snapshot.to_owned(),
            request: request.clone(),
            rows: self.limits.rows,
            bytes: self.limits.answer_bytes,
            memory: self.limits.memory,
        };
        let mut turn = self.wait_for_turn(cancel)?;
        let deadline = Instant::now() + self.limits.timeout;
        let mut process = match turn.process.take() {
            Some(process) => process,
            None => Process::start(&self.executable, deadline).map_err(|failure| self.explain(failure))?,
        };
        match process.ask(&task, deadline, cancel) {
            Ok((end, spool)) => {
                if !end.retire {
                    turn.pool.lock().idle.push(process);
                }
                let media_type = end.outcome?;
                let body =
                    spool.finish().map_err(|cause| SparqlError::Internal(format!("the answer is lost: {cause}")))?;
                let media_type = process::known_media_type(&media_type);
                Ok(SparqlAnswer { media_type, body })
            }
            Err(failure) => Err(self.explain(failure)),
        }
    }

    /// Waits until a worker is free or may be started. The place is given back when the turn is dropped.
    fn wait_for_turn(&self, cancel: &AtomicBool) -> Result<Turn<'_>, SparqlError> {
        let patience = Instant::now() + self.limits.timeout;
        let mut state = self.lock();
        if !state.line.is_empty() || state.busy >= self.limits.workers {
            if state.line.len() >= self.limits.queue {
                return Err(SparqlError::Busy);
            }
            let ticket = state.next_ticket;
            state.next_ticket += 1;
            state.line.push_back(ticket);
            while state.line.front() != Some(&ticket) || state.busy >= self.limits.workers {
                let gone = cancel.load(Ordering::Relaxed);
                if gone || Instant::now() >= patience {
                    state.line.retain(|other| *other != ticket);
                    self.freed.notify_all();
                    return Err(if gone { cancelled() } else { SparqlError::Busy });
                }
                state = self.freed.wait_timeout(state, POLL).unwrap_or_else(PoisonError::into_inner).0;
            }
            state.line.pop_front();
            self.freed.notify_all();
        }
        state.busy += 1;
        let mut process = state.idle.pop();
        while process.as_mut().is_some_and(Process::is_dead) {
            process = state.idle.pop();
        }
        Ok(Turn { pool: self, process })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic while it was held left the counts as they were: they are changed by single steps only.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn explain(&self, failure: Failure) -> SparqlError {
        match failure {
            Failure::Deadline => SparqlError::Limit(format!(
                "the query took longer than the time limit of {} s and was stopped; make it more selective",
                self.limits.timeout.as_secs_f64()
            )),
            Failure::Memory => SparqlError::Limit(format!(
                "the query needed more than the memory limit of {} MB and was stopped; make it more selective",
                self.limits.memory / 1_000_000
            )),
            Failure::TooDeep => SparqlError::Limit("the query is nested too deeply; make it flatter".to_owned()),
            Failure::TooLarge => SparqlError::Limit(format!(
                "the answer is larger than the limit of {} bytes; ask for less with LIMIT",
                self.limits.answer_bytes
            )),
            Failure::Cancelled => cancelled(),
            Failure::Broken(problem) => {
                tracing::error!(problem, "a SPARQL worker failed: {problem}");
                SparqlError::Internal(problem)
            }
        }
    }
}

fn cancelled() -> SparqlError {
    SparqlError::Limit("the query was cancelled: its client went away".to_owned())
}

/// The right to use one worker, idle or to be started.
struct Turn<'a> {
    pool: &'a SparqlPool,
    process: Option<Process>,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.pool.lock().busy -= 1;
        self.pool.freed.notify_all();
    }
}
