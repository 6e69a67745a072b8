//! What there is to tell, and whether it was told already.

use crate::conclusion::Conclusion;
use model::{LangText, Outcome, Severity, SourceState};
use serde::{Deserialize, Serialize};

/// How a source stands, as far as its agency has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Situation {
    /// Harvested as it should be.
    Fine,
    /// Waits for a person.
    Held,
    /// What came is no catalog, or was refused by a person.
    Rejected,
    /// Nothing usable came.
    Unreachable,
}

impl Situation {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Held => "held",
            Self::Rejected => "rejected",
            Self::Unreachable => "unreachable",
        }
    }
}

/// What a run has for its agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Matter {
    pub(crate) situation: Situation,
    /// Why.
    pub(crate) reason: LangText,
}

/// Findings about what the operator, not the agency, has to mend.
const OURS: [&str; 3] = ["fetch-secret", "fetch-spool", "fetch-file"];

impl Matter {
    /// What the end of a run has for its agency; nothing for faults of our own, and nothing while a source that never
    /// answered does not answer.
    pub(crate) fn of(conclusion: &Conclusion, state: SourceState) -> Option<Self> {
        let situation = match conclusion.report.outcome {
            Outcome::Changed | Outcome::Unchanged => Situation::Fine,
            Outcome::Held => Situation::Held,
            Outcome::Rejected => Situation::Rejected,
            Outcome::Unreachable if state == SourceState::Awaiting => return None,
            Outcome::Unreachable => Situation::Unreachable,
        };
        if matches!(situation, Situation::Rejected | Situation::Unreachable) {
            // Whatever the source is to blame for has a finding that says so.
            let mut errors = conclusion.findings.iter().filter(|finding| finding.severity == Severity::Error);
            let first = errors.next()?;
            if OURS.contains(&first.code.as_str()) {
                return None;
            }
        }
        Some(Self { situation, reason: conclusion.report.reason.clone().unwrap_or_default() })
    }
}

/// What each way of telling was used for last; the journal keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Told {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mail: Option<Situation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) webhook: Option<Situation>,
}

impl Told {
    /// What the journal has; a text that we cannot read counts as nothing.
    pub(super) fn read(text: Option<&str>) -> Self {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    pub(super) fn write(self) -> String {
        serde_json::to_string(&self).unwrap_or_default()
    }
}

/// Whether there is something new to say. That all is well is said only to who heard of trouble.
pub(super) fn is_news(last: Option<Situation>, now: Situation) -> bool {
    last.unwrap_or(Situation::Fine) != now
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_changes_are_news() {
        use Situation::{Fine, Held, Unreachable};
        let mut last = None;
        let mut told = Vec::new();
        for now in [Fine, Fine, Unreachable, Unreachable, Unreachable, Held, Held, Fine, Fine, Unreachable] {
            if is_news(last, now) {
                told.push(now);
                last = Some(now);
            }
        }
        assert_eq!(told, [Unreachable, Held, Fine, Unreachable]);
    }

    #[test]
    fn the_journal_keeps_what_was_told() {
        let told = Told { mail: Some(Situation::Held), webhook: None };
        assert_eq!(told.write(), r#"{"mail":"held"}"#);
        assert_eq!(Told::read(Some(&told.write())), told);
        assert_eq!(Told::read(Some("what?")), Told::default());
        assert_eq!(Told::read(None), Told::default());
    }
}
