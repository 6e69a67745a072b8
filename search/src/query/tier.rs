//! A fixed amount on top of the score of each word: a document with more of the words ranks above any document with
//! fewer, whatever the rest of the score says.

use tantivy::Score;

/// Far above any sum of BM25 scores of one word, and small enough that `f32` keeps the order among 32 words.
pub(crate) const TIER: Score = 1000.0;

/// Number of tiers in a score, and the rest.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "scores are small and never negative")]
pub(crate) fn tiers_of(score: Score) -> (usize, Score) {
    let tiers = (score / TIER).floor().max(0.0);
    (tiers as usize, score - tiers * TIER)
}
