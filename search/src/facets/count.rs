//! One pass over the matches: which of them pass the filters, and how many have each value.
//!
//! Each facet is counted under the filters of the *other* facets: a document that passes all filters counts
//! everywhere, one that fails exactly one facet's filter counts for that facet only.

use super::columns::{COLUMNS, FORMAT_COLUMN};
use super::{Catalogue, SegmentFacets, resolve};
use crate::request::{FACETS, FacetValue, Filters};
use rustc_hash::FxHashSet;
use tantivy::DocId;

/// The chosen values of one facet, as numbers of the catalogue.
#[derive(Debug, Default, Clone)]
pub(crate) struct Choice {
    /// In the facet's own column.
    numbers: FxHashSet<u32>,
    /// In the column of single formats.
    formats: FxHashSet<u32>,
}

/// Choices per facet, by position in [`FACETS`].
#[derive(Debug, Default)]
pub(crate) struct Choices {
    by_facet: Vec<(usize, Choice)>,
}

impl Choices {
    /// Finds the numbers of what was asked; facets without values are no filter. Unknown values match nothing.
    pub(crate) fn new(filters: &Filters, catalogue: &Catalogue) -> Self {
        let mut by_facet = Vec::new();
        for (facet, name) in FACETS.iter().enumerate() {
            let asked = filters.get(*name).map(Vec::as_slice).unwrap_or_default();
            if !asked.is_empty() {
                by_facet.push((facet, Choice::new(facet, asked, catalogue)));
            }
        }
        Self { by_facet }
    }

    fn of(&self, facet: usize) -> Option<&Choice> {
        self.by_facet.iter().find(|(number, _)| *number == facet).map(|(_, choice)| choice)
    }

    /// The facet that this document fails, if it is one; `Passes::None` when several.
    #[inline]
    fn check(&self, segment: &SegmentFacets, doc: DocId, buffer: &mut Vec<u32>) -> Passes {
        let mut passes = Passes::All;
        for (facet, choice) in &self.by_facet {
            if !choice.takes(*facet, segment, doc, buffer) {
                passes = match passes {
                    Passes::All => Passes::AllBut(*facet),
                    _ => return Passes::None,
                };
            }
        }
        passes
    }
}

enum Passes {
    All,
    AllBut(usize),
    None,
}

impl Choice {
    fn new(facet: usize, asked: &[String], catalogue: &Catalogue) -> Self {
        let mut choice = Self::default();
        for value in asked {
            match find_in_facet(catalogue, facet, value) {
                Some((FORMAT_COLUMN, number)) => choice.formats.insert(number),
                Some((_, number)) => choice.numbers.insert(number),
                None => true,
            };
        }
        choice
    }

    #[inline]
    fn takes(&self, facet: usize, segment: &SegmentFacets, doc: DocId, buffer: &mut Vec<u32>) -> bool {
        segment.numbers(facet, doc, buffer);
        if buffer.iter().any(|number| self.numbers.contains(number)) {
            return true;
        }
        if self.formats.is_empty() {
            return false;
        }
        segment.numbers(FORMAT_COLUMN, doc, buffer);
        buffer.iter().any(|number| self.formats.contains(number))
    }
}

/// Column and number of the value that was meant. A format that is no group is looked for among the single formats.
pub(crate) fn find_in_facet(catalogue: &Catalogue, facet: usize, asked: &str) -> Option<(usize, u32)> {
    let canonical = resolve::canonical_value(FACETS[facet], asked);
    if let Some(number) = find(catalogue, facet, &canonical) {
        return Some((facet, number));
    }
    let is_format = FACETS[facet] == "format";
    is_format.then(|| find(catalogue, FORMAT_COLUMN, &canonical)).flatten().map(|number| (FORMAT_COLUMN, number))
}

