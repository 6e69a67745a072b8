//! How a run ends, before the journal has written it.

use crate::DiffEntry;
use crate::fetch::FetchError;
use chrono::{DateTime, Utc};
use model::quality::DatasetMeasure;
use model::{Finding, FindingCounts, LangText, Outcome, RunDetail, RunReport, Seq, SourceId};
use store::journal::{RevisionDraft, RunEnd, RunLease, Settlement, SourceEntry, Validators};

/// Everything that a run found out.
#[derive(Debug)]
pub(crate) struct Conclusion {
    pub(crate) report: RunReport,
    pub(crate) findings: Vec<Finding>,
    pub(crate) replace_findings: bool,
    pub(crate) validators: Option<Validators>,
    pub(crate) revision: Option<RevisionDraft>,
    pub(crate) held: Option<RevisionDraft>,
    pub(crate) missing: Vec<String>,
    pub(crate) measures: Vec<DatasetMeasure>,
    pub(crate) settlement: Settlement,
    pub(crate) diff: Vec<DiffEntry>,
}

impl Conclusion {
    /// An end with nothing but an outcome and its reason.
    pub(crate) fn plain(source: &SourceId, started: DateTime<Utc>, outcome: Outcome, reason: Option<LangText>) -> Self {
        Self {
            report: RunReport {
                run: 0,
                source: source.clone(),
                outcome,
                reason,
                seq: Seq(0),
                datasets: 0,
                new: 0,
                changed: 0,
                unchanged: 0,
                withdrawn: 0,
                complete: false,
                findings: FindingCounts::default(),
                seconds: 0.0,
                bytes: 0,
                started,
                status: None,
                format: None,
                detail: RunDetail::default(),
            },
            findings: Vec::new(),
            replace_findings: false,
            validators: None,
            revision: None,
            held: None,
            missing: Vec::new(),
            measures: Vec::new(),
            settlement: Settlement::default(),
            diff: Vec::new(),
        }
    }

    /// No document came. Before the first answer, "not found" is no alarm.
    pub(crate) fn not_fetched(entry: &SourceEntry, started: DateTime<Utc>, error: &FetchError) -> Self {
        let calm = error.is_absence() && entry.state == model::SourceState::Awaiting;
        let reason = if calm {
            let status = crate::fetch::status_text(error.status().unwrap_or(404));
            LangText::sv_en(
                &format!("ingen katalog på adressen ännu ({status}); vi väntar på det första svaret"),
                &format!("no catalog at the address yet ({status}); waiting for the first answer"),
            )
        } else {
            error.reason()
        };
        let mut conclusion = Self::plain(&entry.source.id, started, error.outcome(), Some(reason));
        conclusion.report.status = error.status();
        if !calm {
            conclusion.findings = vec![error.finding(&entry.source.url)];
            conclusion.report.findings = FindingCounts::of(&conclusion.findings);
        }
        conclusion
    }

    /// The run was dropped before it could end.
    pub(crate) fn cancelled(source: &SourceId, started: DateTime<Utc>) -> Self {
        let reason = LangText::sv_en("körningen avbröts innan den var klar", "the run was stopped before it was done");
        Self::plain(source, started, Outcome::Unreachable, Some(reason))
    }

    /// Something failed on our side.
    pub(crate) fn our_fault(source: &SourceId, started: DateTime<Utc>, sv: &str, en: &str, cause: &str) -> Self {
        let reason = LangText::sv_en(&format!("{sv}: {cause}"), &format!("{en}: {cause}"));
        Self::plain(source, started, Outcome::Unreachable, Some(reason))
    }

    pub(crate) fn into_end(self, lease: RunLease) -> RunEnd {
        RunEnd {
            lease,
            report: self.report,
            findings: self.findings,
            replace_findings: self.replace_findings,
            validators: self.validators,
            revision: self.revision,
            held: self.held,
            missing: self.missing,
            measures: self.measures,
            settlement: self.settlement,
        }
    }
}
