//! The newest changes of what a search finds, or found before they happened.

use super::ENTRIES;
use super::past::past;
use super::words::{Kind, changed_words};
use crate::api::versions;
use crate::pages::{SearchForm, encode, excerpt};
use crate::problem::Problem;
use crate::state::{AppState, Language, Reader};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use store::journal::{Change, ChangeKind};

/// Versions of one thing that are looked at for the words of a change.
const VERSIONS: u64 = 20;

/// Characters of a description in the entry of something new.
const EXCERPT: usize = 400;

/// Most deleted entries that are named.
const DELETED: usize = 50;

/// One change of one thing.
pub(crate) struct Entry {
    /// Never changes.
    pub(crate) id: String,
    /// Its page.
    pub(crate) url: String,
    pub(crate) title: String,
    /// What happened.
    pub(crate) kind: Kind,
    pub(crate) at: DateTime<Utc>,
    /// What happened, in words.
    pub(crate) text: String,
    /// Publisher.
    pub(crate) author: Option<String>,
    /// Portal id of the thing.
    pub(crate) resource: String,
}

/// An earlier entry about something that was withdrawn since.
pub(crate) struct Deleted {
    /// Its id.
    pub(crate) entry: String,
    /// When the thing was withdrawn.
    pub(crate) at: DateTime<Utc>,
}

/// Entries and deleted entries, the newest first.
pub(super) fn entries(
    state: &AppState,
    reader: &Reader,
    (form, language): (&SearchForm, Language),
) -> Result<(Vec<Entry>, Vec<Deleted>), Problem> {
    let request = form.request(language, &[]);
    let past = past(state, reader)?;
    let membership = past.membership(reader, &request)?;
    let kind = |change: &Change| Kind::of(change.kind, membership.around(change));
    let limit = ENTRIES + DELETED;
    let is_told = |change: &Change| kind(change).is_some();
    let changes = state.journal.recent_changes(reader.seq, limit, |id| membership.knows(id), is_told)?;
    let (mut entries, mut deleted) = (Vec::new(), Vec::new());
    let mut withdrawn: HashMap<String, DateTime<Utc>> = HashMap::new();
    for change in &changes {
        let is_gone = !reader.has(&change.id);
        let Some(kind) = kind(change) else { continue };
        match withdrawn.get(&change.id) {
            Some(at) if is_gone => deleted.push(Deleted { entry: entry_id(state, change), at: *at }),
            _ if entries.len() < ENTRIES => entries.push(entry(state, reader, language, (change, kind))?),
            _ => {}
        }
        if change.kind == ChangeKind::Withdrawn {
            withdrawn.insert(change.id.clone(), change.at);
        }
    }
    deleted.truncate(DELETED);
    Ok((entries, deleted))
}

fn entry_id(state: &AppState, change: &Change) -> String {
    let base = state.config.base_url.trim_end_matches('/');
    format!("{base}/datasets/{}/history#seq-{}", encode(&change.id), change.seq.0)
}

fn entry(
    state: &AppState,
    reader: &Reader,
    language: Language,
    (change, kind): (&Change, Kind),
) -> Result<Entry, Problem> {
    let base = state.config.base_url.trim_end_matches('/');
    let summary = reader.summary(&change.id);
    let of_summary = summary.and_then(|summary| summary.title.best(language.tag())).map(|(_, title)| title.to_owned());
    let untitled = || language.pick("Utan titel", "Untitled").to_owned();
    let title = of_summary.or(change.title.clone()).filter(|title| !title.trim().is_empty()).unwrap_or_else(untitled);
    let word = kind.word(language);
    let text = text(state, reader, language, (change, kind))?;
    let publisher = summary.and_then(|summary| summary.publisher.as_ref());
    Ok(Entry {
        id: entry_id(state, change),
        url: format!("{base}{}/datasets/{}", language.prefix(), encode(&change.id)),
        title: format!("{word}: {}", title.split_whitespace().collect::<Vec<_>>().join(" ")),
        kind,
        at: change.at,
        text: if text.is_empty() { word.to_owned() } else { text },
        author: publisher.and_then(|agent| agent.name.best(language.tag())).map(|(_, name)| name.to_owned()),
        resource: change.id.clone(),
    })
}

/// What happened, in words.
fn text(
    state: &AppState,
    reader: &Reader,
    language: Language,
    (change, kind): (&Change, Kind),
) -> Result<String, Problem> {
    Ok(match kind {
        Kind::Changed | Kind::MatchesNow | Kind::MatchesNoLonger => {
            let (_, versions) = versions(reader, state, &change.id, 0, VERSIONS)?;
            let of_this = versions.iter().filter(|version| version.at == change.at);
            changed_words(of_this.flat_map(|version| &version.changes), language)
        }
        Kind::New | Kind::Returned => {
            let description = reader.summary(&change.id).and_then(|summary| summary.description.best(language.tag()));
            description.map(|(_, text)| excerpt(text, EXCERPT)).unwrap_or_default()
        }
        Kind::Withdrawn => {
            language.pick("Ingen källa publicerar den längre.", "No source publishes it any more.").to_owned()
        }
    })
}
