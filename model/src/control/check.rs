//! Checking a document before it is published, asked for by the API and done by somebody else.

use crate::{LangText, SourceId};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

/// A document to judge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckOrder {
    /// The document.
    pub document: CheckedDocument,
    /// What the report calls it.
    pub name: String,
    /// Media type as its sender says; wrong ones are found by looking.
    pub content_type: Option<String>,
    /// Name of a profile as in [`CHECK_PROFILES`].
    pub profile: String,
    /// Compare it with what this source has published.
    pub against: Option<SourceId>,
    /// Form of the answer.
    pub form: CheckForm,
    /// Language of what people read: `sv` or `en`.
    pub language: String,
}

/// Where the document is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckedDocument {
    /// In a file of ours.
    File(PathBuf),
    /// On the network; fetched with the limits of a harvest.
    Url(String),
}

/// Forms of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckForm {
    /// For programs.
    Json,
    /// Standard `sh:ValidationReport` as Turtle.
    Ttl,
    /// One whole page.
    Html,
    /// The report as part of a page: sections with `h2`, everything escaped, no scripts or styles.
    Part,
    /// For code scanning.
    Sarif,
}

/// Profiles by which documents are judged: name, and what people call it.
pub const CHECK_PROFILES: [(&str, &str); 4] = [
    ("se", "DCAT-AP-SE 3.0.1"),
    ("se-2.2", "DCAT-AP-SE 2.2.0"),
    ("eu", "DCAT-AP 3.0.1 (EU)"),
    ("hvd", "DCAT-AP HVD 3.0.0"),
];

/// What one check may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckLimits {
    /// Bytes of a document.
    pub bytes: u64,
    /// Seconds of a check.
    pub seconds: u64,
    /// Checks at once on this server.
    pub at_once: usize,
}

/// Why there is no report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckRefusal {
    /// The document cannot be judged (no RDF, no catalog, an address that is refused): why, and what to do.
    Document(LangText),
    /// It took longer than so many seconds.
    TooLong(u64),
    /// It needs more memory than one check may take, or its report is too long.
    TooLarge,
    /// Nobody waits for it any more.
    Cancelled,
    /// Our fault; the cause is for the log.
    Broken(String),
}

/// Judges documents, apart from everything else that the server does.
pub trait CheckControl: Send + Sync + std::fmt::Debug {
    /// What one check may cost.
    fn limits(&self) -> CheckLimits;

    /// Judges one document and writes the report in the wanted form. Blocks, at most as long as the limits say, and
    /// ends soon after `cancel` becomes true.
    fn check(&self, order: &CheckOrder, cancel: &AtomicBool) -> Result<Vec<u8>, CheckRefusal>;
}
