//! The part of a long text that shows best why it matches.

use super::Highlight;

/// Length of a passage (bytes; a little less is shown, since it ends at a word).
const LENGTH: usize = 260;

/// A sentence that begins this far before the first match is shown from its beginning (bytes).
const SENTENCE: usize = 100;

/// Else so much stands before it.
const BEFORE: usize = 50;

/// A stretch of a text that matches a part of the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Number of the part.
    pub part: usize,
    /// Bytes of the text.
    pub from: usize,
    /// The end of it.
    pub to: usize,
}

/// Stretches in order, those that touch or overlap made one.
pub(crate) fn united(stretches: impl Iterator<Item = (usize, usize)>) -> Vec<(usize, usize)> {
    let mut sorted: Vec<(usize, usize)> = stretches.collect();
    sorted.sort_unstable();
    let mut united: Vec<(usize, usize)> = Vec::with_capacity(sorted.len());
    for (from, to) in sorted {
        match united.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => united.push((from, to)),
        }
    }
    united
}

/// The passage with most parts of the query in it, the first of several.
pub(crate) fn passage(tag: &str, text: &str, marks: &[Mark]) -> Highlight {
    let from = beginning(text, marks);
    let to = ending(text, from);
    let cut_before = if from > 0 { "… " } else { "" };
    let cut_behind = if to < text.len() { " …" } else { "" };
    let shown = text[from..to].trim_end_matches(|c: char| to < text.len() && (c.is_whitespace() || ",;:.".contains(c)));
    let inside = marks.iter().filter(|mark| mark.from >= from && mark.to <= from + shown.len());
    let moved = |at: usize| at - from + cut_before.len();
    let marks = united(inside.map(|mark| (moved(mark.from), moved(mark.to))));
    Highlight { language: tag.to_owned(), text: format!("{cut_before}{shown}{cut_behind}"), marks }
}

/// Where the best passage begins.
fn beginning(text: &str, marks: &[Mark]) -> usize {
    if text.len() <= LENGTH {
        return 0;
    }
    let parts_from = |from: usize| {
        let mut parts: Vec<usize> = marks
            .iter()
            .filter(|mark| mark.from >= from && mark.to <= from + LENGTH - BEFORE)
            .map(|mark| mark.part)
            .collect();
        parts.sort_unstable();
        parts.dedup();
        parts.len()
    };
    let mut best = (parts_from(0), 0);
    // A text full of matches shows them anywhere.
    for mark in marks.iter().take(200) {
        let parts = parts_from(mark.from);
        if parts > best.0 {
            best = (parts, mark.from);
        }
    }
    if best.1 == 0 { 0 } else { lead(text, best.1) }
}

/// The beginning of the sentence that a match stands in, or of a word a little before it.
fn lead(text: &str, at: usize) -> usize {
    let earliest = boundary(text, at.saturating_sub(SENTENCE));
    let stretch = &text[earliest..at];
    let sentence =
        [". ", "! ", "? ", ": "].iter().filter_map(|end| stretch.rfind(end).map(|found| found + end.len())).max();
    if let Some(sentence) = sentence {
        return earliest + sentence;
    }
    let near = boundary(text, at.saturating_sub(BEFORE));
    if near == 0 {
        return 0;
    }
    text[near..at].find(' ').map_or(at, |space| near + space + 1)
}

/// Where a passage ends: at a word.
fn ending(text: &str, from: usize) -> usize {
    if text.len() - from <= LENGTH {
        return text.len();
    }
    let end = boundary(text, from + LENGTH);
    text[from..end].rfind(' ').filter(|&space| space > LENGTH / 2).map_or(end, |space| from + space)
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_passage_with_most_parts_is_shown() {
        let filler = "Här står annat som ingen frågade efter. ".repeat(10);
        let text = format!("{filler}Här finns både väg och vatten i samma mening. {filler}");
        let at = |word: &str, part| {
            let from = text.find(word).unwrap();
            Mark { part, from, to: from + word.len() }
        };
        let shown = passage("sv", &text, &[at("väg", 0), at("vatten", 1)]);
        assert!(shown.text.starts_with("… Här finns både väg") && shown.text.ends_with(" …"), "{}", shown.text);
        assert_eq!(
            shown.pieces().iter().filter(|(is, _)| *is).map(|(_, text)| *text).collect::<Vec<_>>(),
            ["väg", "vatten"]
        );
    }

    #[test]
    fn texts_without_matches_are_shown_from_their_beginning_and_cut_at_a_word() {
        let shown = passage("sv", &"ord ".repeat(200), &[]);
        assert!(shown.text.starts_with("ord ord") && shown.text.ends_with("ord …"), "{}", shown.text);
        assert_eq!(passage("sv", &"å".repeat(1000), &[]).text.chars().last(), Some('…'));
        assert_eq!(passage("sv", "", &[]).text, "");
    }

    #[test]
    fn stretches_that_touch_are_one() {
        assert_eq!(united([(4, 8), (0, 4), (10, 12), (11, 12)].into_iter()), [(0, 8), (10, 12)]);
    }
}
