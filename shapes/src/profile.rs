//! The profiles that we ship, as shapes with notes for people.

use crate::shacl::ns::NOTE;
use crate::shacl::ns::SH;
use crate::shacl::{Constraint, Graph, Id, Shape, Shapes, View};
use ::rdf::RawDocument;
use model::{LangText, Severity};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// A profile that we ship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Profile {
    /// DCAT-AP-SE 3.0.1.
    Se301,
    /// DCAT-AP-SE 2.2.0.
    Se220,
    /// DCAT-AP 3.0.1 of the EU, which contradicts the Swedish profile in places.
    Eu301,
    /// DCAT-AP HVD 3.0.0: what is marked with the regulation on high-value datasets.
    Hvd300,
}

impl Profile {
    /// All profiles.
    pub const ALL: [Self; 4] = [Self::Se301, Self::Se220, Self::Eu301, Self::Hvd300];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Se301 => "DCAT-AP-SE 3.0.1",
            Self::Se220 => "DCAT-AP-SE 2.2.0",
            Self::Eu301 => "DCAT-AP 3.0.1",
            Self::Hvd300 => "DCAT-AP HVD 3.0.0",
        }
    }

    /// Name of the profile and its version, as `skord check` reports it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Se301 => "dcat-ap-se-3.0.1",
            Self::Se220 => "dcat-ap-se-2.2.0",
            Self::Eu301 => "dcat-ap-eu-3.0.1",
            Self::Hvd300 => "dcat-ap-hvd-3.0.0",
        }
    }

    /// The profile as Turtle.
    pub fn turtle(self) -> &'static str {
        match self {
            Self::Se301 => include_str!("../profiles/dcat-ap-se-3.0.1.ttl"),
            Self::Se220 => include_str!("../profiles/dcat-ap-se-2.2.0.ttl"),
            Self::Eu301 => include_str!("../profiles/dcat-ap-eu-3.0.1.ttl"),
            Self::Hvd300 => include_str!("../profiles/dcat-ap-hvd-3.0.0.ttl"),
        }
    }

    /// The profile, compiled at the first use.
    pub fn rules(self) -> &'static Rules {
        static COMPILED: [OnceLock<Rules>; Profile::ALL.len()] = [const { OnceLock::new() }; Profile::ALL.len()];
        let place = Self::ALL.iter().position(|profile| *profile == self).unwrap_or(0);
        COMPILED[place].get_or_init(|| {
            let url = format!("https://skord.se/shapes/{}.ttl", self.code());
            let document =
                RawDocument { bytes: self.turtle().as_bytes(), content_type: Some("text/turtle"), url: &url };
            Rules::new(Shapes::new(Graph::of(::rdf::read(&document).graph)))
        })
    }
}

/// Compiled shapes and, for each, what our annotations say.
#[derive(Debug)]
pub struct Rules {
    shapes: Shapes,
    notes: Vec<Note>,
}

/// What a finding of one shape says.
#[derive(Debug, Clone, Default)]
pub struct Note {
    /// Code of its findings; without one the name of the shape is taken.
    pub code: Option<String>,
    /// How bad it is.
    pub severity: Option<Severity>,
    /// Who the message is about: it begins with this.
    pub subject: LangText,
    /// The message.
    pub message: LangText,
    /// What to do.
    pub fix: LangText,
    /// How to write it, as Turtle.
    pub example: Option<String>,
    /// The property that it is about, if it is not the path of the shape.
    pub path: Option<String>,
    /// One finding for all nodes together.
    pub once: bool,
    /// IRIs that are allowed, if it is a matter of a list.
    pub listed: Vec<String>,
}

impl Rules {
    /// Reads the notes of compiled shapes.
    pub fn new(shapes: Shapes) -> Self {
        let reader = Reader { graph: shapes.graph() };
        let subjects = reader.subjects();
        let mut notes: Vec<Note> = shapes.all().iter().map(|shape| reader.note(&shapes, shape)).collect();
        for (shape, note) in shapes.all().iter().zip(&mut notes) {
            if note.subject.is_empty()
                && let Some(subject) = subjects.get(&shape.node)
            {
                note.subject = subject.clone();
            }
        }
        Self { shapes, notes }
    }

    /// The shapes.
    pub fn shapes(&self) -> &Shapes {
        &self.shapes
    }

