//! What a text is: by its content first; `Content-Type` and file name only break ties.

/// A serialisation of RDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    RdfXml,
    /// Turtle or TriG: one parser reads both.
    Turtle,
    /// N-Triples or N-Quads: one parser reads both.
    NQuads,
    JsonLd,
}

/// What a text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Looks {
    Empty,
    Html,
    /// XML of some kind; its root element decides.
    Xml,
    Json,
    /// Statements of the Turtle family.
    Turtle,
    /// One statement per line.
    NQuads,
    /// Nothing that we know.
    Unknown,
}

/// Judges a text (without byte order mark) by its beginning.
pub(super) fn looks(text: &str) -> Looks {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    let Some(first) = start.chars().next() else { return Looks::Empty };
    match first {
        '<' if is_iri_start(start) => statements(start),
        '<' => xml_or_html(start),
        '{' => match start[1..].trim_start().chars().next() {
            Some('"' | '}') | None => Looks::Json,
            _ => Looks::Turtle,
        },
        '[' => match start[1..].trim_start().chars().next() {
            Some('{' | '"' | '[') | None => Looks::Json,
            Some(']') if start[1..].trim_start()[1..].trim_start().is_empty() => Looks::Json,
            _ => Looks::Turtle,
        },
        _ => match statements(start) {
            Looks::Unknown if has_rdf(start) => Looks::Xml,
            Looks::Unknown if has_json_ld(start) => Looks::Json,
            looks => looks,
        },
    }
}

/// True for text with RDF/XML somewhere in it: messages of a server before the document are usual.
fn has_rdf(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"<rdf:RDF").is_some()
}

/// True for text with JSON-LD somewhere in it.
fn has_json_ld(text: &str) -> bool {
    ["\"@context\"", "\"@graph\"", "\"@id\""]
        .iter()
        .any(|key| memchr::memmem::find(text.as_bytes(), key.as_bytes()).is_some())
}

/// The format that `Content-Type`, else the extension of the address, claims.
pub(super) fn claimed(content_type: Option<&str>, url: &str) -> Option<Format> {
    let media = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let by_media = match media.as_str() {
        "application/rdf+xml" => Some(Format::RdfXml),
        "text/turtle" | "application/x-turtle" | "application/trig" | "text/n3" | "text/rdf+n3" => Some(Format::Turtle),
        "application/n-triples" | "application/n-quads" => Some(Format::NQuads),
        "application/ld+json" => Some(Format::JsonLd),
        _ => None,
    };
    let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let path = path.trim_end_matches(".gz").trim_end_matches(".zst");
    by_media.or_else(|| match path.rsplit('.').next()? {
        "rdf" | "xml" | "owl" => Some(Format::RdfXml),
        "ttl" | "trig" | "n3" => Some(Format::Turtle),
        "nt" | "nq" => Some(Format::NQuads),
        "jsonld" | "json" => Some(Format::JsonLd),
        _ => None,
    })
}

/// True when a text that begins with `<` begins with an IRI of Turtle and not with a tag.
fn is_iri_start(start: &str) -> bool {
    let inner = &start[1..];
    let Some(end) = inner.find(['>', '<', '\n']) else { return false };
    let reference = &inner[..end];
    if !inner[end..].starts_with('>') || reference.starts_with(['?', '!']) {
        return false;
    }
    let after_colon = reference.split_once(':').map(|(_, rest)| rest);
    let is_absolute = after_colon.is_some_and(|rest| rest.starts_with("//")) && !reference.contains("xmlns");
    let is_name = reference.starts_with("urn:") || reference.starts_with("mailto:") || reference.starts_with("tag:");
    let is_relative = reference.is_empty()
        || reference.starts_with(['#', '.'])
        || reference.starts_with('/') && {
            // `</path> a …` and not an end tag without its start
            inner[end + 1..].trim_start().starts_with(|c: char| c == '<' || c.is_ascii_alphabetic())
        };
    is_absolute || is_name || is_relative
}

