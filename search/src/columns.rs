//! The columns of one commit that are not facets: scope, sort keys, ids.

use crate::dense::Dense;
use crate::facets::{Catalogue, SegmentFacets};
use crate::schema::{SORT_LANGUAGES, flag, title_key_name};
use crate::suggest::Cell;
use std::sync::{Arc, OnceLock};
use tantivy::columnar::{BytesColumn, Column, Dictionary};
use tantivy::index::SegmentId;
use tantivy::{DocId, SegmentReader};

/// Columns of one segment.
#[derive(Debug)]
pub(crate) struct SegmentColumns {
    segment: SegmentId,
    /// Arrays by document.
    pub dense: Arc<Dense>,
    /// Short lists of what is suggested.
    pub suggestions: Cell,
    ids: Option<BytesColumn>,
    title_keys: Vec<Option<BytesColumn>>,
    hashes: Column<u64>,
    /// Facets.
    pub facets: SegmentFacets,
}

impl SegmentColumns {
    /// Opens all columns of a segment; what an earlier commit has unpacked is shared. An error means that the index is
    /// damaged.
    pub(crate) fn open(
        reader: &SegmentReader,
        catalogue: &mut Catalogue,
        earlier: &[SegmentColumns],
    ) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        let title_keys = SORT_LANGUAGES.iter().map(|language| fast.bytes(&title_key_name(language)));
        let segment = reader.segment_id();
        let known = earlier.iter().find(|columns| columns.segment == segment);
        let dense = known.map_or_else(|| Dense::unpack(reader).map(Arc::new), |known| Ok(Arc::clone(&known.dense)))?;
        let suggestions = known.map(|known| Arc::clone(&known.suggestions)).unwrap_or_default();
        Ok(Self {
            segment,
            dense,
            suggestions,
            ids: fast.str("id")?.map(BytesColumn::from),
            title_keys: title_keys.collect::<tantivy::Result<_>>()?,
            hashes: fast.u64("content_hash")?,
            facets: SegmentFacets::open(reader, catalogue)?,
        })
    }

    /// Seconds since 1970, if known.
    #[inline]
    pub(crate) fn instant(&self, doc: DocId) -> Option<i64> {
        self.dense.instant(doc)
    }

    /// Whether a document belongs to what was asked (design "What is shown").
    #[inline]
    pub(crate) fn is_in(&self, scope: Scope, doc: DocId) -> bool {
        let flags = self.dense.flags(doc);
        let has = |bit: u64| flags & bit != 0;
        match scope {
            Scope::Datasets => has(flag::DATASET),
            Scope::Shown { members } => {
                (has(flag::DATASET) && (members || !has(flag::MEMBER)))
                    || has(flag::SERIES)
                    || (has(flag::SERVICE) && has(flag::INDEPENDENT))
            }
        }
    }

    /// Id and content hash of a document.
    pub(crate) fn identity(&self, doc: DocId) -> tantivy::Result<Option<(String, u64)>> {
        let Some(ids) = &self.ids else { return Ok(None) };
        let Some(ordinal) = ids.ords().first(doc) else { return Ok(None) };
        let mut id = Vec::new();
        ids.ord_to_bytes(ordinal, &mut id)?;
        let hash = self.hashes.first(doc).unwrap_or_default();
        Ok(Some((String::from_utf8_lossy(&id).into_owned(), hash)))
    }
}

/// Which resources a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Every `dcat:Dataset`.
    Datasets,
    /// Datasets outside series, series, independent services; members of series if asked for.
    Shown {
        /// Members too.
        members: bool,
    },
}

impl Scope {
    /// How many there are.
    pub(crate) const COUNT: usize = 3;

    /// Its place among them.
    pub(crate) fn number(self) -> usize {
        match self {
            Self::Datasets => 0,
            Self::Shown { members: false } => 1,
            Self::Shown { members: true } => 2,
        }
    }
}

/// Places of all documents in the order of a column, comparable between segments.
#[derive(Debug)]
pub(crate) struct Ranks {
    /// Per segment: ordinal → rank in the whole commit.
    segments: Vec<Vec<u32>>,
    /// Per segment: document → rank.
    docs: Vec<Vec<u32>>,
}

/// Rank of a document without a value: last.
const NO_RANK: u32 = u32::MAX;

