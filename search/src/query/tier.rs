//! A query whose matches get a fixed amount on top of their score. One tier per word makes a document with more of
//! the words rank above any document with fewer, whatever the rest of the score says.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, Term};

/// Far above any sum of BM25 scores of one word, and small enough that `f32` keeps the order among 32 words.
pub(crate) const TIER: Score = 1000.0;

/// Number of tiers in a score, and the rest.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "scores are small and never negative")]
pub(crate) fn tiers_of(score: Score) -> (usize, Score) {
    let tiers = (score / TIER).floor().max(0.0);
    (tiers as usize, score - tiers * TIER)
}

/// Adds [`TIER`] to the score of each match.
#[derive(Debug)]
pub(crate) struct TierQuery(Box<dyn Query>);

impl TierQuery {
    pub(crate) fn new(query: Box<dyn Query>) -> Self {
        Self(query)
    }
}

impl Clone for TierQuery {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for TierQuery {
    fn weight(&self, enable_scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(TierWeight(self.0.weight(enable_scoring)?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

struct TierWeight(Box<dyn Weight>);

impl Weight for TierWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(TierScorer(self.0.scorer(reader, boost)?)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let inner = self.0.explain(reader, doc)?;
        let mut explanation = Explanation::new("word found (tier) and its score", inner.value() + TIER);
        explanation.add_detail(inner);
        Ok(explanation)
    }
}

struct TierScorer(Box<dyn Scorer>);

impl DocSet for TierScorer {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }

    fn cost(&self) -> u64 {
        self.0.cost()
    }
}

impl Scorer for TierScorer {
    fn score(&mut self) -> Score {
        self.0.score() + TIER
    }
}
