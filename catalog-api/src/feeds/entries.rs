//! The newest changes among what a search finds.

use super::ENTRIES;
use super::words::{changed_words, kind_word};
use crate::api::versions;
use crate::pages::{SearchForm, encode, excerpt};
use crate::problem::Problem;
use crate::state::{AppState, Language, Reader};
use chrono::{DateTime, Utc};
use std::collections::HashSet;
use store::journal::{Change, ChangeKind};

/// Versions of one thing that are looked at for the words of a change.
const VERSIONS: u64 = 20;

/// Characters of a description in the entry of something new.
const EXCERPT: usize = 400;

/// One change of one thing.
pub(crate) struct Entry {
    /// Never changes.
    pub(crate) id: String,
    /// Its page.
    pub(crate) url: String,
    pub(crate) title: String,
    /// What happened, in one word.
    pub(crate) kind: &'static str,
    pub(crate) at: DateTime<Utc>,
    /// What happened, in words.
    pub(crate) text: String,
    /// Publisher.
    pub(crate) author: Option<String>,
}

/// Newest first.
pub(super) fn entries(
    state: &AppState,
    reader: &Reader,
    (form, language): (&SearchForm, Language),
) -> Result<Vec<Entry>, Problem> {
    let request = form.request(language, &[]);
    let matches: HashSet<String> = reader.searcher.ids(&request)?.into_iter().collect();
    let gone = |id: &str| !reader.by_id.contains_key(id);
    let kept = |change: &Change| {
        !gone(&change.id) || (change.kind == ChangeKind::Withdrawn && was_found(reader, form, change))
    };
    let changes = state.journal.recent_changes(reader.seq, ENTRIES, |id| matches.contains(id) || gone(id), kept)?;
    changes.into_iter().map(|change| entry(state, reader, language, &change)).collect()
}

/// Whether something that is gone was probably found by the search: its title has all of the words, and what the journal
/// keeps of it fits the filters. Most filters ask for more than is kept.
fn was_found(reader: &Reader, form: &SearchForm, change: &Change) -> bool {
    let fits = |(facet, values): (&String, &Vec<String>)| match facet.as_str() {
        "source" => values.iter().any(|value| value == change.source.as_str()),
        _ => false,
    };
    let title = change.title.as_deref().unwrap_or_default();
    form.filters.iter().all(fits) && reader.searcher.has_all_words(&form.q, title).unwrap_or(false)
}

fn entry(state: &AppState, reader: &Reader, language: Language, change: &Change) -> Result<Entry, Problem> {
    let base = state.config.base_url.trim_end_matches('/');
    let summary = reader.summary(&change.id);
    let of_summary = summary.and_then(|summary| summary.title.best(language.tag())).map(|(_, title)| title.to_owned());
    let untitled = || language.pick("Utan titel", "Untitled").to_owned();
    let title = of_summary.or(change.title.clone()).filter(|title| !title.trim().is_empty()).unwrap_or_else(untitled);
    let kind = kind_word(change.kind, language);
    let text = match change.kind {
        ChangeKind::Changed => {
            let (_, versions) = versions(reader, state, &change.id, 0, VERSIONS)?;
            let of_this = versions.iter().filter(|version| version.at == change.at);
            changed_words(of_this.flat_map(|version| &version.changes), language)
        }
        ChangeKind::Created | ChangeKind::Returned => {
            let description = summary.and_then(|summary| summary.description.best(language.tag()));
            description.map(|(_, text)| excerpt(text, EXCERPT)).unwrap_or_default()
        }
        ChangeKind::Withdrawn => {
            language.pick("Ingen källa publicerar den längre.", "No source publishes it any more.").to_owned()
        }
    };
    let publisher = summary.and_then(|summary| summary.publisher.as_ref());
    Ok(Entry {
        id: format!("{base}/datasets/{}/history#seq-{}", encode(&change.id), change.seq.0),
        url: format!("{base}{}/datasets/{}", language.prefix(), encode(&change.id)),
        title: format!("{kind}: {}", title.split_whitespace().collect::<Vec<_>>().join(" ")),
        kind,
        at: change.at,
        text: if text.is_empty() { kind.to_owned() } else { text },
        author: publisher.and_then(|agent| agent.name.best(language.tag())).map(|(_, name)| name.to_owned()),
    })
}