/// Number of the value that was meant: spelt so, or the same IRI, or the code of an IRI, or so but for case.
fn find(catalogue: &Catalogue, column: usize, asked: &str) -> Option<u32> {
    if let Some(number) = catalogue.number(column, asked) {
        return Some(number);
    }
    let is_meant = |value: &super::Entry| {
        let iri = value.iri.as_deref().unwrap_or_default();
        resolve::same(&value.value, asked)
            || (!iri.is_empty() && (resolve::same(iri, asked) || model::vocabularies::last_part(iri) == asked))
    };
    catalogue.values(column).iter().position(is_meant).and_then(|at| u32::try_from(at).ok())
}

/// Counts while the matches go by.
#[derive(Debug)]
pub(crate) struct Counter<'a> {
    catalogue: &'a Catalogue,
    choices: &'a Choices,
    /// Columns to count.
    facets: Vec<usize>,
    counts: Vec<Vec<u64>>,
    buffer: Vec<u32>,
}

impl<'a> Counter<'a> {
    /// A counter for the named facets; unknown names are left out.
    pub(crate) fn new(catalogue: &'a Catalogue, choices: &'a Choices, facets: &[String]) -> Self {
        let wanted = |(_, name): &(usize, &&str)| facets.iter().any(|facet| facet == **name);
        let facets: Vec<usize> = FACETS.iter().enumerate().filter(wanted).map(|(number, _)| number).collect();
        let counts = (0..COLUMNS).map(|column| vec![0; catalogue.values(column).len()]).collect();
        Self { catalogue, choices, facets, counts, buffer: Vec::new() }
    }

    /// Counts a match of text and scope; returns whether it passes all filters.
    #[inline]
    pub(crate) fn take(&mut self, segment: &SegmentFacets, doc: DocId) -> bool {
        match self.choices.check(segment, doc, &mut self.buffer) {
            Passes::All => {
                for at in 0..self.facets.len() {
                    self.add(self.facets[at], segment, doc);
                }
                true
            }
            Passes::AllBut(facet) => {
                if self.facets.contains(&facet) {
                    self.add(facet, segment, doc);
                }
                false
            }
            Passes::None => false,
        }
    }

    #[inline]
    fn add(&mut self, facet: usize, segment: &SegmentFacets, doc: DocId) {
        self.add_column(facet, segment, doc);
        let single_format_is_chosen = self.choices.of(facet).is_some_and(|choice| !choice.formats.is_empty());
        if single_format_is_chosen {
            self.add_column(FORMAT_COLUMN, segment, doc);
        }
    }

    #[inline]
    fn add_column(&mut self, column: usize, segment: &SegmentFacets, doc: DocId) {
        segment.numbers(column, doc, &mut self.buffer);
        for &number in &self.buffer {
            if let Some(count) = self.counts[column].get_mut(number as usize) {
                *count += 1;
            }
        }
    }

    /// Counts per facet, most first, then by value; values without a match only if they are chosen.
    pub(crate) fn finish(self) -> Vec<(String, Vec<FacetValue>)> {
        let mut all = Vec::with_capacity(self.facets.len());
        for &facet in &self.facets {
            let mut values = Vec::new();
            let choice = self.choices.of(facet);
            for (number, value) in self.catalogue.values(facet).iter().enumerate() {
                let count = self.counts[facet][number];
                let is_chosen = choice.is_some_and(|choice| choice.has(number));
                if count > 0 || is_chosen {
                    values.push(facet_value(value, count));
                }
            }
            for &number in choice.iter().flat_map(|choice| &choice.formats) {
                let value = &self.catalogue.values(FORMAT_COLUMN)[number as usize];
                if values.iter().all(|listed: &FacetValue| listed.value != value.value) {
                    values.push(facet_value(value, self.counts[FORMAT_COLUMN][number as usize]));
                }
            }
            values.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
            all.push((FACETS[facet].to_owned(), values));
        }
        all
    }
}

impl Choice {
    fn has(&self, number: usize) -> bool {
        u32::try_from(number).is_ok_and(|number| self.numbers.contains(&number))
    }
}

pub(crate) fn facet_value(value: &super::Entry, count: u64) -> FacetValue {
    FacetValue { value: value.value.clone(), label: value.label.clone(), count, iri: value.iri.clone() }
}
