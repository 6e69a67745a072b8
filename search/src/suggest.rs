//! Suggestions while typing, from titles, keywords and publishers of the catalog.
//!
//! Each text is a term `folded␟kind␟text␟value` of one field, once per word that it can start with; the sorted
//! dictionary of terms then answers a prefix, and the postings of a term say exactly how many results it leads to.

use crate::analysis::{fold, is_stop_word, words};
use model::view::ResourceSummary;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, TERMINATED};

const SEPARATOR: char = '\u{1f}';

/// Longer texts are not offered (characters).
const LONGEST: usize = 120;

/// A text is offered from each of its first words.
const STARTS: usize = 6;

/// Terms that are looked at per prefix: enough for two letters in a catalog of a country.
const MAX_TERMS: usize = 20_000;

/// What a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SuggestionKind {
    /// A keyword: search for it.
    Keyword,
    /// A publisher: [`Suggestion::value`] is its portal id, the value of the `publisher` facet.
    Publisher,
    /// The title of a resource: [`Suggestion::value`] is its portal id.
    Title,
}

impl SuggestionKind {
    fn letter(self) -> char {
        match self {
            Self::Keyword => 'k',
            Self::Publisher => 'p',
            Self::Title => 't',
        }
    }

    fn of(letter: &str) -> Option<Self> {
        [Self::Keyword, Self::Publisher, Self::Title].into_iter().find(|kind| letter.starts_with(kind.letter()))
    }
}

/// Something to offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The text as the catalog writes it.
    pub text: String,
    /// What it is.
    pub kind: SuggestionKind,
    /// Portal id of the publisher or resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Number of resources among the default results that have it.
    pub count: u64,
}

/// The terms of one resource.
pub(crate) fn terms(resource: &ResourceSummary) -> Vec<String> {
    let mut found = Vec::new();
    for title in resource.title.0.values() {
        push(title, SuggestionKind::Title, &resource.id, &mut found);
    }
    for keyword in resource.keywords.values().flatten() {
        push(keyword, SuggestionKind::Keyword, "", &mut found);
    }
    if let Some(publisher) = &resource.publisher {
        for name in publisher.name.0.values() {
            push(name, SuggestionKind::Publisher, &publisher.id, &mut found);
        }
    }
    found.sort();
    found.dedup();
    found
}

fn push(text: &str, kind: SuggestionKind, value: &str, found: &mut Vec<String>) {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").replace(SEPARATOR, " ");
    if text.is_empty() || text.chars().count() > LONGEST {
        return;
    }
    for start in starts(&text) {
        found.push(format!("{start}{SEPARATOR}{}{SEPARATOR}{text}{SEPARATOR}{value}", kind.letter()));
    }
}

/// The folded text from each of its words on.
fn starts(text: &str) -> Vec<String> {
    let singles: Vec<String> =
        words(text).into_iter().filter(|word| !word.joined).map(|word| fold(&word.text)).collect();
    let from = |at: usize| singles[at..].join(" ");
    let counts = |at: &usize| *at == 0 || !is_stop_word(&singles[*at]);
    (0..singles.len().min(STARTS)).filter(counts).map(from).collect()
}

/// A term that starts as asked.
struct Candidate {
    suggestion: Suggestion,
    /// The text itself starts so, not only a later word.
    from_start: bool,
    /// Documents with it, also deleted and hidden ones: for choosing only.
    about: u64,
}

/// The best suggestions for what was typed so far; `is_shown` says whether a document of a segment counts.
pub(crate) fn suggest(
    searcher: &tantivy::Searcher,
    field: Field,
    typed: &str,
    limit: usize,
    is_shown: impl Fn(usize, DocId) -> bool,
) -> tantivy::Result<Vec<Suggestion>> {
    let prefix = starts(typed).into_iter().next().unwrap_or_default();
    if prefix.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let mut candidates = candidates(searcher, field, &prefix)?;
    candidates.sort_by(|(_, one), (_, other)| order(one).cmp(&order(other)));
    let mut found: Vec<Suggestion> = Vec::new();
    for (term, mut candidate) in candidates {
        if found.len() == limit {
            break;
        }
        let suggestion = &mut candidate.suggestion;
        let is_known =
            |one: &Suggestion| one.kind == suggestion.kind && one.text.to_lowercase() == suggestion.text.to_lowercase();
        if found.iter().any(is_known) {
            continue;
        }
        suggestion.count = count(searcher, field, &term, &is_shown)?;
        if suggestion.count > 0 {
            found.push(candidate.suggestion);
        }
    }
    Ok(found)
}

/// Texts that start so first, then the frequent, then keywords before publishers before titles, then by text.
fn order(candidate: &Candidate) -> (bool, std::cmp::Reverse<u64>, SuggestionKind, &str, Option<&str>) {
    let suggestion = &candidate.suggestion;
    let about = std::cmp::Reverse(candidate.about);
    (!candidate.from_start, about, suggestion.kind, &suggestion.text, suggestion.value.as_deref())
}

fn candidates(searcher: &tantivy::Searcher, field: Field, prefix: &str) -> tantivy::Result<Vec<(String, Candidate)>> {
    let mut all: FxHashMap<String, Candidate> = FxHashMap::default();
    for reader in searcher.segment_readers() {
        let inverted = reader.inverted_index(field)?;
        let behind = format!("{prefix}{}", char::MAX);
        let mut stream = inverted.terms().range().ge(prefix).lt(&behind).into_stream()?;
        let mut seen = 0;
        while seen < MAX_TERMS && stream.advance() {
            seen += 1;
            let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
            let about = u64::from(stream.value().doc_freq);
            match all.get_mut(term) {
                Some(known) => known.about += about,
                None => all.extend(read(term, about).map(|candidate| (term.to_owned(), candidate))),
            }
        }
    }
    Ok(all.into_iter().collect())
}

fn read(term: &str, about: u64) -> Option<Candidate> {
    let mut parts = term.split(SEPARATOR);
    let start = parts.next()?;
    let kind = SuggestionKind::of(parts.next()?)?;
    let text = parts.next()?.to_owned();
    let value = parts.next().filter(|value| !value.is_empty()).map(str::to_owned);
    let from_start = starts(&text).first().is_some_and(|first| first == start);
    Some(Candidate { suggestion: Suggestion { text, kind, value, count: 0 }, from_start, about })
}

fn count(
    searcher: &tantivy::Searcher,
    field: Field,
    term: &str,
    is_shown: &impl Fn(usize, DocId) -> bool,
) -> tantivy::Result<u64> {
    let term = tantivy::Term::from_field_text(field, term);
    let mut count = 0;
    for (number, reader) in searcher.segment_readers().iter().enumerate() {
        let inverted = reader.inverted_index(field)?;
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { continue };
        while postings.doc() != TERMINATED {
            let doc = postings.doc();
            count += u64::from(!reader.is_deleted(doc) && is_shown(number, doc));
            postings.advance();
        }
    }
    Ok(count)
}
