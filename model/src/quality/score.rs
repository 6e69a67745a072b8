//! Scores and ratings.

use crate::LangText;
use crate::finding::Points;
use serde::{Deserialize, Serialize};

/// Whose points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// dataportal.se: compliance with the EU shapes gives no points (375), media types count as formats.
    #[default]
    Se,
    /// data.europa.eu: 405 points; formats and licences count as the export to the EU writes them.
    Eu,
}

impl Mode {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Se, Self::Eu];

    /// The most points.
    pub fn max(self) -> u32 {
        match self {
            Self::Eu => 405,
            Self::Se => 375,
        }
    }

    /// The most points in a dimension, by its position in [`super::DIMENSIONS`].
    pub fn dimension_max(self, dimension: usize) -> u32 {
        let metrics = super::METRICS.iter().enumerate();
        metrics.filter(|(place, m)| m.dimension == dimension && self.counts(*place)).map(|(_, m)| m.points).sum()
    }

    /// Whether a metric gives points, by its position in [`super::METRICS`].
    pub fn counts(self, metric: usize) -> bool {
        self == Self::Eu || metric != super::COMPLIANCE
    }

    /// Points of a distribution on which these metrics hold.
    pub fn distribution_points(self, bits: super::Bits) -> u32 {
        let metrics = super::METRICS.iter().enumerate();
        let held = metrics.filter(|(place, m)| m.on_distribution && bits & (1 << place) != 0 && self.counts(*place));
        held.map(|(_, m)| m.points).sum()
    }

    /// The word in addresses and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Se => "se",
            Self::Eu => "eu",
        }
    }
}

/// A score in hundredths of points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Score {
    /// All points.
    pub total: u64,
    /// By dimension, in the order of [`super::DIMENSIONS`].
    pub dimensions: [u64; 5],
}

impl Score {
    /// The average of `number` datasets whose points sum up to these (whole points by dimension), rounded to
    /// hundredths. 0 for none.
    pub fn average(sums: &[u64; 5], number: u64) -> Self {
        let number = number.max(1);
        let round = |sum: u64| (sum * 100 + number / 2) / number;
        Self { total: round(sums.iter().sum()), dimensions: sums.map(round) }
    }

    /// In points.
    pub fn points(self) -> f64 {
        points(self.total)
    }
}

/// Hundredths as points.
#[expect(clippy::cast_precision_loss, reason = "scores are below 2^53")]
pub fn points(hundredths: u64) -> f64 {
    hundredths as f64 / 100.0
}

/// A score with its rating, as JSON says it (`score`, `max`, `rating`, `rating_label`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Points; an average has decimals.
    pub score: Points,
    /// The most points.
    pub max: u32,
    /// Rating.
    pub rating: Rating,
    /// Name of the rating, sv and en.
    pub rating_label: LangText,
}

impl Mark {
    /// The mark for a score.
    pub fn of(mode: Mode, score: Score) -> Self {
        let rating = Rating::of(score);
        let total = Points(i32::try_from(score.total).unwrap_or(i32::MAX));
        Self { score: total, max: mode.max(), rating, rating_label: rating.label() }
    }
}

/// Both marks of a set of datasets, as the report of a run has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// As dataportal.se counts.
    pub se: Mark,
    /// As data.europa.eu counts.
    pub eu: Mark,
}

/// Rating bands of data.europa.eu, used in both modes: they are the only ones that are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rating {
    /// Up to 120 points.
    Bad,
    /// 121 to 220 points.
    Sufficient,
    /// 221 to 350 points.
    Good,
    /// More.
    Excellent,
}

impl Rating {
    /// All, the best first.
    pub const ALL: [Self; 4] = [Self::Excellent, Self::Good, Self::Sufficient, Self::Bad];

    /// Of a score; fractions count as the whole points that they have reached.
    pub fn of(score: Score) -> Self {
        Self::of_points(score.total / 100)
    }

    /// Of whole points.
    pub fn of_points(points: u64) -> Self {
        match points {
            351.. => Self::Excellent,
            221.. => Self::Good,
            121.. => Self::Sufficient,
            _ => Self::Bad,
        }
    }

    /// Code, Swedish and English name.
    pub fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Bad => ("bad", "Dålig", "Bad"),
            Self::Sufficient => ("sufficient", "Tillräcklig", "Sufficient"),
            Self::Good => ("good", "Bra", "Good"),
            Self::Excellent => ("excellent", "Utmärkt", "Excellent"),
        }
    }

    /// Its name, sv and en.
    pub fn label(self) -> LangText {
        let (_, sv, en) = self.names();
        LangText::sv_en(sv, en)
    }

    /// The rating with this code.
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rating| rating.names().0 == code)
    }

    /// Its concept in the scheme of piveau (<https://piveau.eu/ns/scoring#scoring>).
    pub fn iri(self) -> &'static str {
        match self {
            Self::Bad => "https://piveau.eu/ns/scoring#bad",
            Self::Sufficient => "https://piveau.eu/ns/scoring#enough",
            Self::Good => "https://piveau.eu/ns/scoring#good",
            Self::Excellent => "https://piveau.eu/ns/scoring#excellent",
        }
    }
}
