//! Counting: resources in, figures out.

use super::{Counts, Figures, NONE, OTHER};
use crate::view::{ResourceKind, ResourceSummary};
use crate::vocabularies::{Term, access_rights, data_themes, formats, hvd, licences, publisher_types};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A year in seconds, as "updated within a year" counts it.
const YEAR: i64 = 365 * 24 * 3600;

/// Groups of known formats.
static GROUPS: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| formats::FORMATS.iter().map(|format| format.group).collect());

/// What is counted of one resource, with values as they were given (IRIs in any spelling).
#[derive(Debug, Clone, Default)]
pub struct Sample<'a> {
    /// What it is; `None` is not counted.
    pub kind: Option<ResourceKind>,
    /// Whatever names its publisher.
    pub publisher: Option<&'a str>,
    /// IRI of the publisher's type.
    pub publisher_type: Option<&'a str>,
    /// IRIs of its themes.
    pub themes: Vec<&'a str>,
    /// Groups of its formats.
    pub formats: Vec<&'a str>,
    /// Its licences, and those of its distributions.
    pub licences: Vec<&'a str>,
    /// IRI of its access rights.
    pub access_rights: Option<&'a str>,
    /// IRIs of its categories of high-value data.
    pub hvd: Vec<&'a str>,
    /// The API mark.
    pub api: bool,
    /// When it was changed, or else published: seconds since 1970.
    pub changed: Option<i64>,
    /// Its distributions.
    pub distributions: u64,
    /// Score of its metadata.
    pub score: Option<f64>,
}

impl<'a> From<&'a ResourceSummary> for Sample<'a> {
    fn from(summary: &'a ResourceSummary) -> Self {
        Self {
            kind: Some(summary.kind),
            publisher: summary.publisher.as_ref().map(|publisher| publisher.id.as_str()),
            publisher_type: summary.publisher.as_ref().and_then(|p| p.kind.as_ref()).map(|kind| kind.iri.as_str()),
            themes: summary.themes.iter().map(|theme| theme.iri.as_str()).collect(),
            formats: summary.formats.iter().map(|format| format.group.as_str()).collect(),
            licences: summary.licences.iter().map(|licence| licence.iri.as_str()).collect(),
            access_rights: summary.access_rights.as_ref().map(|concept| concept.iri.as_str()),
            hvd: summary.hvd_categories.iter().map(|category| category.iri.as_str()).collect(),
            api: summary.api,
            changed: summary.sort_instant,
            distributions: u64::from(summary.distributions),
            score: summary.quality.as_ref().map(|quality| f64::from(quality.eu.score.0) / 100.0),
        }
    }
}

/// What one resource counts for: its values as codes, each once. It is resolved once however many sets count it.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    kind: ResourceKind,
    /// Publisher and code of its type.
    publisher: Option<(String, &'static str)>,
    themes: Vec<&'static str>,
    formats: Vec<&'static str>,
    licences: Vec<Cow<'static, str>>,
    open: bool,
    access_rights: &'static str,
    /// Empty if it is no high-value dataset.
    hvd: Vec<&'static str>,
    api: bool,
    changed: Option<i64>,
    distributions: u64,
    /// In hundredths: whole numbers add up to the same in every order.
    score: Option<u64>,
}

impl Counted {
    /// Resolves a sample; `None` for what is not counted.
    pub fn of(sample: &Sample<'_>) -> Option<Self> {
        let kind = sample.kind?;
        let publisher_type = sample
            .publisher_type
            .map_or(NONE, |iri| publisher_types::PUBLISHER_TYPES.by_iri(iri).map_or(OTHER, |term| term.code));
        let known: Vec<(Cow<'static, str>, bool)> = sample.licences.iter().map(|iri| licence(iri)).collect();
        let access = sample.access_rights.map(|iri| code(access_rights::ACCESS_RIGHTS.by_iri(iri)));
        let hvd = if sample.hvd.is_empty() {
            Vec::new()
        } else {
            each_once(sample.hvd.iter().map(|iri| code(hvd::top_category(iri))))
        };
        Some(Self {
            kind,
            publisher: sample.publisher.map(|publisher| (publisher.to_owned(), publisher_type)),
            themes: each_once(sample.themes.iter().map(|iri| code(data_themes::DATA_THEMES.by_iri(iri)))),
            formats: each_once(sample.formats.iter().map(|group| GROUPS.get::<str>(group).copied().unwrap_or(OTHER))),
            open: known.iter().any(|(_, open)| *open),
            licences: each_once(known.into_iter().map(|(key, _)| key)),
            access_rights: access.unwrap_or(NONE),
            hvd,
            api: sample.api,
            changed: sample.changed,
            distributions: sample.distributions,
            score: sample.score.map(hundredths),
        })
    }
}

/// A score in hundredths.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a range that fits")]
fn hundredths(score: f64) -> u64 {
    (score * 100.0).round().clamp(0.0, 1e9) as u64
}

/// Key of a licence, and whether it is open.
fn licence(iri: &str) -> (Cow<'static, str>, bool) {
    licences::known(iri).map_or((Cow::Borrowed(OTHER), false), |licence| (Cow::Owned(licence.iri), licence.open))
}

/// Sums over a set of resources, to which resources can be added and from which they can be taken.
/// [`Tally::figures`] gives the figures; they are the same in whatever order that happened.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// Everything that is a plain sum.
    sums: Figures,
    /// Publishers, each with the codes of its type as its resources say and how many say so.
    publishers: BTreeMap<String, BTreeMap<&'static str, u64>>,
    /// When datasets were changed.
    changed: BTreeMap<i64, u64>,
    /// Sum of the scores in hundredths, and of how many.
    scores: (u64, u64),
    now: i64,
}

