//! Scores that several lists of postings add up to.

use super::bits::Bits;
use std::sync::{Mutex, PoisonError};
use tantivy::{DocId, Score};

/// Matches with their scores, in ascending order of the documents.
pub(super) type List = Vec<(DocId, Score)>;

/// Sum and best score of each document of a segment. Empty between uses, so that its room is made once.
#[derive(Debug)]
pub(super) struct Accumulator {
    found: Bits,
    /// Best score and sum of all.
    scores: Vec<(Score, Score)>,
}

impl Accumulator {
    pub(super) fn new(docs: DocId) -> Self {
        Self { found: Bits::new(docs), scores: vec![(0.0, 0.0); docs as usize] }
    }

    #[inline]
    pub(super) fn add(&mut self, doc: DocId, score: Score) {
        if let Some((best, sum)) = self.scores.get_mut(doc as usize) {
            *best = best.max(score);
            *sum += score;
            self.found.insert(doc);
        }
    }

    /// Takes all out: of each the best score and a share of the others.
    pub(super) fn drain(&mut self, share_of_others: Score) -> List {
        let Self { found, scores } = self;
        let mut list = Vec::with_capacity(found.len());
        found.drain(|doc| {
            let (best, sum) = std::mem::take(&mut scores[doc as usize]);
            list.push((doc, best + (sum - best) * share_of_others));
        });
        list
    }
}

/// Most accumulators that are kept for later searches: nested queries need some each, and several searches run at once.
const MOST_KEPT: usize = 16;

/// Empty accumulators with room for any segment of one commit. New memory must be cleared by the system page by page,
/// which takes longer than the search itself.
#[derive(Debug)]
pub(crate) struct Pool {
    docs: DocId,
    free: Mutex<Vec<Accumulator>>,
}

impl Pool {
    /// For segments with at most so many documents.
    pub(crate) fn new(docs: DocId) -> Self {
        Self { docs, free: Mutex::default() }
    }

    pub(super) fn take(&self) -> Accumulator {
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        free.unwrap_or_else(|| Accumulator::new(self.docs))
    }

    /// Takes back an empty one.
    pub(super) fn give(&self, accumulator: Accumulator) {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        if free.len() < MOST_KEPT {
            free.push(accumulator);
        }
    }
}
