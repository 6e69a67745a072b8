//! The order of results, and pages of it.

use crate::SearchError;
use crate::columns::Position;
use crate::cursor::Cursor;
use crate::dense::MOST_REACH;
use crate::query::{TIER, tiers_of};
use crate::request::{SearchRequest, Sort};
use crate::schema::SORT_LANGUAGES;
use crate::searcher::{Found, Hit, Searcher};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tantivy::{DocId, Score};

/// A hit with its place in the order asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Placed {
    /// Only some of the words.
    partial: bool,
    first: u64,
    second: u64,
    id_rank: u32,
    pub(crate) segment: u32,
    pub(crate) doc: DocId,
}

/// The place behind which a page begins. Items on even places of `id`, so that a boundary can lie between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Boundary {
    partial: bool,
    first: u64,
    second: u64,
    id: u64,
}

impl Placed {
    fn is_behind(&self, boundary: Boundary) -> bool {
        let id = u64::from(self.id_rank) * 2 + 1;
        Boundary { partial: self.partial, first: self.first, second: self.second, id } > boundary
    }
}

/// Between the ids, or on one of them.
fn id_boundary(position: Position) -> u64 {
    u64::from(position.rank) * 2 + u64::from(position.exact)
}

/// One page of an order.
#[derive(Debug, Default)]
pub(crate) struct Stretch {
    pub hits: Vec<Placed>,
    /// Where the next one begins; nothing at the end.
    pub next: Option<Cursor>,
}

impl Searcher {
    /// Places of all that was found, in no order.
    pub(crate) fn place(&self, found: &Found, request: &SearchRequest) -> Result<Vec<Placed>, SearchError> {
        let ids = self.orders.by_id(&self.segments)?;
        let titles = match request.sort {
            Sort::Title => Some(self.orders.by_title(&self.segments, language(request))?),
            _ => None,
        };
        let by_score = is_by_score(request);
        let place = |hit: &Hit| {
            let segment = hit.segment as usize;
            let newest = newest_first(self.segments[segment].instant(hit.doc));
            let area = request.bbox.filter(|_| request.sort == Sort::Relevance);
            let reach = area.map(|area| self.segments[segment].dense.boxes.reach(hit.doc, area));
            let (first, second) = match (&titles, reach) {
                (Some(titles), _) => (u64::from(titles.rank(segment, hit.doc)), 0),
                (None, Some(reach)) if by_score => {
                    (best_first(weighed(hit.score, reach)), nearest_first(reach, newest))
                }
                (None, Some(reach)) => (reach.into(), newest),
                (None, None) if by_score => (best_first(hit.score), newest),
                (None, None) if request.sort == Sort::Quality => {
                    (u64::from(u32::MAX - self.segments[segment].dense.score(hit.doc)), newest)
                }
                (None, None) => (newest, 0),
            };
            let partial = hit.score < found.all_from;
            Placed { partial, first, second, id_rank: ids.rank(segment, hit.doc), segment: hit.segment, doc: hit.doc }
        };
        Ok(found.hits.iter().map(place).collect())
    }

    /// The wanted page: behind the cursor where there is one, else from the offset.
    pub(crate) fn stretch(&self, found: &Found, request: &SearchRequest) -> Result<Stretch, SearchError> {
        if request.limit == 0 {
            return Ok(Stretch::default());
        }
        let mut placed = self.place(found, request)?;
        if let Some(cursor) = &request.after {
            let boundary = self.boundary(cursor, request, found, &placed)?;
            placed.retain(|hit| hit.is_behind(boundary));
        }
        let skip = if request.after.is_some() { 0 } else { request.offset };
        let skip = usize::try_from(skip).unwrap_or(usize::MAX).min(placed.len());
        let take = usize::try_from(request.limit).unwrap_or(usize::MAX).min(placed.len() - skip);
        let hits = page(&mut placed, skip, take).to_vec();
        let next = match hits.last() {
            Some(last) if skip + take < placed.len() => Some(self.cursor(last, request)?),
            _ => None,
        };
        Ok(Stretch { hits, next })
    }

    fn cursor(&self, last: &Placed, request: &SearchRequest) -> Result<Cursor, SearchError> {
        let segment = last.segment as usize;
        let id = self.segments[segment].identity(last.doc)?.map(|(id, _)| id).unwrap_or_default();
        let cursor = Cursor::new(request, self.seq().0, last.partial, (last.first, last.second), id);
        if request.sort != Sort::Title {
            return Ok(cursor);
        }
        let titles = self.orders.by_title(&self.segments, language(request))?;
        Ok(cursor.with_title(&titles.key(segment, last.doc)?))
    }

