//! Which serialisation an answer gets.

use crate::negotiate::negotiate;
use store::sparql::AnswerFormat;

/// Names of formats for SELECT and ASK; the first of each is what we call it.
const SOLUTIONS: &[(&str, AnswerFormat)] = &[
    ("application/sparql-results+json", AnswerFormat::Json),
    ("application/sparql-results+xml", AnswerFormat::Xml),
    ("text/csv", AnswerFormat::Csv),
    ("text/tab-separated-values", AnswerFormat::Tsv),
    ("application/json", AnswerFormat::Json),
    ("application/xml", AnswerFormat::Xml),
    ("text/xml", AnswerFormat::Xml),
];

/// Names of formats for CONSTRUCT and DESCRIBE.
const GRAPHS: &[(&str, AnswerFormat)] = &[
    ("text/turtle", AnswerFormat::Turtle),
    ("application/n-triples", AnswerFormat::NTriples),
    ("application/rdf+xml", AnswerFormat::RdfXml),
    ("application/ld+json", AnswerFormat::JsonLd),
    ("application/x-turtle", AnswerFormat::Turtle),
    ("application/json", AnswerFormat::JsonLd),
    ("application/xml", AnswerFormat::RdfXml),
    ("text/plain", AnswerFormat::NTriples),
];

/// What the legacy `format` parameter may say.
const SHORT: &[(&str, AnswerFormat)] = &[
    ("json", AnswerFormat::Json),
    ("xml", AnswerFormat::Xml),
    ("csv", AnswerFormat::Csv),
    ("tsv", AnswerFormat::Tsv),
    ("turtle", AnswerFormat::Turtle),
    ("ttl", AnswerFormat::Turtle),
    ("nt", AnswerFormat::NTriples),
    ("ntriples", AnswerFormat::NTriples),
    ("rdf", AnswerFormat::RdfXml),
    ("rdfxml", AnswerFormat::RdfXml),
    ("jsonld", AnswerFormat::JsonLd),
    ("json-ld", AnswerFormat::JsonLd),
];

/// What the client takes for each form of query; which form it is shows only when it is parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    /// For SELECT and ASK; `None` = nothing that we have.
    pub(super) solutions: Option<AnswerFormat>,
    /// For CONSTRUCT and DESCRIBE.
    pub(super) graph: Option<AnswerFormat>,
}

/// `format` counts only where `Accept` says nothing definite (absent, `*/*`, or a browser's `text/html`).
pub(super) fn wanted(accept: &str, format: Option<&str>) -> Wanted {
    let is_open = accept.is_empty() || accept.trim() == "*/*" || accept.contains("text/html");
    let chosen = format.filter(|_| is_open).and_then(named);
    if accept.trim_start().starts_with("text/html") && !accept.contains("*/*") && chosen.is_none() {
        return Wanted { solutions: None, graph: None };
    }
    Wanted {
        solutions: chosen.filter(|format| is_solutions(*format)).or_else(|| choose(accept, SOLUTIONS)),
        graph: chosen.filter(|format| !is_solutions(*format)).or_else(|| choose(accept, GRAPHS)),
    }
}

fn choose(accept: &str, offered: &[(&str, AnswerFormat)]) -> Option<AnswerFormat> {
    let names: Vec<&str> = offered.iter().map(|(name, _)| *name).collect();
    negotiate(accept, &names).map(|position| offered[position].1)
}

fn named(text: &str) -> Option<AnswerFormat> {
    let text = text.to_ascii_lowercase();
    [SHORT, SOLUTIONS, GRAPHS].into_iter().flatten().find(|(name, _)| *name == text).map(|(_, format)| *format)
}

/// True for formats of SELECT and ASK.
fn is_solutions(format: AnswerFormat) -> bool {
    matches!(format, AnswerFormat::Json | AnswerFormat::Xml | AnswerFormat::Csv | AnswerFormat::Tsv)
}

/// True when a finished answer is a graph, by its media type.
pub(super) fn is_graph(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    GRAPHS.iter().take(4).any(|(name, _)| *name == essence)
}

/// The media types that there are, for 406.
pub(super) fn offered() -> Vec<&'static str> {
    SOLUTIONS.iter().take(4).chain(GRAPHS.iter().take(4)).map(|(name, _)| *name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use AnswerFormat::{Csv, Json, JsonLd, RdfXml, Turtle, Xml};

    #[test]
    fn accept_decides_and_format_helps_where_it_is_open() {
        let cases = [
            ("", None, Some(Json), Some(Turtle)),
            ("*/*", Some("csv"), Some(Csv), Some(Turtle)),
            ("*/*", Some("rdf"), Some(Json), Some(RdfXml)),
            ("application/sparql-results+xml", Some("json"), Some(Xml), None),
            ("application/json", None, Some(Json), Some(JsonLd)),
            ("text/turtle, application/sparql-results+json;q=0.5", None, Some(Json), Some(Turtle)),
            ("text/html,application/xhtml+xml,*/*;q=0.8", Some("csv"), Some(Csv), Some(Turtle)),
            ("image/png", None, None, None),
        ];
        for (accept, format, solutions, graph) in cases {
            assert_eq!(wanted(accept, format), Wanted { solutions, graph }, "{accept} {format:?}");
        }
    }
}
