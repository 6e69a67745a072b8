//! A report as one page, without scripts or anything from elsewhere.

use super::{Check, Group, Language, severity_word};
use std::fmt::Write;

/// Examples per kind of finding.
const EXAMPLES: usize = 20;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}\
h2{margin:2rem 0 .25rem;font-size:1.1rem}pre{background:#f4f4f0;padding:.75rem;overflow-x:auto}\
.error{color:#a40000}.warning{color:#7a5200}.notice{color:#00527a}li{overflow-wrap:anywhere}";

impl Check {
    /// The report as HTML; `document` is what was checked.
    pub fn html(&self, document: &str, language: Language) -> String {
        let mut page = String::new();
        let title = escape(&format!("{} · {document}", self.title));
        let _ = write!(
            page,
            "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style></head><body>\n<h1>{}</h1>\n\
             <p><code>{}</code></p>\n<p>{}</p>\n",
            language.tag(),
            language.pick("Kontroll av metadata", "Check of metadata"),
            escape(document),
            escape(&self.headline(language)),
        );
        for group in self.groups() {
            write_group(&group, language, &mut page);
        }
        page.push_str("</body></html>\n");
        page
    }
}

fn write_group(group: &Group<'_>, language: Language, page: &mut String) {
    let Some(first) = group.findings.first() else { return };
    let _ = write!(
        page,
        "<section><h2 class=\"{}\">{} × {}: {}</h2>\n<p>{}</p>\n",
        severity_word(group.severity, Language::En),
        group.findings.len(),
        severity_word(group.severity, language),
        escape(group.code),
        escape(first.message.text(language.tag())),
    );
    let fix = first.fix.text(language.tag());
    if !fix.is_empty() {
        let (words, example) = fix.split_once('\n').unwrap_or((fix, ""));
        let _ = writeln!(page, "<p>{}</p>", escape(words));
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

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
