//! Short lists of what starts with a letter or a few. Thousands of terms do, and all would have to be looked at to find
//! the most frequent; so each segment has the best of every short start that many share. Segments never change: a list is
//! made once and shared by all later commits that still have the segment. A commit of some hundred datasets makes one
//! small list; frequencies count deleted documents too and only choose, what is shown is counted anew.

use super::SuggestionKind;
use super::terms::SEPARATOR;
use crate::searcher::Searcher;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::Instant;
use tantivy::SegmentReader;
use tantivy::schema::Field;

/// Starts up to this length have lists (characters).
const LONGEST: usize = 12;

/// Terms on a list. A start with fewer has none: they are read from the dictionary.
const MOST: usize = 48;
const MOST_TITLES: usize = 20;

/// Bytes of kind and level before the start.
const HEAD: usize = 2;

/// The lists of one segment, made when first needed.
pub(crate) type Cell = Arc<OnceLock<Shortlists>>;

/// The lists of one segment.
#[derive(Debug, Default)]
pub(crate) struct Shortlists {
    /// By kind, level and start: place in `lists`. Starts that no term tells apart share theirs.
    starts: FxHashMap<Box<str>, u32>,
    /// Places in `terms`, the most frequent first.
    lists: Vec<Box<[u32]>>,
    terms: Vec<(Box<str>, u32)>,
}

impl Shortlists {
    /// The lists of a segment; made now if they are not there yet.
    pub(super) fn of<'a>(cell: &'a Cell, reader: &SegmentReader, field: Field) -> tantivy::Result<&'a Self> {
        if let Some(made) = cell.get() {
            return Ok(made);
        }
        let made = Self::make(reader, field, &AtomicBool::new(false))?.unwrap_or_default();
        Ok(cell.get_or_init(|| made))
    }

    /// The most frequent terms with this kind, level and start, with their numbers of documents; nothing when the
    /// dictionary is quicker.
    pub(super) fn get(&self, start: &str) -> Option<impl Iterator<Item = (&str, u32)>> {
        let list = self.lists.get(*self.starts.get(start)? as usize)?;
        Some(list.iter().filter_map(|at| self.terms.get(*at as usize)).map(|(term, about)| (&**term, *about)))
    }

    /// Nothing when `stop` was set before the end.
    fn make(reader: &SegmentReader, field: Field, stop: &AtomicBool) -> tantivy::Result<Option<Self>> {
        let begun = Instant::now();
        let inverted = reader.inverted_index(field)?;
        let mut stream = inverted.terms().stream()?;
        let mut maker = Maker::default();
        while stream.advance() {
            if stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            if let Ok(term) = std::str::from_utf8(stream.key()) {
                maker.take(term, stream.value().doc_freq);
            }
        }
        maker.close(0);
        let made = maker.made;
        let (starts, lists, terms) = (made.starts.len(), made.lists.len(), made.terms.len());
        tracing::debug!(starts, lists, terms, taken = ?begun.elapsed(), "short lists of suggestions: {starts} starts");
        Ok(Some(made))
    }
}

/// The thread that makes lists. It ends with the searcher that began it: nothing reads the files of an index that nobody
/// has open any more.
#[derive(Debug, Default)]
pub(crate) struct Preparing {
    stop: Arc<AtomicBool>,
    thread: OnceLock<JoinHandle<()>>,
}

impl Drop for Preparing {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // It reads a term more at most. A panic in it has been told, and only delays suggestions.
            _ = thread.join();
        }
    }
}

impl Searcher {
    /// Makes the lists of those segments that have none yet, without keeping anybody waiting: new ones mostly are small,
    /// those that were merged from others may be large.
    pub(crate) fn prepare_suggestions(&self) {
        let readers = self.segments.iter().zip(self.inner().segment_readers());
        let missing = readers.filter(|(columns, _)| columns.suggestions.get().is_none());
        let missing: Vec<(Cell, SegmentReader)> =
            missing.map(|(columns, reader)| (Arc::clone(&columns.suggestions), reader.clone())).collect();
        let (field, stop) = (self.fields().suggestions, Arc::clone(&self.preparing.stop));
        let make = move || {
            for (cell, reader) in missing {
                match Shortlists::make(&reader, field, &stop) {
                    Ok(Some(made)) => _ = cell.set(made), // somebody who could not wait may have made them
                    Ok(None) => return,
                    Err(cause) => {
                        tracing::warn!(%cause, "suggestions of a part of the index will be slow at first: {cause}");
                    }
                }
            }
        };
        // Without a thread of their own they are made when first needed.
        if let Ok(thread) = std::thread::Builder::new().name("suggestions".to_owned()).spawn(make) {
            _ = self.preparing.thread.set(thread);
        }
    }
}

