//! What the words of a query mean: formats, publishers, places, years, themes, synonyms and turns of everyday speech.
//!
//! Everything recognised here only adds ways in which a document can match a word, or weight to some of them: nothing
//! is filtered behind the reader's back, and each recognition is told, with the query that leaves it out.

mod compounds;
mod group;
mod places;
mod qualifiers;
mod recognition;
mod tables;
#[cfg(test)]
mod tests;
mod years;

pub(crate) use group::{means_something, understand};
pub(crate) use places::needs_context as is_word_too;
pub(crate) use qualifiers::says_little;
pub use recognition::{Correction, Recognition, RecognitionKind};
pub(crate) use tables::{Publishers, key_of, names_of_body, short_names};
pub(crate) use years::years;

/// The language of words that stand for what was typed. A word that both languages have (*art*) is looked for in texts
/// of its own only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// Swedish.
    Swedish,
    /// English.
    English,
    /// Not known: in all texts.
    Any,
}

/// One more way in which a document can match what was typed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Way {
    /// All of these words, each in any form, at this share of the weight.
    Words {
        /// Lower case.
        words: Vec<String>,
        /// 1.0 is as good as the word itself.
        weight: f32,
        /// The language that they belong to.
        language: Language,
    },
    /// The publisher has this name, all of it.
    Publisher(Vec<String>),
    /// The name of a place, in one of its spellings, word by word.
    Place(Vec<String>),
    /// It covers this place: the code of a municipality or county, or `SE`.
    Area(&'static str),
    /// A format, by one of its words in the field of formats.
    Format {
        /// The word.
        word: &'static str,
        /// Words of formats that fit as well and add to the score, best first: those behind the first five add less.
        also: &'static [&'static str],
    },
    /// It names this concept (theme, high-value category).
    Concept(&'static str),
    /// It has a high-value category at all.
    HighValue,
    /// A word for how the content is made or cut (*realtid*, *statistik*), beside one for what it is about: it counts
    /// little.
    Aspect(Vec<String>),
    /// One of these years is named.
    Years {
        /// First year.
        from: u16,
        /// Last year.
        to: u16,
    },
    /// The parts of a compound together in a title or among keywords, each by one of these words.
    Parts(Vec<Vec<String>>),
    /// Says nothing about what is looked for (*öppna data*), beside words that do.
    Nothing,
}
