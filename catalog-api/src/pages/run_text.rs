//! A run's report as plain text: for mails, logs and terminals.

use crate::state::Language;
use model::{Finding, RunReport, Severity};
use std::fmt::Write as _;

/// The whole report, every finding with its place and its fix.
pub(super) fn write(report: &RunReport, findings: &[Finding], language: Language) -> String {
    let mut text = head(report, language);
    if findings.is_empty() {
        line(&mut text, language.pick("Inga anmärkningar.", "No findings."));
        return text;
    }
    for severity in [Severity::Error, Severity::Warning, Severity::Notice] {
        for finding in findings.iter().filter(|finding| finding.severity == severity) {
            write_finding(&mut text, finding, language);
        }
    }
    text
}

fn head(report: &RunReport, language: Language) -> String {
    let (pick, detail) = (|sv, en| language.pick(sv, en), &report.detail);
    let mut text = format!("{} {}: {}\n", pick("Hämtning", "Harvest"), report.run, report.source);
    let started = report.started.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    fact(&mut text, pick("Start", "Start"), &started);
    let texts = if language == Language::Sv { &super::texts::SV } else { &super::texts::EN };
    let outcome = super::sources::outcome(texts, model::SourceState::Active, report.outcome).1;
    fact(&mut text, pick("Resultat", "Outcome"), outcome);
    if let Some(reason) = &report.reason {
        fact(&mut text, pick("Orsak", "Reason"), reason.text(language.tag()));
    }
    let changes = |of: model::ChangeCounts| {
        format!(
            "{} {}, {} {}, {} {}",
            of.new,
            pick("nya", "new"),
            of.changed,
            pick("ändrade", "changed"),
            of.withdrawn,
            pick("borttagna", "withdrawn")
        )
    };
    fact(&mut text, pick("Datamängder", "Datasets"), &report.datasets.to_string());
    fact(&mut text, pick("Källans ändringar", "Changes by the source"), &changes(detail.by_source));
    fact(&mut text, pick("Våra ändringar", "Changes by us"), &changes(detail.by_us));
    fact(&mut text, pick("Oförändrade", "Unchanged"), &report.unchanged.to_string());
    fact(&mut text, pick("Hålls kvar", "Held"), &detail.held.to_string());
    fact(&mut text, pick("Rättade värden", "Repaired values"), &detail.repaired.to_string());
    fact(&mut text, pick("Oläsbara bitar", "Pieces left out"), &detail.dropped.to_string());
    fact(
        &mut text,
        pick("Hela dokumentet", "Whole document"),
        if report.complete { pick("ja", "yes") } else { pick("nej", "no") },
    );
    fact(&mut text, pick("Tid", "Time"), &format!("{:.1} s, {} byte", report.seconds, report.bytes));
    if let Some(status) = report.status {
        fact(
            &mut text,
            pick("Servern svarade", "The server said"),
            &format!("{status} {}", detail.url.as_deref().unwrap_or_default()),
        );
    }
    for (name, value) in &detail.server {
        fact(&mut text, name, value);
    }
    text.push('\n');
    text
}

fn write_finding(text: &mut String, finding: &Finding, language: Language) {
    let severity = match finding.severity {
        Severity::Error => language.pick("FEL", "ERROR"),
        Severity::Warning => language.pick("VARNING", "WARNING"),
        Severity::Notice => language.pick("NOTIS", "NOTICE"),
    };
    line(text, &format!("{severity} {}: {}", finding.code, finding.message.text(language.tag())));
    let place = finding.place.map(|place| match place.column {
        Some(column) => format!("{}:{column}", place.line),
        None => place.line.to_string(),
    });
    let details = [
        (language.pick("post", "record"), finding.record.clone()),
        (language.pick("egenskap", "property"), finding.path.clone()),
        (language.pick("värde", "value"), finding.value.clone()),
        (language.pick("rad", "line"), place),
        (language.pick("gör så här", "fix"), Some(finding.fix.text(language.tag()).to_owned())),
    ];
    for (name, value) in details {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            fact(text, &format!("  {name}"), &value);
        }
    }
}

/// `name: value`, with the value's own lines kept in one.
fn fact(text: &mut String, name: &str, value: &str) {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{name}: {value}");
}

fn line(text: &mut String, words: &str) {
    text.push_str(&words.split_whitespace().collect::<Vec<_>>().join(" "));
    text.push('\n');
}
