//! What readers are told about how their words were understood. JSON names are a public contract.

use model::LangText;
use serde::{Deserialize, Serialize};

/// What something in a query was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RecognitionKind {
    /// A format; the value is one of the `format` facet.
    Format,
    /// A publisher; the value is one of the `publisher` facet where the catalog has it.
    Publisher,
    /// A municipality or county; the value is its official code.
    Place,
    /// A year.
    Year,
    /// A data theme; the value is one of the `theme` facet.
    Theme,
    /// High-value datasets, all or a category; the value is one of the `hvd` facet.
    Hvd,
}

/// One recognition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recognition {
    /// What it is.
    pub kind: RecognitionKind,
    /// Code.
    pub value: String,
    /// What people read.
    pub label: LangText,
    /// The words of the query that were understood so.
    pub words: String,
    /// The query without them.
    pub without: String,
}

/// A word that nothing had, and the one that was looked for instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// As typed.
    pub from: String,
    /// As searched.
    pub to: String,
}
