//! JSON Feed 1.1 (jsonfeed.org/version/1.1).

use super::atom::instant;
use super::{Entry, Feed};
use serde_json::{Value, json};

/// The feed as a document.
pub(super) fn write(feed: &Feed) -> String {
    let items: Vec<Value> = feed.entries.iter().map(|entry| item(entry, feed)).collect();
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.json,
        "language": feed.language.tag(),
        "authors": [{ "name": feed.site }],
        "items": items,
        "_skord": { "deleted": feed.deleted.iter().map(|one| one.entry.as_str()).collect::<Vec<_>>() },
    })
    .to_string()
}

fn item(entry: &Entry, feed: &Feed) -> Value {
    let mut item = json!({
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.text,
        "date_published": instant(entry.at),
        "tags": [entry.kind.word(feed.language)],
        "_skord": { "change": entry.kind.code(), "resource": entry.resource },
    });
    if let Some(name) = &entry.author {
        item["authors"] = json!([{ "name": name }]);
    }
    item
}
