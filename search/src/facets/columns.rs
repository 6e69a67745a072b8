//! The facet columns of one commit: a dictionary per facet over all segments, and the ordinals per document.

use super::Entry;
use crate::request::FACETS;
use crate::schema::{FORMAT_VALUE, column_name};
use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

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
        let value = Entry::decode(term);
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
        Self { columns: (0..COLUMNS).map(|_| Dictionary::default()).collect() }
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

/// The facet columns of one segment.
#[derive(Debug)]
pub(crate) struct SegmentFacets {
    columns: Vec<Option<FacetColumn>>,
}

#[derive(Debug)]
struct FacetColumn {
    ordinals: Column<u64>,
    /// Ordinal in the segment → number in the [`Catalogue`].
    numbers: Vec<u32>,
}

impl SegmentFacets {
    /// Opens the columns and enters their values into the catalogue.
    pub(crate) fn open(reader: &SegmentReader, catalogue: &mut Catalogue) -> tantivy::Result<Self> {
        let mut columns = Vec::with_capacity(COLUMNS);
        for (number, dictionary) in catalogue.columns.iter_mut().enumerate() {
            let name = FACETS.get(number).map_or_else(|| FORMAT_VALUE.to_owned(), |facet| column_name(facet));
            let column = reader.fast_fields().str(&name)?;
            columns.push(column.map(|column| FacetColumn::open(&column, dictionary)).transpose()?);
        }
        Ok(Self { columns })
    }

    /// Numbers of the values of one document; a value is given once even where two spellings of its label meet.
    #[inline]
    pub(crate) fn numbers(&self, column: usize, doc: DocId, found: &mut Vec<u32>) {
        found.clear();
        let Some(column) = &self.columns[column] else { return };
        for ordinal in column.ordinals.values_for_doc(doc) {
            if let Some(&number) = usize::try_from(ordinal).ok().and_then(|at| column.numbers.get(at)) {
                found.push(number);
            }
        }
    }
}

impl FacetColumn {
    fn open(column: &StrColumn, dictionary: &mut Dictionary) -> tantivy::Result<Self> {
        let mut numbers = Vec::with_capacity(column.num_terms());
        let mut terms = column.dictionary().stream()?;
        while terms.advance() {
            let term = String::from_utf8_lossy(terms.key());
            numbers.push(dictionary.number(&term));
        }
        Ok(Self { ordinals: column.ords().clone(), numbers })
    }
}
