//! Suggestions while typing: titles, keywords, publishers, themes and places of the catalog.
//!
//! Each text is a term `kind level start␟text␟value` of one field, once per place that it can start from: its beginning,
//! its other words, the parts of its compounds. The sorted dictionary of terms, made with each commit, answers a prefix
//! or an automaton without looking at any document; postings are read only for the few that are offered, to say exactly
//! how many results each leads to.

mod dictionary;
mod near;
mod offer;
mod terms;

pub(crate) use terms::TermMaker;

use serde::{Deserialize, Serialize};

const SEPARATOR: char = '\u{1f}';

/// What a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SuggestionKind {
    /// A keyword: search for it.
    Keyword,
    /// A data theme: [`Suggestion::value`] is the value of the `theme` facet.
    Theme,
    /// A municipality or county: [`Suggestion::value`] is its official code. Search for its name.
    Place,
    /// A publisher: [`Suggestion::value`] is its portal id, the value of the `publisher` facet.
    Publisher,
    /// The title of a resource: [`Suggestion::value`] is its portal id, unless several have the same title.
    Title,
}

impl SuggestionKind {
    /// Kinds that lie in the dictionary. Places are known without a catalog.
    const INDEXED: [Self; 4] = [Self::Keyword, Self::Theme, Self::Publisher, Self::Title];

    fn letter(self) -> char {
        match self {
            Self::Keyword => 'k',
            Self::Theme => 'h',
            Self::Place => 'l',
            Self::Publisher => 'p',
            Self::Title => 't',
        }
    }

    /// How many of ten suggestions are of this kind when there are others too.
    fn share(self) -> usize {
        match self {
            Self::Keyword | Self::Title => 4,
            Self::Theme | Self::Place | Self::Publisher => 2,
        }
    }
}

/// Something to offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The text as the catalog writes it.
    pub text: String,
    /// What it is.
    pub kind: SuggestionKind,
    /// Portal id of the publisher or resource, value of the theme, code of the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Number of resources among the default results that have it.
    pub count: u64,
}
