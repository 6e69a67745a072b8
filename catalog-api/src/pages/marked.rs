//! Texts with the words marked that a search matched.

use super::html::{Tagged, escape, foreign};
use crate::state::Language;
use askama::filters::HtmlSafe;
use search::Highlight;
use std::fmt;

/// A text of a result, with what matched in `<mark>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marked {
    /// Stretches of the text; `true` for those that matched.
    pieces: Vec<(bool, String)>,
    /// Language tag for the `lang` attribute.
    lang: Option<String>,
}

impl Marked {
    /// What a search says of a text.
    pub(crate) fn new(highlight: &Highlight, language: Language) -> Self {
        let pieces = highlight.pieces().into_iter().map(|(is_match, text)| (is_match, text.to_owned())).collect();
        Self { pieces, lang: foreign(&highlight.language, language) }
    }

    /// A text without matches.
    pub(crate) fn plain(text: Tagged) -> Self {
        Self { pieces: vec![(false, text.text)], lang: text.lang }
    }

    /// Whether there is nothing to read.
    pub(crate) fn is_empty(&self) -> bool {
        self.pieces.iter().all(|(_, text)| text.trim().is_empty())
    }
}

impl fmt::Display for Marked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(lang) = &self.lang {
            write!(f, "<span lang=\"{}\">", escape(lang))?;
        }
        for (is_match, text) in &self.pieces {
            if *is_match {
                write!(f, "<mark>{}</mark>", escape(text))?;
            } else {
                f.write_str(&escape(text))?;
            }
        }
        if self.lang.is_some() { f.write_str("</span>") } else { Ok(()) }
    }
}

impl HtmlSafe for Marked {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_texts_are_escaped_around_and_inside_marks() {
        let text = "<b>väg</b>".to_owned();
        let highlight = Highlight { language: "en".to_owned(), marks: vec![(0, 7)], text };
        let marked = Marked::new(&highlight, Language::Sv);
        assert_eq!(marked.to_string(), "<span lang=\"en\"><mark>&lt;b&gt;väg</mark>&lt;/b&gt;</span>");
        assert!(!marked.is_empty() && Marked::plain(Tagged::plain(" ")).is_empty());
    }
}
