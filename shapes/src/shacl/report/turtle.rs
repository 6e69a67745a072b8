//! A report as Turtle: `sh:ValidationReport`.

use super::{Outcome, Report, ResultPath};
use crate::shacl::graph::Graph;
use crate::shacl::ns::SH;
use crate::shacl::path::Path;
use rdf::oxrdf::Term;
use std::fmt::Write as _;
use std::io::{self, Write};

impl Report<'_> {
    /// Writes the report as Turtle.
    pub fn write_turtle(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "@prefix sh: <{SH}> .\n")?;
        write!(out, "[] a sh:ValidationReport ;\n  sh:conforms {}", self.conforms())?;
        let mut text = String::new();
        for (i, result) in self.results().enumerate() {
            text.clear();
            text.push_str(if i == 0 { " ;\n  sh:result [\n" } else { " , [\n" });
            write_result(result, &mut text);
            text.push_str("  ]");
            out.write_all(text.as_bytes())?;
        }
        writeln!(out, " .")
    }
}

fn write_result(result: Outcome<'_, '_>, text: &mut String) {
    let graph = result.report.shapes_graph();
    text.push_str("    a sh:ValidationResult ;\n    sh:resultSeverity ");
    write_name(&result.severity(), text);
    let mut statement = |property: &str, term: Option<Term>, blank: &str| {
        if let Some(term) = term {
            let _ = write!(text, " ;\n    sh:{property} ");
            write_term(&term, blank, text);
        }
    };
    statement("focusNode", result.focus(), "d");
    statement("value", result.value(), "d");
    statement("sourceShape", graph.term(result.shape().node), "s");
    statement("sourceConstraint", result.source_constraint(), "s");
    text.push_str(" ;\n    sh:sourceConstraintComponent ");
    write_name(&result.component(), text);
    if let Some(path) = result.path() {
        text.push_str(" ;\n    sh:resultPath ");
        match path {
            ResultPath::Property(term) => write_term(&term, "d", text),
            ResultPath::Of(path) => write_path(path, graph, text),
        }
    }
    for (message, language) in result.messages() {
        text.push_str(" ;\n    sh:resultMessage \"");
        escape(&message, text);
        text.push('"');
        if !language.is_empty() {
            let _ = write!(text, "@{language}");
        }
    }
    text.push('\n');
}

/// An IRI, short if it is SHACL's.
fn write_name(iri: &str, text: &mut String) {
    match iri.strip_prefix(SH) {
        Some(local) if local.bytes().all(|b| b.is_ascii_alphanumeric()) => {
            let _ = write!(text, "sh:{local}");
        }
        _ => write_iri(iri, text),
    }
}

fn write_iri(iri: &str, text: &mut String) {
    text.push('<');
    for c in iri.chars() {
        if c <= ' ' || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\') {
            let _ = write!(text, "\\u{:04X}", u32::from(c));
        } else {
            text.push(c);
        }
    }
    text.push('>');
}

/// `blank` tells blank nodes of the data from those of the shapes.
fn write_term(term: &Term, blank: &str, text: &mut String) {
    match term {
        Term::NamedNode(node) => write_iri(node.as_str(), text),
        Term::BlankNode(node) => {
            let _ = write!(text, "_:{blank}");
            write_label(node.as_str(), text);
        }
        Term::Literal(literal) => {
            text.push('"');
            escape(literal.value(), text);
            text.push('"');
            if let Some(language) = literal.language() {
                let _ = write!(text, "@{language}");
            } else if literal.datatype() != rdf::oxrdf::vocab::xsd::STRING {
                text.push_str("^^");
                write_iri(literal.datatype().as_str(), text);
            }
        }
    }
}

/// A label that Turtle takes: other characters than letters and digits are written as numbers.
fn write_label(label: &str, text: &mut String) {
    for c in label.chars() {
        if c.is_ascii_alphanumeric() {
            text.push(c);
        } else {
            let _ = write!(text, "_{:x}", u32::from(c));
        }
    }
}

fn escape(value: &str, text: &mut String) {
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            c if c < ' ' || c == '\u{7f}' => {
                let _ = write!(text, "\\u{:04X}", u32::from(c));
            }
            c => text.push(c),
        }
    }
}

/// A path with the blank nodes that SHACL wants.
fn write_path(path: &Path, graph: &Graph, text: &mut String) {
    let list = |parts: &[Path], text: &mut String| {
        text.push('(');
        for part in parts {
            text.push(' ');
            write_path(part, graph, text);
        }
        text.push_str(" )");
    };
    let (name, inner) = match path {
        Path::Predicate(id) => return write_iri(graph.terms().text(*id), text),
        Path::Sequence(parts) => return list(parts, text),
        Path::Alternative(parts) => {
            text.push_str("[ sh:alternativePath ");
            list(parts, text);
            return text.push_str(" ]");
        }
        Path::Inverse(inner) => ("inversePath", inner),
        Path::ZeroOrMore(inner) => ("zeroOrMorePath", inner),
        Path::OneOrMore(inner) => ("oneOrMorePath", inner),
        Path::ZeroOrOne(inner) => ("zeroOrOnePath", inner),
    };
    let _ = write!(text, "[ sh:{name} ");
    write_path(inner, graph, text);
    text.push_str(" ]");
}
