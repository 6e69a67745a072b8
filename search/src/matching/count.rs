//! Counting matches without scoring them: sets only.

use super::bits::Bits;
use super::ready::{Postings, Ready};
use super::{Matcher, Node};
use tantivy::SegmentReader;
use tantivy::schema::IndexRecordOption;

impl Matcher<'_> {
    /// Number of documents of `within` (one set per segment) that match: as many as [`Matcher::run`] finds.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(crate) fn count(&self, node: Node, within: &[Bits]) -> tantivy::Result<u64> {
        let ready = Ready::new(node, self.searcher, self.norms)?;
        let mut count = 0;
        for (segment, (reader, within)) in self.searcher.segment_readers().iter().zip(within).enumerate() {
            let mut found = matching(&ready, (segment, reader))?;
            found.keep(within);
            count += found.len() as u64;
        }
        Ok(count)
    }
}

/// All documents of a segment that match, deleted ones too.
fn matching(ready: &Ready, of: (usize, &SegmentReader)) -> tantivy::Result<Bits> {
    let mut found = Bits::new(of.1.max_doc());
    add(ready, of, &mut found)?;
    Ok(found)
}

/// Adds all that match.
fn add(ready: &Ready, of: (usize, &SegmentReader), found: &mut Bits) -> tantivy::Result<()> {
    match ready {
        Ready::Nothing => {}
        Ready::Everything => (0..of.1.max_doc()).for_each(|doc| found.insert(doc)),
        Ready::Term(postings) => add_postings(postings, of, found)?,
        Ready::Start { field, start, .. } => {
            let index = of.1.inverted_index(*field)?;
            let mut terms = index.terms().range().ge(start).into_stream()?;
            while terms.advance() && terms.key().starts_with(start.as_bytes()) {
                let mut block = index.read_block_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
                while !block.docs().is_empty() {
                    block.docs().iter().for_each(|doc| found.insert(*doc));
                    block.advance();
                }
            }
        }
        Ready::Other(weight) => weight.for_each(of.1, &mut |doc, _| found.insert(doc))?,
        Ready::Best(nodes) | Ready::Any(nodes) => {
            for node in nodes {
                add(node, of, found)?;
            }
        }
        Ready::Every(nodes) => {
            let mut all: Option<Bits> = None;
            for node in nodes {
                let more = matching(node, of)?;
                match &mut all {
                    None => all = Some(more),
                    Some(all) => all.keep(&more),
                }
            }
            all.iter().flat_map(Bits::iter).for_each(|doc| found.insert(doc));
        }
        Ready::Without(node, others) => {
            let mut left = matching(node, of)?;
            for other in others {
                matching(other, of)?.iter().for_each(|doc| left.remove(doc));
            }
            left.iter().for_each(|doc| found.insert(doc));
        }
        Ready::Preferring(node, _) | Ready::Fixed(node, _) | Ready::Plus(node, _) => add(node, of, found)?,
    }
    Ok(())
}

fn add_postings(
    postings: &Postings,
    (segment, reader): (usize, &SegmentReader),
    found: &mut Bits,
) -> tantivy::Result<()> {
    let Some(info) = postings.of(segment) else { return Ok(()) };
    let index = reader.inverted_index(postings.field)?;
    let mut block = index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
    while !block.docs().is_empty() {
        block.docs().iter().for_each(|doc| found.insert(*doc));
        block.advance();
    }
    Ok(())
}
