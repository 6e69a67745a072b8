//! What was measured of one dataset.

use super::metrics::{ACCESS_ANSWERS, Bits, DOWNLOAD_ANSWERS, METRICS};
use super::score::{Mode, Score};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What all checks of an address say; `model::link` makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkAnswer {
    /// It answers.
    Answers,
    /// It is broken.
    Broken,
    /// Nobody knows: not asked yet, or no clear answer. Counts as answering.
    #[default]
    Unknown,
}

/// Addresses by what they answer; each address of a dataset counts once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LinkCounts {
    /// They answer.
    pub answering: u64,
    /// They are broken.
    pub broken: u64,
    /// Not known; they count as answering.
    pub assumed: u64,
}

impl LinkCounts {
    /// All of them.
    pub fn total(self) -> u64 {
        self.answering + self.broken + self.assumed
    }

    /// Adds others.
    pub fn add(&mut self, other: Self) {
        self.answering += other.answering;
        self.broken += other.broken;
        self.assumed += other.assumed;
    }
}

/// What was measured of one dataset; the same for both modes. Names in JSON are short: there are tens of thousands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DatasetMeasure {
    /// IRI of the dataset. The journal keeps it as the key of the row.
    #[serde(skip)]
    pub iri: String,
    /// Metrics of the dataset itself that hold.
    #[serde(rename = "m")]
    pub own: Bits,
    /// Its distributions.
    #[serde(rename = "d", default, skip_serializing_if = "Vec::is_empty")]
    pub distributions: Vec<DistributionMeasure>,
}

/// What was measured of one distribution.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DistributionMeasure {
    /// Its IRI.
    #[serde(rename = "i")]
    pub iri: String,
    /// Metrics that hold. An address that is there counts as one that answers until [`DatasetMeasure::apply_answers`].
    #[serde(rename = "m")]
    pub bits: Bits,
    /// Stars of the five-star model that can be seen in metadata: 0 to 4.
    #[serde(rename = "s", default)]
    pub stars: u8,
    /// `dcat:accessURL`.
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    pub access_urls: Vec<String>,
    /// `dcat:downloadURL`.
    #[serde(rename = "u", default, skip_serializing_if = "Vec::is_empty")]
    pub download_urls: Vec<String>,
}

/// The points of one dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Points {
    /// Whole points by dimension, in the order of [`super::DIMENSIONS`].
    pub dimensions: [u32; 5],
    /// Metrics that hold: its own and those of the distribution that counts.
    pub held: Bits,
    /// The distribution that counts: the one with the most points, the first of equals.
    pub best: Option<usize>,
}

impl Points {
    /// All points.
    pub fn total(self) -> u32 {
        self.dimensions.iter().sum()
    }

    /// As a score.
    pub fn score(self) -> Score {
        Score::average(&self.dimensions.map(u64::from), 1)
    }
}

impl DatasetMeasure {
    /// Its points.
    pub fn points(&self, mode: Mode) -> Points {
        self.points_with(mode, 0)
    }

    /// Its points if these metrics held in it and in all its distributions.
    pub fn points_with(&self, mode: Mode, mended: Bits) -> Points {
        self.points_mending(mode, mended, &|_| mended)
    }

    /// Its points if `own` held in it, and in each distribution what `distribution` says. A dataset without
    /// distributions has no points for them.
    pub fn points_mending(&self, mode: Mode, own: Bits, distribution: &dyn Fn(&DistributionMeasure) -> Bits) -> Points {
        let mut points = Points::default();
        let mended = self.distributions.iter().map(|measure| measure.bits | distribution(measure));
        let mut best: Option<(u32, Bits)> = None;
        for (place, bits) in mended.enumerate() {
            let sum = sum(bits, mode, true).iter().sum();
            if best.is_none_or(|(most, _)| sum > most) {
                (best, points.best) = (Some((sum, bits)), Some(place));
            }
        }
        for (bits, on_distribution) in [(self.own | own, false), (best.map_or(0, |(_, bits)| bits), true)] {
            for (dimension, sum) in points.dimensions.iter_mut().zip(sum(bits, mode, on_distribution)) {
                *dimension += sum;
            }
            points.held |= bits & mask_of(on_distribution);
        }
        points
    }

    /// Takes the points for answering from distributions none of whose addresses may answer, and counts the addresses.
    pub fn apply_answers(&mut self, answer: &dyn Fn(&str) -> LinkAnswer) -> LinkCounts {
        for distribution in &mut self.distributions {
            let broken = |urls: &[String]| !urls.is_empty() && urls.iter().all(|url| answer(url) == LinkAnswer::Broken);
            if broken(&distribution.access_urls) {
                distribution.bits &= !ACCESS_ANSWERS;
            }
            if broken(&distribution.download_urls) {
                distribution.bits &= !DOWNLOAD_ANSWERS;
            }
        }
        let mut counts = LinkCounts::default();
        for url in self.addresses() {
            match answer(url) {
                LinkAnswer::Answers => counts.answering += 1,
                LinkAnswer::Broken => counts.broken += 1,
                LinkAnswer::Unknown => counts.assumed += 1,
            }
        }
        counts
    }

    /// The addresses that count, each once.
    pub fn addresses(&self) -> BTreeSet<&str> {
        let urls =
            self.distributions.iter().flat_map(|measure| measure.access_urls.iter().chain(&measure.download_urls));
        urls.map(String::as_str).collect()
    }

    /// The most stars of a distribution.
    pub fn stars(&self) -> u8 {
        self.distributions.iter().map(|measure| measure.stars).max().unwrap_or(0)
    }
}

fn sum(bits: Bits, mode: Mode, on_distribution: bool) -> [u32; 5] {
    let mut sums = [0; 5];
    for (place, metric) in METRICS.iter().enumerate() {
        if metric.on_distribution == on_distribution && bits & (1 << place) != 0 && mode.counts(place) {
            sums[metric.dimension] += metric.points;
        }
    }
    sums
}

fn mask_of(on_distribution: bool) -> Bits {
    let metrics = METRICS.iter().enumerate().filter(|(_, metric)| metric.on_distribution == on_distribution);
    metrics.fold(0, |bits, (place, _)| bits | 1 << place)
}