    /// Where a page ended, in the ranks of this commit.
    fn boundary(
        &self,
        cursor: &Cursor,
        request: &SearchRequest,
        found: &Found,
        placed: &[Placed],
    ) -> Result<Boundary, SearchError> {
        let ids = self.orders.by_id(&self.segments)?;
        let id = ids.position(cursor.id.as_bytes())?;
        // Scores are only comparable within one commit. Behind the same item is the best that can be said of another.
        let is_other_commit = is_by_score(request) && !found.hits.is_empty() && cursor.seq != self.seq().0;
        let same = placed.iter().find(|hit| is_other_commit && id.exact && hit.id_rank == id.rank);
        if let Some(same) = same {
            let Placed { partial, first, second, .. } = *same;
            return Ok(Boundary { partial, first, second, id: id_boundary(id) });
        }
        let partial = cursor.partial;
        let Some(key) = cursor.title() else {
            let (first, second) = cursor.keys;
            return Ok(Boundary { partial, first, second, id: id_boundary(id) });
        };
        let title = self.orders.by_title(&self.segments, language(request))?.position(&key)?;
        // Nothing has this title any more: all from the next title on.
        let id = if title.exact { id_boundary(id) } else { 0 };
        Ok(Boundary { partial, first: title.rank.into(), second: 0, id })
    }
}

/// Whether matches are ordered by how well they fit.
pub(crate) fn is_by_score(request: &SearchRequest) -> bool {
    request.sort == Sort::Relevance && !request.q.trim().is_empty()
}

fn language(request: &SearchRequest) -> usize {
    SORT_LANGUAGES.iter().position(|known| *known == request.language).unwrap_or(0)
}

/// The wanted stretch, sorted; only that stretch is sorted, so deep pages cost no more than the first.
fn page(placed: &mut [Placed], skip: usize, take: usize) -> &[Placed] {
    if skip > 0 && skip < placed.len() {
        placed.select_nth_unstable(skip);
    }
    let rest = &mut placed[skip..];
    if take < rest.len() {
        rest.select_nth_unstable(take);
    }
    let wanted = &mut rest[..take];
    wanted.sort_unstable();
    wanted
}

/// Ascending keys for descending instants; no instant comes last.
fn newest_first(instant: Option<i64>) -> u64 {
    instant.map_or(u64::MAX, |instant| !(instant.cast_unsigned() ^ (1 << 63)))
}

/// Ascending keys for descending scores (scores are never negative).
fn best_first(score: Score) -> u64 {
    u64::from(!score.max(0.0).to_bits())
}

/// Share of its score that a match loses with each step of its reach ([`crate::dense::Boxes::reach`]): what is about
/// the whole country stands a quarter lower where somebody asks for one municipality.
const PER_REACH: Score = 0.05;

/// A score where an area was asked for. How many words match stays what counts first.
fn weighed(score: Score, reach: u8) -> Score {
    let (words, rest) = tiers_of(score);
    let tiers: Score = std::iter::repeat_n(TIER, words).sum();
    tiers + rest * (1.0 - PER_REACH * Score::from(reach))
}

/// Equally good matches: the smaller reach first, then the newest.
fn nearest_first(reach: u8, newest: u64) -> u64 {
    u64::from(reach.min(MOST_REACH)) << 60 | newest >> 4
}

/// Commits that somebody is still reading page by page, in the order of relevance: scores change with every commit, so
/// such a walk stays with the order that it began with.
#[derive(Debug, Default)]
pub(crate) struct Pins(Mutex<Vec<Pin>>);

#[derive(Debug)]
struct Pin {
    searcher: Arc<Searcher>,
    used: Instant,
}

/// Most commits that are kept; each may hold on to segments that later ones have merged away.
const MOST_PINS: usize = 8;

/// How long after its last page a commit is kept.
const KEPT: Duration = Duration::from_mins(10);

impl Pins {
    /// Keeps a commit, or keeps it longer.
    pub(crate) fn keep(&self, searcher: Arc<Searcher>) {
        let mut pins = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        pins.retain(|pin| pin.searcher.seq() != searcher.seq() && now.duration_since(pin.used) < KEPT);
        if pins.len() >= MOST_PINS {
            pins.remove(0);
        }
        pins.push(Pin { searcher, used: now });
    }

    /// The commit with this number, if it is still kept. Others that nobody reads any more are let go.
    pub(crate) fn of(&self, seq: u64) -> Option<Arc<Searcher>> {
        let mut pins = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        pins.retain(|pin| now.duration_since(pin.used) < KEPT);
        pins.iter().find(|pin| pin.searcher.seq().0 == seq).map(|pin| Arc::clone(&pin.searcher))
    }
}
