//! The fixes that there are: when one applies, what it writes, and what people read about it.

mod table;

use super::facts::{Node, Property, Property as P, Value};
use model::quality::{Bits, DatasetMeasure};
use model::vocabularies::formats;
use std::borrow::Cow;

pub(super) use table::KINDS;

/// What a fix mends: datasets or distributions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// Datasets.
    Dataset,
    /// Distributions.
    Distribution,
}

/// What a fix does to the metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    /// States what is missing.
    Add,
    /// Writes another value in the place of one that does not count.
    Replace,
    /// Offers one more distribution.
    Offer,
}

/// A dataset or one of its distributions as a fix looks at it.
pub(super) struct Spot<'a> {
    pub(super) node: &'a Node,
    /// Metrics of this node that hold.
    pub(super) bits: Bits,
    /// The dataset's measure and its distributions.
    pub(super) measure: &'a DatasetMeasure,
    pub(super) distributions: &'a [Node],
}

impl Spot<'_> {
    fn holds(&self, metric: usize) -> bool {
        self.bits & (1 << metric) != 0
    }

    fn any_distribution(&self, metric: usize) -> bool {
        self.measure.distributions.iter().any(|own| own.bits & (1 << metric) != 0)
    }
}

/// A fix.
pub(super) struct Kind {
    pub(super) code: &'static str,
    pub(super) on: Level,
    pub(super) action: Action,
    pub(super) property: Property,
    /// Metrics that it is about.
    pub(super) metrics: &'static [usize],
    pub(super) applies: fn(&Spot<'_>) -> bool,
    /// The object in Turtle; `{}` is the value. Empty: the value alone.
    pub(super) template: &'static str,
    /// A value that people could write.
    pub(super) sample: Value,
    /// Whether each place needs a value of its own.
    pub(super) each: bool,
    /// What has to be filled in (sv, en).
    pub(super) hint: (&'static str, &'static str),
    /// What is wrong, `{}` is the number of places (sv, en).
    pub(super) lead: (&'static str, &'static str),
    /// Why it matters (sv, en).
    pub(super) why: (&'static str, &'static str),
    /// End of the code of the findings that it mends, or empty.
    pub(super) finding: &'static str,
}

const fn iri(text: &'static str) -> Value {
    Value::Iri(Cow::Borrowed(text))
}

const fn typed(text: &'static str, datatype: &'static str) -> Value {
    Value::Literal(Cow::Borrowed(text), Cow::Borrowed(""), Cow::Borrowed(datatype))
}

const fn text(text: &'static str, language: &'static str) -> Value {
    Value::Literal(Cow::Borrowed(text), Cow::Borrowed(language), Cow::Borrowed(""))
}

/// A media type as DCAT-AP-SE writes it.
pub(super) const CSV: Value = text("text/csv", "");
/// A known format that is neither open nor machine-readable: what stating any format gives at least.
pub(super) const PLAIN_FORMAT: Value = text("application/pdf", "");
/// The same as a media type of IANA.
pub(super) const PLAIN_MEDIA_TYPE: Value = iri("http://www.iana.org/assignments/media-types/application/pdf");
/// The licence that DCAT-AP-SE recommends.
pub(super) const LICENCE: Value = iri(model::vocabularies::licences::CC0);
/// CSV as a media type of IANA.
pub(super) const CSV_MEDIA_TYPE: Value = iri("http://www.iana.org/assignments/media-types/text/csv");

fn known_format(node: &Node) -> bool {
    node.values(P::Format).any(|value| formats::find(value.text()).is_some())
}

fn known_media_type(node: &Node) -> bool {
    node.values(P::MediaType).any(|value| formats::find(value.text()).is_some())
}

fn some_known_format(spot: &Spot<'_>) -> bool {
    spot.distributions.iter().any(|node| known_format(node) || known_media_type(node))
}

impl Kind {
    /// Whether it mends the findings of this code.
    pub(super) fn mends_finding(&self, code: &str) -> bool {
        !self.finding.is_empty() && code.strip_prefix("profile-") == Some(self.finding)
    }
}

/// The fix of a code.
pub(super) fn by_code(code: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.code == code)
}
