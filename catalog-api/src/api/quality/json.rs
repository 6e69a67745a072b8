//! Figures as JSON.

use crate::quality::QualityFigures;
use crate::state::Reader;
use model::quality::{DIMENSIONS, LinkCounts, Mark, Mode, Rating, points};
use model::{LangText, Seq};
use serde::Serialize;

/// What is said of every set of datasets.
#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    mode: Mode,
    datasets: u64,
    /// Nothing without datasets.
    #[serde(flatten)]
    mark: Option<Mark>,
    dimensions: Vec<DimensionJson>,
    ratings: Vec<RatingJson>,
    stars: StarsJson,
    addresses: Addresses,
}

/// One dimension.
#[derive(Debug, Serialize)]
pub(super) struct DimensionJson {
    id: &'static str,
    label: LangText,
    score: f64,
    max: u32,
}

/// Datasets with one rating.
#[derive(Debug, Serialize)]
struct RatingJson {
    rating: Rating,
    label: LangText,
    datasets: u64,
}

/// The five-star model.
#[derive(Debug, Serialize)]
struct StarsJson {
    average: f64,
    distributions: u64,
}

/// Addresses by what they answer.
#[derive(Debug, Serialize)]
struct Addresses {
    total: u64,
    #[serde(flatten)]
    counts: LinkCounts,
    /// Of all, those that count as answering without anybody knowing; 0 without addresses.
    assumed_share: f64,
}

/// The whole portal.
#[derive(Debug, Serialize)]
pub(crate) struct Portal {
    seq: Seq,
    #[serde(flatten)]
    figures: Figures,
}

impl Portal {
    pub(super) fn of(reader: &Reader, mode: Mode) -> Self {
        Self { seq: reader.seq, figures: Figures::of(&reader.quality.portal, mode) }
    }
}

impl Figures {
    /// The figures in one mode.
    pub(crate) fn of(figures: &QualityFigures, mode: Mode) -> Self {
        let rating = |(rating, datasets): (Rating, u64)| RatingJson { rating, label: rating.label(), datasets };
        Self {
            mode,
            datasets: figures.datasets,
            mark: figures.mark(mode),
            dimensions: dimensions(&figures.score(mode).dimensions, mode),
            ratings: figures.ratings(mode).into_iter().map(rating).collect(),
            stars: StarsJson { average: points(figures.stars()), distributions: figures.distributions },
            addresses: Addresses {
                total: figures.links.total(),
                counts: figures.links,
                assumed_share: share(figures.links.assumed, figures.links.total()),
            },
        }
    }
}

/// Hundredths of points by dimension.
pub(super) fn dimensions(scores: &[u64; 5], mode: Mode) -> Vec<DimensionJson> {
    let all = DIMENSIONS.iter().zip(scores).enumerate();
    all.map(|(place, (dimension, score))| DimensionJson {
        id: dimension.id,
        label: LangText::sv_en(dimension.sv, dimension.en),
        score: points(*score),
        max: mode.dimension_max(place),
    })
    .collect()
}

/// A part of a whole, with three decimals.
#[expect(clippy::cast_precision_loss, reason = "counts are below 2^53")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64 * 1000.0).round() / 1000.0 }
}
