//! What a person typed → what to look for. Never fails.

use crate::analysis::{Analyzer, Word, words};
use crate::schema::Role;
use crate::understanding::{Publishers, Recognition, Way, understand, years};

/// Longer input is cut here (characters).
const MAX_CHARS: usize = 1000;

/// More words than these are left out.
const MAX_PARTS: usize = 32;

/// A word must have this many characters to be completed as you type.
const SHORTEST_PREFIX: usize = 3;

/// One thing to look for.
#[derive(Debug, Clone, PartialEq)]
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
    /// Words with a meaning: themselves (if any), or one of these ways.
    Meant {
        /// The words.
        literal: Vec<Part>,
        /// Other ways to match.
        ways: Vec<Way>,
    },
    /// Only in one kind of text (`title:badplats`).
    In(Scope, Box<Part>),
}

impl Part {
    /// For people who ask why.
    pub(crate) fn describe(&self) -> serde_json::Value {
        use serde_json::json;
        match self {
            Self::Word(word) => json!({ "word": word }),
            Self::Hyphenated { whole, pieces } => json!({ "word": whole, "pieces": pieces }),
            Self::Phrase(words) => json!({ "phrase": words }),
            Self::Prefix(start) => json!({ "start": start }),
            Self::Meant { literal, ways } => {
                let literal: Vec<_> = literal.iter().map(Self::describe).collect();
                let ways: Vec<String> = ways.iter().map(|way| format!("{way:?}")).collect();
                json!({ "literal": literal, "ways": ways })
            }
            Self::In(scope, part) => json!({ "in": format!("{scope:?}"), "part": part.describe() }),
        }
    }

    /// Says where, by whom or in which format, not what about.
    pub(crate) fn is_modifier(&self) -> bool {
        let modifies = |way: &Way| {
            let says_where = matches!(way, Way::Place(_) | Way::Area(_) | Way::Publisher(_));
            says_where || matches!(way, Way::Format { .. } | Way::Aspect(_) | Way::Years { .. })
        };
        match self {
            Self::Meant { ways, .. } => ways.iter().any(modifies),
            Self::In(scope, _) => *scope == Scope::Format,
            _ => false,
        }
    }
}

/// Where a part must be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// A kind of text.
    Text(Role),
    /// The formats.
    Format,
}

/// Names of fields in both languages.
const FIELDS: &[(&str, Scope)] = &[
    ("title", Scope::Text(Role::Title)),
    ("titel", Scope::Text(Role::Title)),
    ("keyword", Scope::Text(Role::Keyword)),
    ("nyckelord", Scope::Text(Role::Keyword)),
    ("publisher", Scope::Text(Role::Publisher)),
    ("utgivare", Scope::Text(Role::Publisher)),
    ("organisation", Scope::Text(Role::Publisher)),
    ("description", Scope::Text(Role::Description)),
    ("beskrivning", Scope::Text(Role::Description)),
    ("format", Scope::Format),
];

/// A part with the token of the query that it comes from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub part: Part,
    pub token: usize,
}

impl Item {
    /// The word, if it is one; the whole of a hyphenated word.
    pub(crate) fn word(&self) -> Option<&str> {
        match &self.part {
            Part::Word(word) => Some(word),
            Part::Hyphenated { whole, .. } => Some(whole),
            _ => None,
        }
    }
}

/// A query, understood.
#[derive(Debug, Clone, PartialEq, Default)]
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

/// A query, cut into parts but not understood yet.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Typed {
    /// All parts that are wanted, stop words too.
    pub wanted: Vec<Item>,
    /// Parts that are not.
    pub excluded: Vec<Part>,
    /// What was typed between spaces.
    pub tokens: Vec<String>,
    /// The last word may be unfinished.
    pub(super) last_is_open: bool,
    /// Nothing that can be looked for.
    unusable: bool,
}

/// Reads a query: words, `"phrases"`, `-not`, `start*`, `field:word`. Quotes that do not close are ignored.
pub(crate) fn typed(q: &str) -> Typed {
    let q: String = q.chars().filter(|c| !c.is_control() || c.is_whitespace()).take(MAX_CHARS).collect();
    let mut typed = Typed::default();
    let mut rest = q.as_str();
    let mut scope = None;
    loop {
        let before = rest;
        let Some(token) = next_token(&mut rest) else { break };
        let text = before[..before.len() - rest.len()].trim();
        if typed.wanted.len() + typed.excluded.len() >= MAX_PARTS {
            break;
        }
        let (field, token) = token.field();
        let number = typed.tokens.len();
        typed.tokens.push(text.to_owned());
        // `title:"öppna data"` comes as two tokens.
        let scope_of_this = field.or(scope.take());
        if token.text.is_empty() && field.is_some() {
            scope = field;
            continue;
        }
        let within = |part: Part| scope_of_this.map_or(part.clone(), |scope| Part::In(scope, Box::new(part)));
        let parts = token.parts().into_iter().map(within);
        if token.negative {
            typed.excluded.extend(parts);
        } else {
            typed.wanted.extend(parts.map(|part| Item { part, token: number }));
        }
    }
    typed.wanted.truncate(MAX_PARTS);
    let is_open = |item: &Item| matches!(&item.part, Part::Word(word) if word.chars().count() >= SHORTEST_PREFIX);
    typed.last_is_open = typed.wanted.last().is_some_and(is_open) && q.ends_with(char::is_alphanumeric);
    let nothing = typed.wanted.is_empty() && typed.excluded.is_empty();
    typed.unusable = nothing && q.chars().any(|c| !c.is_whitespace() && !c.is_ascii_punctuation() && !is_quote(c));
    typed
}

