//! From the bytes of a document to the conclusion of its run: read, compare, guard. Pure but for the time it takes.

use crate::RunOptions;
use crate::compare::{Haste, Plan, plan};
use crate::conclusion::Conclusion;
use crate::measure;
use crate::parts::{self, Missing};
use crate::verdict::{self, Consent, Verdict};
use chrono::{DateTime, Utc};
use model::control::Approval;
use model::{ChangeCounts, ContentHash, Finding, FindingCounts, LangText, Outcome, Severity};
use rdf::{Record, RecordHead, RecordKind, Refined};
use std::collections::{HashMap, HashSet};
use store::journal::{
    Baseline, Decision, DecisionDraft, DecisionKind, HeldRun, RevisionDraft, SourceEntry, Validators,
};

/// What a run knows besides the document.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) entry: SourceEntry,
    pub(crate) heads: Vec<RecordHead>,
    pub(crate) baseline: Option<Baseline>,
    pub(crate) options: RunOptions,
    pub(crate) started: DateTime<Utc>,
    /// Runs that are held, newest first.
    pub(crate) held: Vec<HeldRun>,
    /// What people decided, newest first.
    pub(crate) decisions: Vec<Decision>,
    /// Hashes of keys that were purged.
    pub(crate) purged: HashSet<[u8; 32]>,
    /// A person's consent to what is held.
    pub(crate) consent: Option<Approval>,
    /// What the accepted document becomes under new rules; empty while the rules are the same.
    pub(crate) before_new_rules: Vec<(String, ContentHash)>,
    /// The accepted document has parts that are fetched from their own addresses.
    pub(crate) has_parts: bool,
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
    /// Headers for the report.
    pub(crate) said: Vec<(String, String)>,
    /// Sub-catalogs that could not be fetched.
    pub(crate) missing: Vec<Missing>,
}

/// A document that was read and compared, for the conclusion and for the diff of a dry run.
#[derive(Debug)]
pub(crate) struct Evaluation {
    pub(crate) conclusion: Conclusion,
    pub(crate) refined: Refined,
    pub(crate) plan: Plan,
}

/// Judges a document that has been read.
pub(crate) fn evaluate(known: &Known, answer: &Answer, mut refined: Refined, raw: Vec<u8>) -> Evaluation {
    let left_out = leave_out_purged(known, &mut refined);
    let document = if left_out.is_some() {
        without_purged_text(answer, &refined)
    } else {
        Archived { raw, content_type: answer.content_type.clone(), url: answer.url.clone() }
    };
    tell_missing(answer, &mut refined);
    let haste = match (&known.consent, known.options.ordered) {
        (Some(_), _) => Haste::Consented,
        (None, true) => Haste::Ordered,
        (None, false) => Haste::Usual,
    };
    let first = plan(&known.heads, &refined, haste);
    if let Some(reason) = rejection(&refined) {
        let mut conclusion = conclude(known, answer, &refined, Outcome::Rejected, Some(reason));
        conclusion.findings.clone_from(&refined.findings);
        return Evaluation { conclusion, refined, plan: Plan::default() };
    }
    let verdict = verdict::judge(known, &refined, &first);
    // Consent is to everything that the diff shows, so what is missing goes at once.
    let plan = if verdict.consent.is_some() { plan(&known.heads, &refined, Haste::Consented) } else { first };
    let mut findings = refined.findings.clone();
    let accepted = matches!(verdict.outcome, Outcome::Changed | Outcome::Unchanged);
    let wanted = if accepted { measure::affected(&refined.records, &plan) } else { HashSet::new() };
    let (judged, measures) = measure::judge(&known.entry.source.id, &refined.records, &wanted);
    findings.extend(judged);
    findings.extend(own_findings(known, &refined, &plan, &verdict));
    findings.extend(left_out);
    let mut conclusion = conclude(known, answer, &refined, verdict.outcome, told_reason(&verdict));
    conclusion.report.findings = FindingCounts::of(&findings);
    conclusion.findings = findings;
    conclusion.measures = measures;
    conclusion.replace_findings = verdict.outcome != Outcome::Rejected;
    match verdict.outcome {
        Outcome::Held => {
            conclusion.report.detail.held = plan.counts.withdrawn + plan.counts.missing + plan.counts.undescribed;
            conclusion.held = Some(draft(&refined, &plan, document, &missing_keys(&plan)));
            let proposal = verdict::proposal(&known.heads, &refined, &plan, &verdict);
            conclusion.settlement.proposal = Some((verdict.fingerprint, proposal));
        }
        Outcome::Changed => {
            accept(&mut conclusion, known, &refined, &plan, answer);
            conclusion.revision = Some(draft(&refined, &plan, document, &plan.withdraw));
            consented(&mut conclusion, verdict);
        }
        Outcome::Unchanged => accept(&mut conclusion, known, &refined, &plan, answer),
        _ => {}
    }
    Evaluation { conclusion, refined, plan }
}

