//! Running a query over one segment.

use super::accumulator::{List, Pool};
use super::bits::Bits;
use super::node::TIE_BREAKER;
use super::norms::{self, Norms};
use super::ready::{Postings, Ready};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, SegmentReader};

/// The segment, and room to work in.
pub(super) struct Evaluation<'a> {
    pub segment: usize,
    pub reader: &'a SegmentReader,
    pub norms: &'a Norms,
    pub pool: &'a Pool,
}

/// A list of postings is sought through for single documents when it is so many times as long as they are many.
const WORTH_SEEKING: usize = 32;

impl Evaluation<'_> {
    /// Those of `within` that match.
    pub(super) fn list(&self, ready: &Ready, within: &Bits) -> tantivy::Result<List> {
        match ready {
            Ready::Best(nodes) => self.together(nodes, within, TIE_BREAKER),
            Ready::Any(nodes) => self.together(nodes, within, 1.0),
            Ready::Every(nodes) => self.every(nodes, within),
            Ready::Preferring(node, others) => self.preferring(node, others, within),
            Ready::Without(node, others) => {
                let mut left = within.clone();
                for other in others {
                    self.list(other, within)?.iter().for_each(|(doc, _)| left.remove(*doc));
                }
                self.list(node, &left)
            }
            Ready::Fixed(node, score) => {
                let found = self.list(node, within)?;
                Ok(found.into_iter().map(|(doc, _)| (doc, *score)).collect())
            }
            Ready::Plus(node, more) => {
                let found = self.list(node, within)?;
                Ok(found.into_iter().map(|(doc, score)| (doc, score + more)).collect())
            }
            _ => {
                let mut found = Vec::new();
                self.each(ready, within, &mut |doc, score| found.push((doc, score)))?;
                Ok(found)
            }
        }
    }

    /// Matches of any of these: the best score of each document and a share of the others.
    fn together(&self, nodes: &[Ready], within: &Bits, share_of_others: Score) -> tantivy::Result<List> {
        let mut scores = self.pool.take();
        for node in nodes {
            // Plain terms are nearly all there is; for them the call per document is worth saving.
            match node {
                Ready::Term(postings) => self.postings(postings, within, |doc, score| scores.add(doc, score))?,
                _ => self.each(node, within, &mut |doc, score| scores.add(doc, score))?,
            }
        }
        let list = scores.drain(share_of_others);
        self.pool.give(scores);
        Ok(list)
    }

    /// Calls with each match, in ascending order.
    fn each(&self, ready: &Ready, within: &Bits, take: &mut dyn FnMut(DocId, Score)) -> tantivy::Result<()> {
        match ready {
            Ready::Nothing => Ok(()),
            Ready::Everything => {
                within.iter().for_each(|doc| take(doc, 0.0));
                Ok(())
            }
            Ready::Term(postings) => self.postings(postings, within, take),
            Ready::Start { field, start, score } => self.start((*field, start, *score), within, take),
            Ready::Other(weight) => weight.for_each(self.reader, &mut |doc, score| {
                if within.has(doc) {
                    take(doc, score);
                }
            }),
            _ => {
                self.list(ready, within)?.into_iter().for_each(|(doc, score)| take(doc, score));
                Ok(())
            }
        }
    }

    fn postings(&self, postings: &Postings, within: &Bits, mut take: impl FnMut(DocId, Score)) -> tantivy::Result<()> {
        let Some((info, table)) = postings.of(self.segment).zip(self.norms.of(postings.field)) else { return Ok(()) };
        let lengths = norms::lengths(self.reader, postings.field)?;
        let index = self.reader.inverted_index(postings.field)?;
        let mut block = index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        let score = |often, doc| norms::score(postings.weight, often, doc, &lengths, table);
        let having = info.doc_freq as usize;
        if having > WORTH_SEEKING && within.len().saturating_mul(WORTH_SEEKING) < having {
            for doc in within.iter() {
                let at = block.seek(doc);
                if block.doc(at) == doc {
                    take(doc, score(block.freq(at), doc));
                }
            }
            return Ok(());
        }
        loop {
            let docs = block.docs();
            if docs.is_empty() {
                return Ok(());
            }
            for (at, &doc) in docs.iter().enumerate() {
                if within.has(doc) {
                    take(doc, score(block.freq(at), doc));
                }
            }
            block.advance();
        }
    }

    /// Documents with a term that starts so, each once.
    fn start(
        &self,
        (field, start, score): (Field, &str, Score),
        within: &Bits,
        take: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        let index = self.reader.inverted_index(field)?;
        let mut terms = index.terms().range().ge(start).into_stream()?;
        let mut found = Bits::new(self.reader.max_doc());
        let mut block = None;
        while terms.advance() && terms.key().starts_with(start.as_bytes()) {
            let block = match &mut block {
                None => block.insert(index.read_block_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?),
                Some(block) => {
                    index.reset_block_postings_from_terminfo(terms.value(), block)?;
                    block
                }
            };
            while !block.docs().is_empty() {
                block.docs().iter().filter(|doc| within.has(**doc)).for_each(|doc| found.insert(*doc));
                block.advance();
            }
        }
        found.drain(|doc| take(doc, score));
        Ok(())
    }

    /// Matches of all: those with the fewest postings first, then the others among what is left.
    fn every(&self, nodes: &[Ready], within: &Bits) -> tantivy::Result<List> {
        let mut ordered: Vec<&Ready> = nodes.iter().collect();
        ordered.sort_by_key(|node| node.cost(self.segment));
        let Some((first, rest)) = ordered.split_first() else { return Ok(Vec::new()) };
        let mut found = self.list(first, within)?;
        for node in rest {
            if found.is_empty() {
                break;
            }
            let more = self.list(node, &self.set_of(&found))?;
            // `more` is within `found`: both ascend.
            let mut earlier = found.iter();
            let mut sum = |doc: DocId, score: Score| {
                let known = earlier.by_ref().find(|(known, _)| *known == doc);
                (doc, score + known.map_or(0.0, |(_, score)| *score))
            };
            found = more.into_iter().map(|(doc, score)| sum(doc, score)).collect();
        }
        Ok(found)
    }

    fn preferring(&self, node: &Ready, others: &[Ready], within: &Bits) -> tantivy::Result<List> {
        let mut found = self.list(node, within)?;
        if found.is_empty() || others.is_empty() {
            return Ok(found);
        }
        let set = self.set_of(&found);
        for other in others {
            let mut more = self.list(other, &set)?.into_iter().peekable();
            for (doc, score) in &mut found {
                if let Some((_, added)) = more.next_if(|(same, _)| same == doc) {
                    *score += added;
                }
            }
        }
        Ok(found)
    }

    fn set_of(&self, found: &List) -> Bits {
        let mut set = Bits::new(self.reader.max_doc());
        for (doc, _) in found {
            set.insert(*doc);
        }
        set
    }
}
