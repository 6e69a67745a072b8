//! From the bytes of a document to the conclusion of its run: read, compare, guard. Pure but for the time it takes.

use crate::RunOptions;
use crate::compare::{Plan, datasets_after, plan};
use crate::conclusion::Conclusion;
use crate::guards;
use crate::pipeline::payload_text;
use chrono::{DateTime, Utc};
use model::{Finding, FindingCounts, LangText, Outcome, Severity};
use rdf::{RawDocument, Record, RecordHead, RecordKind, Refined};
use std::panic::AssertUnwindSafe;
use store::journal::{Baseline, RevisionDraft, SourceEntry, Validators};

/// What a run knows besides the document.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) entry: SourceEntry,
    pub(crate) heads: Vec<RecordHead>,
    pub(crate) baseline: Option<Baseline>,
    pub(crate) options: RunOptions,
    pub(crate) started: DateTime<Utc>,
}

impl Known {
    /// Datasets in the accepted revision.
    pub(crate) fn datasets(&self) -> u64 {
        self.heads.iter().filter(|head| head.kind == RecordKind::Dataset).count() as u64
    }

    /// Keys that were missing before and wait for another complete run.
    pub(crate) fn pending(&self) -> Vec<String> {
        self.heads.iter().filter(|head| head.missing > 0).map(|head| head.key.clone()).collect()
    }
}

/// The answer that a document came in, without its bytes.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) url: String,
    pub(crate) content_type: Option<String>,
    pub(crate) status: Option<u16>,
    pub(crate) transferred: u64,
    pub(crate) validators: Validators,
}

/// A document that was read and compared, for the conclusion and for the diff of a dry run.
#[derive(Debug)]
pub(crate) struct Evaluation {
    pub(crate) conclusion: Conclusion,
    pub(crate) refined: Refined,
    pub(crate) plan: Plan,
}

/// Judges a document that has been read.
pub(crate) fn evaluate(known: &Known, answer: &Answer, refined: Refined, raw: Vec<u8>) -> Evaluation {
    let plan = plan(&known.heads, &refined, known.options.ordered);
    if let Some(reason) = rejection(&refined) {
        let mut conclusion = conclude(known, answer, &refined, Outcome::Rejected, Some(reason));
        conclusion.findings.clone_from(&refined.findings);
        return Evaluation { conclusion, refined, plan: Plan::default() };
    }
    let reasons = guards::reasons(&known.heads, &datasets_after(&known.heads, &refined, &plan), known.baseline);
    let mut findings = refined.findings.clone();
    findings.extend(judged(known, &refined.records));
    findings.extend(own_findings(&refined, &plan, &reasons));
    let outcome = match (reasons.is_empty(), plan.is_empty()) {
        (false, _) => Outcome::Held,
        (true, true) => Outcome::Unchanged,
        (true, false) => Outcome::Changed,
    };
    let reason = (!reasons.is_empty()).then(|| join(&reasons));
    let mut conclusion = conclude(known, answer, &refined, outcome, reason);
    conclusion.report.findings = FindingCounts::of(&findings);
    conclusion.findings = findings;
    conclusion.replace_findings = true;
    match outcome {
        Outcome::Held => conclusion.held = Some(draft(&refined, &plan, answer, raw, &missing_keys(&plan))),
        Outcome::Changed => {
            accept(&mut conclusion, &plan, answer);
            conclusion.revision = Some(draft(&refined, &plan, answer, raw, &plan.withdraw));
        }
        _ => accept(&mut conclusion, &plan, answer),
    }
    Evaluation { conclusion, refined, plan }
}

fn conclude(
    known: &Known,
    answer: &Answer,
    refined: &Refined,
    outcome: Outcome,
    reason: Option<LangText>,
) -> Conclusion {
    let mut conclusion = Conclusion::plain(&known.entry.source.id, known.started, outcome, reason);
    let report = &mut conclusion.report;
    report.datasets = known.datasets();
    report.unchanged = if outcome == Outcome::Rejected { 0 } else { report.datasets };
    report.complete = refined.complete;
    report.findings = FindingCounts::of(&refined.findings);
    report.bytes = answer.transferred;
    report.status = answer.status;
    report.format = refined.format.map(str::to_owned);
    conclusion
}

