//! One run: fetch, read, compare, guard. What it finds is written by the caller.

use crate::conclusion::Conclusion;
use crate::evaluate::{Answer, Known, evaluate, refine};
use crate::fetch::{Document, FetchError, FetchProgress, Fetched, NotRdf, recognise};
use crate::harvester::Harvester;
use crate::lanes::Turn;
use crate::lease::blocking;
use crate::parts::{self, Missing, Part};
use crate::verdict::refusal;
use crate::{Progress, RunOptions, Step, dry};
use chrono::{DateTime, Utc};
use model::control::Approval;
use model::{ContentHash, Finding, FindingCounts, LangText, Outcome, RunReport, Severity, SourceId};
use rdf::Refined;
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
        // Parts may have changed though the document did not.
        let conditional = (!fresh && !known.has_parts).then_some(&self.entry.validators);
        let listener = Listener { source: &id, progress: &*self.progress };
        let source = &self.entry.source;
        let asking = self.harvester.fetcher();
        let fetched = asking.fetch_as(&source.url, source.auth.as_ref(), conditional, &listener).await;
        let document = match fetched {
            Ok(Fetched::NotModified) => return self.same(&known, None).await,
            Ok(Fetched::Document(document)) => *document,
            Err(error) => return Ok(self.not_fetched(&known, &error)),
        };
        if document.length() == 0 {
            return Ok(self.empty(&known, &document));
        }
        let answer = answer_of(&document);
        if let Some(conclusion) = self.known_already(&known, &answer, fresh).await? {
            return Ok(conclusion);
        }
        if !known.has_parts {
            turn.fetched(); // others may fetch while this one is read
        }
        self.progress.step(&id, Step::Reading { bytes: document.length() });
        let (answer, material) = match self.gather(&known, answer, document, &listener).await {
            Ok(gathered) => gathered,
            Err(conclusion) => return Ok(*conclusion),
        };
        turn.fetched();
        if let Material::Parts(_) = material
            && answer.missing.is_empty()
            && let Some(conclusion) = self.known_already(&known, &answer, fresh).await?
        {
            return Ok(conclusion);
        }
        self.judge(known, answer, material).await
    }

    /// The end of a run whose document is the accepted one, or one that was set back and is not to be taken again.
    async fn known_already(
        &self,
        known: &Arc<Known>,
        answer: &Answer,
        fresh: bool,
    ) -> Result<Option<Conclusion>, StoreError> {
        let set_back = |decision: &Decision| decision.document.is_some() && decision.document == answer.validators.body;
        let refused = refusal(&known.decisions, set_back);
        let stays = refused.is_some_and(|decision| decision.kind == DecisionKind::RolledBack);
        let same = answer.validators.body.is_some() && self.entry.validators.body == answer.validators.body;
        if stays || (!fresh && same) {
            return self.same(known, Some(answer)).await.map(Some);
        }
        Ok(None)
    }

    /// Reads the document once and fetches the sub-catalogs that it leaves to their own addresses.
    async fn gather(
        &self,
        known: &Arc<Known>,
        mut answer: Answer,
        document: Document,
        listener: &Listener<'_>,
    ) -> Result<(Answer, Material), Box<Conclusion>> {
        let permit = Arc::clone(self.harvester.readers()).acquire_owned().await.ok();
        let (shared, sent) = (Arc::clone(known), answer.clone());
        let worked = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let bytes = document.read().map_err(Unusable::Disk)?;
            if let Some(found) = recognise(&bytes, &shared.entry.source.url, &sent.url) {
                return Err(Unusable::NotRdf(found));
            }
            let refined = refine(&shared, &sent, &bytes);
            let stubs = parts::stubs(&refined, &sent.url);
            Ok((bytes, refined, stubs))
        });
        let (bytes, refined, stubs) = match worked.await {
            Ok(Ok(read)) => read,
            Ok(Err(Unusable::Disk(cause))) => return Err(Box::new(self.unreadable_spool(known, &cause.to_string()))),
            Ok(Err(Unusable::NotRdf(found))) => return Err(Box::new(not_rdf(known, &answer, &found))),
            Err(panicked) => return Err(Box::new(self.failed_reading(known, &answer, panicked))),
        };
        if stubs.is_empty() {
            return Ok((answer, Material::Read(Box::new(refined), bytes)));
        }
        let url = self.entry.source.url.clone();
        let mut all =
            vec![Part { name: url, url: answer.url.clone(), content_type: answer.content_type.take(), bytes }];
        let before = self.parts_before().await;
        for stub in stubs {
            match self.part(&stub, &mut answer, listener).await {
                Ok(part) => all.push(part),
                Err(reason) => {
                    let kept = before.iter().find(|part| part.name == stub).cloned();
                    answer.missing.push(Missing { name: stub, reason, kept: kept.is_some() });
                    all.extend(kept);
                }
            }
        }
        let joined = parts::join(&all);
        answer.content_type = Some(parts::CONTENT_TYPE.to_owned());
        answer.validators = Validators {
            etag: None,
            last_modified: None,
            // The same bytes with nothing missing are another reading: it may withdraw.
            body: answer.missing.is_empty().then(|| ContentHash(*blake3::hash(&joined).as_bytes())),
            rules: rdf::RULES_VERSION,
        };
        Ok((answer, Material::Parts(joined)))
    }

    /// One sub-catalog from its own address; the reason if it cannot be had.
    async fn part(&self, iri: &str, answer: &mut Answer, listener: &Listener<'_>) -> Result<Part, LangText> {
        let source = &self.entry.source;
        let same_origin = url::Url::parse(iri).ok().map(|url| url.origin())
            == url::Url::parse(&source.url).ok().map(|url| url.origin());
        let auth = source.auth.as_ref().filter(|_| same_origin);
        let fetched = self.harvester.fetcher().fetch_as(iri, auth, None, listener).await;
        let empty = || LangText::sv_en("svaret är tomt", "the answer is empty");
        let document = match fetched.map_err(|error| error.reason())? {
            Fetched::Document(document) if document.length() > 0 => *document,
            _ => return Err(empty()),
        };
        answer.transferred += document.transferred;
        let (url, content_type) = (document.url.clone(), document.content_type.clone());
        let bytes = tokio::task::spawn_blocking(move || document.read()).await;
        let bytes = bytes.ok().and_then(Result::ok).ok_or_else(empty)?;
        let part = Part { name: iri.to_owned(), url, content_type, bytes };
        if parts::is_catalog(&part) {
            Ok(part)
        } else {
            Err(LangText::sv_en("svaret är ingen katalog i RDF", "the answer is no catalog in RDF"))
        }
    }

    /// The parts of the accepted document.
    async fn parts_before(&self) -> Vec<Part> {
        let (journal, id) = (Arc::clone(self.harvester.journal()), self.entry.source.id.clone());
        let raw = blocking(move || journal.raw_document(&id)).await;
        let Ok(Some(raw)) = raw else { return Vec::new() };
        if raw.content_type.as_deref() == Some(parts::CONTENT_TYPE) { parts::separate(&raw.raw) } else { Vec::new() }
    }

    async fn known(&self) -> Result<Known, StoreError> {
        let (journal, entry) = (Arc::clone(self.harvester.journal()), self.entry.clone());
        let (options, started, consent) = (self.options, self.started, self.consent.clone());
        blocking(move || {
            let id = entry.source.id.clone();
            if !options.dry_run {
                crate::measure::catch_up(&journal, &id)?;
            }
            let (heads, baseline) = (journal.record_heads(&id)?, journal.baseline(&id)?);
            let (held, decisions) = (journal.held_runs(&id)?, journal.decisions(&id)?);
            let purged = journal.purged_names()?.into_iter().collect();
            let before_new_rules = before_new_rules(&journal, &entry)?;
            let has_parts = journal.raw_content_type(&id)?.as_deref() == Some(parts::CONTENT_TYPE);
            Ok(Known {
                entry,
                heads,
                baseline,
                options,
                started,
                held,
                decisions,
                purged,
                consent,
                before_new_rules,
                has_parts,
            })
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
        let (said, missing) = (Vec::new(), Vec::new());
        let answer = Answer { url, content_type, status: None, transferred: 0, validators, said, missing };
        self.judge(known, answer, Material::Parts(raw)).await
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
        let finding = Finding::new("fetch-empty", Severity::Error, reason.text("sv"), reason.text("en"))
            .with_value(&document.url)
            .with_fix(
                "Låt servern svara med katalogen, eller med ett fel (500).",
                "Let the server answer with the catalog, or with an error (500).",
            );
        let mut conclusion = Conclusion::plain(&self.entry.source.id, self.started, Outcome::Rejected, Some(reason));
        conclusion.findings = vec![finding];
        conclusion.report.findings = FindingCounts::of(&conclusion.findings);
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

    /// Compares on a thread that may block, as many at a time as there are cores.
    async fn judge(&self, known: Arc<Known>, answer: Answer, material: Material) -> Result<Conclusion, StoreError> {
        let permit = Arc::clone(self.harvester.readers()).acquire_owned().await.ok();
        let journal = Arc::clone(self.harvester.journal());
        let (progress, source) = (Arc::clone(&self.progress), self.entry.source.id.clone());
        let (shared, sent) = (Arc::clone(&known), answer.clone());
        let worked = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let (refined, bytes) = match material {
                Material::Read(refined, bytes) => (*refined, bytes),
                Material::Parts(bytes) => (refine(&shared, &sent, &bytes), bytes),
            };
            progress.step(&source, Step::Comparing { records: refined.records.len() });
            let mut evaluation = evaluate(&shared, &sent, refined, bytes);
            if shared.options.dry_run {
                evaluation.conclusion.diff = dry::diff(&journal, &shared, &evaluation)?;
            }
            Ok(evaluation.conclusion)
        });
        match worked.await {
            Ok(Ok(conclusion)) => Ok(conclusion),
            Ok(Err(error)) => Err(error),
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

/// Why a document is not even read as RDF.
enum Unusable {
    Disk(std::io::Error),
    NotRdf(NotRdf),
}

/// What a run judges.
enum Material {
    /// A document that was read already.
    Read(Box<Refined>, Vec<u8>),
    /// A document as the archive keeps it, perhaps with parts.
    Parts(Vec<u8>),
}

fn answer_of(document: &Document) -> Answer {
    Answer {
        url: document.url.clone(),
        content_type: document.content_type.clone(),
        status: document.status,
        transferred: document.transferred,
        validators: Validators {
            etag: document.etag.clone(),
            last_modified: document.last_modified.clone(),
            body: Some(document.hash),
            rules: rdf::RULES_VERSION,
        },
        said: said(document),
        missing: Vec::new(),
    }
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
    let read = std::panic::catch_unwind(|| parts::refine(&raw, content_type.as_deref(), &url, &entry.source.id));
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
