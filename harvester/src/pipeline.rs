//! One run: fetch, read, compare, guard. What it finds is written by the caller.

use crate::conclusion::Conclusion;
use crate::evaluate::{Answer, Known, evaluate, refine};
use crate::fetch::{Document, FetchError, FetchProgress, Fetched, NotRdf, recognise};
use crate::harvester::Harvester;
use crate::lanes::Turn;
use crate::lease::blocking;
use crate::verdict::refusal;
use crate::{Progress, RunOptions, Step, dry};
use chrono::{DateTime, Utc};
use model::control::Approval;
use model::{ContentHash, FindingCounts, LangText, Outcome, RunReport, SourceId};
use rdf::RawDocument;
use std::sync::Arc;
use std::time::Duration;
use store::journal::{Decision, DecisionKind, RevisionDraft, RunFilter, SourceEntry, Validators};
use store::{Journal, StoreError};

/// One run under way.
pub(crate) struct Run {
    pub(crate) harvester: Arc<Harvester>,
    pub(crate) entry: SourceEntry,
    pub(crate) options: RunOptions,
    pub(crate) started: DateTime<Utc>,
    pub(crate) progress: Arc<dyn Progress>,
    /// A person's consent to what is held.
    pub(crate) consent: Option<Approval>,
}

impl Run {
    /// Everything between begin and end. `Err` only for trouble with the journal.
    pub(crate) async fn conclude(self, mut turn: Turn) -> Result<Conclusion, StoreError> {
        let id = self.entry.source.id.clone();
        let known = Arc::new(self.known().await?);
        let fresh = self.must_read(&known);
        let conditional = (!fresh).then_some(&self.entry.validators);
        let listener = Listener { source: &id, progress: &*self.progress };
        let source = &self.entry.source;
        let asking = self.harvester.fetcher();
        let fetched = asking.fetch_as(&source.url, source.auth.as_ref(), conditional, &listener).await;
        turn.fetched();
        let document = match fetched {
            Ok(Fetched::NotModified) => return self.same(&known, None).await,
            Ok(Fetched::Document(document)) => *document,
            Err(error) => return Ok(self.not_fetched(&known, &error)),
        };
        if document.length() == 0 {
            return Ok(self.empty(&known, &document));
        }
        let validators = Validators {
            etag: document.etag.clone(),
            last_modified: document.last_modified.clone(),
            body: Some(document.hash),
            rules: rdf::RULES_VERSION,
        };
        let answer = Answer {
            url: document.url.clone(),
            content_type: document.content_type.clone(),
            status: document.status,
            transferred: document.transferred,
            validators,
            said: said(&document),
        };
        let set_back = |decision: &Decision| decision.document == Some(document.hash);
        if refusal(&known.decisions, set_back).is_some_and(|decision| decision.kind == DecisionKind::RolledBack) {
            return self.same(&known, Some(&answer)).await;
        }
        if !fresh && self.entry.validators.body == Some(document.hash) {
            return self.same(&known, Some(&answer)).await;
        }
        self.read(known, answer, document).await
    }

    async fn known(&self) -> Result<Known, StoreError> {
        let (journal, entry) = (Arc::clone(self.harvester.journal()), self.entry.clone());
        let (options, started, consent) = (self.options, self.started, self.consent.clone());
        blocking(move || {
            let id = entry.source.id.clone();
            let (heads, baseline) = (journal.record_heads(&id)?, journal.baseline(&id)?);
            let (held, decisions) = (journal.held_runs(&id)?, journal.decisions(&id)?);
            let purged = journal.purged_names()?.into_iter().collect();
            let before_new_rules = before_new_rules(&journal, &entry)?;
            Ok(Known { entry, heads, baseline, options, started, held, decisions, purged, consent, before_new_rules })
        })
        .await
    }

    /// Takes what is held as it is: the run of a person who said yes.
    pub(crate) async fn conclude_held(self, turn: Turn, held: RevisionDraft) -> Result<Conclusion, StoreError> {
        drop(turn); // nothing is fetched
        let known = Arc::new(self.known().await?);
        if known.held.is_empty() {
            let (sv, en) = ("det som väntade har avgjorts under tiden", "what was held has been settled meanwhile");
            let reason = Some(LangText::sv_en(sv, en));
            let mut settled = Conclusion::plain(&self.entry.source.id, self.started, Outcome::Rejected, reason);
            settled.report.datasets = known.datasets();
            return Ok(settled);
        }
        let validators = Validators {
            etag: None,
            last_modified: None,
            body: Some(ContentHash(*blake3::hash(&held.raw).as_bytes())),
            rules: rdf::RULES_VERSION,
        };
        let RevisionDraft { raw, content_type, url, .. } = held;
        let answer = Answer { url, content_type, status: None, transferred: 0, validators, said: Vec::new() };
        self.judge(known, answer, move || Ok(raw)).await
    }

