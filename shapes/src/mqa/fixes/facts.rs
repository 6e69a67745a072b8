//! What fixes have to know of datasets and distributions: the values of the properties behind the metrics, read from
//! any graph.

use crate::shacl::{Graph, View};
use model::ns::{dcat, dcterms, rdf as rdf_ns};
use model::quality::DatasetMeasure;
use std::borrow::Cow;
use std::fmt::Write as _;

/// A graph that fixes are worked out from: the records of a document, or a graph of the published snapshot.
pub trait Metadata {
    /// Number of a term that is an IRI, if the graph has it.
    fn id(&self, iri: &str) -> Option<u32>;
    /// Tells the objects of (subject, property).
    fn objects(&self, subject: u32, property: u32, visit: &mut dyn FnMut(u32));
    /// The term of a number.
    fn value(&self, id: u32) -> Value;
}

/// A value in the metadata.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// An IRI.
    Iri(Cow<'static, str>),
    /// A literal: text, language tag or `""`, datatype or `""` (= `xsd:string`).
    Literal(Cow<'static, str>, Cow<'static, str>, Cow<'static, str>),
}

impl Value {
    /// An IRI.
    pub fn iri(iri: &str) -> Self {
        Self::Iri(iri.to_owned().into())
    }

    /// A literal; language and datatype may be empty.
    pub fn literal(text: &str, language: &str, datatype: &str) -> Self {
        Self::Literal(text.to_owned().into(), language.to_owned().into(), datatype.to_owned().into())
    }

    /// IRI or text.
    pub fn text(&self) -> &str {
        match self {
            Self::Iri(text) | Self::Literal(text, ..) => text,
        }
    }

    /// As Turtle and SPARQL write it.
    pub fn turtle(&self) -> String {
        match self {
            Self::Iri(iri) => format!("<{}>", escaped_iri(iri)),
            Self::Literal(text, language, datatype) => {
                let mut turtle = quoted(text);
                if !language.is_empty() {
                    let _ = write!(turtle, "@{language}");
                } else if let Some(local) = datatype.strip_prefix(model::ns::xsd::NS) {
                    let _ = write!(turtle, "^^xsd:{local}");
                } else if !datatype.is_empty() {
                    let _ = write!(turtle, "^^<{}>", escaped_iri(datatype));
                }
                turtle
            }
        }
    }
}

/// What may not stand between `<` and `>` is written as an escape, so that no IRI can end its term.
fn escaped_iri(iri: &str) -> String {
    let mut escaped = String::with_capacity(iri.len());
    for c in iri.chars() {
        if c <= ' ' || "<>\"{}|^`\\".contains(c) {
            let _ = write!(escaped, "%{:02X}", c as u32);
        } else {
            escaped.push(c);
        }
    }
    escaped
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", c as u32);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Properties that fixes read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Property {
    /// `dcterms:title`.
    Title,
    /// `dcat:keyword`.
    Keyword,
    /// `dcat:theme`.
    Theme,
    /// `dcterms:spatial`.
    Spatial,
    /// `dcterms:temporal`.
    Temporal,
    /// `dcterms:accessRights`.
    AccessRights,
    /// `dcat:contactPoint`.
    Contact,
    /// `dcterms:publisher`.
    Publisher,
    /// `dcterms:issued`.
    Issued,
    /// `dcterms:modified`.
    Modified,
    /// `dcat:distribution`.
    Distribution,
    /// `dcat:accessURL`.
    AccessUrl,
    /// `dcat:downloadURL`.
    DownloadUrl,
    /// `dcat:accessService`.
    AccessService,
    /// `dcterms:format`.
    Format,
    /// `dcat:mediaType`.
    MediaType,
    /// `dcterms:license`.
    Licence,
    /// `dcterms:rights`.
    Rights,
    /// `dcat:byteSize`.
    ByteSize,
    /// `rdf:type`: for what only the profile asks.
    Type,
}

use Property as P;

impl Property {
    /// What is read of a dataset.
    const OF_DATASET: [Self; 10] = [
        P::Title,
        P::Keyword,
        P::Theme,
        P::Spatial,
        P::Temporal,
        P::AccessRights,
        P::Contact,
        P::Publisher,
        P::Issued,
        P::Modified,
    ];
    /// What is read of a distribution.
    const OF_DISTRIBUTION: [Self; 11] = [
        P::Title,
        P::AccessUrl,
        P::DownloadUrl,
        P::AccessService,
        P::Format,
        P::MediaType,
        P::Licence,
        P::Rights,
        P::ByteSize,
        P::Issued,
        P::Modified,
    ];

    /// Its IRI.
    pub fn iri(self) -> &'static str {
        match self {
            P::Title => dcterms::TITLE,
            P::Keyword => dcat::KEYWORD,
            P::Theme => dcat::THEME,
            P::Spatial => dcterms::SPATIAL,
            P::Temporal => dcterms::TEMPORAL,
            P::AccessRights => dcterms::ACCESS_RIGHTS,
            P::Contact => dcat::CONTACT_POINT,
            P::Publisher => dcterms::PUBLISHER,
            P::Issued => dcterms::ISSUED,
            P::Modified => dcterms::MODIFIED,
            P::Distribution => dcat::P_DISTRIBUTION,
            P::AccessUrl => dcat::ACCESS_URL,
            P::DownloadUrl => dcat::DOWNLOAD_URL,
            P::AccessService => dcat::ACCESS_SERVICE,
            P::Format => dcterms::FORMAT,
            P::MediaType => dcat::MEDIA_TYPE,
            P::Licence => dcterms::LICENSE,
            P::Rights => dcterms::RIGHTS,
            P::ByteSize => dcat::BYTE_SIZE,
            P::Type => rdf_ns::TYPE,
        }
    }

    /// As Turtle writes it with the usual prefixes.
    pub fn short(self) -> String {
        short(self.iri())
    }
}

