//! Texts in several languages.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The key for a text without a language tag (design: JSON names that stay).
pub const UNDETERMINED: &str = "und";

/// One text per language tag; a text without tag has the key `und`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LangText(pub BTreeMap<String, String>);

impl LangText {
    /// A text in one language (`""` = without tag).
    pub fn new(language: &str, text: &str) -> Self {
        let mut all = Self::default();
        all.insert(language, text);
        all
    }

    /// A text in Swedish and English, as our own tables have it.
    pub fn sv_en(sv: &str, en: &str) -> Self {
        let mut all = Self::new("sv", sv);
        all.insert("en", en);
        all
    }

    /// Keeps the first text of each language; later ones are ignored.
    pub fn insert(&mut self, language: &str, text: &str) {
        let key = if language.is_empty() { UNDETERMINED.to_owned() } else { language.to_ascii_lowercase() };
        self.0.entry(key).or_insert_with(|| text.to_owned());
    }

    /// True when there is no text in any language.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The best text for a reader of `language`: that language (or a regional form), the undetermined one, Swedish,
    /// English, then any. Returns the language tag too (`und` for none), for `lang` attributes.
    pub fn best(&self, language: &str) -> Option<(&str, &str)> {
        let regional = |tag: &str| tag.split('-').next() == Some(language);
        let exact = self.0.get_key_value(language);
        let close = || self.0.iter().find(|(tag, _)| regional(tag));
        let fallback = || [UNDETERMINED, "sv", "en"].iter().find_map(|tag| self.0.get_key_value(*tag));
        let (tag, text) = exact.or_else(close).or_else(fallback).or_else(|| self.0.iter().next())?;
        Some((tag, text))
    }

    /// The best text alone, or `""`.
    pub fn text(&self, language: &str) -> &str {
        self.best(language).map_or("", |(_, text)| text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn best_prefers_the_language_then_falls_back() {
        let mut text = LangText::sv_en("Badplatser", "Bathing waters");
        assert_eq!(text.best("en"), Some(("en", "Bathing waters")));
        assert_eq!(text.text("de"), "Badplatser");
        text.insert("de-CH", "Badestellen");
        assert_eq!(text.best("de"), Some(("de-ch", "Badestellen")));
        text.insert("", "utan språk");
        assert_eq!(text.best("fi"), Some(("und", "utan språk")));
    }
}
