//! How a dataset would look in the list of results, and what its card lacks.

use super::{Change, Entry};
use model::ns::{dcat, dcterms, foaf};
use model::vocabularies::{self, formats};
use rdf::oxrdf::{NamedOrBlankNode, Term};
use rdf::{Record, RecordKind, parse_body};
use std::collections::{BTreeSet, HashMap};

/// Cards that are made; more than anybody reads.
const MOST_CARDS: usize = 200;
/// Characters of a description on its card.
const EXCERPT: usize = 240;

/// A dataset in the list of results.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Card {
    pub(crate) record: String,
    pub(crate) title: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) themes: Vec<String>,
    pub(crate) formats: Vec<String>,
    pub(crate) snippet: String,
    pub(crate) licences: Vec<String>,
    /// Parts of the card that stay empty: `title`, `description`, `publisher`, `theme`, `format`, `licence`.
    pub(crate) lacks: Vec<&'static str>,
}

/// Cards of new, renamed and changed datasets.
pub(super) fn cards(entries: &[Entry], records: &[Record]) -> Vec<Card> {
    let by_key: HashMap<&str, &Record> = records.iter().map(|record| (record.key.as_str(), record)).collect();
    let shown = entries.iter().filter(|entry| entry.kind == RecordKind::Dataset && entry.change != Change::Removed);
    let found = shown.filter_map(|entry| by_key.get(entry.record.as_str()).copied());
    found.take(MOST_CARDS).map(|record| card(record, &by_key)).collect()
}

fn card(record: &Record, by_key: &HashMap<&str, &Record>) -> Card {
    let mut card = Card { record: record.key.clone(), title: record.meta.title.clone(), ..Card::default() };
    let mut description: Option<(u8, String)> = None;
    let (mut themes, mut names, mut licences) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for triple in parse_body(&record.body).0 {
        let on_dataset = matches!(&triple.subject, NamedOrBlankNode::NamedNode(node) if node.as_str() == record.key);
        match (on_dataset, triple.predicate.as_str()) {
            (true, dcterms::DESCRIPTION) => better(&mut description, &triple.object),
            (true, dcat::THEME) => {
                let label = vocabularies::label(text(&triple.object)).map(|label| label.text("sv").to_owned());
                themes.extend(label);
            }
            (_, dcterms::FORMAT | dcat::MEDIA_TYPE) => {
                names.extend(formats::views(text(&triple.object)).into_iter().map(|format| format.label));
            }
            (_, dcterms::LICENSE) => {
                let known = vocabularies::licences::known(text(&triple.object));
                licences.extend(known.map(|licence| licence.label.text("sv").to_owned()));
            }
            _ => {}
        }
    }
    card.publisher = record.meta.publisher.as_deref().and_then(|iri| name_of(iri, by_key));
    card.snippet = description.map_or_else(String::new, |(_, text)| excerpt(&text));
    card.themes = themes.into_iter().collect();
    card.formats = names.into_iter().collect();
    card.licences = licences.into_iter().collect();
    card.lacks = lacks(&card);
    card
}

fn lacks(card: &Card) -> Vec<&'static str> {
    let parts = [
        ("title", card.title.is_none()),
        ("description", card.snippet.is_empty()),
        ("publisher", card.publisher.is_none()),
        ("theme", card.themes.is_empty()),
        ("format", card.formats.is_empty()),
        ("licence", card.licences.is_empty()),
    ];
    parts.into_iter().filter(|(_, is_empty)| *is_empty).map(|(name, _)| name).collect()
}

fn text(term: &Term) -> &str {
    match term {
        Term::NamedNode(node) => node.as_str(),
        Term::Literal(literal) => literal.value(),
        Term::BlankNode(_) => "",
    }
}

/// Keeps the text that Swedish readers see: Swedish, without tag, English, any.
fn better(kept: &mut Option<(u8, String)>, term: &Term) {
    let Term::Literal(literal) = term else { return };
    let rank = match literal.language() {
        Some(tag) if tag.starts_with("sv") => 0,
        None => 1,
        Some(tag) if tag.starts_with("en") => 2,
        Some(_) => 3,
    };
    if kept.as_ref().is_none_or(|(best, _)| rank < *best) {
        *kept = Some((rank, literal.value().to_owned()));
    }
}

fn name_of(iri: &str, by_key: &HashMap<&str, &Record>) -> Option<String> {
    let record = by_key.get(iri)?;
    let mut name = None;
    for triple in parse_body(&record.body).0 {
        let is_it = matches!(&triple.subject, NamedOrBlankNode::NamedNode(node) if node.as_str() == iri);
        if is_it && triple.predicate.as_str() == foaf::NAME {
            better(&mut name, &triple.object);
        }
    }
    name.map(|(_, name)| name)
}

/// Plain and short.
fn excerpt(text: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                plain.push(' ');
            }
            c if !inside => plain.push(c),
            _ => {}
        }
    }
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(EXCERPT) {
        None => words,
        Some((end, _)) => {
            let cut = words[..end].rfind(' ').unwrap_or(end);
            format!("{} …", &words[..cut])
        }
    }
}
