//! All facet values of a document side by side, for counting.
//!
//! A search counts some twenty facets over thousands of documents. Column by column that is an access to memory for
//! each facet of each document, nearly always to a place that no cache has; here it is one for each document.

use super::Ordinals;
use crate::request::FACETS;
use tantivy::DocId;

/// The values of all facets, in one numbering over all columns of a segment.
#[derive(Debug)]
pub(crate) struct Rows {
    /// First number of each facet's column, and behind the last.
    bases: Vec<u32>,
    /// The numbers of document `n` lie from `starts[n]` to `starts[n + 1]`.
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Rows {
    /// Puts the columns side by side. `sizes` are the numbers of values in their dictionaries.
    pub(super) fn of(columns: &[Ordinals], sizes: &[u32], docs: DocId) -> Self {
        let columns = &columns[..FACETS.len().min(columns.len())];
        let mut bases = vec![0];
        for size in sizes.iter().take(columns.len()) {
            bases.push(bases.last().copied().unwrap_or_default() + size);
        }
        let mut starts = Vec::with_capacity(docs as usize + 1);
        let mut numbers = Vec::new();
        for doc in 0..docs {
            starts.push(super::narrow(numbers.len() as u64));
            for (column, base) in columns.iter().zip(&bases) {
                numbers.extend(column.of(doc).iter().map(|ordinal| base + ordinal));
            }
        }
        starts.push(super::narrow(numbers.len() as u64));
        numbers.shrink_to_fit();
        Self { bases, starts, numbers }
    }

    /// How many of these documents have each value, by column and ordinal.
    pub(crate) fn tally(&self, docs: impl Iterator<Item = DocId>) -> Vec<Vec<u32>> {
        let mut counts = vec![0; self.bases.last().copied().unwrap_or_default() as usize];
        for doc in docs {
            let doc = doc as usize;
            let Some((&from, &to)) = self.starts.get(doc).zip(self.starts.get(doc + 1)) else { continue };
            for &number in &self.numbers[from as usize..to as usize] {
                if let Some(count) = counts.get_mut(number as usize) {
                    *count += 1;
                }
            }
        }
        let column = |bounds: &[u32]| counts[bounds[0] as usize..bounds[1] as usize].to_vec();
        self.bases.windows(2).map(column).collect()
    }
}
