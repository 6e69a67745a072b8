//! A set of documents of one segment.

use tantivy::DocId;

const WIDTH: u32 = u64::BITS;

/// A set of documents, a bit for each of the segment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Bits(Vec<u64>);

impl Bits {
    /// An empty set with room for so many documents.
    pub(crate) fn new(docs: DocId) -> Self {
        Self(vec![0; docs.div_ceil(WIDTH) as usize])
    }

    /// Those of a segment that pass.
    pub(crate) fn of(docs: DocId, passes: impl Fn(DocId) -> bool) -> Self {
        let mut bits = Self::new(docs);
        (0..docs).filter(|doc| passes(*doc)).for_each(|doc| bits.insert(doc));
        bits
    }

    #[inline]
    pub(crate) fn has(&self, doc: DocId) -> bool {
        self.0.get((doc / WIDTH) as usize).is_some_and(|word| word >> (doc % WIDTH) & 1 == 1)
    }

    /// Documents beyond the room are left out: a damaged list of postings must not end the program.
    #[inline]
    pub(crate) fn insert(&mut self, doc: DocId) {
        if let Some(word) = self.0.get_mut((doc / WIDTH) as usize) {
            *word |= 1 << (doc % WIDTH);
        }
    }

    #[inline]
    pub(crate) fn remove(&mut self, doc: DocId) {
        if let Some(word) = self.0.get_mut((doc / WIDTH) as usize) {
            *word &= !(1 << (doc % WIDTH));
        }
    }

    /// Leaves only what the other set has too.
    pub(super) fn keep(&mut self, other: &Self) {
        for (at, word) in self.0.iter_mut().enumerate() {
            *word &= other.0.get(at).copied().unwrap_or_default();
        }
    }

    /// Number of documents.
    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The documents in ascending order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = DocId> + '_ {
        (0..).zip(&self.0).flat_map(|(number, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(number * WIDTH + bit)
            })
        })
    }

    /// Takes all documents out, in ascending order.
    pub(super) fn drain(&mut self, mut take: impl FnMut(DocId)) {
        for (number, word) in (0..).zip(&mut self.0) {
            let mut rest = std::mem::take(word);
            while rest != 0 {
                take(number * WIDTH + rest.trailing_zeros());
                rest &= rest - 1;
            }
        }
    }
}
