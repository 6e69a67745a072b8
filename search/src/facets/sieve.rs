//! Which matches pass the filters of a request.

use super::columns::{Catalogue, FORMAT_COLUMN};
use super::{freshness, resolve};
use crate::columns::SegmentColumns;
use crate::request::{FACETS, SearchRequest};
use model::{BoundingBox, Clock as _, SystemClock, Years};
use rustc_hash::FxHashSet;
use tantivy::DocId;

/// The chosen values of one facet.
#[derive(Debug, Default, Clone)]
pub(super) struct Choice {
    /// Position in [`FACETS`].
    pub facet: usize,
    /// Numbers in the facet's own column.
    pub numbers: FxHashSet<u32>,
    /// Numbers in the column of single formats.
    pub formats: FxHashSet<u32>,
    /// Values that nothing in the catalog has, as our tables write them.
    pub absent: Vec<String>,
}

/// Whether a match passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Passes {
    /// All filters.
    All,
    /// All but that of one facet, given by the position of its choice.
    AllBut(usize),
    /// It fails two facets, or the box, or the years.
    None,
}

/// What may pass in one segment: for each choice, by ordinal.
#[derive(Debug)]
struct Allowed {
    own: Vec<bool>,
    formats: Vec<bool>,
}

/// The filters of one request, made ready for the segments of one commit.
#[derive(Debug)]
pub(super) struct Sieve<'a> {
    pub choices: Vec<Choice>,
    /// By segment, then by choice.
    allowed: Vec<Vec<Allowed>>,
    segments: &'a [SegmentColumns],
    pub now: i64,
    freshness: usize,
    bbox: Option<BoundingBox>,
    years: Option<Years>,
}

impl<'a> Sieve<'a> {
    /// Finds the numbers of what was asked; facets without values are no filter. Unknown values match nothing.
    pub(super) fn new(request: &SearchRequest, catalogue: &Catalogue, segments: &'a [SegmentColumns]) -> Self {
        let mut choices = Vec::new();
        for (facet, name) in FACETS.iter().enumerate() {
            let asked = request.filters.get(*name).map(Vec::as_slice).unwrap_or_default();
            if !asked.is_empty() {
                choices.push(Choice::new(facet, asked, catalogue));
            }
        }
        let allowed = segments.iter().map(|segment| choices.iter().map(|choice| choice.allowed(segment)).collect());
        Self {
            allowed: allowed.collect(),
            choices,
            segments,
            now: request.now.unwrap_or_else(now),
            freshness: freshness::column(),
            bbox: request.bbox,
            years: request.years,
        }
    }

    /// Whether everything passes.
    pub(super) fn is_open(&self) -> bool {
        self.choices.is_empty() && self.bbox.is_none() && self.years.is_none()
    }

    /// Whether a document passes.
    #[inline]
    pub(super) fn check(&self, segment: u32, doc: DocId) -> Passes {
        let columns = &self.segments[segment as usize];
        let is_outside = self.bbox.is_some_and(|area| !columns.dense.meets(doc, area))
            || self.years.is_some_and(|years| !columns.dense.is_within(doc, years));
        if is_outside {
            return Passes::None;
        }
        let mut passes = Passes::All;
        for (number, choice) in self.choices.iter().enumerate() {
            if !self.takes(columns, &self.allowed[segment as usize][number], choice, doc) {
                passes = match passes {
                    Passes::All => Passes::AllBut(number),
                    _ => return Passes::None,
                };
            }
        }
        passes
    }

    #[inline]
    fn takes(&self, columns: &SegmentColumns, allowed: &Allowed, choice: &Choice, doc: DocId) -> bool {
        if choice.facet == self.freshness {
            let numbers = freshness::numbers(columns.instant(doc), self.now);
            return numbers.iter().any(|number| choice.numbers.contains(number));
        }
        let any = |column: usize, allowed: &[bool]| {
            columns.dense.ordinals(column, doc).iter().any(|&ordinal| allowed.get(ordinal as usize) == Some(&true))
        };
        any(choice.facet, &allowed.own) || (!allowed.formats.is_empty() && any(FORMAT_COLUMN, &allowed.formats))
    }
}

impl Choice {
    fn new(facet: usize, asked: &[String], catalogue: &Catalogue) -> Self {
        let mut choice = Self { facet, ..Self::default() };
        for value in asked {
            match find_in_facet(catalogue, facet, value) {
                Some((FORMAT_COLUMN, number)) => _ = choice.formats.insert(number),
                Some((_, number)) => _ = choice.numbers.insert(number),
                None => choice.absent.push(resolve::canonical_value(FACETS[facet], value)),
            }
        }
        choice.absent.sort();
        choice.absent.dedup();
        choice
    }

    fn allowed(&self, segment: &SegmentColumns) -> Allowed {
        let by_ordinal = |column: usize, chosen: &FxHashSet<u32>| {
            let numbers = segment.facets.numbers(column).iter();
            if chosen.is_empty() { Vec::new() } else { numbers.map(|number| chosen.contains(number)).collect() }
        };
        Allowed { own: by_ordinal(self.facet, &self.numbers), formats: by_ordinal(FORMAT_COLUMN, &self.formats) }
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

/// Seconds since 1970 by the system's clock.
pub(crate) fn now() -> i64 {
    SystemClock.now().timestamp()
}