/// Why a run ended as it did, where the outcome alone does not say it.
fn told_reason(verdict: &Verdict) -> Option<LangText> {
    let reasons = verdict::join(&verdict.alarm.reasons);
    let (sv, en) = (reasons.text("sv").to_owned(), reasons.text("en").to_owned());
    match (&verdict.consent, &verdict.refused) {
        // Who it was stands in the decision: a report is public, the names of people are not.
        (Some(Consent::Person(_)), _) => Some(LangText::sv_en(&format!("godkänd: {sv}"), &format!("approved: {en}"))),
        (Some(Consent::EqualResults), _) => Some(LangText::sv_en(
            &format!("godtagen efter samma resultat tre dagar: {sv}"),
            &format!("accepted after equal results on three days: {en}"),
        )),
        (None, Some(decision)) => {
            let day = decision.at.format("%Y-%m-%d");
            Some(LangText::sv_en(
                &format!("samma resultat avvisades {day}: {sv}"),
                &format!("the same result was refused on {day}: {en}"),
            ))
        }
        (None, None) => (!verdict.alarm.reasons.is_empty()).then_some(reasons),
    }
}

/// What a person's consent, or patience, brings with it.
fn consented(conclusion: &mut Conclusion, verdict: Verdict) {
    let settlement = &mut conclusion.settlement;
    match verdict.consent {
        Some(Consent::Person(approval)) => {
            if approval.rename {
                settlement.renames = verdict.renames;
            }
            conclusion.report.detail.by = Some(approval.by.clone());
            let Approval { by, reason, .. } = approval;
            settlement.decision = Some(DecisionDraft { kind: DecisionKind::Approved, by, reason, document: None });
        }
        Some(Consent::EqualResults) => settlement.new_baseline = true,
        None => {}
    }
}

/// A sub-catalog that cannot be had makes the reading incomplete: nothing of it, or of anything else, is withdrawn.
fn tell_missing(answer: &Answer, refined: &mut Refined) {
    for missing in &answer.missing {
        let (name, reason) = (&missing.name, &missing.reason);
        let (kept_sv, kept_en) = if missing.kept {
            ("dess senaste version behålls", "its last version stays")
        } else {
            ("den har aldrig kunnat hämtas", "it could never be fetched")
        };
        let sv = format!("underkatalogen kunde inte hämtas ({}); {kept_sv}", reason.text("sv"));
        let en = format!("the sub-catalog could not be fetched ({}); {kept_en}", reason.text("en"));
        let finding = Finding::new("harvest-part-missing", Severity::Error, &sv, &en).with_record(name).with_fix(
            "låt underkatalogens IRI svara med dess RDF, eller beskriv den i huvuddokumentet",
            "let the sub-catalog's IRI answer with its RDF, or describe it in the main document",
        );
        refined.findings.push(finding);
        refined.complete = false;
        refined.touched_by_cut.push(name.clone());
    }
}

