//! What an agency should fix first.

use super::frame::Context;
use super::html::{Link, Markup, Tagged};
use super::numbers::counted;
use super::paging::Paging;
use super::problems::PageProblem;
use super::texts::fill;
use model::{Finding, Severity, SourceId};
use std::collections::HashMap;

/// Findings read at most: a page must answer in time even for a source with a million of them.
const MOST: u64 = 20_000;

/// Findings per question to the journal.
const CHUNK: u64 = 2_000;

/// Groups per page.
const PER_PAGE: usize = 20;

/// Findings of one code per page.
const PER_CODE: usize = 100;

/// Examples per group.
const EXAMPLES: usize = 3;

/// Findings of a source, grouped.
#[derive(Debug)]
pub(crate) struct Findings {
    /// Groups of this page.
    pub(crate) groups: Vec<Group>,
    /// Whether there is nothing at all to complain about.
    pub(crate) none: bool,
    /// Says that not all were counted; empty = all.
    pub(crate) clipped: String,
    /// Links to the other pages.
    pub(crate) paging: Paging,
}

/// All findings of one code.
#[derive(Debug)]
pub(crate) struct OneCode {
    /// What they have in common; `examples` are those of this page.
    pub(crate) group: Group,
    /// Links to the other pages.
    pub(crate) paging: Paging,
}

/// All findings with the same code.
#[derive(Debug)]
pub(crate) struct Group {
    /// Code.
    pub(crate) code: String,
    /// Class for the colour, and the word.
    pub(crate) severity: (&'static str, &'static str),
    /// `12 gånger`.
    pub(crate) times: String,
    /// What is wrong, of the first one.
    pub(crate) message: Markup,
    /// How to fix it.
    pub(crate) fix: Option<Markup>,
    /// Where, for some.
    pub(crate) examples: Vec<Example>,
}

/// Where a finding is.
#[derive(Debug)]
pub(crate) struct Example {
    /// The record.
    pub(crate) record: Option<Link>,
    /// Property.
    pub(crate) path: Option<String>,
    /// Value.
    pub(crate) value: Option<String>,
    /// `rad 12`.
    pub(crate) place: Option<String>,
}

/// Current findings of a source: errors first, in each severity the most frequent first.
pub(crate) fn findings(context: &Context, source: &SourceId, page: u64) -> Result<Findings, PageProblem> {
    let (total, mut all) = read(context, source)?;
    let read = total.min(MOST);
    all.extend(context.reader.merge_findings.get(source).into_iter().flatten().cloned());
    let clipped = fill(context.t().findings_clipped, &[&context.count(read), &context.count(total)]);
    let mut findings = in_groups(context, all, page, &context.source_url(source));
    findings.clipped = if total > read { clipped } else { String::new() };
    Ok(findings)
}

/// One page of findings in groups; `address` is where they are shown.
pub(crate) fn in_groups(context: &Context, all: Vec<Finding>, page: u64, address: &str) -> Findings {
    let groups = grouped(all);
    let pages = groups.len().div_ceil(PER_PAGE) as u64;
    let skip = usize::try_from(page - 1).unwrap_or(usize::MAX).saturating_mul(PER_PAGE);
    let url = |page: u64| if page == 1 { address.to_owned() } else { format!("{address}?page={page}") };
    Findings {
        none: groups.is_empty(),
        groups: groups.iter().skip(skip).take(PER_PAGE).map(|members| group(context, members)).collect(),
        clipped: String::new(),
        paging: Paging::new(context, page, pages, url),
    }
}

/// Every finding of one code, a page at a time; `address` is where they are shown, with its query.
pub(crate) fn of_code(context: &Context, all: &[Finding], code: &str, page: u64, address: &str) -> Option<OneCode> {
    let members: Vec<&Finding> = all.iter().filter(|finding| finding.code == code).collect();
    let first = members.first()?;
    let pages = members.len().div_ceil(PER_CODE) as u64;
    let skip = usize::try_from(page - 1).unwrap_or(usize::MAX).saturating_mul(PER_CODE);
    let url = |page: u64| if page == 1 { address.to_owned() } else { format!("{address}&page={page}") };
    let mut group = group(context, std::slice::from_ref(first));
    group.times = counted(members.len() as u64, context.t().times_one, context.t().times_many, context.language);
    group.examples = members.iter().skip(skip).take(PER_CODE).filter_map(|finding| example(context, finding)).collect();
    Some(OneCode { group, paging: Paging::new(context, page, pages, url) })
}

