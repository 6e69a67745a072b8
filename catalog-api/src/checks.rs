//! Documents that somebody wants judged: received piece by piece to the disk, a few at once, each within limits. What
//! judges them is behind `model::control::CheckControl`.

mod problem;

pub(crate) use problem::CheckProblem;

use crate::sparql::{Gate, Permit};
use axum::body::Bytes;
use futures_util::{Stream, StreamExt as _};
use model::control::{CheckControl, CheckLimits, CheckOrder};
use std::io::Write as _;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tempfile::NamedTempFile;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Who judges, and how many may be judged at once.
#[derive(Debug)]
pub(crate) struct Desk {
    control: Arc<dyn CheckControl>,
    places: Arc<Semaphore>,
    clients: Gate,
}

/// A place at the desk; dropping it frees the place.
#[derive(Debug)]
pub(crate) struct Place {
    _place: OwnedSemaphorePermit,
    _client: Option<Permit>,
}

impl Desk {
    /// A desk in front of who judges.
    pub(crate) fn new(control: Arc<dyn CheckControl>) -> Self {
        let places = Arc::new(Semaphore::new(control.limits().at_once.max(1)));
        Self { control, places, clients: Gate::new(1) }
    }

    /// What one check may cost.
    pub(crate) fn limits(&self) -> CheckLimits {
        self.control.limits()
    }

    /// A place, before anything is received: one per client, a few in all.
    pub(crate) fn enter(&self, client: Option<IpAddr>) -> Result<Place, CheckProblem> {
        let permit = match client {
            Some(client) => Some(self.clients.enter(client).ok_or_else(CheckProblem::one_at_a_time)?),
            None => None,
        };
        let place = Arc::clone(&self.places).try_acquire_owned().map_err(|_| CheckProblem::busy())?;
        Ok(Place { _place: place, _client: permit })
    }

    /// Writes a body to a file, no more of it and no longer than the limits say.
    pub(crate) async fn receive<E: std::fmt::Display>(
        &self,
        pieces: impl Stream<Item = Result<Bytes, E>> + Unpin,
    ) -> Result<NamedTempFile, CheckProblem> {
        let limits = self.limits();
        let received = tokio::time::timeout(Duration::from_secs(limits.seconds), spool(pieces, limits.bytes));
        received.await.unwrap_or_else(|_| Err(CheckProblem::slow(limits.seconds)))
    }

    /// Judges; the check ends when nobody waits for it any more.
    pub(crate) async fn check(
        &self,
        order: CheckOrder,
        place: Place,
        file: Option<NamedTempFile>,
    ) -> Result<Vec<u8>, CheckProblem> {
        let (control, cancel) = (Arc::clone(&self.control), Arc::new(AtomicBool::new(false)));
        let _waiting = Waiting(Arc::clone(&cancel));
        let judged = tokio::task::spawn_blocking(move || {
            let answer = control.check(&order, &cancel);
            drop((place, file));
            answer
        });
        match judged.await {
            Ok(answer) => answer.map_err(CheckProblem::of),
            Err(panicked) => Err(CheckProblem::internal(&panicked)),
        }
    }
}

/// Tells the check to end when it is dropped: the client has gone, or the answer is there.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

async fn spool<E: std::fmt::Display>(
    mut pieces: impl Stream<Item = Result<Bytes, E>> + Unpin,
    limit: u64,
) -> Result<NamedTempFile, CheckProblem> {
    let mut file = NamedTempFile::new().map_err(|cause| CheckProblem::internal(&cause))?;
    let mut length = 0;
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|cause| CheckProblem::cut(&cause))?;
        length += piece.len() as u64;
        if length > limit {
            return Err(CheckProblem::too_large(limit));
        }
        // A piece goes to the page cache: no longer than a task of the runtime may take.
        file.write_all(&piece).map_err(|cause| CheckProblem::internal(&cause))?;
    }
    Ok(file)
}
