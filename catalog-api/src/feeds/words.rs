//! What changed, in words.

use crate::api::{ChangeJson, ValueJson};
use crate::state::Language;
use model::finding::clip;
use store::journal::ChangeKind;

/// Values up to this length are told (characters); of longer ones only that they changed.
const SHORT: usize = 120;

/// At most so many properties are told.
const MOST: usize = 12;

/// What happened, as seen from a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It was not there before.
    New,
    /// It changed and is found as before.
    Changed,
    /// It was there, and is found since it changed.
    MatchesNow,
    /// It is there, but is found no longer since it changed.
    MatchesNoLonger,
    /// It was withdrawn.
    Withdrawn,
    /// It is back.
    Returned,
}

impl Kind {
    /// What a change is for a search that found the thing `before` or `after` it; nothing if neither.
    pub(crate) fn of(change: ChangeKind, (before, after): (bool, bool)) -> Option<Self> {
        Some(match (before, after, change) {
            (false, false, _) => return None,
            (_, true, ChangeKind::Created) => Self::New,
            (_, true, ChangeKind::Returned) => Self::Returned,
            (true, _, ChangeKind::Withdrawn) => Self::Withdrawn,
            (true, true, _) => Self::Changed,
            (true, false, _) => Self::MatchesNoLonger,
            (false, true, _) => Self::MatchesNow,
        })
    }

    /// For programs.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::MatchesNow => "matches_now",
            Self::MatchesNoLonger => "matches_no_longer",
            Self::Withdrawn => "withdrawn",
            Self::Returned => "returned",
        }
    }

    /// For people.
    pub(super) fn word(self, language: Language) -> &'static str {
        match self {
            Self::New => language.pick("Ny", "New"),
            Self::Changed => language.pick("Ändrad", "Changed"),
            Self::MatchesNow => language.pick("Stämmer nu", "Matches now"),
            Self::MatchesNoLonger => language.pick("Stämmer inte längre", "No longer matches"),
            Self::Withdrawn => language.pick("Borttagen", "Withdrawn"),
            Self::Returned => language.pick("Åter", "Back"),
        }
    }
}

/// `Titel: ”A” blev ”B”. Beskrivning ändrad.`
pub(super) fn changed_words<'a>(changes: impl Iterator<Item = &'a ChangeJson>, language: Language) -> String {
    let mut told: Vec<String> = Vec::new();
    let mut left = 0;
    for change in changes {
        let words = one(change, language);
        if told.contains(&words) {
            continue;
        }
        if told.len() < MOST { told.push(words) } else { left += 1 }
    }
    if left > 0 {
        told.push(language.pick("Och mer.", "And more.").to_owned());
    }
    told.join(" ")
}

fn one(change: &ChangeJson, language: Language) -> String {
    let label = change.label.best(language.tag()).map_or(change.property.as_str(), |(_, label)| label);
    let label = match &change.node_name {
        Some(node) => format!("{label} ({})", clip(node, SHORT)),
        None => label.to_owned(),
    };
    let values = |values: &[ValueJson]| -> Option<String> {
        let texts: Vec<&str> = values.iter().map(|value| text(value, language)).collect();
        let joined = texts.iter().map(|text| format!("”{text}”")).collect::<Vec<_>>().join(", ");
        (joined.chars().count() <= SHORT).then_some(joined)
    };
    match (&change.old[..], &change.new[..], values(&change.old), values(&change.new)) {
        ([], [_, ..], _, Some(new)) => format!("{label}: {new} {}.", language.pick("tillkom", "was added")),
        ([_, ..], [], Some(old), _) => format!("{label}: {old} {}.", language.pick("togs bort", "was removed")),
        ([_, ..], [_, ..], Some(old), Some(new)) => {
            format!("{label}: {old} {} {new}.", language.pick("blev", "became"))
        }
        _ => format!("{label} {}.", language.pick("ändrades", "was changed")),
    }
}

fn text(value: &ValueJson, language: Language) -> &str {
    value.label.best(language.tag()).map_or(value.value.as_str(), |(_, label)| label)
}
