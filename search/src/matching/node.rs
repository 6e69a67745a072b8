//! What a document must have to match, and what that counts.

use tantivy::Score;
use tantivy::schema::Field;

/// Share of the other matches of a word that is added to its best match.
pub(super) const TIE_BREAKER: Score = 0.1;

/// A query. Scores are never negative.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// Matches nothing.
    Nothing,
    /// Matches all, and counts nothing.
    Everything,
    /// This term; its BM25 score times the weight.
    Term { field: Field, text: String, weight: Score },
    /// These terms in this order; their BM25 score times the weight.
    Phrase { field: Field, words: Vec<String>, weight: Score },
    /// Any term that starts so; counts the same wherever it is.
    Start { field: Field, start: String, score: Score },
    /// Any of these; the best counts, the others a little.
    Best(Vec<Node>),
    /// Any of these; each counts.
    Any(Vec<Node>),
    /// All of these; each counts.
    Every(Vec<Node>),
    /// The first; those of the others that match too are added.
    Preferring(Box<Node>, Vec<Node>),
    /// The first, unless one of the others matches.
    Without(Box<Node>, Vec<Node>),
    /// Matches as the inner one, and counts so much.
    Fixed(Box<Node>, Score),
    /// Matches as the inner one, and counts so much more.
    Plus(Box<Node>, Score),
}

impl Node {
    /// A term that counts as much as it is rare.
    pub(crate) fn term(field: Field, text: &str, weight: Score) -> Self {
        Self::Term { field, text: text.to_owned(), weight }
    }

    /// A term that counts so much wherever it is.
    pub(crate) fn fixed_term(field: Field, text: &str, score: Score) -> Self {
        Self::term(field, text, 1.0).fixed(score)
    }

    /// Matches the same, and counts so much.
    pub(crate) fn fixed(self, score: Score) -> Self {
        Self::Fixed(Box::new(self), score)
    }

    /// Matches the same, and counts so many times as much.
    pub(crate) fn scaled(self, by: Score) -> Self {
        let all = |nodes: Vec<Self>| nodes.into_iter().map(|node| node.scaled(by)).collect();
        match self {
            Self::Nothing => Self::Nothing,
            Self::Everything => Self::Everything,
            Self::Term { field, text, weight } => Self::Term { field, text, weight: weight * by },
            Self::Phrase { field, words, weight } => Self::Phrase { field, words, weight: weight * by },
            Self::Start { field, start, score } => Self::Start { field, start, score: score * by },
            Self::Best(nodes) => Self::Best(all(nodes)),
            Self::Any(nodes) => Self::Any(all(nodes)),
            Self::Every(nodes) => Self::Every(all(nodes)),
            Self::Preferring(node, others) => Self::Preferring(Box::new(node.scaled(by)), all(others)),
            Self::Without(node, others) => Self::Without(Box::new(node.scaled(by)), others),
            Self::Fixed(node, score) => Self::Fixed(node, score * by),
            Self::Plus(node, score) => Self::Plus(Box::new(node.scaled(by)), score * by),
        }
    }
}
