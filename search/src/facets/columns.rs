//! The values of the facets of one commit: a dictionary per facet over all segments.

use super::{Entry, freshness};
use crate::request::FACETS;
use crate::schema::facet_column;
use rustc_hash::FxHashMap;
use tantivy::SegmentReader;

/// Number of columns: the facets, and the single formats.
pub(crate) const COLUMNS: usize = FACETS.len() + 1;

/// Position of the column of single formats, which belongs to the `format` facet.
pub(crate) const FORMAT_COLUMN: usize = FACETS.len();

/// All values of all facets in one commit.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    columns: Vec<Dictionary>,
}

/// Values of one column; the position is the number used in counting.
#[derive(Debug, Default)]
struct Dictionary {
    values: Vec<Entry>,
    by_value: FxHashMap<String, u32>,
}

impl Dictionary {
    fn number(&mut self, term: &str) -> u32 {
        self.enter(Entry::decode(term))
    }

    fn enter(&mut self, value: Entry) -> u32 {
        let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        let number = *self.by_value.entry(value.value.clone()).or_insert(next);
        if number == next {
            self.values.push(value);
        }
        number
    }
}

impl Catalogue {
    /// An empty one, to be filled by [`SegmentFacets::open`].
    pub(crate) fn new() -> Self {
        let mut columns: Vec<Dictionary> = (0..COLUMNS).map(|_| Dictionary::default()).collect();
        for value in freshness::entries() {
            columns[freshness::column()].enter(value);
        }
        Self { columns }
    }

    /// Values of a column.
    pub(crate) fn values(&self, column: usize) -> &[Entry] {
        &self.columns[column].values
    }

    /// The number of a value that is spelt exactly so.
    pub(crate) fn number(&self, column: usize, value: &str) -> Option<u32> {
        self.columns[column].by_value.get(value).copied()
    }
}

/// The dictionaries of one segment's columns.
#[derive(Debug)]
pub(crate) struct SegmentFacets {
    /// By column: ordinal in the segment → number in the [`Catalogue`].
    numbers: Vec<Vec<u32>>,
}

impl SegmentFacets {
    /// Opens the dictionaries and enters their values into the catalogue.
    pub(crate) fn open(reader: &SegmentReader, catalogue: &mut Catalogue) -> tantivy::Result<Self> {
        let mut all = Vec::with_capacity(COLUMNS);
        for (column, dictionary) in catalogue.columns.iter_mut().enumerate() {
            let column = reader.fast_fields().str(&facet_column(column))?;
            let mut numbers = Vec::new();
            if let Some(column) = column {
                let mut terms = column.dictionary().stream()?;
                while terms.advance() {
                    numbers.push(dictionary.number(&String::from_utf8_lossy(terms.key())));
                }
            }
            all.push(numbers);
        }
        Ok(Self { numbers: all })
    }

    /// Numbers of a column by ordinal.
    pub(crate) fn numbers(&self, column: usize) -> &[u32] {
        &self.numbers[column]
    }
}
