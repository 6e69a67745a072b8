//! A tolerant walk over Turtle and TriG: where statements and their parts begin and end. It knows strings, IRIs and
//! comments, and forgives those that are never closed.

/// Deepest nesting of `[` and `(`.
pub(super) const MAX_DEPTH: usize = 256;

/// A character outside of strings, IRIs and comments that structures the text, or the start of one of those.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Open,
    Close,
    /// `.`, `;`, `,`, `{` or `}`.
    Separator(u8),
}

/// Calls `visit` with each mark, its offset and the depth of brackets around it, until it returns false.
fn walk(text: &str, mut visit: impl FnMut(Mark, usize, usize) -> bool) {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    while at < bytes.len() {
        let mark = match bytes[at] {
            b'#' => {
                at = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end);
                continue;
            }
            b'<' => {
                at = iri_end(bytes, at);
                continue;
            }
            b'"' | b'\'' => {
                at = string_end(bytes, at).0;
                continue;
            }
            b'\\' => {
                at += 2; // an escape in a local name
                continue;
            }
            b'[' | b'(' => Mark::Open,
            b']' | b')' => Mark::Close,
            b'.' if bytes.get(at + 1).is_none_or(|next| next.is_ascii_whitespace() || b"#<\"[(@}".contains(next)) => {
                Mark::Separator(b'.')
            }
            separator @ (b';' | b',' | b'{' | b'}') => Mark::Separator(separator),
            _ => {
                at += 1;
                continue;
            }
        };
        match mark {
            Mark::Open => depth += 1,
            Mark::Close => depth = depth.saturating_sub(1),
            Mark::Separator(_) => {}
        }
        if !visit(mark, at, depth) {
            return;
        }
        at += 1;
    }
}

/// After `<`: behind the `>` on the same line, or just behind the `<`.
fn iri_end(bytes: &[u8], at: usize) -> usize {
    match memchr::memchr3(b'>', b'\n', b'"', &bytes[at + 1..]).map(|end| at + 1 + end) {
        Some(end) if bytes[end] == b'>' => end + 1,
        _ => at + 1,
    }
}

/// Behind a string, and whether it is closed. One that is never closed, a short one by its line, ends with its line.
fn string_end(bytes: &[u8], at: usize) -> (usize, bool) {
    let quote = bytes[at];
    let is_long = bytes.get(at + 1) == Some(&quote) && bytes.get(at + 2) == Some(&quote);
    let mut next = if is_long { at + 3 } else { at + 1 };
    while let Some(found) = memchr::memchr3(quote, b'\\', b'\n', &bytes[next.min(bytes.len())..]) {
        let found = next + found;
        match bytes[found] {
            b'\\' => next = found + 2,
            b'\n' if is_long => next = found + 1,
            b'\n' => return (found, false),
            _ if !is_long => return (found + 1, true),
            _ if bytes[found..].starts_with(&[quote; 3]) => {
                let more = bytes[found + 3..].iter().take(2).take_while(|byte| **byte == quote).count();
                return (found + 3 + more, true);
            }
            _ => next = found + 1,
        }
    }
    (memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end), false)
}

/// True when a string is not closed where it should be.
pub(super) fn has_open_string(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| matches!(byte, b'#' | b'<' | b'"' | b'\'')) {
        let start = at + found;
        at = match bytes[start] {
            b'#' => memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |end| start + end),
            b'<' => iri_end(bytes, start),
            _ => match string_end(bytes, start) {
                (end, true) => end,
                _ => return true,
            },
        };
    }
    false
}

/// The text with non-breaking spaces outside of strings, IRIs and comments made plain (offsets stay), and where the
/// first was; `None` if there are none.
pub(super) fn plain_spaces(text: &str) -> Option<(String, usize)> {
    if !text.contains(['\u{a0}', '\u{feff}', '\u{200b}']) {
        return None;
    }
    let bytes = text.as_bytes();
    let (mut out, mut at, mut first) = (String::with_capacity(text.len()), 0, None);
    while at < bytes.len() {
        let end = match bytes[at] {
            b'#' => memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end),
            b'<' => iri_end(bytes, at),
            b'"' | b'\'' => string_end(bytes, at).0.max(at + 1),
            _ => {
                let c = text[at..].chars().next().unwrap_or(' ');
                if matches!(c, '\u{a0}' | '\u{feff}' | '\u{200b}') {
                    first.get_or_insert(at);
                    out.extend(std::iter::repeat_n(' ', c.len_utf8()));
                } else {
                    out.push(c);
                }
                at += c.len_utf8();
                continue;
            }
        };
        out.push_str(&text[at..end]);
        at = end;
    }
    first.map(|first| (out, first))
}

