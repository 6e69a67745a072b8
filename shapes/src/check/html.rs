//! A report as one page, without scripts or anything from elsewhere.

use super::{Check, Group, Language, severity_word};
use crate::mqa::{Measured, Rating};
use std::fmt::Write;

/// Examples per kind of finding.
const EXAMPLES: usize = 20;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}\
h2{margin:2rem 0 .25rem;font-size:1.1rem}pre{background:#f4f4f0;padding:.75rem;overflow-x:auto}\
.error{color:#a40000}.warning{color:#7a5200}.notice{color:#00527a}li{overflow-wrap:anywhere}";

impl Check {
    /// The report as HTML; `document` is what was checked.
    pub fn html(&self, document: &str, language: Language) -> String {
        self.html_with(document, language, "")
    }

    /// The same with more sections (HTML) at its end.
    pub fn html_with(&self, document: &str, language: Language, more: &str) -> String {
        let title = escape(&format!("{} · {document}", self.title));
        format!(
            "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style></head><body>\n<h1>{}</h1>\n\
             <p><code>{}</code></p>\n{}{more}</body></html>\n",
            language.tag(),
            language.pick("Kontroll av metadata", "Check of metadata"),
            escape(document),
            self.html_part(language),
        )
    }

    /// The report as sections of a page, each under an `h2`: what came out, score, fixes, findings. Everything that the
    /// document says is escaped.
    pub fn html_part(&self, language: Language) -> String {
        let mut page = String::new();
        self.write_outcome(language, &mut page);
        if let Some(quality) = &self.quality {
            write_quality(quality, language, &mut page);
        }
        if let Some(plan) = &self.plan {
            super::fixes::write_html(plan, language, &mut page);
        }
        for group in self.groups() {
            write_group(&group, language, &mut page);
        }
        page
    }

    fn write_outcome(&self, language: Language, page: &mut String) {
        let (sv, en) = if self.conforms {
            ("Inga fel: katalogen kan publiceras", "No errors: the catalog can be published")
        } else {
            ("Det finns fel att rätta", "There are errors to mend")
        };
        let _ = writeln!(
            page,
            "<section class=\"outcome\"><h2>{}</h2>\n<p>{}</p></section>",
            language.pick(sv, en),
            escape(&self.headline(language)),
        );
    }
}

/// Score and rating.
fn write_quality(quality: &Measured, language: Language, page: &mut String) {
    let score = quality.score();
    let (_, sv, en) = Rating::of(score).names();
    let _ = writeln!(
        page,
        "<section class=\"quality\"><h2>{}</h2>\n<p><strong>{} {} {} ({})</strong></p></section>",
        language.pick("Metadatakvalitet (MQA, länkar ej prövade)", "Metadata quality (MQA, links not tried)"),
        score.total / 100,
        language.pick("av", "of"),
        quality.mode().max(),
        language.pick(sv, en),
    );
}

fn write_group(group: &Group<'_>, language: Language, page: &mut String) {
    let Some(first) = group.findings.first() else { return };
    let _ = write!(
        page,
        "<section><h2 class=\"{}\">{} × {}: {}</h2>\n<p>{}</p>\n",
        severity_word(group.severity, Language::En),
        group.findings.len(),
        group.word(language),
        escape(group.code),
        message(first.message.text(language.tag())),
    );
    let fix = first.fix.text(language.tag());
    if !fix.is_empty() {
        let (words, example) = fix.split_once('\n').unwrap_or((fix, ""));
        let _ = writeln!(page, "<p>{}</p>", message(words));
        if !example.is_empty() {
            let _ = writeln!(page, "<pre>{}</pre>", escape(example));
        }
    }
    page.push_str("<ul>");
    for finding in group.findings.iter().take(EXAMPLES) {
        let line = finding
            .place
            .map_or_else(String::new, |place| format!(" ({} {})", language.pick("rad", "line"), place.line));
        if let Some(record) = &finding.record {
            let _ = write!(page, "<li><code>{}</code>{line}</li>", escape(record));
        }
    }
    if group.findings.len() > EXAMPLES {
        let more = group.findings.len() - EXAMPLES;
        let _ = write!(page, "<li>… {more} {}</li>", language.pick("till", "more"));
    }
    page.push_str("</ul></section>\n");
}

/// A text of ours with values in backticks, which become `<code>`.
pub fn message(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 32);
    let pieces: Vec<&str> = text.split('`').collect();
    for (place, piece) in pieces.iter().enumerate() {
        // An odd piece lies between two backticks, unless it is the last: then its backtick has no partner.
        let (before, after) = match (place % 2, place + 1 == pieces.len()) {
            (0, _) => ("", ""),
            (_, true) => ("`", ""),
            (_, false) => ("<code>", "</code>"),
        };
        html.push_str(before);
        html.push_str(&escape(piece));
        html.push_str(after);
    }
    html
}

/// For element content and double-quoted attributes.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
