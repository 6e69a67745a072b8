//! What checks of addresses found, on the pages of a source and of a dataset.

use super::frame::Context;
use super::html::{Link, Tagged};
use super::link_texts::{self, Texts};
use super::problems::PageProblem;
use super::texts::fill;
use crate::links::findings_of;
use model::{Finding, Severity, SourceId};
use store::views::LinkRecord;

/// Problems shown; the list as JSON and CSV has them all.
const SHOWN: usize = 20;

/// A section about addresses.
pub(crate) struct LinkProblems {
    /// Texts.
    pub(crate) t: &'static Texts,
    /// How many addresses were checked and how many answer.
    pub(crate) summary: String,
    /// Kinds of problems, worst first.
    pub(crate) groups: Vec<LinkGroup>,
    /// Says that there are more; empty = no.
    pub(crate) more: String,
    /// Everything as CSV.
    pub(crate) csv: String,
    /// Everything as JSON.
    pub(crate) json: String,
}

/// Problems of one code.
pub(crate) struct LinkGroup {
    /// Class for the colour, and the word.
    pub(crate) severity: (&'static str, &'static str),
    /// What to do.
    pub(crate) fix: Option<Tagged>,
    /// What is wrong with which address.
    pub(crate) items: Vec<LinkItem>,
}

/// One address.
pub(crate) struct LinkItem {
    /// What is wrong.
    pub(crate) message: Tagged,
    /// The address.
    pub(crate) address: Link,
    /// The dataset that gives it, on the page of a source.
    pub(crate) record: Option<Link>,
}

/// Of a source; `None` while none of its addresses was checked.
pub(crate) fn of_source(context: &Context, source: &SourceId) -> Result<Option<LinkProblems>, PageProblem> {
    let query = format!("source={}", super::query::encode(source.as_str()));
    section(context, &|record| record.source == *source, &query, true)
}

/// Of a dataset, series or service; `None` while none of its addresses was checked.
pub(crate) fn of_resource(context: &Context, id: &str) -> Result<Option<LinkProblems>, PageProblem> {
    let query = format!("dataset={}", super::query::encode(id));
    section(context, &|record| record.id == id, &query, false)
}

fn section(
    context: &Context,
    wanted: &dyn Fn(&LinkRecord) -> bool,
    query: &str,
    with_record: bool,
) -> Result<Option<LinkProblems>, PageProblem> {
    let (t, reader) = (link_texts::of(context.language), &context.reader);
    let targets = reader.link_targets();
    let urls: Vec<&str> = targets.addresses(|_, record| wanted(record)).collect();
    let entries = context.state.journal.links_of(&urls)?;
    let checked = entries.iter().filter(|entry| entry.last.is_some()).count();
    if checked == 0 {
        return Ok(None);
    }
    let answering = entries.iter().filter(|entry| entry.row.state.outcome == Some(model::LinkOutcome::Answers)).count();
    let found = findings_of(&entries, &targets, context.state.clock.now(), wanted);
    let number = |number: usize| context.count(number as u64);
    let left = found.len().saturating_sub(SHOWN);
    let address = |form: &str| context.plain_url(&format!("/api/v1/links?{query}{form}"));
    Ok(Some(LinkProblems {
        t,
        summary: fill(t.summary, &[&number(answering), &number(checked), &number(urls.len())]),
        groups: groups(context, &found[..found.len().min(SHOWN)], with_record),
        more: if left > 0 { fill(t.more, &[&number(left)]) } else { String::new() },
        csv: address("&format=csv"),
        json: address(""),
    }))
}

/// Neighbours of one code together; the findings are sorted by severity and code.
fn groups(context: &Context, found: &[Finding], with_record: bool) -> Vec<LinkGroup> {
    let t = context.t();
    found
        .chunk_by(|a, b| (a.severity, &a.code) == (b.severity, &b.code))
        .map(|members| LinkGroup {
            severity: match members[0].severity {
                Severity::Error => ("bad", t.severity_error),
                Severity::Warning => ("warn", t.severity_warning),
                Severity::Notice => ("calm", t.severity_notice),
            },
            fix: Tagged::best(&members[0].fix, context.language),
            items: members.iter().map(|finding| item(context, finding, with_record)).collect(),
        })
        .collect()
}

fn item(context: &Context, finding: &Finding, with_record: bool) -> LinkItem {
    let record = finding.record.as_ref().filter(|_| with_record).and_then(|iri| {
        let id = store::views::id_of(&context.reader.snapshot, iri)?;
        let summary = context.reader.summary(&id)?;
        let title = Tagged::best_or(&summary.title, context.language, context.t().untitled);
        Some(Link::internal(context.resource_url(&id), title))
    });
    LinkItem {
        message: Tagged::best_or(&finding.message, context.language, &finding.code),
        address: Link::bare(finding.value.as_deref().unwrap_or_default()),
        record,
    }
}
