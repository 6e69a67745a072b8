//! What the provenance graph says about one run; a run's own document says the same.

use chrono::{SecondsFormat, TimeDelta};
use model::ns::{dcterms, prov, rdf, skord};
use model::{RunReport, Source};
use oxrdf::vocab::xsd;
use oxrdf::{Literal, NamedNode, NamedNodeRef, Term, Triple};

/// IRI of a run, which is also the address of its report.
pub fn run_iri(base_url: &str, run: u64) -> String {
    format!("{base_url}runs/{run}")
}

/// A run as PROV-O: an activity with start and end, what it used, what came of it and how it counts. Who ordered it is
/// not said: names of people are not public.
pub fn run_triples(base_url: &str, source: &Source, report: &RunReport) -> Vec<Triple> {
    let mut about = About { subject: NamedNode::new_unchecked(run_iri(base_url, report.run)), triples: Vec::new() };
    let millis = TimeDelta::try_milliseconds(whole_millis(report.seconds)).unwrap_or_default();
    let time = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
    about.iri(rdf::TYPE, prov::ACTIVITY);
    about.iri(skord::HARVESTED, &format!("{base_url}graph/source/{}", source.id));
    about.location(prov::USED, &source.url);
    about.typed(prov::STARTED_AT_TIME, &time(report.started), xsd::DATE_TIME);
    about.typed(prov::ENDED_AT_TIME, &time(report.started + millis), xsd::DATE_TIME);
    about.text(skord::OUTCOME, report.outcome.as_str());
    for (language, text) in report.reason.iter().flat_map(|reason| &reason.0) {
        let literal = Literal::new_language_tagged_literal_unchecked(text, language);
        about.push(dcterms::DESCRIPTION, literal);
    }
    about.typed(skord::COMPLETE, if report.complete { "true" } else { "false" }, xsd::BOOLEAN);
    about.counts(report);
    if report.detail.by.is_some() {
        about.typed(skord::ORDERED, "true", xsd::BOOLEAN);
    }
    about.triples
}

/// Triples about one run.
struct About {
    subject: NamedNode,
    triples: Vec<Triple>,
}

impl About {
    fn push(&mut self, predicate: &str, object: impl Into<Term>) {
        self.triples.push(Triple::new(self.subject.clone(), NamedNode::new_unchecked(predicate), object));
    }

    fn iri(&mut self, predicate: &str, object: &str) {
        self.push(predicate, NamedNode::new_unchecked(object));
    }

    fn text(&mut self, predicate: &str, object: &str) {
        self.push(predicate, Literal::new_simple_literal(object));
    }

    fn typed(&mut self, predicate: &str, object: &str, datatype: NamedNodeRef<'_>) {
        self.push(predicate, Literal::new_typed_literal(object, datatype));
    }

    fn number(&mut self, predicate: &str, number: u64) {
        self.typed(predicate, &number.to_string(), xsd::INTEGER);
    }

    fn location(&mut self, predicate: &str, url: &str) {
        self.push(predicate, location(url));
    }

    fn counts(&mut self, report: &RunReport) {
        let detail = &report.detail;
        let counts = [
            (skord::SEQ, report.seq.0),
            (skord::REVISION, detail.revision),
            (skord::DATASETS, report.datasets),
            (skord::NEW, report.new),
            (skord::CHANGED, report.changed),
            (skord::UNCHANGED, report.unchanged),
            (skord::WITHDRAWN, report.withdrawn),
            (skord::NEW_BY_US, detail.by_us.new),
            (skord::CHANGED_BY_US, detail.by_us.changed),
            (skord::WITHDRAWN_BY_US, detail.by_us.withdrawn),
            (skord::HELD, detail.held),
            (skord::REPAIRED, detail.repaired),
            (skord::DROPPED, detail.dropped),
            (skord::BYTES, report.bytes),
            (skord::ERRORS, report.findings.error),
            (skord::WARNINGS, report.findings.warning),
            (skord::NOTICES, report.findings.notice),
        ];
        for (predicate, number) in counts {
            self.number(predicate, number);
        }
        if let Some(status) = report.status {
            self.number(skord::HTTP_STATUS, u64::from(status));
        }
    }
}

/// Seconds of a run as milliseconds; a run never takes longer than weeks.
#[expect(clippy::cast_possible_truncation, reason = "clamped to a range that fits")]
fn whole_millis(seconds: f64) -> i64 {
    (seconds * 1000.0).round().clamp(0.0, 1e12) as i64
}

/// A source's URL as an IRI, or as text when an operator wrote something that is none (`file://` with spaces). User
/// names and passwords that some operators put there are nobody's business.
pub(super) fn location(url: &str) -> Term {
    let public = without_credentials(url);
    match NamedNode::new(&public) {
        Ok(iri) => iri.into(),
        Err(_) => Literal::new_simple_literal(public).into(),
    }
}

/// The URL without what stands before an `@` in its authority.
fn without_credentials(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest[..end].rfind('@') {
        Some(at) => format!("{scheme}://{}", &rest[at + 1..]),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_published() {
        for (url, public) in [
            ("https://me:secret@x.se/a@b", "https://x.se/a@b"),
            ("https://x.se/a@b", "https://x.se/a@b"),
            ("https://x.se?mail=a@b", "https://x.se?mail=a@b"),
            ("file:///tmp/x", "file:///tmp/x"),
        ] {
            assert_eq!(without_credentials(url), public);
        }
        assert!(matches!(location("file:///a b"), Term::Literal(_)));
    }
}
