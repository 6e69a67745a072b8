//! Suggestions while typing: titles, keywords, publishers, themes and places of the catalog.
//!
//! Each text is a term `kind level start␟text␟value␟language` of one field, once per place that it can start from: its
//! beginning, its other words, the parts of its compounds. The sorted dictionary of terms, made with each commit, answers
//! a prefix or an automaton without looking at any document. Starts that thousands of terms share have short lists, made
//! once per segment ([`shortlist`]); what is offered is counted the way it will be followed ([`count`]).

mod choose;
mod count;
mod dictionary;
mod near;
mod offer;
mod places;
mod shortlist;
mod terms;

pub(crate) use count::Counts;
pub(crate) use shortlist::{Cell, Preparing};
pub(crate) use terms::{TERMS_VERSION, TermMaker};

use serde::{Deserialize, Serialize};

/// What a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SuggestionKind {
    /// A keyword, or words of the query with their last one completed: search for it.
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
    /// Number of results that it leads to ([`Suggestion::leads_to`]): those with all of its words, or with its value of
    /// a facet; 1 for a resource.
    pub count: u64,
}

/// Where a suggestion leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Destination<'a> {
    /// A search for these words.
    Words(&'a str),
    /// A search with this value of this facet.
    Facet(&'static str, &'a str),
    /// The resource with this portal id.
    Resource(&'a str),
}

impl Suggestion {
    /// Where it leads: its count is of the results there.
    pub fn leads_to(&self) -> Destination<'_> {
        match (self.kind, &self.value) {
            (SuggestionKind::Theme, Some(code)) => Destination::Facet("theme", code),
            (SuggestionKind::Publisher, Some(id)) => Destination::Facet("publisher", id),
            (SuggestionKind::Title, Some(id)) => Destination::Resource(id),
            _ => Destination::Words(&self.text),
        }
    }
}
