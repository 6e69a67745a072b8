//! What the merge found about identifiers, kept beside the snapshot (`findings.json`): it is about several sources, so no
//! run of one of them finds it.

use super::failed;
use crate::merge::Merged;
use crate::{Snapshot, StoreError};
use model::{Finding, SourceId};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Findings by the source whose agency should know.
pub type MergeFindings = BTreeMap<SourceId, Vec<Finding>>;

/// Name of the file in the snapshot's directory.
const FILE: &str = "findings.json";

/// What the merge of a snapshot found; nothing if it cannot be read (a snapshot can always be built anew).
pub fn merge_findings(snapshot: &Snapshot) -> MergeFindings {
    let text = fs::read(snapshot.path().join(FILE)).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

pub(super) fn by_source(merged: &Merged<'_>) -> MergeFindings {
    let mut findings = MergeFindings::new();
    for (source, finding) in &merged.findings {
        findings.entry(source.clone()).or_default().push(finding.clone());
    }
    findings
}

pub(super) fn write(directory: &Path, findings: &MergeFindings) -> Result<(), StoreError> {
    let path = directory.join(FILE);
    let text = serde_json::to_vec(findings).map_err(|cause| StoreError::Value(cause.to_string()))?;
    fs::write(&path, text).map_err(failed("write", &path))
}
