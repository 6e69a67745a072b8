//! From texts to the terms of the index, and the same for queries. Pure functions: no file, no clock.
//!
//! Each text is indexed in several [`Chain`]s, each in a field of its own, so that a match can be weighted by how
//! close it is: the exact form, the Swedish and the English stem, the stem without marks, the parts of compounds.

mod analyzer;
#[cfg(test)]
mod blind_tests;
mod compounds;
mod fold;
#[cfg(test)]
mod language_tests;
mod segment;
mod stem;
mod stop_words;
mod supplement;
mod tokenizer;
mod words;

pub(crate) use analyzer::Analyzer;
pub(crate) use compounds::Splitter;
pub(crate) use fold::fold;
#[cfg(test)]
pub(crate) use language_tests::test_analyzer;
pub(crate) use segment::Part;
use stem::english;
pub(crate) use stem::{VOWEL_CHANGES, singular_of_vowel_change, swedish};
pub(crate) use stop_words::{is_light_word, is_question_word, is_stop_word};
pub(crate) use supplement::{fingerprint as words_fingerprint, rows};
pub(crate) use tokenizer::ChainTokenizer;
pub(crate) use words::{Word, nfc, without_markup, words};

/// Version of everything in here: a change of any rule must change it, so that indexes are rebuilt.
pub(crate) const ANALYSIS_VERSION: u32 = 10;

/// One way of turning words into terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Chain {
    /// Lower case, nothing else; carries positions, for phrases and prefixes.
    Exact,
    /// Swedish stems, of Swedish texts and texts without a known language.
    Swedish,
    /// English stems, of English texts and texts without a known language.
    English,
    /// Stems without marks (`forskol`), of all texts.
    Folded,
    /// Swedish stems of the parts of compounds.
    Parts,
}

impl Chain {
    /// All chains, in the order of the fields of the schema.
    pub(crate) const ALL: [Self; 5] = [Self::Exact, Self::Swedish, Self::English, Self::Folded, Self::Parts];

    /// Chains whose terms a word of a query is looked for in; parts are asked for separately.
    pub(crate) const WHOLE_WORDS: [Self; 4] = [Self::Exact, Self::Swedish, Self::English, Self::Folded];

    /// Name in field names.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Swedish => "sv",
            Self::English => "en",
            Self::Folded => "folded",
            Self::Parts => "parts",
        }
    }

    /// Whether a text with this language tag belongs in this chain's field. A text without tag, or in a language that
    /// we have no rules for, is treated as both.
    pub(crate) fn takes(self, language: &str) -> bool {
        let primary = language.split('-').next().unwrap_or_default();
        match self {
            Self::Exact | Self::Folded => true,
            Self::Swedish | Self::Parts => primary != "en",
            Self::English => primary != "sv",
        }
    }

    /// The terms of one word; more than one when both stems count, or when a compound has several parts.
    pub(crate) fn terms(self, word: &str, analyzer: &Analyzer) -> Vec<String> {
        match self {
            Self::Exact => vec![word.to_owned()],
            Self::Parts => analyzer.part_keys(word),
            Self::Swedish => analyzer.lemmas(word),
            Self::English => vec![english(word)],
            Self::Folded => analyzer.folded(word),
        }
    }
}
