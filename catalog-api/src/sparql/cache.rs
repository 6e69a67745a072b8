//! Finished answers by (query, dataset, format, seq), within a budget of bytes.

use axum::body::Bytes;
use model::Seq;
use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use store::sparql::SparqlRequest;

/// Bytes of all cached answers.
const BUDGET: usize = 32 * 1024 * 1024;
/// An answer above this is not kept.
const LARGEST: usize = 2 * 1024 * 1024;

/// What names an answer: hash of the request, and the number that it was given at.
pub(super) type Key = (Seq, [u8; 32]);

/// An answer in memory.
#[derive(Debug, Clone)]
pub(super) struct Cached {
    /// `Content-Type`.
    pub(super) media_type: &'static str,
    /// The bytes.
    pub(super) body: Bytes,
}

/// First in, first out; answers of an older `seq` leave when a newer one comes.
#[derive(Debug, Default)]
pub(crate) struct AnswerCache {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    answers: HashMap<Key, Cached>,
    order: VecDeque<Key>,
    bytes: usize,
}

impl AnswerCache {
    /// The answer to the same request at the same `seq`.
    pub(super) fn get(&self, key: &Key) -> Option<Cached> {
        self.inner.lock().ok()?.answers.get(key).cloned()
    }

    /// Keeps an answer if it is small enough.
    pub(super) fn put(&self, key: Key, answer: Cached) {
        let Ok(mut inner) = self.inner.lock() else { return };
        if answer.body.len() > LARGEST || inner.answers.contains_key(&key) {
            return;
        }
        inner.bytes += answer.body.len();
        inner.answers.insert(key, answer);
        inner.order.push_back(key);
        while inner.bytes > BUDGET || inner.order.front().is_some_and(|(seq, _)| *seq < key.0) {
            let Some(oldest) = inner.order.pop_front() else { break };
            if let Some(gone) = inner.answers.remove(&oldest) {
                inner.bytes -= gone.body.len();
            }
        }
    }
}

/// The key of a request: every part is hashed with its length, so that no two requests share one.
pub(super) fn key(seq: Seq, request: &SparqlRequest) -> Key {
    let mut hasher = blake3::Hasher::new();
    let mut add = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    add(&request.query);
    for graphs in [&request.default_graphs, &request.named_graphs] {
        add(&graphs.len().to_string());
        for graph in graphs {
            add(graph);
        }
    }
    add(&format!("{:?} {:?}", request.solutions, request.graph));
    (seq, *hasher.finalize().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cached(length: usize) -> Cached {
        Cached { media_type: "text/csv", body: Bytes::from(vec![0; length]) }
    }

    #[test]
    fn the_budget_holds_and_old_numbers_leave() {
        let cache = AnswerCache::default();
        for number in 0..40_u8 {
            cache.put((Seq(1), [number; 32]), cached(LARGEST));
        }
        assert!(cache.inner.lock().unwrap().bytes <= BUDGET);
        assert!(cache.get(&(Seq(1), [0; 32])).is_none());
        assert!(cache.get(&(Seq(1), [39; 32])).is_some());
        cache.put((Seq(1), [99; 32]), cached(LARGEST + 1));
        assert!(cache.get(&(Seq(1), [99; 32])).is_none());
        cache.put((Seq(2), [1; 32]), cached(10));
        assert!(cache.get(&(Seq(1), [39; 32])).is_none());
        assert_eq!(cache.inner.lock().unwrap().bytes, 10);
    }
}
