//! What a person typed → what to look for. Never fails.

use crate::analysis::{Word, is_stop_word, words};

/// Longer input is cut here (characters).
const MAX_CHARS: usize = 1000;

/// More words than these are left out.
const MAX_PARTS: usize = 32;

/// A word must have this many characters to be completed as you type.
const SHORTEST_PREFIX: usize = 3;

/// One thing to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// A word in any form.
    Word(String),
    /// A word written with hyphens: the whole without them, or its pieces.
    Hyphenated {
        /// `pplats`.
        whole: String,
        /// `p`, `plats`.
        pieces: Vec<String>,
    },
    /// Words in this order, in exactly these forms.
    Phrase(Vec<String>),
    /// The start of a word (`laddst*`).
    Prefix(String),
}

/// A query, understood.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Parsed {
    /// All of these, if possible.
    pub wanted: Vec<Part>,
    /// None of these.
    pub excluded: Vec<Part>,
    /// The last word may be unfinished: it also matches as a prefix, at low weight.
    pub last_is_open: bool,
    /// Something was asked, but nothing that can be looked for (an emoji): no results, rather than all.
    pub unusable: bool,
}

/// Reads a query: words, `"phrases"`, `-not`, `start*`. Quotes that do not close are ignored.
pub(crate) fn parse(q: &str) -> Parsed {
    let q: String = q.chars().take(MAX_CHARS).collect();
    let mut parsed = Parsed::default();
    let mut rest = q.as_str();
    while let Some(token) = next_token(&mut rest) {
        let full = parsed.wanted.len() + parsed.excluded.len() >= MAX_PARTS;
        if full {
            break;
        }
        let parts = token.parts();
        if token.negative { parsed.excluded.extend(parts) } else { parsed.wanted.extend(parts) }
    }
    parsed.wanted.truncate(MAX_PARTS);
    drop_stop_words(&mut parsed.wanted);
    parsed.last_is_open = matches!(parsed.wanted.last(), Some(Part::Word(word)) if word.chars().count() >= SHORTEST_PREFIX)
        && q.ends_with(char::is_alphanumeric);
    let nothing = parsed.wanted.is_empty() && parsed.excluded.is_empty();
    parsed.unusable = nothing && q.chars().any(|c| !c.is_whitespace() && !c.is_ascii_punctuation() && !is_quote(c));
    parsed
}

/// A piece of the input between spaces, or between quotes.
struct Token<'a> {
    text: &'a str,
    negative: bool,
    quoted: bool,
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{00ab}' | '\u{00bb}')
}

fn next_token<'a>(rest: &mut &'a str) -> Option<Token<'a>> {
    *rest = rest.trim_start();
    let first = rest.chars().next()?;
    let after = &rest[first.len_utf8()..];
    let negative = matches!(first, '-' | '\u{2212}') && after.starts_with(|c: char| c.is_alphanumeric() || is_quote(c));
    let start: &'a str = if negative { after } else { rest };
    if let Some(quote) = start.chars().next().filter(|c| is_quote(*c)) {
        let inner = &start[quote.len_utf8()..];
        if let Some(end) = inner.find(is_quote) {
            let close = inner[end..].chars().next().map_or(1, char::len_utf8);
            *rest = &inner[end + close..];
            return Some(Token { text: &inner[..end], negative, quoted: true });
        }
        *rest = inner;
        return next_token(rest).map(|token| Token { negative: token.negative || negative, ..token });
    }
    let end = start.find(|c: char| c.is_whitespace() || is_quote(c)).unwrap_or(start.len());
    *rest = &start[end..];
    Some(Token { text: &start[..end], negative, quoted: false })
}

impl Token<'_> {
    fn parts(&self) -> Vec<Part> {
        let found = words(self.text);
        let singles = || found.iter().filter(|word| !word.joined).map(|word| word.text.clone());
        if found.is_empty() {
            return Vec::new();
        }
        if self.quoted || (self.negative && singles().count() > 1) {
            return vec![Part::Phrase(singles().collect())];
        }
        let mut parts = unquoted(&found);
        if self.text.ends_with('*')
            && let Some(Part::Word(last)) = parts.pop_if(|part| matches!(part, Part::Word(_)))
        {
            parts.push(Part::Prefix(last));
        }
        parts
    }
}

/// Words in a token without spaces: one mostly; *ISO/IEC* gives two.
fn unquoted(found: &[Word]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut covered = 0;
    for word in found {
        if word.joined {
            let pieces = found.iter().filter(|piece| !piece.joined && piece.from >= word.from && piece.to <= word.to);
            let pieces = pieces.map(|piece| piece.text.clone()).collect();
            parts.push(Part::Hyphenated { whole: word.text.clone(), pieces });
            covered = word.to;
        } else if word.from >= covered {
            parts.push(Part::Word(word.text.clone()));
        }
    }
    parts
}

/// Leaves stop words out unless nothing else is left.
fn drop_stop_words(wanted: &mut Vec<Part>) {
    let is_stop = |part: &Part| matches!(part, Part::Word(word) if is_stop_word(word));
    if !wanted.iter().all(is_stop) {
        wanted.retain(|part| !is_stop(part));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Part {
        Part::Word(text.to_owned())
    }

    fn phrase(text: &str) -> Part {
        Part::Phrase(text.split(' ').map(str::to_owned).collect())
    }

    #[test]
    fn words_phrases_negations_and_prefixes() {
        let parsed = parse("Badplatser \"öppna data\" -wms laddst*");
        assert_eq!(parsed.wanted, [word("badplatser"), phrase("öppna data"), Part::Prefix("laddst".to_owned())]);
        assert_eq!(parsed.excluded, [word("wms")]);
        assert_eq!(parse("-\"röd lista\" arter").excluded, [phrase("röd lista")]);
        assert_eq!(parse("ISO/IEC").wanted, [word("iso"), word("iec")]);
        let hyphenated =
            Part::Hyphenated { whole: "pplatser".to_owned(), pieces: vec!["p".to_owned(), "platser".to_owned()] };
        assert_eq!(parse("p-platser").wanted, [hyphenated]);
    }

    #[test]
    fn stop_words_go_unless_they_are_all() {
        assert_eq!(parse("var kan jag parkera bilen").wanted, [word("parkera"), word("bilen")]);
        assert_eq!(parse("om").wanted, [word("om")]);
        assert_eq!(parse("\"om i\" vatten").wanted, [phrase("om i"), word("vatten")]);
    }

    #[test]
    fn the_last_word_is_open_while_it_is_typed() {
        assert!(parse("badpl").last_is_open);
        assert!(!parse("badpl ").last_is_open);
        assert!(!parse("\"bad plats\"").last_is_open);
        assert!(!parse("ba").last_is_open);
    }

    #[test]
    fn odd_input_never_fails() {
        for q in [
            "",
            " ",
            "\"",
            "\"\"",
            "-",
            "--",
            "*",
            "-*",
            "\"a",
            "a\"b",
            "-\"",
            "\"-\"",
            "“”",
            "AND OR NOT",
            "(a",
            "a:b^2~",
        ] {
            assert!(!parse(q).unusable, "{q:?}");
        }
        assert_eq!(parse("\"vatten").wanted, [word("vatten")]);
        assert!(parse("\u{1F600}").unusable);
        assert_eq!(parse(&"ord ".repeat(3000)).wanted.len(), MAX_PARTS);
        assert_eq!(parse(&"å".repeat(10_000)).wanted.len(), 1);
        parse(&"\"-".repeat(5000));
    }
}
