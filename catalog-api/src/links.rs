//! What there is to tell about addresses: from what checks found and what the metadata say, in words for people.

use crate::Published;
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use model::link::{LinkAnswer, LinkCheck};
use model::view::FormatView;
use model::vocabularies::formats;
use model::{Finding, LangText, LinkOutcome, Severity, SourceId};
use store::journal::LinkEntry;
use store::views::{LinkProperty, LinkRecord, LinkTargets, LinkUse};
use store::{Journal, StoreError};

/// A certificate that expires within so long is told.
const EXPIRING: TimeDelta = TimeDelta::days(30);

/// Something to tell about one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LinkProblem {
    /// `link-gone`, `link-format` …
    pub(crate) code: String,
    /// How much it matters.
    pub(crate) severity: Severity,
    /// What.
    pub(crate) message: LangText,
    /// What to do.
    pub(crate) fix: LangText,
}

impl LinkProblem {
    fn new(code: &str, severity: Severity, [sv, en]: [String; 2], [fix_sv, fix_en]: [&str; 2]) -> Self {
        Self {
            code: format!("link-{code}"),
            severity,
            message: LangText::sv_en(&sv, &en),
            fix: LangText::sv_en(fix_sv, fix_en),
        }
    }

    /// As a finding about a record.
    pub(crate) fn finding(&self, url: &str, property: LinkProperty, record: &LinkRecord) -> Finding {
        let mut finding = Finding::new(&self.code, self.severity, self.message.text("sv"), self.message.text("en"))
            .with_record(&record.iri)
            .with_path(property.iri())
            .with_value(url);
        finding.fix = self.fix.clone();
        finding
    }
}

/// Everything to tell about an address; `places` are where it is given.
pub(crate) fn problems<'u>(
    entry: &LinkEntry,
    places: impl IntoIterator<Item = &'u LinkUse>,
    now: DateTime<Utc>,
) -> Vec<LinkProblem> {
    let Some(last) = &entry.last else { return Vec::new() };
    let mut all: Vec<LinkProblem> = failure(entry, last).into_iter().collect();
    if last.outcome == LinkOutcome::Answers {
        all.extend(moved(last));
        for place in places {
            all.extend(wrong_format(last, place));
            all.extend(wrong_size(last, place));
        }
    }
    all.extend(expiring(last, now));
    all.sort_by(|a, b| (a.severity, &a.code).cmp(&(b.severity, &b.code)));
    all.dedup();
    all
}

/// "Adressen finns inte sedan 3 november 2026 (404)".
fn failure(entry: &LinkEntry, last: &LinkCheck) -> Option<LinkProblem> {
    if last.outcome == LinkOutcome::Answers {
        return None;
    }
    let state = &entry.row.state;
    let severity = match (state.answer, last.outcome.verdict()) {
        (LinkAnswer::Broken, _) => Severity::Error,
        (_, None) => Severity::Warning,
        _ => Severity::Notice,
    };
    let since = state.failing_since.or(state.since).unwrap_or(last.at);
    let [day_sv, day_en] = day(since);
    let status = last.status.map(|status| format!(" ({status})")).unwrap_or_default();
    let label = last.outcome.label();
    let (sv, en) = (label.text("sv"), label.text("en"));
    let message = [format!("{sv} sedan {day_sv}{status}"), format!("{en} since {day_en}{status}")];
    let advice = last.outcome.advice();
    Some(LinkProblem::new(last.outcome.as_str(), severity, message, [advice.text("sv"), advice.text("en")]))
}

fn moved(last: &LinkCheck) -> Option<LinkProblem> {
    let target = last.final_url.as_ref().filter(|_| last.moved)?;
    let message =
        [format!("Adressen har flyttat för gott till {target}"), format!("The address has moved for ever to {target}")];
    Some(LinkProblem::new(
        "moved",
        Severity::Notice,
        message,
        ["Skriv den nya adressen i metadata.", "Write the new address in the metadata."],
    ))
}

