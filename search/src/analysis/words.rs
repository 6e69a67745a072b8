//! Text → words: NFC, lower case, å ä ö kept; `PM2.5`, `CO₂`, `5G`, `p-plats`, `csv:er` survive sensibly, and what
//! nobody sees (soft hyphens, characters without width) does not break a word.

use std::borrow::Cow;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc_quick};

/// Longer words are cut here (characters): nobody types them, and hostile texts must not fill the dictionary.
const MAX_WORD_CHARS: usize = 64;

/// Swedish endings that are written after a colon on abbreviations and acronyms: *csv:er*, *SCB:s*, *PDF:en*
/// (Svenska skrivregler, section on colon).
const COLON_ENDINGS: &[&str] =
    &["s", "n", "en", "et", "er", "ar", "or", "na", "erna", "arna", "orna", "ns", "ens", "ets", "ers", "ernas", "t"];

/// The same on numbers: *2:a*, *5:e*, *1990:s*.
const ORDINAL_ENDINGS: &[&str] = &["a", "e", "s", "an", "or"];

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
                ':' => {
                    let is_number = text[start..end].chars().all(|c| c.is_ascii_digit());
                    let endings = if is_number { ORDINAL_ENDINGS } else { COLON_ENDINGS };
                    return Self { pieces, next: skip_ending(text, end, after, endings) };
                }
                '\'' | '\u{2019}' => return Self { pieces, next: skip_ending(text, end, after, &["s"]) },
                _ => return Self { pieces, next: end },
            }
        }
    }
}

/// End of a run of letters and digits. A full stop between two digits belongs to it (*2.5*, *3.0.1*), a comma too when
/// it began with a letter (*PM2,5*); what nobody sees and marks of the letter before do.
fn piece_end(text: &str, from: usize) -> usize {
    let mut end = from;
    let mut previous = ' ';
    let starts_with_letter = text[from..].starts_with(char::is_alphabetic);
    let mut characters = text[from..].char_indices().peekable();
    while let Some((offset, c)) = characters.next() {
        if is_unseen(c) {
            continue;
        }
        let next_is_digit = characters.peek().is_some_and(|(_, next)| plain_digit(*next).is_some());
        let point = c == '.' || (c == ',' && starts_with_letter);
        let decimal_point = point && plain_digit(previous).is_some() && next_is_digit;
        if !c.is_alphanumeric() && !decimal_point && !is_combining_mark(c) {
            break;
        }
        previous = c;
        end = from + offset + c.len_utf8();
    }
    end
}

/// Soft hyphen, zero width space and joiners, word joiner, byte order mark: they come along when texts are pasted.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// The digit that a digit or a small one above or below the line stands for.
fn plain_digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '\u{b2}' => Some('2'),
        '\u{b3}' => Some('3'),
        '\u{b9}' => Some('1'),
        '\u{2070}' | '\u{2074}'..='\u{2079}' => char::from_digit(u32::from(c) - 0x2070, 10),
        '\u{2080}'..='\u{2089}' => char::from_digit(u32::from(c) - 0x2080, 10),
        _ => None,
    }
}

/// A small digit below the line, as in formulas.
fn is_below(c: char) -> bool {
    matches!(c, '\u{2080}'..='\u{2089}')
}

/// Position behind `ending` when the letters after the connector are one of `endings`, else `end`.
fn skip_ending(text: &str, end: usize, after: usize, endings: &[&str]) -> usize {
    let stop = piece_end(text, after);
    let ending = &text[after..stop];
    if endings.iter().any(|known| known.eq_ignore_ascii_case(ending)) { stop } else { end }
}

fn push_run(text: &str, run: &Run, position: &mut usize, found: &mut Vec<Word>) {
    let first = *position;
    let mut pieces: Vec<(String, usize, usize)> =
        run.pieces.iter().map(|&(from, to)| (lower(&text[from..to]), from, to)).collect();
    if let [(whole, from, to)] = &pieces[..]
        && let Some(at) = number_behind_name(&text[*from..*to], whole)
    {
        let (name, number) = (lower(&text[*from..from + at]), lower(&text[from + at..*to]));
        pieces = vec![(name, *from, from + at), (number, from + at, *to)];
    }
    if let [(_, from, _), .., (_, _, to)] = pieces[..] {
        let whole = clip(pieces.iter().map(|(piece, ..)| piece.as_str()).collect());
        found.push(Word { text: whole, position: first, from, to, joined: true });
    }
    for (piece, from, to) in pieces {
        found.push(Word { text: clip(piece), position: *position, from, to, joined: false });
        *position += 1;
    }
}

