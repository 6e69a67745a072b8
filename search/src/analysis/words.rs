//! Text → words: NFC, lower case, å ä ö kept; `PM2.5`, `5G`, `p-plats`, `csv:er` survive sensibly.

use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, is_nfc_quick};

/// Longer words are cut here (characters): nobody types them, and hostile texts must not fill the dictionary.
const MAX_WORD_CHARS: usize = 64;

/// Swedish endings that are written after a colon on abbreviations and acronyms: *csv:er*, *SCB:s*, *PDF:en*
/// (Svenska skrivregler, section on colon).
const COLON_ENDINGS: &[&str] =
    &["s", "n", "en", "et", "er", "ar", "or", "na", "erna", "arna", "orna", "ns", "ens", "ets", "ers", "ernas", "t"];

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Lower case, NFC, without inflection after a colon.
    pub text: String,
    /// Counts words; a joined word shares the position of its first piece.
    pub position: usize,
    /// Where it starts (bytes of the NFC text).
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// Written with hyphens: this is the whole without them (`pplats`), its pieces follow (`p`, `plats`).
    pub joined: bool,
}

/// NFC form of `text`, without a copy where it is so already.
pub(crate) fn nfc(text: &str) -> Cow<'_, str> {
    if is_nfc_quick(text.chars()) == unicode_normalization::IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// Cuts a text into words.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let text = nfc(text);
    let mut found = Vec::new();
    let mut position = 0;
    let mut rest = 0;
    while let Some(offset) = text[rest..].find(char::is_alphanumeric) {
        let from = rest + offset;
        let run = Run::read(&text, from);
        push_run(&text, &run, &mut position, &mut found);
        rest = run.next;
    }
    found
}

/// Pieces of one word, joined by hyphens.
struct Run {
    pieces: Vec<(usize, usize)>,
    /// Where reading goes on (behind an inflection that was dropped).
    next: usize,
}

impl Run {
    fn read(text: &str, from: usize) -> Self {
        let mut pieces = Vec::new();
        let mut start = from;
        loop {
            let end = piece_end(text, start);
            pieces.push((start, end));
            let Some(connector) = text[end..].chars().next() else { return Self { pieces, next: end } };
            let after = end + connector.len_utf8();
            let next_is_word = text[after..].starts_with(char::is_alphanumeric);
            match connector {
                '-' | '\u{2010}' | '\u{2011}' if next_is_word => start = after,
                ':' => return Self { pieces, next: skip_ending(text, end, after, COLON_ENDINGS) },
                '\'' | '\u{2019}' => return Self { pieces, next: skip_ending(text, end, after, &["s"]) },
                _ => return Self { pieces, next: end },
            }
        }
    }
}

/// End of a run of letters and digits; a full stop between two digits belongs to it (*2.5*, *3.0.1*).
fn piece_end(text: &str, from: usize) -> usize {
    let mut end = from;
    let mut previous = ' ';
    let mut characters = text[from..].char_indices().peekable();
    while let Some((offset, c)) = characters.next() {
        let next_is_digit = characters.peek().is_some_and(|(_, n)| n.is_ascii_digit());
        let decimal_point = c == '.' && previous.is_ascii_digit() && next_is_digit;
        if !c.is_alphanumeric() && !decimal_point {
            break;
        }
        previous = c;
        end = from + offset + c.len_utf8();
    }
    end
}

/// Position behind `ending` when the letters after the connector are one of `endings`, else `end`.
fn skip_ending(text: &str, end: usize, after: usize, endings: &[&str]) -> usize {
    let stop = piece_end(text, after);
    let ending = &text[after..stop];
    if endings.iter().any(|known| known.eq_ignore_ascii_case(ending)) { stop } else { end }
}

fn push_run(text: &str, run: &Run, position: &mut usize, found: &mut Vec<Word>) {
    let first = *position;
    let pieces: Vec<String> = run.pieces.iter().map(|&(from, to)| lower(&text[from..to])).collect();
    if let [(from, _), .., (_, to)] = run.pieces[..] {
        let whole = clip(pieces.concat());
        found.push(Word { text: whole, position: first, from, to, joined: true });
    }
    for (piece, &(from, to)) in pieces.into_iter().zip(&run.pieces) {
        found.push(Word { text: clip(piece), position: *position, from, to, joined: false });
        *position += 1;
    }
}

fn lower(piece: &str) -> String {
    piece.to_lowercase()
}

fn clip(mut word: String) -> String {
    if let Some((cut, _)) = word.char_indices().nth(MAX_WORD_CHARS) {
        word.truncate(cut);
    }
    word
}

/// Text without simple HTML: tags become spaces, the five XML entities and `&nbsp;` their characters.
/// Descriptions may hold markup as given (design: model::view).
pub(crate) fn without_markup(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '&']) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        plain.push_str(&rest[..start]);
        rest = &rest[start..];
        let is_tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match rest.find('>') {
            Some(end) if is_tag => {
                plain.push(' ');
                rest = &rest[end + 1..];
            }
            _ => {
                plain.push('<');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    let entities = [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    for (entity, character) in entities {
        if plain.contains(entity) {
            plain = plain.replace(entity, character);
        }
    }
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn numbers_acronyms_and_hyphens_survive() {
        assert_eq!(texts("PM2.5 och 5G, ISO 19115."), ["pm2.5", "och", "5g", "iso", "19115"]);
        assert_eq!(texts("csv:er SCB:s 2:a"), ["csv", "scb", "2", "a"]);
        assert_eq!(texts("p-platser"), ["pplatser", "p", "platser"]);
        assert_eq!(texts("vägnät- och gatunät"), ["vägnät", "och", "gatunät"]);
        assert_eq!(texts("children’s data.se"), ["children", "data", "se"]);
        assert_eq!(texts("\u{1F600} \"'-…"), Vec::<String>::new());
    }

    #[test]
    fn decomposed_letters_are_composed() {
        assert_eq!(texts("A\u{30a}ngstro\u{308}m"), ["ångström"]);
    }

    #[test]
    fn positions_allow_phrases_over_hyphens() {
        let found = words("en p-plats till");
        let positions: Vec<_> = found.iter().map(|word| (word.text.as_str(), word.position)).collect();
        assert_eq!(positions, [("en", 0), ("pplats", 1), ("p", 1), ("plats", 2), ("till", 3)]);
    }

    #[test]
    fn long_words_are_cut_and_nothing_panics() {
        assert_eq!(texts(&"ö".repeat(5000))[0].chars().count(), MAX_WORD_CHARS);
        for text in ["-", "a-", "-a", "a:", ":s", "1.", ".1", "a'", "<", "<b", "&", "a\u{300}", "﷽", "İ", "ß-ß"] {
            words(text);
            without_markup(text);
        }
    }

    #[test]
    fn markup_is_dropped() {
        assert_eq!(texts(&without_markup("<p>Bad&amp;vatten<br/>a < b</p>")), ["bad", "vatten", "a", "b"]);
    }
}