impl Ranks {
    /// Merges the sorted dictionaries of all segments. Some milliseconds per 100,000 values, once per commit.
    fn merge(columns: &[Option<&BytesColumn>]) -> tantivy::Result<Self> {
        let dictionaries: Vec<Option<&Dictionary<_>>> =
            columns.iter().map(|column| column.map(BytesColumn::dictionary)).collect();
        let mut streams = Vec::new();
        let mut segments = vec![Vec::new(); columns.len()];
        for (number, dictionary) in dictionaries.iter().enumerate() {
            let Some(dictionary) = dictionary else { continue };
            let mut stream = dictionary.stream()?;
            if stream.advance() {
                streams.push((number, stream));
            }
        }
        let mut rank = 0;
        let mut smallest = Vec::new();
        while !streams.is_empty() {
            smallest.clear();
            smallest.extend_from_slice(streams.iter().map(|(_, stream)| stream.key()).min().unwrap_or_default());
            streams.retain_mut(|(number, stream)| {
                if stream.key() != smallest {
                    return true;
                }
                segments[*number].push(rank);
                stream.advance()
            });
            rank += 1;
        }
        let docs = columns.iter().zip(&segments).map(|(column, ranks)| {
            let Some(column) = column else { return Vec::new() };
            let rank = |doc| column.ords().first(doc).and_then(|ordinal| usize::try_from(ordinal).ok());
            (0..column.num_rows())
                .map(|doc| rank(doc).and_then(|at| ranks.get(at)).copied().unwrap_or(NO_RANK))
                .collect()
        });
        let docs = docs.collect();
        Ok(Self { segments, docs })
    }

    /// Where a key stands: the rank of the first value that is not before it, and whether that is the key itself.
    fn position(&self, columns: &[Option<&BytesColumn>], key: &[u8]) -> tantivy::Result<Position> {
        let mut position = Position { rank: NO_RANK, exact: false };
        for (segment, column) in columns.iter().enumerate() {
            let Some(column) = column else { continue };
            let mut stream = column.dictionary().range().ge(key).into_stream()?;
            if !stream.advance() {
                continue;
            }
            let rank = self.of_ordinal(segment, stream.term_ord());
            position.exact |= stream.key() == key;
            position.rank = position.rank.min(rank);
        }
        Ok(position)
    }

    fn of_ordinal(&self, segment: usize, ordinal: u64) -> u32 {
        usize::try_from(ordinal).ok().and_then(|at| self.segments[segment].get(at)).copied().unwrap_or(NO_RANK)
    }
}

/// Where a key stands in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    /// Rank of the first value that is not before the key.
    pub rank: u32,
    /// Whether that value is the key.
    pub exact: bool,
}

/// Ranks that sorting needs, made when first needed.
#[derive(Debug, Default)]
pub(crate) struct SortOrders {
    ids: OnceLock<Ranks>,
    titles: [OnceLock<Ranks>; 2],
}

impl SortOrders {
    /// Place of each document by id.
    pub(crate) fn by_id<'a>(&'a self, segments: &'a [SegmentColumns]) -> tantivy::Result<Order<'a>> {
        let columns: Vec<_> = segments.iter().map(|segment| segment.ids.as_ref()).collect();
        Order::new(&self.ids, columns)
    }

    /// Place of each document by title in the language at this position of [`SORT_LANGUAGES`].
    pub(crate) fn by_title<'a>(
        &'a self,
        segments: &'a [SegmentColumns],
        language: usize,
    ) -> tantivy::Result<Order<'a>> {
        let columns: Vec<_> = segments.iter().map(|segment| segment.title_keys[language].as_ref()).collect();
        Order::new(&self.titles[language], columns)
    }
}

/// One order of all documents.
pub(crate) struct Order<'a> {
    ranks: &'a Ranks,
    columns: Vec<Option<&'a BytesColumn>>,
}

impl<'a> Order<'a> {
    fn new(cell: &'a OnceLock<Ranks>, columns: Vec<Option<&'a BytesColumn>>) -> tantivy::Result<Self> {
        let ranks = if let Some(ranks) = cell.get() {
            ranks
        } else {
            let made = Ranks::merge(&columns)?;
            cell.get_or_init(|| made)
        };
        Ok(Self { ranks, columns })
    }

    /// Where a key stands in this order.
    pub(crate) fn position(&self, key: &[u8]) -> tantivy::Result<Position> {
        self.ranks.position(&self.columns, key)
    }

    /// The key of a document.
    pub(crate) fn key(&self, segment: usize, doc: DocId) -> tantivy::Result<Vec<u8>> {
        let mut key = Vec::new();
        if let Some(column) = self.columns[segment]
            && let Some(ordinal) = column.ords().first(doc)
        {
            column.ord_to_bytes(ordinal, &mut key)?;
        }
        Ok(key)
    }

    #[inline]
    pub(crate) fn rank(&self, segment: usize, doc: DocId) -> u32 {
        self.ranks.docs[segment].get(doc as usize).copied().unwrap_or(NO_RANK)
    }
}
