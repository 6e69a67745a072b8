//! The columns of one segment as plain arrays. Segments never change, so they are unpacked once and shared by all later
//! commits that still have the segment; a search touches nothing but arrays.

mod boxes;
mod rows;

pub(crate) use boxes::{Boxes, MOST_REACH};
pub(crate) use rows::Rows;

use crate::facets::COLUMNS;
use crate::schema::{YEARS_FROM, YEARS_TO, facet_column};
use model::{BoundingBox, Years};
use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

/// Stands for "no instant".
const NO_INSTANT: i64 = i64::MIN;

/// Stands for "no value".
const NONE: u32 = u32::MAX;

/// Years that stand for an open end in the index, beyond all that occur.
pub(crate) const OPEN: (i64, i64) = (i16::MIN as i64, i16::MAX as i64);

/// Arrays by document.
#[derive(Debug)]
pub(crate) struct Dense {
    flags: Vec<u8>,
    instants: Vec<i64>,
    scores: Vec<u32>,
    /// Where they are.
    pub(crate) boxes: Boxes,
    /// First and last year; the first after the last where there is none. Empty when no document has any.
    years: Vec<(i16, i16)>,
    /// By column of facets: ordinals in the segment's dictionary.
    facets: Vec<Ordinals>,
    /// The same by document.
    pub(crate) rows: Rows,
}

/// Ordinals per document.
#[derive(Debug)]
enum Ordinals {
    /// No document has any.
    Empty,
    /// At most one each.
    One(Vec<u32>),
    /// Any number: those of document `n` lie from `starts[n]` to `starts[n + 1]`.
    Many { starts: Vec<u32>, all: Vec<u32> },
}

impl Dense {
    /// Unpacks a segment.
    pub(crate) fn unpack(reader: &SegmentReader) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        let docs = reader.max_doc();
        let flags = fast.u64("flags")?;
        let instants = fast.i64("sort_instant")?;
        let scores = fast.u64("quality_score")?;
        let (mut facets, mut sizes) = (Vec::with_capacity(COLUMNS), Vec::with_capacity(COLUMNS));
        for column in 0..COLUMNS {
            let column = fast.str(&facet_column(column))?;
            sizes.push(column.as_ref().map_or(0, |column| narrow(column.num_terms() as u64)));
            facets.push(column.map_or(Ordinals::Empty, |column| Ordinals::unpack(column.ords(), docs)));
        }
        Ok(Self {
            flags: (0..docs)
                .map(|doc| flags.first(doc).and_then(|bits| u8::try_from(bits).ok()).unwrap_or(0))
                .collect(),
            instants: (0..docs).map(|doc| instants.first(doc).unwrap_or(NO_INSTANT)).collect(),
            scores: (0..docs).map(|doc| scores.first(doc).map_or(0, narrow)).collect(),
            boxes: Boxes::unpack(reader)?,
            years: years(reader)?,
            rows: Rows::of(&facets, &sizes, docs),
            facets,
        })
    }

    /// Bits, see [`crate::schema::flag`].
    #[inline]
    pub(crate) fn flags(&self, doc: DocId) -> u64 {
        self.flags.get(doc as usize).copied().unwrap_or_default().into()
    }

    /// Seconds since 1970, if known.
    #[inline]
    pub(crate) fn instant(&self, doc: DocId) -> Option<i64> {
        self.instants.get(doc as usize).copied().filter(|instant| *instant != NO_INSTANT)
    }

    /// Points for quality in hundredths, one more than the resource has; 0 when it was not measured.
    #[inline]
    pub(crate) fn score(&self, doc: DocId) -> u32 {
        self.scores.get(doc as usize).copied().unwrap_or_default()
    }

    /// Whether it has a box that meets this one.
    #[inline]
    pub(crate) fn meets(&self, doc: DocId, area: BoundingBox) -> bool {
        self.boxes.meets(doc, area)
    }

    /// Whether it has years, and some of them are among these.
    #[inline]
    pub(crate) fn is_within(&self, doc: DocId, years: Years) -> bool {
        let Some(&(from, to)) = self.years.get(doc as usize).filter(|(from, to)| from <= to) else { return false };
        years.to.is_none_or(|last| i32::from(from) <= last) && years.from.is_none_or(|first| first <= i32::from(to))
    }

    /// Ordinals of a document in a column of facets.
    #[inline]
    pub(crate) fn ordinals(&self, column: usize, doc: DocId) -> &[u32] {
        self.facets[column].of(doc)
    }
}

impl Dense {
    /// Adds up how many of these documents have each ordinal of a column. What kind of column it is, is looked at once
    /// and not for each document: with every facet of every match counted, this is where searches spend their time.
    pub(crate) fn tally(&self, column: usize, docs: impl Iterator<Item = DocId>, counts: &mut [u64]) {
        let mut add = |ordinal: u32| {
            if let Some(count) = counts.get_mut(ordinal as usize) {
                *count += 1; // `NONE` is beyond every array
            }
        };
        match &self.facets[column] {
            Ordinals::Empty => {}
            Ordinals::One(all) => docs.filter_map(|doc| all.get(doc as usize)).for_each(|ordinal| add(*ordinal)),
            Ordinals::Many { .. } => docs.for_each(|doc| self.ordinals(column, doc).iter().copied().for_each(&mut add)),
        }
    }
}

impl Ordinals {
    /// Those of a document.
    #[inline]
    fn of(&self, doc: DocId) -> &[u32] {
        let doc = doc as usize;
        match self {
            Self::Empty => &[],
            Self::One(all) => all.get(doc).filter(|ordinal| **ordinal != NONE).map_or(&[], std::slice::from_ref),
            Self::Many { starts, all } => {
                let (Some(&from), Some(&to)) = (starts.get(doc), starts.get(doc + 1)) else { return &[] };
                &all[from as usize..to as usize]
            }
        }
    }

    fn unpack(column: &Column<u64>, docs: DocId) -> Self {
        let is_single = !column.get_cardinality().is_multivalue();
        if is_single {
            return Self::One((0..docs).map(|doc| column.first(doc).map_or(NONE, narrow)).collect());
        }
        let mut starts = Vec::with_capacity(docs as usize + 1);
        let mut all = Vec::new();
        for doc in 0..docs {
            starts.push(narrow(all.len() as u64));
            all.extend(column.values_for_doc(doc).map(narrow));
        }
        starts.push(narrow(all.len() as u64));
        Self::Many { starts, all }
    }
}

fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(NONE)
}

fn years(reader: &SegmentReader) -> tantivy::Result<Vec<(i16, i16)>> {
    let fast = reader.fast_fields();
    let (from, to) = (fast.i64(YEARS_FROM)?, fast.i64(YEARS_TO)?);
    let year = |column: &Column<i64>, doc| column.first(doc).and_then(|year| i16::try_from(year).ok());
    let all: Vec<(i16, i16)> =
        (0..reader.max_doc()).map(|doc| year(&from, doc).zip(year(&to, doc)).unwrap_or((1, 0))).collect();
    Ok(if all.iter().any(|(from, to)| from <= to) { all } else { Vec::new() })
}
