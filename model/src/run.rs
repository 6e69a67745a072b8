//! Runs: one attempt to harvest a source, and what became of it.

use crate::finding::{Finding, Severity};
use crate::seq::Seq;
use crate::source::SourceId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How a run ended. It always ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// A new revision was accepted.
    Changed,
    /// The source says what it said before.
    Unchanged,
    /// A guard stopped it; the old data stays until a person decides.
    Held,
    /// The server answered with something that is no catalog.
    Rejected,
    /// No usable answer.
    Unreachable,
}

impl Outcome {
    /// True for outcomes that need nobody.
    pub fn is_fine(self) -> bool {
        matches!(self, Self::Changed | Self::Unchanged)
    }

    /// The word in JSON, and for people who read English.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Held => "held",
            Self::Rejected => "rejected",
            Self::Unreachable => "unreachable",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Findings by severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FindingCounts {
    /// Errors.
    pub error: u64,
    /// Warnings.
    pub warning: u64,
    /// Notices.
    pub notice: u64,
}

impl FindingCounts {
    /// Counts a list of findings.
    pub fn of(findings: &[Finding]) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            match finding.severity {
                Severity::Error => counts.error += 1,
                Severity::Warning => counts.warning += 1,
                Severity::Notice => counts.notice += 1,
            }
        }
        counts
    }
}

/// What a run did; the form of `skord harvest --format json` and of `GET /api/v1/runs`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunReport {
    /// Number of the run in the journal; 0 for a dry run.
    #[serde(default)]
    pub run: u64,
    /// The source.
    pub source: SourceId,
    /// How it ended.
    pub outcome: Outcome,
    /// Why, in words, where the outcome alone does not say it (`404 Not Found`, `312 of 340 datasets would disappear`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<crate::text::LangText>,
    /// The catalog's number after the run.
    pub seq: Seq,
    /// `dcat:Dataset` records in the source's accepted revision after the run.
    pub datasets: u64,
    /// Datasets that are new.
    pub new: u64,
    /// Datasets whose content differs.
    pub changed: u64,
    /// Datasets that are as before.
    pub unchanged: u64,
    /// Datasets withdrawn by this run.
    pub withdrawn: u64,
    /// Whether the whole document could be read.
    pub complete: bool,
    /// Findings by severity.
    pub findings: FindingCounts,
    /// Wall time in seconds.
    pub seconds: f64,
    /// Bytes of the body as transferred; 0 for a 304.
    pub bytes: u64,
    /// When it began.
    pub started: DateTime<Utc>,
    /// HTTP status of the last answer, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Serialisation that was read (`text/turtle` …), if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// What else there is to tell.
    #[serde(default, flatten)]
    pub detail: RunDetail,
}

/// Datasets by what a run did to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChangeCounts {
    /// New.
    pub new: u64,
    /// Changed.
    pub changed: u64,
    /// Withdrawn.
    pub withdrawn: u64,
}

/// The part of a report that only people who look closer read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RunDetail {
    /// What the source changed; with [`RunDetail::by_us`] the whole change.
    #[serde(default)]
    pub by_source: ChangeCounts,
    /// What a new repair or rule of ours, or a person at the portal, changed.
    #[serde(default)]
    pub by_us: ChangeCounts,
    /// Datasets that would have been withdrawn or replaced, had a guard not held the run.
    #[serde(default)]
    pub held: u64,
    /// Values that were repaired.
    #[serde(default)]
    pub repaired: u64,
    /// Pieces of the document that had to be left out.
    #[serde(default)]
    pub dropped: u64,
    /// The source's accepted revision after the run; 0 = none.
    #[serde(default)]
    pub revision: u64,
    /// Score of the source's metadata after the run, in both modes of MQA; nothing without datasets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<crate::quality::Marks>,
    /// Address that answered, after redirects, without credentials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// `Server`, `Content-Type`, `ETag` and `Last-Modified` as the server sent them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub server: Vec<(String, String)>,
    /// Who ordered or decided it; nothing for a run on schedule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}
