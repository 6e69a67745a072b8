//! What we tell an agency about its metadata.

use crate::text::LangText;
use serde::{Deserialize, Serialize};

/// How much a finding matters. DCAT-AP-SE obligations: mandatory = error, recommended = warning, optional = notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Against the profile or unreadable.
    Error,
    /// Recommended but missing, or repaired with a guess.
    Warning,
    /// Good to know: repaired without doubt, or optional.
    Notice,
}

/// Where in the document (both counted from 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Line, from 1.
    pub line: u64,
    /// Column, from 1, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u64>,
}

/// Something to tell the agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable name, kebab case, with the crate's area first: `read-syntax`, `repair-iri-space`, `profile-title-missing`.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// IRI of the record (primary resource or shared node) it is about, if one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Property IRI, if one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The offending value or text, clipped to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Place in the document, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What is wrong and what was done, in Swedish and English.
    pub message: LangText,
    /// What to write instead, in Swedish and English.
    #[serde(default, skip_serializing_if = "LangText::is_empty")]
    pub fix: LangText,
    /// MQA points at stake, if counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
}

/// MQA points in hundredths, so that findings can be compared; written as a number with decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Points(pub i32);

impl Serialize for Points {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.0) / 100.0)
    }
}

impl<'de> Deserialize<'de> for Points {
    #[expect(clippy::cast_possible_truncation, reason = "points are at most 405")]
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self((f64::deserialize(deserializer)? * 100.0).round() as i32))
    }
}

impl Finding {
    /// A finding with code, severity and message; the rest is added with the `with_…` methods.
    pub fn new(code: &str, severity: Severity, sv: &str, en: &str) -> Self {
        Self {
            code: code.to_owned(),
            severity,
            record: None,
            path: None,
            value: None,
            place: None,
            message: LangText::sv_en(sv, en),
            fix: LangText::default(),
            points: None,
        }
    }

    /// Says which record it is about.
    #[must_use]
    pub fn with_record(mut self, iri: &str) -> Self {
        self.record = Some(iri.to_owned());
        self
    }

    /// Says which property it is about.
    #[must_use]
    pub fn with_path(mut self, property: &str) -> Self {
        self.path = Some(property.to_owned());
        self
    }

    /// Quotes the offending value, clipped to 200 characters.
    #[must_use]
    pub fn with_value(mut self, value: &str) -> Self {
        self.value = Some(clip(value, 200));
        self
    }

    /// Says where in the document.
    #[must_use]
    pub fn with_place(mut self, line: u64, column: Option<u64>) -> Self {
        self.place = Some(Place { line, column });
        self
    }

    /// Says what to write instead.
    #[must_use]
    pub fn with_fix(mut self, sv: &str, en: &str) -> Self {
        self.fix = LangText::sv_en(sv, en);
        self
    }
}

/// The first `limit` characters, with `…` if anything was cut.
pub fn clip(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
