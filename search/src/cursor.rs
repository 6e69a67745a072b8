//! Where a page ended, as text that a client hands back unread.
//!
//! A cursor carries the sort key and the id of the last item, so the next page begins behind it whatever was added,
//! changed or withdrawn in between. It belongs to one search: with other words or filters it is refused.

use crate::request::{SearchRequest, Sort};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// Layout of a cursor.
const VERSION: u8 = 1;

/// Letters of the checksum in front.
const CHECK: usize = 8;

/// Longest cursor that is read (bytes).
const MAX_LENGTH: usize = 8_000;

/// Where a page ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    version: u8,
    /// What was asked, as a hash.
    search: String,
    /// Number of the catalog that the order is of.
    pub(crate) seq: u64,
    /// The moment that `freshness` is seen from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) now: Option<i64>,
    /// The last item has only some of the words.
    pub(crate) partial: bool,
    /// First and second sort key of the last item.
    pub(crate) keys: (u64, u64),
    /// Collation key of its title, where that is the order; as letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// Its id.
    pub(crate) id: String,
}

/// A text that is no cursor, or one of another search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CursorProblem {
    /// Not made by us, or cut off.
    #[error("the cursor is damaged: take `next` of an answer as it is, or begin again without `cursor`")]
    Damaged,
    /// Of another search.
    #[error(
        "the cursor is of another search: keep words, filters and order as they were, or begin again without `cursor`"
    )]
    OtherSearch,
}

impl Cursor {
    /// A cursor behind an item.
    pub(crate) fn new(request: &SearchRequest, seq: u64, partial: bool, keys: (u64, u64), id: String) -> Self {
        Self { version: VERSION, search: hash_of(request), seq, now: request.now, partial, keys, title: None, id }
    }

    /// The same with the collation key of the title.
    pub(crate) fn with_title(mut self, key: &[u8]) -> Self {
        self.title = Some(hex(key));
        self
    }

    /// The collation key of the title.
    pub(crate) fn title(&self) -> Option<Vec<u8>> {
        from_hex(self.title.as_deref()?)
    }

    /// Reads a cursor for a request.
    ///
    /// # Errors
    /// When it is damaged or of another search.
    pub fn read(text: &str, request: &SearchRequest) -> Result<Self, CursorProblem> {
        let (check, body) =
            text.split_at_checked(CHECK).filter(|_| text.len() <= MAX_LENGTH).ok_or(CursorProblem::Damaged)?;
        let bytes = from_hex(body).filter(|bytes| checksum(bytes) == check).ok_or(CursorProblem::Damaged)?;
        let cursor: Self = serde_json::from_slice(&bytes).map_err(|_| CursorProblem::Damaged)?;
        if cursor.version != VERSION {
            return Err(CursorProblem::Damaged);
        }
        if cursor.search != hash_of(request) {
            return Err(CursorProblem::OtherSearch);
        }
        Ok(cursor)
    }

    /// As text of letters and digits.
    pub fn write(&self) -> String {
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        format!("{}{}", checksum(&bytes), hex(&bytes))
    }
}

/// Hash of all that decides what is found and in which order.
fn hash_of(request: &SearchRequest) -> String {
    let filters: Vec<(&String, Vec<&String>)> = request
        .filters
        .iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(facet, values)| {
            let mut values: Vec<&String> = values.iter().collect();
            values.sort_unstable();
            (facet, values)
        })
        .collect();
    let language = if request.sort == Sort::Title { request.language.as_str() } else { "" };
    let all = (
        request.q.trim(),
        filters,
        (request.years, request.bbox),
        (request.members, request.datasets_only, request.verbatim),
        (request.sort, language),
    );
    let hash = blake3::hash(serde_json::to_string(&all).unwrap_or_default().as_bytes());
    hash.to_hex()[..16].to_owned()
}

fn checksum(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..CHECK].to_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_as_text_and_belongs_to_its_search() {
        let request = SearchRequest { q: "bad".to_owned(), ..SearchRequest::default() };
        let cursor = Cursor::new(&request, 7, true, (1, u64::MAX), "x1".to_owned()).with_title(&[0, 255, 16]);
        let text = cursor.write();
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_eq!(Cursor::read(&text, &request), Ok(cursor.clone()));
        assert_eq!(cursor.title(), Some(vec![0, 255, 16]));
        let other = SearchRequest { q: "vatten".to_owned(), ..SearchRequest::default() };
        assert_eq!(Cursor::read(&text, &other), Err(CursorProblem::OtherSearch));
        for damaged in ["", "x", "åäö", &text[1..], &text[..text.len() - 2], &format!("{text}00"), &"f".repeat(9000)]
        {
            assert_eq!(Cursor::read(damaged, &request), Err(CursorProblem::Damaged), "{damaged}");
        }
    }
}
