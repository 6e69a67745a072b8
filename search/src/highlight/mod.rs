//! Why a result is one: the words of its texts that the query meant, also inside compounds, and the best passage of its
//! description. Made only for the results of one page.

mod needles;
mod passage;

pub(crate) use needles::Marker;

use crate::analysis::{nfc, without_markup};
use crate::schema::Role;
use model::LangText;
use model::view::ResourceSummary;
use passage::{Mark, passage};
use serde::{Deserialize, Serialize};

/// Longest description that is looked through (bytes); what matches only behind that is shown from its beginning.
const LONGEST: usize = 20_000;

/// At most so many keywords are told.
const MOST_KEYWORDS: usize = 5;

/// A text with the stretches that matched. Plain text: markup of the source is gone, nothing is escaped.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Highlight {
    /// Language tag of the text, `und` when it has none.
    pub language: String,
    /// The text: a whole title or keyword, or a passage of a description (`…` where it was cut).
    pub text: String,
    /// Stretches that matched, as bytes of `text`: ascending, apart from each other.
    pub marks: Vec<(usize, usize)>,
}

impl Highlight {
    /// The text cut at its marks; `true` for the pieces that matched.
    pub fn pieces(&self) -> Vec<(bool, &str)> {
        let mut pieces = Vec::new();
        let mut at = 0;
        for &(from, to) in &self.marks {
            pieces.push((false, &self.text[at..from]));
            pieces.push((true, &self.text[from..to]));
            at = to;
        }
        pieces.push((false, &self.text[at..]));
        pieces.retain(|(_, text)| !text.is_empty());
        pieces
    }

    /// HTML: everything escaped, and `<mark>` around what matched.
    pub fn html(&self) -> String {
        let escape = |text: &str| {
            let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            text.replace('"', "&quot;").replace('\'', "&#39;")
        };
        let piece = |(is_match, text): (bool, &str)| {
            if is_match { format!("<mark>{}</mark>", escape(text)) } else { escape(text) }
        };
        self.pieces().into_iter().map(piece).collect()
    }
}

/// What matched in one result.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Highlights {
    /// The title that readers of the language see.
    pub title: Option<Highlight>,
    /// The best passage of the description: of the language asked for, unless only another one matches.
    pub description: Option<Highlight>,
    /// Keywords that match.
    pub keywords: Vec<Highlight>,
}

impl Marker<'_> {
    /// What matched in a resource, for readers of `language`.
    pub(crate) fn highlights(&mut self, resource: &ResourceSummary, language: &str) -> Highlights {
        let title = resource.title.best(language).map(|(tag, text)| self.whole(Role::Title, tag, text));
        Highlights {
            title,
            description: self.description(&resource.description, language),
            keywords: self.keywords(resource),
        }
    }

    /// Whether a title has all of so many parts.
    pub(crate) fn has_all(&mut self, title: &str, parts: usize) -> bool {
        let marks = self.marks(Role::Title, model::text::UNDETERMINED, &nfc(title));
        (0..parts).all(|part| marks.iter().any(|mark| mark.part == part))
    }

    fn whole(&mut self, role: Role, tag: &str, text: &str) -> Highlight {
        let text = nfc(text.trim()).into_owned();
        let marks = passage::united(self.marks(role, tag, &text).iter().map(|mark| (mark.from, mark.to)));
        Highlight { language: tag.to_owned(), text, marks }
    }

    fn keywords(&mut self, resource: &ResourceSummary) -> Vec<Highlight> {
        let mut found: Vec<Highlight> = Vec::new();
        for (tag, keywords) in &resource.keywords {
            for keyword in keywords {
                let marked = self.whole(Role::Keyword, tag, keyword);
                if !marked.marks.is_empty() && found.iter().all(|known| known.text != marked.text) {
                    found.push(marked);
                }
                if found.len() == MOST_KEYWORDS {
                    return found;
                }
            }
        }
        found
    }

    fn description(&mut self, texts: &LangText, language: &str) -> Option<Highlight> {
        let (best, text) = texts.best(language)?;
        let (plain, marks) = self.marked(best, text);
        if marks.is_empty() {
            for (tag, other) in texts.0.iter().filter(|(tag, _)| *tag != best) {
                let (plain, marks) = self.marked(tag, other);
                if !marks.is_empty() {
                    return Some(passage(tag, &plain, &marks));
                }
            }
        }
        Some(passage(best, &plain, &marks)).filter(|highlight| !highlight.text.is_empty())
    }

    /// A description as plain text on one line, and what matches in it.
    fn marked(&mut self, tag: &str, text: &str) -> (String, Vec<Mark>) {
        let text = without_markup(clipped(text));
        let plain = nfc(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned();
        let marks = self.marks(Role::Description, tag, &plain);
        (plain, marks)
    }
}

fn clipped(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests;