    /// Whether "not modified" would not be enough of an answer: our rules changed, records wait to be missed a second
    /// time, or the last document was held and its findings are not those of the accepted one.
    fn must_read(&self, known: &Known) -> bool {
        let held = self.entry.last_report.as_ref().is_some_and(|report| report.outcome == Outcome::Held);
        held || self.entry.validators.rules != rdf::RULES_VERSION || known.heads.iter().any(|head| head.missing > 0)
    }

    fn not_fetched(&self, known: &Known, error: &FetchError) -> Conclusion {
        let mut conclusion = Conclusion::not_fetched(&self.entry, self.started, error);
        conclusion.report.datasets = known.datasets();
        conclusion
    }

    fn empty(&self, known: &Known, document: &Document) -> Conclusion {
        let reason = LangText::sv_en("svaret är tomt", "the answer is empty");
        let mut conclusion = Conclusion::plain(&self.entry.source.id, self.started, Outcome::Rejected, Some(reason));
        conclusion.report.datasets = known.datasets();
        conclusion.report.status = document.status;
        conclusion.report.bytes = document.transferred;
        conclusion
    }

    /// The document is the accepted one: what was said about it still holds.
    async fn same(&self, known: &Arc<Known>, answer: Option<&Answer>) -> Result<Conclusion, StoreError> {
        let (journal, source) = (Arc::clone(self.harvester.journal()), self.entry.source.id.clone());
        let last = self.entry.last_report.clone();
        let good = blocking(move || last_good(&journal, &source, last)).await?;
        let mut conclusion = Conclusion::plain(&self.entry.source.id, self.started, Outcome::Unchanged, None);
        conclusion.report.datasets = known.datasets();
        conclusion.report.unchanged = known.datasets();
        conclusion.report.status = Some(304);
        conclusion.report.complete = true;
        conclusion.missing = known.pending();
        if let Some(good) = good {
            conclusion.report.complete = good.complete;
            conclusion.report.findings = good.findings;
            conclusion.report.format = good.format;
        }
        if let Some(answer) = answer {
            conclusion.report.status = answer.status;
            conclusion.report.bytes = answer.transferred;
            conclusion.validators = Some(answer.validators.clone());
        }
        Ok(conclusion)
    }

    async fn read(&self, known: Arc<Known>, answer: Answer, document: Document) -> Result<Conclusion, StoreError> {
        self.progress.step(&self.entry.source.id, Step::Reading { bytes: document.length() });
        self.judge(known, answer, move || document.read()).await
    }

    /// Reads and compares on a thread that may block, as many at a time as there are cores.
    async fn judge(
        &self,
        known: Arc<Known>,
        answer: Answer,
        document: impl FnOnce() -> std::io::Result<Vec<u8>> + Send + 'static,
    ) -> Result<Conclusion, StoreError> {
        let permit = Arc::clone(self.harvester.readers()).acquire_owned().await.ok();
        let journal = Arc::clone(self.harvester.journal());
        let (progress, source) = (Arc::clone(&self.progress), self.entry.source.id.clone());
        let (shared, sent) = (Arc::clone(&known), answer.clone());
        let worked = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let bytes = document().map_err(|cause| Trouble::Disk(cause.to_string()))?;
            if let Some(found) = recognise(&bytes, &shared.entry.source.url, &sent.url) {
                return Ok(not_rdf(&shared, &sent, &found));
            }
            let refined = refine(&shared, &sent, &bytes);
            progress.step(&source, Step::Comparing { records: refined.records.len() });
            let mut evaluation = evaluate(&shared, &sent, refined, bytes);
            if shared.options.dry_run {
                evaluation.conclusion.diff = dry::diff(&journal, &shared, &evaluation).map_err(Trouble::Journal)?;
            }
            Ok(evaluation.conclusion)
        });
        match worked.await {
            Ok(Ok(conclusion)) => Ok(conclusion),
            Ok(Err(Trouble::Journal(error))) => Err(error),
            Ok(Err(Trouble::Disk(cause))) => Ok(self.unreadable_spool(&known, &cause)),
            Err(panicked) => Ok(self.failed_reading(&known, &answer, panicked)),
        }
    }

    fn unreadable_spool(&self, known: &Known, cause: &str) -> Conclusion {
        let (sv, en) = ("det hämtade svaret kunde inte läsas från disk", "the answer could not be read from disk");
        let mut conclusion = Conclusion::our_fault(&self.entry.source.id, self.started, sv, en, cause);
        conclusion.report.datasets = known.datasets();
        conclusion
    }

    /// A document that our reader fails on is rejected; the old revision stays.
    fn failed_reading(&self, known: &Known, answer: &Answer, failed: tokio::task::JoinError) -> Conclusion {
        let cause = panic_text(failed);
        let (sv, en) =
            ("läsaren klarade inte dokumentet (ett fel i Skörd)", "the reader failed on it (a bug in Skörd)");
        tracing::error!(source = %self.entry.source.id, "{}: {en}: {cause}", self.entry.source.id);
        let mut conclusion = Conclusion::our_fault(&self.entry.source.id, self.started, sv, en, &cause);
        conclusion.report.outcome = Outcome::Rejected;
        conclusion.report.datasets = known.datasets();
        conclusion.report.bytes = answer.transferred;
        conclusion.report.status = answer.status;
        conclusion
    }
}

