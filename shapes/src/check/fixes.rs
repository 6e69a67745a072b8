//! The fix list in reports.

use super::{Language, points};
use crate::mqa::fixes::{Fix, Form, Place, Plan, Value};
use serde_json::{Value as Json, json};
use std::fmt::Write;

/// Places named per fix in JSON; `count` says how many there are.
const PLACES: usize = 100;
/// Fixes shown to people.
const SHOWN: usize = 5;

/// As `skord check --format json` and the API write them.
pub(super) fn json(plan: &Plan) -> Json {
    plan.fixes.iter().map(|fix| fix_json(fix, plan, PLACES)).collect()
}

/// One fix as JSON, with at most `limit` places.
pub fn fix_json(fix: &Fix, plan: &Plan, limit: usize) -> Json {
    let (before, after) = fix.ratings;
    let ((sv, en), address) = fix.section();
    let example = fix.example(plan);
    let patches: Vec<&str> =
        if fix.has_patch(plan) { Form::ALL.iter().map(|form| form.ending()).collect() } else { Vec::new() };
    json!({
        "code": fix.code,
        "count": fix.count,
        "datasets": fix.datasets,
        "gain": points(fix.gain),
        "gain_most": fix.most.map(points),
        "score_after": points(fix.after.total),
        "rating": { "before": before.names().0, "after": after.names().0 },
        "message": { "sv": fix.message.0, "en": fix.message.1 },
        "explanation": { "sv": fix.explanation.0, "en": fix.explanation.1 },
        "property": fix.property(plan),
        "section": { "label": { "sv": sv, "en": en }, "href": address },
        "example": { "before": example.before, "after": example.after, "invented": example.invented },
        "suggested": fix.suggested,
        "patches": patches,
        "places": fix.places(plan, 0, limit).iter().map(place_json).collect::<Vec<_>>(),
    })
}

fn place_json(place: &Place) -> Json {
    json!({
        "iri": place.iri,
        "title": place.title,
        "dataset": place.dataset,
        "address": place.address,
        "stated": place.stated.iter().map(Value::text).collect::<Vec<_>>(),
        "suggestion": place.suggestion.as_ref().map(Value::text),
        "why": place.why.as_ref().map(|(sv, en)| json!({ "sv": sv, "en": en })),
    })
}

/// The fixes that give most, and how the first is written.
pub(super) fn write_text(plan: &Plan, language: Language, text: &mut String) {
    let worth: Vec<&Fix> = plan.fixes.iter().filter(|fix| fix.gain > 0).take(SHOWN).collect();
    let Some(first) = worth.first() else { return };
    for fix in &worth {
        let _ = writeln!(text, "  - {}", language.pick(&fix.message.0, &fix.message.1));
    }
    let after = first.example(plan).after;
    if !after.is_empty() {
        let _ = writeln!(text, "  {}", language.pick("Så här skriver du det första:", "How to write the first:"));
        for line in after.lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    let _ = writeln!(
        text,
        "  {}",
        language
            .pick("Färdiga ändringar för alla ställen: --patches MAPP", "Ready patches for all places: --patches DIR")
    );
}

/// The fixes as a section of an HTML page.
pub(super) fn write_html(plan: &Plan, language: Language, page: &mut String) {
    let worth: Vec<&Fix> = plan.fixes.iter().filter(|fix| fix.gain > 0).collect();
    if worth.is_empty() {
        return;
    }
    let _ = writeln!(
        page,
        "<section class=\"fixes\"><h2>{}</h2>\n<ol>",
        language.pick("Det här ger mest", "What gives most")
    );
    for fix in worth {
        let message = super::html::message(language.pick(&fix.message.0, &fix.message.1));
        let why = super::html::message(language.pick(&fix.explanation.0, &fix.explanation.1));
        let after = super::html::escape(&fix.example(plan).after);
        let _ = write!(page, "<li><p><strong>{message}</strong> {why}</p>");
        if !after.is_empty() {
            let how = language.pick("Så här skriver du", "How to write it");
            let _ = write!(page, "<details><summary>{how}</summary><pre>{after}</pre></details>");
        }
        page.push_str("</li>\n");
    }
    page.push_str("</ol></section>\n");
}