impl Tally {
    /// Counts one resource as of `now` (seconds since 1970).
    pub fn add(&mut self, sample: &Sample<'_>, now: i64) {
        self.now = now;
        if let Some(counted) = Counted::of(sample) {
            self.count(&counted);
        }
    }

    /// The figures of everything that was added, as of the last `now`.
    pub fn finish(self) -> Figures {
        self.figures(self.now)
    }

    /// Counts one resource more.
    pub fn count(&mut self, counted: &Counted) {
        self.change(counted, true);
    }

    /// Takes a resource away that was counted.
    pub fn uncount(&mut self, counted: &Counted) {
        self.change(counted, false);
    }

    /// True if nothing is counted.
    pub fn is_empty(&self) -> bool {
        self.sums.datasets + self.sums.series + self.sums.services == 0
    }

    /// The figures as of `now` (seconds since 1970).
    pub fn figures(&self, now: i64) -> Figures {
        let mut figures = self.sums.clone();
        figures.updated = self.changed.range(now - YEAR..).map(|(_, number)| number).sum();
        figures.publishers = self.publishers.len() as u64;
        for codes in self.publishers.values() {
            // What is stated wins over nothing.
            let code = codes.keys().find(|code| **code != NONE).copied().unwrap_or(NONE);
            change(&mut figures.publisher_types, code, true);
        }
        let (sum, number) = self.scores;
        // Two decimals: smaller movements are noise and would be a new row each day.
        let average = |number: u64| float(sum.saturating_add(number / 2) / number) / 100.0;
        figures.score = (number > 0).then(|| average(number));
        figures
    }

    fn change(&mut self, counted: &Counted, more: bool) {
        if let Some((publisher, code)) = &counted.publisher {
            let codes = self.publishers.entry(publisher.clone()).or_default();
            move_by(codes.entry(*code).or_default(), 1, more);
            codes.retain(|_, number| *number > 0);
            if codes.is_empty() {
                self.publishers.remove(publisher);
            }
        }
        match counted.kind {
            ResourceKind::Series => move_by(&mut self.sums.series, 1, more),
            ResourceKind::Service => move_by(&mut self.sums.services, 1, more),
            ResourceKind::Dataset => self.change_dataset(counted, more),
        }
    }

    fn change_dataset(&mut self, counted: &Counted, more: bool) {
        let sums = &mut self.sums;
        move_by(&mut sums.datasets, 1, more);
        move_by(&mut sums.distributions, counted.distributions, more);
        move_by(&mut sums.api, u64::from(counted.api), more);
        move_by(&mut sums.open, u64::from(counted.open), more);
        move_by(&mut sums.hvd, u64::from(!counted.hvd.is_empty()), more);
        counted.themes.iter().for_each(|code| change(&mut sums.themes, code, more));
        counted.formats.iter().for_each(|code| change(&mut sums.formats, code, more));
        counted.licences.iter().for_each(|code| change(&mut sums.licences, code, more));
        counted.hvd.iter().for_each(|code| change(&mut sums.hvd_categories, code, more));
        change(&mut sums.access_rights, counted.access_rights, more);
        if let Some(changed) = counted.changed {
            let number = self.changed.entry(changed).or_default();
            move_by(number, 1, more);
            if *number == 0 {
                self.changed.remove(&changed);
            }
        }
        if let Some(score) = counted.score {
            move_by(&mut self.scores.0, score, more);
            move_by(&mut self.scores.1, 1, more);
        }
    }
}

fn code(term: Option<&'static Term>) -> &'static str {
    term.map_or(OTHER, |term| term.code)
}

/// Each value once, or [`NONE`] if there is none.
fn each_once<K: Ord + From<&'static str>>(keys: impl Iterator<Item = K>) -> Vec<K> {
    let mut keys: Vec<K> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.is_empty() {
        keys.push(NONE.into());
    }
    keys
}

fn move_by(number: &mut u64, by: u64, more: bool) {
    *number = if more { number.saturating_add(by) } else { number.saturating_sub(by) };
}

fn change(counts: &mut Counts, key: &str, more: bool) {
    let number = counts.entry(key.to_owned()).or_default();
    move_by(number, 1, more);
    if *number == 0 {
        counts.remove(key);
    }
}

#[expect(clippy::cast_precision_loss, reason = "sums of scores are far below 2^52")]
fn float(number: u64) -> f64 {
    number as f64
}
