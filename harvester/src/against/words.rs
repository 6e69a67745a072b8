//! What would change, in words.

use super::{Against, Change, Entry, ScoreChange};
use model::properties;
use model::vocabularies;
use rdf::RecordKind;
use rdf::oxrdf::Term;
use shapes::Language;
use shapes::mqa::{Mode, Rating};
use store::changes::{ChangedValue, PropertyChange};

/// Characters of a value.
const LONGEST_VALUE: usize = 160;

/// "Titel ändrad: … → …".
pub(super) fn property(change: &PropertyChange, language: Language) -> String {
    let name = properties::label(&change.property);
    let name = name.text(language.tag());
    let of = change.node_name.as_deref().or(change.node.as_deref()).map(|node| format!(" ({})", short(node)));
    let of = of.unwrap_or_default();
    let (old, new) = (values(&change.old, language), values(&change.new, language));
    match (change.old.is_empty(), change.new.is_empty()) {
        (true, _) => format!("{name}{of} {}: {new}", language.pick("tillkommer", "added")),
        (_, true) => format!("{name}{of} {}: {old}", language.pick("försvinner", "removed")),
        _ => format!("{name}{of} {}: {old} → {new}", language.pick("ändrad", "changed")),
    }
}

fn values(values: &[ChangedValue], language: Language) -> String {
    let all: Vec<String> = values.iter().map(|found| value(found, language)).collect();
    all.join(", ")
}

/// A value as people read it.
pub(super) fn value(value: &ChangedValue, language: Language) -> String {
    if let Some(name) = &value.name {
        return short(name);
    }
    match &value.term {
        Term::NamedNode(node) => match vocabularies::label(node.as_str()) {
            Some(label) => label.text(language.tag()).to_owned(),
            None => short(node.as_str()),
        },
        Term::Literal(literal) => match literal.language() {
            Some(tag) => format!("”{}” ({tag})", short(literal.value())),
            None => format!("”{}”", short(literal.value())),
        },
        Term::BlankNode(_) => language.pick("en nod utan namn", "a node without a name").to_owned(),
    }
}

fn short(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match one_line.char_indices().nth(LONGEST_VALUE) {
        None => one_line,
        Some((end, _)) => format!("{} …", &one_line[..end]),
    }
}

/// Title, or the IRI where there is none.
pub(super) fn name(entry: &Entry) -> &str {
    entry.title.as_deref().unwrap_or(&entry.record)
}

/// What a kind of record is called.
pub(super) fn kind(kind: RecordKind, language: Language) -> &'static str {
    let (sv, en) = match kind {
        RecordKind::Catalog => ("katalog", "catalog"),
        RecordKind::Dataset => ("datamängd", "dataset"),
        RecordKind::Series => ("dataserie", "dataset series"),
        RecordKind::Service => ("datatjänst", "data service"),
        RecordKind::Shared => ("delad uppgift", "shared node"),
        RecordKind::CatalogRecord => ("katalogpost", "catalog record"),
        RecordKind::Remainder => ("övrigt", "remainder"),
    };
    language.pick(sv, en)
}

/// What becomes of it, as one word.
pub(super) fn change(change: Change, language: Language) -> &'static str {
    let (sv, en) = match change {
        Change::Removed => ("försvinner", "removed"),
        Change::Renamed => ("får ny IRI", "renamed"),
        Change::Added => ("tillkommer", "added"),
        Change::Changed => ("ändras", "changed"),
    };
    language.pick(sv, en)
}

/// What is missing on a card.
pub(super) fn lacking(part: &str, language: Language) -> &'static str {
    let (sv, en) = match part {
        "title" => ("titel", "title"),
        "description" => ("beskrivning", "description"),
        "publisher" => ("utgivare med namn", "publisher with a name"),
        "theme" => ("kategori", "theme"),
        "format" => ("format", "format"),
        _ => ("licens", "licence"),
    };
    language.pick(sv, en)
}

impl Against {
    /// What a harvest would do, in one or more sentences.
    pub(super) fn verdict(&self, language: Language) -> Vec<String> {
        let mut told = Vec::new();
        if self.incomplete {
            let (sv, en) = (
                "Allt gick inte att läsa. Inget som är publicerat tas bort så länge.",
                "Not everything could be read. Nothing that is published is removed meanwhile.",
            );
            told.push(language.pick(sv, en).to_owned());
        }
        for reason in &self.held {
            let reason = reason.text(language.tag());
            told.push(match language {
                Language::Sv => format!("{reason}: skörden skulle hållas tills någon godkänner den."),
                Language::En => format!("{reason}: the run would be held until somebody approves it."),
            });
        }
        if self.held.is_empty() {
            let (sv, en) = ("Skörden skulle släppas igenom.", "The harvest would be let through.");
            told.push(language.pick(sv, en).to_owned());
        }
        told
    }

    /// Numbers of datasets, and of everything else.
    pub(super) fn numbers(&self, language: Language) -> String {
        let of = |change, datasets| self.number(change, datasets);
        let (before, after) = self.datasets;
        let all = [Change::Added, Change::Changed, Change::Renamed, Change::Removed];
        let others: usize = all.iter().map(|change| of(*change, false)).sum();
        let [added, changed, renamed, removed] = all.map(|change| of(change, true));
        match language {
            Language::Sv => format!(
                "Datamängder: {before} → {after} ({added} tillkommer, {changed} ändras, {renamed} får ny IRI, {removed} \
                 försvinner). Annat som ändras: {others}."
            ),
            Language::En => format!(
                "Datasets: {before} → {after} ({added} added, {changed} changed, {renamed} renamed, {removed} removed). \
                 Other changes: {others}."
            ),
        }
    }

    /// Findings that come and go.
    pub(super) fn findings(&self, language: Language) -> String {
        let (new, mended) = (self.new_findings.len(), self.mended.len());
        match language {
            Language::Sv => format!("Anmärkningar: {new} nya, {mended} rättade."),
            Language::En => format!("Findings: {new} new, {mended} mended."),
        }
    }
}

/// "Poäng (DCAT-AP-SE): 210 → 240 av 375 (+30), Bra".
pub(super) fn score(change: &ScoreChange, language: Language) -> String {
    let (before, after) = (change.before.points(), change.after.points());
    let (name, sv, en) = Rating::of(change.after).names();
    let whose = match change.mode {
        Mode::Se => language.pick("svenska", "Swedish"),
        Mode::Eu => language.pick("EU:s", "EU"),
    };
    let rating = if language.tag() == "sv" {
        sv
    } else if en.is_empty() {
        name
    } else {
        en
    };
    let points = language.pick("Metadatakvalitet, ", "Metadata quality, ");
    let scale = language.pick(" poäng", " points");
    format!(
        "{points}{whose}{scale}: {before:.0} → {after:.0} {} {} ({:+.0}), {rating}",
        language.pick("av", "of"),
        change.mode.max(),
        after - before
    )
}