/// A term on its way to a list: the most frequent is the greatest, of equals the earlier.
type Ranked = Reverse<(u32, Reverse<u32>, Shared)>;

/// A term that several open starts may share.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Shared(Rc<str>);

/// A start whose terms are being read.
struct Open {
    /// Length with kind and level (bytes).
    length: usize,
    seen: usize,
    best: BinaryHeap<Ranked>,
}

/// Reads sorted terms.
#[derive(Default)]
struct Maker {
    made: Shortlists,
    places: FxHashMap<Rc<str>, u32>,
    previous: String,
    open: Vec<Open>,
    number: u32,
}

impl Maker {
    fn take(&mut self, term: &str, about: u32) {
        let common = self.previous.bytes().zip(term.bytes()).take_while(|(one, other)| one == other).count();
        let still_open = self.open.iter().take_while(|start| start.length <= common).count();
        self.close(still_open);
        term.clone_into(&mut self.previous);
        let start = term.get(HEAD..).unwrap_or_default();
        let letters = start.char_indices().take_while(|(_, c)| *c != SEPARATOR);
        let ends = letters.map(|(at, c)| HEAD + at + c.len_utf8());
        for length in ends.take(LONGEST).skip(self.open.len()).collect::<Vec<_>>() {
            self.open.push(Open { length, seen: 0, best: BinaryHeap::new() });
        }
        let most = most_of(term);
        let mut shared: Option<Rc<str>> = None;
        self.number += 1;
        let rank = (about, Reverse(self.number));
        for start in &mut self.open {
            start.seen += 1;
            let is_full = start.best.len() == most;
            if is_full && start.best.peek().is_some_and(|Reverse(least)| (least.0, least.1) >= rank) {
                continue;
            }
            if is_full {
                start.best.pop();
            }
            let shared = shared.get_or_insert_with(|| Rc::from(term));
            start.best.push(Reverse((rank.0, rank.1, Shared(Rc::clone(shared)))));
        }
    }

    /// Closes all but the first `left` open starts, the longest first; those that many terms share get their list.
    fn close(&mut self, left: usize) {
        let mut longer: Option<(usize, u32)> = None;
        while self.open.len() > left {
            let Some(start) = self.open.pop() else { return };
            if start.seen <= most_of(&self.previous) {
                continue;
            }
            let same = longer.filter(|(seen, _)| *seen == start.seen);
            let list = same.map_or_else(|| self.list_of(start.best), |(_, list)| list);
            longer = Some((start.seen, list));
            self.made.starts.insert(Box::from(&self.previous[..start.length]), list);
        }
    }

    fn list_of(&mut self, best: BinaryHeap<Ranked>) -> u32 {
        let list = best.into_sorted_vec().into_iter().map(|Reverse((about, _, Shared(term)))| {
            *self.places.entry(term).or_insert_with_key(|term| {
                self.made.terms.push((Box::from(&**term), about));
                narrow(self.made.terms.len() - 1)
            })
        });
        let list = list.collect();
        self.made.lists.push(list);
        narrow(self.made.lists.len() - 1)
    }
}

fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn most_of(term: &str) -> usize {
    if term.starts_with(SuggestionKind::Title.letter()) { MOST_TITLES } else { MOST }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_that_many_share_have_their_most_frequent_terms() {
        let mut maker = Maker::default();
        let terms: Vec<String> = (0..100).map(|number| format!("k0ab{number:03}\u{1f}x")).collect();
        for (number, term) in (0_u32..).zip(&terms) {
            maker.take(term, if number % 2 == 1 { 1000 + number } else { 1 });
        }
        maker.take("k0åx", 5);
        maker.close(0);
        let made = maker.made;
        for start in ["k0a", "k0ab", "k0ab0"] {
            let list: Vec<(&str, u32)> = made.get(start).unwrap().collect();
            assert_eq!(list.len(), MOST);
            assert_eq!(list[0], ("k0ab099\u{1f}x", 1099));
            assert!(list.windows(2).all(|two| two[0].1 >= two[1].1), "{start}");
        }
        for start in ["k0", "k0ab00", "k0å", "k0x"] {
            assert!(made.get(start).is_none(), "{start} is read from the dictionary");
        }
        assert!(made.terms.len() <= 100);
        assert_eq!((made.starts.len(), made.lists.len()), (3, 1), "`a` has one term more than `ab` and `ab0`");
    }

    #[test]
    fn of_equally_frequent_terms_the_first_are_kept() {
        let mut maker = Maker::default();
        (0..50).for_each(|number| maker.take(&format!("t0a{number:02}"), 1));
        maker.close(0);
        let list: Vec<String> = maker.made.get("t0a").unwrap().map(|(term, _)| term.to_owned()).collect();
        assert_eq!(list, (0..MOST_TITLES).map(|number| format!("t0a{number:02}")).collect::<Vec<_>>());
    }
}
