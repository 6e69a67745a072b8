//! Sort keys of titles in Swedish and English order (Å Ä Ö after Z in Swedish), from ICU's tables.

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;

/// Longest part of a title that counts for its place (characters).
const MAX_CHARS: usize = 120;

/// Collators for [`crate::schema::SORT_LANGUAGES`].
pub(crate) struct TitleKeys {
    collators: [Option<CollatorBorrowed<'static>>; 2],
}

impl TitleKeys {
    pub(crate) fn new() -> Self {
        let collator =
            |locale: icu_locale_core::Locale| Collator::try_new(locale.into(), CollatorOptions::default()).ok();
        Self { collators: [collator(locale!("sv")), collator(locale!("en"))] }
    }

    /// Key of a title in the language at this position: comparing keys as bytes compares titles. Leading marks
    /// (quotes, brackets) do not count. Without collation data the key is the title in lower case.
    pub(crate) fn key(&self, language: usize, title: &str) -> Vec<u8> {
        let start = title.find(char::is_alphanumeric).unwrap_or(0);
        let title: String = title[start..].chars().take(MAX_CHARS).collect();
        let mut key = Vec::with_capacity(title.len() * 2);
        match &self.collators[language] {
            Some(collator) => {
                let Ok(()) = collator.write_sort_key_to(&title, &mut key);
            }
            None => key.extend(title.to_lowercase().bytes()),
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swedish_letters_come_last_and_case_does_not_count() {
        let keys = TitleKeys::new();
        let mut titles = ["Ödlor", "ängar", "Åar", "Zonkarta", "”Avfall”", "badplatser", "Arter"];
        titles.sort_by_key(|title| keys.key(0, title));
        assert_eq!(titles, ["Arter", "”Avfall”", "badplatser", "Zonkarta", "Åar", "ängar", "Ödlor"]);
        let mut titles = ["Zoo", "Ångström", "Bath"];
        titles.sort_by_key(|title| keys.key(1, title));
        assert_eq!(titles, ["Ångström", "Bath", "Zoo"]);
    }
}