/// Takes records out that were purged; one finding tells how many, without naming them.
fn leave_out_purged(known: &Known, refined: &mut Refined) -> Option<Finding> {
    if known.purged.is_empty() {
        return None;
    }
    let before = refined.records.len();
    let is_purged = |name: &str| known.purged.contains(blake3::hash(name.as_bytes()).as_bytes());
    refined.records.retain(|record| !is_purged(&record.key));
    // A finding quotes what it is about. One about no record may quote anything, so it goes when something was left out.
    let some = refined.records.len() < before;
    refined.findings.retain(|finding| finding.record.as_deref().map_or(!some, |record| !is_purged(record)));
    let count = before - refined.records.len();
    let sv = format!("{count} poster är raderade på begäran och tas inte in igen");
    let en = format!("{count} records were purged on request and are not taken in again");
    (count > 0).then(|| Finding::new("harvest-purged", Severity::Warning, &sv, &en))
}

/// A document as the archive keeps it.
struct Archived {
    raw: Vec<u8>,
    content_type: Option<String>,
    url: String,
}

/// The document as its remaining records: the archive must not bring back what was purged.
fn without_purged_text(answer: &Answer, refined: &Refined) -> Archived {
    Archived {
        raw: refined.records.iter().flat_map(|record| record.body.bytes()).collect(),
        content_type: Some("application/n-triples".to_owned()),
        url: answer.url.clone(),
    }
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
    report.detail.url = Some(answer.url.clone());
    report.detail.server.clone_from(&answer.said);
    let with = |start: &'static str| refined.findings.iter().filter(move |finding| finding.code.starts_with(start));
    report.detail.repaired = with("repair-").count() as u64;
    report.detail.dropped = with("read-").filter(|finding| finding.severity == Severity::Error).count() as u64;
    conclusion
}

/// Fills in what an accepted document changes. A held one keeps the old validators, so that it is read again.
fn accept(conclusion: &mut Conclusion, known: &Known, refined: &Refined, plan: &Plan, answer: &Answer) {
    let (counts, report) = (plan.counts, &mut conclusion.report);
    report.datasets = counts.after;
    report.new = counts.new;
    report.changed = counts.changed;
    report.withdrawn = counts.withdrawn;
    report.unchanged = counts.after - counts.new - counts.changed;
    let all = ChangeCounts { new: counts.new, changed: counts.changed, withdrawn: counts.withdrawn };
    report.detail.by_us = by_us(known, refined, plan, answer, all);
    let us = report.detail.by_us;
    report.detail.by_source = ChangeCounts {
        new: all.new.saturating_sub(us.new),
        changed: all.changed.saturating_sub(us.changed),
        withdrawn: all.withdrawn.saturating_sub(us.withdrawn),
    };
    conclusion.validators = Some(answer.validators.clone());
    conclusion.missing.clone_from(&plan.missing);
    conclusion.settlement.published_again.clone_from(&plan.published_again);
}

/// The part of a change that our own rules made: what the old document would have become under the new ones.
fn by_us(known: &Known, refined: &Refined, plan: &Plan, answer: &Answer, all: ChangeCounts) -> ChangeCounts {
    if known.entry.revision == 0 || known.entry.validators.rules == rdf::RULES_VERSION {
        return ChangeCounts::default();
    }
    if known.entry.validators.body == answer.validators.body {
        return all;
    }
    let old: HashMap<&str, &RecordHead> = known.heads.iter().map(|head| (head.key.as_str(), head)).collect();
    let before: HashMap<&str, ContentHash> =
        known.before_new_rules.iter().map(|(key, hash)| (key.as_str(), *hash)).collect();
    let mut ours = ChangeCounts::default();
    for record in refined.records.iter().filter(|r| r.kind == RecordKind::Dataset && plan.put.contains(&r.key)) {
        let same_under_new_rules = before.get(record.key.as_str()) == Some(&record.hash);
        match old.get(record.key.as_str()) {
            Some(head) if head.hash != record.hash => ours.changed += u64::from(same_under_new_rules),
            Some(_) => {}
            None => ours.new += u64::from(same_under_new_rules),
        }
    }
    let withdrawn = plan.withdraw.iter().filter(|key| {
        let dataset = old.get(key.as_str()).is_some_and(|head| head.kind == RecordKind::Dataset);
        dataset && !before.contains_key(key.as_str())
    });
    ours.withdrawn = withdrawn.count() as u64;
    ours
}

