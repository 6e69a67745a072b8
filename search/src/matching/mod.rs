//! Finding and scoring all documents that match a query.
//!
//! We always need every match with its score, since every facet is counted over all of them. tantivy's scorers go
//! through a query document by document, which pays for finding the best few; a word here has up to twenty lists of
//! postings (kinds of text × forms), and to go through them list by list, adding to plain arrays, is several times
//! quicker. The postings, their numbers and the formula (BM25) are tantivy's.

mod accumulator;
mod bits;
mod count;
mod evaluate;
mod node;
mod norms;
mod ready;

pub(crate) use accumulator::Pool;
pub(crate) use bits::Bits;
pub(crate) use node::Node;
pub(crate) use norms::Norms;

use evaluate::Evaluation;
use ready::Ready;
use tantivy::{DocId, Score, Searcher};

/// A document that matches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hit {
    pub(crate) segment: u32,
    pub(crate) doc: DocId,
    pub(crate) score: Score,
}

/// What it takes to run queries over one commit.
pub(crate) struct Matcher<'a> {
    pub searcher: &'a Searcher,
    pub norms: &'a Norms,
    pub pool: &'a Pool,
}

impl Matcher<'_> {
    /// All documents of `within` (one set per segment) that match, by segment and document.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(crate) fn run(&self, node: Node, within: &[Bits]) -> tantivy::Result<Vec<Hit>> {
        let ready = Ready::new(node, self.searcher, self.norms)?;
        let mut hits = Vec::new();
        if ready.is_nothing() {
            return Ok(hits);
        }
        for (number, (reader, within)) in (0_u32..).zip(self.searcher.segment_readers().iter().zip(within)) {
            let evaluation = Evaluation { segment: number as usize, reader, norms: self.norms, pool: self.pool };
            let found = evaluation.list(&ready, within)?;
            hits.extend(found.into_iter().map(|(doc, score)| Hit { segment: number, doc, score }));
        }
        Ok(hits)
    }
}

#[cfg(test)]
mod tests;