fn xml_or_html(start: &str) -> Looks {
    let mut rest = start;
    loop {
        rest = rest.trim_start();
        let skip = if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with("<?") {
            rest.find("?>").map(|at| at + 2)
        } else {
            None
        };
        match skip {
            Some(skip) => rest = &rest[skip..],
            None => break,
        }
    }
    let head: String = rest.chars().take(16).collect::<String>().to_ascii_lowercase();
    let is_html =
        ["<!doctype html", "<html", "<head", "<body", "<title", "<script", "<div", "<p>", "<h1", "<meta", "<center"]
            .iter()
            .any(|tag| head.starts_with(tag));
    let is_page = ["<!doctype", "<html", "<head"].iter().any(|tag| head.starts_with(tag));
    if is_html && (is_page || !has_rdf(start)) { Looks::Html } else { Looks::Xml }
}

/// Tells line formats from Turtle, and both from prose.
fn statements(start: &str) -> Looks {
    let lines = start.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let sample: Vec<&str> = lines.take(30).collect();
    if sample.is_empty() {
        return Looks::Turtle; // only comments: a Turtle document without statements
    }
    let line_like = sample.iter().filter(|line| is_statement_line(line)).count();
    if line_like * 2 > sample.len() || line_like == sample.len() {
        return Looks::NQuads;
    }
    let is_directive = |line: &&str| {
        let lower = line.get(..7).unwrap_or(line).to_ascii_lowercase();
        lower.starts_with("@prefix")
            || lower.starts_with("@base")
            || lower.starts_with("prefix ")
            || lower.starts_with("base ")
    };
    if sample.iter().any(is_directive) || line_like > 0 || sample[0].starts_with('<') {
        return Looks::Turtle;
    }
    Looks::Unknown
}

/// `<s> <p> o .` or the same with a graph, all with full IRIs. Cut lines (no dot) count if they begin so.
fn is_statement_line(line: &str) -> bool {
    let Some(after_subject) = after_node(line) else { return false };
    let Some(after_predicate) = after_subject.trim_start().strip_prefix('<').and_then(|t| t.split_once('>')) else {
        return false;
    };
    let object = after_predicate.1.trim_start();
    line.ends_with('.') && object.starts_with(['<', '"', '_']) && !line.ends_with(';')
}

fn after_node(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix('<') {
        let (iri, rest) = rest.split_once('>')?;
        return iri.contains(':').then_some(rest);
    }
    let rest = line.strip_prefix("_:")?;
    Some(&rest[rest.find(char::is_whitespace)?..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells() {
        for (text, expected) in [
            ("", Looks::Empty),
            (" \r\n", Looks::Empty),
            ("<!DOCTYPE html><html>", Looks::Html),
            ("<?xml version='1.0'?><!-- x --><html xmlns='…'>", Looks::Html),
            ("<?xml version='1.0'?><rdf:RDF>", Looks::Xml),
            ("<!DOCTYPE rdf:RDF [<!ENTITY a 'b'>]><rdf:RDF>", Looks::Xml),
            ("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">", Looks::Xml),
            ("{\"@context\": {}}", Looks::Json),
            ("[{\"@id\": \"x\"}]", Looks::Json),
            ("[] a <http://a.se/C> .", Looks::Turtle),
            ("{ <http://a.se/1> <http://a.se/p> 1 }", Looks::Turtle),
            ("<> a <http://a.se/C> .", Looks::Turtle),
            ("<http://a.se/1> a <http://a.se/C> ;\n <http://a.se/p> 'x' .", Looks::Turtle),
            ("<http://a.se/1> <http://a.se/p> \"x\" .\n", Looks::NQuads),
            ("# c\n_:b <http://a.se/p> <http://a.se/2> <http://a.se/g> .\n", Looks::NQuads),
            ("@prefix a: <http://a.se/> .\na:b a:c a:d .", Looks::Turtle),
            ("Internal Server Error", Looks::Unknown),
        ] {
            assert_eq!(looks(text), expected, "{text}");
        }
    }

    #[test]
    fn headers_and_names_only_claim() {
        assert_eq!(claimed(Some("text/turtle; charset=utf-8"), "x.rdf"), Some(Format::Turtle));
        assert_eq!(claimed(Some("text/plain"), "http://a.se/x.nt.gz?y"), Some(Format::NQuads));
        assert_eq!(claimed(None, "http://a.se/x"), None);
    }
}
