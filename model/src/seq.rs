//! The one number of the catalog, and cursors into its history.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Grows with each transaction that changes anything readable. `Seq(0)` is the empty catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(pub u64);

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Names one journal (16 hex digits). A restored backup gets a new one, so no cursor outlives its history.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JournalId(pub String);

/// A place in one journal's history, written `journal_id-seq`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The journal that `seq` counts in.
    pub journal: JournalId,
    /// The last transaction that the holder has seen.
    pub seq: Seq,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.journal.0, self.seq)
    }
}

impl FromStr for Cursor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let problem = || format!("`{text}` is no cursor (`journal-seq`)");
        let (journal, seq) = text.rsplit_once('-').ok_or_else(problem)?;
        let seq = seq.parse().map_err(|_| problem())?;
        Ok(Self { journal: JournalId(journal.to_owned()), seq: Seq(seq) })
    }
}
