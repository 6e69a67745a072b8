//! The comparison as text and JSON.

use super::{Against, Change, Entry, words};
use model::{Finding, properties, vocabularies};
use rdf::oxrdf::Term;
use serde_json::{Value, json};
use shapes::Language;
use std::collections::BTreeMap;
use std::fmt::Write;
use store::changes::{ChangedValue, PropertyChange};

/// Records of one change that the text names.
const EXAMPLES: usize = 10;
/// Properties of a record that the text names.
const PROPERTIES: usize = 6;
/// Cards in the text.
const CARDS: usize = 3;

impl Against {
    /// For people at a terminal.
    pub fn text(&self, language: Language) -> String {
        let mut text = String::new();
        let _ = writeln!(text, "\n{} {}", language.pick("Jämfört med", "Compared with"), self.name);
        for line in self.verdict(language) {
            let _ = writeln!(text, "  {line}");
        }
        let _ = writeln!(text, "  {}", self.numbers(language));
        let _ = writeln!(text, "  {}", self.findings(language));
        for change in &self.scores {
            let _ = writeln!(text, "  {}", words::score(change, language));
        }
        self.write_entries(language, &mut text);
        for (heading, findings) in [
            (language.pick("Nya anmärkningar", "New findings"), &self.new_findings),
            (language.pick("Rättade anmärkningar", "Mended findings"), &self.mended),
        ] {
            for (number, (first, count)) in by_code(findings).into_iter().enumerate() {
                if number == 0 {
                    let _ = writeln!(text, "\n{heading}");
                }
                let _ = writeln!(text, "  {count} × {}: {}", first.code, first.message.text(language.tag()));
            }
        }
        self.write_cards(language, &mut text);
        text
    }

    fn write_entries(&self, language: Language, text: &mut String) {
        let mut last = None;
        let mut shown = 0;
        for entry in &self.entries {
            let group = (entry.kind, entry.change);
            if last != Some(group) {
                (last, shown) = (Some(group), 0);
                let (kind, change) = (words::kind(entry.kind, language), words::change(entry.change, language));
                let all = self.entries.iter().filter(|other| (other.kind, other.change) == group).count();
                let _ = writeln!(text, "\n{change}: {all} × {kind}");
            }
            shown += 1;
            if shown <= EXAMPLES {
                write_entry(entry, language, text);
            } else if shown == EXAMPLES + 1 {
                text.push_str("  - …\n");
            }
        }
    }

    fn write_cards(&self, language: Language, text: &mut String) {
        if self.cards.is_empty() {
            return;
        }
        let _ =
            writeln!(text, "\n{}", language.pick("Så skulle det se ut i sökningen", "How it would look in the search"));
        for card in self.cards.iter().take(CARDS) {
            let _ = writeln!(text, "  {}", card.title.as_deref().unwrap_or(&card.record));
            let facts =
                [card.publisher.clone().into_iter().collect(), card.themes.clone(), card.formats.clone()].concat();
            let _ = writeln!(text, "    {}", facts.join(" · "));
            if !card.snippet.is_empty() {
                let _ = writeln!(text, "    {}", card.snippet);
            }
            if !card.lacks.is_empty() {
                let lacks: Vec<&str> = card.lacks.iter().map(|part| words::lacking(part, language)).collect();
                let _ = writeln!(text, "    {} {}", language.pick("saknar:", "lacks:"), lacks.join(", "));
            }
        }
    }

    /// As `"against"` of the report.
    pub fn json(&self) -> Value {
        let numbers = |datasets| {
            let count = |change| self.number(change, datasets);
            json!({ "added": count(Change::Added), "changed": count(Change::Changed), "renamed": count(Change::Renamed), "removed": count(Change::Removed) })
        };
        json!({
            "name": self.name,
            "datasets": { "before": self.datasets.0, "after": self.datasets.1, "changes": numbers(true) },
            "others": numbers(false),
            "held": !self.held.is_empty(),
            "reasons": self.held,
            "needs_person": self.needs_person,
            "complete": !self.incomplete,
            "changes": self.entries.iter().map(entry_json).collect::<Vec<_>>(),
            "findings": { "new": self.new_findings, "mended": self.mended },
            "scores": self.scores.iter().map(|change| json!({
                "mode": change.mode.as_str(), "max": change.mode.max(),
                "before": change.before.points(), "after": change.after.points(),
            })).collect::<Vec<_>>(),
            "preview": self.cards,
        })
    }
}

fn write_entry(entry: &Entry, language: Language, text: &mut String) {
    let _ = writeln!(text, "  - {} <{}>", words::name(entry), entry.record);
    if let Some(from) = &entry.from {
        let _ = writeln!(text, "      {} <{from}>", language.pick("förut", "before"));
    }
    for change in entry.properties.iter().take(PROPERTIES) {
        let _ = writeln!(text, "      {}", words::property(change, language));
    }
    if entry.properties.len() > PROPERTIES {
        let more = entry.properties.len() - PROPERTIES;
        let _ = writeln!(text, "      … {more} {}", language.pick("till", "more"));
    }
}

/// How many findings of each code, the most frequent first, with the first one of each.
pub(super) fn by_code(findings: &[Finding]) -> Vec<(&Finding, usize)> {
    let mut counts: BTreeMap<&str, (&Finding, usize)> = BTreeMap::new();
    for finding in findings {
        counts.entry(&finding.code).or_insert((finding, 0)).1 += 1;
    }
    let mut counts: Vec<_> = counts.into_values().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

fn entry_json(entry: &Entry) -> Value {
    json!({
        "record": entry.record,
        "from": entry.from,
        "title": entry.title,
        "kind": entry.kind,
        "change": entry.change,
        "properties": entry.properties.iter().map(property_json).collect::<Vec<_>>(),
    })
}

fn property_json(change: &PropertyChange) -> Value {
    json!({
        "node": change.node,
        "node_name": change.node_name,
        "property": change.property,
        "label": properties::label(&change.property),
        "old": change.old.iter().map(value_json).collect::<Vec<_>>(),
        "new": change.new.iter().map(value_json).collect::<Vec<_>>(),
        "message": { "sv": words::property(change, Language::Sv), "en": words::property(change, Language::En) },
    })
}

fn value_json(value: &ChangedValue) -> Value {
    match &value.term {
        Term::Literal(literal) => json!({
            "type": "literal", "value": literal.value(), "language": literal.language(),
            "datatype": literal.datatype().as_str(),
        }),
        Term::NamedNode(node) => json!({
            "type": "iri", "value": node.as_str(), "name": value.name, "label": vocabularies::label(node.as_str()),
        }),
        Term::BlankNode(node) => json!({ "type": "iri", "value": node.to_string(), "name": value.name }),
    }
}