/// A property or class with the usual prefix.
pub(super) fn short(iri: &str) -> String {
    for (prefix, base) in model::ns::PREFIXES {
        if let Some(local) = iri.strip_prefix(base).filter(|l| l.chars().all(|c| c.is_ascii_alphanumeric())) {
            return format!("{prefix}:{local}");
        }
    }
    format!("<{}>", escaped_iri(iri))
}

/// A dataset or a distribution with the values that fixes look at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Node {
    /// Its IRI.
    pub iri: String,
    /// Best title: Swedish, without tag, English, any.
    pub title: String,
    values: Vec<(Property, Value)>,
}

impl Node {
    /// Values of a property.
    pub fn values(&self, property: Property) -> impl Iterator<Item = &Value> {
        self.values.iter().filter(move |(own, _)| *own == property).map(|(_, value)| value)
    }

    /// The first value of a property.
    pub fn first(&self, property: Property) -> Option<&Value> {
        self.values(property).next()
    }

    /// Whether it has the property.
    pub fn has(&self, property: Property) -> bool {
        self.first(property).is_some()
    }

    /// The texts of a property, by its IRI: what the metrics are measured on.
    pub(super) fn texts(&self, iri: &str) -> Vec<&str> {
        self.values.iter().filter(|(own, _)| own.iri() == iri).map(|(_, value)| value.text()).collect()
    }

    /// With one more value.
    pub(super) fn with(mut self, property: Property, value: Value) -> Self {
        self.values.push((property, value));
        self
    }

    /// Without the values of a property.
    pub(super) fn without(mut self, property: Property) -> Self {
        self.values.retain(|(own, _)| *own != property);
        self
    }
}

/// A dataset with its distributions, in the order of its measure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct DatasetFacts {
    pub(super) node: Node,
    pub(super) distributions: Vec<Node>,
}

/// Reads nodes of one graph, with the properties resolved once.
pub(super) struct FactsReader<'m> {
    metadata: &'m dyn Metadata,
    dataset: Vec<(Property, u32)>,
    distribution: Vec<(Property, u32)>,
}

impl<'m> FactsReader<'m> {
    pub(super) fn new(metadata: &'m dyn Metadata) -> Self {
        let resolve = |properties: &[Property]| -> Vec<(Property, u32)> {
            properties.iter().filter_map(|property| Some((*property, metadata.id(property.iri())?))).collect()
        };
        Self { metadata, dataset: resolve(&Property::OF_DATASET), distribution: resolve(&Property::OF_DISTRIBUTION) }
    }

    /// The values of what was measured.
    pub(super) fn read(&self, measure: &DatasetMeasure) -> DatasetFacts {
        let distributions = measure.distributions.iter().map(|own| self.node(&own.iri, &self.distribution));
        DatasetFacts { node: self.node(&measure.iri, &self.dataset), distributions: distributions.collect() }
    }

    fn node(&self, iri: &str, properties: &[(Property, u32)]) -> Node {
        let mut node = Node { iri: iri.to_owned(), ..Node::default() };
        let Some(id) = self.metadata.id(iri) else { return node };
        let mut title: Option<(u8, String)> = None;
        for (property, number) in properties {
            self.metadata.objects(id, *number, &mut |object| {
                let value = self.metadata.value(object);
                if *property == P::Title {
                    let rank = title_rank(&value);
                    if title.as_ref().is_none_or(|(best, _)| rank < *best) {
                        title = Some((rank, value.text().to_owned()));
                    }
                } else {
                    node.values.push((*property, value));
                }
            });
        }
        node.title = title.map(|(_, text)| text).unwrap_or_default();
        node
    }
}

fn title_rank(value: &Value) -> u8 {
    match value {
        Value::Literal(_, language, _) if language.starts_with("sv") => 0,
        Value::Literal(_, language, _) if language.is_empty() => 1,
        Value::Literal(_, language, _) if language.starts_with("en") => 2,
        Value::Literal(..) => 3,
        Value::Iri(_) => 4,
    }
}

impl Metadata for Graph {
    fn id(&self, iri: &str) -> Option<u32> {
        self.terms().find_iri(iri)
    }

    fn objects(&self, subject: u32, property: u32, visit: &mut dyn FnMut(u32)) {
        Self::objects(self, subject, property).for_each(visit);
    }

    fn value(&self, id: u32) -> Value {
        match self.terms().view(id) {
            Some(View::Iri(iri)) => Value::iri(iri),
            Some(View::Literal(text, datatype, language)) => {
                let datatype = self.terms().iri_text(datatype).unwrap_or_default();
                let plain = datatype == model::ns::xsd::STRING || !language.is_empty();
                Value::literal(text, language, if plain { "" } else { datatype })
            }
            _ => Value::iri(self.terms().text(id)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_so_that_nothing_can_break_out() {
        assert_eq!(Value::iri("https://a.se/x> . <b").turtle(), "<https://a.se/x%3E%20.%20%3Cb>");
        assert_eq!(Value::literal("säg \"hej\"\n\\", "sv", "").turtle(), r#""säg \"hej\"\n\\"@sv"#);
        assert_eq!(Value::literal("2024-01-01", "", model::ns::xsd::DATE).turtle(), "\"2024-01-01\"^^xsd:date");
        assert_eq!(Property::AccessUrl.short(), "dcat:accessURL");
        assert_eq!(short("https://a.se/p>"), "<https://a.se/p%3E>");
    }
}