/// Where the number begins in a name with a number that is also written apart: *SWEREF99*, *ISO19115*, *Natura2000*;
/// not in *CO2*, *E20* or *PM10*, which are one word.
fn number_behind_name(text: &str, lower: &str) -> Option<usize> {
    let name = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at(name);
    let apart = letters.chars().count() >= 3 && digits.len() >= 2 && digits.bytes().all(|digit| digit.is_ascii_digit());
    (apart && letters.chars().all(char::is_alphabetic) && text.len() == lower.len()).then_some(name)
}

/// Lower case, without what nobody sees and marks that no letter has, digits on the line. A small digit behind a longer
/// word is a note and not part of it.
fn lower(piece: &str) -> String {
    let lower = piece.to_lowercase();
    if lower.is_ascii() && !lower.contains(',') {
        return lower;
    }
    let letters = lower.chars().filter(|c| c.is_alphabetic()).count();
    let is_note = |c: char| letters >= 3 && !c.is_ascii_digit() && plain_digit(c).is_some() && !is_below(c);
    let kept =
        lower.chars().filter(|&c| !is_unseen(c) && (c.is_alphanumeric() || !is_combining_mark(c)) && !is_note(c));
    kept.map(|c| if c == ',' { '.' } else { plain_digit(c).unwrap_or(c) }).collect()
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
        assert_eq!(texts("csv:er SCB:s 2:a"), ["csv", "scb", "2"]);
        assert_eq!(texts("p-platser"), ["pplatser", "p", "platser"]);
        assert_eq!(texts("vägnät- och gatunät"), ["vägnät", "och", "gatunät"]);
        assert_eq!(texts("children’s data.se"), ["children", "data", "se"]);
        assert_eq!(texts("\u{1F600} \"'-…"), Vec::<String>::new());
    }

    #[test]
    fn words_of_open_data_survive() {
        for (text, expected) in [
            ("PM2.5, PM2,5 och PM10", &["pm2.5", "pm2.5", "och", "pm10"][..]),
            ("CO2 CO₂ PM₂.₅ m² km³", &["co2", "co2", "pm2.5", "m2", "km3"]),
            ("kommuner¹ 1,2 3,4", &["kommuner", "1", "2", "3", "4"]),
            ("5G E4 E20 Natura 2000", &["5g", "e4", "e20", "natura", "2000"]),
            ("SWEREF99 TM", &["sweref99", "sweref", "99", "tm"]),
            ("ISO19115 WGS 84", &["iso19115", "iso", "19115", "wgs", "84"]),
            ("covid-19", &["covid19", "covid", "19"]),
            ("SARS-CoV-2", &["sarscov2", "sars", "cov", "2"]),
            ("e-tjänst etjänst", &["etjänst", "e", "tjänst", "etjänst"]),
            ("24/7 c/o", &["24", "7", "c", "o"]),
            ("2:a 5:e 1990:s 1:50 000", &["2", "5", "1990", "1", "50", "000"]),
            ("SCB:s csv:er CSV:erna", &["scb", "csv", "csv"]),
            ("https://data.se/x?y=1#å", &["https", "data", "se", "x", "y", "1", "å"]),
            ("anna@lund.se", &["anna", "lund", "se"]),
            ("\u{1F6B2}cykel\u{1F6B2}", &["cykel"]),
            ("kom\u{ad}mun data\u{200b}mängd\u{feff} \u{200b}", &["kommun", "datamängd"]),
            ("İSTANBUL STRAẞE ÅÄÖ", &["istanbul", "straße", "åäö"]),
            ("fo\u{308}rskola x\u{302}y", &["förskola", "xy"]),
        ] {
            assert_eq!(texts(text), expected, "{text}");
        }
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
