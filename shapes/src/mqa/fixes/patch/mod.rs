//! Patches: a fix as Turtle to add, as a SPARQL update, and as a table for a spreadsheet.

mod table;
mod turtle;
mod update;

use super::Fix;
use super::facts::{Node, Property as P};
use super::kinds::Kind;
use super::plan::{Plan, copied_licence};
use std::fmt::Write as _;

/// Prefixes that examples of the profiles use beside the usual ones.
const MORE_PREFIXES: [(&str, &str); 5] = [
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("geosparql", "http://www.opengis.net/ont/geosparql#"),
    ("odrl", "http://www.w3.org/ns/odrl/2/"),
    ("odrs", "http://schema.theodi.org/odrs#"),
    ("time", "http://www.w3.org/2006/time#"),
];

/// Form of a patch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Turtle to add.
    Turtle,
    /// SPARQL Update.
    Update,
    /// One row per place, with a column to fill.
    Table,
}

impl Form {
    /// All forms.
    pub const ALL: [Self; 3] = [Self::Turtle, Self::Update, Self::Table];

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Turtle => "ttl",
            Self::Update => "ru",
            Self::Table => "csv",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Turtle => "text/turtle; charset=utf-8",
            Self::Update => "application/sparql-update; charset=utf-8",
            Self::Table => "text/csv; charset=utf-8",
        }
    }

    /// The form with this ending.
    pub fn by_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.ending() == ending)
    }
}

impl Fix {
    /// The patch in a form; `None` if nothing can be written down (an error that no single statement mends).
    pub fn patch(&self, plan: &Plan, form: Form) -> Option<String> {
        self.has_patch(plan).then(|| match form {
            Form::Turtle => turtle::write(self, plan),
            Form::Update => update::write(self, plan),
            Form::Table => table::write(self, plan),
        })
    }
}

/// What has to be filled in. It is neither Turtle nor SPARQL on purpose.
pub(super) fn token(kind: &Kind) -> String {
    let (sv, en) = kind.hint;
    format!("«FYLL I/FILL IN: {sv} / {en}, t.ex. {}»", kind.sample.turtle())
}

/// The object of the new statement around a value.
pub(super) fn object(kind: &Kind, value: &str) -> String {
    if kind.template.is_empty() { value.to_owned() } else { kind.template.replace("{}", value) }
}

/// IRI of a distribution that a dataset is to get.
pub(super) fn new_distribution(dataset: &str) -> String {
    let joint = if dataset.contains('#') { "-" } else { "#" };
    format!("{dataset}{joint}csv")
}

/// The statements of a new distribution.
pub(super) fn statements(node: &Node) -> Vec<String> {
    let all = [P::AccessUrl, P::DownloadUrl, P::Format, P::MediaType, P::Licence];
    all.iter().flat_map(|p| node.values(*p).map(|v| format!("{} {}", p.short(), v.turtle()))).collect()
}

/// The same with what only the publisher knows left open.
fn open_statements(kind: &Kind, model: Option<&Node>) -> Vec<String> {
    let token = token(kind);
    let mut lines = vec![format!("dcat:accessURL {token}")];
    if model.is_some_and(|model| model.has(P::DownloadUrl)) {
        lines.push(format!("dcat:downloadURL {token}"));
    }
    lines.push("dcterms:format \"text/csv\"".to_owned());
    if model.is_some_and(|model| model.has(P::MediaType)) {
        lines.push(format!("dcat:mediaType {}", super::kinds::CSV_MEDIA_TYPE.turtle()));
    }
    match model {
        None => lines.push(format!(
            "dcterms:license «FYLL I/FILL IN: licensen / the licence, t.ex. {}»",
            super::kinds::LICENCE.turtle()
        )),
        Some(model) => {
            lines.extend(copied_licence(model).map(|licence| format!("dcterms:license {}", licence.turtle())));
        }
    }
    lines
}

/// Comment lines that stand first.
fn header(fix: &Fix) -> String {
    let mut text = String::new();
    let (sv, en) = &fix.message;
    let _ = writeln!(text, "# {}\n# {}", one_line(sv), one_line(en));
    let _ = writeln!(text, "# {}", fix.section().1);
    text
}

/// What to do with what is left open; only where something is.
fn note(body: &str) -> &'static str {
    if body.contains('«') {
        "# «FYLL I …» är värden som bara utgivaren vet. Byt ut dem: innan dess går filen inte att läsa in.\n\
         # «FILL IN …» are values that only the publisher knows. Replace them: until then the file does not load.\n"
    } else {
        ""
    }
}

/// The prefixes that a body uses.
fn prefixes(body: &str, write: impl Fn(&str, &str) -> String) -> String {
    let all = model::ns::PREFIXES.iter().chain(&MORE_PREFIXES);
    let used = all.filter(|(prefix, _)| {
        body.match_indices(&format!("{prefix}:")).any(|(at, _)| {
            let before = body[..at].chars().next_back();
            before.is_none_or(|c| !c.is_alphanumeric())
        })
    });
    used.map(|(prefix, iri)| write(prefix, iri)).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Why a value is suggested, as a comment.
fn because(why: &(String, String)) -> String {
    format!("{} / {}", one_line(&why.0), one_line(&why.1))
}
