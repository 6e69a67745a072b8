//! A report for people at a terminal.

use super::{Check, Group, Language};
use crate::mqa::{Measured, Rating};
use model::Severity;
use std::fmt::Write;

/// Examples per kind of finding.
const EXAMPLES: usize = 3;

impl Check {
    /// Grouped and counted, with examples and the fix; coloured if wanted.
    pub fn text(&self, language: Language, colour: bool) -> String {
        let mut text = self.headline(language);
        text.push('\n');
        for group in self.groups() {
            write_group(&group, language, colour, &mut text);
        }
        if let Some(quality) = &self.quality {
            write_quality(quality, language, &mut text);
        }
        if let Some(plan) = &self.plan {
            super::fixes::write_text(plan, language, &mut text);
        }
        let end = if self.conforms {
            language.pick("Inga fel: katalogen kan publiceras.", "No errors: the catalog can be published.")
        } else {
            language.pick(
                "Rätta felen ovan. De som förekommer flest gånger står först.",
                "Mend the errors above. The most frequent ones come first.",
            )
        };
        let _ = write!(text, "\n{end}");
        text
    }
}

/// The score.
fn write_quality(quality: &Measured, language: Language, text: &mut String) {
    let score = quality.score();
    let (_, sv, en) = Rating::of(score).names();
    let _ = writeln!(
        text,
        "\n{}: {} {} {} ({})",
        language.pick("Metadatakvalitet (MQA, länkar ej prövade)", "Metadata quality (MQA, links not tried)"),
        score.total / 100,
        language.pick("av", "of"),
        quality.mode().max(),
        language.pick(sv, en)
    );
}

fn write_group(group: &Group<'_>, language: Language, colour: bool, text: &mut String) {
    let (start, end) = match (colour, group.severity) {
        (false, _) => ("", ""),
        (true, Severity::Error) => ("\u{1b}[31m", "\u{1b}[0m"),
        (true, Severity::Warning) => ("\u{1b}[33m", "\u{1b}[0m"),
        (true, Severity::Notice) => ("\u{1b}[36m", "\u{1b}[0m"),
    };
    let word = group.word(language);
    let _ = writeln!(text, "\n{start}{word}{end} {} × {}", group.findings.len(), group.code);
    let Some(first) = group.findings.first() else { return };
    let _ = writeln!(text, "  {}", first.message.text(language.tag()));
    for finding in group.findings.iter().take(EXAMPLES) {
        let Some(record) = &finding.record else { continue };
        let line = finding
            .place
            .map_or_else(String::new, |place| format!(" ({} {})", language.pick("rad", "line"), place.line));
        let _ = writeln!(text, "  - {record}{line}");
    }
    if group.findings.len() > EXAMPLES {
        let more = group.findings.len() - EXAMPLES;
        let _ = writeln!(text, "  - … {} {more} {}", language.pick("och", "and"), language.pick("till", "more"));
    }
    for line in first.fix.text(language.tag()).lines() {
        let _ = writeln!(text, "    {line}");
    }
}
