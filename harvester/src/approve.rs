//! Approval: a person says yes to what a guard holds.

use crate::harvester::{About, Harvester, RunResult};
use crate::lanes::Turn;
use crate::lease::{OpenRun, blocking};
use crate::pipeline::Run;
use crate::{Progress, RunOptions};
use model::SourceId;
use model::control::Approval;
use std::sync::Arc;
use store::StoreError;

impl Harvester {
    /// Accepts what a guard holds of `source`: the held document becomes the next revision, with everything that its
    /// diff shows. `Err(NothingHeld)` if nothing is held, else as [`Harvester::run`].
    pub async fn approve(
        self: &Arc<Self>,
        source: &SourceId,
        approval: &Approval,
        progress: &Arc<dyn Progress>,
    ) -> Result<RunResult, StoreError> {
        let turn = self.turn(self.ordered_lane(), source, progress).await?;
        self.approve_with(turn, source, approval, progress).await
    }

    /// An approval that has its place.
    pub(crate) async fn approve_with(
        self: &Arc<Self>,
        turn: Turn,
        source: &SourceId,
        approval: &Approval,
        progress: &Arc<dyn Progress>,
    ) -> Result<RunResult, StoreError> {
        let entry = self.entry(source).await?;
        let (journal, id) = (Arc::clone(self.journal()), source.clone());
        let held = blocking(move || journal.held_document(&id)).await?;
        let held = held.ok_or_else(|| StoreError::NothingHeld { source_id: source.to_string() })?;
        let open = OpenRun::begin(self.journal(), source).await?;
        let about = About::of(&entry);
        let run = Run {
            harvester: Arc::clone(self),
            entry,
            options: RunOptions { ordered: true, dry_run: false },
            started: open.started(),
            progress: Arc::clone(progress),
            consent: Some(approval.clone()),
        };
        self.finish(about, open, Box::pin(run.conclude_held(turn, held)), progress).await
    }
}