/// Everything that is missing: a person who accepts a held document accepts that, too.
fn missing_keys(plan: &Plan) -> Vec<String> {
    plan.withdraw.iter().chain(&plan.missing).chain(&plan.undescribed).cloned().collect()
}

fn draft(refined: &Refined, plan: &Plan, document: Archived, withdraw: &[String]) -> RevisionDraft {
    let put: Vec<Record> = refined.records.iter().filter(|record| plan.put.contains(&record.key)).cloned().collect();
    let Archived { raw, content_type, url } = document;
    RevisionDraft { put, withdraw: withdraw.to_vec(), raw, content_type, url }
}

/// Why a document is no catalog at all, if so: nothing could be read, or only a part and no dataset in it.
fn rejection(refined: &Refined) -> Option<LangText> {
    let has_dataset = refined.records.iter().any(|record| record.kind == RecordKind::Dataset);
    if refined.format.is_some() && !refined.records.is_empty() && !refined.complete && !has_dataset {
        return Some(LangText::sv_en(
            "svaret kunde bara läsas delvis och har ingen datamängd",
            "the answer could be read in part only and has no dataset",
        ));
    }
    let nothing_read = refined.format.is_none() || (refined.records.is_empty() && !refined.complete);
    if !nothing_read {
        return None;
    }
    let told = refined.findings.iter().find(|finding| finding.severity == Severity::Error);
    let unknown = || LangText::sv_en("svaret är inte RDF", "the answer is no RDF");
    Some(told.map_or_else(unknown, |finding| finding.message.clone()))
}

fn own_findings(known: &Known, refined: &Refined, plan: &Plan, verdict: &Verdict) -> Vec<Finding> {
    let held = verdict.outcome == Outcome::Held;
    let reasons = if held { &verdict.alarm.reasons[..] } else { &[] };
    let mut findings: Vec<Finding> =
        reasons.iter().map(|reason| held_finding(known, reason, !verdict.renames.is_empty())).collect();
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
    if plan.counts.undescribed > 0 {
        let count = plan.counts.undescribed;
        let sv = format!("{count} datamängder listas i katalogen men beskrivs inte; vi behåller deras senaste version");
        let en = format!("{count} datasets are listed in the catalog but not described; we keep their last version");
        let finding = Finding::new("harvest-not-described", Severity::Warning, &sv, &en).with_fix(
            "Beskriv dem igen, eller ta bort länkarna `dcat:dataset` till dem om de inte ska finnas kvar.",
            "Describe them again, or remove the links `dcat:dataset` to them if they are not meant to stay.",
        );
        findings.push(finding);
    }
    if !plan.kept.is_empty() {
        let count = plan.kept.len();
        let sv = format!("{count} poster kunde bara läsas delvis och behåller sin senaste hela version");
        let en = format!("{count} records could be read in part only and keep their last whole version");
        findings.push(Finding::new("harvest-kept", Severity::Warning, &sv, &en));
    }
    findings
}

fn held_finding(known: &Known, reason: &LangText, renamed: bool) -> Finding {
    let sv = format!("skörden väntar på godkännande: {}", reason.text("sv"));
    let en = format!("the harvest waits for approval: {}", reason.text("en"));
    let (id, rename) = (&known.entry.source.id, if renamed { " [--rename]" } else { "" });
    let commands = format!("`skord source approve {id}{rename}`, `skord source reject {id}`");
    Finding::new("harvest-held", Severity::Error, &sv, &en).with_fix(
        &format!("stämmer det: godkänn; annars rätta katalogen eller avvisa ({commands})"),
        &format!("if it is right, approve it; else mend the catalog or reject it ({commands})"),
    )
}

/// Reads, repairs and splits the bytes of an answer.
pub(crate) fn refine(known: &Known, answer: &Answer, bytes: &[u8]) -> Refined {
    parts::refine(bytes, answer.content_type.as_deref(), &answer.url, &known.entry.source.id)
}