/// What comes is of another format than what is said. A page in place of a file is worse than another kind of file; an
/// access address may well be a page.
fn wrong_format(last: &LinkCheck, place: &LinkUse) -> Option<LinkProblem> {
    if !matches!(place.property, LinkProperty::DownloadUrl | LinkProperty::AccessUrl) || place.formats.is_empty() {
        return None;
    }
    let sent = last.content_type.as_deref()?.split(';').next()?.trim();
    let real = formats::find(sent)?;
    if place.formats.iter().any(|declared| agree(real, declared)) {
        return None;
    }
    let page = real.value == "html";
    if place.property == LinkProperty::AccessUrl && !page {
        return None; // an address of a service, whose answers depend on what is asked
    }
    let severity =
        if page && place.property == LinkProperty::DownloadUrl { Severity::Warning } else { Severity::Notice };
    let declared: Vec<&str> = place.formats.iter().map(|format| format.label.as_str()).collect();
    let declared = declared.join(", ");
    let message = [
        format!("Adressen svarar med {sent}, men metadata säger {declared}"),
        format!("The address answers with {sent}, but the metadata say {declared}"),
    ];
    Some(LinkProblem::new(
        "format",
        severity,
        message,
        [
            "Rätta formatet i metadata, eller adressen så att den leder till filen.",
            "Correct the format in the metadata, or the address so that it leads to the file.",
        ],
    ))
}

/// Whether an answer's media type can be what is declared. Media types that say little contradict nothing.
fn agree(real: &formats::Format, declared: &FormatView) -> bool {
    match real.group {
        "text" | "zip" | "binary" => true,
        "xml" => !matches!(declared.group.as_str(), "csv" | "json" | "geojson" | "excel" | "pdf"),
        "json" => matches!(declared.group.as_str(), "json" | "geojson" | "rdf") || declared.value.contains("json"),
        group => group == declared.group || real.value == declared.value,
    }
}

fn wrong_size(last: &LinkCheck, place: &LinkUse) -> Option<LinkProblem> {
    let (real, declared) = (last.length?, place.byte_size?);
    let slack = declared / 100;
    if real.abs_diff(declared) <= slack {
        return None;
    }
    let message = [
        format!("Filen är {real} byte, men metadata säger {declared}"),
        format!("The file has {real} bytes, but the metadata say {declared}"),
    ];
    Some(LinkProblem::new(
        "size",
        Severity::Notice,
        message,
        ["Rätta byteSize, eller lämna bort den.", "Correct byteSize, or leave it out."],
    ))
}

fn expiring(last: &LinkCheck, now: DateTime<Utc>) -> Option<LinkProblem> {
    let end = last.certificate_expires.filter(|end| *end - now <= EXPIRING)?;
    let [day_sv, day_en] = day(end);
    let message =
        [format!("Serverns certifikat går ut {day_sv}"), format!("The certificate of the server expires {day_en}")];
    Some(LinkProblem::new(
        "certificate-expires",
        Severity::Warning,
        message,
        [
            "Be den som sköter servern att förnya certifikatet.",
            "Ask those who run the server to renew the certificate.",
        ],
    ))
}

const MONTHS: [[&str; 2]; 12] = [
    ["januari", "January"],
    ["februari", "February"],
    ["mars", "March"],
    ["april", "April"],
    ["maj", "May"],
    ["juni", "June"],
    ["juli", "July"],
    ["augusti", "August"],
    ["september", "September"],
    ["oktober", "October"],
    ["november", "November"],
    ["december", "December"],
];

/// `3 november 2026`, in both languages; a day in Sweden.
fn day(at: DateTime<Utc>) -> [String; 2] {
    let local = at.with_timezone(&chrono_tz::Europe::Stockholm);
    let name = MONTHS.get(local.month0() as usize).copied().unwrap_or_default();
    name.map(|month| format!("{} {month} {}", local.day(), local.year()))
}

/// Findings about the addresses of one source, worst first. Reads the journal.
pub(crate) fn findings_of_source(
    journal: &Journal,
    published: &Published,
    source: &SourceId,
    now: DateTime<Utc>,
) -> Result<Vec<Finding>, StoreError> {
    let wanted = |record: &LinkRecord| record.source == *source;
    let targets = published.link_targets();
    let urls: Vec<&str> = targets.addresses(|_, record| wanted(record)).collect();
    Ok(findings_of(&journal.links_of(&urls)?, &targets, now, &wanted))
}

