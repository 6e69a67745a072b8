//! How long searches take on the catalog at hand, on one thread: each judged query as the search page asks it, with
//! every facet counted, and what its first letters suggest.

use super::JudgedQuery;
use crate::{FACETS, SearchError, SearchRequest, Searcher};
use serde::{Deserialize, Serialize};
use std::time::Instant;

/// Searches that are timed at least; the queries are asked in rounds until there are as many.
const SEARCHES: usize = 200;
/// Results on a page.
const PAGE: u64 = 20;
/// Suggestions that a field shows.
const SUGGESTIONS: usize = 10;
/// Letters that have been typed when a person looks at what is suggested.
const TYPED: [usize; 6] = [1, 2, 3, 4, 7, 12];

/// Times of many calls, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Times {
    /// How many were timed.
    pub calls: usize,
    /// Half are faster.
    pub p50: f64,
    /// All but one in a hundred are faster.
    pub p99: f64,
    /// The slowest.
    pub max: f64,
}

/// How fast the search is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Speed {
    /// Searches, with all facets and a page of results.
    pub search: Times,
    /// Suggestions.
    pub suggest: Times,
    /// Resources in the index.
    pub resources: u64,
}

/// Times every query; a first round, which reads the index into memory, is not counted.
///
/// # Errors
/// When the index cannot be read.
pub fn speed(searcher: &Searcher, queries: &[JudgedQuery]) -> Result<Speed, SearchError> {
    let rounds = 1 + SEARCHES.div_ceil(queries.len().max(1));
    let (mut asked, mut suggested) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        for query in queries {
            let request = SearchRequest {
                q: query.query.clone(),
                limit: PAGE,
                facets: FACETS.iter().map(|facet| (*facet).to_owned()).collect(),
                language: "sv".to_owned(),
                ..SearchRequest::default()
            };
            let (start, _) = (Instant::now(), searcher.search(&request)?);
            let taken = start.elapsed().as_secs_f64();
            for letters in TYPED {
                let typed: String = query.query.chars().take(letters).collect();
                let (start, _) = (Instant::now(), searcher.suggest(&typed, SUGGESTIONS)?);
                if round > 0 {
                    suggested.push(start.elapsed().as_secs_f64() * 1000.0);
                }
            }
            if round > 0 {
                asked.push(taken * 1000.0);
            }
        }
    }
    Ok(Speed { search: times(asked), suggest: times(suggested), resources: searcher.len() })
}

fn times(mut all: Vec<f64>) -> Times {
    all.sort_by(f64::total_cmp);
    let at = |hundredths: usize| all.get((all.len() * hundredths / 100).min(all.len().saturating_sub(1))).copied();
    let at = |hundredths| at(hundredths).unwrap_or_default();
    Times { calls: all.len(), p50: at(50), p99: at(99), max: at(100) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_the_slowest_are_told() {
        let told = times((0..200).rev().map(f64::from).collect());
        assert_eq!(told, Times { calls: 200, p50: 100.0, p99: 198.0, max: 199.0 });
        assert_eq!(times(Vec::new()).calls, 0);
    }
}
