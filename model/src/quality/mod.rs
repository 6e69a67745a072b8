//! MQA, the Metadata Quality Assessment of data.europa.eu, as values: 23 metrics, 405 points, and what Sweden makes of
//! it. `shapes::mqa` measures records; here measures become scores.
//!
//! A dataset's score is the sum of its own metrics and those of the distribution with the most points; a catalog's is
//! the average of its datasets. Source of metrics, points and bands: the vocabulary and the methodology of piveau.

mod measure;
mod measured;
mod metrics;
mod score;

pub use measure::{DatasetMeasure, DistributionMeasure, LinkAnswer, LinkCounts, Points};
pub use measured::{Measured, Stars};
pub use metrics::{Bits, COMPLIANCE, DIMENSIONS, Dimension, METRICS, Metric, mask, metric_by_id};
pub use score::{Mark, Marks, Mode, Rating, Score, points};

/// Version of what is measured and how; a measure made by another version is made again at the next run.
pub const RULES_VERSION: u32 = 1;

#[cfg(test)]
mod tests;
