//! How many of the matches have each value.
//!
//! Each facet is counted under the filters of the *other* facets: a document that passes all filters counts
//! everywhere, one that fails exactly one facet's filter counts for that facet only.

use super::columns::{Catalogue, FORMAT_COLUMN};
use super::sieve::{Choice, Passes, Sieve};
use super::{Entry, freshness, resolve};
use crate::columns::SegmentColumns;
use crate::matching::Hit;
use crate::request::{FACETS, FacetValue, SearchRequest};
use model::quality::Rating;
use std::sync::Arc;

/// Most values of one facet in an answer; `GET /api/v1/facets/{name}` has the rest.
const MOST_VALUES: usize = 1000;

/// Sifts matches by the filters of a request, then counts.
#[derive(Debug)]
pub(crate) struct Counter<'a> {
    catalogue: &'a Catalogue,
    segments: &'a [SegmentColumns],
    sieve: Sieve<'a>,
    /// Facets to count, by position in [`FACETS`].
    facets: Vec<usize>,
    /// Those that fail one facet only, by choice.
    almost: Vec<Vec<Hit>>,
}

/// Counts by facet and number.
pub(crate) type Totals = Vec<Vec<u64>>;

/// Those that pass all filters, and their counts where they are known.
struct Passing<'a> {
    all: &'a [Hit],
    totals: Option<&'a Totals>,
}

/// So many facets are quicker counted document by document than facet by facet.
const MANY_FACETS: usize = 4;

impl<'a> Counter<'a> {
    /// A counter for the named facets; unknown names are left out.
    pub(crate) fn new(
        request: &SearchRequest,
        facets: &[String],
        catalogue: &'a Catalogue,
        segments: &'a [SegmentColumns],
    ) -> Self {
        let wanted = |(_, name): &(usize, &&str)| facets.iter().any(|facet| facet == **name);
        let facets: Vec<usize> = FACETS.iter().enumerate().filter(wanted).map(|(number, _)| number).collect();
        let sieve = Sieve::new(request, catalogue, segments);
        let almost = vec![Vec::new(); sieve.choices.len()];
        Self { catalogue, segments, sieve, facets, almost }
    }

    /// Takes all matches of text and scope; returns those that pass all filters.
    pub(crate) fn sift(&mut self, mut matches: Vec<Hit>) -> Vec<Hit> {
        if self.sieve.is_open() {
            return matches;
        }
        matches.retain(|hit| match self.sieve.check(hit.segment, hit.doc) {
            Passes::All => true,
            Passes::AllBut(choice) => {
                self.almost[choice].push(*hit);
                false
            }
            Passes::None => false,
        });
        matches
    }

    /// Whether so many facets are asked for that [`Counter::totals`] are worth their making.
    pub(crate) fn wants_totals(&self) -> bool {
        self.facets.len() >= MANY_FACETS
    }

    /// Counts per facet, most first, then by value (ages and ratings in their own order); values without a match only
    /// if they are chosen. `all` are those that pass all filters, and `totals` their counts, where they are known.
    pub(crate) fn finish(&self, all: &[Hit], totals: Option<&Totals>) -> Vec<(String, Vec<FacetValue>)> {
        let passing = Passing { all, totals };
        let values = |facet: &usize| (FACETS[*facet].to_owned(), self.values(*facet, &passing, MOST_VALUES, &|_| true));
        self.facets.iter().map(values).collect()
    }

    /// Counts of one facet for the values that `wanted` takes, all of them.
    pub(crate) fn finish_one(&self, all: &[Hit], wanted: &dyn Fn(&Entry) -> bool) -> Vec<FacetValue> {
        let passing = Passing { all, totals: None };
        self.facets.first().map(|facet| self.values(*facet, &passing, usize::MAX, wanted)).unwrap_or_default()
    }