impl Typed {
    /// What the words mean, for this catalog.
    pub(crate) fn understood(&self, analyzer: &Analyzer, publishers: &Publishers) -> (Parsed, Vec<Recognition>) {
        let understood = understand(analyzer, publishers, &self.wanted, &self.tokens);
        let mut recognitions = understood.recognitions;
        recognitions.extend(years(&self.wanted, &self.tokens));
        let parsed = Parsed {
            excluded: self.excluded.clone(),
            last_is_open: self.last_is_open,
            unusable: self.unusable,
            ..understood.parsed
        };
        (parsed, recognitions)
    }
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
    /// `title:word` → the field and the word.
    fn field(self) -> (Option<Scope>, Self) {
        let Some((name, rest)) = self.text.split_once(':').filter(|_| !self.quoted) else { return (None, self) };
        let name = name.to_lowercase();
        let known = FIELDS.iter().find(|(field, _)| *field == name).map(|(_, scope)| *scope);
        match known {
            Some(scope) => (Some(scope), Self { text: rest, ..self }),
            None => (None, self),
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    /// Understood without lexicon and catalog.
    fn parse(q: &str) -> Parsed {
        typed(q).understood(&Analyzer::default(), &Publishers::default()).0
    }

    fn word(text: &str) -> Part {
        Part::Word(text.to_owned())
    }

    fn phrase(text: &str) -> Part {
        Part::Phrase(text.split(' ').map(str::to_owned).collect())
    }

    #[test]
    fn words_phrases_negations_and_prefixes() {
        let parsed = parse("Ormbunkar \"öppna data\" -wms laddst*");
        assert_eq!(parsed.wanted, [word("ormbunkar"), phrase("öppna data"), Part::Prefix("laddst".to_owned())]);
        assert_eq!(parsed.excluded, [word("wms")]);
        assert_eq!(parse("-\"röd lista\" arter").excluded, [phrase("röd lista")]);
        assert_eq!(parse("ISO/IEC").wanted, [word("iso"), word("iec")]);
        let hyphenated =
            Part::Hyphenated { whole: "pplatser".to_owned(), pieces: vec!["p".to_owned(), "platser".to_owned()] };
        assert_eq!(typed("p-platser").wanted[0].part, hyphenated);
    }

    #[test]
    fn stop_words_go_unless_they_are_all() {
        assert_eq!(parse("var kan jag hitta bilen och ormbunken").wanted, [word("ormbunken")]);
        assert_eq!(parse("om").wanted, [word("om")]);
        assert_eq!(parse("\"om i\" ormbunke").wanted, [phrase("om i"), word("ormbunke")]);
    }

    #[test]
    fn fields_hold_words_and_phrases() {
        let in_title = |part| Part::In(Scope::Text(Role::Title), Box::new(part));
        assert_eq!(parse("titel:ormbunke").wanted, [in_title(word("ormbunke"))]);
        assert_eq!(parse("title:\"öppna data\" x").wanted, [in_title(phrase("öppna data")), word("x")]);
        assert_eq!(parse("-format:csv").excluded, [Part::In(Scope::Format, Box::new(word("csv")))]);
        assert_eq!(parse("kl:12").wanted, [word("kl"), word("12")]);
    }

    #[test]
    fn the_last_word_is_open_while_it_is_typed() {
        assert!(parse("badpl").last_is_open);
        assert!(!parse("badpl ").last_is_open);
        assert!(!parse("\"bad plats\"").last_is_open);
        assert!(!parse("ba").last_is_open);
    }

    #[test]
    fn words_beside_the_subject_go_or_count_little() {
        let aspect = |words: &str| Part::Meant {
            literal: Vec::new(),
            ways: vec![Way::Aspect(words.split(' ').map(str::to_owned).collect())],
        };
        assert_eq!(parse("öppna data ormbunke").wanted, [word("ormbunke")]);
        assert_eq!(parse("ormbunke dataset").wanted, [word("ormbunke")]);
        assert_eq!(parse("ormbunke realtid").wanted, [word("ormbunke"), aspect("realtid")]);
        assert_eq!(parse("dagsfärsk").wanted, [word("dagsfärsk")]);
        assert_eq!(parse("dataset").wanted, [word("dataset")]);
    }

    #[test]
    fn years_and_periods_say_when() {
        let years = |from, to| Part::Meant { literal: Vec::new(), ways: vec![Way::Years { from, to }] };
        assert_eq!(parse("ormbunke 2020").wanted, [word("ormbunke"), years(2020, 2020)]);
        assert_eq!(parse("2015-2020 ormbunke").wanted, [years(2015, 2020), word("ormbunke")]);
        assert_eq!(parse("ormbunke 2015\u{2013}2020").wanted, [word("ormbunke"), years(2015, 2020)]);
        assert_eq!(parse("ormbunke 2121").wanted[1], word("2121"));
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
        assert_eq!(parse("\"ormbunke").wanted, [word("ormbunke")]);
        assert!(parse("\u{1F600}").unusable);
        assert_eq!(parse(&"ord ".repeat(3000)).wanted.len(), MAX_PARTS);
        assert_eq!(parse(&"å".repeat(10_000)).wanted.len(), 1);
        parse(&"\"-".repeat(5000));
    }
}