fn read(context: &Context, source: &SourceId) -> Result<(u64, Vec<Finding>), PageProblem> {
    let (total, mut all) = context.state.journal.findings(source, 0, CHUNK)?;
    while (all.len() as u64) < total.min(MOST) {
        let (_, more) = context.state.journal.findings(source, all.len() as u64, CHUNK)?;
        if more.is_empty() {
            break;
        }
        all.extend(more);
    }
    Ok((total, all))
}

/// Findings by severity and code; worst severity first, then the most frequent, then by code.
fn grouped(findings: Vec<Finding>) -> Vec<Vec<Finding>> {
    let mut groups: HashMap<(Severity, String), Vec<Finding>> = HashMap::new();
    for finding in findings {
        groups.entry((finding.severity, finding.code.clone())).or_default().push(finding);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by(|((severity_a, code_a), a), ((severity_b, code_b), b)| {
        severity_a.cmp(severity_b).then(b.len().cmp(&a.len())).then_with(|| code_a.cmp(code_b))
    });
    groups.into_iter().map(|(_, members)| members).collect()
}

fn group(context: &Context, members: &[Finding]) -> Group {
    let (t, language, first) = (context.t(), context.language, &members[0]);
    let severity = match first.severity {
        Severity::Error => ("bad", t.severity_error),
        Severity::Warning => ("warn", t.severity_warning),
        Severity::Notice => ("calm", t.severity_notice),
    };
    let mut message = Tagged::best_or(&first.message, language, &first.code);
    if members.iter().any(|member| member.message != first.message) {
        message.text = without_iris(&message.text);
    }
    Group {
        code: first.code.clone(),
        severity,
        times: counted(members.len() as u64, t.times_one, t.times_many, language),
        message: Markup::message(&message),
        fix: Tagged::best(&first.fix, language).map(|fix| Markup::message(&fix)),
        examples: members.iter().filter_map(|finding| example(context, finding)).take(EXAMPLES).collect(),
    }
}

/// A message that stands for many: without the IRI of the one that it was written about.
fn without_iris(message: &str) -> String {
    let mut rest = message;
    let mut text = String::with_capacity(message.len());
    while let Some((before, after)) = rest.split_once(" `http") {
        let Some((_, behind)) = after.split_once('`') else { break };
        text.push_str(before);
        rest = behind;
    }
    text.push_str(rest);
    text
}

fn example(context: &Context, finding: &Finding) -> Option<Example> {
    let t = context.t();
    let place = finding.place.map(|place| match place.column {
        Some(column) => fill(t.finding_line_column, &[&place.line.to_string(), &column.to_string()]),
        None => fill(t.finding_line, &[&place.line.to_string()]),
    });
    let example = Example {
        record: finding.record.as_deref().map(|iri| record(context, iri)),
        path: finding.path.clone(),
        value: finding.value.clone(),
        place,
    };
    let says_something = example.record.is_some() || example.value.is_some() || example.place.is_some();
    says_something.then_some(example)
}

/// A link to the record's page here, with its title, else its IRI.
fn record(context: &Context, iri: &str) -> Link {
    let id = store::views::id_of(&context.reader.snapshot, iri);
    match id.and_then(|id| context.reader.summary(&id)) {
        Some(summary) => {
            let title = Tagged::best_or(&summary.title, context.language, iri);
            Link::internal(context.resource_url(&summary.id), title)
        }
        None => Link::text(Tagged::plain(iri)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_come_first_then_the_most_frequent() {
        let finding = |code: &str, severity| Finding::new(code, severity, "sv", "en");
        let groups = grouped(vec![
            finding("a-notice", Severity::Notice),
            finding("a-notice", Severity::Notice),
            finding("b-warning", Severity::Warning),
            finding("c-error", Severity::Error),
            finding("d-error", Severity::Error),
            finding("d-error", Severity::Error),
        ]);
        let order: Vec<_> = groups.iter().map(|members| (members[0].code.as_str(), members.len())).collect();
        assert_eq!(order, [("d-error", 2), ("c-error", 1), ("b-warning", 1), ("a-notice", 2)]);
    }

    #[test]
    fn a_message_for_many_names_none_of_them() {
        assert_eq!(
            without_iris("Distributionen `https://a.se/1` saknar licens (`dcterms:license`)."),
            "Distributionen saknar licens (`dcterms:license`)."
        );
        assert_eq!(without_iris("Adressen `ttps://x` är ingen."), "Adressen `ttps://x` är ingen.");
        assert_eq!(without_iris("Öppen `http"), "Öppen `http");
    }
}
