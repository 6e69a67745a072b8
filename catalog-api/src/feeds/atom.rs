//! Atom 1.0 (RFC 4287), with deleted entries (RFC 6721).

use super::{Entry, Feed};
use crate::state::Language;
use chrono::{DateTime, SecondsFormat, Utc};
use std::fmt::Write as _;

/// The feed as a document.
pub(super) fn write(feed: &Feed) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    // Writing to a string cannot fail.
    _ = write!(
        xml,
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:at=\"http://purl.org/atompub/tombstones/1.0\" xml:lang=\"{}\">\n<id>{}</id>\n<title>{}</title>\n\
         <updated>{}</updated>\n<author><name>{}</name></author>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
        feed.language.tag(),
        text(&feed.atom),
        text(&feed.title),
        instant(feed.updated),
        text(&feed.site),
        text(&feed.atom),
        text(&feed.page),
    );
    for deleted in &feed.deleted {
        let (entry, when) = (text(&deleted.entry), instant(deleted.at));
        _ = writeln!(xml, "<at:deleted-entry ref=\"{entry}\" when=\"{when}\"/>");
    }
    for entry in &feed.entries {
        write_entry(&mut xml, entry, feed.language);
    }
    xml.push_str("</feed>\n");
    xml
}

fn write_entry(xml: &mut String, entry: &Entry, feed_language: Language) {
    let author = entry.author.as_deref().map(|name| format!("<author><name>{}</name></author>\n", text(name)));
    _ = write!(
        xml,
        "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n{}\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<category term=\"{}\" label=\"{}\"/>\n<summary>{}</summary>\n</entry>\n",
        text(&entry.id),
        text(&entry.title),
        instant(entry.at),
        author.unwrap_or_default(),
        text(&entry.url),
        entry.kind.code(),
        text(entry.kind.word(feed_language)),
        text(&entry.text),
    );
}

/// RFC 3339 in UTC.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Escaped, without the characters that XML 1.0 does not know (§2.2).
fn text(text: &str) -> String {
    let known = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    crate::pages::escape(&text.chars().filter(known).collect::<String>())
}