/// A page or an error message in place of a catalog.
fn not_rdf(known: &Known, answer: &Answer, found: &NotRdf) -> Conclusion {
    let source = &known.entry.source.id;
    let mut conclusion = Conclusion::plain(source, known.started, Outcome::Rejected, Some(found.reason()));
    conclusion.findings = vec![found.finding(&answer.url)];
    conclusion.report.findings = FindingCounts::of(&conclusion.findings);
    conclusion.report.datasets = known.datasets();
    conclusion.report.bytes = answer.transferred;
    conclusion.report.status = answer.status;
    conclusion
}

/// Why a document could not be judged.
enum Trouble {
    Disk(String),
    Journal(StoreError),
}

/// Headers that tell about the server and the document, for the report.
fn said(document: &Document) -> Vec<(String, String)> {
    let known = [
        ("content-type", &document.content_type),
        ("etag", &document.etag),
        ("last-modified", &document.last_modified),
        ("server", &document.server),
    ];
    let present = known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)));
    present.collect()
}

/// What the accepted document becomes under our present rules, to tell our changes from the source's.
fn before_new_rules(journal: &Journal, entry: &SourceEntry) -> Result<Vec<(String, ContentHash)>, StoreError> {
    if entry.revision == 0 || entry.validators.rules == rdf::RULES_VERSION {
        return Ok(Vec::new());
    }
    let Some(document) = journal.raw_document(&entry.source.id)? else { return Ok(Vec::new()) };
    let RevisionDraft { raw, content_type, url, .. } = document;
    let raw = RawDocument { bytes: &raw, content_type: content_type.as_deref(), url: &url };
    let read = std::panic::catch_unwind(|| rdf::refine(&raw, &entry.source.id));
    let records = read.map(|refined| refined.records).unwrap_or_default();
    Ok(records.into_iter().map(|record| (record.key, record.hash)).collect())
}

/// What a panic said.
fn panic_text(failed: tokio::task::JoinError) -> String {
    let Ok(payload) = failed.try_into_panic() else { return "stopped".to_owned() };
    payload_text(&*payload)
}

/// The text in a panic's payload.
pub(crate) fn payload_text(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no text".to_owned())
}

/// The last report about a document that was accepted or equal to the accepted one.
fn last_good(journal: &Journal, source: &SourceId, last: Option<RunReport>) -> Result<Option<RunReport>, StoreError> {
    if last.as_ref().is_none_or(|report| report.outcome.is_fine()) {
        return Ok(last);
    }
    let (_, runs) = journal.runs(&RunFilter { source: Some(source.clone()), offset: 0, limit: 100 })?;
    Ok(runs.into_iter().find(|report| report.outcome.is_fine()))
}

/// Passes on what the fetch says.
struct Listener<'a> {
    source: &'a SourceId,
    progress: &'a dyn Progress,
}

impl FetchProgress for Listener<'_> {
    fn received(&self, bytes: u64, total: Option<u64>) {
        self.progress.step(self.source, Step::Fetching { bytes, total });
    }

    fn retrying(&self, attempt: u32, wait: Duration, error: &FetchError) {
        tracing::info!(source = %self.source, attempt, "{}: {error}; trying again in {wait:.1?}", self.source);
        self.progress.step(self.source, Step::Retrying { attempt, wait });
    }
}
