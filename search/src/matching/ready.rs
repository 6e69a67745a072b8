//! A query with its terms looked up in one commit.

use super::node::Node;
use super::norms::{self, Norms};
use tantivy::postings::TermInfo;
use tantivy::query::{BoostQuery, EnableScoring, PhraseQuery, Query as _, Weight};
use tantivy::schema::Field;
use tantivy::{Score, Searcher, Term};

/// A query that can be run over the segments of one commit. What cannot match is gone.
pub(super) enum Ready {
    /// Matches nothing.
    Nothing,
    /// All documents.
    Everything,
    /// A list of postings per segment.
    Term(Postings),
    /// Left to tantivy.
    Other(Box<dyn Weight>),
    /// Terms that start so.
    Start {
        field: Field,
        start: String,
        score: Score,
    },
    Best(Vec<Ready>),
    Any(Vec<Ready>),
    Every(Vec<Ready>),
    Preferring(Box<Ready>, Vec<Ready>),
    Without(Box<Ready>, Vec<Ready>),
    Fixed(Box<Ready>, Score),
    Plus(Box<Ready>, Score),
}

/// Where a term stands.
pub(super) struct Postings {
    pub field: Field,
    /// By segment; nothing where no document has it.
    pub segments: Vec<Option<TermInfo>>,
    /// What the share of the word in the text is multiplied with.
    pub weight: Score,
}

impl Ready {
    /// Looks up all terms.
    pub(super) fn new(node: Node, searcher: &Searcher, norms: &Norms) -> tantivy::Result<Self> {
        let one = |node: Node| Self::new(node, searcher, norms);
        let several = |nodes: Vec<Node>| nodes.into_iter().map(one).collect::<tantivy::Result<Vec<_>>>();
        Ok(match node {
            Node::Nothing => Self::Nothing,
            Node::Everything => Self::Everything,
            Node::Term { field, text, weight } => term(field, &text, weight, searcher, norms)?,
            Node::Phrase { field, words, weight } => phrase(field, &words, weight, searcher)?,
            Node::Start { field, start, score } => Self::Start { field, start, score },
            Node::Best(nodes) => any_of(several(nodes)?, Self::Best),
            Node::Any(nodes) => any_of(several(nodes)?, Self::Any),
            Node::Every(nodes) => every(several(nodes)?),
            Node::Preferring(node, others) => match (one(*node)?, possible(several(others)?)) {
                (Self::Nothing, _) => Self::Nothing,
                (node, others) => Self::Preferring(Box::new(node), others),
            },
            Node::Without(node, others) => match (one(*node)?, possible(several(others)?)) {
                (Self::Nothing, _) => Self::Nothing,
                (node, others) => Self::Without(Box::new(node), others),
            },
            Node::Fixed(node, score) => match one(*node)? {
                Self::Nothing => Self::Nothing,
                node => Self::Fixed(Box::new(node), score),
            },
            Node::Plus(node, score) => match one(*node)? {
                Self::Nothing => Self::Nothing,
                node => Self::Plus(Box::new(node), score),
            },
        })
    }

    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// About how many postings must be read in a segment: what matches little is looked at first.
    pub(super) fn cost(&self, segment: usize) -> u64 {
        let all = |nodes: &[Self]| nodes.iter().map(|node| node.cost(segment)).sum();
        match self {
            Self::Nothing => 0,
            Self::Everything => u64::MAX / 1024,
            Self::Term(postings) => postings.of(segment).map_or(0, |info| u64::from(info.doc_freq)),
            // What it takes is not known before it is run.
            Self::Other(_) | Self::Start { .. } => 10_000,
            Self::Best(nodes) | Self::Any(nodes) => all(nodes),
            Self::Every(nodes) => nodes.iter().map(|node| node.cost(segment)).min().unwrap_or_default(),
            Self::Preferring(node, _) | Self::Without(node, _) | Self::Fixed(node, _) | Self::Plus(node, _) => {
                node.cost(segment)
            }
        }
    }
}

impl Postings {
    pub(super) fn of(&self, segment: usize) -> Option<&TermInfo> {
        self.segments.get(segment).and_then(Option::as_ref)
    }
}

fn possible(mut nodes: Vec<Ready>) -> Vec<Ready> {
    nodes.retain(|node| !node.is_nothing());
    nodes
}

fn any_of(nodes: Vec<Ready>, together: impl Fn(Vec<Ready>) -> Ready) -> Ready {
    let mut nodes = possible(nodes);
    match nodes.len() {
        0 | 1 => nodes.pop().unwrap_or(Ready::Nothing),
        _ => together(nodes),
    }
}

fn every(mut nodes: Vec<Ready>) -> Ready {
    if nodes.iter().any(Ready::is_nothing) {
        return Ready::Nothing;
    }
    match nodes.len() {
        0 | 1 => nodes.pop().unwrap_or(Ready::Nothing),
        _ => Ready::Every(nodes),
    }
}

fn term(field: Field, text: &str, weight: Score, searcher: &Searcher, norms: &Norms) -> tantivy::Result<Ready> {
    let term = Term::from_field_text(field, text);
    let mut segments = Vec::with_capacity(searcher.segment_readers().len());
    let (mut having, mut all) = (0, 0);
    for reader in searcher.segment_readers() {
        let info = reader.inverted_index(field)?.get_term_info(&term)?;
        having += info.as_ref().map_or(0, |info| u64::from(info.doc_freq));
        all += u64::from(reader.max_doc());
        segments.push(info);
    }
    if having == 0 {
        return Ok(Ready::Nothing);
    }
    norms.table(field, searcher)?;
    Ok(Ready::Term(Postings { field, segments, weight: weight * norms::rarity(having, all) }))
}

fn phrase(field: Field, words: &[String], weight: Score, searcher: &Searcher) -> tantivy::Result<Ready> {
    let terms: Vec<Term> = words.iter().map(|word| Term::from_field_text(field, word)).collect();
    for term in &terms {
        if searcher.doc_freq(term)? == 0 {
            return Ok(Ready::Nothing);
        }
    }
    let query = BoostQuery::new(Box::new(PhraseQuery::new(terms)), weight);
    Ok(Ready::Other(query.weight(EnableScoring::enabled_from_searcher(searcher))?))
}