/// The deepest nesting of brackets, up to a little more than what is allowed.
pub(super) fn depth(text: &str) -> usize {
    let mut deepest = 0;
    walk(text, |_, _, depth| {
        deepest = deepest.max(depth);
        deepest <= MAX_DEPTH
    });
    deepest
}

/// Behind the directives at the front of a document.
pub(super) fn behind_directives(text: &str) -> usize {
    let mut rest = skip_blank(text);
    while let Some(sparql) = directive(rest) {
        let Some(iri) = rest.find('>') else { break };
        let behind = &rest[iri + 1..];
        let dot = skip_blank(behind).strip_prefix('.');
        rest = skip_blank(if sparql { behind } else { dot.unwrap_or(behind) });
    }
    text.len() - rest.len()
}

/// Whether a statement is a directive: `Some(true)` for the form of SPARQL, which no dot ends.
fn directive(statement: &str) -> Option<bool> {
    let starts = |word: &str| statement.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let sparql =
        |word: &str| starts(word) && statement[word.len()..].starts_with(|c: char| c.is_whitespace() || c == '<');
    if statement.starts_with("@prefix") || statement.starts_with("@base") {
        return Some(false);
    }
    (sparql("prefix") || sparql("base")).then_some(true)
}

/// Ends of statements that cut a text of Turtle in about so many equal parts; `None` if it is TriG, nests too deeply or
/// has directives among its statements, since those hold for all that follows.
pub(super) fn cuts(text: &str, parts: usize) -> Option<Vec<usize>> {
    let (mut found, mut fits) = (Vec::new(), true);
    let part = text.len() / parts.max(1) + 1;
    walk(text, |mark, at, depth| {
        fits = depth <= MAX_DEPTH && !matches!(mark, Mark::Separator(b'{' | b'}'));
        if mark == Mark::Separator(b'.') && depth == 0 {
            fits = directive(skip_blank(&text[at + 1..])).is_none();
            if at >= part * (found.len() + 1) {
                found.push(at + 1);
            }
        }
        fits
    });
    fits.then_some(found)
}

/// The statements of a document, without the final dots. Graph blocks of TriG are opened: their statements come as if
/// they stood outside, and the name of the graph is left out.
pub(super) fn statements(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    walk(text, |mark, at, depth| {
        match mark {
            Mark::Separator(b'.' | b'}') if depth == 0 => found.push(&text[start..at]),
            Mark::Separator(b'{') if depth == 0 => {}
            _ => return true,
        }
        start = at + 1;
        true
    });
    found.push(&text[start..]);
    found.into_iter().flat_map(sparql_directives).filter(|text| !is_blank(text)).collect()
}

/// The document in blocks that begin, at the very start of a line, like a statement behind the end of another. Strings
/// are not looked at: one that is never closed, or closed twice, ends with its block.
pub(super) fn blocks(text: &str) -> Vec<&str> {
    let mut starts = vec![0];
    let mut is_behind_end = true;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let mut words = line.split_whitespace();
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let is_term = |word: &str| {
            word.starts_with('<') || word.starts_with("_:") || word.contains(':') && !word.starts_with(['"', '#'])
        };
        let is_directive = ["@prefix", "@base", "prefix", "base"].iter().any(|known| first.eq_ignore_ascii_case(known));
        let is_statement = is_behind_end && is_term(first) && (second == "a" || is_term(second));
        if at > 0 && line.starts_with(first) && (is_directive && second.contains([':', '<']) || is_statement) {
            starts.push(at);
        }
        if !first.is_empty() && !first.starts_with('#') {
            is_behind_end = is_directive || line.trim_end().ends_with(['.', '}']);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| &text[*start..end]).collect()
}

/// `PREFIX` and `BASE` have no dot: they are taken off the front of a statement.
fn sparql_directives(statement: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = statement;
    loop {
        let start = skip_blank(rest);
        let word = start.split(|c: char| c.is_whitespace() || c == '<').next().unwrap_or_default();
        let is_directive = word.eq_ignore_ascii_case("prefix") || word.eq_ignore_ascii_case("base");
        let Some(end) = start.find('>').filter(|_| is_directive) else { break };
        found.push(&start[..=end]);
        rest = &start[end + 1..];
    }
    found.push(rest);
    found
}

