//! What was measured of a set of datasets: of a catalog, a publisher, a source or the portal.

use super::measure::{DatasetMeasure, DistributionMeasure, LinkAnswer, LinkCounts};
use super::metrics::Bits;
use super::score::{Mark, Marks, Mode, Rating, Score};

/// Measures of a set of datasets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measured {
    /// Whose points.
    pub mode: Mode,
    /// Datasets (series are none).
    pub datasets: Vec<DatasetMeasure>,
    /// Their addresses by what they answer; empty before [`Measured::with_answers`].
    pub links: LinkCounts,
}

/// The five-star model over distributions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stars {
    /// Distributions by number of stars, 0 to 5.
    pub distributions: [u64; 6],
}

impl Stars {
    /// Of a set of distributions.
    pub fn of<'m>(distributions: impl Iterator<Item = &'m DistributionMeasure>) -> Self {
        let mut stars = Self::default();
        for distribution in distributions {
            stars.distributions[usize::from(distribution.stars.min(5))] += 1;
        }
        stars
    }

    /// The average in hundredths of a star; 0 without distributions.
    pub fn average(self) -> u64 {
        let number = self.distributions.iter().sum::<u64>().max(1);
        let sum: u64 = self.distributions.iter().zip(0..).map(|(count, stars)| count * stars).sum();
        (sum * 100 + number / 2) / number
    }
}

impl Measured {
    /// A set of measures, before anything is known of what addresses answer.
    pub fn new(mode: Mode, datasets: Vec<DatasetMeasure>) -> Self {
        Self { mode, datasets, links: LinkCounts::default() }
    }

    /// With what addresses answered: distributions whose addresses are all broken lose the points for answering.
    #[must_use]
    pub fn with_answers(mut self, answer: &dyn Fn(&str) -> LinkAnswer) -> Self {
        self.links = LinkCounts::default();
        for dataset in &mut self.datasets {
            self.links.add(dataset.apply_answers(answer));
        }
        self
    }

    /// Whose points.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Number of datasets.
    pub fn len(&self) -> usize {
        self.datasets.len()
    }

    /// True without datasets.
    pub fn is_empty(&self) -> bool {
        self.datasets.is_empty()
    }

    /// The average of the datasets.
    pub fn score(&self) -> Score {
        self.score_with(0)
    }

    /// The score if these metrics held wherever they can: in every dataset and every distribution that there is.
    pub fn score_with(&self, mended: Bits) -> Score {
        self.score_mending(&|_| mended, &|_, _| mended)
    }

    /// The score if more metrics held: for each dataset what `own` says, for each distribution what `distribution` says.
    pub fn score_mending(
        &self,
        own: &dyn Fn(&DatasetMeasure) -> Bits,
        distribution: &dyn Fn(&DatasetMeasure, &DistributionMeasure) -> Bits,
    ) -> Score {
        let mut sums = [0_u64; 5];
        for dataset in &self.datasets {
            let points = dataset.points_mending(self.mode, own(dataset), &|measure| distribution(dataset, measure));
            for (sum, points) in sums.iter_mut().zip(points.dimensions) {
                *sum += u64::from(points);
            }
        }
        Score::average(&sums, self.datasets.len() as u64)
    }

    /// The scores of both modes; `None` without datasets.
    pub fn marks(&self) -> Option<Marks> {
        let mark = |mode| {
            let mut sums = [0_u64; 5];
            for dataset in &self.datasets {
                for (sum, points) in sums.iter_mut().zip(dataset.points(mode).dimensions) {
                    *sum += u64::from(points);
                }
            }
            Mark::of(mode, Score::average(&sums, self.datasets.len() as u64))
        };
        (!self.is_empty()).then(|| Marks { se: mark(Mode::Se), eu: mark(Mode::Eu) })
    }

    /// Datasets per rating, in the order of [`Rating::ALL`].
    pub fn ratings(&self) -> [u64; 4] {
        let mut counts = [0; 4];
        for dataset in &self.datasets {
            let rating = Rating::of_points(u64::from(dataset.points(self.mode).total()));
            if let Some(place) = Rating::ALL.iter().position(|known| *known == rating) {
                counts[place] += 1;
            }
        }
        counts
    }

    /// The five-star model over all distributions.
    pub fn stars(&self) -> Stars {
        Stars::of(self.datasets.iter().flat_map(|dataset| &dataset.distributions))
    }

    /// Datasets or, for metrics of distributions, distributions that lack one of these metrics.
    pub fn lacking(&self, metrics: Bits, on_distribution: bool) -> usize {
        let lacks = |bits: Bits| bits & metrics != metrics;
        if on_distribution {
            let distributions = self.datasets.iter().flat_map(|dataset| &dataset.distributions);
            distributions.filter(|measure| lacks(measure.bits)).count()
        } else {
            self.datasets.iter().filter(|dataset| lacks(dataset.own)).count()
        }
    }
}
