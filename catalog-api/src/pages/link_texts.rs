//! Texts about the addresses of a source or a dataset.

use super::texts::texts;
use crate::state::Language;

texts! {
    title: "Länkar", "Links";
    summary: "{} av {} kontrollerade adresser svarar ({} adresser i allt).", "{} of {} checked addresses answer ({} addresses in all).";
    none: "Inga problem.", "No problems.";
    fix: "Så gör du", "What to do";
    given_by: "i", "in";
    more: "… och {} till.", "… and {} more.";
    all: "Alla adresser", "All addresses";
}

/// The texts of a language.
pub(super) fn of(language: Language) -> &'static Texts {
    match language {
        Language::Sv => &SV,
        Language::En => &EN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_every_text_with_the_same_places() {
        for (name, sv, en) in ALL {
            assert!(!sv.trim().is_empty() && !en.trim().is_empty(), "{name} is empty");
            assert_eq!(sv.matches("{}").count(), en.matches("{}").count(), "{name}");
        }
    }
}
