//! The comparison as sections of a page.

use super::preview::Card;
use super::told::by_code;
use super::{Against, Entry, words};
use model::Finding;
use shapes::Language;
use shapes::check::{escape, message};
use std::fmt::Write;

/// Records that the page names.
const ENTRIES: usize = 100;
/// Properties of a record that the page names.
const PROPERTIES: usize = 20;
/// Cards on the page.
const CARDS: usize = 20;

impl Against {
    /// Sections of a page, the first under an `h2`.
    pub fn html(&self, language: Language) -> String {
        let mut page = String::new();
        let heading = language.pick("Jämfört med", "Compared with");
        let _ = writeln!(page, "<section class=\"against\"><h2>{heading} {}</h2>", escape(&self.name));
        let _ = writeln!(page, "<ul>");
        for line in self.verdict(language) {
            let _ = writeln!(page, "<li><strong>{}</strong></li>", escape(&line));
        }
        let scores = self.scores.iter().map(|change| words::score(change, language));
        for line in [self.numbers(language), self.findings(language)].into_iter().chain(scores) {
            let _ = writeln!(page, "<li>{}</li>", escape(&line));
        }
        page.push_str("</ul>\n");
        self.list_entries(language, &mut page);
        let (new, mended) = (("Nya anmärkningar", "New findings"), ("Rättade anmärkningar", "Mended findings"));
        for (heading, findings) in [(new, &self.new_findings), (mended, &self.mended)] {
            write_findings(language.pick(heading.0, heading.1), findings, language, &mut page);
        }
        self.list_cards(language, &mut page);
        page.push_str("</section>\n");
        page
    }

    fn list_entries(&self, language: Language, page: &mut String) {
        if self.entries.is_empty() {
            return;
        }
        let _ = writeln!(page, "<h3>{}</h3>\n<ul>", language.pick("Ändringar", "Changes"));
        for entry in self.entries.iter().take(ENTRIES) {
            write_entry(entry, language, page);
        }
        if self.entries.len() > ENTRIES {
            let _ = writeln!(page, "<li>… {} {}</li>", self.entries.len() - ENTRIES, language.pick("till", "more"));
        }
        page.push_str("</ul>\n");
    }

    fn list_cards(&self, language: Language, page: &mut String) {
        if self.cards.is_empty() {
            return;
        }
        let heading = language.pick("Så skulle det se ut i sökningen", "How it would look in the search");
        let _ = writeln!(page, "<h3>{heading}</h3>\n<ul class=\"hits\">");
        for card in self.cards.iter().take(CARDS) {
            write_card(card, language, page);
        }
        page.push_str("</ul>\n");
    }
}

fn write_entry(entry: &Entry, language: Language, page: &mut String) {
    let (kind, change) = (words::kind(entry.kind, language), words::change(entry.change, language));
    let (name, record) = (escape(words::name(entry)), escape(&entry.record));
    let _ = write!(page, "<li><strong>{name}</strong> ({kind}, {change}) <code>{record}</code>");
    if let Some(from) = &entry.from {
        let _ = write!(page, " {} <code>{}</code>", language.pick("förut", "before"), escape(from));
    }
    if !entry.properties.is_empty() {
        page.push_str("<ul>");
        for property in entry.properties.iter().take(PROPERTIES) {
            let _ = write!(page, "<li>{}</li>", escape(&words::property(property, language)));
        }
        if entry.properties.len() > PROPERTIES {
            page.push_str("<li>…</li>");
        }
        page.push_str("</ul>");
    }
    page.push_str("</li>\n");
}

fn write_findings(heading: &str, findings: &[Finding], language: Language, page: &mut String) {
    if findings.is_empty() {
        return;
    }
    let _ = write!(page, "<h3>{heading}</h3>\n<ul>");
    for (first, count) in by_code(findings) {
        let _ = write!(page, "<li>{count} × {}</li>", message(first.message.text(language.tag())));
    }
    page.push_str("</ul>\n");
}

fn write_card(card: &Card, language: Language, page: &mut String) {
    let title = card.title.as_deref().unwrap_or(&card.record);
    let _ = write!(page, "<li class=\"hit\"><h4 class=\"hit-title\">{}</h4>", escape(title));
    if let Some(publisher) = &card.publisher {
        let _ = write!(page, "<p class=\"meta\"><span>{}</span></p>", escape(publisher));
    }
    if !card.snippet.is_empty() {
        let _ = write!(page, "<p class=\"excerpt\">{}</p>", escape(&card.snippet));
    }
    if !(card.themes.is_empty() && card.formats.is_empty()) {
        page.push_str("<ul class=\"badges\">");
        for format in &card.formats {
            let _ = write!(page, "<li class=\"badge format\">{}</li>", escape(format));
        }
        for theme in &card.themes {
            let _ = write!(page, "<li class=\"badge\">{}</li>", escape(theme));
        }
        page.push_str("</ul>");
    }
    if !card.lacks.is_empty() {
        let lacks: Vec<&str> = card.lacks.iter().map(|part| words::lacking(part, language)).collect();
        let _ = write!(page, "<p class=\"notice\">{} {}</p>", language.pick("Saknar:", "Lacks:"), lacks.join(", "));
    }
    page.push_str("</li>\n");
}