/// Parts between separators outside of brackets.
pub(super) fn parts(text: &str, separator: u8) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    walk(text, |mark, at, depth| {
        if mark == Mark::Separator(separator) && depth == 0 {
            found.push(&text[start..at]);
            start = at + 1;
        }
        true
    });
    found.push(&text[start..]);
    found.retain(|part| !is_blank(part));
    found
}

/// Splits off the first term: an IRI, a name, a bracketed group.
pub(super) fn first_term(text: &str) -> (&str, &str) {
    let text = skip_blank(text);
    let bytes = text.as_bytes();
    let end = match bytes.first() {
        Some(b'<') => iri_end(bytes, 0),
        Some(b'[' | b'(') => {
            let mut end = text.len();
            walk(text, |mark, at, depth| {
                if mark == Mark::Close && depth == 0 {
                    end = at + 1;
                }
                end == text.len()
            });
            end
        }
        _ => text.find(|c: char| c.is_whitespace() || matches!(c, '<' | '"' | '[' | '(')).unwrap_or(text.len()),
    };
    text.split_at(end.min(text.len()))
}

/// Offsets in a statement where a dot may be missing: lines that begin, at their very start, like a statement.
pub(super) fn possible_starts(statement: &str) -> Vec<usize> {
    let is_start = |at: &usize| {
        let line = &statement[at + 1..];
        let word = line.split(char::is_whitespace).next().unwrap_or_default();
        let before = statement[..*at].trim_end();
        let is_term = line.starts_with(['<', '@', '[']) || word.contains(':') && !word.starts_with(['"', '#']);
        let is_open = before.ends_with([';', ',', '[', '(']);
        let is_subject = line.split_whitespace().nth(1).is_some_and(|word| word == "a" || word.ends_with("#type>"));
        is_term && !before.is_empty() && (!is_open || is_subject)
    };
    memchr::memchr_iter(b'\n', statement.as_bytes()).filter(is_start).map(|at| at + 1).collect()
}

fn is_blank(text: &str) -> bool {
    skip_blank(text).is_empty()
}

/// Without white space and comments at the front.
pub(super) fn skip_blank(text: &str) -> &str {
    let mut rest = text.trim_start();
    while rest.starts_with('#') {
        rest = rest.find('\n').map_or("", |end| &rest[end..]).trim_start();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_and_parts_are_found_whatever_the_strings_hold() {
        let text = "@prefix a: <http://a.se/#> .\n# c. d\na:x.y a:p \"v. ; \\\" w\", '''m.\n\"' ''' ; a:q [ a:r 1.5 ; a:s (1 2) ] .\nPREFIX b: <http://b.se/>\nb:x b:y b:z.";
        let found = statements(text);
        assert_eq!(found.len(), 4);
        assert_eq!(found[2], "PREFIX b: <http://b.se/>");
        let (subject, rest) = first_term(found[1]);
        assert_eq!((subject, parts(rest, b';').len()), ("a:x.y", 2));
        assert_eq!(parts(parts(rest, b';')[0], b',').len(), 2);
        assert_eq!(depth(text), 2);
        assert_eq!(statements("<g> { <a> <b> <c> . <d> <e> <f> }"), [" <a> <b> <c> ", " <d> <e> <f> "]);
    }

    #[test]
    fn blocks_begin_behind_ends_whatever_the_strings_hold() {
        let text =
            "@prefix a: <b> .\n# x\na:x a a:C ;\n  a:p \"\"\"open\n ; a:q 1 .\n\n<y> a:p \"z\" .\n a:z a a:C .\n";
        let lengths: Vec<&str> = blocks(text).iter().map(|block| block.split_whitespace().next().unwrap()).collect();
        assert_eq!(lengths, ["@prefix", "a:x", "<y>"]);
        assert_eq!(blocks(text).concat(), text);
    }

    #[test]
    fn an_unclosed_string_ends_with_its_line() {
        assert_eq!(statements("a:x a:p \"open .\na:y a:p 1 .\n").len(), 1);
        assert_eq!(possible_starts("a:x a:p \"open .\na:y a:p 1 "), [16]);
        assert_eq!(first_term("[ a:p [ ] ] a:q 1"), ("[ a:p [ ] ]", " a:q 1"));
    }
}