/// Fills in what an accepted document changes. A held one keeps the old validators, so that it is read again.
fn accept(conclusion: &mut Conclusion, plan: &Plan, answer: &Answer) {
    let (counts, report) = (plan.counts, &mut conclusion.report);
    report.datasets = counts.after;
    report.new = counts.new;
    report.changed = counts.changed;
    report.withdrawn = counts.withdrawn;
    report.unchanged = counts.after - counts.new - counts.changed;
    conclusion.validators = Some(answer.validators.clone());
    conclusion.missing.clone_from(&plan.missing);
}

/// Everything that is missing: a person who accepts a held document accepts that, too.
fn missing_keys(plan: &Plan) -> Vec<String> {
    plan.withdraw.iter().chain(&plan.missing).cloned().collect()
}

fn draft(refined: &Refined, plan: &Plan, answer: &Answer, raw: Vec<u8>, withdraw: &[String]) -> RevisionDraft {
    let put: Vec<Record> = refined.records.iter().filter(|record| plan.put.contains(&record.key)).cloned().collect();
    let (content_type, url) = (answer.content_type.clone(), answer.url.clone());
    RevisionDraft { put, withdraw: withdraw.to_vec(), raw, content_type, url }
}

/// What the profile says about the records. A judge reports and never rejects, so its failure is only told.
fn judged(known: &Known, records: &[Record]) -> Vec<Finding> {
    std::panic::catch_unwind(AssertUnwindSafe(|| shapes::judge(records))).unwrap_or_else(|payload| {
        let (source, cause) = (&known.entry.source.id, payload_text(&*payload));
        tracing::error!(%source, "{source}: its metadata could not be judged (a bug in Skörd): {cause}");
        let sv = "metadata kunde inte bedömas mot profilen (ett fel i Skörd)";
        let en = "the metadata could not be judged by the profile (a bug in Skörd)";
        vec![Finding::new("harvest-not-judged", Severity::Warning, sv, en).with_value(&cause)]
    })
}

/// Why a document is no catalog at all, if so.
fn rejection(refined: &Refined) -> Option<LangText> {
    let nothing_read = refined.format.is_none() || (refined.records.is_empty() && !refined.complete);
    if !nothing_read {
        return None;
    }
    let told = refined.findings.iter().find(|finding| finding.severity == Severity::Error);
    let unknown = || LangText::sv_en("svaret är inte RDF", "the answer is no RDF");
    Some(told.map_or_else(unknown, |finding| finding.message.clone()))
}

/// Reasons as one text per language.
fn join(reasons: &[LangText]) -> LangText {
    let all = |language: &str| reasons.iter().map(|reason| reason.text(language)).collect::<Vec<_>>().join("; ");
    LangText::sv_en(&all("sv"), &all("en"))
}

fn own_findings(refined: &Refined, plan: &Plan, reasons: &[LangText]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = reasons.iter().map(held_finding).collect();
    let primary =
        |kind| matches!(kind, RecordKind::Catalog | RecordKind::Dataset | RecordKind::Series | RecordKind::Service);
    if !refined.records.iter().any(|record| primary(record.kind)) {
        let (sv, en) = (
            "dokumentet är läsbar RDF men har varken katalog, datamängd, serie eller datatjänst",
            "the document is readable RDF but has no catalog, dataset, series or data service",
        );
        findings.push(Finding::new("harvest-nothing-described", Severity::Notice, sv, en));
    }
    if plan.counts.missing > 0 {
        let count = plan.counts.missing;
        let sv = format!("{count} datamängder saknas; de tas bort om de saknas även vid nästa fullständiga skörd");
        let en =
            format!("{count} datasets are missing; they are withdrawn if the next complete harvest misses them too");
        findings.push(Finding::new("harvest-missing", Severity::Notice, &sv, &en));
    }
    if !plan.kept.is_empty() {
        let count = plan.kept.len();
        let sv = format!("{count} poster kunde bara läsas delvis och behåller sin senaste hela version");
        let en = format!("{count} records could be read in part only and keep their last whole version");
        findings.push(Finding::new("harvest-kept", Severity::Warning, &sv, &en));
    }
    findings
}

fn held_finding(reason: &LangText) -> Finding {
    let sv = format!("skörden väntar på godkännande: {}", reason.text("sv"));
    let en = format!("the harvest waits for approval: {}", reason.text("en"));
    Finding::new("harvest-held", Severity::Error, &sv, &en)
}

/// Reads, repairs and splits the bytes of an answer.
pub(crate) fn refine(known: &Known, answer: &Answer, bytes: &[u8]) -> Refined {
    let document = RawDocument { bytes, content_type: answer.content_type.as_deref(), url: &answer.url };
    rdf::refine(&document, &known.entry.source.id)
}
