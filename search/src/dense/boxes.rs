//! Where resources are: the boxes of one segment, and how far one reaches beyond what was asked.
//!
//! A resource has the box of its own geometry and one for each place that it names ([`model::Coverage::boxes`]), so one
//! about Lund and Umeå is not found half-way between them.

use crate::schema::EDGES;
use model::BoundingBox;
use tantivy::{DocId, SegmentReader};

/// The smallest area that sizes are compared with (millionths of a degree, squared): a hundredth of a degree each way,
/// so that a point as area asks for its neighbourhood.
const SMALLEST: u64 = 10_000 * 10_000;

/// Highest reach: four to the fifteenth times the area asked for.
pub(crate) const MOST_REACH: u8 = 15;

/// The boxes of all documents of a segment.
#[derive(Debug, Default)]
pub(crate) struct Boxes {
    /// The boxes of document `n` lie from `starts[n]` to `starts[n + 1]`; empty when no document has any.
    starts: Vec<u32>,
    all: Vec<BoundingBox>,
}

impl Boxes {
    /// Unpacks the columns of the edges; the values of one document stand in the same order in all four.
    pub(crate) fn unpack(reader: &SegmentReader) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        let edges = EDGES.iter().map(|edge| fast.i64(edge)).collect::<tantivy::Result<Vec<_>>>()?;
        let mut found = Self { starts: vec![0], all: Vec::new() };
        for doc in 0..reader.max_doc() {
            let mut edges =
                edges.iter().map(|edge| edge.values_for_doc(doc).filter_map(|edge| i32::try_from(edge).ok()));
            if let (Some(west), Some(south), Some(east), Some(north)) =
                (edges.next(), edges.next(), edges.next(), edges.next())
            {
                let corners = west.zip(south).zip(east.zip(north));
                found.all.extend(corners.map(|((west, south), (east, north))| BoundingBox {
                    west,
                    south,
                    east,
                    north,
                }));
            }
            found.starts.push(u32::try_from(found.all.len()).unwrap_or(u32::MAX));
        }
        Ok(if found.all.is_empty() { Self::default() } else { found })
    }

    /// Boxes of a document.
    #[inline]
    fn of(&self, doc: DocId) -> &[BoundingBox] {
        let doc = doc as usize;
        let (Some(&from), Some(&to)) = (self.starts.get(doc), self.starts.get(doc + 1)) else { return &[] };
        self.all.get(from as usize..to as usize).unwrap_or_default()
    }

    /// Whether a document has a box that meets this one.
    #[inline]
    pub(crate) fn meets(&self, doc: DocId, area: BoundingBox) -> bool {
        self.of(doc).iter().any(|own| own.intersects(area))
    }

    /// How far a document reaches beyond an area: how many times its box, the smallest of those that meet the area, is
    /// four times larger. 0 for what is about as large or smaller; without a box the most.
    pub(crate) fn reach(&self, doc: DocId, area: BoundingBox) -> u8 {
        let meeting = self.of(doc).iter().filter(|own| own.intersects(area));
        meeting.map(|own| reach(own.area(), area.area())).min().unwrap_or(MOST_REACH)
    }
}

/// How many times `own` is four times larger than `asked`.
fn reach(own: u64, asked: u64) -> u8 {
    let times = own.max(SMALLEST) / asked.max(SMALLEST);
    let steps = times.checked_ilog2().unwrap_or(0) / 2;
    u8::try_from(steps).unwrap_or(MOST_REACH).min(MOST_REACH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::vocabularies::place_boxes;

    #[test]
    fn sizes_are_compared_in_steps_of_four() {
        assert_eq!(reach(SMALLEST, SMALLEST), 0);
        assert_eq!((reach(3 * SMALLEST, SMALLEST), reach(4 * SMALLEST, SMALLEST)), (0, 1));
        assert_eq!((reach(0, 0), reach(0, u64::MAX), reach(u64::MAX, 0)), (0, 0, MOST_REACH));
        let area = |code: &str| place_boxes::of(code).unwrap().area();
        let (lund, skane, sweden) = (area("1281"), area("12"), area("SE"));
        assert_eq!(reach(lund, lund), 0);
        assert!(reach(skane, lund) > 0 && reach(sweden, lund) > reach(skane, lund));
    }
}