    fn values(
        &self,
        facet: usize,
        passing: &Passing<'_>,
        most: usize,
        wanted: &dyn Fn(&Entry) -> bool,
    ) -> Vec<FacetValue> {
        let chosen = self.sieve.choices.iter().position(|choice| choice.facet == facet);
        let choice = chosen.map(|number| &self.sieve.choices[number]);
        let almost = chosen.map_or(&[][..], |number| self.almost[number].as_slice());
        let mut found = self.listed(facet, (passing, almost), choice, wanted);
        if let Some(choice) = choice.filter(|choice| !choice.formats.is_empty()) {
            let counts = self.counts(FORMAT_COLUMN, passing, almost);
            for &number in &choice.formats {
                let value = &self.catalogue.values(FORMAT_COLUMN)[number as usize];
                if found.iter().all(|(_, listed)| listed.value != value.value) {
                    found.push((counts[number as usize], value));
                }
            }
        }
        match FACETS[facet] {
            freshness::NAME => {}
            "quality" => found.sort_by_key(|(_, value)| place_of_rating(&value.value)),
            _ => found.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.value.cmp(&other.1.value))),
        }
        let is_chosen = |value: &Entry| choice.is_some_and(|choice| self.is_chosen(choice, value));
        let mut listed = 0;
        found.retain(|(_, value)| {
            listed += 1;
            listed <= most || is_chosen(value)
        });
        let mut values: Vec<FacetValue> = found.iter().map(|(count, value)| facet_value(value, *count)).collect();
        for value in choice.iter().flat_map(|choice| &choice.absent) {
            values.push(facet_value(&resolve::known(FACETS[facet], value), 0));
        }
        values
    }

    fn listed(
        &self,
        facet: usize,
        (passing, almost): (&Passing<'_>, &[Hit]),
        choice: Option<&Choice>,
        wanted: &dyn Fn(&Entry) -> bool,
    ) -> Vec<(u64, &'a Entry)> {
        let counts =
            if facet == freshness::column() { self.ages(passing, almost) } else { self.counts(facet, passing, almost) };
        let mut found = Vec::new();
        for ((number, value), count) in (0_u32..).zip(self.catalogue.values(facet)).zip(counts) {
            let is_chosen = choice.is_some_and(|choice| choice.numbers.contains(&number));
            if (count > 0 && wanted(value)) || is_chosen {
                found.push((count, value));
            }
        }
        found
    }

    fn is_chosen(&self, choice: &Choice, value: &Entry) -> bool {
        let own = self.catalogue.number(choice.facet, &value.value);
        let format = self.catalogue.number(FORMAT_COLUMN, &value.value);
        own.is_some_and(|number| choice.numbers.contains(&number))
            || format.is_some_and(|number| choice.formats.contains(&number))
    }

    /// Counts of a column by number.
    fn counts(&self, column: usize, passing: &Passing<'_>, almost: &[Hit]) -> Vec<u64> {
        let known = passing.totals.and_then(|totals| totals.get(column)).cloned();
        let all = if known.is_some() { &[][..] } else { passing.all };
        let mut counts = known.unwrap_or_else(|| vec![0; self.catalogue.values(column).len()]);
        for matches in [all, almost] {
            for part in matches.chunk_by(|one, other| one.segment == other.segment) {
                let segment = &self.segments[part[0].segment as usize];
                let numbers = segment.facets.numbers(column);
                let mut tallied = vec![0; numbers.len()];
                segment.dense.tally(column, part.iter().map(|hit| hit.doc), &mut tallied);
                for (number, count) in numbers.iter().zip(tallied) {
                    counts[*number as usize] += count;
                }
            }
        }
        counts
    }

    /// Counts of all facets over these matches.
    pub(crate) fn totals(&self, all: &[Hit]) -> Totals {
        let mut counts: Vec<Vec<u64>> =
            (0..FACETS.len()).map(|column| vec![0; self.catalogue.values(column).len()]).collect();
        for part in all.chunk_by(|one, other| one.segment == other.segment) {
            let segment = &self.segments[part[0].segment as usize];
            let tallied = segment.dense.rows.tally(part.iter().map(|hit| hit.doc));
            for (column, (counts, tallied)) in counts.iter_mut().zip(tallied).enumerate() {
                for (number, count) in segment.facets.numbers(column).iter().zip(tallied) {
                    counts[*number as usize] += u64::from(count);
                }
            }
        }
        counts
    }

    /// Counts of the facet `freshness`.
    fn ages(&self, passing: &Passing<'_>, almost: &[Hit]) -> Vec<u64> {
        let mut counts = vec![0; self.catalogue.values(freshness::column()).len()];
        for hit in passing.all.iter().chain(almost) {
            let instant = self.segments[hit.segment as usize].instant(hit.doc);
            for &number in freshness::numbers(instant, self.sieve.now) {
                counts[number as usize] += 1;
            }
        }
        counts
    }
}

/// Ratings stand in their own order, the best first.
fn place_of_rating(value: &str) -> usize {
    Rating::ALL.iter().position(|rating| rating.names().0 == value).unwrap_or(Rating::ALL.len())
}

/// A value as readers see it.
pub(crate) fn facet_value(value: &Entry, count: u64) -> FacetValue {
    FacetValue {
        value: value.value.clone(),
        label: Arc::clone(&value.label),
        count,
        iri: value.iri.clone(),
        parent: value.parent(),
    }
}
