//! Whether a document that was read may become the next revision: guards, people's decisions, equal results on three
//! days (design §4).

use crate::compare::{Plan, datasets_after};
use crate::evaluate::Known;
use crate::guards::{self, Alarm};
use crate::renames;
use chrono::{DateTime, Utc};
use model::control::Approval;
use model::{ContentHash, LangText, Outcome};
use rdf::{RecordHead, RecordKind, Refined};
use std::collections::{BTreeSet, HashMap};
use store::journal::{Decision, DecisionKind, HeldRun, Proposal, ProposedChange, Rename};

/// Days with equal results after which a held run is accepted without a person.
const DAYS_OF_GRACE: usize = 3;

/// Who let a run pass that the guards would hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Consent {
    Person(Approval),
    EqualResults,
}

/// What becomes of a document.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) outcome: Outcome,
    pub(crate) alarm: Alarm,
    pub(crate) renames: Vec<Rename>,
    pub(crate) fingerprint: ContentHash,
    pub(crate) consent: Option<Consent>,
    /// The decision that refuses this result, if it was proposed before.
    pub(crate) refused: Option<Decision>,
}

/// Judges a document that is RDF. `plan` is what it would change.
pub(crate) fn judge(known: &Known, refined: &Refined, plan: &Plan) -> Verdict {
    let renames = renames::find(&known.heads, refined);
    let alarm =
        guards::alarm(&known.heads, &datasets_after(&known.heads, refined, plan), known.baseline, renames.len());
    let fingerprint = fingerprint(refined);
    let mut verdict = Verdict { outcome: Outcome::Changed, alarm, renames, fingerprint, consent: None, refused: None };
    if let Some(approval) = &known.consent {
        verdict.consent = Some(Consent::Person(approval.clone()));
    } else if !verdict.alarm.reasons.is_empty() {
        let refused = refusal(&known.decisions, |decision| decision.fingerprint == Some(fingerprint));
        let equal = refined.complete && !verdict.alarm.needs_person && lasted(&known.held, &fingerprint, known.started);
        if let Some(decision) = refused {
            verdict.outcome = Outcome::Rejected;
            verdict.refused = Some(decision.clone());
        } else if equal {
            verdict.consent = Some(Consent::EqualResults);
        } else {
            verdict.outcome = Outcome::Held;
        }
    }
    if verdict.outcome == Outcome::Changed && verdict.consent.is_none() && plan.is_empty() {
        verdict.outcome = Outcome::Unchanged;
    }
    verdict
}

/// The newest decision that is about the same thing, if it refuses it.
pub(crate) fn refusal(decisions: &[Decision], same: impl Fn(&Decision) -> bool) -> Option<&Decision> {
    let refuses = |kind| matches!(kind, DecisionKind::Rejected | DecisionKind::RolledBack);
    let newest = decisions.iter().find(|decision| decision.kind == DecisionKind::Approved || same(decision))?;
    (refuses(newest.kind) && same(newest)).then_some(newest)
}

/// Equal for documents with the same records, whatever their order and serialisation.
fn fingerprint(refined: &Refined) -> ContentHash {
    let mut lines: Vec<(&str, &ContentHash)> =
        refined.records.iter().map(|record| (record.key.as_str(), &record.hash)).collect();
    lines.sort_unstable_by_key(|(key, _)| *key);
    let mut hasher = blake3::Hasher::new();
    for (key, hash) in lines {
        hasher.update(key.as_bytes()).update(&[0]).update(&hash.0);
    }
    ContentHash(*hasher.finalize().as_bytes())
}

/// Whether the held runs up to now gave this result on enough days in a row.
fn lasted(held: &[HeldRun], fingerprint: &ContentHash, now: DateTime<Utc>) -> bool {
    let equal = held.iter().take_while(|run| run.fingerprint == *fingerprint);
    let mut days: BTreeSet<_> = equal.map(|run| run.at.date_naive()).collect();
    days.insert(now.date_naive());
    days.len() >= DAYS_OF_GRACE
}

