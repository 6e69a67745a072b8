//! How a query was understood, and why a result stands where it does.

use crate::analysis::{Chain, is_stop_word, words};
use crate::query::Understanding;
use crate::request::SearchRequest;
use crate::searcher::{PartScore, Searcher};
use crate::understanding::{Correction, Recognition};
use crate::{SearchError, query};
use model::LangText;
use model::view::ResourceSummary;
use serde::{Deserialize, Serialize};

/// What one word of the query is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainedWord {
    /// Lower case, as it is looked for.
    pub word: String,
    /// Base forms in Swedish.
    pub lemmas: Vec<String>,
    /// The stem in English.
    pub english: String,
    /// Keys without marks.
    pub folded: Vec<String>,
    /// Parts of the compound as written; empty when it is none.
    pub parts: Vec<String>,
    /// Base forms of the parts.
    pub part_lemmas: Vec<Vec<String>>,
    /// The lexicon knows this form.
    pub known: bool,
    /// It carries no subject and is left out unless nothing else is there.
    pub stop_word: bool,
}

/// One result with the reasons for its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExplainedHit {
    /// Portal id.
    pub id: String,
    /// Title.
    pub title: LangText,
    /// Number of wanted parts of the query that it has: results with more come first.
    pub has: usize,
    /// Sum of what its matches count.
    pub score: f32,
    /// How the score came about.
    pub explanation: serde_json::Value,
}

/// The answer of `GET /api/v1/search/explain`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explained {
    /// Each word that was typed.
    pub tokens: Vec<ExplainedWord>,
    /// Words that nothing had, with what was looked for instead.
    pub corrections: Vec<Correction>,
    /// What was recognised.
    pub recognitions: Vec<Recognition>,
    /// What each result should have, with all ways to have it.
    pub wanted: Vec<serde_json::Value>,
    /// What no result may have.
    pub excluded: Vec<serde_json::Value>,
    /// Number of results.
    pub total: u64,
    /// Number of results that have all that is wanted.
    pub complete: u64,
    /// The first results.
    pub hits: Vec<ExplainedHit>,
}

fn explain_hit(item: &ResourceSummary, parts: &[PartScore]) -> ExplainedHit {
    let part = |one: &PartScore| serde_json::json!({ "part": one.part, "score": one.score, "ways": one.ways });
    ExplainedHit {
        id: item.id.clone(),
        title: item.title.clone(),
        has: parts.iter().filter(|part| part.score.is_some()).count(),
        score: parts.iter().filter_map(|part| part.score).sum(),
        explanation: serde_json::json!({ "parts": parts.iter().map(part).collect::<Vec<_>>() }),
    }
}

impl Searcher {
    /// Tokens, lemmas, splits, corrections and recognitions of a query, and the scores of its first results (those that
    /// `offset` and `limit` of the request ask for).
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn explain(&self, request: &SearchRequest) -> Result<Explained, SearchError> {
        let response = self.search(request)?;
        let Understanding { parsed, corrections, recognitions } =
            self.understand(request.q.trim(), request.verbatim)?;
        let ids: Vec<String> = response.items.iter().map(|item| item.id.clone()).collect();
        let scores = self.scores_of(&ids, &parsed)?;
        let hits = response.items.iter().zip(scores).map(|(item, parts)| explain_hit(item, &parts)).collect();
        Ok(Explained {
            tokens: words(&request.q).iter().map(|word| self.explain_word(&word.text)).collect(),
            corrections,
            recognitions,
            wanted: parsed.wanted.iter().map(query::Part::describe).collect(),
            excluded: parsed.excluded.iter().map(query::Part::describe).collect(),
            total: response.total,
            complete: response.complete,
            hits,
        })
    }

    fn explain_word(&self, word: &str) -> ExplainedWord {
        let analyzer = self.analyzer();
        let parts = analyzer.parts(word);
        ExplainedWord {
            word: word.to_owned(),
            lemmas: analyzer.lemmas(word),
            english: Chain::English.terms(word, analyzer).concat(),
            folded: analyzer.folded(word),
            parts: parts.iter().map(|part| part.surface.clone()).collect(),
            part_lemmas: parts.into_iter().map(|part| part.lemmas).collect(),
            known: analyzer.knows(word),
            stop_word: is_stop_word(word),
        }
    }
}