/// Findings about addresses at hand, of some records, worst first.
pub(crate) fn findings_of(
    entries: &[LinkEntry],
    targets: &LinkTargets,
    now: DateTime<Utc>,
    wanted: &dyn Fn(&LinkRecord) -> bool,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for entry in entries {
        let places = targets.uses.get(&entry.row.url).map_or(&[][..], Vec::as_slice);
        for place in places {
            let Some(record) = targets.record(place).filter(|record| wanted(record)) else { continue };
            let found = problems(entry, [place], now);
            findings.extend(found.iter().map(|problem| problem.finding(&entry.row.url, place.property, record)));
        }
    }
    findings.sort_by(|a, b| (a.severity, &a.code, &a.record).cmp(&(b.severity, &b.code, &b.record)));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::link::LinkState;
    use store::journal::LinkRow;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn entry(check: LinkCheck) -> LinkEntry {
        let state = LinkState::new(check.at).after("https://a.example/", &check, &model::link::Recheck::default());
        let row = LinkRow { number: 1, url: String::new(), host: String::new(), state, in_catalog: true };
        LinkEntry { row, first_seen: check.at, checks: 1, last: Some(check), history: Vec::new() }
    }

    fn place(property: LinkProperty, format: &str, byte_size: Option<u64>) -> LinkUse {
        LinkUse { record: 0, distribution: None, property, formats: formats::views(format), byte_size }
    }

    fn told(check: LinkCheck, place: &LinkUse) -> Vec<(String, Severity, String)> {
        let found = problems(&entry(check), [place], at("2026-11-22T12:00:00Z"));
        found
            .into_iter()
            .map(|problem| (problem.code, problem.severity, problem.message.text("sv").to_owned()))
            .collect()
    }

    #[test]
    fn failures_say_what_since_when_and_how() {
        let mut check = LinkCheck::new(at("2026-11-03T23:30:00Z"), LinkOutcome::Gone);
        check.status = Some(404);
        let landing = place(LinkProperty::LandingPage, "", None);
        let expected = "Adressen finns inte sedan 4 november 2026 (404)".to_owned();
        assert_eq!(told(check.clone(), &landing), [("link-gone".to_owned(), Severity::Error, expected)]);
        check.outcome = LinkOutcome::Timeout;
        assert_eq!(told(check.clone(), &landing)[0].1, Severity::Warning, "no answer is not broken");
        check.outcome = LinkOutcome::Login;
        assert_eq!(told(check, &landing)[0].1, Severity::Notice);
    }

    #[test]
    fn what_comes_is_held_against_what_is_said() {
        let answers = |content_type: &str, length| {
            let mut check = LinkCheck::new(at("2026-11-03T12:00:00Z"), LinkOutcome::Answers);
            check.content_type = Some(content_type.to_owned());
            check.length = length;
            check
        };
        let file = |format: &str| place(LinkProperty::DownloadUrl, format, Some(1000));
        let page = told(answers("text/html; charset=utf-8", None), &file("text/csv"));
        assert_eq!(
            page,
            [(
                "link-format".to_owned(),
                Severity::Warning,
                "Adressen svarar med text/html, men metadata säger CSV".to_owned()
            )]
        );
        assert_eq!(told(answers("application/json", None), &file("text/csv"))[0].1, Severity::Notice);
        for (sent, declared) in [
            ("application/octet-stream", "text/csv"),
            ("text/plain", "text/csv"),
            ("application/zip", "SHP"),
            ("application/json", "application/geo+json"),
            ("text/xml", "GML"),
            ("application/vnd.ms-excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ] {
            assert_eq!(told(answers(sent, Some(1005)), &file(declared)), [], "{sent} {declared}");
        }
        assert_eq!(told(answers("text/csv", Some(2000)), &file("text/csv"))[0].0, "link-size");
        let access = place(LinkProperty::AccessUrl, "text/csv", None);
        assert_eq!(told(answers("text/html", None), &access)[0].1, Severity::Notice, "may well be a page");
    }

    #[test]
    fn moves_and_ends_of_certificates_are_told() {
        let mut check = LinkCheck::new(at("2026-11-03T12:00:00Z"), LinkOutcome::Answers);
        check.final_url = Some("https://b.example/".to_owned());
        check.moved = true;
        check.certificate_expires = Some(at("2026-12-20T12:00:00Z"));
        let landing = place(LinkProperty::LandingPage, "", None);
        let codes: Vec<String> = told(check.clone(), &landing).into_iter().map(|(code, ..)| code).collect();
        assert_eq!(codes, ["link-certificate-expires", "link-moved"]);
        check.certificate_expires = Some(at("2026-12-24T12:00:00Z"));
        check.moved = false;
        assert_eq!(told(check, &landing), []);
    }
}