    /// What is said about the shape at a position.
    pub fn note(&self, shape: crate::shacl::ShapeId) -> &Note {
        &self.notes[shape as usize]
    }
}

struct Reader<'g> {
    graph: &'g Graph,
}

impl Reader<'_> {
    fn property(&self, iri: &str) -> Option<Id> {
        self.graph.terms().find_iri(iri)
    }

    fn texts(&self, node: Id, iri: &str) -> LangText {
        let mut text = LangText::default();
        for id in self.property(iri).into_iter().flat_map(|property| self.graph.objects(node, property)) {
            if let Some(View::Literal(value, _, language)) = self.graph.terms().view(id) {
                text.insert(language, value);
            }
        }
        text
    }

    fn text(&self, node: Id, local: &str) -> Option<String> {
        let id = self.graph.object(node, self.property(&format!("{NOTE}{local}"))?)?;
        Some(self.graph.terms().text(id).to_owned())
    }

    /// The subject of each property shape is that of the node shape which has it.
    fn subjects(&self) -> FxHashMap<Id, LangText> {
        let mut subjects = FxHashMap::default();
        let (Some(subject), Some(property)) =
            (self.property(&format!("{NOTE}subject")), self.property(&format!("{SH}property")))
        else {
            return subjects;
        };
        for [_, _, node] in self.graph.of_predicate(subject) {
            let text = self.texts(*node, &format!("{NOTE}subject"));
            for shape in self.graph.objects(*node, property) {
                subjects.insert(shape, text.clone());
            }
        }
        subjects
    }

    fn note(&self, shapes: &Shapes, shape: &Shape) -> Note {
        let node = shape.node;
        let severity = shape.severity.map(|id| self.graph.terms().text(id));
        let listed = shape.constraints.iter().find_map(|constraint| match constraint {
            Constraint::In(list) => Some(shapes.list(*list)),
            _ => None,
        });
        Note {
            code: self.text(node, "code"),
            severity: Some(severity_of(severity.unwrap_or_default())),
            subject: self.texts(node, &format!("{NOTE}subject")),
            message: self.texts(node, &format!("{SH}message")),
            fix: self.texts(node, &format!("{NOTE}fix")),
            example: self.text(node, "example"),
            path: self.text(node, "path"),
            once: self.text(node, "once").as_deref() == Some("true"),
            listed: listed.unwrap_or_default().iter().map(|id| self.graph.terms().text(*id).to_owned()).collect(),
        }
    }
}

/// Violations are errors, also those of a severity that we do not know.
pub(crate) fn severity_of(iri: &str) -> Severity {
    match iri.strip_prefix(SH) {
        Some("Warning") => Severity::Warning,
        Some("Info" | "Debug" | "Trace") => Severity::Notice,
        _ => Severity::Error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shacl::Target;

    #[test]
    fn every_profile_is_whole_and_has_words_for_every_finding() {
        for profile in Profile::ALL {
            let rules = profile.rules();
            let name = profile.name();
            assert_eq!(rules.shapes().problems(), [], "{name}");
            assert!(rules.shapes().all().iter().filter(|shape| !shape.targets.is_empty()).count() > 10);
            for (shape, note) in rules.shapes().all().iter().zip(&rules.notes) {
                let graph = rules.shapes().graph();
                let iri = graph.terms().text(shape.node);
                let own = shape.path.is_some() || !shape.targets.is_empty();
                if graph.terms().is_blank(shape.node) || !own || note.message.is_empty() {
                    let silent = shape.constraints.iter().all(|c| matches!(c, Constraint::Property(_)));
                    assert!(graph.terms().is_blank(shape.node) || silent, "{name}: {iri} has no message");
                    continue;
                }
                assert!(note.code.as_deref().is_some_and(|code| code.starts_with("profile-")), "{iri}");
                for language in ["sv", "en"] {
                    assert!(!note.message.text(language).is_empty() && !note.fix.text(language).is_empty(), "{iri}");
                    let subject = note.subject.text(language);
                    assert!(note.once || note.message.text(language).starts_with(subject), "{iri}: {subject}");
                }
                if let Some(example) = &note.example {
                    assert!(example.ends_with(';') || example.ends_with('.'), "{iri}: {example}");
                }
            }
            let classes = rules.shapes().all().iter().flat_map(|shape| &shape.targets);
            assert!(classes.filter(|target| matches!(target, Target::Class(_))).count() > 10);
        }
    }
}