/// The readable diff of a held run: primary records, datasets first, then by key.
pub(crate) fn proposal(heads: &[RecordHead], refined: &Refined, plan: &Plan, verdict: &Verdict) -> Proposal {
    let old: HashMap<&str, &RecordHead> = heads.iter().map(|head| (head.key.as_str(), head)).collect();
    let primary = |kind| !matches!(kind, RecordKind::Shared | RecordKind::CatalogRecord | RecordKind::Remainder);
    let change = |record: &str, kind, change: &str, title: &Option<String>| ProposedChange {
        record: record.to_owned(),
        kind,
        change: change.to_owned(),
        title: title.clone(),
    };
    let mut changes = Vec::new();
    for record in refined.records.iter().filter(|record| plan.put.contains(&record.key) && primary(record.kind)) {
        let word = if old.contains_key(record.key.as_str()) { "changed" } else { "new" };
        changes.push(change(&record.key, record.kind, word, &record.meta.title));
    }
    for head in
        plan.withdraw.iter().chain(&plan.missing).chain(&plan.undescribed).filter_map(|key| old.get(key.as_str()))
    {
        if primary(head.kind) {
            changes.push(change(&head.key, head.kind, "withdrawn", &head.meta.title));
        }
    }
    let place = |kind| (kind != RecordKind::Dataset, kind);
    changes.sort_by(|a, b| (place(a.kind), &a.record).cmp(&(place(b.kind), &b.record)));
    let datasets = heads.iter().filter(|head| head.kind == RecordKind::Dataset).count();
    Proposal {
        reasons: verdict.alarm.reasons.clone(),
        before: datasets as u64,
        after: datasets_after(heads, refined, plan).len() as u64,
        changes,
        renames: verdict.renames.clone(),
        needs_person: verdict.alarm.needs_person,
    }
}

/// Reasons as one text per language.
pub(crate) fn join(reasons: &[LangText]) -> LangText {
    let all = |language: &str| reasons.iter().map(|reason| reason.text(language)).collect::<Vec<_>>().join("; ");
    LangText::sv_en(&all("sv"), &all("en"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: u32) -> DateTime<Utc> {
        format!("2026-11-{number:02}T04:00:00Z").parse().unwrap()
    }

    fn held(day_of_month: u32, result: u8) -> HeldRun {
        HeldRun {
            run: u64::from(day_of_month),
            at: day(day_of_month),
            fingerprint: ContentHash([result; 32]),
            proposal: Proposal::default(),
        }
    }

    #[test]
    fn three_days_in_a_row_with_equal_results_are_enough() {
        let same = ContentHash([1; 32]);
        assert!(lasted(&[held(2, 1), held(1, 1)], &same, day(3)));
        assert!(!lasted(&[held(2, 1), held(2, 1), held(2, 1)], &same, day(2)), "three runs on one day are not");
        assert!(!lasted(&[held(3, 1), held(2, 2), held(1, 1)], &same, day(4)), "another result between begins anew");
        assert!(!lasted(&[], &same, day(1)));
    }

    #[test]
    fn a_later_approval_ends_a_refusal() {
        let decision = |kind| Decision {
            kind,
            at: day(1),
            run: None,
            by: "operator".to_owned(),
            reason: String::new(),
            document: None,
            fingerprint: (kind == DecisionKind::Rejected).then_some(ContentHash([1; 32])),
        };
        let same = |decision: &Decision| decision.fingerprint == Some(ContentHash([1; 32]));
        let (rejected, approved) = (decision(DecisionKind::Rejected), decision(DecisionKind::Approved));
        assert!(refusal(std::slice::from_ref(&rejected), same).is_some());
        assert!(refusal(&[approved.clone(), rejected.clone()], same).is_none());
        assert!(refusal(&[rejected, approved], same).is_some());
        assert!(refusal(&[decision(DecisionKind::Restored)], same).is_none());
    }
}
