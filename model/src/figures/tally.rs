//! Counting: resources in, figures out.

use super::{Counts, Figures, NONE, OTHER};
use crate::view::{ResourceKind, ResourceSummary};
use crate::vocabularies::{Term, access_rights, data_themes, formats, hvd, licences, publisher_types};
use std::collections::{BTreeMap, BTreeSet, HashMap};
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

/// A licence as it is counted.
#[derive(Debug, Clone)]
struct Counted {
    key: String,
    open: bool,
}

/// Counts samples. One for each set of resources; [`Tally::finish`] gives the figures.
#[derive(Debug, Default)]
pub struct Tally {
    figures: Figures,
    /// Publishers and the code of their type.
    publishers: BTreeMap<String, &'static str>,
    licences: HashMap<String, Counted>,
    scores: (f64, u32),
}

impl Tally {
    /// Counts one resource as of `now` (seconds since 1970).
    pub fn add(&mut self, sample: &Sample<'_>, now: i64) {
        let Some(kind) = sample.kind else { return };
        if let Some(publisher) = sample.publisher {
            self.count_publisher(publisher, sample.publisher_type);
        }
        match kind {
            ResourceKind::Series => self.figures.series += 1,
            ResourceKind::Service => self.figures.services += 1,
            ResourceKind::Dataset => self.count_dataset(sample, now),
        }
    }

    /// The figures of everything that was added.
    pub fn finish(mut self) -> Figures {
        self.figures.publishers = self.publishers.len() as u64;
        for kind in self.publishers.values() {
            count(&mut self.figures.publisher_types, kind);
        }
        let (sum, number) = self.scores;
        // Two decimals: smaller movements are noise and would be a new row each day.
        self.figures.score = (number > 0).then(|| (sum / f64::from(number) * 100.0).round() / 100.0);
        self.figures
    }

    fn count_publisher(&mut self, publisher: &str, kind: Option<&str>) {
        let code =
            kind.map_or(NONE, |iri| publisher_types::PUBLISHER_TYPES.by_iri(iri).map_or(OTHER, |term| term.code));
        match self.publishers.get_mut(publisher) {
            Some(known) if *known == NONE => *known = code,
            Some(_) => {}
            None => {
                self.publishers.insert(publisher.to_owned(), code);
            }
        }
    }

    fn count_dataset(&mut self, sample: &Sample<'_>, now: i64) {
        let figures = &mut self.figures;
        figures.datasets += 1;
        figures.distributions += sample.distributions;
        figures.api += u64::from(sample.api);
        figures.updated += u64::from(sample.changed.is_some_and(|changed| changed >= now - YEAR));
        count_all(&mut figures.themes, sample.themes.iter().map(|iri| code(data_themes::DATA_THEMES.by_iri(iri))));
        let groups = sample.formats.iter().map(|group| GROUPS.get(group).copied().unwrap_or(OTHER));
        count_all(&mut figures.formats, groups);
        let access = sample.access_rights.map(|iri| code(access_rights::ACCESS_RIGHTS.by_iri(iri)));
        count(&mut figures.access_rights, access.unwrap_or(NONE));
        if !sample.hvd.is_empty() {
            figures.hvd += 1;
            count_all(&mut figures.hvd_categories, sample.hvd.iter().map(|iri| code(hvd::top_category(iri))));
        }
        self.count_licences(sample);
        if let Some(score) = sample.score {
            self.scores.0 += score;
            self.scores.1 += 1;
        }
    }

    fn count_licences(&mut self, sample: &Sample<'_>) {
        for iri in &sample.licences {
            if !self.licences.contains_key(*iri) {
                let other = || Counted { key: OTHER.to_owned(), open: false };
                let counted =
                    licences::known(iri).map_or_else(other, |licence| Counted { key: licence.iri, open: licence.open });
                self.licences.insert((*iri).to_owned(), counted);
            }
        }
        let known: Vec<&Counted> = sample.licences.iter().filter_map(|iri| self.licences.get(*iri)).collect();
        let open = known.iter().any(|counted| counted.open);
        let keys = known.iter().map(|counted| counted.key.as_str());
        count_all(&mut self.figures.licences, keys);
        self.figures.open += u64::from(open);
    }
}

fn code(term: Option<&'static Term>) -> &'static str {
    term.map_or(OTHER, |term| term.code)
}

/// Counts each of a resource's values once, or [`NONE`] if it has none.
fn count_all<'k>(counts: &mut Counts, keys: impl Iterator<Item = &'k str>) {
    let mut keys: Vec<&str> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.is_empty() {
        keys.push(NONE);
    }
    for key in keys {
        count(counts, key);
    }
}

fn count(counts: &mut Counts, key: &str) {
    match counts.get_mut(key) {
        Some(number) => *number += 1,
        None => {
            counts.insert(key.to_owned(), 1);
        }
    }
}
