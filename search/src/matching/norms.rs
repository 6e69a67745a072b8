//! What the length of a text does to the score of a word in it (BM25, with the numbers that tantivy and Lucene use).

use std::sync::OnceLock;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;
use tantivy::{DocId, Score, Searcher, SegmentReader};

/// How soon more of the same word says nothing new.
const K1: Score = 1.2;
/// How much the length of a text counts.
const B: Score = 0.75;

/// By the length of a text, as tantivy's code for it, what stands under the fraction besides the number of words.
type Table = [Score; 256];

/// Tables per field of one commit, made when first needed.
#[derive(Debug)]
pub(crate) struct Norms(Vec<OnceLock<Table>>);

impl Norms {
    /// Room for so many fields.
    pub(crate) fn new(fields: usize) -> Self {
        Self((0..fields).map(|_| OnceLock::new()).collect())
    }

    /// The table of a field.
    pub(super) fn table(&self, field: Field, searcher: &Searcher) -> tantivy::Result<()> {
        let Some(cell) = self.0.get(field.field_id() as usize) else { return Ok(()) };
        if cell.get().is_none() {
            _ = cell.set(table(average_length(field, searcher)?));
        }
        Ok(())
    }

    /// The table of a field that was made ready.
    pub(super) fn of(&self, field: Field) -> Option<&Table> {
        self.0.get(field.field_id() as usize).and_then(OnceLock::get)
    }
}

/// How much a word counts that so many of all documents have.
#[expect(clippy::cast_precision_loss, reason = "documents are counted in millions at most")]
pub(super) fn rarity(having: u64, all: u64) -> Score {
    let (having, all) = (having as Score, all as Score);
    (1.0 + (all - having + 0.5).max(0.5) / (having + 0.5)).ln() * (1.0 + K1)
}

#[expect(clippy::cast_precision_loss, reason = "an average needs no more digits")]
fn average_length(field: Field, searcher: &Searcher) -> tantivy::Result<Score> {
    let (mut words, mut docs) = (0, 0);
    for reader in searcher.segment_readers() {
        words += reader.inverted_index(field)?.total_num_tokens();
        docs += u64::from(reader.max_doc());
    }
    Ok(words as Score / (docs as Score).max(1.0))
}

#[expect(clippy::cast_precision_loss, reason = "a length needs no more digits")]
fn table(average: Score) -> Table {
    std::array::from_fn(|code| {
        let length = FieldNormReader::id_to_fieldnorm(u8::try_from(code).unwrap_or(u8::MAX)) as Score;
        K1 * (1.0 - B + B * length / average.max(Score::MIN_POSITIVE))
    })
}

/// Codes for the lengths of a field's texts in one segment; all alike for a field that keeps none.
pub(super) fn lengths(reader: &SegmentReader, field: Field) -> tantivy::Result<FieldNormReader> {
    let kept = reader.fieldnorms_readers().get_field(field)?;
    Ok(kept.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1)))
}

/// What a word counts that stands so often in a text.
#[inline]
#[expect(clippy::cast_precision_loss, reason = "a word stands in a text some thousand times at most")]
pub(super) fn score(weight: Score, often: u32, doc: DocId, lengths: &FieldNormReader, table: &Table) -> Score {
    let often = often as Score;
    weight * (often / (often + table[lengths.fieldnorm_id(doc) as usize]))
}
